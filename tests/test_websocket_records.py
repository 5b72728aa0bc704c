"""The record over the websocket: calls back, copies that leave, hand-overs, and the journal, as those who use them."""

import hashlib
import json
import sqlite3
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
from sqlalchemy import text

from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.fault import FaultCause
from custom_components.smart_community.core.incident import Incident, Kind, Resolution
from custom_components.smart_community.core.journal import Entry
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.issues import JOURNAL_ISSUE
from custom_components.smart_community.kept_apart import KeptApart
from custom_components.smart_community.store import journal as stored_journal
from tests.conftest import Community
from tests.people import Person, logged, person

PEOPLE: dict[str, Any] = {
    "household": "Li Hua",
    "note": "hard of hearing",
    "access": "key safe by the door",
    "contacts": [{"name": "Li Na", "phone": "13800000000", "relation": "daughter"}],
}
NAMES = ("Li Hua", "hard of hearing", "key safe by the door", "Li Na", "13800000000")


@pytest.fixture
async def duty(community: Community, hass_ws_client: WebSocketGenerator) -> Person:
    """Return somebody in the duty room, logged in."""
    return await person(community, hass_ws_client, Role.DUTY_ROOM)


@pytest.fixture
async def auditor(community: Community, hass_ws_client: WebSocketGenerator) -> Person:
    """Return an auditor, logged in."""
    return await person(community, hass_ws_client, Role.AUDITOR)


async def opened(community: Community) -> Incident:
    """Open an alarm in a home with people in it."""
    home = await community.home(**PEOPLE)
    place = await community.runtime.directory.place_of_home(home)
    assert place is not None
    return await community.runtime.response.open(Kind.HELP, by="test", place=place)


async def newest(community: Community, by: str) -> Entry:
    """Return the newest entry of somebody's; what the house does by itself may come in between."""
    entries = await community.runtime.database.read(lambda c: stored_journal.page(c, before=None, limit=20))
    return next(entry for entry in entries if entry.note.actor == by)


# A call to the home.


async def test_a_call_to_the_home_is_in_the_timeline_with_what_was_said(community: Community, duty: Person) -> None:
    incident = await opened(community)
    shown = (
        await duty.result(
            "incidents/call_back", incident_id=incident.id, outcome="reached", note="She only wanted to try it"
        )
    )["incident"]
    assert [(entry["what"], entry.get("text")) for entry in shown["timeline"][-2:]] == [
        ("called_back", "reached"),
        ("note", "She only wanted to try it"),
    ]
    assert shown["timeline"][-1]["by"] == duty.user.id
    assert shown["state"] == "open"
    await duty.result("incidents/call_back", incident_id=incident.id, outcome="no_answer")
    assert (await newest(community, duty.user.id)).note.action == "incident_called_back"


async def test_what_is_no_outcome_is_refused_and_not_repeated_in_the_log(
    community: Community, duty: Person, caplog: pytest.LogCaptureFixture
) -> None:
    incident = await opened(community)
    answer = await duty.error("incidents/call_back", incident_id=incident.id, outcome="perhaps")
    assert answer["code"] == "invalid_format"
    answer = await duty.error("incidents/call_back", incident_id=incident.id, outcome="reached", note="x" * 1001)
    assert answer["code"] == "text_too_long"
    await duty.error("incidents/call_back", incident_id=incident.id, outcome="reached", note=["Li Hua"])
    assert "Li Hua" not in logged(caplog)


async def test_a_call_after_the_end_is_refused(community: Community, duty: Person) -> None:
    incident = await opened(community)
    await community.runtime.response.resolve(incident.id, "test", Resolution.REAL)
    answer = await duty.error("incidents/call_back", incident_id=incident.id, outcome="reached")
    assert answer["code"] == "incident_resolved"


# The copy.


