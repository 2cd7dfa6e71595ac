"""A judgement that no longer finds what it speaks of stops the rebuild by name, or is told."""

import shutil
from pathlib import Path

import pytest

from extractors import extractor_version
from tests.builders.homes import Homes
from tests.builders.small_filings import annual_report
from tests.flows.conftest import Command
from warehouse.query.connection import connect

pytestmark = pytest.mark.slow

WORD = ("--reason", "misprint", "--reviewer", "Jane Doe", "--evidence", "page 3")
CORRECT = ("--expect-value", "1000000000", "--value", "1100000000")
REVENUE = """
    select figure_id, figure_key, document, value, reason
    from stg.current_figure where metric = 'revenue' and company_id = 'amazon'
"""


def revenue(command: Command) -> dict[str, object]:
    with connect(command.home / "profit_pools.duckdb") as con:
        rows = con.execute(REVENUE)
        names = [str(column[0]) for column in rows.description or ()]
        [row] = rows.fetchall()
    return dict(zip(names, row, strict=True))


@pytest.fixture(scope="module")
def model(homes: Homes) -> Path:
    """A data folder of one report whose revenue is corrected, to be copied."""

    def fill(folder: Path) -> None:
        (folder / "inbox").mkdir()
        (folder / "inbox/a.htm").write_bytes(annual_report())
        command = Command(folder / "data")
        assert command("refresh", folder / "inbox").code == 0
        figure = str(revenue(command)["figure_id"])
        done = command("review", "correct", figure, *CORRECT, *WORD, "--rebuild")
        assert (done.code, revenue(command)["value"]) == (0, 1_100_000_000), done.err

    return homes.made("corrected-report", fill)[0]


@pytest.fixture
def corrected(model: Path, command: Command, inbox: Path) -> Command:
    shutil.copytree(model / "data", command.home)
    shutil.copytree(model / "inbox", inbox, dirs_exist_ok=True)
    return command


def correction_id(command: Command) -> str:
    return (command.home / "registry/corrections.csv").read_text().splitlines()[1].split(",")[0]


def assert_stopped(command: Command, name: str, says: str) -> None:
    """A rebuild fails by the name of the judgement, and the last build stays as it is."""
    database = command.home / "profit_pools.duckdb"
    before = (database.stat().st_ino, database.read_bytes())
    document = str(revenue(command)["document"])
    done = command("rebuild")
    last = done.err.splitlines()[-1]
    assert (done.code, done.out) == (1, "")
    assert last.startswith(f"profitpools: {name}, document {document[:12]}: {says}"), last
    assert (database.stat().st_ino, database.read_bytes()) == before
    assert revenue(command)["value"] == 1_100_000_000


def test_a_document_altered_in_the_archive(corrected: Command) -> None:
    """Read anew, by other readers say, its bytes no longer are what their name promises."""
    sha256 = str(revenue(corrected)["document"])
    path = corrected.home / "archive/documents" / sha256[:2] / sha256
    path.write_bytes(annual_report(revenue="1,050"))
    assert corrected("rebuild").code == 0  # it was read while it was whole
    other = corrected.home.parent / "other"
    other.mkdir()
    (other / "b.htm").write_bytes(annual_report(cik="0001652044"))
    assert corrected("refresh", other).code == 0
    batches = corrected.home / "archive/batches" / extractor_version()
    batches.rename(batches.with_name("0" * 16))
    name = correction_id(corrected)
    says = "expects 1000000000 for company revenue, the document says nothing"
    assert_stopped(corrected, f"correction {name}", says)


@pytest.mark.parametrize(("old", "new"), [(",1000000000,", ",999000000,"), (",revenue,", ",x,")])
def test_a_row_altered_by_hand(corrected: Command, old: str, new: str) -> None:
    path = corrected.home / "registry/corrections.csv"
    path.write_text(path.read_text().replace(old, new))
    database = corrected.home / "profit_pools.duckdb"
    before = database.read_bytes()
    done = corrected("rebuild")
    assert done.code == 1
    if new == ",x,":
        assert f"{path}, line 2, column metric: unknown value 'x'" in done.line
    else:
        assert correction_id(corrected) in done.line
        assert "expects 999000000 for company revenue, the document says 1000000000" in done.line
    assert database.read_bytes() == before


def test_other_bytes_under_the_same_name_contradict_the_correction(
    corrected: Command, inbox: Path
) -> None:
    """The old bytes are kept and still say what they said, so the correction holds for them."""
    (inbox / "a.htm").write_bytes(annual_report(revenue="1,050"))
    done = corrected("refresh", inbox)
    assert done.code == 0, done.err
    assert (revenue(corrected)["value"], revenue(corrected)["reason"]) == (None, "conflict")
    listed = corrected("review", "list").out
    assert "1,000,000,000; 1,050,000,000; 1,100,000,000" in listed


def test_a_review_of_a_figure_that_its_document_lacks(corrected: Command) -> None:
    document = revenue(corrected)["document"]
    (corrected.home / "registry/reviews.csv").write_text(
        "review_id,figure_key,document,verdict,reason,evidence,reviewer,known_from\n"
        f"r1,0123456789abcdef,{document},reject,misread,page 1,me,2025-01-01\n"
    )
    says = "rejects the figure 0123456789abcdef, which the document does not give; look at"
    assert_stopped(corrected, "review r1", says)


def test_a_judgement_on_nothing_that_is_here_is_told(corrected: Command) -> None:
    (corrected.home / "registry/reviews.csv").write_text(
        "review_id,figure_key,document,verdict,reason,evidence,reviewer,known_from\n"
        "r1,0123456789abcdef,,reject,misread,page 1,me,2025-01-01\n"
        f"r2,0123456789abcdef,{'f' * 64},accept,seen,page 1,me,2025-01-01\n"
    )
    done = corrected("rebuild")
    told = [
        "reject r1: no document here has a figure 0123456789abcdef",
        "accept r2: document ffffffffffff is not here",
    ]
    assert done.code == 0
    assert all(f"without effect: {line}" in done.line for line in told)
    status = corrected("status").out.splitlines()
    assert [line for line in status if line.startswith("idle")] == [
        f"idle       {line}" for line in told
    ]
    with connect(corrected.home / "profit_pools.duckdb") as con:
        outcomes = con.execute("select judgement_id, outcome from mart.judgement order by 1")
        assert [row for row in outcomes.fetchall() if row[0] in ("r1", "r2")] == [
            ("r1", "no_figure"), ("r2", "no_document"),
        ]  # fmt: skip
