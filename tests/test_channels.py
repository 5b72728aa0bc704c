"""The channels as people see them: entities, repair issues, faults, commands; sirens, groups and speakers."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any, Final
from unittest.mock import patch

import pytest
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.core import HomeAssistant, ServiceCall, State
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.issue_registry import IssueEntry
from pytest_homeassistant_custom_component.common import async_mock_service
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_community import issues
from custom_components.smart_community.const import (
    CONF_CONTACT_CHANNELS,
    CONF_GROUP_CHANNELS,
    CONF_SIREN_CHANNELS,
    DOMAIN,
)
from custom_components.smart_community.core.channel import STARTING_FOR, Health, Limits
from custom_components.smart_community.core.delivery import Audience
from custom_components.smart_community.core.device import DeviceAvailability, DeviceInfo, DeviceKind
from custom_components.smart_community.core.fault import FaultCause
from custom_components.smart_community.core.incident import Incident, Kind, Severity
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.plan import EVERY_CHANNEL, Step
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.links.channels import bots, sender
from custom_components.smart_community.wiring import channels
from tests.conftest import Community, settle
from tests.people import logged, person

SIREN: Final = "siren:gate"
REASON: Final = "The channel does not exist, or its integration is not running"
CONTACT: Final = {"name": "Zhao Meiling", "phone": "13800138000", "relation": "daughter"}


def options(community: Community, **given: list[str]) -> None:
    names = {"contacts": CONF_CONTACT_CHANNELS, "sirens": CONF_SIREN_CHANNELS, "groups": CONF_GROUP_CHANNELS}
    chosen = {names[name]: channels for name, channels in given.items()}
    community.hass.config_entries.async_update_entry(community.entry, options=chosen)


async def look(community: Community) -> None:
    await community.runtime.channel_desk.look()
    await community.hass.async_block_till_done()


@pytest.fixture
def started(community: Community) -> Community:
    """Return a community that has been running for a minute."""
    community.runtime.channel_desk._started -= STARTING_FOR
    community.runtime.pager._started -= STARTING_FOR
    return community


@pytest.fixture
def siren(community: Community) -> None:
    """Let a siren of our protocol announce itself."""
    community.link.on_fact(DeviceInfo("gate", DeviceKind.SIREN, "Siren", "1.0", "42"))


@pytest.fixture
def _hurried() -> Iterator[None]:
    with patch.object(bots, "BOT_EVERY", 0.05), patch.object(sender, "_TEST_FOR", 0.01):
        yield


def entity(community: Community, channel: str) -> State | None:
    """Return the state of a channel's sensor."""
    slug = channel.replace(":", "_").replace(".", "_")
    unique_id = f"{community.entry.entry_id}_channel_{slug}_channel"
    entity_id = er.async_get(community.hass).async_get_entity_id("binary_sensor", DOMAIN, unique_id)
    return community.hass.states.get(entity_id) if entity_id is not None else None


def issue(community: Community, issue_id: str) -> IssueEntry | None:
    return ir.async_get(community.hass).async_get_issue(DOMAIN, issue_id)


async def opened(community: Community, *, severity: Severity | None = None) -> Incident:
    return await community.runtime.response.open(Kind.HELP, by="test", severity=severity)


# What is shown.


async def test_each_channel_in_use_is_an_entity_named_by_number_and_kind_and_never_by_whose_it_is(
    hass: HomeAssistant, started: Community, hass_ws_client: WebSocketGenerator
) -> None:
    async_mock_service(hass, "notify", "li_hua_phone")
    worker = await person(started, hass_ws_client, Role.GRID_WORKER)
    await started.runtime.register.save_staff(worker.user.id, [Role.GRID_WORKER], ["notify.li_hua_phone"], "test")
    await person(started, hass_ws_client, Role.DUTY_ROOM)
    options(started, sirens=[SIREN, "media_player.hall"], groups=["bot:notify.group"], contacts=["script.sms"])
    await look(started)
    names = [state.attributes["friendly_name"] for state in hass.states.async_all("binary_sensor")]
    shown = sorted(name.removeprefix("Test Community ") for name in names if "Channel" in name)
    assert sorted(name.split(" · ")[1] for name in shown) == [
        *("companion apps", "group chat", "notify", "script", "siren", "speaker"),
    ]
    assert [name.split(" · ")[0] for name in shown] == [f"Channel {number}" for number in range(1, 7)]
    state = entity(started, "notify.li_hua_phone")
    assert state is not None
    assert "li_hua" not in json.dumps(state.as_dict(), default=str)


