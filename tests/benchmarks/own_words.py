"""Which words of the vocabulary only one company's documents bear out.

A phrase may be there because one company's report taught it. To know how that company would have
been read by someone who had never seen it, its own words are taken out: the alternatives of
phrases.csv and concepts.csv without which every other company's documents are read as before.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractors.language.captions import plain_caption
from extractors.language.phrases import Phrase, pattern_of

NEVER = "(?!)"
"""An expression that nothing matches: what is left of a row whose words all go."""
CAPTION = 120
"""Characters of a line that may still be a caption."""
Search = Callable[[str], re.Match[str] | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a vocabulary: its fields as the file has them, and how its pattern is asked."""

    fields: Mapping[str, str]
    is_phrase: bool

    def search(self, pattern: str) -> Search:
        """Where a text holds `pattern`, asked as the readers ask this row's."""
        if self.is_phrase:
            return pattern_of(Phrase(**{**self.fields, "pattern": pattern})).search
        found = re.compile(pattern, re.IGNORECASE)
        if self.fields["match"] == "text":
            return found.search
        return lambda text: found.match(_caption(text)) if len(text) < CAPTION else None


_caption = lru_cache(maxsize=1 << 20)(plain_caption)


def rows(text: str) -> list[Row]:
    """The rows of phrases.csv or concepts.csv."""
    read = list(csv.DictReader(io.StringIO(text)))
    return [Row(row, "witness" in row) for row in read]


def written(kept: list[Row]) -> str:
    """The file of these rows."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(kept[0].fields), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row.fields for row in kept)
    return out.getvalue()


def is_worded(row: Row) -> bool:
    """Whether the row's pattern is asked of printed text, and not of the names of tags."""
    return row.is_phrase or row.fields["match"] in ("caption", "line", "text")


def alternatives(pattern: str) -> Iterator[tuple[int, int]]:
    """Spans of all alternatives of a pattern, those inside others first; a lone one is none."""
    open_at: list[list[int]] = [[0]]
    at = 0
    while at < len(pattern):
        step = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]").match(pattern, at)
        if step:
            at = step.end()
            continue
        if pattern[at] == "(":
            head = re.compile(r"\((?:\?(?:P<\w+>|<?[=!]|-?[a-z]*:))?").match(pattern, at)
            assert head
            at = head.end()
            open_at.append([at])
            continue
        if pattern[at] == "|":
            open_at[-1].append(at + 1)
        elif pattern[at] == ")":
            yield from _spans(open_at.pop(), at)
        at += 1
    yield from _spans(open_at.pop(), len(pattern))


def _spans(starts: list[int], end: int) -> Iterator[tuple[int, int]]:
    if len(starts) > 1:
        yield from zip(starts, [*(start - 1 for start in starts[1:]), end], strict=True)


def without(pattern: str, span: tuple[int, int]) -> str:
    """The pattern with one alternative less."""
    start, end = span
    if pattern[end : end + 1] == "|":
        return pattern[:start] + pattern[end + 1 :]
    return pattern[: start - 1] + pattern[end:]


def left(row: Row, found: Mapping[str, set[str]]) -> dict[str, Row]:
    """By company what is left of the row without that company's own words, where it has any.

    `found` has every line that the row matches, with the companies whose documents print it.
    """
    everyone = set[str]().union(*found.values())
    if len(everyone) == 1:
        return {everyone.pop(): _with(row, NEVER)}
    pattern = row.fields["pattern"]
    search = row.search(pattern)
    # Lines of several companies first: they settle most alternatives at once.
    spans = {line: _span(search(line)) for line in sorted(found, key=lambda one: -len(found[one]))}
    own: dict[str, list[str]] = {}
    for start, end in alternatives(pattern):
        less = _searching(row, without(pattern, (start, end)))
        company = _only_one(less, spans, found) if less else None
        if company:
            own.setdefault(company, []).append(pattern[start:end])
    return {
        company: _with(
            row, _shortened(row, words, [t for t, by in found.items() if by != {company}])
        )
        for company, words in own.items()
    }


def _only_one(
    less: Search, spans: Mapping[str, tuple[int, int] | None], found: Mapping[str, set[str]]
) -> str | None:
    """The company whose lines alone are found otherwise; None for nobody's and for several's."""
    touched: set[str] = set()
    for line, before in spans.items():
        if _span(less(line)) != before:
            touched |= found[line]
            if len(touched) > 1:
                return None
    return touched.pop() if touched else None


def _with(row: Row, pattern: str) -> Row:
    return Row({**row.fields, "pattern": pattern}, row.is_phrase)


def _shortened(row: Row, words: list[str], others: list[str]) -> str:
    """The pattern without these alternatives, as far as the lines of others are found as before."""
    pattern = row.fields["pattern"]
    search = row.search(pattern)
    before = [_span(search(line)) for line in others]
    for word in words:
        spans = [one for one in alternatives(pattern) if pattern[slice(*one)] == word]
        for span in spans[:1]:
            less = without(pattern, span)
            after = _searching(row, less)
            if after and [_span(after(line)) for line in others] == before:
                pattern = less
    return pattern


def _searching(row: Row, pattern: str) -> Search | None:
    try:
        return row.search(pattern)
    except re.error:  # a group that another place names went with its alternative
        return None


def _span(found: re.Match[str] | None) -> tuple[int, int] | None:
    return found and found.span()
