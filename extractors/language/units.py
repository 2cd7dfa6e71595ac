"""What a table's money is counted in, as its captions say: '(in millions)', 'NT$ thousands'."""

from __future__ import annotations

import re
from dataclasses import dataclass

SCALE = re.compile(
    r"\b(?:in|expressed in|amounts? in|figures in|units?:?)\b(?:[^.;]|\bu\.s\.){0,40}?"
    r"\b(thousand|million|billion|trillion)s?\b"
    r"|\(\s*(?:(?:us|nt|hk|r)?\$|[€£¥₩])? ?(thousand|million|billion)s?\b"
    r"|(?:\b(?:rmb|krw|usd|twd|eur|dollars?,?)|\b(?:nt|us)?\$|[€£¥₩])"
    r" ?'?(thousand|million|billion|trillion)s?\b|(?<![\d,.])\$? ?(000)['’]?s\b|\((000)\b"
    r"|(?<![A-Za-z$])(?:rmb|cny|krw|jpy|twd|usd|hkd|eur|(?:us|nt|hk)?\$|[€₩]) ?['‘’](000)"
    r"(?![\d.,])",
    re.I,
)
HUNDREDS = re.compile(r"\b(?:hundreds? (?:of )?|100 )(?:thousand|million|billion)", re.I)
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "000": 10**3}
CURRENCIES = (
    (re.compile(r"NT\$|\b(?:TWD|NTD)\b|New Taiwan", re.I), "TWD"),
    (re.compile(r"\bRMB\b|\bCNY\b|renminbi|\byuan\b", re.I), "CNY"),
    (re.compile(r"\bKRW\b|₩|\bwon\b", re.I), "KRW"),
    (re.compile(r"€|\bEUR\b|\beuros?\b", re.I), "EUR"),
    (re.compile(r"HK\$|\bHKD\b", re.I), "HKD"),
    (re.compile(r"¥|\bJPY\b|\byen\b", re.I), "JPY"),
    (re.compile(r"£|\bGBP\b|\bpounds? sterling\b|\bpounds\b", re.I), "GBP"),
    (re.compile(r"₹|\bINR\b|\brupees?\b", re.I), "INR"),
    (re.compile(r"\bCHF\b|\bSwiss francs?\b", re.I), "CHF"),
    (re.compile(r"\bSEK\b|\bSwedish kron", re.I), "SEK"),
    (re.compile(r"\bDKK\b|\bDanish kron", re.I), "DKK"),
    (re.compile(r"\bNOK\b|\bNorwegian kron", re.I), "NOK"),
    (re.compile(r"\bILS\b|₪|\bNIS\b|\bshekels?\b", re.I), "ILS"),
    (re.compile(r"(?<![A-Za-z])S\$|\bSGD\b|\bSingapore dollars?\b", re.I), "SGD"),
    (re.compile(r"(?<![A-Za-z])C\$|\bCAD\b|\bCanadian dollars?\b", re.I), "CAD"),
    (re.compile(r"(?<![A-Za-z])A\$|\bAUD\b|\bAustralian dollars?\b", re.I), "AUD"),
    (re.compile(r"(?<![A-Za-z])R\$|\bBRL\b|\breais\b", re.I), "BRL"),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What a table's money is counted in."""

    scale: int
    currency: str


def unit_of(texts: list[str]) -> Unit | None:
    """Scale and currency by the last text that states a scale; None where none does."""
    for text in reversed(texts):
        if word := scale_word(text):
            currency = next((c for pattern, c in CURRENCIES if pattern.search(text)), "USD")
            times = 100 if HUNDREDS.search(text) else 1
            return Unit(SCALES[word] * times, currency)
    return None


def scale_word(text: str) -> str | None:
    """The scale that the text states, as SCALES names it: 'million'; None where it states none."""
    found = SCALE.search(text)
    return found and next(group for group in found.groups() if group).lower()


def is_unit(text: str) -> bool:
    """Whether the text states what money is counted in: the one grammar that every reader asks."""
    return SCALE.search(text) is not None
