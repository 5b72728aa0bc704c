"""What a log must not hold at the end of a suite, however often the disk and the broker failed in it."""

import re
from collections.abc import Iterator
from pathlib import Path

# Every record begins with its time; what follows it, such as a stack, belongs to it.
RECORD = re.compile(r"^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", re.MULTILINE)
OURS = re.compile(r"smart_community|tests/real/spine")
# A stack is a fault that nobody had thought of; the rest is Home Assistant's or asyncio's word for one.
FAULTS = ("Traceback (most recent call last)", "never retrieved", "was never awaited", "Detected ", "Lingering")
# Home Assistant's own word for a full disk, with a stack: our small file in its storage is one of those that it names.
DISK_FULL = "[homeassistant.util.file] Saving file failed"
SHOWN = 2000


def faults(log: Path) -> Iterator[str]:
    """Yield the records of our faults."""
    for record in RECORD.split(log.read_text(encoding="utf-8", errors="replace")):
        if DISK_FULL not in record and OURS.search(record) and any(fault in record for fault in FAULTS):
            yield record[:SHOWN]


def check_log(log: Path) -> None:
    """Raise AssertionError with the first of our faults in a log."""
    found = list(faults(log))
    assert not found, f"{len(found)} faults in {log}, the first:\n{found[0]}"