async def test_a_channel_that_fails_is_shown_as_a_problem_and_a_repair_issue_until_it_works(
    hass: HomeAssistant, started: Community, hass_ws_client: WebSocketGenerator
) -> None:
    worker = await person(started, hass_ws_client, Role.GRID_WORKER)
    # Before it is in use: whoever looks in between finds no channel that is missing.
    calls = async_mock_service(hass, "notify", "sms")
    await started.runtime.register.save_staff(worker.user.id, [Role.GRID_WORKER], ["notify.sms"], "test")
    await look(started)
    state = entity(started, "notify.sms")
    assert state is not None
    assert (state.state, state.attributes["device_class"]) == (STATE_UNKNOWN, "problem")

    def failing() -> list[str]:
        faults = started.runtime.faults.present.values()
        return [fault.subject for fault in faults if fault.cause is FaultCause.CHANNEL_FAILING]

    hass.services.async_remove("notify", "sms")
    await look(started)
    assert (entity(started, "notify.sms") or state).state == STATE_ON
    await settle(hass, lambda: issue(started, "channel_failing_notify_sms"))
    found = issue(started, "channel_failing_notify_sms")
    assert found is not None
    assert (found.translation_key, found.translation_placeholders) == (
        "channel_failing",
        {
            "channel": "notify.sms",
            "number": "1",
            "reason": "The channel does not exist, or its integration is not running",
        },
    )
    assert str(found.learn_more_url).endswith("docs/troubleshooting.md#channel_failing")
    assert failing() == ["notify.sms"]
    issues.forget(hass)
    assert issue(started, "channel_failing_notify_sms") is None

    hass.services.async_register("notify", "sms", calls.append)
    incident = await opened(started)
    await settle(hass, lambda: calls)
    await settle(hass, lambda: (entity(started, "notify.sms") or state).state == STATE_OFF)
    await settle(hass, lambda: not failing() and issue(started, "channel_failing_notify_sms") is None)
    await started.runtime.response.acknowledge(incident.id, "test")


async def test_a_channel_out_of_use_is_shown_no_more_and_keeps_its_number(
    hass: HomeAssistant, started: Community
) -> None:
    options(started, contacts=["script.sms", "notify.x"])
    await look(started)
    assert entity(started, "script.sms")
    await settle(hass, lambda: issue(started, "channel_failing_script_sms"))
    options(started, contacts=["notify.x"])
    await look(started)
    assert entity(started, "script.sms") is None
    await settle(hass, lambda: issue(started, "channel_failing_script_sms") is None)
    options(started, contacts=["notify.new", "script.sms"])
    await look(started)
    assert started.runtime.channel_desk.numbers == {"script.sms": 1, "notify.x": 2, "notify.new": 3}


async def test_what_a_plan_asks_for_is_in_use(hass: HomeAssistant, started: Community) -> None:
    step = Step(0.0, (Audience.DUTY_ROOM,), ("script.voice", EVERY_CHANNEL))
    await started.runtime.plans.save(
        Kind.OTHER, None, [step], repeat_every=300, ask_again_after=900, read_at=None, by="test"
    )
    await look(started)
    assert entity(started, "script.voice")
    assert list(channels.used_by(started.runtime)) == ["script.voice"]


async def test_numbers_outlast_a_restart_and_what_went_out_of_use_meanwhile_is_not_shown(
    hass: HomeAssistant, started: Community
) -> None:
    options(started, contacts=["script.sms", "notify.x"])
    await channels._look(started.runtime)
    options(started, contacts=["notify.x"])
    assert await hass.config_entries.async_reload(started.entry.entry_id)
    await hass.async_block_till_done()
    desk = started.entry.runtime_data.channel_desk
    await settle(hass, lambda: "notify.x" in desk.health)
    assert desk.numbers == {"script.sms": 1, "notify.x": 2}
    assert entity(started, "script.sms") is None
    assert entity(started, "notify.x")


