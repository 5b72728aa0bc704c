"""The watcher from pictures to news."""

import numpy as np
import pytest
from falling_objects.model import Blind, Fall, FallKind, FallState, Frame, WatchSettings
from falling_objects.watcher import FacadeWatcher, spans
from numpy.typing import NDArray

from .flat_world import HEIGHT, WIDTH, Wall, Way, falling, flat_facade

FPS = 25.0


def run(
    wall: Wall, seconds: float, ways: tuple[Way, ...] = (), settings: WatchSettings | None = None, luma: float = 220.0
) -> list[Fall]:
    watcher = FacadeWatcher(flat_facade(), settings or WatchSettings(), FPS)
    return [fall for n in range(int(seconds * FPS)) for fall in watcher.take(wall.frame(n / FPS, ways, luma))]


def test_a_fall_is_suspected_confirmed_and_ended() -> None:
    news = run(Wall(1), 8.0, (falling(12.0, 55.0, 2.0),))
    assert {fall.id for fall in news} == {1}
    assert {fall.kind for fall in news} == {FallKind.FALLING}
    assert news[-1].state is FallState.ENDED
    assert FallState.CONFIRMED in {fall.state for fall in news[:-1]}
    # Six metres take 1.1 s; half a second later it must be told.
    assert news[0].updated_at < 2.0 + 1.1 + 0.5
    assert news[-1].top[1] == pytest.approx(55.0, abs=1.5)
    assert all(0 <= fall.confidence <= 1 for fall in news)


def test_a_faint_thing_is_found_at_half_size_as_well() -> None:
    for settings in (WatchSettings(), WatchSettings(half_size=True)):
        news = run(Wall(2), 7.0, (falling(20.3, 55.0, 2.0),), settings, luma=175.0)
        assert {fall.kind for fall in news} == {FallKind.FALLING}


def test_nothing_falls_from_a_wall_with_grain() -> None:
    assert run(Wall(3, grain=6.0), 8.0) == []


def test_lights_exposure_shake_and_another_picture_are_no_falls() -> None:
    wall = Wall(4)
    watcher = FacadeWatcher(flat_facade(), WatchSettings(), FPS)
    news: list[Fall] = []
    rng = np.random.default_rng(4)
    for n in range(300):
        if n % 20 == 10:
            y, x = 30 * int(rng.integers(0, 18)) + 8, 28 * int(rng.integers(0, 10)) + 8
            wall.wall[y : y + 18, x : x + 12] = 200.0 if n % 40 == 10 else 60.0
        gain = 1.25 if 120 < n < 180 else 1.0
        if n == 230:
            wall.wall = 255.0 - wall.wall
        news.extend(watcher.take(wall.frame(n / FPS, shift=int(2 * np.sin(n / 3)) if n > 60 else 0, gain=gain)))
    assert news == []


def test_a_fall_while_the_camera_shakes() -> None:
    wall = Wall(5)
    watcher = FacadeWatcher(flat_facade(), WatchSettings(), FPS)
    way = falling(16.0, 55.0, 2.0)
    news: list[Fall] = []
    for n in range(170):
        frame = wall.frame(n / FPS, (way,))
        news.extend(watcher.take(Frame(np.roll(frame.luma, round(1.5 * np.sin(n / 2)), axis=1), frame.at)))
    assert {fall.kind for fall in news} == {FallKind.FALLING}


def shadow(at: float) -> NDArray[np.float64]:
    """Return what a cloud's shadow that comes from the left within 4 s leaves of the light, float64 (1, WIDTH)."""
    edge = (at - 2.0) / 4.0 * (WIDTH + 60.0)
    dark = np.clip((edge - np.arange(WIDTH)) / 60.0, 0.0, 1.0)
    return (1.0 - 0.35 * dark)[None, :]


def test_a_fall_while_the_shadow_of_a_cloud_comes_over() -> None:
    for ways in ((), (falling(16.0, 55.0, 3.0),)):
        wall = Wall(10)
        watcher = FacadeWatcher(flat_facade(), WatchSettings(), FPS)
        news = [fall for n in range(220) for fall in watcher.take(wall.frame(n / FPS, ways, gain=shadow(n / FPS)))]
        assert {fall.kind for fall in news if fall.state is FallState.CONFIRMED} == {FallKind.FALLING for _ in ways}


def test_what_is_no_picture_of_this_camera_is_refused() -> None:
    watcher = FacadeWatcher(flat_facade(), WatchSettings())
    with pytest.raises(ValueError, match="picture_size"):
        watcher.take(Frame(np.zeros((10, 10), np.uint8), 0.0))
    watcher.take(Wall(6).frame(1.0))
    with pytest.raises(ValueError, match="time_not_rising"):
        watcher.take(Wall(6).frame(1.0))


def test_rows_with_padding_are_read() -> None:
    padded = np.zeros((HEIGHT, WIDTH + 32), np.uint8)
    watcher = FacadeWatcher(flat_facade(), WatchSettings())
    for n in range(4):
        padded[:, :WIDTH] = Wall(7).frame(0.0).luma
        assert watcher.take(Frame(padded[:, :WIDTH], n / FPS)) == ()


@pytest.mark.parametrize(("grey", "blind"), [(2.0, Blind.DARK), (254.0, Blind.DAZZLED), (None, None)])
def test_health_says_why_it_is_blind(grey: float | None, blind: Blind | None) -> None:
    wall = Wall(8)
    if grey is not None:
        wall.wall[:] = grey
    watcher = FacadeWatcher(flat_facade(), WatchSettings())
    for n in range(40):
        watcher.take(wall.frame(n / FPS))
    seen = watcher.health()
    assert seen.blind is blind
    if blind is None:
        assert seen.noise == pytest.approx(2.0, rel=0.5)
        assert seen.brightness == pytest.approx(105, abs=30)
        assert seen.shake_px < 0.3


def test_a_soft_picture_is_dirty_and_a_turned_camera_moved() -> None:
    wall = Wall(9)
    watcher = FacadeWatcher(flat_facade(), WatchSettings())
    for n in range(30):
        watcher.take(wall.frame(n / FPS))
    assert watcher.health().blind is None
    wall.wall = wall.wall * 0.05 + 110.0
    for n in range(30, 300):
        watcher.take(wall.frame(n / FPS))
    assert watcher.health().blind is Blind.DIRTY
    for n in range(300, 450):
        wall.wall = wall.rng.uniform(0, 255, wall.wall.shape)
        watcher.take(wall.frame(n / FPS))
    assert watcher.health().blind is Blind.MOVED


def test_only_the_facade_is_looked_at() -> None:
    facade = flat_facade()
    first, last = spans(facade, 1, HEIGHT, WIDTH)
    assert (first == 0).all()
    assert (last == WIDTH).all()
