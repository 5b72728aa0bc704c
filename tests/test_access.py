"""Who may do what: every action and command as every role, as a plain user, and as nobody; written out by hand."""

from dataclasses import dataclass, replace
from datetime import date, time
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType
from aiohttp.test_utils import TestClient
from homeassistant.components import websocket_api
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_mock_service
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.smart_community import PLATFORMS
from custom_components.smart_community.const import CONF_CONTACT_CHANNELS, DOMAIN
from custom_components.smart_community.core import permissions
from custom_components.smart_community.core.camera import CameraPurpose, CameraRoom
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.device import DeviceInfo, DeviceKind
from custom_components.smart_community.core.elevator import CarReported, Elevator, ElevatorOnline
from custom_components.smart_community.core.guard_words import Asked, Eyes, Permit, Saw
from custom_components.smart_community.core.incident import Kind
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.roster import Cover, RoleRoster, Shift, Slot
from custom_components.smart_community.core.swap import Swap
from tests.cameras import a_camera, add_camera
from tests.conftest import Community, Receipt
from tests.core.guards import OPEN, sighting
from tests.core.test_commissioning import gone_through
from tests.elevator_world import set_up
from tests.falls import DEVICE, StandInCompanion, news
from tests.people import Person, a_rule, account, person

# The columns: an account without a role is "plain"; "nobody" has not logged in; a rule has no account at all, but
# one that a plain account runs by hand acts as that account.
COLUMNS: Final = (
    "technician", "duty_room", "grid_worker", "community_office", "auditor", "portal", "plain", "nobody", "rule",
    "plain_runs_rule",
)  # fmt: skip

