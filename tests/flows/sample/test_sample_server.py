"""The sample server: EDGAR's manners on loopback."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from extractors.errors import FetchError
from flows.sample.server import HOST, SampleServer
from flows.sample.site import Page, build
from flows.sample.tables import load

ROOT = Path(__file__).parents[3]
WHEN = datetime(2025, 2, 26, 21, 21, 32, tzinfo=UTC)
CUT_SHORT = (("Content-Length", "8"), ("Connection", "close"))
BODY = b"<html>a release</html>"
RELEASE = "/Archives/edgar/data/1/000000000025000001/a.htm"


class Clock:
    """A clock that stands still until it is told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock: Clock) -> Iterator[SampleServer]:
    site = {RELEASE: Page(BODY, "text/html; charset=utf-8", WHEN)}
    with SampleServer(site, limit=3, clock=clock) as running:
        yield running


class Answer:
    """Status, headers and body of one request."""

    def __init__(self, server: SampleServer, path: str, method: str = "GET", **headers: str):
        address = urlsplit(server.url)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection(HOST, address.port, timeout=10)) as connection:
            connection.request(method, path, headers=named)
            with connection.getresponse() as response:
                self.status, self.headers = response.status, response.headers
                self.body = response.read()


def test_a_page_has_its_type_etag_and_date(server: SampleServer) -> None:
    answer = Answer(server, RELEASE)
    assert (answer.status, answer.body) == (200, BODY)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["ETag"] == f'"{hashlib.sha256(BODY).hexdigest()[:32]}"'
    assert answer.headers["Last-Modified"] == "Wed, 26 Feb 2025 21:21:32 GMT"
    assert answer.headers["X-Facsimile"].startswith("Facsimile made for demonstration")


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("If_None_Match", '"{etag}"', 304),
        ("If_None_Match", 'W/"{etag}"', 304),
        ("If_None_Match", '"other", "{etag}"', 304),
        ("If_None_Match", '"other"', 200),
        ("If_Modified_Since", "Wed, 26 Feb 2025 21:21:32 GMT", 304),
        ("If_Modified_Since", "Wed, 26 Feb 2025 21:21:31 GMT", 200),
        ("If_Modified_Since", "some day", 200),
    ],
)
def test_conditional_requests(server: SampleServer, name: str, value: str, status: int) -> None:
    etag = hashlib.sha256(BODY).hexdigest()[:32]
    answer = Answer(server, RELEASE, **{name: value.format(etag=etag)})
    assert (answer.status, answer.body) == (status, BODY if status == 200 else b"")
    assert answer.headers["ETag"] == f'"{etag}"'


def test_a_changed_body_is_new_under_the_same_address(server: SampleServer) -> None:
    first = Answer(server, RELEASE)
    server.site = {RELEASE: Page(b"corrected", "text/html; charset=utf-8", WHEN)}
    second = Answer(server, RELEASE, If_None_Match=first.headers["ETag"])
    assert (second.status, second.body) == (200, b"corrected")


def test_head_sends_no_body(server: SampleServer) -> None:
    answer = Answer(server, RELEASE, "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(BODY))


def test_a_missing_page_is_404_and_says_so(server: SampleServer) -> None:
    answer = Answer(server, "/Archives/edgar/data/1/none.htm")
    assert answer.status == 404
    assert b"There is no such page." in answer.body
    assert "ETag" not in answer.headers


def test_too_many_in_a_second_must_wait(server: SampleServer, clock: Clock) -> None:
    assert [Answer(server, RELEASE).status for _ in range(3)] == [200, 200, 200]
    refused = Answer(server, RELEASE)
    assert (refused.status, refused.headers["Retry-After"]) == (429, "1")
    clock.now += 1
    assert Answer(server, RELEASE).status == 200


def test_counters_are_open_to_other_processes(server: SampleServer, clock: Clock) -> None:
    for _ in range(4):
        Answer(server, RELEASE)
    clock.now += 5
    Answer(server, "/none")
    seen = json.loads(Answer(server, "/-/counters").body)
    assert seen["requests"] == 5  # asking for the counters is not counted
    assert seen["statuses"] == {"200": 3, "404": 1, "429": 1}
    assert seen["peak_per_second"] == 4
    assert server.counters.requests == 5


def test_many_clients_at_once(clock: Clock) -> None:
    site = {RELEASE: Page(BODY, "text/html; charset=utf-8", WHEN)}
    with SampleServer(site, limit=1000, clock=clock) as server, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: Answer(server, RELEASE).status, range(100)))
    assert answers == [200] * 100
    assert server.counters.requests == 100


