"""The demo's Frigate and its eight cameras: set up through their forms, and what `do camera-down` asks of them."""

import time
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from simulators.frigate import SimulatedFrigate, User
from simulators.link import LinkError

from .broker import FRIGATE, Broker
from .client import HomeAssistantClient, Json
from .control import Scene
from .elevators import buildings_of
from .facade import DEVICE as FACADE_DEVICE
from .home_assistant import Language
from .people import building_name
from .phones import Line
from .subentries import add_subentry, change_subentry, subentries

# The community's own login at Frigate: manual events, faces and exports need an admin.
LOGIN: Final = User("smart_community", "frigate-demo", "admin")
TITLE: Final = "Frigate"
EXAMPLE: Final = Path(__file__).parents[1] / "frigate_config" / "example-0.17.yaml"
# The camera that `do camera-down` takes: in the car of an elevator that is guarded.
FAILING: Final = "elevator_1"
SIGN_TEXT: Final[dict[Language, str]] = {
    "en": "Public area under video surveillance",
    "zh-Hans": "您已进入公共安全视频图像采集区域",
}
SIGN_PLACE: Final[dict[Language, str]] = {"en": "Beside the camera", "zh-Hans": "摄像机旁"}


@dataclass(frozen=True, slots=True)
class DemoCamera:
    """One camera: its name in Frigate, what it is for, into what it looks, what people call it.

    `companion`: the device that watches its facade, `building`: the number of the building; None for none.
    """

    frigate_name: str
    purpose: str
    room: str
    names: Mapping[Language, str]
    companion: str | None = None
    building: int | None = None


CAMERAS: Final = (
    DemoCamera("elevator_1", "elevator_car", "elevator", {"en": "Elevator 1, car", "zh-Hans": "1号电梯轿厢"}),
    DemoCamera("elevator_2", "elevator_car", "elevator", {"en": "Elevator 2, car", "zh-Hans": "2号电梯轿厢"}),
    DemoCamera("elevator_3", "elevator_car", "elevator", {"en": "Elevator 3, car", "zh-Hans": "3号电梯轿厢"}),
    DemoCamera("gate_north", "gate_plate", "gate", {"en": "North gate, plates", "zh-Hans": "北门车牌"}),
    DemoCamera("gate_south", "gate_face", "gate", {"en": "South gate, door", "zh-Hans": "南门门口"}),
    DemoCamera(
        "facade_3",
        "facade",
        "facade",
        {"en": "Facade of building 3", "zh-Hans": "3号楼外立面"},
        companion=FACADE_DEVICE,
        building=3,
    ),
    DemoCamera("lobby_1", "public_area", "lobby", {"en": "Lobby of building 1", "zh-Hans": "1号楼大堂"}),
    DemoCamera("yard", "perimeter", "yard", {"en": "Yard, along the wall", "zh-Hans": "院内围墙沿线"}),
)


def make_frigate(broker: Broker, port: int, auth_port: int) -> SimulatedFrigate:
    """Return the demo's Frigate, not started: 0.17, which publishes to the demo's broker under a login of its own.

    It says that it is configured as our example is, but for one thing that somebody forgot.
    """
    config = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    config["mqtt"].pop("stats_interval", None)
    mqtt = broker.endpoint(FRIGATE)
    return SimulatedFrigate("0.17", port=port, auth_port=auth_port, mqtt=mqtt, users=[LOGIN], config=config)


async def make_cameras(
    owner: HomeAssistantClient,
    frigate: SimulatedFrigate,
    *,
    language: Language,
    progress: Callable[[str], None],
    moved: bool = False,
) -> dict[str, str]:
    """Set up Frigate and the cameras that are missing; return the subentry's id of each camera by Frigate's name.

    `moved`: a Frigate that is set up already is told where it is now. Raises FlowError.
    """
    there = await subentries(owner)
    answers: dict[str, Json] = {
        "url": frigate.auth_url,
        "username": LOGIN.name,
        "password": LOGIN.password,
        # It signs its own certificate, as a Frigate does that nobody gave one.
        "verify_tls": False,
        "events": "mqtt",
        "topic_prefix": "frigate",
    }
    if (known := there.get(("frigate", TITLE))) is None:
        progress("setting up Frigate and eight cameras")
        await add_subentry(owner, "frigate", answers)
    elif moved:
        await change_subentry(owner, "frigate", known, answers)
    buildings = {name: building for building, name in await buildings_of(owner)}
    made: dict[str, str] = {}
    for camera in CAMERAS:
        name = camera.names[language]
        made[camera.frigate_name] = there.get(("camera", name)) or await add_subentry(
            owner,
            "camera",
            {
                "name": name,
                "frigate_name": camera.frigate_name,
                "purpose": camera.purpose,
                "room": camera.room,
                "sign_text": SIGN_TEXT[language],
                "sign_place": SIGN_PLACE[language],
                "retention_days": 30,
                **_of_facade(camera, buildings, language),
            },
        )
    return made


def _of_facade(camera: DemoCamera, buildings: Mapping[str, str], language: Language) -> dict[str, Json]:
    building = None if camera.building is None else buildings.get(building_name(camera.building, language))
    said = {"companion": camera.companion, "building": building}
    return {name: value for name, value in said.items() if value is not None}


def camera_scenes(frigate: SimulatedFrigate) -> dict[str, Scene]:
    """Return what the running demo plays when it is asked: a camera or Frigate goes, or comes back."""

    async def camera_down(_: Mapping[str, Json]) -> AsyncGenerator[Line]:
        at = time.monotonic()
        frigate.camera_down(FAILING)
        yield {"event": "done", "at": at}

    async def camera_up(_: Mapping[str, Json]) -> AsyncGenerator[Line]:
        at = time.monotonic()
        frigate.camera_up(FAILING)
        yield {"event": "done", "at": at}

    async def frigate_down(_: Mapping[str, Json]) -> AsyncGenerator[Line]:
        at = time.monotonic()
        await frigate.go_offline()
        yield {"event": "done", "at": at}

    async def frigate_up(_: Mapping[str, Json]) -> AsyncGenerator[Line]:
        at = time.monotonic()
        try:
            await frigate.come_back()
        except (LinkError, OSError) as error:
            # Its port was taken meanwhile, or its broker is away: whoever asked should hear it.
            message = f"Frigate did not start: {error}"
            raise RuntimeError(message) from error
        yield {"event": "done", "at": at}

    return {
        "camera-down": camera_down,
        "camera-up": camera_up,
        "frigate-down": frigate_down,
        "frigate-up": frigate_up,
    }
