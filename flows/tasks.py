"""The steps of a refresh or rebuild as Prefect tasks, with retries and a few companies at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from extractors.errors import FetchError
from flows.runner import Step
from flows.sources.offers import may_help

R = TypeVar("R")

RESTS = [60.0, 300.0]  # seconds before each further try; SEC refuses for ten minutes
AT_ONCE = 4  # companies; the limit of requests per second is one for all
POOL = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=AT_ONCE))


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
    """One step that asks a source."""
    return work(_advance)


@task(task_run_name="{name}", cache_policy=NO_CACHE)
def _work(name: str, work: Callable[..., Any]) -> Any:
    """One step on this machine."""
    return work(_advance)


class AsTasks:
    """Runs steps as tasks of the flow in which it is used; see flows.runner.Runner."""

    at_once = AT_ONCE

    def ask(
        self, _what: str, steps: Sequence[Step[R]], is_over: Callable[[object], bool]
    ) -> list[R | FetchError]:
        """At most AT_ONCE at the same time, each tried again where that may help."""
        outcomes: list[R | FetchError] = []
        running: deque[PrefectFuture[Any]] = deque()
        for step in steps:
            if len(running) == AT_ONCE:
                outcome = _outcome(running.popleft())
                outcomes.append(outcome)
                if is_over(outcome):
                    break
            running.append(_ask.submit(step.name, step.work))
        outcomes.extend(_outcome(future) for future in running)
        return outcomes

    def work(self, _what: str, steps: Sequence[Step[R]]) -> list[R]:
        """One after another, each once."""
        return [cast(R, _work(step.name, step.work)) for step in steps]


def _outcome(future: PrefectFuture[Any]) -> Any:
    """What the task gave, or the error of its last try."""
    try:
        return future.result()
    except FetchError as error:
        return error