@pytest.mark.parametrize("language", [None, "en", "zh-Hans"])
async def test_a_copy_of_an_open_incident_is_whole_and_proves_itself(
    community: Community, duty: Person, language: str | None
) -> None:
    incident = await opened(community)
    await duty.result("incidents/note", incident_id=incident.id, text="The door is <b>open</b>")
    asked = {} if language is None else {"language": language}
    copy = await duty.result("incidents/export", incident_id=incident.id, **asked)
    assert hashlib.sha256(copy["json"].encode()).hexdigest() == copy["sha256"]
    assert copy["sha256"] in copy["html"]
    entry = await newest(community, duty.user.id)
    assert (entry.note.actor, entry.note.action, entry.note.subject) == (duty.user.id, "incident_exported", incident.id)
    assert entry.note.details == {"sha256": copy["sha256"], "people": True, "words": True}

    content = json.loads(copy["json"])
    assert content["incident"]["number"] == incident.number
    assert content["home"]["household"] == "Li Hua"
    assert content["journal"]["seq"] == entry.seq - 1
    assert content["story"][0]["what"] == "opened"
    assert {line["what"] for line in content["story"]} >= {"opened", "note", "queued"}
    for name in NAMES:
        assert name in copy["html"]
    assert "The door is &lt;b&gt;open&lt;/b&gt;" in copy["html"]
    assert f'<html lang="{language or "en"}">' in copy["html"]
    assert ("事件 #1：求助报警" in copy["html"]) == (language == "zh-Hans") or "求助" in copy["html"]


async def test_the_copy_of_an_ended_incident_holds_no_people(community: Community, duty: Person) -> None:
    """Law 6 of the domain: name, contacts and notes of a household only while the incident is open."""
    incident = await opened(community)
    await duty.result("incidents/note", incident_id=incident.id, text="Helped up")
    await duty.result("incidents/resolve", incident_id=incident.id, resolution="real")
    copy = await duty.result("incidents/export", incident_id=incident.id)
    assert not any(name in copy["json"] + copy["html"] for name in NAMES)
    assert "Helped up" in copy["html"]
    assert duty.user.name in copy["html"]
    assert (await newest(community, duty.user.id)).note.details["people"] is False


async def test_an_auditors_copy_holds_no_people_and_nobodys_words(
    community: Community, duty: Person, auditor: Person
) -> None:
    incident = await opened(community)
    await duty.result("incidents/note", incident_id=incident.id, text="Li Hua fell again")
    await duty.result("incidents/call_back", incident_id=incident.id, outcome="no_answer", note="Li Na will come")
    copy = await auditor.result("incidents/export", incident_id=incident.id)
    assert not any(name in copy["json"] + copy["html"] for name in NAMES)
    whats = [line["what"] for line in json.loads(copy["json"])["story"]]
    assert {"note", "called_back"} <= set(whats)


async def test_no_copy_without_its_entry(community: Community, duty: Person) -> None:
    incident = await opened(community)
    with patch.object(community.runtime.saver, "write", side_effect=StoreError(StoreFailure.FULL)):
        answer = await duty.error("incidents/export", incident_id=incident.id)
    assert answer["code"] == "store_failed"
    assert (await duty.error("incidents/export", incident_id="nothing"))["code"] == "incident_unknown"


async def test_no_personal_data_of_a_copy_is_in_log_or_journal(
    community: Community, duty: Person, caplog: pytest.LogCaptureFixture
) -> None:
    incident = await opened(community)
    await duty.result("incidents/export", incident_id=incident.id)
    entries = await community.runtime.database.read(lambda c: stored_journal.entries_after(c, 0, 1000))
    said = json.dumps([entry.note.details for entry in entries], ensure_ascii=False) + logged(caplog)
    assert not any(name in said for name in NAMES)


# A shift hands over.


