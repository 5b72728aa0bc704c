"""Which cameras can be relied on: at once when Frigate is gone, after its time when it says nothing."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.core.sighting import CameraTrouble
from custom_components.smart_community.links.frigate.answers import config_of, stats_of
from custom_components.smart_community.links.frigate.errors import FrigateProblem
from custom_components.smart_community.links.frigate.health import HICCUP, SILENT_AFTER, STATS_GOOD_FOR, FrigateHealth
from custom_components.smart_community.links.frigate.model import CameraStats
from tests.links.frigate.messages import NOW, sample

BEGUN = 1000.0
CONFIG = config_of(b'{"cameras": {"elevator_1": {"enabled": true}, "gate_in": {"enabled": false}}}')


@pytest.fixture(autouse=True)
def _integrations() -> None:
    """Leave out the Home Assistant that other tests run in: what is tested here knows none."""


def healthy(**changes: Any) -> FrigateHealth:
    health = FrigateHealth(answered=True, config=CONFIG, **changes)
    health.stream_is(BEGUN, is_open=True)
    health.take_stats(stats_of(sample("0.17_stats")), BEGUN)
    return health


def reason(health: FrigateHealth, seconds: float = 0.0, camera: str = "elevator_1") -> CameraTrouble | None:
    return health.cameras([camera], Instant(NOW, BEGUN + seconds))[camera].reason


def with_stats(**changes: object) -> FrigateHealth:
    health = healthy()
    assert health.stats is not None
    stats = CameraStats(5.1, 5.1, detection_enabled=True, running=True)
    cameras = {"elevator_1": replace(stats, **changes)}  # type: ignore[arg-type]  # as a test says
    health.take_stats(replace(health.stats, cameras=cameras), BEGUN)
    return health


def test_a_camera_is_up_when_frigate_answers_its_events_come_and_it_has_pictures() -> None:
    assert reason(healthy()) is None
    assert healthy().connected(BEGUN)
    assert healthy().problem(BEGUN) is None


def test_before_anything_is_known_no_camera_can_be_relied_on() -> None:
    assert reason(FrigateHealth()) is CameraTrouble.FRIGATE_GONE
    assert FrigateHealth().problem(BEGUN) is None


@pytest.mark.parametrize(
    ("changes", "trouble"),
    [
        ({"camera_fps": 0.0}, CameraTrouble.STALE),
        ({"process_fps": 0.0}, CameraTrouble.STALE),
        ({"process_fps": None}, None),
        ({"running": False}, CameraTrouble.OFFLINE),
        ({"running": None}, None),
        ({"detection_enabled": False}, CameraTrouble.DISABLED),
        ({"detection_enabled": None}, None),
    ],
)
def test_what_the_statistics_say_of_a_camera(changes: dict[str, object], trouble: CameraTrouble | None) -> None:
    assert reason(with_stats(**changes)) is trouble


def test_a_camera_that_frigate_has_not_is_unknown_and_one_that_is_off_disabled() -> None:
    assert reason(healthy(), camera="gone") is CameraTrouble.UNKNOWN
    assert reason(healthy(), camera="gate_in") is CameraTrouble.DISABLED


def test_a_camera_without_statistics_is_offline() -> None:
    health = healthy()
    assert health.stats is not None
    health.take_stats(replace(health.stats, cameras={}), BEGUN)
    assert reason(health) is CameraTrouble.OFFLINE


def test_without_statistics_for_thirty_seconds_it_is_stale() -> None:
    assert reason(healthy(), STATS_GOOD_FOR) is None
    assert reason(healthy(), STATS_GOOD_FOR + 0.1) is CameraTrouble.STALE


def test_frigate_is_gone_at_once_when_its_stream_closes_and_it_does_not_answer() -> None:
    health = healthy()
    health.stream_is(BEGUN + 1, is_open=False)
    assert reason(health, 1) is None
    health.refused = FrigateProblem.UNREACHABLE
    assert reason(health, 1) is CameraTrouble.FRIGATE_GONE
    assert health.problem(BEGUN + 1) is FrigateProblem.UNREACHABLE


def test_frigate_is_gone_at_once_when_it_says_so_whether_or_not_it_still_answers() -> None:
    health = healthy()
    health.available = False
    assert health.refused is None
    assert reason(health) is CameraTrouble.FRIGATE_GONE


def test_frigate_is_gone_at_once_when_its_websocket_is_not_reached_while_a_call_is_still_under_way() -> None:
    health = healthy()
    health.stream_is(BEGUN, is_open=False, refused=FrigateProblem.UNREACHABLE)
    assert health.refused is None
    assert reason(health) is CameraTrouble.FRIGATE_GONE


@pytest.mark.parametrize("refused", [FrigateProblem.LOGIN_REFUSED, FrigateProblem.FORBIDDEN])
def test_while_it_lets_us_know_nothing_no_camera_comes_and_goes_with_what_the_broker_tells_each_minute(
    refused: FrigateProblem,
) -> None:
    health = healthy(forgives=0.0)
    health.refused = refused
    for minute in range(3):
        health.doubt(stats_of(sample("0.17_stats")))
        health.heard_at = BEGUN + minute * 60
        assert reason(health, minute * 60) is CameraTrouble.FRIGATE_GONE


def test_statistics_on_the_stream_take_cameras_away_and_give_none_back() -> None:
    good, bad = stats_of(sample("0.17_stats")), sample("0.17_stats")
    bad["cameras"]["elevator_1"]["camera_fps"] = 0.0
    health = FrigateHealth(answered=True, config=CONFIG)
    health.stream_is(BEGUN, is_open=True)
    health.doubt(good)
    assert reason(health) is CameraTrouble.STALE
    health.take_stats(good, BEGUN)
    health.doubt(stats_of(bad))
    assert reason(health) is CameraTrouble.STALE
    health.doubt(good)
    assert reason(health) is CameraTrouble.STALE
    health.take_stats(good, BEGUN)
    assert reason(health) is None
    health.doubt(good)
    assert reason(health, STATS_GOOD_FOR + 0.1) is CameraTrouble.STALE


def test_while_its_events_come_a_failed_call_alone_takes_no_camera_away_until_its_statistics_are_old() -> None:
    health = healthy()
    health.refused = FrigateProblem.TIMEOUT
    assert reason(health, 5) is None
    assert not health.connected(BEGUN)
    assert reason(health, STATS_GOOD_FOR + 1) is CameraTrouble.STALE


def test_a_stream_that_is_back_at_once_was_a_hiccup() -> None:
    health = healthy()
    health.stream_is(BEGUN, is_open=False)
    assert reason(health, HICCUP - 0.1) is None
    assert reason(health, HICCUP) is CameraTrouble.STALE
    assert health.problem(BEGUN + HICCUP) is FrigateProblem.NO_EVENTS


def test_a_stream_over_the_broker_is_never_a_hiccup_and_its_cameras_are_up_only_when_asked_for_anew() -> None:
    """What a broker drops meanwhile nobody says again: whoever relied on a camera must know at once."""
    health = healthy(forgives=0.0)
    assert reason(health) is None
    health.stream_is(BEGUN, is_open=False)
    assert reason(health) is CameraTrouble.STALE
    health.stream_is(BEGUN, is_open=True)
    assert reason(health) is CameraTrouble.STALE
    health.take_stats(stats_of(sample("0.17_stats")), BEGUN)
    assert reason(health) is None


def test_what_a_broker_says_of_frigate_before_it_says_that_we_listen_counts() -> None:
    health = healthy(forgives=0.0)
    health.stream_is(BEGUN, is_open=False)
    assert health.available is None
    health.available = False
    health.stream_is(BEGUN, is_open=True)
    assert reason(health) is CameraTrouble.FRIGATE_GONE


def test_a_stream_that_says_nothing_for_minutes_is_no_stream() -> None:
    """A broker's access list lets anybody subscribe, and then delivers nothing."""
    health = healthy()
    later = SILENT_AFTER + 1
    health.take_stats(stats_of(sample("0.17_stats")), BEGUN + later)
    assert reason(health, later) is CameraTrouble.STALE
    assert health.problem(BEGUN + later) is FrigateProblem.NO_EVENTS
    health.heard_at = BEGUN + later
    assert reason(health, later) is None


