"""Telling listeners what has happened, so that one who fails keeps nothing from the others."""

import logging
from collections.abc import Callable, Iterable

_LOGGER = logging.getLogger(__name__)


def listen[L](listeners: list[L], listener: L) -> Callable[[], None]:
    """Add one to those that are told; returns what takes it away again, once."""
    listeners.append(listener)

    def stop() -> None:
        if listener in listeners:
            listeners.remove(listener)

    return stop


def tell[**P](listeners: Iterable[Callable[P, None]], *said: P.args, **named: P.kwargs) -> None:
    """Call each of those that listen now, in order; what one of them raises is logged."""
    for listener in list(listeners):
        try:
            listener(*said, **named)
        except Exception:
            _LOGGER.exception("A listener could not take what it was told")
