"""Channels, end to end through the runtime: companion apps, scripts, notify entities and actions.

The unit environment lacks what mobile_app requires: here its platform has a stand-in below Home Assistant's own notify
machinery; tests/real/test_phones.py has the real one.
"""

import asyncio
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, override
from unittest.mock import AsyncMock, patch

import pytest
from homeassistant.components.notify.legacy import NOTIFY_SERVICES, BaseNotificationService, async_reload
from homeassistant.components.script.const import DOMAIN as SCRIPT
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Context, HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util.ulid import ulid_now
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockModule, mock_integration
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_community.bindings import assign
from custom_components.smart_community.const import CONF_CONTACT_CHANNELS
from custom_components.smart_community.core.answer_token import token_of
from custom_components.smart_community.core.channel import Limits
from custom_components.smart_community.core.delivery import Audience, Delivery
from custom_components.smart_community.core.incident import Incident, Kind, Severity
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.links.channels import sender
from custom_components.smart_community.links.channels.companion_app import EVENT_ACTION, EVENT_RECEIVED, read_tag
from tests.conftest import Community, settle
from tests.people import Person, account, person

CONTACT = {"name": "Zhao Meiling", "phone": "13800138000", "relation": "daughter"}
PERSONAL = ("Li Hua", "Zhao Meiling", "13800138000", "daughter", "key safe 4711", "'101'")


@dataclass
class Phone:
    """A registered companion app and what it was sent."""

    owner: Person
    webhook_id: str
    pushes: list[dict[str, Any]] = field(default_factory=list)


class CompanionApps(BaseNotificationService):
    """Does what mobile_app's platform does: an action for each name, a push channel for each phone."""

    def __init__(self, hass: HomeAssistant, phones: list[Phone]) -> None:
        self.hass = hass
        self.phones = phones

    @property
    @override
    def targets(self) -> dict[str, str]:
        entries = self.hass.config_entries.async_entries("mobile_app")
        return {entry.data["device_name"]: entry.data["webhook_id"] for entry in entries}

    @override
    async def async_send_message(self, message: str = "", **kwargs: Any) -> None:
        for target in kwargs["target"]:
            phone = next(phone for phone in self.phones if phone.webhook_id == target)
            if target not in self.hass.data["mobile_app"]["push_channel"]:
                raise HomeAssistantError(target)
            said = {"message": message, "title": kwargs.get("title"), "data": kwargs["data"]}
            phone.pushes.append(json.loads(json.dumps(said)))


@dataclass
class World:
    """A running community with a home, and phones to tell people on."""

    community: Community
    sockets: WebSocketGenerator
    phones: list[Phone] = field(default_factory=list)

    @property
    def hass(self) -> HomeAssistant:
        return self.community.hass

    async def staff(self, role: Role = Role.GRID_WORKER, channels: list[str] | None = None) -> Person:
        """Return a member of staff, logged in."""
        who = await person(self.community, self.sockets, role)
        if channels is not None:
            await self.community.runtime.register.save_staff(who.user.id, [role], channels, "test")
        return who

    async def phone(self, owner: Person, name: str = "Phone", *, connected: bool = True) -> Phone:
        """Register a companion app that only has the local push channel."""
        phone = Phone(owner, ulid_now())
        data = {
            "app_data": {"push_websocket_channel": True},
            "device_name": name,
            "user_id": owner.user.id,
            "webhook_id": phone.webhook_id,
        }
        MockConfigEntry(domain="mobile_app", title=name, data=data, state=ConfigEntryState.LOADED).add_to_hass(
            self.hass
        )
        self.phones.append(phone)
        if connected:
            self.connect(phone)
        await async_reload(self.hass, "mobile_app")
        return phone

    def connect(self, phone: Phone) -> None:
        """Open the push channel of a phone."""
        self.hass.data["mobile_app"]["push_channel"][phone.webhook_id] = object()

    async def press(self, device: str = "button-1", seq: int = 1) -> Incident:
        """Press a button, and return the incident."""
        receipt = self.community.link.press(device, seq)
        await self.community.settle(lambda: receipt.confirmed)
        return list(self.community.runtime.response.active.values())[-1]

    def ledger(self, incident: Incident) -> dict[tuple[str, str], tuple[str, str | None]]:
        """Return state and error of each delivery by role and channel."""
        return {
            (delivery.role.value, delivery.channel): (delivery.state.value, delivery.error)
            for delivery in self.community.runtime.pager.ledger(incident.id).values()
        }

    def delivery(self, incident: Incident, who: Person) -> Delivery:
        """Return the first delivery to somebody."""
        ledger = self.community.runtime.pager.ledger(incident.id).values()
        return next(delivery for delivery in ledger if delivery.recipient == f"user:{who.user.id}")

    async def fire(self, phone: Phone, kind: str, data: dict[str, Any]) -> None:
        """Fire an event as the webhook of a phone's registration does: with the context of its owner."""
        self.hass.bus.async_fire(kind, data, context=Context(user_id=phone.owner.user.id))
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def journal(self) -> list[tuple[str, str, str]]:
        """Return who was refused which answer, and why."""
        technician = await person(self.community, self.sockets, Role.TECHNICIAN)
        entries = (await technician.result("journal/list"))["entries"]
        return [
            (entry["actor"], entry["subject"], entry["details"]["reason"])
            for entry in reversed(entries)
            if entry["action"] == "answer_refused"
        ]


