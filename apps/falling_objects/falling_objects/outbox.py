"""What is on disk until the others have it: each fall, each event for the community, each event for Frigate.

SQLite with a commit a change and `synchronous=FULL`: what was taken in survives SIGKILL and a power cut. An event to
the community stays until it is acknowledged; a fall for Frigate until Frigate has opened and ended its event, or a
week is over.
"""

import json
import secrets
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self

SCHEMA: Final = 1
# Frigate keeps its recordings for days, and an event without one shows nothing: seconds.
FRIGATE_GIVES_UP: Final = 7 * 86_400.0
_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS fall (
  id TEXT PRIMARY KEY, camera TEXT NOT NULL, phase TEXT NOT NULL, began REAL NOT NULL, updated REAL NOT NULL,
  said TEXT NOT NULL, frigate TEXT NOT NULL, frigate_event TEXT, frigate_tried REAL, picture INTEGER NOT NULL DEFAULT 0,
  clip INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS fall_frigate ON fall (frigate);
CREATE TABLE IF NOT EXISTS event (
  camera TEXT NOT NULL, boot TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, at REAL NOT NULL,
  PRIMARY KEY (camera, boot, seq)
) STRICT;
CREATE TABLE IF NOT EXISTS told (camera TEXT PRIMARY KEY, said TEXT NOT NULL) STRICT;
"""


class Phase(StrEnum):
    """How far a fall is, as the community hears it."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"

    @property
    def over(self) -> bool:
        """Whether nothing more comes."""
        return self in (Phase.ENDED, Phase.WITHDRAWN)


class FrigateState(StrEnum):
    """What Frigate has of a fall: `asked` was sent and its answer is not known, `opened` is to be ended by us."""

    NONE = "none"
    WANTED = "wanted"
    ASKED = "asked"
    OPENED = "opened"
    ENDED = "ended"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class StoredFall:
    """A fall as it is on disk; times are UTC seconds. `said` is what the community was told last, without `phase`."""

    id: str
    camera: str
    phase: Phase
    began: float
    updated: float
    said: Mapping[str, object]
    frigate: FrigateState
    frigate_event: str | None
    frigate_tried: float | None
    picture: bool
    clip: bool


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event for the community that is not acknowledged; `at` is when it was taken in, UTC seconds."""

    camera: str
    boot: str
    seq: int
    body: Mapping[str, object]
    at: float


class OutboxError(Exception):
    """The disk took nothing, and why."""


def ulid(now: float, chance: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """Return a new id that sorts by time: 48 bits of milliseconds and 80 of chance (the ULID specification)."""
    value = (int(now * 1000) & (1 << 48) - 1) << 80 | int.from_bytes(chance(10))
    return "".join(_CROCKFORD[value >> shift & 31] for shift in range(125, -1, -5))


class Outbox:
    """The file. All its methods block for one commit, and raise OutboxError when the disk refuses."""

    def __init__(self, path: Path, boot: str) -> None:
        """Open it, or make it. A file that is damaged is set aside, and the name of it is `set_aside`."""
        self._boot = boot
        self.set_aside: Path | None = None
        try:
            self._connection = _opened(path)
        except sqlite3.OperationalError as error:
            # A full disk, a folder that is not ours, a file in use: nothing is wrong with what is in it.
            message = f"{path}: {error}"
            raise OutboxError(message) from error
        except sqlite3.DatabaseError:
            self.set_aside = path.with_name(f"{path.name}.damaged-{int(time.time())}")
            path.rename(self.set_aside)
            for rest in ("-wal", "-shm"):
                path.with_name(f"{path.name}{rest}").unlink(missing_ok=True)
            self._connection = _opened(path)
        row = self._one("SELECT coalesce(max(seq), 0) FROM event WHERE boot = ?", (boot,))
        self._seq = int(row[0]) if row is not None else 0

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the file; harmless twice."""
        self._connection.close()

    def take_in(self, fall: StoredFall, event: Mapping[str, object] | None, now: float) -> StoredEvent | None:
        """Keep a fall's news and, in the same commit, the event that tells the community."""
        with self._change() as cursor:
            cursor.execute(
                "INSERT INTO fall (id, camera, phase, began, updated, said, frigate, picture, clip)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                " phase = excluded.phase, updated = excluded.updated, said = excluded.said,"
                " picture = max(picture, excluded.picture), clip = max(clip, excluded.clip),"
                " frigate = CASE frigate WHEN 'none' THEN excluded.frigate ELSE frigate END",
                (
                    fall.id,
                    fall.camera,
                    fall.phase.value,
                    fall.began,
                    fall.updated,
                    json.dumps(fall.said),
                    fall.frigate.value,
                    int(fall.picture),
                    int(fall.clip),
                ),
            )
            return None if event is None else self._add_event(cursor, fall.camera, event, now)

    def add_event(self, camera: str, body: Mapping[str, object], now: float) -> StoredEvent:
        """Keep an event that belongs to no fall."""
        with self._change() as cursor:
            return self._add_event(cursor, camera, body, now)

    def acknowledged(self, camera: str, boot: str, seq: int) -> None:
        """Forget an event: the community has it."""
        with self._change() as cursor:
            cursor.execute("DELETE FROM event WHERE camera = ? AND boot = ? AND seq = ?", (camera, boot, seq))

    def unacknowledged(self) -> list[StoredEvent]:
        """Return what the community does not have, oldest first."""
        rows = self._all("SELECT camera, boot, seq, body, at FROM event ORDER BY at, seq")
        return [StoredEvent(row[0], row[1], row[2], json.loads(row[3]), row[4]) for row in rows]

    def fall(self, fall_id: str) -> StoredFall | None:
        """Return a fall by its id."""
        row = self._one(f"SELECT {_COLUMNS} FROM fall WHERE id = ?", (fall_id,))  # noqa: S608 - a constant
        return None if row is None else _fall_of(row)

    def open_falls(self) -> list[StoredFall]:
        """Return the falls whose end was never told, oldest first."""
        query = f"SELECT {_COLUMNS} FROM fall WHERE phase IN ('suspected', 'confirmed') ORDER BY began"  # noqa: S608
        return [_fall_of(row) for row in self._all(query)]

    def falls(self, limit: int = 100) -> list[StoredFall]:
        """Return the newest falls."""
        rows = self._all(f"SELECT {_COLUMNS} FROM fall ORDER BY began DESC LIMIT ?", (limit,))  # noqa: S608
        return [_fall_of(row) for row in rows]

    def for_frigate(self) -> list[StoredFall]:
        """Return the falls with which Frigate is not done, oldest first."""
        query = (
            f"SELECT {_COLUMNS} FROM fall WHERE frigate IN ('wanted', 'asked')"  # noqa: S608
            " OR (frigate = 'opened' AND phase IN ('ended', 'withdrawn')) ORDER BY began"
        )
        return [_fall_of(row) for row in self._all(query)]

    def frigate(self, fall_id: str, state: FrigateState, tried: float, event: str | None = None) -> None:
        """Keep how far Frigate is with a fall."""
        with self._change() as cursor:
            cursor.execute(
                "UPDATE fall SET frigate = ?, frigate_tried = ?, frigate_event = coalesce(?, frigate_event)"
                " WHERE id = ?",
                (state.value, tried, event, fall_id),
            )

    def frigate_events(self, camera: str) -> set[str]:
        """Return the ids of the events of Frigate that are known to be ours."""
        rows = self._all("SELECT frigate_event FROM fall WHERE camera = ? AND frigate_event IS NOT NULL", (camera,))
        return {row[0] for row in rows}

    def has(self, fall_id: str, *, picture: bool = False, clip: bool = False) -> None:
        """Keep that a fall's picture or clip is on disk."""
        with self._change() as cursor:
            cursor.execute(
                "UPDATE fall SET picture = max(picture, ?), clip = max(clip, ?) WHERE id = ?",
                (int(picture), int(clip), fall_id),
            )

    def forget(self, before: float, now: float) -> list[str]:
        """Delete the falls that began before a time; return their ids.

        Those that Frigate still waits for stay until it would be given up. Events of that time go, too: who has not
        acknowledged for so long is not there any more.
        """
        with self._change() as cursor:
            cursor.execute("DELETE FROM event WHERE at < ?", (before,))
            rows = cursor.execute(
                "DELETE FROM fall WHERE began < ? AND (began < ? OR phase IN ('ended', 'withdrawn')"
                " AND frigate IN ('none', 'ended', 'given_up')) RETURNING id",
                (before, now - FRIGATE_GIVES_UP),
            ).fetchall()
        return [row[0] for row in rows]

    def told(self, camera: str) -> Mapping[str, object]:
        """Return what was kept with `tell` for a camera, an empty object if nothing was."""
        row = self._one("SELECT said FROM told WHERE camera = ?", (camera,))
        return {} if row is None else _object(row[0])

    def tell(self, camera: str, said: Mapping[str, object]) -> None:
        """Keep what is to be known of a camera after a restart."""
        with self._change() as cursor:
            cursor.execute(
                "INSERT INTO told VALUES (?, ?) ON CONFLICT (camera) DO UPDATE SET said = excluded.said",
                (camera, json.dumps(said)),
            )

    def _add_event(self, cursor: sqlite3.Cursor, camera: str, body: Mapping[str, object], now: float) -> StoredEvent:
        seq = self._seq + 1
        cursor.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?)", (camera, self._boot, seq, json.dumps(body), now))
        self._seq = seq
        return StoredEvent(camera, self._boot, seq, body, now)

    def _change(self) -> _Change:
        return _Change(self._connection)

    def _one(self, query: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        rows = self._all(query, values)
        return rows[0] if rows else None

    def _all(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            with closing(self._connection.execute(query, values)) as cursor:
                return cursor.fetchall()
        except sqlite3.Error as error:
            raise OutboxError(str(error)) from error


_COLUMNS: Final = "id, camera, phase, began, updated, said, frigate, frigate_event, frigate_tried, picture, clip"


class _Change:
    """One transaction: committed, or rolled back and told as an OutboxError."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> sqlite3.Cursor:
        try:
            return self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise OutboxError(str(error)) from error

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        try:
            self._connection.execute("COMMIT" if kind is None else "ROLLBACK")
        except sqlite3.Error as failed:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise OutboxError(str(failed)) from failed
        if isinstance(error, sqlite3.Error):
            raise OutboxError(str(error)) from error


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=0.5, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        _checked(connection)
        connection.executescript(_TABLES)
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
    except BaseException:
        connection.close()
        raise
    return connection


def _checked(connection: sqlite3.Connection) -> None:
    """Raise OutboxError for a file of another version, sqlite3.DatabaseError for one that is damaged."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, SCHEMA):
        message = f"the outbox was written by another version of this program ({version})"
        raise OutboxError(message)
    if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError


def _object(text: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(text)
    return found


def _fall_of(row: tuple[Any, ...]) -> StoredFall:
    fall_id, camera, phase, began, updated, said, frigate, event, tried, picture, clip = row
    return StoredFall(
        fall_id,
        camera,
        Phase(phase),
        began,
        updated,
        _object(said),
        FrigateState(frigate),
        event,
        tried,
        bool(picture),
        bool(clip),
    )
