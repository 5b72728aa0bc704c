"""Who may call what: one table for every action and websocket command.

Key: the name after `smart_community.` or `smart_community/`. An action may also be called by an automation, which
has no user; a websocket command never is.
"""

from collections.abc import Set as AbstractSet
from typing import Final

from .people import Role

_RESPONDERS = frozenset({Role.TECHNICIAN, Role.DUTY_ROOM, Role.GRID_WORKER, Role.COMMUNITY_OFFICE})
_WATCHERS = _RESPONDERS | {Role.AUDITOR}
_REGISTRARS = frozenset({Role.TECHNICIAN, Role.COMMUNITY_OFFICE})
_TECHNICIAN = frozenset({Role.TECHNICIAN})

ACTIONS: Final[dict[str, frozenset[Role]]] = {
    "open_incident": _RESPONDERS,
    "acknowledge_incident": _RESPONDERS,
    "resolve_incident": _RESPONDERS,
    "dispatch": _RESPONDERS,
    "announce": _RESPONDERS,
    "assign_device": _REGISTRARS,
    "import_register": _REGISTRARS,
    "install_blueprints": _TECHNICIAN,
}

COMMANDS: Final[dict[str, frozenset[Role]]] = {
    "me": frozenset(Role),
    "incidents/subscribe": _WATCHERS,
    "incidents/list": _WATCHERS,
    "incidents/get": _WATCHERS,
    "incidents/acknowledge": _RESPONDERS,
    "incidents/take_over": _RESPONDERS,
    "incidents/en_route": _RESPONDERS,
    "incidents/on_site": _RESPONDERS,
    "incidents/resolve": _RESPONDERS,
    "incidents/note": _RESPONDERS,
    "register/homes": _REGISTRARS | {Role.DUTY_ROOM},
    "register/home": _REGISTRARS | {Role.DUTY_ROOM},
    "register/save": _REGISTRARS,
    "staff/list": _REGISTRARS,
    "staff/save": _TECHNICIAN,
    "devices/list": _REGISTRARS | {Role.DUTY_ROOM},
    "devices/assign": _REGISTRARS,
    "journal/list": _TECHNICIAN | {Role.AUDITOR},
}

# Who reads the people of a home with an incident, and only while it is open (docs/architecture.md, "People").
SEES_PEOPLE_OF_OPEN_INCIDENTS: Final = _RESPONDERS


def may_call_action(name: str, roles: AbstractSet[Role]) -> bool:
    """Return whether someone with these roles may call the action; an action not in the table is nobody's."""
    return not roles.isdisjoint(ACTIONS.get(name, frozenset()))


def may_call_command(name: str, roles: AbstractSet[Role]) -> bool:
    """Return whether someone with these roles may call the websocket command; as for actions."""
    return not roles.isdisjoint(COMMANDS.get(name, frozenset()))
