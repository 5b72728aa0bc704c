"""What the parts of the register desk share: the store, the journal, and the lock that puts changes in a row."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..core.community import Home
from ..core.journal import Note
from ..core.ports import Clock, Commit
from ..core.register_form import Refusal, RegisterError
from ..store import register
from ..store.imports import RegisterStore
from ..store.vault import Vault


async def _nothing() -> None:
    """Do nothing."""


async def off_the_loop[T](work: Callable[[], T]) -> T:
    """Run work that takes long in a thread."""
    return await asyncio.to_thread(work)


@dataclass(frozen=True, slots=True)
class RegisterRoom:
    """Used on the event loop only. `on_change` is awaited after each change, before its caller hears of it.

    `active_incident` returns the number of an incident of a home that is not resolved, or None. `on_erased` is awaited
    after words and pictures of incidents were taken out of the database: their files go, too.
    """

    database: RegisterStore
    vault: Vault
    commit: Commit
    clock: Clock
    new_id: Callable[[], str]
    on_change: Callable[[], Awaitable[None]]
    active_incident: Callable[[str], int | None] = lambda _home: None
    on_erased: Callable[[], Awaitable[None]] = _nothing
    # A change waits until an import is through, and is then made in the register that the import left.
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)

    def note(self, by: str, action: str, subject: str = "", details: Mapping[str, Any] | None = None) -> Note:
        """Return an entry for the journal, of this moment."""
        return Note(self.clock().utc, by, action, subject, details or {})

    async def place(self, home_id: str) -> Home:
        """Return a home without its people. Raises RegisterError `home_unknown`, StoreError."""
        home = await self.database.read(lambda connection: register.find_place(connection, home_id))
        if home is None:
            raise RegisterError(Refusal.HOME_UNKNOWN, home=home_id)
        return home
