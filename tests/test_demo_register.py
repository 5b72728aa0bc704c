"""The people of the demo are a register that an import takes, in both languages, and nobody's."""

from pathlib import Path

import pytest

from custom_components.smart_community.core.register_workbook import read_file
from demo.home_assistant import Language
from demo.people import invent_homes, write_register


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_demo_has_120_homes_with_residents_and_grids(tmp_path: Path, language: Language) -> None:
    homes = invent_homes(language)
    write_register(tmp_path / "register.csv", homes, language)
    sheet = read_file((tmp_path / "register.csv").read_bytes())
    assert sheet.errors == ()
    assert len(sheet.rows) == 120
    assert len({row.grid for row in sheet.rows}) == 3
    assert all(row.residents[0].name == row.household for row in sheet.rows)
    # Who has a button is frail, and somebody can be told and get in.
    frail = [row for row in sheet.rows if row.residents[0].care]
    assert len(frail) == sum(home.has_button for home in homes) == 20
    assert all(row.key_safe and row.contacts[0].phone for row in frail)
    phones = {contact.phone for row in sheet.rows for contact in row.contacts if contact.phone}
    assert all(phone.startswith("100 ") for phone in phones)
