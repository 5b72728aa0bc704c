"""The delivery ledger, read back."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from ..core.delivery import Audience, Delivery, DeliveryState, history_before
from .incidents import IS_ACTIVE
from .legible import legible
from .schema import deliveries, incidents
from .sealed import DELIVERIES
from .vault import Vault

_ORDER: Final = (deliveries.c.incident, deliveries.c.round, deliveries.c.step, deliveries.c.at)


def load_active(connection: Connection, vault: Vault) -> list[Delivery]:
    """Return the deliveries of every incident that is not resolved."""
    active = select(incidents.c.id).where(IS_ACTIVE)
    query = select(deliveries).where(deliveries.c.incident.in_(active)).order_by(*_ORDER)
    return legible("deliveries", connection.execute(query), lambda row: _delivery(row, vault))


def of_incidents(connection: Connection, vault: Vault, ids: Iterable[str]) -> list[Delivery]:
    """Return the deliveries of some incidents, active or ended."""
    query = select(deliveries).where(deliveries.c.incident.in_(list(ids))).order_by(*_ORDER)
    return [_delivery(row, vault) for row in connection.execute(query)]


def _delivery(row: Row[Any], vault: Vault) -> Delivery:
    state = DeliveryState(row.state)
    return Delivery(
        incident=row.incident,
        recipient=row.recipient,
        role=Audience(row.role),
        round=row.round,
        step=row.step,
        channel=row.channel,
        at=row.at,
        nonce=row.nonce,
        state=state,
        error=row.error,
        text=vault.read(DELIVERIES.field("text", row), row.text),
        history=history_before(state, {other: getattr(row, f"{other.value}_at") for other in DeliveryState}),
    )
