"""The records: hand-overs, the watch over the journal, and what is kept apart, connected to desks and screens."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from homeassistant.core import callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..const import SIGNAL_INCIDENT
from ..core.fault import Fault, FaultCause
from ..core.incident import Change, Incident
from ..core.people import Role
from ..core.roster import ROSTERED, Duty
from ..desks.journal_watch import JournalWatch
from ..desks.records import RecordsDesk
from ..issues import report_journal
from ..kept_apart import KeptApart

if TYPE_CHECKING:
    from ..runtime import Runtime

_WATCH_EVERY: Final = 3600.0  # seconds
_FORGET_EVERY: Final = 86_400.0  # seconds
# What a fault of the journal is about: there is one journal.
_JOURNAL: Final = "journal"


@dataclass(frozen=True, slots=True)
class Records:
    """What keeps the record."""

    handovers: RecordsDesk
    watch: JournalWatch
    kept: KeptApart


def build_records(runtime: Runtime) -> Records:
    """Return the records; nothing runs before `start_records`."""
    kept = KeptApart(runtime.hass)

    def report(broken_at: int | None) -> None:
        report_journal(runtime.hass, broken_at)
        if broken_at is None:
            runtime.faults.clear(FaultCause.JOURNAL_BROKEN, _JOURNAL)
        else:
            runtime.faults.report(Fault(FaultCause.JOURNAL_BROKEN, _JOURNAL))

    def next_shift(now: datetime) -> list[Duty]:
        duties = (runtime.roster.next_shift(role, now) for role in ROSTERED)
        return sorted((duty for duty in duties if duty is not None), key=lambda duty: duty.start)

    async def roles_of(account: str) -> frozenset[Role]:
        user = await runtime.hass.auth.async_get_user(account)
        return frozenset() if user is None else runtime.directory.roles_of(user)

    return Records(
        handovers=RecordsDesk(
            database=runtime.database,
            vault=runtime.database.vault,
            clock=runtime.clock,
            new_id=ulid_now,
            active=lambda: runtime.response.active,
            take_over=runtime.response.take_over,
            next_shift=next_shift,
            roles_of=roles_of,
        ),
        watch=JournalWatch(
            database=runtime.database,
            clock=runtime.clock,
            hour=lambda: dt_util.now().hour,
            kept=kept,
            report=report,
        ),
        kept=kept,
    )


async def start_records(runtime: Runtime) -> None:
    """Go on numbering where it stopped, whatever the database knows, and begin to watch the journal."""
    records = runtime.records
    runtime.response.number_from(await records.kept.number())

    @callback
    def incident_changed(change: Change, incident: Incident) -> None:
        if change is Change.OPENED:
            runtime.routines.run(records.kept.keep_number(incident.number))

    runtime.entry.async_on_unload(async_dispatcher_connect(runtime.hass, SIGNAL_INCIDENT, incident_changed))
    runtime.routines.every(_WATCH_EVERY, records.watch.routine)
    runtime.routines.every(_FORGET_EVERY, records.handovers.forget_notes)
