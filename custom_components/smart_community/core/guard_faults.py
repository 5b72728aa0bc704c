"""The fault that each suspension of a guard is: a task, which a technician ends. Pure."""

from collections.abc import Mapping
from typing import Final

from .elevator import Elevator
from .fault import Fault, FaultCause
from .guard_words import WhyNot

FAULTS: Final[Mapping[WhyNot, FaultCause]] = {
    WhyNot.FALSE_ALARMS: FaultCause.GUARD_FALSE_ALARMS,
    WhyNot.RELAY: FaultCause.GUARD_RELAY,
    WhyNot.CONTRADICTION: FaultCause.GUARD_CONTRADICTION,
}
SUSPENSIONS: Final[Mapping[FaultCause, WhyNot]] = {cause: why for why, cause in FAULTS.items()}


def fault_of(elevator: Elevator, why: WhyNot) -> Fault:
    """Return the fault that a suspension (one of `SUSPENDING`) of an elevator's guard is."""
    return Fault(FAULTS[why], elevator.id, elevator.building, elevator.device)
