"""The generator makes calibrations of the companion's, which is a package of its own."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "apps" / "falling_objects"))
