"""A single page that audits one number: the tree down to its facts, and each place as printed."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from warehouse.excerpts.crops import crops
from warehouse.excerpts.pictures import Draw, Fetch, inline, pictures
from warehouse.pages.links import Links
from warehouse.pages.numbers import NumbersPage, article
from warehouse.pages.site import html_of_numbers
from warehouse.publish.report import build_of
from warehouse.query.evidence import Audit


def audit_page(
    con: duckdb.DuckDBPyConnection, root: Audit, fetch: Fetch, draw: Draw = crops
) -> str:
    """Self-contained HTML. `fetch` returns a document's bytes, `draw` pictures of PDF boxes.

    Raises QueryError, ArchiveError.
    """
    numbers = list({one.key: one for one in _tree(root)}.values())
    places = (place for one in numbers for place in one.places)
    found = pictures(places, fetch, inline, draw)
    shown = {where: picture.markup for where, picture in found.items()}
    links = Links({}, is_alone=True)
    articles = tuple(article(one, links, shown) for one in numbers)
    page = NumbersPage("audit.html", root.name.replace("_", " "), articles, ())
    return html_of_numbers(page, build_of(con), is_alone=True)


def _tree(one: Audit) -> Iterator[Audit]:
    """The number, its printed counterpart, and all that it is computed from, level by level."""
    level = [one]
    while level:
        yield from level
        level = [
            part
            for number in level
            for part in (*((number.printed,) if number.printed else ()), *number.operands)
        ]
