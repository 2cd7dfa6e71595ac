"""The table of docs/reliability.md: a row for each kind of fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.faults.yard import Outcome

HEAD = ("fault", "tried", "recovered", "lost", "wrong", "fetched twice")
_PLACE = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- end of table -->)", re.DOTALL)


@dataclass(frozen=True)
class Row:
    """What came of all tries of a fault: counts."""

    fault: str
    tried: int
    recovered: int
    lost: int
    wrong: int
    twice: int


def rows(outcomes: Sequence[Outcome]) -> list[Row]:
    """One for each fault, in the order in which they were tried."""
    by_fault: dict[str, list[Outcome]] = {}
    for one in outcomes:
        by_fault.setdefault(one.fault, []).append(one)
    return [
        Row(
            fault, len(tries), sum(one.is_recovered for one in tries),
            sum(one.lost for one in tries), sum(one.wrong for one in tries),
            sum(one.twice for one in tries),
        )
        for fault, tries in by_fault.items()
    ]  # fmt: skip


def table(of: Iterable[Row]) -> list[str]:
    """The rows as lines of Markdown, with their sum."""
    lines = [f"| {' | '.join(HEAD)} |", "|---|" + "--:|" * (len(HEAD) - 1)]
    sums = [0] * (len(HEAD) - 1)
    for row in of:
        counts = (row.tried, row.recovered, row.lost, row.wrong, row.twice)
        sums = [before + count for before, count in zip(sums, counts, strict=True)]
        lines.append(_line(row.fault, counts))
    return [*lines, _line("all", sums)]


def written(page: str, lines: Sequence[str]) -> str:
    """The page with the table in its place."""
    text = "\n".join(lines) + "\n"
    return _PLACE.sub(lambda _found: text, page)


def _line(name: str, counts: Sequence[int]) -> str:
    return f"| {name} | {' | '.join(f'{count:,}' for count in counts)} |"
