"""The delivery ledger, read back."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from ..core.delivery import Audience, Delivery, DeliveryState
from ..core.incident import State
from .schema import deliveries, incidents

_ORDER: Final = (deliveries.c.incident, deliveries.c.round, deliveries.c.step, deliveries.c.at)


def load_active(connection: Connection) -> list[Delivery]:
    """Return the deliveries of every incident that is not resolved."""
    active = select(incidents.c.id).where(incidents.c.state != State.RESOLVED.value)
    query = select(deliveries).where(deliveries.c.incident.in_(active)).order_by(*_ORDER)
    return [_delivery(row) for row in connection.execute(query)]


def of_incidents(connection: Connection, ids: Iterable[str]) -> list[Delivery]:
    """Return the deliveries of some incidents, active or ended."""
    query = select(deliveries).where(deliveries.c.incident.in_(list(ids))).order_by(*_ORDER)
    return [_delivery(row) for row in connection.execute(query)]


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        incident=row.incident,
        recipient=row.recipient,
        role=Audience(row.role),
        round=row.round,
        step=row.step,
        channel=row.channel,
        at=row.at,
        nonce=row.nonce,
        state=DeliveryState(row.state),
        error=row.error,
        text=row.text,
    )
