"""Two reports print different revenues for one year; a person looks, judges, and all can see it."""

import csv
import json
import shutil
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from tests.builders.homes import Homes
from tests.builders.small_filings import annual_report
from tests.flows.conftest import Command, Done
from warehouse.query.connection import connect, run

pytestmark = pytest.mark.slow

WHO = ("--reviewer", "Jane Doe")
WHY = ("--reason", "the later one is audited", *WHO)
REVENUE = "select revenue, reason from mart.company_margin where period_type = 'FY'"
RIVALS = """
    select r.figure_id, r.value::bigint as value
    from (select unnest(rivals) as r from mart.conflict where metric = 'revenue')
    order by value
"""


@pytest.fixture(scope="module")
def model(homes: Homes) -> Path:
    """A data folder of two reports that disagree, to be copied."""

    def fill(folder: Path) -> None:
        (folder / "inbox").mkdir()
        (folder / "inbox/a.htm").write_bytes(annual_report())
        (folder / "inbox/b.htm").write_bytes(annual_report(revenue="1,010"))
        (folder / "inbox/inbox.csv").write_text(
            "file,published\na.htm,2025-02-07\nb.htm,2025-02-08\n"
        )
        done = Command(folder / "data")("refresh", folder / "inbox")
        assert done.code == 0, done.err

    return homes.made("two-reports-that-disagree", fill)[0]


@pytest.fixture
def filled(model: Path, command: Command) -> Command:
    shutil.copytree(model / "data", command.home)
    return command


def asked(command: Command, query: str, day: str = "") -> list[dict[str, object]]:
    """The rows of an answer of the build, or of that as of a day."""
    name = f"profit_pools.as_of_{day}.duckdb" if day else "profit_pools.duckdb"
    with connect(command.home / name) as con:
        answer = run(con, query)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def ids(command: Command) -> tuple[str, str]:
    """The figures that a.htm and b.htm print."""
    first, second = asked(command, RIVALS)
    assert (first["value"], second["value"]) == (1_000_000_000, 1_010_000_000)
    return str(first["figure_id"]), str(second["figure_id"])


def conflicts(command: Command, *words: str) -> list[dict[str, object]]:
    """Those of revenue; the gross profit that follows from it has its own."""
    done = done_well(command("review", "list", "--format", "json", *words))
    found: list[dict[str, object]] = json.loads(done.out)
    return [row for row in found if row["metric"] == "revenue"]


