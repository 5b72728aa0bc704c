"""What a camera of each purpose is asked for in Frigate, and why; pure data, rendered by `frigate_config.py`.

Polygons are relative (0 to 1, x and y in turn) and begin as the whole picture: where a car's floor or a lane is, only
somebody who sees the picture can say, in Frigate's own editor of zones and masks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .camera import CameraPurpose

# The custom classification model that tells an e-bike from its look-alikes (docs/ebike-model.md), what it is asked
# about, and the classes that it is trained on. Frigate adds `none` by itself, and writes `_` for a `-` in a class.
EBIKE_MODEL: Final = "ebike_type"
EBIKE_LABELS: Final = ("bicycle", "motorcycle")
EBIKE_CLASSES: Final = ("ebike", "covered_ebike", "bicycle", "pushchair", "wheelchair", "trolley")

WHOLE_PICTURE: Final = "0,0,1,0,1,1,0,1"
# Top left, where most cameras write the time.
_CLOCK: Final = "0,0,0.35,0,0.35,0.06,0,0.06"


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the picture. Its name is its camera's and `suffix`, since zones of one name are counted as one."""

    suffix: str
    why: str
    labels: tuple[str, ...]
    # Frames in a row in which something must be there before it is in the zone.
    inertia: int = 3


@dataclass(frozen=True, slots=True)
class Mask:
    """A part of the picture in which motion is not looked at."""

    name: str
    coordinates: str
    why: str


@dataclass(frozen=True, slots=True)
class Gate:
    """From which score on a detection counts: of a single one, and of the median of an object."""

    label: str
    min_score: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Profile:
    """What Frigate is to do with a camera; `alerts` and `detections` are labels that make a review item."""

    what: str
    track: tuple[str, ...] = ()
    why_track: str = ""
    alerts: tuple[str, ...] = ()
    why_alerts: str = ""
    detections: tuple[str, ...] = ()
    zone: Zone | None = None
    masks: tuple[Mask, ...] = ()
    gates: tuple[Gate, ...] = ()
    why_gates: str = ""
    # Looked at again after so many frames while it stands still; None: after 50, which is Frigate's own.
    look_again: int | None = None
    plates: bool = False
    faces: bool = False


_CLOCK_MASK: Final = Mask(
    "clock",
    _CLOCK,
    "Its own clock changes each second and is motion. Move this to where the camera writes it, or remove it.",
)
_ALL_MASKED: Final = Mask(
    "everything",
    WHOLE_PICTURE,
    "Nothing is looked for here, and with all motion masked the detector is never asked. Detection is on all the same:"
    " off, it could not be told from a camera that somebody has switched off.",
)
_MANUAL: Final = (
    "Alerts stay switched on although nothing is named: an alarm that is reported to Frigate from outside makes a"
    " review only so."
)

PROFILES: Final[Mapping[CameraPurpose, Profile]] = {
    CameraPurpose.ELEVATOR_CAR: Profile(
        what="In the car of an elevator: sees e-bikes; the elevator guard lives on it.",
        track=("person", "bicycle", "motorcycle"),
        why_track=(
            "Stock models have no label for an e-bike: they call it a bicycle or a motorcycle, and what it is, the"
            f" model {EBIKE_MODEL} says. A model of your own with the label ebike is the other way: name it here too."
        ),
        alerts=("bicycle", "motorcycle"),
        why_alerts="Frigate's own list is person and car: without these two no e-bike would ever make an alert.",
        zone=Zone(
            "car",
            "The floor of the car: draw it so that the landing behind the open door is outside.",
            ("person", "bicycle", "motorcycle"),
            inertia=2,
        ),
        masks=(_CLOCK_MASK,),
        gates=(Gate("bicycle", 0.4, 0.6), Gate("motorcycle", 0.4, 0.6)),
        why_gates=(
            "Seen from above, at arm's length, bikes score low. A wide gate here is safe: the classification and the"
            " guard's own gates decide, and a push-chair that passes as a bicycle is told apart there."
        ),
        look_again=10,
    ),
    CameraPurpose.GATE_PLATE: Profile(
        what="At a gate: reads plates.",
        track=("person", "car", "motorcycle"),
        why_track="Plates are read on cars and motorcycles only. People are followed so that nobody is shut in.",
        alerts=("car", "motorcycle"),
        detections=("person",),
        zone=Zone("lane", "The lane before the barrier: draw it so that the street is outside.", ("car", "motorcycle")),
        masks=(_CLOCK_MASK,),
        plates=True,
    ),
    CameraPurpose.GATE_FACE: Profile(
        what="At a door or gate: knows the faces of those who have agreed to it, and of nobody else.",
        track=("person",),
        alerts=("person",),
        zone=Zone("door", "Before the door: whoever only passes by in the street is outside.", ("person",)),
        masks=(_CLOCK_MASK,),
        faces=True,
    ),
    CameraPurpose.FACADE: Profile(
        what=(
            "Looks up a facade for what falls. Frigate records it and follows nobody: behind those windows people live."
            " What falls is found by the companion that watches facades, which reports it to Frigate as an event."
        ),
        why_alerts=_MANUAL,
        masks=(_ALL_MASKED,),
    ),
    CameraPurpose.PERIMETER: Profile(
        what="Along a wall or fence: sees who is where nobody should be.",
        track=("person", "bicycle", "motorcycle", "car"),
        alerts=("person",),
        why_alerts="A label that is not named here or below makes no review item: a car in the street is none.",
        detections=("bicycle", "motorcycle"),
        zone=Zone(
            "line",
            "The strip along the wall: what is outside the community is outside the zone.",
            ("person", "bicycle", "motorcycle"),
        ),
        masks=(_CLOCK_MASK,),
    ),
    CameraPurpose.PUBLIC_AREA: Profile(
        what="A lobby, yard, car park or corridor: counts, and sees e-bikes that are parked where they must not be.",
        track=("person", "bicycle", "motorcycle", "car"),
        why_track=(
            "An e-bike that stands there when Frigate starts never moved, and makes no review item and no event: the"
            " zone's count is what tells of it."
        ),
        alerts=("motorcycle", "bicycle"),
        why_alerts="People who walk through their own lobby are no alert and no review item.",
        zone=Zone(
            "no_parking",
            "Where nothing may be parked: lobby, stairs, escape routes. For how long something stands there, the"
            " blueprint ebike_parked_in_lobby measures.",
            ("bicycle", "motorcycle"),
        ),
        masks=(_CLOCK_MASK,),
    ),
    CameraPurpose.NONE: Profile(
        what="Recorded, and no more: nothing is looked for in its pictures.",
        why_alerts=_MANUAL,
        masks=(_ALL_MASKED,),
    ),
}


def classifies_ebikes(purpose: CameraPurpose) -> bool:
    """Return whether a camera of this purpose needs the model that knows an e-bike."""
    return purpose in {CameraPurpose.ELEVATOR_CAR, CameraPurpose.PUBLIC_AREA}
