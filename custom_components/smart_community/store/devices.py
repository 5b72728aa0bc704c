"""Devices and the keys of their events, read back."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select

from ..core.community import NOWHERE, Place
from ..core.device import Device, DeviceKind, EventKey, Points, Source
from .legible import legible
from .register import current_generation
from .schema import device_events, devices, homes

# Rows that one step of the clean-up deletes: some milliseconds of the writer's time.
_ROWS_A_STEP = 1000
_KINDS: Final = frozenset(DeviceKind)


def load(connection: Connection) -> list[Device]:
    """Return every device, with the place of its home as the register has it now."""
    at_home = (homes.c.generation == current_generation(connection)) & (homes.c.id == devices.c.home)
    query = (
        select(devices, homes.c.building.label("home_building"), homes.c.unit)
        .select_from(devices.outerjoin(homes, at_home))
        .order_by("number")
    )

    def read(row: Row[Any]) -> Device:
        return Device(
            id=row.id,
            number=row.number,
            source=Source(row.source),
            # One that this version does not know is taken for what has not said its kind yet.
            kind=DeviceKind(row.kind) if row.kind in _KINDS else None,
            model=row.model,
            firmware=row.firmware,
            serial=row.serial,
            via=row.via,
            check_in=row.check_in,
            place=_place(row),
            assigned_at=row.assigned_at,
            points=Points(**row.points) if row.points else None,
            bound_at=row.bound_at,
            last_seen=row.last_seen,
            last_event=row.last_event,
            last_event_at=row.last_event_at,
            last_test=row.last_test,
            battery=row.battery,
            tamper=row.tamper,
            alarm=row.alarm,
            rssi=row.rssi,
        )

    return legible("devices", connection.execute(query), read)


def _place(row: Row[Any]) -> Place:
    if row.home:
        return Place(building=row.home_building, unit=row.unit or None, home=row.home)
    return Place(building=row.building) if row.building else NOWHERE


def load_event_keys(connection: Connection, since: datetime) -> list[tuple[EventKey, datetime]]:
    """Return the keys of the events received since then."""
    table = device_events
    query = select(table.c.device, table.c.boot, table.c.seq, table.c.received_at).where(table.c.received_at >= since)
    return [((row.device, row.boot, row.seq), row.received_at) for row in connection.execute(query)]


def forget_events_before(connection: Connection, moment: datetime) -> int:
    """Delete some of the events received before `moment`; return how many, 0 when none is left."""
    keys = (
        select(device_events.c.device, device_events.c.boot, device_events.c.seq)
        .where(device_events.c.received_at < moment)
        .limit(_ROWS_A_STEP)
    )
    rows = connection.execute(keys).all()
    statement = delete(device_events)
    for row in rows:
        connection.execute(
            statement.where(
                device_events.c.device == row.device, device_events.c.boot == row.boot, device_events.c.seq == row.seq
            )
        )
    return len(rows)
