"""The cameras, connected to Frigate, to adopted camera entities, and to the faults."""

from typing import TYPE_CHECKING

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import CALLBACK_TYPE, Event, EventStateChangedData, callback
from homeassistant.helpers.event import async_track_state_change_event

from ..core.camera import Camera
from ..core.sighting import CameraHealth, CameraTrouble
from ..desks.cameras import CameraDesk

if TYPE_CHECKING:
    from ..runtime import Runtime


def build_cameras(runtime: Runtime) -> CameraDesk:
    """Return the desk that knows the cameras; none before the subentries are read."""

    def health_of(camera: Camera) -> CameraHealth:
        if camera.frigate_name is not None:
            return runtime.frigate.health_of(camera.frigate_name)
        entity = camera.entity or ""
        now = runtime.clock().utc
        state = runtime.hass.states.get(entity)
        if state is None:
            return CameraHealth(entity, up=False, reason=CameraTrouble.UNKNOWN, at=now)
        up = state.state != STATE_UNAVAILABLE
        return CameraHealth(entity, up=up, reason=None if up else CameraTrouble.OFFLINE, at=state.last_changed)

    return CameraDesk(health_of=health_of, report=runtime.faults.report, clear=runtime.faults.clear)


async def start_cameras(runtime: Runtime) -> None:
    """Hear what Frigate says, and whether the entities that were adopted are there."""
    cameras, watched = runtime.cameras, _Watched(runtime)

    @callback
    def frigate_changed() -> None:
        for camera in cameras.all:
            if camera.frigate_name is not None:
                cameras.health_changed(camera.id)

    runtime.entry.async_on_unload(runtime.frigate.subscribe(cameras.take_fact))
    runtime.entry.async_on_unload(runtime.frigate.on_status(frigate_changed))
    runtime.entry.async_on_unload(cameras.on_change(watched.follow))
    runtime.entry.async_on_unload(watched.stop)
    watched.follow()


class _Watched:
    """The camera entities that were adopted, as they come and go."""

    def __init__(self, runtime: Runtime) -> None:
        """Begin with none."""
        self._runtime = runtime
        self._stop: CALLBACK_TYPE | None = None

    @callback
    def follow(self) -> None:
        """Listen to those that are set up now."""
        self.stop()
        if entities := [camera.entity for camera in self._runtime.cameras.all if camera.entity is not None]:
            self._stop = async_track_state_change_event(self._runtime.hass, entities, self._changed)

    @callback
    def stop(self) -> None:
        """Listen no more."""
        if self._stop is not None:
            self._stop()
            self._stop = None

    @callback
    def _changed(self, event: Event[EventStateChangedData]) -> None:
        for camera in self._runtime.cameras.all:
            if camera.entity == event.data["entity_id"]:
                self._runtime.cameras.health_changed(camera.id)
