"""What a suite must not leave behind: processes, also those that nobody looks after; listening sockets; mounts."""

import os
import secrets
import time
from pathlib import Path

from .patience import ALIVE

# In the environment of everything that we start; a child that outlives its parent still has it.
MARK = "SMART_COMMUNITY_SUITE"
# The device name of every file system that this process of the suite mounts; other parts may run beside it.
MOUNTED_AS = f"smart_community_suite_{os.getpid()}"
POLL = 0.1
# States of a socket in /proc/net/tcp.
ESTABLISHED = "01"
LISTENING = "0A"


class Leftovers:
    """Marks what is started from now on, and looks for it at the end."""

    def __init__(self) -> None:
        """Mark this process's environment."""
        token = secrets.token_hex(8)
        os.environ[MARK] = token
        self._mark = f"{MARK}={token}".encode()

    def check(self) -> None:
        """Raise AssertionError that names what is left."""
        deadline = time.monotonic() + ALIVE
        while (left := self._left()) and time.monotonic() < deadline:
            time.sleep(POLL)
        assert not left, f"the suite left behind: {', '.join(left)}"

    def _left(self) -> list[str]:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
        return [
            *(f"process {pid}" for pid in self._processes()),
            *(f"socket {inode}" for inode in _listening() & _sockets_of(os.getpid())),
            *(f"mount {line}" for line in mounts if line.startswith(f"{MOUNTED_AS} ")),
        ]

    def _processes(self) -> list[str]:
        """Return those with our mark, and our children, the dead that nobody has waited for included."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            if folder.name == str(os.getpid()):
                continue
            try:
                marked = self._mark in (folder / "environ").read_bytes().split(b"\0")
                parent = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
                command = (folder / "comm").read_text(encoding="utf-8").strip()
            except OSError:
                # It ended meanwhile, or is somebody else's.
                continue
            if marked or parent == str(os.getpid()):
                found.append(f"{folder.name} ({command})")
        return found


def threads_of(pid: int) -> list[str]:
    """Return the name of each thread of a process, as far as the kernel keeps it (15 characters)."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found.append((task / "comm").read_text(encoding="utf-8").strip())
        except FileNotFoundError, ProcessLookupError:
            # It ended meanwhile.
            continue
    return found


def files_of(pid: int) -> list[str]:
    """Return what each descriptor of a process stands for: a path, or such as `socket:[1234]`."""
    found = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found.append(str(link.readlink()))
        except FileNotFoundError:
            # Closed meanwhile, such as the one with which this folder is read.
            continue
    return found


def connections_to(port: int, pid: int) -> int:
    """Return how many TCP connections a process has to a port."""
    return sum(
        row[9] in _sockets_of(pid) and row[3] == ESTABLISHED and int(row[2].partition(":")[2], 16) == port
        for row in _tcp()
    )


def _tcp() -> list[list[str]]:
    """Return the kernel's rows of TCP sockets; columns 2, 3 and 9: remote address, state, inode."""
    lines = [line for table in ("tcp", "tcp6") for line in Path(f"/proc/net/{table}").read_text("utf-8").splitlines()]
    return [columns for line in lines if (columns := line.split())[0] != "sl"]


def _listening() -> set[str]:
    """Return the inodes of every TCP socket that listens."""
    return {row[9] for row in _tcp() if row[3] == LISTENING}


def _sockets_of(pid: int) -> set[str]:
    """Return the inodes of a process's sockets."""
    start = "socket:["
    return {file[len(start) : -1] for file in files_of(pid) if file.startswith(start)}
