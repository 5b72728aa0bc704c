"""What a household has agreed to, and what pausing or leaving means. Pure.

Taking part is by free choice and leaving is as easy as joining (domain.md, "Help alarms"). What is optional stops at a
pause: abnormal-life sensors, faces, pictures. A press does not: nothing on the line from a button to a person asks for
status or consent, because saving a life needs none (PIPL art. 13, no. 4), a paused household has its button still on
the wall, and nobody who presses it in need has its paused state in mind. So devices stay assigned and supervised while
a household is paused, and after it has left until somebody takes them down; a household that has left agreed to
nothing any more, so its contacts are not told and staff alone goes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from .people import HouseholdStatus


class Purpose(StrEnum):
    """What is agreed to separately (Face Recognition Measures 2025, art. 10; domain.md, "Law and privacy")."""

    HELP_ALARM = "help_alarm"
    ABNORMAL_LIFE = "abnormal_life"
    FACE = "face"
    PICTURES = "pictures"


# What goes on while a household is paused.
_WHILE_PAUSED: Final = frozenset({Purpose.HELP_ALARM})


@dataclass(frozen=True, slots=True)
class Consent:
    """One word of a household on one purpose; `by` is the account that took it down, `note` may say who said it."""

    home: str
    purpose: Purpose
    given: bool
    at: datetime
    by: str
    text_version: str
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it as the websocket commands show it."""
        return {
            "purpose": self.purpose.value,
            "given": self.given,
            "at": self.at.isoformat(),
            "by": self.by,
            "text_version": self.text_version,
            "note": self.note,
        }


def newest(consents: Iterable[Consent]) -> dict[Purpose, Consent]:
    """Return the word that counts for each purpose: the newest; of two at one moment the later in the list."""
    found: dict[Purpose, Consent] = {}
    for consent in consents:
        before = found.get(consent.purpose)
        if before is None or consent.at >= before.at:
            found[consent.purpose] = consent
    return found


def allows(purpose: Purpose, status: HouseholdStatus, consents: Mapping[Purpose, Consent]) -> bool:
    """Return whether something may be done for `purpose` now; `consents` are the newest of the household."""
    consent = consents.get(purpose)
    if consent is None or not consent.given or status is HouseholdStatus.LEFT:
        return False
    return status is HouseholdStatus.ACTIVE or purpose in _WHILE_PAUSED


def withdrawals(consents: Mapping[Purpose, Consent], at: datetime, by: str) -> list[Consent]:
    """Return what takes back all that is given: for a household that leaves or is erased."""
    return [
        Consent(consent.home, purpose, given=False, at=at, by=by, text_version=consent.text_version)
        for purpose, consent in consents.items()
        if consent.given
    ]
