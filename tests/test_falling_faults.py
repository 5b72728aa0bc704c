"""Falling objects when things go wrong: late and doubled news, a locked vault, a full disk, a companion away."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.device import (
    DeviceAvailability,
    DeviceEvent,
    DeviceInfo,
    DeviceKind,
    DeviceState,
)
from custom_components.smart_community.core.facade import FacadeState, View
from custom_components.smart_community.core.falling import FallClass, FallPhase
from custom_components.smart_community.core.incident import Change, Kind, Resolution
from custom_components.smart_community.core.media import MediaLoss
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.links.falling_objects import CompanionProblem, CompanionSettings
from custom_components.smart_community.store import falls as stored
from custom_components.smart_community.store.sealed import FALLS
from custom_components.smart_community.wiring.falling import forget, load_falls
from tests.cameras import no_camera_component, who_is
from tests.conftest import Receipt
from tests.falls import DEVICE, FALL, HOME, OTHER, facade_camera, said
from tests.falls_community import Facade, facade

__all__ = ["facade", "no_camera_component"]

DAY: Final = 86_400.0


async def on_disk(facade: Facade) -> dict[str, Any]:
    falls = await facade.community.runtime.database.read(lambda c: stored.recent(c, 10))
    return {fall.id: fall for fall in falls}


# News.


async def test_a_help_buttons_fall_is_a_persons_whatever_else_stands_in_it(facade: Facade) -> None:
    community = facade.community
    await community.button("button-1")
    now, receipt = dt_util.utcnow(), Receipt()
    community.link.on_event(DeviceEvent("button-1", "b", 1, "fall", now, now, {"phase": "impact"}), receipt)
    await community.settle(lambda: receipt.confirmed)
    assert [one.kind for one in community.runtime.response.active.values()] == [Kind.FALL]


async def test_what_was_refused_and_is_sent_again_is_no_further_object(facade: Facade) -> None:
    async def refuses(*_what: Any, **_how: Any) -> bool:
        raise StoreError(StoreFailure.FULL)

    saver = facade.community.runtime.saver
    whole = saver.save
    saver.save = refuses  # type: ignore[method-assign]
    now = dt_util.utcnow()
    event = DeviceEvent(DEVICE, "b", 1, "fall", now, now, said())
    assert (await facade.send(event)).confirmed == 0
    saver.save = whole  # type: ignore[method-assign]
    assert (await facade.send(event)).confirmed == 1
    (incident,) = facade.incidents
    told = [(entry.what, entry.text) for entry in incident.timeline]
    assert (Change.OPENED, None) in told
    assert Change.FELL not in [what for what, _ in told]


async def test_the_end_does_not_overtake_what_still_waits_to_be_written(facade: Facade) -> None:
    now = dt_util.utcnow()
    await facade.send(DeviceEvent(DEVICE, "b", 40, "fall", now, now, said(**{"class": "fluttering"})))
    (incident,) = facade.incidents
    lock = facade.community.runtime.response._locks.setdefault(incident.merge_key, asyncio.Lock())
    receipts = [Receipt(), Receipt()]
    async with lock:
        # Somebody acknowledges it this moment.
        for seq, (phase, receipt) in enumerate(zip(("confirmed", "ended"), receipts, strict=True), start=50):
            event = DeviceEvent(DEVICE, "b", seq, "fall", now, now, said(phase, clip=phase == "ended"))
            facade.community.link.on_event(event, receipt)
        for _ in range(20):
            await asyncio.sleep(0)
    await facade.community.settle(lambda: all(one.confirmed for one in receipts))
    fall = facade.community.runtime.falling.desk.falls[FALL]
    assert (fall.phase, fall.kind, fall.offers_clip) == (FallPhase.ENDED, FallClass.FALLING, True)
    assert (await on_disk(facade))[FALL] == fall


async def test_no_home_is_kept_of_what_opens_nothing(facade: Facade) -> None:
    await facade.hear("suspected", confidence=0.6)
    await facade.hear(fall=OTHER)
    rows = await facade.community.runtime.database.read(
        lambda c: c.exec_driver_sql("select id, trace from falls order by id").all()
    )
    assert [(row.id, bool(row.trace)) for row in rows] == [(FALL, False), (OTHER, True)]
    assert FALLS.columns == ("trace",)


async def test_no_camera_speaks_of_another_ones_fall(facade: Facade) -> None:
    await facade.hear()
    desk = facade.community.runtime.falling.desk
    desk.configure([facade_camera(), facade_camera(id="cam2", companion="facade-9")])
    now = dt_util.utcnow()
    receipt = await facade.send(DeviceEvent("facade-9", "b", 1, "fall", now, now, said("withdrawn", candidates=[])))
    assert receipt.confirmed == 1
    assert desk.falls[FALL].phase is FallPhase.CONFIRMED
    assert Change.WITHDRAWN not in [entry.what for entry in facade.incidents[0].timeline]


# What cameras say of themselves.


def test_what_the_broker_remembers_of_a_camera_that_is_gone_is_over(facade: Facade) -> None:
    now = dt_util.utcnow()
    desk, link = facade.community.runtime.falling.desk, facade.community.link
    remembered = DeviceState(DEVICE, now, facade=FacadeState(at=now, view=View.CLEAR), retained=True)
    link.on_fact(DeviceAvailability(DEVICE, now, online=False, retained=True))
    link.on_fact(remembered)
    assert desk.state("cam1") is None
    link.on_fact(DeviceAvailability(DEVICE, now, online=True))
    link.on_fact(remembered)
    assert desk.state("cam1") is not None


def unlinked(hass: HomeAssistant) -> ir.IssueEntry | None:
    return ir.async_get(hass).async_get_issue(DOMAIN, "facade_camera_unlinked_facade-9")


async def test_a_camera_that_nobody_linked_is_named_to_a_technician(facade: Facade, hass: HomeAssistant) -> None:
    desk = facade.community.runtime.falling.desk
    facade.community.link.on_fact(DeviceInfo("facade-9", DeviceKind.FACADE_CAMERA, "Facade camera"))
    now = dt_util.utcnow()
    assert (await facade.send(DeviceEvent("facade-9", "b", 1, "fall", now, now, said()))).confirmed == 1
    assert facade.incidents == []
    issue = unlinked(hass)
    assert issue is not None
    assert issue.translation_placeholders == {"device": "facade-9"}
    desk.configure([facade_camera(), facade_camera(id="cam2", companion="facade-9")])
    assert unlinked(hass) is None


# Pictures.


async def test_a_picture_waits_for_the_vault(facade: Facade) -> None:
    runtime = facade.community.runtime
    await facade.hear(picture=True)
    runtime.database.vault._is_open = False
    await facade.fetch()
    assert facade.companion.asked == []
    runtime.database.vault._is_open = True
    await facade.fetch(60)
    assert [one.lost for one in facade.incidents[0].media] == [None]


async def test_a_vault_that_stays_locked_is_said_in_the_end(facade: Facade) -> None:
    runtime = facade.community.runtime
    await facade.hear(picture=True)
    runtime.database.vault._is_open = False
    await facade.fetch(4 * DAY)
    runtime.database.vault._is_open = True
    assert [one.lost for one in facade.incidents[0].media] == [MediaLoss.VAULT_LOCKED]
    assert runtime.falling.media.waiting == 0


@pytest.mark.parametrize("restarted", [False, True])
async def test_homes_that_could_not_be_sealed_are_asked_for_when_the_vault_opens(
    facade: Facade, hass_ws_client: WebSocketGenerator, restarted: bool
) -> None:
    who = await who_is(facade.community, hass_ws_client, Role.DUTY_ROOM)
    runtime = facade.community.runtime
    runtime.database.vault._is_open = False
    await facade.hear()
    (incident,) = facade.incidents
    assert (await who.ask("falls/get", incident=incident.id))["error"]["code"] == "vault_locked"
    runtime.database.vault._is_open = True
    if restarted:
        runtime.falling.media._wanted.clear()
        await load_falls(runtime)
    await facade.fetch(60)
    assert facade.companion.asked == [f"fall {FALL}"]
    (fall,) = (await who.ask("falls/get", incident=incident.id))["result"]["falls"]
    assert [one["home"] for one in fall["candidates"]] == [HOME, "HOME-1502"]
    assert runtime.falling.media.waiting == 0


async def test_a_picture_for_which_there_is_no_room_is_asked_for_again_and_not_at_once(
    facade: Facade, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_records: Any) -> None:
        raise StoreError(StoreFailure.FULL)

    runtime = facade.community.runtime
    await facade.hear(picture=True)
    with monkeypatch.context() as patched:
        patched.setattr(runtime.media, "_commit", full)
        await facade.fetch()
        await facade.fetch(1)
    assert len(facade.companion.asked) == 1
    await facade.fetch(6)
    assert len(facade.companion.asked) == 2
    assert [one.lost for one in facade.incidents[0].media] == [None]


async def test_after_a_restart_a_clip_still_comes_to_an_incident_that_was_resolved(facade: Facade) -> None:
    runtime = facade.community.runtime
    facade.companion.problem = CompanionProblem.UNREACHABLE
    await facade.hear(picture=True)
    await facade.hear(fall=OTHER)
    (incident,) = facade.incidents
    await runtime.response.resolve(incident.id, "test", Resolution.REAL)
    media = runtime.falling.media
    media._wanted.clear()
    media._incidents.clear()
    await load_falls(runtime)
    facade.companion.problem = None
    await facade.hear("ended", fall=OTHER, clip=True)
    await facade.fetch()
    assert facade.companion.asked == [f"picture {FALL}", f"clip {OTHER}"]
    assert len(await runtime.media.of(incident.id)) == 2


async def test_what_is_lost_is_said_once_whatever_restarts(facade: Facade) -> None:
    runtime = facade.community.runtime
    facade.companion.problem = CompanionProblem.NOT_FOUND
    await facade.hear(picture=True)
    await facade.hear(fall=OTHER, frigate_event="1-a")
    await facade.fetch()
    await facade.fetch(700)
    lost = [one.lost for one in facade.incidents[0].media]
    assert sorted(str(one) for one in lost) == ["no_picture", "not_masked"]
    await load_falls(runtime)
    assert runtime.falling.media.waiting == 0
    await facade.fetch(1400)
    assert len(facade.incidents[0].media) == 2


async def test_no_picture_stays_after_its_verdict_was_taken_back(
    facade: Facade, hass_ws_client: WebSocketGenerator
) -> None:
    facade.companion.settings = CompanionSettings(url="http://x", token="t", keep_labelled=True)
    who = await who_is(facade.community, hass_ws_client, Role.DUTY_ROOM)
    runtime = facade.community.runtime
    await facade.hear(picture=True)
    await facade.fetch()
    (incident,) = facade.incidents
    await who.ask("falls/verdict", incident=incident.id, verdict="real", keep=True)
    # The picture with the whole track takes the place of the first.
    await facade.hear("ended", picture=True)
    await facade.fetch()
    assert [one.kept for one in await runtime.media.of(incident.id)] == [False, True]
    await who.ask("falls/verdict", incident=incident.id, verdict="unsure")
    assert [one.kept for one in await runtime.media.of(incident.id)] == [False, False]


async def test_examples_go_when_the_community_no_longer_keeps_them(
    facade: Facade, hass_ws_client: WebSocketGenerator
) -> None:
    facade.companion.settings = CompanionSettings(url="http://x", token="t", keep_labelled=True)
    who = await who_is(facade.community, hass_ws_client, Role.DUTY_ROOM)
    runtime = facade.community.runtime
    await facade.hear(picture=True)
    await facade.fetch()
    (incident,) = facade.incidents
    await who.ask("falls/verdict", incident=incident.id, verdict="real", keep=True)
    await forget(runtime)
    assert [one.kept for one in await runtime.media.of(incident.id)] == [True]
    facade.companion.settings = replace(facade.companion.settings, keep_labelled=False)
    await forget(runtime)
    assert [one.kept for one in await runtime.media.of(incident.id)] == [False]
    assert [one.kept for one in (await runtime.falling.verdicts.of([FALL])).values()] == [False]


# The companion.


def silent(hass: HomeAssistant, issue: str = "companion_silent") -> bool:
    return ir.async_get(hass).async_get_issue(DOMAIN, issue) is not None


async def test_a_companion_that_is_away_for_ten_minutes_is_an_issue_until_it_answers(
    facade: Facade, hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = facade.community.runtime.falling.watch
    clock = facade.community.runtime.clock
    begin = clock()

    async def look(after: float) -> None:
        now = replace(begin, utc=begin.utc + timedelta(seconds=after), monotonic=begin.monotonic + after)
        monkeypatch.setattr(watch, "_clock", lambda: now)
        await watch.look()

    await look(0)
    assert not silent(hass)
    facade.companion.problem = CompanionProblem.UNREACHABLE
    await look(60)
    await look(650)
    assert not silent(hass)
    # Another reason does not begin the time anew.
    facade.companion.problem = CompanionProblem.TIMEOUT
    await look(661)
    assert silent(hass)
    # It answers, and not to us.
    facade.companion.problem = CompanionProblem.LOGIN_REFUSED
    await look(720)
    assert (silent(hass), silent(hass, "companion_login_refused")) == (False, True)
    facade.companion.problem = None
    await look(780)
    assert not silent(hass)
    assert not silent(hass, "companion_login_refused")
    facade.companion.problem = CompanionProblem.UNREACHABLE
    await look(800)
    await look(1500)
    assert silent(hass)
    # Nobody waits for a companion that is set up no more.
    facade.community.runtime.falling.companion.client = None
    await look(1560)
    assert not silent(hass)
