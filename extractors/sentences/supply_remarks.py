"""Remarks on what is scarce, high-bandwidth memory and advanced packaging: sentences, no numbers.

A remark says how scarce it is, how much is sold or how much more there will be; a product's name
and a risk that every report lists say nothing. It is a fact without a value, which no figure uses.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractors.language.fiscal_calendar import Calendar
from extractors.language.phrases import has, read
from extractors.language.text import TextLine, sentences
from extractors.model import Fact, Instant

CONCEPT = "remark › "
"""Before the topic."""
HINTS = ("hbm", "bandwidth", "packaging", "cowos", "wafer")
"""One of them is in each topic: to look for them is much quicker than for the expression."""
LONGEST = 1_000
"""Characters of a sentence; what is longer is a list that lost its full stops."""


def supply_remarks(lines: Iterable[TextLine], dates: Calendar, document: str) -> tuple[Fact, ...]:
    """The remarks, dated to the end of the reported period; each sentence once."""
    if dates.reported is None:
        return ()
    period = Instant(dates.reported)
    found: dict[str, Fact] = {}
    for line in lines:
        lower = line.text.lower()
        if not any(hint in lower for hint in HINTS) or not has(line.text, "remark_topic"):
            continue
        for sentence in sentences(line):
            said = sentence.text
            topic = read(said).value("remark_topic") if len(said) < LONGEST else None
            if topic is None or not has(said, "remark_word") or has(said, "remark_other"):
                continue
            place = sentence.place(sentence.start, sentence.end)
            found.setdefault(said, Fact(
                document=document, concept=f"{CONCEPT}{topic}", period=period,
                members=frozenset(), value=None, unit="pure", decimals=None, quote=said,
                locator=place,
            ))  # fmt: skip
    return tuple(found.values())
