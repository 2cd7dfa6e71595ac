"""What a table's money is counted in, as its captions say: '(in millions)', 'NT$ thousands'."""

from __future__ import annotations

import re
from dataclasses import dataclass

SCALE = re.compile(
    r"\b(?:in|expressed in|amounts? in|figures in|units?:?)\b[^.;]{0,40}?"
    r"\b(thousand|million|billion)s?\b"
    r"|\(\s*(?:us|nt|hk|r)?\$? ?(thousand|million|billion)s?\b"
    r"|\b(?:rmb|nt\$|us\$|krw|€) ?'?(thousand|million|billion)s?\b|\$? ?(000)'?s\b"
    r"|(?<![A-Za-z$])(?:rmb|cny|krw|jpy|twd|usd|hkd|eur|(?:us|nt|hk)?\$|[€₩]) ?['‘’](000)"
    r"(?![\d.,])",
    re.I,
)
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "000": 10**3}
CURRENCIES = (
    (re.compile(r"NT\$|\bTWD\b|New Taiwan", re.I), "TWD"),
    (re.compile(r"\bRMB\b|\bCNY\b|renminbi", re.I), "CNY"),
    (re.compile(r"\bKRW\b|₩|\bKorean won\b", re.I), "KRW"),
    (re.compile(r"€|\bEUR\b|\beuros?\b", re.I), "EUR"),
    (re.compile(r"HK\$|\bHKD\b", re.I), "HKD"),
    (re.compile(r"¥|\bJPY\b|\byen\b", re.I), "JPY"),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What a table's money is counted in."""

    scale: int
    currency: str


def unit_of(texts: list[str]) -> Unit | None:
    """Scale and currency by the last text that states a scale; None where none does."""
    for text in reversed(texts):
        found = SCALE.search(text)
        if found:
            word = next(group for group in found.groups() if group).lower()
            currency = next((c for pattern, c in CURRENCIES if pattern.search(text)), "USD")
            return Unit(SCALES[word], currency)
    return None
