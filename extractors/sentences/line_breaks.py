"""Sentences of a text's lines, and whether a line of a page's layout cut them."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.language.phrases import has, pattern
from extractors.language.text import TextLine, is_title, sentences

ENDING = 200
"""Characters at the end of a line that hold a value with its unit and range."""


def in_lines(lines: tuple[TextLine, ...]) -> Iterator[tuple[TextLine, bool, bool]]:
    """Sentences, whether their beginning is on another line, and whether they begin a line.

    A page's layout may cut sentences.
    """
    cut, before = False, ""
    for line in lines:
        is_long = len(line.text.split()) > 8
        goes_on = cut and is_long and line.text[:1].isalnum() and not line.is_item
        is_cut = goes_on or line.text[:1].islower()
        is_cut = is_cut and not (line.text[:1].isupper() and _begins(line.text, before))
        before = line.text
        ends = (".", ":", ";", "!", "?", "; and")  # "; and" before the last item of a list
        cut = is_long and not line.text.rstrip(" ”’\"')").endswith(ends)
        cut = cut and not is_title(line.text)
        is_listed = has(line.text[-ENDING:], "ends_in_value") and has(line.text, "expects")
        if is_listed or has(line.text, "rate_assumed"):
            cut = False  # one of a list; a line that goes on from it begins with a small letter
        for sentence in sentences(line):
            is_first = sentence.start == line.start
            yield sentence, is_cut and is_first, is_first


def _begins(text: str, before: str) -> bool:
    """Whether it begins with who expects: "Orlabeck expects", below a line that may end there."""
    return bool(pattern("expecting").match(text)) and not has(before.rstrip(), "caption_joint")
