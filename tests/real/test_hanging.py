"""A commit that hangs, as on a disk that no longer answers: seen on bare processes, where it can be made to hang."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from demo.broker import Broker
from demo.kills import read_evidence
from simulators.help_button import HelpButtons, Press
from simulators.kills import judge

from .patience import ALIVE, STALLS
from .spine import BareSpine, Nursery, settings
from .world import eventually

# Rule 1 of the house: after 2 s people come before records.
PATIENCE = 2.0
SEEN_WITHIN = ACKED_WITHIN = ALIVE
BUTTONS = [f"hang-{number:02d}" for number in range(1, 34)]


@dataclass
class Hanging:
    """A spine whose commits hang while a file exists."""

    spine: BareSpine
    buttons: HelpButtons
    file: Path

    async def opened(self, device: str, *, within: float = SEEN_WITHIN) -> bool:
        """Wait until a person is told of an incident of a device; return whether it is not on disk yet."""
        told = await self.spine.until(
            lambda told: told["say"] == "incident" and told["change"] == "opened" and told["device"] == device,
            within=within,
        )
        return bool(told["unsaved"])

    async def reported(self, failure: str | None) -> None:
        """Wait until the store is reported to be so."""
        await self.spine.until(lambda told: told["say"] == "store" and told["failure"] == failure, within=SEEN_WITHIN)

    def check(self, presses: list[Press]) -> None:
        """Fail unless each press is acknowledged and in one incident on disk."""
        count = judge(presses, read_evidence(self.spine.database))
        assert (count.presses, count.lost, count.doubled, count.unacked) == (len(presses), 0, 0, 0)


@asynccontextmanager
async def hanging(nursery: Nursery, folder: Path) -> AsyncGenerator[Hanging]:
    """Run a spine whose commits hang from now on."""
    file = folder / "hang"
    async with Broker(folder / "broker") as broker:
        spine = BareSpine(nursery, settings(broker, folder, BUTTONS, hang=str(file)))
        await spine.start()
        try:
            await spine.wait_ready()
            async with HelpButtons(broker.endpoint(), BUTTONS) as buttons:
                file.touch()
                yield Hanging(spine, buttons, file)
        finally:
            file.unlink(missing_ok=True)
            await spine.kill()


async def test_pages_after_two_seconds_and_then_at_once(nursery: Nursery, tmp_path: Path) -> None:
    async with hanging(nursery, tmp_path) as it:
        first, second, *others, third = BUTTONS[:7]
        began = time.monotonic()
        press = await it.buttons[first].press()
        assert await it.opened(first)
        # A probe may have hung before it, and so have told what to expect.
        assert time.monotonic() - began < PATIENCE + STALLS
        await it.reported("hanging")
        later, took = [], []
        for device in (second, *others):
            pressed = time.monotonic()
            later.append(await it.buttons[device].press())
            assert await it.opened(device)
            took.append(time.monotonic() - pressed)
        assert min(took) < PATIENCE, f"each of them waited anew: {took}"
        # Longer than the patience: the press that was first is resent, and neither opens another nor is acknowledged.
        test = await it.buttons[third].press("test")

        async def resent() -> bool:
            return all(one.attempts > 1 for one in (press, *later, test))

        await eventually(resent, bool, within=SEEN_WITHIN, what="all of them resent")
        assert [one.acked_at for one in (press, *later, test)] == [None] * 7
        it.file.unlink()
        await asyncio.gather(*(one.acked(ACKED_WITHIN) for one in (press, *later, test)))
        await it.reported(None)
        again = await it.buttons[first].press("fall")
        await again.acked(SEEN_WITHIN)
        it.check([press, *later])


async def test_thirty_at_once(nursery: Nursery, tmp_path: Path) -> None:
    async with hanging(nursery, tmp_path) as it:
        tests = [await it.buttons[device].press("test") for device in BUTTONS[:30]]
        press = await it.buttons[BUTTONS[31]].press()
        assert await it.opened(BUTTONS[31])
        assert not any(one.acked_at for one in tests)
        it.file.unlink()
        await it.buttons.all_acked(ACKED_WITHIN)
        it.check([press])


async def test_killed_while_it_hangs(nursery: Nursery, tmp_path: Path) -> None:
    async with hanging(nursery, tmp_path) as it:
        presses = [await it.buttons[device].press() for device in BUTTONS[:3]]
        for device in BUTTONS[:3]:
            assert await it.opened(device)
        await it.spine.kill()
        it.file.unlink()
        await it.spine.start()
        await it.spine.wait_ready()
        await it.buttons.all_acked(ACKED_WITHIN)
        it.check(presses)
