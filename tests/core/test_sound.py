"""MP3 as far as phrases need it: arbitrary bytes never break it, tags are skipped, formats are not mixed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import custom_components.smart_community as integration
from custom_components.smart_community.core.sound import Mp3, SoundError, joined

PHRASE = (Path(integration.__file__).parent / "sounds" / "door_held.en.mp3").read_bytes()


@given(st.binary(max_size=400))
def test_any_bytes_are_a_sound_or_refused(data: bytes) -> None:
    try:
        sound = Mp3.parse(data)
    except SoundError:
        return
    assert sound.seconds > 0
    assert sound.frames in data


@given(st.integers(0, len(PHRASE)))
def test_a_file_that_was_cut_off_is_as_long_as_what_is_left_of_it(length: int) -> None:
    whole = Mp3.parse(PHRASE)
    try:
        cut = Mp3.parse(PHRASE[:length])
    except SoundError:
        assert length < 200
        return
    assert cut.seconds <= whole.seconds
    assert whole.frames.startswith(cut.frames)


def test_a_tag_before_the_frames_is_skipped() -> None:
    tag = b"ID3\x04\x00\x00" + bytes((0, 0, 1, 2)) + bytes(130)
    assert Mp3.parse(tag + PHRASE) == Mp3.parse(PHRASE)
    with pytest.raises(SoundError):
        Mp3.parse(b"ID3\x04")


def test_sounds_of_different_formats_are_not_put_in_a_row() -> None:
    # MPEG-1, layer III, 128 kbit/s, 44,100 samples a second, stereo: 417 bytes a frame.
    other = Mp3.parse((b"\xff\xfb\x90\x00" + bytes(413)) * 3)
    assert (other.sampling, other.mono, round(other.seconds, 4)) == (44_100, False, 0.0784)
    assert joined([other, Mp3.parse(PHRASE)]) is None
    twice = joined([other, other])
    assert twice is not None
    assert len(twice.frames) == 6 * 417
