"""The calibration that a scene's camera has: the exact one, or one made from marks that a hand set with some error."""

import cv2
import numpy as np
from falling_objects.calibration import solve
from falling_objects.marks import EdgeMark, FloorMark, Marks, PlaneMarks, UnitNames
from falling_objects.optics import Facade, FloorGrid, Plane, Unit
from numpy.typing import NDArray

from .picture import World, chance, world
from .scene import FacadeScene

_MARKS = 20
_FLOORS_BETWEEN_MARKS = 4


def calibration(scene: FacadeScene, marks_error_px: float = 0.0) -> Facade:
    """Return the calibration of the scene's camera.

    With an error each mark is set that many px from where it belongs, in a direction that chance gives, and the
    facade is solved from the marks as it is for a volunteer: the four corners, each unit's edge, each fourth floor.
    """
    place = world(scene)
    if marks_error_px:
        return solve(marks_of(scene, marks_error_px)).facade
    building = place.building
    plane = Plane(
        id=0,
        homography=_upright(place),
        outline=_outline(place),
        width_m=building.width_m,
        height_m=building.height_m,
        camera=place.camera.place,
    )
    return Facade(
        camera_size=scene.size,
        planes=(plane,),
        floors=FloorGrid(tuple(round(n * building.floor_m, 4) for n in range(building.floors + 1))),
        units=tuple(
            Unit(name.name, 0, n * building.unit_m, (n + 1) * building.unit_m, name.building, name.unit)
            for n, name in enumerate(_names(building.units))
        ),
    )


def marks_of(scene: FacadeScene, error_px: float) -> Marks:
    """Return what a volunteer marks on the scene's picture, each mark `error_px` off."""
    place = world(scene)
    building = place.building
    rng = chance(scene.seed, _MARKS)
    wide, floor = building.width_m, building.floor_m

    def mark(u: float, v: float) -> tuple[float, float]:
        x, y, _ = place.camera.project(np.array([(u, v, 0.0)]))[0]
        angle = rng.uniform(0, 2 * np.pi)
        width, height = scene.size
        return (
            min(width, max(0.0, float(x + error_px * np.cos(angle)))),
            min(height, max(0.0, float(y + error_px * np.sin(angle)))),
        )

    shown = [n for n in range(building.floors + 1) if _shown(place, n * floor)]
    low, high = shown[0], shown[-1]
    middle = (low + high) // 2 * floor
    corners = (mark(0, low * floor), mark(wide, low * floor), mark(wide, high * floor), mark(0, high * floor))
    plane = PlaneMarks(
        id=0,
        corners=corners,
        lowest=low + 1,
        highest=high,
        width_m=None,
        floors=tuple(
            FloorMark(n + 1, *mark(wide * float(rng.uniform(0.2, 0.8)), n * floor))
            for n in range(low + _FLOORS_BETWEEN_MARKS, high, _FLOORS_BETWEEN_MARKS)
        ),
        edges=tuple(EdgeMark(n, *mark(n * building.unit_m, middle)) for n in range(1, building.units)),
        units=_names(building.units),
    )
    return Marks(scene.size, building.floors, floor, floor, (plane,))


def _shown(place: World, v: float) -> bool:
    """Tell whether the whole width at the height v is in the picture."""
    seen = place.camera.project(np.array([(0.0, v, 0.0), (place.building.width_m, v, 0.0)]))
    width, height = place.scene.size
    inside = (seen[:, 0] >= 0) & (seen[:, 0] <= width) & (seen[:, 1] >= 0) & (seen[:, 1] <= height)
    return bool(inside.all())


def _names(units: int) -> tuple[UnitNames, ...]:
    return tuple(UnitNames(f"{n + 1:02d}", "1", f"{n // 2 + 1}") for n in range(units))


def _upright(place: World) -> NDArray[np.float64]:
    """Return the homography from px to m, positive in front of the camera."""
    matrix = place.camera.to_plane()
    middle = matrix @ np.array([place.scene.size[0] / 2, place.scene.size[1] / 2, 1.0])
    upright: NDArray[np.float64] = matrix * np.sign(middle[2])
    return upright


def _outline(place: World) -> tuple[tuple[float, float], ...]:
    wide, high = place.building.width_m, place.building.height_m
    corners = place.camera.project(np.array([(0, 0, 0), (wide, 0, 0), (wide, high, 0), (0, high, 0)], np.float64))
    width, height = place.scene.size
    edge = np.array([(0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)], np.float32)
    _, inside = cv2.intersectConvexConvex(corners[:, :2].astype(np.float32), edge)
    return tuple((float(x), float(y)) for x, y in np.asarray(inside).reshape(-1, 2))
