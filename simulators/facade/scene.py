"""What a scene is: everything that decides its pictures, and nothing else. The same scene gives the same pixels."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import Final, Literal

type Light = Literal["day", "night", "ir"]
type Codec = Literal["h264", "hevc"]


class Size(StrEnum):
    """How large a falling thing looks: the median area of its silhouette along its way, in px².

    Flutterers (bags, paper, cloth) have the sizes of such things instead, 0.2–0.8 m.
    """

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    TINY = "tiny"
    FLUTTER = "flutter"


AREA_PX2: Final = {Size.LARGE: (40.0, 160.0), Size.MEDIUM: (12.0, 40.0), Size.SMALL: (6.0, 12.0), Size.TINY: (2.5, 6.0)}


class Distractor(StrEnum):
    """What moves and does not fall from a home."""

    RAIN = "rain"
    SNOW = "snow"
    BIRDS = "birds"
    DRONE = "drone"
    LEAVES = "leaves"
    INSECTS = "insects"
    LAUNDRY = "laundry"
    CURTAINS = "curtains"
    LIGHTS = "lights"
    CLOUDS = "clouds"
    TREES = "trees"
    GONDOLA = "gondola"
    FIREWORKS = "fireworks"
    HEADLIGHTS = "headlights"
    EXPOSURE = "exposure"
    IR_SWITCH = "ir_switch"


@dataclass(frozen=True, slots=True)
class DropPlan:
    """One thing that is to fall: how large it looks, when it is let go (s), and whether it is thrown outward."""

    size: Size
    at: float
    thrown: bool = False


@dataclass(frozen=True, slots=True)
class FacadeScene:
    """A camera before a tower for `seconds`: `shake` is the standard deviation of its sway in gusts, px.

    `codec` None gives the luma as the sensor had it; else it went through the codec at `bitrate` bit/s. With
    `jitter` (s) the stamps waver and one frame in fifty is lost, as in streams over a poor link.
    """

    seed: int
    size: tuple[int, int] = (1920, 1080)
    fps: float = 25.0
    seconds: float = 40.0
    light: Light = "day"
    codec: Codec | None = None
    bitrate: int = 4_000_000
    shake: float = 0.0
    jitter: float = 0.0
    distractors: tuple[Distractor, ...] = ()
    drops: tuple[DropPlan, ...] = ()

    def key(self) -> str:
        """Return a short name for exactly this scene."""
        return f"{self.seed}-{sha256(dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:10]}"
