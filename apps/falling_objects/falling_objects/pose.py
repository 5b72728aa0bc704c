"""Where a camera is, told from the homography of a plane alone."""

import math

import numpy as np

from .optics import Plane


def camera_of(plane: Plane, size: tuple[int, int]) -> tuple[float, float, float]:
    """Return the camera's u, v and distance from the plane (m), the plane's own where it knows it.

    Takes square pixels and the optical axis in the middle of the picture (size: width, height in px), and, where the
    perspective does not tell the focal length, one of 0.7 picture widths.
    """
    if plane.camera is not None:
        return plane.camera
    width, height = size
    centred = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1.0]]) @ plane.inverse
    across, along = centred[:, 0], centred[:, 1]
    # Both columns are turned unit vectors times the same scale once x and y are divided by the focal length.
    flat = across[0] ** 2 + across[1] ** 2 - along[0] ** 2 - along[1] ** 2
    deep = along[2] ** 2 - across[2] ** 2
    focal = math.sqrt(flat / deep) if flat * deep > 0 else 0.7 * width
    focal = min(max(focal, 0.3 * width), 3.0 * max(width, height))
    columns = centred / np.array([[focal], [focal], [1.0]])
    columns *= 2 / (np.linalg.norm(columns[:, 0]) + np.linalg.norm(columns[:, 1]))
    normal = np.cross(columns[:, 0], columns[:, 1])
    place = -columns[:, 2]
    return float(place @ columns[:, 0]), float(place @ columns[:, 1]), abs(float(place @ normal))
