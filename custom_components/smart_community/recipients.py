"""Who is addressed: roles and households turned into people and their channels."""

from collections.abc import Mapping, Sequence

from .core.delivery import Audience, Recipient
from .core.people import Contact, Role, Staff

# What a member of staff without channels of his own is told over: his companion app.
DEFAULT_CHANNELS = ("mobile_app",)

_ROLES: Mapping[Audience, frozenset[Role]] = {
    Audience.GRID_WORKER: frozenset({Role.GRID_WORKER}),
    Audience.DUTY_ROOM: frozenset({Role.DUTY_ROOM}),
    Audience.COMMUNITY_OFFICE: frozenset({Role.COMMUNITY_OFFICE}),
    Audience.EVERYONE_ON_DUTY: frozenset({Role.GRID_WORKER, Role.DUTY_ROOM, Role.COMMUNITY_OFFICE}),
}


def find_recipients(
    audience: Sequence[Audience],
    staff: Mapping[str, Staff],
    contacts: Sequence[Contact],
    home: str | None,
    contact_channels: Sequence[str],
) -> list[Recipient]:
    """Return whom the audience names, nobody twice, in the order of the audience.

    `contacts` are those of `home`; without a home there are none. Until there is a roster, whoever has a role is on
    duty.
    """
    found: dict[str, Recipient] = {}
    for group in audience:
        if group is Audience.EMERGENCY_CONTACT:
            for position, contact in enumerate(contacts if home is not None else ()):
                recipient_id = f"contact:{home}:{position}"
                found.setdefault(
                    recipient_id, Recipient(recipient_id, group, tuple(contact_channels), None, contact.phone)
                )
            continue
        for person in staff.values():
            if not person.roles.isdisjoint(_ROLES[group]):
                recipient_id = f"user:{person.user_id}"
                channels = person.channels or DEFAULT_CHANNELS
                found.setdefault(recipient_id, Recipient(recipient_id, group, channels, person.user_id))
    return list(found.values())


def someone_on_duty(staff: Mapping[str, Staff], role: Audience | None = None) -> bool:
    """Return whether anyone could come: of a role, or at all."""
    return bool(find_recipients((role or Audience.EVERYONE_ON_DUTY,), staff, (), None, ()))
