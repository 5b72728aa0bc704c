"""How a database of an earlier version becomes one of this version."""

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import Column, Connection, Index, Table, inspect, text
from sqlalchemy.schema import CreateColumn

from ..core.delivery import DeliveryState
from . import schema, schema_falls, schema_media, schema_records
from .sealed import seal_clear_text
from .vault import Vault

# Columns that version 2 adds to tables of version 1: nullable, or with a server default.
ADDED_COLUMNS: Final[list[tuple[Table, Column]]] = [  # type: ignore[type-arg]  # of any type
    (schema.homes, schema.homes.c.grid),
    (schema.households, schema.households.c.key_safe),
    (schema.households, schema.households.c.status),
    (schema.incidents, schema.incidents.c.cause),
    (schema.incidents, schema.incidents.c.subject),
    (schema.incidents, schema.incidents.c.linked),
    (schema.incidents, schema.incidents.c.held_until),
    (schema.incidents, schema.incidents.c.plan),
    (schema.devices, schema.devices.c.building),
    (schema.devices, schema.devices.c.assigned_at),
    (schema.devices, schema.devices.c.alarm),
    *((schema.deliveries, schema.deliveries.c[f"{state.value}_at"]) for state in DeliveryState),
]
# Indexes that version 2 adds to tables of version 1.
ADDED_INDEXES: Final[list[Index]] = [*schema_records.INDEXES]


class NewerSchemaError(Exception):
    """The database was written by a newer version of Smart Community than this one."""


def to_version_2(connection: Connection, vault: Vault) -> None:
    """Add the tables and columns of version 2, and seal what version 1 has of people."""
    schema.metadata.create_all(connection)
    for table, column in ADDED_COLUMNS:
        _add_column(connection, table, column)
    for index in ADDED_INDEXES:
        index.create(connection)
    seal_clear_text(connection, vault)


def to_version_3(connection: Connection, _vault: Vault) -> None:
    """Add the tables of version 3: what was seen and heard in incidents, and commissioning."""
    schema.metadata.create_all(connection)


def to_version_4(connection: Connection, _vault: Vault) -> None:
    """Add the tables of version 4, falling objects, and that a picture of an incident may stay."""
    schema.metadata.create_all(connection)
    kept = schema_media.media.c.kept
    # A database of version 1 or 2 has just got its media as they are now.
    if kept.name not in {column["name"] for column in inspect(connection).get_columns(schema_media.media.name)}:
        _add_column(connection, schema_media.media, kept)
    for index in schema_falls.INDEXES:
        index.create(connection, checkfirst=True)


def _add_column(connection: Connection, table: Table, column: Column) -> None:  # type: ignore[type-arg]  # of any type
    definition = CreateColumn(column).compile(dialect=connection.dialect)
    connection.execute(text(f'ALTER TABLE "{table.name}" ADD COLUMN {definition}'))


# Entry n takes a database from version n + 1 to n + 2. A new database is made whole at the newest version.
MIGRATIONS: Final[Sequence[Callable[[Connection, Vault], None]]] = (to_version_2, to_version_3, to_version_4)
NEWEST: Final = len(MIGRATIONS) + 1


def version_of(connection: Connection) -> int:
    """Return the version of a database, 0 if it is empty. Raises NewerSchemaError if it is none of ours to touch."""
    found: int = connection.execute(text("PRAGMA user_version")).scalar_one()
    if found > NEWEST:
        message = f"schema version {found}, this version knows {NEWEST}"
        raise NewerSchemaError(message)
    return found


def bring_up_to_date(connection: Connection, vault: Vault) -> int:
    """Create or migrate the tables within the caller's transaction and return the version found (0: none yet).

    The vault is open. Raises NewerSchemaError, having changed nothing, if the database is from a newer version.
    """
    found = version_of(connection)
    if found == 0:
        schema.metadata.create_all(connection)
    else:
        for migrate in MIGRATIONS[found - 1 :]:
            migrate(connection, vault)
    if found != NEWEST:
        connection.execute(text(f"PRAGMA user_version = {NEWEST:d}"))
    return found
