"""What the check of a real Home Assistant's log overlooks: what a test itself provoked, and nothing beside it."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.real.logs import faults

# A record of ours for a file that takes none of it, while the console does: what logging says of it goes there.
_PROGRAM: Final = """
import logging, resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
handler = logging.FileHandler(sys.argv[1])
logging.getLogger().addHandler(handler)
if sys.argv[2] == "small":
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
else:
    handler.setFormatter(logging.Formatter("%(nobody)s"))
logging.error("Error writing config for smart_community.kept_apart: [Errno 27] File too large")
"""
_BEFORE: Final = "2026-11-23 21:26:08.321 INFO (MainThread) [homeassistant.core] All is well\n"
_FAULT: Final = """\
2026-11-23 21:26:09.001 ERROR (MainThread) [custom_components.smart_community.desks.paging] Paging failed at a step
Traceback (most recent call last):
OSError: [Errno 27] File too large
"""


@pytest.fixture
def console(tmp_path: Path) -> Path:
    """Return a console's log that has one record."""
    log = tmp_path / "console.log"
    log.write_text(_BEFORE, encoding="utf-8")
    return log


def log_into(console: Path, what: str) -> None:
    """Have a process log into a file of which something is wrong, and append what it prints to the console's log."""
    command = [sys.executable, "-c", _PROGRAM, str(console.with_name("ours.log")), what]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "--- Logging error ---" in ended.stderr
    with console.open("a", encoding="utf-8") as log:
        log.write(ended.stderr)


def test_a_record_that_no_file_took_because_a_test_forbade_it_is_no_fault(console: Path) -> None:
    log_into(console, "small")
    log_into(console, "small")
    assert list(faults(console)) == []


def test_a_fault_right_after_it_is_one(console: Path) -> None:
    log_into(console, "small")
    with console.open("a", encoding="utf-8") as log:
        log.write(_FAULT)
    assert list(faults(console)) == [_FAULT]


def test_a_record_that_was_not_written_for_another_reason_is_a_fault(console: Path) -> None:
    log_into(console, "small")
    log_into(console, "wrong")
    log_into(console, "small")
    (fault,) = faults(console)
    assert "ValueError" in fault or "KeyError" in fault
    assert "File too large\nCall stack" not in fault
