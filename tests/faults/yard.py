"""Where faults are tried: a faulty site, data folders of their own, and what an undisturbed one is."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast

from extractors.errors import BuildError, PipelineError
from flows import builds, steps
from flows.net.answer import Limits
from flows.net.client import Http
from flows.net.rate_limit import Clock
from flows.reading import intake
from flows.runner import InOrder
from flows.sample.server import SampleServer
from flows.settings import Settings
from flows.sources import edgar
from flows.sources.listing_cache import Listings
from flows.sources.web import Web
from tests.builders.place import NOW, Place
from tests.faults.site import COMPANIES, FaultySite
from warehouse import registry
from warehouse.archive.store import Archive
from warehouse.build import build_files, verification
from warehouse.build.database import read_build

HASTY = Limits(tries=2, size=1 << 20, seconds=1.0, silence=0.5)
PATIENT = Limits(tries=2, size=1 << 20)
Known = frozenset[tuple[str, str, str, str]]


@dataclass
class Yard(Place):
    """A data folder whose waiting costs no time; slow servers do, so that limits can be tight."""

    seconds: float = 1000.0 + 200 * 86_400  # all that the site publishes is out
    limits: Limits = field(default_factory=lambda: PATIENT)
    companies: Sequence[str] = COMPANIES
    since: date | None = None

    @contextmanager
    def web(self) -> Iterator[Web]:
        clock = Clock(self._monotonic, self.sleep, self.now, lambda: 0.5)
        with Http(
            self.home / "http", [], loopback=self.server.url, clock=clock, limits=self.limits
        ) as http:
            site = edgar.Site.at(self.server.url)
            yield Web(http, Listings(self.home / "listings", http), site)

    def _monotonic(self) -> float:
        return self.seconds + time.monotonic()

    def disturbed(self) -> None:
        """A refresh that may fail in any way that it says in a line; anything else is raised."""
        self.limits = HASTY
        try:
            self.pull(*self.companies, since=self.since)
        except PipelineError:
            pass
        finally:
            self.limits = PATIENT

    def refreshed(self, *, recheck: int = 0) -> list[str]:
        """A plain refresh, an hour later; what failed."""
        self.seconds += 3600
        pulled = self.pull(*self.companies, since=self.since, recheck=recheck)
        return [*map(str, pulled.failed), *map(str, pulled.rates.failed)]

    def known(self) -> Known:
        """What the archive holds: hash, address, time known and its basis; all bytes are whole."""
        archive = Archive(self.home)
        origins = archive.origins()
        for one in origins:
            archive.get(one.sha256)
        return frozenset(
            (one.sha256, one.url, one.known_at.isoformat(), one.known_at_basis) for one in origins
        )

    def built(self) -> str:
        """Read what is unread and build, unless the build is current; its content hash."""
        settings, book = Settings(self.home, None, months=0), registry.load()
        names = Archive(self.home).addresses()
        steps.read(settings, names, intake.ByFigures(names), InOrder(), lambda _line: None)
        if builds.is_current(settings, book):
            build_files.clear(self.home / "builds")
        else:
            builds.build(settings, book, now=NOW)
        try:
            last = read_build(settings.database)
            verification.whole(settings.database, last.content_hash)
        except BuildError:  # as `profitpools status --deep` finds
            builds.build(settings, book, now=NOW, accept=True)
        return read_build(settings.database).content_hash

    def strays(self) -> list[Path]:
        """Files that a killed or failed process left behind."""
        found = [one for one in self.home.rglob("*") if one.is_file()]
        return [
            one for one in found
            if "scratch" in one.parts or one.suffix in (".tmp", ".wal") or ".partial" in str(one)
        ]  # fmt: skip


@dataclass(frozen=True)
class Undisturbed:
    """What a refresh gives that nothing disturbs."""

    known: Known
    content_hash: str
    home: Path


@dataclass(frozen=True)
class Outcome:
    """How one try ended. lost: documents that are missing; wrong: those, or builds, that differ."""

    fault: str
    target: str
    lost: int = 0
    wrong: int = 0
    twice: int = 0
    notes: tuple[str, ...] = ()

    @property
    def is_recovered(self) -> bool:
        return not (self.lost or self.wrong or self.notes)


def yard(
    site: FaultySite, home: Path, companies: Sequence[str] = COMPANIES, since: date | None = None
) -> Yard:
    return Yard(cast("SampleServer", site), {}, home, companies=companies, since=since)


def undisturbed(
    site: FaultySite,
    home: Path,
    companies: Sequence[str] = COMPANIES,
    since: date | None = None,
) -> Undisturbed:
    place = yard(site, home, companies, since)
    place.pull(*companies, since=since)
    return Undisturbed(place.known(), place.built(), home)


def judged(
    fault: str,
    target: str,
    place: Yard,
    good: Undisturbed,
    failed: Sequence[str],
    *,
    is_built: bool,
    twice: int = 0,
) -> Outcome:
    """Compare a folder after its plain refresh with the undisturbed one."""
    known = place.known()
    notes = [*failed, *(f"left behind: {one.name}" for one in place.strays())]
    wrong = len(known - good.known)
    if is_built and place.built() != good.content_hash:
        wrong += 1
        notes.append("another content hash")
    return Outcome(fault, target, len(good.known - known), wrong, twice, tuple(notes))
