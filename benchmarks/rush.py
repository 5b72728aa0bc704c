"""2,000 presses at once from 2,000 homes, five recipients each: nobody is lost, and how long the last one waits.

Beside it, in the same Home Assistant, the burst of `alarm`: as many presses, three recipients each, no staff.
"""

import asyncio
import contextlib
import sqlite3
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

from demo.client import HomeAssistantClient
from demo.community import DOMAIN
from demo.kills import DATABASE, read_evidence
from demo.processes import wait_until
from simulators.help_button import HelpButtons, Press
from simulators.kills import judge

from .alarm import RECIPIENTS, SINK, Scene, scene
from .result import Result
from .world import longest_stall_ms, memory_mib, report, say

HOMES: Final = 2000
ROUNDS: Final = 3
STAFF: Final = ("duty_room", "grid_worker")
_WITHIN: Final = 120.0
_POLL: Final = 0.25
_PRESSES_A_TURN: Final = 20
_PAGE: Final = 200
_MICROSECONDS: Final = 1_000_000


@dataclass(slots=True)
class Rush:
    """What the rounds took: seconds to the last ack and to the last hand-over, and what is missing."""

    acked_s: list[float] = field(default_factory=list)
    told_s: list[float] = field(default_factory=list)
    stall_ms: list[float] = field(default_factory=list)
    memory_mib: float = 0.0
    presses: int = 0
    untold: int = 0
    lost: int = 0
    doubled: int = 0
    unacked: int = 0


async def measure() -> Result:
    """Take the burst of `alarm` first, then add the staff and press in 2,000 homes."""
    async with scene(HOMES) as it:
        await it.ours.at_rate(10, 30)
        few = []
        for number in range(ROUNDS):
            few.append((await it.ours.at_once(HOMES))[0])
            say(f"burst {number + 1} of {ROUNDS}: {few[-1]:.0f} presses/s")
        await _add_staff(it.owner)
        rush, before = Rush(), memory_mib(it.home_assistant)[0]
        for number in range(ROUNDS):
            await _round(it, rush, before)
            say(f"rush {number + 1} of {ROUNDS}: told after {rush.told_s[-1]:.2f} s")
    rate = HOMES / median(rush.told_s)
    return Result(
        name="rush",
        ours={
            "saturated_per_s": rate,
            "hand_overs_per_s": rate * (RECIPIENTS + len(STAFF)),
            "last_ack_s": max(rush.acked_s),
            "last_told_s": max(rush.told_s),
            "stall_ms": max(rush.stall_ms),
            "memory_mib": rush.memory_mib,
        },
        theirs={"saturated_per_s": median(few), "hand_overs_per_s": median(few) * RECIPIENTS},
        ratio={"saturated_rate": rate / median(few)},
        counts={
            "presses": rush.presses,
            "untold": rush.untold,
            "lost": rush.lost,
            "doubled": rush.doubled,
            "unacked": rush.unacked,
        },
        notes=(
            f"{HOMES} homes press at once; each has {RECIPIENTS} contacts, and {len(STAFF)} members of staff are told",
            "of every one of them, whose pushes are gathered (`storm`); a press is told when all five of its rows in",
            "the ledger are handed over, by the ledger's own times on disk. `theirs`: the burst of `scripts/bench",
            f"alarm` in the same process, {HOMES} presses for {RECIPIENTS} recipients each. The longest",
            "stall leaves out collections of the oldest generation; memory is PSS, above what it was before.",
        ),
    )


async def _round(it: Scene, rush: Rush, memory_before: float) -> None:
    await report(it.owner, reset=True)
    began, began_at = time.monotonic(), datetime.now(UTC)
    presses = await _press_all(it.buttons)
    await it.buttons.all_acked(_WITHIN)
    rush.acked_s.append(max(press.acked_at or 0.0 for press in presses) - began)
    database = it.home_assistant.config_dir / DATABASE
    wanted = len(presses) * (RECIPIENTS + len(STAFF))
    with contextlib.suppress(TimeoutError):
        await wait_until(lambda: _handed_over(database)[0] >= wanted, within=_WITHIN, every=_POLL)
    told, last = _handed_over(database)
    rush.told_s.append((last - began_at).total_seconds())
    rush.stall_ms.append(longest_stall_ms(await report(it.owner)))
    rush.memory_mib = max(rush.memory_mib, memory_mib(it.home_assistant)[0] - memory_before)
    count = judge(presses, read_evidence(database))
    rush.presses += len(presses)
    rush.untold += wanted - told
    rush.lost += count.lost
    rush.doubled += count.doubled
    rush.unacked += count.unacked
    await _resolve_all(it.owner)
    await it.owner.call("bench_probe/told", reset=True)


async def _press_all(buttons: HelpButtons) -> list[Press]:
    presses = []
    for number, button in enumerate(buttons):
        presses.append(await button.press())
        if number % _PRESSES_A_TURN == 0:
            await asyncio.sleep(0)
    return presses


async def _add_staff(owner: HomeAssistantClient) -> None:
    for role in STAFF:
        user = (await owner.call("config/auth/create", name=role))["user"]
        await owner.call(f"{DOMAIN}/staff/save", user_id=user["id"], roles=[role], channels=[SINK])


async def _resolve_all(owner: HomeAssistantClient) -> None:
    while incidents := (await owner.call(f"{DOMAIN}/incidents/list", state="active", limit=_PAGE))["incidents"]:
        for incident in incidents:
            await owner.call(f"{DOMAIN}/incidents/resolve", incident_id=incident["id"], resolution="test")


def _handed_over(database: Path) -> tuple[int, datetime]:
    """Return how many deliveries of active incidents are handed over, and when the last of them was."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as connection:
        count, last = connection.execute(
            "SELECT count(*), max(deliveries.at) FROM deliveries JOIN incidents ON incidents.id = incident"
            " WHERE incidents.state <> 'resolved' AND kind = 'help' AND deliveries.state = 'handed_over'"
        ).fetchone()
    return count, datetime.fromtimestamp((last or 0) / _MICROSECONDS, UTC)
