"""Which pages of a PDF can hold figures: a score for each by its text layer.

A report of 120 pages prints its figures on some eight: three statements, the segment note, the
tables of margins, the outlook. Only these are worth reading word by word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.pdf.text_layer import Text

SHORT = 30
"""A release: all its pages are read."""
CHOSEN = 10
AMOUNT = re.compile(r"\(?[$€£¥!]?\(?\d[\d,.]*\)?%?\)?|[—–-]")
SIGNS = frozenset("$ € £ ¥ ! % ) (".split())


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page: how many of them may be chosen, what heads them, what their lines say."""

    name: str
    most: int
    least: float
    heading: re.Pattern[str]
    captions: tuple[re.Pattern[str], ...]


def _kind(name: str, most: int, least: float, heading: str, *captions: str) -> Kind:
    compiled = tuple(re.compile(caption, re.I | re.M) for caption in captions)
    return Kind(name, most, least, re.compile(heading, re.I | re.M), compiled)


SALES = r"^(?:total )?(?:net )?(?:revenues?|sales)\b"
COSTS = r"^(?:total )?costs? of"
GROSS = r"^gross (?:profit|margin)"
NET_INCOME = r"^net (?:income|earnings|profit|loss)"
EXPENSES = r"^(?:total )?operating (?:costs|expenses)"
OPERATING = r"^(?:total )?(?:segment )?operating (?:income|profit|loss|expenses|margin)"
BEFORE_TAX = r"before (?:provision for |benefit from )?(?:income )?tax"
INCOME = "operations|income|earnings|profit or loss|comprehensive income"
KINDS = (
    _kind(
        "income", 1, 4,
        rf"consolidated (?:condensed )?(?:statements? of (?:consolidated )?(?:{INCOME})"
        r"|income statements?)|^\W*income statements?\W*$",
        SALES, COSTS, GROSS, EXPENSES, NET_INCOME, BEFORE_TAX,
        r"^research,? (?:and|&) development|^technology and",
        r"^(?:operating (?:income|profit)|income from operations)|^(?:loss|profit) from operat",
        r"income tax|provision for|taxes", r"per share|^basic|^diluted", r"^interest",
    ),
    _kind(
        "cash flow", 1, 4,
        r"statements? of cash flows?|cash flows? statements?",
        rf"{NET_INCOME}|^profit for", r"depreciation|amortization",
        r"net cash|operating activities",
        r"^(?:purchases?|acquisitions?|additions?) (?:of|to) (?:property|plant)"
        r"|^additions to property|capital expenditures|investments? in property",
        r"stock.based compensation|share.based", r"inventor", r"accounts? (?:payable|receivable)",
        r"investing activities", r"financing activities", r"deferred (?:income )?tax",
    ),
    _kind(
        "balance", 1, 5,
        r"balance sheets?|statements? of financial position",
        r"^total assets", r"^total current assets", r"^inventor", r"^accounts payable",
        r"^total (?:current )?liabilities", r"equity$|total (?:stockholders|shareholders|equity)",
        r"^goodwill", r"^(?:total )?cash and",
    ),
    _kind(
        "segment", 3, 4,
        r"^.{0,30}\bsegments?\b(?!.{0,80}page)",
        rf"{SALES}|^segment (?:net )?(?:revenues?|sales)", rf"{OPERATING}|^(?:segment )?net income",
        r"segment", r"all other|corporate|unallocated|eliminations|reconcil", COSTS, BEFORE_TAX,
        r"^gross profit|^total margin|^margin", r"consolidated|^total\b",
        r"^segment (?:assets|profit|operating|net|information|results)|^identifiable assets",
        r"^depreciation", r"^capital expenditures",
    ),
    _kind(
        "margins", 3, 3,
        r"results of operations|overview|operating margin|gross margin|percent",
        r"gross (?:margin|profit)\b.*%|gross margin", SALES, GROSS, OPERATING, COSTS,
        r"^net income",
        r"operating margin|margin %|operating income.*%",
    ),
    _kind(
        "reconciliation", 2, 4,
        r"non-?gaap|reconciliation of|core performance",
        r"^(?:non-?gaap|adjusted|core) (?:net |gross |operating |revenue)", r"non-?gaap",
        r"^(?:gaap )?operating (?:income|margin)", r"^(?:gaap )?net (?:income|sales)",
        r"^(?:gaap )?gross", r"restructuring|stock-based|amortization",
    ),
    _kind(
        "selected", 1, 5,
        r"selected (?:consolidated )?(?:historical )?financial data|five.year|quarterly",
        SALES, r"^net (?:income|earnings|loss)", GROSS, r"^operating income", r"^total assets",
        r"long.term (?:debt|obligations)", r"per share",
    ),
)  # fmt: skip
AHEAD = re.compile(r"expect|outlook|guidance|anticipat|forecast", re.I)
AIM = re.compile(
    r"\b(?:net sales|revenues?|operating income|gross margin|operating margin"
    r"|capital (?:expenditures?|spending|investments?))\b",
    re.I,
)
MARK = re.compile(r"\$ ?\d[\d.,]*(?: ?(?:-|–|to|and) ?\$ ?[\d.,]+)?(?: (?:m|b)illion)?|\d[\d.]*%")
BACK = re.compile(
    r"\b(?:increased|decreased|was|were|grew|compared (?:to|with)|primarily|recognized)\b", re.I
)
SENTENCE = re.compile(r"(?<=[.;:•])\s+")
MARGIN = re.compile(
    r"\boperating margin (?:of|was|increased|decreased)[^.]{0,40}\d%|\bmargin %\s*-?\d+%", re.I
)
MOST_AIMS, MOST_MARGINS = 2, 4
FIRST = 20.0
"""What being the best of its kind counts for: every kind has its page before any has two."""


