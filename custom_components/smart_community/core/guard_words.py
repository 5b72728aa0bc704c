"""What the elevator guard is told, what it then wants done, and the words in which it says how it is. Pure.

The rules are in `elevator_guard.py`; their source is `domain.md`, "The e-bike in the elevator".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from .elevator import CarReported, CarSighting, Door, ElevatorOnline, Inhibitor, KeyReleased, MissingPoint
from .incident import Kind
from .phrases import Phrase
from .sighting import Classified, Sighting, ZoneCount


class GuardState(StrEnum):
    """How a guard is, in one word; of several that are true the first one here but *holding*."""

    CLEAR = "clear"
    SIGHTED = "sighted"
    HOLDING = "holding"
    VOICE_ONLY = "voice_only"
    INHIBITED = "inhibited"
    FAULTY = "faulty"


class Hindrance(StrEnum):
    """What forbids a hold at this moment, and ends one."""

    FIRE = Inhibitor.FIRE.value
    FIREFIGHTER = Inhibitor.FIREFIGHTER.value
    INSPECTION = Inhibitor.INSPECTION.value
    EARTHQUAKE = Inhibitor.EARTHQUAKE.value
    ENTRAPMENT = Inhibitor.ENTRAPMENT.value
    OVERLOAD = Inhibitor.OVERLOAD.value
    # It cannot be heard.
    OFFLINE = "offline"
    # It does not say enough of itself, or no more what it said before.
    UNKNOWN = "unknown"
    # It has cameras, and none of them sees.
    BLIND = "blind"
    MOVING = "moving"
    NOT_LEVEL = "not_level"
    DOOR_NOT_OPEN = "door_not_open"


# An inhibitor of the car, what keeps the guard from knowing, and what belongs to every ride.
INHIBITING: Final = frozenset(Hindrance(inhibitor.value) for inhibitor in Inhibitor)
BLINDING: Final = frozenset({Hindrance.OFFLINE, Hindrance.UNKNOWN, Hindrance.BLIND})
RIDING: Final = frozenset({Hindrance.MOVING, Hindrance.NOT_LEVEL, Hindrance.DOOR_NOT_OPEN})


class WhyNot(StrEnum):
    """What forbids every hold until somebody does something about it."""

    MISSING_HOLD = f"missing_{MissingPoint.HOLD.value}"
    MISSING_DOOR = f"missing_{MissingPoint.DOOR.value}"
    MISSING_LANDING = f"missing_{MissingPoint.LANDING.value}"
    MISSING_FIRE = f"missing_{MissingPoint.FIRE.value}"
    # No valid commissioning record; of an adopted relay, that it lets go by itself with us cut off was not seen.
    NOT_COMMISSIONED = "not_commissioned"
    FALSE_ALARMS = "false_alarms"
    RELAY = "relay"
    CONTRADICTION = "contradiction"


# These the guard finds by itself; each is a fault, and a technician takes it back.
SUSPENDING: Final = frozenset({WhyNot.FALSE_ALARMS, WhyNot.RELAY, WhyNot.CONTRADICTION})


class Reason(StrEnum):
    """Why a door was let go, or is not asked to be held again by itself."""

    GONE = "gone"
    STAFF = "staff"
    KEY = "key"
    LIMIT = "limit"
    OFFLINE = "offline"
    UNKNOWN = "unknown"
    CAMERA = "camera"
    INHIBITED = "inhibited"
    MOVING = "moving"
    DOOR = "door"
    # A rule of the guard's own: commissioning withdrawn, points changed, suspended.
    NOT_ALLOWED = "not_allowed"
    RELAY = "relay"
    REFUSED = "refused"
    # We could not renew it in time, and what we know is as old.
    LAPSED = "lapsed"
    # The elevator has let go by itself: its watchdog, its timer, or somebody there.
    LET_GO = "let_go"
    # Held, and not by us: from before a restart, or by whoever has the relay's entity.
    STRAY = "stray"
    STOPPED = "stopped"
    # A rule asks, and no two sightings agree on an e-bike that is there.
    NOT_AGREED = "not_agreed"


class Happening(StrEnum):
    """What `event.guard` shows."""

    SUSPECTED = "suspected"
    SIGHTED = "sighted"
    # Two sightings agree, and its incident is open.
    DETECTED = "detected"
    HELD = "held"
    NOT_HELD = "not_held"
    RELEASED = "released"
    GONE = "gone"
    FALSE_ALARM = "false_alarm"
    ENTRAPMENT = "entrapment"


@dataclass(frozen=True, slots=True)
class Permit:
    """What commissioning allows. `tested`: a test of it drives the door at this moment."""

    holds: bool = False
    tested: bool = False


class UnknownElevatorError(Exception):
    """No elevator has this id."""

    code: Final = "elevator_unknown"

    def __init__(self, elevator_id: str) -> None:
        """Keep which."""
        super().__init__(elevator_id)
        self.placeholders = {"elevator": elevator_id}


# The sentence for each kind of reason why a door is not held; the first that fits is told.
REFUSALS: Final[Mapping[str, frozenset[str]]] = {
    "hold_points_missing": frozenset(why.value for why in WhyNot if why.value.startswith("missing_")),
    "hold_not_commissioned": frozenset({WhyNot.NOT_COMMISSIONED.value}),
    "hold_suspended": frozenset(why.value for why in SUSPENDING),
    "hold_inhibited": frozenset(hindrance.value for hindrance in INHIBITING),
    "hold_unknown": frozenset(hindrance.value for hindrance in BLINDING),
    "hold_riding": frozenset(hindrance.value for hindrance in RIDING),
    "hold_not_held": frozenset({"not_held"}),
    "hold_barred": frozenset(reason.value for reason in Reason if reason is not Reason.NOT_AGREED),
    "hold_not_agreed": frozenset({Reason.NOT_AGREED.value}),
}


class HoldRefusedError(Exception):
    """The door is not asked to be held; `reasons`: codes of all that forbids it now; `code`: a translation key."""

    def __init__(self, elevator_id: str, reasons: Iterable[str]) -> None:
        """Keep why."""
        super().__init__(elevator_id)
        self.reasons = tuple(reasons)
        self.code = next(code for code, known in REFUSALS.items() if not known.isdisjoint(self.reasons))
        self.placeholders = {"reasons": ", ".join(self.reasons)}


# What a guard is told, besides the link's facts of an elevator.


@dataclass(frozen=True, slots=True)
class Saw:
    """A camera (its id) in the car has seen, classified or counted something."""

    camera: str
    fact: Sighting | Classified | ZoneCount


@dataclass(frozen=True, slots=True)
class Eyes:
    """A camera (its id) sees, or is stale or gone."""

    camera: str
    up: bool


@dataclass(frozen=True, slots=True)
class Permitted:
    """Commissioning allows this now."""

    permit: Permit


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asks for a hold of `seconds`, or for so much more of one; `person`: not a rule."""

    seconds: float
    person: bool


