"""A row of a sheet laid over what the register has of a home: its columns win, everything else stays. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from .community import Home
from .people import Contact, Household, Resident
from .register_columns import CONTACT_COLUMNS, RESIDENT_COLUMNS, Column
from .register_sheet import NO_CONTACT, NO_RESIDENT, SheetRow

type _Parts = Sequence[tuple[Column, str]]


def _with_fields(columns: Sequence[Sequence[Column]], kind: type[Contact | Resident]) -> Sequence[_Parts]:
    names = [field.name for field in fields(kind) if field.name != "id"]
    return [list(zip(parts, names, strict=True)) for parts in columns]


_RESIDENT_PARTS: Final = _with_fields(RESIDENT_COLUMNS, Resident)
_CONTACT_PARTS: Final = _with_fields(CONTACT_COLUMNS, Contact)


def merged(row: SheetRow, columns: Mapping[Column, str], before: Household) -> Household:
    """Return a household as a row leaves it: fields that the sheet has a column for are the row's, others stay.

    A blank resident or contact between others keeps its place, so that importing the same sheet again changes
    nothing. A resident who is new has no id yet.
    """
    return replace(
        before,
        name=row.household if Column.HOUSEHOLD in columns else before.name,
        note=row.note if Column.NOTE in columns else before.note,
        access=row.access if Column.ACCESS in columns else before.access,
        key_safe=row.key_safe if Column.KEY_SAFE in columns else before.key_safe,
        contacts=_merged_list(row.contacts, before.contacts, NO_CONTACT, _CONTACT_PARTS, columns),
        residents=_merged_list(row.residents, before.residents, NO_RESIDENT, _RESIDENT_PARTS, columns),
    )


def changed_fields(before: tuple[Home, Household] | None, after: tuple[Home, Household]) -> tuple[str, ...]:
    """Return the names of what a row changes, as the columns are named; never a value."""
    old_home, old = before or (Home("", "", "", ""), Household(""))
    home, household = after
    found = [column.value for column, was, will in (
        (Column.FLOOR, old_home.floor, home.floor),
        (Column.GRID, old_home.grid, home.grid),
        (Column.HOUSEHOLD, old.name, household.name),
        (Column.NOTE, old.note, household.note),
        (Column.ACCESS, old.access, household.access),
        (Column.KEY_SAFE, old.key_safe, household.key_safe),
    ) if was != will]  # fmt: skip
    for columns, blank, was, will in (
        (_RESIDENT_PARTS, NO_RESIDENT, old.residents, household.residents),
        (_CONTACT_PARTS, NO_CONTACT, old.contacts, household.contacts),
    ):
        for position, parts in enumerate(columns):
            one, other = (_at(listed, position, blank) for listed in (was, will))
            if one != other:
                found += [column.value for column, name in parts if getattr(one, name) != getattr(other, name)]
    return tuple(found)


def _merged_list[T: (Contact, Resident)](
    new: Sequence[T], old: Sequence[T], blank: T, columns: Sequence[_Parts], known: Mapping[Column, str]
) -> tuple[T, ...]:
    listed: list[T] = []
    for position in range(max(len(columns), len(old))):
        before, row = _at(old, position, blank), _at(new, position, blank)
        parts = columns[position] if position < len(columns) else ()
        if before is not blank or row is not blank:
            said: dict[str, Any] = {name: getattr(row, name) for column, name in parts if column in known}
            before = replace(before, **said) if said else before
        listed.append(blank if before.is_blank else before)
    while listed and listed[-1] is blank:
        listed.pop()
    return tuple(listed)


def _at[T](listed: Sequence[T], position: int, blank: T) -> T:
    return listed[position] if position < len(listed) else blank
