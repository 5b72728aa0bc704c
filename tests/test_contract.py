"""What the house promises in several places at once: each action, command, trigger, entity and error, everywhere."""

import ast
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import probatio as vol
import pytest
import yaml
from homeassistant.components import websocket_api
from homeassistant.core import HomeAssistant, Service
from homeassistant.helpers import condition, selector, service, trigger
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import async_get_platforms
from homeassistant.helpers.icon import async_get_icons
from homeassistant.setup import async_setup_component

import custom_components.smart_community as integration
from custom_components.smart_community.actions.register import LARGEST_SHEET
from custom_components.smart_community.condition import CONDITIONS, ON_DUTY
from custom_components.smart_community.const import CONF_CONTACT_CHANNELS, DOMAIN
from custom_components.smart_community.core import permissions
from custom_components.smart_community.core.camera import CameraPurpose, CameraRoom
from custom_components.smart_community.core.channel import SEEN_BY_LOOKING, ChannelKind
from custom_components.smart_community.core.commissioning import Item, Result, VoidReason
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.delivery import Audience, DeliveryState
from custom_components.smart_community.core.device import DeviceInfo, HelpButtonEvent
from custom_components.smart_community.core.elevator import Elevator
from custom_components.smart_community.core.falling import FallClass
from custom_components.smart_community.core.guard_words import REFUSALS, HoldRefusedError, UnknownElevatorError
from custom_components.smart_community.core.handover import HandoverError
from custom_components.smart_community.core.incident import (
    CallOutcome,
    Change,
    IncidentError,
    Kind,
    Resolution,
    Severity,
)
from custom_components.smart_community.core.media import MediaProblem
from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.phrases import SAID_CODES, Phrase
from custom_components.smart_community.core.plan import PlanError
from custom_components.smart_community.core.ports import StoreError, StoreFailure
from custom_components.smart_community.core.register_fields import (
    HIGHEST_FLOOR,
    LONGEST_NOTE,
    LONGEST_SHORT_TEXT,
    LOWEST_FLOOR,
    MOST_ROWS,
    Reason,
)
from custom_components.smart_community.core.register_form import Refusal
from custom_components.smart_community.core.roster import RosterRefusal
from custom_components.smart_community.desks.cameras import UnknownCameraError
from custom_components.smart_community.desks.plans import PlanChangedError
from custom_components.smart_community.desks.supervision import UnknownDeviceError
from custom_components.smart_community.desks.testing import UnknownTestError
from custom_components.smart_community.entity import SHOWN
from custom_components.smart_community.errors import told
from custom_components.smart_community.links.channels.companion_app import Answer
from custom_components.smart_community.store.vault import VaultLockedError
from custom_components.smart_community.trigger import TRIGGERS, IncidentTrigger
from tests.cameras import add_camera
from tests.conftest import Community
from tests.elevator_world import set_up
from tests.falls import facade_camera

FOLDER = Path(integration.__file__).parent
LANGUAGES = ["en", "zh-Hans"]
OPTIONS: dict[
    str, type[Kind | Severity | Resolution | Role | Audience | Phrase | CameraPurpose | CameraRoom | FallClass]
] = {
    "kind": Kind,
    "severity": Severity,
    "resolution": Resolution,
    "role": Role,
    "audience": Audience,
    "phrase": Phrase,
    "camera_purpose": CameraPurpose,
    "camera_room": CameraRoom,
    "fall_class": FallClass,
}
# Only some of the options: sirens, groups and persons by name are a plan's alone.
OFFERED: dict[str, list[Audience]] = {
    "someone_on_duty": list(ON_DUTY),
    "dispatch": [one for one in Audience if one not in {Audience.SIREN, Audience.GROUP, Audience.PERSON}],
}
# Not options of a form: what pushes say, and why a delivery failed.
SPOKEN = {"push", "channel_kind", "delivery_error", "timeline", "delivery_state", "call_outcome", "report"} | {
    "spoken",
    "commissioning",
    "commissioning_item",
    "commissioning_result",
    "commissioning_void",
    "frigate_events",
    "missing_point",
}
SOURCES = [path for path in FOLDER.rglob("*.py") if "core/register_sheet" not in path.as_posix()]


