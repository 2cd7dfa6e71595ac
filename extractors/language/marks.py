"""Marks behind printed words that are none of them: footnotes, colons."""

from __future__ import annotations

import re
from functools import lru_cache

FOOTNOTE = re.compile(
    r"(?:\s*\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\s*[*†‡§]+|[¹²³⁴⁵⁶⁷⁸⁹]+)+$", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def clean_caption(text: str) -> str:
    """A caption without white space runs, footnote marks at its end, and a closing colon."""
    text = " ".join(text.split()).rstrip(":").strip()
    return FOOTNOTE.sub("", text).rstrip(":").strip() or text