@pytest.fixture
async def world(hass: HomeAssistant, community: Community, hass_ws_client: WebSocketGenerator) -> World:
    for component in ("notify", SCRIPT):
        assert await async_setup_component(hass, component, {})
    await hass.async_block_till_done()
    world = World(community, hass_ws_client)
    mock_integration(hass, MockModule("mobile_app", async_unload_entry=AsyncMock(return_value=True)))
    hass.data["mobile_app"] = {"push_channel": {}}
    apps = CompanionApps(hass, world.phones)
    await apps.async_setup(hass, "notify", "mobile_app")
    hass.data[NOTIFY_SERVICES]["mobile_app"] = [apps]
    home = await community.button("button-1")
    await community.runtime.register.save_home({"id": home, "access": "key safe 4711", "contacts": [CONTACT]}, "test")
    return world


@pytest.fixture
def calls(hass: HomeAssistant) -> list[dict[str, Any]]:
    """Return the data of every call of a notify action or a script."""
    seen: list[dict[str, Any]] = []

    def note(event: Any) -> None:
        if event.data["domain"] in {"notify", SCRIPT}:
            seen.append(event.data)

    hass.bus.async_listen("call_service", note)
    return seen


@pytest.fixture
def impatient() -> Iterator[None]:
    """Let what hangs have a fifth of a second."""
    hanging = {"notify.hanging", "script.call"}
    with patch.object(sender, "limits_of", lambda channel: Limits(0.2 if channel in hanging else 60.0, None)):
        yield


def contact_channels(world: World, *channels: str) -> None:
    world.hass.config_entries.async_update_entry(world.community.entry, options={CONF_CONTACT_CHANNELS: list(channels)})


async def test_a_press_is_on_the_phone_as_an_alarm_that_says_little(
    world: World, calls: list[dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "custom_components.smart_community")
    worker = await world.staff()
    phone = await world.phone(worker)
    incident = await world.press()
    await world.community.settle(lambda: phone.pushes)

    (push,) = phone.pushes
    assert push["title"] == f"Help alarm #{incident.number}"
    assert push["message"] == "Building 3"
    nonce = world.delivery(incident, worker).nonce
    data = push["data"]
    assert data["tag"] == f"smart_community_{incident.id}"
    assert data["push"] == {
        "sound": {"name": "default", "critical": 1, "volume": 1.0},
        "interruption-level": "critical",
    }
    assert (data["ttl"], data["priority"], data["channel"], data["confirmation"]) == (0, "high", "alarm_stream", True)
    assert data["actions"] == [
        {
            "action": f"SMART_COMMUNITY.{word}.{incident.id}.{nonce}",
            "title": title,
            "authenticationRequired": False,
        }
        for word, title in (("ack", "Acknowledge"), ("route", "On my way"))
    ]
    await settle(world.hass, lambda: world.ledger(incident)["grid_worker", "mobile_app"] == ("handed_over", None))

    said = f"{calls}{phone.pushes}"
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("custom_components")]
    for word in (*PERSONAL, worker.user.name or "?", incident.place.home or "?"):
        assert word not in said
        assert not any(word in line for line in ours), word


