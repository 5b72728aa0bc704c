"""From a press to its device's ack, at several rates and during an import; and how fast a burst reaches the disk.

Every press that was made must be acknowledged, and be in the timeline of an incident: both are counted.
"""

import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Final

from demo.broker import Broker
from demo.client import HomeAssistantClient
from demo.community import DOMAIN, tell_contacts_over
from demo.home_assistant import HomeAssistant
from demo.people import write_register
from demo.processes import free_port
from simulators.help_button import HelpButtons, Press

from .alarm import SINK
from .result import Result, percentile
from .world import (
    BUTTONS,
    HOMES,
    REGISTER,
    SITE,
    button_ids,
    import_register,
    invent_homes,
    longest_stall_ms,
    make_community,
    make_home_assistant,
    onboard,
    report,
    say,
)

# (presses per second, how many): a p99 wants some hundred, and at 1/s nobody waits that long.
RATES: Final = ((1, 60), (10, 300), (100, 4000))
# The rate while a sheet is imported, again and again until there are as many presses.
RATE_AT_IMPORT: Final = 10
PRESSES_AT_IMPORT: Final = 300
IMPORTED_HOMES: Final = 10_000
BURST: Final = 2000
USUAL_IN_FLIGHT: Final = 20
WIDE_IN_FLIGHT: Final = 1000
BURSTS: Final = 5
# Seconds of single commits before the bursts, and again after them.
_COMMITTING: Final = 5.0
_ACKED_WITHIN: Final = 60.0
_PAGE: Final = 200
# The simulators share the processor with what they measure: they let others run after so many presses of a burst.
_PRESSES_A_TURN: Final = 20
_SEED: Final = 2026


@dataclass(slots=True)
class Counts:
    """Presses made, and those whose ack or whose place in a timeline is missing, or that have two."""

    presses: int = 0
    unacked: int = 0
    lost: int = 0
    doubled: int = 0
    resent: int = 0


class Bench:
    """A running community, and somebody who presses its buttons."""

    def __init__(self, home_assistant: HomeAssistant, owner: HomeAssistantClient) -> None:
        """Press in a fixed order of chance, the same at every run."""
        self._home_assistant = home_assistant
        self._owner = owner
        self._chance = random.Random(_SEED)
        self.counts = Counts()
        self.imports_s: list[float] = []
        self.import_stall_ms = 0.0

    async def at_rate(self, buttons: HelpButtons, rate: float, count: int) -> list[float]:
        """Press `count` times, `rate` a second on average and at random moments; return the latencies in ms."""
        pressed = self._pressing(buttons, rate)
        return await self._latencies(buttons, [await anext(pressed) for _ in range(count)])

    async def during_imports(self, buttons: HelpButtons, rate: float, count: int) -> list[float]:
        """Press as `at_rate`, but only while sheets are imported, at least `count` times."""
        presses: list[Press] = []
        await report(self._owner, reset=True)
        while len(presses) < count:
            # Another note for everybody: each import changes every home.
            homes = invent_homes(IMPORTED_HOMES, note=f"import {len(self.imports_s)}")
            write_register(self._home_assistant.config_dir / REGISTER, homes, "en")
            importing = asyncio.create_task(import_register(self._owner, len(homes)))
            pressed = self._pressing(buttons, rate)
            while not importing.done():
                presses.append(await anext(pressed))
            self.imports_s.append(await importing)
        self.import_stall_ms = longest_stall_ms(await report(self._owner))
        return await self._latencies(buttons, presses)

    async def burst(self, buttons: HelpButtons, count: int) -> float:
        """Press `count` times as fast as can be; return presses per second, to the last ack."""
        presses = []
        each = list(buttons)
        for number in range(count):
            presses.append(await each[number % len(each)].press())
            if number % _PRESSES_A_TURN == 0:
                await asyncio.sleep(0)
        await self._latencies(buttons, presses)
        last = max(press.acked_at or 0.0 for press in presses)
        return count / (last - presses[0].pressed_at)

    async def _pressing(self, buttons: HelpButtons, rate: float) -> AsyncIterator[Press]:
        each = list(buttons)
        due = time.monotonic()
        while True:
            due += self._chance.expovariate(rate)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            yield await self._chance.choice(each).press()

    async def _latencies(self, buttons: HelpButtons, presses: Sequence[Press]) -> list[float]:
        try:
            await buttons.all_acked(_ACKED_WITHIN)
        except TimeoutError as error:
            say(str(error))
        latencies = [press.latency * 1000 for press in presses if press.latency is not None]
        self.counts.presses += len(presses)
        self.counts.unacked += len(presses) - len(latencies)
        self.counts.resent += sum(press.attempts - 1 for press in presses)
        await self._check_and_resolve(len(presses))
        return latencies

    async def _check_and_resolve(self, pressed: int) -> None:
        """Count the presses in the timelines of all active incidents, then resolve those: the next round opens anew."""
        found = 0
        while incidents := (await self._owner.call(f"{DOMAIN}/incidents/list", state="active", limit=_PAGE))[
            "incidents"
        ]:
            for incident in incidents:
                # A fault may be open beside them; nobody pressed for it.
                if incident["kind"] == "help":
                    found += sum(entry["what"] in ("opened", "again") for entry in incident["timeline"])
                await self._owner.call(f"{DOMAIN}/incidents/resolve", incident_id=incident["id"], resolution="test")
        self.counts.lost += max(0, pressed - found)
        self.counts.doubled += max(0, found - pressed)


