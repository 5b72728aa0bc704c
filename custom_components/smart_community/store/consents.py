"""What households have agreed to: rows are only added, and the newest of a home and purpose counts."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select, update

from ..core.consent import Consent, Purpose
from .many import ManyRows
from .schema import consents
from .vault import Vault

_CONSENT: Final = ManyRows(consents)


def history(connection: Connection, vault: Vault, home_id: str) -> list[Consent]:
    """Return every word of a household, oldest first."""
    query = select(consents).where(consents.c.home == home_id).order_by(consents.c.at, consents.c.id)
    return [_consent(vault, row) for row in connection.execute(query)]


def add(connection: Connection, vault: Vault, said: Sequence[tuple[str, Consent]]) -> None:
    """Add words, each under its id. Raises VaultLockedError for one with a note while the key is missing."""
    _CONSENT.execute(
        connection,
        [
            {
                "id": row_id,
                "home": consent.home,
                "purpose": consent.purpose.value,
                "given": consent.given,
                "at": consent.at,
                "by": consent.by,
                "text_version": consent.text_version,
                "note": vault.seal(f"consents.note:{row_id}", consent.note),
            }
            for row_id, consent in said
        ],
    )


def count(connection: Connection, home_id: str) -> int:
    """Return how many words of a household there are."""
    return connection.execute(select(func.count()).where(consents.c.home == home_id)).scalar_one()


def empty_notes(connection: Connection, home_id: str) -> None:
    """Take the notes away; who took down what and when stays, as proof."""
    connection.execute(update(consents).where(consents.c.home == home_id).values(note=""))


def _consent(vault: Vault, row: Row[Any]) -> Consent:
    return Consent(
        row.home,
        Purpose(row.purpose),
        row.given,
        row.at,
        row.by,
        row.text_version,
        vault.open(f"consents.note:{row.id}", row.note),
    )
