"""A recording that a browser sends: of what kind it is, and how long. One that does not tell is not taken. Pure.

Containers by their published formats: RIFF/WAVE, Ogg (RFC 3533), WebM (Matroska, RFC 9559), ISO base media (MP4).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 30.0  # seconds
LARGEST: Final = 1_000_000  # bytes
# A recorder stops a moment after it was told to.
_SLACK: Final = 1.0

FORMATS: Final = ("audio/webm", "audio/ogg", "audio/mp4", "audio/wav")
_ALIASES: Final = {
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/x-m4a": "audio/mp4",
    "application/ogg": "audio/ogg",
    "video/webm": "audio/webm",
}
SUFFIXES: Final = {"audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "m4a", "audio/wav": "wav"}

_OGG_PAGE: Final = 27  # bytes of its header, before the table of segments
_OGG_BEGINS: Final = 0x2
_OPUS_RATE: Final = 48_000  # Ogg counts Opus in these, whatever was recorded (RFC 7845)
# In the format's chunk: samples a second, bytes a second, bytes of a sample of all channels.
_OF_WAV: Final = ((12, 16), (16, 20), (20, 22))
# Elements of Matroska, with the length marker: those that are walked into, and those that tell the time.
_SEGMENT: Final = 0x18538067
_CLUSTER: Final = 0x1F43B675
_INFO: Final = 0x1549A966
_GROUP: Final = 0xA0
_TIMESTAMP: Final = 0xE7
_BLOCKS: Final = frozenset({0xA3, 0xA1})
_SCALE: Final = 0x2AD7B1
# The widest marker of an element, and of its length, in bytes; a block begins with its track and its time.
_WIDEST_ID: Final = 4
_WIDEST_SIZE: Final = 8
_BLOCK_HEAD: Final = 4
_MILLISECOND: Final = 1_000_000  # nanoseconds
# Boxes of MP4 (ISO/IEC 14496-12) that hold what tells the time, and their flags, by the fields that they announce.
_BOXES: Final = frozenset({b"moov", b"trak", b"mdia", b"mvex", b"moof", b"traf"})
_BOX_HEAD: Final = 8
_BASE_OFFSET, _DESCRIPTION, _USUAL_LENGTH = 0x1, 0x2, 0x8
_SAMPLE_LENGTH, _SAMPLE_FIELDS, _RUN_HEAD = 0x100, 0xF00, 0x5
# Ten times what half a minute needs: a file of nothing but elements would be read for long.
_MOST_ELEMENTS: Final = 20_000


class RecordingError(ValueError):
    """A recording that is not taken; `code` says why."""

    def __init__(self, code: str) -> None:
        """Keep why."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording; `seconds` is None for what our own speech engine has made."""

    data: bytes
    mime: str
    seconds: float | None

    @property
    def suffix(self) -> str:
        """The ending of a file with it, without the dot."""
        return SUFFIXES.get(self.mime, "mp3")


def checked(data: bytes, content_type: str) -> Recording:
    """Return the recording in `data`.

    May take 50 ms. Raises RecordingError: recording_format, recording_too_large, recording_unreadable (it is not what
    it is said to be, holds nothing, or does not tell for how long it plays), recording_too_long.
    """
    said = content_type.partition(";")[0].strip().lower()
    mime = _ALIASES.get(said, said)
    if mime not in FORMATS:
        raise RecordingError("recording_format")
    if len(data) > LARGEST:
        raise RecordingError("recording_too_large")
    if _kind_of(data) != mime:
        raise RecordingError("recording_unreadable")
    seconds = {"audio/wav": _of_wav, "audio/ogg": _of_ogg, "audio/webm": _of_webm}.get(mime, _of_mp4)(data)
    if not seconds:
        raise RecordingError("recording_unreadable")
    if seconds > LONGEST + _SLACK:
        raise RecordingError("recording_too_long")
    return Recording(data, mime, seconds)


