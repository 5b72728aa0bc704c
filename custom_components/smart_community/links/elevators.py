"""The link to the elevators: what their cars say becomes facts, and their doors are held and let go.

An elevator speaks our protocol, or is adopted: made of existing entities (`elevator_entities.py`). Whoever asks cannot
tell which.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..core.device import (
    KEY_RELEASE,
    SIGHTING,
    DeviceAvailability,
    DeviceEvent,
    DeviceState,
    EventKey,
    Malformed,
)
from ..core.elevator import (
    LONGEST_HOLD,
    RENEW_EVERY,
    CarReported,
    CarSighting,
    CarState,
    Elevator,
    ElevatorFact,
    ElevatorOnline,
    KeyReleased,
    MissingPoint,
    Promises,
    missing_points,
    promises,
)
from ..core.ports import Clock, CommandError
from ..core.telling import listen, tell
from .elevator_entities import AdoptedElevator

_LOGGER = logging.getLogger(__name__)

# An elevator that speaks our protocol speaks at least every 10 s; after three of these it is not there any more.
SILENT_AFTER: Final = 30.0  # seconds
# Seconds to wait for the answer to a hold: it is asked for again by then, and a late one must not be executed.
_HOLD_WITHIN: Final = RENEW_EVERY
_RELEASE_WITHIN: Final = 2.0
_RELEASE_TRIES: Final = 3
# An event that waited at the broker for longer says nothing about the car as it is now, in seconds.
_OLD_NEWS: Final = 10.0
# Strangers whose last state is kept, should they be made elevators of.
_MOST_CARS: Final = 500
_REMEMBERED_EVENTS: Final = 32


class SendCommand(Protocol):
    """Have a device that speaks our protocol do something."""

    async def __call__(
        self, device: str, name: str, arguments: Mapping[str, Any], *, within: float | None = None, tries: int = 2
    ) -> None:
        """Return once it has said that it did; it is asked `tries` times, each `within` s. Raises CommandError."""


@dataclass(slots=True)
class _Spoken:
    """What a device that speaks our protocol said last. `heard`: monotonic seconds, None if not since we listen.

    `car`: how it is now; `kept`: what it or the broker said last, which tells its points when nobody knows how it is.
    """

    car: CarState | None = None
    kept: CarState | None = None
    online: bool = False
    heard: float | None = None


class ElevatorLink:
    """All elevators of the community. Used on the event loop; listeners are called there."""

    def __init__(self, hass: HomeAssistant, *, clock: Clock, send: SendCommand) -> None:
        """Begin without elevators."""
        self._hass = hass
        self._clock = clock
        self._send = send
        self._elevators: dict[str, Elevator] = {}
        self._by_device: dict[str, str] = {}
        self._spoken: dict[str, _Spoken] = {}
        self._adopted: dict[str, AdoptedElevator] = {}
        self._seen: deque[EventKey] = deque(maxlen=_REMEMBERED_EVENTS)
        self._listeners: list[Callable[[ElevatorFact], None]] = []
        self._list_listeners: list[Callable[[], None]] = []
        # Those whose door we have asked to be held, and not let go since.
        self._held: set[str] = set()
        self._releases: Counter[str] = Counter()

    @property
    def all(self) -> tuple[Elevator, ...]:
        """Every elevator, in the order of their names."""
        return tuple(sorted(self._elevators.values(), key=lambda one: (one.name, one.id)))

    def get(self, elevator_id: str) -> Elevator | None:
        """Return an elevator by its subentry's id, or None."""
        return self._elevators.get(elevator_id)

    def of_device(self, device: str) -> Elevator | None:
        """Return the elevator that a device of the protocol is, or None."""
        return self._elevators.get(self._by_device.get(device, ""))

    def car(self, elevator_id: str) -> CarState | None:
        """Return what its car said last, None if it has said nothing since it can be heard."""
        if (adopted := self._adopted.get(elevator_id)) is not None:
            return adopted.car
        elevator = self._elevators.get(elevator_id)
        spoken = self._spoken.get(elevator.device or "") if elevator is not None else None
        return spoken.car if spoken is not None else None

    def online(self, elevator_id: str) -> bool:
        """Return whether the elevator can be heard now, so that what its car said holds."""
        if (adopted := self._adopted.get(elevator_id)) is not None:
            return adopted.online
        elevator = self._elevators.get(elevator_id)
        spoken = self._spoken.get(elevator.device or "") if elevator is not None else None
        return spoken is not None and spoken.online

    def missing(self, elevator_id: str) -> tuple[MissingPoint, ...]:
        """Return the points that an elevator does not have."""
        elevator = self._elevators.get(elevator_id)
        return missing_points(elevator, self._kept(elevator_id)) if elevator is not None else ()

    def promises(self, elevator_id: str) -> Promises:
        """Return what can be promised with the points that an elevator has. Raises KeyError for one that is none."""
        return promises(self._elevators[elevator_id], self._kept(elevator_id))

    def releases(self, elevator_id: str) -> int:
        """Return how often its door was let go by us, or by anything else of Home Assistant while it was tested."""
        adopted = self._adopted.get(elevator_id)
        return self._releases[elevator_id] + (adopted.releases if adopted is not None else 0)

    @callback
    def subscribe(self, listener: Callable[[ElevatorFact], None]) -> CALLBACK_TYPE:
        """Call `listener` with each fact; return what ends that."""
        return listen(self._listeners, listener)

    @callback
    def on_list(self, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Call `listener` when the elevators have been configured anew; return what ends that."""
        return listen(self._list_listeners, listener)

    @callback
    def configure(self, elevators: Iterable[Elevator]) -> None:
        """Have these elevators, and no others; those that are as they were are not touched."""
        wanted = {elevator.id: elevator for elevator in elevators}
        if wanted == self._elevators:
            return
        for elevator_id, adopted in list(self._adopted.items()):
            elevator = wanted.get(elevator_id)
            if elevator is None or not elevator.adopted or elevator.points != adopted.points:
                adopted.stop()
                del self._adopted[elevator_id]
        for elevator_id in list(self._held):
            before, after = self._elevators[elevator_id], wanted.get(elevator_id)
            if after is None or after.device != before.device:
                # The guard leaves after us: its word would reach the new device, or none.
                self._held.discard(elevator_id)
                if before.device is not None:
                    self._free(elevator_id, before.device)
        self._elevators = wanted
        self._by_device = {one.device: one.id for one in wanted.values() if one.device is not None}
        for elevator in wanted.values():
            if elevator.adopted and elevator.points is not None and elevator.id not in self._adopted:
                adopted = AdoptedElevator(
                    self._hass, elevator.id, elevator.points, clock=self._clock, on_fact=self._publish
                )
                self._adopted[elevator.id] = adopted
                adopted.start()
        tell(self._list_listeners)

    # What devices say.

    @callback
    def take_fact(self, fact: object) -> None:
        """Take what a device said of itself; what is not about an elevator is read over."""
        match fact:
            case DeviceState(car=CarState() as car):
                self._take_car(fact.device, car, retained=fact.retained)
            case DeviceAvailability() if fact.device in self._by_device or fact.device in self._spoken:
                spoken = self._spoken.setdefault(fact.device, _Spoken())
                if not fact.online:
                    self._silent(fact.device, spoken)
                elif not fact.retained:
                    self._heard(fact.device, spoken)
            case Malformed(device=str()) if fact.device in self._spoken and fact.topic.endswith("/state"):
                # What it says cannot be understood, so nothing that it said before may be taken to hold still.
                self._take_car(fact.device, CarState(at=self._clock().utc), retained=False)

    @callback
    def take_event(self, event: DeviceEvent) -> None:
        """Take what a device did, once; its record is not ours."""
        elevator_id = self._by_device.get(event.device)
        if elevator_id is None or event.key in self._seen:
            return
        self._seen.append(event.key)
        if event.type == KEY_RELEASE:
            # Never old news: a late one does no harm, one that a wrong clock hides would have us hold on.
            self._publish(KeyReleased(elevator_id, event.received_at))
        said = event.said_at
        if said is not None and abs((event.received_at - said).total_seconds()) > _OLD_NEWS:
            return
        self._heard(event.device, self._spoken.setdefault(event.device, _Spoken()))
        if event.type == SIGHTING and (sighting := _sighting(elevator_id, event)) is not None:
            self._publish(sighting)

    @callback
    def link_changed(self, *, connected: bool) -> None:
        """Hear whether the broker is reached: without it no elevator that speaks our protocol is."""
        if not connected:
            for device, spoken in self._spoken.items():
                self._silent(device, spoken)

    async def look(self) -> None:
        """Notice who has fallen silent; called every few seconds."""
        now = self._clock().monotonic
        for device, spoken in self._spoken.items():
            if spoken.heard is not None and now - spoken.heard > SILENT_AFTER:
                self._silent(device, spoken)

    # What elevators are told.

    async def hold(self, elevator_id: str, for_s: float, *, alone: bool = False) -> None:
        """Ask for the door to be held for so many seconds (10 at most). Raises CommandError: nothing promises it then.

        It lets go by itself, unless it is asked again before. `alone`: for a commissioning that looks whether it does.
        """
        seconds = min(for_s, LONGEST_HOLD)
        if (adopted := self._adopted.get(elevator_id)) is not None:
            self._held.add(elevator_id)
            await adopted.hold(seconds, alone=alone)
            return
        device = self._device(elevator_id)
        self._held.add(elevator_id)
        await self._send(device, "hold_door", {"for": seconds}, within=_HOLD_WITHIN, tries=1)

    async def release(self, elevator_id: str) -> None:
        """Let the door go. Raises CommandError: it lets go by itself then, within the hold that was asked for last."""
        self._held.discard(elevator_id)
        self._releases[elevator_id] += 1
        if (adopted := self._adopted.get(elevator_id)) is not None:
            await adopted.release()
            return
        device = self._device(elevator_id)
        await self._send(device, "release_door", {}, within=_RELEASE_WITHIN, tries=_RELEASE_TRIES)

    async def announce(self, elevator_id: str, text: str, language: str) -> None:
        """Have the elevator itself speak. Raises CommandError; an adopted one has only its speakers."""
        await self._send(self._device(elevator_id), "announce", {"text": text, "language": language})

    async def stop(self) -> None:
        """Let go of every door that we hold, and listen no more."""
        await asyncio.gather(*(self._let_go(elevator_id) for elevator_id in list(self._held)))
        for adopted in self._adopted.values():
            adopted.stop()
        self._adopted.clear()
        self._elevators.clear()
        self._by_device.clear()

    def _free(self, elevator_id: str, device: str) -> None:
        """Let go of a door that we hold by a device which its elevator is no more."""
        self._releases[elevator_id] += 1
        self._hass.async_create_background_task(
            self._free_device(elevator_id, device), f"elevator {elevator_id} lets go"
        )

    async def _free_device(self, elevator_id: str, device: str) -> None:
        try:
            await self._send(device, "release_door", {}, within=_RELEASE_WITHIN, tries=_RELEASE_TRIES)
        except CommandError as error:
            _LOGGER.debug("Elevator %s lets go by itself: it did not answer (%s)", elevator_id, error.code)

    async def _let_go(self, elevator_id: str) -> None:
        """Let one door go as we end: asked once, since it lets go by itself soon after."""
        try:
            if elevator_id in self._adopted:
                await self.release(elevator_id)
            else:
                await self._send(self._device(elevator_id), "release_door", {}, within=_RELEASE_WITHIN / 2, tries=1)
        except CommandError as error:
            _LOGGER.debug("Elevator %s lets go by itself: it did not answer (%s)", elevator_id, error.code)

    def _device(self, elevator_id: str) -> str:
        elevator = self._elevators.get(elevator_id)
        if elevator is None or elevator.device is None:
            raise CommandError("not_connected")
        return elevator.device

    def _kept(self, elevator_id: str) -> CarState | None:
        if (adopted := self._adopted.get(elevator_id)) is not None:
            return adopted.car
        elevator = self._elevators.get(elevator_id)
        spoken = self._spoken.get(elevator.device or "") if elevator is not None else None
        return spoken.kept if spoken is not None else None

    def _take_car(self, device: str, car: CarState, *, retained: bool) -> None:
        if device not in self._spoken and device not in self._by_device and len(self._spoken) >= _MOST_CARS:
            return
        spoken = self._spoken.setdefault(device, _Spoken())
        # Each state is whole: a point that it leaves out now is one that nobody knows any more.
        spoken.kept = car
        if retained:
            # The broker's memory says which points there are, and nothing about now.
            return
        spoken.car = car
        self._heard(device, spoken)
        if (elevator_id := self._by_device.get(device)) is not None:
            self._publish(CarReported(elevator_id, car))

    def _heard(self, device: str, spoken: _Spoken) -> None:
        spoken.heard = self._clock().monotonic
        if not spoken.online:
            spoken.online = True
            self._tell_online(device, online=True)

    def _silent(self, device: str, spoken: _Spoken) -> None:
        spoken.heard = None
        # However it is now, it has to say it again.
        spoken.car = None
        if spoken.online:
            spoken.online = False
            self._tell_online(device, online=False)

    def _tell_online(self, device: str, *, online: bool) -> None:
        if (elevator_id := self._by_device.get(device)) is not None:
            self._publish(ElevatorOnline(elevator_id, online, self._clock().utc))

    def _publish(self, fact: ElevatorFact) -> None:
        # One that shows a floor must not keep the guard from hearing that the car moves.
        tell(self._listeners, fact)


def _sighting(elevator_id: str, event: DeviceEvent) -> CarSighting | None:
    """Return what the elevator's own camera saw; None for what is not to be understood."""
    label, score = event.details.get("label"), event.details.get("score")
    if not isinstance(label, str) or isinstance(score, bool) or not isinstance(score, int | float):
        return None
    if not 0 <= score <= 1:
        return None
    camera, frame = (str(event.details.get(name) or "")[:64] for name in ("camera", "frame"))
    return CarSighting(elevator_id, label[:64], float(score), camera, frame, event.received_at)