def load_json(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return loaded


def load_yaml(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return {key: value for key, value in loaded.items() if not key.startswith(".")}


def texts(language: str) -> dict[str, Any]:
    return load_json(f"translations/{language}.json")


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


ICONS = load_json("icons.json")
SERVICES = load_yaml("services.yaml")
YAML_TRIGGERS = load_yaml("triggers.yaml")
YAML_CONDITIONS = load_yaml("conditions.yaml")
TEXTS = {language: texts(language) for language in LANGUAGES}


@pytest.fixture
async def actions(hass: HomeAssistant) -> dict[str, Service]:
    """Return our registered actions by name; they exist without a community."""
    assert await async_setup_component(hass, DOMAIN, {})
    return hass.services.async_services_for_domain(DOMAIN)


# Actions.


async def test_every_action_is_described_named_drawn_and_permitted(actions: dict[str, Service]) -> None:
    assert set(actions) == set(SERVICES) == set(ICONS["services"]) == set(permissions.ACTIONS)
    for language in LANGUAGES:
        assert set(TEXTS[language]["services"]) == set(actions)


async def test_every_field_of_an_action_is_described_as_it_is_checked(actions: dict[str, Service]) -> None:
    for name, action in actions.items():
        described = SERVICES[name]["fields"]
        schema = action.schema
        assert isinstance(schema, vol.Schema)
        markers = {str(marker): marker for marker in schema.schema}
        assert list(described) == list(markers), name
        for field, marker in markers.items():
            assert described[field].get("required", False) is isinstance(marker, vol.Required), (name, field)
            checked = {} if isinstance(marker.default, vol.Undefined) else {"default": marker.default()}
            assert {key: described[field][key] for key in ("default",) if key in described[field]} == checked
        for language in LANGUAGES:
            text = TEXTS[language]["services"][name]
            fields = text.get("fields", {})
            assert list(fields) == list(markers), (language, name)
            assert all({"name", "description"} == said.keys() for said in fields.values()), name
            assert {"name", "description"} == text.keys() - {"fields"}


@pytest.mark.parametrize(
    "described", [SERVICES, YAML_TRIGGERS, YAML_CONDITIONS], ids=["services", "triggers", "conditions"]
)
def test_every_selector_is_one_of_home_assistant_and_offers_what_there_is(described: dict[str, Any]) -> None:
    for name, of_one in described.items():
        for field, said in of_one["fields"].items():
            selector.validate_selector(said["selector"])
            if (select := said["selector"].get("select")) is not None:
                # No contact of a household is on duty.
                offered = OFFERED.get(name) or list(OPTIONS[select["translation_key"]])
                assert select["options"] == offered, (name, field)


def test_every_option_has_its_words() -> None:
    used = {
        said["selector"]["select"]["translation_key"]
        for described in (*SERVICES.values(), *YAML_TRIGGERS.values(), *YAML_CONDITIONS.values())
        for said in described["fields"].values()
        if "select" in said["selector"]
    }
    assert used <= OPTIONS.keys()
    for language in LANGUAGES:
        assert {
            name: list(said["options"]) for name, said in TEXTS[language]["selector"].items() if name not in SPOKEN
        } == {name: [option.value for option in options] for name, options in OPTIONS.items()}


async def test_home_assistant_reads_our_descriptions_and_icons(
    hass: HomeAssistant, actions: dict[str, Service]
) -> None:
    described = await service.async_get_all_descriptions(hass)
    assert {name: list(said["fields"]) for name, said in described[DOMAIN].items()} == {
        name: list(said["fields"]) for name, said in SERVICES.items()
    }
    triggers = await trigger.async_get_all_descriptions(hass)
    ours = {name.removeprefix(f"{DOMAIN}."): said for name, said in triggers.items() if name.startswith(DOMAIN)}
    assert {name: list((said or {})["fields"]) for name, said in ours.items()} == {
        name: list(said["fields"]) for name, said in YAML_TRIGGERS.items()
    }
    conditions = await condition.async_get_all_descriptions(hass)
    ours = {name.removeprefix(f"{DOMAIN}."): said for name, said in conditions.items() if name.startswith(DOMAIN)}
    assert {name: list((said or {})["fields"]) for name, said in ours.items()} == {
        name: list(said["fields"]) for name, said in YAML_CONDITIONS.items()
    }
    for category in ("entity", "services", "triggers", "conditions"):
        icons = await async_get_icons(hass, category, [DOMAIN])
        assert icons[DOMAIN] == ICONS[category]


def test_every_reason_why_somebody_was_not_told_has_its_words() -> None:
    """A hand-over that fails says why by a code, which the screen shows in words."""
    # Also what a look at a channel finds, and why a siren did not do what it was told.
    codes = {"no_channel", "recipient_gone", *SEEN_BY_LOOKING}
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (*_calls(tree, "HandOverError"), *_calls(tree, "CommandError")):
            codes |= {str(code.value) for code in call.args if isinstance(code, ast.Constant)}
    for language in LANGUAGES:
        assert set(TEXTS[language]["selector"]["delivery_error"]["options"]) == codes
        phrases = TEXTS[language]["selector"]["push"]["options"]
        assert {answer.name.lower() for answer in Answer} < set(phrases)
        assert placeholders(phrases["line"]) == {"title", "message"}
        assert placeholders(phrases["storm"]) == placeholders(phrases["more"]) == {"count"}
        assert set(TEXTS[language]["selector"]["channel_kind"]["options"]) == set(ChannelKind)


def test_every_line_of_a_story_has_its_words() -> None:
    said = {"timeline": Change, "delivery_state": DeliveryState, "call_outcome": CallOutcome}
    for language in LANGUAGES:
        for selector_key, options in said.items():
            unsaid = {Change.SAVED, Change.DELIVERIES, Change.MEDIA}
            expected = [option.value for option in options if option not in unsaid]
            assert list(TEXTS[language]["selector"][selector_key]["options"]) == expected


def test_every_word_of_a_commissioning_and_of_what_is_said_is_there() -> None:
    page = (FOLDER / "core" / "commissioning_page.py").read_text(encoding="utf-8")
    expected: dict[str, Iterable[str]] = {
        "spoken": SAID_CODES,
        "commissioning_item": Item,
        "commissioning_void": VoidReason,
    }
    for language in LANGUAGES:
        selectors = TEXTS[language]["selector"]
        for name, codes_of_one in expected.items():
            assert set(selectors[name]["options"]) == {str(code) for code in codes_of_one}
        assert list(selectors["commissioning_result"]["options"]) == [result.value for result in Result]
        words = selectors["commissioning"]["options"]
        assert [word for word in words if f'"{word}"' not in page and f"'{word}'" not in page] == []
        assert (placeholders(words["title"]), placeholders(words["seconds"])) == ({"name"}, {"seconds"})


def test_every_word_of_a_printed_page_is_there() -> None:
    page = (FOLDER / "core" / "report_page.py").read_text(encoding="utf-8")
    for language in LANGUAGES:
        words = TEXTS[language]["selector"]["report"]["options"]
        assert [word for word in words if f'"{word}"' not in page and f"'{word}'" not in page] == []
        assert placeholders(words["title"]) == {"number", "kind"}
        assert placeholders(words["turn"]) == {"round", "step"}
        assert placeholders(words["level"]) == {"level"}


# Websocket commands.


async def test_every_command_is_permitted_to_somebody_and_nothing_else_is(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, "websocket_api", {})
    assert await async_setup_component(hass, DOMAIN, {})
    handlers: Mapping[str, Any] = hass.data[websocket_api.DOMAIN]
    registered = {kind.removeprefix(f"{DOMAIN}/") for kind in handlers if kind.startswith(DOMAIN)}
    assert registered == set(permissions.COMMANDS)
    assert all(permissions.COMMANDS.values())
    assert all(permissions.ACTIONS.values())


# Triggers.


def test_every_trigger_is_described_named_and_drawn() -> None:
    assert set(TRIGGERS) == set(YAML_TRIGGERS) == set(ICONS["triggers"])
    for language in LANGUAGES:
        assert set(TEXTS[language]["triggers"]) == set(TRIGGERS)


async def test_every_option_of_a_trigger_is_described_as_it_is_checked(hass: HomeAssistant) -> None:
    of_incidents = {name: kind for name, kind in TRIGGERS.items() if issubclass(kind, IncidentTrigger)}
    assert TRIGGERS.keys() - of_incidents.keys() == {"ebike_detected", "falling_object"}
    for name, kind in of_incidents.items():
        fields = list(YAML_TRIGGERS[name]["fields"])
        assert fields == ["kinds", "severities", "building"]
        full = {"kinds": ["help"], "severities": ["critical"], "building": "b"}
        assert await kind.async_validate_config(hass, {"options": full}) == {"options": full}
        with pytest.raises(vol.Invalid):
            await kind.async_validate_config(hass, {"options": {"home": "h"}})
        for language in LANGUAGES:
            text = TEXTS[language]["triggers"][name]
            assert list(text["fields"]) == fields
            assert all({"name", "description"} == said.keys() for said in text["fields"].values()), name


async def test_the_option_of_the_e_bike_trigger_is_described_as_it_is_checked(hass: HomeAssistant) -> None:
    kind = TRIGGERS["ebike_detected"]
    assert list(YAML_TRIGGERS["ebike_detected"]["fields"]) == ["elevators"]
    checked = await kind.async_validate_config(hass, {"options": {"elevators": "one"}})
    assert checked == {"options": {"elevators": ["one"]}}
    with pytest.raises(vol.Invalid):
        await kind.async_validate_config(hass, {"options": {"home": "h"}})
    for language in LANGUAGES:
        said = TEXTS[language]["triggers"]["ebike_detected"]["fields"]
        assert list(said) == ["elevators"]
        assert {"name", "description"} == said["elevators"].keys()


async def test_the_options_of_the_falling_object_trigger_are_described_as_they_are_checked(hass: HomeAssistant) -> None:
    kind = TRIGGERS["falling_object"]
    fields = ["cameras", "kinds", "minimum_confidence"]
    assert list(YAML_TRIGGERS["falling_object"]["fields"]) == fields
    full = {"cameras": "one", "kinds": "falling", "minimum_confidence": "0.8"}
    assert await kind.async_validate_config(hass, {"options": full}) == {
        "options": {"cameras": ["one"], "kinds": ["falling"], "minimum_confidence": 0.8}
    }
    for wrong in ({"home": "h"}, {"kinds": ["rising"]}, {"minimum_confidence": 2}):
        with pytest.raises(vol.Invalid):
            await kind.async_validate_config(hass, {"options": wrong})
    for language in LANGUAGES:
        said = TEXTS[language]["triggers"]["falling_object"]["fields"]
        assert list(said) == fields
        assert all({"name", "description"} == text.keys() for text in said.values())


# Conditions.


def test_every_condition_is_described_named_and_drawn() -> None:
    assert list(CONDITIONS) == list(YAML_CONDITIONS) == list(ICONS["conditions"])
    for language in LANGUAGES:
        said = TEXTS[language]["conditions"]
        assert list(said) == list(CONDITIONS)
        for name, text in said.items():
            assert {"name", "description", "fields"} == text.keys()
            assert list(text["fields"]) == list(YAML_CONDITIONS[name]["fields"])
            assert all({"name", "description"} == field.keys() for field in text["fields"].values()), name


async def test_every_option_of_a_condition_is_described_as_it_is_checked(hass: HomeAssistant) -> None:
    options: dict[str, dict[str, Any]] = {
        "someone_on_duty": {"role": "duty_room"},
        "incident_is_open": {"incident_id": "an id"},
        "door_is_held": {"elevators": ["an elevator"]},
    }
    for name, kind in CONDITIONS.items():
        fields = YAML_CONDITIONS[name]["fields"]
        assert list(fields) == list(options[name])
        checked = await kind.async_validate_config(hass, {"options": options[name]})
        assert list(checked["options"]) == list(fields)
        without = (await kind.async_validate_config(hass, {}))["options"]
        expected = {field: said["default"] for field, said in fields.items() if "default" in said}
        assert without == (expected or {field: [] for field in without})
        with pytest.raises(vol.Invalid):
            await kind.async_validate_config(hass, {"options": {"home": "h"}})
    with pytest.raises(vol.Invalid):
        await CONDITIONS["someone_on_duty"].async_validate_config(hass, {"options": {"role": "emergency_contact"}})


# Entities.


async def test_every_entity_has_its_names_and_an_icon_or_a_class(hass: HomeAssistant, community: Community) -> None:
    await community.button("button-1")
    registry = er.async_get(hass)
    of_button = f"{community.entry.entry_id}_device_button-1_help"
    await community.settle(lambda: registry.async_get_entity_id("event", DOMAIN, of_button))
    (building,) = community.runtime.directory.buildings
    for kind in SHOWN:
        community.link.on_fact(DeviceInfo(kind.value, kind))
        await community.runtime.supervision.assign(kind.value, Place(building=building), "test")
    of_all = {f"{community.entry.entry_id}_device_{kind.value}_connectivity" for kind in SHOWN}
    await community.settle(
        lambda: all(registry.async_get_entity_id("binary_sensor", DOMAIN, unique_id) for unique_id in of_all)
    )
    hass.config_entries.async_update_entry(community.entry, options={CONF_CONTACT_CHANNELS: ["script.sms"]})
    await community.runtime.channel_desk.look()
    add_camera(hass, community.entry)
    add_camera(hass, community.entry, facade_camera(id="cam2", place=Place(camera="cam2")))
    await set_up(hass, community, Elevator("car-1", "Elevator 1", device="lift-1"))
    await hass.async_block_till_done()
    for language in LANGUAGES:
        assert {kind.value for kind in SHOWN} <= TEXTS[language]["device"].keys()

    named: dict[str, set[str]] = {}
    for platform in async_get_platforms(hass, DOMAIN):
        for entity in platform.entities.values():
            icons = ICONS["entity"].get(platform.domain, {})
            assert entity.has_entity_name
            if entity.translation_key is None:
                assert entity.device_class is not None, entity.entity_id
                continue
            named.setdefault(platform.domain, set()).add(entity.translation_key)
            assert entity.translation_key in icons or entity.device_class is not None, entity.entity_id
    # Off until somebody turns them on, or not loaded without a camera of Frigate's.
    named["camera"], named["image"] = {"live"}, {"last_detection"}
    for language in LANGUAGES:
        said = {domain: set(entities) for domain, entities in TEXTS[language]["entity"].items()}
        assert said == named
        assert all("name" in text for of_domain in TEXTS[language]["entity"].values() for text in of_domain.values())
    for domain, icons in ICONS["entity"].items():
        assert set(icons) <= named[domain]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_value_of_an_event_has_its_words(hass: HomeAssistant, community: Community, language: str) -> None:
    await community.button("button-1")
    registry = er.async_get(hass)
    of_button = f"{community.entry.entry_id}_device_button-1_help"
    await community.settle(lambda: registry.async_get_entity_id("event", DOMAIN, of_button))
    (events,) = (platform for platform in async_get_platforms(hass, DOMAIN) if platform.domain == "event")
    for entity in events.entities.values():
        text = TEXTS[language]["entity"]["event"][entity.translation_key]["state_attributes"]
        assert list(text["event_type"]["state"]) == entity.capability_attributes["event_types"]  # type: ignore[index]
    incident = TEXTS[language]["entity"]["event"]["incident"]["state_attributes"]
    assert incident == TEXTS[language]["entity"]["event"]["alarm"]["state_attributes"]
    assert list(incident) == ["event_type", "incident_id", "number", "kind", "severity"]
    for attribute in ("kind", "severity"):
        assert incident[attribute]["state"] == TEXTS[language]["selector"][attribute]["options"]
    of_help = TEXTS[language]["entity"]["event"]["help"]["state_attributes"]["event_type"]["state"]
    assert list(of_help) == [kind.value for kind in HelpButtonEvent]


# Errors.


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def _given(call: ast.Call) -> frozenset[str]:
    return frozenset(keyword.arg for keyword in call.keywords if keyword.arg is not None)


def _codes_of_callers() -> set[tuple[str, frozenset[str]]]:
    """Return each code that some source raises as CallerError, with the names of what it gives."""
    found: set[tuple[str, frozenset[str]]] = set()
    for path in SOURCES:
        for call in _calls(ast.parse(path.read_text(encoding="utf-8")), "CallerError"):
            (code,) = call.args
            assert isinstance(code, ast.Constant), f"{path.name}: a code is written where it is raised"
            found.add((str(code.value), _given(call)))
    return found


def _codes_of_desks() -> set[tuple[str, frozenset[str]]]:
    """Return the same for VoiceError and CommissioningError."""
    found: set[tuple[str, frozenset[str]]] = set()
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (*_calls(tree, "VoiceError"), *_calls(tree, "CommissioningError")):
            (code,) = call.args
            assert isinstance(code, ast.Constant), f"{path.name}: a code is written where it is raised"
            found.add((str(code.value), _given(call)))
    return found


def _codes_of_the_register() -> set[tuple[str, frozenset[str]]]:
    """Return the same for RegisterError; where the code is a field's own reason, for every reason."""
    found: set[tuple[str, frozenset[str]]] = set()
    for path in SOURCES:
        for call in _calls(ast.parse(path.read_text(encoding="utf-8")), "RegisterError"):
            (code,) = call.args
            assert isinstance(code, ast.Attribute)
            if code.attr == "reason":
                found |= {(reason.value, _given(call)) for reason in Reason}
            else:
                assert isinstance(code.value, ast.Name), f"{path.name}: a code is written where it is raised"
                kind = {"Refusal": Refusal, "Reason": Reason}[code.value.id]
                found.add((kind[code.attr].value, _given(call)))
    return found


def _codes_of_incidents(kind: type[IncidentError]) -> Iterator[type[IncidentError]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _codes_of_incidents(narrower)


def codes() -> set[tuple[str, frozenset[str]]]:
    """Return every code that a caller may be told, each with what is given to its text."""
    by_type: list[Exception] = [
        StoreError(StoreFailure.FULL),
        VaultLockedError(),
        PlanError("no_step"),
        PlanChangedError(),
        UnknownDeviceError("d"),
        UnknownTestError("t"),
        UnknownCameraError("c"),
        UnknownElevatorError("e"),
        *(HoldRefusedError("e", [min(reasons)]) for reasons in REFUSALS.values()),
        *(kind("i") for kind in _codes_of_incidents(IncidentError)),
        HandoverError(),
        *(kind() for kind in HandoverError.__subclasses__()),
    ]
    return {
        *_codes_of_callers(),
        *_codes_of_desks(),
        *_codes_of_the_register(),
        *((refusal.value, frozenset({"where"})) for refusal in RosterRefusal),
        *((problem.value, frozenset[str]()) for problem in MediaProblem),
        *((what.code, frozenset(what.placeholders)) for what in map(told, by_type)),
        *((f"siren_{code}", frozenset[str]()) for code in ("not_connected", "no_result", "refused")),
        ("not_loaded", frozenset()),
        # What Home Assistant shows of a start, and of its backup.
        ("database_in_use", frozenset({"folder"})),
        ("backup_holds_key", frozenset()),
        (websocket_api.ERR_UNAUTHORIZED, frozenset()),
    }


def test_the_codes_are_found_in_the_sources() -> None:
    found = {code for code, _ in codes()}
    assert {"home_unknown", "file_not_sheet", "incident_resolved", "home_exists", "not_a_phone"} <= found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_its_words_and_gives_what_they_ask_for(language: str) -> None:
    told_to_callers = TEXTS[language]["exceptions"]
    found = codes()
    # The reasons of a sheet that no form has are shown with the line and column beside them.
    assert set(told_to_callers) == {code for code, _ in found} | {reason.value for reason in Reason}
    for code, given in found:
        said = told_to_callers[code]
        assert said.keys() == {"message"}
        assert placeholders(said["message"]) <= given, code


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_limits_in_the_words_are_those_that_are_checked(language: str) -> None:
    said = {code: text["message"] for code, text in TEXTS[language]["exceptions"].items()}
    assert {str(LONGEST_SHORT_TEXT), str(LONGEST_NOTE)} <= set(_numbers(said["too_long"]))
    assert {str(LOWEST_FLOOR), str(HIGHEST_FLOOR)} <= set(_numbers(said["out_of_range"]))
    assert str(MOST_ROWS) in _numbers(said["too_many_rows"])
    assert f"{LARGEST_SHEET // 1024**2} MiB" in said["file_too_large"]


def _numbers(text: str) -> list[str]:
    return "".join(c if c.isascii() and (c.isdigit() or c == "-") else " " for c in text).split()
