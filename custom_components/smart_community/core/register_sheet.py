"""The register as a sheet: the text of a CSV file becomes typed rows, or all that is wrong with it. Pure.

One row a home. Headings are English or Chinese, in any order, and only `building` and `home` are required. What is
said about an error never holds a person's name or phone: it names the line and the column.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from .people import Contact, Household
from .register_fields import (
    EXPLANATIONS,
    INVISIBLE,
    LONGEST_SHEET,
    MOST_ROWS,
    FieldError,
    Reason,
    door_key,
    door_part,
    floor_number,
    note_text,
    phone_number,
    plain,
    short_text,
)

MOST_ERRORS: Final = 200

_DELIMITERS: Final = (",", ";", "\t")
# Longer than this, a heading is not one, and is named by its letter.
_LONGEST_HEADING: Final = 40


class Column(StrEnum):
    """What a column holds; the value is its English heading."""

    BUILDING = "building"
    UNIT = "unit"
    HOME = "home"
    FLOOR = "floor"
    HOUSEHOLD = "household"
    NOTE = "note"
    ACCESS = "access"
    CONTACT_1_NAME = "contact_1_name"
    CONTACT_1_PHONE = "contact_1_phone"
    CONTACT_1_RELATION = "contact_1_relation"
    CONTACT_2_NAME = "contact_2_name"
    CONTACT_2_PHONE = "contact_2_phone"
    CONTACT_2_RELATION = "contact_2_relation"
    CONTACT_3_NAME = "contact_3_name"
    CONTACT_3_PHONE = "contact_3_phone"
    CONTACT_3_RELATION = "contact_3_relation"


REQUIRED: Final = (Column.BUILDING, Column.HOME)
# Name, phone and relation of each contact, in the order in which the contacts are asked.
CONTACT_COLUMNS: Final = (
    (Column.CONTACT_1_NAME, Column.CONTACT_1_PHONE, Column.CONTACT_1_RELATION),
    (Column.CONTACT_2_NAME, Column.CONTACT_2_PHONE, Column.CONTACT_2_RELATION),
    (Column.CONTACT_3_NAME, Column.CONTACT_3_PHONE, Column.CONTACT_3_RELATION),
)
CHINESE_HEADINGS: Final = {
    Column.BUILDING: "楼栋",
    Column.UNIT: "单元",
    Column.HOME: "房号",
    Column.FLOOR: "楼层",
    Column.HOUSEHOLD: "户主",
    Column.NOTE: "备注",
    Column.ACCESS: "入户方式",
    Column.CONTACT_1_NAME: "联系人1姓名",
    Column.CONTACT_1_PHONE: "联系人1电话",
    Column.CONTACT_1_RELATION: "联系人1关系",
    Column.CONTACT_2_NAME: "联系人2姓名",
    Column.CONTACT_2_PHONE: "联系人2电话",
    Column.CONTACT_2_RELATION: "联系人2关系",
    Column.CONTACT_3_NAME: "联系人3姓名",
    Column.CONTACT_3_PHONE: "联系人3电话",
    Column.CONTACT_3_RELATION: "联系人3关系",
}
NO_CONTACT: Final = Contact("", "")


@dataclass(frozen=True, slots=True)
class SheetError:
    """Something wrong at one place. `line` counts from 1 in the file, at the beginning of the row.

    `column` is the heading as the file has it, or the column's letter where it has none that can be shown.
    """

    line: int
    column: str
    reason: Reason
    text: str

    @classmethod
    def at(cls, line: int, column: str, reason: Reason) -> SheetError:
        """Return the error with its explanation."""
        where = f"Line {line}, column {column}" if column else f"Line {line}"
        return cls(line, column, reason, f"{where}: {EXPLANATIONS[reason]}")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """What one line says about one home; a column that the sheet has not got is empty here."""

    line: int
    building: str
    unit: str
    number: str
    floor: int | None
    household: str
    note: str
    access: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read. `headings` are its columns as it names them; `count` counts faulty rows as well."""

    headings: Mapping[Column, str] = field(default_factory=dict)
    rows: tuple[SheetRow, ...] = ()
    count: int = 0
    errors: tuple[SheetError, ...] = ()


