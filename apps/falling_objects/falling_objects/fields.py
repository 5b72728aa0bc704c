"""Reads a YAML text field by field, and remembers the line of each: what is wrong is told with its place."""

import difflib
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, overload

import yaml

_LONGEST_TEXT: Final = 2048
_YES: Final = frozenset({"true", "yes", "on"})
_NO: Final = frozenset({"false", "no", "off"})
_NULL: Final = "tag:yaml.org,2002:null"
_TEXT: Final = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake; `line` is counted from 1, 0 where there is none; `place` is such as `cameras[2].url`."""

    line: int
    place: str
    reason: str

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.place}{' ' if self.place else ''}{self.reason}"


def root_of(text: str, problems: list[Problem]) -> Table | None:
    """Return the outermost table of a text; None, with a problem, where it has none. Raises yaml.YAMLError."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is None:
        problems.append(Problem(1, "", "the file is empty"))
        return None
    if not isinstance(node, yaml.MappingNode):
        problems.append(
            Problem(node.start_mark.line + 1, "", "must be fields such as `cameras:`, not a list or a value")
        )
        return None
    return Table(node, "", problems)


def read_tables(parent: Table, key: str, *, most: int) -> Iterator[Table]:
    """Yield each table of the list `key`, which must be there and not empty."""
    node = parent.take(key)
    if node is None:
        parent.complain(key, "is missing")
        return
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        parent.complain(key, "must be a list with at least one entry (each begins with `- `)")
        return
    if len(node.value) > most:
        parent.complain(key, f"has {len(node.value)} entries; at most {most} are allowed")
        return
    for number, item in enumerate(node.value):
        place = f"{parent.place(key)}[{number}]"
        if isinstance(item, yaml.MappingNode):
            yield Table(item, place, parent.problems)
        else:
            parent.problems.append(Problem(item.start_mark.line + 1, place, "must be fields such as `name:`"))


class Table:
    """A table of fields. Each is taken once; `finish` complains of those that nobody took.

    What is wrong goes to `problems`, and its value is then what stands in for it: read on, use nothing.
    """

    def __init__(self, node: yaml.MappingNode, place: str, problems: list[Problem]) -> None:
        """Read the names of the fields."""
        self.problems = problems
        self._place = place
        self._line = node.start_mark.line + 1
        self._nodes: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        self._asked: set[str] = set()
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in self._nodes:
                problems.append(Problem(line, self.place(name), f"is there twice, first in line {self._lines[name]}"))
                continue
            self._nodes[name], self._lines[name] = value, line

    def place(self, key: str) -> str:
        """Return the whole name of a field."""
        return f"{self._place}.{key}" if self._place else key

    def complain(self, key: str, reason: str) -> None:
        """Remember what is wrong with a field."""
        self.problems.append(Problem(self._lines.get(key, self._line), self.place(key), reason))

    def take(self, key: str) -> yaml.Node | None:
        """Return a field's node; None where it is missing or null."""
        self._asked.add(key)
        node = self._nodes.get(key)
        return None if node is None or node.tag == _NULL else node

    def table(self, key: str) -> Table | None:
        """Return a table within; None where there is none, or an empty one."""
        node = self.take(key)
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            self.complain(key, "must have fields of its own, indented below it")
            return None
        if not node.value:
            return None
        return Table(node, self.place(key), self.problems)

    @overload
    def text(self, key: str) -> str | None: ...
    @overload
    def text(self, key: str, *, default: str | None) -> str | None: ...
    def text(self, key: str, *, default: str | None = "\0") -> str | None:
        """Return a text; without a `default` it must be there and not empty."""
        node = self.take(key)
        if node is None:
            if default == "\0":
                self.complain(key, "is missing")
                return None
            return default
        if not isinstance(node, yaml.ScalarNode):
            self.complain(key, "must be a text")
            return default if default != "\0" else None
        value = str(node.value)
        if len(value) > _LONGEST_TEXT or any(not letter.isprintable() for letter in value):
            self.complain(key, f"must be at most {_LONGEST_TEXT} printable characters")
        elif default == "\0" and not value:
            self.complain(key, "is empty")
        return value

    def name(self, key: str, form: re.Pattern[str], *, default: str | None = "\0") -> str | None:
        """Return a text that has the form of a name."""
        value = self.text(key, default=default) if default != "\0" else self.text(key)
        if value and key in self._nodes and form.fullmatch(value) is None:
            self.complain(key, "must be 1 to 64 of a-z, 0-9, _ and -")
        return value

    def number(self, key: str, low: float, high: float, *, default: float | None) -> float | None:
        """Return a number between `low` and `high`."""
        node = self.take(key)
        if node is None:
            return default
        value = math.nan
        if isinstance(node, yaml.ScalarNode) and node.tag != _TEXT:
            try:
                value = float(node.value)
            except ValueError:
                value = math.nan
        if not low <= value <= high:
            self.complain(key, f"must be a number from {low:g} to {high:g}")
            return default
        return value

    def whole(self, key: str, low: int, high: int, *, default: int | None) -> int | None:
        """Return a whole number between `low` and `high`."""
        value = self.number(key, low, high, default=default)
        if value is not None and value != int(value):
            self.complain(key, f"must be a whole number from {low} to {high}")
        return None if value is None else int(value)

    def switch(self, key: str, *, default: bool) -> bool:
        """Return whether something is switched on."""
        node = self.take(key)
        if node is None:
            return default
        word = str(node.value).lower() if isinstance(node, yaml.ScalarNode) else ""
        if word not in _YES | _NO:
            self.complain(key, "must be true or false")
            return default
        return word in _YES

    def finish(self) -> None:
        """Complain of each field that is not known."""
        for name, line in self._lines.items():
            if name in self._asked:
                continue
            near = difflib.get_close_matches(name, self._asked, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            self.problems.append(Problem(line, self.place(name), f"is not a setting{hint}"))
