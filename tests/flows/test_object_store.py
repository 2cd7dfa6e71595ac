"""The same refresh, with the archive in a bucket that machines share: the same warehouse."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flows.sample.server import SampleServer
from tests.builders.bucket import bucket, s3
from tests.builders.place import SITE
from tests.flows.conftest import Command, at_once

KINDS = ("MU", "TSM", "hon_hai")
"""Companies with reports as HTML and PDF, and with the exchange rates of their currencies."""


@pytest.mark.slow
def test_a_refresh_into_a_bucket_gives_the_same_warehouse(tmp_path: Path) -> None:
    local, one, other = (Command(tmp_path / name) for name in ("local", "one", "other"))
    with s3() as variables, SampleServer(SITE, limit=sys.maxsize) as server:
        environ = {**variables, "PROFIT_POOLS_ARCHIVE": bucket(variables)}
        at_once(local, server.url, {}, KINDS)
        assert "nothing new" not in at_once(one, server.url, environ, KINDS)
        assert "nothing new" in at_once(one, server.url, environ, KINDS)
        assert one.content_hash == local.content_hash
        assert {path.name for path in (one.home / "archive").iterdir()} == {"mirror"}
        rebuilt = other("rebuild", environ=environ)
        assert rebuilt.code == 0, rebuilt.err
        assert "read by today's readers" not in rebuilt.err
        assert other.content_hash == local.content_hash
        status = other("status", environ=environ)
        assert status.out.splitlines()[1].split()[0] == "archive"
        assert environ["PROFIT_POOLS_ARCHIVE"] in status.out


def test_an_address_of_a_bucket_that_is_none(command: Command) -> None:
    for words in (("status",), ("rebuild",), ("refresh",)):
        done = command(*words, environ={"PROFIT_POOLS_ARCHIVE": "pools"})
        assert (done.code, done.out) == (1, "")
        assert done.err == (
            "profitpools: PROFIT_POOLS_ARCHIVE: 'pools' is no address of a bucket; "
            "write it as s3://bucket/prefix\n"
        )
