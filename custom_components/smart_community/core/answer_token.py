"""Answers by telephone: the token that a call carries, and what keeps it from being guessed. Pure."""

import hashlib
from collections import deque
from collections.abc import Iterable
from typing import Final

from .channel import ChannelKind, channel_kind
from .delivery import Delivery, DeliveryState

# Digits, so that it can be typed on a telephone: one in 100 million for each that is out.
DIGITS: Final = 8
# Wrong tokens for one incident within so many seconds, after which none is taken for it.
MOST_WRONG: Final = 5
WITHIN: Final = 60.0


def token_of(delivery: Delivery) -> str:
    """Return the token of a delivery: eight digits that follow from its nonce, so a restart changes none.

    Bound to incident, recipient and page: each has a nonce of its own, which never leaves the database.
    """
    told = f"{delivery.incident}\n{delivery.recipient}\n{delivery.nonce}".encode()
    return f"{int.from_bytes(hashlib.sha256(told).digest()[:8]) % 10**DIGITS:0{DIGITS}d}"


def holder(deliveries: Iterable[Delivery], token: str) -> Delivery | None:
    """Return the delivery that a token answers, None if it answers none: it is wrong, or was used.

    A delivery that was *seen* has been answered, which is on disk: its token counts once, across restarts.
    """
    for delivery in deliveries:
        if channel_kind(delivery.channel) is ChannelKind.SCRIPT and token_of(delivery) == token:
            return None if delivery.state is DeliveryState.SEEN else delivery
    return None


class WrongTokens:
    """Counts wrong tokens: after five for one incident within 60 s it takes none for a while, right or wrong."""

    def __init__(self) -> None:
        """Begin with none."""
        self._wrong: dict[str, deque[float]] = {}

    def locked(self, incident_id: str, now: float) -> bool:
        """Return whether tokens are refused for an incident; `now` in monotonic seconds."""
        wrong = self._wrong.get(incident_id)
        return wrong is not None and len(wrong) == MOST_WRONG and now - wrong[0] < WITHIN

    def count(self, incident_id: str, now: float) -> None:
        """Count a wrong one."""
        self._wrong.setdefault(incident_id, deque(maxlen=MOST_WRONG)).append(now)

    def forget_all_but(self, active: Iterable[str]) -> None:
        """Forget incidents that have ended."""
        kept = set(active)
        self._wrong = {incident: wrong for incident, wrong in self._wrong.items() if incident in kept}
