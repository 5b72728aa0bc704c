"""Records turned into rows: what one commit writes, one statement a table."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Executable, Table, select
from sqlalchemy.dialects.sqlite import insert

from ..core import journal
from ..core.delivery import Delivery, DeliveryState
from ..core.device import Device, DeviceEvent
from ..core.falling import Fall
from ..core.incident import Incident
from ..core.media import Media
from ..core.people import Staff
from ..core.plan import PlanVersion
from ..core.ports import IncidentChange, Probe, Record, TestRuns
from . import schema, schema_falls, schema_media
from .falls import fall_row
from .many import ManyRows
from .media import media_row
from .sealed import DELIVERIES, TIMELINE
from .vault import Vault

type Row = dict[str, Any]

# Keys of the table `meta`.
PROBE: Final = "probe"
TESTS: Final = "tests"


def upsert(table: Table) -> Executable:
    """Return an insert that replaces the row with the same key."""
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    values = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=values)


_INCIDENT = ManyRows.replacing(schema.incidents)
# Whoever wrote a line again while its key was missing had "" for its text.
_TIMELINE = ManyRows.replacing(schema.timeline, unless_empty=TIMELINE.columns)
_DEVICE = ManyRows.replacing(schema.devices)
_STAFF = ManyRows.replacing(schema.staff)
_DELIVERY = ManyRows.replacing(schema.deliveries, unless_empty=DELIVERIES.columns)
_META = ManyRows.replacing(schema.meta)
_PLAN = ManyRows.replacing(schema.plans)
_EVENT = ManyRows.keeping(schema.device_events)
_JOURNAL = ManyRows(schema.journal)
_MEDIA = ManyRows.replacing(schema_media.media)
# News that comes late knows less than what is there.
_FALL = ManyRows.replacing(schema_falls.falls, unless_empty=("subject", "picture", "clip", "trace"))


@dataclass(frozen=True, slots=True)
class JournalHead:
    """The last entry of the journal, to which the next is chained."""

    seq: int = 0
    hash: str = journal.GENESIS

    @classmethod
    def load(cls, connection: Connection) -> JournalHead:
        """Return the head that is on disk."""
        query = select(schema.journal.c.seq, schema.journal.c.hash).order_by(schema.journal.c.seq.desc()).limit(1)
        with connection.begin():
            row = connection.execute(query).first()
        return cls() if row is None else cls(row.seq, row.hash)


class Batch:
    """The rows of one commit, in the order of the records; `journal` is the head once it is committed."""

    def __init__(self, head: JournalHead, vault: Vault) -> None:
        """Begin with the journal's last committed entry."""
        self.journal = head
        self.vault = vault
        self._rows: dict[ManyRows, list[Row]] = {}

    def add(self, record: Record) -> None:
        """Add what `record` writes."""
        for many, row in _WRITERS[type(record)](record, self):
            self._rows.setdefault(many, []).append(row)

    def chain(self, note: journal.Note) -> Row:
        """Return the journal's row for a note, and move the head to it."""
        seq = self.journal.seq + 1
        entry = JournalHead(seq, journal.chain(self.journal.hash, seq, note))
        self.journal = entry
        return {
            "seq": seq,
            "at": note.at,
            "actor": note.actor,
            "action": note.action,
            "subject": note.subject,
            "details": dict(note.details),
            "hash": entry.hash,
        }

    def execute(self, connection: Connection) -> None:
        """Write all rows within the caller's transaction."""
        for many, rows in self._rows.items():
            many.execute(connection, rows)


def incident_row(incident: Incident) -> Row:
    """Return an incident's row; `unsaved` is not kept, since what is on disk is saved."""
    return {
        "id": incident.id,
        "number": incident.number,
        "kind": incident.kind.value,
        "severity": incident.severity.value,
        "state": incident.state.value,
        "place": incident.place.as_dict(),
        "device": incident.device,
        "level": incident.level,
        "opened_at": incident.opened_at,
        "acknowledged_at": incident.acknowledged_at,
        "acknowledged_by": incident.acknowledged_by,
        "resolved_at": incident.resolved_at,
        "resolution": incident.resolution.value if incident.resolution else None,
        "cause": incident.cause,
        "subject": incident.subject,
        "linked": list(incident.linked) or None,
        "held_until": incident.held_until,
        "plan": incident.plan.as_dict() if incident.plan else None,
    }


