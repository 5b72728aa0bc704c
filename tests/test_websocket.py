"""The websocket commands about incidents: what is shown to whom, as it changes, and what a person does about it."""

import asyncio
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import async_mock_service
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.delivery import DeliveryState
from custom_components.smart_community.core.incident import Incident, Kind, Resolution, Severity
from custom_components.smart_community.core.journal import Entry
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.incident_lookup import story_of, wire_active
from custom_components.smart_community.store import journal as stored_journal
from tests.conftest import Community
from tests.people import Person, logged, person

PEOPLE = {
    "household": "Li Hua",
    "note": "hard of hearing",
    "access": "key safe by the door",
    "contacts": [{"name": "Li Na", "phone": "13800000000", "relation": "daughter"}],
}
RESPONDERS = [Role.TECHNICIAN, Role.DUTY_ROOM, Role.GRID_WORKER, Role.COMMUNITY_OFFICE]


@pytest.fixture
async def worker(community: Community, hass_ws_client: WebSocketGenerator) -> Person:
    """Return a grid worker, logged in."""
    return await person(community, hass_ws_client, Role.GRID_WORKER)


async def opened(community: Community, kind: Kind = Kind.OTHER, **fields: Any) -> Incident:
    return await community.runtime.response.open(kind, by="test", **fields)


async def at_home(community: Community, number: str = "101") -> tuple[Incident, str]:
    """Open an incident in a home with people in it; return it with the home's id."""
    home = await community.home(number, **PEOPLE)
    place = await community.runtime.directory.place_of_home(home)
    return await opened(community, Kind.HELP, place=place), home


async def journal(community: Community) -> list[Entry]:
    """Return the newest entries, newest first."""
    return await community.runtime.database.read(lambda c: stored_journal.page(c, before=None, limit=50))


def handed_over(community: Community, incident_id: str) -> bool:
    """Return whether all that an incident told has been taken."""
    return {one.state for one in community.runtime.pager.ledger(incident_id).values()} == {DeliveryState.HANDED_OVER}


async def next_step(who: Person) -> dict[str, Any]:
    """Return the next event that is not about who was told."""
    while (event := await who.event()).get("change") == "deliveries":
        pass
    return event


def failing(community: Community) -> Any:
    """Let the register be unreadable."""
    return patch.object(community.runtime.database, "read", side_effect=StoreError(StoreFailure.LOCKED))


# What is shown.


async def test_me(community: Community, worker: Person) -> None:
    assert await worker.result("me") == {
        "user_id": worker.user.id,
        "name": worker.user.name,
        "roles": ["grid_worker"],
    }


async def test_who_subscribes_gets_what_is_there_and_then_what_changes(
    community: Community, hass_ws_client: WebSocketGenerator, worker: Person
) -> None:
    async_mock_service(community.hass, "notify", "worker")
    await community.runtime.register.save_staff(worker.user.id, [Role.GRID_WORKER], ["notify.worker"], "test")
    first = await opened(community)
    await community.settle(lambda: handed_over(community, first.id))
    answer = await worker.ask("incidents/subscribe")
    assert (answer["success"], answer["result"]) == (True, None)
    first = community.runtime.response.active[first.id]
    assert await worker.event() == {"type": "snapshot", "incidents": [wire_active(community.runtime, first)]}

    await community.button("button-1")
    community.link.press("button-1", 1)
    event = await next_step(worker)
    assert (event["type"], event["change"], event["incident"]["kind"]) == ("change", "opened", "help")
    incident_id = event["incident"]["id"]
    # Whoever looks sees at once whom it tells, and hears of each later change.
    (delivery,) = event["incident"]["deliveries"]
    assert (delivery["recipient"], delivery["state"]) == (f"user:{worker.user.id}", "handed_over")
    while (event := await worker.event())["incident"]["id"] != incident_id:
        assert event["change"] == "deliveries"
    assert (event["change"], event["incident"]["deliveries"]) == ("deliveries", [delivery])
    assert event["incident"] == wire_active(community.runtime, community.runtime.response.active[incident_id])
    community.link.press("button-1", 2)
    assert (await next_step(worker))["change"] == "again"
    await worker.result("incidents/acknowledge", incident_id=incident_id)
    assert (await next_step(worker))["change"] == "acknowledged"
    await worker.result("incidents/resolve", incident_id=incident_id, resolution="test")
    event = await next_step(worker)
    assert (event["change"], event["incident"]["state"]) == ("resolved", "resolved")

    late = await person(community, hass_ws_client, Role.DUTY_ROOM)
    await late.ask("incidents/subscribe")
    assert (await late.event())["incidents"] == [wire_active(community.runtime, first)]


