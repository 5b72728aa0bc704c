"""The vault desk: whether personal data can be read, the recovery phrase, and a new key that takes over.

The key file is written before anything is sealed with a key, and a key is forgotten only when nothing is sealed with
it: a crash between any two lines loses no key. Nothing here keeps or logs a phrase.
"""

import asyncio
import errno
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from sqlalchemy import Connection

from ..core.journal import Note
from ..core.ports import Clock, StoreError
from ..store import keys, safe, sealed
from ..store.database import Database
from ..store.files import as_store_error
from ..store.keys import KeyFile
from ..store.meta import get_value, put_value
from ..store.safe import Safe
from ..store.vault import KeyRing, Vault, VaultLockedError

# Seconds after which values that were sealed with the old key just before, an import's, are in the database.
SETTLES_AFTER: Final = 600.0
# A line of `meta`: a technician has asked for a new key, which waits for its phrase.
_ASKED: Final = "vault_rotation_asked"
_YES: Final = "1"
_NO: Final = "0"


@dataclass(frozen=True, slots=True)
class VaultState:
    """What people are told of the vault.

    `is_open`: people can be read. `has_phrase`: a recovery phrase opens a backup, or (locked) opens this database.
    `waits_for_phrase`: a new key was asked for. `is_rotating`: values still change over to it.
    """

    is_open: bool
    has_phrase: bool
    waits_for_phrase: bool = False
    is_rotating: bool = False


