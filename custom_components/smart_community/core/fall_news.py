"""What a facade camera's event says of a fall: taken apart, or refused as a whole. Pure; nothing it reads raises."""

import re
from collections.abc import Mapping
from typing import Any, Final

from .device import DeviceEvent
from .facade import FALL
from .fall_trace import Trace
from .falling import FallClass, FallNews, FallPhase

# The companion's are ULIDs; anything like one will do, and nothing else becomes a part of an address.
FALL_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,40}")


def is_fall_news(event: DeviceEvent) -> bool:
    """Return whether an event is news of a falling object: a help button's *fall* has no phase."""
    return event.type == FALL and "phase" in event.details


def news_of(event: DeviceEvent) -> FallNews | None:
    """Return what an event says of a fall; None if it says nothing sensible."""
    said: Mapping[str, Any] = event.details
    fall, phase, kind, confidence = (said.get(name) for name in ("fall", "phase", "class", "confidence"))
    if not isinstance(fall, str) or not FALL_ID.fullmatch(fall):
        return None
    if not isinstance(phase, str) or phase not in set(FallPhase):
        return None
    if not isinstance(kind, str) or kind not in set(FallClass):
        return None
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0.0 <= confidence <= 1.0:
        return None
    return FallNews(
        fall=fall,
        phase=FallPhase(phase),
        kind=FallClass(kind),
        confidence=float(confidence),
        trace=Trace.read(said),
        picture=said.get("picture") is True,
        clip=said.get("clip") is True,
        frigate=isinstance(said.get("frigate_event"), str),
    )
