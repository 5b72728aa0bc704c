"""The register as a sheet: rows of cells become typed rows, or all that is wrong with them. Pure.

One row a home. Headings are English or Chinese, in any order, and only `building` and `home` are required. What is
said about an error never holds a person's name or phone: it names the line and the column.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .people import CareReason, Contact, Resident
from .register_columns import (
    BIRTH_YEARS,
    BY_HEADING,
    CONTACT_COLUMNS,
    REQUIRED,
    RESIDENT_COLUMNS,
    RULES,
    Column,
    heading_key,
)
from .register_fields import (
    EXPLANATIONS,
    LONGEST_SHEET,
    MOST_ROWS,
    FieldError,
    Reason,
    door_key,
    floor_number,
    unguarded,
)

# So many are kept of a file; beyond them only the first of each line, so that every row has its fate.
MOST_ERRORS: Final = 20_000

_DELIMITERS: Final = (",", ";", "\t")
# Longer than this, a heading is not one, and is named by its letter.
_LONGEST_HEADING: Final = 40
NO_CONTACT: Final = Contact("", "")
NO_RESIDENT: Final = Resident("")


@dataclass(frozen=True, slots=True)
class SpoiledCell:
    """A cell of a workbook that is no text or plain number; `text` is what it shows, for a column that can use it."""

    reason: Reason
    text: str = ""


type Cell = str | SpoiledCell
# A row of a file with the line at which it begins.
type Record = tuple[int, Sequence[Cell]]


class UnreadableFileError(Exception):
    """The file cannot be read from this line on, or at all (line 1)."""

    def __init__(self, reason: Reason, line: int = 1) -> None:
        """Keep why, and from where on."""
        super().__init__(reason.value)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class SheetError:
    """Something wrong at one place. `line` counts from 1 in the file, at the beginning of the row.

    `column` is the heading as the file has it, or the column's letter where it has none that can be shown.
    """

    line: int
    column: str
    reason: Reason

    @property
    def text(self) -> str:
        """What is wrong, and what to do about it, in words."""
        where = f"Line {self.line}, column {self.column}" if self.column else f"Line {self.line}"
        return f"{where}: {EXPLANATIONS[self.reason]}"

    def as_dict(self) -> dict[str, Any]:
        """Return the error as actions and commands answer it."""
        return {"line": self.line, "column": self.column, "reason": self.reason.value, "text": self.text}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """What one line says about one home; a column that the sheet has not got is empty here. Residents have no id."""

    line: int
    building: str
    unit: str
    number: str
    floor: int | None = None
    grid: str = ""
    household: str = ""
    note: str = ""
    access: str = ""
    key_safe: str = ""
    residents: tuple[Resident, ...] = ()
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read. `headings` are its columns as it names them; `count` counts faulty rows as well."""

    headings: Mapping[Column, str] = field(default_factory=dict)
    rows: tuple[SheetRow, ...] = ()
    count: int = 0
    errors: tuple[SheetError, ...] = ()


def parse(text: str) -> Sheet:
    """Read the text of a CSV file; whatever it holds, this returns. Blocks for about 60 µs a row."""
    if len(text) > LONGEST_SHEET:
        return unreadable(Reason.TOO_LARGE)
    text = text.removeprefix("\ufeff")
    return read_records(_records(text, _delimiter_of(text)))


def read_records(records: Iterable[Record]) -> Sheet:
    """Read rows, the first of which are the headings; `records` may raise UnreadableFileError on the way."""
    return _Reading().read(iter(records))


def unreadable(reason: Reason, line: int = 1) -> Sheet:
    """Return what is said of a file that cannot be read at all, or of which no line is, because of this one."""
    return Sheet(errors=(SheetError(line, "", reason),))


def known_headings(cells: Iterable[Cell]) -> set[Column]:
    """Return the columns that a row of cells names."""
    found = (BY_HEADING.get(heading_key(shown(cell))) for cell in cells)
    return {column for column in found if column is not None}


def shown(cell: Cell) -> str:
    """Return what a cell shows."""
    return cell if isinstance(cell, str) else cell.text