async def test_a_shift_hands_over(community: Community, duty: Person, hass_ws_client: WebSocketGenerator) -> None:
    next_one = await person(community, hass_ws_client, Role.DUTY_ROOM, Role.COMMUNITY_OFFICE)
    incident = await opened(community)
    await duty.result("incidents/acknowledge", incident_id=incident.id)
    await duty.result("shift/handover/save", note="Li Hua was told to rest")
    draft = (await duty.result("shift/handover/get"))["draft"]
    assert (draft["note"], draft["stage"], draft["author"]) == ("Li Hua was told to rest", "draft", duty.user.id)

    given = (await duty.result("shift/handover/give"))["handover"]
    assert (given["stage"], given["incidents"]) == ("given", [incident.id])
    page = await next_one.result("shift/handover/get")
    (waiting,) = page["waiting"]
    assert (waiting["note"], waiting["still_owned"]) == ("Li Hua was told to rest", [incident.id])
    assert [(one["id"], one["acknowledged_by"]) for one in page["open"]] == [(incident.id, duty.user.id)]
    assert page["people"] == {duty.user.id: duty.user.name}
    assert (await duty.error("shift/handover/accept", handover_id=given["id"]))["code"] == "handover_own"

    answer = await next_one.result("shift/handover/accept", handover_id=given["id"], take_over=True)
    assert (answer["handover"]["stage"], answer["taken_over"]) == ("accepted", [incident.id])
    assert community.runtime.response.active[incident.id].acknowledged_by == next_one.user.id
    again = await duty.error("shift/handover/accept", handover_id=given["id"])
    assert again["code"] == "handover_accepted"
    assert (await duty.error("shift/handover/accept", handover_id="nothing"))["code"] == "handover_unknown"


async def test_a_hand_over_that_is_too_long_is_refused(community: Community, duty: Person) -> None:
    for command in ("shift/handover/save", "shift/handover/give"):
        assert (await duty.error(command, note="x" * 10_001))["code"] == "text_too_long"


# The journal.


