"""A bucket of S3, or of what speaks its language, as objects; through obstore, the extra `s3`.

Credentials, region and endpoint are those of the environment, by Amazon's own names:
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL; without
keys, those of the machine's role.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from extractors.errors import ArchiveError
from warehouse.disk.objects import Entry

NAME = "PROFIT_POOLS_ARCHIVE"
_ADDRESS = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[\w.=-]+)*/?", re.ASCII)
_PATIENCE = {"max_retries": 4, "retry_timeout": timedelta(seconds=60)}
_CLIENT = {"connect_timeout": timedelta(seconds=5), "timeout": timedelta(seconds=120)}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_TO_DO = f"check {NAME}, the AWS_* variables and the network, then run again"


@dataclass(frozen=True, slots=True)
class Bucket:
    """Objects under 's3://bucket/prefix'. Every method may raise ArchiveError."""

    address: str

    @classmethod
    def of(cls, address: str) -> Bucket:
        """The bucket of an address. Raises ArchiveError where it is none, or obstore is lacking."""
        if not _ADDRESS.fullmatch(address) or ".." in address:
            raise ArchiveError(
                f"{address!r} is no address of a bucket", NAME, "write it as s3://bucket/prefix"
            )
        if find_spec("obstore") is None:
            to_do = "install it: pip install 'profit-pools[s3]'"
            raise ArchiveError("obstore, which reads and writes buckets, is lacking", NAME, to_do)
        return cls(address.rstrip("/"))

    def put(self, key: str, data: bytes) -> bool:
        """See Objects."""
        library, store = _opened(self.address)
        with self._told(key):
            try:
                library.put(store, key, data, mode="create")
            except library.exceptions.AlreadyExistsError:
                return False
            except FileNotFoundError as error:
                raise ArchiveError(_line(error), self.place(key), _TO_DO) from error
        return True

    def get(self, key: str) -> bytes:
        """See Objects."""
        library, store = _opened(self.address)
        with self._told(key):
            return bytes(library.get(store, key).bytes())

    def exists(self, key: str) -> bool:
        """See Objects."""
        library, store = _opened(self.address)
        with self._told(key):
            try:
                library.head(store, key)
            except FileNotFoundError:
                return False
        return True

    def list(self, prefix: str) -> Sequence[Entry]:
        """See Objects."""
        library, store = _opened(self.address)
        with self._told(prefix):
            found = [
                Entry(one["path"], one["size"], one["last_modified"])
                for chunk in library.list(store, prefix.rstrip("/"))
                for one in chunk
            ]
        return sorted(found, key=lambda entry: entry.key)

    def delete(self, key: str) -> None:
        """See Objects."""
        library, store = _opened(self.address)
        with self._told(key):
            library.delete(store, key)

    def place(self, key: str) -> str:
        """See Objects."""
        return f"{self.address}/{key}"

    @contextmanager
    def _told(self, key: str) -> Iterator[None]:
        """Turn obstore's errors, of many lines, into one."""
        errors = import_module("obstore.exceptions")
        try:
            yield
        except errors.BaseError as error:
            raise ArchiveError(_line(error), self.place(key), _TO_DO) from error


@cache
def _opened(address: str) -> tuple[Any, Any]:
    """The library, which only those load who have a bucket, and its store, which keeps connections.

    Raises ArchiveError for a configuration that is none.
    """
    library, stores = import_module("obstore"), import_module("obstore.store")
    endpoint = os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT") or ""
    is_local = urlsplit(endpoint).hostname in _LOOPBACK
    if endpoint and not is_local and urlsplit(endpoint).scheme != "https":
        what = "buckets are asked by https alone, except on this machine"
        raise ArchiveError(what, "AWS_ENDPOINT_URL", "give an address of https")
    try:
        store = stores.from_url(
            address, client_options={**_CLIENT, "allow_http": is_local}, retry_config=_PATIENCE
        )
    except (import_module("obstore.exceptions").BaseError, ValueError) as error:
        raise ArchiveError(_line(error), address, _TO_DO) from error
    return library, store


def _line(error: Exception) -> str:
    """The first of the lines of obstore's errors, which go on with answers and its own insides."""
    if "NoSuchBucket" in str(error):
        return "there is no such bucket"
    return str(error).partition("\n")[0].partition(": <?xml")[0].strip()[:300]