def parse(text: str) -> Sheet:
    """Read the text of a CSV file; whatever it holds, this returns. Blocks for about 30 µs a row."""
    return _Reading().read(text)


def merged(row: SheetRow, columns: Mapping[Column, str], before: Household) -> Household:
    """Return a household as a row leaves it: fields that the sheet has a column for are the row's, others stay.

    A blank contact between others keeps its place, so that importing the same sheet again changes nothing.
    """
    contacts = [
        _merged_contact(
            row.contacts[position] if position < len(row.contacts) else NO_CONTACT,
            before.contacts[position] if position < len(before.contacts) else NO_CONTACT,
            CONTACT_COLUMNS[position] if position < len(CONTACT_COLUMNS) else (),
            columns,
        )
        for position in range(max(len(CONTACT_COLUMNS), len(before.contacts)))
    ]
    while contacts and contacts[-1] == NO_CONTACT:
        contacts.pop()
    return Household(
        before.home,
        row.household if Column.HOUSEHOLD in columns else before.name,
        row.note if Column.NOTE in columns else before.note,
        row.access if Column.ACCESS in columns else before.access,
        tuple(contacts),
    )


def _merged_contact(new: Contact, old: Contact, parts: Sequence[Column], columns: Mapping[Column, str]) -> Contact:
    known = [part in columns for part in parts]
    if not any(known):
        return old
    if all(known):
        return new
    name, phone, relation = known
    return Contact(
        new.name if name else old.name, new.phone if phone else old.phone, new.relation if relation else old.relation
    )


def _heading_key(text: str) -> str:
    return re.sub(r"[\s_-]+", "", plain(text.translate(INVISIBLE))).casefold()


_BY_HEADING: Final = {
    _heading_key(heading): column for column in Column for heading in (column.value, CHINESE_HEADINGS[column])
}
_FIELDS: Final[Mapping[Column, Callable[[str], str]]] = {
    **dict.fromkeys((Column.BUILDING, Column.UNIT, Column.HOME), door_part),
    **dict.fromkeys((Column.HOUSEHOLD, Column.ACCESS), short_text),
    Column.NOTE: note_text,
    **{
        column: rule
        for parts in CONTACT_COLUMNS
        for column, rule in zip(parts, (short_text, phone_number, short_text), strict=True)
    },
}


