"""inbox.csv: a row a file; what is wrong in it is named with its line."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extractors.errors import RegistryError
from flows.sources.inbox_manifest import ManifestRow, read_manifest


def test_a_row_says_what_the_document_does_not(tmp_path: Path) -> None:
    (tmp_path / "inbox.csv").write_text(
        "file,company_id,form,period_end,published,accepted,url\n"
        "a.htm,AMZN,10-K,2024-12-31,2025-02-07,2025-02-06T18:30:00-05:00,https://example.com/a\n"
        "sub/b.htm,,,,,,\n",
        encoding="utf-8-sig",
    )
    assert read_manifest(tmp_path) == {
        "a.htm": ManifestRow(
            "a.htm", "AMZN", "10-K", date(2024, 12, 31), date(2025, 2, 7),
            datetime(2025, 2, 6, 23, 30, tzinfo=UTC), "https://example.com/a",
        ),
        "sub/b.htm": ManifestRow("sub/b.htm"),
    }  # fmt: skip


def test_without_the_file_nothing_is_said(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name,form\n", "inbox.csv: its columns are name, form; use file, company_id"),
        ("", "inbox.csv: its columns are none; use file"),
        ("file,published\na.htm,7 Feb\n", "inbox.csv, line 2: its column published holds '7 Feb';"),
        ("file,accepted\na.htm,2025-02-06T18:30:00\n", "inbox.csv, line 2: its column accepted"),
        ("file,form\na.htm\n", "inbox.csv, line 2: it has more or fewer cells"),
        ("file,form\na.htm,10-K,x\n", "inbox.csv, line 2: it has more or fewer cells"),
        ("file\na.htm\na.htm\n", "inbox.csv, line 3: a.htm stands there twice; keep one row"),
        ("file,form\n,10-K\n", "inbox.csv, line 2: its column file is empty"),
        ('file\n"a.htm\n', "inbox.csv: it is not a table:"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, line: str) -> None:
    (tmp_path / "inbox.csv").write_text(text)
    with pytest.raises(RegistryError) as caught:
        read_manifest(tmp_path)
    assert str(caught.value).startswith(line)


def test_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "inbox.csv").write_bytes(b"file\n\xff.htm\n")
    with pytest.raises(RegistryError, match=r"inbox\.csv"):
        read_manifest(tmp_path)
