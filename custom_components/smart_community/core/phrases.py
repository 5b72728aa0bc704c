"""What is said in an elevator: the prepared phrases, in which language, and how long a typed line may be. Pure.

Not to be mixed up with `core/phrase.py`, the phrase that recovers the key.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final


class Phrase(StrEnum):
    """A prepared phrase; the order is the order of the buttons on the screen."""

    EBIKE_OUT = "ebike_out"
    EBIKE_PLEASE_LEAVE = "ebike_please_leave"
    DOOR_HELD = "door_held"
    HELP_IS_COMING = "help_is_coming"
    ENTRAPMENT_STAY_CALM = "entrapment_stay_calm"


CHINESE: Final = "zh-Hans"
ENGLISH: Final = "en"
LANGUAGES: Final = (CHINESE, ENGLISH)

# Characters of a typed line: about half a minute of speech.
LONGEST_TEXT: Final = 200

# In a timeline: somebody spoke into the car himself.
TALK: Final = "talk"

PHRASES: Final[Mapping[Phrase, Mapping[str, str]]] = {
    Phrase.EBIKE_OUT: {
        CHINESE: "您好，电动自行车和电池不得进入电梯。请将车推出轿厢，谢谢配合。",
        ENGLISH: "E-bikes and their batteries are not allowed in the elevator. Please take it out. Thank you.",
    },
    Phrase.EBIKE_PLEASE_LEAVE: {
        CHINESE: "请将电动自行车推出电梯。值班室已收到报警，谢谢配合。",
        ENGLISH: "Please take the e-bike out of the elevator now. The duty room has been alerted. Thank you.",
    },
    Phrase.DOOR_HELD: {
        CHINESE: "电梯门暂时保持打开，请勿强行关门。",
        ENGLISH: "The door is being held open for now. Please do not force it.",
    },
    Phrase.HELP_IS_COMING: {
        CHINESE: "已收到您的求助，工作人员正在赶来，请稍候。",
        ENGLISH: "Your call has been received. Help is on its way.",
    },
    Phrase.ENTRAPMENT_STAY_CALM: {
        CHINESE: "请保持镇静，不要扒门，不要自行离开轿厢。轿厢是安全的，救援人员正在赶来。",
        ENGLISH: "Please stay calm. Do not force the doors or climb out. You are safe in the car. Rescuers are coming.",
    },
}

# What a timeline holds of something said that is no person's words.
SAID_CODES: Final = frozenset({*(phrase.value for phrase in Phrase), TALK})

# What speech engines call our languages, best first.
_OF_ENGINES: Final[Mapping[str, Sequence[str]]] = {
    CHINESE: ("zh-CN", "zh-Hans-CN", "zh-Hans", "cmn-CN", "cmn-Hans-CN", "cmn", "zh"),
    ENGLISH: ("en-US", "en-GB", "en"),
}


def languages_said(wanted: Iterable[str], only: str | None = None) -> tuple[str, ...]:
    """Return in which languages a phrase is said, each once: `only`, if that is one of ours, else those `wanted`.

    An elevator that wants none of ours gets all of them: a phrase is never left unsaid for a setting.
    """
    if only is not None and (known := our_language(only)) is not None:
        return (known,)
    said = tuple(dict.fromkeys(known for one in wanted if (known := our_language(one)) is not None))
    return said or LANGUAGES


def our_language(language: str) -> str | None:
    """Return which of our languages a tag such as `zh-CN`, `cmn` or `en_GB` means, or None."""
    first = language.replace("_", "-").partition("-")[0].lower()
    return {"zh": CHINESE, "cmn": CHINESE, "en": ENGLISH}.get(first)


def language_of(text: str) -> str:
    """Return the language that a typed line is written in: Chinese if any of it is, else English."""
    return CHINESE if any("\u3400" <= character <= "\u9fff" for character in text) else ENGLISH


def engine_language(language: str, supported: Collection[str]) -> str | None:
    """Return what an engine that speaks the `supported` languages calls one of ours, or None if it speaks it not."""
    by_name = {one.replace("_", "-").lower(): one for one in supported}
    for tag in _OF_ENGINES[language]:
        if (found := by_name.get(tag.lower())) is not None:
            return found
    return next((one for one in sorted(supported) if our_language(one) == language), None)


def rendering_key(phrase: Phrase, language: str) -> str:
    """Return 8 hex digits that change with the phrase's words: a rendering of other words is not used any more."""
    return hashlib.sha256(PHRASES[phrase][language].encode()).hexdigest()[:8]
