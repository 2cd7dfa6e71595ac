"""A folder of reports to a warehouse and back to the page, in processes of their own."""

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.builders.homes import Homes
from tests.builders.small_filings import annual_report
from tests.flows.conftest import Command
from warehouse.build import last_build
from warehouse.build.content_hash import content

QUESTION = "select revenue, operating_income from mart.company_margin where period_type = 'FY'"


def revenues(command: Command) -> str:
    return command("sql", QUESTION, "--format", "csv").out


@pytest.fixture(scope="module")
def model(homes: Homes) -> Path:
    """A data folder made of one report, to be copied."""

    def fill(folder: Path) -> None:
        (folder / "inbox").mkdir()
        (folder / "inbox/a.htm").write_bytes(annual_report())
        done = Command(folder / "data")("refresh", "--source", "inbox", folder / "inbox")
        assert done.code == 0, done.err

    return homes.made("one-report", fill)[0]


@pytest.fixture
def filled(model: Path, command: Command, inbox: Path) -> Command:
    shutil.copytree(model / "data", command.home)
    shutil.copytree(model / "inbox", inbox, dirs_exist_ok=True)
    return command


@pytest.mark.slow
def test_a_report_becomes_an_answer(filled: Command) -> None:
    assert revenues(filled) == "revenue,operating_income\n1000000000,250000000\n"
    rows = json.loads(filled("sql", QUESTION, "--format", "json").out)
    assert rows == [{"revenue": 1000000000, "operating_income": 250000000}]
    assert "1,000,000,000" in filled("sql", "-", stdin=QUESTION).out


@pytest.mark.slow
def test_nothing_new_is_nothing_done(filled: Command, inbox: Path) -> None:
    database = filled.home / "profit_pools.duckdb"
    before = database.stat()
    done = filled("refresh", inbox)
    assert (done.code, done.out, done.err) == (0, "", "inbox: nothing new among 1 files\n")
    assert (database.stat().st_ino, database.stat().st_mtime_ns) == (
        before.st_ino, before.st_mtime_ns,
    )  # fmt: skip


@pytest.mark.slow
def test_what_is_not_recognised_is_a_line_and_the_rest_goes_in(
    command: Command, inbox: Path
) -> None:
    (inbox / "good.htm").write_bytes(annual_report())
    (inbox / "empty.htm").write_bytes(b"")
    (inbox / "page.pdf").write_bytes(b"<html><body>Please sign in</body></html>")
    (inbox / "stranger.htm").write_bytes(annual_report(cik="0009999999", revenue="7"))
    done = command("refresh", inbox)
    assert (done.code, done.out) == (0, "")
    *refused, summary, built = done.err.splitlines()
    assert sorted(line.split(": ")[:3] for line in refused) == [
        ["empty.htm", "refused", "empty"],
        ["page.pdf", "refused", "media_type_mismatch"],
        ["stranger.htm", "refused", "unknown_issuer"],
    ]
    assert summary == "inbox: 4 files, 3 new; 3 read, 3 refused, 0 failed"
    assert built.startswith("profit_pools.duckdb: 3 documents, ")
    assert revenues(command) == "revenue,operating_income\n1000000000,250000000\n"
    status = command("status").out
    assert "refused    inbox:stranger.htm: unknown_issuer\n" in status
    assert "refused    inbox:empty.htm: empty\n" in status


@pytest.mark.slow
def test_a_company_added_later_is_no_longer_unknown(
    command: Command, inbox: Path, tmp_path: Path
) -> None:
    (inbox / "a.htm").write_bytes(annual_report(cik="0009999999"))
    assert "unknown_issuer" in command("refresh", inbox).err
    overlay = tmp_path / "mine"
    overlay.mkdir()
    (overlay / "companies.csv").write_text(
        "company_id,name,country,reporting_currency,fiscal_year_end,fiscal_label_rule,note\n"
        "sample,Sample Stores,US,USD,12-31,,\n"
    )
    (overlay / "identifiers.csv").write_text(
        "company_id,scheme,identifier,valid_from,valid_to\nsample,cik,0009999999,,\n"
    )
    mine = {"PROFIT_POOLS_REGISTRY": str(overlay)}
    done = command("refresh", inbox, environ=mine)
    assert done.code == 0, done.err
    assert revenues(command).endswith("\n1000000000,250000000\n")


