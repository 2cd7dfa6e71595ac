"""`profitpools refresh` as a person calls it: usage, one line for what is wrong, the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.sample.server import LIMIT, SampleServer
from tests.builders.place import SITE, Place
from tests.flows.conftest import Command


def test_edgar_is_not_asked_without_an_identity(command: Command) -> None:
    for identity, what in (
        ("", "SEC answers only to those who say who they are"),
        ("Jane Doe", "PROFIT_POOLS_IDENTITY holds no e-mail address"),
    ):
        done = command("refresh", "--company", "AMZN", environ={"PROFIT_POOLS_IDENTITY": identity})
        assert (done.code, done.out) == (1, "")
        assert done.line.startswith(f"profitpools: data.sec.gov: {what}; set ")
    assert not (command.home / "archive/documents").exists()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--source", "inbox"], "--source inbox needs a FOLDER"),
        (["--source", "edgar", "x"], "--source edgar takes no FOLDER"),
        (["--source", "sample"], "--source sample needs --site URL"),
        (["--site", "http://127.0.0.1:1"], "--site goes with --source sample"),
        (["--since", "soon"], "argument --since: 'soon' is not a date"),
        (["--recheck", "x"], "argument --recheck: 'x' is not a whole number from 0 on"),
    ],
)
def test_wrong_usage_is_one_line_and_2(command: Command, words: list[str], line: str) -> None:
    done = command("refresh", *words)
    assert (done.code, done.out) == (2, "")
    assert done.line.startswith(f"profitpools: {line}")


def test_a_site_that_is_not_on_this_machine_is_refused(command: Command) -> None:
    done = command("refresh", "--source", "sample", "--site", "http://example.com")
    assert (done.code, done.out) == (1, "")
    assert "a site without TLS must be on this machine" in done.line


@pytest.mark.slow
def test_the_command_tells_what_failed_last_and_exits_1(place: Place) -> None:
    command = Command(place.home)
    place.pages.pop("/Archives/edgar/data/1321655/000132165526000011/pltr-20251231.htm")
    site = ["--source", "sample", "--site", place.server.url]
    done = command("refresh", *site, "--company", "PLTR", "SMCI")
    assert (done.code, done.out) == (1, "")
    lines = done.err.splitlines()
    # A report, and the company facts of both.
    assert lines[0] == "2 lists asked: 3 new, 1 failed; exchange rates: 1 new; 4 read"
    assert lines[1].startswith("profit_pools.duckdb: 4 documents, ")
    assert lines[2].endswith("404: no such document; see whether it has moved")
    assert len(lines) == 3
    assert command("rebuild").code == 0
    runs = command(
        "sql", "select flow, outcome from raw.run order by started", "--format", "csv"
    ).out
    assert runs == "flow,outcome\nrefresh,failed\nrebuild,running\n"


@pytest.mark.slow
def test_four_processes_together_stay_under_the_limit(tmp_path: Path) -> None:
    with SampleServer(SITE) as server:  # which answers 429 to more than EDGAR allows
        command = Command(tmp_path / "data")
        words = ["refresh", "--source", "sample", "--site", server.url, "--company"]
        running = [command.start(*words, one) for one in ("AMZN", "DELL", "HPE", "ASML")]
        ends = [(one.communicate(timeout=120)[1], one.returncode) for one in running]
        seen = server.counters
    for err, code in ends:
        assert code == 0, err
    assert seen.requests > 40
    assert seen.peak_per_second <= LIMIT
    assert "429" not in seen.statuses
