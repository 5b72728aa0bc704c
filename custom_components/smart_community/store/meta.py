"""The table of single values: one line each."""

from sqlalchemy import Connection, text

from . import schema


def put_value(connection: Connection, key: str, value: str) -> None:
    """Set one line of `meta` within the caller's transaction."""
    connection.execute(
        text("INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = :value"),
        {"key": key, "value": value},
    )


def get_value(connection: Connection, key: str) -> str | None:
    """Return one line of `meta`, or None."""
    return connection.execute(schema.meta.select().where(schema.meta.c.key == key)).scalars("value").first()