async def test_in_chinese_and_without_urgency(world: World) -> None:
    world.hass.config.language = "zh-Hans"
    worker = await world.staff(Role.DUTY_ROOM)
    phone = await world.phone(worker)
    incident = await world.community.runtime.response.open(Kind.OTHER, by="test", severity=Severity.NORMAL)
    await world.community.settle(lambda: phone.pushes)
    (push,) = phone.pushes
    assert (push["title"], push["message"]) == (f"其他 #{incident.number}", "位置不详")
    assert [button["title"] for button in push["data"]["actions"]] == ["接警", "我正赶去"]
    assert "push" not in push["data"]
    assert "channel" not in push["data"]


async def test_the_tap_of_the_recipient_acknowledges_and_clears_all_phones(world: World) -> None:
    worker, duty = await world.staff(), await world.staff(Role.DUTY_ROOM)
    phones = [await world.phone(worker, "A"), await world.phone(worker, "B"), await world.phone(duty, "C")]
    incident = await world.press()
    await world.community.settle(lambda: all(phone.pushes for phone in phones))

    await world.fire(phones[0], EVENT_RECEIVED, {"tag": phones[0].pushes[0]["data"]["tag"]})
    await settle(world.hass, lambda: world.delivery(incident, worker).state == "received")
    await world.fire(phones[0], EVENT_ACTION, {"action": phones[0].pushes[0]["data"]["actions"][0]["action"]})
    await settle(world.hass, lambda: all(len(phone.pushes) == 2 for phone in phones))
    owned = world.community.runtime.response.active[incident.id]
    assert owned.acknowledged_by == worker.user.id
    assert world.delivery(incident, worker).state == "seen"
    for phone in phones:
        assert phone.pushes[1]["message"] == "clear_notification"
        assert phone.pushes[1]["data"]["tag"] == f"smart_community_{incident.id}"

    # The other button of the same push still counts, once.
    for _ in range(2):
        await world.fire(phones[0], EVENT_ACTION, {"action": phones[0].pushes[0]["data"]["actions"][1]["action"]})
    await settle(
        world.hass,
        lambda: (
            [entry.what.value for entry in world.community.runtime.response.active[incident.id].timeline]
            == ["opened", "acknowledged", "en_route"]
        ),
    )
    assert await world.journal() == [(worker.user.id, incident.id, "used")]


async def test_forged_answers_are_refused_and_journalled(world: World) -> None:
    worker, duty = await world.staff(), await world.staff(Role.DUTY_ROOM)
    phone, other = await world.phone(worker), await world.phone(duty, "Other")
    incident = await world.press()
    elsewhere = await world.community.runtime.response.open(Kind.OTHER, by="test", device="somewhere")
    await world.community.settle(lambda: other.pushes)
    nonce = world.delivery(incident, worker).nonce

    plain, token = await account(world.hass, "a resident")
    resident = await world.phone(Person(plain, token, worker.socket), "Resident")
    await world.fire(resident, EVENT_ACTION, {"action": f"SMART_COMMUNITY.ack.{incident.id}.{nonce}"})
    await world.fire(other, EVENT_ACTION, {"action": f"SMART_COMMUNITY.ack.{incident.id}.{nonce}"})
    await world.fire(phone, EVENT_ACTION, {"action": f"SMART_COMMUNITY.ack.{elsewhere.id}.{nonce}"})
    await world.fire(phone, EVENT_ACTION, {"action": f"SMART_COMMUNITY.ack.{incident.id}.guess"})
    await world.fire(phone, EVENT_ACTION, {"action": f"SMART_COMMUNITY.ack.{ulid_now()}.{nonce}"})
    await world.fire(phone, EVENT_ACTION, {"action": "OTHER.ack"})
    world.hass.bus.async_fire(EVENT_ACTION, {"action": f"SMART_COMMUNITY.ack.{incident.id}.{nonce}"})
    # What was given to a phone is worth nothing once its owner has no role any more.
    await world.community.runtime.register.save_staff(worker.user.id, [], None, "test")
    await world.fire(phone, EVENT_ACTION, {"action": f"SMART_COMMUNITY.ack.{incident.id}.{nonce}"})
    # Nor does a receipt of somebody else count.
    await world.fire(resident, EVENT_RECEIVED, {"tag": f"smart_community_{incident.id}"})
    await world.hass.async_block_till_done(wait_background_tasks=True)

    assert all(one.acknowledged_at is None for one in world.community.runtime.response.active.values())
    assert world.delivery(incident, worker).state == "handed_over"
    refused = await world.journal()
    assert [(actor, reason) for actor, _, reason in refused] == [
        (plain.id, "not_given"),
        (duty.user.id, "not_given"),
        (worker.user.id, "not_given"),
        (worker.user.id, "not_given"),
        (worker.user.id, "not_active"),
        ("nobody", "no_account"),
        (worker.user.id, "no_role"),
    ]


