"""The elevator guards, connected to the elevators, the cameras, the voice, the commissioning and the incidents."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from homeassistant.core import callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect, async_dispatcher_send

from ..const import SIGNAL_GUARD, SIGNAL_INCIDENT
from ..core.alarm import BY_STATE, Alarm
from ..core.community import Place
from ..core.elevator import CarReported, ElevatorOnline
from ..core.fault import FaultCause
from ..core.guard_faults import SUSPENSIONS
from ..core.guard_words import Acknowledged, Eyes, Happened, Permit, Resolved, Saw, WhyNot
from ..core.incident import Change, Incident, Kind, Resolution
from ..core.people import Role
from ..core.phrases import Phrase
from ..core.sighting import CameraFact, Classified, Sighting, ZoneCount
from ..desks.cameras import UnknownCameraError
from ..desks.elevator_guard import LOOK_EVERY, ElevatorGuardDesk
from ..desks.voice import VoiceError
from .media import take_picture

if TYPE_CHECKING:
    from ..runtime import Runtime

# What happens in cars: an elevator shows the newest incident of these.
OF_A_CAR: Final = frozenset({Kind.EBIKE, Kind.ENTRAPMENT})


def build_guards(runtime: Runtime) -> ElevatorGuardDesk:
    """Return the guards; there are none before the elevators are configured."""

    async def open_incident(elevator_id: str, kind: Kind, /) -> tuple[str | None, bool]:
        return await _open(runtime, elevator_id, kind)

    async def say(elevator_id: str, phrase: Phrase, /) -> None:
        try:
            await runtime.voice.say(elevator_id, phrase)
        except VoiceError as error:
            await runtime.note("system", "elevator_not_said", elevator_id, what=phrase.value, reason=error.code)

    async def picture(incident_id: str, camera: str, track: str | None, /) -> None:
        seen = runtime.cameras.last_seen(camera)
        await take_picture(runtime, incident_id, camera, seen if seen is not None and seen.id == track else None)

    async def note_late(by: str, action: str, subject: str, details: Mapping[str, Any]) -> None:
        await runtime.note(by, action, subject, **details)

    def permit_of(elevator_id: str) -> Permit:
        record = runtime.commissioning.of(elevator_id)
        # While a test drives the door, nobody else asks for it: what let it go must be known.
        tested = runtime.commissioning.drives(elevator_id)
        return Permit(holds=record is not None and record.allows_hold and not tested, tested=tested)

    return ElevatorGuardDesk(
        clock=runtime.clock,
        hold=runtime.elevators.hold,
        release=runtime.elevators.release,
        say=say,
        open_incident=open_incident,
        take_picture=picture,
        permit_of=permit_of,
        commit=runtime.saver.write,
        note_late=note_late,
        report=runtime.faults.report,
        clear=runtime.faults.clear,
    )


async def start_guards(runtime: Runtime) -> None:
    """Post the guards, and have them hear elevators, cameras and what becomes of incidents; nothing is resumed."""
    guards, elevators, unload = runtime.guards, runtime.elevators, runtime.entry.async_on_unload
    for incident in runtime.response.active.values():
        if (task := _task_of(incident)) is not None:
            guards.suspend(*task)

    @callback
    def frigate_said(fact: CameraFact) -> None:
        _take_camera_fact(runtime, fact)

    @callback
    def incident_changed(change: Change, incident: Incident) -> None:
        _take_incident(runtime, change, incident)

    @callback
    def health_changed(camera_id: str) -> None:
        for elevator in elevators.all:
            if camera_id in elevator.cameras:
                guards.take(elevator.id, Eyes(camera_id, up=_is_up(runtime, camera_id)))

    @callback
    def happened(elevator_id: str, what: Happened) -> None:
        async_dispatcher_send(runtime.hass, SIGNAL_GUARD, elevator_id, what)

    @callback
    def post() -> None:
        _post(runtime)

    unload(elevators.subscribe(guards.take_elevator_fact))
    unload(elevators.on_list(post))
    unload(guards.on_event(happened))
    unload(runtime.cameras.on_change(post))
    unload(runtime.cameras.on_health(health_changed))
    unload(runtime.frigate.subscribe(frigate_said))
    unload(async_dispatcher_connect(runtime.hass, SIGNAL_INCIDENT, incident_changed))
    post()
    runtime.routines.every(LOOK_EVERY, guards.look)


def incident_of(runtime: Runtime, elevator_id: str) -> Incident | None:
    """Return the newest active incident of what happens in cars, in an elevator."""
    active = runtime.response.active.values()
    here = [one for one in active if one.kind in OF_A_CAR and one.place.elevator == elevator_id]
    return max(here, key=lambda one: one.number, default=None)


async def resolve_false_alarm(runtime: Runtime, elevator_id: str, by: str) -> None:
    """Resolve an elevator's e-bike incident as a false alarm, if there is one. Raises StoreError, IncidentError."""
    incident = incident_of(runtime, elevator_id)
    if incident is not None and incident.kind is Kind.EBIKE:
        await runtime.response.resolve(incident.id, by, Resolution.FALSE_ALARM)


