"""The prepared phrases: their words, their languages, and the files that came with the integration."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import custom_components.smart_community as integration
from custom_components.smart_community.core.phrases import (
    CHINESE,
    ENGLISH,
    LANGUAGES,
    LONGEST_TEXT,
    PHRASES,
    Phrase,
    engine_language,
    language_of,
    languages_said,
    our_language,
    rendering_key,
)
from custom_components.smart_community.core.sound import Mp3, joined

SOUNDS = Path(integration.__file__).parent / "sounds"


def test_every_phrase_has_its_words_in_every_language_short_enough_to_be_said() -> None:
    assert list(PHRASES) == list(Phrase)
    for texts in PHRASES.values():
        assert tuple(texts) == LANGUAGES
        assert all(0 < len(text) <= LONGEST_TEXT for text in texts.values())
        assert language_of(texts[CHINESE]) == CHINESE
        assert language_of(texts[ENGLISH]) == ENGLISH


def test_the_shipped_sounds_are_of_the_words_as_they_are_and_small() -> None:
    """After a change of words: scripts/render-phrases."""
    made = json.loads((SOUNDS / "sounds.json").read_text(encoding="utf-8"))
    expected = {
        f"{phrase}.{language}.mp3": rendering_key(phrase, language) for phrase in Phrase for language in LANGUAGES
    }
    assert made == expected
    files = sorted(SOUNDS.glob("*.mp3"))
    assert {path.name for path in files} == set(expected)
    assert sum(path.stat().st_size for path in files) < 300_000


def test_the_shipped_sounds_can_be_played_one_after_the_other() -> None:
    for phrase in Phrase:
        parts = [Mp3.parse((SOUNDS / f"{phrase}.{language}.mp3").read_bytes()) for language in LANGUAGES]
        assert all(part.mono and 2 < part.seconds < 12 for part in parts)
        whole = joined(parts)
        assert whole is not None
        assert Mp3.parse(whole.frames).seconds == pytest.approx(sum(part.seconds for part in parts))


@given(st.lists(st.text(max_size=8)), st.none() | st.text(max_size=8))
def test_a_phrase_is_never_left_unsaid_for_a_setting(wanted: list[str], only: str | None) -> None:
    said = languages_said(wanted, only)
    assert said
    assert set(said) <= set(LANGUAGES)
    assert len(set(said)) == len(said)


def test_one_language_may_be_asked_for() -> None:
    assert languages_said(("zh-Hans", "en"), "en-GB") == (ENGLISH,)
    assert languages_said(("en", "zh-CN")) == (ENGLISH, CHINESE)
    assert languages_said(("en",), "tlh") == (ENGLISH,)


def test_what_an_engine_calls_our_languages() -> None:
    assert engine_language(CHINESE, ["en-US", "zh-HK", "zh_CN"]) == "zh_CN"
    assert engine_language(CHINESE, ["cmn", "de"]) == "cmn"
    assert engine_language(CHINESE, ["zh-TW"]) == "zh-TW"
    assert engine_language(ENGLISH, ["de", "fr"]) is None
    assert engine_language(ENGLISH, ["en-AU", "de"]) == "en-AU"
    assert our_language("yue") is None


def test_a_typed_line_is_said_in_the_language_that_it_is_written_in() -> None:
    assert language_of("Please leave, 301!") == ENGLISH
    assert language_of("E-bike 不能进电梯") == CHINESE
