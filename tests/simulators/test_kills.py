"""Counting is where a kill test could deceive itself: each way in which a press goes wrong is counted as that."""

from simulators.help_button import Press
from simulators.kills import Count, Evidence, RecordedCall, RecordedEvent, judge


def press(seq: int, *, acked: bool = True, sent: int = 1, device: str = "one") -> Press:
    made = Press(device, "boot", seq, "pressed", 10.0)
    made.sent_at = [10.0 + number for number in range(sent)]
    if acked:
        made.acked_at = 11.0
    return made


def event(seq: int, at: int, device: str = "one") -> RecordedEvent:
    return RecordedEvent(device, "boot", seq, at)


def count(presses: list[Press], events: list[RecordedEvent], calls: list[tuple[str, int]]) -> Count:
    return judge(presses, Evidence(events, [RecordedCall(*call) for call in calls], incidents=len(calls)))


def test_each_press_in_one_incident_is_well() -> None:
    found = count([press(1), press(2, sent=3)], [event(1, 100), event(2, 200)], [("one", 100), ("one", 200)])
    assert found == Count(presses=2, lost=0, doubled=0, unacked=0, resent=1)


def test_acknowledged_and_not_on_disk_is_lost() -> None:
    assert count([press(1)], [], []).lost == 1


def test_acknowledged_and_in_no_incident_is_lost() -> None:
    assert count([press(1)], [event(1, 100)], []).lost == 1
    assert count([press(1)], [event(1, 100)], [("other", 100), ("one", 101)]).lost == 1


def test_not_acknowledged_is_not_lost_but_counted() -> None:
    found = count([press(1, acked=False)], [], [])
    assert (found.lost, found.unacked) == (0, 1)


def test_second_incident_of_one_press_is_doubled_whenever_it_was_opened() -> None:
    assert count([press(1)], [event(1, 100)], [("one", 100), ("one", 100)]).doubled == 1
    assert count([press(1)], [event(1, 100)], [("one", 100), ("one", 900)]).doubled == 1


def test_page_without_an_event_is_doubled_though_nobody_knows_of_which_press() -> None:
    assert count([], [], [("one", 100)]).doubled == 1


def test_two_presses_at_one_moment_may_share_it() -> None:
    found = count([press(1), press(2)], [event(1, 100), event(2, 100)], [("one", 100), ("one", 100)])
    assert (found.lost, found.doubled) == (0, 0)
