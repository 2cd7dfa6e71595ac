"""A real server on loopback that behaves as badly as it is told to, and remembers who asked what."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends. `length` overrides Content-Length, None leaves it out."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = -1
    is_endless: bool = False  # the body again and again
    head_drip: float = 0.0  # seconds between the head's bytes
    body_drip: float = 0.0  # seconds between the body's bytes
    is_hung_up: bool = False  # closes without a word
    head_bytes: int | None = None  # of its head, then closes
    validators: tuple[str, str] | None = None  # ETag and Last-Modified; 304 to who knows one


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    headers: dict[str, str]
    at: float


def zipped(body: bytes) -> Answer:
    return Answer(body=gzip.compress(body, mtime=0), headers={"Content-Encoding": "gzip"})


def redirect(to: str, status: int = 302) -> Answer:
    return Answer(status, headers={"Location": to})


class Site:
    """Answers each path with its answers in turn, the last one for ever; 404 where it has none."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[Request] = []
        self._lock = threading.Lock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site._serve(self)

            def log_message(self, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # a client that hangs up is what some tests are about

        self._server = Server(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.host}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def on(self, path: str, *answers: Answer) -> str:
        """Set what `path` answers; its address."""
        self.answers[path] = list(answers)
        return self.url + path

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    @contextmanager
    def running(self) -> Iterator[Site]:
        self._thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        at = time.monotonic()
        with self._lock:
            self.requests.append(Request(handler.path, dict(handler.headers), at))
            answers = self.answers.get(handler.path, [Answer(404)])
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
        try:
            self._send(handler, answer)
        except OSError:
            handler.close_connection = True

    def _send(self, handler: BaseHTTPRequestHandler, answer: Answer) -> None:
        sock = handler.connection
        if answer.is_hung_up:
            handler.close_connection = True
            sock.shutdown(socket.SHUT_RDWR)
            return
        status, body, headers = answer.status, answer.body, dict(answer.headers)
        if answer.validators:
            headers |= {"ETag": answer.validators[0], "Last-Modified": answer.validators[1]}
            known = handler.headers["If-None-Match"], handler.headers["If-Modified-Since"]
            if known[0] == answer.validators[0] or known == (None, answer.validators[1]):
                status, body = 304, b""
        if status != 304 and answer.length is not None and not answer.is_endless:
            headers["Content-Length"] = str(len(body) if answer.length < 0 else answer.length)
        if status != 304 and headers.get("Content-Length") != str(len(body)):
            handler.close_connection = True
            headers["Connection"] = "close"
        lines = [f"HTTP/1.1 {status} Told", *(f"{name}: {text}" for name, text in headers.items())]
        head = "\r\n".join([*lines, "", ""]).encode()
        _drip(sock, head[: answer.head_bytes], answer.head_drip)
        if answer.head_bytes is not None:
            handler.close_connection = True
            sock.shutdown(socket.SHUT_RDWR)
            return
        while True:
            _drip(sock, body, answer.body_drip)
            if not answer.is_endless:
                return


def _drip(sock: socket.socket, data: bytes, pause: float) -> None:
    if not pause:
        sock.sendall(data)
        return
    for byte in data:
        sock.sendall(bytes([byte]))
        time.sleep(pause)
