"""What differs from the build before: panels of the page of changes, and entries of the feed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from pathlib import Path

from warehouse.build.diff import Change, ClaimChange, What, diff, diff_claims
from warehouse.pages.cells import Cell, in_unit, plain, words
from warehouse.pages.feed import Entry, stamp
from warehouse.pages.links import Links
from warehouse.pages.panels import Panel, Table
from warehouse.query.connection import Answer

SHOWN = 300
"""Figures that the page lists; the command and the CSV have all."""
_ORDER: tuple[What, ...] = ("changed", "vanished", "appeared")


_NONE = Cell("–")


@dataclass(frozen=True, slots=True)
class Since:
    """Figures and claims that differ from an earlier build; build_id: the earlier one's name."""

    build_id: str
    figures: Sequence[Change]
    claims: Sequence[ClaimChange]

    @classmethod
    def of(cls, former: Path, now: Path, memory_limit: int | None = None) -> Since:
        """Compare two database files. Raises QueryError where one cannot be compared."""
        return cls(
            former.stem, diff(former, now, memory_limit), diff_claims(former, now, memory_limit)
        )


def panels(since: Since, links: Links) -> tuple[Panel, Panel]:
    """The claims with another verdict or value, and the figures, since the build before."""
    return _claims(since), _figures(since, links)


def verdicts(since: Since, built_at: datetime) -> list[Entry]:
    """An entry of the feed for each claim whose verdict changed."""
    return [
        Entry(
            f"urn:profit-pools:verdict:{one.claim_id}:{since.build_id}", f"claim: {one.claim}",
            stamp(built_at), f"{one.old_verdict or 'not asked'} → {one.new_verdict or 'not asked'}",
            "claims.html",
        )
        for one in since.claims if one.old_verdict != one.new_verdict
    ]  # fmt: skip


def _claims(since: Since) -> Panel:
    rows = tuple(
        (
            Cell(one.claim, "claims.html", kind="w"),
            plain(one.old_verdict), plain(one.new_verdict),
            in_unit(one.old_found, one.unit, None, one.old_reason),
            in_unit(one.new_found, one.unit, None, one.new_reason),
        )
        for one in since.claims
    )  # fmt: skip
    return Panel(
        "since-claims", "Claims, since the build before",
        Table(("Claim", "Verdict before", "Verdict", "Found before", "Found"), rows),
        _answer(ClaimChange, since.claims),
        f"profitpools diff {since.build_id} --of claims",
        f"The build before is {since.build_id}.", is_open=True,
    )  # fmt: skip


def _figures(since: Since, links: Links) -> Panel:
    counts = Counter(one.what for one in since.figures)
    told = ", ".join(f"{counts[what]:,} {what}" for what in _ORDER)
    ordered = sorted(since.figures, key=lambda one: _ORDER.index(one.what))
    rows = tuple(
        (
            Cell(one.what),
            Cell(one.company_id, links.company(one.company_id)),
            plain(one.segment), words(one.metric), plain(one.basis), Cell(one.fiscal_label),
            _NONE if one.what == "appeared"
            else in_unit(one.old_value, one.unit, None, one.old_reason),
            _NONE if one.what == "vanished"
            else in_unit(one.new_value, one.unit, _address(one, links), one.new_reason),
        )
        for one in ordered[:SHOWN]
    )  # fmt: skip
    return Panel(
        "since-figures", "Figures, since the build before",
        Table(
            ("What", "Company", "Segment", "Metric", "Basis", "Period", "Before", "Now"), rows
        ),
        _answer(Change, since.figures),
        f"profitpools diff {since.build_id} --of figures",
        f"{told}. Listed: {len(rows):,}; the CSV has all." if rows else "No figure differs.",
        is_open=True,
    )  # fmt: skip


def _address(one: Change, links: Links) -> str | None:
    if one.new_value is None:
        return None
    return links.current(one.company_id, one.fiscal_label, one.figure_key)


def _answer(kind: type[Change | ClaimChange], rows: Sequence[Change | ClaimChange]) -> Answer:
    return Answer(tuple(one.name for one in fields(kind)), [astuple(one) for one in rows])
