"""Tests of devices: banner, log, an end by itself, and a list of who is left."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.device import Device, DeviceKind
from custom_components.smart_community.core.walk_test import LONGEST, TestRun, begun, expected, left_of

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)

BED = Device("bed", 1, kind=DeviceKind.HELP_BUTTON, place=Place(building="b1", home="h1"))
SOFA = Device("sofa", 2, kind=DeviceKind.HELP_BUTTON, place=Place(building="b2", home="h2"))
STAIRS = Device("stairs", 3, kind=DeviceKind.SMOKE, place=Place(building="b1"))
SIREN = Device("siren", 4, kind=DeviceKind.SIREN, place=Place(building="b1"))
SPARE = Device("spare", 5, kind=DeviceKind.HELP_BUTTON)
ALL = [BED, SOFA, STAIRS, SIREN, SPARE]

lengths = st.timedeltas(timedelta(days=-1), timedelta(days=1))
elapsed = st.timedeltas(timedelta(days=-2), timedelta(days=2))


@given(lengths)
def test_a_test_ends_by_itself_after_at_most_half_an_hour(length: timedelta) -> None:
    run = begun("t", "anna", NOW, length)
    assert NOW <= run.ends_at <= NOW + timedelta(minutes=30)


@given(lengths, st.lists(elapsed, max_size=5))
def test_no_restart_and_no_clock_gives_a_test_more_time_than_it_had(
    length: timedelta, restarts: list[timedelta]
) -> None:
    run = begun("t", "anna", NOW, length)
    left = run.left
    for after in restarts:
        run = TestRun.from_stored(json.loads(json.dumps(run.as_stored()))).counted(run.counted_at + after)
        assert timedelta() <= run.left <= left
        assert run.left == max(timedelta(), left - max(timedelta(), after))
        left = run.left


@pytest.mark.parametrize(
    ("run", "covered"),
    [
        (begun("t", "anna", NOW, LONGEST), {"bed", "sofa", "stairs", "siren"}),
        (begun("t", "anna", NOW, LONGEST, building="b1"), {"bed", "stairs", "siren"}),
        (begun("t", "anna", NOW, LONGEST, devices=["sofa", "spare"]), {"sofa"}),
        (begun("t", "anna", NOW, LONGEST, devices=[]), set()),
    ],
)
def test_a_test_covers_the_community_a_building_or_a_set_of_devices_and_nothing_that_belongs_nowhere(
    run: TestRun, covered: set[str]
) -> None:
    assert {device.id for device in ALL if run.covers(device)} == covered


def test_the_list_holds_what_a_hand_can_test_and_fills_as_each_is_pressed() -> None:
    run = begun("t", "anna", NOW, LONGEST, building="b1", is_walk=True)
    assert expected(run, ALL) == ["bed", "stairs"]
    assert left_of(run, ALL) == ["bed", "stairs"]
    run = run.seen("bed", NOW + timedelta(seconds=5))
    assert left_of(run, ALL) == ["stairs"]
    assert left_of(run.seen("stairs", NOW), ALL) == []


def test_a_test_is_read_back_as_it_was() -> None:
    run = begun("t", "anna", NOW, LONGEST, devices=["sofa"], is_walk=True).seen("sofa", NOW)
    assert TestRun.from_stored(json.loads(json.dumps(run.as_stored()))) == run
