"""Writes YAML in block style, with comments that say why; pure.

Why not a library: Home Assistant brings PyYAML, which writes no comments. Block style only, since Frigate's loader
refuses an unquoted `http://…` inside `{…}`; every text that YAML 1.1 or 1.2 could take for something else is quoted.
"""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

type Scalar = str | int | float | bool | None
type Plain = Scalar | Sequence[Plain] | Mapping[str, Plain]
type Node = Scalar | Sequence[Node] | Mapping[str, Node] | Why

_INDENT: Final = "  "
_WIDTH: Final = 118
_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
# Read as something else than text by YAML 1.1 (PyYAML) or 1.2 (Frigate's loader), in any case.
_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_ESCAPED: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class Why:
    """A value with the reason for it, which stands above it as a comment."""

    value: Node
    reason: str


def plain(node: Node) -> Plain:
    """Return what a reader of the text would get: the values without their comments."""
    match node:
        case Why():
            return plain(node.value)
        case str():
            return node
        case Mapping():
            return {key: plain(value) for key, value in node.items()}
        case Sequence():
            return [plain(value) for value in node]
    return node


def comment(text: str, indent: str = "") -> str:
    """Return a text as lines of comment, each with its newline; an empty line in it parts two paragraphs."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        # YAML knows more signs that end a line, and with it the comment: none of them can be seen.
        seen = "".join(sign if sign.isprintable() else " " for sign in paragraph)
        width = _WIDTH - len(indent) - 2
        lines += textwrap.wrap(seen, width, break_long_words=False, break_on_hyphens=False) or [""]
    return "".join(f"{indent}# {line}".rstrip() + "\n" for line in lines)


def write(node: Mapping[str, Node]) -> str:
    """Return a mapping as a YAML document in block style, its parts set apart, with the comments of its `Why`s."""
    return "\n".join("".join(_mapping({key: value}, "")) for key, value in node.items())


def _mapping(node: Mapping[str, Node], indent: str) -> Iterator[str]:
    for key, value in node.items():
        yield from _entry(f"{indent}{_text(key)}:", value, indent, indent + _INDENT)


def _sequence(node: Sequence[Node], indent: str) -> Iterator[str]:
    for value in node:
        inner = _inner(value)
        if isinstance(inner, Mapping) and inner:
            yield from _reason(value, indent)
            # The first key stands behind the dash, the others below it.
            first, *rest = "".join(_mapping(inner, indent + _INDENT)).splitlines(keepends=True)
            yield f"{indent}- {first.removeprefix(indent + _INDENT)}"
            yield from rest
        else:
            yield from _entry(f"{indent}-", value, indent, indent + _INDENT)


def _entry(head: str, value: Node, indent: str, deeper: str) -> Iterator[str]:
    yield from _reason(value, indent)
    inner = _inner(value)
    match inner:
        case str():
            yield f"{head} {_text(inner)}\n"
        case Mapping() if inner:
            yield f"{head}\n"
            yield from _mapping(inner, deeper)
        case Mapping():
            yield f"{head} {{}}\n"
        case Sequence() if inner:
            yield f"{head}\n"
            yield from _sequence(inner, deeper)
        case Sequence():
            yield f"{head} []\n"
        case _:
            yield f"{head} {json.dumps(inner)}\n"


def _reason(value: Node, indent: str) -> Iterator[str]:
    if isinstance(value, Why):
        yield comment(value.reason, indent)


def _inner(value: Node) -> Scalar | Sequence[Node] | Mapping[str, Node]:
    while isinstance(value, Why):
        value = value.value
    return value


def _text(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.casefold() not in _WORDS:
        return value
    return f'"{"".join(map(_escaped, value))}"'


def _escaped(sign: str) -> str:
    if sign in _ESCAPED:
        return _ESCAPED[sign]
    if sign.isprintable():
        return sign
    return f"\\U{ord(sign):08x}"
