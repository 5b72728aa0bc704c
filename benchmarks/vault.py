"""What sealing costs: a value, a recovery phrase, and a change of keys over 10,000 households."""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.store import keys, schema, sealed
from custom_components.smart_community.store.database import Database
from custom_components.smart_community.store.vault import KeyRing, Vault

from .result import Result, percentile

_VALUES: Final = 100_000
_HOUSEHOLDS: Final = 10_000
_A_COMMIT: Final = 500
_FIELD: Final = "contacts.phone:01KB3000000000000000000001:0"
_TEXTS: Final = {"phone": "13800138000", "note_200": "lives alone " * 17}


async def measure() -> Result:
    """Return the figures; values in microseconds, beside copying the same text."""
    ours: dict[str, float] = {}
    theirs: dict[str, float] = {}
    vault = Vault(KeyRing.new())
    for name, text in _TEXTS.items():
        value = vault.seal(_FIELD, text)
        ours[f"seal_{name}_us"] = _each(partial(vault.seal, _FIELD, text))
        ours[f"open_{name}_us"] = _each(partial(vault.open, _FIELD, value))
        theirs[f"seal_{name}_us"] = theirs[f"open_{name}_us"] = _each(text.encode)
    began = time.perf_counter()
    keys.wrap(KeyRing.new(), "7R0VQ-0F8ZK-C2D4E-9XW1N-5TB3G-MH6PY")
    ours["phrase_ms"] = (time.perf_counter() - began) * 1000
    counts = await _change_keys()
    return Result("vault", ours, theirs, counts=counts)


def _each(work: Callable[[], object]) -> float:
    """Return the microseconds of one call, the best of three runs: the rest is what else the machine does."""

    def run() -> float:
        began = time.perf_counter()
        for _ in range(_VALUES):
            work()
        return (time.perf_counter() - began) / _VALUES * 1e6

    return min(run() for _ in range(3))


async def _change_keys() -> dict[str, float]:
    """Return how long a change of keys takes over a register, and its steps."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "bench.db", lambda: Instant(datetime.now(UTC), time.monotonic()))
        await database.open()
        vault = database.vault
        for start in range(0, _HOUSEHOLDS, _A_COMMIT):
            rows = [
                {
                    "generation": 0,
                    "home": f"home{number:05}",
                    **{
                        column: vault.seal(f"households.{column}:home{number:05}", _TEXTS["note_200"])
                        for column in ("name", "note", "access")
                    },
                }
                for number in range(start, start + _A_COMMIT)
            ]
            await database.bulk(partial(_insert, rows))
        file = keys.load(keys.key_path(database.path))
        if file is None:
            raise FileNotFoundError
        vault.use(file.ring.with_new_key())
        steps: list[float] = []
        for table in sealed.SEALED:
            after: sealed.Place | None = ()
            while after is not None:
                began = time.perf_counter()
                step = await database.bulk(partial(_reseal, vault, table, after))
                steps.append((time.perf_counter() - began) * 1000)
                after = step.last
        await database.close()
    return {
        "values_sealed_anew": 3 * _HOUSEHOLDS,
        "all_steps_ms": sum(steps),
        "step_median_ms": percentile(steps, 50),
        "step_longest_ms": max(steps),
    }


def _insert(rows: Sequence[Mapping[str, object]], connection: Connection) -> None:
    connection.execute(schema.households.insert(), rows)


def _reseal(vault: Vault, table: sealed.SealedTable, after: sealed.Place, connection: Connection) -> sealed.Step:
    return sealed.reseal(connection, vault, table, after)