@pytest.mark.slow
def test_a_slip_with_another_date_is_known_then(command: Command, inbox: Path) -> None:
    (inbox / "a.htm").write_bytes(annual_report())
    (inbox / "inbox.csv").write_text("file,published\na.htm,2025-02-07\n")
    assert command("refresh", inbox).code == 0
    for day, answer in (("2025-02-06", ""), ("2025-02-07", "1000000000,250000000\n")):
        done = command("rebuild", "--as-of", day)
        assert done.code == 0, done.err
        asked = command("sql", QUESTION, "--format", "csv", "--as-of", day)
        assert asked.out == "revenue,operating_income\n" + answer
    missing = command("sql", QUESTION, "--as-of", "2025-02-08")
    assert missing.line.endswith("; run: profitpools rebuild --as-of 2025-02-08")


@pytest.mark.slow
def test_two_builds_can_be_compared(filled: Command, inbox: Path) -> None:
    (inbox / "b.htm").write_bytes(annual_report(cik="0001652044", revenue="5"))
    assert filled("refresh", inbox).code == 0
    (old,) = (filled.home / "builds").glob("*Z-*.duckdb")
    lines = filled("diff", old.stem).out.splitlines()
    assert "appeared  alphabet revenue FY2024 (gaap): none → 5,000,000 USD" in lines
    assert all(line.startswith("appeared  alphabet ") for line in lines)
    assert filled("diff", old, old).err == "no figure differs\n"
    claims = filled("diff", old.stem, "--of", "claims", "--format", "csv")
    assert claims.out.startswith("claim_id,what,claim,unit,old_claimed,new_claimed,")
    assert filled("diff", old, old, "--of", "claims").err == "no claim differs\n"
    assert filled("diff", "nonesuch").line.startswith(
        "profitpools: nonesuch: no such file or build"
    )


def test_a_number_is_followed_to_its_element(filled: Command) -> None:
    done = filled("audit", "AMZN", "operating_income")
    assert (done.code, done.err) == (0, "")
    for text in ("250,000,000", "xbrl_id:f-3", "inbox:a.htm"):
        assert text in done.out
    margin = filled("audit", "0001018724", "operating_margin", "--period", "FY2024").out
    for text in ("0.25", "xbrl_id:f-3", "xbrl_id:f-1"):
        assert text in margin


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["NOSUCH", "revenue"], "'NOSUCH'"),
        (["AMZN", "happiness"], "'happiness'"),
        (["AMZN", "revenue", "--period", "FY1990"], "FY1990"),
        (["AMZN", "revenue", "--segment", "Moon"], "'Moon'"),
    ],
)
def test_a_number_that_is_not_there_is_one_line(
    filled: Command, words: list[str], line: str
) -> None:
    done = filled("audit", *words)
    assert (done.code, done.out) == (1, "")
    assert done.line.startswith("profitpools: ")
    assert line in done.line


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("selct 1", "profitpools: sql, line 1, column 1: Parser Error: syntax error"),
        ("from mart.segment_margn", "profitpools: sql"),
        ("create table mart.x as select 1", "profitpools: sql: the warehouse is read-only;"),
        ("delete from mart.company_margin", "profitpools: sql: the warehouse is read-only;"),
        ("copy (select 1) to '/tmp/x.csv'", "profitpools: sql: "),
        ("from read_csv('/etc/passwd')", "profitpools: sql: "),
        ("", "profitpools: sql: "),
    ],
)
def test_a_bad_question_is_one_line(filled: Command, query: str, line: str) -> None:
    done = filled("sql", query)
    assert (done.code, done.out) == (1, "")
    assert done.line.startswith(line)
    assert revenues(filled).endswith("1000000000,250000000\n")


def test_without_a_warehouse_it_says_what_to_run(command: Command) -> None:
    done = command("sql", "select 1")
    assert (done.code, done.out) == (1, "")
    assert "there is no warehouse yet" in done.line
    assert not command.home.exists()


def test_a_folder_that_is_not_there(command: Command, inbox: Path) -> None:
    done = command("refresh", inbox / "absent")
    assert done.code == 1
    assert done.line == (
        f"profitpools: {inbox / 'absent'}: no such folder; name a folder that holds documents"
    )


