"""A camera before a tower, simulated: what falls from it, what only moves, and the truth about both.

A pinhole camera at the foot of a building of 18–33 floors; bodies that fall with quadratic drag, dropped or thrown,
bags and paper that flutter; smear while the shutter is open, a rolling shutter, noise that depends on the light,
H.264 and H.265 at the bit rates of such cameras. All of it follows from the scene: the same scene, the same pixels.
"""

from .calibrated import calibration
from .drops import Drop, DropPoint
from .film import film, packets, watch
from .picture import render, truth
from .scene import AREA_PX2, Codec, Distractor, DropPlan, FacadeScene, Light, Size

__all__ = [
    "AREA_PX2", "Codec", "Distractor", "Drop", "DropPlan", "DropPoint", "FacadeScene", "Light", "Size", "calibration",
    "film", "packets", "render", "truth", "watch",
]  # fmt: skip
