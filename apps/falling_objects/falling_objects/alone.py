"""One program for one folder of data: two would end each other's falls, and send each other's news again."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder for this process, however it ends. Raises OSError where another holds it."""
    with (folder / "lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"another falling-objects uses {folder}"
            raise OSError(message) from error
        yield