def _kind_of(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav"
    if data[:4] == b"OggS":
        return "audio/ogg"
    if data[:4] == b"\x1a\x45\xdf\xa3":
        return "audio/webm"
    return "audio/mp4" if data[4:8] == b"ftyp" else None


def _of_wav(data: bytes) -> float:
    at, per_second = 12, 0
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name == b"fmt ":
            rate, said, frame = (int.from_bytes(data[at + a : at + b], "little") for a, b in _OF_WAV)
            # Players go by the frames; a header may say otherwise.
            per_second = min(said, rate * frame)
        if name == b"data" and per_second:
            # A recorder that streams does not know the size as it begins.
            return min(size, len(data) - at - 8) / per_second
        at += 8 + size + size % 2
    raise RecordingError("recording_unreadable")


def _of_ogg(data: bytes) -> float | None:
    if (rate := _rate_of_ogg(data)) is None:
        return None
    at, last = 0, 0
    while data[at : at + 4] == b"OggS" and at + _OGG_PAGE <= len(data):
        if at and data[at + 5] & _OGG_BEGINS:
            return None  # a second stream: its pages count anew
        granule = int.from_bytes(data[at + 6 : at + 14], "little", signed=True)
        last = max(last, granule)
        segments = data[at + 26]
        table = data[at + _OGG_PAGE : at + _OGG_PAGE + segments]
        at += _OGG_PAGE + segments + sum(table)
    return last / rate


def _rate_of_ogg(data: bytes) -> int | None:
    """Return in how many units a second the pages count (RFC 7845; Vorbis I, 4.2.2), None for another codec."""
    packet = data[_OGG_PAGE + data[26] :] if len(data) > _OGG_PAGE else b""
    if packet.startswith(b"OpusHead"):
        return _OPUS_RATE
    return int.from_bytes(packet[12:16], "little") or None if packet.startswith(b"\x01vorbis") else None


def _of_webm(data: bytes) -> float | None:
    scale, begun, last = _MILLISECOND, 0, None
    for element, body in _elements(data, 0, len(data)):
        if element == _SCALE:
            scale = int.from_bytes(body[:8])
        elif element == _TIMESTAMP:
            begun = int.from_bytes(body[:8])
        elif element in _BLOCKS and len(body) > _BLOCK_HEAD:
            # The track's number in one byte: who records has one track.
            last = max(last or 0, begun + int.from_bytes(body[1:3], signed=True))
    return None if last is None else last * scale / 1e9


def _elements(data: bytes, at: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Yield the elements that hold something, walking into those that hold others; ends where nothing makes sense."""
    for _ in range(_MOST_ELEMENTS):
        if at >= end:
            return
        length = 9 - data[at].bit_length()
        if length > _WIDEST_ID or at + length >= end:
            return
        element, at = int.from_bytes(data[at : at + length]), at + length
        width = 9 - data[at].bit_length()
        if width > _WIDEST_SIZE or at + width > end:
            return
        size = int.from_bytes(data[at : at + width]) & (1 << 7 * width) - 1
        unknown = size == (1 << 7 * width) - 1
        at += width
        if element in {_SEGMENT, _CLUSTER, _INFO, _GROUP}:
            continue  # what is in it comes next
        if unknown:
            return
        yield element, data[at : min(at + size, end)]
        at += size
    raise RecordingError("recording_unreadable")


def _of_mp4(data: bytes) -> float:
    """Return the longer of what the movie says of itself and what its fragments hold: recorders write either."""
    scale, longest, movies, usual, fragments = 0, 0.0, 0, 0, 0
    for name, body in _boxes(data):
        if name in {b"mvhd", b"mdhd"} and (said := _header(body)) is not None:
            rate, length = said
            longest = max(longest, length / rate)
            scale = rate if name == b"mdhd" else scale
        elif name == b"trex":
            movies = int.from_bytes(body[12:16])
        elif name == b"tfhd":
            usual = _usual(body) or movies
        elif name == b"trun":
            fragments += _of_run(body, usual)
    return max(longest, fragments / scale if scale else 0.0)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield boxes, walking into those that hold what tells of the sound; ends where nothing makes sense."""
    at = 0
    for _ in range(_MOST_ELEMENTS):
        size, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if size < _BOX_HEAD or at + size > len(data):
            return
        if name in _BOXES:
            at += _BOX_HEAD  # what is in it comes next
            continue
        yield name, data[at + _BOX_HEAD : at + size]
        at += size
    raise RecordingError("recording_unreadable")


def _header(body: bytes) -> tuple[int, int] | None:
    """Return the units a second and the length in them that a movie's or a track's header says, or None."""
    wide = body[:1] == b"\x01"
    at, width = (20, 8) if wide else (12, 4)
    rate, length = int.from_bytes(body[at : at + 4]), int.from_bytes(body[at + 4 : at + 4 + width])
    # All ones: it did not know as it began.
    return (rate, length) if rate and length != (1 << 8 * width) - 1 else None


def _usual(body: bytes) -> int:
    """Return how long a sample of a fragment is unless it says otherwise, 0 if that is not said here."""
    flags = int.from_bytes(body[1:4])
    at = 8 + (8 if flags & _BASE_OFFSET else 0) + (4 if flags & _DESCRIPTION else 0)
    return int.from_bytes(body[at : at + 4]) if flags & _USUAL_LENGTH else 0


def _of_run(body: bytes, usual: int) -> int:
    """Return how long the samples of a run are, all together."""
    flags, count = int.from_bytes(body[1:4]), int.from_bytes(body[4:8])
    if not flags & _SAMPLE_LENGTH:
        return count * usual
    at = 8 + 4 * (flags & _RUN_HEAD).bit_count()
    width = 4 * (flags & _SAMPLE_FIELDS).bit_count()
    return sum(int.from_bytes(body[one : one + 4]) for one in range(at, len(body), width))