@pytest.mark.usefixtures("siren")
async def test_a_siren_that_is_offline_is_a_fault_of_its_own(hass: HomeAssistant, started: Community) -> None:
    options(started, sirens=[SIREN])
    started.link.on_fact(DeviceAvailability("gate", started.runtime.clock().utc, online=False))
    await look(started)
    await settle(hass, lambda: issue(started, "siren_failing_siren_gate"))
    (fault,) = started.runtime.faults.present.values()
    assert (fault.cause, fault.subject, fault.device) == ("siren_failing", SIREN, "gate")
    started.link.on_fact(DeviceAvailability("gate", started.runtime.clock().utc, online=True))
    await look(started)
    await settle(hass, lambda: issue(started, "siren_failing_siren_gate") is None)


# Sirens, groups, speakers.


@pytest.mark.usefixtures("siren")
async def test_all_channels_dead_the_siren_sounds_and_the_console_says_so(
    hass: HomeAssistant, started: Community, hass_ws_client: WebSocketGenerator
) -> None:
    options(started, sirens=[SIREN])
    duty = await person(started, hass_ws_client, Role.DUTY_ROOM)
    await started.runtime.register.save_staff(duty.user.id, [Role.DUTY_ROOM], ["notify.dead", "script.dead"], "test")
    await duty.ask("incidents/subscribe")
    await duty.event()
    incident = await opened(started)
    runtime = started.runtime
    await settle(hass, lambda: _ticked(runtime) and started.link.commands.sent)
    assert started.link.commands.sent[0] == ("gate", "on", {"for": 180})
    said: list[str] = []
    while "nobody_told" not in said:
        said.append((await duty.event())["change"])

    def states() -> tuple[str, str]:
        ledger = {key[3]: delivery.state for key, delivery in runtime.pager.ledger(incident.id).items()}
        return ledger["notify.dead"], ledger[SIREN]

    await settle(hass, lambda: states() == ("failed", "handed_over"))
    await runtime.response.acknowledge(incident.id, duty.user.id)
    await settle(hass, lambda: started.link.commands.sent[-1] == ("gate", "off", {}))


def _ticked(runtime: Any) -> bool:
    runtime.response.tick(runtime.clock())
    return True


@pytest.mark.usefixtures("_hurried")
async def test_a_group_hears_the_kind_and_the_building_once_and_nothing_of_a_person(
    hass: HomeAssistant, started: Community
) -> None:
    options(started, groups=["bot:notify.group"])
    told = async_mock_service(hass, "notify", "group")
    home = await started.button("button-1")
    await started.runtime.register.save_home({"id": home, "contacts": [CONTACT], "note": "heart"}, "test")
    started.link.press("button-1", 1)
    await started.settle(lambda: started.runtime.response.active)
    (incident,) = started.runtime.response.active.values()
    now = started.runtime.clock()
    started.runtime.response.tick(Instant(now.utc, now.monotonic + 300))
    await settle(hass, lambda: told)
    assert told[0].data == {"message": f"Help alarm #{incident.number}, Building 3"}
    said = json.dumps([call.data for call in told], ensure_ascii=False)
    assert not [word for word in ("Li Hua", "Zhao", "138", "heart", "101", home) if word in said]


@pytest.mark.usefixtures("_hurried")
async def test_what_happens_together_is_one_message_to_a_group(hass: HomeAssistant, started: Community) -> None:
    told = async_mock_service(hass, "notify", "group")
    options(started, groups=["bot:notify.group"])
    runtime = started.runtime
    # Nobody is on duty here, so that each comes to the step with the group at once.
    with patch.object(bots, "BOT_EVERY", 4.0):
        await runtime.response.open(Kind.SMOKE, by="test", device="first")
        await settle(hass, lambda: told)
        opening = (runtime.response.open(Kind.SMOKE, by="test", device=f"d{number}") for number in range(30))
        await asyncio.gather(*opening)
        await settle(hass, lambda: len(told) == 2)
    assert "… and" in told[1].data["message"]
    assert told[1].data["title"].endswith("open alarms")
    assert len(told[1].data["message"].splitlines()) <= 22


