"""The demo prints, from documents through the tables, what the article says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.flows.conftest import Command
from tests.flows.place import Place


@pytest.mark.slow
def test_the_demo_prints_the_articles_figures_and_then_finds_nothing_new(
    command: Command, tmp_path: Path
) -> None:
    port = ["--port", str(20_000 + os.getpid() % 20_000)]
    first = command("demo", *port)
    assert first.code == 0, first.err
    text = " ".join(first.out.split())
    for figure in (
        "AWS, 2024 revenue, USD bn: 107.6 operating income, USD bn: 39.8 operating margin: 37.0%",
        "AWS, 2025 revenue, USD bn: 128.7 operating income, USD bn: 45.6",
        "TSMC, 2024 gross margin: 56.1% operating margin: 45.7%",
        "gross margin expected: GAAP 70.6% and non-GAAP 71.0%",
        "Microsoft, fiscal 2024 revenue, USD bn: 245.1 growth: +15.7% "
        "operating income, USD bn: 109.4 its growth: +23.6%",
        "Profit pools of 2024", "Profit pools of 2025", "amzn-20241231.htm", "q4fy25pr.htm",
        str(command.home / "profit_pools.duckdb"),
    ):  # fmt: skip
        assert figure in text
    second = command("demo", *port)
    assert second.code == 0, second.err
    assert "lists asked: nothing new; exchange rates: nothing new; 0 read" in second.err
    assert second.out == first.out


@pytest.mark.slow
def test_a_changed_document_changes_what_the_demo_prints(command: Command, tmp_path: Path) -> None:
    packaged = Path(__file__).parents[2] / "flows/sample"
    for name in ("facts.csv", "companies.csv", "filings.csv", "fx.csv"):
        text = (packaged / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(
            text.replace("39834000000", "31234000000").replace("39,834", "31,234")
        )
    done = command("demo", "--port", "0", "--tables", tmp_path)
    # Four printed quarters add up to 39,834: what the changed report says of the year is held back.
    assert "operating income, USD bn: 39.8" not in done.out
    assert "operating income, USD bn: 31.2" not in done.out
    assert "conflict" in done.out


def test_the_demo_says_that_its_port_is_taken(command: Command, place: Place) -> None:
    done = command("demo", "--port", place.server.url.rpartition(":")[2])
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines()[-1].endswith(
        "Address already in use; choose another with --port, or 0 for any that is free"
    )
