"""How the steps of a refresh run: the protocol, and a runner that runs them in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from extractors.errors import FetchError
from flows.terminal.progress import Advance

R = TypeVar("R")
Show = Callable[[str, int], AbstractContextManager[Advance]]


@dataclass(frozen=True, slots=True)
class Step(Generic[R]):
    """A unit of work; `work` is given a function to call after each of its `size` parts.

    Work that asks a source raises FetchError; called again, it only asks for what is still missing.
    """

    name: str
    work: Callable[[Advance], R]
    size: int = 1


class Runner(Protocol):
    """Runs steps; `at_once` is how many steps that ask a source may run at the same time."""

    @property
    def at_once(self) -> int:
        """1 or more."""
        ...

    def book(self, service: str) -> None:
        """Wait until a request to a service ('sec.gov') is allowed, with all machines counted."""
        ...

    def ask(
        self, what: str, steps: Sequence[Step[R]], is_over: Callable[[object], bool]
    ) -> list[R | FetchError]:
        """The outcomes of steps that ask a source, in order: a result or the error.

        Each outcome is passed to `is_over`; once that returns true no further step begins, and the
        list is shorter than `steps`.
        """
        ...

    def work(self, what: str, steps: Sequence[Step[R]]) -> list[R]:
        """The results of steps that run one after another; raises what a step raises."""
        ...


@contextmanager
def silent(_what: str, _total: int) -> Iterator[Advance]:
    """No progress bar."""
    yield lambda: None


@dataclass(frozen=True, slots=True)
class InOrder:
    """Runs each step once, in order; `show` is the progress bar."""

    show: Show = silent
    at_once: int = 1

    def book(self, service: str) -> None:
        """Return at once: on one machine the client keeps to the limit by itself."""

    def ask(
        self, what: str, steps: Sequence[Step[R]], is_over: Callable[[object], bool]
    ) -> list[R | FetchError]:
        """See Runner."""
        outcomes: list[R | FetchError] = []
        with self.show(what, sum(step.size for step in steps)) as advance:
            for step in steps:
                try:
                    outcomes.append(step.work(advance))
                except FetchError as error:
                    outcomes.append(error)
                if is_over(outcomes[-1]):
                    break
        return outcomes

    def work(self, what: str, steps: Sequence[Step[R]]) -> list[R]:
        """See Runner."""
        with self.show(what, sum(step.size for step in steps)) as advance:
            return [step.work(advance) for step in steps]