async def test_a_speaker_says_the_alarm(hass: HomeAssistant, started: Community) -> None:
    hass.states.async_set("media_player.hall", "idle")
    hass.states.async_set("tts.engine", "unknown")
    spoken = async_mock_service(hass, "tts", "speak")
    options(started, sirens=["media_player.hall"])
    incident = await opened(started)
    await settle(hass, lambda: _ticked(started.runtime) and spoken)
    (call,) = spoken
    assert call.data == {
        "entity_id": "tts.engine",
        "media_player_entity_id": ["media_player.hall"],
        "message": f"Help alarm #{incident.number}, Place not known",
    }


@pytest.mark.parametrize(
    ("state", "engine", "error"),
    [
        ("unavailable", True, "channel_unavailable"),
        (None, True, "not_registered"),
        ("idle", False, "speech_engine_missing"),
    ],
)
async def test_a_speaker_that_cannot_speak(
    hass: HomeAssistant, started: Community, state: str | None, engine: bool, error: str
) -> None:
    if state is not None:
        hass.states.async_set("media_player.hall", state)
    if engine:
        hass.states.async_set("tts.engine", "unknown")
    options(started, sirens=["media_player.hall"])
    await look(started)
    assert started.runtime.channel_desk.health["media_player.hall"].last_error == error
    incident = await opened(started)

    def failed() -> bool:
        _ticked(started.runtime)
        ledger = started.runtime.pager.ledger(incident.id)
        return any(key[3] == "media_player.hall" and one.error == error for key, one in ledger.items())

    await settle(hass, failed)


# What a channel can do wrong, for each kind that is an entity or an action of Home Assistant.

KINDS: Final = {
    "siren.hall": ("sirens", "siren", "turn_on"),
    "media_player.hall": ("sirens", "tts", "speak"),
    "bot:notify.group": ("groups", "notify", "group"),
    "script.voice": ("contacts", "script", "voice"),
    "notify.phone": ("contacts", "notify", "phone"),
}
FAULTS: Final = {"raising": "channel_failed", "hanging": "channel_timeout", "missing": "not_registered", "slow": None}


@pytest.mark.usefixtures("_hurried")
@pytest.mark.parametrize("channel", KINDS)
@pytest.mark.parametrize("fault", FAULTS)
async def test_what_a_channel_does_wrong_is_said_in_the_ledger_and_of_its_health(
    hass: HomeAssistant, started: Community, channel: str, fault: str
) -> None:
    option, domain, action = KINDS[channel]
    home = await started.button("button-1")
    await started.runtime.register.save_home({"id": home, "contacts": [CONTACT]}, "test")
    hass.states.async_set("tts.engine", "unknown")
    done: list[ServiceCall] = []
    let_go = asyncio.Event()

    async def act(call: ServiceCall) -> None:
        match fault:
            case "raising":
                raise HomeAssistantError("13800138000")
            case "hanging":
                await let_go.wait()
                return
        await asyncio.sleep(0.02)
        done.append(call)

    if fault != "missing":
        hass.services.async_register(domain, action, act)
        if domain in {"siren", "tts"}:
            hass.states.async_set(channel, "off")
    options(started, **{option: [channel]})
    with patch.object(sender, "limits_of", lambda _channel: Limits(0.2 if fault == "hanging" else 60.0, None)):
        started.link.press("button-1", 1)

        def outcome() -> tuple[str, str | None] | None:
            for incident_id in started.runtime.response.active:
                _ticked(started.runtime)
                for key, one in started.runtime.pager.ledger(incident_id).items():
                    if key[3] == channel and one.state != "queued":
                        return one.state.value, one.error
            return None

        await settle(hass, outcome)
    error = FAULTS[fault]
    assert outcome() == (("handed_over", None) if error is None else ("failed", error))
    health = started.runtime.channel_desk.health[channel]
    assert (health.last_error, health.state is Health.OK) == (error, error is None)
    assert bool(done) is (error is None)
    let_go.set()
    await hass.async_block_till_done()


