"""A cache of sources' listings, so that an unchanged list costs one conditional request.

One file for each address: a line of JSON (validators, time, hash), then the bytes. A cache only:
whatever is lost or damaged is fetched again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flows.net.client import Judge, Response, Source
from warehouse.disk.files import explained, lock, sweep_unused, write


class Listings:
    """The listings fetched through `http`, cached in `folder`; itself a Source.

    Raises ArchiveError where `folder` cannot be read or written.
    """

    def __init__(self, folder: Path, http: Source, trusted: frozenset[str] = frozenset()) -> None:
        self._folder = folder
        self._http = http
        self._trusted = trusted
        sweep_unused(folder / "scratch", folder / "lock")  # files left by a killed process

    def trusting(self, urls: frozenset[str]) -> Listings:
        """The same cache, which does not ask again for cached pages at `urls`."""
        return Listings(self._folder, self._http, urls)

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        judge: Judge | None = None,
    ) -> Response:
        """The page after one request; on 304 with the cached bytes.

        `is_not_modified` says that the bytes equal the cached ones, also for sources without
        validators; validators given here are used where nothing is cached. A page in which `judge`
        finds a fault is not cached, and a cached one with a fault is fetched again. Raises
        FetchError.
        """
        kept = self.kept(url)
        if kept is None or (judge and judge(kept.data) is not None):
            return self._keep(url, self._http.get(url, judge=judge))
        if url in self._trusted:
            return kept
        etag, last_modified = kept.etag or etag, kept.last_modified or last_modified
        answer = self._http.get(url, etag=etag, last_modified=last_modified, judge=judge)
        if answer.is_not_modified:
            return replace(answer, data=kept.data)
        is_same = answer.data == kept.data
        if not is_same or (answer.etag, answer.last_modified) != (kept.etag, kept.last_modified):
            self._keep(url, answer)
        return replace(answer, is_not_modified=is_same)

    def kept(self, url: str) -> Response | None:
        """The cached page, without a request; None if there is none."""
        path = self._path(url)
        with explained(path):
            try:
                head, _, data = path.read_bytes().partition(b"\n")
            except FileNotFoundError:
                return None
        try:
            known = json.loads(head)
            is_whole = known["sha256"] == hashlib.sha256(data).hexdigest() and known["url"] == url
            retrieved = datetime.fromisoformat(known["retrieved"]).astimezone(UTC)
            etag, last_modified = known["etag"], known["last_modified"]
        except (ValueError, KeyError, TypeError):
            return None
        if not is_whole:
            return None
        return Response(url, 200, data, etag, last_modified, retrieved, is_not_modified=True)

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Hold what is called `name` alone, of all who work on this folder."""
        place = self._folder / f"{name}.lock"
        with ExitStack() as held:
            with explained(place):
                held.enter_context(lock(place, alone=True))
            yield

    def remember(self, name: str, data: bytes, now: datetime) -> None:
        """Keep a note of our own beside the pages; `kept` gives it back."""
        self._keep(name, Response(name, 200, data, None, None, now, is_not_modified=False))

    def _keep(self, url: str, answer: Response) -> Response:
        known = {
            "url": url,
            "etag": answer.etag,
            "last_modified": answer.last_modified,
            "retrieved": answer.retrieved.isoformat(),
            "sha256": hashlib.sha256(answer.data).hexdigest(),
        }
        content = json.dumps(known).encode() + b"\n" + answer.data
        path = self._path(url)
        with explained(path), lock(self._folder / "lock", alone=False):
            write(path, self._folder / "scratch", lambda file: file.write(content))
        return answer

    def _path(self, url: str) -> Path:
        name = hashlib.sha256(url.encode()).hexdigest()
        return self._folder / name[:2] / name
