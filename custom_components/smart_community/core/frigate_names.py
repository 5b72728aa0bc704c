"""What a camera's streams, zone and addresses are called in Frigate's configuration, so that no two are alike; pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from .camera import Camera
from .frigate_profiles import PROFILES


@dataclass(frozen=True, slots=True)
class Names:
    """What stands for one camera in the file: its streams, its zone, and the variables that hold its addresses."""

    camera: str
    detail: str
    zone: str | None
    main_address: str
    detail_address: str

    @property
    def addresses(self) -> tuple[str, str]:
        """Return both variables."""
        return self.main_address, self.detail_address


def names_of(cameras: Iterable[Camera]) -> dict[str, Names]:
    """Return the names in the file of each camera that is read through Frigate, by the camera's id.

    A zone may not be called as a camera, and two streams or variables not alike, whatever cameras are called.
    """
    read = {camera.frigate_name: camera for camera in cameras if camera.frigate_name is not None}
    taken = set(read)
    variables: set[str] = set()
    named: dict[str, Names] = {}
    for name, camera in read.items():
        zone = PROFILES[camera.purpose].zone
        variable = _free(f"FRIGATE_{name.upper().replace('-', '_')}", variables, "_MAIN", "_DETAIL")
        named[camera.id] = Names(
            camera=name,
            detail=_free(f"{name}_detail", taken),
            zone=_free(f"{name}_{zone.suffix}", taken) if zone is not None else None,
            main_address=f"{variable}_MAIN",
            detail_address=f"{variable}_DETAIL",
        )
    return named


def _free(name: str, taken: set[str], *endings: str) -> str:
    """Return a name that nothing has yet, with any of these endings, and take it."""
    number, free = 1, name
    while taken & {f"{free}{ending}" for ending in endings or ("",)}:
        number += 1
        free = f"{name}_{number}"
    taken |= {f"{free}{ending}" for ending in endings or ("",)}
    return free