@pytest.mark.parametrize("words", [["refresh", "."], ["rebuild"]])
def test_a_data_folder_that_cannot_be_written(
    tmp_path: Path, inbox: Path, words: list[str]
) -> None:
    (inbox / "a.htm").write_bytes(annual_report())
    (tmp_path / "file").write_text("")
    blocked = Command(tmp_path / "file" / "data")
    done = blocked(words[0], *([inbox] if len(words) > 1 else []))
    assert (done.code, done.out) == (1, "")
    assert done.line.startswith(f"profitpools: {tmp_path}/file")


def test_a_folder_without_an_archive_is_no_place_to_rebuild(command: Command) -> None:
    done = command("rebuild")
    assert (done.code, done.out) == (1, "")
    assert done.line == (
        f"profitpools: {command.home}: there is no archive to build from; set PROFIT_POOLS_HOME to "
        "the folder of one, or run: profitpools refresh"
    )
    assert not command.home.exists()


@pytest.mark.slow
def test_who_finds_another_building_builds_what_that_one_does_not_know(
    filled: Command, inbox: Path
) -> None:
    (inbox / "b.htm").write_bytes(annual_report(revenue="900"))
    with (filled.home / "builds/lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        refresh = filled.start("refresh", inbox)
        lines = [refresh.stderr.readline() for _ in range(2)] if refresh.stderr else []
        assert lines[-1].startswith("another rebuild is under way"), lines
        assert lines[-1].endswith(": waiting for it\n")
    _, err = refresh.communicate(timeout=120)
    assert refresh.returncode == 0, err
    assert err.startswith("profit_pools.duckdb: 2 documents, ")


def test_a_question_that_is_interrupted_ends_at_once(filled: Command) -> None:
    asking = filled.start("sql", "select count(*) from range(1000000) a, range(1000000) b")
    opened = Path(f"/proc/{asking.pid}/fd")
    while not any("profit_pools.duckdb" in str(one.resolve()) for one in opened.iterdir()):
        time.sleep(0.05)
    time.sleep(0.3)
    asking.send_signal(signal.SIGINT)
    _, err = asking.communicate(timeout=20)
    assert asking.returncode == 130, err
    assert err.startswith("profitpools: interrupted")


def test_a_question_that_heeds_nobody_ends_with_the_process(filled: Command) -> None:
    """Within a single call of a function DuckDB does not ask whether it is interrupted."""
    long = "select levenshtein(repeat('a', 400000), repeat('b', 400000))"  # minutes
    done = filled.run("sql", long, "--seconds", "0.5")
    assert (done.code, done.out) == (1, "")
    assert done.line.startswith("profitpools: sql: the query took more than 0.5 s; ask for less")


@pytest.mark.slow
def test_a_rebuild_reads_first_what_todays_readers_have_not_read(filled: Command) -> None:
    (batches,) = (filled.home / "archive/batches").iterdir()
    batches.rename(batches.with_name("0" * 16))  # as after an upgrade of the readers
    done = filled("rebuild")
    assert done.code == 0, done.err
    assert done.err.startswith("1 documents read by today's readers\n")
    assert revenues(filled).endswith("1000000000,250000000\n")


@pytest.mark.slow
def test_two_rebuilds_at_once_leave_one_good_build(filled: Command) -> None:
    both = [filled.start("rebuild"), filled.start("rebuild")]
    ends = [(one.communicate(timeout=120)[1], one.returncode) for one in both]
    for err, code in ends:
        *waited, last = err.splitlines()
        assert code == 0, err
        assert last.startswith("profit_pools.duckdb: 1 documents, ")
        assert all("another rebuild is under way (process " in line for line in waited)
    assert revenues(filled).endswith("1000000000,250000000\n")


@pytest.mark.slow
@pytest.mark.parametrize("wait", [0.3, 0.6, 0.9, 1.2])
def test_a_rebuild_that_is_killed_leaves_the_last_build(
    filled: Command, inbox: Path, wait: float
) -> None:
    rebuild = filled.start("rebuild")
    time.sleep(wait)
    rebuild.kill()
    rebuild.communicate(timeout=60)
    assert revenues(filled).endswith("1000000000,250000000\n")
    assert filled("rebuild").code == 0
    assert not (filled.home / "builds/scratch").exists()
    assert filled("refresh", inbox).err == "inbox: nothing new among 1 files\n"


@pytest.mark.slow
def test_a_refresh_that_is_interrupted_says_so_and_can_go_on(command: Command, inbox: Path) -> None:
    for number in range(40):
        (inbox / f"{number}.htm").write_bytes(annual_report(revenue=str(number + 1)))
    refresh = command.start("refresh", inbox)
    while not (command.home / "archive").exists() and refresh.poll() is None:
        time.sleep(0.01)
    refresh.send_signal(signal.SIGINT)
    _, err = refresh.communicate(timeout=60)
    assert refresh.returncode == 130, err
    assert err.endswith(
        "profitpools: interrupted; what was finished is kept, nothing is half-written\n"
    )
    assert command("refresh", inbox).code == 0


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_is_one_line_and_the_last_build_stays(tmp_path: Path, inbox: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        command = Command(disk / "data")
        (inbox / "a.htm").write_bytes(annual_report())
        assert command("refresh", inbox).code == 0
        room = int(subprocess.check_output(["df", "--output=avail", "-B1", disk]).split()[-1])
        (disk / "ballast").write_bytes(b"x" * (room - 200_000))
        (inbox / "b.htm").write_bytes(annual_report(cik="0001652044"))
        done = command("refresh", inbox)
        assert done.code == 1
        assert done.err.splitlines()[-1].startswith("profitpools: ")
        assert "free some space" in done.err.splitlines()[-1]
        assert revenues(command).endswith("1000000000,250000000\n")
        (disk / "ballast").unlink()
        assert command("refresh", inbox).code == 0
        assert len(revenues(command).splitlines()) == 3
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_bad_limit_is_one_line(command: Command) -> None:
    done = command("rebuild", environ={"PROFIT_POOLS_MEMORY_LIMIT": "much"})
    assert (done.code, done.out) == (1, "")
    assert done.line == (
        "profitpools: PROFIT_POOLS_MEMORY_LIMIT: 'much' is not an amount of memory; "
        "write it as 2GB or 500MB, or unset it"
    )


def test_a_bad_number_of_months_is_one_line(command: Command) -> None:
    done = command("rebuild", environ={"PROFIT_POOLS_HISTORY_MONTHS": "-3"})
    assert (done.code, done.out) == (1, "")
    assert done.line == (
        "profitpools: PROFIT_POOLS_HISTORY_MONTHS: '-3' is no number of months; "
        "write it as 36, or unset it"
    )


MONTH_ENDS = """
    select distinct known_on::varchar as known_on from mart.profit_pool_history order by 1
"""


@pytest.mark.slow
def test_the_history_goes_back_as_far_as_it_is_told_to(command: Command, inbox: Path) -> None:
    (inbox / "a.htm").write_bytes(annual_report())
    (inbox / "b.htm").write_bytes(annual_report(cik="0001652044"))
    (inbox / "inbox.csv").write_text("file,published\na.htm,2025-02-06\nb.htm,2025-05-02\n")
    assert command("refresh", inbox).code == 0
    assert command("sql", MONTH_ENDS, "--format", "csv").out.split() == ["known_on"]
    done = command("rebuild", environ={"PROFIT_POOLS_HISTORY_MONTHS": "2"})
    assert (done.code, "month ends" in done.err) == (0, False)
    two = ["known_on", "2025-03-31", "2025-04-30"]
    assert command("sql", MONTH_ENDS, "--format", "csv").out.split() == two
    three = ["known_on", "2025-02-28", *two[1:]]
    assert command("rebuild", environ={"PROFIT_POOLS_HISTORY_MONTHS": ""}).code == 0  # 36
    assert command("sql", MONTH_ENDS, "--format", "csv").out.split() == three
    assert command("rebuild", "--history").code == 0
    assert command("sql", MONTH_ENDS, "--format", "csv").out.split() == three


# --- what a disk does to the data folder -----------------------------------------------------------


def test_flipped_bytes_of_what_was_read_are_named_and_read_again(
    filled: Command, inbox: Path
) -> None:
    before = revenues(filled)
    (path,) = (filled.home / "archive/batches").glob("*/*.figure.parquet")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    data[len(data) // 2 + 1] ^= 1
    path.write_bytes(data)
    done = filled("refresh", inbox)
    assert done.code == 0
    assert f"{path.name} is damaged; set aside, its documents are read again" in done.err
    assert "1 read" in done.err
    assert revenues(filled) == before
    assert (filled.home / "archive/damaged" / path.name).read_bytes() == data


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"", b"garbage" * 9999])
def test_a_database_file_that_is_none_is_built_anew(
    filled: Command, inbox: Path, content: bytes
) -> None:
    before = revenues(filled)
    (filled.home / "profit_pools.duckdb").write_bytes(content)
    assert filled("refresh", inbox).code == 0
    assert revenues(filled) == before
    assert (filled.home / "builds/damaged.duckdb").read_bytes() == content


@pytest.mark.slow
def test_a_database_that_is_cut_is_set_aside_and_built_anew(filled: Command, inbox: Path) -> None:
    before, database = revenues(filled), filled.home / "profit_pools.duckdb"
    cut = database.read_bytes()[: database.stat().st_size // 2]
    database.write_bytes(cut)
    assert filled("refresh", inbox).code == 0
    assert revenues(filled) == before
    assert (filled.home / "builds/damaged.duckdb").read_bytes() == cut


@pytest.mark.slow
def test_a_trial_tells_what_would_change_and_changes_nothing(filled: Command) -> None:
    figure = filled(
        "sql", "select figure_id from stg.current_figure where metric = 'revenue'"
        " and period_end = (select max(period_end) from stg.current_figure)", "--format", "csv",
    ).out.split()[1]  # fmt: skip
    words = ["--reviewer", "Jane Doe", "--reason", "misread"]
    assert filled("review", "reject", figure, *words).code == 0
    before = (filled.home / "profit_pools.duckdb").read_bytes()
    done = filled("rebuild", "--trial")
    assert done.code == 0, done.err
    assert re.fullmatch(r"(changed|lost) +revenue \(gaap\): 1\n", done.out), done.out
    assert (filled.home / "profit_pools.duckdb").read_bytes() == before
    current = filled.home / "profit_pools.duckdb"
    assert filled("diff", current, "trial").out.count("revenue") == 1
    assert filled("rebuild", "--trial", "--as-of", "2025-01-01").code == 2
    assert filled("rebuild").code == 0  # which accepts it
    assert not (filled.home / "builds/trial.duckdb").exists()


def test_status_says_what_needs_a_person(filled: Command, inbox: Path) -> None:
    good = filled("status")
    assert (good.code, "! " in good.out) == (0, False)
    assert re.search(r"^run +\S+ \S+ UTC refresh completed: inbox: 1 files", good.out, re.M)
    (filled.home / "file").write_text("")
    assert filled("refresh", "--source", "sample", "--site", "http://127.0.0.1:9").code == 1
    done = filled("status")
    assert done.code == 1
    assert re.search(r"^! run +\S+ \S+ UTC refresh failed: http://127.0.0.1:9", done.out, re.M)
    assert filled("refresh", inbox).code == 0
    assert filled("status").code == 0  # a later run has gone well


@pytest.mark.slow
def test_a_refresh_without_news_removes_what_a_killed_rebuild_left(
    command: Command, inbox: Path
) -> None:
    (inbox / "a.htm").write_bytes(annual_report())
    command("refresh", inbox)
    scratch = command.home / "builds/scratch"
    scratch.mkdir()
    (scratch / "new.duckdb").write_bytes(b"half of it")
    assert command("refresh", inbox).code == 0
    assert not scratch.exists()


@pytest.mark.slow
def test_what_became_of_documents_outlives_rebuilds(command: Command, inbox: Path) -> None:
    (inbox / "a.htm").write_bytes(annual_report())
    (inbox / "empty.htm").write_bytes(b"")
    command("refresh", inbox)
    (command.home / "profit_pools.duckdb").unlink()
    assert command("rebuild").code == 0
    asked = "select outcome, detail from raw.run_outcome order by outcome"
    lines = command("sql", asked, "--format", "csv").out.splitlines()
    # The reader looked at both, as the refresh's own line says, and refused one.
    assert lines[:3] == ["outcome,detail", 'read,""', 'read,""']
    assert lines[3].startswith("refused,empty.htm: refused: empty: ")
    assert len(lines) == 4


@pytest.mark.slow
def test_status_tells_of_documents_that_the_disk_has_not_kept(filled: Command) -> None:
    assert filled("status", "--deep").code == 0
    (path,) = (filled.home / "archive/documents").glob("*/*")
    path.write_bytes(path.read_bytes().replace(b"1,000", b"2,000"))
    assert filled("status").code == 0
    done = filled("status", "--deep")
    assert done.code == 1
    assert f"! damaged  {path.name[:12]} of inbox:a.htm: " in done.out
    path.unlink()
    assert filled("status").code == 1


@pytest.mark.slow
def test_status_tells_of_a_warehouse_that_no_whole_build_would_be(filled: Command) -> None:
    """A row of another build, with a content hash that fits it: only a whole build tells."""
    path = filled.home / "profit_pools.duckdb"
    with duckdb.connect(path) as con:
        con.execute("update mart.company_margin set revenue = revenue + 1")
    with duckdb.connect(path) as con:
        found = content(con).all
        con.execute("update mart.build set content_hash = ?", [found])
    done = filled("status", "--deep")
    assert done.code == 1
    assert f"its content {found} is not that of a whole build" in done.out
    assert filled("rebuild", "--whole", "--accept-changes").code == 0
    assert filled("status", "--deep").code == 0
    assert [one.name for one in (filled.home / "builds").glob("*scratch*")] == []


@pytest.mark.slow
def test_a_rebuild_keeps_what_is_not_new_unless_it_is_to_be_whole(
    filled: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_build, "FEWEST", 0)
    few, kept, whole = filled("rebuild"), filled("rebuild"), filled("rebuild", "--whole")
    assert "computed anew" not in few.err  # the last build was of too few figures then
    assert "computed anew: 0 of 1 companies" in kept.err
    assert "computed anew" not in whole.err
    assert (few.code, kept.code, whole.code) == (0, 0, 0)


@pytest.mark.slow
def test_half_a_comment_is_refused_and_harms_no_later_refresh(
    command: Command, inbox: Path
) -> None:
    (inbox / "half.htm").write_bytes(b"<!-- <html><table>Revenue 1,234")
    (inbox / "a.htm").write_bytes(annual_report())
    done = command("refresh", inbox)
    assert done.code == 0
    assert "half.htm: refused: truncated: " in done.err
    assert command("refresh", inbox).code == 0
    assert revenues(command) == "revenue,operating_income\n1000000000,250000000\n"


# --- what a document does to a terminal --------------------------------------------------------------


def test_a_terminal_gets_no_control_character_of_a_document(filled: Command) -> None:
    ours, theirs = os.openpty()
    question = "select chr(27) || '[31mred' || chr(0) || chr(7) as caption"
    done = subprocess.run(
        [sys.executable, "-m", "flows", "sql", question], env=filled.environment(),
        stdout=theirs, stderr=subprocess.PIPE, timeout=120, check=False,
    )  # fmt: skip
    os.close(theirs)
    shown = os.read(ours, 4096).decode()
    os.close(ours)
    assert done.returncode == 0, done.stderr
    assert "\\x1b[31mred\\x00\\x07" in shown
    assert not {"\x1b", "\x00", "\x07"} & set(shown)


def test_a_line_on_stderr_shows_control_characters_by_their_codes(filled: Command) -> None:
    done = filled("audit", "NVDA\x1b]0;owned\x07", "revenue")
    assert done.code == 1
    assert "\\x1b]0;owned\\x07" in done.line
    assert not {"\x1b", "\x07"} & set(done.err)


def test_a_question_that_takes_too_long_is_ended(filled: Command) -> None:
    question = "select count(*) from range(100000000000) as a where hash(a.range) = 8"
    done = filled("sql", question, "--seconds", "0.2")
    assert (done.code, done.out) == (1, "")
    assert done.line == (
        "profitpools: sql: the query took more than 0.2 s; ask for less, or give --seconds"
    )