# One line for every action and command. What is not in it fails the test, and so does whatever is not as it says.
# T technician, D duty room, G grid worker, C community office, A auditor, P portal, r a rule (actions only),
# x a rule that a plain login runs.
TABLE: Final = {
    "action open_incident":         "T D G C - - - - r -",
    "action acknowledge_incident":  "T D G C - - - - r -",
    "action resolve_incident":      "T D G C - - - - r -",
    "action dispatch":              "T D G C - - - - r -",
    "action announce":              "T D G C - - - - r -",
    "action hold_elevator":        "T D G C - - - - r -",
    "action release_elevator":     "T D G C - - - - r -",
    "action install_blueprints":    "T - - - - - - - r -",
    "action verify_journal":        "T - - - A - - - r -",
    "action render_frigate_config": "T - - - - - - - r -",
    "action assign_device":         "T - - C - - - - r -",
    "action start_walk_test":       "T D - C - - - - r -",
    "action stop_walk_test":        "T D - C - - - - r -",
    "action import_register":       "T - - C - - - - r -",
    "action rotate_key":            "T - - - - - - - r -",
    "command me":                   "T D G C A P - - - -",
    "command incidents/subscribe":  "T D G C A - - - - -",
    "command incidents/list":       "T D G C A - - - - -",
    "command incidents/get":        "T D G C A - - - - -",
    "command incidents/acknowledge": "T D G C - - - - - -",
    "command incidents/take_over":  "T D G C - - - - - -",
    "command incidents/en_route":   "T D G C - - - - - -",
    "command incidents/on_site":    "T D G C - - - - - -",
    "command incidents/resolve":    "T D G C - - - - - -",
    "command incidents/note":       "T D G C - - - - - -",
    "command incidents/call_back":  "T D G C - - - - - -",
    "command incidents/export":     "T D - C A - - - - -",
    "command incidents/media":      "T D G C - - - - - -",
    "command cameras/list":         "T D G C A - - - - -",
    "command cameras/view":         "T D G C - - - - - -",
    "command register/homes":       "T D - C - - - - - -",
    "command register/home":        "T D - C - - - - - -",
    "command register/save":        "T - - C - - - - - -",
    "command register/import":      "T - - C - - - - - -",
    "command register/import/upload": "T - - C - - - - - -",
    "command register/import/rows": "T - - C - - - - - -",
    "command register/undo_import": "T - - C - - - - - -",
    "command register/export":      "T - - C - - - - - -",
    "command register/consent":     "T - - C - - - - - -",
    "command register/pause":       "T D - C - - - - - -",
    "command register/resume":      "T D - C - - - - - -",
    "command register/leave":       "T - - C - - - - - -",
    "command register/household_export": "T - - C - - - - - -",
    "command register/erase":       "T - - C - - - - - -",
    "command grids/list":           "T D G C - - - - - -",
    "command grids/save":           "T - - C - - - - - -",
    "command staff/list":           "T - - C - - - - - -",
    "command staff/save":           "T - - - - - - - - -",
    "command devices/list":         "T D - C - - - - - -",
    "command devices/assign":       "T - - C - - - - - -",
    "command devices/tests_due":    "T D G C - - - - - -",
    "command walk_test/get":        "T D G C A - - - - -",
    "command walk_test/subscribe":  "T D G C A - - - - -",
    "command walk_test/start":      "T D - C - - - - - -",
    "command walk_test/stop":       "T D - C - - - - - -",
    "command channels/list":        "T D - C - - - - - -",
    "command channels/test":        "T - - - - - - - - -",
    "command shift/handover/get":   "T D G C - - - - - -",
    "command shift/handover/save":  "T D G C - - - - - -",
    "command shift/handover/give":  "T D G C - - - - - -",
    "command shift/handover/accept": "T D G C - - - - - -",
    "command roster/list":          "T D G C - - - - - -",
    "command roster/save":          "T - - C - - - - - -",
    "command roster/swap":          "T D G C - - - - - -",
    "command roster/override":      "T - - C - - - - - -",
    "command roster/holiday":       "T - - C - - - - - -",
    "command plans/list":           "T - - C - - - - - -",
    "command plans/save":           "T - - C - - - - - -",
    "command plans/reset":          "T - - C - - - - - -",
    "command journal/list":         "T - - - A - - - - -",
    "command journal/search":       "T - - - A - - - - -",
    "command journal/verify":       "T - - - A - - - - -",
    "command falls/get":            "T D G C - - - - - -",
    "command falls/list":           "T D G C A - - - - -",
    "command falls/verdict":        "T D G C - - - - - -",
    "command falls/precision":      "T D - C A - - - - -",
    "command falls/calibration":    "T - - - - - - - - -",
    "command elevators/list":       "T D G C A - - - - -",
    "command elevators/subscribe":  "T D G C A - - - - -",
    "command elevators/hold":       "T D G C - - - - - -",
    "command elevators/extend":     "T D G C - - - - - -",
    "command elevators/release":    "T D G C - - - - - -",
    "command elevators/phrases":    "T D G C A - - - - -",
    "command elevators/say":        "T D G C - - - - - -",
    "command elevators/two_way":    "T D G - - - - - - -",
    "command commissioning/get":    "T D G C A - - - - -",
    "command commissioning/list":   "T D G C A - - - - -",
    "command commissioning/start":  "T - - C - - - - - -",
    "command commissioning/record": "T - - - - - - - - -",
    "command commissioning/finish": "T - - - - - - - - -",
    "command commissioning/page":   "T D G C A - - - - -",
}  # fmt: skip

# The same for entities that a person can command; all others only show.
ENTITIES: Final = {
    "switch.test_mode": "T D - C - - - - r -",
    "siren.siren":      "T D G C - - - - r -",
    "switch.door_hold": "T D G C - - - - r -",
    "button.release_door": "T D G C - - - - r -",
    "button.self_test": "T D - C - - - - r -",
}  # fmt: skip

OF_A_HOUSEHOLD: Final = ("pause", "resume", "leave", "household_export", "erase")
SPEAKER: Final = "assist_satellite.duty_room"
CAR: Final = Elevator("car-1", "Elevator 1", device="elevator-1", cameras=("cam1",))

# Platforms through which a person can make something happen: an entity on one must check who asks, and be in the table.
READ_ONLY: Final = {Platform.BINARY_SENSOR, Platform.CALENDAR, Platform.EVENT, Platform.IMAGE, Platform.SENSOR}


