"""Which columns are sealed, and under which id each value is: the one list that migration and rotation go by."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Connection, Row, Table, bindparam, literal, select, tuple_, update

from . import schema, schema_commissioning, schema_falls, schema_media, schema_records, schema_roster
from .vault import Vault, VaultError

_LOGGER = logging.getLogger(__name__)

# What a step of a rotation takes at the most: about 10 ms for three long values a row, and a step may take 50.
_ROWS_A_STEP: Final = 100


@dataclass(frozen=True, slots=True)
class SealedTable:
    """A table with sealed columns; `key` are the columns after the colon in a field's id, in that order."""

    table: Table
    columns: Sequence[str]
    key: Sequence[str]

    def field(self, column: str, row: Row[Any]) -> str:
        """Return the id of a value, as `Vault.seal` takes it."""
        return self.field_of(column, *(getattr(row, name) for name in self.key))

    def field_of(self, column: str, *key: object) -> str:
        """Return the id of a value whose row has this `key`."""
        return f"{self.table.name}.{column}:{':'.join(map(str, key))}"

    @property
    def place(self) -> list[Column[Any]]:
        """The columns that tell one row from all others, in the order in which they are walked."""
        return list(self.table.primary_key.columns)


# A generation of the register is no part of an id: an import copies sealed values from one to the next.
HOUSEHOLDS: Final = SealedTable(schema.households, ("name", "note", "access"), ("home",))
CONTACTS: Final = SealedTable(schema.contacts, ("name", "phone", "relation"), ("home", "position"))
TIMELINE: Final = SealedTable(schema.timeline, ("text",), ("incident", "position"))
DELIVERIES: Final = SealedTable(schema.deliveries, ("text",), ("incident", "round", "step", "recipient", "channel"))
OF_VERSION_1: Final = (HOUSEHOLDS, CONTACTS, TIMELINE, DELIVERIES)
ROSTERS: Final = SealedTable(schema_roster.rosters, ("names",), ("role",))
MEDIA: Final = SealedTable(schema_media.media, ("key",), ("incident", "number"))
FALLS: Final = SealedTable(schema_falls.falls, ("trace",), ("id",))
COMMISSIONING_CHECKS: Final = SealedTable(
    schema_commissioning.commissioning_checks, ("note",), ("commissioning", "item")
)

SEALED: Final = (
    SealedTable(schema.households, (*HOUSEHOLDS.columns, "key_safe"), HOUSEHOLDS.key),
    CONTACTS,
    SealedTable(schema.residents, ("name", "birth_year", "care", "guardian", "language", "note"), ("id",)),
    SealedTable(schema.consents, ("note",), ("id",)),
    SealedTable(schema_records.handovers, ("note",), ("id",)),
    TIMELINE,
    DELIVERIES,
    ROSTERS,
    MEDIA,
    COMMISSIONING_CHECKS,
    FALLS,
)

# A row's place in its table: the values of its primary key.
type Place = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What a step through a table has done; `last` is the place behind which to go on, None at the table's end."""

    last: Place | None
    changed: int


def seal_clear_text(connection: Connection, vault: Vault) -> None:
    """Seal what version 1 has written in clear, within the caller's transaction."""
    for sealed in OF_VERSION_1:
        after: Place | None = ()
        while after is not None:
            after = _walk(connection, sealed, after, vault.seal).last


def reseal(connection: Connection, vault: Vault, sealed: SealedTable, after: Place) -> Step:
    """Seal some rows behind `after` with the vault's current key.

    Within the caller's transaction. What does not open stays as it is: its key may come back.
    """

    def change(field: str, value: str) -> str:
        if vault.is_current(value):
            return value
        try:
            return vault.seal(field, vault.open(field, value)) or value
        except VaultError as error:
            _LOGGER.error("A sealed value keeps its old key: %s", error)
            return value

    return _walk(connection, sealed, after, change)


def _walk(connection: Connection, sealed: SealedTable, after: Place, change: Callable[[str, str], str]) -> Step:
    place = sealed.place
    names = [column.name for column in place]
    columns = [sealed.table.c[name] for name in {*names, *sealed.columns, *sealed.key}]
    query = select(*columns).order_by(*place).limit(_ROWS_A_STEP)
    if after:
        query = query.where(tuple_(*place) > tuple_(*map(literal, after)))
    rows = connection.execute(query).all()
    changed = []
    for row in rows:
        old = {name: getattr(row, name) for name in sealed.columns}
        new = {name: change(sealed.field(name, row), text) if text else text for name, text in old.items()}
        if new != old:
            changed.append({**new, **{f"at_{name}": getattr(row, name) for name in names}})
    if changed:
        statement = update(sealed.table).values({name: bindparam(name) for name in sealed.columns})
        connection.execute(statement.where(*(column == bindparam(f"at_{column.name}") for column in place)), changed)
    last = tuple(getattr(rows[-1], name) for name in names) if len(rows) == _ROWS_A_STEP else None
    return Step(last, len(changed))