class Rounds:
    """The bursts under one setting of the broker, between single commits to the same disk."""

    def __init__(self, folder: Path) -> None:
        """Commit singly in a folder on the disk of Home Assistant's."""
        self._folder = folder
        self.presses_per_s: list[float] = []
        self.commits_per_s: list[float] = []

    async def run(self, bench: Bench, buttons: HelpButtons) -> None:
        """Measure."""
        self.commits_per_s.append(await asyncio.to_thread(_single_commits_per_s, self._folder))
        for number in range(BURSTS):
            self.presses_per_s.append(await bench.burst(buttons, BURST))
            say(f"burst {number + 1} of {BURSTS}: {self.presses_per_s[-1]:.0f} presses/s")
        self.commits_per_s.append(await asyncio.to_thread(_single_commits_per_s, self._folder))


def _single_commits_per_s(folder: Path) -> float:
    """Return how many rows a second a plain loop of single inserts commits to this disk, as safely as we do."""
    connection = sqlite3.connect(folder / "single.db", isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS presses (id INTEGER PRIMARY KEY, text TEXT)")
        began, count = time.monotonic(), 0
        while time.monotonic() - began < _COMMITTING:
            connection.execute("INSERT INTO presses (text) VALUES (?)", ("a press of about eighty characters" * 2,))
            count += 1
        return count / (time.monotonic() - began)
    finally:
        connection.close()


async def measure() -> Result:
    """Press at each rate, during imports, and in bursts with two settings of the broker."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="smart-community-bench-")))
        home_assistant = make_home_assistant(folder / "config")
        port = free_port()
        stack.push_async_callback(home_assistant.stop)
        await home_assistant.start()
        token = await onboard(home_assistant)
        owner = await stack.enter_async_context(HomeAssistantClient(home_assistant.url, token))
        bench = Bench(home_assistant, owner)
        latencies: dict[str, list[float]] = {}
        usual, wide = Rounds(folder), Rounds(folder)
        async with (
            _broker(folder, port, USUAL_IN_FLIGHT) as broker,
            HelpButtons(broker.endpoint(), button_ids()) as buttons,
        ):
            say(f"making a community of {HOMES} homes with {BUTTONS} help buttons")
            await make_community(owner, home_assistant.config_dir, broker, buttons)
            # The contacts are told over a channel that does nothing: nobody to tell would be a fault, and more work.
            await tell_contacts_over(owner, SINK)
            for rate, count in RATES:
                say(f"{count} presses at {rate}/s")
                latencies[f"{rate}"] = await bench.at_rate(buttons, rate, count)
            say(f"presses at {RATE_AT_IMPORT}/s while {IMPORTED_HOMES} homes are imported")
            latencies[f"{RATE_AT_IMPORT}_import"] = await bench.during_imports(
                buttons, RATE_AT_IMPORT, PRESSES_AT_IMPORT
            )
            await usual.run(bench, buttons)
        say(f"the broker again, with {WIDE_IN_FLIGHT} messages in flight")
        async with (
            _broker(folder, port, WIDE_IN_FLIGHT) as broker,
            HelpButtons(broker.endpoint(), button_ids()) as buttons,
        ):
            # The first of them waits until the community has found the broker again.
            await bench.at_rate(buttons, RATE_AT_IMPORT, 10)
            await wide.run(bench, buttons)
    return _result(bench, latencies, usual, wide)


def _broker(folder: Path, port: int, in_flight: int) -> Broker:
    # A burst must not overflow what the broker queues (1000 unless told otherwise): what it drops is sent again after
    # 2 s, and that pause would be all that is measured.
    return Broker(
        folder / "broker", site=SITE, port=port, max_inflight_messages=in_flight, max_queued_messages=2 * BURST
    )


def _result(bench: Bench, latencies: dict[str, list[float]], usual: Rounds, wide: Rounds) -> Result:
    ours: dict[str, float] = {}
    for rate, values in latencies.items():
        ours[f"p50_at_{rate}_ms"] = percentile(values, 50)
        ours[f"p99_at_{rate}_ms"] = percentile(values, 99)
    idle, importing = f"p99_at_{RATE_AT_IMPORT}_ms", f"p99_at_{RATE_AT_IMPORT}_import_ms"
    ours |= {
        "import_s": median(bench.imports_s),
        "stall_at_import_ms": bench.import_stall_ms,
        "burst_per_s": median(usual.presses_per_s),
        "burst_wide_per_s": median(wide.presses_per_s),
    }
    theirs = {"burst_per_s": mean(usual.commits_per_s), "burst_wide_per_s": mean(wide.commits_per_s)}
    counts = bench.counts
    return Result(
        name="ack",
        ours=ours,
        theirs=theirs,
        ratio={key: ours[key] / theirs[key] for key in theirs} | {"p99_import_to_idle": ours[importing] / ours[idle]},
        counts={
            "presses": counts.presses,
            "unacked": counts.unacked,
            "lost": counts.lost,
            "doubled": counts.doubled,
            "resent": counts.resent,
            **{f"at_{rate}": len(values) for rate, values in latencies.items()},
            "imports": len(bench.imports_s),
            "bursts": 2 * BURSTS,
        },
        notes=(
            "p50 and p99 from the press to the ack at its device, by simulated buttons that press at random moments.",
            f"A burst is {BURST} presses of {BUTTONS} buttons, as fast as they can be sent, until the last ack; the",
            f"median of {BURSTS}. `theirs`: single-row inserts a second into SQLite (WAL, synchronous=FULL) on this",
            "disk, before and after the bursts.",
            f"burst_per_s: Mosquitto has {USUAL_IN_FLIGHT} messages in flight, its default;",
            f"burst_wide_per_s: {WIDE_IN_FLIGHT}. It may queue {2 * BURST}.",
        ),
    )
