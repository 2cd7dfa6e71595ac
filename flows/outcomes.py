"""What a refresh is asked for, and what came of it: the values that its steps take and give."""

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

YEARS = 2  # whole years before this one that EDGAR is asked for where no first day is given


@dataclass(frozen=True, slots=True)
class RefreshRequest:
    """What a refresh shall take in.

    companies: any identifiers, none = all; since: first day of publication; recheck: days after
    publication in which documents are asked for again; sample: address of a sample site, asked in
    place of EDGAR; folder: documents to take in place of asking any source; rate: requests per
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
    """What sources gave, over all companies; exchange rates, which are of no company, apart.

    feeds: how many were to be asked; unasked: companies of a layer that no source can be asked of;
    left_out: lines on what was not asked without a key, or asked at greater length.
    """

    feeds: int
    documents: FetchResult
    failed: tuple[FetchError, ...]
    rates: FetchResult
    unasked: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line."""
        named = ((self.documents.new, "new"), (self.documents.changed, "changed"))
        counts = [f"{times:,} {what}" for times, what in named if times] or ["nothing new"]
        counts += [f"{len(self.failed):,} failed"] if self.failed else []
        return f"{self.feeds:,} lists asked: {', '.join(counts)}"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The end of a refresh: its one-line summary, the sha256 of documents read, what went wrong."""

    summary: str
    documents: tuple[str, ...]
    reading: intake.Reading
    refused: tuple[Refused, ...]
    failed: tuple[PipelineError, ...]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What became of each document that was read, refused, or could not be had."""
        return (
            *(Outcome(sha256, "read") for sha256 in self.documents),
            *(Outcome(one.name, "refused", str(one)) for one in self.refused),
            *(Outcome(error.where, "failed", str(error)) for error in self.failed),
        )
