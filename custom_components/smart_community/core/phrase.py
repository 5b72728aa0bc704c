"""The recovery phrase: 130 random bits that a person writes down, reads out and types, with a check of its own.

Six groups of five characters of Crockford's base 32, which has no I, L, O and U: 26 characters are the secret and four
their checksum, so that a slip of the pen is told apart from a wrong phrase without trying the phrase.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SECRET: Final = 26  # characters of 5 bits
_CHECK: Final = 4
_GROUP: Final = 5
# What people make of a character that they read badly.
_MISREAD: Final = str.maketrans("OIL", "011")
_SEPARATORS: Final = re.compile(r"[\s\-–—_.,·]+")


class PhraseError(ValueError):
    """What was typed is no recovery phrase: a character is missing, too many or mistaken."""


def make_phrase(below: Callable[[int], int]) -> str:
    """Return a new phrase in groups; `below(n)` gives a secret random number from 0 to n - 1."""
    secret = "".join(_ALPHABET[below(len(_ALPHABET))] for _ in range(_SECRET))
    phrase = secret + _check(secret)
    return "-".join(phrase[start : start + _GROUP] for start in range(0, len(phrase), _GROUP))


def read_phrase(typed: str) -> str:
    """Return the phrase that somebody typed, as `make_phrase` writes it; case, spaces and hyphens do not matter.

    Raises PhraseError if it cannot be one: of 1,048,576 random slips, one is not noticed.
    """
    letters = _SEPARATORS.sub("", typed).upper().translate(_MISREAD)
    secret, check = letters[:_SECRET], letters[_SECRET:]
    if len(letters) != _SECRET + _CHECK or not set(letters) <= set(_ALPHABET) or check != _check(secret):
        raise PhraseError
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def last_group(phrase: str) -> str:
    """Return the last group of a phrase: who types it has the whole phrase before them."""
    return phrase.rpartition("-")[2]


def _check(secret: str) -> str:
    digest = int.from_bytes(hashlib.sha256(secret.encode()).digest()[:3])
    return "".join(_ALPHABET[(digest >> (5 * place)) & 31] for place in range(_CHECK))
