"""The same refresh, with the archive in a bucket that machines share: the same warehouse."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.bucket import bucket, s3
from tests.builders.place import Place
from tests.flows.conftest import Command


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
