"""Rosters, written and read back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from ..core.people import Role
from ..core.roster import (
    Because,
    Duty,
    Holiday,
    Override,
    Reading,
    RoleRoster,
    RosterError,
    Slot,
)
from ..core.roster_form import read_roster, roster_as_dict
from ..core.swap import Swap, SwapState
from .rows import upsert
from .schema_roster import holidays, roster_overrides, roster_readings, roster_swaps, rosters
from .sealed import ROSTERS
from .vault import Vault


@dataclass(frozen=True, slots=True)
class StoredRosters:
    """What the store has; `unreadable` are roles whose roster this version cannot read, as if they had none."""

    roles: dict[Role, RoleRoster] = field(default_factory=dict)
    overrides: dict[tuple[Role, Slot], Override] = field(default_factory=dict)
    swaps: dict[str, Swap] = field(default_factory=dict)
    holidays: dict[date, Holiday] = field(default_factory=dict)
    readings: dict[Role, Reading] = field(default_factory=dict)
    unreadable: tuple[Role, ...] = ()


def load(connection: Connection, vault: Vault, since: date) -> StoredRosters:
    """Return the rosters, and of changes and swaps those that concern a day from `since` on."""
    stored = StoredRosters()
    unreadable: list[Role] = []
    for row in connection.execute(select(rosters)):
        try:
            stored.roles[Role(row.role)] = read_roster(Role(row.role), _with_names(vault, row))
        except RosterError:
            unreadable.append(Role(row.role))
    days = roster_overrides.c.day >= since.isoformat()
    for row in connection.execute(select(roster_overrides).where(days)):
        slot = Slot(date.fromisoformat(row.day), row.shift)
        override = Override(Role(row.role), slot, tuple(row.people), row.swap)
        stored.overrides[override.role, slot] = override
    latest = roster_swaps.c.last_day >= since.isoformat()
    for row in connection.execute(select(roster_swaps).where(latest).order_by(roster_swaps.c.asked_at)):
        stored.swaps[row.id] = _swap(row)
    for row in connection.execute(select(holidays).order_by(holidays.c.day)):
        day = date.fromisoformat(row.day)
        stored.holidays[day] = Holiday(day, row.name, row.like)
    for row in connection.execute(select(roster_readings)):
        role = Role(row.role)
        duties = tuple(_duty(role, *duty) for duty in row.duties)
        stored.readings[role] = Reading(row.entity_id, row.at, row.start, row.end, duties)
    return StoredRosters(
        stored.roles, stored.overrides, stored.swaps, stored.holidays, stored.readings, tuple(unreadable)
    )


def save_role(connection: Connection, vault: Vault, role: Role, roster: RoleRoster | None) -> None:
    """Write a role's roster, or remove it with what a calendar said for it."""
    if roster is None or roster.calendar is None:
        connection.execute(delete(roster_readings).where(roster_readings.c.role == role.value))
    if roster is None:
        connection.execute(delete(rosters).where(rosters.c.role == role.value))
    else:
        written, names = roster_as_dict(roster), ""
        if written["calendar"] is not None:
            names = json.dumps(written["calendar"].pop("names"), ensure_ascii=False)
        sealed = vault.seal(ROSTERS.field_of("names", role.value), names)
        connection.execute(upsert(rosters), [{"role": role.value, "roster": written, "names": sealed}])


def save_overrides(connection: Connection, overrides: Sequence[Override]) -> None:
    """Write who has some shifts on a date."""
    connection.execute(
        upsert(roster_overrides),
        [
            {
                "role": override.role.value,
                "day": override.slot.day.isoformat(),
                "shift": override.slot.shift,
                "people": list(override.people),
                "swap": override.swap,
            }
            for override in overrides
        ],
    )


def remove_override(connection: Connection, role: Role, slot: Slot) -> None:
    """Let the rotation say again who has a shift on a date."""
    connection.execute(
        delete(roster_overrides).where(
            roster_overrides.c.role == role.value,
            roster_overrides.c.day == slot.day.isoformat(),
            roster_overrides.c.shift == slot.shift,
        )
    )


def save_swap(connection: Connection, swap: Swap) -> None:
    """Write a swap as it stands."""
    row = {
        "id": swap.id,
        "role": swap.role.value,
        "asked_by": swap.asked_by,
        "other": swap.other,
        "gives_day": swap.gives.day.isoformat(),
        "gives_shift": swap.gives.shift,
        "takes_day": None if swap.takes is None else swap.takes.day.isoformat(),
        "takes_shift": None if swap.takes is None else swap.takes.shift,
        "asked_at": swap.asked_at,
        "state": swap.state.value,
        "decided_by": swap.decided_by,
        "decided_at": swap.decided_at,
        "last_day": swap.last_day.isoformat(),
    }
    connection.execute(upsert(roster_swaps), [row])


def save_holidays(connection: Connection, changed: Sequence[Holiday], removed: Sequence[date]) -> None:
    """Write holidays, and remove others."""
    if removed:
        connection.execute(delete(holidays).where(holidays.c.day.in_([day.isoformat() for day in removed])))
    if changed:
        rows = [{"day": holiday.day.isoformat(), "name": holiday.name, "like": holiday.like} for holiday in changed]
        connection.execute(upsert(holidays), rows)


def save_reading(connection: Connection, role: Role, reading: Reading) -> None:
    """Write what a calendar said last for a role."""
    duties = [
        [duty.start.isoformat(), duty.end.isoformat(), duty.day.isoformat(), *duty.people] for duty in reading.duties
    ]
    row = {
        "role": role.value,
        "entity_id": reading.entity_id,
        "at": reading.at,
        "start": reading.start,
        "end": reading.end,
        "duties": duties,
    }
    connection.execute(upsert(roster_readings), [row])


def _with_names(vault: Vault, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row
    """Return a role's roster with the words of its calendar; without them while the key is missing."""
    roster: dict[str, Any] = row.roster
    if roster["calendar"] is not None:
        names = vault.read(ROSTERS.field_of("names", row.role), row.names)
        roster["calendar"]["names"] = json.loads(names) if names else {}
    return roster


def _swap(row: Any) -> Swap:  # noqa: ANN401 - a row
    takes = None if row.takes_day is None else Slot(date.fromisoformat(row.takes_day), row.takes_shift)
    return Swap(
        row.id,
        Role(row.role),
        row.asked_by,
        row.other,
        Slot(date.fromisoformat(row.gives_day), row.gives_shift),
        takes,
        row.asked_at,
        SwapState(row.state),
        row.decided_by,
        row.decided_at,
    )


def _duty(role: Role, start: str, end: str, day: str, *people: str) -> Duty:
    begin, until = datetime.fromisoformat(start), datetime.fromisoformat(end)
    return Duty(role, date.fromisoformat(day), "", "", begin, until, people, Because.CALENDAR)
