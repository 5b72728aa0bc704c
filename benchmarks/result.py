"""What a benchmark returns: written as JSON for programs, and as a table for people."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version, release
from typing import Final

type Figure = float | int | str
type Figures = Mapping[str, Figure]

_KIB_A_GIB: Final = 1024 * 1024


def describe_machine() -> str:
    """Return processor, cores, memory, system and the versions that the figures depend on, in one line."""
    parts = [
        f"{os.cpu_count() or 1} × {_line_of('/proc/cpuinfo', 'model name') or 'unknown processor'}",
        f"{_memory_gib()} GiB",
        f"{_system()} (Linux {release()})",
        f"Python {python_version()}",
        f"Home Assistant {_version_of('homeassistant')}",
        f"SQLite {sqlite3.sqlite_version}",
        f"Mosquitto {_mosquitto()}",
    ]
    return ", ".join(parts)


def today() -> str:
    """Return the date in UTC, as ISO 8601 has it."""
    return datetime.now(UTC).date().isoformat()


@dataclass(frozen=True, slots=True)
class Result:
    """One measurement. `theirs` is what it is measured beside, under the same keys where they compare.

    A key ends with its unit (`_ms`, `_mib`, `_s`, `_per_s`). `notes` say what a reader must know to judge the figures.
    """

    name: str
    ours: Figures
    theirs: Figures = field(default_factory=dict)
    ratio: Figures = field(default_factory=dict)
    counts: Figures = field(default_factory=dict)
    notes: Sequence[str] = ()
    machine: str = field(default_factory=describe_machine)
    date: str = field(default_factory=today)

    def save(self, path: Path) -> None:
        """Write it as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    def table(self) -> str:
        """Return it as a person reads it."""
        columns = {"ours": self.ours, "theirs": self.theirs, "ratio": self.ratio}
        rows = [["", *(name if figures else "" for name, figures in columns.items())]]
        rows += [
            [key, *(_shown(figures.get(key)) for figures in columns.values())] for key in _united(*columns.values())
        ]
        rows += [[f"counts.{key}", _shown(value), "", ""] for key, value in self.counts.items()]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = [f"{self.name}  ({self.date})", self.machine, ""]
        for row in rows:
            figures = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
            lines.append("  ".join([row[0].ljust(widths[0]), *figures]).rstrip())
        return "\n".join([*lines, *([""] if self.notes else []), *self.notes])


def percentile(values: Iterable[float], percent: float) -> float:
    """Return the smallest value that at least `percent` % of the values do not exceed; raises ValueError for none."""
    ordered = sorted(values)
    if not ordered:
        message = "no values to take a percentile of"
        raise ValueError(message)
    # Ceiling division: the rank of the value, counted from 1.
    rank = -int(-percent * len(ordered) // 100)
    return ordered[min(max(rank, 1), len(ordered)) - 1]


def _united(*columns: Figures) -> list[str]:
    return list(dict.fromkeys(key for column in columns for key in column))


def _shown(value: Figure | None) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) < 100 else f"{value:,.0f}"  # noqa: PLR2004 - three digits are enough
    return f"{value:,}" if isinstance(value, int) else value


def _line_of(path: str, name: str) -> str:
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""
    found = (line.partition(":")[2].strip() for line in text.splitlines() if line.startswith(name))
    return next(found, "")


def _memory_gib() -> int:
    kib = _line_of("/proc/meminfo", "MemTotal").split()
    return round(int(kib[0]) / _KIB_A_GIB) if kib else 0


def _system() -> str:
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return "unknown system"
    names = (line.partition("=")[2].strip('"') for line in lines if line.startswith("PRETTY_NAME="))
    return next(names, "unknown system")


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _mosquitto() -> str:
    program = os.environ.get("MOSQUITTO") or shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        return "none"
    said = subprocess.run([program, "-h"], capture_output=True, text=True, check=False).stdout
    words = said.partition("\n")[0].split()
    return words[-1] if words else "unknown"
