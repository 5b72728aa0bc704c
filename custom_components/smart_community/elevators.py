"""What all that shows or commands elevators shares: how one looks on the wire, which is meant, who holds."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from .access import AUTOMATION
from .const import DOMAIN
from .core.elevator import Elevator
from .core.guard_words import GuardView
from .errors import CallerError
from .wiring.guards import incident_of, resolve_false_alarm

if TYPE_CHECKING:
    from .runtime import Runtime

# Seconds for which a person, or a rule, asks for a hold unless another time is said; nobody may ask for more at once.
LONGEST_ASKED: Final = 120


def identifier_of(elevator_id: str) -> tuple[str, str]:
    """Return how the device registry knows an elevator."""
    return (DOMAIN, f"elevator_{elevator_id}")


def as_wire(runtime: Runtime, view: GuardView) -> dict[str, Any]:
    """Return an elevator as the wire shows it (docs/websocket.md); the times of a hold are where the clock is now."""
    elevator = runtime.elevators.get(view.elevator)
    record = runtime.commissioning.of(view.elevator)
    incident = incident_of(runtime, view.elevator)
    return {
        "id": view.elevator,
        "name": elevator.name if elevator is not None else "",
        "building": elevator.building if elevator is not None else None,
        "floor": view.floor,
        "door": view.door.value if view.door is not None else None,
        "online": view.online,
        "state": view.state.value,
        "since": view.since.isoformat(),
        "ebike": view.ebike,
        "hold_until": _wall(runtime, view.held_until),
        "hold_ends_at": _wall(runtime, view.ends_at),
        "extended": view.extended,
        "inhibitors": [hindrance.value for hindrance in view.hindrances],
        "missing": [point.value for point in view.missing],
        "promises": {"hold": not view.why_not, "why_not": [why.value for why in view.why_not]},
        "barred": view.barred.value if view.barred is not None else None,
        "camera": _camera(runtime, elevator),
        "incident": incident.id if incident is not None else view.incident,
        "commissioned": {
            "at": (record.finished_at or record.started_at).isoformat(),
            "firm": record.firm,
            "licence": record.licence,
            "by": record.finished_by,
        }
        if record is not None
        else None,
        "false_alarms_last_hour": view.false_alarms,
    }


def all_as_wire(runtime: Runtime) -> list[dict[str, Any]]:
    """Return every elevator as the wire shows it, by name."""
    views = runtime.guards.views
    return [as_wire(runtime, views[one.id]) for one in runtime.elevators.all if one.id in views]


def elevators_named(hass: HomeAssistant, runtime: Runtime, names: Iterable[str]) -> list[str]:
    """Return the ids of elevators named by their own id, their device or one of its entities. Raises CallerError."""
    return list(dict.fromkeys(_named(hass, runtime, name) for name in names))


def meant(hass: HomeAssistant, elevator_id: str) -> frozenset[str]:
    """Return all names by which a rule may mean an elevator: its id, and its device's in the registry."""
    device = device_of(hass, elevator_id)
    return frozenset({elevator_id} if device is None else {elevator_id, device})


def device_of(hass: HomeAssistant, elevator_id: str | None) -> str | None:
    """Return the id of an elevator's device in the registry, None if it has none."""
    if elevator_id is None:
        return None
    registry, identifier = dr.async_get(hass), identifier_of(elevator_id)
    entries = hass.config_entries.async_entries(DOMAIN)
    devices = (registry.async_get_device_by_identifier(identifier, entry.entry_id) for entry in entries)
    return next((device.id for device in devices if device is not None), None)


async def hold_door(runtime: Runtime, elevator_id: str, actor: str, seconds: float = LONGEST_ASKED) -> GuardView:
    """Have a door held for a person or a rule. Raises UnknownElevatorError, HoldRefusedError, StoreError."""
    return await runtime.guards.hold(elevator_id, seconds, actor, person=actor != AUTOMATION)


async def release_door(runtime: Runtime, elevator_id: str, actor: str, *, false_alarm: bool = False) -> GuardView:
    """Let a door go at once, and close the alarm if there was no e-bike. Raises UnknownElevatorError, StoreError."""
    view = await runtime.guards.release(elevator_id, actor, false_alarm=false_alarm)
    if false_alarm:
        await resolve_false_alarm(runtime, elevator_id, actor)
    return view


def _named(hass: HomeAssistant, runtime: Runtime, name: str) -> str:
    if runtime.elevators.get(name) is not None:
        return name
    entity = er.async_get(hass).async_get(name)
    device = dr.async_get(hass).async_get(entity.device_id or "" if entity is not None else name)
    for domain, identifier in device.identifiers if device is not None else ():
        elevator_id = identifier.removeprefix("elevator_")
        if domain == DOMAIN and runtime.elevators.get(elevator_id) is not None:
            return elevator_id
    raise CallerError("elevator_unknown", elevator=name)


def _camera(runtime: Runtime, elevator: Elevator | None) -> Mapping[str, Any] | None:
    """Return the camera to look at: the first in the car that sees, else the first."""
    cameras = [camera for camera in elevator.cameras if runtime.cameras.get(camera) is not None] if elevator else []
    up = [camera for camera in cameras if runtime.cameras.health(camera).up]
    return {"id": (up or cameras)[0], "up": bool(up)} if cameras else None


def _wall(runtime: Runtime, moment: float | None) -> str | None:
    """Return a moment of the monotonic clock on the clock on the wall."""
    if moment is None:
        return None
    now = runtime.clock()
    at: datetime = now.utc + timedelta(seconds=moment - now.monotonic)
    return at.isoformat(timespec="milliseconds")
