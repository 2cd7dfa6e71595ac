"""A sample of `make faults`: each wrong answer once; and what its table in the documentation says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import elsewhere
from tests.faults.answering import tried
from tests.faults.answers import FAULTS, concerns
from tests.faults.server_away import FAULT
from tests.faults.site import COMPANIES, DART_KEY, REGULATORS, TARGETS, FaultySite
from tests.faults.table import HEAD, Row, rows, table
from tests.faults.yard import Outcome, Undisturbed, yard

PAGES = {**TARGETS, **REGULATORS}
SLOW = "slow bytes"  # which takes real seconds


@pytest.mark.slow
def test_after_each_wrong_answer_a_plain_refresh_makes_all_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROFIT_POOLS_DART_KEY", DART_KEY)
    with FaultySite().running() as site:
        place = yard(site, tmp_path / "undisturbed")
        place.pull(*COMPANIES)
        good = Undisturbed(place.known(), "", place.home)
        # eight PDFs, a filing, its company's facts, exchange rates; six reports of Taiwan's
        # regulator, three of Korea's, the revenue of a month
        assert len(good.known) == 21
        outcomes = []
        for number, (fault, answers) in enumerate(FAULTS.items()):
            names = [name for name, path in PAGES.items() if concerns(fault, path)]
            name, answer = names[number % len(names)], answers[number % len(answers)]
            if fault != SLOW:
                site.faults[PAGES[name]] = answer(PAGES[name])
                home = tmp_path / str(number)
                outcomes.append(tried(site, good, home, fault, name, is_built=False))
    assert [one for one in outcomes if not one.is_recovered or one.twice] == []
    assert len(outcomes) == len(FAULTS) - 1


@pytest.mark.slow
def test_a_feed_and_the_lists_of_days_that_are_cut_are_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "FAULTS", {"body cut": FAULTS["body cut"]})
    with FaultySite().running() as site:
        outcomes = list(elsewhere.trials(site, tmp_path))
    assert [one for one in outcomes if not one.is_recovered or one.twice] == []
    assert [one.fault for one in outcomes] == [elsewhere.OF_FEED, *[elsewhere.OF_JAPAN] * 2]


def test_the_table_counts_what_was_tried() -> None:
    outcomes = [
        Outcome("cut", "filing"),
        Outcome("cut", "index page", lost=1, wrong=2),
        Outcome("cut", "filing", twice=3),
        Outcome("flipped", "filing", notes=("another content hash",)),
    ]
    assert rows(outcomes) == [Row("cut", 3, 2, 1, 2, 3), Row("flipped", 1, 0, 0, 0, 0)]
    assert table(rows(outcomes))[-2:] == [
        "| flipped | 1 | 0 | 0 | 0 | 0 |",
        "| all | 4 | 2 | 1 | 2 | 3 |",
    ]


def test_the_page_tells_of_a_run_in_which_nothing_was_lost() -> None:
    page = Path(__file__).parents[2].joinpath("docs/reliability.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    head = f"| {' | '.join(HEAD)} |"
    told = [line.strip("| ").split(" | ") for line in lines[lines.index(head) + 1 :]]
    told = [line for line in told if len(line) == len(HEAD)]
    names = {name for name, *_counts in told}
    assert names >= {elsewhere.OF_FEED, elsewhere.OF_JAPAN}
    assert names >= {*FAULTS, "refresh killed (kill -9)", "rebuild killed (kill -9)", FAULT, "all"}
    for name, *counts in told:
        tried, recovered, lost, wrong, twice = (int(count.replace(",", "")) for count in counts)
        assert (recovered, lost, wrong, twice) == (tried, 0, 0, 0), name
        assert tried > 0, name
