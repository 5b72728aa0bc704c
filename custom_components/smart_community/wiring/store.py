"""The opening of the database at a start: what is remembered, what was lost, and what holds without it."""

import logging
from typing import TYPE_CHECKING

from .. import issues
from ..core.journal import Note
from ..core.ports import StoreError, StoreFailure
from ..core.seen import REMEMBERED_FOR
from ..remembered import REGISTER_LOST, Remembered, load_all
from ..store.files import Found
from ..store.meta import put_value

if TYPE_CHECKING:
    from ..runtime import Runtime

_LOGGER = logging.getLogger(__name__)


async def open_store(runtime: Runtime) -> Remembered | None:
    """Return what the store knows; None if it cannot be read, and every button pages."""
    try:
        found = await runtime.database.open()
        if found in {Found.REPLACED_BY_COPY, Found.REPLACED_BY_EMPTY}:
            await runtime.database.bulk(lambda connection: put_value(connection, REGISTER_LOST, found.value))
            await runtime.records.watch.database_replaced(found.value)
        if found is Found.RESTORED:
            await runtime.database.commit([Note(runtime.clock().utc, "system", "backup_restored")])
        if found is Found.REPLACED_BY_EMPTY:
            await runtime.database.commit(await runtime.roles_copy.load())
        since = runtime.clock().utc - REMEMBERED_FOR
        remembered = await runtime.database.read(lambda connection: load_all(connection, runtime.database.vault, since))
    except Exception as error:
        failure = error.failure if isinstance(error, StoreError) else None
        if failure is StoreFailure.IN_USE:
            # The other instance pages: two would page twice, and each would overwrite what the other writes.
            raise
        if failure is None:
            # What we cannot read we do not write into either, nor is it tried again until the next start.
            await runtime.database.close()
        _LOGGER.error("The database cannot be used, presses page without names: %s", error, exc_info=not failure)
        issues.report_store(runtime.hass, failure or StoreFailure.ERROR)
        runtime.saver.start_failed(failure or StoreFailure.ERROR)
        runtime.register_lost = True
        # Who may acknowledge must not hang on the file that is broken.
        runtime.directory.take_staff(await runtime.roles_copy.load())
        return None
    runtime.register_lost = remembered.lost is not None
    # Also when it is good: somebody may have put the good database back.
    issues.report_found(runtime.hass, Found(remembered.lost or Found.GOOD), runtime.path)
    runtime.loaded = True
    issues.report_store(runtime.hass, None)
    await runtime.roles_copy.save(remembered.register.staff)
    return remembered
