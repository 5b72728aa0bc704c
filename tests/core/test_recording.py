"""What a browser records: known by its bytes, not by what it is called, and no longer than may be said at once."""

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core import recording
from custom_components.smart_community.core.recording import FORMATS, LARGEST, RecordingError, checked


def wav(seconds: float, rate: int = 16_000, *, streamed: bool = False) -> bytes:
    """Return silence: 16 bit, mono; a recorder that streams does not know its size as it begins."""
    data = bytes(int(seconds * rate) * 2)
    head = b"fmt " + (16).to_bytes(4, "little") + b"\x01\x00\x01\x00" + rate.to_bytes(4, "little")
    head += (rate * 2).to_bytes(4, "little") + b"\x02\x00\x10\x00"
    size = 0xFFFFFFFF if streamed else len(data)
    return b"RIFF\xff\xff\xff\xffWAVE" + head + b"data" + size.to_bytes(4, "little") + data


def webm(*times: int) -> bytes:
    """Return a recording with a cluster each second and a block at each of these milliseconds within it."""

    def element(marker: str, body: bytes) -> bytes:
        return bytes.fromhex(marker) + (len(body) | 1 << 28).to_bytes(4) + body

    blocks = b"".join(element("a3", b"\x81" + time.to_bytes(2) + b"\x80opus") for time in times)
    clusters = b"".join(
        bytes.fromhex("1f43b67501ffffffffffffff") + element("e7", begun.to_bytes(2)) + blocks for begun in (0, 1000)
    )
    info = element("1549a966", element("2ad7b1", (1_000_000).to_bytes(3)))
    head = element("1a45dfa3", element("4282", b"webm"))
    return head + bytes.fromhex("1853806701ffffffffffffff") + info + clusters


def ogg(*granules: int) -> bytes:
    """Return pages of Opus that end at these samples of 48,000 a second."""
    return ogg_of(b"OpusHead", *granules)


def vorbis(rate: int, *granules: int) -> bytes:
    """Return pages of Vorbis that end at these samples."""
    return ogg_of(b"\x01vorbis" + bytes(4) + b"\x01" + rate.to_bytes(4, "little"), *granules)


def ogg_of(codec: bytes, *granules: int) -> bytes:
    pages = b""
    for number, granule in enumerate((0, *granules)):
        body = codec if number == 0 else bytes(20)
        begins = b"\x02" if number == 0 else b"\x00"
        pages += b"OggS\x00" + begins + granule.to_bytes(8, "little") + bytes(12) + b"\x01" + bytes((len(body),)) + body
    return pages


def box(name: bytes, *inside: bytes) -> bytes:
    """Return a box of MP4."""
    body = b"".join(inside)
    return (len(body) + 8).to_bytes(4) + name + body


def mp4(scale: int, length: int) -> bytes:
    """Return the head of an MP4 whose movie header says how long it is."""
    header = bytes(12) + scale.to_bytes(4) + length.to_bytes(4) + bytes(80)
    return box(b"ftyp", b"isom", bytes(8)) + box(b"moov", box(b"mvhd", header))


def fragments(runs: int, samples: int, *, length: str) -> bytes:
    """Return an MP4 as browsers record it: 16,000 units a second, 1,024 a sample, said once or for each sample."""
    head = bytes(12) + (16_000).to_bytes(4) + bytes(4)
    trex = bytes(12) + ((1024).to_bytes(4) if length == "movie" else bytes(4)) + bytes(8)
    moov = box(
        b"moov", box(b"mvhd", head), box(b"trak", box(b"mdia", box(b"mdhd", head))), box(b"mvex", box(b"trex", trex))
    )
    told, said = {
        "movie": (b"\x00\x02\x00\x00" + bytes(4), b""),
        "fragment": (b"\x00\x02\x00\x38" + bytes(4) + (1024).to_bytes(4) + bytes(8), b""),
        "sample": (b"\x00\x02\x00\x01" + bytes(12), (1024).to_bytes(4) + bytes(4)),
    }[length]
    flags = b"\x00\x00\x03\x01" if said else b"\x00\x00\x00\x01"
    run = box(b"trun", flags, samples.to_bytes(4), bytes(4), said * samples)
    moof = box(b"moof", box(b"mfhd", bytes(8)), box(b"traf", box(b"tfhd", told), run))
    return box(b"ftyp", b"iso5", bytes(8)) + moov + (moof + box(b"mdat", bytes(40))) * runs


