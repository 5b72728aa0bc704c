"""What each camera's state is, put together from its health, its self-tests and the check whether it has moved."""

import math
from collections.abc import Callable, Mapping
from typing import Final

from .messages import Health

# Figures that change all the time are told this often, all else at once: seconds.
FIGURES_EVERY: Final = 30.0
_FIGURES: Final = ("fps", "lag")

type Json = Mapping[str, object]


class States:
    """The cameras' states. `calibrated` and `moved` answer for a camera's name."""

    def __init__(self, calibrated: Callable[[str], bool], moved: Callable[[str], bool]) -> None:
        """Begin with nothing heard."""
        self._calibrated, self._moved = calibrated, moved
        self._health: dict[str, Health] = {}
        self._tests: dict[str, Json] = {}
        self._said: dict[str, tuple[float, Json]] = {}

    def health(self, camera: str) -> Health | None:
        """Return what was heard last of a camera."""
        return self._health.get(camera)

    def heard(self, health: Health) -> None:
        """Take a camera's health."""
        self._health[health.camera] = health

    def tested(self, camera: str, said: Json) -> None:
        """Take the outcome of a self-test: `self_test`, `self_test_at`."""
        self._tests[camera] = said

    def state(self, camera: str) -> dict[str, object]:
        """Return the state as the device protocol has it."""
        tests = {"self_test": None, "self_test_at": None, **self._tests.get(camera, {})}
        health = self._health.get(camera)
        if health is None:
            calibrated = self._calibrated(camera)
            return {"fps": 0.0, "lag": 0.0, "blind": "no_picture", "degraded": None, "calibrated": calibrated, **tests}
        blind = "moved" if health.blind is None and self._moved(camera) else health.blind
        return {
            "fps": round(health.fps, 1),
            "lag": round(max(0.0, health.lag), 1),
            "blind": blind,
            "degraded": health.level.said,
            "calibrated": health.calibrated,
            **tests,
        }

    def news(self, camera: str, now: float) -> Json | None:
        """Return the state if it is to be told at `now` (seconds), None if it was told already."""
        state = self.state(camera)
        said_at, said = self._said.get(camera, (-math.inf, {}))
        changed = any(said.get(key) != value for key, value in state.items() if key not in _FIGURES)
        if not changed and abs(now - said_at) < FIGURES_EVERY:
            return None
        self._said[camera] = (now, state)
        return state

    def told(self, camera: str, broker: str | None) -> Json:
        """Return what the status page says of a camera; `broker` is how its connection is."""
        health = self._health.get(camera)
        return {
            **self.state(camera),
            "looked": 0.0 if health is None else round(health.looked, 1),
            "size": None if health is None else health.size,
            "trouble": "starting" if health is None else health.trouble,
            "broker": broker,
        }
