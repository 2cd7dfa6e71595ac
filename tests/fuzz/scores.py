"""What many layouts come to, kind by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.fuzz.layouts import Trial


@dataclass(frozen=True, slots=True)
class Score:
    """One kind of table: layouts drawn, figures said, figures found, layouts with a wrong one."""

    kind: str
    layouts: int
    said: int
    found: int
    wrong: int

    @property
    def recall(self) -> float:
        """Found among all that are said."""
        return self.found / max(1, self.said)


def scores(trials: Iterable[Trial]) -> list[Score]:
    """Each kind that was drawn, by name."""
    kinds: dict[str, list[Trial]] = defaultdict(list)
    for one in trials:
        kinds[one.kind.name].append(one)
    return [_score(kind, same) for kind, same in sorted(kinds.items())]


def _score(kind: str, trials: list[Trial]) -> Score:
    return Score(
        kind,
        len(trials),
        sum(len(one.said) for one in trials),
        sum(one.found for one in trials),
        sum(bool(one.wrong) for one in trials),
    )


def merged(rows: Iterable[Score]) -> list[Score]:
    """Those of the same kind as one, by name."""
    kinds: dict[str, list[Score]] = defaultdict(list)
    for row in rows:
        kinds[row.kind].append(row)
    return [together(same, kind) for kind, same in sorted(kinds.items())]


def together(rows: Iterable[Score], name: str = "together") -> Score:
    """All of them as one."""
    rows = list(rows)
    return Score(
        name,
        sum(row.layouts for row in rows),
        sum(row.said for row in rows),
        sum(row.found for row in rows),
        sum(row.wrong for row in rows),
    )


def table(rows: list[Score]) -> Iterator[str]:
    """The lines of a Markdown table, the sum last."""
    rows = [*rows, together(rows)]
    width = max(len(row.kind) for row in rows)
    yield f"| {'kind':{width}} | layouts | figures | recall | layouts with a wrong one |"
    yield f"|{'-' * (width + 2)}|--------:|--------:|-------:|-------------------------:|"
    for row in rows:
        yield (
            f"| {row.kind:{width}} | {row.layouts:7} | {row.said:7} | {row.recall:6.1%} "
            f"| {row.wrong:24} |"
        )
