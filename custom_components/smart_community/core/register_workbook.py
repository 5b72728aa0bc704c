"""A file of the register, whichever it is: CSV text or an .xlsx workbook becomes the same rows of cells. Pure.

Of a workbook the values are read, never a formula, and what a spreadsheet made of a value is refused, not guessed
back: a date that was "3-2", a formula that has an error or was never calculated. What it unpacks to is limited before
anything is unpacked.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final, Protocol

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from .register_columns import REQUIRED
from .register_fields import LARGEST_WORKBOOK, LONGEST_SHEET, MOST_ROWS, MOST_UNPACKED, Reason
from .register_sheet import (
    Cell,
    Record,
    Sheet,
    SpoiledCell,
    UnreadableFileError,
    known_headings,
    parse,
    read_records,
    shown,
    unreadable,
)

_ZIP: Final = b"PK"
# What holds .xls files, and workbooks with a password (MS-CFB, 2.2).
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_PARTS: Final = 1_000
_MOST_COLUMNS: Final = 200
# A sheet that was formatted far beyond its homes has that many blank lines at the most.
_LAST_LINE: Final = 4 * MOST_ROWS
# Headings are looked for this far down.
_LINES_BEFORE_HEADINGS: Final = 20
_BEYOND_HEADINGS: Final = 5
# Beyond 15 digits a spreadsheet has lost some.
_EXACT: Final = 10**15
_ENCRYPTED: Final = 0x1
_ZEROS: Final = re.compile("0+")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ >/]")
_ROW: Final = re.compile(rb"<(?:\w+:)?row[\s>/]")
# In UTF-8 and in both UTF-16. No workbook has one (ECMA-376, part 2), and what it defines multiplies.
_DOCTYPE: Final = re.compile(b"\x00?".join(map(re.escape, [b"<", b"!", b"D", b"O", b"C", b"T", b"Y", b"P", b"E"])))
_CHUNK: Final = 1 << 20
_LONGEST_NAME: Final = 64
# Each tag costs the library 4 to 10 µs and up to 300 bytes, however well it packs. Three for each cell of a full
# register, and one of a row, in all sheets; ten texts of two for each row, in all other parts; a spreadsheet keeps at
# most 65,490 formats of cells.
_MOST_TAGS_IN_SHEETS: Final = 80 * MOST_ROWS
_MOST_TAGS_ELSEWHERE: Final = 20 * MOST_ROWS
_MOST_TAGS_OF_STYLES: Final = 250_000
# Of one row, or of what stands before the first and behind the last: a row has 16,384 cells at the most.
_MOST_TAGS_OF_A_ROW: Final = 200_000
_STYLES: Final = "xl/styles.xml"


class _BookCell(Protocol):
    """A cell as openpyxl reads it."""

    @property
    def value(self) -> object: ...
    @property
    def data_type(self) -> str: ...
    @property
    def number_format(self) -> str: ...


class _BookSheet(Protocol):
    """A sheet as openpyxl reads it, row by row."""

    def reset_dimensions(self) -> None: ...
    def iter_rows(self, *, max_col: int) -> Iterable[Sequence[_BookCell]]: ...


def read_file(data: bytes) -> Sheet:
    """Read a file of the register, by what it is and not by its name; whatever it holds, this returns.

    Blocks for about 60 µs a row of a CSV file, 300 µs of a workbook.
    """
    if data.startswith(_OLE):
        return unreadable(Reason.OLD_WORKBOOK)
    if data.startswith(_ZIP):
        return _read_workbook(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return unreadable(Reason.NOT_UTF8)
    return parse(text)


def _read_workbook(data: bytes) -> Sheet:
    if len(data) > LARGEST_WORKBOOK:
        return unreadable(Reason.TOO_LARGE)
    try:
        has_formulas = _check_parts(data)
        workbook = _opened(data, values=True)
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            return unreadable(Reason.EMPTY_SHEET)
        if any(_has_homes(sheet) for sheet in sheets[1:]):
            return unreadable(Reason.SEVERAL_SHEETS)
        formulas: _BookSheet | None = None
        if has_formulas:
            formulas = next(one for one in _opened(data, values=False).worksheets if one.title == sheets[0].title)
        return read_records(_records(sheets[0], formulas))
    except UnreadableFileError as error:
        return unreadable(error.reason, error.line)
    except Exception:  # noqa: BLE001 - a damaged file makes the library raise whatever its parser trips over
        return unreadable(Reason.NOT_A_WORKBOOK)


def _check_parts(data: bytes) -> bool:
    """Return whether there is a formula; raises UnreadableFileError for what must not be unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        # What is unpacked is never more than the directory says: zipfile reads no further.
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise UnreadableFileError(Reason.TOO_LARGE)
        names = [part.filename.casefold() for part in parts]
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise UnreadableFileError(Reason.OLD_WORKBOOK)
        if any("vbaproject" in name or "macrosheets/" in name for name in names):
            raise UnreadableFileError(Reason.WORKBOOK_WITH_MACROS)
        has_formula, in_sheets, elsewhere = False, 0, 0
        for part, name in zip(parts, names, strict=True):
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                tags, holds_formula = _look_at_sheet(archive, part, _MOST_TAGS_IN_SHEETS - in_sheets)
                in_sheets += tags
                has_formula = has_formula or holds_formula
            else:
                left = _MOST_TAGS_ELSEWHERE - elsewhere
                elsewhere += _look_at(archive, part, min(left, _MOST_TAGS_OF_STYLES) if name == _STYLES else left)
    return has_formula


