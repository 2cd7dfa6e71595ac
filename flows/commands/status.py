"""`profitpools status`: what archive and warehouse hold, what is missing, what to do next."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from duckdb import DuckDBPyConnection

from extractors import extractor_version
from extractors.errors import QueryError
from flows import builds
from flows.settings import Settings
from warehouse import registry
from warehouse.archive.store import Archive
from warehouse.build.checks import idle
from warehouse.build.rebuild import read_build
from warehouse.query.connection import connect
from warehouse.query.connection import run as ask
from warehouse.registry import Registry

DESCRIPTION = """\
What the archive and the warehouse hold, whether the warehouse is current, which documents gave
nothing and why, what is in conflict or late, which reviews touch nothing, and which former builds
are kept. Exits 1 where documents of the archive are missing or damaged."""

EXAMPLES = """\
example:
  profitpools status
  profitpools status --deep      also reads every document, to see whether the disk has kept it"""

WITHOUT_FIGURES = """
    select
        coalesce(url, sha256),
        if(figures = 0 and refusals > 0,
            list_sort(map_keys(refusal_reasons)).array_to_string(', '), outcome)
    from mart.coverage
    where outcome not in ('figures', 'rates', 'second_opinion')
    order by all
"""

OPEN = "select count(*) from mart.conflict where holds and settled_by is null"
LATE = "select count(*), max(known_on)::date from mart.freshness where is_late"


def configure(parser: argparse.ArgumentParser) -> None:
    """Whether to read every document of the archive."""
    parser.add_argument(
        "--deep",
        action="store_true",
        help="read every document of the archive, and compare it with the hash that names it",
    )


def run(options: argparse.Namespace) -> int:
    """Print the state of the data folder; 1 where documents of the archive are damaged."""
    settings = Settings.of()
    book = registry.load(settings.overlay)
    lost = Archive(settings.home).lost(by_hash=options.deep)
    for topic, text in (*_archive(settings, lost), *_warehouse(settings, book)):
        sys.stdout.write(f"{topic:<10} {text}\n")
    return 1 if lost else 0


def _archive(settings: Settings, lost: Sequence[str]) -> Iterator[tuple[str, str]]:
    archive = Archive(settings.home)
    origins = archive.origins()
    documents = {origin.sha256 for origin in origins}
    waiting = len(archive.missing(extractor_version()))
    yield "home", str(settings.home)
    yield "archive", f"{len(documents):,} documents"
    for sha256 in lost:
        urls = ", ".join(sorted(one.url for one in origins if one.sha256 == sha256))
        yield "damaged", f"{sha256[:12]} of {urls}: run `profitpools refresh --recheck 36500`"
    if waiting:
        yield "", f"{waiting:,} not read yet by these readers: run `profitpools refresh`"


def _warehouse(settings: Settings, book: Registry) -> Iterator[tuple[str, str]]:
    if not settings.database.is_file():
        yield "warehouse", "none yet: run `profitpools refresh`"
        return
    try:
        last = read_build(settings.database)
    except QueryError as error:
        yield "warehouse", str(error)
        return
    is_current = builds.is_current(settings, book)
    behind = "" if is_current else "; not current: run `profitpools rebuild`"
    yield "warehouse", f"build {last.build_id}, {last.built_at:%Y-%m-%d %H:%M %Z}{behind}"
    yield "", f"{last.documents:,} documents, {last.figures:,} figures"
    yield "", f"content {last.content_hash}, registry {last.registry_hash}, code {last.code}"
    with connect(settings.database) as connection:
        for name, reason in ask(connection, WITHOUT_FIGURES).rows:
            yield "refused", f"{name}: {reason}"
        if is_current:  # a former build may not have these relations
            yield from _doubtful(connection)
            for line in idle(connection):
                yield "idle", line
    for path in sorted((settings.home / "builds").glob("*Z-*.duckdb"), reverse=True):
        yield "kept", path.stem


def _doubtful(connection: DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    [(conflicts,)] = ask(connection, OPEN).rows
    if conflicts:
        yield "conflicts", f"{conflicts} open: run `profitpools review list`"
    [(late, known_on)] = ask(connection, LATE).rows
    if late:
        told = 'profitpools sql "from mart.freshness where is_late"'
        yield "late", f"reports of {late} companies, as of {known_on}: run `{told}`"
