"""`falling-objects SETTINGS`: watch until SIGTERM or SIGINT. `--check` reads the settings and says what is wrong."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from .settings import Settings, SettingsError, load_file

BAD_SETTINGS: Final = 2
FAILED: Final = 1
_LOG: Final = logging.getLogger("falling_objects")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; return the exit code: 0 after a signal, 1 if it cannot go on, 2 for settings that are wrong."""
    parser = argparse.ArgumentParser(prog="falling-objects", description=__doc__)
    parser.add_argument("settings", type=Path, help="the settings, YAML or JSON")
    parser.add_argument("--check", action="store_true", help="only read the settings and say what is wrong with them")
    parser.add_argument("--verbose", action="store_true", help="say more")
    given = parser.parse_args(arguments)
    level = logging.INFO if given.verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    try:
        settings = load_file(given.settings)
    except SettingsError as error:
        for problem in error.problems:
            print(f"{given.settings}: {problem}", file=sys.stderr)  # noqa: T201 - this is what was asked for
        return BAD_SETTINGS
    if given.check:
        print(f"{given.settings}: {len(settings.cameras)} cameras, nothing wrong")  # noqa: T201
        return 0
    # Before anything imports numba: what it compiles is kept, and a second start is quick.
    os.environ.setdefault("NUMBA_CACHE_DIR", str(settings.data / "compiled"))
    return asyncio.run(_run(settings))


async def _run(settings: Settings) -> int:
    # Here, so that wrong settings are told without loading all of it.
    from .house import House  # noqa: PLC0415
    from .outbox import OutboxError  # noqa: PLC0415

    # What it keeps shows people's homes: it is for nobody else on this machine.
    os.umask(0o077)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        async with House(settings) as house:
            print(f"READY {house.url or ''}", flush=True)  # noqa: T201 - whoever started us waits for it
            await house.until(stop)
    except (OutboxError, OSError) as error:
        _LOG.critical("%s", error)
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