def _look_at(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    """Return how many tags a part opens; raises UnreadableFileError at more than `most`."""
    tags = 0
    for piece in _pieces(archive, part):
        tags += _tags(piece)
        if tags > most:
            raise UnreadableFileError(Reason.TOO_LARGE)
    return tags


def _look_at_sheet(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> tuple[int, bool]:
    """Return how many tags a sheet opens, and whether there is a formula; raises as `_look_at`."""
    tags, rows, of_row, has_formula = 0, 0, 0, False
    for piece in _pieces(archive, part):
        for position, between in enumerate(_ROW.split(piece)):
            if position:
                rows, tags, of_row = rows + 1, tags + 1, 0
            opened = _tags(between)
            tags, of_row = tags + opened, of_row + opened
            if rows > _LAST_LINE:
                raise UnreadableFileError(Reason.TOO_MANY_ROWS, rows)
            if tags > most or of_row > _MOST_TAGS_OF_A_ROW:
                raise UnreadableFileError(Reason.TOO_LARGE)
        has_formula = has_formula or _FORMULA.search(piece) is not None
    return tags, has_formula


def _tags(piece: bytes) -> int:
    return piece.count(b"<") - piece.count(b"</")


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack a part piece by piece, so that the name of a tag is in one of them."""
    held = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            piece = held + chunk
            cut = piece.rfind(b"<")
            if cut < 0 or len(piece) - cut > _LONGEST_NAME:
                cut = len(piece)
            if _DOCTYPE.search(piece):
                raise UnreadableFileError(Reason.NOT_A_WORKBOOK)
            yield piece[:cut]
            held = piece[cut:]
    yield held


def _opened(data: bytes, *, values: bool) -> Workbook:
    return load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)


def _lines(sheet: _BookSheet, columns: int = _MOST_COLUMNS) -> Iterator[tuple[int, Sequence[_BookCell]]]:
    # What the file says of its size may be wrong, and would cut homes off.
    sheet.reset_dimensions()
    for line, cells in enumerate(sheet.iter_rows(max_col=columns), start=1):
        if line > _LAST_LINE:
            raise UnreadableFileError(Reason.TOO_MANY_ROWS, line)
        yield line, cells


def _first_lines(sheet: _BookSheet) -> list[Sequence[Cell]]:
    """Return those of the first lines that are not blank."""
    lines = ([_cell(cell) for cell in cells] for _, cells in islice(_lines(sheet), _LINES_BEFORE_HEADINGS))
    return [cells for cells in lines if any(shown(cell).strip() for cell in cells)]


def _has_homes(sheet: _BookSheet) -> bool:
    """Return whether the first line that is not blank is one of headings, and there are rows below it."""
    filled = _first_lines(sheet)
    return len(filled) > 1 and set(REQUIRED) <= known_headings(filled[0])


def _records(sheet: _BookSheet, formulas: _BookSheet | None) -> Iterator[Record]:
    # Every line is filled up to the last column that is asked for: a few beyond the headings show what stands there.
    filled = _first_lines(sheet)
    width = max((index for index, cell in enumerate(filled[0], start=1) if cell != ""), default=0) if filled else 0
    columns = min(width + _BEYOND_HEADINGS, _MOST_COLUMNS)
    sources = None if formulas is None else iter(_lines(formulas, columns))
    total = 0
    for line, cells in _lines(sheet, columns):
        row = [_cell(cell) for cell in cells]
        if sources is not None:
            _, written = next(sources, (line, ()))
            row = [
                SpoiledCell(Reason.FORMULA_WITHOUT_VALUE)
                if cell == "" and index < len(written) and written[index].data_type == "f"
                else cell
                for index, cell in enumerate(row)
            ]
        total += sum(len(cell) for cell in row if isinstance(cell, str))
        if total > LONGEST_SHEET:
            raise UnreadableFileError(Reason.TOO_LARGE, line)
        if any(not isinstance(cell, str) or cell.strip() for cell in row):
            yield line, row


def _cell(cell: _BookCell) -> Cell:
    value = cell.value
    # Most are one of these two.
    if value is None:
        return ""
    match value:
        case str() as text:
            found: Cell = SpoiledCell(Reason.FORMULA_ERROR) if cell.data_type == "e" else text
        case bool() as truth:
            found = str(truth)
        case int() | float() as number:
            found = _number(number, cell.number_format)
        case date() as day:
            found = SpoiledCell(Reason.LOOKS_LIKE_DATE, day.isoformat()[:10])
        case _:
            # A time or a span of time.
            found = SpoiledCell(Reason.LOOKS_LIKE_DATE)
    return found


def _number(value: float, number_format: str) -> str:
    """Return a number as its cell shows it: whole ones without a point, and 101 as 0101 where the format says so."""
    if value != int(value) or abs(value) >= _EXACT:
        return repr(value)
    text = str(int(value))
    return text.zfill(len(number_format)) if _ZEROS.fullmatch(number_format) else text
