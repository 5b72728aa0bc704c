"""`scripts/bench NAME [--json FILE]`: runs one measurement and prints its table."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from importlib import import_module
from pathlib import Path

from .result import Result

# Named here rather than found, so that `--list` imports none of them.
BENCHMARKS = {
    "alarm": "press → three people told, beside an automation with an MQTT trigger: rate, latency, 2,000 at once",
    "rush": "2,000 presses at once from 2,000 homes, five recipients each, beside the burst of `alarm`",
    "day": "press → first person told under a normal day's load (5 changes a second for 100 homes), beside none",
    "start": "3,000 homes and 300 buttons: what we add to a start of Home Assistant, in time, stall and memory",
    "ack": "press → acknowledgement at 1, 10 and 100 presses/s and during an import; commits in a burst of 2,000",
    "archive": "a journal and a ledger of a million rows: open incidents, a page of the list, a search, a commit",
    "vault": "what sealing a value, a recovery phrase and a change of keys over 10,000 households cost",
    "elevator": "Frigate's message → hold command, beside an MQTT automation on a relay; e-bike → voice, held door",
    "frigate": "200 cameras' messages at 50 a second: CPU share, stall; memory over a million messages",
    "facade": "falls before facades: recall, false alarms, floors, time beside MOG2; --quick, --cache DIR, --fade DIR",
    "kill": "100 kills of a whole Home Assistant while buttons press: presses lost and doubled",
}
# These have options of their own, which `measure` is called with.
TAKES_OPTIONS = frozenset({"facade"})


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """Return the options; argparse answers for mistakes in them."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description="One side-by-side measurement.")
    parser.add_argument("name", nargs="?", choices=BENCHMARKS, help="which one (see --list)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--list", action="store_true", help="name them, with a line each")
    options, more = parser.parse_known_args(arguments)
    options.more = more
    if options.name is None and not options.list:
        parser.error("name a benchmark, or ask for --list")
    if options.more and options.name not in TAKES_OPTIONS:
        parser.error(f"not known: {' '.join(options.more)}")
    return options


def main(arguments: list[str]) -> int:
    """Do what the arguments say; return the exit code."""
    options = parse_arguments(arguments)
    if options.list:
        width = max(map(len, BENCHMARKS))
        print("\n".join(f"{name.ljust(width)}  {line}" for name, line in BENCHMARKS.items()))
        return 0
    measure: Callable[..., Awaitable[Result]] = import_module(f"{__package__}.{options.name}").measure
    result = asyncio.run(_run(measure, options.more))
    print(result.table())
    if options.json is not None:
        result.save(options.json)
    return 0


async def _run(measure: Callable[..., Awaitable[Result]], more: Sequence[str]) -> Result:
    return await (measure(more) if more else measure())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
