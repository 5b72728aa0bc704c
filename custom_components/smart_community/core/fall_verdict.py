"""What people say of falls, and how often the cameras were right. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any, Final

from .falling import FallClass

# With fewer than these, a share says nothing.
LEAST_VERDICTS: Final = 5
COUNTED_FOR: Final = timedelta(days=28)
WEEKS: Final = 8


class Verdict(StrEnum):
    """What a person who has looked says of a fall."""

    REAL = "real"
    FALSE_ALARM = "false_alarm"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class FallVerdict:
    """What somebody (an account) said of a fall of an incident at `at` (UTC). `kept`: its masked pictures stay."""

    id: str
    incident: str
    camera: str
    fall: str
    verdict: Verdict
    by: str
    at: datetime
    confidence: float
    kind: FallClass
    kept: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return it as the wire shows it."""
        return {"verdict": self.verdict.value, "by": self.by, "at": self.at.isoformat(), "kept": self.kept}


@dataclass(frozen=True, slots=True)
class Figures:
    """How many of each verdict."""

    real: int = 0
    false_alarm: int = 0
    unsure: int = 0

    @property
    def precision(self) -> float | None:
        """The share of real ones among those of which somebody was sure, None if there are none."""
        sure = self.real + self.false_alarm
        return round(self.real / sure, 4) if sure else None

    def as_dict(self) -> dict[str, Any]:
        """Return them as the wire shows them."""
        return {
            "real": self.real,
            "false_alarm": self.false_alarm,
            "unsure": self.unsure,
            "precision": self.precision,
        }


def figures_of(verdicts: Iterable[FallVerdict]) -> Figures:
    """Return how many there are of each."""
    said = [one.verdict for one in verdicts]
    return Figures(said.count(Verdict.REAL), said.count(Verdict.FALSE_ALARM), said.count(Verdict.UNSURE))


def weekly(verdicts: Iterable[FallVerdict], now: datetime, zone: tzinfo) -> list[tuple[date, Figures]]:
    """Return the figures of the last weeks, newest first, each by its Monday on the community's calendar."""
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    by_week: dict[date, list[FallVerdict]] = {monday - timedelta(weeks=back): [] for back in range(WEEKS)}
    for one in verdicts:
        day = one.at.astimezone(zone).date()
        if (week := by_week.get(day - timedelta(days=day.weekday()))) is not None:
            week.append(one)
    return [(week, figures_of(said)) for week, said in by_week.items()]


def recent_precision(verdicts: Iterable[FallVerdict], now: datetime) -> float | None:
    """Return the precision of the last 28 days; None with fewer than 5 verdicts."""
    recent = [one for one in verdicts if timedelta(0) <= now - one.at <= COUNTED_FOR]
    return figures_of(recent).precision if len(recent) >= LEAST_VERDICTS else None
