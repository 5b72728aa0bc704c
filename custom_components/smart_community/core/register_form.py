"""What staff type about one home: checked field by field, then laid over what the register has. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from .community import Home
from .people import CareReason, Contact, Household, Resident
from .register_fields import (
    FieldError,
    Reason,
    birth_year,
    care_reasons,
    door_part,
    floor_in_range,
    floor_number,
    note_text,
    phone_number,
    short_text,
)

MOST_CONTACTS: Final = 10
MOST_RESIDENTS: Final = 20
_CONTACT_FIELDS: Final[Mapping[str, Callable[[str], str]]] = {
    "name": short_text,
    "phone": phone_number,
    "relation": short_text,
}
_RESIDENT_FIELDS: Final[Mapping[str, Callable[[str], str]]] = {
    "id": short_text,
    "name": short_text,
    "birth_year": birth_year,
    "care": care_reasons,
    "guardian": short_text,
    "language": short_text,
    "note": note_text,
}
_TEXT_FIELDS: Final[Mapping[str, Callable[[str], str]]] = {
    "id": short_text,
    "building": door_part,
    "unit": door_part,
    "number": door_part,
    "household": short_text,
    "note": note_text,
    "access": short_text,
    "key_safe": short_text,
    "grid": short_text,
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
    TOO_MANY_RESIDENTS = "too_many_residents"
    RESIDENT_UNKNOWN = "resident_unknown"
    GRID_UNKNOWN = "grid_unknown"
    GRID_EXISTS = "grid_exists"
    NOTHING_TO_UNDO = "nothing_to_undo"
    CHANGED_SINCE_IMPORT = "changed_since_import"
    HOMES_NEEDED = "homes_needed"
    NO_IMPORT_REPORT = "no_import_report"
    UPLOAD_UNKNOWN = "upload_unknown"
    UPLOAD_TOO_LARGE = "upload_too_large"
    INCIDENT_ACTIVE = "incident_active"
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
    residents: tuple[Resident, ...] | None = None

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
    residents: tuple[Resident, ...] | None = None
    for name, value in fields.items():
        if name == "floor":
            floor = _floor(value)
        elif name == "contacts":
            contacts = _contacts(value)
        elif name == "residents":
            residents = _residents(value)
        elif name in _TEXT_FIELDS:
            texts[name] = _text(name, value, _TEXT_FIELDS[name])
        else:
            raise RegisterError(Refusal.FIELD_UNKNOWN, field=str(name)[:40])
    for name in _REQUIRED:
        if not texts.get(name, "" if not texts.get("id") else "kept"):
            raise RegisterError(Reason.MISSING_VALUE, field=name)
    return HomeForm(texts, floor, "floor" in fields, contacts, residents)


def laid_over(
    form: HomeForm, building: str, home: Home, household: Household, new_id: Callable[[], str]
) -> tuple[Home, Household]:
    """Return a home and its household as the form leaves them; `building` is the building's id.

    A resident without an id is new and gets one from `new_id`; one that the household has not got is refused.
    """
    texts = form.texts
    return (
        Home(
            home.id,
            building,
            texts.get("unit", home.unit),
            texts.get("number", home.number),
            form.floor if form.has_floor else home.floor,
            texts.get("grid", home.grid or "") or None,
        ),
        replace(
            household,
            name=texts.get("household", household.name),
            note=texts.get("note", household.note),
            access=texts.get("access", household.access),
            key_safe=texts.get("key_safe", household.key_safe),
            contacts=household.contacts if form.contacts is None else form.contacts,
            residents=household.residents
            if form.residents is None
            else _with_ids(form.residents, household.residents, new_id),
        ),
    )


def _with_ids(said: Iterable[Resident], before: Iterable[Resident], new_id: Callable[[], str]) -> tuple[Resident, ...]:
    known = {person.id for person in before}
    if any(person.id and person.id not in known for person in said):
        raise RegisterError(Refusal.RESIDENT_UNKNOWN)
    return tuple(person if person.id else replace(person, id=new_id()) for person in said)


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


def _residents(value: object) -> tuple[Resident, ...]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise RegisterError(Refusal.WRONG_TYPE, field="residents")
    if len(value) > MOST_RESIDENTS:
        raise RegisterError(Refusal.TOO_MANY_RESIDENTS, limit=str(MOST_RESIDENTS))
    residents = (_resident(position, item) for position, item in enumerate(value, start=1))
    return tuple(person for person in residents if not person.is_blank)


def _resident(position: int, item: object) -> Resident:
    texts = _parts(f"resident_{position}", item, _RESIDENT_FIELDS)
    year, care = texts.pop("birth_year"), texts.pop("care")
    reasons = tuple(map(CareReason, care.split(","))) if care else ()
    return Resident(**texts, birth_year=int(year) if year else None, care=reasons)


def _parts(prefix: str, item: object, rules: Mapping[str, Callable[[str], str]]) -> dict[str, str]:
    """Return the tidied parts of one person; a year may be a number, reasons for care a list."""
    if not isinstance(item, Mapping):
        raise RegisterError(Refusal.WRONG_TYPE, field=prefix)
    for name in item:
        if name not in rules:
            raise RegisterError(Refusal.FIELD_UNKNOWN, field=f"{prefix}_{str(name)[:40]}")
    return {name: _text(f"{prefix}_{name}", _as_text(name, item.get(name)), rule) for name, rule in rules.items()}


def _as_text(name: str, value: object) -> object:
    if name == "birth_year" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if name == "care" and isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return ",".join(value)
    return value


def _contact(position: int, item: object) -> Contact | None:
    """Return a contact, or None for a blank one; someone who cannot be reached is no contact."""
    texts = _parts(f"contact_{position}", item, _CONTACT_FIELDS)
    if not any(texts.values()):
        return None
    if not texts["phone"]:
        raise RegisterError(Reason.MISSING_VALUE, field=f"contact_{position}_phone")
    return Contact(**texts)
