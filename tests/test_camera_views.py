"""Who may look through a camera and at the pictures of an incident: each command and view as each role."""

import asyncio
from typing import Any, Final
from unittest.mock import patch

import pytest
from aiohttp import ClientResponse
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.smart_community import http_views
from custom_components.smart_community.camera_pictures import Picture
from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.incident import Incident, Kind, Resolution
from custom_components.smart_community.core.media import MediaKind
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.links.frigate.errors import FrigateProblem
from custom_components.smart_community.store import journal
from tests.cameras import (
    JPEG,
    NOON,
    StandInLink,
    a_camera,
    frigate,
    incident_of,
    no_camera_component,
    who_is,
)
from tests.conftest import Community
from tests.people import Person, account

__all__ = ["frigate", "no_camera_component"]

EVERYBODY: Final = [*Role, None]
# Who may look: at any time, while something is the matter there, and at the pictures of an incident that has ended.
ANY_TIME: Final = {Role.TECHNICIAN, Role.DUTY_ROOM}
IN_AN_INCIDENT: Final = ANY_TIME | {Role.GRID_WORKER, Role.COMMUNITY_OFFICE}
AFTERWARDS: Final = IN_AN_INCIDENT - {Role.GRID_WORKER}
STILL: Final = f"/api/{DOMAIN}/cameras/cam1/latest.jpg"
LIVE: Final = f"/api/{DOMAIN}/cameras/cam1/live"


async def notes(community: Community, action: str) -> list[tuple[str, str, dict[str, Any]]]:
    found = await community.runtime.database.read(lambda connection: journal.entries_after(connection, 0, 1000))
    return [(e.note.actor, e.note.subject, dict(e.note.details)) for e in found if e.note.action == action]


def bearer(who: Person) -> dict[str, str]:
    return {"Authorization": f"Bearer {who.token}"}


async def media_of(community: Community, incident: Incident) -> str:
    await community.runtime.media.add(incident.id, MediaKind.SNAPSHOT, "cam1", NOON, JPEG, "image/jpeg")
    return f"/api/{DOMAIN}/incidents/{incident.id}/media/1"


# Who may look.


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("matter", ["nothing", "at_camera", "in_its_elevator", "elsewhere", "opened_himself"])
@pytest.mark.parametrize("way", [STILL, LIVE, "command"])
async def test_who_may_look_through_a_camera(
    community: Community,
    frigate: StandInLink,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    role: Role | None,
    matter: str,
    way: str,
) -> None:
    if matter in {"in_its_elevator", "opened_himself"}:
        community.runtime.cameras.configure([a_camera(place=Place(elevator="e1", camera="cam1"))])
    places = {"at_camera": {"camera": "cam1"}, "in_its_elevator": {"elevator": "e1"}, "elsewhere": {"camera": "cam2"}}
    if matter in places:
        await incident_of(community, **places[matter])
    who = await who_is(community, hass_ws_client, role)
    if matter == "opened_himself":
        # To open one would be a way into any car; to take it over changes nothing.
        own = await community.runtime.response.open(Kind.OTHER, by=who.user.id, place=Place(elevator="e1"))
        await community.runtime.response.acknowledge(own.id, who.user.id)
    may = role in (IN_AN_INCIDENT if matter in {"at_camera", "in_its_elevator"} else ANY_TIME)
    if way == "command":
        answer = await who.ask("cameras/view", camera="cam1")
        assert answer["success"] is may
        assert may or answer["error"]["code"] == "unauthorized"
    else:
        client = await hass_client_no_auth()
        assert (await client.get(way)).status == 401
        response = await client.get(way, headers=bearer(who))
        assert response.status == (200 if may else 403)
        body = await response.read()
        assert (JPEG in body) is may
        assert response.headers["Cache-Control"] == "no-store, private"
    assert bool(await notes(community, "camera_viewed")) is may
    assert bool(frigate.client.asked) is (may and way != "command")


