"""The roster as staff meet it: commands, the calendar, the count of those on duty, repair issues, and rules."""

from collections.abc import AsyncGenerator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from homeassistant.components import automation
from homeassistant.components.calendar import CalendarEntity, CalendarEvent
from homeassistant.components.calendar.const import DATA_COMPONENT
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_mock_service
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_community.const import DOMAIN
from custom_components.smart_community.core.delivery import Audience
from custom_components.smart_community.core.fault import FaultCause
from custom_components.smart_community.core.people import Role
from tests.conftest import Community
from tests.people import Person, logged, person

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
async def _zone(hass: HomeAssistant) -> AsyncGenerator[None]:
    """Live in Shanghai, before the community is set up."""
    before = dt_util.get_default_time_zone()
    await hass.config.async_update(time_zone="Asia/Shanghai")
    yield
    dt_util.set_default_time_zone(before)


def today() -> date:
    return dt_util.utcnow().astimezone(SHANGHAI).date()


def always(*people: str, **more: Any) -> dict[str, Any]:
    """Return a roster of two shifts, which the same people have all the time."""
    shifts = [
        {"id": "day", "name": "Day", "start": "08:00", "end": "20:00"},
        {"id": "night", "name": "Night", "start": "20:00", "end": "08:00"},
    ]
    day = [{"shift": shift["id"], "people": list(people)} for shift in shifts]
    return {"shifts": shifts, "weeks": [[day] * 7], "first_week": "2026-11-23", **more}


def day(off: int) -> str:
    return (today() + timedelta(days=off)).isoformat()


def state_of(hass: HomeAssistant, platform: str, key: str) -> Any:
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    found = er.async_get(hass).async_get_entity_id(platform, DOMAIN, f"{entry.entry_id}_community_{key}")
    state = hass.states.get(found or "")
    assert state is not None, key
    return state


@pytest.fixture
async def office(community: Community, hass_ws_client: WebSocketGenerator) -> Person:
    """Return somebody of the community office, logged in."""
    return await person(community, hass_ws_client, Role.COMMUNITY_OFFICE)


@pytest.fixture
async def duty(community: Community, hass_ws_client: WebSocketGenerator) -> Person:
    """Return somebody of the duty room, logged in."""
    return await person(community, hass_ws_client, Role.DUTY_ROOM)


@pytest.fixture
async def colleague(community: Community, hass_ws_client: WebSocketGenerator) -> Person:
    """Return another one of the duty room, logged in."""
    return await person(community, hass_ws_client, Role.DUTY_ROOM)


class DutyCalendar(CalendarEntity):
    """A calendar of somebody else's, such as CalDAV's."""

    entity_id = "calendar.duty"
    _attr_name = "Duty"

    def __init__(self) -> None:
        self.events: list[CalendarEvent] = []
        self.gone = False

    @property
    def event(self) -> CalendarEvent | None:
        return None

    async def async_get_events(
        self,
        hass: HomeAssistant,  # noqa: ARG002 - as Home Assistant calls it
        start_date: datetime,  # noqa: ARG002
        end_date: datetime,
    ) -> list[CalendarEvent]:
        if self.gone:
            raise HomeAssistantError("the server of Li Hua is gone")  # noqa: TRY003
        return [event for event in self.events if event.start_datetime_local < end_date]


@pytest.fixture
async def calendar(hass: HomeAssistant, community: Community) -> DutyCalendar:
    entity = DutyCalendar()
    await hass.data[DATA_COMPONENT].async_add_entities([entity])
    return entity


# Commands.


