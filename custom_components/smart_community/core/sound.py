"""What a speaker plays; and MP3 as far as phrases need it: is it one, how long, and two of them in a row. Pure.

Frame headers by ISO/IEC 11172-3 (MPEG-1) and 13818-3 (MPEG-2 and 2.5); tags by ID3v2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_HEADER: Final = 4
# The first two bytes of a header of layer III, of whichever version, with its checksum or without.
_SYNC: Final = 0xFFE2
_SYNC_BITS: Final = 0xFFE6
_ID3: Final = 10
# Bit rates in kbit/s of layer III by the header's index: MPEG-1, and MPEG-2 with 2.5.
_RATES_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
# Samples a second of MPEG-1; half of it for MPEG-2, a quarter for 2.5.
_SAMPLING: Final = (44_100, 48_000, 32_000)
_SHIFT_OF_VERSION: Final = {3: 0, 2: 1, 0: 2}
_MONO: Final = 3


class SpeechError(Exception):
    """Something could not be said.

    `code` says why: engine_missing, engine_failed, player_unavailable, player_failed, too_slow.
    """

    def __init__(self, code: str) -> None:
        """Keep why."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Sound:
    """What a player is given. `voice`: engine, shipped, live or talk; `seconds`: its length, if it is known."""

    url: str
    mime: str
    voice: str
    seconds: float | None = None


class SoundError(ValueError):
    """These bytes are no MP3 that could be played."""


@dataclass(frozen=True, slots=True)
class Mp3:
    """The frames of an MP3 without its tags; `seconds` is its length."""

    frames: bytes
    seconds: float
    sampling: int
    mono: bool

    @classmethod
    def parse(cls, data: bytes) -> Mp3:
        """Return the MP3 in `data`; raises SoundError if there is no whole frame in it."""
        start = _after_tag(data)
        at, seconds, format_of_first = start, 0.0, None
        while (frame := _frame(data, at)) is not None and at + frame.length <= len(data):
            if format_of_first is None:
                format_of_first = (frame.sampling, frame.mono)
            seconds += frame.samples / frame.sampling
            at += frame.length
        if format_of_first is None:
            raise SoundError
        return cls(data[start:at], seconds, *format_of_first)


def joined(parts: Sequence[Mp3]) -> Mp3 | None:
    """Return the parts said one after the other, or None if a player could trip over it: they differ in format."""
    first = parts[0]
    if any((part.sampling, part.mono) != (first.sampling, first.mono) for part in parts):
        return None
    frames, seconds = b"".join(part.frames for part in parts), sum(part.seconds for part in parts)
    return Mp3(frames, seconds, first.sampling, first.mono)


@dataclass(frozen=True, slots=True)
class _Frame:
    length: int
    samples: int
    sampling: int
    mono: bool


def _after_tag(data: bytes) -> int:
    if data[:3] != b"ID3" or len(data) < _ID3:
        return 0
    size = 0
    for byte in data[6:_ID3]:
        size = size << 7 | byte & 0x7F
    return _ID3 + size


def _frame(data: bytes, at: int) -> _Frame | None:
    """Return the frame whose header is at `at`, or None if there is none: layer III with a known rate."""
    if at + _HEADER > len(data) or int.from_bytes(data[at : at + 2]) & _SYNC_BITS != _SYNC:
        return None
    shift = _SHIFT_OF_VERSION.get(data[at + 1] >> 3 & 3)
    rate, sampling = data[at + 2] >> 4, data[at + 2] >> 2 & 3
    if shift is None or not 0 < rate < len(_RATES_1) or sampling == len(_SAMPLING):
        return None
    kilobits = (_RATES_2 if shift else _RATES_1)[rate]
    per_second = _SAMPLING[sampling] >> shift
    samples = 576 if shift else 1152
    length = samples // 8 * kilobits * 1000 // per_second + (data[at + 2] >> 1 & 1)
    return _Frame(length, samples, per_second, data[at + 3] >> 6 == _MONO)