async def test_the_journal_is_not_flooded_by_one_account(world: World) -> None:
    plain, _ = await account(world.hass, "a resident")
    for _ in range(50):
        world.hass.bus.async_fire(
            EVENT_ACTION, {"action": f"SMART_COMMUNITY.ack.{ulid_now()}.x"}, context=Context(user_id=plain.id)
        )
    await world.hass.async_block_till_done(wait_background_tasks=True)
    assert len(await world.journal()) == 20


async def test_two_phones_of_one_name_are_both_told(world: World) -> None:
    worker, duty = await world.staff(), await world.staff(Role.DUTY_ROOM)
    phones = [await world.phone(worker, "iPhone"), await world.phone(duty, "iPhone")]
    incident = await world.press()
    await world.community.settle(lambda: all(phone.pushes for phone in phones))
    assert {phone.pushes[0]["data"]["actions"][0]["action"].rsplit(".", 1)[1] for phone in phones} == {
        world.delivery(incident, worker).nonce,
        world.delivery(incident, duty).nonce,
    }


async def test_a_phone_without_connection_and_an_account_without_phone(world: World) -> None:
    worker, _duty = await world.staff(), await world.staff(Role.DUTY_ROOM)
    await world.staff(Role.COMMUNITY_OFFICE, ["mobile_app", "script.missing"])
    await world.phone(worker, connected=False)
    later(world, 61)
    incident = await world.press()
    expected = {
        ("grid_worker", "mobile_app"): ("failed", "phone_not_connected"),
        ("duty_room", "mobile_app"): ("failed", "no_phone"),
        ("community_office", "mobile_app"): ("failed", "no_phone"),
        ("community_office", "script.missing"): ("failed", "not_registered"),
        ("emergency_contact", "none"): ("failed", "no_channel"),
    }
    await settle(world.hass, lambda: expected.items() <= world.ledger(incident).items())


def later(world: World, seconds: float) -> None:
    """Let so many monotonic seconds have passed since the start for the pager."""
    world.community.runtime.pager._started -= seconds


async def test_a_channel_that_comes_late_is_waited_for_until_60_s_after_the_start(world: World) -> None:
    worker = await world.staff(channels=["notify.late"])
    duty = await world.staff(Role.DUTY_ROOM, channels=["notify.never"])
    contact_channels(world, "script.sms")
    incident = await world.press()
    assert {state for state, _ in world.ledger(incident).values()} == {"queued"}

    heard: list[ServiceCall] = []
    world.hass.services.async_register("notify", "late", heard.append)
    runtime = world.community.runtime
    runtime.pager.tick(runtime.clock())
    await settle(world.hass, lambda: world.delivery(incident, worker).state == "handed_over")
    assert heard[0].data["message"] == f"Help alarm #{incident.number}, Building 3"
    assert world.delivery(incident, duty).state == "queued"

    later(world, 61)
    runtime.pager.tick(runtime.clock())
    await settle(world.hass, lambda: world.delivery(incident, duty).state == "failed")
    assert world.delivery(incident, duty).error == "not_registered"
    assert world.ledger(incident)["emergency_contact", "script.sms"] == ("failed", "not_registered")


async def test_a_phone_that_reconnects_after_a_start_is_waited_for(world: World) -> None:
    worker = await world.staff()
    phone = await world.phone(worker, connected=False)
    incident = await world.press()
    assert world.delivery(incident, worker).state == "queued"
    world.connect(phone)
    runtime = world.community.runtime
    runtime.pager.tick(runtime.clock())
    await settle(world.hass, lambda: bool(phone.pushes))


