"""Years of a community: a journal and a ledger of a million rows each, read as a start, a screen and an auditor do.

Written through the store as alarms are, so that everything is sealed and chained. "Theirs" is the same file as version
1 had it, without the indexes of version 2: what they are worth, and what they cost each commit of an alarm.
"""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, Final

from sqlalchemy import Connection, text

from custom_components.smart_community.core import incident as life
from custom_components.smart_community.core.community import Place
from custom_components.smart_community.core.delivery import Audience, Delivery, DeliveryState, turned
from custom_components.smart_community.core.incident import Incident, Kind, Resolution, State
from custom_components.smart_community.core.journal import Entry, Filters, Head, Note
from custom_components.smart_community.core.ports import IncidentChange, Record
from custom_components.smart_community.core.response import Instant
from custom_components.smart_community.store import deliveries, incidents, journal
from custom_components.smart_community.store.database import Database
from custom_components.smart_community.store.migrations import ADDED_INDEXES

from .result import Result, percentile
from .world import say

INCIDENTS: Final = 125_000
ACTIVE: Final = 40
_TOLD: Final = 8  # deliveries of each incident, and entries of the journal
_CHUNK: Final = 200  # incidents in one commit
_ROUNDS: Final = 20
_COMMITS: Final = 200  # at a time
_FIRST: Final = datetime(2023, 1, 1, tzinfo=UTC)
_APART: Final = timedelta(minutes=15)
_STAFF: Final = [f"{number:032x}" for number in range(1, 61)]


@dataclass(frozen=True, slots=True)
class Timed:
    """How long something took, in ms: the middle one and the longest of several times.

    `cpu`: the middle one of what it took of a processor, which says the same on a machine that does other things too.
    """

    middle: float
    longest: float
    cpu: float


def clock() -> Instant:
    """Return this moment."""
    return Instant(datetime.now(UTC), time.monotonic())


def history() -> Iterator[list[Record]]:
    """Yield what each incident of those years has written, oldest first; the last ones are not resolved."""
    for number in range(1, INCIDENTS + 1):
        yield of_one(number, _FIRST + number * _APART, ended=number <= INCIDENTS - ACTIVE)


def of_one(number: int, at: datetime, *, ended: bool) -> list[Record]:
    """Return what one incident has written: itself with its timeline, its deliveries, and the journal."""
    owner = _STAFF[number % len(_STAFF)]
    incident_id, home = f"01KB{number:022d}", f"01KA{number % 3000:022d}"
    incident = life.opened(
        incident_id,
        number,
        Kind.HELP,
        at,
        place=Place(building=f"b{number % 30}", unit="1", home=home),
        device=f"button-{number % 3000:04d}",
        by=f"button-{number % 3000:04d}",
        text="pressed",
    )
    if ended:
        incident = life.acknowledged(incident, at + timedelta(seconds=40), owner)
        incident = life.on_site(incident, at + timedelta(seconds=300), owner)
        incident = life.resolved(incident, at + timedelta(seconds=900), owner, Resolution.REAL, "helped up")
    told = [of_delivery(incident_id, position, number, at) for position in range(_TOLD)]
    notes = [Note(entry.at, entry.by or "", f"incident_{entry.what}", incident_id) for entry in incident.timeline]
    looks = _TOLD - len(notes)
    notes += [Note(at, _STAFF[(number + n) % 60], "home_viewed", home, {"incident": incident_id}) for n in range(looks)]
    return [IncidentChange(None, incident), *told, *notes]


def of_delivery(incident: str, position: int, number: int, at: datetime) -> Delivery:
    """Return one delivery that was received, and seen by some."""
    recipient = f"user:{_STAFF[(number + position) % len(_STAFF)]}"
    step = 1 if position < 5 else 2  # noqa: PLR2004 - a plan with five recipients
    delivery = Delivery(incident, recipient, Audience.DUTY_ROOM, 1, step, "mobile_app", at, f"{number}{position}")
    delivery = turned(delivery, DeliveryState.HANDED_OVER, at + timedelta(milliseconds=80))
    delivery = turned(delivery, DeliveryState.RECEIVED, at + timedelta(seconds=1))
    return turned(delivery, DeliveryState.SEEN, at + timedelta(seconds=9)) if position == 0 else delivery


