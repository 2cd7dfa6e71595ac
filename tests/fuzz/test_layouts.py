"""Six pages of each kind: nothing is read wrongly, and about as much is read as ever was."""

from __future__ import annotations

from functools import cache

import pytest

from tests.fuzz import processes
from tests.fuzz.__main__ import main
from tests.fuzz.columns import LINES
from tests.fuzz.kinds import KINDS
from tests.fuzz.layouts import Trial, trial
from tests.fuzz.scores import Score, merged, scores

COUNT = 6 * len(KINDS)
NOW = {
    "periods": 1.0,
    "periods, the earlier first": 1.0,
    "dates in two lines": 1.0,
    "spans in one line": 1.0,
    "spans in two lines": 1.0,
    "bases over periods": 0.91,
    "periods over bases": 0.91,
    "parts": 0.83,
    "parts under periods": 0.96,
    "shares of revenue": 1.0,
    "changes": 1.0,
    "a bridge": 0.91,
    "a bridge whose heads wrap": 0.91,
    "a statement": 1.0,
    "a statement with its costs in brackets": 1.0,
    "a statement and its shares of revenue": 0.95,
    "a translation beside the currency": 1.0,
    "nine quarters": 1.0,
    "income of owners and minorities": 1.0,
    "adjusted lines below reported ones": 1.0,
    "another's results below a statement": 0.61,
    "segments in rows": 1.0,
    "segments in two tables": 1.0,
    "segments in blocks": 0.93,
    "segments in columns": 0.84,
    "segments in rows, metrics in columns": 0.7,
    "outlooks in sentences": 1.0,
    "an outlook that was changed": 0.93,
    "shares below profits": 1.0,
    "a table for each part": 0.9,
    "an outlook and its spread": 0.9,
}
"""Recall when this was written."""
MARGIN = 0.1


@cache
def trials() -> list[Trial]:
    return [trial(seed) for seed in range(COUNT)]


def test_nothing_is_read_wrongly() -> None:
    assert "\n".join(str(one) for one in trials() if one.wrong) == ""


def test_all_kinds_are_drawn_alike() -> None:
    assert {score.kind: score.layouts for score in scores(trials())} == dict.fromkeys(NOW, 6)
    assert {kind.name for kind in KINDS} == set(NOW)


@pytest.mark.parametrize("kind", NOW)
def test_as_much_is_read_as_ever_was(kind: str) -> None:
    (score,) = [one for one in scores(trials()) if one.kind == kind]
    assert score.recall >= NOW[kind] - MARGIN, score


def test_a_seed_is_one_layout() -> None:
    assert trial(7) == trial(7)
    assert trial(7).layout != trial(7 + 2 * len(KINDS)).layout


def test_what_a_table_says_is_told_without_reading_it() -> None:
    # Three lines in two columns, and those that say nothing: changes and their percentages.
    (one, *_) = [one for one in trials() if one.kind.name == "changes"]
    assert len(one.said) == 2 * len(LINES)
    assert {said.metric for said in one.said} == {"revenue", "gross_profit", "operating_income"}
    revenue = [said.value for said in one.said if said.metric == "revenue"]
    printed = [f"{value / 10**6:,.0f}" for value in revenue]
    assert all(number in one.drawing.tables[0] for number in printed)


def test_recall_is_found_of_said() -> None:
    assert Score("periods", layouts=2, said=12, found=9, wrong=0).recall == 0.75


def test_it_runs_from_arguments_and_from_the_environment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["0", "2"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("2 layouts from seed 0\n")
    monkeypatch.setenv("SEED", "0")
    monkeypatch.setenv("COUNT", "2")
    assert main([]) == 0
    assert capsys.readouterr().out == printed


def test_processes_come_to_what_one_comes_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "CHUNK", 3)
    many = list(processes.drawn(range(40, 47)))
    assert len(many) == 3
    alone = scores(trial(seed) for seed in range(40, 47))
    assert merged(score for _, found in many for score in found) == alone


@pytest.mark.parametrize("arguments", [["x"], ["1", "0"], ["1", "2", "3"]])
def test_wrong_usage_is_exit_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("usage: python -m tests.fuzz")
