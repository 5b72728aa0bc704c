"""An export is what an import reads: nothing changes, and nothing becomes a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from custom_components.smart_community.core.community import Home
from custom_components.smart_community.core.people import CareReason, Contact, Household, Resident
from custom_components.smart_community.core.register_columns import CHINESE_HEADINGS, Column
from custom_components.smart_community.core.register_export import Format, Headings, as_cells, write_sheet
from custom_components.smart_community.core.register_fields import guarded, unguarded
from custom_components.smart_community.core.register_merge import changed_fields, merged
from custom_components.smart_community.core.register_sheet import NO_CONTACT, NO_RESIDENT
from custom_components.smart_community.core.register_workbook import read_file

words = (
    st.text("abzE09-=+@'\"\t,;号楼张é =", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
)
notes = st.lists(words, max_size=3).map("\n".join)
blank_or_words = st.just("") | words
contacts = st.builds(Contact, words, st.from_regex(r"\A\+?[0-9]{3,14}\Z"), blank_or_words)
residents = st.builds(
    Resident,
    st.uuids().map(str),
    words,
    st.none() | st.integers(1890, 2100),
    st.lists(st.sampled_from(CareReason), unique=True).map(tuple),
    blank_or_words,
    blank_or_words,
    notes,
)
households = st.builds(
    Household,
    st.just("h"),
    blank_or_words,
    notes,
    blank_or_words,
    st.lists(contacts | st.just(NO_CONTACT), max_size=5).map(lambda listed: without_end(listed, NO_CONTACT)),
    st.lists(residents | st.just(NO_RESIDENT), max_size=5).map(lambda listed: without_end(listed, NO_RESIDENT)),
    blank_or_words,
)
homes = st.builds(
    Home,
    st.just("h"),
    st.just("b"),
    blank_or_words.map(lambda text: text.replace("é", "")),
    words,
    st.none() | st.integers(-20, 200),
    st.sampled_from([None, "g"]),
)


def without_end[T](listed: list[T], blank: T) -> tuple[T, ...]:
    while listed and listed[-1] == blank:
        listed.pop()
    return tuple(listed)


@given(homes, households, st.sampled_from(Format), st.sampled_from(Headings))
def test_importing_an_export_changes_nothing(
    home: Home, household: Household, file_format: Format, language: Headings
) -> None:
    cells = as_cells(home, household, {"b": "3"}, {"g": "East"}, language)
    sheet = read_file(write_sheet([cells], file_format, language))
    assert sheet.errors == ()
    (row,) = sheet.rows
    assert (row.building, row.floor, row.grid) == ("3", home.floor, "East" if home.grid else "")
    assert (row.unit, row.number) == (home.unit.strip(), home.number.strip())
    after = merged(row, sheet.headings, household)
    assert after == household
    assert changed_fields((home, household), (home, after)) == ()


@given(st.text("'=+-@\t\r＝a"))
def test_a_guard_is_taken_away_as_it_was_put(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(...)", "'=1", "＝1")


@pytest.mark.parametrize("value", DANGEROUS)
def test_no_value_becomes_a_formula(value: str) -> None:
    cells = as_cells(Home("h", "b", value, "101", -2), Household("h", value, value), {"b": value}, {}, Headings.ENGLISH)
    text = write_sheet([cells], Format.CSV, Headings.ENGLISH).decode("utf-8-sig")
    _, row = csv.reader(io.StringIO(text, newline=""))
    assert all(not cell.startswith(("=", "+", "@", "＝")) for cell in row)
    # A floor below ground is a number.
    assert [cell for cell in row if cell.startswith("-")] == ["-2"]
    sheet = load_workbook(io.BytesIO(write_sheet([cells], Format.XLSX, Headings.ENGLISH))).active
    assert sheet is not None
    _, written = sheet.iter_rows()
    shown = [cell for cell in written if cell.value is not None]
    assert {cell.data_type for cell in shown} == {"s"}
    assert {cell.number_format for cell in shown} == {"@"}
    assert written[0].value == value


def test_headings_are_in_the_language_and_in_order() -> None:
    english = write_sheet([], Format.CSV, Headings.ENGLISH).decode("utf-8-sig").strip().split(",")
    chinese = write_sheet([], Format.CSV, Headings.CHINESE).decode("utf-8-sig").strip().split(",")
    assert english == [column.value for column in Column]
    assert chinese == [CHINESE_HEADINGS[column] for column in Column]
