"""Households, their contacts, and the staff with their roles."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may be to the community; a technician is an administrator of Home Assistant."""

    TECHNICIAN = "technician"
    DUTY_ROOM = "duty_room"
    GRID_WORKER = "grid_worker"
    COMMUNITY_OFFICE = "community_office"
    AUDITOR = "auditor"
    PORTAL = "portal"


# A technician's role follows from the account itself and is never written into the register.
ASSIGNABLE_ROLES = frozenset(Role) - {Role.TECHNICIAN}


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone to tell when a household needs help; in the order in which they are asked."""

    name: str
    phone: str
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Household:
    """Who lives in a home, what a responder must know, and how to get in."""

    home: str
    name: str = ""
    note: str = ""
    access: str = ""
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff: a Home Assistant account and the roles it has here."""

    user_id: str
    roles: frozenset[Role]
    channels: tuple[str, ...] = ()
