"""The steps of a refresh or rebuild as Prefect tasks, with retries and parallel companies.

Where several machines refresh, a global concurrency limit of Prefect keeps all of them together
within what SEC allows: `prefect gcl create sec --limit 8 --slot-decay-per-second 8`.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar, cast
from uuid import UUID

from prefect import task
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.concurrency.sync import rate_limit
from prefect.exceptions import ObjectNotFound
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from extractors.errors import FetchError, PipelineError
from flows.runner import Step
from flows.sources.offers import may_help

R = TypeVar("R")

RESTS = [60.0, 300.0]  # seconds before each retry; SEC refuses for ten minutes
SEC, SEC_LIMIT = "sec.gov", "sec"
"""The service, and the name of the limit that all machines share where Prefect's server has it."""
AT_ONCE = 4  # companies at a time; they share one limit of requests per second
POOL = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=AT_ONCE))


class OneLine(logging.Filter):
    """Drops tracebacks of our own errors from logs: their message says what, where, what to do."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Strip the traceback from a PipelineError's record; always true."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, PipelineError):
            record.msg, record.args = f"{type(error).__name__}: {error}", ()
            record.exc_info = record.exc_text = None
        return True


for _name in ("prefect.flow_runs", "prefect.task_runs"):
    logging.getLogger(_name).addFilter(OneLine())


def _advance() -> None:
    """Prefect shows its own progress."""


def _should_retry(_task: object, _run: object, state: Any) -> bool:
    return may_help(state.result(raise_on_failure=False))


@task(
    task_run_name="{name}",
    retries=len(RESTS),
    retry_delay_seconds=RESTS,
    retry_condition_fn=_should_retry,
    cache_policy=NO_CACHE,
)
def _ask(name: str, work: Callable[..., Any]) -> Any:
    """A step that asks a source."""
    return work(_advance)


@task(task_run_name="{name}", cache_policy=NO_CACHE)
def _work(name: str, work: Callable[..., Any]) -> Any:
    """A step without network."""
    return work(_advance)


class AsTasks:
    """Runs steps as tasks of the current flow; see flows.runner.Runner."""

    at_once = AT_ONCE

    def book(self, service: str) -> None:
        """Wait for a slot of the limit shared by all machines, where Prefect has one."""
        if service == SEC and self._is_limited:
            rate_limit(SEC_LIMIT)

    @cached_property
    def _is_limited(self) -> bool:
        with get_client(sync_client=True) as client:
            try:
                client.read_global_concurrency_limit_by_name(SEC_LIMIT)
            except ObjectNotFound:
                return False
        return True

    def ask(
        self, what: str, steps: Sequence[Step[R]], is_over: Callable[[object], bool]
    ) -> list[R | FetchError]:
        """Run at most AT_ONCE steps at a time, retrying each where that may help."""
        outcomes: list[R | FetchError] = []
        running: deque[PrefectFuture[Any]] = deque()
        advance = _progress(what, len(steps))
        for step in steps:
            if len(running) == AT_ONCE:
                outcome = _outcome(running.popleft())
                outcomes.append(outcome)
                advance()
                if is_over(outcome):
                    break
            running.append(_ask.submit(step.name, step.work))
        for future in running:
            outcomes.append(_outcome(future))
            advance()
        return outcomes

    def work(self, what: str, steps: Sequence[Step[R]]) -> list[R]:
        """Run the steps one after another, each once."""
        advance, results = _progress(what, len(steps)), []
        for step in steps:
            results.append(cast(R, _work(step.name, step.work)))
            advance()
        return results


def _progress(what: str, total: int) -> Callable[[], None]:
    """A progress artifact of the flow run, if there is more than one step; call it after each."""
    if total < 2:
        return _advance
    described = f"{what}: {total:,} steps"
    artifact = cast("UUID", create_progress_artifact(0.0, key=what, description=described))
    done = 0

    def advance() -> None:
        """Count one step as done."""
        nonlocal done
        done += 1
        update_progress_artifact(artifact, 100.0 * done / total)

    return advance


def _outcome(future: PrefectFuture[Any]) -> Any:
    """The task's result, or the error of its last try."""
    try:
        return future.result()
    except FetchError as error:
        return error