async def test_a_channel_that_hangs_holds_nobody_up(world: World) -> None:
    worker = await world.staff(channels=["notify.hanging"])
    contact_channels(world, "notify.good")
    over = asyncio.Event()

    async def hang(_call: ServiceCall) -> None:
        await over.wait()

    for name, what in {"hanging": hang, "good": lambda _call: None}.items():
        world.hass.services.async_register("notify", name, what)
    with patch.object(sender, "limits_of", lambda _channel: Limits(3600.0, None)):
        incident = await world.press()
        await settle(world.hass, lambda: world.ledger(incident)["emergency_contact", "notify.good"][0] == "handed_over")
        assert world.delivery(incident, worker).state == "queued"
        over.set()
        await settle(world.hass, lambda: world.delivery(incident, worker).state == "handed_over")


@pytest.mark.usefixtures("impatient")
async def test_hanging_raising_and_slow_channels_hold_nobody_up(world: World, caplog: pytest.LogCaptureFixture) -> None:
    worker = await world.staff(channels=["notify.hanging", "notify.slow"])
    duty = await world.staff(Role.DUTY_ROOM, channels=["notify.raising", "notify.good"])
    contact_channels(world, "notify.good")
    good: list[ServiceCall] = []

    async def hang(_call: ServiceCall) -> None:
        await asyncio.Event().wait()

    async def slow(call: ServiceCall) -> None:
        await asyncio.sleep(0.05)
        good.append(call)

    async def fail(_call: ServiceCall) -> None:
        raise HomeAssistantError("13800138000")

    for name, what in {"hanging": hang, "slow": slow, "raising": fail, "good": good.append}.items():
        world.hass.services.async_register("notify", name, what)
    incident = await world.press()
    await settle(world.hass, lambda: world.ledger(incident)["emergency_contact", "notify.good"][0] == "handed_over")
    assert world.ledger(incident)["duty_room", "notify.raising"] == ("failed", "channel_failed")
    await settle(world.hass, lambda: world.delivery(incident, worker).state == "failed")
    assert world.delivery(incident, worker).error == "channel_timeout"
    assert world.delivery(incident, duty).error == "channel_failed"

    runtime = world.community.runtime
    runtime.pager.tick(runtime.clock())
    await settle(world.hass, lambda: len(good) == 3)
    assert world.ledger(incident)["grid_worker", "notify.slow"] == ("handed_over", None)
    assert world.ledger(incident)["duty_room", "notify.good"] == ("handed_over", None)
    assert not any(
        "13800138000" in record.getMessage() for record in caplog.records if record.name.startswith("custom_components")
    )


SCRIPTS = {
    "sms": {"mode": "single", "sequence": [{"action": "test.sms", "data": {"number": "{{ number }}"}}]},
    "call": {"mode": "parallel", "sequence": [{"action": "test.hang"}]},
}


async def test_scripts_get_number_and_text_one_after_the_other_if_they_take_only_one(world: World) -> None:
    texted: list[str] = []
    running = 0

    async def sms(call: ServiceCall) -> None:
        nonlocal running
        running += 1
        assert running == 1
        await asyncio.sleep(0.02)
        running -= 1
        texted.append(str(call.data["number"]))

    world.hass.services.async_register("test", "sms", sms)
    assert await async_setup_component(world.hass, "homeassistant", {})
    with patch("homeassistant.config.load_yaml_config_file", return_value={SCRIPT: SCRIPTS}):
        await world.hass.services.async_call(SCRIPT, "reload", blocking=True)
    # Its action keeps its name when its entity is renamed.
    er.async_get(world.hass).async_update_entity("script.sms", new_entity_id="script.text_message")
    await world.hass.async_block_till_done()
    contact_channels(world, "script.text_message")
    home = next(iter(world.community.runtime.directory.contacts))
    contacts = [{**CONTACT, "phone": f"1380013800{digit}"} for digit in range(3)]
    await world.community.runtime.register.save_home({"id": home, "contacts": contacts}, "test")
    incident = await world.press()
    await settle(world.hass, lambda: len(texted) == 3)
    assert sorted(texted) == ["13800138000", "13800138001", "13800138002"]
    await settle(
        world.hass,
        lambda: {state for state, _ in world.ledger(incident).values()} == {"handed_over"},
    )


@pytest.mark.usefixtures("impatient")
async def test_a_script_that_takes_its_time_is_not_cut_off(world: World) -> None:
    ended: list[bool] = []

    async def hang(_call: ServiceCall) -> None:
        await asyncio.sleep(0.5)
        ended.append(True)

    world.hass.services.async_register("test", "hang", hang)
    with patch("homeassistant.config.load_yaml_config_file", return_value={SCRIPT: SCRIPTS}):
        await world.hass.services.async_call(SCRIPT, "reload", blocking=True)
    contact_channels(world, "script.call")
    incident = await world.press()
    await settle(
        world.hass,
        lambda: world.ledger(incident)["emergency_contact", "script.call"] == ("failed", "channel_timeout"),
    )
    await settle(world.hass, lambda: ended)


