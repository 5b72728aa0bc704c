"""Pictures for a person: sheets of what was missed and of what was no fall, and the precision-recall curve."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from simulators.facade import Codec, Distractor, DropPlan, FacadeScene, Light, Size, render, truth

type Picture = NDArray[np.uint8]
type Piece = Mapping[str, Any]

_TILE: Final = 240
_COLUMNS: Final = 5
_TILES: Final = 20
_CAPTION: Final = 34
_MARGIN_PX: Final = 40
_FONT: Final = cv2.FONT_HERSHEY_SIMPLEX
_WAY = (60, 200, 255)
_INK = (230, 230, 230)


def scene_of(told: Mapping[str, Any]) -> FacadeScene:
    """Return the scene that a kept piece tells of."""
    light: Light = told["light"]
    codec: Codec | None = told["codec"]
    return FacadeScene(
        seed=told["seed"],
        size=(told["size"][0], told["size"][1]),
        fps=told["fps"],
        seconds=told["seconds"],
        light=light,
        codec=codec,
        bitrate=told["bitrate"],
        shake=told["shake"],
        jitter=told["jitter"],
        distractors=tuple(Distractor(kind) for kind in told["distractors"]),
        drops=tuple(DropPlan(Size(drop["size"]), drop["at"], drop["thrown"]) for drop in told["drops"]),
    )


def sheet_of_misses(missed: Sequence[tuple[Piece, Mapping[str, Any]]], path: Path) -> None:
    """Write a sheet: each fall that was not found, its way drawn from the truth."""
    tiles = []
    for piece, drop in missed[:_TILES]:
        scene = scene_of(piece["scene"])
        points = [point for point in truth(scene)[drop["id"]].points if point.visible]
        way = np.array([(point.at, point.x, point.y) for point in points])
        words = (
            f"{scene.seed} {scene.light} {drop['kind']} {drop['size_px2']:.1f} px2",
            f"floor {drop['floor']}, {drop['contrast']:+.0f} luma, at {drop['release_at']:.1f} s",
        )
        tiles.append(_tile(scene, way, words))
    _write(tiles, path, f"{len(missed)} falls not found" + (f", the first {_TILES}" if len(missed) > _TILES else ""))


def sheet_of_false(false: Sequence[tuple[Piece, Mapping[str, Any]]], path: Path) -> None:
    """Write a sheet: each alarm that was none, its track drawn."""
    tiles = []
    for piece, alarm in false[:_TILES]:
        scene = scene_of(piece["scene"])
        moving = " ".join(kind.value for kind in scene.distractors)
        words = (
            f"{scene.seed} {scene.light} {alarm.get('kind', 'alarm')} {alarm['confidence']:.2f}",
            f"at {alarm['suspected']:.1f} s: {moving}"[:52],
        )
        tiles.append(_tile(scene, np.array(alarm["track"]).reshape(-1, 3), words))
    _write(tiles, path, f"{len(false)} false alarms" + (f", the first {_TILES}" if len(false) > _TILES else ""))


def _tile(scene: FacadeScene, way: NDArray[np.float64], words: tuple[str, str]) -> Picture:
    """Return a tile: the part of the picture around the way, with the most that changed in it while it lasted."""
    tile = np.zeros((_TILE + _CAPTION, _TILE, 3), dtype=np.uint8)
    for line, text in enumerate(words):
        cv2.putText(tile, text, (3, _TILE + 13 + 15 * line), _FONT, 0.34, _INK, 1, cv2.LINE_AA)
    if not len(way):
        return tile
    width, height = scene.size
    side = max(float(np.ptp(way[:, 1])), float(np.ptp(way[:, 2])), 120.0) + 2 * _MARGIN_PX
    left = int(np.clip((way[:, 1].min() + way[:, 1].max() - side) / 2, 0, max(0.0, width - side)))
    top = int(np.clip((way[:, 2].min() + way[:, 2].max() - side) / 2, 0, max(0.0, height - side)))
    window = (slice(top, top + int(side)), slice(left, left + int(side)))
    first: Picture | None = None
    most: NDArray[np.int16] | None = None
    # A long way is sampled: the tile shows where something was, not each picture.
    for frame in render(scene, float(way[0, 0]), min(float(way[-1, 0]), float(way[0, 0]) + 8.0) + 0.001):
        part = frame.luma[window].astype(np.int16)
        if first is None or most is None:
            first, most = frame.luma[window].copy(), np.zeros_like(part)
        change = part - first
        most = np.where(np.abs(change) > np.abs(most), change, most)
    if first is None or most is None:
        return tile
    shown = np.clip(first + most, 0, 255).astype(np.uint8)
    scale = _TILE / max(shown.shape)
    drawn = cv2.cvtColor(cv2.resize(shown, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_GRAY2BGR)
    # Beside the way, so that it hides nothing.
    line = ((way[:, 1:] - [left - 12, top]) * scale).round().astype(np.int32)
    cv2.polylines(drawn, [line], isClosed=False, color=_WAY, thickness=1, lineType=cv2.LINE_AA)
    rows, columns = min(_TILE, drawn.shape[0]), min(_TILE, drawn.shape[1])
    tile[:rows, :columns] = drawn[:rows, :columns]
    return tile


def _write(tiles: Sequence[Picture], path: Path, title: str) -> None:
    rows = max(1, -(-len(tiles) // _COLUMNS))
    high = _TILE + _CAPTION
    sheet = np.full((30 + rows * high, _COLUMNS * _TILE, 3), 24, dtype=np.uint8)
    cv2.putText(sheet, title, (6, 20), _FONT, 0.5, _INK, 1, cv2.LINE_AA)
    for index, tile in enumerate(tiles):
        top, left = 30 + index // _COLUMNS * high, index % _COLUMNS * _TILE
        sheet[top : top + high, left : left + _TILE] = tile
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), sheet)


def draw_curve(rows: Sequence[tuple[float, float, float]], theirs: tuple[float, float] | None, path: Path) -> None:
    """Write the precision-recall curve, (confidence, recall, precision) rows; the usual recipe is a point."""
    size, edge = 560, 60
    sheet = np.full((size + 2 * edge, size + 2 * edge, 3), 255, dtype=np.uint8)

    def at(across: float, up: float) -> tuple[int, int]:
        return round(edge + size * across), round(edge + size * (1 - up))

    for tick in range(11):
        share = tick / 10
        for ends in ((at(share, 0), at(share, 1)), (at(0, share), at(1, share))):
            cv2.line(sheet, *ends, (225, 225, 225), 1)
        cv2.putText(sheet, f"{share:.1f}", (at(share, 0)[0] - 10, at(0, 0)[1] + 18), _FONT, 0.4, (60, 60, 60), 1)
        cv2.putText(sheet, f"{share:.1f}", (edge - 32, at(0, share)[1] + 4), _FONT, 0.4, (60, 60, 60), 1)
    line = np.array([at(found, right) for _, found, right in rows], dtype=np.int32).reshape(-1, 2)
    cv2.polylines(sheet, [line], isClosed=False, color=(160, 90, 20), thickness=2, lineType=cv2.LINE_AA)
    if theirs is not None:
        cv2.drawMarker(sheet, at(*theirs), (40, 40, 200), cv2.MARKER_CROSS, 14, 2)
        cv2.putText(sheet, "MOG2 + contours + Kalman", (at(*theirs)[0] + 10, at(*theirs)[1] - 8), _FONT, 0.42,
                    (40, 40, 200), 1, cv2.LINE_AA)  # fmt: skip
    words = "recall of falls of 6 px2 or more and of fluttering ones"
    cv2.putText(sheet, words, (edge, size + 2 * edge - 16), _FONT, 0.45, (30, 30, 30), 1, cv2.LINE_AA)
    cv2.putText(sheet, "precision (falls and idle scenes of the run)", (edge, 26), _FONT, 0.45, (30, 30, 30), 1,
                cv2.LINE_AA)  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), sheet)
