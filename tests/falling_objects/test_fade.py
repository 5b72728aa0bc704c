"""The reader of FADE's format: pictures and Pascal VOC annotations, a folder a video."""

from pathlib import Path

import av
import numpy as np
import pytest
from falling_objects.fade import Box, UnreadableFadeError, clips, read_boxes

NOTE = """<annotation><folder>JPEGImages</folder><size><width>64</width><height>48</height><depth>3</depth></size>
<object><name>object</name><bndbox><xmin>10</xmin><ymin>20</ymin><xmax>13</xmax><ymax>24</ymax></bndbox></object>
</annotation>"""


def picture(path: Path, luma: int) -> None:
    with av.open(str(path), "w", format="mjpeg") as container:
        stream = container.add_stream("mjpeg", rate=1)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuvj420p"
        frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), luma, dtype=np.uint8), format="rgb24")
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for video in ("Video 2", "Video 10"):
        (tmp_path / video / "JPEGImages").mkdir(parents=True)
        (tmp_path / video / "Annotations").mkdir()
        for n in (1, 2, 10):
            picture(tmp_path / video / "JPEGImages" / f"frame{n}.jpg", 20 * n)
        (tmp_path / video / "Annotations" / "frame10.xml").write_text(NOTE)
    return tmp_path


def test_videos_and_frames_come_in_their_order(folder: Path) -> None:
    found = list(clips(folder, fps=20.0))
    assert [clip.name for clip in found] == ["Video 2", "Video 10"]
    frames = list(found[0].frames())
    assert [frame.at for frame in frames] == pytest.approx([0.0, 0.05, 0.1])
    assert [round(float(frame.luma.mean())) for frame in frames] == pytest.approx([20, 40, 200], abs=3)
    assert frames[0].luma.shape == (48, 64)
    assert frames[0].luma.dtype == np.uint8
    assert found[0].boxes() == ((), (), (Box(10, 20, 13, 24),))
    assert found[0].boxes()[2][0].middle == (11.5, 22.0)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<annotation>", "is not XML"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><annotation>&b;</annotation>', "declaration"),
        (NOTE.replace("<xmax>13</xmax>", ""), "lacks a number"),
        (NOTE.replace("<xmax>13</xmax>", "<xmax>wide</xmax>"), "lacks a number"),
        (NOTE.replace("<xmax>13</xmax>", "<xmax>9</xmax>"), "inside out"),
        (NOTE.replace("<xmax>13</xmax>", "<xmax>inf</xmax>"), "inside out"),
        (" " * ((1 << 20) + 1), "too long"),
    ],
)
def test_what_is_no_annotation_is_refused_with_its_path(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "frame1.xml"
    file.write_text(text)
    with pytest.raises(UnreadableFadeError, match=reason) as refused:
        read_boxes(file)
    assert refused.value.path == file


def test_an_annotation_without_an_object_shows_nothing(tmp_path: Path) -> None:
    file = tmp_path / "frame1.xml"
    file.write_text("<annotation><size><width>64</width></size></annotation>")
    assert read_boxes(file) == ()


def test_what_is_no_picture_and_no_data_set_is_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (folder / "Video 2" / "JPEGImages" / "frame1.jpg").write_bytes(b"no picture")
    with pytest.raises(UnreadableFadeError, match="is not a picture"):
        list(next(clips(folder)).frames())
    with pytest.raises(UnreadableFadeError, match="no folder JPEGImages"):
        next(clips(tmp_path_factory.mktemp("empty")))
