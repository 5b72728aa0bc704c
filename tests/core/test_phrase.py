"""The recovery phrase survives being written down, read out and typed, and a slip is told apart from a wrong one."""

import contextlib
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.phrase import PhraseError, last_group, make_phrase, read_phrase

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

phrases = st.randoms(use_true_random=False).map(lambda chance: make_phrase(chance.randrange))


def test_a_phrase_is_six_groups_of_five() -> None:
    phrase = make_phrase(secrets.randbelow)
    assert [len(group) for group in phrase.split("-")] == [5] * 6
    assert set(phrase) <= set(ALPHABET) | {"-"}
    assert last_group(phrase) == phrase[-5:]


def test_a_phrase_has_130_random_bits() -> None:
    asked: list[int] = []

    def below(limit: int) -> int:
        asked.append(limit)
        return secrets.randbelow(limit)

    make_phrase(below)
    assert asked == [32] * 26


def test_no_two_phrases_are_the_same() -> None:
    assert len({make_phrase(secrets.randbelow) for _ in range(1000)}) == 1000


@given(phrases)
def test_a_phrase_is_read_however_it_is_typed(phrase: str) -> None:
    for typed in (phrase, phrase.lower(), phrase.replace("-", ""), phrase.replace("-", " "), f"  {phrase}\n"):
        assert read_phrase(typed) == phrase


@given(phrases)
def test_letters_that_look_like_digits_are_read_as_those(phrase: str) -> None:
    assert read_phrase(phrase.replace("0", "O").replace("1", "l")) == phrase
    assert read_phrase(phrase.replace("0", "o").replace("1", "I")) == phrase


@given(phrases, st.integers(0, 29), st.sampled_from(ALPHABET))
def test_one_mistaken_character_is_a_slip(phrase: str, place: int, other: str) -> None:
    typed = phrase.replace("-", "")
    mistaken = typed[:place] + other + typed[place + 1 :]
    # SHA-256 is no code that promises to notice: of a million slips, one passes, and is then a wrong phrase.
    if mistaken != typed:
        with pytest.raises(PhraseError):
            read_phrase(mistaken)


@given(phrases, st.integers(0, 28))
def test_two_characters_in_the_wrong_order_are_a_slip(phrase: str, place: int) -> None:
    typed = phrase.replace("-", "")
    swapped = typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]
    if swapped != typed:
        with pytest.raises(PhraseError):
            read_phrase(swapped)


@given(phrases, st.integers(0, 29))
def test_a_missing_character_is_a_slip(phrase: str, place: int) -> None:
    typed = phrase.replace("-", "")
    for wrong in (typed[:place] + typed[place + 1 :], typed[:place] + "7" + typed[place:]):
        with pytest.raises(PhraseError):
            read_phrase(wrong)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_phrase_or_a_slip(typed: str) -> None:
    with contextlib.suppress(PhraseError):
        assert len(read_phrase(typed)) == 35
