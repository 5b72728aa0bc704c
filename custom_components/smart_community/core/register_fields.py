"""What one field of the register takes, from a sheet or from a form. Pure.

Each rule returns the value as it is kept, or raises FieldError, which never holds the value.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from .people import CareReason

# In characters.
LONGEST_SHORT_TEXT: Final = 200
LONGEST_NOTE: Final = 2_000
# From a deep garage to the tallest building there is.
LOWEST_FLOOR: Final = -20
HIGHEST_FLOOR: Final = 200
EARLIEST_YEAR: Final = 1890
LATEST_YEAR: Final = 2100
# What a sheet may hold: far above any community's register, so that a wrong file cannot take the memory.
LONGEST_SHEET: Final = 32 * 1024 * 1024
MOST_ROWS: Final = 50_000
# Of a workbook, packed and unpacked, in bytes.
LARGEST_WORKBOOK: Final = 16 * 1024 * 1024
MOST_UNPACKED: Final = 128 * 1024 * 1024


class Reason(StrEnum):
    """Why something is refused: stable codes, each with a sentence in `EXPLANATIONS`."""

    EMPTY_SHEET = "empty_sheet"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    MALFORMED = "malformed"
    MISSING_HEADING = "missing_heading"
    UNKNOWN_HEADING = "unknown_heading"
    DUPLICATE_HEADING = "duplicate_heading"
    EXTRA_VALUE = "extra_value"
    MISSING_VALUE = "missing_value"
    TOO_LONG = "too_long"
    UNREADABLE_CHARACTER = "unreadable_character"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_PHONE = "not_a_phone"
    LOOKS_LIKE_DATE = "looks_like_date"
    DUPLICATE_HOME = "duplicate_home"
    AMBIGUOUS_HOME = "ambiguous_home"
    NOT_A_YEAR = "not_a_year"
    UNKNOWN_CARE = "unknown_care"
    FORMULA_ERROR = "formula_error"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    SEVERAL_SHEETS = "several_sheets"
    NOT_A_WORKBOOK = "not_a_workbook"
    OLD_WORKBOOK = "old_workbook"
    WORKBOOK_WITH_MACROS = "workbook_with_macros"
    NOT_UTF8 = "not_utf8"


EXPLANATIONS: Final[Mapping[Reason, str]] = {
    Reason.EMPTY_SHEET: "there is no row below the headings.",
    Reason.TOO_LARGE: f"the file has more than {LONGEST_SHEET} characters; it is not a register, or must be split.",
    Reason.TOO_MANY_ROWS: f"the file has more than {MOST_ROWS} rows; split it and import the parts.",
    Reason.MALFORMED: 'the quotation marks do not match; a value with a quotation mark needs it doubled, as in "".',
    Reason.MISSING_HEADING: "this column is required, and no heading of the first row names it.",
    Reason.UNKNOWN_HEADING: "this heading is not known; correct it, or delete the column.",
    Reason.DUPLICATE_HEADING: "two columns have this heading; delete one.",
    Reason.EXTRA_VALUE: "there is a value in a column without a heading.",
    Reason.MISSING_VALUE: "a value is required here.",
    Reason.TOO_LONG: "the text is too long (200 characters; a note 2000).",
    Reason.UNREADABLE_CHARACTER: "there is a character that no text has; save the file as CSV UTF-8.",
    Reason.NOT_A_NUMBER: "this is not a whole number.",
    Reason.OUT_OF_RANGE: f"the floor is not between {LOWEST_FLOOR} and {HIGHEST_FLOOR}.",
    Reason.NOT_A_PHONE: "this is not a phone number; format the column as text, and leave unknown numbers empty.",
    Reason.LOOKS_LIKE_DATE: "a spreadsheet turned this value into a date; format the column as text, type it again.",
    Reason.DUPLICATE_HOME: "an earlier line names the same home.",
    Reason.AMBIGUOUS_HOME: "several units have a home with this number; add the column unit.",
    Reason.NOT_A_YEAR: f"this is not a year of birth between {EARLIEST_YEAR} and {LATEST_YEAR}.",
    Reason.UNKNOWN_CARE: f"this is no reason for care; use {', '.join(CareReason)}, with commas between.",
    Reason.FORMULA_ERROR: "the formula here has an error; correct it, or type the value.",
    Reason.FORMULA_WITHOUT_VALUE: "the formula here was never calculated; open and save the file in a spreadsheet.",
    Reason.SEVERAL_SHEETS: "another sheet of this workbook has homes as well; put all of them onto the first one.",
    Reason.NOT_A_WORKBOOK: "this is no workbook that can be read, or a damaged one; save it again as .xlsx or CSV.",
    Reason.OLD_WORKBOOK: "this is an .xls file, or has a password; save it as .xlsx without a password.",
    Reason.WORKBOOK_WITH_MACROS: "there are macros in this workbook; save it as .xlsx, which has none.",
    Reason.NOT_UTF8: "this text is not UTF-8; save the file as CSV UTF-8.",
}


class FieldError(ValueError):
    """A value that a field does not take."""

    def __init__(self, reason: Reason) -> None:
        """Keep why; never the value."""
        super().__init__(reason.value)
        self.reason = reason


# They do not show, so that two homes would look the same and be two: zero-width space, marks of direction …
INVISIBLE: Final = {ord(character): None for character in "\u00ad\u200b\u200e\u200f\u2060\ufeff"}
_UNREADABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")
_MONTH: Final = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
# What a spreadsheet makes of "3-2".
_DATE: Final = re.compile(rf"\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}-(?:{_MONTH})|(?:{_MONTH})-\d{{2}}")
_FLOOR: Final = re.compile(r"([+-]?[0-9]{1,9})(?:\.0+)?\s*(?:层|楼|[Ff])?")
_PHONE: Final = re.compile(r"[+(]?[0-9](?:[0-9 +()./*#,;、-]|转|ext|x)*", re.IGNORECASE)
_FEWEST_DIGITS: Final = 3
# A date of birth says the year too.
_YEAR: Final = re.compile(r"([0-9]{4})(?:\.0+|年.*|[-/.][0-9]{1,2}.*)?")
# What begins a formula, and how many guards stand before it: see `guarded`.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_GUARDED: Final = re.compile(r"'+[=+\-@\t\r＝＋－＠]")
CHINESE_CARE: Final[Mapping[CareReason, str]] = {
    CareReason.OVER_80: "80岁以上",
    CareReason.CHRONIC_ILLNESS: "慢性病",
    CareReason.DISABLED: "残疾",
    CareReason.DEMENTIA: "失智",
    CareReason.LIVES_ALONE: "独居",
    CareReason.CHILD_LEFT_BEHIND: "留守儿童",
}
_CARE: Final[Mapping[str, CareReason]] = {
    **{reason.value: reason for reason in CareReason},
    **{word: reason for reason, word in CHINESE_CARE.items()},
    "高龄": CareReason.OVER_80,
    "慢病": CareReason.CHRONIC_ILLNESS,
    "失能": CareReason.DISABLED,
    "残障": CareReason.DISABLED,
    "认知症": CareReason.DEMENTIA,
    "认知障碍": CareReason.DEMENTIA,
}


def short_text(text: str) -> str:
    """Return one line of text: at most 200 characters, no line breaks, single spaces."""
    tidy = " ".join(_readable(text).split())
    if len(tidy) > LONGEST_SHORT_TEXT:
        raise FieldError(Reason.TOO_LONG)
    return tidy


def note_text(text: str) -> str:
    """Return text of several lines: at most 2,000 characters."""
    tidy = _readable(text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(tidy) > LONGEST_NOTE:
        raise FieldError(Reason.TOO_LONG)
    return tidy


def door_part(text: str) -> str:
    """Return a building, unit or number: full-width forms made plain, since two spellings would be two homes."""
    tidy = short_text(plain(text))
    if _DATE.fullmatch(tidy):
        raise FieldError(Reason.LOOKS_LIKE_DATE)
    return tidy


def door_key(building: str, unit: str, number: str) -> tuple[str, str, str]:
    """Return what two spellings of one door have in common: they may differ in upper and lower case."""
    return building.casefold(), unit.casefold(), number.casefold()


def floor_number(text: str) -> int | None:
    """Return a floor, below ground negative, or None if the text is blank."""
    tidy = short_text(plain(text))
    if not tidy:
        return None
    found = _FLOOR.fullmatch(tidy)
    if found is None:
        raise FieldError(Reason.NOT_A_NUMBER)
    return floor_in_range(int(found[1]))


def floor_in_range(floor: int) -> int:
    """Return the floor if a building can have it."""
    if not LOWEST_FLOOR <= floor <= HIGHEST_FLOOR:
        raise FieldError(Reason.OUT_OF_RANGE)
    return floor


def phone_number(text: str) -> str:
    """Return a phone number as people write it, or ""; `1.38E+10`, as spreadsheets spoil them, is refused."""
    tidy = short_text(plain(text).replace("–", "-").replace("—", "-")).removesuffix(".0")
    if tidy and (not _PHONE.fullmatch(tidy) or sum(map(str.isdigit, tidy)) < _FEWEST_DIGITS):
        raise FieldError(Reason.NOT_A_PHONE)
    return tidy


def birth_year(text: str) -> str:
    """Return a year of birth in four digits, or ""; of a date, its year."""
    tidy = short_text(plain(text))
    if not tidy:
        return ""
    found = _YEAR.fullmatch(tidy)
    if found is None or not EARLIEST_YEAR <= int(found[1]) <= LATEST_YEAR:
        raise FieldError(Reason.NOT_A_YEAR)
    return found[1]


def care_reasons(text: str) -> str:
    """Return the reasons for care as their codes, each once and with commas between, from English or Chinese words."""
    words = (
        re.sub(r"[\s-]+", "_", word.strip()).casefold() for word in re.split(r"[,，、;；/|]", note_text(plain(text)))
    )
    try:
        reasons = dict.fromkeys(_CARE[word] for word in words if word)
    except KeyError:
        raise FieldError(Reason.UNKNOWN_CARE) from None
    return ",".join(reason.value for reason in reasons)


def guarded(text: str) -> str:
    """Return a value as a CSV file may hold it: with an apostrophe before what a spreadsheet would take for a formula.

    One that has an apostrophe there already gets another, so that `unguarded` gives every value back as it was.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Return the value that `guarded` was given."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def plain(text: str) -> str:
    """Return text with full-width and other compatible forms made plain: "１０１" is "101"."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _readable(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(INVISIBLE)
    if _UNREADABLE.search(text):
        raise FieldError(Reason.UNREADABLE_CHARACTER)
    return text
