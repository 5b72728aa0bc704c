"""The demo's cameras: what it sets up, what its Frigate has, and what our example of Frigate's configuration is for."""

from custom_components.smart_community.core.frigate_names import names_of
from demo import frigate_config
from demo.cameras import CAMERAS
from simulators.frigate import demo_cameras


def test_the_demo_sets_up_the_cameras_that_its_frigate_has() -> None:
    assert [camera.frigate_name for camera in CAMERAS] == [camera.name for camera in demo_cameras()]


def test_they_are_those_of_the_example_configuration() -> None:
    example = {
        (camera.frigate_name, camera.purpose.value, camera.room.value, camera.name) for camera in frigate_config.CAMERAS
    }
    assert {(one.frigate_name, one.purpose, one.room, one.names["en"]) for one in CAMERAS} == example


def test_its_zones_are_called_as_in_the_example() -> None:
    zones = {names.camera: names.zone for names in names_of(frigate_config.CAMERAS).values() if names.zone is not None}
    simulated = {camera.name: camera.zones[0].name for camera in demo_cameras()}
    assert {name: simulated[name] for name in zones} == zones
