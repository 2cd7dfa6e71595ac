"""An export holds what the build holds, told by a reader that is not DuckDB; whole or not at all."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from extractors.errors import ExportError, QueryError
from tests.builders.homes import Homes
from tests.builders.reports import AMAZON_2024, Line, Report, build, year
from warehouse.publish.export import FORMAT, SCHEMAS, chosen, export
from warehouse.query.connection import connect

AMAZON_2023 = Report(
    "amzn-2023", (Line("revenue", "574,785", year(2023)), Line("operating_income", "36,852", year(2023))),
    period_end="2023-12-31", known_at="2024-02-02",
)  # fmt: skip
BIG = """
    create or replace table mart.growth as
    select
        i, i::hugeint * 100_000_000_000_000_000_000::hugeint as huge, 'row ' || i as name,
        case when i % 5 = 4 then null else date '2020-06-30' + (i % 4)::integer * 365 end
            as period_end,
        if(i = 0, timestamptz '-infinity', timestamptz '2024-01-01 12:00:00+02') as known_at,
        [{'value': i::decimal(38, 6) / 8, 'at': date '2024-01-01'}] as inner
    from range(250_000) as t (i)
"""


@pytest.fixture(scope="module")
def database(homes: Homes) -> Path:
    _, report = homes.built(AMAZON_2023, AMAZON_2024)
    return report.path


@pytest.fixture
def con(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(database) as con:
        yield con


@pytest.fixture
def big(database: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A build with a relation of many rows and of types that want care."""
    path = tmp_path / "big.duckdb"
    shutil.copyfile(database, path)
    with duckdb.connect(path) as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute(BIG)
    with connect(path) as con:
        yield con


