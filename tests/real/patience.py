"""How long a test waits for what has only to come at all: a slow machine takes longer, it does not fail.

What is promised within a time has a limit of its own, next to the promise, and is measured.
"""

from typing import Final

# Seconds: many times what a slow machine takes, and less than the limit of a test (`conftest.py`).
ALIVE: Final = 90.0
# Seconds that a disk or a processor may be away in the middle of what is promised within a time: the promise itself is
# printed, and measured in `benchmarks/`; a test fails only where it is not kept at all.
STALLS: Final = 10.0