async def test_a_roster_is_saved_and_shown_with_its_shifts(
    community: Community, office: Person, duty: Person, colleague: Person
) -> None:
    saved = await office.result("roster/save", role="duty_room", roster=always(duty.user.id))
    assert saved["troubles"] == []
    assert saved["role"]["on_duty"] == [duty.user.id]
    await office.result("roster/override", role="duty_room", day=day(1), shift="day", people=[colleague.user.id])
    await office.result("roster/holiday", holidays=[{"day": day(2), "name": "元旦"}])

    shown = await duty.result("roster/list", **{"from": day(0), "to": day(2)})
    assert (shown["from"], shown["to"], shown["time_zone"]) == (day(0), day(2), "Asia/Shanghai")
    assert shown["may_edit"] is False
    (room, *_others) = shown["roles"]
    assert [role["role"] for role in shown["roles"]] == ["duty_room", "grid_worker", "community_office"]
    assert room["roster"] == always(duty.user.id) | {"holiday": None, "cover": "always", "calendar": None}
    assert [each["on_duty"] for each in shown["roles"]] == [[duty.user.id], None, None]
    changed = [each for each in shown["duties"] if each["day"] == day(1)]
    assert [(each["shift"], each["people"], each["because"]) for each in changed] == [
        ("day", [colleague.user.id], "override"),
        ("night", [duty.user.id], "rotation"),
    ]
    assert shown["overrides"] == [
        {"role": "duty_room", "day": day(1), "shift": "day", "people": [colleague.user.id], "swap": None}
    ]
    assert shown["holidays"] == [{"day": day(2), "name": "元旦", "like": None}]
    assert shown["people"] == {
        person.user.id: person.user.name for person in sorted((office, duty, colleague), key=lambda p: p.user.id)
    }

    await office.result("roster/override", role="duty_room", day=day(1), shift="day", people=None)
    assert (await office.result("roster/holiday", remove=[day(2)]))["holidays"] == []
    await office.result("roster/save", role="duty_room", roster=None)
    assert (await office.result("roster/list"))["duties"] == []


async def test_a_grid_worker_reads_his_own_shifts_and_asks_for_a_swap(
    community: Community, office: Person, hass_ws_client: WebSocketGenerator
) -> None:
    mine = await person(community, hass_ws_client, Role.GRID_WORKER)
    other = await person(community, hass_ws_client, Role.GRID_WORKER)
    roster = always(mine.user.id)
    for of_day in roster["weeks"][0]:
        of_day[1]["people"] = [other.user.id]
    roster["weeks"][0] = [[dict(each) for each in of_day] for of_day in roster["weeks"][0]]
    await office.result("roster/save", role="grid_worker", roster=roster)
    await office.result("roster/save", role="duty_room", roster=None)

    shown = await mine.result("roster/list")
    assert {each["shift"] for each in shown["duties"]} == {"day"}
    assert [each["role"] for each in shown["roles"]] == ["grid_worker"]
    assert shown["roles"][0]["roster"] == {"shifts": roster["shifts"], "cover": "always"}
    assert (shown["gaps"], shown["troubles"], shown["overrides"]) == ([], [], [])
    assert set(shown["people"]) == {mine.user.id, other.user.id}

    gives, takes = {"day": day(2), "shift": "day"}, {"for_day": day(3), "for_shift": "night"}
    asked = await mine.result("roster/swap", role="grid_worker", other=other.user.id, **gives, **takes)
    swap = asked["swap"]["id"]
    assert (asked["swap"]["state"], (await other.result("roster/list"))["swaps"]) == ("asked", [asked["swap"]])
    assert (await mine.error("roster/swap", swap=swap))["code"] == "swap_not_yours"
    assert (await other.result("roster/swap", swap=swap, decision="agree"))["swap"]["state"] == "agreed"
    assert (await office.error("roster/swap", swap=swap))["code"] == "swap_decided"
    of_mine = [(each["day"], each["shift"]) for each in (await mine.result("roster/list"))["duties"]]
    assert (day(3), "night") in of_mine
    assert (day(2), "day") not in of_mine

    second = await mine.result("roster/swap", role="grid_worker", other=other.user.id, day=day(4), shift="day")
    agreed = await office.result("roster/swap", swap=second["swap"]["id"], decision="agree")
    assert agreed["swap"]["decided_by"] == office.user.id
    for decision, who in (("refuse", other), ("withdraw", mine)):
        asked = await mine.result("roster/swap", role="grid_worker", other=other.user.id, day=day(5), shift="day")
        await who.result("roster/swap", swap=asked["swap"]["id"], decision=decision)


