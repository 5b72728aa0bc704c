"""One ladder from what went wrong inside to what a caller is told, for actions and commands alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .const import DOMAIN
from .core.incident import IncidentError
from .core.ports import StoreError
from .core.register_form import RegisterError
from .desks.supervision import UnknownDeviceError


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
EXPECTED = (CallerError, IncidentError, RegisterError, UnknownDeviceError, StoreError)


def told(error: BaseException) -> Told:
    """Return what the caller is told of one of the `EXPECTED` errors."""
    match error:
        case StoreError():
            return Told("store_failed", {"failure": error.failure.value}, ours=True)
        case CallerError() | RegisterError():
            return Told(error.code, {key: str(value) for key, value in error.placeholders.items()})
        case IncidentError():
            return Told(error.code, {"incident_id": str(error)})
        case UnknownDeviceError():
            return Told(error.code, {"device": str(error)})
    raise error


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
