"""The vault desk, connected to the repair issues, the fault desk and the entry that it starts anew."""

from typing import TYPE_CHECKING, Final

from ..core.fault import Fault, FaultCause
from ..desks.vault import SETTLES_AFTER, VaultDesk, VaultState
from ..issues import report_vault

if TYPE_CHECKING:
    from ..runtime import Runtime

_SUBJECT: Final = "vault"


def build_vault(runtime: Runtime) -> VaultDesk:
    """Return the desk that keeps the keys."""
    return VaultDesk(
        database=runtime.database,
        clock=runtime.clock,
        on_change=lambda state: _show(runtime, state),
        reload=lambda: runtime.hass.config_entries.async_schedule_reload(runtime.entry.entry_id),
    )


async def start_vault(runtime: Runtime) -> None:
    """Say what was found about the keys, and go on with a change of keys that was cut off."""
    await runtime.routines.attempt(runtime.vault.start)
    runtime.routines.every(SETTLES_AFTER, runtime.vault.go_on)


def _show(runtime: Runtime, state: VaultState) -> None:
    report_vault(runtime.hass, state)
    if state.is_open:
        runtime.faults.clear(FaultCause.REGISTER_LOCKED, _SUBJECT)
    else:
        runtime.faults.report(Fault(FaultCause.REGISTER_LOCKED, _SUBJECT))
    if state.is_rotating:
        runtime.routines.run(runtime.routines.attempt(runtime.vault.go_on))