@pytest.mark.parametrize(
    ("data", "said", "mime", "seconds"),
    [
        (wav(2.5), "audio/wav", "audio/wav", 2.5),
        (wav(2.5, streamed=True), "audio/x-wav", "audio/wav", 2.5),
        (webm(0, 500, 980), "audio/webm;codecs=opus", "audio/webm", 1.98),
        (ogg(24_000, 96_000), "audio/ogg; codecs=opus", "audio/ogg", 2.0),
        (mp4(1000, 4200), "audio/mp4", "audio/mp4", 4.2),
        (vorbis(44_100, 22_050, 88_200), "audio/ogg", "audio/ogg", 2.0),
        (fragments(5, 25, length="movie"), "AUDIO/MP4", "audio/mp4", 8.0),
        (fragments(5, 25, length="fragment"), "audio/mp4", "audio/mp4", 8.0),
        (fragments(5, 25, length="sample"), "audio/mp4", "audio/mp4", 8.0),
    ],
    ids=["wav", "wav streamed", "webm", "ogg", "mp4", "vorbis", "fragments", "fragments that say", "samples that say"],
)
def test_a_recording_is_known_by_its_bytes(data: bytes, said: str, mime: str, seconds: float) -> None:
    found = checked(data, said)
    assert (found.mime, found.data) == (mime, data)
    assert found.seconds == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (mp4(1000, 0), "audio/mp4"),
        (mp4(1000, 0xFFFFFFFF), "audio/mp4"),
        (mp4(0, 4200), "audio/mp4"),
        (box(b"ftyp", b"iso5", bytes(8)) + box(b"mdat", bytes(900_000)), "audio/mp4"),
        (ogg_of(b"Speex   ", 48_000), "audio/ogg"),
        (ogg(48_000) + ogg(48_000), "audio/ogg"),
        (webm(), "audio/webm"),
        (webm().replace(b"\x1a\x45\xdf\xa3", b"\x1a\x45\xdf\xa3\x80", 1), "audio/webm"),
        (wav(0), "audio/wav"),
    ],
    ids=["movie", "all ones", "no scale", "no movie", "codec", "two streams", "no block", "no elements", "empty"],
)
def test_a_recording_that_does_not_tell_its_length_is_not_taken(data: bytes, said: str) -> None:
    with pytest.raises(RecordingError) as refused:
        checked(data, said)
    assert refused.value.code == "recording_unreadable"


@pytest.mark.parametrize(
    ("head", "element", "said"),
    [
        (b"\x1a\x45\xdf\xa3\x80", b"\xec\x80", "audio/webm"),
        (b"\x1a\x45\xdf\xa3\x80", b"\xa0\x80", "audio/webm"),
        (box(b"ftyp", b"iso5"), box(b"free"), "audio/mp4"),
        (box(b"ftyp", b"iso5"), box(b"moof"), "audio/mp4"),
    ],
    ids=["elements", "groups", "boxes", "fragments"],
)
def test_a_file_of_nothing_but_elements_is_not_read_to_its_end(head: bytes, element: bytes, said: str) -> None:
    data = head + element * ((LARGEST - len(head)) // len(element))
    with patch.object(recording, "_MOST_ELEMENTS", 100), pytest.raises(RecordingError) as refused:
        checked(data, said)
    assert refused.value.code == "recording_unreadable"
    with pytest.raises(RecordingError):
        checked(data, said)


def test_a_header_that_says_many_bytes_a_second_makes_no_recording_shorter() -> None:
    data = bytearray(wav(100, 4_000))
    data[28:32] = (10_000_000).to_bytes(4, "little")
    with pytest.raises(RecordingError, match="recording_too_long"):
        checked(bytes(data), "audio/wav")


def test_half_a_minute_of_what_every_player_plays_fits() -> None:
    assert checked(wav(30.0), "audio/wav").seconds == pytest.approx(30)
    assert len(wav(30.0)) <= LARGEST


@pytest.mark.parametrize(
    ("data", "said", "code"),
    [
        (wav(1), "audio/flac", "recording_format"),
        (wav(1), "text/html", "recording_format"),
        (wav(1), "audio/webm", "recording_unreadable"),
        (b"", "audio/wav", "recording_unreadable"),
        (b"<html>", "audio/ogg", "recording_unreadable"),
        (wav(32, 8_000), "audio/wav", "recording_too_long"),
        (ogg(48_000 * 40), "audio/ogg", "recording_too_long"),
        (mp4(1000, 40_000), "audio/mp4", "recording_too_long"),
        # An hour of next to no sound is small; what browsers record says its length in its fragments only.
        (fragments(50, 25, length="fragment"), "audio/mp4", "recording_too_long"),
        (fragments(50, 25, length="sample"), "audio/mp4", "recording_too_long"),
        (vorbis(8_000, 8_000 * 40), "audio/ogg", "recording_too_long"),
        (bytes(LARGEST + 1), "audio/wav", "recording_too_large"),
    ],
)
def test_what_is_not_taken_says_why(data: bytes, said: str, code: str) -> None:
    with pytest.raises(RecordingError) as refused:
        checked(data, said)
    assert refused.value.code == code


@given(
    st.sampled_from(
        [b"RIFF\x00\x00\x00\x00WAVE", b"OggS", b"\x1a\x45\xdf\xa3", b"\x00\x00\x00\x08ftyp", webm(0, 9), b""]
    ),
    st.binary(max_size=300),
    st.sampled_from(FORMATS),
)
def test_any_bytes_are_a_recording_or_refused(head: bytes, rest: bytes, said: str) -> None:
    try:
        found = checked(head + rest, said)
    except RecordingError:
        return
    assert found.mime == said
    assert found.seconds is not None
    assert 0 < found.seconds <= 31
