"""A camera's daily check: what is found is told, a small push is followed, always from the calibration's picture."""

import io
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from falling_objects.alone import alone
from falling_objects.calibration import solve
from falling_objects.calibration_store import CalibrationStore
from falling_objects.drift import DriftState
from falling_objects.drifting import DriftWatch, reference_of
from falling_objects.optics import Facade
from numpy.typing import NDArray
from PIL import Image

from .facade_world import marks_of
from .test_drift import EYE, FACADE, WALL, shifted, wall_picture

AT = datetime(2026, 11, 23, tzinfo=UTC).isoformat()


def jpeg(luma: NDArray[np.uint8]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(luma).save(file, "JPEG", quality=90)
    return file.getvalue()


class World:
    """One camera whose picture the test says; `aims` are the facades that it was told to watch."""

    def __init__(self, folder: Path) -> None:
        self.store = CalibrationStore(folder)
        marks = marks_of(EYE, (WALL,), (3, 18), measured=True)
        self.store.save("f3", marks, solve(marks), reference_of(jpeg(wall_picture())), AT)
        self.facades: dict[str, Facade | None] = {"f3": FACADE, "new": None}
        self.now: bytes | None = None
        self.aims: list[Facade] = []
        self.watch = DriftWatch(self.store, self.facades, self.picture, lambda _, facade: self.aims.append(facade))

    async def picture(self, _: str) -> bytes | None:
        return self.now

    async def sees(self, dx: float, dy: float, seed: int = 2) -> dict[str, object] | None:
        self.now = jpeg(wall_picture(seed=seed, moved=shifted(dx, dy)))
        await self.watch.check_all()
        return self.watch.told("f3")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


async def test_a_small_push_is_told_and_followed_once_and_back(world: World) -> None:
    assert (await world.sees(0, 0) or {})["state"] is DriftState.OK
    assert world.aims == []
    told = await world.sees(-14, 6) or {}
    assert (told["state"], told["dx"], told["dy"]) == ("shifted", pytest.approx(-14, abs=2), pytest.approx(6, abs=2))
    assert not world.watch.moved("f3")
    (aim,) = world.aims
    x, y = aim.to_pixels(0, 12.0, 30.0)
    before_x, before_y = FACADE.to_pixels(0, 12.0, 30.0)
    assert (float(x - before_x), float(y - before_y)) == pytest.approx((-14, 6), abs=2)
    # The next day it stands as it stood: nothing is moved, and nothing adds up.
    await world.sees(-14, 6, seed=3)
    assert len(world.aims) == 1
    await world.sees(0, 0)
    assert world.aims[-1] == FACADE


async def test_what_went_far_is_told_as_moved_and_not_followed(world: World) -> None:
    assert (await world.sees(130, 40) or {})["state"] == "moved"
    assert world.watch.moved("f3")
    assert world.aims == []


async def test_a_calibration_made_meanwhile_is_not_undone(world: World) -> None:
    async def picture(_: str) -> bytes | None:
        world.facades["f3"] = solve(marks_of(EYE, (WALL,), (3, 18))).facade
        world.watch.forget("f3")
        return jpeg(wall_picture(moved=shifted(20, 0)))

    world.watch._picture = picture
    await world.watch.check("f3")
    assert world.aims == []
    assert world.watch.found("f3") is None


async def test_without_a_picture_nothing_is_found(world: World) -> None:
    await world.watch.check_all()
    assert world.watch.told("f3") is None
    world.now = b"no picture"
    await world.watch.check_all()
    assert world.watch.told("f3") is None
    assert reference_of(b"no picture") is None


def test_one_folder_is_one_program_s(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(OSError, match="another falling-objects"), alone(tmp_path):
        pass
    with alone(tmp_path):
        pass
