"""The state of a camera as it is told, and what is done each day."""

from datetime import UTC, datetime, timedelta, timezone

from falling_objects.daily import each_day, next_at
from falling_objects.messages import Health, Level
from falling_objects.states import States

HEALTH = Health("f3", 25.04, 24.9, 0.01, Level.FULL, (1920, 1080), None, None, calibrated=True)
PROTOCOL = {"fps", "lag", "blind", "degraded", "calibrated", "self_test", "self_test_at"}


def states(*, moved: bool = False) -> States:
    return States(lambda _: True, lambda _: moved)


def test_before_anything_is_heard_there_is_no_picture() -> None:
    assert states().state("f3") == {
        "fps": 0.0,
        "lag": 0.0,
        "blind": "no_picture",
        "degraded": None,
        "calibrated": True,
        "self_test": None,
        "self_test_at": None,
    }


def test_figures_are_told_now_and_then_and_all_else_at_once() -> None:
    known = states()
    known.heard(HEALTH)
    assert known.news("f3", 0.0) is not None
    for second in range(1, 30):
        known.heard(Health("f3", 25.0 + second / 10, 25.0, 0.0, Level.FULL, None, None, None, calibrated=True))
        assert known.news("f3", float(second)) is None
    told = known.news("f3", 30.0)
    assert told is not None
    assert set(told) == PROTOCOL
    assert told["fps"] == 27.9
    known.heard(Health("f3", 25.0, 12.0, 0.3, Level.HALF_RATE, None, None, "dark", calibrated=True))
    told = known.news("f3", 31.0)
    assert told is not None
    assert (told["degraded"], told["blind"], told["lag"]) == ("half_rate", "dark", 0.3)
    known.tested("f3", {"self_test": "failed", "self_test_at": "2026-11-23T03:00:10+08:00"})
    assert known.news("f3", 32.0) is not None


def test_a_camera_that_was_moved_is_blind() -> None:
    known = states(moved=True)
    known.heard(HEALTH)
    assert known.state("f3")["blind"] == "moved"
    assert known.told("f3", "online")["broker"] == "online"


def test_the_night_comes_once_a_day() -> None:
    zone = timezone(timedelta(hours=8))
    assert next_at(3, datetime(2026, 11, 23, 2, 59, tzinfo=zone)) == datetime(2026, 11, 23, 3, tzinfo=zone)
    assert next_at(3, datetime(2026, 11, 23, 3, 0, tzinfo=zone)) == datetime(2026, 11, 24, 3, tzinfo=zone)


async def test_each_day_is_each_day() -> None:
    times = iter(datetime(2026, 11, 23, 2, tzinfo=UTC) + timedelta(hours=hours) for hours in (0, 1, 1, 25, 26))
    days = each_day(3, lambda: next(times))
    await anext(days)
    await anext(days)
    await days.aclose()
