"""A roster read from a calendar: the words of its events turned into accounts; and its days into holidays. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from .people import Role
from .roster import Because, CalendarSource, Duty, Holiday

# What stands between two names: "Li Hua, Wang Jing", "李华、王静", "Night: Li Hua" and one name a line.
_BETWEEN: Final = re.compile(r"[,，、;；:：/|&+\n\r\t]+")
# What Chinese calendars of public holidays write on a day at the weekend that is worked: it is as a Monday.
_WORKED: Final = re.compile(r"补班|調休上班|调休上班|[（(]班[）)]|(?<!值)班$")
_MONDAY: Final = 0
_LONGEST_HOLIDAY_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """An event of a calendar. A date instead of a time: it lasts whole local days, `end` is the day after the last."""

    start: date | datetime
    end: date | datetime
    summary: str
    description: str = ""


class CalendarUnreadError(Exception):
    """A calendar did not answer, or is not there; never with what it holds."""


def read_duties(
    items: Iterable[CalendarItem], role: Role, source: CalendarSource, zone: tzinfo
) -> tuple[tuple[Duty, ...], tuple[str, ...]]:
    """Return the duties that a calendar's events are, and the words in them that mean nobody we know.

    An event without a known name is a shift that nobody has. The words may be names of people: show them to those who
    keep the roster, and write them nowhere.
    """
    known = {_folded(name): person for name, person in source.names.items()}
    duties: list[Duty] = []
    unknown: dict[str, None] = {}
    for item in items:
        start, end = (_moment(moment, zone) for moment in (item.start, item.end))
        if end <= start:
            continue
        words = _words(item.description if source.description else item.summary)
        people = [known[_folded(word)] for word in words if _folded(word) in known]
        unknown.update((word, None) for word in words if _folded(word) not in known)
        on_shift = tuple(dict.fromkeys(person for person in people if person is not None))
        day = start.astimezone(zone).date()
        duties.append(Duty(role, day, "", "", start, end, on_shift, Because.CALENDAR))
    return tuple(duties), tuple(unknown)


def read_holidays(items: Sequence[CalendarItem], first: date, last: date, zone: tzinfo) -> list[Holiday]:
    """Return the days from `first` to `last` that a calendar of holidays names, in their order, each once.

    A day that it says is worked (补班) is like a Monday.
    """
    found: dict[date, Holiday] = {}
    for item in items:
        name = "".join(letter for letter in item.summary if letter.isprintable()).strip()[:_LONGEST_HOLIDAY_NAME]
        day, end = _day(item.start, zone), item.end
        until = _day(end - timedelta(microseconds=1), zone) + timedelta(days=1) if isinstance(end, datetime) else end
        while name and day < until:
            if first <= day <= last:
                found.setdefault(day, Holiday(day, name, _MONDAY if _WORKED.search(name) else None))
            day += timedelta(days=1)
    return [found[day] for day in sorted(found)]


def _words(text: str) -> list[str]:
    return [word for part in _BETWEEN.split(text) if (word := " ".join(part.split()))]


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", " ".join(word.split())).casefold()


def _moment(moment: date | datetime, zone: tzinfo) -> datetime:
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(UTC)
    return datetime.combine(moment, time(), zone).astimezone(UTC)


def _day(moment: date | datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
