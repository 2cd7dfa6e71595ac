"""A sample site that a test may change, a data folder, and a client whose waiting costs none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from extractors.model import Origin
from flows import steps
from flows.net.answer import Limits
from flows.net.client import Http
from flows.net.rate_limit import Clock
from flows.outcomes import PullResult, RefreshRequest
from flows.runner import InOrder
from flows.sample.server import SampleServer
from flows.sample.site import Page, build
from flows.sample.tables import load
from flows.sources import edgar
from flows.sources.listing_cache import Listings
from flows.sources.web import Web
from warehouse import registry
from warehouse.archive.store import Archive

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
SITE = build(load())


@dataclass
class Place:
    """A sample site that a test may change, a data folder, and a client whose waiting costs none."""

    server: SampleServer
    pages: dict[str, Page]
    home: Path
    seconds: float = 1000.0
    size: int = 1 << 20  # bytes that a body may have

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds - 1000)

    @contextmanager
    def web(self) -> Iterator[Web]:
        clock = Clock(lambda: self.seconds, self.sleep, self.now, lambda: 0.5)
        limits = Limits(tries=2, size=self.size)
        with Http(
            self.home / "http", [], loopback=self.server.url, clock=clock, limits=limits
        ) as http:
            site = edgar.Site.at(self.server.url)
            yield Web(http, Listings(self.home / "listings", http), site)

    def pull(
        self,
        *companies: str,
        overlay: Path | None = None,
        recheck: int = 0,
        since: date | None = None,
    ) -> PullResult:
        site = self.server.url
        request = RefreshRequest(companies, since=since, sample=site, recheck=recheck)
        book = registry.load(overlay)
        return steps.pull(request, self.archive, book, NOW, self.web, InOrder())

    @property
    def archive(self) -> Archive:
        return Archive(self.home)

    def origins(self, path: str) -> list[Origin]:
        return [one for one in self.archive.origins() if one.url == self.server.url + path]


@contextmanager
def served(folder: Path) -> Iterator[Place]:
    """The whole sample site, without a limit of requests, and a data folder in `folder`."""
    pages = dict(SITE)
    with SampleServer(pages, limit=100_000) as server:
        yield Place(server, pages, folder / "data")