def everything(folder: Path) -> dict[str, bytes]:
    """Path → bytes of all files below the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
def test_counts_and_sums_are_those_of_the_build(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    wanted = chosen(con, SCHEMAS)
    done = {one.relation: one for one in export(con, tmp_path / "out", wanted)}
    assert len(done) == len(wanted) > 60
    sums = 0
    for one in wanted:
        read = pq.read_table(tmp_path / "out" / one.schema / one.name, partitioning=None)
        [(rows,)] = con.execute(f"select count(*) from {one.full_name}").fetchall()
        assert (len(read), done[one.full_name].rows) == (rows, rows), one.full_name
        assert read.column_names == [column.name for column in one.columns]
        for column in one.columns:
            [(filled,)] = con.execute(
                f'select count("{column.name}") from {one.full_name}'
            ).fetchall()
            missing = read[column.name].null_count
            if one.full_name != "stg.calendar_weight":  # whose `always` is NULL in an export
                assert len(read) - missing == filled, (one.full_name, column.name)
            if column.type == "decimal(38,6)":
                [(total,)] = con.execute(
                    f"select sum({column.name}) from {one.full_name}"
                ).fetchall()
                assert pc.sum(read[column.name]).as_py() == total, (one.full_name, column.name)
                sums += total is not None
    assert sums > 20


def test_rows_keep_their_order_and_values(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export(con, tmp_path / "out", chosen(con, ["mart"]))
    read = pq.read_table(tmp_path / "out/mart/segment_margin")
    rows = con.execute("from mart.segment_margin").fetchall()
    assert [tuple(row.values()) for row in read.to_pylist()] == rows
    [aws] = [row for row in read.to_pylist() if row["segment"] == "AWS"]
    assert (aws["revenue"], aws["operating_margin"]) == (
        Decimal("107556000000"), Decimal("0.370356"),
    )  # fmt: skip
    assert aws["known_at"] == datetime(2025, 2, 7, 12, tzinfo=UTC)


def test_the_manifest_names_build_and_files(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    done = export(con, tmp_path / "out", chosen(con, ["mart"]))
    files = everything(tmp_path / "out")
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["format"] == FORMAT
    rows = con.execute("select build_id, content_hash, known_on from mart.build").fetchall()
    assert (
        tuple(manifest["build"][name] for name in ("build_id", "content_hash", "known_on"))
        == rows[0]
    )
    dictionary = files.pop("dictionary.csv")
    assert manifest["dictionary"]["sha256"] == hashlib.sha256(dictionary).hexdigest()
    listed = {file["path"]: file for one in manifest["relations"] for file in one["files"]}
    assert listed.keys() == files.keys()
    for path, data in files.items():
        assert listed[path]["sha256"] == hashlib.sha256(data).hexdigest()
        assert listed[path]["bytes"] == len(data)
        assert listed[path]["rows"] == pq.read_metadata(tmp_path / "out" / path).num_rows
    assert [one["relation"] for one in manifest["relations"]] == [one.relation for one in done]
    told = list(csv.DictReader(dictionary.decode().splitlines()))
    assert {f"{row['schema']}.{row['relation']}" for row in told} == {one.relation for one in done}
    assert all(row["comment"] and row["purpose"] and row["grain"] for row in told)


@pytest.mark.slow
def test_a_build_as_of_a_day_says_so(tmp_path: Path) -> None:
    day = datetime(2024, 7, 31, 23, 59, tzinfo=UTC)
    path = build(tmp_path / "home", AMAZON_2023, AMAZON_2024, known_on=day).path
    with connect(path) as con:
        export(con, tmp_path / "out", chosen(con, ["mart"]))
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert manifest["build"]["known_on"] == "2024-07-31T23:59:00+00:00"
    margins = pq.read_table(tmp_path / "out/mart/company_margin")
    assert margins["period_end"].to_pylist() == [date(2023, 12, 31)]


@pytest.mark.parametrize("split", [10**6, 10**5])
def test_one_build_gives_the_same_bytes(
    big: duckdb.DuckDBPyConnection, tmp_path: Path, split: int
) -> None:
    """However many threads read it."""
    export(big, tmp_path / "one", chosen(big, ["mart"]), split=split)
    big.close()
    with duckdb.connect(tmp_path / "big.duckdb", read_only=True, config={"threads": 1}) as con:
        con.execute("set TimeZone = 'UTC'")
        export(con, tmp_path / "two", chosen(con, ["mart"]), split=split)
    assert everything(tmp_path / "one") == everything(tmp_path / "two")


def test_many_rows_are_split_by_year(big: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    [done] = export(big, tmp_path / "out", chosen(big, [], ["growth"]))
    assert (done.rows, done.partitioned_by) == (250_000, "period_year")
    assert [file.path for file in done.files] == [
        f"mart/growth/period_year={part}/part-0.parquet"
        for part in (2020, 2021, 2022, 2023, "__HIVE_DEFAULT_PARTITION__")
    ]
    hive = ds.partitioning(pa.schema([("period_year", pa.int32())]), flavor="hive")
    read = ds.dataset(tmp_path / "out/mart/growth", partitioning=hive)
    assert read.count_rows() == 250_000
    chosen_year = read.to_table(filter=ds.field("period_year") == 2021)
    assert set(chosen_year["period_end"].to_pylist()) == {date(2021, 6, 30)}
    none = read.to_table(filter=ds.field("period_year").is_null())
    assert (len(none), set(none["period_end"].to_pylist())) == (50_000, {None})
    for file in done.files:
        part = pq.read_table(tmp_path / "out" / file.path, partitioning=None)["i"].to_pylist()
        assert (len(part), part) == (50_000, sorted(part))


def test_types_are_those_that_all_readers_have(
    big: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    export(big, tmp_path / "out", chosen(big, [], ["mart.growth"]), split=10**6)
    read = pq.read_table(tmp_path / "out/mart/growth")
    assert dict(zip(read.schema.names, map(str, read.schema.types), strict=True)) == {
        "i": "int64", "huge": "decimal128(38, 0)", "name": "string", "period_end": "date32[day]",
        "known_at": "timestamp[us, tz=UTC]",
        "inner": "list<element: struct<value: double, at: date32[day]>>",
    }  # fmt: skip
    assert read["huge"][249_999].as_py() == 249_999 * 10**20
    assert read["known_at"][:2].to_pylist() == [None, datetime(2024, 1, 1, 10, tzinfo=UTC)]
    assert read["i"].to_pylist() == list(range(250_000))
    groups = pq.ParquetFile(tmp_path / "out/mart/growth/part-0.parquet").metadata
    assert [groups.row_group(place).num_rows for place in range(3)] == [100_000, 100_000, 50_000]
    assert groups.row_group(0).column(0).compression == "ZSTD"


@pytest.mark.parametrize(
    "expression",
    [
        "interval 1 day",
        "time '12:00'",
        "[1::ubigint]",
        "timestamp '2024-01-01'",
        "{'a': 'x'::blob}",
    ],
)
def test_another_type_is_refused_by_name(database: Path, tmp_path: Path, expression: str) -> None:
    path = tmp_path / "odd.duckdb"
    shutil.copyfile(database, path)
    with duckdb.connect(path) as con:
        con.execute(f"create table mart.odd as select {expression} as strange")
    with connect(path) as con, pytest.raises(ExportError, match=r"mart\.odd: column strange is of"):
        export(con, tmp_path / "out", chosen(con, [], ["odd"]))
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_number_of_39_digits_is_refused(database: Path, tmp_path: Path) -> None:
    """Arrow would take it for a decimal of 38."""
    path = tmp_path / "odd.duckdb"
    shutil.copyfile(database, path)
    with duckdb.connect(path) as con:
        con.execute(f"create table mart.odd as select {2**127 - 1}::hugeint as huge")
    with connect(path) as con, pytest.raises(QueryError, match=r"the build: .*cast") as caught:
        export(con, tmp_path / "out", chosen(con, [], ["odd"]))
    assert "\n" not in str(caught.value)
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_name_that_is_none(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(
        QueryError, match=r"profit_pol: no such relation; did you mean .*profit_pool"
    ):
        chosen(con, [], ["profit_pol"])
    assert [one.full_name for one in chosen(con, [], ["company", "mart.build", "company"])] == [
        "stg.company", "mart.build",
    ]  # fmt: skip


def test_a_file_without_a_build_is_one_line(tmp_path: Path) -> None:
    with duckdb.connect() as con, pytest.raises(QueryError, match="run: profitpools rebuild"):
        export(con, tmp_path / "out", [])
    assert not list(tmp_path.iterdir())


def test_an_export_is_replaced_where_that_is_asked_for(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    out = tmp_path / "deep/out"
    export(con, out, chosen(con, ["mart"]))
    before = everything(out)
    with pytest.raises(ExportError, match="is an export already; give --replace"):
        export(con, out, chosen(con, [], ["coverage"]))
    assert everything(out) == before
    export(con, out, chosen(con, [], ["coverage"]), replace=True)
    assert everything(out).keys() == {
        "manifest.json", "dictionary.csv", "mart/coverage/part-0.parquet",
    }  # fmt: skip
    assert list(out.parent.iterdir()) == [out]


def test_an_empty_folder_may_be_filled(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export(con, tmp_path / "out", chosen(con, [], ["coverage"]))
    assert (tmp_path / "out/mart/coverage/part-0.parquet").is_file()


def test_through_a_link(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for replace in (False, True):
        export(con, tmp_path / "link", chosen(con, [], ["coverage"]), replace=replace)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real/manifest.json").is_file()


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("notes.txt", "mine", "is not empty and no export of ours"),
        ("manifest.json", "{}", "is not empty and no export of ours"),
        ("manifest.json", '{"format": "another"}', "is not empty and no export of ours"),
        ("manifest.json", '["profit-pools export 1"]', "is not empty and no export of ours"),
        ("empty/.keep", "", "is not empty and no export of ours"),
    ],
)
def test_what_is_not_ours_stays(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, name: str, text: str, complaint: str
) -> None:
    (tmp_path / "out" / name).parent.mkdir(parents=True)
    (tmp_path / "out" / name).write_text(text)
    with pytest.raises(ExportError, match=complaint):
        export(con, tmp_path / "out", chosen(con, ["mart"]), replace=True)
    assert everything(tmp_path) == {f"out/{name}": text.encode()}


def test_a_file_of_yours_in_an_export_stays(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    wanted = chosen(con, [], ["coverage"])
    export(con, tmp_path / "out", wanted)
    (tmp_path / "out/mart/notes.txt").write_text("mine")
    before = everything(tmp_path)
    with pytest.raises(ExportError, match=r"holds mart/notes\.txt, which is not of the export"):
        export(con, tmp_path / "out", wanted, replace=True)
    assert everything(tmp_path) == before


def test_a_file_that_comes_while_it_is_written_stays(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    wanted = chosen(con, [], ["coverage"])

    def put() -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out/notes.txt").write_text("mine")

    with pytest.raises(ExportError, match="is not empty and no export of ours"):
        export(con, tmp_path / "out", wanted, step=put)
    assert everything(tmp_path) == {"out/notes.txt": b"mine"}


def test_a_file_in_the_place_of_the_folder(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(ExportError, match="a file stands there; name another folder"):
        export(con, tmp_path / "out", chosen(con, ["mart"]), replace=True)
    assert (tmp_path / "out").read_text() == "mine"


def test_what_fails_halfway_leaves_nothing(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    wanted = chosen(con, ["mart"])
    export(con, tmp_path / "out", wanted)
    before = everything(tmp_path)
    left = iter([None, None])

    def full() -> None:
        if next(left, "out of room") is not None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="No space left"):
        export(con, tmp_path / "out", wanted, replace=True, step=full)
    assert everything(tmp_path) == before