# Commands.


@pytest.mark.usefixtures("siren", "_hurried")
async def test_a_technician_lists_and_tests_channels_and_the_journal_has_it_without_the_number(
    hass: HomeAssistant, started: Community, hass_ws_client: WebSocketGenerator, caplog: pytest.LogCaptureFixture
) -> None:
    texted = async_mock_service(hass, "script", "sms")
    told = async_mock_service(hass, "notify", "group")
    hass.states.async_set("siren.hall", "off", {"supported_features": 3})
    rung = [async_mock_service(hass, "siren", name) for name in ("turn_on", "turn_off")]
    options(
        started, contacts=["script.sms"], sirens=[SIREN, "siren.hall"], groups=["bot:notify.group", "bot:notify.gone"]
    )
    technician = await person(started, hass_ws_client, Role.TECHNICIAN)
    await look(started)
    rows = (await technician.result("channels/list"))["channels"]
    assert [(row["number"], row["channel"], row["kind"], row["device"]) for row in rows] == [
        (1, "script.sms", "script", None),
        (2, SIREN, "siren_device", "gate"),
        (3, "siren.hall", "siren", None),
        (4, "bot:notify.group", "bot", None),
        (5, "bot:notify.gone", "bot", None),
    ]
    assert rows[0]["used_by"] == {"staff": 0, "contacts": True, "sirens": False, "groups": False, "plans": False}
    assert {row["state"] for row in rows} == {"unknown", "failing"}

    async def test(channel: str, **more: str) -> tuple[bool, str | None, str]:
        answer = await technician.result("channels/test", channel=channel, **more)
        return answer["ok"], answer["error"], answer["channel"]["state"]

    assert await test("script.sms", number="139 0000 7777") == (True, None, "ok")
    assert (texted[0].data["number"], texted[0].data["test"]) == ("139 0000 7777", True)
    assert texted[0].data["text"] == "Channel test, This is only a test. Nothing has happened."
    assert (texted[0].data["token"], texted[0].data["incident_id"]) == ("", "")
    assert await test("bot:notify.group") == (True, None, "ok")
    assert "only a test" in told[0].data["message"]
    assert await test(SIREN) == (True, None, "ok")
    assert [name for _, name, _ in started.link.commands.sent] == ["on", "off"]
    assert await test("siren.hall") == (True, None, "ok")
    assert [len(calls) for calls in rung] == [1, 1]
    assert await test("bot:notify.gone") == (False, "not_registered", "failing")
    assert (await technician.error("channels/test", channel="script.other"))["code"] == "channel_not_in_use"

    entries = (await technician.result("journal/list"))["entries"]
    tests = [entry for entry in reversed(entries) if entry["action"] == "channel_tested"]
    assert [(entry["subject"], entry["details"]["ok"]) for entry in tests] == [
        *(("script.sms", True), ("bot:notify.group", True), (SIREN, True), ("siren.hall", True)),
        ("bot:notify.gone", False),
    ]
    assert "7777" not in json.dumps(entries)
    refused = await technician.ask("channels/test", channel="script.sms", number="Li Hua 7777 x")
    assert not refused["success"]
    assert "7777" not in logged(caplog)


@pytest.mark.usefixtures("siren", "_hurried")
async def test_a_siren_that_sounds_for_an_alarm_is_not_tested(
    started: Community, hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    options(started, sirens=[SIREN])
    technician = await person(started, hass_ws_client, Role.TECHNICIAN)
    await opened(started)
    await settle(hass, lambda: _ticked(started.runtime) and started.link.commands.sent)
    answer = await technician.result("channels/test", channel=SIREN)
    assert (answer["ok"], answer["error"]) == (False, "channel_busy")
    assert started.runtime.channel_desk.health[SIREN].state is Health.OK
    assert {name for _, name, _ in started.link.commands.sent} == {"on"}
