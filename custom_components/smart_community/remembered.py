"""What the store knows: read once at the start, and the register again after each change of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from .core.community import Building, Home
from .core.delivery import Delivery
from .core.device import Device
from .core.incident import Incident
from .core.people import Contact, Grid, Staff
from .core.seen import SeenEvents
from .store import deliveries as stored_deliveries
from .store import devices as stored_devices
from .store import incidents as stored_incidents
from .store import register as stored_register
from .store.meta import get_value
from .store.vault import Vault

# A key of the store: which copy took the place of a damaged register; absent or "0" once a person has confirmed it.
REGISTER_LOST: Final = "register_lost"


@dataclass(frozen=True, slots=True)
class Register:
    """What the runtime keeps of the register: homes and contacts only where there is a device."""

    buildings: list[Building]
    staff: list[Staff]
    homes: list[Home]
    contacts: dict[str, tuple[Contact, ...]]
    grids: list[Grid]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the store knows at the start; `lost` is what stands under REGISTER_LOST, None if the register is whole."""

    devices: list[Device]
    incidents: list[Incident]
    highest_number: int
    seen: SeenEvents
    register: Register
    deliveries: list[Delivery]
    lost: str | None


def load_all(connection: Connection, vault: Vault, seen_since: datetime) -> Remembered:
    """Read what a start needs; events are remembered since `seen_since`."""
    lost = get_value(connection, REGISTER_LOST)
    return Remembered(
        devices=stored_devices.load(connection),
        incidents=stored_incidents.load_active(connection, vault),
        highest_number=stored_incidents.highest_number(connection),
        seen=SeenEvents(stored_devices.load_event_keys(connection, seen_since)),
        register=load_register(connection, vault),
        deliveries=stored_deliveries.load_active(connection, vault),
        lost=None if lost == "0" else lost,
    )


def load_register(connection: Connection, vault: Vault) -> Register:
    """Read what a change of the register may have changed."""
    return Register(
        stored_register.load_buildings(connection),
        stored_register.load_staff(connection),
        stored_register.load_homes_with_devices(connection),
        stored_register.load_contacts_with_devices(connection, vault),
        stored_register.load_grids(connection),
    )
