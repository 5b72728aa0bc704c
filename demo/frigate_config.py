"""The files in `frigate_config/`, as the integration renders them: `python -m demo.frigate_config` writes them anew.

One profile a camera purpose and one whole example, for the cameras of the demo's community; each for both versions.
"""

from pathlib import Path
from typing import Final

from custom_components.smart_community.core.camera import Camera, CameraPurpose, CameraRoom
from custom_components.smart_community.core.elevator import Elevator
from custom_components.smart_community.core.frigate_config import FrigateVersion, render

FOLDER: Final = Path(__file__).parents[1] / "frigate_config"

# What the sign at a camera says and where it hangs: the profiles show a camera that is set up well.
_SIGN: Final = "Public area under video surveillance"


def _camera(name: str, purpose: CameraPurpose, room: CameraRoom, shown: str) -> Camera:
    return Camera(
        id=name,
        name=shown,
        purpose=purpose,
        room=room,
        frigate_name=name,
        sign_text=_SIGN,
        sign_place="Beside the camera",
    )


CAMERAS: Final = (
    _camera("elevator_1", CameraPurpose.ELEVATOR_CAR, CameraRoom.ELEVATOR, "Elevator 1, car"),
    _camera("elevator_2", CameraPurpose.ELEVATOR_CAR, CameraRoom.ELEVATOR, "Elevator 2, car"),
    _camera("elevator_3", CameraPurpose.ELEVATOR_CAR, CameraRoom.ELEVATOR, "Elevator 3, car"),
    _camera("gate_north", CameraPurpose.GATE_PLATE, CameraRoom.GATE, "North gate, plates"),
    _camera("gate_south", CameraPurpose.GATE_FACE, CameraRoom.GATE, "South gate, door"),
    _camera("facade_3", CameraPurpose.FACADE, CameraRoom.FACADE, "Facade of building 3"),
    _camera("lobby_1", CameraPurpose.PUBLIC_AREA, CameraRoom.LOBBY, "Lobby of building 1"),
    _camera("yard", CameraPurpose.PERIMETER, CameraRoom.YARD, "Yard, along the wall"),
)
ELEVATORS: Final = tuple(
    Elevator(id=camera.id, name=camera.name.partition(",")[0], cameras=(camera.id,))
    for camera in CAMERAS
    if camera.purpose is CameraPurpose.ELEVATOR_CAR
)
_CAR_PARK: Final = _camera("car_park", CameraPurpose.NONE, CameraRoom.CAR_PARK, "Car park")


def files() -> dict[str, str]:
    """Return the text of each file by its path within the folder."""
    texts: dict[str, str] = {}
    for version in FrigateVersion:
        texts[f"example-{version}.yaml"] = render(CAMERAS, ELEVATORS, version)
        for purpose in CameraPurpose:
            camera = next((camera for camera in CAMERAS if camera.purpose is purpose), _CAR_PARK)
            texts[f"{version}/{purpose}.yaml"] = render([camera], ELEVATORS, version)
    return texts


def write() -> None:
    """Write all of them."""
    for path, text in files().items():
        target = FOLDER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
