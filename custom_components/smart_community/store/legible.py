"""Rows that this version can read: after a newer one was taken back, there may be words that it does not know."""

import logging
from collections.abc import Callable, Iterable

_LOGGER = logging.getLogger(__name__)


def legible[R, T](what: str, rows: Iterable[R], read: Callable[[R], T]) -> list[T]:
    """Return what `read` makes of each row, but for those that it cannot read: they are logged, without their words.

    One row must not keep all others, and with them every name, from an alarm.
    """
    found: list[T] = []
    left_out = 0
    for row in rows:
        try:
            found.append(read(row))
        except ValueError, KeyError, TypeError:
            left_out += 1
    if left_out:
        _LOGGER.error("%d %s that this version cannot read are left out", left_out, what)
    return found
