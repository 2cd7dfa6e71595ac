"""The meaning of XBRL concepts and captions: the packaged concepts.csv, parsed once at import.

match     meaning of the row
concept   this XBRL concept means `metric`; the lowest rank in the statement wins
caption   an extension concept whose row caption matches this expression means `metric`
line      a line without any concept whose caption matches this expression means `metric`
whole     this concept is all of `metric`, never a part of it
text      these words of a sentence, or of a guidance table, name `metric`
anchor    this concept shows that a table is the `statement`; `use` groups those that must meet
axis      this axis divides a company (use: segment, product), qualifies it (consolidation), or
          states whose numbers they are (scope)
member    what a member of such an axis means (operating, corporate, elimination, subtotal); whole:
          of a scope, the company with its subsidiaries
concentration  how a customer's share is tagged: the concept (share), its axes (of, kind, whose),
          and the members by which it is a share of revenue, by customers (revenue, customer)
cover     this concept states about the document what the dei concept in `use` states in the US
taxonomy  concepts that begin so are of a standard; `use` is the basis of accounting
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from extractors.language.phrases import pattern
from extractors.model import Member

Statement = Literal["income", "cash_flow", "balance", "note", "table", "any"]
"""Where a meaning holds; note: anywhere; table: in any table, as a sentence may tell of a part."""
SOURCE = files("extractors.language").joinpath("concepts.csv")


@dataclass(frozen=True, slots=True)
class Meaning:
    """One row: `metric` where `pattern` matches and the fact is in `statement`."""

    metric: str
    pattern: str
    statement: str
    rank: int
    is_for_segments: bool
    expression: re.Pattern[str] | None = None

    @property
    def is_by_caption(self) -> bool:
        """Whether the caption decides, and not the concept."""
        return self.expression is not None


def _rows() -> list[dict[str, str]]:
    return list(csv.DictReader(SOURCE.read_text(encoding="utf-8").splitlines()))


def _meaning(row: dict[str, str]) -> Meaning:
    by_caption = row["match"] in ("caption", "line")
    return Meaning(
        row["metric"],
        row["pattern"],
        row["statement"],
        int(row["rank"]),
        row["use"] == "both",
        re.compile(row["pattern"], re.IGNORECASE) if by_caption else None,
    )


_ROWS = _rows()
_BY_CONCEPT: dict[str, list[Meaning]] = defaultdict(list)
for _row in _ROWS:
    if _row["match"] == "concept":
        _BY_CONCEPT[_row["pattern"]].append(_meaning(_row))
_BY_CAPTION = [_meaning(row) for row in _ROWS if row["match"] == "caption"]
_BY_LINE = [_meaning(row) for row in _ROWS if row["match"] == "line"]
SUBJECT = re.compile(
    "|".join(f"(?P<{row['metric']}>{row['pattern']})" for row in _ROWS if row["match"] == "text"),
    re.IGNORECASE,
)
"""The metric that words of running text name: its name is the group's."""
ANCHORS: dict[str, tuple[str, str]] = {
    row["pattern"]: (row["statement"], row["use"]) for row in _ROWS if row["match"] == "anchor"
}
_WHOLE = frozenset(row["pattern"] for row in _ROWS if row["match"] == "whole")
AXES: dict[str, str] = {row["pattern"]: row["use"] for row in _ROWS if row["match"] == "axis"}
MEMBERS: dict[str, str] = {row["pattern"]: row["use"] for row in _ROWS if row["match"] == "member"}
CONCENTRATION: dict[str, str] = {
    row["pattern"]: row["use"] for row in _ROWS if row["match"] == "concentration"
}
COVER: dict[str, str] = {row["pattern"]: row["use"] for row in _ROWS if row["match"] == "cover"}
_TAXONOMIES = {row["pattern"]: row["use"] for row in _ROWS if row["match"] == "taxonomy"}
STANDARD_PREFIXES = tuple(_TAXONOMIES)
"""How the concepts of standard taxonomies begin."""


def is_extension(concept: str) -> bool:
    """Whether the concept is the filer's own."""
    return not concept.startswith(STANDARD_PREFIXES)


def is_ifrs(concept: str) -> bool:
    """Whether the concept is from the IFRS taxonomy, or that of a country that adopted IFRS."""
    return any(_TAXONOMIES[one] == "ifrs" for one in STANDARD_PREFIXES if concept.startswith(one))


def scope_of(members: frozenset[Member]) -> str | None:
    """The member that says whether numbers are consolidated or the parent's alone."""
    return next((member for axis, member in members if AXES.get(axis) == "scope"), None)


def is_whole(concept: str) -> bool:
    """Whether the concept is the whole metric, as CostOfRevenue is, never a part of it."""
    return concept in _WHOLE


def meanings(concept: str) -> list[Meaning]:
    """Meanings of a standard concept; empty where it is unmapped."""
    return _BY_CONCEPT.get(concept, [])


@lru_cache(maxsize=8192)
def caption_meanings(caption: str) -> tuple[Meaning, ...]:
    """Meanings of an extension concept by the caption of its row."""
    bare = pattern("either_sign").sub(" ", caption.replace("’", "'"))
    plain = " ".join(re.sub(r"\s*,\s*", ", ", bare).split())
    return tuple(m for m in _BY_CAPTION if m.expression and m.expression.match(plain))


@lru_cache(maxsize=8192)
def line_meanings(caption: str) -> tuple[Meaning, ...]:
    """Meanings of a printed line by its plain caption (see `captions.plain_caption`)."""
    return tuple(m for m in _BY_LINE if m.expression and m.expression.match(caption))
