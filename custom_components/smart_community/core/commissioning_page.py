"""The commissioning record as a page for printing and signing: A4, complete in itself, everything escaped. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import escape
from typing import Any, Final, Protocol

from .commissioning import Commissioning, Item

# Nothing is loaded from anywhere, and nothing runs.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE: Final = """
@page { size: A4; margin: 18mm 15mm 20mm;
  @bottom-left { content: "SHA-256 %(hash)s"; font: 7pt monospace; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
* { color: #000; background: #fff; }
body { font: 10pt/1.4 "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  max-width: 180mm; margin: 0 auto; }
h1 { font-size: 16pt; margin: 0 0 4mm; } h2 { font-size: 12pt; margin: 7mm 0 2mm; break-after: avoid; }
table { width: 100%%; border-collapse: collapse; } thead { display: table-header-group; }
th, td { border: 0.3pt solid #000; padding: 1mm 1.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
tr { break-inside: avoid; } table.facts th { width: 45mm; } td.time { white-space: nowrap; }
p.verdict { border: 1pt solid #000; padding: 2mm; font-weight: bold; }
table.sign td { height: 16mm; width: 50%%; }
"""


class Words(Protocol):
    """The words of one language."""

    def option(self, selector: str, option: str) -> str:
        """Return what an option of a selector is called."""


@dataclass(frozen=True, slots=True)
class Setting:
    """In which words and at which clock the page speaks: `language` as HTML names it, times in `zone`."""

    language: str
    words: Words
    zone: tzinfo
    zone_name: str


def page_copy(record: Commissioning, site: str, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page shows, of which its hash is: the record, the community's name, and who is who."""
    return {"site": site, "record": record.as_dict(), "names": dict(names)}


def printable(copy: Mapping[str, Any], sha256: str, setting: Setting) -> str:
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
        _two_columns((_label(words, key), value) for key, value in facts.items() if value),
        f"<h2>{escape(_label(words, 'checks'))}</h2>",
        _checks(copy, setting),
        f"<h2>{escape(_label(words, 'signatures'))}</h2>",
        _signatures(words),
        f"<p>SHA-256: {escape(sha256)}</p>",
    ]
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        f"<title>{escape(title)}</title><style>{_STYLE % {'hash': escape(sha256)}}</style>"
    )
    language = escape(setting.language)
    return f'<!doctype html>\n<html lang="{language}"><head>{head}</head>\n<body>{"\n".join(parts)}</body></html>\n'


def _checks(copy: Mapping[str, Any], setting: Setting) -> str:
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
    return _rows(headings, rows)


def _signatures(words: Words) -> str:
    cells = "".join(f"<td>{escape(_label(words, key))}</td>" for key in ("sign_firm", "sign_community"))
    return f'<table class="sign"><tr>{cells}</tr></table>'


def _by(copy: Mapping[str, Any], setting: Setting, at: str | None, by: str | None) -> str:
    return "" if at is None or by is None else f"{_time(setting, at)}, {copy['names'].get(by, by)}"


def _time(setting: Setting, at: str | None) -> str:
    if at is None:
        return ""
    return datetime.fromisoformat(at).astimezone(setting.zone).isoformat(" ", "seconds")[:19]


def _label(words: Words, key: str) -> str:
    return words.option("commissioning", key)


def _two_columns(rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><th>{escape(label)}</th><td>{_cell(value)}</td></tr>\n" for label, value in rows)
    return f'<table class="facts">{cells}</table>'


def _rows(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>"


def _cell(text: str) -> str:
    return escape(text).replace("\n", "<br>")
