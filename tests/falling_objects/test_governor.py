"""The governor: less of every camera when the machine is short of time, and more again, carefully."""

from itertools import pairwise

from falling_objects.governor import PATIENCE, RELAPSE, Governor, Strain
from falling_objects.messages import Level

# What a level costs beside the full one, as on a machine with too many cameras.
COST = {Level.FULL: 1.4, Level.HALF_SIZE: 1.05, Level.HALF_RATE: 0.9}


def run(governor: Governor, begin: float, seconds: int, load: float, lag: float = 0.0) -> list[Level]:
    """Ask each second, with the work that a level causes; a core gives at most one second a second."""
    return [
        governor.judge(Strain(min(1.0, load * COST[governor.level]), 0.0, lag), begin + second)
        for second in range(seconds)
    ]


def test_half_size_comes_before_half_rate_and_both_within_half_a_minute() -> None:
    governor = Governor(0.0)
    levels = run(governor, 0.0, 60, 1.0)
    assert levels[0] is Level.FULL
    assert levels.index(Level.HALF_SIZE) < levels.index(Level.HALF_RATE) <= 30
    # What is still too much then is not made worse.
    assert levels[-1] is Level.HALF_RATE


def test_a_moment_of_strain_changes_nothing() -> None:
    governor = Governor(0.0)
    for second in range(100):
        busy = 1.0 if second % 10 < 2 else 0.5
        assert governor.judge(Strain(busy, 0.0, 0.0), float(second)) is Level.FULL


def test_a_late_network_is_no_reason() -> None:
    assert set(run(Governor(0.0), 0.0, 100, 0.3, lag=5.0)) == {Level.FULL}


def test_a_machine_that_others_keep_busy_is_a_reason() -> None:
    governor = Governor(0.0)
    levels = [governor.judge(Strain(0.3, 2.0, 4.0), float(second)) for second in range(60)]
    assert levels[-1] is Level.HALF_RATE


def test_when_it_is_calm_there_is_more_again_and_ever_more_patience_after_a_relapse() -> None:
    governor = Governor(0.0)
    run(governor, 0.0, 60, 1.0)
    # A load that half size bears, and full size does not.
    now, changes, last = 60.0, [], governor.level
    for _ in range(6000):
        busy = {Level.FULL: 1.0, Level.HALF_SIZE: 0.55, Level.HALF_RATE: 0.5}[governor.level]
        level = governor.judge(Strain(busy, 0.0, 0.0), now)
        if level is not last:
            changes.append((now, level))
            last = level
        now += 1.0
    tries = [at for at, level in changes if level is Level.FULL]
    gaps = [after - before for before, after in pairwise(tries)]
    assert tries[0] < 60 + 2 * (PATIENCE + 20)
    assert gaps == sorted(gaps)
    assert len(tries) <= 8
    assert RELAPSE > PATIENCE


def test_a_worker_that_begins_is_given_time() -> None:
    governor = Governor(0.0)
    for second in range(100):
        if second % 5 == 0:
            governor.settle(float(second))
        assert governor.judge(Strain(1.0, 0.0, 9.0), float(second)) is Level.FULL
