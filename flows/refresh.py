"""The flow `refresh`: what is new at a source, into archive and warehouse, on a schedule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, wait
from prefect.runtime import flow_run, task_run
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from extractors.errors import FetchError, PipelineError
from flows import artifact
from flows.net.client import MissingError
from flows.reading import intake
from flows.reading.pool import cores
from flows.rebuild import rebuild
from flows.run_log import recorded
from flows.settings import Settings
from flows.sources import feeds as sources
from flows.sources import fetch as pulling
from flows.sources import inbox, rates
from flows.sources.feeds import Feed
from flows.sources.fetch import FetchRequest, FetchResult, Found
from flows.steps import Asked, feeds
from warehouse import registry
from warehouse.archive.store import Archive

Result = TypeVar("Result")

TRIES = 3
RESTS = [60.0, 300.0]  # seconds between them; SEC shuts out for ten minutes who asks too often
AT_ONCE = 4  # companies; the limit of requests a second is one for all


@task(cache_policy=NO_CACHE)
def list_feeds(asked: Asked) -> list[Feed]:
    """Whom to ask."""
    settings = Settings.of()
    book = registry.load(settings.overlay)
    with sources.web(settings, book, asked.sample) as web:
        return feeds(asked, web, book)


def _may_pass(error: object) -> bool:
    """Whether another try may help: not for what is not there."""
    return isinstance(error, FetchError) and not isinstance(error, MissingError)


@task(
    task_run_name="discover {feed.company_id}",
    retries=TRIES - 1,
    retry_delay_seconds=RESTS,
    retry_condition_fn=lambda _task, _run, state: _may_pass(state.result(raise_on_failure=False)),
    cache_policy=NO_CACHE,
)
def discover(feed: Feed, asked: Asked, now: datetime) -> Found:
    """What a company offers."""
    settings = Settings.of()
    with sources.web(settings, registry.load(settings.overlay), asked.sample) as web:
        return pulling.discover(feed, web, asked.first_day(now))


@task(
    task_run_name="fetch {feed.company_id}",
    retries=TRIES - 1,
    retry_delay_seconds=RESTS,
    cache_policy=NO_CACHE,
)
def fetch(feed: Feed, wants: Sequence[FetchRequest], asked: Asked) -> FetchResult:
    """A company's new documents into the archive; tries again what failed, then reports it."""
    settings = Settings.of()
    archive = Archive(settings.home)
    if task_run.run_count > 1:
        done = pulling.known(archive)
        wants = [want for want in wants if want.last or want.offer.url not in done]
    with sources.web(settings, registry.load(settings.overlay), asked.sample) as web:
        result = pulling.fetch(feed, wants, web, archive)
    if task_run.run_count < TRIES:
        for error in filter(_may_pass, result.failed):
            raise error
    return result


@task(retries=TRIES - 1, retry_delay_seconds=RESTS, cache_policy=NO_CACHE)
def fetch_rates(asked: Asked, now: datetime) -> FetchResult:
    """The exchange rates into the archive; tries again what failed, then reports it."""
    settings = Settings.of()
    book = registry.load(settings.overlay)
    files = rates.files(book, asked.first_day(now), now, asked.sample)
    with sources.web(settings, book, asked.sample) as web:
        result = rates.pull(files, web, Archive(settings.home))
    if task_run.run_count < TRIES:
        for error in filter(_may_pass, result.failed):
            raise error
    return result


@task(cache_policy=NO_CACHE)
def deliver(folder: str) -> inbox.Delivery:
    """Documents of the folder into the archive."""
    settings = Settings.of()
    book = registry.load(settings.overlay)
    return inbox.deliver(Path(folder), Archive(settings.home), book, datetime.now(UTC))


@task(cache_policy=NO_CACHE)
def read(keys: list[str], delivery: inbox.Delivery | None) -> intake.Reading:
    """One batch of archived documents into figures."""
    settings = Settings.of()
    names = intake.names(Archive(settings.home))
    judge = intake.by_figures(names)
    if delivery:
        judge = intake.by_manifest(delivery.rows, registry.load(settings.overlay))
    return intake.read_batch(settings.home, keys, names, judge, jobs=cores())


RUNNER = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=AT_ONCE))


@flow(task_runner=RUNNER)
def refresh(
    source: Literal["edgar", "sample", "inbox"] = "edgar",
    companies: list[str] | None = None,
    since: date | None = None,
    recheck: int = pulling.RECHECKED,
    site: str | None = None,
    folder: str | None = None,
) -> None:
    """Take in what is new at a source, read it, rebuild; fails when all is done, if any part did.

    Args:
        source: where documents come from: edgar, sample (a sample site on loopback) or inbox
        companies: these alone, by company_id, ticker, CIK or LEI; default all of the registry
        since: first day of publication; default the first day of the year before last
        recheck: days after publication for which a document is asked for again, in case it changed
        site: address of the sample site, for source sample
        folder: folder of documents, for source inbox
    """
    settings = Settings.of()
    with recorded(settings.home, "refresh", str(flow_run.id)) as note:
        asked = Asked(tuple(companies or ()), since, recheck, _sample(source, site))
        delivery = deliver(_folder(folder)) if source == "inbox" else None
        failed = [] if delivery else _pull(asked)
        batches = list(intake.unread(Archive(settings.home)))
        reading = sum((read(keys, delivery) for keys in batches), intake.Reading())
        failed += reading.failed
        refused = delivery.told(reading.refused) if delivery else list(reading.refused)
        for line in (*refused, *failed):
            get_run_logger().warning("%s", line)
        rebuild()
        note.detail = artifact.publish(
            settings, [key for keys in batches for key in keys], reading, refused, failed
        )
        if failed:
            what = f"{len(failed)} failed, all else is in the warehouse: "
            raise PipelineError(what + " | ".join(map(str, failed)))


def _pull(asked: Asked) -> list[PipelineError]:
    """Discover and fetch, a few companies at once, and the rates; gives what failed."""
    now = datetime.now(UTC)
    known = pulling.known(Archive(Settings.of().home))
    looked = [(feed, discover.submit(feed, asked, now)) for feed in list_feeds(asked)]
    failed: list[PipelineError] = []
    fetched: list[PrefectFuture[FetchResult]] = [fetch_rates.submit(asked, now)]
    for feed, future in looked:
        found = _outcome(future, failed)
        if found is None:
            continue
        failed += found.failed
        wants = pulling.wanted(found.offers, known, asked.recheck_from(now))
        if wants:
            fetched.append(fetch.submit(feed, wants, asked))
    wait(fetched)
    results = [result for future in fetched if (result := _outcome(future, failed)) is not None]
    return failed + [error for result in results for error in result.failed]


def _outcome(future: PrefectFuture[Result], failed: list[PipelineError]) -> Result | None:
    """What the task gave; None where it failed as tasks may, which `failed` then tells."""
    try:
        return future.result()
    except PipelineError as error:
        failed.append(error)
        return None


def _sample(source: str, site: str | None) -> str | None:
    if (source == "sample") != bool(site):
        raise FetchError("source sample and site go together", source, "give both or neither")
    return site


def _folder(folder: str | None) -> str:
    if not folder:
        raise FetchError("source inbox needs a folder", "inbox", "give one")
    return folder
