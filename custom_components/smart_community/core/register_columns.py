"""The columns of the register as a sheet: what each holds, how it is headed, and by which rule it is read. Pure."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from .register_fields import (
    INVISIBLE,
    birth_year,
    care_reasons,
    door_part,
    note_text,
    phone_number,
    plain,
    short_text,
)


class Column(StrEnum):
    """What a column holds; the value is its English heading."""

    BUILDING = "building"
    UNIT = "unit"
    HOME = "home"
    FLOOR = "floor"
    GRID = "grid"
    HOUSEHOLD = "household"
    NOTE = "note"
    ACCESS = "access"
    KEY_SAFE = "key_safe"
    RESIDENT_1_NAME = "resident_1_name"
    RESIDENT_1_BIRTH_YEAR = "resident_1_birth_year"
    RESIDENT_1_CARE = "resident_1_care"
    RESIDENT_1_GUARDIAN = "resident_1_guardian"
    RESIDENT_1_LANGUAGE = "resident_1_language"
    RESIDENT_1_NOTE = "resident_1_note"
    RESIDENT_2_NAME = "resident_2_name"
    RESIDENT_2_BIRTH_YEAR = "resident_2_birth_year"
    RESIDENT_2_CARE = "resident_2_care"
    RESIDENT_2_GUARDIAN = "resident_2_guardian"
    RESIDENT_2_LANGUAGE = "resident_2_language"
    RESIDENT_2_NOTE = "resident_2_note"
    RESIDENT_3_NAME = "resident_3_name"
    RESIDENT_3_BIRTH_YEAR = "resident_3_birth_year"
    RESIDENT_3_CARE = "resident_3_care"
    RESIDENT_3_GUARDIAN = "resident_3_guardian"
    RESIDENT_3_LANGUAGE = "resident_3_language"
    RESIDENT_3_NOTE = "resident_3_note"
    CONTACT_1_NAME = "contact_1_name"
    CONTACT_1_PHONE = "contact_1_phone"
    CONTACT_1_RELATION = "contact_1_relation"
    CONTACT_2_NAME = "contact_2_name"
    CONTACT_2_PHONE = "contact_2_phone"
    CONTACT_2_RELATION = "contact_2_relation"
    CONTACT_3_NAME = "contact_3_name"
    CONTACT_3_PHONE = "contact_3_phone"
    CONTACT_3_RELATION = "contact_3_relation"


_NUMBERS: Final = ("1", "2", "3")
_OF_RESIDENT: Final = ("name", "birth_year", "care", "guardian", "language", "note")
_OF_CONTACT: Final = ("name", "phone", "relation")

REQUIRED: Final = (Column.BUILDING, Column.HOME)
# The parts of each resident and contact, in the order of the fields; contacts in the order in which they are asked.
RESIDENT_COLUMNS: Final = tuple(
    tuple(Column(f"resident_{number}_{part}") for part in _OF_RESIDENT) for number in _NUMBERS
)
CONTACT_COLUMNS: Final = tuple(tuple(Column(f"contact_{number}_{part}") for part in _OF_CONTACT) for number in _NUMBERS)
BIRTH_YEARS: Final = frozenset(parts[1] for parts in RESIDENT_COLUMNS)
CARE: Final = frozenset(parts[2] for parts in RESIDENT_COLUMNS)

CHINESE_HEADINGS: Final[Mapping[Column, str]] = {
    Column.BUILDING: "楼栋",
    Column.UNIT: "单元",
    Column.HOME: "房号",
    Column.FLOOR: "楼层",
    Column.GRID: "网格",
    Column.HOUSEHOLD: "户主",
    Column.NOTE: "备注",
    Column.ACCESS: "入户方式",
    Column.KEY_SAFE: "钥匙盒位置",
    **{
        column: f"居民{number}{part}"
        for number, columns in zip(_NUMBERS, RESIDENT_COLUMNS, strict=True)
        for column, part in zip(columns, ("姓名", "出生年份", "关爱原因", "监护人", "语言", "备注"), strict=True)
    },
    **{
        column: f"联系人{number}{part}"
        for number, columns in zip(_NUMBERS, CONTACT_COLUMNS, strict=True)
        for column, part in zip(columns, ("姓名", "电话", "关系"), strict=True)
    },
}

# The floor is read by itself: it is the only number.
RULES: Final[Mapping[Column, Callable[[str], str]]] = {
    **dict.fromkeys((Column.BUILDING, Column.UNIT, Column.HOME), door_part),
    **dict.fromkeys((Column.GRID, Column.HOUSEHOLD, Column.ACCESS, Column.KEY_SAFE), short_text),
    Column.NOTE: note_text,
    **{
        column: rule
        for parts in RESIDENT_COLUMNS
        for column, rule in zip(
            parts, (short_text, birth_year, care_reasons, short_text, short_text, note_text), strict=True
        )
    },
    **{
        column: rule
        for parts in CONTACT_COLUMNS
        for column, rule in zip(parts, (short_text, phone_number, short_text), strict=True)
    },
}


def heading_key(text: str) -> str:
    """Return what the spellings of one heading have in common."""
    return re.sub(r"[\s_-]+", "", plain(text.translate(INVISIBLE))).casefold()


BY_HEADING: Final[Mapping[str, Column]] = {
    heading_key(heading): column for column in Column for heading in (column.value, CHINESE_HEADINGS[column])
}