class _Reading:
    """One file on its way from cells to rows."""

    def __init__(self) -> None:
        self._errors: list[SheetError] = []
        self._faulty: set[int] = set()
        # The columns in their order; None is a column that is ignored: its heading is blank, or an error already.
        self._columns: list[Column | None] = []
        self._headings: dict[Column, str] = {}
        self._blank: set[int] = set()
        self._doors: dict[tuple[str, str, str], int] = {}

    def read(self, records: Iterator[Record]) -> Sheet:
        rows: list[SheetRow] = []
        count = 0
        try:
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
        except UnreadableFileError as error:
            self._wrong(error.line, "", error.reason)
        return Sheet(self._headings, tuple(rows), count, tuple(self._errors))

    def _wrong(self, line: int, column: str, reason: Reason) -> None:
        if len(self._errors) < MOST_ERRORS or line not in self._faulty:
            self._errors.append(SheetError(line, column, reason))
        self._faulty.add(line)

    def _take_headings(self, line: int, row: Sequence[Cell]) -> None:
        cells = [shown(cell) for cell in row]
        unknown: list[int] = []
        for index, cell in enumerate(cells):
            column = BY_HEADING.get(heading_key(cell))
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

    def _row(self, line: int, cells: Sequence[Cell]) -> SheetRow | None:
        values: dict[Column, str] = {}
        floor: int | None = None
        faulty = False
        for index, cell in enumerate(cells):
            if cell == "":
                continue
            column = self._columns[index] if index < len(self._columns) else None
            try:
                if column is None:
                    if shown(cell).strip() and (index in self._blank or index >= len(self._columns)):
                        faulty = True
                        self._wrong(line, _letter(index), Reason.EXTRA_VALUE)
                elif column is Column.FLOOR:
                    floor = floor_number(_text_of(column, cell))
                else:
                    values[column] = RULES[column](_text_of(column, cell))
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
        return self._unless_repeated(_typed(line, values, floor))

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


def _text_of(column: Column, cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    # Of a date of birth the year is wanted, and a date says it.
    if cell.reason is Reason.LOOKS_LIKE_DATE and column in BIRTH_YEARS:
        return cell.text
    raise FieldError(cell.reason)


def _typed(line: int, values: Mapping[Column, str], floor: int | None) -> SheetRow:
    said = values.get
    return SheetRow(
        line,
        values[Column.BUILDING],
        said(Column.UNIT, ""),
        values[Column.HOME],
        floor,
        said(Column.GRID, ""),
        said(Column.HOUSEHOLD, ""),
        said(Column.NOTE, ""),
        said(Column.ACCESS, ""),
        said(Column.KEY_SAFE, ""),
        tuple(_resident(*(said(part, "") for part in parts)) for parts in RESIDENT_COLUMNS),
        tuple(_contact(*(said(part, "") for part in parts)) for parts in CONTACT_COLUMNS),
    )


def _resident(name: str, year: str, care: str, guardian: str, language: str, note: str) -> Resident:
    # Most are blank: one object for all of them.
    if not (name or year or care or guardian or language or note):
        return NO_RESIDENT
    reasons = tuple(map(CareReason, care.split(","))) if care else ()
    return Resident("", name, int(year) if year else None, reasons, guardian, language, note)


def _contact(name: str, phone: str, relation: str) -> Contact:
    return Contact(name, phone, relation) if name or phone or relation else NO_CONTACT


def _records(text: str, delimiter: str) -> Iterator[Record]:
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
            raise UnreadableFileError(Reason.MALFORMED, line) from None
        if any(cell.strip() for cell in cells):
            yield line, [unguarded(cell) for cell in cells]


def _delimiter_of(text: str) -> str:
    """Return the delimiter under which the most headings are known."""

    def known(delimiter: str) -> int:
        try:
            _, cells = next(_records(text, delimiter), (1, []))
        except UnreadableFileError:
            return 0
        return sum(heading_key(shown(cell)) in BY_HEADING for cell in cells)

    return max(_DELIMITERS, key=known)


def _letter(index: int) -> str:
    """Return the letter that spreadsheets show above a column."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
