"""Reads FADE, the public set of clips of falling objects around buildings, where a person has it.

Its documentation page gives the format: a folder a video, in it `JPEGImages` with a picture a frame and `Annotations`
with a Pascal VOC file for a frame (`size` with `width` and `height`, and an `object` with a `bndbox` of `xmin`, `ymin`,
`xmax`, `ymax`, in px, for each falling object). It gives no calibration and no time stamps; the camera's rate was 20
or 30 pictures a second by version of the page, so the reader is told the rate. Frames without a file, or with a file
without an `object`, show no falling object.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import av
import numpy as np
from numpy.typing import NDArray

from .model import Frame

PICTURES: Final = "JPEGImages"
ANNOTATIONS: Final = "Annotations"
_SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png"})
_LONGEST_FILE: Final = 1 << 20


class UnreadableFadeError(ValueError):
    """A file is not as the format has it; the message has its path and the reason."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


@dataclass(frozen=True, slots=True)
class Box:
    """Where a falling object is in a frame, px: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """Return its middle, x and y in px."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class FadeClip:
    """One video: its pictures in their order, the annotation of each (None: there is no file), the rate it ran at."""

    name: str
    pictures: tuple[Path, ...]
    annotations: tuple[Path | None, ...]
    fps: float

    def frames(self) -> Iterator[Frame]:
        """Yield the pictures' luma; raises UnreadableFadeError for one that is no picture."""
        for index, path in enumerate(self.pictures):
            yield Frame(_luma(path), index / self.fps)

    def boxes(self) -> tuple[tuple[Box, ...], ...]:
        """Return the boxes of each frame; raises UnreadableFadeError."""
        return tuple(() if path is None else read_boxes(path) for path in self.annotations)


def clips(folder: Path, fps: float = 30.0) -> Iterator[FadeClip]:
    """Yield the videos under a folder, in the order of their names; a folder without pictures is passed over.

    Raises UnreadableFadeError if there is none at all.
    """
    found = False
    for pictures in sorted(folder.rglob(PICTURES), key=lambda path: _natural(str(path))):
        files = sorted(
            (file for file in pictures.iterdir() if file.suffix.lower() in _SUFFIXES),
            key=lambda file: _natural(file.name),
        )
        if not files:
            continue
        found = True
        told = pictures.parent / ANNOTATIONS
        notes = tuple(note if (note := told / f"{file.stem}.xml").is_file() else None for file in files)
        yield FadeClip(pictures.parent.relative_to(folder).as_posix(), tuple(files), notes, fps)
    if not found:
        raise UnreadableFadeError(folder, f"no folder {PICTURES} with pictures in it")


def read_boxes(path: Path) -> tuple[Box, ...]:
    """Return the boxes of an annotation; raises UnreadableFadeError."""
    if path.stat().st_size > _LONGEST_FILE:
        raise UnreadableFadeError(path, "too long for an annotation")
    text = path.read_bytes()
    # Entities can make a small file a huge one, and an annotation needs none.
    if b"<!" in text:
        raise UnreadableFadeError(path, "has a declaration")
    try:
        root = ET.fromstring(text)  # noqa: S314 - no declaration, so no entity
    except ET.ParseError as error:
        raise UnreadableFadeError(path, f"is not XML: {error}") from error
    return tuple(_box(path, node) for node in root.iter("bndbox"))


def _box(path: Path, node: ET.Element) -> Box:
    try:
        left, top, right, bottom = (float(node.findtext(name, "")) for name in ("xmin", "ymin", "xmax", "ymax"))
    except ValueError as error:
        raise UnreadableFadeError(path, "a bndbox lacks a number") from error
    if not (0 <= left <= right and 0 <= top <= bottom and np.isfinite([right, bottom]).all()):
        raise UnreadableFadeError(path, "a bndbox is inside out")
    return Box(left, top, right, bottom)


def _natural(name: str) -> list[tuple[int, str]]:
    """Return a key that puts frame10 after frame9."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name)]


def _luma(path: Path) -> NDArray[np.uint8]:
    try:
        with av.open(str(path)) as container:
            frame = next(container.decode(video=0))
            return frame.to_ndarray(format="gray").astype(np.uint8, copy=False)
    except (av.FFmpegError, StopIteration, IndexError) as error:
        raise UnreadableFadeError(path, f"is not a picture: {error}") from error
