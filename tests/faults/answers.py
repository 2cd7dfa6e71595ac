"""Wrong answers of a server, by the kind of fault: what each row of the table tries."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from tests.builders.site import Answer, redirect, zipped
from tests.faults.site import body, right

NOTICE = b"<html><head><title>Service unavailable</title></head><body>Come back</body></html>"
RESTS = ["1", "120", "99999999", "-5", "soon", "", "Sun, 01 Mar 2026 12:00:30 GMT", "9" * 400]
Fault = Callable[[str], Answer]
"""The wrong answer for a path."""


def _status(number: int, **headers: str) -> Fault:
    return lambda _path: Answer(number, b"no", {**headers})


def _cut_body(path: str) -> Answer:
    whole = body(path)
    return Answer(body=whole[: len(whole) // 2], length=len(whole))


def _short_body(path: str) -> Answer:
    """Half of it, as if that were all."""
    whole = body(path)
    return Answer(body=whole[: len(whole) // 2])


def _cut_gzip(path: str) -> Answer:
    whole = zipped(body(path))
    return replace(whole, body=whole.body[: len(whole.body) // 2])


def _flipped_gzip(path: str) -> Answer:
    whole = bytearray(gzip.compress(body(path), mtime=0))
    whole[len(whole) // 2] ^= 0xFF
    return Answer(body=bytes(whole), headers={"Content-Encoding": "gzip"})


def _bomb(_path: str) -> Answer:
    return zipped(bytes(4 << 20))


def _other_kind(path: str) -> Answer:
    is_pdf = path.endswith(".pdf")
    return Answer(body=b"<html><p>x</p></html>" if is_pdf else b"%PDF-1.4\n%%EOF\n")


def _holed(path: str) -> Answer:
    """Zero bytes in the place of some, as after a damaged transfer."""
    whole = body(path)
    at = len(whole) // 3
    return Answer(body=whole[:at] + bytes(512) + whole[at + 512 :])


def _nested(_path: str) -> Answer:
    return Answer(body=b"[" * 100_000)


def _huge(_path: str) -> Answer:
    return Answer(body=json.dumps({"filings": ["x" * 100] * 20_000}).encode())


def _climbing(path: str) -> Answer:
    """Names that lead out of the folder, and to other machines."""
    whole = body(path)
    for name in (b"pltr-20251231.htm", b"2025-03-14.pdf", b"000132165526000011"):
        whole = whole.replace(name, b"../../../../etc/passwd")
    return Answer(body=whole)


FAULTS: Mapping[str, tuple[Fault, ...]] = {
    "refused (401, 403)": (_status(401), _status(403)),
    "missing (404, 410), as before its documents are there": (_status(404), _status(410)),
    "asked to rest (429, 503, eight forms of Retry-After)": tuple(
        _status(429 if number % 2 else 503, **{"Retry-After": rest})
        for number, rest in enumerate(RESTS)
    ),
    "broken server (500, 502, 504)": tuple(map(_status, (500, 502, 504))),
    "connection closed, or the head cut": (
        lambda path: Answer(is_hung_up=True),
        lambda path: replace(right(path), head_bytes=15),
        lambda path: replace(right(path), head_bytes=40),
    ),
    "body cut": (_cut_body, _short_body),
    "gzip cut, damaged, or a bomb": (_cut_gzip, _flipped_gzip, _bomb),
    "a notice, nothing, or another kind with status 200": (
        lambda path: Answer(body=NOTICE),
        lambda path: Answer(),
        _other_kind,
    ),
    "zero bytes within": (_holed,),
    "redirected elsewhere, or in a circle": (
        lambda path: redirect("http://10.0.0.1/secret"),
        lambda path: redirect(path),
        lambda path: redirect("file:///etc/passwd"),
    ),
    "a body without an end": (lambda path: Answer(body=b"<p>x</p>" * 9999, is_endless=True),),
    "slow bytes": (
        lambda path: replace(right(path), head_drip=0.05),
        lambda path: replace(right(path), body_drip=0.05),
    ),
    "JSON that is none, nested or huge": (
        lambda path: Answer(body=b'{"filings": '),
        lambda path: Answer(body=b'{"filings": {"recent": 3}, "reports": "x"}'),
        _nested,
        _huge,
    ),
    "names that lead out of their folder": (_climbing,),
}


def concerns(fault: str, path: str) -> bool:
    """Whether the fault is one of this kind of page."""
    kind = PurePosixPath(path.partition("?")[0]).suffix
    if fault.startswith("JSON"):
        return kind == ".json" or path.startswith("/v1/")
    if fault.startswith("names"):
        return path.endswith(("/index.json", "-index.htm")) or "/submissions/" in path
    if fault.startswith("zero"):
        return kind not in (".pdf", ".xml")  # packed: the reader refuses what it cannot unpack
    return True
