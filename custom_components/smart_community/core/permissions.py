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
_AUDITORS = frozenset({Role.TECHNICIAN, Role.AUDITOR})

ACTIONS: Final[dict[str, frozenset[Role]]] = {
    "open_incident": _RESPONDERS,
    "acknowledge_incident": _RESPONDERS,
    "resolve_incident": _RESPONDERS,
    "dispatch": _RESPONDERS,
    "announce": _RESPONDERS,
    "hold_elevator": _RESPONDERS,
    "release_elevator": _RESPONDERS,
    "assign_device": _REGISTRARS,
    "start_walk_test": _REGISTRARS | {Role.DUTY_ROOM},
    "stop_walk_test": _REGISTRARS | {Role.DUTY_ROOM},
    "import_register": _REGISTRARS,
    "install_blueprints": _TECHNICIAN,
    "rotate_key": _TECHNICIAN,
    "verify_journal": _AUDITORS,
    "render_frigate_config": _TECHNICIAN,
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
    "incidents/call_back": _RESPONDERS,
    "incidents/export": _WATCHERS - {Role.GRID_WORKER},
    "incidents/media": _RESPONDERS,
    "register/homes": _REGISTRARS | {Role.DUTY_ROOM},
    "register/home": _REGISTRARS | {Role.DUTY_ROOM},
    "register/save": _REGISTRARS,
    "register/import": _REGISTRARS,
    "register/import/upload": _REGISTRARS,
    "register/import/rows": _REGISTRARS,
    "register/undo_import": _REGISTRARS,
    "register/export": _REGISTRARS,
    "register/consent": _REGISTRARS,
    "register/pause": _REGISTRARS | {Role.DUTY_ROOM},
    "register/resume": _REGISTRARS | {Role.DUTY_ROOM},
    "register/leave": _REGISTRARS,
    "register/household_export": _REGISTRARS,
    "register/erase": _REGISTRARS,
    "grids/list": _RESPONDERS,
    "grids/save": _REGISTRARS,
    "staff/list": _REGISTRARS,
    "staff/save": _TECHNICIAN,
    "devices/list": _REGISTRARS | {Role.DUTY_ROOM},
    "devices/assign": _REGISTRARS,
    "devices/tests_due": _RESPONDERS,
    "walk_test/get": _WATCHERS,
    "walk_test/subscribe": _WATCHERS,
    "walk_test/start": _REGISTRARS | {Role.DUTY_ROOM},
    "walk_test/stop": _REGISTRARS | {Role.DUTY_ROOM},
    "channels/list": _REGISTRARS | {Role.DUTY_ROOM},
    "channels/test": _TECHNICIAN,
    "shift/handover/get": _RESPONDERS,
    "shift/handover/save": _RESPONDERS,
    "shift/handover/give": _RESPONDERS,
    "shift/handover/accept": _RESPONDERS,
    "roster/list": _RESPONDERS,
    "roster/save": _REGISTRARS,
    "roster/swap": _RESPONDERS,
    "roster/override": _REGISTRARS,
    "roster/holiday": _REGISTRARS,
    "plans/list": _REGISTRARS,
    "plans/save": _REGISTRARS,
    "plans/reset": _REGISTRARS,
    "journal/list": _AUDITORS,
    "journal/search": _AUDITORS,
    "journal/verify": _AUDITORS,
    "cameras/list": _WATCHERS,
    "cameras/view": _RESPONDERS,
    "falls/get": _RESPONDERS,
    "falls/list": _WATCHERS,
    "falls/verdict": _RESPONDERS,
    "falls/precision": _WATCHERS - {Role.GRID_WORKER},
    "falls/calibration": _TECHNICIAN,
    "elevators/list": _WATCHERS,
    "elevators/subscribe": _WATCHERS,
    "elevators/hold": _RESPONDERS,
    "elevators/extend": _RESPONDERS,
    "elevators/release": _RESPONDERS,
    "elevators/phrases": _WATCHERS,
    "elevators/say": _RESPONDERS,
    "elevators/two_way": _RESPONDERS - {Role.COMMUNITY_OFFICE},
    "commissioning/get": _WATCHERS,
    "commissioning/list": _WATCHERS,
    "commissioning/start": _REGISTRARS,
    "commissioning/record": _TECHNICIAN,
    "commissioning/finish": _TECHNICIAN,
    "commissioning/page": _WATCHERS,
}

# What is done through an entity: as for an action, a rule may.
ENTITIES: Final[dict[str, frozenset[Role]]] = {
    "switch.test_mode": _REGISTRARS | {Role.DUTY_ROOM},
    "siren.siren": _RESPONDERS,
    "switch.door_hold": _RESPONDERS,
    "button.release_door": _RESPONDERS,
    "button.self_test": _REGISTRARS | {Role.DUTY_ROOM},
}

