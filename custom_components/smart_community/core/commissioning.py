"""The commissioning record of an elevator: without it the community's guard speaks and alarms, and holds no door.

`domain.md`, "The e-bike in the elevator": the contact beside the door-open button is put in by a maintenance firm that
is licensed for it (special equipment by law), so no hold is asked for until the record names that firm, its licence and
the date. Pure; times are UTC.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from .elevator import CarState, Elevator, Inhibitor, MissingPoint, missing_points

LONGEST_NAME: Final = 200  # characters of a firm's name, and of its licence
LONGEST_NOTE: Final = 1000  # characters


class Item(StrEnum):
    """What is tried; the order is that of the checklist."""

    HOLD = "hold"
    LET_GO = "let_go"
    LET_GO_CUT_OFF = "let_go_cut_off"
    FIRE = "fire"
    FIREFIGHTER = "firefighter"
    INSPECTION = "inspection"
    EARTHQUAKE = "earthquake"
    ENTRAPMENT = "entrapment"
    OVERLOAD = "overload"
    MOVING = "moving"
    KEY = "key"
    CAMERA_STALE = "camera_stale"
    VOICE = "voice"
    SIGN = "sign"


class How(StrEnum):
    """How an item can pass."""

    # We drive the car's hold, and watch it.
    DRIVEN = "driven"
    # The car must have shown it to us; a person says that the rest was right.
    SEEN = "seen"
    # A person says so.
    TOLD = "told"


class Result(StrEnum):
    """What came of an item."""

    PASSED = "passed"
    FAILED = "failed"
    # This elevator has no such point; a note says why.
    NOT_FITTED = "not_fitted"


class VoidReason(StrEnum):
    """Why a record holds no more."""

    POINTS_CHANGED = "points_changed"
    REPLACED = "replaced"


DRIVEN: Final = (Item.HOLD, Item.LET_GO, Item.LET_GO_CUT_OFF)
_TOLD: Final = (Item.CAMERA_STALE, Item.VOICE, Item.SIGN)
# Where the point of an item is missing, the item may be left out. None of what a hold needs is among them.
_LEFT_OUT_WITHOUT: Final[Mapping[Item, MissingPoint]] = {
    Item.FIREFIGHTER: MissingPoint.FIREFIGHTER,
    Item.INSPECTION: MissingPoint.INSPECTION,
    Item.EARTHQUAKE: MissingPoint.EARTHQUAKE,
    Item.ENTRAPMENT: MissingPoint.ENTRAPMENT,
    Item.OVERLOAD: MissingPoint.OVERLOAD,
    Item.KEY: MissingPoint.KEY,
    Item.CAMERA_STALE: MissingPoint.CAMERA,
}
# Which point of the car an item is about.
_INHIBITORS: Final[Mapping[Inhibitor, Item]] = {inhibitor: Item(inhibitor.value) for inhibitor in Inhibitor}


class CommissioningError(Exception):
    """Something of a commissioning that is not taken; `code` is a translation key under `exceptions`."""

    def __init__(self, code: str, **placeholders: str) -> None:
        """Keep what to tell the caller."""
        super().__init__(code)
        self.code = code
        self.placeholders = placeholders


@dataclass(frozen=True, slots=True)
class Check:
    """One item as it was tried, by whom (an account's id).

    `seconds`: what a driven test measured; `seen_at`: when the car itself showed it.
    """

    item: Item
    result: Result
    at: datetime
    by: str
    note: str = ""
    seconds: float | None = None
    seen_at: datetime | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the check as the wire shows it."""
        return {
            "item": self.item.value,
            "result": self.result.value,
            "at": self.at.isoformat(),
            "by": self.by,
            "note": self.note,
            "seconds": self.seconds,
            "seen_at": self.seen_at.isoformat() if self.seen_at else None,
        }


@dataclass(frozen=True, slots=True)
class Commissioning:
    """One record. `day`: the date that it names; `points`: the fingerprint of what was tried (`fingerprint_of`)."""

    id: str
    elevator: str
    name: str
    firm: str
    licence: str
    day: date
    points: str
    started_at: datetime
    started_by: str
    checks: tuple[Check, ...] = ()
    finished_at: datetime | None = None
    finished_by: str | None = None
    void_at: datetime | None = None
    void_reason: VoidReason | None = None

    @property
    def open(self) -> tuple[Item, ...]:
        """The items that stand in the way of finishing: not tried, or failed."""
        settled = {check.item for check in self.checks if _settles(check)}
        return tuple(item for item in Item if item not in settled)

    @property
    def names_the_firm(self) -> bool:
        """Whether it names the licensed maintenance firm and its licence; a date it always has."""
        return bool(self.firm.strip() and self.licence.strip())

    @property
    def in_force(self) -> bool:
        """Whether it was finished and is not void."""
        return self.finished_at is not None and self.void_at is None

    @property
    def allows_hold(self) -> bool:
        """Whether the guard may ask for the door under this record."""
        return self.in_force and self.names_the_firm and not self.open

    def check_of(self, item: Item) -> Check | None:
        """Return how an item was last tried, or None."""
        return next((check for check in self.checks if check.item is item), None)

    def as_dict(self) -> dict[str, Any]:
        """Return the record as the wire shows it."""
        return {
            "id": self.id,
            "elevator": self.elevator,
            "name": self.name,
            "firm": self.firm,
            "licence": self.licence,
            "date": self.day.isoformat(),
            "started_at": self.started_at.isoformat(),
            "started_by": self.started_by,
            "finished_at": self.finished_at.isoformat() if self.finished_at else None,
            "finished_by": self.finished_by,
            "void_at": self.void_at.isoformat() if self.void_at else None,
            "void_reason": self.void_reason.value if self.void_reason else None,
            "allows_hold": self.allows_hold,
            "open": [item.value for item in self.open],
            "checks": [check.as_dict() for check in self.checks],
        }


def how(item: Item) -> How:
    """Return how an item can pass."""
    if item in DRIVEN:
        return How.DRIVEN
    return How.TOLD if item in _TOLD else How.SEEN


def fingerprint_of(elevator: Elevator) -> str:
    """Return a hash of what a commissioning tries: the device or the points, and the cameras; no names, no voices."""
    points = elevator.points.as_dict() if elevator.points is not None else {}
    wired = {"device": elevator.device, "points": points, "cameras": sorted(elevator.cameras)}
    return hashlib.sha256(json.dumps(wired, sort_keys=True).encode()).hexdigest()


def may_be_left_out(item: Item, elevator: Elevator, car: CarState | None) -> bool:
    """Return whether an item may be *not fitted*: the elevator has no such point, and a hold does not need it."""
    point = _LEFT_OUT_WITHOUT.get(item)
    if elevator.device is not None and car is None and point is not MissingPoint.CAMERA:
        # One that cannot be heard lacks nothing that anybody knows of.
        return False
    return point is not None and point in missing_points(elevator, car)


def shown_by(car: CarState) -> frozenset[Item]:
    """Return the items that the car shows at this moment: its inhibitors, and that it is under way."""
    shown = {_INHIBITORS[inhibitor] for inhibitor in car.inhibitors}
    return frozenset(shown | ({Item.MOVING} if car.moving is True or car.level is False else set()))


def begun(  # noqa: PLR0913 - a record names this much
    commissioning_id: str,
    elevator: Elevator,
    *,
    firm: str,
    licence: str,
    day: date,
    at: datetime,
    today: date,
    by: str,
) -> Commissioning:
    """Return a new draft. Raises CommissioningError: firm_missing, text_too_long, date_in_future."""
    firm, licence = _named(firm, licence, day, today)
    return Commissioning(
        commissioning_id, elevator.id, elevator.name, firm, licence, day, fingerprint_of(elevator), at, by
    )


def corrected(draft: Commissioning, firm: str, licence: str, day: date, today: date) -> Commissioning:
    """Return a draft with another firm, licence and date. Raises CommissioningError as `begun`."""
    firm, licence = _named(firm, licence, day, today)
    return replace(draft, firm=firm, licence=licence, day=day)


def may_drive(draft: Commissioning, elevator: Elevator, car: CarState | None) -> None:
    """Return if a test may ask for the door now. Raises CommissioningError if not.

    Also a test asks nothing of a car before the record names the firm, nor of one that does not surely stand open at a
    landing with nothing that forbids it.
    """
    _same_points(draft, elevator)
    if not draft.names_the_firm:
        raise CommissioningError("firm_missing")
    if car is None or not car.stands_open:
        raise CommissioningError("car_not_open")
    if car.inhibitors:
        raise CommissioningError("car_inhibited")
    if car.hold is True:
        # Whatever holds it now is not what would be tried.
        raise CommissioningError("car_held")


def told(  # noqa: PLR0913 - a check holds this much
    draft: Commissioning,
    elevator: Elevator,
    car: CarState | None,
    item: Item,
    result: Result,
    *,
    at: datetime,
    by: str,
    note: str = "",
    seen_at: datetime | None = None,
) -> Commissioning:
    """Return a draft with what a person says of an item; `seen_at`: when the car last showed it, None: not at all.

    Raises CommissioningError: must_be_driven, not_seen, may_not_be_left_out, note_missing, points_changed,
    text_too_long.
    """
    _same_points(draft, elevator)
    note = _short(note.strip(), LONGEST_NOTE)
    if result is Result.NOT_FITTED:
        if not may_be_left_out(item, elevator, car):
            raise CommissioningError("may_not_be_left_out")
        if not note:
            raise CommissioningError("note_missing")
        return _with(draft, Check(item, result, at, by, note))
    if result is Result.PASSED:
        if item in DRIVEN:
            raise CommissioningError("must_be_driven")
        if how(item) is How.SEEN and (seen_at is None or seen_at < draft.started_at):
            raise CommissioningError("not_seen")
    return _with(draft, Check(item, result, at, by, note, None, seen_at))


def driven(
    draft: Commissioning,
    item: Item,
    *,
    passed: bool,
    at: datetime,
    by: str,
    note: str = "",
    seconds: float | None = None,
) -> Commissioning:
    """Return a draft with what we saw as we drove the car's hold for one of the `DRIVEN` items."""
    result = Result.PASSED if passed else Result.FAILED
    seen_at = at if passed else None
    return _with(draft, Check(item, result, at, by, _short(note.strip(), LONGEST_NOTE), seconds, seen_at))


def finished(draft: Commissioning, elevator: Elevator, at: datetime, by: str) -> Commissioning:
    """Return a draft put in force. Raises CommissioningError.

    The codes: commissioning_incomplete, firm_missing, points_changed.
    """
    _same_points(draft, elevator)
    if not draft.names_the_firm:
        raise CommissioningError("firm_missing")
    if draft.open:
        raise CommissioningError("commissioning_incomplete", items=", ".join(draft.open))
    return replace(draft, finished_at=at, finished_by=by)


def voided(record: Commissioning, at: datetime, reason: VoidReason) -> Commissioning:
    """Return a record that holds no more; what became void first stays so."""
    return record if record.void_at is not None else replace(record, void_at=at, void_reason=reason)


def holds_for(record: Commissioning | None, elevator: Elevator) -> bool:
    """Return whether the guard may ask for this elevator's door: its record allows it, for the points that it has."""
    return (
        record is not None
        and record.elevator == elevator.id
        and record.allows_hold
        and record.points == fingerprint_of(elevator)
    )


def _settles(check: Check) -> bool:
    if check.result is Result.FAILED:
        return False
    if check.result is Result.NOT_FITTED:
        return check.item in _LEFT_OUT_WITHOUT
    # A driven item has passed only if the car itself was seen to do it.
    return how(check.item) is How.TOLD or check.seen_at is not None


def _named(firm: str, licence: str, day: date, today: date) -> tuple[str, str]:
    firm, licence = _short(firm.strip(), LONGEST_NAME), _short(licence.strip(), LONGEST_NAME)
    if not firm or not licence:
        raise CommissioningError("firm_missing")
    if day > today:
        raise CommissioningError("date_in_future")
    return firm, licence


def _same_points(draft: Commissioning, elevator: Elevator) -> None:
    if draft.points != fingerprint_of(elevator):
        raise CommissioningError("points_changed")


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise CommissioningError("text_too_long", limit=str(longest))
    return text


def _with(draft: Commissioning, check: Check) -> Commissioning:
    others: Iterable[Check] = (one for one in draft.checks if one.item is not check.item)
    order = list(Item)
    return replace(draft, checks=tuple(sorted((*others, check), key=lambda one: order.index(one.item))))
