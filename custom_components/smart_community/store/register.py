"""The register of homes, households, contacts and grids, in generations; and the staff.

Reads see one generation; an import fills the next in batches (`imports.py`) and swaps one number. A single change
by staff is written into the current generation.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Column, ColumnElement, Connection, Integer, cast, func, or_, select

from ..core.community import Building, Home
from ..core.people import Contact, Grid, Household, HouseholdStatus, Staff, known_roles
from ..core.register_fields import door_key
from .many import ManyRows
from .meta import get_value, put_value
from .register_rows import (
    contact_of,
    home_of,
    read_homes,
    sealed_rows,
    write_buildings,
    write_grids,
    write_homes,
)
from .schema import buildings, contacts, devices, grids, homes, households, register_edits, staff
from .vault import Vault, VaultLockedError

GENERATION: Final = "register_generation"
# Fewer would find half the community by its phone numbers.
_FEWEST_DIGITS: Final = 3

_EDIT: Final = ManyRows.replacing(register_edits)
_STATUS: Final = ManyRows(
    households, "ON CONFLICT (generation, home) DO UPDATE SET status = excluded.status"
)  # fmt: skip


def current_generation(connection: Connection) -> int:
    """Return the generation that reads see; 0 before the first import or change."""
    return int(get_value(connection, GENERATION) or 0)


def set_generation(connection: Connection, generation: int) -> None:
    """Make `generation` the one that reads see, within the caller's transaction."""
    put_value(connection, GENERATION, str(generation))


def load_buildings(connection: Connection) -> list[Building]:
    """Return all buildings by name."""
    query = (
        select(buildings)
        .where(buildings.c.generation == current_generation(connection))
        .order_by(*_in_order(buildings.c.name))
    )
    return [Building(row.id, row.name) for row in connection.execute(query)]


def load_grids(connection: Connection) -> list[Grid]:
    """Return all grids by name."""
    query = select(grids).where(grids.c.generation == current_generation(connection)).order_by(*_in_order(grids.c.name))
    return [Grid(row.id, row.name, row.worker, row.deputy) for row in connection.execute(query)]


