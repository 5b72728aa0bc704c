"""YAML in block style: whoever reads it gets what was written, and the reasons are comments."""

from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_community.core.yaml_text import Why, comment, plain, write

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SCALAR = st.none() | st.booleans() | st.integers() | st.floats(-1e6, 1e6).filter(lambda f: "e" not in repr(f)) | TEXT
TREE: st.SearchStrategy[Any] = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4) | st.builds(Why, inner, TEXT),
    max_leaves=20,
)


@given(st.dictionaries(TEXT, TREE, max_size=5))
def test_a_reader_gets_what_was_written(tree: Mapping[str, Any]) -> None:
    assert (yaml.safe_load(write(tree)) or {}) == plain(tree)


@given(st.dictionaries(TEXT, TREE, max_size=5))
def test_it_is_block_style_throughout(tree: Mapping[str, Any]) -> None:
    flow = (yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)
    ends = (yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
    tokens = list(yaml.scan(write(tree)))
    starts = [number for number, token in enumerate(tokens) if isinstance(token, flow)]
    # Only what is empty is written so: there is no other way.
    assert all(isinstance(tokens[number + 1], ends) for number in starts)


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Off",
        "null",
        "~",
        "1",
        "1.5",
        "0,0.1",
        "12:30",
        "http://host",
        "{A}",
        "a: b",
        "# no",
        "",
        " ",
        "-",
        "电梯",
    ],
)
def test_a_text_that_looks_like_something_else_is_quoted(text: str) -> None:
    assert write({"key": text}) == f'key: "{text}"\n'


def test_a_reason_stands_above_its_value() -> None:
    assert write({"a": {"b": Why([1, Why({"c": "d", "e": 2}, "of an item")], "of a list")}}) == (
        "a:\n  # of a list\n  b:\n    - 1\n    # of an item\n    - c: d\n      e: 2\n"
    )


def test_a_long_reason_is_broken_into_lines_and_a_newline_parts_paragraphs() -> None:
    lines = comment("word " * 60 + "\n\nlast", "    ").splitlines()
    assert all(line.startswith("    #") and len(line) <= 120 for line in lines)
    assert lines[-2:] == ["    #", "    # last"]