class VaultDesk:
    """Keeps the keys of one community."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        on_change: Callable[[VaultState], None],
        reload: Callable[[], None],
    ) -> None:
        """`on_change` hears of each new state; `reload` starts the community anew, on keys that it did not have."""
        self._database = database
        self._clock = clock
        self._on_change = on_change
        self._reload = reload
        self._busy = asyncio.Lock()
        self._safe: Safe | None = None
        self._asked = False
        # When a pass over all values last found something to change, on the monotonic clock; None: no pass yet.
        self._changed_at: float | None = None

    @property
    def state(self) -> VaultState | None:
        """What is known; None before the database could be opened."""
        if self._safe is None:
            return None
        return VaultState(self._safe.is_open, self._safe.has_phrase, self._asked, self._safe.is_rotating)

    async def start(self) -> None:
        """Look at what was found when the database was opened. Raises StoreError."""
        self._safe = self._database.safe
        self._asked = await self._database.read(lambda connection: get_value(connection, _ASKED)) == _YES
        self._tell()

    async def unlock(self, phrase: str, by: str) -> None:
        """Open the keys that came with the database, put them into the key file, and start anew.

        `phrase` as `core.phrase` writes it. Raises keys.WrongPhraseError, and StoreError if the file is not written.
        """
        async with self._busy:
            wrapped = self._safe.wrapped if self._safe and not self._safe.is_open else None
            if wrapped is None:
                raise VaultLockedError
            await self._in_thread(lambda: self._unlock(wrapped, phrase))
            await self._database.commit([self._note(by, "vault_unlocked")])
        self._reload()

    async def give_up(self, by: str) -> None:
        """Go on with the key that is here, and without what the missing one sealed. Raises StoreError."""
        async with self._busy:
            if self._safe is None or self._safe.is_open:
                return

            def forget(connection: Connection) -> None:
                put_value(connection, safe.KEY, current)
                put_value(connection, safe.WRAPPED, "")

            current = await self._in_thread(self._adopt)
            await self._database.bulk(forget, [self._note(by, "vault_given_up")])
        self._reload()

    async def ask_for_new_key(self, by: str) -> None:
        """Note that a new key is wanted: it is made with its phrase, once a person has that. Raises StoreError."""
        async with self._busy:
            self._check_open()
            await self._database.bulk(
                lambda connection: put_value(connection, _ASKED, _YES), [self._note(by, "key_rotation_asked")]
            )
            self._asked = True
        self._tell()

    async def take_phrase(self, phrase: str, by: str) -> None:
        """Wrap the keys with the phrase that a person has written down; where a new key was asked for, make it.

        Raises StoreError; then the phrase before still holds.
        """
        async with self._busy:
            self._check_open()
            rotates = self._asked
            before, file = await self._in_thread(lambda: self._wrap(phrase, with_new_key=rotates))
            found = Safe(is_open=True, wrapped=file.wrapped, has_phrase=True, is_rotating=len(file.ring.keys) > 1)

            def remember(connection: Connection) -> None:
                safe.remember(connection, file.ring.current, found)
                put_value(connection, _ASKED, _NO)

            note = self._note(by, "key_rotation_begun" if rotates else "recovery_phrase_made")
            try:
                await self._database.bulk(remember, [note])
            except StoreError:
                await self._in_thread(lambda: keys.save(keys.key_path(self._database.path), before))
                raise
            self._database.vault.use(file.ring)
            self._safe = found
            self._asked = False
            self._changed_at = None
        self._tell()

    async def go_on(self) -> None:
        """Seal anew what an older key sealed, in short steps, and forget that key once nothing needs it.

        Call it again and again: after a restart it begins at the start, and passes over what is done. Raises
        StoreError.
        """
        async with self._busy:
            if self._safe is None or not (self._safe.is_open and self._safe.is_rotating):
                return
            now = self._clock().monotonic
            if await self._reseal_all() or self._changed_at is None:
                self._changed_at = now
                return
            if now - self._changed_at < SETTLES_AFTER:
                return
            # The copy that a start falls back on must not need a key that is gone.
            await self._database.copy_while_good()
            ring = await self._in_thread(self._forget_old_keys)
            self._database.vault.use(ring)
            self._safe = replace(self._safe, is_rotating=False)
            await self._database.commit([self._note("system", "key_rotated")])
        self._tell()

    async def _reseal_all(self) -> int:
        changed = 0
        for table in sealed.SEALED:
            after: sealed.Place | None = ()
            while after is not None:
                step = await self._database.bulk(partial(_reseal, self._database.vault, table, after))
                after = step.last
                changed += step.changed
        return changed

    def _check_open(self) -> None:
        if self._safe is None or not self._safe.is_open:
            raise VaultLockedError

    def _note(self, by: str, action: str) -> Note:
        return Note(self._clock().utc, by, action)

    def _tell(self) -> None:
        if (state := self.state) is not None:
            self._on_change(state)

    # In a thread of its own: files, and what is slow by design.

    async def _in_thread[T](self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.to_thread(work)
        except OSError as error:
            raise as_store_error(error) from error

    def _unlock(self, wrapped: str, phrase: str) -> None:
        ring = keys.unwrap(wrapped, phrase)
        path, spare = keys.key_path(self._database.path), keys.spare_path(self._database.path)
        for other in (keys.load(path), keys.load(spare)):
            if other is not None:
                ring = ring.joined(other.ring)
        keys.save(path, KeyFile(ring, keys.wrap(ring, phrase)))
        keys.remove(spare)

    def _adopt(self) -> str:
        path, spare = keys.key_path(self._database.path), keys.spare_path(self._database.path)
        file = keys.load(spare) or keys.load(path) or KeyFile(KeyRing.new())
        keys.save(path, replace(file, wrapped=None))
        keys.remove(spare)
        return file.ring.current

    def _wrap(self, phrase: str, *, with_new_key: bool) -> tuple[KeyFile, KeyFile]:
        path = keys.key_path(self._database.path)
        before = keys.load(path)
        if before is None or self._database.vault.current not in before.ring.keys:
            raise FileNotFoundError(errno.ENOENT, "the key file is gone")
        ring = before.ring.with_new_key() if with_new_key else before.ring
        file = KeyFile(ring, keys.wrap(ring, phrase))
        keys.save(path, file)
        return before, file

    def _forget_old_keys(self) -> KeyRing:
        path = keys.key_path(self._database.path)
        file = keys.load(path)
        if file is None:
            raise FileNotFoundError(errno.ENOENT, "the key file is gone")
        file = replace(file, ring=file.ring.only_current())
        keys.save(path, file)
        return file.ring


def _reseal(vault: Vault, table: sealed.SealedTable, after: sealed.Place, connection: Connection) -> sealed.Step:
    return sealed.reseal(connection, vault, table, after)
