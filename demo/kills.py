"""A whole Home Assistant as the victim of `simulators.kills`, and what its community has on disk."""

import asyncio
import contextlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Self

from simulators.deliveries import Ledgers, RecordedDelivery
from simulators.kills import Evidence, RecordedCall, RecordedEvent
from simulators.link import Arrival, Endpoint, Link, Listener

from .home_assistant import READY_WITHIN, HomeAssistant
from .processes import ProcessError

DATABASE = "smart_community.db"
_BURST = 10_000_000  # microseconds


def read_evidence(database: Path, *, devices: Callable[[str], bool] = lambda _: True) -> Evidence:
    """Return what is on disk of the devices that are asked for; raises sqlite3.Error if the file is not whole.

    It reads the tables themselves, not what the integration says of them, and may do so while the integration runs.
    """
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
        events = connection.execute("SELECT device, boot, seq, received_at FROM device_events").fetchall()
        # The inner join: an entry of an incident that does not exist is no incident.
        calls = connection.execute(
            "SELECT timeline.by, timeline.at FROM timeline JOIN incidents ON incidents.id = timeline.incident"
            " WHERE timeline.what IN ('opened', 'again')"
        ).fetchall()
        incidents = connection.execute("SELECT count(*) FROM incidents").fetchone()[0]
    return Evidence(
        events=[RecordedEvent(*row) for row in events if devices(row[0])],
        calls=[RecordedCall(*row) for row in calls if devices(row[0])],
        incidents=incidents,
    )


def read_ledgers(database: Path) -> Ledgers:
    """Return the delivery ledgers that are on disk, of active and ended incidents; may raise sqlite3.Error."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as connection:
        deliveries = connection.execute(
            "SELECT incident, round, step, recipient, channel, deliveries.state, incidents.state <> 'resolved'"
            " FROM deliveries JOIN incidents ON incidents.id = incident"
        ).fetchall()
        entries = connection.execute(
            "SELECT incident, what, at FROM timeline"
            " WHERE what IN ('opened', 'again', 'acknowledged', 'taken_over', 'resolved') ORDER BY incident, position"
        ).fetchall()
    return Ledgers(
        deliveries=[
            RecordedDelivery(incident, (number, step, recipient, channel), state, bool(active))
            for incident, number, step, recipient, channel, state, active in deliveries
        ],
        pages={
            incident: _pages((what, at) for _, what, at in of_one)
            for incident, of_one in groupby(entries, key=lambda entry: entry[0])
        },
    )


def _pages(entries: Iterable[tuple[str, int]]) -> int:
    """Return how often an opening or a press must have paged, given what happened and when (microseconds).

    Presses within ten seconds of one that paged are written down only, unless somebody took the incident meanwhile.
    """
    pages, paged_at = 0, None
    for what, at in entries:
        if what == "opened":
            pages += 1
        elif what != "again":
            paged_at = None
        elif paged_at is None or not 0 <= at - paged_at < _BURST:
            pages, paged_at = pages + 1, at
    return pages


class Heartbeats:
    """Listens to the community's heartbeat; an asynchronous context manager."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Describe it; entering connects."""
        self.last: Arrival | None = None
        self._changed = asyncio.Event()
        name = f"heartbeat-{time.monotonic_ns():x}"
        self._link = Link(endpoint, name, [f"{endpoint.prefix}/heartbeat"], Listener(message=self._heard))

    async def __aenter__(self) -> Self:
        """Connect."""
        await self._link.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Disconnect."""
        await self._link.close()

    async def until(self, wanted: Callable[[dict[str, object]], bool], *, within: float) -> dict[str, object]:
        """Return the newest heartbeat once it is `wanted`, the one heard already included; raises TimeoutError."""
        async with asyncio.timeout(within):
            while True:
                if self.last is not None and wanted(beat := json.loads(self.last.payload)):
                    return dict(beat)
                self._changed.clear()
                await self._changed.wait()

    async def since(self, moment: datetime, *, within: float) -> dict[str, object]:
        """Return the first heartbeat of a community that lived at or after `moment`; raises TimeoutError."""

        def is_newer(beat: dict[str, object]) -> bool:
            at = beat.get("at")
            return isinstance(at, str) and datetime.fromisoformat(at) >= moment and "pause" not in beat

        return await self.until(is_newer, within=within)

    def _heard(self, arrival: Arrival) -> None:
        self.last = arrival
        self._changed.set()


class HomeAssistantVictim:
    """A Home Assistant with a community that is set up: ready when its heart beats."""

    def __init__(self, home_assistant: HomeAssistant, heartbeats: Heartbeats) -> None:
        """Take what runs already; `heartbeats` is open."""
        self._home_assistant = home_assistant
        self._heartbeats = heartbeats
        self._starting: asyncio.Task[None] | None = None
        # Seconds from a start to the first heartbeat, of each start that lived so long.
        self.back_after: list[float] = []
        self._started_at = datetime.min.replace(tzinfo=UTC)

    async def start(self) -> None:
        """Start the process; whether it comes up is `wait_ready`'s to see."""
        self._started_at = datetime.now(UTC)
        # Eager: its process is there when this returns.
        self._starting = asyncio.Task(self._home_assistant.start(), eager_start=True)

    async def wait_ready(self) -> None:
        """Wait until its community has proved that it writes, and said so. Raises ProcessError."""
        if self._starting is None:
            return
        await self._starting
        try:
            await self._heartbeats.since(self._started_at, within=READY_WITHIN)
        except TimeoutError as error:
            message = f"no heartbeat within {READY_WITHIN:g} s\n{self._home_assistant.process.tail()}"
            raise ProcessError(message) from error
        self.back_after.append((datetime.now(UTC) - self._started_at).total_seconds())
        self._starting = None

    async def kill(self) -> None:
        """End it with SIGKILL."""
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
            self._starting = None
        await self._home_assistant.kill()
