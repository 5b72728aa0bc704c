"""One ladder from what went wrong inside to what a caller is told, for actions and commands alike."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .const import DOMAIN
from .core.commissioning import CommissioningError
from .core.guard_words import HoldRefusedError, UnknownElevatorError
from .core.handover import HandoverError
from .core.incident import IncidentError
from .core.media import MediaError
from .core.plan import PlanError
from .core.ports import StoreError
from .core.register_form import RegisterError
from .core.roster import RosterError
from .desks.cameras import UnknownCameraError
from .desks.plans import PlanChangedError
from .desks.supervision import UnknownDeviceError
from .desks.testing import UnknownTestError
from .desks.voice import VoiceError
from .store.vault import VaultLockedError


class CallerError(Exception):
    """The caller asked for what cannot be; `code` is a translation key under `exceptions`."""

    def __init__(self, code: str, **placeholders: str) -> None:
        """Keep what to tell the caller."""
        super().__init__(code)
        self.code = code
        self.placeholders = placeholders


@dataclass(frozen=True, slots=True)
class Told:
    """What a caller is told: a translation key with its placeholders, and whether the fault is ours."""

    code: str
    placeholders: dict[str, str]
    ours: bool = False


# What desks and commands raise on purpose; anything else is a bug and stays one.
EXPECTED = (
    PlanError,
    PlanChangedError,
    CallerError,
    HandoverError,
    IncidentError,
    RegisterError,
    UnknownDeviceError,
    UnknownTestError,
    UnknownCameraError,
    UnknownElevatorError,
    HoldRefusedError,
    MediaError,
    StoreError,
    RosterError,
    VoiceError,
    CommissioningError,
)


# What is said of one thing only: its text is the id of what it names.
_NAMED: Final[Mapping[type[IncidentError | UnknownTestError | UnknownDeviceError | UnknownCameraError], str]] = {
    IncidentError: "incident_id",
    UnknownTestError: "test",
    UnknownDeviceError: "device",
    UnknownCameraError: "camera",
}


def told(error: BaseException) -> Told:
    """Return what the caller is told of one of the `EXPECTED` errors."""
    match error:
        case StoreError():
            return _told_of_store(error)
        case (
            CallerError() | RegisterError() | VoiceError() | CommissioningError() | UnknownElevatorError()
            | HoldRefusedError()
        ):  # fmt: skip
            return Told(error.code, {key: str(value) for key, value in error.placeholders.items()})
        case HandoverError() | PlanChangedError() | MediaError():
            return Told(error.code, {})
        case PlanError():
            return Told(error.code, {"reason": error.reason, "step": str(error.step or "")})
        case RosterError():
            return Told(error.code.value, {"where": error.where})
    for kind, name in _NAMED.items():
        if isinstance(error, kind):
            return Told(error.code, {name: str(error)})
    raise error


def _told_of_store(error: StoreError) -> Told:
    if isinstance(error, VaultLockedError):
        return Told("vault_locked", {}, ours=True)
    return Told("store_failed", {"failure": error.failure.value}, ours=True)


@contextmanager
def as_action_errors() -> Iterator[None]:
    """Raise what an action's caller is told, with its translation."""
    try:
        yield
    except EXPECTED as error:
        what = told(error)
        kind = HomeAssistantError if what.ours else ServiceValidationError
        raise kind(
            translation_domain=DOMAIN, translation_key=what.code, translation_placeholders=what.placeholders
        ) from error
