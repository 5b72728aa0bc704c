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
# logging's own word for a record that no file took, with both its stacks, because files may not grow: only a test does
# that (`disk.no_file_may_grow`), and this is written if it ends between the record and the word.
NOT_WRITTEN = re.compile(
    r"^--- Logging error ---\nTraceback (?:(?!^Call stack:$).)*^OSError: \[Errno 27\] File too large\n"
    r"Call stack:\n.*?^Message: [^\n]*\nArguments: [^\n]*\n",
    re.MULTILINE | re.DOTALL,
)
SHOWN = 2000


def faults(log: Path) -> Iterator[str]:
    """Yield the records of our faults."""
    text = NOT_WRITTEN.sub("", log.read_text(encoding="utf-8", errors="replace"))
    for record in RECORD.split(text):
        if DISK_FULL not in record and OURS.search(record) and any(fault in record for fault in FAULTS):
            yield record[:SHOWN]


def check_log(log: Path) -> None:
    """Raise AssertionError with the first of our faults in a log."""
    found = list(faults(log))
    assert not found, f"{len(found)} faults in {log}, the first:\n{found[0]}"