def test_since_when_is_kept_while_nothing_changes() -> None:
    health = healthy()
    first = health.cameras(["elevator_1"], Instant(NOW, BEGUN))["elevator_1"]
    again = health.cameras(["elevator_1"], Instant(NOW.replace(hour=9), BEGUN + 1))["elevator_1"]
    assert first == again
    health.camera("another", Instant(NOW.replace(hour=9), BEGUN + 1))
    assert health.cameras(["elevator_1"], Instant(NOW.replace(hour=9), BEGUN + 1))["elevator_1"] == first
    health.refused, health.available = FrigateProblem.UNREACHABLE, False
    gone = health.cameras(["elevator_1"], Instant(NOW.replace(hour=10), BEGUN + 1))["elevator_1"]
    assert gone.at == NOW.replace(hour=10)


@given(
    seconds=st.floats(0, 1000),
    refused=st.sampled_from([None, *FrigateProblem]),
    is_open=st.booleans(),
    available=st.sampled_from([None, True, False]),
    fps=st.floats(0, 10),
    forgives=st.sampled_from([0.0, HICCUP]),
)
def test_no_camera_is_up_without_fresh_pictures_and_a_stream(
    seconds: float,
    refused: FrigateProblem | None,
    is_open: bool,
    available: bool | None,
    fps: float,
    forgives: float,
) -> None:
    health = with_stats(camera_fps=fps)
    health.forgives = forgives
    health.stream_is(BEGUN, is_open=is_open)
    health.refused, health.available = refused, available
    up = reason(health, seconds) is None
    if up:
        assert fps >= 0.1
        assert seconds <= STATS_GOOD_FOR
        assert available is not False
        assert is_open or (seconds < forgives and refused is None)
        assert refused not in {FrigateProblem.LOGIN_REFUSED, FrigateProblem.FORBIDDEN}
    if available is False:
        assert reason(health, seconds) is CameraTrouble.FRIGATE_GONE
    if refused is not None and not is_open:
        assert reason(health, seconds) is CameraTrouble.FRIGATE_GONE
