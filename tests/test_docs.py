"""The documentation says what the code does: names, roles, fields, entities, issues, examples and links."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import probatio as vol
import pytest
import yaml
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import EntityDescription
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.smart_community import (
    binary_sensor,
    calendar,
    channel_sensor,
    elevator_door,
    elevator_sensors,
    event,
    facade_entities,
    image,
    sensor,
    siren,
    switch,
    websocket_api,
)
from custom_components.smart_community.actions import register
from custom_components.smart_community.commands import devices
from custom_components.smart_community.commands.base import Command
from custom_components.smart_community.condition import CONDITIONS
from custom_components.smart_community.const import DOMAIN, EVENT_INCIDENT
from custom_components.smart_community.core.delivery import Audience, Delivery, DeliveryState
from custom_components.smart_community.core.device import Device, DeviceKind, HelpButtonEvent
from custom_components.smart_community.core.incident import Change, Incident, Kind, Resolution, Severity, State, opened
from custom_components.smart_community.core.people import ASSIGNABLE_ROLES, Role
from custom_components.smart_community.core.permissions import ACTIONS, COMMANDS
from custom_components.smart_community.core.plan import DEFAULT_PLANS
from custom_components.smart_community.core.ports import StoreFailure
from custom_components.smart_community.core.register_columns import CHINESE_HEADINGS, Column
from custom_components.smart_community.core.register_fields import (
    HIGHEST_FLOOR,
    LONGEST_NOTE,
    LONGEST_SHEET,
    LONGEST_SHORT_TEXT,
    LOWEST_FLOOR,
    MOST_ROWS,
    Reason,
)
from custom_components.smart_community.core.register_form import MOST_CONTACTS
from custom_components.smart_community.core.register_sheet import parse
from custom_components.smart_community.core.roster_trouble import TroubleKind
from custom_components.smart_community.desks.register_views import MOST_TOLD
from custom_components.smart_community.desks.supervision import MOST_UNASSIGNED
from custom_components.smart_community.issues import (
    CAMERA_ISSUES,
    COMPANION_ISSUES,
    ENTITIES_ISSUE,
    FRIGATE_ISSUES,
    JOURNAL_ISSUE,
    REPLACED_ISSUES,
    UNLINKED_ISSUE,
    VAULT_ISSUES,
)
from custom_components.smart_community.links.devices.broker import LinkProblem
from custom_components.smart_community.trigger import TRIGGERS, variables_of
from tests.conftest import Community
from tests.doc_pages import ROOT, anchor, blocks, cells, code_words, headings, page, prose, section, table

INTEGRATION = ROOT / "custom_components" / DOMAIN
README, CHINESE = page("README.md"), page("README.zh-Hans.md")
ACTIONS_PAGE = page("docs/actions.md")
WEBSOCKET = page("docs/websocket.md")
TROUBLESHOOTING = page("docs/troubleshooting.md")
WITH_RULES = {
    "README.md": README,
    "README.zh-Hans.md": CHINESE,
    "docs/actions.md": ACTIONS_PAGE,
    "docs/channels.md": page("docs/channels.md"),
    "docs/channels.zh-Hans.md": page("docs/channels.zh-Hans.md"),
}
PAGES = sorted([ROOT / "README.md", ROOT / "README.zh-Hans.md", *(ROOT / "docs").glob("*.md")])

SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((INTEGRATION / "services.yaml").read_text(encoding="utf-8"))
ENGLISH: dict[str, Any] = json.loads((INTEGRATION / "translations" / "en.json").read_text(encoding="utf-8"))
REGISTERED: dict[str, Command] = {command.name: command for command in websocket_api.COMMANDS}
MARK = "●"


def subsections(text: str, pattern: str) -> list[str]:
    return [title for _, title in headings(text) if re.fullmatch(pattern, title)]


def rules(text: str) -> list[dict[str, Any]]:
    """Return what the YAML blocks hold: automations, scripts and single actions."""
    return [yaml.safe_load(block) for block in blocks(text, "yaml")]


# Roles.


@pytest.mark.parametrize(
    ("text", "title", "first", "allowed"),
    [(ACTIONS_PAGE, "Actions", "action", ACTIONS), (WEBSOCKET, "Roles", "command", COMMANDS)],
    ids=["actions", "commands"],
)
def test_the_table_of_roles_is_that_of_the_code(
    text: str, title: str, first: str, allowed: Mapping[str, frozenset[Role]]
) -> None:
    rows = table(section(text, title))
    assert list(rows[0]) == [first, *(role.value for role in Role)]
    said = {code_words(row[first])[0]: {Role(role) for role in Role if row[role] == MARK} for row in rows}
    assert said == {name: set(roles) for name, roles in allowed.items()}


@pytest.mark.parametrize("text", [README, CHINESE], ids=["en", "zh-Hans"])
def test_the_readme_names_the_roles_of_people(text: str) -> None:
    (rows,) = (rows for rows in _tables(text) if rows[0][0] in {"role", "角色"})
    assert [code_words(row[0])[0] for row in rows[1:]] == [role.value for role in Role if role is not Role.PORTAL]


def test_the_page_names_the_roles_that_can_be_given() -> None:
    (line,) = re.findall(r"`roles`: any of (.*?);", section(WEBSOCKET, "staff/save"))
    assert set(code_words(line)) == {role.value for role in ASSIGNABLE_ROLES}


# Actions and triggers.


def test_every_action_has_its_section() -> None:
    titles = subsections(section(ACTIONS_PAGE, "Actions"), rf"{DOMAIN}\.\w+")
    assert titles == [f"{DOMAIN}.{name}" for name in SERVICES]
    assert set(SERVICES) == set(ACTIONS)


@pytest.mark.parametrize("name", SERVICES)
def test_every_field_of_an_action_is_described(name: str) -> None:
    fields = SERVICES[name]["fields"]
    text = section(ACTIONS_PAGE, f"{DOMAIN}.{name}")
    rows = table(text) if fields else []
    assert [code_words(row["field"])[0] for row in rows] == list(fields)
    for row in rows:
        field = fields[code_words(row["field"])[0]]
        assert row["required"] == ("yes" if field.get("required") else "no")
        options = field["selector"].get("select", {}).get("options")
        if options is not None:
            assert code_words(row["value"]) == options


@pytest.mark.parametrize("name", [*SERVICES, *TRIGGERS])
def test_every_action_and_trigger_has_an_example(name: str) -> None:
    examples = json.dumps(rules(section(ACTIONS_PAGE, f"{DOMAIN}.{name}")))
    assert f'"{DOMAIN}.{name}"' in examples


# What a rule is told of an e-bike (tests/test_elevators.py).
OF_EBIKE = ("elevator", "elevator_name", "elevator_device", "incident_id", "number", "kind", "severity", "building",
            "building_name", "device")  # fmt: skip


# And of an object that falls (tests/test_falling.py).
OF_FALL = ("camera", "camera_name", "camera_device", "incident_id", "number", "kind", "severity", "building",
           "building_name", "device", "class", "confidence")  # fmt: skip


async def test_every_trigger_has_its_section_with_the_options_and_variables_of_all(hass: HomeAssistant) -> None:
    text = section(ACTIONS_PAGE, "Triggers")
    assert subsections(text, rf"{DOMAIN}\.\w+") == [f"{DOMAIN}.{name}" for name in TRIGGERS]
    options, variables = _tables(text)[:2]
    described = yaml.safe_load((INTEGRATION / "triggers.yaml").read_text(encoding="utf-8"))
    for name in TRIGGERS.keys() - {"ebike_detected", "falling_object"}:
        assert [code_words(row[0])[0] for row in options[1:]] == list(described[name]["fields"])
    of_ebike = code_words(section(ACTIONS_PAGE, f"{DOMAIN}.ebike_detected"))
    assert {"elevators", *(f"trigger.{name}" for name in OF_EBIKE)} <= set(of_ebike)
    of_fall = code_words(section(ACTIONS_PAGE, f"{DOMAIN}.falling_object"))
    said = {*described["falling_object"]["fields"], *(f"trigger.{name}" for name in OF_FALL)}
    assert said <= set(of_fall)
    given = variables_of(hass, _incident())
    assert [code_words(row[0])[0] for row in variables[1:]] == [f"trigger.{variable}" for variable in given]


def test_every_condition_has_its_section_with_its_options_and_an_example() -> None:
    text = section(ACTIONS_PAGE, "Conditions")
    assert subsections(text, rf"{DOMAIN}\.\w+") == [f"{DOMAIN}.{name}" for name in CONDITIONS]
    described = yaml.safe_load((INTEGRATION / "conditions.yaml").read_text(encoding="utf-8"))
    for name in CONDITIONS:
        of_one = section(ACTIONS_PAGE, f"{DOMAIN}.{name}")
        rows = table(of_one)
        assert [code_words(row["option"])[0] for row in rows] == list(described[name]["fields"])
        for row, said in zip(rows, described[name]["fields"].values(), strict=True):
            if "select" in said["selector"]:
                assert code_words(row["value"])[:-1] == said["selector"]["select"]["options"]
        assert f'"{DOMAIN}.{name}"' in json.dumps(rules(of_one))


def test_the_words_of_a_delivery_are_those_of_the_code() -> None:
    rows = table(section(ACTIONS_PAGE, "Who is told"))
    assert [code_words(row["state"])[0] for row in rows] == [state.value for state in DeliveryState]
    delivery = Delivery("i", "user:1", Audience.DUTY_ROOM, 1, 1, "mobile_app", datetime(2026, 11, 23, tzinfo=UTC), "n")
    text = section(WEBSOCKET, "Incidents")
    shown = json.loads(blocks(text, "json")[0])["deliveries"]
    assert [one.keys() for one in shown] == [delivery.as_dict().keys()]
    errors = ENGLISH["selector"]["delivery_error"]["options"]
    (line,) = (line for line in text.splitlines() if line.startswith("- `error`"))
    assert code_words(line)[1:] == list(errors)


def test_the_changes_on_the_bus_and_on_the_wire() -> None:
    on_the_bus = section(ACTIONS_PAGE, "The event on the bus")
    assert f"`{EVENT_INCIDENT}`" in on_the_bus
    listed = code_words(on_the_bus[on_the_bus.index("`change` is") :].partition(". It")[0])[1:]
    assert listed == [
        change.value for change in Change if change not in {Change.SAVED, Change.DELIVERIES, Change.MEDIA}
    ]
    text = section(WEBSOCKET, "incidents/subscribe")
    assert code_words(text[text.index("`change` is") :].partition(". After")[0])[1:] == [
        change.value for change in Change
    ]


def test_the_levels_are_those_of_the_code() -> None:
    seconds = [f"{step.after:g}" for step in DEFAULT_PLANS[Kind.HELP].steps[1:]]
    said = f"{', '.join(seconds[:-1])} and {seconds[-1]} seconds"
    assert said in section(ACTIONS_PAGE, "Entities")
    assert said in README
    assert f"{'、'.join(seconds)} 秒" in CHINESE


@pytest.mark.parametrize(("name", "text"), WITH_RULES.items(), ids=WITH_RULES)
async def test_every_example_is_taken_by_home_assistant(hass: HomeAssistant, name: str, text: str) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    examples = rules(text)
    automations = [{"id": str(number), **rule} for number, rule in enumerate(examples) if "triggers" in rule]
    scripts = {f"script_{number}": rule for number, rule in enumerate(examples) if "sequence" in rule}
    assert await async_setup_component(hass, "automation", {"automation": automations})
    assert await async_setup_component(hass, "script", {"script": scripts})
    await hass.async_block_till_done()
    # One that Home Assistant does not take is shown as unavailable.
    states = {
        state.attributes["friendly_name"]: state.state for state in hass.states.async_all(("automation", "script"))
    }
    expected = dict.fromkeys((rule["alias"] for rule in automations), "on")
    assert states == expected | dict.fromkeys((rule["alias"] for rule in scripts.values()), "off"), name
    # A trigger that waits for an hour of the day holds a timer.
    if automations:
        await hass.services.async_call("automation", "turn_off", {"entity_id": "all"}, blocking=True)


@pytest.mark.parametrize("text", WITH_RULES.values(), ids=WITH_RULES)
def test_every_example_gives_our_actions_what_they_take(text: str) -> None:
    calls = [call for rule in rules(text) for call in _calls(rule)]
    assert calls
    for name, data in calls:
        fields = SERVICES[name]["fields"]
        assert data.keys() <= fields.keys(), name
        assert {field for field, said in fields.items() if said.get("required")} <= data.keys(), name
        for field, value in data.items():
            options = fields[field]["selector"].get("select", {}).get("options")
            given = value if isinstance(value, list) else [value]
            assert options is None or set(given) <= set(options), (name, field)


async def test_the_automation_of_the_readme_calls_the_duty_room(hass: HomeAssistant, community: Community) -> None:
    calls = async_mock_service(hass, "notify", "send_message")
    (automation,) = (rule for rule in rules(README) if "triggers" in rule)
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await hass.async_block_till_done()
    await community.button("button-1")
    community.link.press("button-1", 0, "test")
    community.link.press("button-1", 1)
    await community.settle(lambda: calls)
    (call,) = calls
    assert call.data["title"] == "Help alarm #1"


async def test_the_script_of_the_readme_takes_the_latest_incident(hass: HomeAssistant, community: Community) -> None:
    (script,) = (rule for rule in rules(README) if "sequence" in rule)
    (entity_id,) = re.findall(r"event\.garden\w+", json.dumps(script))
    own = hass.states.async_entity_ids("event")
    text = json.dumps(script).replace(entity_id, own[0])
    assert await async_setup_component(hass, "script", {"script": {"take": json.loads(text)}})
    incident = await community.runtime.response.open(Kind.HELP, by="test")
    await community.settle(lambda: hass.states.get(own[0]).attributes.get("incident_id") == incident.id)  # type: ignore[union-attr]
    await hass.services.async_call("script", "take", blocking=True)
    assert community.runtime.response.active[incident.id].state is State.ACKNOWLEDGED


async def test_the_automation_for_an_incident_that_waits(hass: HomeAssistant, community: Community) -> None:
    calls = async_mock_service(hass, "notify", "send_message")
    (automation,) = rules(section(ACTIONS_PAGE, "The event on the bus"))
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await community.runtime.response.open(Kind.HELP, by="test")
    now = community.runtime.clock()
    late = type(now)(now.utc, now.monotonic + DEFAULT_PLANS[Kind.HELP].steps[1].after)
    community.runtime.response.tick(late)
    await community.settle(lambda: calls)
    assert calls[0].data["title"] == "Incident #1 waits"


# Entities.


def _of_kind(descriptions: Sequence[Any], kind: DeviceKind) -> list[EntityDescription]:
    return [description for description in descriptions if kind in description.kinds]


def test_every_entity_is_in_the_table() -> None:
    made: dict[str, dict[str, Sequence[EntityDescription]]] = {
        "community": {
            "event": [event.INCIDENT],
            "binary_sensor": [*binary_sensor.COMMUNITY, channel_sensor.CHANNEL],
            "calendar": [calendar.ROSTER],
            "sensor": [*sensor.COMMUNITY, sensor.TIME_TO_ACKNOWLEDGE],
            "switch": [switch.TEST_MODE],
        },
        "building": {
            "event": [event.ALARM],
            "binary_sensor": [binary_sensor.ALARM],
            "sensor": [sensor.BUILDING],
            "switch": [switch.TEST_MODE],
        },
        "help button": {
            "event": [event.HELP],
            "binary_sensor": _of_kind(binary_sensor.DEVICE, DeviceKind.HELP_BUTTON),
            "sensor": _of_kind(sensor.DEVICE, DeviceKind.HELP_BUTTON),
        },
        # What they have in common with a help button stands below the table.
        "smoke sensor": {"binary_sensor": _of_kind(binary_sensor.DEVICE, DeviceKind.SMOKE)[:1]},
        "gas sensor": {"binary_sensor": _of_kind(binary_sensor.DEVICE, DeviceKind.GAS)[:1]},
        "motion sensor": {"binary_sensor": _of_kind(binary_sensor.DEVICE, DeviceKind.MOTION)[:1]},
        "door sensor": {"binary_sensor": _of_kind(binary_sensor.DEVICE, DeviceKind.DOOR)[:1]},
        "water meter": {"sensor": _of_kind(sensor.DEVICE, DeviceKind.WATER_METER)},
        "siren": {"siren": [siren.SIREN]},
        "camera": {
            # Home Assistant's camera component is not in this environment; its description is read as text.
            "camera": [EntityDescription(key="live", translation_key="live")],
            "image": [image.LAST_DETECTION],
            "event": [event.DETECTION, facade_entities.FALL],
            "binary_sensor": [binary_sensor.CAMERA],
            "sensor": facade_entities.SENSORS,
            "button": [facade_entities.SELF_TEST],
        },
        "elevator": {
            "binary_sensor": elevator_sensors.ON_OFF,
            "sensor": elevator_sensors.WORDS,
            "switch": [elevator_door.DOOR_HOLD],
            "button": [elevator_door.RELEASE_DOOR],
            "event": [event.GUARD],
        },
    }
    expected = {
        (device, f"{platform}.{description.translation_key or description.key}")
        for device, platforms in made.items()
        for platform, descriptions in platforms.items()
        for description in descriptions
    }
    rows = table(section(ACTIONS_PAGE, "Entities"))
    assert {(row["device"], code_words(row["entity"])[0]) for row in rows} == expected
    assert len(rows) == len(expected)


def test_the_table_names_what_event_entities_say() -> None:
    rows = {(row["device"], code_words(row["entity"])[0]): row for row in table(section(ACTIONS_PAGE, "Entities"))}
    assert code_words(rows["community", "event.incident"]["what it shows"])[: len(event._SHOWN)] == event._SHOWN
    shown = code_words(rows["help button", "event.help"]["what it shows"])
    assert shown == [kind.value for kind in HelpButtonEvent]


# Websocket commands.


def test_every_command_has_its_section() -> None:
    assert subsections(WEBSOCKET, r"me|\w+(/\w+)+") == list(COMMANDS)
    assert set(REGISTERED) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_of_a_command_is_taken_and_shows_every_field(name: str) -> None:
    (block, *_) = blocks(section(WEBSOCKET, name), "json")
    message = json.loads(block)
    assert message.pop("type") == f"{DOMAIN}/{name}"
    schema = REGISTERED[name].schema
    vol.Schema(dict(schema))(message)
    unsaid = {str(marker) for marker in schema} - message.keys()
    # What the example leaves out, the text below it names.
    assert unsaid <= set(code_words(section(WEBSOCKET, name)))


def test_the_answer_of_the_list_of_devices() -> None:
    shown = devices.as_dict(Device("button-1", 1))
    assert shown.keys() <= set(code_words(section(WEBSOCKET, "devices/list")))
    assert str(MOST_UNASSIGNED) in section(WEBSOCKET, "devices/list")


def test_an_incident_on_the_wire() -> None:
    (block, *_) = blocks(section(WEBSOCKET, "Incidents"), "json")
    shown = json.loads(block)
    wire = _incident().as_dict()
    assert shown.keys() == wire.keys()
    assert (Kind(shown["kind"]), Severity(shown["severity"]), State(shown["state"])) == (
        Kind.HELP,
        Severity.CRITICAL,
        State.OPEN,
    )
    assert shown["timeline"][0].keys() == {"at", "what", "by", "text"}
    (line,) = (line for line in section(WEBSOCKET, "Incidents").splitlines() if line.startswith("- `resolution`"))
    assert code_words(line)[1:] == [resolution.value for resolution in Resolution]
    assert f"at most {MOST_CONTACTS} contacts" in section(WEBSOCKET, "register/save")


# Troubleshooting.


def test_every_repair_issue_has_its_section() -> None:
    issues = {
        *(f"broker_{problem}" for problem in LinkProblem if problem is not LinkProblem.LOGIN_REFUSED),
        *(f"database_{failure}" for failure in StoreFailure),
        *REPLACED_ISSUES,
        *VAULT_ISSUES,
        *FRIGATE_ISSUES,
        *CAMERA_ISSUES,
        *COMPANION_ISSUES,
        UNLINKED_ISSUE,
        JOURNAL_ISSUE,
        ENTITIES_ISSUE,
        "start_failed",
        "channel_failing",
        "siren_failing",
        *(f"roster_{kind}" for kind in TroubleKind if kind is not TroubleKind.LEFT),
    }
    kinds = r"(broker|camera|channel|companion|database|entities|facade|frigate|journal|roster|siren|start|vault)_\w+"
    titles = subsections(TROUBLESHOOTING, kinds)
    assert sorted(titles) == sorted(issues)
    assert set(ENGLISH["issues"]) == issues
    # The issues link to the page by these.
    assert [anchor(title) for title in titles] == titles


@pytest.mark.parametrize("issue", ENGLISH["issues"])
def test_a_section_says_what_happened_what_works_and_what_to_do(issue: str) -> None:
    said = re.findall(r"\*\*(What happened|What still works|What to do)\.\*\*", section(TROUBLESHOOTING, issue))
    assert said == ["What happened", "What still works", "What to do"]


def test_every_reason_to_refuse_an_import() -> None:
    files, reasons = _tables(section(TROUBLESHOOTING, "An import is refused"))
    assert [code_words(row[0])[0] for row in reasons[1:]] == [reason.value for reason in Reason]
    codes = set(re.findall(r'CallerError\("(file_\w+)"', Path(register.__file__).read_text(encoding="utf-8")))
    assert {code_words(row[0])[0] for row in files[1:]} == codes | {"import_running"}
    said = " ".join(" ".join(row) for row in (*files, *reasons))
    limits = (LONGEST_SHEET, MOST_ROWS, LONGEST_SHORT_TEXT, LONGEST_NOTE, LOWEST_FLOOR, HIGHEST_FLOOR)
    assert [limit for limit in limits if not re.search(rf"(?<!\d){limit}\b", said)] == []
    assert f"up to {MOST_TOLD} of them" in section(TROUBLESHOOTING, "An import is refused")


# The READMEs.


@pytest.mark.parametrize("text", [README, CHINESE], ids=["en", "zh-Hans"])
def test_the_sheet_of_the_readme_is_imported(text: str) -> None:
    (example,) = blocks(text, "csv")
    sheet = parse(example)
    assert sheet.errors == ()
    assert [(row.building, row.unit, row.number) for row in sheet.rows] == [("3", "1", "302"), ("3", "1", "402")]
    assert sheet.rows[0].contacts[0].phone == "100 0000 0001"


def test_the_headings_of_a_sheet() -> None:
    first_contact = [column for column in Column if "_2_" not in column and "_3_" not in column]
    english = [row for rows in _tables(README) if rows[0][0] == "English" for row in rows[1:]]
    assert [(code_words(row[0])[0], code_words(row[1])[0]) for row in english] == [
        (column.value, CHINESE_HEADINGS[column]) for column in first_contact
    ]
    chinese = [row for rows in _tables(CHINESE) if rows[0][0] == "中文" for row in rows[1:]]
    assert [(code_words(row[1])[0], code_words(row[0])[0]) for row in chinese] == [
        (column.value, CHINESE_HEADINGS[column]) for column in first_contact
    ]
    assert Column.CONTACT_3_NAME in README
    assert CHINESE_HEADINGS[Column.CONTACT_3_NAME] in CHINESE


@pytest.mark.parametrize("text", [README, CHINESE], ids=["en", "zh-Hans"])
def test_the_readme_lists_actions_triggers_and_conditions(text: str) -> None:
    listed = re.findall(rf"^\| \[`(\w+)`\]\(docs/actions\.md#{DOMAIN}(\w+)\)", text, re.MULTILINE)
    assert all(name == target for name, target in listed)
    assert [name for name, _ in listed] == [*SERVICES, *TRIGGERS, *CONDITIONS]


def test_both_readmes_say_the_same() -> None:
    assert [level for level, _ in headings(README)] == [level for level, _ in headings(CHINESE)]
    for language in ("yaml", "js", "sh", "csv"):
        assert len(blocks(README, language)) == len(blocks(CHINESE, language)), language
    assert blocks(README, "js") == blocks(CHINESE, "js")
    assert [len(rows) for rows in _tables(README)] == [len(rows) for rows in _tables(CHINESE)]
    assert len(re.findall(r"^- ", README, re.MULTILINE)) == len(re.findall(r"^- ", CHINESE, re.MULTILINE))
    for english, chinese in zip(rules(README), rules(CHINESE), strict=True):
        assert _without_words(english) == _without_words(chinese)
    links = [re.findall(r"\]\(([^)#]+(?:#[^)]+)?)\)", text) for text in (README, CHINESE)]
    assert sorted(set(links[0])) == sorted({link.replace("README.md", "README.zh-Hans.md") for link in links[1]})


# Links.


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_within_the_repository_leads_somewhere(path: Path) -> None:
    text = prose(path.read_text(encoding="utf-8"))
    targets = [*re.findall(r"\]\(([^)\s]+)\)", text), *re.findall(r'src="([^"]+)"', text)]
    for target in targets:
        if re.match(r"\w+:", target):
            continue
        name, _, fragment = target.partition("#")
        file = (path.parent / unquote(name)).resolve() if name else path
        assert file.exists(), f"{path.name}: {target}"
        if fragment:
            anchors = {anchor(title) for _, title in headings(file.read_text(encoding="utf-8"))}
            assert fragment in anchors, f"{path.name}: {target}"


def _incident() -> Incident:
    return opened(
        "i", 1, Kind.HELP, datetime(2026, 11, 23, tzinfo=UTC), device="button-1", by="button-1", text="pressed"
    )


def _tables(text: str) -> list[list[list[str]]]:
    """Return every table of a text, as `cells` returns the first."""
    parts = re.split(r"\n(?!\|)", prose(text))
    found = [part[part.index("|") :] for part in ("\n" + text for text in parts) if "\n|" in part]
    return [cells(part) for part in found]


def _calls(rule: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return the calls of our own actions in a rule: name and data."""
    if isinstance(rule, list):
        return [call for item in rule for call in _calls(item)]
    if not isinstance(rule, dict):
        return []
    own = str(rule.get("action", "")).partition(".")
    within = [call for value in rule.values() for call in _calls(value)]
    return [(own[2], rule.get("data", {})), *within] if own[0] == DOMAIN else within


def _without_words(rule: Any) -> Any:
    """Return a rule without the sentences in it."""
    if isinstance(rule, dict):
        return {key: _without_words(value) for key, value in rule.items() if key not in {"alias", "title", "message"}}
    return [_without_words(item) for item in rule] if isinstance(rule, list) else rule
