"""One camera's thread over a file, with a watcher that says what the test wants: news, pictures, packets, commands."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from falling_objects import eye as eyes
from falling_objects.clips import Job
from falling_objects.eye import Eye
from falling_objects.messages import (
    AskPicture,
    AskSelfTest,
    FallNews,
    FromWorker,
    Level,
    PacketsKept,
    PictureTaken,
    Said,
    SelfTestDone,
    SetFacade,
    Watched,
)
from falling_objects.model import Blind, Fall, FallKind, FallState, Frame, Seen, WatchSettings
from falling_objects.optics import Facade
from falling_objects.outbox import Phase
from falling_objects.settings import CameraSettings
from PIL import Image

from .films import facade, fall, film
from .test_sources import Time

type Script = list[tuple[float, Fall]]


class Scripted:
    """A watcher that tells each fall of `script` once its time has come."""

    script: Script
    made: list[tuple[Facade, WatchSettings]]

    def __init__(self, place: Facade, settings: WatchSettings) -> None:
        self.facade = place
        self.made.append((place, settings))
        self._left = list(self.script)

    def take(self, frame: Frame) -> tuple[Fall, ...]:
        due = tuple(one for at, one in self._left if at <= frame.at)
        self._left = [(at, one) for at, one in self._left if at > frame.at]
        return due

    def health(self) -> Seen:
        return Seen(90.0, 1.0, 5.0, 0.0, Blind.DIRTY)


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> type[Scripted]:
    Scripted.script, Scripted.made = [], []
    monkeypatch.setattr(eyes, "FacadeWatcher", Scripted)
    return Scripted


def a_fall(*times: float, last: FallState = FallState.ENDED, confidence: float = 0.9) -> Script:
    states = [FallState.SUSPECTED, FallState.CONFIRMED][: len(times) - 1]
    said = [(at, fall(state, confidence=0.8)) for at, state in zip(times, states, strict=False)]
    return [*said, (times[-1], fall(last, confidence=confidence))]


def camera_of(path: Path, **more: object) -> CameraSettings:
    usual = CameraSettings("f3", str(path), "f3", None, None, "none", None, 2.0, 0.85, True, 1.0, False)  # noqa: FBT003
    return replace(usual, **more)  # type: ignore[arg-type]


def watch(
    path: Path, folder: Path, place: Facade | None, prepare: Callable[[Eye], None] = lambda _: None, **more: object
) -> tuple[Eye, list[FromWorker]]:
    sent: list[FromWorker] = []
    time = Time()
    watcher = Eye(Watched(camera_of(path, **more), place, folder), sent.append, time, lambda: time.now + 5000)
    prepare(watcher)
    watcher.run(time)
    return watcher, sent


def test_a_fall_is_told_with_its_picture_and_its_packets_are_kept(tmp_path: Path, scripted: type[Scripted]) -> None:
    scripted.script = a_fall(1.0, 1.4, 1.8)
    path = film(tmp_path / "a.mp4", 6.0)
    _, sent = watch(path, tmp_path, facade())
    news = [one for one in sent if isinstance(one, FallNews)]
    assert [one.phase for one in news] == [Phase.SUSPECTED, Phase.CONFIRMED, Phase.ENDED]
    assert len({one.fall for one in news}) == 1
    assert all(one.picture for one in news)
    # The first frame was at 100 on the clock, and that is 5100 for the world.
    assert abs(news[0].began - 5100.4) < 0.01
    assert Image.open(tmp_path / f"{news[0].fall}.jpg").size == (320, 240)
    (kept,) = [one for one in sent if isinstance(one, PacketsKept)]
    assert kept.job is not None
    job = Job.read(kept.job)
    # From the key frame before the pre-roll.
    assert job.begins == 0.0
    assert Path(job.packets).stat().st_size > 1000


def test_what_was_nothing_is_withdrawn_and_leaves_no_packets(tmp_path: Path, scripted: type[Scripted]) -> None:
    scripted.script = a_fall(1.0, 1.8, confidence=0.3)
    _, sent = watch(film(tmp_path / "a.mp4", 5.0), tmp_path, facade())
    assert [one.phase for one in sent if isinstance(one, FallNews)] == [Phase.SUSPECTED, Phase.WITHDRAWN]
    assert not [one for one in sent if isinstance(one, PacketsKept)]


def test_a_stream_that_ends_in_a_fall_ends_it_and_keeps_what_there_is(tmp_path: Path, scripted: type[Scripted]) -> None:
    scripted.script = a_fall(0.5, 0.8, 1.2)
    _, sent = watch(film(tmp_path / "a.mp4", 2.0), tmp_path, facade())
    (kept,) = [one for one in sent if isinstance(one, PacketsKept)]
    assert kept.job is not None
    scripted.script = [one for one in a_fall(0.5, 0.8, 1.2) if one[1].state is not FallState.ENDED]
    _, sent = watch(film(tmp_path / "b.mp4", 2.0), tmp_path, facade())
    assert [one.phase for one in sent if isinstance(one, FallNews)][-1] is Phase.ENDED
    # It breaks off before its end was seen: what there is of it is kept all the same.
    (kept,) = [one for one in sent if isinstance(one, PacketsKept)]
    assert kept.job is not None
    assert Path(Job.read(kept.job).packets).stat().st_size > 1000
    scripted.script = scripted.script[:1]
    _, sent = watch(film(tmp_path / "c.mp4", 2.0), tmp_path, facade())
    assert [one.phase for one in sent if isinstance(one, FallNews)][-1] is Phase.WITHDRAWN
    assert not [one for one in sent if isinstance(one, PacketsKept)]


def test_a_calibration_in_the_middle_of_a_fall_ends_it_on_the_facade_it_was_seen_on(
    tmp_path: Path, scripted: type[Scripted], monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted.script = a_fall(0.5, 0.8, 9.0)[:2]
    take = Scripted.take

    def taking(self: Scripted, frame: Frame) -> tuple[Fall, ...]:
        told = take(self, frame)
        if told and told[-1].state is FallState.CONFIRMED:
            Scripted.script = []
            watcher.commands.put(SetFacade("f3", facade(floors=20)))
        return told

    monkeypatch.setattr(Scripted, "take", taking)
    sent: list[FromWorker] = []
    time = Time()
    path = film(tmp_path / "a.mp4", 6.0)
    watcher = Eye(Watched(camera_of(path), facade(), tmp_path), sent.append, time, lambda: time.now)
    watcher.run(time)
    assert [one.phase for one in sent if isinstance(one, FallNews)][-1] is Phase.ENDED
    (kept,) = [one for one in sent if isinstance(one, PacketsKept)]
    assert kept.job is not None
    # Ten floors, the lowest edge below the picture.
    assert len(Job.read(kept.job).shown.floors) == 10
    assert len(Scripted.made) == 2


def test_an_error_ends_what_was_under_way_and_it_watches_again_from_the_stream_s_new_begin(
    tmp_path: Path, scripted: type[Scripted], monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted.script = a_fall(0.5, 0.8, 9.0)[:2]
    take = Scripted.take
    times: list[float] = []

    def failing(self: Scripted, frame: Frame) -> tuple[Fall, ...]:
        times.append(frame.at)
        if len(Scripted.made) == 1 and frame.at > 1.0:
            Scripted.script = []
            raise ValueError("broken")
        return take(self, frame)

    monkeypatch.setattr(Scripted, "take", failing)
    sent: list[FromWorker] = []
    time = Time()
    path = film(tmp_path / "a.mp4", 2.0)
    watcher = Eye(Watched(camera_of(path), facade(), tmp_path), sent.append, time, lambda: time.now)
    with pytest.raises(ValueError, match="broken"):
        watcher.run(time)
    assert [one.phase for one in sent if isinstance(one, FallNews)][-1] is Phase.ENDED
    assert [one.job is not None for one in sent if isinstance(one, PacketsKept)] == [True]
    del times[:]
    watcher.run(time)
    # What watches now is new: by its time the one before would have seen nothing but the past.
    assert times[0] == 0.0
    assert len(Scripted.made) == 2


def test_a_disk_that_refuses_costs_the_picture_and_not_the_news(tmp_path: Path, scripted: type[Scripted]) -> None:
    scripted.script = a_fall(1.0, 1.4, 1.8)
    _, sent = watch(film(tmp_path / "a.mp4", 5.0), tmp_path / "not there", facade())
    news = [one for one in sent if isinstance(one, FallNews)]
    assert [one.phase for one in news] == [Phase.SUSPECTED, Phase.CONFIRMED, Phase.ENDED]
    assert not any(one.picture for one in news)
    assert [one.job for one in sent if isinstance(one, PacketsKept)] == [None]
    assert any("was not kept" in one.text for one in sent if isinstance(one, Said))


def test_bags_are_not_told_where_nobody_wants_to_hear_of_them(tmp_path: Path, scripted: type[Scripted]) -> None:
    scripted.script = [(at, replace(one, kind=FallKind.FLUTTERING)) for at, one in a_fall(1.0, 1.4, 1.8)]
    path = film(tmp_path / "a.mp4", 3.0)
    _, sent = watch(path, tmp_path, facade(), fluttering=False)
    assert not [one for one in sent if isinstance(one, FallNews)]
    _, sent = watch(path, tmp_path, facade())
    assert [one for one in sent if isinstance(one, FallNews)]


def test_without_a_calibration_it_shows_and_does_not_watch(tmp_path: Path, scripted: type[Scripted]) -> None:
    watcher, sent = watch(
        film(tmp_path / "a.mp4", 3.0), tmp_path, None, lambda one: one.commands.put(AskPicture("f3", 7))
    )
    assert scripted.made == []
    (picture,) = [one for one in sent if isinstance(one, PictureTaken)]
    assert picture.request == 7
    assert Image.open(io.BytesIO(picture.jpeg or b"")).size == (320, 240)
    health = watcher.health()
    assert (health.calibrated, health.looked, health.size) == (False, 0.0, (320, 240))


def test_a_calibration_is_taken_up_and_scaled_to_the_picture(tmp_path: Path, scripted: type[Scripted]) -> None:
    path = film(tmp_path / "a.mp4", 1.0)
    watch(path, tmp_path, None, lambda one: one.commands.put(SetFacade("f3", facade((640, 480)))))
    assert scripted.made[-1][0].camera_size == (320, 240)
    watcher, _ = watch(path, tmp_path, facade((640, 360)))
    # Another shape is another view.
    assert watcher.health().blind == "moved"


def test_half_size_and_half_rate_are_what_they_say(tmp_path: Path, scripted: type[Scripted]) -> None:
    path = film(tmp_path / "a.mp4", 2.0)
    rates = {}
    for level in Level:

        def prepare(watcher: Eye, level: Level = level) -> None:
            watcher.level = level

        watcher, _ = watch(path, tmp_path, facade(), prepare)
        rates[level] = watcher.health().looked
        assert scripted.made[-1][1].half_size is (level >= Level.HALF_SIZE)
    assert rates[Level.FULL] == rates[Level.HALF_SIZE] == 10.0
    assert rates[Level.HALF_RATE] == 5.0
    assert watcher.health().blind == "dirty"


def test_a_self_test_that_is_not_seen_fails(tmp_path: Path, scripted: type[Scripted]) -> None:
    path = film(tmp_path / "a.mp4", 14.0)
    _, sent = watch(path, tmp_path, facade(), lambda one: one.commands.put(AskSelfTest("f3")))
    assert [one for one in sent if isinstance(one, SelfTestDone)] == [SelfTestDone("f3", passed=False, why="not seen")]
    assert scripted.made
    _, sent = watch(path, tmp_path, None, lambda one: one.commands.put(AskSelfTest("f3")))
    assert SelfTestDone("f3", passed=False, why="not watching") in sent