@dataclass
class World:
    """What the commands are about; each is asked for in a way that succeeds for who may."""

    community: Community
    home: str
    spare_account: str
    numbers: Any
    # The incident of an object that fell.
    fallen: str

    async def incident(self) -> dict[str, str]:
        """Return the id of an incident of its own, since most commands change it."""
        device = f"device-{next(self.numbers)}"
        incident = await self.community.runtime.response.open(Kind.OTHER, by="test", device=device)
        return {"incident_id": incident.id}

    async def commissioning(self, name: str) -> dict[str, str]:
        """Return what belongs to a draft that is complete but for being finished."""
        desk = self.community.runtime.commissioning
        of_firm = {"firm": "A firm", "licence": "TS1", "day": date(2026, 1, 1), "by": "test"}
        draft = await desk.start(CAR.id, **of_firm)  # type: ignore[arg-type]  # each as it is there
        desk._drafts[CAR.id] = replace(gone_through(CAR), id=draft.id)
        if name == "commissioning/page":
            return {"commissioning_id": draft.id}
        tried = {"item": "voice", "result": "passed"} if name == "commissioning/record" else {}
        return {"elevator": CAR.id, **tried}

    async def swap(self, other: str) -> dict[str, str]:
        """Return the id of a swap that somebody was asked for: he may refuse it, and so may who keeps the roster."""
        swap_id, slot = f"swap-{next(self.numbers)}", Slot(date(2026, 12, 24), "day")
        asked = Swap(swap_id, Role.DUTY_ROOM, "somebody else", other, slot, None, self.community.runtime.clock().utc)
        self.community.runtime.roster._swaps[swap_id] = asked
        return {"swap": swap_id, "decision": "refuse"}

    def guarded(self, *, held: bool = False) -> None:
        """Let the guard of the elevator begin anew, with all that a hold needs; `held`: with its door held.

        An e-bike is there, for the rule; its incident is not written, so that the guard itself asks for nothing.
        """

        async def not_opened(_elevator: str, _kind: Kind, /) -> tuple[str | None, bool]:
            return None, False

        guards = self.community.runtime.guards
        guards._permit_of = lambda _elevator: Permit(holds=True)
        guards._open_incident = not_opened
        guards.configure([])
        guards.configure([CAR])
        at = self.community.runtime.clock().utc
        for fact in (ElevatorOnline(CAR.id, online=True, at=at), Eyes("cam1", up=True), CarReported(CAR.id, OPEN)):
            guards.take(CAR.id, fact)
        for frame in (1, 2):
            guards.take(CAR.id, Saw("cam1", sighting(frame=frame)))
        if held:
            guards.take(CAR.id, Asked(60, person=True))

    async def arguments(self, what: str, who: str = "") -> dict[str, Any]:  # noqa: C901, PLR0911, PLR0912 - one for each
        """Return what to send along, with which the command succeeds; `who` is the account that sends it."""
        name = what.split()[1]
        if name in {"hold_elevator", "elevators/hold", "elevators/extend"}:
            self.guarded(held=name.endswith("extend"))
        of_incident = await self.incident() if "incident" in name or name == "dispatch" else {}
        match name.replace("_incident", "").removeprefix("incidents/"):
            case "open":
                return {"kind": "other", "device": f"device-{next(self.numbers)}"}
            case "get" | "acknowledge" | "take_over" | "en_route" | "on_site" | "export" | "media":
                return of_incident
            case "resolve":
                return {**of_incident, "resolution": "test"}
            case "dispatch":
                return {**of_incident, "to": ["duty_room"]}
            case "note":
                return {**of_incident, "text": "seen"}
            case "call_back":
                return {**of_incident, "outcome": "reached"}
            case "shift/handover/accept":
                leaves = [Role.DUTY_ROOM, Role.GRID_WORKER]
                await self.community.runtime.register.save_staff(self.spare_account, leaves, None, "test")
                given = await self.community.runtime.records.handovers.give(self.spare_account)
                return {"handover_id": given.id}
            case "register/import/rows":
                sheets = self.community.runtime.register.sheets
                return {"import_id": (await sheets.import_sheet("", dry_run=True, by="test")).import_id}
            case "stop_walk_test" | "walk_test/stop":
                return {"test_id": (await self.community.runtime.tests.start("test")).id}
            case "falls/get" | "falls/verdict":
                said = {"verdict": "unsure"} if name.endswith("verdict") else {}
                return {"incident": self.fallen, **said}
            case "commissioning/record" | "commissioning/finish" | "commissioning/page":
                return await self.commissioning(name)
            case "roster/swap":
                return await self.swap(who)
            case "roster/override":
                shift = Shift("day", "Day", time(8), time(20))
                roster = RoleRoster(Role.DUTY_ROOM, {"day": shift}, cover=Cover.SHIFTS)
                await self.community.runtime.roster.save(Role.DUTY_ROOM, roster, "test")
                today = dt_util.now().date().isoformat()
                return {"role": "duty_room", "day": today, "shift": "day", "people": None}
        plain: dict[str, dict[str, Any]] = {
            "roster/save": {"role": "duty_room", "roster": None},
            "elevators/hold": {"elevator": CAR.id},
            "elevators/extend": {"elevator": CAR.id},
            "elevators/release": {"elevator": CAR.id},
            "hold_elevator": {"elevator": CAR.id},
            "release_elevator": {"elevator": CAR.id},
            "elevators/say": {"elevator": CAR.id, "phrase": "ebike_out"},
            "elevators/two_way": {"elevator": CAR.id},
            "commissioning/get": {"elevator": CAR.id},
            "commissioning/start": {"elevator": CAR.id, "firm": "A firm", "licence": "TS1", "date": "2026-01-01"},
            "announce": {"entity_id": SPEAKER, "message": "Please come to the duty room"},
            "assign_device": {"device": "button-1", "home": self.home},
            "cameras/view": {"camera": "cam1"},
            "falls/calibration": {"camera": "cam1"},
            "channels/test": {"channel": "script.sms"},
            "devices/assign": {"device": "button-1", "home": self.home},
            "import_register": {"file": "register.csv"},
            "register/home": {"home": self.home},
            "shift/handover/save": {"note": "All quiet"},
            "register/save": {"home": {"building": "4", "number": str(next(self.numbers))}},
            "plans/save": {
                "kind": "other",
                "steps": [{"after": 0, "to": ["duty_room"]}],
                "repeat_every": 300,
                "ask_again_after": 900,
            },
            "plans/reset": {"kind": "other"},
            **{f"register/{of}": {"home": self.home} for of in OF_A_HOUSEHOLD},
            "register/import": {"text": f"building,home\n6,{next(self.numbers)}\n"},
            "register/import/upload": {"part": "YQ=="},
            "register/undo_import": {"dry_run": True},
            "register/consent": {"home": self.home, "purpose": "face", "given": True, "text_version": "1"},
            "grids/save": {"name": f"Grid {next(self.numbers)}"},
            "staff/save": {"user_id": self.spare_account, "roles": ["grid_worker"]},
        }
        return plain.get(name, {})


