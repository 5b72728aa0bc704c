"""The register desk: answers who lives where, takes changes one at a time, keeps grids and staff.

Every change, and every look at a household, is in the journal before it happens. Sheets are `sheets`, what one
household may ask for is `households`.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection

from ..core.channel import FOR_STAFF, channel_kind
from ..core.community import Building, Home
from ..core.consent import newest
from ..core.people import ASSIGNABLE_ROLES, Grid, Household, Role, Staff
from ..core.register_fields import FieldError, Reason, plain, short_text
from ..core.register_form import HomeForm, Refusal, RegisterError, laid_over, read_form
from ..store import consents, register
from ..store.vault import VaultLockedError
from .households import HouseholdDesk
from .register_room import RegisterRoom
from .register_sheets import SheetDesk
from .register_views import GridCard, HomeCard, HomePage

MOST_HOMES_A_PAGE: Final = 500
_MOST_CHANNELS: Final = 20
_LONGEST_SEARCH: Final = 100
_LAST_OFFSET: Final = 1_000_000
# More homes than that are not found by words: they say too little.
_MOST_FOUND: Final = 1_000
# A look-up by a responder waits behind one such read: some milliseconds.
_HOMES_A_READ: Final = 250


class RegisterDesk:
    """The register of homes, grids and staff. Used on the event loop only; every method may raise StoreError."""

    def __init__(self, room: RegisterRoom) -> None:
        """Take what it works with."""
        self._room = room
        self.sheets = SheetDesk(room)
        self.households = HouseholdDesk(room)
        # Roles are no part of what is imported: taking one away waits for no import.
        self._staffing = asyncio.Lock()

    async def remove_leftovers(self) -> None:
        """Delete what an import left that was cut short; for the time after the start, when all else runs."""
        async with self._room.changing:
            await self.sheets.remove_leftovers()

    async def homes(
        self,
        *,
        building: str | None = None,
        search: str | None = None,
        among: Sequence[str] | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> HomePage:
        """Return homes of a building (its id) or of all, whose number or unit holds `search`; at most 500.

        `among`: only these.
        """
        pattern = plain(search).strip()[:_LONGEST_SEARCH] if search else None

        def query(connection: Connection) -> HomePage:
            found, total = register.page_of_homes(
                connection,
                building=building,
                search=pattern,
                among=among,
                offset=max(0, min(offset, _LAST_OFFSET)),
                limit=max(0, min(limit, MOST_HOMES_A_PAGE)),
            )
            return HomePage(tuple(found), total, tuple(register.load_buildings(connection)))

        return await self._room.database.read(query)

    async def find_people(self, words: str, by: str) -> list[str]:
        """Return the ids of homes with somebody whose name or phone holds `words`, at most 1,000.

        The search is in the journal before it is answered, with how many were found and never the words.
        """
        room = self._room
        if not room.vault.is_open:
            raise VaultLockedError
        tidy = plain(words).strip()[:_LONGEST_SEARCH]
        generation, ids = await room.database.read(register.ids_by_door)
        found: list[str] = []
        for start in range(0, len(ids) if tidy else 0, _HOMES_A_READ):
            part = ids[start : start + _HOMES_A_READ]
            found += await room.database.read(
                partial(register.find_people, vault=room.vault, generation=generation, ids=part, words=tidy)
            )
        await room.commit([room.note(by, "people_searched", "", {"found": len(found)})])
        return found[:_MOST_FOUND]

    async def home(self, home_id: str, by: str, *, incident: str | None = None) -> HomeCard:
        """Return a home with its people, once the look is in the journal; `incident` says why it is shown.

        Raises RegisterError `home_unknown`.
        """
        room = self._room

        def query(connection: Connection) -> HomeCard | None:
            found = register.find_home(connection, room.vault, home_id)
            if found is None:
                return None
            home, household = found
            names = {building.id: building.name for building in register.load_buildings(connection)}
            said = newest(consents.history(connection, room.vault, home_id))
            return HomeCard(home, names.get(home.building, ""), household, said)

        card = await room.database.read(query)
        if card is None:
            raise RegisterError(Refusal.HOME_UNKNOWN, home=home_id)
        details = {} if incident is None else {"incident": incident}
        await room.commit([room.note(by, "home_viewed", home_id, details)])
        return card

    async def save_home(self, fields: Mapping[str, Any], by: str) -> str:
        """Write a home and its household and return its id; a new one if `fields` has no id.

        Fields: id, building (a name; a new one makes a building), unit, number, floor, grid (an id), household, note,
        access, key_safe, residents [{id, name, birth_year, care, guardian, language, note}], contacts [{name, phone,
        relation}]. Those that are not said stay. Raises RegisterError.
        """
        room = self._room
        form = read_form(fields)
        async with room.changing:
            if not room.vault.is_open:
                raise VaultLockedError
            home_id = form.id or room.new_id()
            found = await room.database.read(partial(_place, room=room, form=form, home_id=home_id))
            building = found.building or Building(room.new_id(), form.building or "")
            home, household = laid_over(form, building.id, found.home, found.household, room.new_id)
            note = room.note(by, "home_saved", home.id, {"building": building.id, "created": form.id is None})
            await room.database.bulk(
                lambda connection: register.save_home(connection, room.vault, note.at, building, home, household),
                [note],
            )
            await room.on_change()
        return home.id

    async def grids(self) -> list[GridCard]:
        """Return all grids by name, each with how many homes it has."""

        def query(connection: Connection) -> list[GridCard]:
            homes = register.count_homes_of_grids(connection)
            return [GridCard(grid, homes.get(grid.id, 0)) for grid in register.load_grids(connection)]

        return await self._room.database.read(query)

    async def save_grid(
        self,
        *,
        grid_id: str | None,
        name: str | None,
        worker: str | None,
        deputy: str | None,
        by: str,
    ) -> Grid:
        """Write a grid, a new one without an id; what is None stays. Whether the accounts exist, the caller knows.

        Raises RegisterError `grid_unknown`, `grid_exists`, or what is wrong with the name.
        """
        room = self._room
        try:
            tidy = None if name is None else short_text(name)
        except FieldError as error:
            raise RegisterError(error.reason, field="name") from None
        async with room.changing:
            known = await room.database.read(register.load_grids)
            before = next((grid for grid in known if grid.id == grid_id), Grid(room.new_id(), ""))
            if grid_id is not None and before.id != grid_id:
                raise RegisterError(Refusal.GRID_UNKNOWN)
            said = {"name": tidy, "worker": worker, "deputy": deputy}
            grid = replace(before, **{key: value for key, value in said.items() if value is not None})
            if not grid.name:
                raise RegisterError(Reason.MISSING_VALUE, field="name")
            if any(other.id != grid.id and other.name.casefold() == grid.name.casefold() for other in known):
                raise RegisterError(Refusal.GRID_EXISTS)
            details = {"created": grid_id is None, "worker": grid.worker, "deputy": grid.deputy}
            note = room.note(by, "grid_saved", grid.id, details)
            await room.database.bulk(lambda connection: register.save_grid(connection, note.at, grid), [note])
            await room.on_change()
        return grid

    async def staff(self) -> list[Staff]:
        """Return all who have a role."""
        return await self._room.database.read(register.load_staff)

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
            await self._room.commit([person, self._room.note(by, "staff_saved", user_id, details)])
            await self._room.on_change()
        return person


@dataclass(frozen=True, slots=True)
class _Placed:
    """What a form is about: the home and its people as they are; no building if that is new."""

    home: Home
    household: Household
    building: Building | None


def _place(connection: Connection, room: RegisterRoom, form: HomeForm, home_id: str) -> _Placed:
    home, household = Home(home_id, "", "", ""), Household(home_id)
    if form.id is not None:
        found = register.find_home(connection, room.vault, form.id)
        if found is None:
            raise RegisterError(Refusal.HOME_UNKNOWN, home=form.id)
        home, household = found
    if (grid := form.texts.get("grid")) and all(known.id != grid for known in register.load_grids(connection)):
        raise RegisterError(Refusal.GRID_UNKNOWN)
    buildings = register.load_buildings(connection)
    if form.building is None:
        building = next((known for known in buildings if known.id == home.building), None)
    else:
        building = next((known for known in buildings if known.name.casefold() == form.building.casefold()), None)
    if building is not None:
        unit, number = form.texts.get("unit", home.unit), form.texts.get("number", home.number)
        other = register.find_door(connection, building.id, unit, number)
        if other is not None and other != home_id:
            raise RegisterError(Refusal.HOME_EXISTS, home=other)
    return _Placed(home, household, building)


def _channels(channels: Sequence[str]) -> tuple[str, ...]:
    if len(channels) > _MOST_CHANNELS:
        raise RegisterError(Refusal.TOO_MANY_CHANNELS, limit=str(_MOST_CHANNELS))
    try:
        tidy = [short_text(channel) for channel in channels]
    except FieldError as error:
        raise RegisterError(error.reason, field="channels") from None
    given = tuple(dict.fromkeys(channel for channel in tidy if channel))
    if any(channel_kind(channel) not in FOR_STAFF for channel in given):
        raise RegisterError(Refusal.CHANNEL_UNKNOWN)
    return given
