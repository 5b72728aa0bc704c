"""Nonces for pushes: what proves that an answer is to one of them."""

import base64
import secrets
from typing import Final

_BYTES: Final = 9
_DRAWN_AT_ONCE: Final = 256


class Nonces:
    """Draws nonces of 72 random bits, many at a time.

    Each call of the system lets go of the interpreter's lock, and in a burst of alarms the event loop would have to
    win it back for every push.
    """

    def __init__(self) -> None:
        """Begin with none drawn."""
        self._drawn = b""

    def __call__(self) -> str:
        """Return a nonce that was never returned before, of letters, digits, - and _."""
        if not self._drawn:
            self._drawn = secrets.token_bytes(_BYTES * _DRAWN_AT_ONCE)
        nonce, self._drawn = self._drawn[:_BYTES], self._drawn[_BYTES:]
        return base64.urlsafe_b64encode(nonce).decode("ascii")
