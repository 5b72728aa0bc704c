"""A stand-in for Frigate 0.17 and 0.18: REST with logins and roles, MQTT and `/ws`, drawn cameras."""

from .scenes import SCENES, SceneError
from .server import Playing, SimulatedFrigate
from .site import ADMIN, VIEWER, SceneCamera, User, Version, View, Zone, camera_of, demo_cameras

__all__ = [
    "ADMIN",
    "SCENES",
    "VIEWER",
    "Playing",
    "SceneCamera",
    "SceneError",
    "SimulatedFrigate",
    "User",
    "Version",
    "View",
    "Zone",
    "camera_of",
    "demo_cameras",
]
