"""Who has the database: one process at a time, by a lock that the system releases when the process ends, however."""

import fcntl
import logging
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..core.ports import StoreError, StoreFailure

_LOGGER = logging.getLogger(__name__)

_guard: Final = threading.Lock()
# What this process holds. A community that is loaded again while a write of the one before still hangs is no second
# instance: they share the lock.
_held: Final[dict[Path, _Held]] = {}


@dataclass(slots=True)
class _Held:
    descriptor: int
    users: int = 1


class Ownership:
    """The right to a database, until `release` or the end of the process, a kill included."""

    def __init__(self, database: Path) -> None:
        """Take it, or raise StoreError (IN_USE) if another process has it. Blocks for a moment."""
        self._path: Path | None = database.resolve().with_name(f"{database.name}.lock")
        with _guard:
            held = _held.get(self._path)
            if held is not None:
                held.users += 1
            elif (descriptor := _lock(self._path)) is not None:
                _held[self._path] = _Held(descriptor)
            else:
                self._path = None

    def release(self) -> None:
        """Give it up; more than once does nothing."""
        with _guard:
            path, self._path = self._path, None
            if path is None:
                return
            held = _held[path]
            held.users -= 1
            if not held.users:
                del _held[path]
                os.close(held.descriptor)


def _lock(path: Path) -> int | None:
    """Return the descriptor that holds the lock; None if the folder or its file system has none to give."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        # A folder that cannot be written to: that is the database's to report.
        _LOGGER.warning("Nothing keeps a second instance from the database: %s", error.strerror)
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise StoreError(StoreFailure.IN_USE, "another process has the database open") from error
    except OSError as error:
        os.close(descriptor)
        _LOGGER.warning("Nothing keeps a second instance from the database: %s", error.strerror)
        return None
    return descriptor