def _incident(record: IncidentChange, batch: Batch) -> Iterator[tuple[ManyRows, Row]]:
    incident = record.after
    yield _INCIDENT, incident_row(incident)
    written = len(record.before.timeline) if record.before else 0
    for position, entry in enumerate(incident.timeline[written:], start=written):
        yield (
            _TIMELINE,
            {
                "incident": incident.id,
                "position": position,
                "at": entry.at,
                "what": entry.what.value,
                "by": entry.by,
                "text": entry.text and batch.vault.seal(TIMELINE.field_of("text", incident.id, position), entry.text),
            },
        )


def _event(event: DeviceEvent, _batch: Batch) -> Iterator[tuple[ManyRows, Row]]:
    yield (
        _EVENT,
        {
            "device": event.device,
            "boot": event.boot,
            "seq": event.seq,
            "type": event.type,
            "received_at": event.received_at,
            "said_at": event.said_at,
        },
    )


def _device(device: Device, _batch: Batch) -> Iterator[tuple[ManyRows, Row]]:
    yield (
        _DEVICE,
        {
            "id": device.id,
            "number": device.number,
            "source": device.source.value,
            "kind": device.kind.value if device.kind else None,
            "model": device.model,
            "firmware": device.firmware,
            "serial": device.serial,
            "via": device.via,
            "check_in": device.check_in,
            "home": device.place.home,
            "building": device.place.building if device.place.home is None else None,
            "assigned_at": device.assigned_at,
            "points": device.points.as_dict() if device.points else None,
            "bound_at": device.bound_at,
            "last_seen": device.last_seen,
            "last_event": device.last_event,
            "last_event_at": device.last_event_at,
            "last_test": device.last_test,
            "battery": device.battery,
            "tamper": device.tamper,
            "alarm": device.alarm,
            "rssi": device.rssi,
        },
    )


def _delivery(delivery: Delivery, batch: Batch) -> Iterator[tuple[ManyRows, Row]]:
    place = (delivery.incident, delivery.round, delivery.step, delivery.recipient, delivery.channel)
    times = delivery.times
    yield (
        _DELIVERY,
        {
            "incident": delivery.incident,
            "round": delivery.round,
            "step": delivery.step,
            "recipient": delivery.recipient,
            "channel": delivery.channel,
            "role": delivery.role.value,
            "state": delivery.state.value,
            "at": delivery.at,
            "nonce": delivery.nonce,
            "error": delivery.error,
            "text": delivery.text and batch.vault.seal(DELIVERIES.field_of("text", *place), delivery.text),
            **{f"{state.value}_at": times.get(state) for state in DeliveryState},
        },
    )


def _staff(staff: Staff, _batch: Batch) -> Iterator[tuple[ManyRows, Row]]:
    yield (
        _STAFF,
        {
            "user_id": staff.user_id,
            "roles": sorted(role.value for role in staff.roles),
            "channels": list(staff.channels),
        },
    )


def _note(note: journal.Note, batch: Batch) -> Iterator[tuple[ManyRows, Row]]:
    yield _JOURNAL, batch.chain(note)


def _tests(tests: TestRuns, _batch: Batch) -> Iterator[tuple[ManyRows, Row]]:
    yield _META, {"key": TESTS, "value": json.dumps([run.as_stored() for run in tests.runs])}


def _probe(probe: Probe, _batch: Batch) -> Iterator[tuple[ManyRows, Row]]:
    yield _META, {"key": PROBE, "value": probe.at.isoformat()}


def _plan(version: PlanVersion, _batch: Batch) -> Iterator[tuple[ManyRows, Row]]:
    yield (
        _PLAN,
        {
            "id": version.id,
            "version": version.version,
            "plan": version.plan.as_dict() if version.plan else None,
            "at": version.at,
            "by": version.by,
        },
    )


def _media(media: Media, batch: Batch) -> Iterator[tuple[ManyRows, Row]]:
    yield _MEDIA, media_row(media, batch.vault)


def _fall(fall: Fall, batch: Batch) -> Iterator[tuple[ManyRows, Row]]:
    yield _FALL, fall_row(fall, batch.vault)


_WRITERS: Mapping[type, Callable[[Any, Batch], Iterator[tuple[ManyRows, Row]]]] = {
    IncidentChange: _incident,
    DeviceEvent: _event,
    Device: _device,
    Delivery: _delivery,
    Staff: _staff,
    journal.Note: _note,
    Probe: _probe,
    PlanVersion: _plan,
    TestRuns: _tests,
    Media: _media,
    Fall: _fall,
}
