"""Asks each camera once a day whether it still looks where it looked when it was calibrated, and follows it a little.

A camera that was pushed a little is watched where it looks now: the facade goes along by what was measured, always from
the calibration's own picture, so that errors never add up. One that went further, or turned, is told as moved.
"""

import asyncio
import io
import logging
import math
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from .calibration_store import CalibrationStore
from .daily import each_day
from .drift import Drift, DriftState, aimed, check, coarsened
from .optics import Facade

# By day: at night there is seldom anything to compare.
HOUR: Final = 12
# A camera may have been moved while nobody looked; by then it has a picture. Seconds.
AFTER_START: Final = 120.0
# What a shift has to change by, px, before the facade is moved again: each time the picture is learnt anew.
_WORTH: Final = 2.0
_QUALITY: Final = 92
_LOG: Final = logging.getLogger(__name__)


class DriftWatch:
    """Keeps what the last check of each camera found.

    `facades` are the calibrations as they were made. `picture` returns a camera's picture now (JPEG), `aim` is told the
    facade on which a camera is to be watched from now on.
    """

    def __init__(
        self,
        store: CalibrationStore,
        facades: Mapping[str, Facade | None],
        picture: Callable[[str], Awaitable[bytes | None]],
        aim: Callable[[str, Facade], None],
    ) -> None:
        """Begin with nothing found."""
        self._store, self._facades, self._picture, self._aim = store, facades, picture, aim
        self._found: dict[str, Drift] = {}
        self._aimed: dict[str, tuple[float, float]] = {}

    def found(self, camera: str) -> Drift | None:
        """Return what the last check found; None if there was none since the calibration."""
        return self._found.get(camera)

    def moved(self, camera: str) -> bool:
        """Return whether the camera has to be calibrated again."""
        found = self._found.get(camera)
        return found is not None and found.state is DriftState.MOVED

    def told(self, camera: str) -> dict[str, object] | None:
        """Return what the status says of it: the state, and by how many px the picture went."""
        found = self._found.get(camera)
        return None if found is None else {"state": found.state, "dx": round(found.dx, 1), "dy": round(found.dy, 1)}

    def forget(self, camera: str) -> None:
        """Forget what was found: the camera was calibrated anew."""
        self._found.pop(camera, None)
        self._aimed.pop(camera, None)

    async def run(self) -> None:
        """Check all cameras soon, and then each day."""
        await asyncio.sleep(AFTER_START)
        await self.check_all()
        async for _ in each_day(HOUR):
            await self.check_all()

    async def check_all(self) -> None:
        """Check each camera that is calibrated."""
        for camera in list(self._facades):
            await self.check(camera)

    async def check(self, camera: str) -> None:
        """Check a camera. Where there is no picture to compare nothing is found, and the last finding stays."""
        facade = self._facades.get(camera)
        now = await self._picture(camera)
        if facade is None or now is None:
            return
        try:
            reference = self._store.picture(camera)
            if reference is None:
                return
            found = await asyncio.to_thread(_compared, reference, now, facade)
        except (UnidentifiedImageError, OSError, ValueError) as error:
            _LOG.warning("%s: its picture could not be compared with that of its calibration: %s", camera, error)
            return
        # Meanwhile it may have been calibrated.
        if found.state is DriftState.UNKNOWN or self._facades.get(camera) is not facade:
            return
        if found.state is not DriftState.OK:
            _LOG.warning("%s: the picture is %s by %.0f, %.0f px", camera, found.state.value, found.dx, found.dy)
        self._found[camera] = found
        if found.state is not DriftState.MOVED:
            self._follow(camera, facade, (found.dx, found.dy) if found.state is DriftState.SHIFTED else (0.0, 0.0))

    def _follow(self, camera: str, facade: Facade, to: tuple[float, float]) -> None:
        if math.dist(self._aimed.get(camera, (0.0, 0.0)), to) > _WORTH:
            self._aimed[camera] = to
            self._aim(camera, aimed(facade, *to))


def reference_of(picture: bytes) -> bytes | None:
    """Return of a camera's picture (JPEG) what is kept to tell whether it has moved: grey, and coarse; None of none."""
    file = io.BytesIO()
    try:
        Image.fromarray(coarsened(_luma(picture))).save(file, "JPEG", quality=_QUALITY)
    except UnidentifiedImageError, OSError:
        return None
    return file.getvalue()


def _compared(reference: bytes, now: bytes, facade: Facade) -> Drift:
    return check(_luma(reference), _luma(now), facade)


def _luma(jpeg: bytes) -> NDArray[np.uint8]:
    """Return the luma (h, w) of a JPEG."""
    return np.asarray(Image.open(io.BytesIO(jpeg)).convert("L"))
