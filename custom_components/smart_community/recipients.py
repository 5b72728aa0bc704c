"""Who is addressed: roles, households, persons and the community's own channels turned into recipients."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from .core.delivery import Audience, Recipient, Target
from .core.people import Contact, Grid, Role, Staff
from .core.plan import PERSON
from .core.ports import OnDuty

# What a member of staff without channels of his own is told over: his companion app.
DEFAULT_CHANNELS: Final = ("mobile_app",)
SIREN_RECIPIENT: Final = "siren:community"

_ROLE: Final[Mapping[Target, Role]] = {
    Audience.GRID_WORKER: Role.GRID_WORKER,
    Audience.DUTY_ROOM: Role.DUTY_ROOM,
    Audience.COMMUNITY_OFFICE: Role.COMMUNITY_OFFICE,
}


@dataclass(frozen=True, slots=True)
class Known:
    """Whom there is to tell: the staff by account, of a home its contacts and its grid, and the channels of all."""

    staff: Mapping[str, Staff]
    home: str | None = None
    contacts: Sequence[Contact] = ()
    grid: Grid | None = None
    contact_channels: Sequence[str] = ()
    siren_channels: Sequence[str] = ()
    group_channels: Sequence[str] = ()


def find_recipients(targets: Sequence[Target], known: Known, on_duty: OnDuty, at: datetime) -> list[Recipient]:
    """Return whom the targets name at a moment, nobody twice, in the order of the targets.

    Of a role, those are told who are on duty; a gap in its roster tells nobody, so that the next step is due at once.
    Of everyone on duty somebody always hears: if all rosters are empty, whoever has one of their roles. A person who
    is named by his account is told on duty or not, and `Audience.PERSON` is all of them.
    """
    found: dict[str, Recipient] = {}
    for target in targets:
        for recipient in _addressed(target, known, on_duty, at):
            found.setdefault(recipient.id, recipient)
    return list(found.values())


def people_on_duty(staff: Mapping[str, Staff], role: Audience, on_duty: OnDuty, at: datetime) -> list[Staff]:
    """Return who of a role, or of all (`EVERYONE_ON_DUTY`), is on duty: who has it, and on whom no roster is silent."""
    roles = tuple(_ROLE.values()) if role is Audience.EVERYONE_ON_DUTY else (_ROLE[role],)
    on: dict[Role, frozenset[str] | None] = {each: on_duty(each, at) for each in roles}
    return [person for person in staff.values() if any(_serves(person, each, on[each]) for each in roles)]


def _addressed(target: Target, known: Known, on_duty: OnDuty, at: datetime) -> Iterator[Recipient]:
    if target == Audience.EMERGENCY_CONTACT:
        for position, contact in enumerate(known.contacts if known.home is not None else ()):
            channels = tuple(known.contact_channels)
            recipient_id = f"contact:{known.home}:{position}"
            yield Recipient(recipient_id, Audience.EMERGENCY_CONTACT, channels, None, contact.phone)
    elif target == Audience.SIREN:
        if known.siren_channels:
            yield Recipient(SIREN_RECIPIENT, Audience.SIREN, tuple(known.siren_channels))
    elif target == Audience.GROUP:
        for number, channel in enumerate(known.group_channels, start=1):
            yield Recipient(f"group:{number}", Audience.GROUP, (channel,))
    elif target == Audience.PERSON:
        yield from (_recipient(person, Audience.PERSON) for person in known.staff.values())
    elif target.startswith(PERSON):
        person = known.staff.get(target.removeprefix(PERSON))
        # Who has no role any more has left.
        if person is not None and person.roles:
            yield _recipient(person, Audience.PERSON)
    else:
        role = Audience(target)
        yield from (_recipient(person, role) for person in _of_role(role, known, on_duty, at))


def _of_role(role: Audience, known: Known, on_duty: OnDuty, at: datetime) -> list[Staff]:
    on = people_on_duty(known.staff, role, on_duty, at)
    if role is Audience.GRID_WORKER and known.grid is not None:
        by_account = {person.user_id: person for person in on}
        for account in (known.grid.worker, known.grid.deputy):
            if account in by_account:
                return [by_account[account]]
    if role is Audience.EVERYONE_ON_DUTY and not on:
        # Nobody is forgotten: better to wake those who sleep than to page nobody.
        return people_on_duty(known.staff, role, _no_roster, at)
    return on


def _no_roster(role: Role, at: datetime) -> frozenset[str] | None:  # noqa: ARG001
    return None


def _serves(person: Staff, role: Role, on: frozenset[str] | None) -> bool:
    return role in person.roles and (on is None or person.user_id in on)


def _recipient(person: Staff, role: Audience) -> Recipient:
    return Recipient(f"user:{person.user_id}", role, person.channels or DEFAULT_CHANNELS, person.user_id)
