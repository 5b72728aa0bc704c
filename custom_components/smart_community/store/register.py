"""The register of homes, households and contacts, in generations; and the staff.

Reads see one generation; an import fills the next in batches (`imports.py`) and swaps one number. A single change
by staff is written into the current generation.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Executable, Integer, cast, delete, func, or_, select

from ..core.community import Building, Home
from ..core.people import Contact, Household, Role, Staff
from ..core.register_fields import door_key
from .files import get_value, put_value
from .rows import upsert
from .schema import buildings, contacts, devices, homes, households, staff

GENERATION: Final = "register_generation"

_BUILDING = upsert(buildings)
_HOME = upsert(homes)
_HOUSEHOLD = upsert(households)


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


def find_home(connection: Connection, home_id: str) -> tuple[Home, Household] | None:
    """Return a home and who lives in it, or None."""
    generation = current_generation(connection)
    row = connection.execute(select(homes).where(homes.c.generation == generation, homes.c.id == home_id)).first()
    if row is None:
        return None
    home = Home(row.id, row.building, row.unit, row.number, row.floor)
    person = connection.execute(
        select(households).where(households.c.generation == generation, households.c.home == home_id)
    ).first()
    reached = connection.execute(
        select(contacts)
        .where(contacts.c.generation == generation, contacts.c.home == home_id)
        .order_by(contacts.c.position)
    ).all()
    household = Household(
        home_id,
        person.name if person else "",
        person.note if person else "",
        person.access if person else "",
        tuple(Contact(contact.name, contact.phone, contact.relation) for contact in reached),
    )
    return home, household


def page_of_homes(
    connection: Connection, *, building: str | None, search: str | None, offset: int, limit: int
) -> tuple[list[tuple[Home, tuple[str, ...]]], int]:
    """Return homes in the order of their doors, each with its devices' ids, and how many there are in all.

    `search` matches the number on the door and the unit, never a person.
    """
    generation = current_generation(connection)
    query = select(homes).where(homes.c.generation == generation)
    if building is not None:
        query = query.where(homes.c.building == building)
    if search:
        query = query.where(
            or_(homes.c.number.contains(search, autoescape=True), homes.c.unit.contains(search, autoescape=True))
        )
    total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    named = (buildings.c.generation == homes.c.generation) & (buildings.c.id == homes.c.building)
    by_door = (*_in_order(buildings.c.name), *_in_order(homes.c.unit), homes.c.floor, *_in_order(homes.c.number))
    query = query.outerjoin(buildings, named).order_by(*by_door).offset(offset).limit(limit)
    found = [Home(row.id, row.building, row.unit, row.number, row.floor) for row in connection.execute(query)]
    installed = _devices_of(connection, [home.id for home in found])
    return [(home, tuple(installed[home.id])) for home in found], total


def save_home(connection: Connection, building: Building, home: Home, household: Household) -> None:
    """Write one home with its household and contacts into the current generation."""
    write_homes(connection, current_generation(connection), [building], [home], [household])


def write_homes(
    connection: Connection,
    generation: int,
    new_buildings: Iterable[Building],
    new_homes: Iterable[Home],
    new_households: Sequence[Household],
) -> None:
    """Insert or replace buildings, homes and households with their contacts in one generation."""
    _many(connection, _BUILDING, [{"generation": generation, "id": b.id, "name": b.name} for b in new_buildings])
    _many(
        connection,
        _HOME,
        [
            {
                "generation": generation,
                "id": home.id,
                "building": home.building,
                "unit": home.unit,
                "number": home.number,
                "floor": home.floor,
            }
            for home in new_homes
        ],
    )
    _many(
        connection,
        _HOUSEHOLD,
        [
            {
                "generation": generation,
                "home": household.home,
                "name": household.name,
                "note": household.note,
                "access": household.access,
            }
            for household in new_households
        ],
    )
    changed = [household.home for household in new_households]
    connection.execute(delete(contacts).where(contacts.c.generation == generation, contacts.c.home.in_(changed)))
    _many(
        connection,
        contacts.insert(),
        [
            {
                "generation": generation,
                "home": household.home,
                "position": position,
                "name": contact.name,
                "phone": contact.phone,
                "relation": contact.relation,
            }
            for household in new_households
            for position, contact in enumerate(household.contacts)
        ],
    )


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
    return [Home(row.id, row.building, row.unit, row.number, row.floor) for row in connection.execute(query)]


def load_contacts_with_devices(connection: Connection) -> dict[str, tuple[Contact, ...]]:
    """Return the contacts of the homes that a device is assigned to, in the order in which they are asked."""
    query = (
        select(contacts)
        .where(
            contacts.c.generation == current_generation(connection),
            contacts.c.home.in_(select(devices.c.home).distinct()),
        )
        .order_by(contacts.c.home, contacts.c.position)
    )
    found: defaultdict[str, list[Contact]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.home].append(Contact(row.name, row.phone, row.relation))
    return {home: tuple(reached) for home, reached in found.items()}


def load_staff(connection: Connection) -> list[Staff]:
    """Return all staff who have a role."""
    return [
        Staff(row.user_id, frozenset(Role(role) for role in row.roles), tuple(row.channels))
        for row in connection.execute(select(staff).order_by(staff.c.user_id))
        if row.roles
    ]


def _devices_of(connection: Connection, home_ids: Sequence[str]) -> dict[str, list[str]]:
    installed: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(select(devices.c.home, devices.c.id).where(devices.c.home.in_(home_ids))):
        installed[row.home].append(row.id)
    return installed


def _in_order(name: Column[str]) -> tuple[ColumnElement[int], Column[str]]:
    """Return what sorts names as people do: 2 before 10, and those without a number by their letters."""
    return cast(name, Integer), name


def _many(connection: Connection, statement: Executable, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(statement, rows)
