"""Trials of wrong answers: each fault at each kind of page, once during a refresh."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.faults.answers import FAULTS, concerns
from tests.faults.site import REGULATORS, TARGETS, FaultySite
from tests.faults.yard import Outcome, Undisturbed, Yard, judged, yard


def trials(site: FaultySite, good: Undisturbed, folder: Path) -> Iterator[Outcome]:
    """Every fault at every page that it concerns, one of each kind at regulators' pages.

    The last try of each kind is built as well.
    """
    for fault, answers in FAULTS.items():
        wanted = [
            (name, path, answer)
            for name, path in TARGETS.items()
            if concerns(fault, path)
            for answer in answers
        ] + [(name, path, answers[0]) for name, path in REGULATORS.items() if concerns(fault, path)]
        for number, (name, path, answer) in enumerate(wanted, start=1):
            home = folder / f"{len(list(folder.iterdir()))}"
            is_built = number == len(wanted)
            site.faults[path] = answer(path)
            yield tried(site, good, home, fault, name, is_built=is_built)


def tried(
    site: FaultySite, good: Undisturbed, home: Path, fault: str, target: str, *, is_built: bool
) -> Outcome:
    """A refresh while the site's faults are there, then a plain one."""
    return disturbed(site, good, yard(site, home), fault, target, is_built=is_built)


def disturbed(
    site: FaultySite, good: Undisturbed, place: Yard, fault: str, target: str, *, is_built: bool
) -> Outcome:
    """The same of a place that may be of other companies, or know something already."""
    site.given.clear()
    place.disturbed()
    site.faults.clear()
    failed = place.refreshed()
    twice = sum(times - 1 for times in site.given.values())
    return judged(fault, target, place, good, failed, is_built=is_built, twice=twice)