async def _open(runtime: Runtime, elevator_id: str, kind: Kind) -> tuple[str | None, bool]:
    elevator = runtime.elevators.get(elevator_id)
    if elevator is None:
        return None, False
    device = runtime.supervision.find(elevator.device) if elevator.device is not None else None
    is_state = kind is Kind.ENTRAPMENT
    if is_state and device is not None and runtime.tests.is_tested(device):
        return None, False
    alarm = Alarm(
        kind,
        elevator.device or "system",
        runtime.clock().utc,
        Place(building=elevator.building, elevator=elevator.id),
        elevator.device,
        text=BY_STATE if is_state else None,
        is_state=is_state,
    )
    incident = await runtime.response.take_alarm(alarm)
    return incident.id, not incident.unsaved


def _post(runtime: Runtime) -> None:
    """Post a guard at every elevator, and tell each what is known of it now."""
    guards, elevators = runtime.guards, runtime.elevators
    begun = guards.configure(elevators.all)
    for elevator in elevators.all:
        for camera in elevator.cameras:
            guards.take(elevator.id, Eyes(camera, up=_is_up(runtime, camera)))
        # One that goes on has heard it itself, and has forgotten what it should.
        if elevator.id in begun and elevators.online(elevator.id):
            guards.take(elevator.id, ElevatorOnline(elevator.id, online=True, at=runtime.clock().utc))
            if (car := elevators.car(elevator.id)) is not None:
                guards.take(elevator.id, CarReported(elevator.id, car))


def _take_camera_fact(runtime: Runtime, fact: CameraFact) -> None:
    match fact:
        case Sighting() | Classified():
            name = fact.camera
        case ZoneCount():
            # A zone's count is that of all cameras which have a zone of that name: only a camera's own is one car's.
            name = fact.area
        case _:
            return
    camera = runtime.cameras.by_frigate_name(name)
    if camera is None:
        return
    for elevator in runtime.elevators.all:
        if camera.id in elevator.cameras:
            runtime.guards.take(elevator.id, Saw(camera.id, fact))


def _take_incident(runtime: Runtime, change: Change, incident: Incident) -> None:
    if change is Change.RESOLVED and _task_of(incident) is not None:
        runtime.routines.run(_rearm(runtime, incident))
    elevator_id = incident.place.elevator
    if elevator_id is None:
        return
    if change is Change.RESOLVED and incident.kind is Kind.EBIKE:
        false_alarm = incident.resolution is Resolution.FALSE_ALARM
        runtime.guards.take(elevator_id, Resolved(incident.id, false_alarm=false_alarm))
    elif change is Change.ACKNOWLEDGED:
        runtime.guards.take(elevator_id, Acknowledged(incident.kind))


async def _rearm(runtime: Runtime, incident: Incident) -> None:
    """Arm a guard again that a technician has seen to; of anybody else's word the task comes back, open."""
    task = _task_of(incident)
    by = next((entry.by for entry in reversed(incident.timeline) if entry.what is Change.RESOLVED), None)
    user = await runtime.hass.auth.async_get_user(by) if by is not None else None
    if task is None:
        return
    if user is None or Role.TECHNICIAN not in runtime.directory.roles_of(user):
        # What is suspended is read from open tasks after a restart: without one, it would be armed by the restart.
        if (fault := runtime.guards.task_of(*task)) is not None:
            runtime.faults.report_again(fault)
        return
    runtime.guards.rearm(*task)
    await runtime.note(user.id, "elevator_guard_rearmed", task[0], why=task[1].value)


def _task_of(incident: Incident) -> tuple[str, WhyNot] | None:
    """Return the elevator and the suspension that a fault's incident is the task for, None if it is none."""
    if incident.kind is not Kind.DEVICE_FAULT or incident.cause is None or incident.subject is None:
        return None
    try:
        why = SUSPENSIONS.get(FaultCause(incident.cause))
    except ValueError:
        return None
    return (incident.subject, why) if why is not None else None


def _is_up(runtime: Runtime, camera_id: str) -> bool:
    try:
        return runtime.cameras.health(camera_id).up
    except UnknownCameraError:
        return False
