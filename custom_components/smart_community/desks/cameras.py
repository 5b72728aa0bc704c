"""The camera desk: which cameras there are, whether each sees, and what each saw last."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ..core.camera import Camera, without_sign
from ..core.fault import Fault, FaultCause
from ..core.ports import ClearFault, ReportFault
from ..core.sighting import CameraFact, CameraHealth, Phase, Sighting
from ..core.telling import listen, tell


class UnknownCameraError(Exception):
    """No camera has this id."""

    code: Final = "camera_unknown"


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a camera's tracked object is in its life: a label that began, or ended. No plate, no face, no picture."""

    camera: str
    phase: Phase
    sighting: Sighting


class CameraDesk:
    """All cameras of the community. Used on the event loop only."""

    def __init__(self, *, health_of: Callable[[Camera], CameraHealth], report: ReportFault, clear: ClearFault) -> None:
        """`health_of` says whether a camera sees now; `report` and `clear` take the fault of a missing sign."""
        self._health_of = health_of
        self._report = report
        self._clear = clear
        self._cameras: dict[str, Camera] = {}
        self._by_frigate_name: dict[str, Camera] = {}
        self._last: dict[str, Sighting] = {}
        self._change_listeners: list[Callable[[], None]] = []
        self._seen_listeners: list[Callable[[Seen], None]] = []
        self._health_listeners: list[Callable[[str], None]] = []

    @property
    def all(self) -> tuple[Camera, ...]:
        """All cameras, by name."""
        return tuple(sorted(self._cameras.values(), key=lambda camera: camera.name))

    @property
    def by_id(self) -> Mapping[str, Camera]:
        """All cameras by their id; not to be changed."""
        return MappingProxyType(self._cameras)

    def get(self, camera_id: str) -> Camera | None:
        """Return a camera by its id, or None."""
        return self._cameras.get(camera_id)

    def known(self, camera_id: str) -> Camera:
        """Return a camera by its id. Raises UnknownCameraError."""
        camera = self._cameras.get(camera_id)
        if camera is None:
            raise UnknownCameraError(camera_id)
        return camera

    def by_frigate_name(self, name: str) -> Camera | None:
        """Return the camera that Frigate calls so, or None."""
        return self._by_frigate_name.get(name)

    def of_elevator(self, elevator_id: str) -> list[Camera]:
        """Return the cameras of an elevator's car, by name."""
        return [camera for camera in self.all if camera.place.elevator == elevator_id]

    def health(self, camera_id: str) -> CameraHealth:
        """Return whether a camera sees now. Raises UnknownCameraError."""
        return self._health_of(self.known(camera_id))

    def last_seen(self, camera_id: str) -> Sighting | None:
        """Return what a camera saw last that has a picture, or None."""
        return self._last.get(camera_id)

    def configure(self, cameras: Iterable[Camera]) -> None:
        """Take the cameras as they are set up now."""
        before = self._cameras
        self._cameras = {camera.id: camera for camera in cameras}
        self._by_frigate_name = {
            camera.frigate_name: camera for camera in self._cameras.values() if camera.frigate_name is not None
        }
        self._last = {camera: seen for camera, seen in self._last.items() if camera in self._cameras}
        self._tell_of_signs(before)
        if self._cameras != before:
            tell(self._change_listeners)

    def take_fact(self, fact: CameraFact) -> None:
        """Take what Frigate said of a camera; what is of none of ours is left."""
        match fact:
            case Sighting():
                self._take_sighting(fact)
            case CameraHealth():
                if (camera := self._by_frigate_name.get(fact.camera)) is not None:
                    self.health_changed(camera.id)
            case _:
                return

    def health_changed(self, camera_id: str) -> None:
        """Tell that a camera sees again, or no longer."""
        tell(self._health_listeners, camera_id)

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` when other cameras are set up than before; returns how to stop that."""
        return listen(self._change_listeners, listener)

    def on_seen(self, listener: Callable[[Seen], None]) -> Callable[[], None]:
        """Call `listener` when something comes into a camera's view or has left it; returns how to stop that."""
        return listen(self._seen_listeners, listener)

    def on_health(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call `listener` with the id of a camera whose health may have changed; returns how to stop that."""
        return listen(self._health_listeners, listener)

    def _take_sighting(self, sighting: Sighting) -> None:
        camera = self._by_frigate_name.get(sighting.camera)
        if camera is None:
            return
        if sighting.has_snapshot:
            self._last[camera.id] = sighting
        if sighting.phase is Phase.CHANGED:
            return
        tell(self._seen_listeners, Seen(camera.id, sighting.phase, sighting))

    def _tell_of_signs(self, before: Mapping[str, Camera]) -> None:
        missing = {camera.id: camera for camera in without_sign(self._cameras.values())}
        for camera in missing.values():
            self._report(Fault(FaultCause.CAMERA_UNSIGNED, camera.id, camera.place.building))
        for camera_id in (before.keys() | self._cameras.keys()) - missing.keys():
            self._clear(FaultCause.CAMERA_UNSIGNED, camera_id)
