"""What a screen counts down to is what the chase then does."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.incident import (
    Incident,
    Kind,
    Resolution,
    Severity,
    acknowledged,
    opened,
    resolved,
)
from custom_components.smart_community.core.plan import plan_of
from custom_components.smart_community.core.response import Instant, Marks, advanced
from custom_components.smart_community.core.upcoming import Next, upcoming

T0 = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOUR = 3600.0


def alarm() -> Incident:
    return opened(
        incident_id="i",
        number=1,
        kind=Kind.HELP,
        severity=Severity.CRITICAL,
        at=T0,
        place=Place(building="b", home="h"),
    )


def left_alone(incident: Incident, seconds: float) -> Incident:
    """Return the incident after so long without anybody."""
    now = T0 + timedelta(seconds=seconds)
    marks = Marks(0.0, 0.0)
    while (after := advanced(incident, marks, Instant(now, 0.0))) is not None:
        incident = after
    return incident


@given(seconds=st.floats(0, HOUR), owned=st.booleans())
def test_what_is_announced_comes_at_its_time_and_not_before(seconds: float, owned: bool) -> None:
    incident = left_alone(alarm(), seconds)
    if owned:
        incident = acknowledged(incident, T0 + timedelta(seconds=seconds), "li")
    announced = upcoming(incident)
    assert announced is not None
    marks = Marks(0.0, 0.0)
    assert advanced(incident, marks, Instant(announced.at - timedelta(milliseconds=1), 0.0)) is None
    after = advanced(incident, marks, Instant(announced.at, 0.0))
    assert after is not None
    assert after.level == announced.level
    assert (announced.what is Next.ASK) is owned


def test_it_names_whom_the_plan_tells_next() -> None:
    incident = alarm()
    first = upcoming(incident)
    assert first is not None
    assert first.as_dict() == {
        "what": "level",
        "at": "2026-11-23T08:01:00+00:00",
        "level": 2,
        "to": [str(target) for target in plan_of(incident).step(2).to],
    }
    last = upcoming(left_alone(incident, 301))
    assert last is not None
    assert last.what is Next.REPEAT
    asked = upcoming(acknowledged(incident, T0, "li"))
    assert asked is not None
    assert asked.to == ("user:li",)


def test_nothing_comes_once_it_is_resolved() -> None:
    assert upcoming(resolved(alarm(), T0, "li", Resolution.REAL)) is None
