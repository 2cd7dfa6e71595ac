"""Tagged filings read without their tags: their own figures are the answers, and never run out.

    python -m tests.benchmarks.stripped FOLDER

The ix tags are removed in memory and the rest is read as plain HTML, as a release is; what the tags
say is the truth. Only what labels cover is compared: the lines of the whole company and of its
segments that a statement or a segment note prints.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from extractors import Figure, extract
from extractors.language.part_names import plain

WHOLE = frozenset(
    "revenue cost_of_revenue gross_profit research_and_development operating_income net_income "
    "depreciation_and_amortization capital_expenditures".split()
)
SEGMENTS = frozenset("revenue cost_of_revenue gross_profit operating_income".split())
SUBTRACTED = "no gross profit is printed"
"""Part of the rule of a figure that the reader of tags computes: no table prints it."""
HEADER = re.compile(rb"<ix:header\b.*?</ix:header\s*>", re.S | re.I)
TAG = re.compile(rb"</?ix:[^>]*>", re.I)
NAMESPACE = re.compile(rb"""\sxmlns:\w+\s*=\s*["']http://www\.xbrl\.org/[^"']*["']""")
Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """One document: how its figures without tags stand to those with tags.

    wrong, missed   keys, those that are wrong with both values
    extra           figures without a tagged one of their key: not judged
    """

    name: str
    found: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    extra: tuple[Figure, ...]

    @property
    def recall(self) -> float:
        """Found among all that are tagged."""
        return self.found / max(1, self.found + len(self.wrong) + len(self.missed))

    @property
    def wrong_rate(self) -> float:
        """Wrong among all that are given and can be judged."""
        return len(self.wrong) / max(1, self.found + len(self.wrong))


def stripped(data: bytes) -> bytes:
    """The filing as plain HTML: no ix element, no ix:header, no XBRL namespace; text unchanged."""
    return NAMESPACE.sub(b"", TAG.sub(b"", HEADER.sub(b"", data)))


def compare(name: str, data: bytes) -> Compared:
    """The filing without its tags against itself."""
    truth = {_key(f): f.value for f in extract(data).figures if _is_covered(f)}
    given: dict[Key, list[Figure]] = defaultdict(list)
    for figure in extract(stripped(data)).figures:
        if figure.kind == "actual":
            given[_key(figure)].append(figure)
    wrong, missed, found = [], [], 0
    for key, value in truth.items():
        values = {figure.value for figure in given.get(key, [])}
        if not values:
            missed.append(_shown(key))
        elif values == {value}:
            found += 1
        else:
            wrong.append(f"{_shown(key)}: {_listed(values)} is tagged {value:,f}")
    extra = tuple(f for key, same in given.items() if key not in truth for f in same)
    return Compared(name, found, tuple(wrong), tuple(missed), extra)


def _is_covered(figure: Figure) -> bool:
    if figure.kind != "actual" or SUBTRACTED in figure.rule:
        return False
    scope = {None: WHOLE, "segment": SEGMENTS}.get(figure.breakdown, frozenset())
    return figure.metric in scope


def _key(figure: Figure) -> Key:
    part = plain(figure.segment) if figure.segment else ""
    return figure.metric, part, figure.basis, figure.period.end.isoformat(), figure.period_type


def _shown(key: Key) -> str:
    return " ".join(part for part in key if part)


def _listed(values: Iterable[Decimal]) -> str:
    return " and ".join(f"{value:,f}" for value in sorted(values))


def total(rows: Iterable[Compared]) -> Compared:
    """All documents as one."""
    rows = list(rows)
    return Compared(
        "together",
        sum(row.found for row in rows),
        tuple(f"{row.name}: {one}" for row in rows for one in row.wrong),
        tuple(f"{row.name}: {one}" for row in rows for one in row.missed),
        tuple(one for row in rows for one in row.extra),
    )


def table(rows: list[Compared]) -> Iterator[str]:
    """The lines of a Markdown table, the sum last; then what is wrong, then what is missed."""
    width = max(len(row.name) for row in [*rows, total(rows)])
    yield f"| {'file':{width}} | found | wrong | missed | recall | extra |"
    yield f"|{'-' * (width + 2)}|------:|------:|-------:|-------:|------:|"
    for row in [*rows, total(rows)]:
        yield (
            f"| {row.name:{width}} | {row.found:5} | {len(row.wrong):5} | {len(row.missed):6} "
            f"| {row.recall:6.1%} | {len(row.extra):5} |"
        )
    yield from (f"wrong: {one}" for one in total(rows).wrong)
    yield from (f"missed: {one}" for one in total(rows).missed)


def main(folder: Path) -> None:
    """Print the table of all filings in `folder`."""
    rows = [compare(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
    print(*table(rows), sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
