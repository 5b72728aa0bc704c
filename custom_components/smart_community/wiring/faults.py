"""The fault desk and the watch, connected to the devices, the links, the store and the response desk."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from ..core.fault import REMINDS_AFTER
from ..core.ports import StoreError
from ..desks.faults import TICK, FaultDesk
from ..desks.watch import EVERY, Watch
from ..store import incidents as stored_incidents
from ..store.meta import get_value
from ..store.rows import PROBE

if TYPE_CHECKING:
    from ..runtime import Runtime


def build_faults(runtime: Runtime) -> FaultDesk:
    """Return the desk that makes incidents of faults; it may be told of them before it starts."""
    return FaultDesk(clock=runtime.clock, incidents=lambda: runtime.response, run=runtime.routines.run)


async def start_faults(runtime: Runtime) -> None:
    """Begin to open incidents of faults, and to look for faults, once what is open is loaded."""
    last, resolved = None, {}
    try:
        since = runtime.clock().utc - REMINDS_AFTER
        resolved = await runtime.database.read(lambda c: stored_incidents.faults_resolved_since(c, since))
        last = await runtime.database.read(lived_at)
    except StoreError:
        # A fault that somebody has resolved is told once more: better than not at all.
        resolved = {}
    runtime.faults.load(runtime.response.active.values(), resolved)
    runtime.faults.start()
    watch = Watch(
        clock=runtime.clock,
        devices=runtime.supervision.devices,
        silence=runtime.supervision.silence,
        is_tested=runtime.tests.is_tested,
        is_connected=lambda: runtime.link_status.connected,
        store_fails=lambda: runtime.saver.failure is not None,
        standing=runtime.faults.known,
        only=runtime.faults.only,
        report=runtime.faults.report,
        clear=runtime.faults.clear,
    )
    watch.begin(last)
    runtime.routines.every(EVERY, watch.look)
    runtime.routines.every(TICK, runtime.faults.tick)


def lived_at(connection: Connection) -> datetime | None:
    """Return when the community was last known to run, None if nobody knows."""
    probe = get_value(connection, PROBE)
    try:
        return datetime.fromisoformat(probe) if probe is not None else None
    except ValueError:
        return None
