"""A roster read from a calendar: a name that nobody knows is shown, never silently dropped."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.people import Role
from custom_components.smart_community.core.roster import CalendarSource, Holiday
from custom_components.smart_community.core.roster_calendar import CalendarItem, read_duties, read_holidays

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 11, 23, 0, tzinfo=UTC)
NAMES = {"Li Hua": "a", "王静": "b", "Night": None, "值班": None}
SOURCE = CalendarSource("calendar.duty", NAMES)


def item(summary: str, description: str = "") -> CalendarItem:
    return CalendarItem(START, START + timedelta(hours=8), summary, description)


@pytest.mark.parametrize(
    ("summary", "people", "unknown"),
    [
        ("Li Hua", ("a",), ()),
        ("Night: li  HUA, 王静", ("a", "b"), ()),
        ("值班：王静、Ｌｉ Ｈｕａ", ("b", "a"), ()),
        ("Li Hua/Zhao Min", ("a",), ("Zhao Min",)),
        ("Li Hua Zhao Min", (), ("Li Hua Zhao Min",)),
        ("Night", (), ()),
        ("", (), ()),
        ("王静\nLi Hua\nLi Hua", ("b", "a"), ()),
    ],
)
def test_the_words_of_an_event_mean_accounts(summary: str, people: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    (duty,), words = read_duties([item(summary)], Role.DUTY_ROOM, SOURCE, SHANGHAI)
    assert (duty.people, words) == (people, unknown)
    assert (duty.start, duty.end, duty.day) == (START, START + timedelta(hours=8), date(2026, 11, 23))
    # What an event says may be a person's name, and a calendar of ours shows the name of a shift.
    assert duty.name == ""


def test_the_description_is_read_where_staff_say_so() -> None:
    source = CalendarSource("calendar.duty", NAMES, description=True)
    (duty,), words = read_duties([item("Whoever", "Li Hua\n王静")], Role.DUTY_ROOM, source, SHANGHAI)
    assert (duty.people, words) == (("a", "b"), ())


def test_an_event_of_whole_days_is_as_long_as_they_are() -> None:
    whole = CalendarItem(date(2026, 10, 25), date(2026, 10, 26), "Li Hua")
    (duty,), _ = read_duties([whole], Role.DUTY_ROOM, SOURCE, BERLIN)
    assert duty.end - duty.start == timedelta(hours=25)
    local = CalendarItem(datetime(2026, 11, 23, 8), datetime(2026, 11, 23, 9), "Li Hua")  # noqa: DTZ001
    backwards = CalendarItem(START, START, "Li Hua")
    (duty,), _ = read_duties([local, backwards], Role.DUTY_ROOM, SOURCE, SHANGHAI)
    assert duty.start == START


@given(st.lists(st.sampled_from([*NAMES, "Zhao Min", "赵敏"]), max_size=6))
def test_a_word_of_an_event_is_a_person_or_no_person_or_unknown(words: list[str]) -> None:
    (duty,), unknown = read_duties([item(", ".join(words))], Role.DUTY_ROOM, SOURCE, SHANGHAI)
    assert set(duty.people) == {person for word in words if (person := NAMES.get(word)) is not None}
    assert set(unknown) == set(words) - set(NAMES)


def test_the_days_of_a_calendar_of_holidays_are_imported_each_once() -> None:
    items = [
        CalendarItem(date(2027, 2, 5), date(2027, 2, 8), "春节"),
        CalendarItem(date(2027, 2, 6), date(2027, 2, 7), "春节 again"),
        CalendarItem(date(2027, 2, 14), date(2027, 2, 15), "春节 补班"),
        CalendarItem(datetime(2027, 3, 1, 16, tzinfo=UTC), datetime(2027, 3, 2, 16, tzinfo=UTC), "A day in Shanghai"),
        CalendarItem(date(2027, 3, 5), date(2027, 3, 6), ""),
        CalendarItem(date(2028, 1, 1), date(2028, 1, 2), "元旦"),
    ]
    assert read_holidays(items, date(2027, 2, 6), date(2027, 12, 31), SHANGHAI) == [
        Holiday(date(2027, 2, 6), "春节"),
        Holiday(date(2027, 2, 7), "春节"),
        Holiday(date(2027, 2, 14), "春节 补班", 0),
        Holiday(date(2027, 3, 2), "A day in Shanghai"),
    ]
