"""From the kept pieces to the figures of the table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from benchmarks.result import percentile

from .matching import class_of_size, classes

type Piece = Mapping[str, Any]
type Row = Mapping[str, Any]

_BINS: Final = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
# IR is a night too: it is counted there, and shown beside it.
_LIGHTS: Final = {"day": ("day",), "night": ("night", "ir"), "ir": ("ir",)}
_WEATHER: Final = frozenset({"rain", "snow"})
_CONTRASTS, _WAYS_M = (20.0, 40.0), (20.0, 35.0)


@dataclass(frozen=True, slots=True)
class Reliability:
    """Of the homes that were said to be `said` likely (the mean of the bin), `right` were; `count` were said so."""

    said: float
    right: float
    count: int


def recall(pieces: Sequence[Piece]) -> dict[str, float | str]:
    """Return the share of falls for which an alarm was confirmed, %, by light and class; "—" where none fell."""
    figures: dict[str, float | str] = {}
    for light, lights in _LIGHTS.items():
        for name in classes():
            found = list(_hits(pieces, lights, name))
            figures[f"recall_{light}_{name}_pct"] = 100.0 * sum(found) / len(found) if found else "—"
    return figures


def counted(pieces: Sequence[Piece]) -> dict[str, int]:
    """Return how many falls each share is of."""
    return {
        f"falls_{light}_{name}": len(list(_hits(pieces, lights, name)))
        for light, lights in _LIGHTS.items()
        for name in classes()
    }


def _hits(pieces: Iterable[Piece], lights: Sequence[str], name: str) -> Iterator[bool]:
    for piece in pieces:
        if piece["scene"]["light"] not in lights:
            continue
        found = {alarm["drop"] for alarm in piece["alarms"] if alarm["confirmed"] is not None}
        for drop in piece["drops"]:
            if drop["can_be_found"] and class_of_size(drop["kind"], drop["size_px2"]) == name:
                yield drop["id"] in found


def false_alarms(pieces: Iterable[Piece]) -> list[tuple[Piece, Row]]:
    """Return the confirmed alarms that follow nothing that fell, each with its piece."""
    return [(piece, alarm) for piece in pieces for alarm in piece["alarms"] if alarm["drop"] is None
            and alarm["confirmed"] is not None]  # fmt: skip


def misses(pieces: Iterable[Piece]) -> list[tuple[Piece, Row]]:
    """Return the falls that could be found and were not confirmed, each with its piece."""
    missed = []
    for piece in pieces:
        found = {alarm["drop"] for alarm in piece["alarms"] if alarm["confirmed"] is not None}
        missed += [(piece, drop) for drop in piece["drops"] if drop["can_be_found"] and drop["id"] not in found]
    return missed


def unfollowed(pieces: Iterable[Piece]) -> int:
    """Return how many of the falls that should have been found raised not even a first alert."""
    missed = [(piece, drop) for piece, drop in misses(pieces) if asked_for(drop)]
    return sum(all(alarm["drop"] != drop["id"] for alarm in piece["alarms"]) for piece, drop in missed)


def circumstances(pieces: Sequence[Piece], light: str) -> list[tuple[str, int, int]]:
    """Return (circumstance, found, of) rows for what falls (not flutters) with 6 px² or more, "day" or "night".

    Contrast is counted in dry air only, in luma steps; a way is what the picture shows of it; the rest is what moves.
    """
    counts: dict[str, list[bool]] = {}
    for piece in pieces:
        scene = piece["scene"]
        if scene["light"] not in _LIGHTS[light]:
            continue
        found = {alarm["drop"] for alarm in piece["alarms"] if alarm["confirmed"] is not None}
        moving = set(scene["distractors"])
        wet = bool(moving & _WEATHER)
        for drop in piece["drops"]:
            if not asked_for(drop) or drop["kind"] != "falling":
                continue
            names = {"all", "rain or snow" if wet else "dry", *moving}
            names.add(_within(drop["metres"], _WAYS_M, "m"))
            if not wet:
                names |= {
                    _within(abs(drop["contrast"]), _CONTRASTS, "steps"),
                    f"dry, {class_of_size('', drop['size_px2'])}",
                }
            for name in names:
                counts.setdefault(name, []).append(drop["id"] in found)
    return [(name, sum(hits), len(hits)) for name, hits in sorted(counts.items())]


def _within(value: float, edges: tuple[float, float], unit: str) -> str:
    low, high = edges
    return (
        f"under {low:g} {unit}"
        if value < low
        else f"{high:g} {unit} and more"
        if value >= high
        else f"to {high:g} {unit}"
    )


def crying_wolf(idle: Sequence[Piece], recalled: Sequence[Piece]) -> dict[str, float | int]:
    """Return false alarms over the idle hours and in the scenes with falls, and doubled alarms."""
    hours = sum(piece["scene"]["seconds"] for piece in idle) / 3600.0
    false = len(false_alarms(idle))
    suspected = sum(alarm["drop"] is None for piece in idle for alarm in piece["alarms"])
    doubled = 0
    for piece in recalled:
        told = [
            alarm["drop"] for alarm in piece["alarms"] if alarm["confirmed"] is not None and alarm["drop"] is not None
        ]
        doubled += len(told) - len(set(told))
    return {
        "idle_hours": round(hours, 3),
        "false_alarms": false,
        "false_alarms_a_camera_and_day": false * 24.0 / hours if hours else 0.0,
        "false_first_alerts_an_hour": suspected / hours if hours else 0.0,
        "false_alarms_beside_falls": len(false_alarms(recalled)),
        "doubled_alarms": doubled,
    }


def delays(pieces: Iterable[Piece]) -> dict[str, float | str]:
    """Return the medians of first alert and confirmation, s after the fall has passed two floors."""
    first, second = [], []
    for _, alarm, drop in _pairs(pieces):
        if drop["two_floors_at"] is not None:
            first.append(alarm["suspected"] - drop["two_floors_at"])
            second.append(alarm["confirmed"] - drop["two_floors_at"])
    return {
        "first_alert_median_s": percentile(first, 50) if first else "—",
        "confirmed_median_s": percentile(second, 50) if second else "—",
        "confirmed_p95_s": percentile(second, 95) if second else "—",
    }


def _pairs(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Row, Row]]:
    """Yield piece, alarm and drop for the first confirmed alarm of each fall."""
    for piece in pieces:
        drops = {drop["id"]: drop for drop in piece["drops"] if drop["can_be_found"]}
        done = set()
        for alarm in sorted(piece["alarms"], key=lambda alarm: alarm["suspected"]):
            number = alarm["drop"]
            if alarm["confirmed"] is not None and number in drops and number not in done:
                done.add(number)
                yield piece, alarm, drops[number]


def tracing(pieces: Sequence[Piece], key: str = "traced") -> dict[str, float | int | str]:
    """Return how often the likeliest floor and unit were right, %, for things that fall and for those that flutter."""
    figures: dict[str, float | int | str] = {}
    refused = 0
    for kind in ("falling", "fluttering"):
        exact, near, units = [], [], []
        for _, alarm, drop in _pairs(pieces):
            if drop["kind"] != kind:
                continue
            found = alarm.get(key)
            if not found or not found["homes"]:
                refused += 1
                continue
            floor, unit = _likeliest(found["homes"], "floor"), _likeliest(found["homes"], "name")
            exact.append(floor == drop["floor"])
            near.append(abs(int(floor) - drop["floor"]) <= 1)
            units.append(unit == f"{drop['unit'] + 1:02d}")
        for name, hits in (("floor_exact", exact), ("floor_within_1", near), ("unit", units)):
            figures[f"{name}_{kind}_pct"] = 100.0 * sum(hits) / len(hits) if hits else "—"
    figures["not_traced"] = refused
    return figures


def _likeliest(homes: Iterable[Row], by: str) -> Any:  # noqa: ANN401 - a floor is a number, a unit a name
    """Return the floor or unit with the largest sum of probabilities."""
    sums: dict[Any, float] = {}
    for home in homes:
        sums[home[by]] = sums.get(home[by], 0.0) + home["p"]
    return max(sums, key=lambda value: sums[value])


def reliability(pieces: Sequence[Piece], kind: str = "falling") -> list[Reliability]:
    """Return, for bins of the probability that a home was given, how often it was the right one."""
    said, right = [], []
    for _, alarm, drop in _pairs(pieces):
        if drop["kind"] == kind and alarm.get("traced"):
            for home in alarm["traced"]["homes"]:
                said.append(home["p"])
                right.append(home["floor"] == drop["floor"] and home["name"] == f"{drop['unit'] + 1:02d}")
    chances, hits = np.array(said), np.array(right, dtype=bool)
    rows = []
    for low, high in pairwise(_BINS):
        inside = (chances > low) & (chances <= high)
        if inside.any():
            rows.append(Reliability(float(chances[inside].mean()), float(hits[inside].mean()), int(inside.sum())))
    return rows


def error_of(rows: Sequence[Reliability]) -> float | str:
    """Return the mean distance of what was said from what was right, each home counted once (ECE)."""
    total = sum(row.count for row in rows)
    return sum(row.count * abs(row.said - row.right) for row in rows) / total if total else "—"


def kinds(pieces: Sequence[Piece]) -> float | str:
    """Return how many of the found falls were told as what they are, falling or fluttering, %."""
    right = [alarm["kind"] == drop["kind"] for _, alarm, drop in _pairs(pieces)]
    return 100.0 * sum(right) / len(right) if right else "—"


def curve(recalled: Sequence[Piece], idle: Sequence[Piece]) -> list[tuple[float, float, float]]:
    """Return (confidence, recall, precision) rows, the confidence falling: every fall of 6 px² or more counts once."""
    total = sum(asked_for(drop) for piece in recalled for drop in piece["drops"])
    scored: list[tuple[float, tuple[int, int] | None]] = []
    for piece in (*recalled, *idle):
        left_out = {drop["id"] for drop in piece["drops"] if not asked_for(drop)}
        scored += [
            (alarm["confidence"], None if alarm["drop"] is None else (id(piece), alarm["drop"]))
            for alarm in piece["alarms"]
            if alarm["drop"] not in left_out
        ]
    rows: list[tuple[float, float, float]] = []
    found: set[tuple[int, int]] = set()
    false = 0
    for confidence, hit in sorted(scored, key=lambda row: -row[0]):
        if hit is None:
            false += 1
        else:
            found.add(hit)
        rows.append((confidence, len(found) / total if total else 0.0, len(found) / max(1, len(found) + false)))
    return rows


def asked_for(drop: Row) -> bool:
    """Tell whether a drop is one that should be found: all but the tiny and the hidden ones."""
    return bool(drop["can_be_found"]) and class_of_size(drop["kind"], drop["size_px2"]) != classes()[2]
