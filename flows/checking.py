"""Whether what is kept is still what came: the archive by its hashes, the warehouse, its places."""

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
from warehouse.build.rebuild import Build, read_build, verify
from warehouse.query.connection import connect
from warehouse.query.connection import run as ask

REOPENED = 20  # documents whose numbers are looked up again

PLACES = """
    select locator, quote
    from raw.fact
    where document = $document
"""


@dataclass(frozen=True, slots=True)
class Checked:
    """How much was looked at, and a line on each thing that is not as it was."""

    documents: int
    reopened: int
    places: int
    faults: tuple[str, ...]

    def __str__(self) -> str:
        """One line."""
        return (
            f"{self.documents:,} documents hashed, {self.places:,} numbers of {self.reopened:,} "
            f"documents looked up again, {len(self.faults):,} faults"
        )


def deep(settings: Settings, seed: int, count: int = REOPENED) -> Checked:
    """Hash every document and the warehouse; read `count` documents again, chosen by `seed`.

    Each number of those must stand where the warehouse says. Raises ArchiveError where origins
    cannot be read.
    """
    archive = Archive(settings.home)
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
    """A line on each document that is missing or not as it came."""
    origins = archive.origins() if lost else []
    for sha256 in lost:
        urls = ", ".join(sorted(one.url for one in origins if one.sha256 == sha256))
        yield f"{sha256[:12]} of {urls}: run `profitpools refresh --recheck 36500`"


def _reopened(
    settings: Settings, last: Build, seed: int, count: int
) -> Iterator[tuple[int, str | None]]:
    """How many places of each chosen document hold what they should, and what is wrong, if it is.

    None are looked up where other readers made the build: they may name places otherwise.
    """
    if last.extractor_version != extractor_version():
        return
    with connect(settings.database) as con:
        known = [str(row[0]) for row in ask(con, "select sha256 from raw.document order by 1").rows]
        chosen = random.Random(seed).sample(known, min(count, len(known)))  # noqa: S311
        for sha256, outcome in intake.read_again(settings.home, chosen, cores()):
            rows = ask(con, PLACES, {"document": sha256}).rows
            told = {(str(place), quote) for place, quote in rows}
            if isinstance(outcome, ArchiveError):
                continue  # told already, as damaged
            if isinstance(outcome, PipelineError):
                yield 0, f"document {sha256[:12]}: {outcome.what}"
                continue
            found = {(str(fact.locator), fact.quote) for fact in outcome.facts}
            gone = len(told - found)
            yield (
                len(told & found),
                f"document {sha256[:12]}: {gone:,} numbers are not where the warehouse says"
                if gone else None,
            )  # fmt: skip
