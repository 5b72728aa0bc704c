"""What an elevator says of itself, and what can be promised with the points that it has."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.elevator import (
    LONGEST_HOLD,
    NEEDED_TO_HOLD,
    RENEW_EVERY,
    CarState,
    Door,
    Elevator,
    ElevatorPoints,
    Inhibitor,
    MissingPoint,
    missing_points,
    promises,
    silent_points,
)

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
MAYBE = st.none() | st.booleans()
CARS = st.builds(
    CarState,
    at=st.just(NOW),
    floor=st.none() | st.just("3"),
    door=st.none() | st.sampled_from(Door),
    **dict.fromkeys(("level", "moving", "hold", *Inhibitor), MAYBE),
)
POINT_NAMES = [field.name for field in fields(ElevatorPoints)]
BOUND = st.sets(st.sampled_from(POINT_NAMES)).map(
    lambda names: ElevatorPoints.from_dict({name: f"sensor.{name}" for name in names})
)
TEXTS = st.text(min_size=1, max_size=8)


@given(CARS)
def test_a_car_stands_open_only_level_at_a_landing_with_its_door_open_and_never_once_it_moves(car: CarState) -> None:
    if car.stands_open:
        assert car.door is Door.OPEN
        assert car.moving is not True
        assert car.level is not False
        assert car.level is True or car.moving is False


@given(CARS)
def test_a_car_of_which_nobody_knows_whether_it_stands_does_not(car: CarState) -> None:
    assert not replace(car, level=None, moving=None).stands_open
    assert not replace(car, door=None).stands_open


@given(CARS)
def test_each_inhibitor_is_named(car: CarState) -> None:
    assert set(car.inhibitors) == {one for one in Inhibitor if getattr(car, one.value) is True}


@given(CARS)
def test_no_door_contact_no_hold(car: CarState) -> None:
    told = promises(Elevator("e", "One", device="d"), replace(car, door=None))
    assert not told.hold
    assert MissingPoint.DOOR in told.why_not


@given(BOUND)
def test_nothing_is_promised_without_the_points_that_it_needs(points: ElevatorPoints) -> None:
    elevator = Elevator("e", "One", points=points)
    told = promises(elevator, None)
    missing = missing_points(elevator, None)
    assert told.hold == (
        None not in (points.hold, points.door, points.fire) and (points.level or points.moving) is not None
    )
    assert set(told.why_not) == set(missing) & set(NEEDED_TO_HOLD)
    assert told.hold == (not told.why_not)
    assert {MissingPoint.CAMERA, MissingPoint.VOICE} <= set(missing)


@given(CARS)
def test_what_the_protocol_does_not_say_is_missing(car: CarState) -> None:
    missing = set(missing_points(Elevator("e", "One", device="d", cameras=("c",)), car))
    for name in ("door", "floor", *Inhibitor):
        assert (MissingPoint(name) in missing) == (getattr(car, name) is None)
    assert (MissingPoint.LANDING in missing) == (car.level is None and car.moving is None)
    assert not {MissingPoint.HOLD, MissingPoint.KEY, MissingPoint.VOICE, MissingPoint.CAMERA} & missing


def test_one_that_was_never_heard_promises_no_hold() -> None:
    assert not promises(Elevator("e", "One", device="d"), None).hold


def test_one_with_a_camera_and_a_speaker_only_speaks_and_sees() -> None:
    told = promises(Elevator("e", "One", cameras=("c",), speakers=("media_player.car",)), None)
    assert (told.hold, told.voice, told.sight) == (False, True, True)
    assert told.why_not == NEEDED_TO_HOLD


def test_a_bound_point_that_says_nothing_now_is_named() -> None:
    points = ElevatorPoints(hold="switch.a", door="binary_sensor.b", fire="binary_sensor.c", key="event.k")
    car = CarState(at=NOW, door=Door.OPEN, hold=False)
    assert silent_points(Elevator("e", "One", points=points), car) == ("fire",)
    assert silent_points(Elevator("e", "One", device="d"), car) == ()


@given(
    st.builds(
        Elevator,
        id=st.just("e"),
        name=TEXTS,
        building=st.none() | TEXTS,
        device=st.none() | TEXTS,
        cameras=st.lists(TEXTS, max_size=3).map(tuple),
        speakers=st.lists(TEXTS, max_size=3).map(tuple),
        two_way=st.none() | TEXTS,
    ),
    BOUND,
)
def test_what_a_subentry_keeps_is_the_elevator(elevator: Elevator, points: ElevatorPoints) -> None:
    if elevator.device is None and points.as_dict():
        elevator = replace(elevator, points=points)
    assert Elevator.from_data("e", elevator.as_data()) == elevator
    assert elevator.adopted == (elevator.points is not None)


def test_a_device_comes_before_points() -> None:
    elevator = Elevator.from_data("e", {"name": "One", "device": "d", "points": {"hold": "switch.a"}})
    assert elevator.points is None
    assert not elevator.adopted


def test_what_is_no_point_is_left_out() -> None:
    assert ElevatorPoints.from_dict({"hold": "switch.a", "door": "", "colour": "x"}) == ElevatorPoints(hold="switch.a")


def test_a_subentry_without_a_name_is_none_of_ours() -> None:
    with pytest.raises(KeyError):
        Elevator.from_data("e", {})


def test_two_renewals_may_be_lost_before_the_door_is_free() -> None:
    assert LONGEST_HOLD > 2 * RENEW_EVERY