def count_homes_of_grids(connection: Connection) -> dict[str, int]:
    """Return how many homes each grid has; one without any is left out."""
    query = (
        select(homes.c.grid, func.count())
        .where(homes.c.generation == current_generation(connection), homes.c.grid.is_not(None))
        .group_by(homes.c.grid)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def find_place(connection: Connection, home_id: str) -> Home | None:
    """Return a home without its people, or None."""
    query = select(homes).where(homes.c.generation == current_generation(connection), homes.c.id == home_id)
    row = connection.execute(query).first()
    return None if row is None else home_of(row)


def find_home(connection: Connection, vault: Vault, home_id: str) -> tuple[Home, Household] | None:
    """Return a home and who lives in it, or None."""
    return read_homes(connection, vault, current_generation(connection), [home_id]).get(home_id)


def find_home_to_tell(vault: Vault, home_id: str, connection: Connection) -> tuple[Home, tuple[Contact, ...]] | None:
    """Return a home and whom to tell of it, as `load_contacts_with_devices` does, or None if there is no such home."""
    home = find_place(connection, home_id)
    if home is None:
        return None
    return home, _contacts_to_tell(connection, vault, contacts.c.home == home_id).get(home_id, ())


def page_of_homes(
    connection: Connection,
    *,
    building: str | None,
    search: str | None,
    among: Collection[str] | None = None,
    offset: int,
    limit: int,
) -> tuple[list[tuple[Home, tuple[str, ...]]], int]:
    """Return homes in the order of their doors, each with its devices' ids, and how many there are in all.

    `search` matches the number on the door and the unit, never a person; `among` are ids to choose from.
    """
    generation = current_generation(connection)
    query = select(homes).where(homes.c.generation == generation)
    if building is not None:
        query = query.where(homes.c.building == building)
    if search:
        query = query.where(
            or_(homes.c.number.contains(search, autoescape=True), homes.c.unit.contains(search, autoescape=True))
        )
    if among is not None:
        query = query.where(homes.c.id.in_(among))
    total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    named = (buildings.c.generation == homes.c.generation) & (buildings.c.id == homes.c.building)
    by_door = (*_in_order(buildings.c.name), *_in_order(homes.c.unit), homes.c.floor, *_in_order(homes.c.number))
    query = query.outerjoin(buildings, named).order_by(*by_door).offset(offset).limit(limit)
    found = [home_of(row) for row in connection.execute(query)]
    installed = _devices_of(connection, [home.id for home in found])
    return [(home, tuple(installed[home.id])) for home in found], total


def ids_by_door(connection: Connection) -> tuple[int, list[str]]:
    """Return the current generation and the ids of all its homes, in the order of their doors."""
    generation = current_generation(connection)
    named = (buildings.c.generation == homes.c.generation) & (buildings.c.id == homes.c.building)
    query = select(homes.c.id).outerjoin(buildings, named).where(homes.c.generation == generation)
    query = query.order_by(*_in_order(buildings.c.name), *_in_order(homes.c.unit), homes.c.floor, homes.c.number)
    return generation, list(connection.execute(query).scalars())


def save_home(
    connection: Connection, vault: Vault, at: datetime, building: Building, home: Home, household: Household
) -> None:
    """Write one home with its household into the current generation. Raises VaultLockedError without the key."""
    if not vault.is_open:
        # What is there could not be read, so what was not said would be written over with nothing.
        raise VaultLockedError
    generation = current_generation(connection)
    write_buildings(connection, generation, [building])
    write_homes(connection, generation, [sealed_rows(vault, generation, home, household)])
    mark_edited(connection, home.id, at)


def save_grid(connection: Connection, at: datetime, grid: Grid) -> None:
    """Write a grid into the current generation."""
    write_grids(connection, current_generation(connection), [grid])
    mark_edited(connection, grid.id, at)


def set_status(connection: Connection, at: datetime, home_id: str, status: HouseholdStatus) -> None:
    """Let a household take part or not; nothing else of it changes."""
    blank = {column.name: "" for column in households.columns}
    row = {**blank, "generation": current_generation(connection), "home": home_id, "status": status.value}
    _STATUS.execute(connection, [row])
    mark_edited(connection, home_id, at)


def mark_edited(connection: Connection, subject: str, at: datetime) -> None:
    """Remember that a home or grid was changed by hand: an undo of the last import would lose that."""
    _EDIT.execute(connection, [{"id": subject, "at": at}])


def find_door(connection: Connection, building: str, unit: str, number: str) -> str | None:
    """Return the id of the home behind a door, in whatever case it is written, or None."""
    wanted = door_key(building, unit, number)
    query = select(homes.c.id, homes.c.unit, homes.c.number).where(
        homes.c.generation == current_generation(connection), homes.c.building == building
    )
    # SQLite folds the case of ASCII only; a building has some hundred homes.
    return next(
        (row.id for row in connection.execute(query) if door_key(building, row.unit, row.number) == wanted), None
    )


def load_doors(connection: Connection) -> dict[tuple[str, str, str], str]:
    """Return every home's id by building id, unit and number."""
    query = select(homes.c.building, homes.c.unit, homes.c.number, homes.c.id).where(
        homes.c.generation == current_generation(connection)
    )
    return {(row.building, row.unit, row.number): row.id for row in connection.execute(query)}


def load_homes_with_devices(connection: Connection) -> list[Home]:
    """Return the homes that a device is assigned to."""
    query = select(homes).where(
        homes.c.generation == current_generation(connection), homes.c.id.in_(select(devices.c.home).distinct())
    )
    return [home_of(row) for row in connection.execute(query)]


def load_contacts_with_devices(connection: Connection, vault: Vault) -> dict[str, tuple[Contact, ...]]:
    """Return whom to tell of the homes that a device is assigned to, in the order in which they are asked.

    Nobody is told of a household that has left.
    """
    return _contacts_to_tell(connection, vault, contacts.c.home.in_(select(devices.c.home).distinct()))


def load_staff(connection: Connection) -> list[Staff]:
    """Return all staff who have a role."""
    return [
        Staff(row.user_id, roles, tuple(row.channels))
        for row in connection.execute(select(staff).order_by(staff.c.user_id))
        if (roles := known_roles(row.roles))
    ]


def find_people(connection: Connection, vault: Vault, generation: int, ids: Iterable[str], words: str) -> list[str]:
    """Return which of these homes have a resident or contact whose name or phone holds `words`, in any case."""
    wanted = words.casefold()
    digits = "".join(filter(str.isdigit, words))
    found = []
    for home_id, (_, household) in read_homes(connection, vault, generation, list(ids)).items():
        names = [household.name, *(contact.name for contact in household.contacts)]
        names += [name for person in household.residents for name in (person.name, person.guardian)]
        phones = ("".join(filter(str.isdigit, contact.phone)) for contact in household.contacts)
        by_phone = len(digits) >= _FEWEST_DIGITS and any(digits in phone for phone in phones)
        if by_phone or any(wanted in name.casefold() for name in names):
            found.append(home_id)
    return found


def devices_in(connection: Connection, home_id: str) -> tuple[str, ...]:
    """Return the ids of the devices in a home."""
    return tuple(sorted(_devices_of(connection, [home_id])[home_id]))


def _contacts_to_tell(
    connection: Connection, vault: Vault, which: ColumnElement[bool]
) -> dict[str, tuple[Contact, ...]]:
    generation = current_generation(connection)
    left = select(households.c.home).where(
        households.c.generation == generation, households.c.status == HouseholdStatus.LEFT.value
    )
    query = (
        select(contacts)
        .where(contacts.c.generation == generation, which, contacts.c.home.not_in(left))
        .order_by(contacts.c.home, contacts.c.position)
    )
    found: defaultdict[str, list[Contact]] = defaultdict(list)
    for row in connection.execute(query):
        contact = contact_of(vault, row, tolerant=True)
        # Without the key nobody is known: staff is told all the same.
        if not contact.is_blank:
            found[row.home].append(contact)
    return {home: tuple(reached) for home, reached in found.items()}


def _devices_of(connection: Connection, home_ids: Sequence[str]) -> dict[str, list[str]]:
    installed: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(select(devices.c.home, devices.c.id).where(devices.c.home.in_(home_ids))):
        installed[row.home].append(row.id)
    return installed


def _in_order(name: Column[str]) -> tuple[ColumnElement[int], Column[str]]:
    """Return what sorts names as people do: 2 before 10, and those without a number by their letters."""
    return cast(name, Integer), name
