"""A live picture: JPEG frames out of a multipart stream. Pure."""

from collections.abc import Iterator
from typing import Final

# More than a picture of 4K takes: without a boundary within it, this is no stream of pictures.
_LARGEST: Final = 8 * 1024 * 1024  # bytes
_BEGINS: Final = b"\xff\xd8"
_ENDS: Final = b"\xff\xd9"
_BOUNDARY: Final = b"--frame"


class Frames:
    """Takes the stream as it comes, in pieces of any size, and gives whole frames."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._rest = b""

    def take(self, part: bytes) -> Iterator[bytes]:
        """Yield the frames that are whole now."""
        self._rest += part
        while (end := self._rest.find(_BOUNDARY, len(_BOUNDARY))) >= 0:
            piece, self._rest = self._rest[:end], self._rest[end:]
            begin, last = piece.find(_BEGINS), piece.rfind(_ENDS)
            if 0 <= begin < last:
                yield piece[begin : last + len(_ENDS)]
        if len(self._rest) > _LARGEST:
            self._rest = b""
