"""Integrity checks: archived bytes against their hashes, stored numbers against their documents."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from extractors import extractor_version
from extractors.errors import ArchiveError, BuildError, PipelineError, QueryError
from flows.reading import intake
from flows.reading.pool import cores
from flows.settings import Settings
from warehouse.archive.store import Archive
from warehouse.build.database import Build, read_build, verify
from warehouse.query.connection import connect
from warehouse.query.connection import run as ask

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

    Each number of those must be at the place that the warehouse names. Raises ArchiveError where
    the origins cannot be read.
    """
    archive = settings.archive
    origins = archive.origins()
    faults = [*damaged(archive, archive.lost(by_hash=True))]
    places: list[int] = []
    try:
        last = read_build(settings.database)
        verify(settings.database, last, settings.memory_limit)
        for found, fault in _reopened(settings, last, seed, count):
            places.append(found)
            faults += [fault] if fault else []
    except (QueryError, BuildError) as error:
        to_do = "run `profitpools rebuild --accept-changes`, which writes it anew"
        faults.append(f"{error.where}: {error.what}; {to_do}")
    documents = len({origin.sha256 for origin in origins})
    return Checked(documents, len(places), sum(places), tuple(faults))


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