def choose(pages: Sequence[Text], short: int = SHORT) -> list[int]:
    """Numbers of the pages worth reading, in order: all of a release, at most ten of a report.

    A release has no more than `short` pages.
    """
    if len(pages) <= short:
        return [page.number for page in pages if page.text.strip()]
    chosen: dict[int, float] = {}
    features = [_Features.of(page.text) for page in pages]
    for kind in KINDS:
        _add(chosen, [_score(kind, feature) for feature in features], kind.most, kind.least)
    _add(chosen, [_aims(page.text) for page in pages], MOST_AIMS, 1)
    _add(chosen, [3.0 * len(MARGIN.findall(page.text)) for page in pages], MOST_MARGINS, 3)
    best = sorted(chosen, key=lambda index: (-chosen[index], index))[:CHOSEN]
    return sorted(pages[index].number for index in best)


def _add(chosen: dict[int, float], scores: list[float], most: int, least: float) -> None:
    """The best `most` pages of one kind join the chosen, with their scores.

    So do those beside the very best that resemble it: tables go on over the page.
    """
    ranked = sorted(range(len(scores)), key=lambda index: (-scores[index], index))
    for rank, index in enumerate(ranked[:most]):
        if scores[index] >= least:
            chosen[index] = max(chosen.get(index, 0), scores[index] + FIRST * (rank == 0))
    for index in (ranked[0] - 1, ranked[0] + 1):
        if ranked[0] in chosen and 0 <= index < len(scores) and scores[index] >= 2:
            chosen.setdefault(index, scores[index])


def _aims(text: str) -> float:
    """How many sentences of the page look ahead and name a metric and an amount."""
    if not AHEAD.search(text):
        return 0
    found = 0.0
    for sentence in SENTENCE.split(" ".join(text.split())):
        if len(sentence) < 400 and AHEAD.search(sentence) and AIM.search(sentence):
            marks = len(MARK.findall(sentence))
            found += min(marks, 2) * (0.3 if BACK.search(sentence) else 1)
    return found


@dataclass(frozen=True, slots=True)
class _Features:
    """A page's first lines, its short lines, and its lines that end in two numbers or more."""

    head: str
    short: str
    rows: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Features:
        lines = [line for part in text.splitlines() if (line := " ".join(part.split()))]
        short = "\n".join(line for line in lines if len(line) < 90)
        rows = tuple(line for line in lines if _ends_in_numbers(line))
        return cls("\n".join(lines[:14]), short, rows)


def _score(kind: Kind, page: _Features) -> float:
    """How many of the kind's captions head rows of numbers (or stand alone, for a half)."""
    if len(page.rows) < 3:
        return 0
    found = 0.0
    for caption in kind.captions:
        if any(caption.search(row) for row in page.rows):
            found += 1
        elif caption.search(page.short):
            found += 0.5
    if found < 2:
        return 0
    return found + (3 if kind.heading.search(page.head) else bool(kind.heading.search(page.short)))


def _ends_in_numbers(line: str) -> bool:
    last = [word for word in line.split()[-6:] if word not in SIGNS]
    return len(last) > 1 and all(AMOUNT.fullmatch(word) for word in last[-2:])
