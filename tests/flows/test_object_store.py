"""The same refresh, with the archive in a bucket that machines share: the same warehouse."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.reading import intake
from tests.builders.bucket import bucket, s3
from tests.builders.place import Place
from tests.flows.conftest import Command
from warehouse.disk.objects import Folder


@pytest.mark.slow
def test_a_refresh_into_a_bucket_gives_the_same_warehouse(place: Place, tmp_path: Path) -> None:
    words = ("refresh", "--source", "sample", "--site", place.server.url)
    local, one, other = (Command(tmp_path / name) for name in ("local", "one", "other"))
    assert local(*words).code == 0
    with s3() as variables:
        environ = {**variables, "PROFIT_POOLS_ARCHIVE": bucket(variables)}
        done = one(*words, environ=environ)
        assert done.code == 0, done.err
        assert one.content_hash == local.content_hash
        assert {path.name for path in (one.home / "archive").iterdir()} == {"mirror"}
        again = one(*words, environ=environ)
        assert again.code == 0
        assert "nothing new" in again.err
        rebuilt = other("rebuild", environ=environ)
        assert rebuilt.code == 0, rebuilt.err
        assert "read by today's readers" not in rebuilt.err
        assert other.content_hash == local.content_hash
        told = other("status", environ=environ)
        assert told.out.splitlines()[1].split()[0] == "archive"
        assert environ["PROFIT_POOLS_ARCHIVE"] in told.out


def test_an_address_of_a_bucket_that_is_none(command: Command) -> None:
    for words in (("status",), ("rebuild",), ("refresh",)):
        done = command(*words, environ={"PROFIT_POOLS_ARCHIVE": "pools"})
        assert (done.code, done.out) == (1, "")
        assert done.err == (
            "profitpools: PROFIT_POOLS_ARCHIVE: 'pools' is no address of a bucket; "
            "write it as s3://bucket/prefix\n"
        )


def test_a_refresh_reads_each_origin_and_manifest_once(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BATCH", 1)
    command = Command(place.home)
    words = ("refresh", "--source", "sample", "--site", place.server.url, "--company", "PLTR")
    read: list[str] = []
    get = Folder.get
    monkeypatch.setattr(Folder, "get", lambda self, key: (read.append(key), get(self, key))[1])
    for _ in range(2):
        assert command(*words).code == 0
    kept = [key for key in read if key.startswith(("origins/", "batches/")) and ".json" in key]
    batches = [key for key in kept if key.startswith("batches/")]
    assert (len(kept) - len(batches), len(batches)) == (3, 4)  # three documents, and their fold
    assert sorted(kept) == sorted(set(kept))