@pytest.fixture
async def world(hass: HomeAssistant, community: Community) -> World:
    hass.states.async_set(SPEAKER, "idle")
    async_mock_service(hass, "assist_satellite", "announce")
    assert await async_setup_component(hass, "api", {})
    home = await community.button("button-1")
    await set_up(hass, community, CAR)
    # Only while something is the matter there may all of them look.
    watches = {"purpose": CameraPurpose.FACADE, "room": CameraRoom.FACADE, "companion": DEVICE}
    camera = add_camera(hass, community.entry, a_camera(frigate_name=None, entity="camera.hall", **watches))
    await community.runtime.response.open(Kind.EBIKE, by="test", place=Place(camera=camera))
    companion = community.runtime.falling.companion
    companion.client = StandInCompanion()  # type: ignore[assignment]
    # It stays, whatever else is set up.
    companion.configure = lambda settings: None  # type: ignore[method-assign]  # noqa: ARG005
    receipt = Receipt()
    await community.settle(lambda: DEVICE in community.runtime.falling.desk.cameras)
    community.link.on_event(news(1), receipt)
    await community.settle(lambda: receipt.confirmed and community.runtime.falling.desk.falls)
    (fallen,) = (one.id for one in community.runtime.response.active.values() if one.kind is Kind.FALLING_OBJECT)
    hass.config_entries.async_update_entry(community.entry, options={CONF_CONTACT_CHANNELS: ["script.sms"]})
    Path(hass.config.path("register.csv")).write_text("building,home\n5,101\n", encoding="utf-8")
    spare, _ = await account(hass, "a new colleague")
    return World(community, home, spare.id, count(1), fallen)


