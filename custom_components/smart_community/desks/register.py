"""The register desk: answers who lives where, takes changes one at a time, imports sheets, keeps the staff.

Every change, and every look at a household, is in the journal before it happens.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection

from ..core.community import Building, Home
from ..core.delivery import channel_kind
from ..core.journal import Note
from ..core.people import ASSIGNABLE_ROLES, Household, Role, Staff
from ..core.ports import Clock, Commit, StoreError
from ..core.register_fields import FieldError, Reason, plain, short_text
from ..core.register_form import HomeForm, Refusal, RegisterError, laid_over, read_form
from ..core.register_sheet import Sheet, SheetError, parse
from ..store import imports, register
from ..store.imports import Plan, Progress, RegisterStore

_LOGGER = logging.getLogger(__name__)

MOST_HOMES_A_PAGE: Final = 500
_MOST_CHANNELS: Final = 20
_LONGEST_SEARCH: Final = 100
_LAST_OFFSET: Final = 1_000_000

# Runs the reading of a sheet off the event loop.
type ReadSheet = Callable[[Callable[[str], Sheet], str], Awaitable[Sheet]]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or a dry run would do; with `errors` nothing was imported, and nothing else is counted."""

    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    dry_run: bool = False
    imported: bool = False
    errors: tuple[SheetError, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the report as actions and commands answer it."""
        return asdict(self) | {"errors": [asdict(error) | {"reason": error.reason.value} for error in self.errors]}


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A home with the people in it, for someone whose look at it is in the journal."""

    home: Home
    building_name: str
    household: Household

    def as_dict(self) -> dict[str, Any]:
        """Return the card as the websocket commands show it."""
        return asdict(self.home) | {
            "building_name": self.building_name,
            "household": self.household.name,
            "note": self.household.note,
            "access": self.household.access,
            "contacts": [asdict(contact) for contact in self.household.contacts],
        }


@dataclass(frozen=True, slots=True)
class HomePage:
    """Some homes in the order of their doors, each with its devices' ids, of `total`; no person."""

    homes: tuple[tuple[Home, tuple[str, ...]], ...]
    total: int
    buildings: tuple[Building, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the page as the websocket command shows it."""
        names = {building.id: building.name for building in self.buildings}
        return {
            "homes": [
                asdict(home) | {"building_name": names.get(home.building, ""), "devices": list(devices)}
                for home, devices in self.homes
            ],
            "total": self.total,
            "buildings": [asdict(building) for building in self.buildings],
        }


class RegisterDesk:
    """The register of homes and staff. Used on the event loop only; every method may raise StoreError."""

    def __init__(
        self,
        *,
        database: RegisterStore,
        commit: Commit,
        clock: Clock,
        new_id: Callable[[], str],
        on_change: Callable[[], Awaitable[None]],
        run: ReadSheet = asyncio.to_thread,
    ) -> None:
        """Take what it works with; `on_change` is awaited after each change, before its caller hears of it."""
        self._database = database
        self._commit = commit
        self._clock = clock
        self._new_id = new_id
        self._on_change = on_change
        self._run = run
        self._importing = False
        # A change waits until an import is through, and is then made in the register that the import left.
        self._changing = asyncio.Lock()
        # Roles are no part of what is imported: taking one away waits for no import.
        self._staffing = asyncio.Lock()

    @property
    def importing(self) -> bool:
        """Whether a sheet is being read or imported."""
        return self._importing

    async def remove_leftovers(self) -> None:
        """Delete what an import left that was cut short; for the time after the start, when all else runs."""
        async with self._changing:
            await self._remove_leftovers()

    async def import_sheet(
        self, text: str, *, dry_run: bool, by: str, progress: Progress | None = None
    ) -> ImportReport:
        """Import the text of a CSV file: all of it, or, if anything in it is wrong, nothing.

        Homes that it does not name, and fields that it has no column for, stay. `progress` hears how much of the
        work is done, of how much. Raises RegisterError `import_running`.
        """
        if self._importing:
            raise RegisterError(Refusal.IMPORT_RUNNING)
        self._importing = True
        try:
            sheet = await self._run(parse, text)
            if sheet.errors:
                return ImportReport(sheet.count, dry_run=dry_run, errors=sheet.errors)
            async with self._changing:
                planned = await imports.plan(self._database, sheet, self._new_id)
                report = _report(sheet, planned, dry_run=dry_run)
                if not report.imported:
                    return report
                await self._carry_out(planned, report, by, progress)
        finally:
            self._importing = False
        return report

    async def homes(
        self, *, building: str | None = None, search: str | None = None, offset: int = 0, limit: int = 100
    ) -> HomePage:
        """Return homes of a building (its id) or of all, whose number or unit holds `search`; at most 500."""
        pattern = plain(search).strip()[:_LONGEST_SEARCH] if search else None

        def query(connection: Connection) -> HomePage:
            found, total = register.page_of_homes(
                connection,
                building=building,
                search=pattern,
                offset=max(0, min(offset, _LAST_OFFSET)),
                limit=max(0, min(limit, MOST_HOMES_A_PAGE)),
            )
            return HomePage(tuple(found), total, tuple(register.load_buildings(connection)))

        return await self._database.read(query)

    async def home(self, home_id: str, by: str, *, incident: str | None = None) -> HomeCard:
        """Return a home with its people, once the look is in the journal; `incident` says why it is shown.

        Raises RegisterError `home_unknown`.
        """

        def query(connection: Connection) -> HomeCard | None:
            found = register.find_home(connection, home_id)
            if found is None:
                return None
            home, household = found
            names = {building.id: building.name for building in register.load_buildings(connection)}
            return HomeCard(home, names.get(home.building, ""), household)

        card = await self._database.read(query)
        if card is None:
            raise RegisterError(Refusal.HOME_UNKNOWN, home=home_id)
        details = {} if incident is None else {"incident": incident}
        await self._commit([self._note(by, "home_viewed", home_id, details)])
        return card

    async def save_home(self, fields: Mapping[str, Any], by: str) -> str:
        """Write a home and its household and return its id; a new one if `fields` has no id.

        Fields: id, building (a name; a new one makes a building), unit, number, floor, household, note, access,
        contacts [{name, phone, relation}]. Those that are not said stay. Raises RegisterError.
        """
        form = read_form(fields)
        async with self._changing:
            found = await self._database.read(partial(_place, form=form, home_id=form.id or self._new_id()))
            if isinstance(found, RegisterError):
                raise found
            building = found.building or Building(self._new_id(), form.building or "")
            home, household = laid_over(form, building.id, found.home, found.household)
            note = self._note(by, "home_saved", home.id, {"building": building.id, "created": form.id is None})
            await self._database.bulk(
                lambda connection: register.save_home(connection, building, home, household), [note]
            )
            await self._on_change()
        return home.id

    async def staff(self) -> list[Staff]:
        """Return all who have a role."""
        return await self._database.read(register.load_staff)

    async def save_staff(self, user_id: str, roles: Sequence[str], channels: Sequence[str] | None, by: str) -> Staff:
        """Give an account its roles, none to take them away; `channels` None leaves them as they are.

        Raises RegisterError; whether the account exists, the caller knows.
        """
        if not user_id:
            raise RegisterError(Reason.MISSING_VALUE, field="user_id")
        try:
            given = frozenset(Role(role) for role in roles)
        except ValueError:
            raise RegisterError(Refusal.ROLE_UNKNOWN) from None
        if not given <= ASSIGNABLE_ROLES:
            raise RegisterError(Refusal.ROLE_UNKNOWN)
        async with self._staffing:
            if channels is None:
                before = {person.user_id: person.channels for person in await self.staff()}
                kept = before.get(user_id, ())
            else:
                kept = _channels(channels)
            person = Staff(user_id, given, kept)
            details = {"roles": sorted(role.value for role in given), "channels": len(kept)}
            await self._commit([person, self._note(by, "staff_saved", user_id, details)])
            await self._on_change()
        return person

    async def _carry_out(self, planned: Plan, report: ImportReport, by: str, progress: Progress | None) -> None:
        counts = {
            "rows": report.rows,
            "created": report.created,
            "updated": report.updated,
            "unchanged": report.unchanged,
        }
        note = self._note(by, "register_imported", "", counts)
        if not planned.changes:
            await self._commit([note])
            return
        await imports.fill(self._database, planned, progress)
        await imports.swap(self._database, planned, note)
        await self._on_change()
        await self._remove_leftovers()

    async def _remove_leftovers(self) -> None:
        try:
            await imports.remove_leftovers(self._database)
        except StoreError as error:
            _LOGGER.warning("What is left of an earlier import is removed later: %s", error)

    def _note(self, by: str, action: str, subject: str, details: Mapping[str, Any]) -> Note:
        return Note(self._clock().utc, by, action, subject, details)


@dataclass(frozen=True, slots=True)
class _Placed:
    """What a form is about: the home and its people as they are; no building if that is new."""

    home: Home
    household: Household
    building: Building | None


def _place(connection: Connection, form: HomeForm, home_id: str) -> _Placed | RegisterError:
    home, household = Home(home_id, "", "", ""), Household(home_id)
    if form.id is not None:
        found = register.find_home(connection, form.id)
        if found is None:
            return RegisterError(Refusal.HOME_UNKNOWN, home=form.id)
        home, household = found
    buildings = register.load_buildings(connection)
    if form.building is None:
        building = next((known for known in buildings if known.id == home.building), None)
    else:
        building = next((known for known in buildings if known.name.casefold() == form.building.casefold()), None)
    if building is not None:
        wanted, _ = laid_over(form, building.id, home, household)
        other = register.find_door(connection, wanted.building, wanted.unit, wanted.number)
        if other is not None and other != home_id:
            return RegisterError(Refusal.HOME_EXISTS, home=other)
    return _Placed(home, household, building)


def _report(sheet: Sheet, planned: Plan, *, dry_run: bool) -> ImportReport:
    return ImportReport(
        sheet.count,
        planned.created,
        planned.updated,
        planned.unchanged,
        dry_run,
        imported=not dry_run and not planned.errors,
        errors=planned.errors,
    )


def _channels(channels: Sequence[str]) -> tuple[str, ...]:
    if len(channels) > _MOST_CHANNELS:
        raise RegisterError(Refusal.TOO_MANY_CHANNELS, limit=str(_MOST_CHANNELS))
    try:
        tidy = [short_text(channel) for channel in channels]
    except FieldError as error:
        raise RegisterError(error.reason, field="channels") from None
    given = tuple(dict.fromkeys(channel for channel in tidy if channel))
    if any(channel_kind(channel) is None for channel in given):
        raise RegisterError(Refusal.CHANNEL_UNKNOWN)
    return given
