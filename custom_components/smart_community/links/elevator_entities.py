"""An adopted elevator: a door contact, a relay and what else there is, each an entity of another integration."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from homeassistant.const import (
    ATTR_ENTITY_ID,
    EVENT_CALL_SERVICE,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
    STATE_OFF,
    STATE_ON,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import (
    CALLBACK_TYPE,
    Context,
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
    split_entity_id,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_track_state_change_event

from ..core.elevator import (
    RENEW_EVERY,
    CarReported,
    CarState,
    Door,
    ElevatorFact,
    ElevatorOnline,
    ElevatorPoints,
    Inhibitor,
    KeyReleased,
)
from ..core.ports import Clock, CommandError

_LOGGER = logging.getLogger(__name__)

_FLAGS: Final = ("level", "moving", "hold", *Inhibitor)
_DOORS: Final = {**{door.value: door for door in Door}, STATE_ON: Door.OPEN, STATE_OFF: Door.CLOSED}
# The points without which nothing is known of the door: whether they are there says whether the elevator is.
_MAIN: Final = ("hold", "door")
_LONGEST_FLOOR: Final = 16
# Seconds for another integration to switch its relay; by then it is asked again.
_SWITCHED_WITHIN: Final = RENEW_EVERY
# A relay that is to let go by itself is let go by us only so many seconds after it should have.
_ALONE_FOR: Final = 5.0


class AdoptedElevator:
    """Watches the entities of one elevator, and switches its relay. Used on the event loop."""

    def __init__(
        self,
        hass: HomeAssistant,
        elevator_id: str,
        points: ElevatorPoints,
        *,
        clock: Clock,
        on_fact: Callable[[ElevatorFact], None],
    ) -> None:
        """Know the entities; `start` watches them."""
        self._hass = hass
        self._id = elevator_id
        self.points = points
        self._clock = clock
        self._on_fact = on_fact
        self._unwatch: CALLBACK_TYPE | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._looked_at_relay = False
        # While the relay is to let go by itself: our own calls, and those of anybody else, by their contexts.
        self._unhear: CALLBACK_TYPE | None = None
        self._own: set[str] = set()
        self._others: set[str] = set()
        # How often we let go, or something of Home Assistant did while the relay was to let go by itself.
        self.releases = 0
        self.car = CarState(at=clock().utc)
        self.online = False

    @callback
    def start(self) -> None:
        """Watch, and say what is there now; a relay that still holds from before us is let go."""
        self._unwatch = async_track_state_change_event(self._hass, list(self.points.as_dict().values()), self._changed)
        self._report()

    @callback
    def stop(self) -> None:
        """Watch no more; a door that is still held is let go."""
        if self._unwatch is not None:
            self._unwatch()
            self._unwatch = None
        self._hear_no_more()
        if self._timer is not None:
            self._let_go()

    async def hold(self, for_s: float, *, alone: bool = False) -> None:
        """Switch the relay on, and off again after `for_s` seconds unless asked again. Raises CommandError.

        That is our own watch on ourselves; the relay's timer is another, which works without us. `alone`: a
        commissioning looks whether it does, so ours waits a while longer.
        """
        self._set_timer(for_s + _ALONE_FOR if alone else for_s)
        if alone and self._unhear is None:
            self._unhear = self._hass.bus.async_listen(EVENT_CALL_SERVICE, self._called)
        await self._switch(on=True)

    async def release(self) -> None:
        """Switch the relay off. Raises CommandError."""
        self._set_timer(None)
        self._hear_no_more()
        await self._switch(on=False)

    def _set_timer(self, for_s: float | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._hass.loop.call_later(for_s, self._let_go) if for_s is not None else None

    @callback
    def _let_go(self) -> None:
        self._set_timer(None)
        self._hear_no_more()
        self.releases += 1
        self._hass.async_create_background_task(self._try_to_release(), f"elevator {self._id} lets go")

    async def _try_to_release(self) -> None:
        try:
            await self._switch(on=False)
        except CommandError as error:
            _LOGGER.warning("The relay of elevator %s was not switched off (%s): its own timer must", self._id, error)

    async def _switch(self, *, on: bool) -> None:
        relay = self.points.hold
        state = self._hass.states.get(relay) if relay is not None else None
        if relay is None or state is None or state.state == STATE_UNAVAILABLE:
            raise CommandError("not_connected")
        domain, context = split_entity_id(relay)[0], Context()
        if self._unhear is not None:
            self._own.add(context.id)
        try:
            # A context of our own: whoever asked was checked by us, and need not have a say over the relay.
            async with asyncio.timeout(_SWITCHED_WITHIN):
                await self._hass.services.async_call(
                    domain,
                    SERVICE_TURN_ON if on else SERVICE_TURN_OFF,
                    {ATTR_ENTITY_ID: relay},
                    blocking=True,
                    context=context,
                )
        except TimeoutError as error:
            raise CommandError("no_result") from error
        except HomeAssistantError as error:
            raise CommandError("refused") from error

    @callback
    def _called(self, event: Event) -> None:
        """Notice what else of Home Assistant acts while the relay is to let go by itself."""
        if event.context.id in self._own and event.data["service"] == SERVICE_TURN_ON:
            return
        self._others.add(event.context.id)
        named = event.data["service_data"].get(ATTR_ENTITY_ID) or []
        if self.points.hold in ([named] if isinstance(named, str) else named):
            self.releases += 1

    def _hear_no_more(self) -> None:
        if self._unhear is not None:
            self._unhear()
            self._unhear = None
        self._own.clear()
        self._others.clear()

    def _is_by_somebody(self, new: State | None) -> bool:
        """Return whether it is Home Assistant that switched the relay off, and not the relay's own timer."""
        if self._unhear is None or new is None or new.state != STATE_OFF:
            return False
        context = new.context
        return context.user_id is not None or context.parent_id is not None or context.id in self._others

    @callback
    def _changed(self, event: Event[EventStateChangedData]) -> None:
        old, new = event.data["old_state"], event.data["new_state"]
        if event.data["entity_id"] == self.points.key and _is_pressed(old, new):
            self._on_fact(KeyReleased(self._id, self._clock().utc))
        if event.data["entity_id"] == self.points.hold and self._is_by_somebody(new):
            self.releases += 1
        self._report()

    def _report(self) -> None:
        """Say what the entities show now, and whether they are there."""
        there = [
            self._said(entity_id) is not None for name, entity_id in self.points.as_dict().items() if name in _MAIN
        ]
        online = bool(there) and all(there)
        self.car = self._read()
        if not self._looked_at_relay and self.car.hold is not None:
            self._looked_at_relay = True
            if self.car.hold and self._timer is None:
                # Whoever asked for it is gone: a hold is never taken up again.
                _LOGGER.warning("The relay of elevator %s was on before it was asked for: it is let go", self._id)
                self._let_go()
        if online is not self.online:
            self.online = online
            self._on_fact(ElevatorOnline(self._id, online, self.car.at))
        self._on_fact(CarReported(self._id, self.car))

    def _read(self) -> CarState:
        points = self.points.as_dict()
        flags = {name: _flag(self._said(points[name])) for name in _FLAGS if name in points}
        door = self._said(points["door"]) if "door" in points else None
        floor = self._said(points["floor"]) if "floor" in points else None
        return CarState(
            at=self._clock().utc,
            floor=floor[:_LONGEST_FLOOR] if floor is not None else None,
            door=_DOORS.get(door) if door is not None else None,
            **flags,
        )

    def _said(self, entity_id: str) -> str | None:
        """Return an entity's state, None if it says nothing."""
        state = self._hass.states.get(entity_id)
        return None if state is None or state.state in {STATE_UNAVAILABLE, STATE_UNKNOWN} else state.state


def _flag(said: str | None) -> bool | None:
    return {STATE_ON: True, STATE_OFF: False}.get(said) if said is not None else None


def _is_pressed(old: State | None, new: State | None) -> bool:
    """Return whether the elevator's own key was used: it is on now, or its event has another time."""
    if old is None or new is None or STATE_UNAVAILABLE in {old.state, new.state}:
        return False
    if new.state in {STATE_ON, STATE_OFF}:
        return new.state == STATE_ON and old.state != STATE_ON
    return new.state not in {old.state, STATE_UNKNOWN}
