"""Falling objects in a running community: from a camera's event to the incident, its pictures, homes and verdicts."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_capture_events
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.smart_community.const import DOMAIN, SIGNAL_FALL
from custom_components.smart_community.core.device import DeviceAvailability, DeviceEvent, DeviceState
from custom_components.smart_community.core.facade import BLIND_AFTER, FacadeState, SelfTest, View
from custom_components.smart_community.core.falling import FallHeard
from custom_components.smart_community.core.fault import FaultCause
from custom_components.smart_community.core.incident import Change, Resolution, Severity
from custom_components.smart_community.core.media import MediaKind, MediaLoss
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.links.falling_objects import CompanionProblem, CompanionSettings
from custom_components.smart_community.store import falls as stored
from custom_components.smart_community.wiring.falling import load_falls
from tests.cameras import no_camera_component, who_is
from tests.conftest import Receipt
from tests.falls import CLIP, DEVICE, FALL, HOME, OTHER, PICTURE, said
from tests.falls_community import Facade, facade
from tests.people import Person

__all__ = ["facade", "no_camera_component"]

EVERYBODY: Final = [*Role, None]
RESPONDERS: Final = {Role.TECHNICIAN, Role.DUTY_ROOM, Role.GRID_WORKER, Role.COMMUNITY_OFFICE}


# From the event to the incident.


async def test_a_first_alert_is_shown_and_a_confirmed_fall_opens_an_incident(facade: Facade) -> None:
    assert (await facade.hear("suspected", confidence=0.6)).confirmed == 1
    assert facade.incidents == []
    assert (await facade.hear()).confirmed == 1
    (incident,) = facade.incidents
    assert (incident.severity, incident.device, incident.subject) == (Severity.HIGH, DEVICE, FALL)
    assert incident.place.camera == "cam1"
    await facade.hear("ended")
    await facade.hear("ended", clip=True)
    said_again = {Change.AGAIN, Change.FELL, Change.WITHDRAWN}
    assert not said_again & {entry.what for entry in facade.incidents[0].timeline}
    await facade.hear(fall=OTHER)
    assert Change.FELL in [entry.what for entry in facade.incidents[0].timeline]
    await facade.hear("withdrawn", fall=OTHER)
    (incident,) = facade.incidents
    assert Change.WITHDRAWN in [entry.what for entry in incident.timeline]
    falls = await facade.community.runtime.database.read(lambda c: stored.recent(c, 10))
    assert {fall.id: fall.subject for fall in falls} == {FALL: FALL, OTHER: FALL}


async def test_what_the_store_refuses_is_not_acknowledged_and_opens_when_it_is_sent_again(facade: Facade) -> None:
    saver = facade.community.runtime.saver
    whole = saver.save

    async def refuses(*_what: Any, **_how: Any) -> bool:
        raise StoreError(StoreFailure.FULL)

    saver.save = refuses  # type: ignore[method-assign]
    now = dt_util.utcnow()
    event = DeviceEvent(DEVICE, "b", 1, "fall", now, now, said())
    assert (await facade.send(event)).confirmed == 0
    saver.save = whole  # type: ignore[method-assign]
    assert facade.incidents == []
    # Its end is heard first; then the news that was refused.
    facade.seq = 1
    await facade.hear("ended")
    assert (await facade.send(event)).confirmed == 1
    assert len(facade.incidents) == 1


async def test_two_at_once_are_one_incident(facade: Facade) -> None:
    now = dt_util.utcnow()
    receipts = [Receipt(), Receipt()]
    for seq, (fall, receipt) in enumerate(zip((FALL, OTHER), receipts, strict=True)):
        event = DeviceEvent(DEVICE, "b", seq, "fall", now, now, said(fall=fall))
        facade.community.link.on_event(event, receipt)
    await facade.community.settle(lambda: all(one.confirmed for one in receipts))
    (incident,) = facade.incidents
    assert [entry.what for entry in incident.timeline].count(Change.FELL) == 1


async def test_a_resolved_incident_is_not_opened_again_by_what_comes_late(facade: Facade) -> None:
    await facade.hear()
    (incident,) = facade.incidents
    await facade.community.runtime.response.resolve(incident.id, "test", Resolution.REAL)
    await facade.hear(frigate_event="1-a")
    await facade.hear("ended", clip=True)
    assert facade.incidents == []
    await facade.hear(fall=OTHER)
    assert [one.subject for one in facade.incidents] == [OTHER]


async def test_a_device_of_no_camera_opens_nothing_and_is_acknowledged(facade: Facade) -> None:
    now = dt_util.utcnow()
    assert (await facade.send(DeviceEvent("stranger", "b", 1, "fall", now, now, said()))).confirmed == 1
    assert (await facade.hear("flying")).confirmed == 1
    assert facade.community.runtime.response.active == {}


async def test_what_a_restart_finds_is_the_same_fall(facade: Facade, hass: HomeAssistant) -> None:
    await facade.hear(picture=True)
    desk = facade.community.runtime.falling.desk
    await load_falls(facade.community.runtime)
    await facade.hear("ended", picture=True)
    assert len(facade.incidents) == 1
    assert desk.falls[FALL].subject == FALL


# Nothing of a home outside of what is sealed.


async def test_no_candidate_home_is_in_a_state_an_event_the_journal_or_in_clear_on_the_disk(
    facade: Facade, hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    bus = async_capture_events(hass, "smart_community_incident")
    heard: list[FallHeard] = []
    async_dispatcher_connect(hass, SIGNAL_FALL, heard.append)
    await facade.hear()
    await facade.hear(fall=OTHER)
    for word in (HOME, "HOME-1502"):
        assert word not in json.dumps([state.as_dict() for state in hass.states.async_all()], default=str)
        assert word not in str([event.data for event in bus])
        assert word not in caplog.text
        assert word not in str(heard)
        for file in Path(hass.config.config_dir).glob("smart_community.db*"):
            assert word.encode() not in file.read_bytes()
    assert bus
    assert heard


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("ended", [False, True])
async def test_who_sees_the_candidate_homes(
    facade: Facade, hass_ws_client: WebSocketGenerator, role: Role | None, ended: bool
) -> None:
    await facade.hear()
    (incident,) = facade.incidents
    if ended:
        await facade.community.runtime.response.resolve(incident.id, "test", Resolution.REAL)
    who = await who_is(facade.community, hass_ws_client, role)
    answer = await who.ask("falls/get", incident=incident.id)
    may = role in (RESPONDERS - {Role.GRID_WORKER} if ended else RESPONDERS)
    assert answer["success"] is may
    if not may:
        assert answer["error"]["code"] == "unauthorized"
        return
    result = answer["result"]
    assert (result["camera"], result["camera_name"], result["may_keep"]) == ("cam1", "Facade of building 3", False)
    (fall,) = result["falls"]
    assert [one["home"] for one in fall["candidates"]] == [HOME, "HOME-1502"]
    assert (fall["floor"], fall["floors"], fall["elsewhere"], fall["class"]) == (14, [14, 15], 0.1, "falling")
    looked = await facade.community.runtime.database.read(
        lambda c: c.exec_driver_sql("select actor, subject from journal where action = 'fall_candidates_viewed'").all()
    )
    assert [tuple(row) for row in looked] == [(who.user.id, incident.id)]


async def test_the_list_has_suspected_ones_and_no_home(facade: Facade, hass_ws_client: WebSocketGenerator) -> None:
    await facade.hear("suspected", fall=OTHER, confidence=0.55)
    await facade.hear()
    who = await who_is(facade.community, hass_ws_client, Role.AUDITOR)
    falls = (await who.ask("falls/list"))["result"]["falls"]
    assert {one["fall"]: one["phase"] for one in falls} == {OTHER: "suspected", FALL: "confirmed"}
    assert {one["fall"]: one["incident"] for one in falls} == {OTHER: None, FALL: facade.incidents[0].id}
    assert "HOME" not in json.dumps(falls)
    assert "floor" not in json.dumps(falls)


# Pictures.


async def test_masked_pictures_are_fetched_kept_and_named(facade: Facade, hass_ws_client: WebSocketGenerator) -> None:
    await facade.hear(picture=True)
    await facade.fetch()
    await facade.hear("ended", picture=True, clip=True)
    await facade.fetch()
    # The picture of the end has the whole track.
    assert facade.companion.asked == [f"picture {FALL}", f"picture {FALL}", f"clip {FALL}"]
    (incident,) = facade.incidents
    assert [(one.kind, one.camera) for one in incident.media] == [
        (MediaKind.SNAPSHOT, "cam1"),
        (MediaKind.SNAPSHOT, "cam1"),
        (MediaKind.CLIP, "cam1"),
    ]
    runtime = facade.community.runtime
    assert (await runtime.media.open(incident.id, 2))[1] == PICTURE
    assert (await runtime.media.open(incident.id, 3))[1] == CLIP
    who = await who_is(facade.community, hass_ws_client, Role.DUTY_ROOM)
    (fall,) = (await who.ask("falls/get", incident=incident.id))["result"]["falls"]
    assert (fall["picture"], fall["clip"]) == (2, 3)
    await facade.hear("ended", picture=True, clip=True)
    await facade.fetch(60)
    assert len(facade.companion.asked) == 3


async def test_a_companion_that_is_away_is_asked_again_and_in_the_end_it_is_said(facade: Facade) -> None:
    facade.companion.problem = CompanionProblem.UNREACHABLE
    await facade.hear(picture=True)
    await facade.fetch()
    await facade.fetch(1)
    assert len(facade.companion.asked) == 1
    await facade.fetch(6)
    assert len(facade.companion.asked) == 2
    facade.companion.problem = CompanionProblem.NOT_FOUND
    await facade.fetch(700)
    assert facade.community.runtime.falling.media.waiting == 0
    (incident,) = facade.incidents
    assert [one.lost for one in incident.media] == [MediaLoss.NO_PICTURE]


async def test_a_clip_that_comes_after_the_incident_was_resolved_is_kept_with_it(facade: Facade) -> None:
    await facade.hear()
    (incident,) = facade.incidents
    await facade.community.runtime.response.resolve(incident.id, "test", Resolution.REAL)
    await facade.hear("ended", clip=True)
    await facade.fetch()
    assert [one.kind for one in await facade.community.runtime.media.of(incident.id)] == [MediaKind.CLIP]


async def test_what_only_frigate_has_is_not_kept_unmasked_and_that_is_said(facade: Facade) -> None:
    await facade.hear("confirmed", frigate_event="1-a")
    await facade.fetch(300)
    (incident,) = facade.incidents
    assert [(one.kind, one.lost) for one in incident.media] == [(MediaKind.CLIP, MediaLoss.NOT_MASKED)]
    assert facade.companion.asked == []


async def test_pictures_still_wanted_are_fetched_after_a_restart(facade: Facade) -> None:
    facade.companion.problem = CompanionProblem.UNREACHABLE
    await facade.hear(picture=True, clip=True)
    runtime = facade.community.runtime
    runtime.falling.media._wanted.clear()
    await load_falls(runtime)
    facade.companion.problem = None
    await facade.fetch()
    assert len(facade.incidents[0].media) == 2


# Verdicts.


async def test_a_verdict_is_kept_and_counted_and_resolves_nothing(
    facade: Facade, hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    facade.companion.settings = CompanionSettings(url="http://x", token="t", keep_labelled=True)
    await facade.hear(picture=True, clip=True)
    await facade.fetch()
    (incident,) = facade.incidents
    who = await who_is(facade.community, hass_ws_client, Role.DUTY_ROOM)
    given = await who.ask("falls/verdict", incident=incident.id, verdict="real", keep=True)
    assert given["result"]["verdict"].items() >= {"verdict": "real", "by": who.user.id, "kept": True}.items()
    assert facade.incidents[0].is_active
    figures = (await who.ask("falls/precision"))["result"]
    assert figures["weeks"][0].items() >= {"real": 1, "precision": 1.0}.items()
    assert figures["last_28_days"]["precision"] == 1.0
    # With one verdict no share is said.
    (entity,) = [one for one in hass.states.async_entity_ids("sensor") if "falls_that_were_real" in one]
    assert hass.states.get(entity).state == "unknown"  # type: ignore[union-attr]
    runtime = facade.community.runtime

    async def kept() -> list[bool]:
        return [one.kept for one in await runtime.media.of(incident.id)]

    assert await kept() == [True, True]
    await who.ask("falls/verdict", incident=incident.id, verdict="false_alarm")
    assert await kept() == [False, False]
    assert (await who.ask("falls/precision"))["result"]["weeks"][0]["precision"] == 0.0
    wrong = await who.ask("falls/verdict", incident=incident.id, verdict="real", fall=OTHER)
    assert wrong["error"]["code"] == "fall_unknown"


async def test_kept_pictures_outlive_their_time_and_others_do_not(
    facade: Facade, hass_ws_client: WebSocketGenerator
) -> None:
    facade.companion.settings = CompanionSettings(url="http://x", token="t", keep_labelled=True)
    runtime = facade.community.runtime
    who = await who_is(facade.community, hass_ws_client, Role.DUTY_ROOM)
    ids = []
    for fall, keep in ((FALL, True), (OTHER, False)):
        await facade.hear(fall=fall, picture=True)
        await facade.fetch()
        (incident,) = facade.incidents
        await who.ask("falls/verdict", incident=incident.id, verdict="real", keep=keep)
        await runtime.response.resolve(incident.id, "test", Resolution.REAL)
        ids.append(incident.id)
    later = runtime.clock().utc + timedelta(days=31)
    clock = runtime.media._clock
    runtime.media._clock = lambda: Instant(later, clock().monotonic)
    assert await runtime.media.clean_up() == 1
    assert [len(await runtime.media.of(one)) for one in ids] == [1, 0]
    # The falls themselves, with their candidate homes, go.
    assert await runtime.database.bulk(lambda c: stored.forget_over(c, later)) == 2
    assert await runtime.database.read(lambda c: stored.recent(c, 10)) == []


async def test_without_the_communitys_word_nothing_is_kept(facade: Facade, hass_ws_client: WebSocketGenerator) -> None:
    await facade.hear()
    (incident,) = facade.incidents
    who = await who_is(facade.community, hass_ws_client, Role.DUTY_ROOM)
    given = await who.ask("falls/verdict", incident=incident.id, verdict="unsure", keep=True)
    assert given["result"]["verdict"]["kept"] is False


# What cameras say of themselves.


def say(facade: Facade, **state: Any) -> None:
    now = dt_util.utcnow()
    facade.community.link.on_fact(DeviceState(DEVICE, now, facade=FacadeState(at=now, **state)))


async def test_how_a_camera_sees_is_shown(
    facade: Facade, hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    registry = er.async_get(hass)

    def shown(key: str, domain: str = "sensor") -> Any:
        entity = registry.async_get_entity_id(domain, DOMAIN, f"{facade.community.entry.entry_id}_camera_cam1_{key}")
        assert entity is not None, key
        return hass.states.get(entity)

    await hass.async_block_till_done()
    assert shown("view").state == "unknown"
    tested = dt_util.utcnow()
    say(facade, fps=24.8, lag=0.2, view=View.DIRTY, calibrated=True, self_test=SelfTest.PASSED, self_test_at=tested)
    await hass.async_block_till_done()
    assert (shown("view").state, shown("frames").state, shown("lag").state) == ("dirty", "24.8", "0.2")
    assert (shown("degraded").state, shown("self_test").state) == ("none", "passed")
    assert shown("self_test").attributes["tested_at"] == tested.isoformat()
    who = await who_is(facade.community, hass_ws_client, Role.AUDITOR)
    (camera,) = (await who.ask("cameras/list"))["result"]["cameras"]
    assert camera["facade"].items() >= {"companion": DEVICE, "view": "dirty", "fps": 24.8, "calibrated": True}.items()
    facade.community.link.on_fact(DeviceAvailability(DEVICE, dt_util.utcnow(), online=False))
    await hass.async_block_till_done()
    assert shown("view").state == "unknown"
    await facade.hear("suspected")
    await hass.async_block_till_done()
    event = shown("fall", "event")
    assert (event.attributes["event_type"], event.attributes["class"]) == ("suspected", "falling")
    assert "candidates" not in event.attributes
    assert "floor" not in event.attributes


async def test_a_camera_that_is_blind_for_ten_minutes_is_a_fault_and_night_is_none(
    facade: Facade, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = facade.community.runtime.falling.desk
    found: list[tuple[str, FaultCause, str]] = []
    desk._report = lambda fault: found.append(("is", fault.cause, fault.subject))
    desk._clear = lambda cause, subject: found.append(("gone", cause, subject))
    clock = facade.community.runtime.clock

    async def look(seconds: float) -> list[tuple[str, FaultCause, str]]:
        monkeypatch.setattr(desk, "_clock", lambda: Instant(clock().utc, clock().monotonic + seconds))
        found.clear()
        await desk.look()
        return list(found)

    say(facade, view=View.DARK)
    assert await look(2 * BLIND_AFTER) == []
    monkeypatch.setattr(desk, "_clock", clock)
    say(facade, view=View.MOVED)
    assert await look(BLIND_AFTER - 5) == []
    assert await look(BLIND_AFTER + 5) == [("is", FaultCause.FACADE_BLIND, "cam1")]
    found.clear()
    say(facade, view=View.CLEAR)
    assert ("gone", FaultCause.FACADE_BLIND, "cam1") in found
    say(facade, self_test=SelfTest.FAILED)
    assert ("is", FaultCause.FACADE_SELF_TEST, "cam1") in found
    say(facade, self_test=SelfTest.PASSED)
    assert found[-1] == ("gone", FaultCause.FACADE_SELF_TEST, "cam1")


async def test_the_self_test_is_asked_for(facade: Facade, hass: HomeAssistant) -> None:
    await hass.async_block_till_done()
    unique = f"{facade.community.entry.entry_id}_camera_cam1_self_test"
    button = er.async_get(hass).async_get_entity_id("button", DOMAIN, unique)
    await hass.services.async_call("button", "press", {"entity_id": button}, blocking=True)
    commands = facade.community.link.commands
    assert commands.sent == [(DEVICE, "self_test", {})]
    commands.broken = "no_result"
    with pytest.raises(HomeAssistantError) as caught:
        await hass.services.async_call("button", "press", {"entity_id": button}, blocking=True)
    assert caught.value.translation_key == "companion_silent"


# Rules.


@pytest.mark.parametrize(
    ("options", "fires"),
    [
        ({}, True),
        ({"cameras": ["cam1"]}, True),
        ({"cameras": ["cam2"]}, False),
        ({"kinds": ["fluttering"]}, False),
        ({"minimum_confidence": 0.9}, True),
        ({"minimum_confidence": 0.95}, False),
    ],
)
async def test_a_rule_hears_of_falls_that_it_wants(
    facade: Facade, hass: HomeAssistant, options: dict[str, Any], fires: bool
) -> None:
    heard = async_capture_events(hass, "heard")
    template = "{{ trigger.camera_name }}, {{ trigger.class }}, {{ trigger.confidence }}, {{ trigger.number }}"
    rule = {
        "alias": "fall",
        "triggers": [{"trigger": f"{DOMAIN}.falling_object", "options": options}],
        "actions": [{"event": "heard", "event_data": {"what": template}}],
    }
    assert await async_setup_component(hass, "automation", {"automation": [rule]})
    await hass.async_block_till_done()
    await facade.hear("suspected")
    await facade.hear()
    await facade.hear("ended")
    await hass.async_block_till_done()
    assert [event.data["what"] for event in heard] == (["Facade of building 3, falling, 0.93, 1"] if fires else [])


async def test_what_is_told_after_an_outage_makes_no_rule_shout(facade: Facade, hass: HomeAssistant) -> None:
    heard: list[FallHeard] = []
    async_dispatcher_connect(hass, SIGNAL_FALL, heard.append)
    await facade.hear(ago=3600)
    assert facade.incidents[0].severity is Severity.NORMAL
    assert [(one.opened, one.is_news) for one in heard] == [(True, False)]


# The calibration page.

BASE: Final = f"/api/{DOMAIN}/facade/cam1"


async def opened_page(who: Person) -> dict[str, str]:
    answer = await who.ask("falls/calibration", camera="cam1")
    path, _, token = answer["result"]["url"].partition("#token=")
    assert path == f"{BASE}/cameras/facade/calibrate"
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("role", EVERYBODY)
async def test_who_may_calibrate(facade: Facade, hass_ws_client: WebSocketGenerator, role: Role | None) -> None:
    who = await who_is(facade.community, hass_ws_client, role)
    answer = await who.ask("falls/calibration", camera="cam1")
    assert answer["success"] is (role is Role.TECHNICIAN)


@pytest.mark.parametrize("expected_lingering_timers", [True], ids=[""])  # aiohttp's, of a connection that was shut
async def test_the_page_goes_through_our_door_and_its_data_only_with_the_token(
    facade: Facade, hass_ws_client: WebSocketGenerator, hass_client_no_auth: ClientSessionGenerator
) -> None:
    who = await who_is(facade.community, hass_ws_client, Role.TECHNICIAN)
    login = await opened_page(who)
    client = await hass_client_no_auth()
    page = await client.get(f"{BASE}/cameras/facade/calibrate")
    assert (page.status, page.content_type) == (200, "text/html")
    # Ours, and not the companion's: the page runs under Home Assistant's own address.
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert (await client.get(f"{BASE}/pages/stage.js")).content_type == "text/javascript"
    of_camera = f"{BASE}/cameras/facade"
    for headers in ({}, {"Authorization": "Bearer " + "x" * 43}, {"Authorization": f"Bearer {who.token}"}):
        for method, path in (
            ("GET", "picture.jpg"),
            ("GET", "calibration"),
            ("PUT", "calibration"),
            ("POST", "calibration/preview"),
        ):
            answer = await client.request(method, f"{of_camera}/{path}", headers=headers, data=b"{}")
            assert answer.status == 401, (method, path)
    assert [one for one in facade.companion.asked if one not in {"status", "page facade", "part stage.js"}] == []
    assert await (await client.get(f"{of_camera}/picture.jpg", headers=login)).read() == PICTURE
    assert (await client.get(f"{of_camera}/calibration", headers=login)).status == 200
    assert (await client.post(f"{of_camera}/calibration/preview", headers=login, data=b"{}")).status == 200
    saved = await client.put(f"{of_camera}/calibration", headers=login, data=b'{"planes": []}')
    assert (saved.status, facade.companion.marks) == (200, b'{"planes": []}')
    assert saved.headers["Cache-Control"] == "no-store, private"
    assert (await client.put(f"{of_camera}/calibration", headers=login, data=b" " * 300_000)).status == 413
    # Another camera, another name, another route: not with this token, and not at all.
    assert (await client.get(f"{BASE}/cameras/other/picture.jpg", headers=login)).status == 401
    for path in ("status", "falls", "falls/x/clip.mp4", "pages/secret.txt", "pages/status"):
        assert (await client.get(f"{BASE}/{path}", headers=login)).status == 404, path
    notes = await facade.community.runtime.database.read(
        lambda c: c.exec_driver_sql("select action from journal where action like 'facade_%' order by seq").all()
    )
    assert [row[0] for row in notes] == ["facade_calibration_opened", "facade_calibrated"]
    # Whose account is gone calibrates no more.
    await facade.community.hass.auth.async_update_user(who.user, is_active=False)
    assert (await client.get(f"{of_camera}/picture.jpg", headers=login)).status == 401


async def test_a_companion_that_does_not_answer_is_said(
    facade: Facade, hass_ws_client: WebSocketGenerator, hass_client_no_auth: ClientSessionGenerator
) -> None:
    who = await who_is(facade.community, hass_ws_client, Role.TECHNICIAN)
    login = await opened_page(who)
    facade.companion.problem = CompanionProblem.UNREACHABLE
    client = await hass_client_no_auth()
    answer = await client.get(f"{BASE}/cameras/facade/picture.jpg", headers=login)
    assert (answer.status, await answer.json()) == (502, {"code": "companion_unreachable", "reason": "unreachable"})
    assert (await who.ask("falls/calibration", camera="cam1"))["error"]["code"] == "companion_silent"
    facade.community.runtime.falling.companion.client = None
    assert (await who.ask("falls/calibration", camera="cam1"))["error"]["code"] == "companion_missing"
    assert (await client.get(f"{BASE}/cameras/facade/calibrate")).status == 404
