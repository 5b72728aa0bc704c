"""The luma of a decoded picture, whatever format a decoder or a graphics card gives it in."""

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray


def luma_of(video: VideoFrame) -> NDArray[np.uint8]:
    """Return the luma of a picture, (h, w) uint8, C-contiguous; 10 and 12 bits lose their lowest, RGB is weighed.

    Raises ValueError for a format without a luma that is known.
    """
    name = video.format.name
    if not (name.startswith(("yuv", "nv", "p0", "gray"))) or name.endswith("be") or name.startswith("yuyv"):
        video = video.reformat(format="gray")
        name = "gray"
    plane = video.planes[0]
    bits = video.format.components[0].bits
    if bits <= 8:  # noqa: PLR2004 - a byte
        rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
        return np.ascontiguousarray(rows[: video.height, : video.width])
    words = np.frombuffer(plane, np.uint16).reshape(-1, plane.line_size // 2)[: video.height, : video.width]
    # p010 and its like hold the bits at the upper end of the word, the planar formats at the lower.
    shift = 8 if name.startswith("p0") else bits - 8
    return (words >> shift).astype(np.uint8)
