"""The kinds of tables that are drawn: their heads, and what stands in each of their columns."""

from __future__ import annotations

from dataclasses import dataclass

NOW, BEFORE = "Q 2025-06-30", "Q 2024-06-30"
HALF, HALF_BEFORE = "H1 2025-06-30", "H1 2024-06-30"


@dataclass(frozen=True, slots=True)
class Column:
    """What the numbers of a column are.

    how   'own' (an amount), 'sum' (of the columns since the last sum), 'adjustment' (no figure),
          'share' (percent of the revenue in the column before), 'change' and 'growth' (of the
          first two columns)
    """

    period: str = NOW
    part: str | None = None
    basis: str = "gaap"
    how: str = "own"


@dataclass(frozen=True, slots=True)
class Kind:
    """A table: `heads` in the notation of `drawn.Drawn.table`, `title` above it."""

    name: str
    heads: str
    columns: tuple[Column, ...]
    title: str = "Results"


DATED = "Results for the Three Months Ended June 30, 2025"
BRIDGE = (
    Column(),
    Column(how="adjustment"),
    Column(how="adjustment"),
    Column(basis="non_gaap", how="sum"),
)
QUARTERS_AND_HALVES = (Column(), Column(BEFORE), Column(HALF), Column(HALF_BEFORE))


def parts(period: str, *names: str) -> tuple[Column, ...]:
    """Columns of parts, and of their total."""
    return (*(Column(period, name) for name in names), Column(period, how="sum"))


KINDS = (
    Kind(
        "periods",
        " | Three Months Ended~2\n | June 30, 2025 | June 30, 2024",
        (Column(), Column(BEFORE)),
    ),
    Kind(
        "periods, the earlier first",
        " | Three Months Ended~2\n | June 30, 2024 | June 30, 2025",
        (Column(BEFORE), Column()),
    ),
    Kind(
        "spans in one line",
        " | Three Months Ended June 30,~2 | Six Months Ended June 30,~2\n"
        " | 2025 | 2024 | 2025 | 2024",
        QUARTERS_AND_HALVES,
    ),
    Kind(
        "spans in two lines",
        " | Three Months Ended~2 | Six Months Ended~2\n | June 30,~2 | June 30,~2\n"
        " | 2025 | 2024 | 2025 | 2024",
        QUARTERS_AND_HALVES,
    ),
    Kind(
        "bases over periods",
        " | GAAP~2 | Non-GAAP~2\n | Q2 2025 | Q2 2024 | Q2 2025 | Q2 2024",
        tuple(
            Column(when, basis=basis) for basis in ("gaap", "non_gaap") for when in (NOW, BEFORE)
        ),
    ),
    Kind(
        "periods over bases",
        " | Q2 2025~2 | Q2 2024~2\n | GAAP | Non-GAAP | GAAP | Non-GAAP",
        tuple(
            Column(when, basis=basis) for when in (NOW, BEFORE) for basis in ("gaap", "non_gaap")
        ),
    ),
    Kind(
        "parts",
        " | Cloud | Devices | Other | Total",
        parts(NOW, "Cloud", "Devices", "Other"),
        DATED,
    ),
    Kind(
        "parts under periods",
        " | Three Months Ended June 30, 2025~3 | Three Months Ended June 30, 2024~3\n"
        " | Cloud | Devices | Total | Cloud | Devices | Total",
        (*parts(NOW, "Cloud", "Devices"), *parts(BEFORE, "Cloud", "Devices")),
    ),
    Kind(
        "shares of revenue",
        " | Q2 2025 | % of revenue | Q2 2024 | % of revenue",
        (Column(), Column(how="share"), Column(BEFORE), Column(BEFORE, how="share")),
    ),
    Kind(
        "changes",
        " | Three Months Ended June 30,~2\n | 2025 | 2024 | Change | % Change",
        (Column(), Column(BEFORE), Column(how="change"), Column(how="growth")),
    ),
    Kind(
        "a bridge",
        " | Three Months Ended June 30, 2025~4\n | GAAP | SBC | Other | Non-GAAP",
        BRIDGE,
    ),
    Kind(
        "a bridge whose heads wrap",
        " | As Reported | Stock-based | Restructuring | Non-GAAP\n"
        " | (GAAP) | Compensation | and Other | Results",
        BRIDGE,
        DATED,
    ),
)