# Who reads the people of a home with an incident, and only while it is open (docs/architecture.md, "People").
SEES_PEOPLE_OF_OPEN_INCIDENTS: Final = _RESPONDERS

# Of these, who reads nothing more once he is no longer needed, and nothing that he asked for himself.
_CALLED_ONLY: Final = frozenset({Role.GRID_WORKER})

# Who looks through a camera, and has a line of his own said in a car, at any time; other responders only while there
# is an incident there that they have not opened themselves.
_LOOKS_ANY_TIME: Final = frozenset({Role.TECHNICIAN, Role.DUTY_ROOM})

# Who speaks into any car; a grid worker into that of an incident which is his.
_TALKS: Final = frozenset({Role.TECHNICIAN, Role.DUTY_ROOM})
_TALKS_IN_OWN: Final = frozenset({Role.GRID_WORKER})

# Who reads and accepts the hand-over of whomever; others those of their own roles.
READS_HANDOVERS: Final = _REGISTRARS

# Who keeps the rosters, agrees to swaps of others, and reads whole rosters; others read and swap their own shifts.
KEEPS_ROSTERS: Final = _REGISTRARS
READS_ROSTERS: Final = _REGISTRARS | {Role.DUTY_ROOM}


def may_call_action(name: str, roles: AbstractSet[Role]) -> bool:
    """Return whether someone with these roles may call the action; an action not in the table is nobody's."""
    return not roles.isdisjoint(ACTIONS.get(name, frozenset()))


def may_call_command(name: str, roles: AbstractSet[Role]) -> bool:
    """Return whether someone with these roles may call the websocket command; as for actions."""
    return not roles.isdisjoint(COMMANDS.get(name, frozenset()))


def may_use_entity(name: str, roles: AbstractSet[Role]) -> bool:
    """Return whether someone with these roles may command an entity (platform and translation key); as for actions."""
    return not roles.isdisjoint(ENTITIES.get(name, frozenset()))


def sees_people_of(roles: AbstractSet[Role], *, is_active: bool, is_own: bool) -> bool:
    """Return whether someone with these roles is shown the home of an incident; `is_own`: he has opened it himself.

    A grid worker is not shown that of his own: opening one would be a way to read any home.
    """
    who = SEES_PEOPLE_OF_OPEN_INCIDENTS - (_CALLED_ONLY if is_own else frozenset())
    return is_active and not roles.isdisjoint(who)


def reads_words_of(roles: AbstractSet[Role], *, is_active: bool) -> bool:
    """Return whether someone with these roles reads what staff have written into an incident."""
    who = SEES_PEOPLE_OF_OPEN_INCIDENTS - (frozenset() if is_active else _CALLED_ONLY)
    return not roles.isdisjoint(who)


def sees_camera(roles: AbstractSet[Role], *, in_incident: bool) -> bool:
    """Return whether someone with these roles may look through a camera.

    `in_incident`: one is active where it looks that he has not opened himself, which would be a way into any car.
    Only for a purpose (Regulation on Public Security Video Image Information Systems, 2025): the duty room watches.
    """
    return not roles.isdisjoint(_RESPONDERS if in_incident else _LOOKS_ANY_TIME)


def sees_pictures_of(roles: AbstractSet[Role], *, is_active: bool, is_own: bool) -> bool:
    """Return whether someone with these roles is shown the pictures of an incident; `is_own`: he has opened it himself.

    As for what staff have written; of his own only who looks through cameras at any time.
    """
    return reads_words_of(roles, is_active=is_active) and not (is_own and roles.isdisjoint(_LOOKS_ANY_TIME))


def sees_candidates_of(roles: AbstractSet[Role], *, is_active: bool) -> bool:
    """Return whether someone with these roles is shown the homes from which an object may have come.

    A grid worker while the incident is active: afterwards he has nothing to look for there.
    """
    return reads_words_of(roles, is_active=is_active)


def may_say_words(roles: AbstractSet[Role], *, in_incident: bool) -> bool:
    """Return whether someone with these roles may have words of his own said in a car, and not a prepared phrase.

    `in_incident`: one is active in it that he has not opened himself.
    """
    return not roles.isdisjoint(_RESPONDERS if in_incident else _LOOKS_ANY_TIME)


def may_talk(roles: AbstractSet[Role], *, is_own: bool) -> bool:
    """Return whether someone with these roles may speak into a car.

    `is_own`: he owns an incident in it or goes there, and has not opened that himself.
    """
    return not roles.isdisjoint(_TALKS | _TALKS_IN_OWN if is_own else _TALKS)


def reads_handover_of(roles: AbstractSet[Role], author: AbstractSet[Role]) -> bool:
    """Return whether someone with these roles reads and accepts what an author with those has handed over."""
    return not roles.isdisjoint((author & _RESPONDERS) | READS_HANDOVERS)
