"""`python -m benchmarks.falls.process FILM FACADE CAMERAS FRAMES [recipe]`: prints how much memory watching holds, MiB.

A process of its own, which loads nothing but what it needs: the figure is what one machine pays for so many cameras.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.video.stream import VideoStream
from falling_objects.model import Frame, WatchSettings
from falling_objects.optics import Facade, facade_from_dict

_KIB: Final = 1024


def decoded(path: Path) -> Iterator[Frame]:
    """Yield the pictures of a file, decoded by one thread, luma only and not copied."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert isinstance(stream, VideoStream)
        stream.thread_type = "NONE"
        stream.codec_context.thread_count = 1
        for frame in container.decode(stream):
            plane = frame.planes[0]
            luma = np.frombuffer(plane, dtype=np.uint8).reshape(-1, plane.line_size)[: frame.height, : frame.width]
            yield Frame(luma, frame.time or 0.0)


def resident_mib() -> float:
    """Return the memory that this process holds, MiB."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / _KIB


def _taker(facade: Facade, *, recipe: bool) -> Callable[[Frame], object]:
    if recipe:
        from .recipe import Recipe  # noqa: PLC0415 - OpenCV is theirs, not ours

        theirs = Recipe(facade)
        return lambda frame: theirs.take(frame.luma, frame.at)
    from falling_objects.watcher import FacadeWatcher  # noqa: PLC0415 - nor ours theirs

    return FacadeWatcher(facade, WatchSettings()).take


def main(arguments: list[str]) -> None:
    """Watch, and print."""
    film, calibration, cameras, frames, *kind = arguments
    facade = facade_from_dict(json.loads(Path(calibration).read_text(encoding="utf-8")))
    takers = [_taker(facade, recipe=kind == ["recipe"]) for _ in range(int(cameras))]
    for index, shown in enumerate(zip(*(decoded(Path(film)) for _ in takers), strict=True)):
        for take, frame in zip(takers, shown, strict=True):
            take(frame)
        if index >= int(frames):
            break
    print(resident_mib())


if __name__ == "__main__":
    main(sys.argv[1:])
