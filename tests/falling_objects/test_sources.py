"""Files as sources: formats, what is torn or cut off, a size that changes; the clock is the test's own."""

import gc
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.container import InputContainer
from falling_objects.luma import luma_of
from falling_objects.model import Frame
from falling_objects.sources import (
    Hooks,
    Passed,
    Picture,
    SourceSettings,
    Trouble,
    TroubleKind,
    open_source,
    pictures,
)

from .films import film


class Time:
    """A clock that moves on only while somebody waits, or by `slow` seconds at each look."""

    def __init__(self, *, slow: float = 0.0, ends: float = 1e9) -> None:
        self.now, self.slow, self.ends = 100.0, slow, ends

    def __call__(self) -> float:
        self.now += self.slow
        return self.now

    def wait(self, timeout: float | None = None) -> bool:
        self.now += timeout or 0.0
        return self.now >= self.ends


def read(path: Path, time: Time | None = None, *, live: bool = True, loop: bool = False) -> list[Picture | Trouble]:
    time = time or Time()
    return list(pictures(str(path), SourceSettings(live=live, loop=loop), time, time))


def troubles(items: list[Picture | Trouble]) -> list[TroubleKind]:
    return [item.kind for item in items if isinstance(item, Trouble)]


def frames(items: list[Picture | Trouble]) -> Iterator[Frame]:
    return (item.frame for item in items if isinstance(item, Picture) and item.frame is not None)


@pytest.mark.parametrize(
    ("codec", "pixels"),
    [("libx264", "yuv420p"), ("libx264", "yuvj420p"), ("libx265", "yuv420p"), ("libx265", "yuv420p10le")],
)
def test_every_frame_comes_with_its_time_and_luma_of_8_bits(tmp_path: Path, codec: str, pixels: str) -> None:
    time = Time()
    items = read(film(tmp_path / "a.mkv", codec=codec, pixels=pixels), time)
    found = list(frames(items))
    assert [round(frame.at, 2) for frame in found] == [round(n / 25, 2) for n in range(50)]
    # It is played at its own pace.
    assert 101.9 < time.now < 102.1
    for number, frame in enumerate(found):
        assert frame.luma.shape == (240, 320)
        assert frame.luma.dtype == np.uint8
        assert frame.luma.flags.c_contiguous
        assert frame.luma[12 + 2 * number, 155] > 200
    assert troubles(items) == [TroubleKind.ENDED]


def test_a_source_that_is_not_live_is_read_as_fast_as_it_can_be(tmp_path: Path) -> None:
    time = Time()
    stop = time
    found = list(open_source(str(film(tmp_path / "a.mp4")), SourceSettings(live=False), time, stop))
    assert sum(isinstance(item, Frame) for item in found) == 50
    assert time.now == 100.0


def test_a_file_begins_again_and_time_goes_on(tmp_path: Path) -> None:
    items = read(film(tmp_path / "a.mp4", 1.0), Time(ends=104.5), loop=True)
    times = [frame.at for frame in frames(items)]
    assert len(times) > 100
    assert all(after > before for before, after in pairwise(times))


def test_who_ends_at_once_is_not_asked_all_the_time(tmp_path: Path) -> None:
    items = read(film(tmp_path / "a.mp4", 0.04), Time(ends=110.0), loop=True)
    assert 8 < len(troubles(items)) < 12


def test_what_was_is_let_go_of(tmp_path: Path) -> None:
    gc.disable()
    try:
        read(film(tmp_path / "a.mp4", 0.4), Time(ends=110.0), loop=True)
        assert sum(isinstance(one, InputContainer) for one in gc.get_objects()) <= 1
    finally:
        gc.enable()


def test_packets_are_told_before_their_pictures(tmp_path: Path) -> None:
    packets: list[Passed] = []
    opened: list[int] = []
    closed: list[int] = []
    time = Time()
    hooks = Hooks(packets.append, lambda stream: opened.append(stream.width), lambda: closed.append(1))
    items = list(pictures(str(film(tmp_path / "a.mp4")), SourceSettings(), time, time, hooks))
    assert (opened, closed) == ([320], [1])
    assert [packet.key for packet in packets] == [number % 25 == 0 for number in range(50)]
    times = [item.at for item in items if isinstance(item, Picture)]
    assert np.allclose([packet.shown_at for packet in packets], times, atol=1e-6)


def test_what_is_late_is_decoded_but_not_looked_at_and_what_is_far_behind_is_passed_over(tmp_path: Path) -> None:
    # 0.1 s go by at each frame, for 0.04 s of film.
    items = read(film(tmp_path / "a.mp4", 8.0), Time(slow=0.1))
    seen = list(frames(items))
    assert TroubleKind.BEHIND in troubles(items)
    assert 0 < len(seen) < 60
    lags = [item.lag for item in items if isinstance(item, Picture)]
    # Never ever later: at most what one group of pictures takes.
    assert max(lags) < 2.5 + 25 * 0.1 * 2


