"""Which scenes there are to develop with, and which are held out: no figure may be tuned on the latter.

The two differ only in their seeds: 1000 and up, 29000 and up (those from 9000 and from 19000 on were held out for
earlier watchers, and are known by their misses). A recall scene has things that fall and some of what moves besides; an
idle scene has only what moves.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from .scene import Codec, Distractor, DropPlan, FacadeScene, Light, Size

DEVELOPMENT: Final = 1000
HOLD_OUT: Final = 29_000

_FULL_HD: Final = (1920, 1080)
_HD: Final = (1280, 720)
_4K: Final = (3840, 2160)
_LARGE, _MEDIUM, _SMALL, _TINY, _FLUTTER = Size
_SOLID: Final = (_MEDIUM, _SMALL, _LARGE, _SMALL, _MEDIUM, _TINY, _MEDIUM, _SMALL, _LARGE)
# Frames in which nothing falls yet: a camera that runs for weeks is not judged by its first seconds.
_FIRST_S: Final = 6.0
_EVERY_S: Final = 4.0
_IDLE_OFFSET: Final = 500
_CALM: Final = (Distractor.LAUNDRY, Distractor.TREES)
_BY_DAY: Final = (
    Distractor.BIRDS, Distractor.LEAVES, Distractor.CLOUDS, Distractor.CURTAINS, Distractor.INSECTS,
    Distractor.GONDOLA, Distractor.EXPOSURE, Distractor.DRONE,
)  # fmt: skip
_BY_NIGHT: Final = (
    Distractor.LIGHTS, Distractor.INSECTS, Distractor.HEADLIGHTS, Distractor.FIREWORKS, Distractor.DRONE,
    Distractor.EXPOSURE, Distractor.CURTAINS, Distractor.BIRDS,
)  # fmt: skip


def _drops(*sizes: Size, every: float = 6.0, first: float = 5.0) -> tuple[DropPlan, ...]:
    return tuple(DropPlan(size, first + every * n, thrown=n % 3 == 1) for n, size in enumerate(sizes))


def _moving(rng: np.random.Generator, light: Light, count: int, wet: float) -> tuple[Distractor, ...]:
    """Draw what moves: always laundry and trees, some of the rest, and rain or snow in a share of the scenes."""
    some = _BY_DAY if light == "day" else _BY_NIGHT
    chosen = {*_CALM, *(some[n] for n in rng.permutation(len(some))[:count])}
    if rng.random() < wet:
        chosen.add(Distractor.SNOW if rng.random() < 0.3 else Distractor.RAIN)  # noqa: PLR2004 - it rains more often
    return tuple(kind for kind in Distractor if kind in chosen)


def recall_scenes(base: int, share: float = 1.0) -> Iterator[FacadeScene]:
    """Yield scenes with falls: of each light as many solid ones as fluttering ones need, `share` of them all."""
    seed = base
    lights: tuple[tuple[Light, int, int], ...] = (("day", 24, 10), ("night", 16, 6), ("ir", 8, 4))
    for light, solid, fluttering in lights:
        for kind, count in (("solid", solid), ("flutter", fluttering)):
            for index in range(count):
                seed += 1
                if index < max(1, round(count * share)):
                    yield _falling(seed, light, index, flutters=kind == "flutter")


def _falling(seed: int, light: Light, index: int, *, flutters: bool) -> FacadeScene:
    rng = np.random.default_rng([seed, 77])
    if flutters:
        drops, seconds = _drops(*[_FLUTTER] * 6, every=3.0, first=_FIRST_S), 60.0
    else:
        sizes = [_SOLID[(n + index) % len(_SOLID)] for n in range(9)]
        drops, seconds = _drops(*sizes, every=_EVERY_S, first=_FIRST_S), _FIRST_S + 9 * _EVERY_S + 4.0
        # Two at once: the eighth is let go with the seventh.
        drops = (*drops[:7], replace(drops[7], at=drops[6].at + 0.3), *drops[8:])
    # HEVC and 4K cost the machine so much that few scenes have them.
    codec: Codec = "hevc" if index % 8 == 5 else "h264"  # noqa: PLR2004
    size = _4K if index == 4 and not flutters else _HD if index % 3 == 2 else _FULL_HD  # noqa: PLR2004
    return FacadeScene(
        seed=seed, size=size, fps=25.0 if index % 4 else 20.0, seconds=seconds, light=light, codec=codec,
        bitrate=int(rng.choice([2_000_000, 3_000_000, 4_000_000, 6_000_000])) * (2 if size == _4K else 1),
        shake=float(rng.uniform(0.3, 1.5)) if index % 4 == 1 else 0.0, jitter=0.008 if index % 5 == 3 else 0.0,  # noqa: PLR2004
        distractors=_moving(rng, light, 3, 0.25), drops=drops,
    )  # fmt: skip


def idle_scenes(base: int, count: int = 48, seconds: float = 300.0) -> Iterator[FacadeScene]:
    """Yield scenes in which nothing falls. 48 of 300 s are four hours, two fifths of them by day.

    A third are 1080p, the rest 720p; each fourth goes through the codec, the rest are the sensor's luma.
    """
    for index in range(count):
        seed = base + _IDLE_OFFSET + index
        rng = np.random.default_rng([seed, 78])
        light: Light = ("day", "night", "day", "night", "ir")[index % 5]
        kinds = _moving(rng, light, 5, 0.45)
        if light == "night" and rng.random() < 0.25:  # noqa: PLR2004 - dusk is a part of some scenes
            kinds = (*kinds, Distractor.IR_SWITCH)
        yield FacadeScene(
            seed=seed, size=_FULL_HD if index % 3 == 0 else _HD, seconds=seconds, light=light,
            codec="h264" if index % 4 == 1 or index % 12 == 3 else None, bitrate=int(rng.choice([2, 3, 4])) * 1_000_000,  # noqa: PLR2004
            shake=float(rng.uniform(0.3, 2.5)) if rng.random() < 0.35 else 0.0,  # noqa: PLR2004 - windy
            jitter=0.008 if index % 6 == 5 else 0.0, distractors=kinds,  # noqa: PLR2004
        )  # fmt: skip


def speed_scene(base: int) -> FacadeScene:
    """Return the scene by which time and memory are measured: 1080p25 H.264 at 4 Mbit/s by day, some of it moving."""
    kinds = (*_CALM, Distractor.BIRDS, Distractor.LEAVES, Distractor.CURTAINS)
    return FacadeScene(base + 400, codec="h264", seconds=24.0, distractors=kinds, drops=_drops(_MEDIUM, _LARGE, _SMALL))


def development_clips() -> dict[str, FacadeScene]:
    """Return twelve clips by name."""
    day = FacadeScene(DEVELOPMENT, codec="h264", seconds=40)
    night = replace(day, light="night")
    small_hd = replace(day, size=_HD, seconds=60)
    busy = (*_CALM, *_BY_DAY[:5])
    dark = (*_BY_NIGHT[:3], Distractor.TREES)
    clips = {
        "01_day_large_medium": replace(day, drops=_drops(_LARGE, _MEDIUM, _LARGE, _MEDIUM, _MEDIUM), distractors=_CALM),
        "02_day_small": replace(day, drops=_drops(*[_SMALL] * 5), distractors=busy),
        "03_day_tiny": replace(day, drops=_drops(*[_TINY] * 5), distractors=_CALM),
        "04_day_flutter": replace(day, drops=_drops(*[_FLUTTER] * 3), distractors=_CALM, seconds=60),
        "05_day_rain_shake": replace(
            day, drops=_drops(_MEDIUM, _SMALL, _LARGE, _SMALL), distractors=(Distractor.RAIN, *_CALM), shake=1.0
        ),
        "06_night_large_medium": replace(night, drops=_drops(_LARGE, _MEDIUM, _MEDIUM, _MEDIUM), distractors=dark),
        "07_night_small_hevc": replace(
            night, drops=_drops(*[_SMALL] * 4), distractors=dark, codec="hevc", bitrate=2_000_000
        ),
        "08_ir_mixed": replace(
            small_hd, light="ir", drops=_drops(_MEDIUM, _SMALL, _TINY, _FLUTTER), distractors=dark, seconds=50
        ),
        "09_day_distractors": replace(day, distractors=(*busy, *_BY_DAY[5:7]), seconds=60),
        "10_night_distractors": replace(night, distractors=(*dark, *_BY_NIGHT[3:5]), seconds=60),
        "11_day_snow_birds": replace(
            day, distractors=(Distractor.SNOW, Distractor.BIRDS), shake=1.5, jitter=0.008, seconds=60
        ),
        "12_night_rain_ir": replace(
            small_hd, light="night", distractors=(Distractor.RAIN, Distractor.IR_SWITCH, *dark)
        ),
    }
    return {name: replace(scene, seed=DEVELOPMENT + index) for index, (name, scene) in enumerate(clips.items())}
