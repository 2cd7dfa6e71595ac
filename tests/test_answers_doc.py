"""Pages of questions: each query gives, on the sample, the answer that is printed below it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from tests.flows.conftest import Command, sample
from warehouse.registry.registry import load

__all__ = ["sample"]
pytestmark = pytest.mark.slow  # the whole sample site is read for it
DOCS = Path(__file__).parents[1] / "docs"
QUERIES = {"method.md": 11, "questions.md": 25, "who-keeps-the-profit.md": 9}
"""Page: how many queries it has, each with its answer."""
_ANSWERED = re.compile(r"```sql\n(.*?)```\n\n```text\n(.*?)```", re.S)
_NUMBER = re.compile(r"\d+\.\d+(?= |%)")


def text(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


ANSWERED = [(page, *found) for page in QUERIES for found in _ANSWERED.findall(text(page))]


@pytest.mark.parametrize("page", QUERIES)
def test_every_query_has_its_answer(page: str) -> None:
    assert len(_ANSWERED.findall(text(page))) == text(page).count("```sql") == QUERIES[page]


@pytest.mark.parametrize(("page", "query", "answer"), ANSWERED)
def test_its_answer(sample: Command, page: str, query: str, answer: str) -> None:
    done = sample("sql", query)
    assert (done.code, done.out) == (0, answer), (page, done.err)


def test_a_question_says_what_a_null_means() -> None:
    parts = text("questions.md").split("\n## ")[1:]
    assert len(parts) == 25
    assert all(part.rstrip().splitlines()[-1].startswith("A NULL: ") for part in parts)


def test_a_number_in_the_text_stands_in_an_answer() -> None:
    page = text("who-keeps-the-profit.md")
    answers = " ".join(answer for _, answer in _ANSWERED.findall(page))
    told = _NUMBER.findall(re.sub(r"```.*?```", "", page, flags=re.S))
    assert len(told) > 20
    there = set(re.findall(r"[\d.]+", answers))
    assert [number for number in told if number not in there] == []


def test_the_rows_that_divide_a_company_take_the_place_of_the_packaged_one(tmp_path: Path) -> None:
    (rows,) = re.findall(r"```csv\n(.*?)```", text("method.md"), re.S)
    (tmp_path / "segments.csv").write_text(rows, encoding="utf-8")
    of_oracle = {
        row["layer"]: row["weight"]
        for row in load(tmp_path).tables["segments"].records()
        if row["company_id"] == "oracle"
    }
    assert of_oracle == {"cloud": "0.6416", "software": "0.3584"}
    assert round(Decimal(4769) / 13307, 4) == Decimal("0.3584")