@dataclass(frozen=True, slots=True)
class LetGo:
    """Staff, or a rule, lets go; `false_alarm`: there was no e-bike."""

    false_alarm: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """The incident of an episode (its number) is open; `saved`: it is on disk. `incident` None: nothing was opened."""

    episode: int
    incident: str | None
    saved: bool


@dataclass(frozen=True, slots=True)
class Resolved:
    """A person has resolved an e-bike incident of this elevator."""

    incident: str
    false_alarm: bool


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A person has taken an incident of this elevator."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a command; `hold`: the number of the hold that it was for. `error`: a CommandError's code."""

    hold: int
    held: bool
    error: str | None


@dataclass(frozen=True, slots=True)
class Suspended:
    """What the guard may not do since before a restart: the task for the technician is still open."""

    why: WhyNot


@dataclass(frozen=True, slots=True)
class Rearmed:
    """A technician has done the task of a suspension."""

    why: WhyNot


@dataclass(frozen=True, slots=True)
class Passed:
    """Time has passed, and nothing else."""


type GuardFact = (
    CarReported
    | ElevatorOnline
    | KeyReleased
    | CarSighting
    | Saw
    | Eyes
    | Permitted
    | Asked
    | LetGo
    | Opened
    | Resolved
    | Acknowledged
    | Answered
    | Suspended
    | Rearmed
    | Passed
)


# What a guard wants done, in this order.


@dataclass(frozen=True, slots=True)
class HoldFor:
    """Ask the elevator to hold its door for so many seconds, at most 10; `hold` is the number of this hold."""

    hold: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Release:
    """Tell the elevator to let go, before anything else is done."""

    hold: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Speak:
    """Say a prepared phrase in the car."""

    phrase: Phrase


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """Open an incident, or page the active one again; an e-bike's is answered by `Opened` with its episode.

    A picture of what `camera` (its id) saw as `track`, Frigate's id, belongs to it; None: no camera of ours saw it.
    """

    kind: Kind
    episode: int = 0
    camera: str | None = None
    track: str | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """Tell the rest of the house."""

    what: Happening
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Suspend:
    """Report a fault: a task for the technician."""

    why: WhyNot


type Do = HoldFor | Release | Speak | OpenIncident | Happened | Suspend


@dataclass(frozen=True, slots=True)
class GuardView:
    """How a guard is, for whoever shows it.

    `since` is UTC; `held_until` (unless it is renewed) and `ends_at` (at the latest) are monotonic seconds.
    """

    elevator: str
    state: GuardState
    since: datetime
    ebike: bool = False
    held: bool = False
    held_until: float | None = None
    ends_at: float | None = None
    extended: bool = False
    hindrances: tuple[Hindrance, ...] = ()
    missing: tuple[MissingPoint, ...] = ()
    why_not: tuple[WhyNot, ...] = ()
    barred: Reason | None = None
    incident: str | None = None
    false_alarms: int = 0
    online: bool = False
    floor: str | None = None
    door: Door | None = None
    fire: bool | None = None
    firefighter: bool | None = None