async def test_an_incident_of_another_opens_a_camera_also_for_who_has_opened_one(
    community: Community, frigate: StandInLink, hass_ws_client: WebSocketGenerator
) -> None:
    who = await who_is(community, hass_ws_client, Role.GRID_WORKER)
    place = Place(camera="cam1")
    await community.runtime.response.open(Kind.OTHER, by=who.user.id, place=place)
    assert (await who.error("cameras/view", camera="cam1"))["code"] == "unauthorized"
    await community.runtime.response.open(Kind.EBIKE, by="system", place=place)
    assert (await who.ask("cameras/view", camera="cam1"))["success"]


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize("own", [False, True])
async def test_who_may_see_the_pictures_of_an_incident(
    community: Community,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    role: Role | None,
    ended: bool,
    own: bool,
) -> None:
    who = await who_is(community, hass_ws_client, role)
    incident = await community.runtime.response.open(Kind.EBIKE, by=who.user.id if own else "test")
    url = await media_of(community, incident)
    if ended:
        await community.runtime.response.resolve(incident.id, "test", Resolution.REAL)
    may = role in (ANY_TIME if own else AFTERWARDS if ended else IN_AN_INCIDENT)
    answer = await who.ask("incidents/media", incident_id=incident.id)
    assert answer["success"] is may
    client = await hass_client_no_auth()
    assert (await client.get(url)).status == 401
    response = await client.get(url, headers=bearer(who))
    assert response.status == (200 if may else 403)
    viewed = await notes(community, "incident_media_viewed")
    if may:
        assert await response.read() == JPEG
        assert response.content_type == "image/jpeg"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert viewed == [(who.user.id, incident.id, {"n": 1, "kind": "snapshot"})]
        (listed,) = answer["result"]["media"]
        assert listed.items() >= {"n": 1, "kind": "snapshot", "camera": "cam1"}.items()
    else:
        assert viewed == []
        assert answer["error"]["code"] == "unauthorized"