async def test_each_change_and_look_is_in_the_journal_with_ids_only(
    community: Community, office: Person, duty: Person, hass_ws_client: WebSocketGenerator
) -> None:
    auditor = await person(community, hass_ws_client, Role.AUDITOR)
    await office.result("roster/save", role="duty_room", roster=always(duty.user.id))
    await office.result("roster/override", role="duty_room", day=day(1), shift="day", people=[])
    await duty.result("roster/list")
    entries = (await auditor.result("journal/list"))["entries"]
    (viewed, overridden, saved) = [entry for entry in entries if entry["action"].startswith("roster")]
    assert (viewed["actor"], viewed["action"]) == (duty.user.id, "roster_viewed")
    assert (saved["actor"], saved["subject"]) == (office.user.id, "duty_room")
    assert saved["details"] == {"source": "staff", "shifts": 2, "weeks": 1, "people": [duty.user.id]}
    assert overridden["details"] == {"day": day(1), "shift": "day", "people": []}


@pytest.mark.parametrize(
    ("command", "sent", "code", "where"),
    [
        ("save", {"role": "auditor", "roster": None}, "roster_role", "auditor"),
        ("save", {"role": "duty_room", "roster": {"weeks": [[]]}}, "roster_invalid", "weeks[0]"),
        ("save", {"role": "duty_room", "roster": always("Li Hua's")}, "roster_invalid", "weeks[0][0][0].people[0]"),
        ("save", {"role": "duty_room", "roster": always("nobody")}, "roster_person", "nobody"),
        ("override", {"role": "duty_room", "day": "x", "shift": "day", "people": []}, "roster_invalid", "day"),
        ("override", {"role": "duty_room", "day": day(0), "shift": "day", "people": []}, "roster_missing", "duty_room"),
        ("swap", {"role": "duty_room", "other": "x"}, "roster_invalid", "day"),
        ("swap", {"day": day(0)}, "roster_invalid", "role"),
        ("swap", {"swap": "x"}, "swap_unknown", "x"),
        ("holiday", {"calendar": "calendar.x", "from": day(0), "to": day(9)}, "roster_calendar_unread", "calendar.x"),
        ("holiday", {"calendar": "calendar.x", "from": day(0)}, "roster_invalid", "to"),
        ("holiday", {"holidays": [{"day": day(0), "name": ""}]}, "roster_invalid", "holidays[0].name"),
        ("list", {"from": day(0), "to": day(70)}, "roster_invalid", "from"),
        ("list", {"from": day(-70)}, "roster_invalid", "from"),
    ],
)
async def test_what_cannot_be_is_told_with_its_place(
    office: Person,
    command: str,
    sent: dict[str, Any],
    code: str,
    where: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    error = await office.error(f"roster/{command}", **sent)
    assert (error["code"], error["translation_key"]) == (code, code)
    assert error["translation_placeholders"] == {"where": where}
    assert "Li Hua" not in logged(caplog)


# Shown.


async def test_the_calendar_shows_roles_and_shifts_and_no_person(
    hass: HomeAssistant, community: Community, office: Person, duty: Person
) -> None:
    assert state_of(hass, "calendar", "roster").state == "off"
    await office.result("roster/save", role="duty_room", roster=always(duty.user.id))
    await hass.async_block_till_done()
    state = state_of(hass, "calendar", "roster")
    assert (state.state, state.attributes["message"]) in {("on", "Duty room · Day"), ("on", "Duty room · Night")}
    start = datetime.combine(today(), datetime.min.time(), SHANGHAI)
    answer = await hass.services.async_call(
        "calendar",
        "get_events",
        {"entity_id": state.entity_id, "start_date_time": start, "end_date_time": start + timedelta(days=2)},
        blocking=True,
        return_response=True,
    )
    events: Any = answer[state.entity_id]["events"]  # type: ignore[index,call-overload]
    assert [event["summary"].split(" · ")[1] for event in events] == ["Night", "Day", "Night", "Day", "Night"]
    assert events[1]["start"] == start.replace(hour=8).isoformat()
    assert duty.user.id not in str(answer) + str(state.as_dict())
    assert duty.user.name is not None
    assert duty.user.name not in str(answer)


async def test_the_count_of_those_on_duty_follows_the_roster(
    hass: HomeAssistant, community: Community, office: Person, duty: Person, colleague: Person
) -> None:
    await community.settle(lambda: state_of(hass, "sensor", "on_duty").state == "3")
    await office.result("roster/save", role="duty_room", roster=always(duty.user.id))
    await community.settle(lambda: state_of(hass, "sensor", "on_duty").state == "2")
    await office.result("roster/save", role="duty_room", roster=always())
    await community.settle(lambda: state_of(hass, "sensor", "on_duty").state == "1")
    assert set(state_of(hass, "sensor", "on_duty").attributes) == {"state_class", "friendly_name"}


async def test_a_gap_is_a_repair_issue_and_a_fault_until_it_is_filled(
    hass: HomeAssistant, community: Community, office: Person, duty: Person
) -> None:
    issues, faults = ir.async_get(hass), community.runtime.faults
    await office.result("roster/save", role="duty_room", roster=always())
    await hass.async_block_till_done()
    issue = issues.async_get_issue(DOMAIN, "roster_gap_duty_room")
    assert issue is not None
    assert (issue.translation_key, issue.severity) == ("roster_gap", ir.IssueSeverity.ERROR)
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["role"] == "Duty room"
    assert (FaultCause.ROSTER_GAP, "duty_room") in faults.present

    await office.result("roster/save", role="duty_room", roster=always(duty.user.id))
    await hass.async_block_till_done()
    assert issues.async_get_issue(DOMAIN, "roster_gap_duty_room") is None
    assert (FaultCause.ROSTER_GAP, "duty_room") not in faults.present

    await office.result("roster/save", role="duty_room", roster=always())
    await hass.async_block_till_done()
    assert await hass.config_entries.async_unload(community.entry.entry_id)
    assert issues.async_get_issue(DOMAIN, "roster_gap_duty_room") is None


async def test_a_reload_changes_nothing(
    hass: HomeAssistant, community: Community, office: Person, duty: Person, colleague: Person
) -> None:
    await office.result("roster/save", role="duty_room", roster=always(duty.user.id, colleague.user.id))
    await office.result("roster/override", role="duty_room", day=day(1), shift="day", people=[colleague.user.id])
    before = await office.result("roster/list")
    assert await hass.config_entries.async_reload(community.entry.entry_id)
    await hass.async_block_till_done()
    assert await office.result("roster/list") == before


async def test_an_alarm_tells_who_is_on_duty(
    community: Community, office: Person, duty: Person, colleague: Person
) -> None:
    def told() -> list[str | None]:
        return [each.user_id for each in community.runtime.directory.find_recipients([Audience.DUTY_ROOM], None)]

    assert set(told()) == {duty.user.id, colleague.user.id}
    await office.result("roster/save", role="duty_room", roster=always(colleague.user.id))
    assert told() == [colleague.user.id]
    await office.result("roster/save", role="duty_room", roster=always())
    assert told() == []


# From a calendar.


async def test_a_roster_follows_a_calendar_of_home_assistant(
    hass: HomeAssistant,
    community: Community,
    office: Person,
    duty: Person,
    calendar: DutyCalendar,
    caplog: pytest.LogCaptureFixture,
) -> None:
    now, hour = dt_util.now(), timedelta(hours=1)
    calendar.events = [
        CalendarEvent(now - hour, now + 20 * hour, "李华"),
        CalendarEvent(now + 20 * hour, now + 60 * hour, "Night: 赵敏"),
    ]
    source = {"entity_id": "calendar.duty", "names": {"李华": duty.user.id, "Night": None}}
    await office.result("roster/save", role="duty_room", roster={"calendar": source})
    await community.settle(lambda: community.runtime.roster.troubles)

    shown = await duty.result("roster/list")
    room = shown["roles"][0]
    assert room["on_duty"] == [duty.user.id]
    assert room["known_until"] is not None
    (gap, names) = shown["troubles"]
    assert (gap["what"], names["what"], names["names"]) == ("gap", "names", ["赵敏"])
    issues = ir.async_get(hass)
    assert issues.async_get_issue(DOMAIN, "roster_names_duty_room") is not None
    assert state_of(hass, "calendar", "roster").attributes["message"] == "Duty room"

    calendar.gone = True
    await community.runtime.roster.read_calendars()
    await hass.async_block_till_done()
    assert issues.async_get_issue(DOMAIN, "roster_calendar_duty_room") is not None
    assert community.runtime.roster.on_duty(Role.DUTY_ROOM, dt_util.utcnow()) == frozenset({duty.user.id})
    for word in ("赵敏", "李华", "Li Hua"):
        assert word not in logged(caplog)
        assert word not in "".join(str(state.as_dict()) for state in hass.states.async_all())
        assert word not in "".join(str(issue) for issue in issues.issues.values())


async def test_our_own_calendar_is_no_source_of_a_roster(
    hass: HomeAssistant, community: Community, office: Person
) -> None:
    ours = state_of(hass, "calendar", "roster").entity_id
    error = await office.error("roster/save", role="duty_room", roster={"calendar": {"entity_id": ours}})
    assert error["code"] == "roster_own_calendar"


async def test_holidays_are_imported_from_a_calendar_after_a_dry_run(
    hass: HomeAssistant, office: Person, calendar: DutyCalendar
) -> None:
    first = today() + timedelta(days=10)
    calendar.events = [
        CalendarEvent(first, first + timedelta(days=2), "春节"),
        CalendarEvent(first + timedelta(days=8), first + timedelta(days=9), "春节 补班"),
    ]
    wanted: dict[str, Any] = {"calendar": "calendar.duty", "from": day(0), "to": day(300)}
    expected = [
        {"day": day(10), "name": "春节", "like": None},
        {"day": day(11), "name": "春节", "like": None},
        {"day": day(18), "name": "春节 补班", "like": 0},
    ]
    tried = await office.result("roster/holiday", dry_run=True, **wanted)
    assert (tried["changed"], tried["holidays"]) == (expected, [])
    typed = {"day": day(10), "name": "除夕", "like": None}
    done = await office.result("roster/holiday", holidays=[typed], **wanted)
    assert done["holidays"] == [typed, *expected[1:]]


# Rules.


async def test_a_rule_goes_on_only_while_somebody_is_on_duty(
    hass: HomeAssistant, community: Community, office: Person, duty: Person
) -> None:
    told: list[ServiceCall] = async_mock_service(hass, "test", "tell")
    rule = {
        "alias": "rule",
        "triggers": [{"trigger": "event", "event_type": "asked"}],
        "conditions": [{"condition": f"{DOMAIN}.someone_on_duty", "options": {"role": "duty_room"}}],
        "actions": [{"action": "test.tell"}],
    }
    assert await async_setup_component(hass, automation.DOMAIN, {automation.DOMAIN: [rule]})
    await hass.async_block_till_done()

    async def goes_on() -> bool:
        before = len(told)
        hass.bus.async_fire("asked")
        await hass.async_block_till_done()
        return len(told) > before

    assert await goes_on()
    await office.result("roster/save", role="duty_room", roster=always())
    assert not await goes_on()
    await office.result("roster/save", role="duty_room", roster=always(duty.user.id))
    assert await goes_on()


# Alarms.


async def test_an_empty_shift_falls_through_to_the_next_level_at_once_and_nobody_is_forgotten(
    community: Community, office: Person, duty: Person
) -> None:
    await community.button("button-1")
    for role in ("duty_room", "grid_worker"):
        await office.result("roster/save", role=role, roster=always())

    async def told() -> set[str]:
        (incident,) = [each for each in community.runtime.response.active.values() if each.device == "button-1"]
        shown = await office.result("incidents/get", incident_id=incident.id)
        return {delivery["recipient"] for delivery in shown["incident"]["deliveries"]}

    receipt = community.link.press("button-1", 1)
    await community.settle(lambda: receipt.confirmed)
    # The office is the next level: it is told now, not in 60 seconds, and the sleeping duty room is not.
    assert f"user:{office.user.id}" in await told()
    assert f"user:{duty.user.id}" not in await told()
