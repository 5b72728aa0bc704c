"""The self-test: painted where a thing would fall, told from what is real, and found by a real watcher."""

import random
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from falling_objects.model import FallState, Frame, TrackPoint
from falling_objects.optics import Facade
from falling_objects.selftest import WARM_UP, SelfTest, SelfTestError

from .films import facade, fall

GREY = np.full((240, 320), 90, np.uint8)


def test_it_is_painted_only_while_it_falls_and_never_into_the_given_frame() -> None:
    test = SelfTest(facade(), 10.0, random.Random(1))
    before = Frame(GREY, 10.0 + WARM_UP - 0.1)
    assert test.paint(before) is before
    rows = []
    for number in range(1, 80):
        frame = test.paint(Frame(GREY, 10.0 + WARM_UP + number / 25))
        ys = np.nonzero((frame.luma != GREY).any(axis=1))[0]
        if ys.size:
            rows.append(float(ys.mean()))
            assert (frame.luma > 120).any()
    assert (GREY == 90).all()
    assert len(rows) > 25
    assert all(lower > upper - 0.6 for upper, lower in pairwise(rows))
    # It accelerates.
    assert rows[24] - rows[16] > 1.5 * (rows[11] - rows[3])
    assert test.over(10.0 + 30.0)


def test_its_own_fall_is_known_and_another_at_the_same_time_is_not() -> None:
    test = SelfTest(facade(), 0.0, random.Random(1))
    places = []
    for number in range(2, 30):
        at = WARM_UP + number / 25
        ys, xs = np.nonzero(test.paint(Frame(GREY, at)).luma != GREY)
        places.append(TrackPoint(at, float(xs.mean()), float(ys.mean()), 20.0, seen=True))
    own = replace(fall(FallState.SUSPECTED), points=tuple(places))
    assert test.is_ours(own)
    assert not test.passed
    beside = replace(own, id=2, points=tuple(replace(point, x=point.x + 60) for point in places))
    earlier = replace(own, id=3, points=tuple(replace(point, at=point.at - 0.8) for point in places))
    assert not test.is_ours(beside)
    assert not test.is_ours(earlier)
    assert test.is_ours(replace(own, state=FallState.CONFIRMED))
    assert test.passed
    # Its end is its own, wherever it is seen to go.
    assert test.is_ours(replace(beside, id=1, state=FallState.ENDED))


def test_a_picture_without_room_says_so() -> None:
    low = facade(floors=2)
    with pytest.raises(SelfTestError, match="no_room"):
        SelfTest(low, 0.0, random.Random(1))
    away = Facade(low.camera_size, tuple(plane.scaled(9, 9) for plane in low.planes), low.floors)
    with pytest.raises(SelfTestError):
        SelfTest(away, 0.0, random.Random(1))
