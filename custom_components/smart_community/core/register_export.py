"""The register as a sheet that people and spreadsheets read, and that an import takes back unchanged. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell

from .community import Home
from .people import CareReason, Contact, Household, Resident
from .register_columns import CHINESE_HEADINGS, CONTACT_COLUMNS, Column
from .register_fields import CHINESE_CARE, guarded
from .register_sheet import NO_CONTACT, NO_RESIDENT

# The format of a cell that is text whatever it looks like: no date, no number, no formula.
_TEXT: Final = "@"
_BYTE_ORDER_MARK: Final = "\ufeff"


class Format(StrEnum):
    """What an export is written as."""

    CSV = "csv"
    XLSX = "xlsx"


class Headings(StrEnum):
    """The language of the headings and of the reasons for care."""

    ENGLISH = "en"
    CHINESE = "zh-Hans"


type Names = Mapping[str, str]


def as_cells(home: Home, household: Household, buildings: Names, grids: Names, language: Headings) -> list[str]:
    """Return a home as the cells of its row, in the order of `Column`; names of buildings and grids are by id."""
    return [
        buildings.get(home.building, ""),
        home.unit,
        home.number,
        "" if home.floor is None else str(home.floor),
        grids.get(home.grid or "", ""),
        household.name,
        household.note,
        household.access,
        household.key_safe,
        *chain.from_iterable(_resident(one, language) for one in _places(household.residents, NO_RESIDENT)),
        *chain.from_iterable((one.name, one.phone, one.relation) for one in _places(household.contacts, NO_CONTACT)),
    ]


def write_sheet(rows: Iterable[Sequence[str]], file_format: Format, language: Headings) -> bytes:
    """Return a file with these rows below their headings. Blocks for about 20 µs a row of CSV, 400 µs of a workbook.

    No value becomes a formula in a spreadsheet: in a workbook every cell is text, in a CSV file those that begin like
    one have an apostrophe before them, which an import takes away again. A floor is a number and stays one.
    """
    headings = [CHINESE_HEADINGS[column] if language is Headings.CHINESE else column.value for column in Column]
    if file_format is Format.XLSX:
        return _workbook(headings, rows)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    floor = list(Column).index(Column.FLOOR)
    writer.writerows([cell if index == floor else guarded(cell) for index, cell in enumerate(cells)] for cells in rows)
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()


def _workbook(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("register")
    sheet.freeze_panes = "A2"

    def text_cell(text: str) -> Cell | None:
        if not text:
            return None
        cell: Cell = WriteOnlyCell(sheet, text)
        # Set after the value, which would make a formula of "=…".
        cell.data_type = "s"
        cell.number_format = _TEXT
        return cell

    sheet.append(headings)
    for cells in rows:
        sheet.append([text_cell(cell) for cell in cells])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _places[T: (Contact, Resident)](listed: Sequence[T], blank: T) -> Iterator[T]:
    """Yield what stands at each of the places that a sheet has."""
    return (listed[place] if place < len(listed) else blank for place in range(len(CONTACT_COLUMNS)))


def _resident(person: Resident, language: Headings) -> tuple[str, ...]:
    year = "" if person.birth_year is None else str(person.birth_year)
    care = _care(person.care, language)
    return person.name, year, care, person.guardian, person.language, person.note


def _care(reasons: Sequence[CareReason], language: Headings) -> str:
    if language is Headings.CHINESE:
        return "、".join(CHINESE_CARE[reason] for reason in reasons)
    return ", ".join(reason.value for reason in reasons)
