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


class Robots:
    """The rules of the sites that one discovery asks, each site's read once."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._rules: dict[str, RobotFileParser | FetchError] = {}

    def forbidden(self, urls: Iterable[str]) -> list[FetchError]:
        """An error for each address that its site's robots.txt forbids; none without rules.

        Where the rules cannot be fetched, each address of the site gets an error.
        """
        found = []
        for url in urls:
            rule = self._of(url)
            if isinstance(rule, FetchError):
                what = f"not asked, since its robots.txt cannot be had: {rule.what}"
                found.append(FetchError(what, url, "run again later"))
            elif not rule.can_fetch(NAME, url):
                to_do = "take it out of sources.csv, or put the documents into the inbox yourself"
                found.append(FetchError("its robots.txt closes it to programs", url, to_do))
        return found

    def _of(self, url: str) -> RobotFileParser | FetchError:
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}/robots.txt"
        if place not in self._rules:
            self._rules[place] = _read(place, self._web)
        return self._rules[place]


def _read(place: str, web: Web) -> RobotFileParser | FetchError:
    parser = RobotFileParser()
    kept, now = web.listings.kept(place), web.http.now()
    if kept is not None and now - kept.retrieved <= FRESH:
        data = kept.data
    else:
        try:
            data = web.listings.get(place).data
        except MissingError:
            data = b""  # no rules: everything is allowed
        except FetchError as error:
            return error
        web.listings.remember(place, data, now)  # also where nothing is new: for another day
    parser.parse(data.decode("utf-8", "replace").splitlines())
    return parser
