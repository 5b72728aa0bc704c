"""What staff type about one home: checked field by field, then laid over what the register has. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from .community import Home
from .people import Contact, Household
from .register_fields import (
    FieldError,
    Reason,
    door_part,
    floor_in_range,
    floor_number,
    note_text,
    phone_number,
    short_text,
)

MOST_CONTACTS: Final = 10
_CONTACT_FIELDS: Final[Mapping[str, Callable[[str], str]]] = {
    "name": short_text,
    "phone": phone_number,
    "relation": short_text,
}
_TEXT_FIELDS: Final[Mapping[str, Callable[[str], str]]] = {
    "id": short_text,
    "building": door_part,
    "unit": door_part,
    "number": door_part,
    "household": short_text,
    "note": note_text,
    "access": short_text,
}
# The parts of a door that may not be blank, whether it is new or not.
_REQUIRED: Final = ("building", "number")


class Refusal(StrEnum):
    """Why the register refuses something, beside the reasons of a single field."""

    IMPORT_RUNNING = "import_running"
    HOME_UNKNOWN = "home_unknown"
    HOME_EXISTS = "home_exists"
    FIELD_UNKNOWN = "field_unknown"
    WRONG_TYPE = "wrong_type"
    TOO_MANY_CONTACTS = "too_many_contacts"
    ROLE_UNKNOWN = "role_unknown"
    TOO_MANY_CHANNELS = "too_many_channels"
    CHANNEL_UNKNOWN = "channel_unknown"


class RegisterError(Exception):
    """Something that the register refuses. `code` is a translation key, `placeholders` go into its sentence."""

    def __init__(self, why: Refusal | Reason, **placeholders: str) -> None:
        """Keep what to say; placeholders name fields and limits, never a value."""
        super().__init__(why.value)
        self.code = why.value
        self.placeholders = placeholders


@dataclass(frozen=True, slots=True)
class HomeForm:
    """The fields that were said, tidied; those that were not said are not in `texts`, or None."""

    texts: Mapping[str, str]
    floor: int | None = None
    has_floor: bool = False
    contacts: tuple[Contact, ...] | None = None

    @property
    def id(self) -> str | None:
        """The home that is meant; None for one that is new."""
        return self.texts.get("id") or None

    @property
    def building(self) -> str | None:
        """The name of the building, if it was said."""
        return self.texts.get("building")


def read_form(fields: Mapping[str, Any]) -> HomeForm:
    """Check what came over the wire; raises RegisterError with the first field that is wrong.

    A new home needs `building` and `number`; one that has an `id` keeps what is not said.
    """
    texts: dict[str, str] = {}
    floor: int | None = None
    contacts: tuple[Contact, ...] | None = None
    for name, value in fields.items():
        if name == "floor":
            floor = _floor(value)
        elif name == "contacts":
            contacts = _contacts(value)
        elif name in _TEXT_FIELDS:
            texts[name] = _text(name, value, _TEXT_FIELDS[name])
        else:
            raise RegisterError(Refusal.FIELD_UNKNOWN, field=str(name)[:40])
    for name in _REQUIRED:
        if not texts.get(name, "" if not texts.get("id") else "kept"):
            raise RegisterError(Reason.MISSING_VALUE, field=name)
    return HomeForm(texts, floor, "floor" in fields, contacts)


def laid_over(form: HomeForm, building: str, home: Home, household: Household) -> tuple[Home, Household]:
    """Return a home and its household as the form leaves them; `building` is the building's id."""
    texts = form.texts
    return (
        Home(
            home.id,
            building,
            texts.get("unit", home.unit),
            texts.get("number", home.number),
            form.floor if form.has_floor else home.floor,
        ),
        Household(
            home.id,
            texts.get("household", household.name),
            texts.get("note", household.note),
            texts.get("access", household.access),
            household.contacts if form.contacts is None else form.contacts,
        ),
    )


def _text(name: str, value: object, rule: Callable[[str], str]) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RegisterError(Refusal.WRONG_TYPE, field=name)
    try:
        return rule(value)
    except FieldError as error:
        raise RegisterError(error.reason, field=name) from None


def _floor(value: object) -> int | None:
    if value is None:
        return None
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            return floor_in_range(value)
        if isinstance(value, str):
            return floor_number(value)
    except FieldError as error:
        raise RegisterError(error.reason, field="floor") from None
    raise RegisterError(Refusal.WRONG_TYPE, field="floor")


def _contacts(value: object) -> tuple[Contact, ...]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise RegisterError(Refusal.WRONG_TYPE, field="contacts")
    if len(value) > MOST_CONTACTS:
        raise RegisterError(Refusal.TOO_MANY_CONTACTS, limit=str(MOST_CONTACTS))
    contacts = [_contact(position, item) for position, item in enumerate(value, start=1)]
    return tuple(contact for contact in contacts if contact is not None)


def _contact(position: int, item: object) -> Contact | None:
    """Return a contact, or None for a blank one; someone who cannot be reached is no contact."""
    if not isinstance(item, Mapping):
        raise RegisterError(Refusal.WRONG_TYPE, field=f"contact_{position}")
    for name in item:
        if name not in _CONTACT_FIELDS:
            raise RegisterError(Refusal.FIELD_UNKNOWN, field=f"contact_{position}_{str(name)[:40]}")
    texts = {name: _text(f"contact_{position}_{name}", item.get(name), rule) for name, rule in _CONTACT_FIELDS.items()}
    if not any(texts.values()):
        return None
    if not texts["phone"]:
        raise RegisterError(Reason.MISSING_VALUE, field=f"contact_{position}_phone")
    return Contact(**texts)
