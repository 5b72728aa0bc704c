"""Pages for printing: A4, black on white, complete in themselves, everything escaped. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from html import escape
from typing import Final

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
tr { break-inside: avoid; } table.facts th { width: 45mm; }
"""


@dataclass(frozen=True, slots=True)
class Setting[W]:
    """In which words and at which clock a page speaks: `language` as HTML names it, times in `zone`."""

    language: str
    words: W
    zone: tzinfo
    zone_name: str


def document(title: str, parts: Iterable[str], *, sha256: str, language: str, style: str) -> str:
    """Return `parts` (HTML) as one document; `sha256` stands at the foot of each sheet, `style` is its own."""
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        f"<title>{escape(title)}</title><style>{_STYLE % {'hash': escape(sha256)}}{style}</style>"
    )
    body = "\n".join(parts)
    return f'<!doctype html>\n<html lang="{escape(language)}"><head>{head}</head>\n<body>{body}</body></html>\n'


def two_columns(rows: Iterable[tuple[str, str]]) -> str:
    """Return a table of what things are called, and what they are."""
    cells = "".join(f"<tr><th>{escape(label)}</th><td>{_cell(value)}</td></tr>\n" for label, value in rows)
    return f'<table class="facts">{cells}</table>'


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], kind: str) -> str:
    """Return a table with headings; `kind` is its class."""
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
    return f'<table class="{kind}"><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>'


def _cell(text: str) -> str:
    return escape(text).replace("\n", "<br>")
