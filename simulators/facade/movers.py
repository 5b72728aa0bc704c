"""What moves before a facade and did not fall from a home, by the name of the distractor."""

from collections.abc import Callable
from typing import Final

import numpy as np

from .air import Drizzle, Drone, Flock, Insects, Leaves
from .scene import Distractor
from .stage import Mover, Stage
from .yard import Fireworks, Gondola, Headlights, Swaying

MOVERS: Final[dict[Distractor, Callable[[Stage, np.random.Generator], Mover]]] = {
    Distractor.RAIN: lambda stage, rng: Drizzle(stage, rng, snow=False),
    Distractor.SNOW: lambda stage, rng: Drizzle(stage, rng, snow=True),
    Distractor.BIRDS: Flock,
    Distractor.DRONE: Drone,
    Distractor.LEAVES: Leaves,
    Distractor.INSECTS: Insects,
    Distractor.LAUNDRY: lambda stage, rng: Swaying(stage, rng, twigs=False),
    Distractor.TREES: lambda stage, rng: Swaying(stage, rng, twigs=True),
    Distractor.GONDOLA: Gondola,
    Distractor.FIREWORKS: Fireworks,
    Distractor.HEADLIGHTS: Headlights,
}
