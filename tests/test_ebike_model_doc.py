"""The page for whoever trains the e-bike model says what the code does, in both languages, and so do the examples."""

import pytest

from custom_components.smart_community.core.ebike_evidence import Grade, SuspectGate
from custom_components.smart_community.core.frigate_profiles import EBIKE_CLASSES, EBIKE_LABELS, EBIKE_MODEL
from demo.frigate_config import CAMERAS, FOLDER
from tests.doc_pages import ROOT, code_words, headings, page, section, table

ENGLISH, CHINESE = page("docs/ebike-model.md"), page("docs/ebike-model.zh-Hans.md")
GATE = SuspectGate()


@pytest.mark.parametrize(
    ("text", "title", "first"), [(ENGLISH, "How it works", "class"), (CHINESE, "原理", "类别")], ids=["en", "zh-Hans"]
)
def test_the_classes_are_those_of_the_code(text: str, title: str, first: str) -> None:
    part = section(text, title)
    assert [code_words(row[first])[0] for row in table(part)] == [*EBIKE_CLASSES, "none"]
    assert f"`{EBIKE_MODEL}`" in part
    assert all(f"`{label}`" in part for label in EBIKE_LABELS)
    # Which of them are held for.
    sure = [name for name in EBIKE_CLASSES if GATE.grade(name, 1.0) is Grade.SURE]
    assert any(code_words(line)[: len(sure)] == sure for line in part.splitlines())


@pytest.mark.parametrize(
    ("text", "title"), [(ENGLISH, "The score gates"), (CHINESE, "分数门槛")], ids=["en", "zh-Hans"]
)
def test_the_gates_are_those_of_the_code(text: str, title: str) -> None:
    rows = [list(row.values()) for row in table(section(text, title))]
    numbers = [row[1] for row in rows]
    assert numbers[:2] == [f"{GATE.suspected:g}", f"{GATE.sure:g}"]
    assert numbers[2].startswith(f"{GATE.suspected:g} ")
    assert numbers[2].endswith(f" {GATE.sure:g}")
    assert f"classification.custom.{EBIKE_MODEL}.threshold" in rows[0][0]


def test_both_pages_have_the_same_parts() -> None:
    assert [level for level, _ in headings(ENGLISH)] == [level for level, _ in headings(CHINESE)]


def test_the_page_of_the_configurations_names_every_file() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in FOLDER.rglob("*.yaml"):
        assert f"({path.relative_to(FOLDER).as_posix()})" in text, path
    for target in ("docs/actions.md", "docs/ebike-model.md"):
        assert f"(../{target}" in text
        assert (ROOT / target).exists()
    assert len(CAMERAS) == 8
