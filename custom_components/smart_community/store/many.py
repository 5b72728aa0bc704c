"""Many rows written by one statement in one step of SQLite.

At each step the interpreter's lock is let go, and the writer stands behind a busy event loop to get it back: a step a
row would make a commit in a burst of alarms last seconds.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, text
from sqlalchemy.dialects import sqlite

type Row = Mapping[str, Any]

_DIALECT = sqlite.dialect()


class ManyRows:
    """How rows go into one table: `conflict` says what happens to a row whose key is there (SQL); none: it fails."""

    def __init__(self, table: Table, conflict: str = "") -> None:
        """Prepare the statement: it takes all rows as one JSON array of arrays."""
        self._columns = [
            (column.name, column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)) for column in table.columns
        ]
        quoted = [_DIALECT.identifier_preparer.quote(name) for name, _ in self._columns]
        values = (f"json_extract(value, '$[{position}]')" for position in range(len(quoted)))
        self._statement = text(
            f"INSERT INTO {table.name} ({', '.join(quoted)})"  # noqa: S608 - made of our own schema alone
            # SQLite needs the WHERE to tell the ON of a conflict from that of a join.
            f" SELECT {', '.join(values)} FROM json_each(:rows) WHERE true {conflict}"
        )

    @classmethod
    def replacing(cls, table: Table, *, unless_empty: Sequence[str] = ()) -> ManyRows:
        """Return an insert that replaces the row with the same key.

        A value of the columns `unless_empty` stays where the new one is "" or None.
        """
        quote = _DIALECT.identifier_preparer.quote
        keys = ", ".join(quote(column.name) for column in table.primary_key)

        def assigned(column: Column[Any]) -> str:
            name = quote(column.name)
            if column.name in unless_empty:
                return f"{name} = coalesce(nullif(excluded.{name}, ''), {quote(table.name)}.{name})"
            return f"{name} = excluded.{name}"

        others = ", ".join(assigned(column) for column in table.columns if not column.primary_key)
        return cls(table, f"ON CONFLICT ({keys}) DO UPDATE SET {others}")

    @classmethod
    def keeping(cls, table: Table) -> ManyRows:
        """Return an insert that leaves the row as it is that has the same key."""
        return cls(table, "ON CONFLICT DO NOTHING")

    def execute(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Write rows, each with all columns, in their order and within the caller's transaction."""
        values = [[row[name] if bind is None else bind(row[name]) for name, bind in self._columns] for row in rows]
        # As SQLite would: what is no Unicode is refused here, not written and then unreadable.
        connection.execute(self._statement, {"rows": json.dumps(values, ensure_ascii=False, separators=(",", ":"))})