async def written(community: Community) -> None:
    """Write what an auditor looks for."""
    for home in ("h1", "h2", "h1"):
        await community.runtime.note("anna", "home_viewed", home)
    await community.runtime.note("boris", "home_viewed", "h1")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"actor": "anna"}, [("anna", "h1"), ("anna", "h2"), ("anna", "h1")]),
        ({"subject": "h1"}, [("boris", "h1"), ("anna", "h1"), ("anna", "h1")]),
        ({"actor": "anna", "subject": "h2"}, [("anna", "h2")]),
        ({"action": "home_viewed", "limit": 2}, [("boris", "h1"), ("anna", "h1")]),
        ({"actor": "carla"}, []),
    ],
)
async def test_the_journal_is_searched(
    community: Community,
    auditor: Person,
    filters: dict[str, Any],
    found: list[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # In steps that are shorter than what there is.
    monkeypatch.setattr(stored_journal, "WINDOW", 2)
    await written(community)
    entries = (await auditor.result("journal/search", **filters))["entries"]
    assert [(entry["actor"], entry["subject"]) for entry in entries] == found
    note = (await newest(community, auditor.user.id)).note
    assert (note.actor, note.action, note.details["found"]) == (auditor.user.id, "journal_searched", len(found))


async def test_a_search_by_time_and_its_next_page(community: Community, auditor: Person) -> None:
    before = community.runtime.clock().utc
    await written(community)
    after = community.runtime.clock().utc + timedelta(seconds=1)
    within = {"from": before.isoformat(), "to": after.isoformat(), "action": "home_viewed"}
    entries = (await auditor.result("journal/search", **within))["entries"]
    assert len(entries) == 4
    page = await auditor.result("journal/search", **within, before=entries[1]["seq"])
    assert page["entries"] == entries[2:]
    assert (await auditor.result("journal/search", **{"from": after.isoformat()}))["entries"] == []
    for wrong in ("yesterday", "2026-11-23T08:00:00"):
        answer = await auditor.error("journal/search", **{"from": wrong})
        assert (answer["code"], answer["translation_placeholders"]) == ("time_invalid", {"time": wrong})


async def test_a_name_that_somebody_searches_for_does_not_get_into_the_journal(
    community: Community, auditor: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await auditor.result("journal/search", subject="Li Hua")
    assert (await newest(community, auditor.user.id)).note.details["filters"] == {"subject": ""}
    await auditor.error("journal/search", actor=["Li Hua"])
    assert "Li Hua" not in logged(caplog)


async def test_a_whole_journal_is_verified_by_command_and_by_action(community: Community, auditor: Person) -> None:
    await written(community)
    verdict = await auditor.result("journal/verify")
    assert (verdict["intact"], verdict["broken_at"]) == (True, None)
    answer = await auditor.act("verify_journal", respond=True)
    assert answer["result"]["response"]["checked"] == verdict["checked"] + 1


async def test_a_journal_that_was_changed_is_a_fault_and_a_repair_that_a_person_ends(
    hass: HomeAssistant, community: Community, auditor: Person
) -> None:
    await written(community)
    await community.runtime.database.bulk(
        lambda connection: connection.execute(text("UPDATE journal SET actor = 'nobody' WHERE seq = 2"))
    )
    verdict = await auditor.result("journal/verify")
    assert (verdict["intact"], verdict["broken_at"], verdict["breaks"]) == (False, 2, [2])
    issue = ir.async_get(hass).async_get_issue(DOMAIN, JOURNAL_ISSUE)
    assert issue is not None
    assert issue.translation_placeholders == {"entry": "2"}
    key = (FaultCause.JOURNAL_BROKEN, "journal")
    assert key in community.runtime.faults.present

    await community.runtime.records.watch.take_note("technician")
    assert ir.async_get(hass).async_get_issue(DOMAIN, JOURNAL_ISSUE) is None
    assert key not in community.runtime.faults.present
    assert (await newest(community, "technician")).note.details == {"breaks": [2], "cut_at": None}


# What is kept apart from the database.


async def test_numbers_go_on_although_the_database_was_lost(hass: HomeAssistant, community: Community) -> None:
    runtime = community.runtime
    for number in range(3):
        await runtime.response.open(Kind.OTHER, by="test", device=f"device-{number}")
    await hass.async_block_till_done(wait_background_tasks=True)
    given = max(incident.number for incident in runtime.response.active.values())
    await community.settle(
        lambda: runtime.records.kept._kept == {**(runtime.records.kept._kept or {}), "number": given}
    )
    # As after a start at which nothing could be read.
    runtime.response._next_number = 1
    runtime.response.number_from(await KeptApart(hass).number())
    assert (await runtime.response.open(Kind.OTHER, by="test", device="another")).number == given + 1


async def test_a_file_apart_that_cannot_be_read_keeps_no_press_from_anybody(
    hass: HomeAssistant, community: Community, caplog: pytest.LogCaptureFixture
) -> None:
    kept = KeptApart(hass)
    with patch.object(kept._store, "async_load", side_effect=OSError("gone")):
        assert await kept.number() == 0
    assert await kept.head() is None
    assert "cannot be read" in caplog.text


async def test_numbers_go_on_while_the_database_cannot_be_read_at_a_start(
    hass: HomeAssistant, community: Community
) -> None:
    first = await community.runtime.response.open(Kind.HELP, by="test")
    await hass.async_block_till_done(wait_background_tasks=True)
    given = max(incident.number for incident in community.runtime.response.active.values())
    assert await hass.config_entries.async_unload(community.entry.entry_id)
    with sqlite3.connect(community.runtime.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert await hass.config_entries.async_setup(community.entry.entry_id)
    runtime = community.entry.runtime_data
    assert not runtime.loaded
    again = await runtime.response.open(Kind.HELP, by="test")
    assert (again.unsaved, again.number) == (True, given + 1)
    assert again.id != first.id
