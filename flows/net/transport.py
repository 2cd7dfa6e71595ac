"""One HTTP request and its complete answer: allowed peers, and limits of size and time.

No redirects and no retries here. Gaps of the libraries are closed: urllib3 takes a truncated gzip
body for a whole one, `requests` reads the body of a redirect to its end however long it is, and
their timeouts count from packet to packet, so that a slow sender could hold us for ever.
"""

from __future__ import annotations

import http.client
import ipaddress
import os
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BufferedReader
from typing import BinaryIO, cast

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.response import HTTPResponse

from extractors.errors import FetchError
from flows.net.answer import Answer, Limits, RetryableError

_PIECE = 1 << 16
_UNCONNECTED = (
    urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError,
    ConnectionRefusedError, socket.gaierror,
)  # fmt: skip
_GZIP_MEMBERS = 1000  # a real body has one; thousands of tiny ones are a bomb


class Transport:
    """Sends requests over kept connections: https to public addresses, http to this machine."""

    def __init__(self, limits: Limits, monotonic: Callable[[], float]) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._session = _Session()
        self._session.trust_env = False  # else passwords from ~/.netrc would be sent
        self._session.headers.clear()
        self._session.mount("https://", _Adapter("https", _PublicPool))
        self._session.mount("http://", _Adapter("http", _LocalPool))

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def ask(self, url: str, headers: Mapping[str, str], key: str = "") -> Answer:
        """GET `url`, with the query `key` added, which no message shows.

        Raises RetryableError where another try may help, else FetchError.
        """
        asked = f"{url}{'&' if '?' in url else '?'}{key}" if key else url
        is_local = url.startswith("http:")
        deadline = self._monotonic() + self._limits.seconds
        with _broken_off():
            response = self._session.get(
                asked,
                headers={"Accept-Encoding": "gzip", "Accept": "*/*", **headers},
                stream=True,
                allow_redirects=False,
                timeout=(self._limits.connect, self._limits.silence),
                proxies={} if is_local else dict(get_environ_proxies(url)),
                verify=os.environ.get("REQUESTS_CA_BUNDLE") or True,
            )
            with response:
                data = self._body(response, url, deadline) if response.status_code == 200 else b""
        return Answer(response.status_code, response.headers, data)

    def _body(self, response: requests.Response, url: str, deadline: float) -> bytes:
        raw: HTTPResponse = response.raw
        pieces: list[bytes] = []
        size = 0
        while piece := raw.read1(_PIECE, decode_content=False):
            pieces.append(piece)
            size += len(piece)
            if size > self._limits.size:
                raise _too_large(url, self._limits.size)
            if self._monotonic() > deadline:
                raise RetryableError(f"the answer took more than {self._limits.seconds:g} s")
        return self._unpacked(b"".join(pieces), response.headers.get("Content-Encoding", ""), url)

    def _unpacked(self, data: bytes, encoding: str, url: str) -> bytes:
        match encoding.strip().lower():
            case "" | "identity":
                return data
            case "gzip" | "x-gzip":
                return gunzip(data, self._limits.size, url)
        raise FetchError(f"the body is in {encoding!r}, which nobody asked for", url)


def gunzip(data: bytes, limit: int, url: str) -> bytes:
    """The content of all members of a gzip body.

    Raises FetchError where a member is cut short or the content exceeds `limit` bytes.
    """
    pieces: list[bytes] = []
    size = 0
    for _ in range(_GZIP_MEMBERS):
        member = zlib.decompressobj(wbits=31)
        try:
            pieces.append(member.decompress(data, limit - size + 1))
        except zlib.error as error:
            raise RetryableError("the gzip body is damaged") from error
        size += len(pieces[-1])
        if size > limit:
            raise _too_large(url, limit)
        if not member.eof:
            raise RetryableError("the gzip body was cut short")
        data = member.unused_data
        if not data:
            return b"".join(pieces)
    raise FetchError(f"the gzip body has more than {_GZIP_MEMBERS:,} members", url)


