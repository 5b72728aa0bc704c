"""Incidents for those who ask: active or ended, who was told, and the people of the home where a role allows it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from homeassistant.core import HomeAssistant

from .core.delivery import Delivery
from .core.incident import Incident, IncidentResolvedError
from .core.ports import StoreError
from .core.report import story
from .core.upcoming import upcoming
from .desks.active import UnknownIncidentError
from .desks.paging import deliveries_as_dicts
from .desks.register_views import HomeCard
from .runtime import Runtime
from .store import register as stored_register


async def find_active(runtime: Runtime, incident_id: str) -> Incident:
    """Return an active incident. Raises IncidentResolvedError if it has ended, UnknownIncidentError if it never was."""
    incident = runtime.response.active.get(incident_id)
    if incident is not None:
        return incident
    if await runtime.find_incident(incident_id) is not None:
        raise IncidentResolvedError(incident_id)
    raise UnknownIncidentError(incident_id)


def wire_active(runtime: Runtime, incident: Incident) -> dict[str, Any]:
    """Return an active incident as the wire shows it, with who was told so far and what its plan does next."""
    coming = upcoming(incident)
    return incident.as_dict() | {
        "deliveries": deliveries_as_dicts(runtime.pager.ledger(incident.id)),
        "next": coming.as_dict() if coming else None,
    }


async def wire(runtime: Runtime, incident: Incident) -> dict[str, Any]:
    """Return an incident, active or ended, as the wire shows it.

    If the store cannot say who was told of one that has ended, it is shown without: that it ended is worth more.
    """
    try:
        (shown,) = await wire_all(runtime, [incident])
    except StoreError:
        return incident.as_dict()
    return shown


async def wire_all(runtime: Runtime, incidents: Sequence[Incident]) -> list[dict[str, Any]]:
    """Return incidents, active or ended, as the wire shows them. May raise StoreError for those that have ended."""
    ended = {incident.id: list[dict[str, Any]]() for incident in incidents if not incident.is_active}
    for delivery in await runtime.deliveries_of(ended):
        ended[delivery.incident].append(delivery.as_dict())
    return [
        incident.as_dict() | {"deliveries": ended[incident.id]}
        if incident.id in ended
        else wire_active(runtime, incident)
        for incident in incidents
    ]


async def told_of(runtime: Runtime, incident: Incident) -> list[Delivery]:
    """Return who was told of an incident, active or ended. May raise StoreError for one that has ended."""
    if incident.is_active:
        return list(runtime.pager.ledger(incident.id).values())
    return await runtime.deliveries_of([incident.id])


async def story_of(runtime: Runtime, incident: Incident) -> list[dict[str, Any]]:
    """Return what happened to an incident and who was told, in one order; without the latter if the store is ill."""
    try:
        told = await told_of(runtime, incident)
    except StoreError:
        told = []
    return [line.as_dict() for line in story(incident, told)]


async def names_in(hass: HomeAssistant, shown: Mapping[str, Any], home: Mapping[str, Any] | None) -> dict[str, str]:
    """Return who is who in an incident as the wire shows it: a name for each account and each recipient.

    Staff by the names of their accounts; contacts only by `home`, which is given to those who may see its people.
    """
    accounts = {entry["by"] for entry in shown["timeline"] if "by" in entry} | {shown["acknowledged_by"]}
    recipients = {delivery["recipient"] for delivery in shown["deliveries"]}
    names: dict[str, str] = {}
    for user in await hass.auth.async_get_users():
        if user.name and not user.system_generated:
            names |= dict.fromkeys({user.id} & accounts | {f"user:{user.id}"} & recipients, user.name)
    if home is not None:
        names |= {key: name for key, name in _contacts(home) if key in recipients}
    return names


def _contacts(home: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Return each contact of a home under the id that it has as a recipient, with its name."""
    return ((f"contact:{home['id']}:{position}", one["name"]) for position, one in enumerate(home["contacts"]))


async def home_of(runtime: Runtime, home_id: str) -> dict[str, Any] | None:
    """Return a home with its people, as the wire shows them, or None. The caller has checked the role."""
    found = await runtime.database.read(lambda c: stored_register.find_home(c, runtime.database.vault, home_id))
    if found is None:
        return None
    home, household = found
    building = runtime.directory.buildings.get(home.building)
    return HomeCard(home, building.name if building else "", household).as_dict()