@pytest.mark.parametrize("expected_lingering_timers", [True], ids=[""])  # aiohttp's, of a connection that was refused
async def test_a_signed_path_carries_the_user_and_loses_its_worth_with_his_role(
    community: Community,
    frigate: StandInLink,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    who = await who_is(community, hass_ws_client, Role.DUTY_ROOM)
    signed = await who.result("cameras/view", camera="cam1")
    incident = await incident_of(community)
    await media_of(community, incident)
    (listed,) = (await who.result("incidents/media", incident_id=incident.id))["media"]
    assert signed["valid_for"] == 300
    client = await hass_client_no_auth()
    for path in (signed["still"], signed["live"], listed["url"]):
        response = await client.get(path)
        assert response.status == 200
        assert JPEG in await response.read()
        # It opens nothing else.
        assert (await client.get(path.replace("cam1", "cam2").replace("media/1", "media/2"))).status == 401
    assert {actor for actor, _, _ in await notes(community, "camera_viewed")} == {who.user.id}
    await community.runtime.register.save_staff(who.user.id, [], None, "test")
    for path in (signed["still"], signed["live"], listed["url"]):
        assert (await client.get(path)).status == 403
    await community.hass.auth.async_update_user(who.user, is_active=False)
    for path in (signed["still"], signed["live"], listed["url"]):
        assert (await client.get(path)).status == 401


async def test_stills_are_one_line_in_the_journal_and_a_live_picture_one_each_time(
    community: Community,
    frigate: StandInLink,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    who = await who_is(community, hass_ws_client, Role.DUTY_ROOM)
    client = await hass_client_no_auth()
    for path in (STILL, STILL, STILL, LIVE, LIVE, STILL):
        await (await client.get(path, headers=bearer(who))).read()
    ways = [details["way"] for _, _, details in await notes(community, "camera_viewed")]
    assert ways == ["still", "live", "live"]
    # Another camera, and another account, are other looks.
    other = await who_is(community, hass_ws_client, Role.TECHNICIAN)
    await client.get(STILL, headers=bearer(other))
    assert len(await notes(community, "camera_viewed")) == 4


@pytest.mark.parametrize("end", ["role", "account", "log_in"])
async def test_who_loses_what_lets_him_look_sees_nothing_more(
    community: Community,
    frigate: StandInLink,
    hass_client_no_auth: ClientSessionGenerator,
    monkeypatch: pytest.MonkeyPatch,
    end: str,
) -> None:
    monkeypatch.setattr(http_views, "_ASK_AGAIN", 0.0)
    await account(community.hass, "the owner, who is the first", admin=True)
    user, token = await account(community.hass, "duty room")
    await community.runtime.register.save_staff(user.id, [Role.DUTY_ROOM], None, "test")
    frigate.client.endless = True
    client = await hass_client_no_auth()
    response = await client.get(LIVE, headers={"Authorization": f"Bearer {token}"})
    await response.content.readuntil(JPEG)
    auth = community.hass.auth
    if end == "role":
        await community.runtime.register.save_staff(user.id, [], None, "test")
    elif end == "account":
        await auth.async_remove_user(user)
    else:
        for log_in in list(user.refresh_tokens.values()):
            auth.async_remove_refresh_token(log_in)
    # It ends.
    async with asyncio.timeout(60):
        await response.read()
    assert community.hass.data[http_views.LOOKS].live.total() == 0


async def test_only_so_many_look_at_once_and_only_so_many_of_one_account(
    community: Community,
    frigate: StandInLink,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http_views, "MOST_LIVE", 5)
    monkeypatch.setattr(http_views, "MOST_LIVE_OF_ONE", 3)
    wall = await who_is(community, hass_ws_client, Role.DUTY_ROOM)
    duty = await who_is(community, hass_ws_client, Role.TECHNICIAN)
    frigate.client.endless = True
    client = await hass_client_no_auth()

    async def open_all(who: Person) -> list[ClientResponse]:
        # All at once: none is there yet when the last one asks.
        asked = [asyncio.create_task(client.get(LIVE, headers=bearer(who))) for _ in range(10)]
        return [await one for one in asked]

    of_wall, of_duty = await open_all(wall), await open_all(duty)
    assert sorted(answer.status for answer in of_wall) == [200] * 3 + [503] * 7
    assert sorted(answer.status for answer in of_duty) == [200] * 2 + [503] * 8
    refused = next(answer for answer in of_wall if answer.status == 503)
    assert await refused.json() == {"code": "too_many_live"}
    for answer in of_wall + of_duty:
        answer.close()
    await community.settle(lambda: not community.hass.data[http_views.LOOKS].live)


async def test_a_screen_that_takes_no_pictures_keeps_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_views, "_TAKES_WITHIN", 0.0)

    class Stuck:
        async def write(self, _data: bytes) -> None:
            await asyncio.get_running_loop().create_future()

    with pytest.raises(TimeoutError):
        await http_views._send(Stuck(), Picture(JPEG, NOON))  # type: ignore[arg-type]  # a stand-in


async def test_who_asks_while_a_still_is_asked_for_gets_the_same(
    community: Community,
    frigate: StandInLink,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    who = await who_is(community, hass_ws_client, Role.DUTY_ROOM)
    frigate.client.gate = asyncio.Event()
    client = await hass_client_no_auth()
    asking = [asyncio.create_task(client.get(STILL, headers=bearer(who))) for _ in range(20)]
    with patch.object(http_views, "_shown", side_effect=http_views._shown) as shown:
        await community.settle(lambda: shown.call_count == len(asking))
        # One who goes takes it from nobody.
        asking[0].cancel()
        frigate.client.gate.set()
        answers = await asyncio.gather(*asking[1:])
    assert [await answer.read() for answer in answers] == [JPEG] * 19
    assert frigate.client.asked == ["latest elevator_1"]
    # The next one is a new one.
    await client.get(STILL, headers=bearer(who))
    assert frigate.client.asked == ["latest elevator_1"] * 2


# What goes wrong.


@pytest.mark.parametrize("path", [STILL, LIVE])
async def test_a_camera_that_shows_nothing_is_said(
    community: Community,
    frigate: StandInLink,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    path: str,
) -> None:
    who = await who_is(community, hass_ws_client, Role.DUTY_ROOM)
    client = await hass_client_no_auth()
    frigate.client.broken = FrigateProblem.UNREACHABLE
    response = await client.get(path, headers=bearer(who))
    assert (response.status, await response.json()) == (502, {"code": "camera_no_picture"})
    response = await client.get(path.replace("cam1", "cam9"), headers=bearer(who))
    assert (response.status, await response.json()) == (404, {"code": "camera_unknown"})
    assert (await who.error("cameras/view", camera="cam9"))["code"] == "camera_unknown"


async def test_an_incident_without_such_a_picture_is_said(
    community: Community, hass_ws_client: WebSocketGenerator, hass_client_no_auth: ClientSessionGenerator
) -> None:
    who = await who_is(community, hass_ws_client, Role.DUTY_ROOM)
    client = await hass_client_no_auth()
    incident = await incident_of(community)
    url = await media_of(community, incident)
    for other, status in ((url[:-1] + "2", 404), (url.replace(incident.id, "unknown"), 404)):
        assert (await client.get(other, headers=bearer(who))).status == status
    assert (await who.error("incidents/media", incident_id="unknown"))["code"] == "incident_unknown"
    vault = community.runtime.database.vault
    with patch.object(type(vault), "is_open", new=False):
        response = await client.get(url, headers=bearer(who))
    assert (response.status, await response.json()) == (503, {"code": "store_failed"})
    (community.runtime.media._folder / incident.id / "1").unlink()
    response = await client.get(url, headers=bearer(who))
    assert (response.status, await response.json()) == (410, {"code": "media_gone"})


async def test_while_the_community_does_not_run_nothing_is_shown(
    community: Community, hass_ws_client: WebSocketGenerator, hass_client_no_auth: ClientSessionGenerator
) -> None:
    who = await who_is(community, hass_ws_client, Role.DUTY_ROOM)
    client = await hass_client_no_auth()
    await community.hass.config_entries.async_unload(community.entry.entry_id)
    for path in (STILL, LIVE, f"/api/{DOMAIN}/incidents/I1/media/1"):
        assert (await client.get(path, headers=bearer(who))).status == 503
