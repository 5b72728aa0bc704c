"""Storms: what goes by itself, what is gathered, and that nothing is dropped."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.storm import StormGate

MOST, WITHIN, EVERY = 5, 10.0, 2.0

# Seconds since the push before, and which incident.
arrivals = st.lists(st.tuples(st.floats(0, 6), st.integers(0, 30)), max_size=80)


def test_five_go_by_themselves_and_the_sixth_is_gathered() -> None:
    gate = StormGate()
    assert [gate.passes(str(number), 0.0) for number in range(7)] == [True] * 5 + [False] * 2
    assert not gate.passes("7", WITHIN - 0.1)
    assert gate.passes("8", 2 * WITHIN)


def test_an_incident_that_pages_again_is_no_storm() -> None:
    gate = StormGate()
    assert all(gate.passes("one", second / 10) for second in range(200))


def test_a_gathered_push_waits_for_the_one_before() -> None:
    gate = StormGate()
    assert gate.delay(100.0) == 0
    gate.pushed(100.0)
    assert gate.delay(100.5) == EVERY - 0.5
    assert gate.delay(100.0 + EVERY) == 0


@given(arrivals)
def test_a_storm_is_at_most_one_push_every_two_seconds_and_drops_nothing(steps: list[tuple[float, int]]) -> None:
    gate = StormGate()
    now = 0.0
    due: float | None = None
    gathered: list[int] = []
    alone: list[tuple[float, int]] = []
    pushes: list[float] = []
    told: list[int] = []

    def push() -> None:
        nonlocal due
        assert due is not None
        gate.pushed(due)
        pushes.append(due)
        told.extend(gathered)
        gathered.clear()
        due = None

    for wait, incident in steps:
        now += wait
        if due is not None and due <= now:
            push()
        if gate.passes(str(incident), now):
            alone.append((now, incident))
            told.append(incident)
            continue
        gathered.append(incident)
        if due is None:
            due = now + gate.delay(now)
    if due is not None:
        push()

    assert sorted(told) == sorted(incident for _, incident in steps)
    assert all(after - before >= EVERY - 1e-9 for before, after in pairwise(pushes))
    for at, _ in alone:
        assert len({incident for when, incident in alone if at - WITHIN < when <= at}) <= MOST
