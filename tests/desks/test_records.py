"""Hand-overs as two shifts use them, on a real database: who sees what, what is written down, what is taken over."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from custom_components.smart_community.core import incident as life
from custom_components.smart_community.core.handover import (
    Handover,
    HandoverAcceptedError,
    HandoverUnknownError,
    Stage,
)
from custom_components.smart_community.core.incident import Incident, IncidentResolvedError, Kind, Resolution
from custom_components.smart_community.core.journal import Entry
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.ports import IncidentChange
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.core.roster import Duty
from custom_components.smart_community.desks.records import RecordsDesk
from custom_components.smart_community.store import handovers, journal
from custom_components.smart_community.store.database import Database

START = datetime(2026, 11, 23, 6, tzinfo=UTC)


class World:
    """A records desk, its database, and the incidents of a response desk."""

    def __init__(self, path: Path) -> None:
        self.now = START
        self.path = path
        self.database = Database(path, self.clock)
        self.active: dict[str, Incident] = {}
        # Who is not in it works in the duty room.
        self.roles: dict[str, frozenset[Role]] = {}
        self.ids = iter(f"id-{number}" for number in range(1000))
        self.desk = RecordsDesk(
            database=self.database,
            vault=self.database.vault,
            clock=self.clock,
            new_id=lambda: next(self.ids),
            active=lambda: self.active,
            take_over=self._take_over,
            next_shift=self._next_shift,
            roles_of=self._roles_of,
        )

    def clock(self) -> Instant:
        return Instant(self.now, 0.0)

    async def _take_over(self, incident_id: str, by: str) -> Incident:
        incident = self.active[incident_id] = life.taken_over(self.active[incident_id], self.now, by)
        return incident

    async def _roles_of(self, account: str) -> frozenset[Role]:
        return self.roles.get(account, frozenset({Role.DUTY_ROOM}))

    def _next_shift(self, now: datetime) -> list[Duty]:
        start = now + timedelta(hours=2)
        return [Duty(Role.DUTY_ROOM, start.date(), "night", "Night", start, start + timedelta(hours=8), ("boris",))]

    def open(self, number: int, owner: str | None = None, kind: Kind = Kind.HELP) -> Incident:
        incident = life.opened(f"i{number}", number, kind, self.now, by="button-1")
        if owner is not None:
            incident = life.acknowledged(incident, self.now, owner)
        self.active[incident.id] = incident
        return incident

    async def resolved(self, number: int) -> None:
        incident = life.resolved(self.open(number), self.now, "anna", Resolution.REAL)
        del self.active[incident.id]
        await self.database.commit([IncidentChange(None, incident)])

    async def entries(self) -> list[Entry]:
        return await self.database.read(lambda connection: journal.entries_after(connection, 0, 1000))

    async def written(self) -> list[tuple[str, str, str]]:
        return [(entry.note.actor, entry.note.action, entry.note.subject) for entry in await self.entries()]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = World(tmp_path / "smart_community.db")
    await world.database.open()
    yield world
    await world.database.close()


async def test_a_shift_hands_over_to_the_next(world: World) -> None:
    world.open(1, "anna")
    world.open(2)
    world.open(3, "boris")
    await world.desk.save("Lift 2 is out of order", "anna")
    assert (await world.desk.page("boris")).waiting == (), "nobody sees a draft but its author"
    draft = (await world.desk.page("anna")).draft
    assert draft is not None
    assert (draft.note, draft.stage) == ("Lift 2 is out of order", Stage.DRAFT)

    given = await world.desk.give("anna", "Lift 2 is out of order, the firm comes at 9")
    assert (given.id, given.incidents) == (draft.id, ("i1",))
    (waiting,) = (await world.desk.page("boris")).waiting
    assert (waiting.note, waiting.stage) == ("Lift 2 is out of order, the firm comes at 9", Stage.GIVEN)

    world.now += timedelta(minutes=10)
    accepted, taken = await world.desk.accept(given.id, "boris", take_over=True)
    assert (accepted.accepted_by, accepted.accepted_at) == ("boris", world.now)
    assert [incident.id for incident in taken] == ["i1"]
    assert {incident.acknowledged_by for incident in world.active.values()} == {"boris", None}
    page = await world.desk.page("anna")
    assert (page.draft, page.waiting, page.accepted) == (None, (), (accepted,))
    assert await world.written() == [
        ("anna", "handover_saved", ""),
        ("anna", "handover_given", ""),
        ("boris", "handover_viewed", ""),
        ("boris", "handover_accepted", given.id),
    ]


async def test_the_page_says_what_is_open_what_is_faulty_and_what_this_shift_resolved(world: World) -> None:
    await world.resolved(1)
    world.now += timedelta(hours=13)
    await world.resolved(2)
    world.open(3, "anna")
    world.open(4, kind=Kind.DEVICE_FAULT)
    page = await world.desk.page("anna")
    assert [incident.id for incident in page.open] == ["i3"]
    assert [incident.id for incident in page.faults] == ["i4"]
    assert ([incident.id for incident in page.resolved], page.resolved_total) == (["i2"], 1)
    assert page.since == world.now - timedelta(hours=12)
    assert [(duty.people, duty.start) for duty in page.next_shift] == [(("boris",), world.now + timedelta(hours=2))]


async def test_a_shift_begins_when_the_one_before_is_accepted(world: World) -> None:
    given = await world.desk.give("anna")
    await world.desk.accept(given.id, "boris", take_over=False)
    began, world.now = world.now, world.now + timedelta(hours=3)
    assert (await world.desk.page("boris")).since == began
    assert (await world.desk.give("boris")).begun_at == began


async def test_without_being_asked_nothing_is_taken_over(world: World) -> None:
    world.open(1, "anna")
    given = await world.desk.give("anna")
    _, taken = await world.desk.accept(given.id, "boris", take_over=False)
    assert (taken, world.active["i1"].acknowledged_by) == ([], "anna")


async def test_two_who_accept_at_once_are_one_who_accepts(world: World) -> None:
    given = await world.desk.give("anna")
    await world.desk.accept(given.id, "boris", take_over=False)
    with pytest.raises(HandoverAcceptedError):
        await world.desk.accept(given.id, "carla", take_over=True)
    assert ("carla", "handover_accepted", given.id) not in await world.written()


async def test_an_incident_that_is_resolved_meanwhile_holds_up_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.open(1, "anna")
    given = await world.desk.give("anna")

    async def too_late(incident_id: str, _by: str) -> Incident:
        raise IncidentResolvedError(incident_id)

    monkeypatch.setattr(world.desk, "_take_over", too_late)
    accepted, taken = await world.desk.accept(given.id, "boris", take_over=True)
    assert (accepted.stage, taken) == (Stage.ACCEPTED, [])


async def test_an_unknown_one_is_refused_and_leaves_no_entry(world: World) -> None:
    with pytest.raises(HandoverUnknownError):
        await world.desk.accept("nothing", "boris", take_over=True)
    assert await world.entries() == []


async def test_the_note_is_sealed_in_the_file_and_in_no_entry(world: World) -> None:
    await world.desk.save("Wang Xiulan fell again", "anna")
    await world.desk.give("anna")
    await world.desk.page("boris")
    await world.database.close()
    files = [path for path in world.path.parent.glob("smart_community.db*") if path.is_file()]
    assert files
    assert not any(b"Xiulan" in path.read_bytes() for path in files)


async def test_the_note_is_emptied_30_days_after_it_was_accepted_and_who_handed_over_stays(world: World) -> None:
    old = await world.desk.give("anna", "Wang Xiulan fell again")
    accepted, _ = await world.desk.accept(old.id, "boris", take_over=False)
    # What nobody has accepted may still be needed, however old it is, and so may a draft.
    waits = await world.desk.give("anna", "The lift is out of order")
    draft = await world.desk.save("Wang Xiulan is back", "boris")

    async def stored() -> list[Handover | None]:
        ids = (old.id, waits.id, draft.id)
        return await world.database.read(lambda c: [handovers.find(c, world.database.vault, one) for one in ids])

    world.now += timedelta(days=30)
    await world.desk.forget_notes()
    assert await stored() == [accepted, waits, draft]
    world.now += timedelta(seconds=1)
    for _ in range(2):
        await world.desk.forget_notes()
        assert await stored() == [replace(accepted, note=""), waits, draft]
    emptied = [entry.note for entry in await world.entries() if entry.note.action == "handover_notes_erased"]
    assert [(note.actor, note.subject, note.details) for note in emptied] == [("system", "", {"handovers": [old.id]})]


async def test_an_accepted_hand_over_leaves_the_page_after_a_day(world: World) -> None:
    given = await world.desk.give("anna", "note")
    await world.desk.accept(given.id, "boris", take_over=False)
    assert len((await world.desk.page("boris")).accepted) == 1
    world.now += timedelta(hours=25)
    page = await world.desk.page("boris")
    assert (page.accepted, replace(page, accepted=()).handovers) == ((), ())


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.GRID_WORKER, False),
        (Role.AUDITOR, False),
        (Role.DUTY_ROOM, True),
        (Role.COMMUNITY_OFFICE, True),
        (Role.TECHNICIAN, True),
    ],
)
async def test_a_handover_is_for_those_of_the_same_role_and_for_the_office_and_technicians(
    world: World, role: Role, *, may: bool
) -> None:
    # A role that makes nobody a responder is not shared.
    world.roles["anna"] = frozenset({Role.DUTY_ROOM, Role.AUDITOR})
    world.roles["boris"] = frozenset({role, Role.AUDITOR})
    world.open(1, "anna")
    given = await world.desk.give("anna", "Li Hua was told to rest")
    waits = (await world.desk.page("boris")).waiting
    assert [one.id for one in waits] == ([given.id] if may else [])
    if may:
        _, taken = await world.desk.accept(given.id, "boris", take_over=True)
        assert [incident.id for incident in taken] == ["i1"]
        return
    with pytest.raises(HandoverUnknownError):
        await world.desk.accept(given.id, "boris", take_over=True)
    assert world.active["i1"].acknowledged_by == "anna"
    assert await world.written() == [("anna", "handover_given", "")]
    await world.desk.accept(given.id, "carla", take_over=False)
    assert (await world.desk.page("boris")).accepted == ()


async def test_the_handover_of_an_account_that_is_gone_is_for_the_office(world: World) -> None:
    given = await world.desk.give("anna")
    world.roles |= {"anna": frozenset(), "carla": frozenset({Role.COMMUNITY_OFFICE})}
    assert (await world.desk.page("boris")).waiting == ()
    assert (await world.desk.accept(given.id, "carla", take_over=False))[0].accepted_by == "carla"
