"""The journal: append-only, each entry bound to the one before by SHA-256; opaque ids only, never a person."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

GENESIS = "0" * 64


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


def chain(previous: str, seq: int, note: Note) -> str:
    """Return the hash (64 hex digits) of a note at `seq`, after the entry whose hash is `previous`."""
    body = json.dumps(
        [previous, seq, note.at.isoformat(), note.actor, note.action, note.subject, note.details],
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    return hashlib.sha256(body.encode()).hexdigest()


def first_broken(entries: Iterable[Entry], previous: str = GENESIS, seq: int = 0) -> int | None:
    """Return the sequence number at which the chain no longer holds, or None.

    `previous` and `seq` are the hash and number of the entry before the first one given.
    """
    for entry in entries:
        seq += 1
        if entry.seq != seq or entry.hash != chain(previous, seq, entry.note):
            return seq
        previous = entry.hash
    return None
