"""One household's own say: consent, pause, leave, a copy of everything, and erasure."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Select, select, update

from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.consent import Purpose
from custom_components.smart_community.core.delivery import Audience, Delivery
from custom_components.smart_community.core.handover import Handover
from custom_components.smart_community.core.incident import Kind, Resolution, noted, resolved
from custom_components.smart_community.core.incident import opened as opened_incident
from custom_components.smart_community.core.people import HouseholdStatus
from custom_components.smart_community.core.ports import IncidentChange, StoreError
from custom_components.smart_community.core.register_form import RegisterError
from custom_components.smart_community.store import handovers, incidents, register, schema, traces
from tests.desks.register_world import SHEET, Community, opened

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLANTED = ("Li Hua", "oxygen", "Li Na", "13800138000", "planted")


@pytest.fixture
async def community(tmp_path: Path) -> AsyncIterator[Community]:
    async with opened(tmp_path) as community:
        yield community


def rows_of(query: Select[Any], connection: Connection) -> list[Any]:
    return list(connection.execute(query))


async def home_of(community: Community) -> str:
    """Import the homes and return the id of the first."""
    await community.desk.sheets.import_sheet(SHEET, dry_run=False, by="office")
    return (await community.doors())["3", "1", "101"]


async def incident_of(community: Community, home: str, number: int = 1) -> str:
    """Write an incident of a home that is resolved, with what staff wrote on it, and return its id."""
    started = opened_incident(
        f"i{number}", number, Kind.HELP, NOON, place=Place("b", home=home), by="x", text="pressed"
    )
    said = noted(started, NOON, "worker", "planted: Li Hua is in the bath")
    done = resolved(said, NOON + timedelta(minutes=9), "worker", Resolution.REAL, "planted: Li Na was there")
    push = Delivery(done.id, "user:w", Audience.DUTY_ROOM, 1, 1, "mobile_app", NOON, "n", text="planted: to Li Hua")
    await community.database.commit([IncidentChange(None, done), push])
    return done.id


async def test_the_newest_word_counts_and_none_is_lost(community: Community) -> None:
    desk, home = community.desk, await home_of(community)
    for given in (True, False, True):
        await desk.households.consent(home, Purpose.FACE, "office", given=given, text_version="2026-11", note="planted")
    await desk.households.consent(home, Purpose.PICTURES, "office", given=False, text_version="2026-11")
    shown = (await desk.home(home, "office")).as_dict()["consents"]
    assert [(one["purpose"], one["given"], one["allows"], one["note"]) for one in shown] == [
        ("face", True, True, "planted"),
        ("pictures", False, False, ""),
    ]
    told = await desk.households.export(home, "office")
    assert [one["given"] for one in told["consents"]] == [True, False, True, False]
    notes = [note for note in await community.notes() if note.action == "consent_saved"]
    assert [(note.actor, note.subject) for note in notes] == [("office", home)] * 4
    assert dict(notes[0].details) == {"purpose": "face", "given": True, "text_version": "2026-11"}


async def test_the_note_of_a_consent_is_sealed(community: Community) -> None:
    home = await home_of(community)
    await community.desk.households.consent(home, Purpose.FACE, "office", given=True, text_version="1", note="planted")
    (stored,) = await community.database.read(lambda c: list(c.execute(select(schema.consents.c.note)).scalars()))
    assert stored.startswith("v1.")
    assert "planted" not in stored


async def test_a_word_of_consent_says_which_text(community: Community) -> None:
    home = await home_of(community)
    households = community.desk.households
    for version, note, code in (("", "", "missing_value"), ("1", "x" * 2001, "too_long")):
        with pytest.raises(RegisterError) as caught:
            await households.consent(home, Purpose.FACE, "office", given=True, text_version=version, note=note)
        assert caught.value.code == code
    with pytest.raises(RegisterError) as caught:
        await households.consent("nothing", Purpose.FACE, "office", given=True, text_version="1")
    assert caught.value.code == "home_unknown"


async def test_a_household_pauses_resumes_and_leaves(community: Community) -> None:
    desk, home = community.desk, await home_of(community)
    await desk.households.consent(home, Purpose.ABNORMAL_LIFE, "office", given=True, text_version="1")
    seen = []
    for status in (HouseholdStatus.PAUSED, HouseholdStatus.ACTIVE, HouseholdStatus.LEFT, HouseholdStatus.ACTIVE):
        assert await desk.households.set_status(home, status, "office") == ()
        shown = (await desk.home(home, "office")).as_dict()
        assert (shown["status"], shown["household"]) == (status.value, "Li Hua")
        seen.append([one["allows"] for one in shown["consents"]])
    # A pause stops it and resuming brings it back; leaving takes it back for good.
    assert seen == [[False], [True], [False], [False]]
    actions = [action for _, action, subject in await community.actions() if subject == home]
    assert [one for one in actions if one.startswith("household")] == [
        "household_paused",
        "household_resumed",
        "household_left",
        "household_resumed",
    ]


async def test_an_import_leaves_the_status_as_it_is(community: Community) -> None:
    desk, home = community.desk, await home_of(community)
    await desk.households.set_status(home, HouseholdStatus.PAUSED, "office")
    await desk.sheets.import_sheet(SHEET.replace("oxygen", "none"), dry_run=False, by="office")
    shown = await desk.home(home, "office")
    assert (shown.household.note, shown.household.status) == ("none", HouseholdStatus.PAUSED)


async def test_nobody_outside_the_staff_is_told_of_a_home_that_has_left(community: Community) -> None:
    desk, home = community.desk, await home_of(community)

    async def contacts() -> int:
        found = await community.database.read(lambda c: register.find_home_to_tell(community.database.vault, home, c))
        assert found is not None
        return len(found[1])

    assert await contacts() == 1
    await desk.households.set_status(home, HouseholdStatus.PAUSED, "office")
    assert await contacts() == 1
    await desk.households.set_status(home, HouseholdStatus.LEFT, "office")
    assert await contacts() == 0


async def test_everything_about_one_household_and_about_no_other(community: Community) -> None:
    desk, home = community.desk, await home_of(community)
    other = (await community.doors())["3", "1", "102"]
    await desk.households.consent(home, Purpose.FACE, "office", given=True, text_version="1")
    await incident_of(community, home)
    await incident_of(community, other, 2)
    await desk.home(home, "worker")
    told = await desk.households.export(home, "duty")
    assert json.loads(json.dumps(told)) == told
    assert told["home"]["household"] == "Li Hua"
    assert [one["id"] for one in told["incidents"]] == ["i1"]
    assert told["incidents"][0]["timeline"][1]["text"].startswith("planted")
    assert [one["recipient"] for one in told["incidents"][0]["deliveries"]] == ["user:w"]
    assert [(one["actor"], one["action"]) for one in told["journal"]] == [
        ("office", "consent_saved"),
        ("worker", "home_viewed"),
    ]
    assert "Wu Jun" not in str(told)
    assert ("duty", "household_exported", home) in await community.actions()
    community.refuse = bool
    with pytest.raises(StoreError):
        await desk.households.export(home, "duty")


async def test_erasing_takes_every_person_away_and_says_what_is_kept(community: Community) -> None:
    desk, home = community.desk, await home_of(community)
    await desk.households.consent(home, Purpose.FACE, "office", given=True, text_version="1", note="planted")
    incident = await incident_of(community, home)
    await desk.sheets.import_sheet(SHEET.replace("oxygen", "planted"), dry_run=False, by="office")
    before = await community.notes()
    told = await desk.households.erase(home, "office")
    # Given, and taken back by the erasure.
    assert told == {"kept": {"incidents": 1, "consents": 2, "handover_notes": 0, "journal": True}, "devices": []}
    left = json.dumps(await desk.households.export(home, "office"))
    assert not any(planted in left for planted in PLANTED)
    card = (await desk.home(home, "office")).as_dict()
    assert (card["number"], card["household"], card["contacts"], card["status"]) == ("101", "", [], "active")
    assert [(one["given"], one["allows"]) for one in card["consents"]] == [(False, False)]
    # That there was an incident, when, and who came, stays; so does every entry of the journal.
    vault = community.database.vault
    kept = await community.database.read(lambda c: incidents.find(c, vault, incident))
    assert kept is not None
    assert (kept.number, kept.resolution, kept.acknowledged_by) == (1, Resolution.REAL, "worker")
    assert (await community.notes())[: len(before)] == before
    # In no generation, so that no undo brings anybody back.
    for table in (schema.households, schema.residents, schema.contacts):
        query = select(table).where(table.c.home == home)
        assert await community.database.read(partial(rows_of, query)) == []


async def test_nothing_is_erased_while_somebody_may_be_on_the_way(community: Community) -> None:
    desk, home = community.desk, await home_of(community)
    community.incidents[home] = 1042
    with pytest.raises(RegisterError) as caught:
        await desk.households.erase(home, "office")
    assert (caught.value.code, caught.value.placeholders) == ("incident_active", {"number": "1042"})
    assert (await desk.home(home, "office")).household.name == "Li Hua"
    del community.incidents[home]
    await desk.households.erase(home, "office")


async def test_an_erasure_says_how_many_notes_of_hand_overs_may_still_name_the_people(community: Community) -> None:
    home, vault = await home_of(community), community.database.vault
    for number, note in enumerate(("Li Hua fell again", "", "all quiet")):
        handover = Handover(f"h{number}", "anna", NOON, NOON, note)
        await community.database.bulk(partial(handovers.save, vault=vault, handover=handover))
    assert (await community.desk.households.erase(home, "office"))["kept"]["handover_notes"] == 2


async def test_an_erasure_that_fails_can_be_done_again(community: Community) -> None:
    desk, home = community.desk, await home_of(community)
    await incident_of(community, home)
    community.refuse = bool
    with pytest.raises(StoreError):
        await desk.households.erase(home, "office")
    assert await desk.home_without_look(home) if hasattr(desk, "home_without_look") else True
    community.refuse = lambda _records: False
    assert (await desk.households.erase(home, "office"))["kept"]["incidents"] == 1


async def test_people_are_found_and_only_how_many_is_written_down(community: Community) -> None:
    desk, home = community.desk, await home_of(community)
    assert await desk.find_people("li HUA", "duty") == [home]
    assert await desk.find_people("Li Na", "duty") == [home]
    assert await desk.find_people("138-0013", "duty") == [home]
    # Two digits are in half the phones.
    assert await desk.find_people("13", "duty") == []
    assert await desk.find_people("nobody", "duty") == []
    page = await desk.homes(among=[home])
    assert ([found.id for found, _ in page.homes], page.total) == ([home], 1)
    searches = [note for note in await community.notes() if note.action == "people_searched"]
    assert [(note.actor, note.subject, dict(note.details)) for note in searches] == [
        ("duty", "", {"found": found}) for found in (1, 1, 1, 0, 0)
    ]
    community.refuse = bool
    with pytest.raises(StoreError):
        await desk.find_people("Li", "duty")


async def test_grids_are_kept_by_hand_and_by_import(community: Community) -> None:
    desk = community.desk
    east = await desk.save_grid(grid_id=None, name="East", worker="w1", deputy=None, by="office")
    assert (east.worker, east.deputy) == ("w1", "")
    await desk.save_grid(grid_id=east.id, name=None, worker=None, deputy="w2", by="office")
    sheet = "building,home,grid\n1,101,EAST\n1,102,West\n1,103,\n"
    await desk.sheets.import_sheet(sheet, dry_run=False, by="office")
    cards = await desk.grids()
    assert [(card.grid.name, card.grid.worker, card.grid.deputy, card.homes) for card in cards] == [
        ("East", "w1", "w2", 1),
        ("West", "", "", 1),
    ]
    homes = {home.number: home.grid for home, _ in (await desk.homes()).homes}
    assert homes == {"101": east.id, "102": cards[1].grid.id, "103": None}
    for fields, code in (
        ({"grid_id": "nothing", "name": None}, "grid_unknown"),
        ({"grid_id": None, "name": " "}, "missing_value"),
        ({"grid_id": None, "name": "west"}, "grid_exists"),
        ({"grid_id": None, "name": "x" * 201}, "too_long"),
    ):
        with pytest.raises(RegisterError) as caught:
            await desk.save_grid(**fields, worker=None, deputy=None, by="office")
        assert caught.value.code == code
    await desk.save_home({"id": next(home.id for home, _ in (await desk.homes()).homes), "grid": ""}, "office")
    assert [card.homes for card in await desk.grids()] == [0, 1]


async def test_incidents_of_a_home_are_found_however_many_there_are(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traces, "_INCIDENTS_A_READ", 3)
    home = await home_of(community)
    for number in range(1, 11):
        await incident_of(community, home if number % 2 else "another", number)
    told = await community.desk.households.export(home, "office")
    assert [one["number"] for one in told["incidents"]] == [1, 3, 5, 7, 9]
    assert (await community.desk.households.erase(home, "office"))["kept"]["incidents"] == 5
    other = await community.database.read(lambda c: incidents.find(c, community.database.vault, "i2"))
    assert other is not None
    assert other.timeline[1].text == "planted: Li Hua is in the bath"


async def test_contacts_that_are_damaged_keep_no_alarm_from_the_staff(community: Community) -> None:
    home = await home_of(community)
    for value in ("v1.00000000.AAAA", "v1.nonsense", "never sealed"):
        damage = update(schema.contacts).values(name=value, phone=value)
        await community.database.bulk(partial(Connection.execute, statement=damage))
        found = await community.database.read(lambda c: register.find_home_to_tell(community.database.vault, home, c))
        assert found is not None
        assert found[1] == ()