def test_who_is_always_too_slow_looks_at_a_part_of_it_and_not_at_nothing(tmp_path: Path) -> None:
    # 0.06 s go by at each frame, for 0.04 s of film: without end.
    items = read(film(tmp_path / "a.mp4", 40.0, size=(160, 120)), Time(slow=0.03))
    decoded = [item for item in items if isinstance(item, Picture)]
    seen = [frame.at for frame in frames(items)]
    assert len(seen) > len(decoded) / 3
    # And as much at the end as at the begin; and what it looks at, it looks at one after the other.
    assert sum(at > 20.0 for at in seen) > len(seen) / 3
    assert sum(after - before > 0.05 for before, after in pairwise(seen)) < len(seen) / 8


def test_a_file_that_is_cut_off_gives_what_it_has(tmp_path: Path) -> None:
    whole = film(tmp_path / "a.ts", 4.0)
    cut = tmp_path / "cut.ts"
    content = whole.read_bytes()
    cut.write_bytes(content[: len(content) // 2])
    items = read(cut)
    assert 20 < len(list(frames(items))) < 80
    assert items[-1].over if isinstance(items[-1], Trouble) else False


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_what_is_torn_is_not_looked_at_until_a_whole_picture(tmp_path: Path, codec: str) -> None:
    whole = film(tmp_path / "a.ts", 8.0, codec=codec)
    content = bytearray(whole.read_bytes())
    # Chance over a part in the middle, but for the heads of the transport's packets.
    chance = np.random.default_rng(3)
    for start in range(len(content) * 4 // 10 // 188 * 188, len(content) * 5 // 10, 188):
        content[start + 30 : start + 188] = chance.bytes(158)
    torn = tmp_path / "torn.ts"
    torn.write_bytes(content)
    items = read(torn)
    seen = {round(frame.at, 2) for frame in frames(items)}
    assert TroubleKind.CORRUPT in troubles(items)
    assert not any(3.3 < at < 3.9 for at in seen)
    assert sum(at < 3.0 for at in seen) > 60
    assert sum(at > 6.0 for at in seen) > 30


def test_a_size_that_changes_in_flight_is_told(tmp_path: Path) -> None:
    both = tmp_path / "both.ts"
    parts = [film(tmp_path / "a.ts", 2.0), film(tmp_path / "b.ts", 2.0, (480, 270))]
    both.write_bytes(b"".join(part.read_bytes() for part in parts))
    items = read(both)
    assert TroubleKind.CHANGED in troubles(items)
    shapes = [frame.luma.shape for frame in frames(items)]
    assert shapes[0] == (240, 320)
    assert shapes[-1] == (270, 480)
    times = [frame.at for frame in frames(items)]
    assert all(after > before for before, after in pairwise(times))


def test_what_is_no_film_is_told_and_tried_ever_more_seldom(tmp_path: Path) -> None:
    for name, content in (("text.mp4", b"nothing of it" * 100), ("empty.mp4", b"")):
        path = tmp_path / name
        path.write_bytes(content)
        time = Time(ends=200.0)
        items = read(path, time)
        # In 100 s: at once, and after 1, 2, 4, 8, 15, 30 and 30 s.
        assert len(items) == 8
        assert all(isinstance(item, Trouble) and item.over for item in items)
    assert troubles(read(tmp_path / "not there.mp4", Time(ends=101.0))) == [TroubleKind.UNREACHABLE]


def test_a_playlist_reaches_no_other_file_and_no_network(tmp_path: Path) -> None:
    listed = tmp_path / "list.m3u8"
    listed.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:1/a.ts\n#EXT-X-ENDLIST\n")
    assert not list(frames(read(listed, Time(ends=102.0))))


def test_where_a_graphics_card_fails_the_processor_decodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = film(tmp_path / "a.mp4")
    opened: list[bool] = []
    open_it = av.open

    def refusing(*given: Any, hwaccel: object = None, **more: Any) -> InputContainer:
        opened.append(hwaccel is not None)
        if hwaccel is not None:
            raise av.error.PermissionError(1, "Operation not permitted")
        source = open_it(*given, **more)
        assert isinstance(source, InputContainer)
        return source

    monkeypatch.setattr(av, "open", refusing)
    time = Time()
    items = list(pictures(str(path), SourceSettings("cuda"), time, time))
    assert len(list(frames(items))) == 50
    assert troubles(items) == [TroubleKind.UNREACHABLE, TroubleKind.ENDED]
    assert opened == [True, False]


@pytest.mark.parametrize("name", ["yuv420p10le", "p010le", "nv12", "gray", "yuv422p", "yuv444p12le", "rgb24"])
def test_luma_is_that_of_any_format(name: str) -> None:
    ramp = np.tile(np.linspace(20, 230, 128).astype(np.uint8), (64, 1))
    frame = av.VideoFrame.from_ndarray(ramp, format="gray").reformat(format=name)
    luma = luma_of(frame)
    assert luma.shape == (64, 128)
    assert luma.dtype == np.uint8
    assert np.abs(luma.astype(int) - ramp).max() <= 20
    assert np.corrcoef(luma[0], ramp[0])[0, 1] > 0.999
