"""Makes the companion's package importable: it is shipped by itself, beside the integration."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "apps" / "falling_objects"))