async def test_what_a_script_is_given(world: World, calls: list[dict[str, Any]]) -> None:
    world.hass.services.async_register(SCRIPT, "sms", lambda _call: None)
    worker = await world.staff(channels=["script.sms"])
    contact_channels(world, "script.sms")
    incident = await world.press()
    await settle(world.hass, lambda: len(calls) == 2)
    usual = {
        "title": f"Help alarm #{incident.number}",
        "message": "Building 3",
        "text": f"Help alarm #{incident.number}, Building 3",
        "incident_id": incident.id,
        "kind": "help",
        "building": "3",
        "language": "en",
        "test": False,
    }
    deliveries = world.community.runtime.pager.ledger(incident.id).values()
    tokens = {delivery.role: token_of(delivery) for delivery in deliveries}
    given = sorted((call["service_data"] for call in calls), key=lambda one: str(one["number"]))
    assert given == [
        {"number": "", "account": worker.user.id, "token": tokens[Audience.GRID_WORKER], **usual},
        {"number": "13800138000", "account": "", "token": tokens[Audience.EMERGENCY_CONTACT], **usual},
    ]


async def test_notify_entities_with_and_without_a_title_and_one_that_is_away(
    world: World, calls: list[dict[str, Any]]
) -> None:
    world.hass.states.async_set("notify.titled", "unknown", {"supported_features": 1})
    world.hass.states.async_set("notify.plain", "unknown")
    world.hass.states.async_set("notify.away", "unavailable")
    await world.staff(channels=["notify.titled"])
    await world.staff(Role.DUTY_ROOM, channels=["notify.plain"])
    contact_channels(world, "notify.away")
    later(world, 61)
    incident = await world.press()
    title = f"Help alarm #{incident.number}"
    await settle(world.hass, lambda: len(calls) == 2)
    said = sorted(((call["service"], call["service_data"]) for call in calls), key=lambda one: one[1]["entity_id"])
    assert said == [
        ("send_message", {"entity_id": "notify.plain", "message": f"{title}, Building 3"}),
        ("send_message", {"entity_id": "notify.titled", "title": title, "message": "Building 3"}),
    ]
    failed = ("failed", "channel_unavailable")
    await settle(world.hass, lambda: world.ledger(incident)["emergency_contact", "notify.away"] == failed)


async def test_a_storm_is_one_push_with_the_count_and_goes_when_all_are_owned(world: World) -> None:
    worker = await world.staff(Role.DUTY_ROOM)
    phone = await world.phone(worker)
    runtime = world.community.runtime
    opened = [await runtime.response.open(Kind.SMOKE, by="test", device=f"d{number}") for number in range(8)]
    await settle(world.hass, lambda: len(phone.pushes) == 6)
    *single, storm = phone.pushes
    assert [push["title"] for push in single] == [f"Smoke #{incident.number}" for incident in opened[:5]]
    gathered = int(storm["title"].split()[0]) if storm["title"].split()[0].isdigit() else 1
    if gathered == 1:
        # The first after the five went at once, the others two seconds later.
        await settle(world.hass, lambda: len(phone.pushes) == 7)
        storm = phone.pushes[-1]
    assert storm["title"].endswith("open alarms")
    assert storm["data"]["tag"] == "smart_community_storm"
    assert "actions" not in storm["data"]
    assert storm["data"]["url"] == storm["data"]["clickAction"]

    await world.fire(phone, EVENT_RECEIVED, {"tag": "smart_community_storm"})
    await settle(world.hass, lambda: world.delivery(opened[-1], worker).state == "received")
    assert world.delivery(opened[0], worker).state == "handed_over"
    for incident in opened:
        await runtime.response.acknowledge(incident.id, worker.user.id)
    await settle(
        world.hass,
        lambda: (
            phone.pushes[-1]["message"] == "clear_notification"
            and any(push["data"]["tag"] == "smart_community_storm" for push in phone.pushes[-2:])
        ),
    )


