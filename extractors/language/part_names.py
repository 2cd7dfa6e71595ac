"""Names of parts of a company in forms that can be compared."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
FILLER = frozenset(("segment", "segments", "group", "the", "total", "and", "member"))


@lru_cache(maxsize=4096)
def words(name: str) -> frozenset[str]:
    """Lower-case words of a caption or a CamelCase name, without those that all names share."""
    local = name.rpartition(":")[2]
    found = {word.lower() for word in WORD.findall(local)}
    return frozenset(found - {"member", "segment", "segments", "and", "the", "group", "business"})


def readable(member: str) -> str:
    """A name from an XBRL member, for want of a caption: 'amzn:NorthAmericaSegmentMember'."""
    local = re.sub(r"(?:Segments?)?Member$", "", member.rpartition(":")[2])
    return " ".join(WORD.findall(local)) or member


@lru_cache(maxsize=8192)
def plain(name: str) -> str:
    """A name for comparison: without case, brackets, punctuation and filler words."""
    bare = re.sub(r"[^a-z0-9 ]", " ", re.sub(r"\([^)]*\)", " ", name.lower()).replace("&", " and "))
    found = [word for word in bare.split() if word not in FILLER]
    return " ".join(found or bare.split())
