"""Typed access to JSON answers of sources: objects, texts and dates, with FetchError for others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from extractors.errors import FetchError

Row = Mapping[str, object]
_TO_DO = "see in a browser what it answers, and whether its row of sources.csv is right"


def answer(data: bytes, url: str) -> Row:
    """The decoded JSON object. Raises FetchError."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        what = f"the answer is no JSON: {type(error).__name__}"
        raise FetchError(what, url, _TO_DO) from error
    if not isinstance(found, dict):
        raise FetchError("the answer is no JSON object", url, _TO_DO)
    return cast(Row, found)


def rows(found: Row, key: str, url: str) -> list[Row]:
    """The objects in the list under `key`. Raises FetchError where there is no such list."""
    listed = found.get(key)
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise FetchError(f"the answer lists no {key!r}", url, _TO_DO)
    return cast("list[Row]", listed)


def text(row: Row, key: str, url: str) -> str:
    """The text under `key`. Raises FetchError."""
    found = row.get(key)
    if not isinstance(found, str):
        raise FetchError(f"a row of the answer has no text {key!r}", url, _TO_DO)
    return found


def day(row: Row, key: str, form: str, url: str) -> date:
    """The date under `key` in strptime format `form`; trailing text is ignored.

    Raises FetchError.
    """
    printed = text(row, key, url)
    try:
        width = len(date(2000, 10, 10).strftime(form))
        return datetime.strptime(printed[:width], form).date()  # noqa: DTZ007 (a day has no zone)
    except ValueError as error:
        raise FetchError(f"{key!r} is no day: {printed[:40]!r}", url, _TO_DO) from error
