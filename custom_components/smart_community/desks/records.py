"""The records desk: a shift hands over to the next, on a page of its own. Every step and every look is journalled."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, Protocol

from sqlalchemy import Connection

from ..core import handover as steps
from ..core.handover import Handover, HandoverUnknownError, shift_began
from ..core.incident import Incident, IncidentError, Kind
from ..core.journal import Note
from ..core.people import Role
from ..core.permissions import reads_handover_of
from ..core.ports import Clock, Record
from ..core.roster import Duty
from ..store import handovers
from ..store import incidents as stored_incidents
from ..store.vault import Vault

# Of what was resolved in a shift; the page says how many there were in all.
MOST_RESOLVED: Final = 200
# So long is a hand-over that somebody has accepted still shown.
_SHOWN_FOR: Final = timedelta(hours=24)
_NOTES_A_STEP: Final = 100


class RecordStore(Protocol):
    """What the desk needs of the database; each method may raise StoreError."""

    async def read[T](self, query: Callable[[Connection], T]) -> T:
        """Run `query` on a snapshot of what is committed."""

    async def bulk[T](self, work: Callable[[Connection], T], records: Sequence[Record] = ()) -> T:
        """Run `work` in one transaction, with the records."""


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """What the person who leaves, and the one who comes, must know. `resolved`: newest first, of `resolved_total`."""

    since: datetime
    draft: Handover | None
    waiting: tuple[Handover, ...]
    accepted: tuple[Handover, ...]
    open: tuple[Incident, ...]
    faults: tuple[Incident, ...]
    resolved: tuple[Incident, ...]
    resolved_total: int
    next_shift: tuple[Duty, ...]

    @property
    def handovers(self) -> tuple[Handover, ...]:
        """All hand-overs on the page."""
        return (*((self.draft,) if self.draft else ()), *self.waiting, *self.accepted)


class RecordsDesk:
    """Hand-overs of shifts. Used on the event loop only; every method may raise StoreError."""

    def __init__(  # noqa: PLR0913 - what the runtime hands it
        self,
        *,
        database: RecordStore,
        vault: Vault,
        clock: Clock,
        new_id: Callable[[], str],
        active: Callable[[], Mapping[str, Incident]],
        take_over: Callable[[str, str], Awaitable[Incident]],
        next_shift: Callable[[datetime], Sequence[Duty]],
        roles_of: Callable[[str], Awaitable[frozenset[Role]]],
    ) -> None:
        """`active`: the incidents that are not resolved; `next_shift`: who comes next, by the roster.

        `roles_of`: the roles of an account, none if it is gone.
        """
        self._database = database
        self._vault = vault
        self._clock = clock
        self._new_id = new_id
        self._active = active
        self._take_over = take_over
        self._next_shift = next_shift
        self._roles_of = roles_of

    async def page(self, by: str) -> HandoverPage:
        """Return the page for a person, once the look at the others' notes is in the journal.

        Of the others' hand-overs it shows those that he may accept.
        """
        now = self._clock().utc

        def query(connection: Connection) -> tuple[Any, ...]:
            since = shift_began(handovers.taken_at(connection, by), now)
            return (
                since,
                handovers.draft_of(connection, self._vault, by),
                tuple(handovers.waiting(connection, self._vault)),
                tuple(handovers.accepted_since(connection, self._vault, now - _SHOWN_FOR)),
                *stored_incidents.resolved_since(connection, self._vault, since, MOST_RESOLVED),
            )

        since, draft, waiting, accepted, resolved, total = await self._database.read(query)
        roles = {
            account: await self._roles_of(account) for account in {by, *(one.author for one in waiting + accepted)}
        }
        waiting, accepted = (
            tuple(one for one in some if one.author == by or reads_handover_of(roles[by], roles[one.author]))
            for some in (waiting, accepted)
        )
        looked_at = [one.id for one in (*waiting, *accepted) if one.note and one.author != by]
        if looked_at:
            await self._database.bulk(_nothing, [Note(now, by, "handover_viewed", "", {"handovers": looked_at})])
        active = sorted(self._active().values(), key=lambda incident: incident.opened_at)
        return HandoverPage(
            since=since,
            draft=draft,
            waiting=waiting,
            accepted=accepted,
            open=tuple(incident for incident in active if incident.kind is not Kind.DEVICE_FAULT),
            faults=tuple(incident for incident in active if incident.kind is Kind.DEVICE_FAULT),
            resolved=tuple(resolved),
            resolved_total=total,
            next_shift=tuple(self._next_shift(now)),
        )

    async def save(self, note: str, by: str) -> Handover:
        """Keep what a person has written so far for the next shift; nobody else sees it yet."""

        def save(connection: Connection, now: datetime) -> Handover:
            return steps.drafted(self._draft(connection, by, now), now, note)

        return await self._change(by, "handover_saved", save)

    async def give(self, by: str, note: str | None = None) -> Handover:
        """Give a person's draft, or an empty one, to the next shift; `note`: what it says now, None: as saved."""
        owned = tuple(incident.id for incident in self._active().values() if incident.acknowledged_by == by)

        def give(connection: Connection, now: datetime) -> Handover:
            draft = self._draft(connection, by, now)
            return steps.given(draft if note is None else steps.drafted(draft, now, note), now, owned)

        return await self._change(by, "handover_given", give)

    async def accept(self, handover_id: str, by: str, *, take_over: bool) -> tuple[Handover, list[Incident]]:
        """Accept a hand-over; with `take_over`, also every incident that its author still owns, which are returned.

        Raises HandoverError; one of another role is unknown. If taking over fails midway (StoreError) the hand-over is
        accepted all the same.
        """
        given = await self._database.read(lambda connection: handovers.find(connection, self._vault, handover_id))
        if given is None or not reads_handover_of(await self._roles_of(by), await self._roles_of(given.author)):
            raise HandoverUnknownError

        def accept(connection: Connection, now: datetime) -> Handover:
            known = handovers.find(connection, self._vault, handover_id)
            if known is None:
                raise HandoverUnknownError
            return steps.accepted(known, now, by)

        accepted = await self._change(by, "handover_accepted", accept, handover_id)
        owned = [one.id for one in self._active().values() if one.acknowledged_by == accepted.author]
        taken = [] if not take_over else [await self._take(incident_id, by) for incident_id in owned]
        return accepted, [incident for incident in taken if incident is not None]

    async def forget_notes(self) -> None:
        """Take the notes out of hand-overs that were accepted 30 days ago (`NOTE_KEPT_FOR`)."""
        now = self._clock().utc
        old = await self._database.read(lambda connection: handovers.with_notes(connection, now - steps.NOTE_KEPT_FOR))
        for part in (old[start : start + _NOTES_A_STEP] for start in range(0, len(old), _NOTES_A_STEP)):
            note = Note(now, "system", "handover_notes_erased", "", {"handovers": part})
            await self._database.bulk(partial(handovers.empty_notes, ids=part), [note])

    async def _take(self, incident_id: str, by: str) -> Incident | None:
        try:
            return await self._take_over(incident_id, by)
        except IncidentError:
            # Somebody resolved it this moment.
            return None

    def _draft(self, connection: Connection, by: str, now: datetime) -> Handover:
        draft = handovers.draft_of(connection, self._vault, by)
        began = shift_began(handovers.taken_at(connection, by), now)
        return draft or Handover(self._new_id(), by, began, now)

    async def _change(
        self, by: str, action: str, make: Callable[[Connection, datetime], Handover], subject: str = ""
    ) -> Handover:
        """Write what `make` returns, with its entry: decided on the writer's thread, so one after the other."""
        now = self._clock().utc

        def work(connection: Connection) -> Handover:
            changed = make(connection, now)
            handovers.save(connection, self._vault, changed)
            return changed

        return await self._database.bulk(work, [Note(now, by, action, subject)])


def _nothing(_connection: Connection) -> None:
    """Write nothing but the entries that go with it."""
