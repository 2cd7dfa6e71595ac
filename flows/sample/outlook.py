"""Guidance sentences in our own words: a midpoint plus or minus something, a range, or 'about'.

The wording is computed from the bounds in the tables: low and high around a midpoint become 'plus
or minus 2%' or 'plus or minus 50 basis points'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from flows.sample.tables import Company, Row
from flows.sample.wording import CAPTIONS, amount, percent, period_name

BASES = {"gaap": "GAAP", "non_gaap": "non-GAAP", "ifrs": ""}
_NAMES = {"operating_expenses": "operating expenses", "capital_expenditures": "capital spending"}
_UNITS = {"USD": "US dollar", "TWD": "NT dollar", "EUR": "euro", "KRW": "won"}
Bounds = Mapping[str, Row]


def sentences(rows: Sequence[Row], company: Company) -> list[str]:
    """One sentence for each metric and period with guidance, in the order of the tables."""
    guided: dict[tuple[str, str], dict[str, dict[str, Row]]] = defaultdict(dict)
    for row in rows:
        if row.kind == "guidance" and row.bound:
            bases = guided[row.metric.removeprefix("guidance_"), row.label]
            bases.setdefault(row.basis, {})[row.bound] = row
    return [_sentence(metric, label, bases, company) for (metric, label), bases in guided.items()]


def _sentence(metric: str, label: str, bases: Mapping[str, Bounds], company: Company) -> str:
    """'For the first quarter of fiscal 2026 we expect a GAAP gross margin of 70.6% and …'."""
    if metric == "exchange_rate":
        return _rate(label, next(iter(bases.values()))["mid"])
    name = _NAMES.get(metric) or CAPTIONS[metric].lower()
    plain = len(bases) == 1 and ("ifrs" in bases or metric == "revenue")
    parts, spans = [], []
    for basis, bounds in bases.items():
        what = name if plain else f"{BASES[basis]} {name}".strip()
        value, span = _value(bounds, company)
        parts.append(f"{_article(metric, what)} of {value}")
        spans.append(span)
    values = " and ".join(parts)
    same = spans[0] if spans[0] and len(set(spans)) == 1 else ""
    each = ", each" if same and len(parts) > 1 else ","
    tail = f"{each} plus or minus {same}" if same else ""
    when = period_name(label)
    start = f"For the {when}" if "quarter" in when else f"For {when}"
    return f"{start} we expect {values}{tail}."


def _rate(label: str, row: Row) -> str:
    """'For the … we assume an exchange rate of 1 US dollar to 30.6 NT dollars.'."""
    counted, one = row.unit.split("/")
    rate = f"1 {_UNITS[one]} to {row.value.normalize():f} {_UNITS[counted]}s"
    return f"For the {period_name(label)} we assume an exchange rate of {rate}."


def _article(metric: str, what: str) -> str:
    if not metric.endswith("margin"):
        return what
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"


def _value(bounds: Bounds, company: Company) -> tuple[str, str]:
    """The value or range in words, and the words after 'plus or minus' ('' for none)."""
    middle, low, high = (bounds.get(bound) for bound in ("mid", "low", "high"))
    if middle and low and high:
        return _words(middle, company), _span(middle, high)
    if middle:
        return f"about {_words(middle, company)}", ""
    if low and high:
        return f"between {_words(low, company)} and {_words(high, company)}", ""
    only = next(iter(bounds.values()))
    return f"{'at least' if only.bound == 'low' else 'at most'} {_words(only, company)}", ""


def _words(row: Row, company: Company) -> str:
    if row.unit == "pure":
        return percent(row)
    return amount(row.value, row.step, row.unit, company)


def _span(middle: Row, high: Row) -> str:
    if middle.unit == "pure":
        return f"{((high.value - middle.value) * 10000).normalize():f} basis points"
    share = (high.value - middle.value) * 100 / middle.value
    return f"{share.quantize(Decimal('0.1')).normalize():f}%"
