"""Kills a community at random moments while help buttons press, and counts what became of every press.

Who is killed, and how its disk is read, is the caller's: a bare process in the tests, a whole Home Assistant in
`scripts/bench kill`.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from .help_button import EventType, HelpButton, HelpButtons, Press

# The events that open an incident, or page one again.
CALLS: Sequence[EventType] = ("pressed", "long_pressed", "fall")


class Victim(Protocol):
    """What is killed."""

    async def start(self) -> None:
        """Start it on the disk that it left behind; return at once."""

    async def wait_ready(self) -> None:
        """Wait until it takes presses; raises TimeoutError, or what says why it never will."""

    async def kill(self) -> None:
        """End it with SIGKILL and wait until it is gone."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many kills, and when. Times are seconds."""

    kills: int
    seed: int
    # This share of the kills comes while it starts, at most so long after the start; the others after it was ready.
    early: float = 0.25
    early_within: float = 0.2
    runs_at_most: float = 0.3
    # How long a button rests between an acknowledgement and its next press.
    rest_at_most: float = 0.2
    # This share of the acknowledgements is missed by its device, which then sends the same event again.
    missed: float = 0.25
    # How long the last presses may take to be acknowledged, once nothing is killed any more.
    quiet_within: float = 60.0


@dataclass(frozen=True, slots=True)
class Campaign:
    """What was done: every press that was made, the kills (how many of them while it started), and seconds."""

    presses: Sequence[Press]
    kills: int
    early: int
    seconds: float


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event of a device as it is on disk; `at` is the time that the community gave it, in whole microseconds."""

    device: str
    boot: str
    seq: int
    at: int


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """What a press did to an incident as it is on disk: it opened it, or paged it again."""

    device: str
    at: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is on the disk of the community when all is over."""

    events: Sequence[RecordedEvent]
    calls: Sequence[RecordedCall]
    incidents: int


@dataclass(frozen=True, slots=True)
class Count:
    """What became of the presses.

    `lost`: its device saw the acknowledgement, and no incident has it. `doubled`: incidents, or further pages, beyond
    one for each press. `unacked`: its device was never told. `resent`: sent more than once.
    """

    presses: int
    lost: int
    doubled: int
    unacked: int
    resent: int


async def torment(
    victim: Victim, buttons: HelpButtons, plan: Plan, progress: Callable[[str], None] = lambda _: None
) -> Campaign:
    """Kill `victim`, which is running, as often as planned while all `buttons` press; return once it is quiet.

    Quiet: every press is acknowledged, or `plan.quiet_within` seconds have passed since the last start. Raises what
    the victim raises; it runs when this returns.
    """
    chance = random.Random(plan.seed)
    enough = asyncio.Event()
    presses: list[Press] = []
    began = time.monotonic()
    made = early = 0
    pressing = [
        asyncio.create_task(_press_on(button, presses, random.Random(chance.random()), plan, enough))
        for button in buttons
    ]
    try:
        while made < plan.kills:
            if made > 0 and chance.random() < plan.early:
                early += 1
                await asyncio.sleep(chance.uniform(0, plan.early_within))
            else:
                await victim.wait_ready()
                await asyncio.sleep(chance.uniform(0, plan.runs_at_most))
            await victim.kill()
            made += 1
            progress(f"{made} of {plan.kills} kills, {len(presses)} presses")
            await victim.start()
        await victim.wait_ready()
        enough.set()
        await asyncio.wait(pressing, timeout=plan.quiet_within)
    finally:
        for task in pressing:
            task.cancel()
        await asyncio.gather(*pressing, return_exceptions=True)
    return Campaign(presses, made, early, time.monotonic() - began)


async def _press_on(
    button: HelpButton, presses: list[Press], chance: random.Random, plan: Plan, enough: asyncio.Event
) -> None:
    """Press, wait for the acknowledgement, rest, press again; one at a time, so that each has a time of its own."""
    while not enough.is_set():
        press = await button.press(chance.choice(CALLS))
        presses.append(press)
        await press.acked()
        await asyncio.sleep(chance.uniform(0, plan.rest_at_most))
        if chance.random() < plan.missed:
            button.replay(press)


def judge(presses: Iterable[Press], evidence: Evidence) -> Count:
    """Count, from what the devices saw and what the disk holds.

    A press and what it did to an incident carry the same device and time and are written by one commit. So each call
    on disk must have its event, and each event its one call: merging two presses into one incident hides nothing.
    """
    presses = list(presses)
    events = {(event.device, event.boot, event.seq): event for event in evidence.events}
    recorded = Counter((event.device, event.at) for event in evidence.events)
    called = Counter((call.device, call.at) for call in evidence.calls)
    lost = 0
    for press in presses:
        event = events.get((press.device, press.boot, press.seq))
        if press.acked_at is not None and (event is None or called[event.device, event.at] < 1):
            lost += 1
    return Count(
        presses=len(presses),
        lost=lost,
        doubled=sum((called - recorded).values()),
        unacked=sum(press.acked_at is None for press in presses),
        resent=sum(press.attempts > 1 for press in presses),
    )
