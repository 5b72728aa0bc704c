"""`kill -9`: whatever the moment, no press is lost and none counts twice, and everybody is told of it."""

import os
import secrets
import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from custom_components.smart_community.core.delivery import Delivery
from custom_components.smart_community.core.incident import Change, Incident
from custom_components.smart_community.core.response import page_for
from custom_components.smart_community.store import deliveries as stored_deliveries
from custom_components.smart_community.store import incidents as stored_incidents
from custom_components.smart_community.store.database import Database
from demo.broker import Broker
from demo.home_assistant import HomeAssistant
from demo.kills import Heartbeats, HomeAssistantVictim, read_evidence, read_ledgers
from demo.processes import wait_until
from simulators.deliveries import DeliveryCount, HandedOver, Ledgers, judge_deliveries
from simulators.help_button import HelpButtons
from simulators.kills import Campaign, Count, Plan, judge, torment

from .patience import ALIVE
from .spine import BareSpine, Nursery, Told, settings
from .spine_process import STAFF, clock
from .world import World

SEED = "SMART_COMMUNITY_KILL_SEED"
DATABASES = 4
KILLS_A_DATABASE = 25
BUTTONS = [f"kill-{number:02d}" for number in range(1, 25)]
WILL_WITHIN = TOLD_WITHIN = ALIVE


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
    plan = Plan(kills=KILLS_A_DATABASE, seed=seed(), quiet_within=ALIVE)
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
    assert told.pushes > plan.kills


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


@pytest.mark.timeout(900)
async def test_whole_home_assistant(world: World, figures: list[str]) -> None:
    plan = Plan(kills=3, seed=seed(), early=0.5, early_within=4.0, runs_at_most=2.0, quiet_within=ALIVE)
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
        rows = connection.execute(
            "SELECT id FROM incidents WHERE state <> 'resolved' AND kind <> 'device_fault'"
        ).fetchall()
    assert shown == {row[0] for row in rows}


async def recorded(path: Path) -> tuple[list[Incident], list[Delivery]]:
    """Return every incident and every delivery that is on disk, as the product reads them."""
    database = Database(path, clock)
    await database.open()
    try:
        incidents = await database.read(
            lambda c: stored_incidents.page(c, database.vault, state=None, before=None, limit=100_000)
        )
        ids = [incident.id for incident in incidents]
        deliveries = await database.read(
            lambda c: [
                delivery
                for start in range(0, len(ids), 500)
                for delivery in stored_deliveries.of_incidents(c, database.vault, ids[start : start + 500])
            ]
        )
    finally:
        await database.close()
    return incidents, deliveries


def judge_chases(incidents: list[Incident], deliveries: list[Delivery]) -> tuple[int, int, int]:
    """Return how many pages there were, how many of them missed somebody, and how many came twice."""
    told = {(one.incident, one.round, one.step, one.recipient) for one in deliveries}
    pages = lost = doubled = 0
    for incident in incidents:
        seen: set[tuple[int, int]] = set()
        levels = [1]
        for position, entry in enumerate(incident.timeline):
            if entry.what is Change.ESCALATED:
                levels.append(int(entry.text or 0))
            page = page_for(replace(incident, level=levels[-1]), position)
            if page is None:
                continue
            pages += 1
            doubled += (page.round, page.step) in seen
            seen.add((page.round, page.step))
            expected = ["user:grid"] if entry.what is Change.ASKED_AGAIN else [one.id for one in STAFF]
            lost += any((incident.id, page.round, page.step, one) not in told for one in expected)
        assert all(later - earlier in {0, 1} for earlier, later in pairwise(levels)), "no step is skipped"
    return pages, lost, doubled


async def test_plans_with_several_steps_run_through_the_kills(
    nursery: Nursery, tmp_path: Path, figures: list[str]
) -> None:
    plan = Plan(kills=KILLS_A_DATABASE, seed=seed(), runs_at_most=1.5, quiet_within=ALIVE)
    since = len(nursery.told)
    async with Broker(tmp_path / "broker") as broker:
        spine = BareSpine(nursery, settings(broker, tmp_path, BUTTONS, chases=True))
        await spine.start()
        try:
            await spine.wait_ready()
            async with HelpButtons(broker.endpoint(), BUTTONS) as buttons:
                done = await torment(spine, buttons, plan)
            await spine.stop()
        finally:
            await spine.kill()
    count = judge(done.presses, read_evidence(spine.database))
    incidents, deliveries = await recorded(spine.database)
    pages, lost, doubled = judge_chases(incidents, deliveries)
    told = nursery.told[since:]
    pushed = count_deliveries(read_ledgers(spine.database), told)
    steps = [entry.what for incident in incidents for entry in incident.timeline]
    figures.append(line("plans running", plan, done, count))
    figures.append(f"  {pages} pages, {lost} missed somebody, {doubled} came twice; {pushed}")
    check(done, plan, count)
    assert (lost, doubled, pushed.twice) == (0, 0, 0)
    assert steps.count(Change.ESCALATED) > plan.kills
    assert steps.count(Change.ASKED_AGAIN) > 0
    assert Change.NOBODY_TOLD not in steps
    assert [one for one in told if one["say"] == "fault"] == []