async def may(who: Person, what: str, arguments: dict[str, Any]) -> bool:
    """Return whether it was done; whoever may not is told exactly that."""
    kind, name = what.split()
    answer = await (who.act(name, **arguments) if kind == "action" else who.ask(name, **arguments))
    if not answer["success"]:
        # Home Assistant has one code for whatever an action raises; the translation tells.
        code = "home_assistant_error" if kind == "action" else websocket_api.ERR_UNAUTHORIZED
        told = {key: answer["error"][key] for key in ("code", "translation_domain", "translation_key")}
        assert told == {"code": code, "translation_domain": DOMAIN, "translation_key": "unauthorized"}, (what, answer)
    elif name == "elevators/subscribe":
        # What was subscribed to before goes on telling.
        while "elevators" not in (event := await who.event()):
            continue
        assert event["elevators"]
    elif name == "incidents/subscribe":
        assert (await who.event())["type"] == "snapshot"
    elif name == "register/import":
        # Between them come the events of what was subscribed to before.
        while "imported" not in (event := await who.event()):
            continue
        assert event["imported"]
    return bool(answer["success"])


async def nobody_may(client: TestClient[Any, Any], what: str, arguments: dict[str, Any]) -> bool:
    """Return whether anything but a refusal comes back to who has not logged in."""
    kind, name = what.split()
    if kind == "action":
        response = await client.post(f"/api/services/{DOMAIN}/{name}", json=arguments)
        if response.status != 401:
            return True
        message = {"type": "call_service", "domain": DOMAIN, "service": name, "service_data": arguments}
    else:
        message = {"type": f"{DOMAIN}/{name}", **arguments}
    socket = await client.ws_connect("/api/websocket")
    return not await shut_out(socket, {"id": 1, **message})


async def shut_out(socket: ClientWebSocketResponse, message: dict[str, Any]) -> bool:
    """Return whether a message, sent before the log-in, is refused and the connection closed."""
    assert (await socket.receive_json())["type"] == "auth_required"
    await socket.send_json(message)
    refused = (await socket.receive_json())["type"] == "auth_invalid"
    return refused and await is_closed(socket)


async def is_closed(socket: ClientWebSocketResponse) -> bool:
    """Return whether the other side has nothing more to say."""
    ended = (await socket.receive()).type in {WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING}
    await socket.close()
    return ended


