"""What the tests of the documentation share: a page, its sections, its tables and its blocks of code."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)


def page(path: str) -> str:
    """Return the text of a page; `path` from the root of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """Return the blocks of code in a language."""
    return [body for name, body in _FENCE.findall(text) if name == language]


def prose(text: str) -> str:
    """Return a page without its blocks of code, in which a line may begin with # and be no heading."""
    return _FENCE.sub("", text)


def headings(text: str) -> list[tuple[int, str]]:
    """Return the level and the text of each heading."""
    return [(len(marks), title.strip()) for marks, title in _HEADING.findall(prose(text))]


def section(text: str, title: str) -> str:
    """Return what stands below a heading, down to the next of its level or above; fails unless there is just one."""
    fences = [(match.start(), match.end()) for match in _FENCE.finditer(text)]
    found = [
        match for match in _HEADING.finditer(text) if not any(start <= match.start() < end for start, end in fences)
    ]
    (position,) = (index for index, match in enumerate(found) if match[2].strip() == title)
    level = len(found[position][1])
    after = (match.start() for match in found[position + 1 :] if len(match[1]) <= level)
    return text[found[position].end() : next(after, len(text))]


def anchor(title: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    kept = re.sub(r"[^\w\- ]", "", title.replace("`", "").lower())
    return kept.replace(" ", "-")


def cells(text: str) -> list[list[str]]:
    """Return the rows of the first table, its headings first."""
    lines = [line.strip() for line in prose(text).splitlines()]
    first = next(index for index, line in enumerate(lines) if line.startswith("|"))
    rows: list[list[str]] = []
    for line in lines[first:]:
        if not line.startswith("|"):
            break
        row = [cell.strip() for cell in line.strip("|").split("|")]
        if not all(re.fullmatch(r":?-+:?", cell) for cell in row):
            rows.append(row)
    return rows


def table(text: str) -> list[dict[str, str]]:
    """Return the rows of the first table by their headings."""
    names, *rows = cells(text)
    return [dict(zip(names, row, strict=True)) for row in rows]


def code_words(text: str) -> list[str]:
    """Return what stands in single backticks."""
    return re.findall(r"`([^`]+)`", prose(text))
