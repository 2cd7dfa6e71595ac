"""URLs: splitting them, showing them in messages, and following redirects."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit

from extractors.errors import FetchError
from flows.net.answer import Answer

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def shown(url: str) -> str:
    """`url` for a message: without user name and password, on one line, shortened."""
    scheme, mark, rest = url.partition("//")
    place, slash, path = rest.partition("/")
    text = f"{scheme}{mark}{place.rpartition('@')[2]}{slash}{path}" if mark else url
    plain = "".join(char if char.isprintable() else "?" for char in text)
    return plain if len(plain) <= 300 else f"{plain[:300]}…"


def split(url: str) -> SplitResult:
    """The parts of a URL. Raises FetchError where it is malformed."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is not a number
    except ValueError as error:
        raise FetchError("not an address", shown(url), "write https://host/path") from error
    return parts


def loopback_of(address: str | None) -> str | None:
    """Host and port of a site on this machine, reached over plain HTTP.

    Raises FetchError for others.
    """
    if address is None:
        return None
    parts = split(address)
    if parts.scheme != "http" or parts.hostname not in _LOOPBACK or "@" in parts.netloc:
        raise FetchError(
            "a site without TLS must be on this machine",
            shown(address),
            "use http://127.0.0.1:PORT",
        )
    return parts.netloc.lower()


def target(url: str, answer: Answer) -> str:
    """The address to which the redirect answered by `url` leads. Raises FetchError."""
    location = answer.headers.get("Location", "")
    if not location:
        raise FetchError(f"{answer.status} without a place to go to", shown(url))
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise FetchError("a redirect to what is not an address", shown(url)) from error
