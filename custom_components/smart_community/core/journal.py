"""The journal: append-only, each entry bound to the one before by SHA-256; opaque ids only, never a person."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

GENESIS = "0" * 64

# From the first entry on, once a day in the hours in which the fewest are awake, or at any hour after three days.
_FULL_EVERY: Final = timedelta(hours=20)
_FULL_AT_THE_LATEST: Final = timedelta(days=3)
_NIGHT: Final = range(1, 5)


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be written: who (account id, device id or "system") did what to which thing, when (UTC)."""

    at: datetime
    actor: str
    action: str
    subject: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A note in its place: `hash` covers the note, `seq` and the hash of the entry before."""

    seq: int
    note: Note
    hash: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Which entries are looked for: all that match everything that is set; `since` and `until` are UTC and belong."""

    actor: str | None = None
    action: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """An entry to which the next is chained: its number and hash; the first is chained to none."""

    seq: int = 0
    hash: str = GENESIS

    def as_dict(self) -> dict[str, Any]:
        """Return it as verdicts, entries and what is kept apart hold it."""
        return {"seq": self.seq, "hash": self.hash}


@dataclass(frozen=True, slots=True)
class Check:
    """What a look along the chain found: the number of each entry at which it does not hold, and where it ended."""

    head: Head
    checked: int = 0
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Up to where the chain was looked at, and when (UTC); `full_at`: when all of it was, from the first entry on.

    `breaks`: where it did not hold then; `known`: those that a person has taken note of. `cut_at`: the number of the
    first entry that is missing at the end or became another, until a person takes note.
    """

    head: Head = Head()
    verified_at: datetime | None = None
    full_at: datetime | None = None
    breaks: tuple[int, ...] = ()
    known: tuple[int, ...] = ()
    cut_at: int | None = None

    @property
    def first_news(self) -> int | None:
        """The number of the first entry at which something is wrong of which nobody has taken note."""
        news = [seq for seq in self.breaks if seq not in self.known]
        return min(news if self.cut_at is None else [*news, self.cut_at], default=None)

    def noted(self) -> Checkpoint:
        """Return it after a person has taken note of all that was found."""
        return replace(self, known=self.breaks, cut_at=None)


def chain(previous: str, seq: int, note: Note) -> str:
    """Return the hash (64 hex digits) of a note at `seq`, after the entry whose hash is `previous`."""
    body = json.dumps(
        [previous, seq, note.at.isoformat(), note.actor, note.action, note.subject, note.details],
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    return hashlib.sha256(body.encode()).hexdigest()


def follow(entries: Iterable[Entry], after: Head) -> Check:
    """Return what a look along `entries` finds, the first of which is chained to `after`.

    Behind a break it goes on from the entry as it stands, so that each place is found once.
    """
    head, checked, breaks = after, 0, []
    for entry in entries:
        checked += 1
        seq = head.seq + 1
        if entry.seq != seq or entry.hash != chain(head.hash, seq, entry.note):
            breaks.append(seq)
        head = Head(entry.seq, entry.hash)
    return Check(head, checked, tuple(breaks))


def first_broken(entries: Iterable[Entry], previous: str = GENESIS, seq: int = 0) -> int | None:
    """Return the sequence number at which the chain no longer holds, or None.

    `previous` and `seq` are the hash and number of the entry before the first one given.
    """
    breaks = follow(entries, Head(seq, previous)).breaks
    return breaks[0] if breaks else None


def cut_at(kept: Head | None, head: Head, hash_there: str | None) -> int | None:
    """Return the number of the first entry that is missing or another, as what was kept apart shows; None: none.

    `kept`: an earlier head that was kept apart from the journal; `head`: where the journal ends now; `hash_there`: the
    hash of its entry with the number of `kept`, None if it has none.
    """
    if kept is None or kept.seq == 0 or hash_there == kept.hash:
        return None
    return min(kept.seq, head.seq + 1)


def full_check_due(full_at: datetime | None, now: datetime, hour: int) -> bool:
    """Return whether the whole chain is to be looked at now; `hour`: what local clocks say, 0 to 23."""
    if full_at is None or full_at > now:
        return True
    since = now - full_at
    return since >= _FULL_AT_THE_LATEST or (since >= _FULL_EVERY and hour in _NIGHT)
