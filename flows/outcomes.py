"""What a refresh is asked to do and what came of it: the values that its steps take and return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from extractors.errors import FetchError, PipelineError
from flows.reading import intake
from flows.sources import fetch
from flows.sources.attachments import Refused
from flows.sources.fetch import FetchResult
from warehouse.archive.runs import Outcome

YEARS = 2  # whole years before this one, asked of EDGAR where no first day is given


@dataclass(frozen=True, slots=True)
class RefreshRequest:
    """What a refresh is to take in.

    companies: any identifiers, none = all; since: first day of publication; recheck: days after
    publication in which documents are asked for again; sample: address of a sample site, asked
    instead of EDGAR; folder: documents to take instead of asking any source; rate: requests per
    second to the sample site.
    """

    companies: tuple[str, ...] = ()
    since: date | None = None
    recheck: int = fetch.RECHECKED
    sample: str | None = None
    folder: Path | None = None
    rate: float | None = None

    def first_day(self, now: datetime) -> date | None:
        """The first day of publication to ask for; None (all) for the sample site."""
        if self.since or self.sample:
            return self.since
        return date(now.year - YEARS, 1, 1)

    def recheck_from(self, now: datetime) -> date:
        """The first day of publication from which archived documents are asked for again."""
        return now.date() - timedelta(days=min(self.recheck, 36500)) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PullResult:
    """The result of asking all sources; exchange rates, which belong to no company, apart.

    feeds: how many were to be asked; unasked: companies of a layer that have no source; left_out: a
    line for each source not asked for lack of a key, or asked at greater length.
    """

    feeds: int
    documents: FetchResult
    failed: tuple[FetchError, ...]
    rates: FetchResult
    unasked: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The counts as one line."""
        named = ((self.documents.new, "new"), (self.documents.changed, "changed"))
        counts = [f"{times:,} {what}" for times, what in named if times] or ["nothing new"]
        counts += [f"{len(self.failed):,} failed"] if self.failed else []
        return f"{self.feeds:,} lists asked: {', '.join(counts)}"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The result of a refresh: its summary line, sha256 of the documents read, what went wrong."""

    summary: str
    documents: tuple[str, ...]
    reading: intake.Reading
    refused: tuple[Refused, ...]
    failed: tuple[PipelineError, ...]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What became of each document that was read, refused, or could not be fetched."""
        return (
            *(Outcome(sha256, "read") for sha256 in self.documents),
            *(Outcome(one.name, "refused", str(one)) for one in self.refused),
            *(Outcome(error.where, "failed", str(error)) for error in self.failed),
        )
