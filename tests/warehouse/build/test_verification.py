"""A finished file is read where it is not the last one, and must hold what was written."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from extractors.errors import BuildError
from warehouse.build import verification
from warehouse.build.content_hash import Gone, Sums, columns, content, gone_of
from warehouse.build.verification import Verified

LINES = """
    create schema stg;
    create table stg.line as
    select 'company ' || n // 1000 as company_id, n as value, hash(n)::varchar as quote
    from range(400_000) as t (n);
    create table stg.few as select 1 as one;
"""
NEWS = """
    delete from stg.line where company_id = 'company {0}';
    insert into stg.line select 'company {0}', n, 'new' from range({0}000, {0}000 + 1200) as t (n);
    insert into stg.few values (2);
"""


def written(path: Path, statements: str) -> str:
    """Run statements on a file; the content hash that it is to have."""
    with duckdb.connect(path) as con:
        con.execute(statements)
        hashed = content(con).all
        con.execute("checkpoint")
    return hashed


def renewed(path: Path, known: Verified, number: int = 7) -> tuple[str, dict[str, list[Gone]]]:
    """Put the news into a copy of the last build; its content hash, and what was deleted."""
    with duckdb.connect(path) as con:
        named = columns(con)["stg.line"]
        starts = known.starts["stg.line"]
        gone = gone_of(con, "stg.line", named, f"company_id = 'company {number}'", starts)
    assert [one.sums.rows for one in gone] in ([1000], [1200])
    return written(path, NEWS.format(number)), {"stg.line": gone}


@pytest.fixture
def last(tmp_path: Path) -> tuple[Path, Verified]:
    """A last build of 400,000 rows, and the note on it."""
    path = tmp_path / "last.duckdb"
    hashed = written(path, LINES)
    return path, verification.noted(path, "last", verification.whole(path, hashed), None)


@pytest.mark.slow
def test_what_the_last_build_holds_is_kept(tmp_path: Path, last: tuple[Path, Verified]) -> None:
    """Of one company, of it again, whose rows are the last ones then, and of another."""
    path, known = last
    for number, rows in ((7, 400_200), (7, 400_200), (8, 400_400)):
        new = tmp_path / f"{rows}.{path.name}"
        shutil.copyfile(path, new)
        hashed, gone = renewed(new, known, number)
        found = verification.of_last(new, "new", hashed, path, known, gone)
        assert found == verification.noted(new, "new", verification.whole(new, hashed), None)
        assert found.sums["stg.line"].rows == rows
        assert list(found.tables) == ["stg.line"]  # smaller tables are read to their end
        wrong = replace(known, sums={**known.sums, "stg.line": Sums(400_000, 1, 1)})
        with pytest.raises(BuildError, match="holds"):  # as it was not read again
            verification.of_last(new, "new", hashed, path, wrong, gone)
        path, known = new, found


@pytest.mark.parametrize(
    "damage",
    [
        "update stg.line set value = value + 1 where value = 5",
        "delete from stg.line where value = 5",
        "insert into stg.line values ('company 0', 5, 'one too many')",
        "delete from stg.line where value = 5; insert into stg.line values ('company 0', 6, '')",
        "delete from stg.line where value = 8000 and company_id = 'company 7'",
        "update stg.few set one = 3 where one = 2",
        "update stg.line set quote = 'another' where company_id = 'company 7' and value = 8000",
    ],
)
def test_a_file_that_holds_something_else_does_not_count(
    damage: str, tmp_path: Path, last: tuple[Path, Verified]
) -> None:
    path, known = last
    new = tmp_path / "new.duckdb"
    shutil.copyfile(path, new)
    hashed, gone = renewed(new, known)
    written(new, damage)
    with pytest.raises(BuildError, match="the file that was written holds"):
        verification.of_last(new, "new", hashed, path, known, gone)


def test_bytes_that_differ_are_read(tmp_path: Path, last: tuple[Path, Verified]) -> None:
    path, known = last
    new = tmp_path / "new.duckdb"
    shutil.copyfile(path, new)
    hashed, gone = renewed(new, known)
    data = bytearray(new.read_bytes())
    data[verification.HEAD + 3 * verification.BLOCK + 1000] ^= 0xFF
    new.write_bytes(data)
    with pytest.raises(BuildError, match="the file that was written cannot be read"):
        verification.of_last(new, "new", hashed, path, known, gone)


def test_a_file_of_many_small_row_groups_is_worn() -> None:
    def known(groups: int) -> Verified:
        pieces = [verification.Piece(10 * at, 10, "") for at in range(groups)]
        table = verification.Table(pieces, Sums(10 * groups, 0, 0))
        return Verified("one", {}, [], {"stg.line": table})

    assert [known(groups).is_worn for groups in (1, 5, 6, 60)] == [False, False, True, True]


def test_a_note_is_of_one_build(tmp_path: Path) -> None:
    table = verification.Table([verification.Piece(0, 2, "12")], Sums(2, 1, 9))
    known = Verified("one", {"stg.few": Sums(2, 3, 1 << 70)}, ["ab", "cd"], {"stg.few": table})
    verification.keep(known, tmp_path, tmp_path / "scratch")
    assert verification.find(tmp_path, "one") == known
    assert verification.find(tmp_path, "two") is None
    for damaged in (b"", b"[]", b'{"build_id": "one"}', b'{"build_id": "one", "sums": 1}'):
        (tmp_path / verification.NOTE).write_bytes(damaged)
        assert verification.find(tmp_path, "one") is None
    assert verification.find(tmp_path / "nowhere", "one") is None
