"""The commissioning record as a page for printing and signing: A4, complete in itself, everything escaped. Pure."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any, Final, Protocol

from .commissioning import Commissioning, Item
from .printed import Setting, document, table, two_columns

_STYLE: Final = """
p.verdict { border: 1pt solid #000; padding: 2mm; font-weight: bold; }
table.sign td { height: 16mm; width: 50%; }
"""


class Words(Protocol):
    """The words of one language."""

    def option(self, selector: str, option: str) -> str:
        """Return what an option of a selector is called."""


def page_copy(record: Commissioning, site: str, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page shows, of which its hash is: the record, the community's name, and who is who."""
    return {"site": site, "record": record.as_dict(), "names": dict(names)}


def printable(copy: Mapping[str, Any], sha256: str, setting: Setting[Words]) -> str:
    """Return a copy (`page_copy`) as one HTML document; `sha256` is that of its JSON."""
    record, words = copy["record"], setting.words
    title = _label(words, "title").format(name=record["name"])
    if record["void_at"] is not None:
        verdict = f"{_label(words, 'void')}: {words.option('commissioning_void', record['void_reason'])}"
    else:
        verdict = _label(words, "valid" if record["allows_hold"] else "draft")
    facts = {
        "site": copy["site"],
        "elevator": record["name"],
        "firm": record["firm"],
        "licence": record["licence"],
        "date": record["date"],
        "started": _by(copy, setting, record["started_at"], record["started_by"]),
        "finished": _by(copy, setting, record["finished_at"], record["finished_by"]),
        "voided": _time(setting, record["void_at"]),
        "zone": setting.zone_name,
        "record": record["id"],
    }
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="verdict">{escape(verdict)}</p>',
        two_columns((_label(words, key), value) for key, value in facts.items() if value),
        f"<h2>{escape(_label(words, 'checks'))}</h2>",
        _checks(copy, setting),
        f"<h2>{escape(_label(words, 'signatures'))}</h2>",
        _signatures(words),
        f"<p>SHA-256: {escape(sha256)}</p>",
    ]
    return document(title, parts, sha256=sha256, language=setting.language, style=_STYLE)


def _checks(copy: Mapping[str, Any], setting: Setting[Words]) -> str:
    """Return the whole checklist, what was not tried with it: a gap must be seen."""
    words = setting.words
    tried = {check["item"]: check for check in copy["record"]["checks"]}
    rows = []
    for item in Item:
        check = tried.get(item.value)
        name = words.option("commissioning_item", item.value)
        if check is None:
            rows.append((name, _label(words, "not_tried"), "", "", ""))
            continue
        measured = "" if check["seconds"] is None else _label(words, "seconds").format(seconds=check["seconds"])
        seen = "" if check["seen_at"] is None else _label(words, "seen").format(at=_time(setting, check["seen_at"]))
        result = words.option("commissioning_result", check["result"])
        details = "\n".join(part for part in (measured, seen, check["note"]) if part)
        who = copy["names"].get(check["by"], check["by"])
        rows.append((name, result, _time(setting, check["at"]), who, details))
    headings = [_label(words, key) for key in ("item", "result", "at", "by", "details")]
    return table(headings, rows, "checks")


def _signatures(words: Words) -> str:
    cells = "".join(f"<td>{escape(_label(words, key))}</td>" for key in ("sign_firm", "sign_community"))
    return f'<table class="sign"><tr>{cells}</tr></table>'


def _by(copy: Mapping[str, Any], setting: Setting[Words], at: str | None, by: str | None) -> str:
    return "" if at is None or by is None else f"{_time(setting, at)}, {copy['names'].get(by, by)}"


def _time(setting: Setting[Words], at: str | None) -> str:
    if at is None:
        return ""
    return datetime.fromisoformat(at).astimezone(setting.zone).isoformat(" ", "seconds")[:19]


def _label(words: Words, key: str) -> str:
    return words.option("commissioning", key)
