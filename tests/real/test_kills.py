"""`kill -9`: whatever the moment, no press is lost and none counts twice, and everybody is told of it."""

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from demo.broker import Broker
from demo.home_assistant import HomeAssistant
from demo.kills import Heartbeats, HomeAssistantVictim, read_evidence, read_ledgers
from demo.processes import wait_until
from simulators.deliveries import DeliveryCount, HandedOver, Ledgers, judge_deliveries
from simulators.help_button import HelpButtons
from simulators.kills import Campaign, Count, Plan, judge, torment

from .spine import BareSpine, Nursery, Told, settings
from .spine_process import STAFF
from .world import World

SEED = "SMART_COMMUNITY_KILL_SEED"
DATABASES = 4
KILLS_A_DATABASE = 25
BUTTONS = [f"kill-{number:02d}" for number in range(1, 25)]
WILL_WITHIN = 15.0
# A push that is gathered waits 2 s at the most.
TOLD_WITHIN = 15.0


def seed() -> int:
    """Return the seed that was asked for, to see a failure again, or another each time."""
    return int(os.environ.get(SEED) or secrets.randbits(32))


def line(what: str, plan: Plan, done: Campaign, count: Count) -> str:
    """Return the figures, and what a failure is repeated with."""
    return f"{what}: {SEED}={plan.seed}, {done.kills} kills ({done.early} at its start), {done.seconds:.1f} s, {count}"


def check(done: Campaign, plan: Plan, count: Count) -> None:
    """Fail if a press was lost, counted twice or never acknowledged, and if nothing was tried."""
    assert done.kills == plan.kills
    assert count.presses > plan.kills
    assert (count.lost, count.doubled, count.unacked) == (0, 0, 0)


def handed_over(told: Told) -> HandedOver:
    """Return a push that a process says it handed over."""
    number, step, recipient, channel = told["key"]
    return HandedOver(told["pid"], told["incident"], (number, step, recipient, channel), told["count"])


def count_deliveries(ledgers: Ledgers, told: list[Told]) -> DeliveryCount:
    """Count what became of the deliveries of a spine, given what its processes told."""
    pushes = [handed_over(one) for one in told if one["say"] == "handed_over"]
    return judge_deliveries(ledgers, pushes, [recipient.id for recipient in STAFF])


async def all_told(spine: BareSpine) -> bool:
    """Wait until nothing of an active incident waits to be handed over; return whether it came to that."""

    def nothing_waits() -> bool:
        try:
            return count_deliveries(read_ledgers(spine.database), []).waiting == 0
        except sqlite3.OperationalError:
            return False

    return await wait_until(nothing_waits, within=TOLD_WITHIN)


@pytest.mark.parametrize("number", range(1, DATABASES + 1))
async def test_bare_process(nursery: Nursery, tmp_path: Path, figures: list[str], number: int) -> None:
    plan = Plan(kills=KILLS_A_DATABASE, seed=seed(), quiet_within=45)
    since = len(nursery.told)
    async with Broker(tmp_path / "broker") as broker:
        spine = BareSpine(nursery, settings(broker, tmp_path, BUTTONS, resolves=True))
        await spine.start()
        try:
            await spine.wait_ready()
            async with HelpButtons(broker.endpoint(), BUTTONS) as buttons:
                done = await torment(spine, buttons, plan)
            assert await all_told(spine)
            await spine.stop()
        finally:
            await spine.kill()
    count = judge(done.presses, read_evidence(spine.database))
    figures.append(line(f"bare process {number}", plan, done, count))
    check(done, plan, count)
    told = count_deliveries(read_ledgers(spine.database), nursery.told[since:])
    figures.append(f"  {told}")
    assert (told.lost, told.waiting, told.twice) == (0, 0, 0)
    assert told.pushes > count.presses


class WatchedVictim(HomeAssistantVictim):
    """A Home Assistant whose last will is looked for after each kill."""

    def __init__(self, home_assistant: HomeAssistant, heartbeats: Heartbeats) -> None:
        """Listen to its heartbeat."""
        super().__init__(home_assistant, heartbeats)
        self._beats = heartbeats

    async def kill(self) -> None:
        """Kill it, and wait until every device can know."""
        await super().kill()
        will = await self._beats.until(lambda beat: beat["at"] is None, within=WILL_WITHIN)
        assert will == {"at": None}


async def test_whole_home_assistant(world: World, figures: list[str]) -> None:
    plan = Plan(kills=3, seed=seed(), early=0.5, early_within=4.0, runs_at_most=2.0)
    victim = WatchedVictim(world.home_assistant, world.heartbeats)
    done = await torment(victim, world.buttons, plan)
    await world.log_in_again()
    devices = {button.device_id for button in world.buttons}
    count = judge(done.presses, read_evidence(world.database, devices=lambda device: device in devices))
    figures.append(line("whole Home Assistant", plan, done, count))
    check(done, plan, count)
    # What the people see is what is on disk.
    shown = {incident["id"] for incident in await world.active()}
    with closing(sqlite3.connect(f"file:{world.database}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT id FROM incidents WHERE state <> 'resolved'").fetchall()
    assert shown == {row[0] for row in rows}
