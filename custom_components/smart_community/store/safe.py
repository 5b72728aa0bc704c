"""The vault of a database that is being opened: the key it needs, whether that is here, and what it seals with."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from . import keys
from .keys import KeyFile
from .meta import get_value, put_value
from .vault import KeyRing, Vault

_LOGGER = logging.getLogger(__name__)

# Lines of `meta`: the id of the key that the database needs, and its keys wrapped by the recovery phrase.
KEY: Final = "vault_key"
WRAPPED: Final = "vault_wrapped"


@dataclass(frozen=True, slots=True)
class Safe:
    """What was found about the keys when the database was opened.

    `wrapped` is None if no recovery phrase was ever made. `has_phrase`: it opens all that is sealed now. `is_rotating`:
    there are keys that only open, so there may be values that are to be sealed anew.
    """

    is_open: bool
    wrapped: str | None
    has_phrase: bool
    is_rotating: bool = False


def open_safe(connection: Connection, database: Path, vault: Vault, version: int) -> Safe:
    """Open `vault` with the key that the database needs, or say that it is missing; within the caller's transaction.

    A database of version 1 or none has no key yet: one is made, and on disk before anything is sealed with it.
    `version` > 0: the table `meta` is there. Raises OSError if a new key cannot be written.
    """
    known = get_value(connection, KEY) if version else None
    path, spare = keys.key_path(database), keys.spare_path(database)
    file, added = keys.load(path), keys.load(spare)
    if known is None:
        if file is None:
            file = KeyFile(added.ring if added else KeyRing.new())
            keys.save(path, file)
    elif file is None or known not in file.ring.keys:
        return _locked(connection, vault, spare, added or file)
    elif added is not None:
        # What was noted while the key was missing stays readable: its key becomes one of those that open.
        file = KeyFile(file.ring.joined(added.ring), file.wrapped)
        keys.save(path, file)
        keys.remove(spare)
    vault.use(file.ring)
    return Safe(
        is_open=True,
        wrapped=file.wrapped,
        has_phrase=keys.covers(file.wrapped, file.ring),
        is_rotating=len(file.ring.keys) > 1,
    )


def remember(connection: Connection, current: str, safe: Safe) -> None:
    """Write the id of the key that seals now, and the wrapped keys, into the database: a backup takes them along."""
    if not safe.is_open:
        return
    if get_value(connection, KEY) != current:
        put_value(connection, KEY, current)
    if safe.wrapped is not None and get_value(connection, WRAPPED) != safe.wrapped:
        put_value(connection, WRAPPED, safe.wrapped)


def _locked(connection: Connection, vault: Vault, spare: Path, file: KeyFile | None) -> Safe:
    """Seal what is added from now on with a key of its own, until the right one is back."""
    if file is None:
        file = KeyFile(KeyRing.new())
        try:
            keys.save(spare, file)
        except OSError as error:
            _LOGGER.error("What is noted now cannot be read after a restart, its key was not saved: %s", error.strerror)
    vault.use(file.ring, is_open=False)
    # "" stands for keys that were given up.
    wrapped = get_value(connection, WRAPPED) or None
    return Safe(is_open=False, wrapped=wrapped, has_phrase=wrapped is not None)
