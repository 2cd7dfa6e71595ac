"""A refresh as steps: the one orchestration behind the command and the flow.

A `Runner` decides how steps run: in order (flows.runner), or as Prefect tasks (flows.tasks). Which
sources to ask, when to give up, what counts as failed and what is printed is decided here. The
steps that ask no source are in flows.archive_steps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from flows import builds, discovery
from flows.archive_steps import Tell, built, read
from flows.discovery import OpenWeb
from flows.outcomes import PullResult, Refreshed, RefreshRequest
from flows.reading import intake
from flows.runner import Runner, Step
from flows.settings import Settings
from flows.sources import feeds as sources
from flows.sources import fetch, inbox, monthly_revenue, rates
from flows.sources.feeds import Feed
from flows.sources.fetch import FetchRequest, FetchResult
from flows.sources.offers import may_help, without_repeats
from flows.sources.web import open_web as web_of
from flows.terminal.progress import Advance
from warehouse.archive.store import Archive
from warehouse.build import build_files
from warehouse.build.database import BuildReport
from warehouse.registry.registry import Registry


def refresh(
    request: RefreshRequest,
    settings: Settings,
    registry: Registry,
    now: datetime,
    runner: Runner,
    tell: Tell,
) -> Refreshed:
    """Fetch, read, and build if anything changed; failures are in the result, the rest is done.

    Raises FetchError where nothing could begin, RegistryError, ArchiveError, BuildError.
    """
    taken = _deliver if request.folder else _from_sources
    done = taken(request, settings, registry, now, runner, tell)
    if builds.is_current(settings, registry):
        build_files.clear(settings.home / "builds")
        return done

    def build() -> BuildReport | None:
        """The build, or None where another process has made it already."""
        if builds.is_current(settings, registry):
            return None
        return builds.build(settings, registry, now=now)

    report = built(build, settings, runner, tell)
    if report:
        tell(builds.summary(report))
        if report.whole_because is not None:
            done = replace(done, summary=f"{done.summary}; {builds.why_whole(report)}")
    return done


def _from_sources(
    request: RefreshRequest,
    settings: Settings,
    registry: Registry,
    now: datetime,
    runner: Runner,
    tell: Tell,
) -> Refreshed:
    archive = settings.archive
    open_web = partial(web_of, settings, registry, request.sample, request.rate, tell, runner.book)
    pulled = pull(request, archive, registry, now, open_web, runner)
    names = archive.addresses()
    keys, reading = read(settings, names, intake.ByFigures(names), runner, tell)
    summary = "; ".join((str(pulled), rates.summary(pulled.rates), _read(reading)))
    tell(summary)
    for line in pulled.left_out:
        tell(line)
    if pulled.unasked and not request.companies:
        who = ", ".join(pulled.unasked)
        tell(f"not asked for, without a CIK or a list of reports in the registry: {who}")
    failed = (*pulled.failed, *pulled.rates.failed, *reading.failed)
    return Refreshed(summary, keys, reading, reading.refused, failed)


def _deliver(
    request: RefreshRequest,
    settings: Settings,
    registry: Registry,
    now: datetime,
    runner: Runner,
    tell: Tell,
) -> Refreshed:
    """Take in a folder's documents; refusals are printed, since a person put the files there."""
    folder, archive = Path(request.folder or ""), settings.archive
    step = Step("deliver", lambda _advance: inbox.deliver(folder, archive, registry, now))
    (delivery,) = runner.work("delivering", [step])
    names = {sha256: row.file for sha256, row in delivery.rows.items()}
    keys, reading = read(settings, names, intake.ByManifest(delivery.rows, registry), runner, tell)
    refused = tuple(delivery.all_refused(reading.refused))
    for one in refused:
        tell(str(one))
    summary = _delivered(delivery, reading, len(refused))
    tell(summary)
    return Refreshed(summary, keys, reading, refused, reading.failed)