async def test_a_subscription_ends_when_it_is_ended(community: Community, worker: Person) -> None:
    subscription = (await worker.ask("incidents/subscribe"))["id"]
    await worker.event()
    assert (await worker.send({"type": "unsubscribe_events", "subscription": subscription}))["success"]
    await opened(community)
    await worker.result("me")
    assert not worker.events


async def test_a_role_that_is_taken_away_stops_the_messages(community: Community, worker: Person) -> None:
    await worker.ask("incidents/subscribe")
    await worker.event()
    await community.runtime.register.save_staff(worker.user.id, [], None, "test")
    await opened(community)
    assert (await worker.error("me"))["code"] == "unauthorized"
    assert not worker.events

    await community.runtime.register.save_staff(worker.user.id, [Role.AUDITOR], None, "test")
    await opened(community, Kind.CROWDING)
    assert (await worker.event())["incident"]["kind"] == "crowding"


async def test_a_subscription_lives_on_through_a_reload(
    hass: HomeAssistant, community: Community, worker: Person
) -> None:
    await worker.ask("incidents/subscribe")
    await worker.event()
    assert await hass.config_entries.async_reload(community.entry.entry_id)
    await community.entry.runtime_data.response.open(Kind.OTHER, by="test")
    assert (await worker.event())["change"] == "opened"


async def test_the_most_urgent_comes_first(community: Community, worker: Person) -> None:
    taken = await opened(community, Kind.HELP)
    await community.runtime.response.acknowledge(taken.id, "test")
    normal = await opened(community, Kind.OTHER)
    high = await opened(community, Kind.CROWDING)
    critical = await opened(community, Kind.SMOKE)
    newer = await opened(community, Kind.GAS)
    order = [critical.id, newer.id, high.id, normal.id, taken.id]

    listed = (await worker.result("incidents/list", state="active"))["incidents"]
    assert [incident["id"] for incident in listed] == order
    await worker.ask("incidents/subscribe")
    assert [incident["id"] for incident in (await worker.event())["incidents"]] == order


async def test_the_list_is_paged_newest_first(community: Community, worker: Person) -> None:
    numbers = []
    for device in range(5):
        incident = await opened(community, device=f"d{device}")
        numbers.append(incident.number)
    await community.runtime.response.resolve(incident.id, "test", Resolution.TEST)

    async def listed(**wanted: Any) -> list[int]:
        return [found["number"] for found in (await worker.result("incidents/list", **wanted))["incidents"]]

    assert await listed() == numbers[::-1]
    assert await listed(limit=2) == numbers[:-3:-1]
    assert await listed(limit=2, before=numbers[3]) == [numbers[2], numbers[1]]
    assert await listed(state="resolved") == [numbers[4]]
    assert await listed(state="open") == numbers[3::-1]
    assert await listed(state="acknowledged") == []
    for wanted in ({"limit": 0}, {"limit": 1000}, {"state": "lost"}, {"before": "x"}):
        assert (await worker.error("incidents/list", **wanted))["code"] == "invalid_format"


@pytest.mark.parametrize("role", [*RESPONDERS, Role.AUDITOR])
async def test_people_are_shown_to_responders_and_only_until_the_incident_ends(
    community: Community, hass_ws_client: WebSocketGenerator, role: Role
) -> None:
    who = await person(community, hass_ws_client, role)
    incident, home = await at_home(community)
    before = len(await journal(community))
    answer = await who.result("incidents/get", incident_id=incident.id)
    assert answer["incident"] == wire_active(community.runtime, incident)
    if role is Role.AUDITOR:
        assert "home" not in answer
        assert len(await journal(community)) == before
        return
    (building,) = community.runtime.directory.buildings.values()
    assert answer["home"] == {
        "id": home,
        "building": building.id,
        "building_name": "3",
        "unit": "1",
        "number": "101",
        "floor": None,
        "grid": None,
        **PEOPLE,
        "key_safe": "",
        "residents": [],
        "status": "active",
    }
    looked = (await journal(community))[0].note
    assert (looked.actor, looked.action, looked.subject, looked.details) == (
        who.user.id,
        "home_viewed",
        home,
        {"incident": incident.id},
    )

    await community.runtime.response.resolve(incident.id, "test", Resolution.REAL)
    before = len(await journal(community))
    answer = await who.result("incidents/get", incident_id=incident.id)
    assert answer["incident"]["state"] == "resolved"
    assert "home" not in answer
    assert len(await journal(community)) == before


