"""Integrity checks: archived bytes against their hashes, stored numbers against their documents."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from extractors import extractor_version
from extractors.errors import ArchiveError, BuildError, BusyError, PipelineError, QueryError
from flows import builds
from flows.reading import intake
from flows.reading.pool import cores
from flows.settings import Settings, code_version
from warehouse.archive.store import Archive
from warehouse.build import verification
from warehouse.build.database import Build, read_build
from warehouse.build.rebuild import whole_content
from warehouse.query.connection import connect
from warehouse.query.connection import run as ask
from warehouse.registry import registry

REOPENED = 20  # documents read again to compare their numbers

PLACES = """
    select locator, quote
    from raw.fact
    where document = $document
"""


@dataclass(frozen=True, slots=True)
class Checked:
    """How many documents, re-read documents and places were checked, and a line for each fault."""

    documents: int
    reopened: int
    places: int
    faults: tuple[str, ...]

    def __str__(self) -> str:
        """The counts as one line."""
        return (
            f"{self.documents:,} documents hashed, {self.places:,} numbers of {self.reopened:,} "
            f"documents looked up again, {len(self.faults):,} faults"
        )


def deep(settings: Settings, seed: int, count: int = REOPENED) -> Checked:
    """Hash every document and the warehouse, and read `count` documents again, drawn with `seed`.

    Each number of those must be at the place that the warehouse names, and the warehouse have what
    a whole build of the same inputs has: builds keep of each other what had no news. Raises
    ArchiveError where the origins cannot be read.
    """
    archive = settings.archive
    origins = archive.origins()
    faults = [*damaged(archive, archive.lost(by_hash=True))]
    places: list[int] = []
    try:
        last = read_build(settings.database)
        verification.whole(settings.database, last.content_hash, settings.memory_limit)
        for found, fault in _reopened(settings, last, seed, count):
            places.append(found)
            faults += [fault] if fault else []
        faults += _unlike_a_whole_build(settings, last)
    except (QueryError, BuildError) as error:
        to_do = "run `profitpools rebuild --accept-changes`, which writes it anew"
        faults.append(f"{error.where}: {error.what}; {to_do}")
    documents = len({origin.sha256 for origin in origins})
    return Checked(documents, len(places), sum(places), tuple(faults))


def _unlike_a_whole_build(settings: Settings, last: Build) -> Iterator[str]:
    """A line if a whole build of the same inputs has another content.

    None where the inputs changed since, or another process is building.
    """
    book = registry.load(settings.overlay)
    if not builds.is_current(settings, book):
        return
    try:
        found = whole_content(
            settings.home, book, archive=settings.archive, version=extractor_version(),
            code=code_version(), now=datetime.now(UTC), memory_limit=settings.memory_limit,
        )  # fmt: skip
    except BusyError:
        return
    if found != last.content_hash:
        what = f"its content {last.content_hash} is not that of a whole build, {found}"
        yield f"{settings.database}: {what}; run `profitpools rebuild --whole --accept-changes`"


def damaged(archive: Archive, lost: list[str]) -> Iterator[str]:
    """A line for each document that is missing or whose bytes do not match its hash."""
    origins = archive.origins() if lost else []
    for sha256 in lost:
        urls = ", ".join(sorted(one.url for one in origins if one.sha256 == sha256))
        yield f"{sha256[:12]} of {urls}: run `profitpools refresh --recheck 36500`"


def _reopened(
    settings: Settings, last: Build, seed: int, count: int
) -> Iterator[tuple[int, str | None]]:
    """Per sampled document: how many places hold the expected text, and a fault or None.

    Skipped where another extractor version made the build: its locators may differ.
    """
    if last.extractor_version != extractor_version():
        return
    with connect(settings.database) as con:
        known = [str(row[0]) for row in ask(con, "select sha256 from raw.document order by 1").rows]
        chosen = random.Random(seed).sample(known, min(count, len(known)))  # noqa: S311
        for sha256, outcome in intake.read_again(settings.archive, chosen, cores()):
            rows = ask(con, PLACES, {"document": sha256}).rows
            expected = {(str(place), quote) for place, quote in rows}
            if isinstance(outcome, ArchiveError):
                continue  # already reported as damaged
            if isinstance(outcome, PipelineError):
                yield 0, f"document {sha256[:12]}: {outcome.what}"
                continue
            found = {(str(fact.locator), fact.quote) for fact in outcome.facts}
            gone = len(expected - found)
            yield (
                len(expected & found),
                f"document {sha256[:12]}: {gone:,} numbers are not where the warehouse says"
                if gone else None,
            )  # fmt: skip
