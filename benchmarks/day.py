"""From a press to the first person told, on a quiet line and under the load of a normal day, in turn.

A normal day: 5 changes of state a second for each 100 homes, said by the devices over MQTT.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from simulators.help_button import HelpButtons

from .alarm import scene
from .result import Result, percentile
from .world import HOMES, longest_stall_ms, report, say

CHANGES_PER_S = 5 * HOMES / 100
# So few that each finds the line as it is; a round ends before its first alarm is a minute old and is told again.
RATE = 3.0
PRESSES = 120
ROUNDS = 3
_SEED = 2026


@asynccontextmanager
async def a_day(buttons: HelpButtons) -> AsyncIterator[list[int]]:
    """Have the devices report changes of their state; the list holds how many they have reported."""
    said = [0]
    chance = random.Random(_SEED)
    each = list(buttons)

    async def report_states() -> None:
        due = time.monotonic()
        while True:
            due += chance.expovariate(CHANGES_PER_S)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            # Each differs from the one before, or it would be no change.
            each[said[0] % len(each)].set_state(rssi=-40 - chance.randrange(50), battery=50 + said[0] // len(each) % 50)
            said[0] += 1

    load = asyncio.create_task(report_states())
    try:
        yield said
    finally:
        load.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await load


async def measure() -> Result:
    """Press in turn without and with the day's load."""
    quiet: list[float] = []
    loaded: list[float] = []
    changes, stalls, seconds = 0, [], 0.0
    async with scene() as it:
        await it.ours.at_rate(10, 30)
        for number in range(ROUNDS):
            quiet += await it.ours.at_rate(RATE, PRESSES, told=1)
            await report(it.owner, reset=True)
            began = time.monotonic()
            async with a_day(it.buttons) as said:
                loaded += await it.ours.at_rate(RATE, PRESSES, told=1)
            changes, seconds = changes + said[0], seconds + time.monotonic() - began
            stalls.append(longest_stall_ms(await report(it.owner)))
            say(f"round {number + 1} of {ROUNDS}: p95 {percentile(quiet, 95):.1f} ms, {percentile(loaded, 95):.1f} ms")
        counts = it.ours.counts
    ours, idle = (
        {f"p{percent}_first_told_ms": percentile(values, percent) for percent in (50, 95, 99)}
        for values in (loaded, quiet)
    )
    return Result(
        name="day",
        ours=ours | {"stall_ms": max(stalls), "changes_per_s": changes / seconds},
        theirs=idle,
        ratio={key: ours[key] / idle[key] for key in ours},
        counts={
            "presses": counts.presses,
            "changes": changes,
            "untold": counts.untold,
            "lost": counts.lost,
            "doubled": counts.doubled,
        },
        notes=(
            "From the press at its button to the first of its three hand-overs, on disk before. `ours`: while the",
            f"devices of {HOMES} homes report {CHANGES_PER_S:g} changes of their state a second (5 a 100 homes);",
            "`theirs`: the same Home Assistant with nothing else to do, in turn.",
        ),
    )
