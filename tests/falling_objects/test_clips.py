"""Clips: the packets of a fall become a masked film, or nothing is left of them."""

import io
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from falling_objects import clips
from falling_objects.clips import ClipError, Job, keep_packets, make, picture, write_whole
from falling_objects.masking import Shown, block_of
from falling_objects.ring import Ring
from falling_objects.sources import Passed
from PIL import Image

from .films import facade, fall, film


def kept(path: Path, begin: float) -> tuple[float, Path]:
    """Put a film's packets through a ring, and keep those since `begin`."""
    ring = Ring(60.0)
    with av.open(str(path)) as source:
        stream = source.streams.video[0]
        for packet in source.demux(stream):
            if packet.size and packet.dts is not None and packet.pts is not None:
                base = float(stream.time_base or 0)
                ring.append(Passed(bytes(packet), packet.dts * base, packet.pts * base, packet.is_keyframe))
        target = path.with_name("kept.mkv")
        return keep_packets(target, stream, ring.since(begin)), target


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_a_clip_is_masked_and_keeps_its_times(tmp_path: Path, codec: str) -> None:
    begins, packets = kept(film(tmp_path / "a.mp4", 4.0, codec=codec), 1.5)
    assert begins == 1.0
    shown = Shown.of(fall(begin=2.0), facade(), (320, 240))
    job = Job(str(packets), str(tmp_path / "clip.mp4"), begins, shown)
    job.write(tmp_path / "a.job")
    assert Job.read(tmp_path / "a.job") == job
    assert clips.main([str(tmp_path / "a.job")]) == 0
    with av.open(str(tmp_path / "clip.mp4")) as source:
        frames = list(source.decode(video=0))
    assert len(frames) == 75
    assert abs((frames[-1].time or 0) - 74 / 25) < 0.01
    block = block_of(320)
    luma = frames[10].to_ndarray(format="gray")
    # Far from the way every block is flat but for what the codec adds and the thin lines of the floors.
    part = luma[3 * block : 4 * block, 2 * block : 3 * block].astype(int)
    assert np.median(np.abs(part - np.median(part))) <= 3
    # The box goes along: white around where the thing is 1 s after the film's begin plus 1 s.
    place = shown.at(begins + (frames[30].time or 0))
    assert place is not None
    x, y = round(place[0] - shown.radius + 1), round(place[1])
    assert frames[30].to_ndarray(format="gray")[y, x] > 200


def test_a_picture_is_a_masked_jpeg(tmp_path: Path) -> None:
    with av.open(str(film(tmp_path / "a.mp4"))) as source:
        video = next(source.decode(video=0))
    image = Image.open(io.BytesIO(picture(video, Shown.of(fall(), facade(), (320, 240)))))
    assert (image.format, image.size) == ("JPEG", (320, 240))
    assert not image.getexif()


def test_torn_packets_make_a_shorter_clip_and_none_at_all_a_reason(tmp_path: Path) -> None:
    begins, packets = kept(film(tmp_path / "a.mp4", 4.0), 0.0)
    content = bytearray(packets.read_bytes())
    content[len(content) // 2 :: 97] = bytes(len(content[len(content) // 2 :: 97]))
    packets.write_bytes(content)
    job = Job(str(packets), str(tmp_path / "clip.mp4"), begins, Shown.of(fall(), facade(), (320, 240)))
    make(job)
    assert (tmp_path / "clip.mp4").stat().st_size > 1000
    packets.write_bytes(b"nothing")
    (tmp_path / "clip.mp4").unlink()
    with pytest.raises(ClipError):
        make(job)
    assert not list(tmp_path.glob("clip*"))
    (tmp_path / "bad.job").write_text('{"packets": 1}')
    assert clips.main([str(tmp_path / "bad.job")]) == 1


@pytest.mark.parametrize("step", [-50_000.0, 50_000.0])
def test_a_camera_that_sets_its_clock_in_a_fall_costs_no_clip(tmp_path: Path, step: float) -> None:
    path = film(tmp_path / "a.mp4", 4.0)
    with av.open(str(path)) as source:
        stream = source.streams.video[0]
        base = float(stream.time_base or 0)
        packets = [
            Passed(bytes(packet), packet.dts * base, packet.pts * base, packet.is_keyframe)
            for packet in source.demux(stream)
            if packet.size and packet.dts is not None and packet.pts is not None
        ]
        packets[50:] = [replace(one, at=one.at + step, shown_at=one.shown_at + step) for one in packets[50:]]
        begins = keep_packets(tmp_path / "kept.mkv", stream, packets)
    make(Job(str(tmp_path / "kept.mkv"), str(tmp_path / "clip.mp4"), begins, Shown.of(fall(), facade(), (320, 240))))
    with av.open(str(tmp_path / "clip.mp4")) as source:
        times = [frame.time or 0.0 for frame in source.decode(video=0)]
    assert len(times) == 100
    assert times[-1] == pytest.approx(99 / 25, abs=0.05)


def test_nothing_to_keep_is_told(tmp_path: Path) -> None:
    with av.open(str(film(tmp_path / "a.mp4"))) as source, pytest.raises(ClipError, match="no_packets"):
        keep_packets(tmp_path / "x.mkv", source.streams.video[0], ())
    assert not (tmp_path / "x.mkv").exists()


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"one")
    write_whole(tmp_path / "a", b"two")
    with pytest.raises(OSError, match="directory"):
        write_whole(tmp_path / "missing" / "a", b"three")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"two"