async def test_names_that_are_no_channels(world: World) -> None:
    technician = await person(world.community, world.sockets, Role.TECHNICIAN)
    for channel in ("mobile_app.phone", "notify.", "light.kitchen", "sms", "script.Upper", "notify.a b"):
        error = await technician.error(
            "staff/save", user_id=technician.user.id, roles=["duty_room"], channels=[channel]
        )
        assert error["code"] == "channel_unknown"
    channels = ["mobile_app", "notify.x", "script.y"]
    await technician.result("staff/save", user_id=technician.user.id, roles=["duty_room"], channels=channels)
    assert world.community.runtime.directory.staff[technician.user.id].channels == tuple(channels)


def test_a_receipt_is_known_by_its_tag() -> None:
    assert read_tag({"tag": "smart_community_x"}) == "smart_community_x"
    assert read_tag({"message": "m", "data": {"tag": "smart_community_x"}}) == "smart_community_x"
    assert read_tag({"tag": "other"}) is None
    assert read_tag({"tag": 1, "data": "x"}) is None
    assert read_tag(SimpleNamespace().__dict__) is None


async def test_the_wire_carries_the_ledger_and_who_is_who(world: World) -> None:
    worker = await world.staff(channels=["notify.good"])
    auditor = await person(world.community, world.sockets, Role.AUDITOR)
    contact_channels(world, "notify.good")
    world.hass.services.async_register("notify", "good", lambda _call: None)
    incident = await world.press()
    await settle(world.hass, lambda: {state for state, _ in world.ledger(incident).values()} == {"handed_over"})
    contact = f"contact:{incident.place.home}:0"

    got = await worker.result("incidents/get", incident_id=incident.id)
    assert {row["recipient"]: row["state"] for row in got["incident"]["deliveries"]} == {
        f"user:{worker.user.id}": "handed_over",
        contact: "handed_over",
    }
    assert got["people"] == {f"user:{worker.user.id}": worker.user.name, contact: "Zhao Meiling"}
    assert "nonce" not in str(got)
    seen = await auditor.result("incidents/get", incident_id=incident.id)
    assert contact not in seen["people"]
    (listed,) = (await auditor.result("incidents/list", state="active"))["incidents"]
    assert len(listed["deliveries"]) == 2

    await auditor.ask("incidents/subscribe")
    (snapshot,) = (await auditor.event())["incidents"]
    assert len(snapshot["deliveries"]) == 2
    owned = await worker.result("incidents/acknowledge", incident_id=incident.id)
    assert len(owned["incident"]["deliveries"]) == 2
    ended = await worker.result("incidents/resolve", incident_id=incident.id, resolution="real")
    assert len(ended["incident"]["deliveries"]) == 2
    said: list[str] = []
    while "resolved" not in said:
        change = await auditor.event()
        said.append(change["change"])
        assert len(change["incident"]["deliveries"]) == 2
    assert "acknowledged" in said
    over = await worker.result("incidents/get", incident_id=incident.id)
    assert len(over["incident"]["deliveries"]) == 2
    assert over["people"] == {worker.user.id: worker.user.name, f"user:{worker.user.id}": worker.user.name}
    (listed,) = (await worker.result("incidents/list"))["incidents"]
    assert len(listed["deliveries"]) == 2


async def test_contacts_of_a_home_without_a_device_are_told(world: World, calls: list[dict[str, Any]]) -> None:
    home = await world.community.home("202", contacts=[CONTACT])
    contact_channels(world, "script.sms")
    world.hass.services.async_register(SCRIPT, "sms", lambda _call: None)
    duty = await world.staff(Role.DUTY_ROOM, channels=["notify.none"])
    assert (await duty.act("open_incident", kind="help", home=home))["success"]
    await settle(world.hass, lambda: any(call["domain"] == SCRIPT for call in calls))
    # And are told further when the register changes meanwhile.
    await world.community.home("203")
    assert len(world.community.runtime.directory.find_recipients([Audience.EMERGENCY_CONTACT], home)) == 1


async def test_contacts_are_known_as_soon_as_a_home_gets_its_button(world: World) -> None:
    home = await world.community.home("204", contacts=[CONTACT])
    world.community.link.announce("button-2")
    await assign(world.hass, world.community.runtime, "button-2", home, "test")
    incident = await world.press("button-2")
    assert ("emergency_contact", "none") in world.ledger(incident)
