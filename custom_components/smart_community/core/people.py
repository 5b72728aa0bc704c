"""Households with their residents and contacts, the grids, and the staff with their roles."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a person may be to the community; a technician is an administrator of Home Assistant."""

    TECHNICIAN = "technician"
    DUTY_ROOM = "duty_room"
    GRID_WORKER = "grid_worker"
    COMMUNITY_OFFICE = "community_office"
    AUDITOR = "auditor"
    PORTAL = "portal"


_ROLES: Final = frozenset(Role)
# A technician's role follows from the account itself and is never written into the register.
ASSIGNABLE_ROLES = frozenset(Role) - {Role.TECHNICIAN}


def known_roles(names: Iterable[str]) -> frozenset[Role]:
    """Return the roles that have these names; one that only a newer version knows is nobody's here."""
    return frozenset(Role(name) for name in names if name in _ROLES)


class CareReason(StrEnum):
    """Why somebody is offered a help alarm (domain.md, "Help alarms")."""

    OVER_80 = "over_80"
    CHRONIC_ILLNESS = "chronic_illness"
    DISABLED = "disabled"
    DEMENTIA = "dementia"
    LIVES_ALONE = "lives_alone"
    CHILD_LEFT_BEHIND = "child_left_behind"


class HouseholdStatus(StrEnum):
    """Whether a household takes part; what each means for alarms and devices is in `core/consent.py`."""

    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone to tell when a household needs help; in the order in which they are asked."""

    name: str
    phone: str
    relation: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether there is nobody here: the place in a sheet was left empty."""
        return not (self.name or self.phone or self.relation)


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who lives in a home; `id` stays the same however often the household is written."""

    id: str
    name: str = ""
    birth_year: int | None = None
    care: tuple[CareReason, ...] = ()
    guardian: str = ""
    language: str = ""
    note: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is known of anybody here: the place in a sheet was left empty."""
        return not (self.name or self.birth_year or self.care or self.guardian or self.language or self.note)


@dataclass(frozen=True, slots=True)
class Household:
    """Who lives in a home, what a responder must know, and how to get in; `key_safe` says where the key is."""

    home: str
    name: str = ""
    note: str = ""
    access: str = ""
    contacts: tuple[Contact, ...] = ()
    residents: tuple[Resident, ...] = ()
    key_safe: str = ""
    status: HouseholdStatus = HouseholdStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class Grid:
    """A part of the community (网格) with who answers for its homes: accounts, "" while there is nobody."""

    id: str
    name: str
    worker: str = ""
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff: a Home Assistant account and the roles it has here."""

    user_id: str
    roles: frozenset[Role]
    channels: tuple[str, ...] = ()
