"""Sheets in and out of the register: import with a dry run, every row's fate, undo, and export."""

import logging
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection

from ..core.ports import StoreError, StoreFailure
from ..core.register_export import Format, Headings, as_cells, write_sheet
from ..core.register_fate import Fate, Outcome
from ..core.register_form import Refusal, RegisterError
from ..core.register_workbook import read_file
from ..store import imports, register, undo
from ..store.imports import Plan
from ..store.register_rows import read_homes
from ..store.vault import VaultLockedError
from .register_room import RegisterRoom, off_the_loop
from .register_views import ImportReport
from .uploads import Uploads

_LOGGER = logging.getLogger(__name__)

# A look-up by a responder waits behind one such read: some milliseconds.
_HOMES_A_READ: Final = 250


class Phase(StrEnum):
    """What an import is at."""

    READING = "reading"
    COMPARING = "comparing"
    WRITING = "writing"


type Progress = Callable[[Phase, int, int], None]


class SheetDesk:
    """Imports and exports. Used on the event loop only; every method may raise StoreError."""

    def __init__(self, room: RegisterRoom) -> None:
        """Take what all of the register desk works with."""
        self._room = room
        self._importing = False
        self._last = ImportReport("", 0)
        self.uploads = Uploads(room.clock)

    @property
    def importing(self) -> bool:
        """Whether a sheet is being read or imported."""
        return self._importing

    async def import_sheet(
        self, data: str | bytes, *, dry_run: bool, by: str, progress: Progress = lambda *_: None
    ) -> ImportReport:
        """Import a CSV file or an .xlsx workbook: all of it, or, if anything in it is wrong, nothing.

        Homes that it does not name, and fields that it has no column for, stay. `progress` hears how much of which
        phase is done, of how much. Raises RegisterError `import_running`.
        """
        if self._importing:
            raise RegisterError(Refusal.IMPORT_RUNNING)
        self._importing = True
        room = self._room
        try:
            progress(Phase.READING, 0, 1)
            sheet = await off_the_loop(partial(read_file, data.encode() if isinstance(data, str) else data))
            progress(Phase.READING, 1, 1)
            async with room.changing:
                planned = await imports.plan(
                    room.database, room.vault, sheet, room.new_id, partial(progress, Phase.COMPARING)
                )
                report = ImportReport(
                    room.new_id(),
                    sheet.count,
                    dry_run,
                    imported=not dry_run and not planned.errors,
                    fates=planned.fates,
                    errors=planned.errors,
                )
                if report.imported:
                    await self._carry_out(planned, report, by, partial(progress, Phase.WRITING))
        finally:
            self._importing = False
        self._last = report
        return report

    def rows(self, import_id: str, *, outcome: Outcome | None, offset: int, limit: int) -> tuple[tuple[Fate, ...], int]:
        """Return some rows' fates of the last import or dry run, and how many there are in all.

        Raises RegisterError `no_import_report` for an older one.
        """
        if not import_id or import_id != self._last.import_id:
            raise RegisterError(Refusal.NO_IMPORT_REPORT)
        fates = self._last.fates
        if outcome is not None:
            fates = tuple(fate for fate in fates if fate.outcome is outcome)
        return fates[offset : offset + limit], len(fates)

    async def last_import(self) -> undo.LastImport:
        """Return what an undo would take back, and what stands in its way.

        Raises RegisterError `nothing_to_undo` if there is none.
        """
        found = await self._room.database.read(_last_import)
        if found is None:
            raise RegisterError(Refusal.NOTHING_TO_UNDO)
        return found

    async def undo_import(self, by: str) -> undo.LastImport:
        """Swap the register from before the last import back, and return what was undone.

        Raises RegisterError `nothing_to_undo`, `changed_since_import` or `homes_needed`: no later edit is lost.
        """
        room = self._room
        async with room.changing:

            def work(connection: Connection) -> undo.LastImport:
                # Asked again here: what is raised takes the journal's entry back with it.
                found = _last_import(connection)
                if found is None:
                    raise RegisterError(Refusal.NOTHING_TO_UNDO)
                if found.edited:
                    raise RegisterError(Refusal.CHANGED_SINCE_IMPORT, count=str(len(found.edited)))
                if found.needed:
                    raise RegisterError(Refusal.HOMES_NEEDED, count=str(len(found.needed)))
                register.set_generation(connection, found.generation - 1)
                undo.forget_import(connection)
                return found

            undone = await room.database.bulk(work, [room.note(by, "import_undone")])
            await room.on_change()
            await self.remove_leftovers()
        return undone

    async def export(self, file_format: Format, language: Headings, by: str) -> tuple[bytes, int]:
        """Return the register as a file and how many homes are in it, once the journal has it."""
        room = self._room
        if not room.vault.is_open:
            raise VaultLockedError

        def places(connection: Connection) -> tuple[int, list[str], dict[str, str], dict[str, str]]:
            generation, ids = register.ids_by_door(connection)
            buildings = {building.id: building.name for building in register.load_buildings(connection)}
            return generation, ids, buildings, {grid.id: grid.name for grid in register.load_grids(connection)}

        generation, ids, buildings, grids = await room.database.read(places)
        rows: list[list[str]] = []
        for start in range(0, len(ids), _HOMES_A_READ):
            part = ids[start : start + _HOMES_A_READ]
            found = await room.database.read(
                partial(read_homes, vault=room.vault, generation=generation, ids=part, places=True)
            )
            if len(found) != len(part):
                raise StoreError(StoreFailure.ERROR, "the register was replaced meanwhile")
            rows += [as_cells(*found[home_id], buildings, grids, language) for home_id in part]
        file = await off_the_loop(partial(write_sheet, rows, file_format, language))
        await room.commit([room.note(by, "register_exported", "", {"homes": len(ids), "format": file_format.value})])
        return file, len(ids)

    async def remove_leftovers(self) -> None:
        """Delete what an import or undo left; what cannot be deleted now is deleted later. Within `changing`."""
        try:
            await imports.remove_leftovers(self._room.database)
        except StoreError as error:
            _LOGGER.warning("What is left of an earlier import is removed later: %s", error)

    async def _carry_out(self, planned: Plan, report: ImportReport, by: str, progress: imports.Progress) -> None:
        room = self._room
        counts: dict[str, Any] = {"rows": report.rows} | {
            outcome.value: report.count(outcome) for outcome in Outcome if outcome is not Outcome.ERROR
        }
        note = room.note(by, "register_imported", "", counts)
        if not planned.changes:
            await room.commit([note])
            return
        prepared = await off_the_loop(partial(imports.prepare, planned, room.vault))
        await imports.fill(room.database, planned, prepared, progress)
        await imports.swap(room.database, planned, note)
        await room.on_change()
        await self.remove_leftovers()


def _last_import(connection: Connection) -> undo.LastImport | None:
    return undo.last_import(connection, register.current_generation(connection))
