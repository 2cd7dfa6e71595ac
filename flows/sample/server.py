"""The sample site on loopback, under EDGAR's own URL layout and with its HTTP behaviour.

`python -m flows.sample.server --port N` prints the address and serves until it is interrupted.
Conditional requests are answered 304, too many in a second 429 with Retry-After, as at EDGAR.
`/-/counters` reports the requests received, so that a test can see the rate of several clients.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import cast
from urllib.parse import unquote, urlsplit

from extractors.errors import FetchError, PipelineError
from flows.sample.pages import page as framed
from flows.sample.pages import paragraph
from flows.sample.site import HTML, JSON, TEXT, Page, build
from flows.sample.tables import PACKAGED, load
from flows.sample.wording import NOTICE
from flows.terminal.console import fail, say

HOST = "127.0.0.1"
LIMIT = 10
"""Requests a second that EDGAR allows."""
COUNTERS = "/-/counters"
_ENDS = {signal.SIGINT, signal.SIGTERM}
_NOT_FOUND = Page(framed("Not found", [paragraph("There is no such page.")]), HTML, status=404)


@dataclass(frozen=True, slots=True)
class Counters:
    """Statistics of the server: requests, answers by status, bytes sent, busiest second."""

    requests: int
    statuses: dict[str, int]
    body_bytes: int
    peak_per_second: int


class _Log:
    """Counts requests and applies the rate limit, which is one for all clients."""

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self._limit, self._clock = limit, clock
        self._lock = threading.Lock()
        self._last: deque[float] = deque()
        self._statuses: Counter[str] = Counter()
        self._requests = self._bytes = self._peak = 0

    def is_over(self) -> bool:
        """Count a request; whether it exceeds the limit within a second."""
        with self._lock:
            now = self._clock()
            self._last.append(now)
            while self._last[0] <= now - 1:
                self._last.popleft()
            self._requests += 1
            self._peak = max(self._peak, len(self._last))
            return len(self._last) > self._limit

    def answered(self, status: int, size: int) -> None:
        """Count an answer."""
        with self._lock:
            self._statuses[str(status)] += 1
            self._bytes += size

    def counters(self) -> Counters:
        """All counts at one moment."""
        with self._lock:
            statuses = dict(sorted(self._statuses.items()))
            return Counters(self._requests, statuses, self._bytes, self._peak)


class SampleServer:
    """A site on a port of loopback, served by a thread of its own; a context manager.

    site     path → page, read at each request, so that a test may change it
    port     0 for any free one
    limit    requests a second above which 429 is answered
    Raises FetchError where the port is taken.
    """

    def __init__(
        self,
        site: Mapping[str, Page],
        port: int = 0,
        *,
        limit: int = LIMIT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.site = site
        self.log = _Log(limit, clock)
        try:
            self._http = _Http((HOST, port), self)
        except (OSError, OverflowError) as error:
            what = f"port {port} cannot be used: {getattr(error, 'strerror', None) or error}"
            to_do = "choose another with --port, or 0 for any that is free"
            raise FetchError(what, HOST, to_do) from error
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """'http://127.0.0.1:PORT', without a last slash."""
        return f"http://{HOST}:{self._http.server_port}"

    @property
    def counters(self) -> Counters:
        """The server's statistics so far."""
        return self.log.counters()

    def start(self) -> SampleServer:
        """Begin to serve."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving and free the port."""
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()

    def __enter__(self) -> SampleServer:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    block_on_close = False  # an open client connection must not delay the shutdown

    def __init__(self, address: tuple[str, int], owner: SampleServer) -> None:
        self.owner = owner
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "sample"
    sys_version = ""
    timeout = 30
    wbufsize = -1  # headers and body in one segment; else each answer waits for an ACK
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer with the page."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answer with the page's headers."""
        self._answer()

    def _answer(self) -> None:
        owner = cast("_Http", self.server).owner
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        if path == COUNTERS:
            body = json.dumps(asdict(owner.counters)).encode()
            self._send(Page(body, JSON), is_counted=False)
        elif owner.log.is_over():
            waits = (("Retry-After", "1"),)
            text = "Request rate threshold exceeded; wait and ask again.\n"
            self._send(Page(text.encode(), TEXT, status=429, headers=waits))
        else:
            self._send(owner.site.get(page_key(owner.site, path, parts.query), _NOT_FOUND))

    def _send(self, page: Page, *, is_counted: bool = True) -> None:
        etag = f'"{hashlib.sha256(page.body).hexdigest()[:32]}"'
        status = 304 if page.status == 200 and self._has(etag, page) else page.status
        body = b"" if status == 304 or self.command == "HEAD" else page.body
        given = {name.lower() for name, _ in page.headers}
        self.send_response(status)
        self.send_header("X-Facsimile", NOTICE)
        if page.status == 200:
            self.send_header("ETag", etag)
            self.send_header("Last-Modified", format_datetime(page.modified, usegmt=True))
        if status != 304:
            self.send_header("Content-Type", page.media_type)
            if "content-length" not in given:
                self.send_header("Content-Length", str(len(page.body)))
        for name, value in page.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        if is_counted:
            cast("_Http", self.server).owner.log.answered(status, len(body))

    def _has(self, etag: str, page: Page) -> bool:
        """Whether the client's copy is current: by its ETag, or else by its date."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            known = (tag.strip().removeprefix("W/") for tag in tags.split(","))
            return any(tag in (etag, "*") for tag in known)
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and page.modified <= parsedate_to_datetime(since)
        except (ValueError, TypeError):
            return False

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's own name)
        """Print nothing; requests are counted instead."""


def page_key(site: Mapping[str, Page], path: str, query: str) -> str:
    """The page of this path whose query, if any, is contained in the request's; the longest."""
    if not query:
        return path
    asked = set(query.split("&"))
    keys = (key for key in site if key.startswith(f"{path}?"))
    fitting = (key for key in keys if asked.issuperset(key.partition("?")[2].split("&")))
    return max(fitting, key=len, default=path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m flows.sample.server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port of loopback (default: any free)")
    parser.add_argument("--limit", type=int, default=LIMIT, help="requests a second (default 10)")
    parser.add_argument("--tables", type=Path, help="folder with facts.csv and its siblings")
    options = parser.parse_args(arguments)
    # Blocked before any thread starts, so that only sigwait below receives them.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    try:
        site = build(load(options.tables or PACKAGED))
        with SampleServer(site, options.port, limit=options.limit) as server:
            sys.stdout.write(f"{server.url}\n")
            sys.stdout.flush()
            say(f"{len(site)} pages; end with Ctrl-C")
            signal.sigwait(_ENDS)
    except (PipelineError, OSError) as error:
        fail(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
