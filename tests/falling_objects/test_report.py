"""What the community is told of a fall."""

import pytest
from falling_objects.device import encode, within_limit
from falling_objects.model import FallState, TrackPoint
from falling_objects.outbox import Phase
from falling_objects.report import box_of, phase_of, report_of

from .films import facade, fall


@pytest.mark.parametrize(
    ("state", "confidence", "phase"),
    [
        (FallState.SUSPECTED, 0.6, Phase.SUSPECTED),
        (FallState.CONFIRMED, 0.9, Phase.CONFIRMED),
        (FallState.ENDED, 0.9, Phase.ENDED),
        (FallState.ENDED, 0.4, Phase.WITHDRAWN),
    ],
)
def test_the_end_of_what_was_nothing_takes_the_alert_back(state: FallState, confidence: float, phase: Phase) -> None:
    assert phase_of(fall(state, confidence=confidence), 0.5) is phase
    assert phase.over is (state is FallState.ENDED)


def test_it_names_floor_candidates_and_place_and_never_one_home_alone() -> None:
    report = report_of("0" * 26, fall(), facade(), Phase.CONFIRMED)
    body = report.body
    assert (body["type"], body["phase"], body["class"]) == ("fall", "confirmed", "falling")
    assert body["floor"] in (8, 9)
    rows = body["candidates"]
    assert isinstance(rows, list)
    assert 2 <= len(rows) <= 12
    assert all({"building", "unit", "floor", "p"} <= set(row) for row in rows)
    assert sum(row["p"] for row in rows) <= 1.001
    assert max(row["p"] for row in rows) <= 0.99
    assert len(encode(within_limit(body))) <= 3840
    assert report.fall.start is not None


def test_the_box_is_around_the_track_and_within_the_picture() -> None:
    left, top, width, height = box_of(fall().points, (320, 240))
    assert left < 155 / 320 < left + width
    assert top < 48 / 240
    assert top + height > 100 / 240
    edge = box_of((TrackPoint(0, 0, 0, 4, seen=True), TrackPoint(1, 319, 239, 4, seen=True)), (320, 240))
    assert edge == [0.0, 0.0, 1.0, 1.0]
    assert box_of((), (320, 240)) == [0.0, 0.0, 1.0, 1.0]
