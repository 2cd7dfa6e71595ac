"""The common HTML of all pages: title, notice, sources; and plain tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import groupby

from flows.sample.filings import sources
from flows.sample.statements import Line, Table
from flows.sample.tables import Row
from flows.sample.wording import NOTICE, day, length_name

STYLE = (
    "body{font:15px/1.5 Georgia,serif;max-width:62em;margin:2em auto;padding:0 1em;color:#1b1b1b}"
    "table{border-collapse:collapse;margin:1em 0}td,th{padding:.15em .9em;text-align:right}"
    "td:first-child,th:first-child{text-align:left}thead th{border-bottom:1px solid #777}"
    "h1{font-size:1.6em}h2{font-size:1.2em}.total td{border-top:1px solid #777;font-weight:bold}"
    ".notice{background:#fff3cd;border:1px solid #d3a300;padding:.6em 1em}"
    ".sources,.small{font-size:.85em;color:#444}"
)


def page(title: str, body: Iterable[str], rows: Sequence[Row] = (), extra: str = "") -> bytes:
    """An HTML 5 page with the notice on top and the sources of `rows` at its end."""
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
        notice(),
        f"<h1>{escape(title)}</h1>",
        *body,
        source_list(rows) if rows else "",
        extra,
        "</body></html>",
    ]
    return ("\n".join(part for part in parts if part) + "\n").encode()


def notice() -> str:
    """The box that declares the page a facsimile."""
    return f'<p class="notice">{escape(NOTICE)}</p>'


def source_list(rows: Sequence[Row]) -> str:
    """The addresses of the figures on the page."""
    links = "".join(f"<li>{escape(url)}</li>" for url in sources(rows))
    return f'<div class="sources"><h2>Sources</h2><ul>{links}</ul></div>'


def paragraph(text: str) -> str:
    """One paragraph of plain text."""
    return f"<p>{escape(text)}</p>"


def bullets(lines: Iterable[str]) -> str:
    """A list, or nothing for no lines."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def table(shown: Table, note: str, write: Callable[[Row | None, Line, int], str]) -> str:
    """A heading, the note on units, and the table; `write` fills the cell of a line's column."""
    rows = [_heads(shown)]
    for line in shown.lines:
        kind = ' class="total"' if line.caption.startswith("Total ") else ""
        cells = "".join(
            f"<td>{write(row, line, place)}</td>" for place, row in enumerate(line.cells)
        )
        rows.append(f"<tr{kind}><td>{escape(line.caption)}</td>{cells}</tr>")
    return (
        f'<h2>{escape(shown.title)}</h2>\n<p class="small">{escape(note)}</p>\n'
        f"<table>\n{chr(10).join(rows)}\n</table>"
    )


def _heads(shown: Table) -> str:
    """Two header rows: 'Three Months Ended' over its columns, and the last day over each."""
    over = "".join(
        f'<th colspan="{len(list(group))}">{name}</th>'
        for name, group in groupby(shown.columns, length_name)
    )
    days = "".join(f"<th>{day(period.end)}</th>" for period in shown.columns)
    return f"<thead><tr><th></th>{over}</tr>\n<tr><th></th>{days}</tr></thead>"
