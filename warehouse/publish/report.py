"""The report: a folder of HTML pages about a build that a browser opens from disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, groupby
from pathlib import Path

import duckdb

from extractors.errors import ExportError
from warehouse.disk.folder import whole
from warehouse.excerpts.crops import crops
from warehouse.excerpts.pictures import Draw, Fetch, Keep, pictures
from warehouse.pages.companies import companies_page, company_pages
from warehouse.pages.feed import PATH, Entry, entries
from warehouse.pages.layers import layer_pages
from warehouse.pages.links import Links
from warehouse.pages.listings import listings
from warehouse.pages.numbers import Pictures, numbers_pages
from warehouse.pages.overview import overview
from warehouse.pages.panels import Page, as_csv
from warehouse.pages.review import refused_places, review_page, rival_ids
from warehouse.pages.segments import segment_pages
from warehouse.pages.site import STYLE, Build, feed_of, html_of, html_of_numbers, style
from warehouse.publish.since import Since, panels, verdicts
from warehouse.query.derived import company_numbers
from warehouse.query.evidence import Audit, Place
from warehouse.query.leaves import places_of
from warehouse.query.pool_audit import pools

MARK = ".profit-pools-report"
"""A file that says that a folder is a report of ours, which a new one may replace."""
CROPS = "audit/crops"
CHANGES = "changes.html"
_LEAVES = "select distinct figure_id from mart.profit_pool_lineage"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: pages, numbers with an address of their own, files and their bytes."""

    pages: int
    numbers: int
    files: int
    bytes: int


def report(
    con: duckdb.DuckDBPyConnection, folder: Path, fetch: Fetch | None = None, draw: Draw = crops,
    since: Since | None = None,
) -> Written:  # fmt: skip
    """Write the report of the build that `con` is open on, all or nothing.

    With `fetch`, which returns a document's bytes, the places of all figures behind the pools are
    shown as printed, those of PDFs by `draw`. `since`: what differs from the build before; the page
    of changes begins with it, and the feed has the changed verdicts. An earlier report at `folder`
    is replaced, anything else never. Raises ExportError, QueryError, OSError.
    """
    build = build_of(con)
    numbers = 0
    with whole(folder, _check) as place:
        (place / MARK).write_text("A report of profitpools.\n", encoding="utf-8")
        _write(place, STYLE, style())
        links = Links.of(con)
        rivals = places_of(con, rival_ids(con))
        show = partial(_shown, fetch=fetch, draw=draw)
        told = chain(refused_places(con), *rivals.values())
        shown = show(told, keep=partial(_keep, place, "audit/"))
        for page in (*_pages(con, links, since), review_page(con, links, rivals, shown)):
            csv = _data(place, page)
            _write(place, page.path, html_of(page, build, csv))
        _write(place, PATH, feed_of(_entries(con, links, since)))
        leaves = {str(one) for (one,) in con.execute(_LEAVES).fetchall()}
        for group in _numbers(con):
            numbers += len(group)
            leaf_places = (
                where for one in group if one.figure_id in leaves for where in one.places
            )
            shown = show(leaf_places, keep=partial(_keep, place, "../"))
            for one in numbers_pages(group, links, shown):
                _write(place, one.path, html_of_numbers(one, build))
        paths = [path for path in place.rglob("*") if path.is_file()]
        pages = sum(path.suffix == ".html" for path in paths)
        return Written(pages, numbers, len(paths), sum(path.stat().st_size for path in paths))


def _shown(places: Iterable[Place], *, fetch: Fetch | None, keep: Keep, draw: Draw) -> Pictures:
    """The places as printed, if documents can be fetched."""
    found = pictures(places, fetch, keep, draw) if fetch else {}
    return {where: picture.markup for where, picture in found.items()}


def _keep(place: Path, root: str, name: str, png: bytes) -> str:
    """Store a picture beside the audit pages; `root` leads from a page to their folder."""
    path = place / CROPS / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png)
    return f"{root}{path.parent.name}/{name}"


def build_of(con: duckdb.DuckDBPyConnection) -> Build:
    """The build that `con` is open on."""
    [(name, known, documents)] = con.execute(
        "select build_id, known_on, documents from mart.build"
    ).fetchall()
    return Build(str(name), f"{known:%Y-%m-%d}" if known else "the day of its last document",
                 f"{documents:,}")  # fmt: skip


def _pages(con: duckdb.DuckDBPyConnection, links: Links, since: Since | None) -> Iterator[Page]:
    yield overview(con, links)
    yield from layer_pages(con, links)
    yield companies_page(con, links.on("companies/index.html"))
    yield from company_pages(con, links)
    yield from segment_pages(con, links)
    for page in listings(con, links):
        if since and page.path == CHANGES:
            yield replace(page, panels=(*panels(since, links), *page.panels))
        else:
            yield page


def _entries(con: duckdb.DuckDBPyConnection, links: Links, since: Since | None) -> list[Entry]:
    news = entries(con, links)
    if since is None:
        return [*news]
    [(built_at,)] = con.execute("select built_at from mart.build").fetchall()
    return [*verdicts(since, built_at), *news]


def _numbers(con: duckdb.DuckDBPyConnection) -> Iterator[list[Audit]]:
    """All numbers, a group for each company and each calendar year, which share pages."""
    companies = con.execute(
        "select distinct company_id from stg.current_figure where company_id is not null order by 1"
    ).fetchall()
    for (company,) in companies:
        yield company_numbers(con, company)
    periods = con.execute("select distinct calendar_period from mart.profit_pool order by 1")
    for _, year in groupby((str(one) for (one,) in periods.fetchall()), key=lambda one: one[:4]):
        numbers = []
        for period in year:
            found = pools(con, period)
            members = chain.from_iterable(found.members.values())
            # what there is no value of has its reason in the cell, and leads nowhere
            numbers += [one for one in (*found.numbers.values(), *members) if one.value is not None]
        yield numbers


def _data(place: Path, page: Page) -> dict[str, str]:
    """Write each panel's CSV; returns their paths."""
    stem = page.path.removesuffix(".html").replace("/", "-")
    paths = {panel.name: f"data/{stem}-{panel.name}.csv" for panel in page.panels}
    for panel in page.panels:
        _write(place, paths[panel.name], as_csv(panel.answer))
    return paths


def _write(place: Path, name: str, text: str) -> None:
    path = place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _check(folder: Path) -> None:
    """Raises ExportError where `folder` holds something other than a report."""
    if folder.is_file():
        raise ExportError("a file stands there", str(folder), "name another folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise ExportError(
            "is not empty and no report of ours", str(folder), "name another folder, or empty it"
        )