async def test_an_incident_is_shown_without_names_while_the_register_cannot_be_read(
    community: Community, worker: Person
) -> None:
    incident, _ = await at_home(community)
    with failing(community):
        assert await worker.result("incidents/get", incident_id=incident.id) == {
            "incident": wire_active(community.runtime, incident),
            "story": await story_of(community.runtime, incident),
            "home": None,
            "people": {f"user:{worker.user.id}": worker.user.name},
        }
        error = await worker.error("incidents/get", incident_id="01ABC")
    assert (error["code"], error["translation_key"], error["translation_placeholders"]) == (
        "store_failed",
        "store_failed",
        {"failure": "locked"},
    )


async def test_a_grid_worker_reads_no_home_by_opening_an_incident_in_it(
    community: Community, hass_ws_client: WebSocketGenerator, worker: Person
) -> None:
    home = await community.home("101", **PEOPLE)
    duty_room = await person(community, hass_ws_client, Role.DUTY_ROOM)
    both = await person(community, hass_ws_client, Role.DUTY_ROOM, Role.GRID_WORKER)
    opened_by = [(worker, "other"), (both, "crowding"), (duty_room, "help")]
    answers = [await who.act("open_incident", respond=True, kind=kind, home=home) for who, kind in opened_by]
    ids = [answer["result"]["response"]["incident_id"] for answer in answers]
    for who, sees in ((worker, [False, True, True]), (both, [True] * 3), (duty_room, [True] * 3)):
        shown = [await who.result("incidents/get", incident_id=one) for one in ids]
        assert ["home" in answer for answer in shown] == sees
        assert ["Li Hua" in str(answer) for answer in shown] == sees


@pytest.mark.parametrize(
    ("role", "while_open", "afterwards"),
    [
        (Role.TECHNICIAN, True, True),
        (Role.DUTY_ROOM, True, True),
        (Role.COMMUNITY_OFFICE, True, True),
        (Role.GRID_WORKER, True, False),
        (Role.AUDITOR, False, False),
    ],
)
async def test_what_staff_have_written_is_read_by_those_who_respond_and_later_not_by_grid_workers(
    community: Community, hass_ws_client: WebSocketGenerator, role: Role, *, while_open: bool, afterwards: bool
) -> None:
    who = await person(community, hass_ws_client, role)
    incident, _ = await at_home(community)
    await community.runtime.response.note(incident.id, "test", "Li Hua fell")
    await who.ask("incidents/subscribe")

    async def reads(state: str) -> list[bool]:
        listed = await who.result("incidents/list", state=state)
        got = await who.result("incidents/get", incident_id=incident.id)
        assert [line["what"] for line in got["story"] if line["what"] == "note"] == ["note"], "that it was, all see"
        return ["fell" in str(shown) for shown in (listed, got["incident"], got["story"])]

    assert ["fell" in str(await who.event()), *await reads("active")] == [while_open] * 4
    await community.runtime.response.resolve(incident.id, "test", Resolution.REAL, "she fell asleep")
    while (event := await who.event()).get("change") != "resolved":
        continue
    assert ["fell" in str(event["incident"]), *await reads("resolved")] == [afterwards, False, afterwards, afterwards]
    looks = [entry.note for entry in await journal(community) if entry.note.action == "incident_words_viewed"]
    assert [(look.actor, look.subject) for look in looks] == [(who.user.id, incident.id)] * afterwards


# What a person does.


async def test_of_two_who_acknowledge_at_once_one_owns_it(
    community: Community, hass_ws_client: WebSocketGenerator, worker: Person
) -> None:
    other = await person(community, hass_ws_client, Role.DUTY_ROOM)
    incident = await opened(community)
    answers = await asyncio.gather(
        *(who.result("incidents/acknowledge", incident_id=incident.id) for who in (worker, other))
    )
    assert sorted(answer["owner"] for answer in answers) == [False, True]
    owner = worker if answers[0]["owner"] else other
    assert {answer["incident"]["acknowledged_by"] for answer in answers} == {owner.user.id}
    changes = [entry["what"] for entry in answers[0]["incident"]["timeline"]]
    assert changes == ["opened", "acknowledged"]