class _MalformedError(Exception):
    """The row that begins at this line cannot be read, nor can any after it."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Reading:
    """One file on its way from text to rows."""

    def __init__(self) -> None:
        self._errors: list[SheetError] = []
        # The columns in their order; None is a column that is ignored: its heading is blank, or an error already.
        self._columns: list[Column | None] = []
        self._headings: dict[Column, str] = {}
        self._blank: set[int] = set()
        self._doors: dict[tuple[str, str, str], int] = {}

    def read(self, text: str) -> Sheet:
        if len(text) > LONGEST_SHEET:
            self._wrong(1, "", Reason.TOO_LARGE)
            return Sheet(errors=tuple(self._errors))
        text = text.removeprefix("\ufeff")
        rows: list[SheetRow] = []
        count = 0
        try:
            records = _records(text, _delimiter_of(text))
            self._take_headings(*next(records, (1, [])))
            if all(column in self._headings for column in REQUIRED):
                for line, cells in records:
                    if count == MOST_ROWS:
                        self._wrong(line, "", Reason.TOO_MANY_ROWS)
                        break
                    count += 1
                    if (row := self._row(line, cells)) is not None:
                        rows.append(row)
                if count == 0:
                    self._wrong(1, "", Reason.EMPTY_SHEET)
        except _MalformedError as error:
            self._wrong(error.line, "", Reason.MALFORMED)
        return Sheet(self._headings, tuple(rows), count, tuple(self._errors))

    def _wrong(self, line: int, column: str, reason: Reason) -> None:
        if len(self._errors) < MOST_ERRORS:
            self._errors.append(SheetError.at(line, column, reason))

    def _take_headings(self, line: int, cells: Sequence[str]) -> None:
        unknown: list[int] = []
        for index, cell in enumerate(cells):
            column = _BY_HEADING.get(_heading_key(cell))
            if column in self._headings:
                self._wrong(line, self._headings[column], Reason.DUPLICATE_HEADING)
                column = None
            elif column is not None:
                self._headings[column] = " ".join(cell.split())
            elif cell.strip():
                unknown.append(index)
            else:
                self._blank.add(index)
            self._columns.append(column)
        for column in REQUIRED:
            if column not in self._headings:
                self._wrong(line, column.value, Reason.MISSING_HEADING)
        # Without a single known heading this is no line of headings: its cells may be a person's.
        for index in unknown if self._headings else ():
            # Only beside all required ones is it surely a heading, and can be shown.
            heading = cells[index].strip()
            sure = all(column in self._headings for column in REQUIRED) and len(heading) <= _LONGEST_HEADING
            self._wrong(line, heading if sure else _letter(index), Reason.UNKNOWN_HEADING)

    def _row(self, line: int, cells: Sequence[str]) -> SheetRow | None:
        values: dict[Column, str] = {}
        floor: int | None = None
        faulty = False
        for index, cell in enumerate(cells):
            column = self._columns[index] if index < len(self._columns) else None
            try:
                if column is Column.FLOOR:
                    floor = floor_number(cell)
                elif column is not None:
                    values[column] = _FIELDS[column](cell)
                elif cell.strip() and (index in self._blank or index >= len(self._columns)):
                    faulty = True
                    self._wrong(line, _letter(index), Reason.EXTRA_VALUE)
            except FieldError as error:
                faulty = True
                # Not missing as well.
                if column is not None:
                    values[column] = "?"
                    self._wrong(line, self._headings[column], error.reason)
        missing = [column for column in (*REQUIRED, *self._phones_missed(values)) if not values.get(column)]
        for column in missing:
            self._wrong(line, self._headings[column], Reason.MISSING_VALUE)
        if faulty or missing:
            return None
        return self._unless_repeated(
            SheetRow(
                line,
                values[Column.BUILDING],
                values.get(Column.UNIT, ""),
                values[Column.HOME],
                floor,
                values.get(Column.HOUSEHOLD, ""),
                values.get(Column.NOTE, ""),
                values.get(Column.ACCESS, ""),
                tuple(_contact(*(values.get(part, "") for part in parts)) for parts in CONTACT_COLUMNS),
            )
        )

    def _phones_missed(self, values: Mapping[Column, str]) -> Iterator[Column]:
        """Yield the phone columns of contacts that are named: someone who cannot be reached is no contact."""
        for name, phone, relation in CONTACT_COLUMNS:
            if phone in self._headings and (values.get(name) or values.get(relation)):
                yield phone

    def _unless_repeated(self, row: SheetRow) -> SheetRow | None:
        first = self._doors.setdefault(door_key(row.building, row.unit, row.number), row.line)
        if first == row.line:
            return row
        self._wrong(row.line, self._headings[Column.HOME], Reason.DUPLICATE_HOME)
        return None


def _contact(name: str, phone: str, relation: str) -> Contact:
    # Most are blank: one object for all of them.
    return Contact(name, phone, relation) if name or phone or relation else NO_CONTACT


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank, with the line at which it begins."""
    # newline="": line breaks inside quotation marks stay as they are.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise _MalformedError(line) from None
        if any(cell.strip() for cell in cells):
            yield line, cells


def _delimiter_of(text: str) -> str:
    """Return the delimiter under which the most headings are known."""

    def known(delimiter: str) -> int:
        try:
            _, cells = next(_records(text, delimiter), (1, []))
        except _MalformedError:
            return 0
        return sum(_heading_key(cell) in _BY_HEADING for cell in cells)

    return max(_DELIMITERS, key=known)


def _letter(index: int) -> str:
    """Return the letter that spreadsheets show above a column."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
