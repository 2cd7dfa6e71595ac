"""Labels of filings' own tags that no reader of their print can give: each must still disagree."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from extractors import Figure, extract
from extractors.language.part_names import plain
from tests.benchmarks.stripped import stripped

PATH = Path(__file__).with_name("silver_exceptions.csv")
COLUMNS = ("metric", "segment", "period_end", "period_type")
Label = tuple[str, ...]


def exceptions() -> dict[str, list[Label]]:
    """Labels by the name of their filing."""
    found = defaultdict(list)
    for row in csv.DictReader(PATH.read_text(encoding="utf-8").splitlines()):
        assert row["reason"], row
        found[row["document"]].append(tuple(row[column] for column in COLUMNS))
    return found


def values(figures: tuple[Figure, ...]) -> dict[Label, set[str]]:
    found = defaultdict(set)
    for f in figures:
        if (f.kind, f.basis) == ("actual", "gaap"):
            part = plain(f.segment) if f.segment else ""
            found[f.metric, part, str(f.period.end), f.period_type].add(f"{f.value:f}")
    return found


def test_no_label_is_listed_twice():
    listed = [(name, *label) for name, labels in exceptions().items() for label in labels]
    assert len(listed) == len(set(listed))


@pytest.mark.bench
@pytest.mark.parametrize("name", exceptions())
def test_each_label_is_tagged_and_still_not_what_is_printed(shared: Path, name: str):
    data = next((shared / "corpus/silver").glob(f"{name}.htm*")).read_bytes()
    tagged, printed = values(extract(data).figures), values(extract(stripped(data)).figures)
    for label in exceptions()[name]:
        assert label in tagged, label
        assert printed.get(label) != tagged[label], label
