"""Trials of wrong answers at what tells of all companies at once: EDGAR's feed, EDINET's lists."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from tests.builders.site import Answer
from tests.faults import edinet
from tests.faults.answering import disturbed
from tests.faults.answers import FAULTS, concerns
from tests.faults.site import FEED, JAPAN, PAGES, FaultySite
from tests.faults.yard import Outcome, undisturbed, yard
from tests.flows.sources.test_current_filings import EVERYONE, filed

OF_FEED = "each of these ways at EDGAR's feed of filings, as one came"
OF_JAPAN = "each of these ways at Japan's regulator"
SINCE = date(2026, 9, 21)


def trials(site: FaultySite, folder: Path) -> Iterator[Outcome]:
    """One answer of each fault at each of these pages; the last one of each is built as well."""
    yield from _of_feed(site, folder / "feed")
    yield from _of_japan(site, folder / "japan")


def _of_feed(site: FaultySite, folder: Path) -> Iterator[Outcome]:
    """Three companies are known, and the feed; one of them files; then the feed is wrong."""
    known = folder / "known"
    undisturbed(site, known, EVERYONE)
    place = yard(site, known, EVERYONE)
    place.pages = dict(PAGES)
    filed(place)
    site.pages = place.pages
    try:
        good = undisturbed(site, folder / "good", EVERYONE)
        for number, (fault, answer, is_last) in enumerate(_answers(FEED)):
            home = folder / str(number)
            shutil.copytree(known, home)
            site.faults[FEED] = answer
            after = yard(site, home, EVERYONE)
            after.seconds += 1800
            yield disturbed(site, good, after, OF_FEED, fault, is_built=is_last)
    finally:
        site.pages = PAGES


def _of_japan(site: FaultySite, folder: Path) -> Iterator[Outcome]:
    companies = (edinet.COMPANY,)
    good = undisturbed(site, folder / "good", companies, SINCE)
    for name, path in JAPAN.items():
        for number, (fault, answer, is_last) in enumerate(_answers(path)):
            site.faults[path] = answer
            place = yard(site, folder / f"{name} {number}", companies, SINCE)
            target = f"{name}: {fault}"
            yield disturbed(site, good, place, OF_JAPAN, target, is_built=is_last)


def _answers(path: str) -> Iterator[tuple[str, Answer, bool]]:
    """Of each fault that concerns a page its first answer, and whether it is the last of them."""
    wanted: Mapping[str, Answer] = {
        fault: answers[0](path) for fault, answers in FAULTS.items() if concerns(fault, path)
    }
    for number, (fault, answer) in enumerate(wanted.items(), start=1):
        yield fault, answer, number == len(wanted)
