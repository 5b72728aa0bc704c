"""Where the camera stands and what it sees of the building: a real pinhole, metres in, pixels out.

The world: u to the right along the facade, v up from its foot, z out of it towards the camera, all in metres.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

# What stands on the wall is coded by how far out it stands: 0 is the sky, 1 the wall, then 5 cm a step.
SKY: Final = 0
WALL: Final = 1
CENTIMETRES_A_STEP: Final = 5
IN_FRONT: Final = 255


@dataclass(frozen=True, slots=True)
class Building:
    """A tower of equal floors and units."""

    floors: int
    floor_m: float
    units: int
    unit_m: float
    balcony_m: float

    @property
    def width_m(self) -> float:
        """Return the width of the facade."""
        return self.units * self.unit_m

    @property
    def height_m(self) -> float:
        """Return the height of the facade."""
        return self.floors * self.floor_m


@dataclass(frozen=True)
class Pinhole:
    """A camera without distortion: where it is (u, v, z in m), where it looks, how long its focal length is (px)."""

    size: tuple[int, int]
    place: tuple[float, float, float]
    yaw: float
    elevation: float
    roll: float
    focal_px: float

    @cached_property
    def axes(self) -> NDArray[np.float64]:
        """Return right, down and forward as the rows of a (3, 3) rotation."""
        cos_e, sin_e = np.cos(self.elevation), np.sin(self.elevation)
        forward = np.array([np.sin(self.yaw) * cos_e, sin_e, -np.cos(self.yaw) * cos_e])
        right = np.cross(forward, [0.0, 1.0, 0.0])
        right /= np.linalg.norm(right)
        down = np.cross(forward, right)
        cos_r, sin_r = np.cos(self.roll), np.sin(self.roll)
        return np.stack([cos_r * right + sin_r * down, cos_r * down - sin_r * right, forward])

    def project(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (n, 3) of x, y (px) and the distance along the axis (m) for (n, 3) points (u, v, z)."""
        seen = (np.asarray(points, dtype=np.float64) - np.array(self.place)) @ self.axes.T
        away = np.maximum(seen[:, 2], 1e-3)
        return np.stack(
            [
                self.size[0] / 2 + self.focal_px * seen[:, 0] / away,
                self.size[1] / 2 + self.focal_px * seen[:, 1] / away,
                seen[:, 2],
            ],
            axis=1,
        )

    def to_plane(self) -> NDArray[np.float64]:
        """Return the homography (3, 3) from pixels to (u, v) on the wall, z = 0."""
        inner = np.array(
            [
                [self.focal_px, 0.0, self.size[0] / 2],
                [0.0, self.focal_px, self.size[1] / 2],
                [0.0, 0.0, 1.0],
            ]
        )
        outer = np.column_stack([self.axes[:, 0], self.axes[:, 1], -self.axes @ np.array(self.place)])
        back = np.linalg.inv(inner @ outer)
        scaled: NDArray[np.float64] = back / back[2, 2]
        return scaled


def depth_code(z: float) -> float:
    """Return the code of something `z` m out from the wall; behind it is the sky's."""
    return float(SKY) if z < 0 else min(IN_FRONT - 1.0, WALL + 100.0 * z / CENTIMETRES_A_STEP)


def choose_building(rng: np.random.Generator, units: int | None = None) -> Building:
    """Draw a tower as they stand in Chinese communities: 18–33 floors, 4–8 homes wide."""
    return Building(
        floors=int(rng.integers(18, 34)),
        floor_m=float(np.round(rng.uniform(2.8, 3.0), 2)),
        units=units or int(rng.integers(4, 9)),
        unit_m=float(np.round(rng.uniform(5.2, 7.0), 1)),
        balcony_m=float(np.round(rng.uniform(0.7, 1.5), 2)),
    )


def choose_camera(rng: np.random.Generator, building: Building, size: tuple[int, int]) -> Pinhole:
    """Draw a place at the building's foot from which it is seen from its lowest floors to its roof."""
    highest = np.radians(rng.uniform(66.0, 71.0))
    nearest = (building.height_m - 3.0) / np.tan(highest)
    away = float(np.clip(rng.uniform(nearest, nearest + 12.0), 12.0, 40.0))
    place = (
        building.width_m * float(rng.uniform(0.3, 0.7)),
        float(rng.uniform(2.2, 4.5)),
        away,
    )
    above = np.arctan2(building.height_m + rng.uniform(0.5, 3.0) - place[1], away)
    below = np.arctan2(rng.uniform(2.0, 3.0) * building.floor_m - place[1], away)
    elevation = (above + below) / 2
    by_height = size[1] / 2 / np.tan((above - below) / 2)
    # The width must fit at about the fifth floor; lower corners may be cut.
    axis = away * np.cos(elevation) + (5 * building.floor_m - place[1]) * np.sin(elevation)
    by_width = size[0] / 2 * axis / (max(place[0], building.width_m - place[0]) * 1.04)
    return Pinhole(
        size=size,
        place=place,
        yaw=float(np.arctan2(building.width_m / 2 - place[0], away) * rng.uniform(0.3, 0.6)),
        elevation=float(elevation),
        roll=float(rng.normal(0.0, 0.012)),
        focal_px=float(min(by_height, by_width)),
    )