@pytest.mark.parametrize("expected_lingering_timers", [True], ids=[""])  # aiohttp's, of a connection that was refused
async def test_each_action_and_command_as_each_role_and_as_nobody(
    hass: HomeAssistant,
    world: World,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    registered = {f"action {name}" for name in hass.services.async_services_for_domain(DOMAIN)}
    for kind in hass.data[websocket_api.DOMAIN]:
        if kind.startswith(DOMAIN):
            registered.add(f"command {kind.removeprefix(f'{DOMAIN}/')}")
    assert set(TABLE) == registered

    people = [await person(world.community, hass_ws_client, Role(column)) for column in COLUMNS[:6]]
    people.append(await person(world.community, hass_ws_client))
    rule = await a_rule(hass)
    stranger = await hass_client_no_auth()

    seen: dict[str, str] = {}
    for what in TABLE:
        done = [await may(who, what, await world.arguments(what, who.user.id)) for who in people]
        done.append(await nobody_may(stranger, what, await world.arguments(what)))
        kind, name = what.split()
        for runner in (None, people[-1]):
            did = kind == "action" and await rule.did(f"{DOMAIN}.{name}", await world.arguments(what), runner)
            done.append(did)
        seen[what] = " ".join(letter if did else "-" for letter, did in zip("TDGCAP?!rx", done, strict=True))
    assert seen == TABLE


async def test_roles_add_up_and_count_from_the_next_message_on(
    world: World, hass_ws_client: WebSocketGenerator
) -> None:
    who = await person(world.community, hass_ws_client, Role.AUDITOR, Role.GRID_WORKER)
    assert (await who.result("me"))["roles"] == ["auditor", "grid_worker"]
    assert await may(who, "command journal/list", {})
    assert await may(who, "action acknowledge_incident", await world.incident())

    await world.community.runtime.register.save_staff(who.user.id, [], None, "test")
    assert not await may(who, "command me", {})
    assert not await may(who, "action acknowledge_incident", await world.incident())


@pytest.mark.parametrize("expected_lingering_timers", [True], ids=[""])
async def test_a_deactivated_account_is_nobody(
    hass: HomeAssistant, world: World, hass_ws_client: WebSocketGenerator, hass_client_no_auth: ClientSessionGenerator
) -> None:
    who = await person(world.community, hass_ws_client, Role.DUTY_ROOM)
    await hass.auth.async_update_user(who.user, is_active=False)

    assert await is_closed(who.socket)
    client = await hass_client_no_auth()
    socket = await client.ws_connect("/api/websocket")
    assert await shut_out(socket, {"type": "auth", "access_token": who.token})
    # A rule or a script that was started by it and runs on.
    context = Context(user_id=who.user.id)
    with pytest.raises(Unauthorized):
        await hass.services.async_call(DOMAIN, "open_incident", {"kind": "other"}, blocking=True, context=context)


async def test_an_account_that_is_gone_is_nobody(hass: HomeAssistant, world: World) -> None:
    user, _ = await account(hass, "who has left")
    await world.community.runtime.register.save_staff(user.id, [Role.DUTY_ROOM], None, "test")
    await hass.auth.async_remove_user(user)
    context = Context(user_id=user.id)
    with pytest.raises(Unauthorized):
        await hass.services.async_call(DOMAIN, "open_incident", {"kind": "other"}, blocking=True, context=context)


async def test_without_a_running_community_only_an_administrator_hears_why(
    hass: HomeAssistant, community: Community, hass_ws_client: WebSocketGenerator
) -> None:
    technician = await person(community, hass_ws_client, Role.TECHNICIAN)
    worker = await person(community, hass_ws_client, Role.GRID_WORKER)
    assert await hass.config_entries.async_unload(community.entry.entry_id)

    assert (await technician.error("me"))["code"] == "not_loaded"
    assert (await worker.error("me"))["code"] == "unauthorized"
    told = (await technician.act("open_incident", kind="other"))["error"]
    assert (told["code"], told["translation_key"]) == ("service_validation_error", "not_loaded")
    assert (await worker.act("open_incident", kind="other"))["error"]["translation_key"] == "unauthorized"


async def test_each_entity_that_can_be_commanded_as_each_role(
    hass: HomeAssistant, world: World, hass_ws_client: WebSocketGenerator
) -> None:
    assert set(PLATFORMS) == READ_ONLY | {Platform(entity.split(".")[0]) for entity in ENTITIES}
    assert set(ENTITIES) == set(permissions.ENTITIES)
    community = world.community
    community.link.on_fact(DeviceInfo("siren-1", DeviceKind.SIREN))
    (building,) = {building.id for building in community.runtime.directory.buildings.values() if building.name == "3"}
    await community.runtime.supervision.assign("siren-1", Place(building=building), "test")
    registry = er.async_get(hass)

    def entities() -> dict[str, str]:
        found = er.async_entries_for_config_entry(registry, community.entry.entry_id)
        return {
            f"{one.domain}.{one.translation_key}": one.entity_id
            for one in found
            if one.domain not in READ_ONLY and hass.states.get(one.entity_id) is not None
        }

    await community.settle(lambda: set(entities()) == set(ENTITIES))
    people = [await person(community, hass_ws_client, Role(column)) for column in COLUMNS[:6]]
    people.append(await person(community, hass_ws_client))
    rule = await a_rule(hass)
    world.guarded()
    seen: dict[str, str] = {}
    for entity, entity_id in entities().items():
        done: list[bool] = []
        domain = entity.split(".")[0]
        for who in people:
            service = "press" if domain == "button" else "turn_on"
            call = {"type": "call_service", "domain": domain, "service": service, "target": {"entity_id": entity_id}}
            answer = await who.send(call)
            assert answer["success"] or answer["error"]["translation_key"] == "unauthorized", answer
            done.append(answer["success"])
        off = {"entity_id": entity_id}
        off_service = f"{domain}.press" if domain == "button" else f"{domain}.turn_off"
        done += [False, *[await rule.did(off_service, off, runner) for runner in (None, people[-1])]]
        seen[entity] = " ".join(letter if did else "-" for letter, did in zip("TDGCAP?!rx", done, strict=True))
    assert seen == ENTITIES
