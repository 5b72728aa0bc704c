"""The pre-roll: whole groups, bounded, and held while a fall is under way."""

from falling_objects.ring import Ring
from falling_objects.sources import Passed
from hypothesis import given
from hypothesis import strategies as st


def packet(number: int, group: int = 25, size: int = 100) -> Passed:
    return Passed(bytes(size), number / 25, number / 25, number % group == 0)


def test_a_clip_begins_with_a_key_frame_at_or_before_its_begin() -> None:
    ring = Ring(5.0)
    for number in range(1000):
        ring.append(packet(number))
    kept = ring.since(35.5)
    assert (kept[0].at, kept[0].key) == (35.0, True)
    assert kept[-1].at == 999 / 25
    # What is older is gone: from the oldest key frame on is all there is.
    assert ring.since(0.0)[0].at == 34.0


def test_what_is_held_stays() -> None:
    ring = Ring(2.0)
    for number in range(500):
        if number == 200:
            ring.hold = 6.0
        ring.append(packet(number))
    assert ring.since(6.0)[0].at == 6.0
    ring.hold = None
    ring.append(packet(500))
    assert ring.since(6.0)[0].at == 18.0


@given(st.integers(1, 60), st.integers(1, 400), st.integers(500, 20_000), st.booleans())
def test_it_is_never_larger_than_it_may_be(group: int, count: int, largest: int, hold: bool) -> None:
    ring = Ring(3.0, largest)
    ring.hold = 0.0 if hold else None
    for number in range(count):
        ring.append(packet(number, group))
        assert ring.size <= largest
    kept = ring.since(0.0)
    assert sum(len(one.data) for one in kept) == ring.size
    assert not kept or kept[0].key


def test_nothing_is_kept_before_the_first_key_frame() -> None:
    ring = Ring(3.0)
    ring.append(packet(1))
    assert ring.since(0.0) == ()
    ring.append(packet(25))
    ring.clear()
    assert (ring.size, ring.since(0.0)) == (0, ())
