"""What `profitpools doctor` says of clock, server and identity."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from extractors.errors import PipelineError
from flows.net.surroundings import clock, prefect_server
from tests.builders.site import Answer, Site
from tests.flows.conftest import Command


@pytest.fixture
def site() -> Iterator[Site]:
    with Site().running() as site:
        yield site


def server(site: Site, body: bytes, *, away: timedelta = timedelta()) -> str:
    date = format_datetime(datetime.now(UTC) + away, usegmt=True)
    site.on("/api/admin/version", Answer(body=body, headers={"Date": date}))
    return f"{site.url}/api"


def test_a_server_of_our_version_and_time_is_well(site: Site) -> None:
    url = server(site, b'"3.8.8"')
    assert prefect_server(url, "3.8.8") == f"3.8.8, as the server at {url}"


def test_without_a_server_there_is_nothing_to_compare() -> None:
    assert prefect_server("", "3.8.8") == "3.8.8, and no server: PREFECT_API_URL is not set"


@pytest.mark.parametrize(
    ("body", "away", "line"),
    [
        (b'"3.9.1"', 0, "the server has Prefect 3.9.1, and here is 3.8.8; give both one version"),
        (b'"3.8.8"', -3600, "the server's clock differs from ours by 3,"),
        (b"<html>", 0, "no Prefect server answers; start it with "),
    ],
)
def test_a_server_that_differs_is_named(site: Site, body: bytes, away: int, line: str) -> None:
    url = server(site, body, away=timedelta(seconds=away))
    with pytest.raises(PipelineError) as caught:
        prefect_server(url, "3.8.8")
    assert str(caught.value).startswith(f"{url}: {line}")


def test_a_clock_that_is_behind_what_has_been_is_wrong() -> None:
    now = datetime.now(UTC)
    assert clock(now - timedelta(days=1)).endswith(" UTC")
    with pytest.raises(PipelineError, match="is before the newest document came in"):
        clock(now + timedelta(hours=2))


def test_an_identity_without_an_address_is_bad(command: Command) -> None:
    done = command("doctor", environ={"PROFIT_POOLS_IDENTITY": "Jane Doe", "PREFECT_API_URL": ""})
    (line,) = [one for one in done.out.splitlines() if one.split()[1] == "identity"]
    assert line.startswith("bad  identity   www.sec.gov: PROFIT_POOLS_IDENTITY holds no e-mail")
    assert done.code == 1
