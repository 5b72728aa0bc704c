"""How much every camera is looked at, when the machine is short of time: less of all, before nothing of one."""

from dataclasses import dataclass
from typing import Final

from .messages import Level

# Of a core: above the first for a while there is less, below the second there is more again.
BUSY: Final = 0.92
CALM: Final = {Level.HALF_SIZE: 0.60, Level.HALF_RATE: 0.72}
LATE: Final = 0.5  # seconds; counts only where the processor can be why: we used it, or waited for it
LATE_IF_BUSY: Final = 0.75
LATE_IF_WAITED: Final = 0.5
AFTER: Final = 3.0  # seconds of being short
PATIENCE: Final = 60.0  # seconds of calm; doubles when it was not enough
LONGEST_PATIENCE: Final = 3600.0
# What was too much again within this time was tried too early, seconds.
RELAPSE: Final = 180.0
# A worker that has just begun, or looks at another size, learns its pictures anew: seconds.
SETTLING: Final = 8.0


@dataclass(frozen=True, slots=True)
class Strain:
    """How hard it is: of the workers the most processor seconds used and waited for, a second; the largest lag, s."""

    busy: float
    waited: float
    lag: float


class Governor:
    """Decides one level for all cameras; asked each second, with monotonic time."""

    def __init__(self, now: float) -> None:
        """Begin with everything."""
        self.level = Level.FULL
        self._settled = now + SETTLING
        self._short_since: float | None = None
        self._calm_since: float | None = None
        self._eased = -RELAPSE
        self._patience = PATIENCE

    def settle(self, now: float) -> None:
        """Wait with judging: a worker has begun."""
        self._settled = max(self._settled, now + SETTLING)
        self._short_since = self._calm_since = None

    def judge(self, strain: Strain, now: float) -> Level:
        """Return the level that holds from now on."""
        if now < self._settled:
            return self.level
        # Others on the machine may take the processor from us: then we are late, and not even busy.
        by_us = strain.busy > LATE_IF_BUSY or strain.waited > LATE_IF_WAITED
        short = strain.busy > BUSY or (strain.lag > LATE and by_us)
        if short:
            self._calm_since = None
            self._short_since = now if self._short_since is None else self._short_since
            if now - self._short_since >= AFTER and self.level < Level.HALF_RATE:
                if now - self._eased < RELAPSE:
                    self._patience = min(self._patience * 2, LONGEST_PATIENCE)
                self._change(Level(self.level + 1), now)
            return self.level
        self._short_since = None
        if self.level is Level.FULL or strain.busy > CALM[self.level]:
            self._calm_since = None
            return self.level
        self._calm_since = now if self._calm_since is None else self._calm_since
        if now - self._calm_since >= self._patience:
            self._eased = now
            self._change(Level(self.level - 1), now)
        return self.level

    def _change(self, level: Level, now: float) -> None:
        self.level = level
        self.settle(now)
