"""The length of periods that the words above a table name for all of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.language.phrases import has, pattern


def length_in(texts: Iterable[str]) -> str:
    """'Three Months Ended' or the like, as the nearest text prints it; '' if none does, or two."""
    named = ((text, list(pattern("length_ended").finditer(text))) for text in reversed([*texts]))
    text, found = next((one for one in named if one[1]), ("", []))
    if any(has(text[: one.start()], "length_and") for one in found):
        return ""
    return found[0][0] if len({m[0].lower().partition(" ended")[0] for m in found}) == 1 else ""


def are_lengths(texts: Sequence[str]) -> bool:
    """Whether different lengths are alone on lines: each is over some columns, none over all."""
    return len({t.lower() for t in texts if pattern("length_ended").fullmatch(t)}) > 1