def _too_large(url: str, limit: int) -> FetchError:
    return FetchError(f"the body is larger than {limit:,} bytes, which is the limit", url)


@contextmanager
def _broken_off() -> Iterator[None]:
    """Turn the libraries' exceptions for a failed or broken connection into RetryableError."""
    try:
        yield
    except (
        requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError
    ) as error:  # fmt: skip
        causes = _causes(error)
        is_unreachable = any(isinstance(cause, _UNCONNECTED) for cause in causes)
        raise RetryableError(_reason(causes), is_unreachable=is_unreachable) from error


def _causes(error: BaseException) -> list[BaseException]:
    causes = [error]
    while (inner := causes[-1].__cause__ or causes[-1].__context__) and inner not in causes:
        causes.append(inner)
    return causes


def _reason(causes: list[BaseException]) -> str:
    """The error in words, without memory addresses of library objects."""
    kinds: list[tuple[type[BaseException], str]] = [
        (urllib3.exceptions.IncompleteRead, "the body was cut short"),
        (http.client.IncompleteRead, "the body was cut short"),
        (ssl.SSLCertVerificationError, "its certificate is not valid"),
        (socket.gaierror, "no such host, or no name server"),
        (ssl.SSLError, "TLS failed"),
        (ConnectionRefusedError, "connection refused"),
        (TimeoutError, "no answer in time"),
        (urllib3.exceptions.TimeoutError, "no answer in time"),
    ]
    for kind, words in kinds:
        if any(isinstance(cause, kind) for cause in causes):
            return words
    return "the connection broke off"


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """None, as `requests` would read the whole body of a redirect and follow it unchecked."""


class _Adapter(HTTPAdapter):
    """Serves one scheme with connections of one class; a configured proxy with its own."""

    def __init__(self, scheme: str, pool: type[HTTPConnectionPool]) -> None:
        super().__init__(max_retries=0)
        self.poolmanager.pool_classes_by_scheme = {scheme: pool}


class _Lines:
    """A file that remembers the line read last in `last`: b"" at its end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.last = b""

    def readline(self, size: int = -1) -> bytes:
        """Read a line and remember it."""
        self.last = self._file.readline(size)
        return self.last

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class _Whole(http.client.HTTPResponse):
    """An answer whose headers must end with a blank line; http.client accepts truncated ones."""

    def begin(self) -> None:
        """Read the headers. Raises HTTPException where they are cut short."""
        file, lines = self.fp, _Lines(self.fp)
        self.fp = cast("BufferedReader", lines)
        try:
            super().begin()
        finally:
            if self.fp is not None:  # else it is closed
                self.fp = file
        if not lines.last:
            raise http.client.HTTPException("the head was cut short")


class _Public(HTTPSConnection):
    response_class = _Whole

    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn(), self.host, is_local=False)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3
        """The answer; the connection is cut if its headers take too long."""
        with _cut_after(self.timeout, self.sock):
            return super().getresponse()


class _Local(HTTPConnection):
    response_class = _Whole

    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn(), self.host, is_local=True)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3
        """The answer; the connection is cut if its headers take too long."""
        with _cut_after(self.timeout, self.sock):
            return super().getresponse()


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _Public


class _LocalPool(HTTPConnectionPool):
    ConnectionCls = _Local


def _checked(sock: socket.socket, host: str, *, is_local: bool) -> socket.socket:
    """The socket, if its peer is an address that we may talk to.

    The connection is asked, not DNS, whose answer may have changed since.
    """
    text = str(sock.getpeername()[0]).partition("%")[0]
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_loopback if is_local else address.is_global:
        return sock
    sock.close()
    raise FetchError(
        f"the name leads to {text}, which is {'not this machine' if is_local else 'not public'}",
        host,
        "see to the name server: nothing was sent",
    )


@contextmanager
def _cut_after(seconds: object, sock: socket.socket) -> Iterator[None]:
    """Shut the socket down if the headers of an answer are not complete in time."""

    def cut() -> None:
        """Shut the socket down."""
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds if isinstance(seconds, float | int) else 30.0, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