class Archive:
    """The database, and how long it takes to answer."""

    def __init__(self, path: Path) -> None:
        """Use a file of our own."""
        self.path = path
        self._number = INCIDENTS
        self._database = Database(path, clock)

    async def fill(self) -> float:
        """Write all the years; return the rows written a second."""
        await self._database.open()
        began, rows, records = time.monotonic(), 0, list[Record]()
        for number, of_incident in enumerate(history(), start=1):
            records += of_incident
            if number % _CHUNK == 0:
                rows += len(records)
                await self._database.commit(records)
                records = []
            if number % (INCIDENTS // 5) == 0:
                say(f"{number} of {INCIDENTS} incidents written")
        return rows / (time.monotonic() - began)

    async def reopen(self) -> float:
        """Close and open the file, as a start does; return the seconds that opening took."""
        await self._database.close()
        self._database = Database(self.path, clock)
        began = time.monotonic()
        await self._database.open()
        return time.monotonic() - began

    async def close(self) -> None:
        """Close the file."""
        await self._database.close()

    async def drop_indexes(self) -> None:
        """Make the file what version 1 had."""
        await self._database.bulk(_drop)

    async def make_indexes(self) -> None:
        """Make the file what version 2 has."""
        await self._database.bulk(_create)

    async def read_all(self) -> dict[str, Timed]:
        """Return how long each read took."""
        vault = self._database.vault
        asked: dict[str, Callable[[int], Callable[[Connection], object]]] = {
            "load_open": lambda _: lambda c: (incidents.load_active(c, vault), deliveries.load_active(c, vault)),
            "incidents_page": lambda n: lambda c: self._page(c, None, INCIDENTS - n * INCIDENTS // 20),
            "incidents_page_resolved": lambda n: lambda c: self._page(c, State.RESOLVED, INCIDENTS - n * 5000),
            "incidents_page_open": lambda _: lambda c: self._page(c, State.OPEN, None),
            "resolved_this_shift": lambda _: (
                lambda c: incidents.resolved_since(c, vault, _FIRST + (INCIDENTS - 48) * _APART, 200)
            ),
            "journal_page": lambda n: lambda c: journal.page(c, before=1_000_000 - n * 50_000, limit=50),
        }
        timed = {name: await self._timed(query) for name, query in asked.items()}
        searched = {
            "search_by_account": Filters(actor=_STAFF[7]),
            "search_by_account_unknown": Filters(actor="f" * 32),
            "search_by_home": Filters(subject=f"01KA{7:022d}"),
            "search_by_device": Filters(actor="button-0007"),
            "search_by_week": Filters(since=_FIRST + timedelta(days=400), until=_FIRST + timedelta(days=407)),
            "search_by_action_unknown": Filters(action="nothing"),
        }
        return timed | {name: await self._searched(filters) for name, filters in searched.items()}

    async def verify(self) -> tuple[int, float]:
        """Look along the whole journal; return how many entries there were, and how many a second."""
        began, head, checked = time.monotonic(), Head(), 0
        while True:
            step = await self._database.read(partial(journal.check_after, head=head, limit=500))
            assert step.breaks == ()
            checked, head = checked + step.checked, step.head
            if step.checked == 0:
                return checked, checked / (time.monotonic() - began)

    async def commits(self) -> list[float]:
        """Commit alarms one after the other; return how long each took, in ms."""
        took = []
        for _ in range(_COMMITS):
            self._number += 1
            records = of_one(self._number, clock().utc, ended=False)
            began = time.perf_counter()
            await self._database.commit(records)
            took.append(1000 * (time.perf_counter() - began))
        return took

    async def plans(self) -> list[str]:
        """Return how SQLite goes about the reads that matter most."""
        queries = {
            "load_open": "SELECT * FROM incidents WHERE state != 'resolved'",
            "page_of_open": "SELECT * FROM incidents WHERE state = 'open' AND state != 'resolved' ORDER BY number DESC",
            "by_actor": "SELECT * FROM journal WHERE actor = 'a' AND length(actor) = 32 AND seq < 9 ORDER BY seq DESC",
        }

        def explain(connection: Connection) -> list[str]:
            return [
                f"{name}: {row.detail}"
                for name, query in queries.items()
                for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}"))
            ]

        return await self._database.read(explain)

    def _page(self, connection: Connection, state: State | None, before: int | None) -> str:
        """Do all that a page of the list takes: the incidents, their timelines and deliveries, as the wire has them."""
        vault = self._database.vault
        found: list[Incident] = incidents.page(connection, vault, state=state, before=before, limit=50)
        told: dict[str, list[Any]] = {incident.id: [] for incident in found}
        for delivery in deliveries.of_incidents(connection, vault, list(told)):
            told[delivery.incident].append(delivery.as_dict())
        return json.dumps([incident.as_dict() | {"deliveries": told[incident.id]} for incident in found])

    async def _timed(self, query: Callable[[int], Callable[[Connection], object]]) -> Timed:
        took, cpu = [], []
        for number in range(_ROUNDS):
            began = time.perf_counter()
            cpu.append(1000 * await self._database.read(partial(_cpu_of, query(number))))
            took.append(1000 * (time.perf_counter() - began))
        return Timed(median(took), max(took), median(cpu))

    async def _searched(self, filters: Filters) -> Timed:
        took, cpu = [], []
        for _ in range(_ROUNDS // 4):
            began, used = time.perf_counter(), 0.0
            before, found = (await self._database.read(journal.head)).seq + 1, 0
            while before > 1 and found < 50:  # noqa: PLR2004 - a page
                step = list[Entry]()
                look = partial(_search_into, step, filters, before, 50 - found)
                used += await self._database.read(partial(_cpu_of, look))
                found, before = found + len(step), before - journal.WINDOW
            took.append(1000 * (time.perf_counter() - began))
            cpu.append(1000 * used)
        return Timed(median(took), max(took), median(cpu))


def _cpu_of(query: Callable[[Connection], object], connection: Connection) -> float:
    """Run a query and return the seconds that it took of a processor."""
    began = time.thread_time()
    query(connection)
    return time.thread_time() - began


def _search_into(found: list[Entry], filters: Filters, before: int, limit: int, connection: Connection) -> None:
    found += journal.search(connection, filters, before=before, limit=limit)


def _drop(connection: Connection) -> None:
    for index in ADDED_INDEXES:
        index.drop(connection)


def _create(connection: Connection) -> None:
    for index in ADDED_INDEXES:
        index.create(connection)


async def measure() -> Result:
    """Fill a database with years, and read it as it is and as version 1 had it."""
    with tempfile.TemporaryDirectory(prefix="smart-community-bench-") as folder:
        archive = Archive(Path(folder) / "smart_community.db")
        rows_a_second = await archive.fill()
        opened = await archive.reopen()
        ours = await archive.read_all()
        checked, checked_a_second = await archive.verify()
        plans = await archive.plans()
        say("and now as version 1 had it")
        await archive.drop_indexes()
        theirs = await archive.read_all()
        with_indexes, without = list[float](), list[float]()
        for _ in range(3):
            without += await archive.commits()
            await archive.make_indexes()
            with_indexes += await archive.commits()
            await archive.drop_indexes()
        mib = archive.path.stat().st_size / 1024**2
        await archive.close()
    return Result(
        "archive",
        ours={
            **{f"{name}_ms": took.middle for name, took in ours.items()},
            **{f"{name}_cpu_ms": took.cpu for name, took in ours.items()},
            **{f"{name}_longest_ms": took.longest for name, took in ours.items()},
            "open_s": opened,
            "commit_p50_ms": median(with_indexes),
            "commit_p99_ms": percentile(with_indexes, 99),
            "verify_per_s": checked_a_second,
            "fill_rows_per_s": rows_a_second,
            "file_mib": mib,
        },
        theirs={
            **{f"{name}_ms": took.middle for name, took in theirs.items()},
            **{f"{name}_cpu_ms": took.cpu for name, took in theirs.items()},
            "commit_p50_ms": median(without),
            "commit_p99_ms": percentile(without, 99),
        },
        ratio={
            **{f"{name}_ms": theirs[name].middle / took.middle for name, took in ours.items()},
            **{f"{name}_cpu_ms": theirs[name].cpu / took.cpu for name, took in ours.items()},
            "commit_p50_ms": median(without) / median(with_indexes),
        },
        counts={
            "journal": checked,
            "deliveries": INCIDENTS * _TOLD,
            "incidents": INCIDENTS,
            "open": ACTIVE,
        },
        notes=[
            "theirs: the same file without the indexes of version 2; ratio: theirs / ours, above 1 favours them.",
            "A page: 50 incidents with timelines and deliveries, as JSON. A search goes on until 50 entries are found.",
            *plans,
        ],
    )
