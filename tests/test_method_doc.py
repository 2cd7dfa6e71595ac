"""docs/method.md: each query gives, on the sample, the answer that is printed below it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.flows.conftest import Command, sample

__all__ = ["sample"]
TEXT = (Path(__file__).parents[1] / "docs/method.md").read_text(encoding="utf-8")
ANSWERED = re.findall(r"```sql\n(.*?)```\n\n```text\n(.*?)```", TEXT, re.S)


def test_every_query_has_its_answer() -> None:
    assert len(ANSWERED) == TEXT.count("```sql") == 9


@pytest.mark.parametrize(("query", "answer"), ANSWERED)
def test_its_answer(sample: Command, query: str, answer: str) -> None:
    done = sample("sql", query)
    assert (done.code, done.out) == (0, answer), done.err