def written(command: Command, table: str) -> list[dict[str, str]]:
    text = (command.home / f"registry/{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(StringIO(text)))


def done_well(done: Done) -> Done:
    assert done.code == 0, done.err
    return done


def test_from_a_conflict_to_its_end(filled: Command) -> None:
    assert asked(filled, REVENUE) == [{"revenue": None, "reason": "conflict"}]
    [row] = conflicts(filled)
    conflict = str(row.pop("conflict_id"))
    assert row == {
        "company": "AMZN", "metric": "revenue", "segment": None, "period": "FY2024",
        "kind": "documents", "status": "open", "values": [1000000000, 1010000000],
        "holds_back": ["revenue"], "moves_usd": 1000000000, "settled_by": None,
    }  # fmt: skip
    table = filled("review", "list", "--company", "0001018724").out
    assert "1,000,000,000; 1,010,000,000" in table
    assert filled("review", "list", "--company", "GOOGL").out.endswith("(0 rows)\n")
    first, second = ids(filled)
    shown = done_well(filled("review", "show", conflict)).out
    for text in (first, second, "“1,000”", "“1,010”", "xbrl_id:f-1", "inbox:a.htm", "inbox:b.htm",
                 "10-K", "2025-02-08 00:00 UTC (published)"):  # fmt: skip
        assert text in shown
    assert second in filled("review", "show", first).out

    accepted = done_well(filled("review", "accept", second, *WHY))
    [review] = accepted.out.split()
    told, to_do = accepted.err.splitlines()
    assert told == f"accept {review}: AMZN revenue FY2024 1,010,000,000 USD"
    assert to_do.endswith("/registry; run `profitpools rebuild`, which applies it")
    assert "not current" in filled("status").out
    assert asked(filled, REVENUE)[0]["reason"] == "conflict"  # what is built stays as it is

    done_well(filled("rebuild"))
    assert asked(filled, REVENUE)[0]["revenue"] == 1_010_000_000
    assert conflicts(filled) == []
    [settled] = conflicts(filled, "--all")
    assert (settled["conflict_id"], settled["status"], settled["settled_by"]) == (
        conflict, "settled", review,
    )  # fmt: skip
    assert f"settled by {review}" in filled("review", "show", conflict).out
    trace = filled("audit", "AMZN", "revenue", "--period", "FY2024").out
    for text in ("accepted in document", "by Jane Doe", "the later one is audited",
                 "evidence: inbox:b.htm", review):  # fmt: skip
        assert text in trace
    assert asked(
        filled,
        f"select distinct judgements from mart.figure_lineage where figure_id = '{second}'",
    ) == [{"judgements": [review]}]


def test_what_is_written_says_who_when_and_why(filled: Command) -> None:
    _, second = ids(filled)
    evidence = ("--evidence", "https://example.com/a?b=1,2")
    done = done_well(
        filled("review", "reject", second, "--reason", 'a "draft",  never filed', *evidence,
               environ={"PROFIT_POOLS_IDENTITY": "Jane Doe jane@example.com"})
    )  # fmt: skip
    [row] = written(filled, "reviews")
    assert (row["review_id"], row["verdict"], row["reason"], row["evidence"], row["reviewer"]) == (
        done.out.strip(), "reject", 'a "draft", never filed', "https://example.com/a?b=1,2",
        "Jane Doe jane@example.com",
    )  # fmt: skip
    assert (row["metric"], row["segment"], row["period_start"], row["period_end"]) == (
        "revenue", "", "2024-01-01", "2024-12-31",
    )  # fmt: skip
    moment = datetime.fromisoformat(row["known_from"])
    assert moment.utcoffset() == timedelta(0)
    assert row["review_id"].startswith(f"{moment:%Y%m%dT%H%M%SZ}-")


def test_a_rejected_figure_takes_no_part_until_it_is_accepted_again(filled: Command) -> None:
    first, second = ids(filled)
    [rejected] = done_well(filled("review", "reject", second, *WHY, "--rebuild")).out.split()
    assert asked(filled, REVENUE)[0]["revenue"] == 1_000_000_000
    [row] = conflicts(filled, "--all")
    assert (row["status"], row["settled_by"]) == ("settled", rejected)
    [again] = done_well(filled("review", "accept", second, *WHY, "--rebuild")).out.split()
    assert asked(filled, REVENUE)[0]["revenue"] == 1_010_000_000
    # Nothing was taken back: both judgements are on record, and a third one counts now.
    done_well(filled("review", "accept", first, *WHY, "--rebuild"))
    assert asked(filled, REVENUE)[0]["revenue"] == 1_000_000_000
    trace = filled("audit", "AMZN", "revenue").out
    assert rejected in trace
    assert again in trace


def test_a_correction_takes_the_place_of_what_is_printed(filled: Command) -> None:
    first, _ = ids(filled)
    words = ("correct", first, "--expect-value", "1,000,000,000", "--value", "1010000000")
    because = ("--reason", "misprint", "--evidence", "the 10-K, page 3", *WHO)
    [name] = done_well(filled("review", *words, *because, "--rebuild")).out.split()
    assert asked(filled, REVENUE)[0]["revenue"] == 1_010_000_000
    [row] = written(filled, "corrections")
    assert (row["correction_id"], row["expect_value"], row["value"], row["unit"]) == (
        name, "1000000000", "1010000000", "USD",
    )  # fmt: skip
    trace = filled("audit", "AMZN", "revenue").out
    assert "corrected 1,000,000,000 to 1,010,000,000 in document" in trace
    assert "[evidence: the 10-K, page 3]" in trace
    [settled] = conflicts(filled, "--all")
    assert settled["settled_by"] == name


def test_what_a_judgement_would_do_is_seen_before_it_is_written(filled: Command) -> None:
    _, second = ids(filled)
    done = done_well(filled("review", "preview", "accept", second))
    assert "amazon revenue FY2024 (gaap): none (conflict) → 1,010,000,000 USD" in done.out
    assert not (filled.home / "registry").exists()
    assert asked(filled, REVENUE)[0]["reason"] == "conflict"
    corrected = done_well(filled("review", "preview", "correct", second, "--expect-value",
                                 "1010000000", "--value", "1020000000")).out  # fmt: skip
    assert "1,020,000,000 USD" in corrected


def test_a_judgement_is_not_known_before_it_is_made(filled: Command) -> None:
    _, second = ids(filled)
    done_well(filled("review", "accept", second, *WHY, "--rebuild"))
    moment = datetime.fromisoformat(written(filled, "reviews")[0]["known_from"])
    before = f"{moment - timedelta(days=1):%Y-%m-%d}"
    for day, revenue in ((before, None), (f"{moment:%Y-%m-%d}", 1_010_000_000)):
        done_well(filled("rebuild", "--as-of", day))
        assert asked(filled, REVENUE, day)[0]["revenue"] == revenue
    assert "judged" not in filled("audit", "AMZN", "revenue", "--as-of", before).out
    assert "documents" in filled("review", "list", "--as-of", before).out


def test_the_folder_may_be_another(filled: Command, tmp_path: Path) -> None:
    _, second = ids(filled)
    mine = tmp_path / "mine"
    mine.mkdir()
    elsewhere = {"PROFIT_POOLS_REGISTRY": str(mine)}
    done_well(filled("review", "accept", second, *WHY, "--rebuild", environ=elsewhere))
    assert asked(filled, REVENUE)[0]["revenue"] == 1_010_000_000
    assert not (filled.home / "registry").exists()
    absent = {"PROFIT_POOLS_REGISTRY": str(tmp_path / "absent")}
    done = filled("review", "accept", second, *WHY, environ=absent)
    assert (done.code, done.out) == (1, "")
    assert "there is no such folder" in done.line
    assert not (tmp_path / "absent").exists()


def test_two_reviewers_at_once_are_both_heard(filled: Command) -> None:
    first, second = ids(filled)
    both = [
        filled.start("review", "accept", first, *WHY),
        filled.start("review", "reject", second, *WHY),
    ]
    names = []
    for one in both:
        out, err = one.communicate(timeout=60)
        assert one.returncode == 0, err
        names.append(out.strip())
    assert sorted(row["review_id"] for row in written(filled, "reviews")) == sorted(names)


TWICE = """<p>Revenue of the year was <ix:nonFraction id="f-9" name="us-gaap:Revenues"
 contextRef="fy" unitRef="usd" scale="6" decimals="-6"
 format="ixt:num-dot-decimal">1,020</ix:nonFraction></p></body>"""


@pytest.fixture
def twofold(homes: Homes, command: Command) -> Command:
    """A data folder of one report that prints two revenues."""

    def fill(folder: Path) -> None:
        (folder / "inbox").mkdir()
        page = annual_report().replace(b"</body>", TWICE.encode())
        (folder / "inbox/a.htm").write_bytes(page)
        (folder / "inbox/inbox.csv").write_text("file,published\na.htm,2025-02-07\n")
        done_well(Command(folder / "data")("refresh", folder / "inbox"))

    shutil.copytree(homes.made("report-with-two-revenues", fill)[0] / "data", command.home)
    return command


def test_two_values_of_one_document_are_settled_by_who_reads_it(twofold: Command) -> None:
    [row] = asked(twofold, "select conflict_id, kind, holds, rivals from mart.conflict")
    conflict = str(row["conflict_id"])
    assert (row["kind"], row["holds"]) == ("document", True)
    assert asked(twofold, REVENUE)[0]["revenue"] is None
    what = ("read", conflict, "--at", "xbrl_id:f-9", "--metric", "revenue",
            "--period", "2024-01-01/2024-12-31")  # fmt: skip
    foreseen = done_well(twofold("review", "preview", *what)).out
    assert "amazon revenue FY2024 (gaap): none → 1,020,000,000 USD" in foreseen
    [name] = done_well(twofold("review", *what, *WHY, "--rebuild")).out.split()
    assert asked(twofold, REVENUE)[0]["revenue"] == 1_020_000_000
    [read] = written(twofold, "readings")
    assert (read["reading_id"], read["quote"], read["value"], read["unit"], read["locator"]) == (
        name, "1,020", "1020000000", "USD", "xbrl_id:f-9",
    )  # fmt: skip
    [settled] = asked(twofold, "select holds, settled_by from mart.conflict")
    assert settled == {"holds": False, "settled_by": name}
    trace = done_well(twofold("audit", "AMZN", "revenue")).out
    for text in ("“1,020”", "xbrl_id:f-9", "read by Jane Doe", "the later one is audited"):
        assert text in trace
    moment = datetime.fromisoformat(read["known_from"])
    before = f"{moment - timedelta(days=1):%Y-%m-%d}"
    done_well(twofold("rebuild", "--as-of", before))
    assert asked(twofold, REVENUE, before)[0]["revenue"] is None


def test_two_values_of_one_document_are_left_unread(twofold: Command) -> None:
    [row] = asked(twofold, "select conflict_id from mart.conflict")
    conflict = str(row["conflict_id"])
    refused = twofold("review", "reject", conflict, *WHY)
    assert refused.code == 1
    assert "nothing is read there that could be rejected" in refused.line
    elsewhere = twofold("review", "read", conflict, "--at", "xbrl_id:f-4", "--metric", "revenue",
                        "--period", "2024-12-31", *WHY)  # fmt: skip
    assert "xbrl_id:f-4 is not the place" in elsewhere.line
    [name] = done_well(twofold("review", "accept", conflict, *WHY, "--rebuild")).out.split()
    assert asked(twofold, REVENUE)[0]["revenue"] is None
    [settled] = asked(twofold, "select holds, settled_by from mart.conflict")
    assert settled == {"holds": False, "settled_by": name}


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (["accept", "{first}", *WHO], 2, "required: --reason"),
        (["accept", "{first}", *WHO, "--reason", "  "], 2, "says nothing"),
        (["accept", "{first}", "--reason", "x"], 2, "give --reviewer NAME, or set PROFIT_POOLS_ID"),
        (["accept", "0123456789abcdef", *WHY], 1, "0123456789abcdef: no figure has this id;"),
        (["accept", "{conflict}", *WHY], 1, "its documents print different values; choose one: "),
        (["accept", "{first}", "0123456789abcdef", *WHY], 1, "no figure has this id"),
        (["show", "nonsense"], 1, "nonsense: no conflict and no figure has this id"),
        (["list", "--company", "NOSUCH"], 1, "'NOSUCH' names no company"),
        (["correct", "{first}", "--value", "ten", "--expect-value", "1", "--evidence", "x", *WHY],
         2, "argument --value: 'ten' is no amount: give a number with at most 6 places"),
        (["correct", "{first}", "--value", "10,00", "--expect-value", "1", "--evidence", "x", *WHY],
         2, "argument --value: '10,00' is no amount: its commas part no thousands"),
        (["correct", "{first}", "--value", "5", "--expect-value", "7", "--evidence", "x", *WHY],
         1, "expects 7, the document says 1000000000;"),
        (["correct", "{first}", "--value", "1000000000", "--expect-value", "1000000000",
          "--evidence", "x", *WHY], 1, "the value is what the document says;"),
        (["correct", "{first}", "--value", "5", "--expect-value", "7", *WHY], 2,
         "required: --evidence"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line_and_nothing_is_written(
    model: Path, words: list[str], code: int, line: str
) -> None:
    command = Command(model / "data")  # nothing is written
    first, _ = ids(command)
    [row] = asked(command, "select conflict_id from mart.conflict where metric = 'revenue'")
    known = [word.format(first=first, conflict=row["conflict_id"]) for word in words]
    done = command("review", *known, environ={"PROFIT_POOLS_IDENTITY": ""})
    assert (done.code, done.out) == (code, "")
    assert done.line.startswith("profitpools: ")
    assert line in done.line
    assert not (command.home / "registry").exists()