def test_what_goes_wrong_can_be_served(server: SampleServer) -> None:
    away = (("Location", "http://10.0.0.1/"),)
    server.site = {
        "/away": Page(b"", "text/html", WHEN, 302, away),
        "/short": Page(b"half", "text/html", WHEN, 200, CUT_SHORT),
    }
    assert Answer(server, "/away").headers["Location"] == "http://10.0.0.1/"
    with pytest.raises(http.client.IncompleteRead):
        Answer(server, "/short")


def test_a_taken_port_is_told_in_one_line(server: SampleServer) -> None:
    port = urlsplit(server.url).port or 0
    with pytest.raises(FetchError) as told:
        SampleServer({}, port)
    assert str(told.value) == (
        f"127.0.0.1: port {port} cannot be used: Address already in use; "
        "choose another with --port, or 0 for any that is free"
    )


def test_a_port_that_is_none_is_told_too() -> None:
    with pytest.raises(FetchError, match="port 70000 cannot be used"):
        SampleServer({}, 70000)


def test_stop_frees_the_port() -> None:
    with SampleServer({}) as server:
        port = urlsplit(server.url).port or 0
    with SampleServer({}, port) as again:
        assert again.url == server.url


@pytest.fixture(scope="module")
def whole() -> Iterator[SampleServer]:
    with SampleServer(build(load()), limit=10_000) as running:
        yield running


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/files/company_tickers.json", "application/json"),
        ("/submissions/CIK0001045810.json", "application/json"),
        ("/submissions/CIK0001045810-submissions-001.json", "application/json"),
        (
            "/Archives/edgar/data/1045810/000104581025000021/0001045810-25-000021-index.html",
            "text/html; charset=utf-8",
        ),
        (
            "/Archives/edgar/data/1045810/000104581025000021/index.json?x=1",
            "application/json",
        ),
        (
            "/Archives/edgar/data/1045810/0001045810-25-000021.txt",
            "text/plain; charset=utf-8",
        ),
        (
            "/Archives/edgar/data/1045810/000104581025000023/nvda-20250126.htm",
            "application/xhtml+xml; charset=utf-8",
        ),
        ("/ir/2317.TW/", "text/html; charset=utf-8"),
        ("/ir/2317.TW/index.json", "application/json"),
        ("/ir/2317.TW/2025-05-14.pdf", "application/pdf"),
        ("/releases/h10/averages.csv", "text/csv; charset=utf-8"),
    ],
)
def test_the_whole_site_is_served(whole: SampleServer, path: str, media_type: str) -> None:
    answer = Answer(whole, path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, media_type)
    assert len(answer.body) == int(answer.headers["Content-Length"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_it_is_told_to_end(number: int) -> None:
    process = started("--port", "0")
    assert process.stdout is not None
    address = urlsplit(process.stdout.readline().strip())
    with socket.create_connection((address.hostname, address.port), timeout=10):
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, "")
    assert err.endswith("pages; end with Ctrl-C\n")


def test_the_command_says_that_its_port_is_taken(server: SampleServer) -> None:
    process = started("--port", str(urlsplit(server.url).port))
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert "cannot be used" in err


def started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "flows.sample.server", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
