"""One camera's watcher: pictures in, news of falls out."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .deciding import Judge
from .lighting import BANDS, leave_out
from .model import Blind, Fall, Frame, Seen, WatchSettings
from .optics import Facade
from .placing import Places
from .seeing import (
    BLOB_FIELDS,
    CHUNK,
    K_UNITS,
    MAX_BLOBS,
    MAX_HITS,
    MOST_K,
    TILE,
    UNITS,
    Ground,
    gather,
    pairs_of,
    scan,
)
from .stabilise import Steady, Whole
from .telling import Teller
from .tracking import Tracker

type Floats = NDArray[np.float64]

# What is looked at beyond the outline, m and share of its width: a thing thrown outward appears beside and above it.
_MARGIN_M: Final = 2.0
_MARGIN_SHARE: Final = 0.15
_MOST_SPOTS: Final = 100
# Standard deviations: a cell that is looked at, a cell that makes a blob, a blob's sum.
_LOW, _PEAK, _TOTAL = 3.1, 4.6, 5.8
# A mean absolute deviation in standard deviations.
_DEVIATION: Final = 0.8
# So wide a picture has cells of two pixels; half size doubles them.
_FINE_WIDTH: Final = 1400
_HUGE_WIDTH: Final = 5000
# A cell that stays changed for so long has become background, s.
_STAYS: Final = 1.0
# The noise of a picture beside the known up to which nothing is made of it.
_SWELLS: Final = 1.2
# The whole picture: more flat cells changed than this and it says nothing.
_BROKEN: Final = 0.35
_REFRESH_S: Final = 2.0
# An exposure that changes dark or bright walls by more luma steps than this is followed at once.
_GREYS, _STEP = (40, 180), 0.6
_SETTLE: Final = 12
_DARK, _DAZZLED, _GLARE = 9.0, 0.35, 250
_BLUNT: Final = 0.4
_MOVED_PX: Final = 10.0
_BLIND_AFTER_S: Final = 4.0


class FacadeWatcher:
    """Watches one facade. `fps_hint` is only the rate to begin with; the times of the frames are what counts."""

    def __init__(self, facade: Facade, settings: WatchSettings, fps_hint: float = 25) -> None:
        self.facade = facade
        self.settings = settings
        width, height = facade.camera_size
        size = 1 if width < _FINE_WIDTH else 2 if width < _HUGE_WIDTH else 4
        self._size = min(4, size * (2 if settings.half_size else 1))
        rows, columns = height // self._size, width // self._size // CHUNK * CHUNK
        self._ground = Ground.of(rows, columns, self._size)
        self._first, self._last = spans(facade, self._size, rows, columns)
        self._steady = Steady(self._ground, self._first, self._last)
        minimum = settings.minimum_fall_m
        judge = Judge(2 * facade.floors.height if minimum is None else minimum, settings.minimum_size_px2)
        self._places = Places(facade)
        self.tracker = Tracker(_MOST_SPOTS)
        self.teller = Teller(facade, settings, judge)
        self._work = np.zeros((4, columns + 1), np.int16)
        self._hits = np.zeros((MAX_HITS, 4), np.int32)
        self._blobs: Floats = np.zeros((MAX_BLOBS, BLOB_FIELDS))
        self._row_band = np.arange(rows) * BANDS // rows
        self._index = 0
        self._raised: Floats = np.ones((-(-rows // TILE), -(-columns // TILE)))
        self._settling = _SETTLE
        self._at: float | None = None
        self._step = 1.0 / fps_hint
        self._refreshed = -np.inf
        self._whole = Whole(np.zeros((BANDS, 2)), 1.0, 0.0, 0.0, 1.0)
        self._seen = Seen(0.0, 0.0, 0.0, 0.0)
        self._usual_sharpness = 0.0
        self._blind_since: float | None = None
        self._luma: NDArray[np.uint8] | None = None

    def take(self, frame: Frame) -> tuple[Fall, ...]:
        """Look at the next picture; return the news of it: a Fall each time that its state or kind changes.

        A picture of another size than the facade's, or one that is not later than the last, raises ValueError.
        """
        luma = frame.luma
        if luma.shape != (self.facade.camera_size[1], self.facade.camera_size[0]):
            raise ValueError("picture_size")
        if self._at is not None and frame.at <= self._at:
            raise ValueError("time_not_rising")
        luma = _whole_rows(luma)
        step = self._step if self._at is None else frame.at - self._at
        # A pause is no step: what moves slowly must not be learnt at once after it.
        self._step += 0.1 * (min(step, 0.5) - self._step)
        first, self._at, self._luma = self._at is None, frame.at, luma
        spots = np.zeros((0, BLOB_FIELDS + 7))
        if first or step > 5:  # noqa: PLR2004
            self._begin(luma)
        elif self._steady_picture(luma, frame.at):
            count = self._scan(luma)
            self._settling = max(0, self._settling - 1)
            if count <= MAX_HITS and not self._settling:
                if self._steady.lit is not None:
                    count = leave_out(self._hits, count, self._steady.lit)
                n = self._gather(count)
                spots = self._places.of(self._blobs, n, min(step, 1.0))
        self.tracker.take(spots, frame.at)
        return self.teller.tell(self.tracker, frame.at)

    def health(self) -> Seen:
        """Return how well it sees; brightness and sharpness are measured when this is asked."""
        luma = self._luma
        if luma is None:
            return self._seen
        sample = luma[::8, ::8]
        brightness = float(sample.mean())
        noise = float(np.median(self._ground.noise)) / UNITS / _DEVIATION
        part = self._ground.ground[::2].astype(np.int32)
        sharpness = float(np.abs(np.diff(part, axis=1)).mean()) / UNITS
        self._usual_sharpness = max(sharpness, self._usual_sharpness * 0.9999)
        shake = float(np.hypot(*self._whole.shift.mean(axis=0))) * self._size
        blind = self._blind(brightness, sharpness, shake, float((sample >= _GLARE).mean()))
        self._seen = Seen(brightness, noise, sharpness, shake, blind)
        return self._seen

    def _blind(self, brightness: float, sharpness: float, shake: float, glare: float) -> Blind | None:
        if brightness < _DARK:
            return Blind.DARK
        if glare > _DAZZLED:
            return Blind.DAZZLED
        lost = self._blind_since is not None and (self._at or 0.0) - self._blind_since > _BLIND_AFTER_S
        if shake > _MOVED_PX or lost:
            return Blind.MOVED
        return Blind.DIRTY if sharpness < _BLUNT * self._usual_sharpness else None

    def _begin(self, luma: NDArray[np.uint8]) -> None:
        self._ground.start(luma)
        self._steady.choose()
        self._settling = _SETTLE

    def _steady_picture(self, luma: NDArray[np.uint8], at: float) -> bool:
        """Take what changed in the whole picture out of it; tell whether the rest can be looked at."""
        whole = self._whole = self._steady.look(luma)
        if whole.changed > _BROKEN:
            if self._blind_since is None:
                self._blind_since = at
            self._begin(luma)
            return False
        self._blind_since = None
        if max(abs((whole.gain - 1) * grey + whole.offset) for grey in _GREYS) > _STEP:
            self._ground.brighten(whole.gain, whole.offset)
        if at - self._refreshed > _REFRESH_S:
            self._refreshed = at
            self._steady.refresh()
        return True

    def _gather(self, count: int) -> int:
        swell = max(1.0, self._whole.swell / _SWELLS)
        return int(gather(self._hits, count, self._size, _PEAK * swell, _TOTAL * swell, self._raised, self._blobs))

    def _scan(self, luma: NDArray[np.uint8]) -> int:
        self._index = (self._index + 1) & 0xFFFF
        sixteenths = np.rint(self._whole.shift * 16).astype(np.int32)
        # To put so little back costs more than it gives.
        sixteenths[np.abs(sixteenths) <= 1] = 0
        low = _LOW / _DEVIATION * K_UNITS * max(1.0, self._whole.swell / _SWELLS)
        k = np.full(len(self._first), min(MOST_K, round(low)), np.int64)
        turns = 4 if self._step < 0.06 else 2  # noqa: PLR2004
        return int(
            scan(
                luma,
                pairs_of(luma) if self._size == 2 else np.zeros((0, 0), np.uint16),  # noqa: PLR2004
                self._size,
                self._ground.ground,
                self._ground.noise,
                self._first,
                self._last,
                sixteenths[self._row_band],
                k,
                self._index % turns,
                turns,
                self._work,
                self._ground.stamp,
                self._ground.age,
                self._index,
                int(np.clip(_STAYS / self._step, 4, 250)),
                self._hits,
            )
        )


def _whole_rows(luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture (h, w) of even width whose rows follow one another; a copy only where it must be."""
    return np.require(luma[:, : luma.shape[1] // 2 * 2], requirements=["C", "W"])


def spans(facade: Facade, size: int, rows: int, columns: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return which cells of each row to look at, first and last + 1, int64 (rows,) each, in whole chunks."""
    first, last = np.full(rows, columns, np.int64), np.zeros(rows, np.int64)
    for plane in facade.planes:
        outline = np.array(plane.outline)
        # The outline, widened in metres.
        u, v = plane.to_metres(outline[:, 0], outline[:, 1])
        mu, mv = u.mean(), v.mean()
        wide_u = u + np.sign(u - mu) * (_MARGIN_M + _MARGIN_SHARE * plane.width_m)
        x, y = plane.to_pixels(wide_u, v + np.sign(v - mv) * _MARGIN_M)
        x, y = np.where(np.isfinite(x), x, outline[:, 0]), np.where(np.isfinite(y), y, outline[:, 1])
        widened = replace(plane, outline=tuple(zip(x.tolist(), y.tolist(), strict=True)))
        across = np.arange(0, columns, CHUNK // 2)
        grid_x = np.broadcast_to((across + 0.5) * size, (rows, len(across)))
        grid_y = np.broadcast_to(((np.arange(rows) + 0.5) * size)[:, None], grid_x.shape)
        inside = widened.contains(grid_x, grid_y)
        some = inside.any(axis=1)
        lowest = across[np.argmax(inside, axis=1)]
        highest = across[len(across) - 1 - np.argmax(inside[:, ::-1], axis=1)]
        first[some] = np.minimum(first[some], lowest[some])
        last[some] = np.maximum(last[some], highest[some] + CHUNK)
    first, last = first // CHUNK * CHUNK, -(-last // CHUNK) * CHUNK
    return np.minimum(first, columns), np.minimum(last, columns)