async def test_an_incident_is_taken_over_visited_noted_and_resolved(
    community: Community, hass_ws_client: WebSocketGenerator, worker: Person
) -> None:
    duty_room = await person(community, hass_ws_client, Role.DUTY_ROOM)
    incident = {"incident_id": (await opened(community, severity=Severity.HIGH)).id}
    assert (await duty_room.result("incidents/acknowledge", **incident))["owner"]
    assert (await worker.result("incidents/take_over", **incident))["owner"]
    assert not (await duty_room.result("incidents/en_route", **incident))["owner"]
    assert (await worker.result("incidents/on_site", **incident))["owner"]
    await worker.result("incidents/note", **incident, text="she has fallen, 120 is called")
    answer = await worker.result("incidents/resolve", **incident, resolution="real", note="")
    assert (answer["incident"]["state"], answer["incident"]["resolution"]) == ("resolved", "real")
    timeline = [(entry["what"], entry["by"], entry.get("text")) for entry in answer["incident"]["timeline"]]
    assert timeline == [
        ("opened", "test", None),
        ("acknowledged", duty_room.user.id, None),
        ("taken_over", worker.user.id, None),
        ("en_route", duty_room.user.id, None),
        ("on_site", worker.user.id, None),
        ("note", worker.user.id, "she has fallen, 120 is called"),
        ("resolved", worker.user.id, None),
    ]


COMMANDS: dict[str, dict[str, Any]] = {
    "acknowledge": {},
    "take_over": {},
    "en_route": {},
    "on_site": {},
    "note": {"text": "seen"},
    "resolve": {"resolution": "test"},
}


async def test_what_cannot_be_done_is_refused_in_words(community: Community, worker: Person) -> None:
    ended = await opened(community)
    await community.runtime.response.resolve(ended.id, "test", Resolution.TEST)
    for command, fields in {**COMMANDS, "get": {}}.items():
        for incident_id, code in ((ended.id, "incident_resolved"), ("01ABC", "incident_unknown")):
            if (command, code) == ("get", "incident_resolved"):
                continue
            error = await worker.error(f"incidents/{command}", incident_id=incident_id, **fields)
            assert error == {
                "code": code,
                "message": code.replace("_", " "),
                "translation_domain": DOMAIN,
                "translation_key": code,
                "translation_placeholders": {"incident_id": incident_id},
            }


async def test_a_store_that_fails_is_told_unless_people_come_first(community: Community, worker: Person) -> None:
    other, urgent = await opened(community), await opened(community, Kind.HELP)
    with patch.object(community.runtime.saver, "_commit", side_effect=StoreError(StoreFailure.FULL)):
        error = await worker.error("incidents/acknowledge", incident_id=other.id)
        assert (error["code"], error["translation_placeholders"]) == ("store_failed", {"failure": "full"})
        answer = await worker.result("incidents/acknowledge", incident_id=urgent.id)
    assert (answer["owner"], answer["incident"]["unsaved"]) == (True, True)


async def test_a_text_that_is_too_long_is_refused_in_words(community: Community, worker: Person) -> None:
    incident = {"incident_id": (await opened(community)).id}
    for error in (
        await worker.error("incidents/note", **incident, text="x" * 1001),
        await worker.error("incidents/resolve", **incident, resolution="real", note="x" * 1001),
    ):
        assert (error["code"], error["translation_placeholders"]) == ("text_too_long", {"limit": "1000"})


async def test_what_a_schema_refuses_is_not_logged_word_for_word(
    community: Community, hass_ws_client: WebSocketGenerator, caplog: pytest.LogCaptureFixture
) -> None:
    technician = await person(community, hass_ws_client, Role.TECHNICIAN)
    incident = {"incident_id": (await opened(community)).id}
    messages: list[tuple[str, dict[str, Any]]] = [
        ("register/save", {"home": "planted name"}),
        ("register/save", {"home": [{"household": "planted name"}]}),
        ("register/homes", {"search": ["planted name"]}),
        ("incidents/note", {**incident, "text": ["planted note"]}),
        ("incidents/resolve", {**incident, "resolution": "real", "note": {"planted": "note"}}),
    ]
    for command, fields in messages:
        error = await technician.error(command, **fields)
        assert error["code"] == "invalid_format"
        assert "planted" not in str(error), command
    assert "planted" not in logged(caplog)
