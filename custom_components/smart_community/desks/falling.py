"""The falling-object desk: what facade cameras say of themselves and of falls, and what that does to incidents.

An event is judged before it is written, and taken over once it is on the disk: what fails is asked again by the camera.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from ..core.alarm import Alarm
from ..core.camera import Camera
from ..core.device import Device, DeviceAvailability, DeviceEvent, DeviceKind, DeviceState, EventKey
from ..core.facade import BLIND_AFTER, FacadeState, SelfTest
from ..core.fall_news import is_fall_news, news_of
from ..core.falling import (
    SEVERITY,
    Act,
    Decision,
    Fall,
    FallHeard,
    FallNews,
    FallPhase,
    after,
    decide,
    raised,
    withdrawn,
)
from ..core.fault import Fault, FaultCause
from ..core.incident import Incident, Kind, again
from ..core.ports import ClearFault, Clock, Judged, ReportFault
from ..core.telling import listen, tell

# Falls that are remembered; those of active incidents are among them unless a storm of thousands came after.
MOST_REMEMBERED: Final = 2000


@dataclass(frozen=True, slots=True)
class _Pending:
    """What an event makes of a fall once it is written."""

    event: EventKey
    fall: Fall
    news: FallNews
    act: Act


class FallingDesk:
    """All facade cameras of the community. Used on the event loop only."""

    def __init__(
        self,
        *,
        clock: Clock,
        under: Callable[[str], Incident | None],
        gate: Callable[[], float],
        report: ReportFault,
        clear: ClearFault,
        unlinked: Callable[[str, bool], None],
    ) -> None:
        """`under`: the active incident under a merge key; `gate`: the confidence below which nobody is told.

        `unlinked` takes a facade camera's device, and whether it tells of falls that are nobody's, or no longer does.
        """
        self._clock = clock
        self._under = under
        self._gate = gate
        self._report = report
        self._clear = clear
        self._unlinked = unlinked
        self._cameras: dict[str, Camera] = {}
        self._falls: dict[str, Fall] = {}
        self._pending: dict[str, _Pending] = {}
        # The events whose news is being written, and what each is about.
        self._judged: dict[EventKey, _Pending] = {}
        # Falls whose incident is known to be on the disk.
        self._opened: set[str] = set()
        # Devices that told of a fall and are no camera of ours.
        self._strangers: set[str] = set()
        # Those that cannot be heard: what the broker remembers of them is over.
        self._silent: set[str] = set()
        self._states: dict[str, FacadeState] = {}
        # Since when a camera has been blind, in monotonic seconds.
        self._blind_since: dict[str, float] = {}
        self._heard_listeners: list[Callable[[FallHeard], None]] = []
        self._state_listeners: list[Callable[[str], None]] = []

    def load(self, falls: Iterable[Fall]) -> None:
        """Take over what the store remembers, before the first event arrives."""
        self._falls = {fall.id: fall for fall in sorted(falls, key=lambda fall: fall.updated_at)}
        self._opened = {fall.id for fall in self._falls.values() if fall.in_incident}

    def configure(self, cameras: Iterable[Camera]) -> None:
        """Take the cameras as they are set up now; only those with a companion are ours."""
        before, self._cameras = self._cameras, {one.companion: one for one in cameras if one.companion is not None}
        for camera in {one.id for one in before.values()} - {one.id for one in self._cameras.values()}:
            self._clear(FaultCause.FACADE_BLIND, camera)
            self._clear(FaultCause.FACADE_SELF_TEST, camera)
        for device in self._states.keys() & self._cameras.keys():
            self._look_at(device)
        for device in self._strangers & self._cameras.keys():
            self._strangers.remove(device)
            self._unlinked(device, False)  # noqa: FBT003 - whether it is

    @property
    def cameras(self) -> Mapping[str, Camera]:
        """The cameras with a companion, by their device; not to be changed."""
        return MappingProxyType(self._cameras)

    @property
    def falls(self) -> Mapping[str, Fall]:
        """The falls that are remembered, by id, without their traces; not to be changed."""
        return MappingProxyType(self._falls)

    def state(self, camera_id: str) -> FacadeState | None:
        """Return what the companion said of a camera, None while it cannot be heard."""
        device = next((device for device, one in self._cameras.items() if one.id == camera_id), None)
        return None if device is None else self._states.get(device)

    def on_heard(self, listener: Callable[[FallHeard], None]) -> Callable[[], None]:
        """Call `listener` with all news of falls, once they are written; return what ends that."""
        return listen(self._heard_listeners, listener)

    def on_state(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call `listener` with the id of a camera whose state has changed; return what ends that."""
        return listen(self._state_listeners, listener)

    # Events.

    def judge(self, device: Device, event: DeviceEvent) -> Judged | None:
        """Return what an event does if it is news of a fall, None if it is any other."""
        camera = self._cameras.get(event.device)
        # A help button's *fall* is a person's, whatever else stands in it.
        if not is_fall_news(event) or (camera is None and device.kind is not DeviceKind.FACADE_CAMERA):
            return None
        if camera is None:
            # Its technician has to say which camera it is; it is written, so that it is not sent for ever.
            self._note_stranger(device.id)
            return Judged()
        if (news := news_of(event)) is None:
            return Judged()
        now = event.received_at
        at = min(event.said_at or now, now)
        known = self._known(news.fall, event.key)
        if known is not None and known.device != event.device:
            # No camera speaks of another one's falls.
            return Judged()
        near = [one for one in self._all() if one.camera == camera.id and one.id != news.fall and self._stands(one)]
        decision = decide(news, known, near, gate=self._gate(), at=at, now=now)
        if decision.act is Act.SHOW and known is not None and self._may_be_lost(known):
            # The alarm is given again, which does nothing twice.
            decision = Decision(Act.OPEN, known.subject, SEVERITY[known.kind])
        fall = after(known, news, at, now, device=event.device, camera=camera.id)
        fall = replace(fall, subject=decision.subject or fall.subject, keep_days=camera.retention_days)
        if not fall.in_incident:
            # Nobody is ever shown its homes: they are not kept.
            fall = replace(fall, trace=None)
        self._judged[event.key] = self._pending[fall.id] = _Pending(event.key, fall, news, decision.act)
        return self._judgement(device, fall, decision, now)

    def handled(self, event: DeviceEvent) -> None:
        """Take over what an event did, once it is written."""
        pending = self._judged.pop(event.key, None)
        if pending is None:
            return
        fall = pending.fall
        if self._pending.get(fall.id) is pending:
            del self._pending[fall.id]
        before = self._falls.pop(fall.id, None)
        if before is not None:
            # What has come to it meanwhile stays.
            fall = replace(fall, picture=before.picture, clip=before.clip)
        incident = self._under(fall.key) if fall.in_incident else None
        opens = pending.act is Act.RAISE or (pending.act in {Act.OPEN, Act.JOIN} and fall.id not in self._opened)
        if incident is not None:
            self._opened.add(fall.id)
        self._falls[fall.id] = replace(fall, trace=None)
        while len(self._falls) > MOST_REMEMBERED:
            gone = next(iter(self._falls))
            del self._falls[gone]
            self._opened.discard(gone)
        phase, incident_id = pending.news.phase, incident.id if incident is not None else None
        heard = FallHeard(
            self._falls[fall.id],
            phase,
            incident_id,
            opened=opens and incident is not None,
            # What was overtaken is told by nobody.
            is_new=fall.phase is phase and (before is None or before.phase is not phase),
        )
        tell(self._heard_listeners, heard)

    def note_media(self, fall_id: str, column: str, number: int) -> None:
        """Take over which of the incident's media is a fall's `picture` or `clip`."""
        if (fall := self._falls.get(fall_id)) is not None:
            self._falls[fall_id] = replace(fall, picture=number) if column == "picture" else replace(fall, clip=number)

    # What cameras say of themselves.

    def take_fact(self, fact: object) -> None:
        """Take what a facade camera says of itself; what is not about one is read over."""
        match fact:
            case DeviceState(facade=FacadeState() as state) if not fact.retained:
                self._silent.discard(fact.device)
                self._states[fact.device] = state
                self._look_at(fact.device)
            case DeviceState(facade=FacadeState() as state) if (
                fact.device not in self._states and fact.device not in self._silent
            ):
                # The broker's memory: shown until it speaks, and nothing is judged by it.
                self._states[fact.device] = state
                self._tell_state(fact.device)
            case DeviceAvailability(online=True):
                self._silent.discard(fact.device)
            case DeviceAvailability() if fact.device in self._cameras or fact.device in self._states:
                # That it is gone is a fault of its own; how it sees, nobody knows now.
                self._silent.add(fact.device)
                self._blind_since.pop(fact.device, None)
                if self._states.pop(fact.device, None) is not None:
                    self._tell_state(fact.device)

    async def look(self) -> None:
        """Look who has been blind for too long; called every few seconds."""
        now = self._clock().monotonic
        for device, since in self._blind_since.items():
            if (camera := self._cameras.get(device)) is not None and now - since > BLIND_AFTER:
                self._report(Fault(FaultCause.FACADE_BLIND, camera.id, camera.place.building, device))

    def _look_at(self, device: str) -> None:
        state, camera = self._states[device], self._cameras.get(device)
        if camera is None:
            return
        if state.is_blind:
            self._blind_since.setdefault(device, self._clock().monotonic)
        else:
            self._blind_since.pop(device, None)
            self._clear(FaultCause.FACADE_BLIND, camera.id)
        if state.self_test is SelfTest.FAILED:
            self._report(Fault(FaultCause.FACADE_SELF_TEST, camera.id, camera.place.building, device))
        elif state.self_test is SelfTest.PASSED:
            self._clear(FaultCause.FACADE_SELF_TEST, camera.id)
        tell(self._state_listeners, camera.id)

    def _tell_state(self, device: str) -> None:
        if (camera := self._cameras.get(device)) is not None:
            tell(self._state_listeners, camera.id)

    # What is known.

    def _note_stranger(self, device: str) -> None:
        if device not in self._strangers:
            self._strangers.add(device)
            self._unlinked(device, True)  # noqa: FBT003 - whether it is

    def _known(self, fall_id: str, event: EventKey) -> Fall | None:
        """Return a fall as it will be once all that is under way is written; the event's own earlier try aside."""
        pending = self._pending.get(fall_id)
        if pending is not None and pending.event != event:
            return pending.fall
        return self._falls.get(fall_id)

    def _all(self) -> list[Fall]:
        return [*self._falls.values(), *(one.fall for one in self._pending.values())]

    def _may_be_lost(self, fall: Fall) -> bool:
        """Return whether it is not sure that the news which opened its incident has reached the disk."""
        return fall.in_incident and fall.phase is not FallPhase.WITHDRAWN and fall.id not in self._opened

    def _stands(self, fall: Fall) -> bool:
        """Whether a further fall may join the incident of this one: it is active, or being opened this moment."""
        if not fall.in_incident:
            return False
        return self._under(fall.key) is not None or fall.subject in self._pending

    def _judgement(self, device: Device, fall: Fall, decision: Decision, now: datetime) -> Judged:
        records = (fall,)
        what = fall.kind.value
        match decision.act:
            case Act.OPEN | Act.JOIN:
                alarm = Alarm(
                    Kind.FALLING_OBJECT,
                    device.id,
                    now,
                    self._cameras[device.id].place,
                    device.id,
                    decision.severity,
                    text=what if decision.act is Act.JOIN else None,
                    subject=decision.subject,
                    is_further=decision.act is Act.JOIN,
                    # The same fall again tells nothing that its incident does not.
                    is_state=decision.act is Act.OPEN,
                )
                return Judged(records, alarm)
            case Act.RAISE:

                def step(incident: Incident) -> Incident:
                    return again(raised(incident, decision.severity), now, device.id, what)

            case Act.TAKE_BACK:

                def step(incident: Incident) -> Incident:
                    return withdrawn(incident, now, device.id, what)

            case Act.SHOW if fall.in_incident:

                def step(incident: Incident) -> Incident:
                    # In its turn: what the incident waits to write of this fall is older.
                    return incident

            case Act.SHOW:
                return Judged(records)
        return Judged(records, key=fall.key, step=step)
