"""The rules of a refresh that hold for the command and the flow: retries, and giving up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pytest

from extractors.errors import FetchError
from flows import steps
from flows.net.client import MissingError, UnreachableError
from flows.net.rate_limit import RateLimitedError, RestingError
from flows.outcomes import PullResult, RefreshRequest
from flows.runner import InOrder, Runner, Step
from flows.sample.site import HTML, Page
from flows.sources.fetch import FetchResult
from flows.sources.offers import Patience, may_help
from tests.builders.place import NOW, SITE, Place
from warehouse import registry

R = TypeVar("R")
RELEASE = "/Archives/edgar/data/1045810/000104581025000021/q4fy25pr.htm"
ANNUAL = "/Archives/edgar/data/1018724/000101872425000004/amzn-20241231.htm"


@dataclass(frozen=True, slots=True)
class WithRetries:
    """Tries each step three times, as the flow does; `between` is called before each further try."""

    between: Callable[[], None]
    at_once: int = 1

    def book(self, service: str) -> None:
        pass

    def ask(
        self, what: str, steps: Sequence[Step[R]], is_over: Callable[[object], bool]
    ) -> list[R | FetchError]:
        return InOrder().ask(what, [Step(one.name, self._thrice(one)) for one in steps], is_over)

    def work(self, what: str, steps: Sequence[Step[R]]) -> list[R]:
        return InOrder().work(what, steps)

    def _thrice(self, step: Step[R]) -> Callable[[Callable[[], None]], R]:
        def work(advance: Callable[[], None]) -> R:
            for _ in range(2):
                try:
                    return step.work(advance)
                except FetchError as error:
                    if not may_help(error):
                        raise
                self.between()
            return step.work(advance)

        return work


def pull(place: Place, runner: Runner, *companies: str) -> PullResult:
    request = RefreshRequest(companies, sample=place.server.url, recheck=0)
    return steps.pull(request, place.archive, registry.load(), NOW, place.web, runner)


def test_a_missing_document_is_not_asked_for_again(place: Place) -> None:
    del place.pages[RELEASE]
    place.pages[ANNUAL] = Page(b"", HTML, status=500)

    tries: list[int] = []

    def mend() -> None:
        tries.append(place.server.counters.statuses.get("404", 0))
        place.pages[ANNUAL] = SITE[ANNUAL]

    pulled = pull(place, WithRetries(mend), "AMZN", "NVDA")
    assert tries == [0]  # Amazon's is fetched before NVIDIA's is found missing
    assert place.server.counters.statuses["404"] == 1
    assert [str(error) for error in pulled.failed] == [
        f"{place.server.url}{RELEASE}: 404: no such document; see whether it has moved"
    ]
    assert pulled.documents.new == 26  # Amazon's eight, NVIDIA's nineteen but one
    assert place.origins(ANNUAL)


def test_a_missing_document_beside_one_that_fails_is_asked_for_once(place: Place) -> None:
    folder = "/Archives/edgar/data/1045810/"
    first, second = [path for path in SITE if path.startswith(folder) and "pr.htm" in path][:2]
    del place.pages[first]
    place.pages[second] = Page(b"", HTML, status=500)
    pulled = pull(place, WithRetries(lambda: None), "NVDA")
    assert place.server.counters.statuses["404"] == 1
    assert place.server.counters.statuses["500"] == 6  # three times the two tries of the client
    assert sorted(str(error).split(": ")[1] for error in pulled.failed) == [
        "404", "500 from the server, 2 times in a row; see whether the site is up, and run again later",
    ]  # fmt: skip


def test_a_site_that_refuses_three_companies_in_a_row_is_left_alone_with_retries(
    place: Place,
) -> None:
    for path in place.pages:
        if path.startswith("/submissions/"):
            place.pages[path] = Page(b"", HTML, status=403)
    pulled = pull(place, WithRetries(lambda: None), "AMZN", "PLTR", "MSFT", "META", "NVDA")
    assert len(pulled.failed) == 4
    assert str(pulled.failed[-1]).endswith("2 more companies were not asked about; run again later")


def test_a_site_that_asks_for_a_long_rest_is_told_once_and_left_alone(place: Place) -> None:
    for path in place.pages:
        if path.startswith("/Archives/edgar/data/1045810/") and "pr.htm" in path:
            place.pages[path] = Page(b"", HTML, status=429, headers=(("Retry-After", "99999999"),))
    pulled = pull(place, InOrder(), "NVDA", "AMZN", "PLTR")
    assert place.server.counters.statuses["429"] == 1
    lines = [str(error) for error in pulled.failed]
    assert [line for line in lines if "rest" in line] == [lines[0]]
    assert "429 from the server, which asks us to rest for 99,999,999 s; run again" in lines[0]
    assert [line.partition(": ")[2].partition("; ")[0] for line in lines[1:]] == [
        "15 more documents of nvidia were not asked for",
        "7 more documents of amazon were not asked for",
        "1 more documents of palantir were not asked for",
    ]


@pytest.mark.parametrize(
    ("outcomes", "ends"),
    [
        ("rrr", [False, False, True]),
        ("rr.rrr", [False, False, False, False, False, True]),
        ("rrmrr", [False] * 5),
        ("ru.uuu", [False, False, False, False, False, True]),
        (".z", [False, True]),
    ],
)
def test_patience_ends_with_three_refusals_in_a_row(outcomes: str, ends: list[bool]) -> None:
    errors = {
        "r": RateLimitedError("403", "x"), "m": MissingError("404", "x"), ".": None,
        "u": UnreachableError("no such host", "x"), "z": RestingError("asks us to rest", "x"),
    }  # fmt: skip
    patience = Patience()
    assert [patience.is_over(errors[one]) for one in outcomes] == ends


def test_a_second_try_replaces_the_errors_that_it_was_to_help() -> None:
    missing, broken = MissingError("404", "a"), FetchError("500", "b")
    first = FetchResult(new=1, failed=(missing, broken), retry=("b",))
    assert first.then(FetchResult(new=1)) == FetchResult(new=2, failed=(missing,))
    assert first.then(FetchResult(failed=(broken,), retry=("b",))) == first
