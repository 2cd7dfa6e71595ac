"""`profitpools status`: what archive and warehouse hold, what is missing, what to do next."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from duckdb import DuckDBPyConnection

from extractors import extractor_version
from extractors.errors import QueryError
from flows import builds, checking
from flows.settings import Settings
from warehouse import registry
from warehouse.build.checks import idle
from warehouse.build.database import read_build
from warehouse.query.connection import connect
from warehouse.query.connection import run as ask
from warehouse.registry import Registry

DESCRIPTION = """\
What the archive and the warehouse hold, the last runs and what failed in them, whether the
warehouse is current, which documents gave nothing and why, what is in conflict or late against the
day on which it was expected, which reviews touch nothing, and which former builds are kept. A line
that begins with ! needs a person, and then the exit code is 1: documents that are missing or
damaged, a run that failed or never ended, conflicts that hold figures back, reports that are late.
"""

EXAMPLES = """\
example:
  profitpools status
  profitpools status --deep      also hashes archive and warehouse, and looks numbers up again"""

WITHOUT_FIGURES = """
    select
        coalesce(url, sha256),
        if(figures = 0 and refusals > 0,
            list_sort(map_keys(refusal_reasons)).array_to_string(', '), outcome)
    from mart.coverage
    where outcome not in ('figures', 'rates', 'monthly_revenue', 'second_opinion')
    order by all
"""

OPEN = "select count(*) from mart.conflict where holds and settled_by is null"
LATE = """
    select coalesce(ticker, company_id), last_form, last_period_end, expected_by
    from mart.freshness
    where expected_by < $today::date
    order by expected_by, company_id
"""
COVERED = """
    select count(distinct company_id), count(*), sum(figures)::bigint
    from mart.coverage
    where outcome = 'figures'
"""
NEEDED = "!"  # marks lines that need a person to act
LAST, SHOWN = 5, 10  # runs listed; lines listed of each kind
LONGEST = timedelta(days=1)  # a run recorded as running for longer was killed


def configure(parser: argparse.ArgumentParser) -> None:
    """--deep: verify every document of the archive too."""
    parser.add_argument(
        "--deep",
        action="store_true",
        help="hash every document and the warehouse, and read some documents again, to see whether "
        "their numbers stand where the warehouse says",
    )


def run(options: argparse.Namespace) -> int:
    """Print the state of the data folder; 1 where something needs a person to act."""
    settings = Settings.of()
    book = registry.load(settings.overlay)
    needed = False
    for topic, text in _lines(settings, book, is_deep=options.deep):
        needed = needed or topic.startswith(NEEDED)
        sys.stdout.write(f"{topic:<10} {text}\n")
    return int(needed)


def _lines(settings: Settings, book: Registry, *, is_deep: bool) -> Iterator[tuple[str, str]]:
    yield from _archive(settings)
    if is_deep:
        found = checking.deep(settings, datetime.now(UTC).toordinal())
        yield "checked", str(found)
        for fault in found.faults:
            yield f"{NEEDED} damaged", fault
    else:
        archive = settings.archive
        for line in checking.damaged(archive, archive.lost()):
            yield f"{NEEDED} damaged", line
    yield from _runs(settings)
    yield from _warehouse(settings, book)


def _archive(settings: Settings) -> Iterator[tuple[str, str]]:
    archive = settings.archive
    documents = archive.addresses()
    waiting = len(archive.missing(extractor_version()))
    yield "home", str(settings.home)
    place = f" in {settings.bucket}" if settings.bucket else ""
    yield "archive", f"{len(documents):,} documents{place}"
    if waiting:
        yield "", f"{waiting:,} not read yet by these readers: run `profitpools refresh`"


def _runs(settings: Settings) -> Iterator[tuple[str, str]]:
    """The last runs, newest first, and what failed in the last run of each flow."""
    recorded = settings.archive.runs()
    now = datetime.now(UTC)
    last = {run.flow: run for run in recorded}
    for run in sorted(recorded, key=lambda one: one.started, reverse=True)[:LAST]:
        is_hung = run.ended is None and now - run.started > LONGEST
        is_bad = run == last[run.flow] and (run.outcome == "failed" or is_hung)
        outcome = "never ended" if is_hung else run.outcome
        line = f"{run.started:%Y-%m-%d %H:%M %Z} {run.flow} {outcome}"
        yield f"{NEEDED} run" if is_bad else "run", f"{line}: {run.detail}" if run.detail else line
    for run in last.values():
        failed = [one.detail for one in run.outcomes if one.outcome == "failed"]
        for line in failed[:SHOWN]:
            yield f"{NEEDED} failed", line
        if len(failed) > SHOWN:
            query = f"from raw.run_outcome where run_id = '{run.run_id}'"
            yield f"{NEEDED} failed", f'and {len(failed) - SHOWN:,} more: profitpools sql "{query}"'


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
        if is_current:  # a build by older code may lack these relations
            yield from _doubtful(connection)
            for line in idle(connection):
                yield "idle", line
    for path in sorted((settings.home / "builds").glob("*Z-*.duckdb"), reverse=True):
        yield "kept", path.stem


def _doubtful(connection: DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    [(conflicts,)] = ask(connection, OPEN).rows
    if conflicts:
        yield f"{NEEDED} conflict", f"{conflicts} open: run `profitpools review list`"
    late = ask(connection, LATE, {"today": datetime.now(UTC).date()}).rows
    for ticker, form, period, expected in late[:SHOWN]:
        yield (
            f"{NEEDED} late",
            f"{ticker}: after the {form} of {period} a report was due by {expected}",
        )
    if len(late) > SHOWN:
        command = 'profitpools sql "from mart.freshness where expected_by < current_date"'
        yield f"{NEEDED} late", f"and {len(late) - SHOWN:,} more: run `{command}`"
    [(companies, documents, figures)] = ask(connection, COVERED).rows
    yield "covered", f"{companies:,} companies: {documents:,} documents with {figures:,} figures"