def pull(
    request: RefreshRequest,
    archive: Archive,
    registry: Registry,
    now: datetime,
    open_web: OpenWeb,
    runner: Runner,
) -> PullResult:
    """Fetch what is new into the archive; one company's failure does not stop the others.

    Raises FetchError where nothing could begin, RegistryError, ArchiveError.
    """
    with open_web() as web:
        # Concurrent steps each need their own client; otherwise one client reuses connections.
        opened: OpenWeb = open_web if runner.at_once > 1 else lambda: nullcontext(web)
        every = discovery.list_feeds(request, web, registry)
        feeds = [feed for feed in every if feed.kind not in web.lacks]
        current = discovery.look(feeds, request, web)
        left_out = (*sources.left_out(every, web), *discovery.told(current))
        requests, failed = discovery.discover(feeds, current, request, archive, now, opened, runner)
        fetches = [_documents(feed, wanted, archive, opened) for feed, wanted in requests.items()]
        rated = _rates(
            rates.files(registry, request.first_day(now), now, request.sample), archive, opened
        )
        monthly = _monthly(
            monthly_revenue.files(registry, feeds, request.sample), registry, archive, opened
        )
        asked = (*fetches, monthly, rated) if monthly.left else (*fetches, rated)
        runner.ask("fetching", [one.step() for one in asked], lambda _outcome: False)
    documents = sum((one.result for one in (*fetches, monthly)), FetchResult())
    unasked = () if request.sample else tuple(sources.unasked(registry))
    everything = without_repeats((*failed, *documents.failed))
    return PullResult(len(feeds), documents, everything, rated.result, unasked, left_out)


@dataclass(slots=True)
class _Fetch:
    """Fetches the documents at the addresses `left`; a second run retries those worth retrying."""

    name: str
    left: tuple[str, ...]
    fetch: Callable[[frozenset[str], Advance], FetchResult]
    size: int = 0
    result: FetchResult = field(default_factory=FetchResult)

    def step(self) -> Step[FetchResult]:
        """The fetch as a step of a runner."""
        return Step(self.name, self.run, self.size)

    def run(self, advance: Advance) -> FetchResult:
        """Fetch what is left. Raises FetchError where a retry may help; `result` has the rest."""
        self.result = self.result.then(self.fetch(frozenset(self.left), advance))
        self.left = self.result.retry
        for error in filter(may_help, self.result.failed):
            raise error
        return self.result


def _documents(
    feed: Feed, requests: Sequence[FetchRequest], archive: Archive, open_web: OpenWeb
) -> _Fetch:
    def run(left: frozenset[str], advance: Advance) -> FetchResult:
        """Fetch the documents among the feed's requests whose address is in `left`."""
        wanted = [one for one in requests if one.offer.url in left]
        with open_web() as web:
            return fetch.fetch(feed, wanted, web, archive, advance)

    urls = tuple(one.offer.url for one in requests)
    return _Fetch(f"fetch {feed.company_id}", urls, run, len(requests))


def _rates(files: Sequence[rates.File], archive: Archive, open_web: OpenWeb) -> _Fetch:
    def run(left: frozenset[str], _advance: Advance) -> FetchResult:
        """Fetch the files of exchange rates whose address is in `left`."""
        with open_web() as web:
            return rates.pull([file for file in files if file.url in left], web, archive)

    return _Fetch("fetch exchange rates", tuple(file.url for file in files), run)


def _monthly(
    urls: tuple[str, ...], registry: Registry, archive: Archive, open_web: OpenWeb
) -> _Fetch:
    codes = monthly_revenue.codes_of(registry)

    def run(left: frozenset[str], _advance: Advance) -> FetchResult:
        with open_web() as web:
            return monthly_revenue.pull([url for url in urls if url in left], codes, web, archive)

    return _Fetch("fetch revenue of the month", urls, run)


def _read(reading: intake.Reading) -> str:
    reasons = intake.counted(reading.refused)
    return f"{reading.read:,} read" + (f", of which without figures: {reasons}" if reasons else "")


def _delivered(delivery: inbox.Delivery, reading: intake.Reading, refused: int) -> str:
    if not (delivery.new or reading.read or reading.failed):
        return f"inbox: nothing new among {delivery.files} files"
    return (
        f"inbox: {delivery.files} files, {delivery.new} new; {reading.read} read, "
        f"{refused} refused, {len(reading.failed)} failed"
    )
