"""A roster as it is sent and stored: each error says where it is, and never whom it names."""

from datetime import date, time
from typing import Any

import pytest

from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.roster import (
    Assignment,
    CalendarSource,
    Cover,
    Holiday,
    RosterError,
    RosterRefusal,
    Shift,
)
from custom_components.smart_community.core.roster_form import (
    holiday_as_dict,
    read_holiday,
    read_role,
    read_roster,
    roster_as_dict,
)

SENT: dict[str, Any] = {
    "shifts": [{"id": "day", "name": " Day ", "start": "08:00", "end": "20:00"}],
    "weeks": [[[{"shift": "day", "people": ["a", "b", "a"]}], [], [], [], [], [], [{"shift": "day"}]]],
    "first_week": "2026-11-25",
    "holiday": [{"shift": "day", "people": ["c"]}],
    "cover": "shifts",
    "calendar": {"entity_id": "calendar.duty", "names": {"李华": "a", "夜班": None}, "read": "description"},
}


def test_a_roster_is_read_as_it_is_meant() -> None:
    roster = read_roster(Role.DUTY_ROOM, SENT)
    assert roster.shifts == {"day": Shift("day", "Day", time(8), time(20))}
    assert roster.weeks[0][0] == (Assignment("day", ("a", "b")),)
    assert roster.weeks[0][6] == (Assignment("day"),)
    assert (roster.first_week, roster.cover) == (date(2026, 11, 23), Cover.SHIFTS)
    assert roster.holiday == (Assignment("day", ("c",)),)
    assert roster.calendar == CalendarSource("calendar.duty", {"李华": "a", "夜班": None}, description=True)
    assert read_roster(Role.DUTY_ROOM, roster_as_dict(roster)) == roster
    empty = read_roster(Role.DUTY_ROOM, {})
    assert (empty.cover, empty.holiday, empty.calendar) == (Cover.ALWAYS, None, None)


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"shift": []}, "shift"),
        ({"shifts": [{"id": "Day", "name": "x", "start": "08:00", "end": "20:00"}]}, "shifts[0].id"),
        ({"shifts": [{"id": "day", "name": "", "start": "08:00", "end": "20:00"}]}, "shifts[0].name"),
        ({"shifts": [{"id": "day", "name": "x", "start": "8:00", "end": "20:00"}]}, "shifts[0].start"),
        ({"shifts": [{"id": "day", "name": "x", "start": "08:00", "end": "24:00"}]}, "shifts[0].end"),
        ({"shifts": [*SENT["shifts"], *SENT["shifts"]]}, "shifts[1].id"),
        ({"shifts": "day"}, "shifts"),
        ({"weeks": [[]]}, "weeks[0]"),
        ({"weeks": [[[{"shift": "night"}], [], [], [], [], [], []]]}, "weeks[0][0][0].shift"),
        ({"weeks": [[[{"shift": "day"}] * 2, [], [], [], [], [], []]]}, "weeks[0][0][1].shift"),
        ({"weeks": [[[{"shift": "day", "people": [1]}], [], [], [], [], [], []]]}, "weeks[0][0][0].people[0]"),
        ({"weeks": [[[], [], [], [], [], [], ["day"]]]}, "weeks[0][6][0]"),
        ({"weeks": [[[]] * 7] * 27}, "weeks"),
        ({"first_week": "2026-13-01"}, "first_week"),
        ({"first_week": "9999-12-31"}, "first_week"),
        ({"first_week": 20261123}, "first_week"),
        ({"holiday": {}}, "holiday"),
        ({"cover": "sometimes"}, "cover"),
        ({"calendar": {"entity_id": "sensor.duty"}}, "calendar.entity_id"),
        ({"calendar": {"entity_id": "calendar.duty", "read": "all"}}, "calendar.read"),
        ({"calendar": {"entity_id": "calendar.duty", "names": {"李华": 1}}}, "calendar.names"),
        ({"calendar": {"entity_id": "calendar.duty", "names": {"": "a"}}}, "calendar.names"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(changed: dict[str, Any], where: str) -> None:
    with pytest.raises(RosterError) as refused:
        read_roster(Role.DUTY_ROOM, {**SENT, **changed})
    assert (refused.value.code, refused.value.where) == (RosterRefusal.INVALID, where)
    assert "李华" not in str(refused.value)


def test_only_who_comes_to_an_incident_has_a_roster() -> None:
    assert read_role("grid_worker") is Role.GRID_WORKER
    for role in ("auditor", "technician", "nobody", None, 1):
        with pytest.raises(RosterError):
            read_role(role)


def test_a_holiday_is_read_as_it_is_meant() -> None:
    holiday = Holiday(date(2027, 2, 6), "春节", None)
    assert read_holiday(holiday_as_dict(holiday), "holidays[0]") == holiday
    assert read_holiday({"day": "2027-02-14", "name": "补班", "like": 0}, "").like == 0
    for sent in (
        {"day": "2027-02-30", "name": "x"},
        {"day": "2027-02-01"},
        {"day": "2027-02-01", "name": "x", "like": 7},
        1,
    ):
        with pytest.raises(RosterError):
            read_holiday(sent, "holidays[0]")
