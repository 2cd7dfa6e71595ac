"""Applies robots.txt: which addresses a site lets programs fetch; rules are cached for a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from extractors.errors import FetchError
from flows.net.client import MissingError
from flows.sources.web import Web

NAME = "profit-pools"
"""Who we are to a robots.txt."""
FRESH = timedelta(days=1)


def forbidden(urls: Iterable[str], web: Web) -> list[FetchError]:
    """An error for each address that its site's robots.txt forbids; none where it has no rules.

    Where the rules cannot be fetched, each address of the site gets an error.
    """
    rules: dict[str, RobotFileParser | FetchError] = {}
    found = []
    for url in urls:
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}/robots.txt"
        if place not in rules:
            rules[place] = _rules(place, web)
        rule = rules[place]
        if isinstance(rule, FetchError):
            what = f"not asked, since its robots.txt cannot be had: {rule.what}"
            found.append(FetchError(what, url, "run again later"))
        elif not rule.can_fetch(NAME, url):
            to_do = "take it out of sources.csv, or put the documents into the inbox yourself"
            found.append(FetchError("its robots.txt closes it to programs", url, to_do))
    return found


def _rules(place: str, web: Web) -> RobotFileParser | FetchError:
    parser = RobotFileParser()
    kept = web.listings.kept(place)
    try:
        if kept is None or web.http.now() - kept.retrieved > FRESH:
            kept = web.listings.get(place)
        parser.parse(kept.data.decode("utf-8", "replace").splitlines())
    except MissingError:
        parser.parse([])  # no rules: everything is allowed
    except FetchError as error:
        return error
    return parser
