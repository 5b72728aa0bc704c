"""The judge of deliveries must see what it looks for."""

from simulators.deliveries import DeliveryCount, HandedOver, Key, Ledgers, RecordedDelivery, judge_deliveries

FIRST: Key = (1, 1, "user:duty", "notify.test")
SECOND: Key = (2, 1, "user:duty", "notify.test")


def judged(states: dict[Key, str], pages: int, *pushes: HandedOver) -> DeliveryCount:
    deliveries = [RecordedDelivery("a", key, state, active=True) for key, state in states.items()]
    return judge_deliveries(Ledgers(deliveries, {"a": pages}), pushes, ["user:duty"])


def test_all_is_well() -> None:
    count = judged({FIRST: "handed_over", SECOND: "received"}, 2, HandedOver(1, "a", FIRST), HandedOver(2, "a", SECOND))
    assert count == DeliveryCount(queued=2, pushes=2, gathered=0, lost=0, waiting=0, repeated=0, twice=0)


def test_a_press_that_told_nobody_is_lost() -> None:
    assert judged({FIRST: "handed_over"}, 2, HandedOver(1, "a", FIRST)).lost == 1


def test_a_delivery_that_no_channel_got_is_lost() -> None:
    assert judged({FIRST: "handed_over"}, 1).lost == 1


def test_a_gathered_push_speaks_for_others() -> None:
    count = judged({FIRST: "handed_over", SECOND: "handed_over"}, 2, HandedOver(1, "a", SECOND, count=2))
    assert (count.lost, count.gathered) == (0, 1)


def test_a_press_shares_the_push_of_the_one_before() -> None:
    assert judged({FIRST: "handed_over", SECOND: "handed_over"}, 2, HandedOver(1, "a", FIRST)).lost == 0


def test_what_is_queued_waits() -> None:
    assert judged({FIRST: "queued"}, 1).waiting == 1


def test_repeated_after_a_kill_and_twice_without_one() -> None:
    after_a_kill = judged({FIRST: "handed_over"}, 1, HandedOver(1, "a", FIRST), HandedOver(2, "a", FIRST))
    assert (after_a_kill.repeated, after_a_kill.twice) == (1, 0)
    without = judged({FIRST: "handed_over"}, 1, HandedOver(1, "a", FIRST), HandedOver(1, "a", FIRST))
    assert (without.repeated, without.twice) == (1, 1)
