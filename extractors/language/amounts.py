"""The grammar of printed numbers: '$(1,234)', '75.0%', '43.0 billion', '—', '(2)(3) (497)'.

One string holds one amount, or it is refused; nothing is guessed:

- Commas group by threes and the point is decimal. '1,23', '1.234,5', '1 234' and '007' are refused.
- A minus sign touches its number or currency sign: '— 5' may be an empty cell and its neighbour.
- A missing closing parenthesis is forgiven, since tables often keep it in a cell of its own.
- A footnote is (1) to (29), (a), [1], *, †, ‡, § or superscript, behind the amount. In front of it
  a number in parentheses is one only before a parenthesis or a currency sign, and none belongs to
  a dash: '(5) (1)' and '— (5)' are refused.
- A dash alone, or 'nil', is nil: None and never zero. 'N/A', 'NM' and '*' are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from extractors.errors import AmountError


@dataclass(frozen=True, slots=True)
class Amount:
    """One printed number.

    value       scale and sign applied; None for nil; a fraction for percentages (75.0% is 0.750)
    is_percent  %, or one of the points of `is_points`
    is_points   percentage points, or basis points (0.0001 each): a difference of percentages
    currency    ISO code, or the sign itself where it names several currencies ('$', '¥'); or None
    scale       what the scale word multiplied with: 1, 10³, 10⁶, 10⁹, 10¹², India's 10⁵ and 10⁷
    decimals    digits printed behind the point
    quote       the characters, without white space at the ends
    """

    value: Decimal | None
    is_percent: bool
    currency: str | None
    scale: Decimal
    decimals: int
    quote: str
    is_points: bool = False


_CURRENCIES = {
    "US$": "USD", "NT$": "TWD", "HK$": "HKD", "R$": "BRL", "A$": "AUD", "C$": "CAD", "S$": "SGD",
    "$": "$", "€": "EUR", "£": "GBP", "¥": "¥", "₩": "KRW", "₹": "INR", "RMB": "CNY",
    **{code: code for code in
       ("USD", "TWD", "HKD", "BRL", "AUD", "CAD", "SGD", "EUR", "GBP", "JPY", "CNY", "KRW", "INR",
        "CHF", "SEK", "DKK", "NOK", "ILS")},
}  # fmt: skip
_SCALES = {
    **dict.fromkeys(("thousand", "thousands"), Decimal(10**3)),
    **dict.fromkeys(("lakh", "lakhs"), Decimal(10**5)),
    **dict.fromkeys(("crore", "crores"), Decimal(10**7)),
    **dict.fromkeys(("million", "millions", "mn", "m"), Decimal(10**6)),
    **dict.fromkeys(("billion", "billions", "bn"), Decimal(10**9)),
    **dict.fromkeys(("trillion", "trillions", "tn"), Decimal(10**12)),
}
# Without a currency sign these may be anything: 4K video, 5B parameters.
_MONEY_SCALES = {"k": Decimal(10**3), "mm": Decimal(10**6), "b": Decimal(10**9)}
_POINTS = {
    **dict.fromkeys(("pt", "pts", "ppt", "ppts", "pp", "percentage point", "percentage points"), 2),
    **dict.fromkeys(("bp", "bps", "basis point", "basis points"), 4),
}
_NOT_STATED = {"n/a", "na", "n.a.", "nm", "n/m", "n.m.", "*", "**", "not meaningful", "none", "nr"}

_DASHES = "-‐‑‒–—―−﹘﹣－"
_CLEAN = {
    **{0xFF01 + n: 0x21 + n for n in range(94)},  # full width
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x061C, 0xFEFF)),
    **dict.fromkeys(range(0x202A, 0x202F)),
    **dict.fromkeys(range(0x2066, 0x206A)),
    ord("￥"): "¥", ord("￦"): "₩", ord("￡"): "£",
}  # fmt: skip


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_CURRENCY = rf"(?:{_either(_CURRENCIES)})"
_MARK = (  # a footnote that cannot be an amount
    r"(?:\([a-z]{1,2}\)|\[(?:[1-9]|[12][0-9]|[a-z])\]|\*{1,3}|[†‡§]{1,2}"
    r"|[⁰¹²³⁴-⁹⁽⁾ᵃᵇᶜ]+(?:,[⁰¹²³⁴-⁹]+)*)"
)
_NOTE = rf"(?:\((?:[1-9]|[12][0-9])\)|{_MARK})"
_SCALE = rf"(?:{_either([*_SCALES, *_MONEY_SCALES])})\b"
_PERCENT = rf"(?:%|(?:{_either(_POINTS)})\b)"
_AMOUNT = re.compile(
    rf"""
    (?P<before>(?:{_NOTE}\ ?)*)
    (?P<sign1>[-+])? (?P<currency1>{_CURRENCY}\ ?)?
    (?P<open>\(\ ?)?
    (?P<sign2>[-+])? (?P<currency2>{_CURRENCY}\ ?)?
    (?P<number>(?:[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+|0|[1-9][0-9]*)(?:\.(?P<digits1>[0-9]+))?
              |\.(?P<digits2>[0-9]+))
    (?:\ ?(?P<scale1>{_SCALE}))? (?:\ ?(?P<percent1>{_PERCENT}))? (?:\ ?(?P<currency3>{_CURRENCY}))?
    (?P<close>\ ?\))?
    (?:\ ?(?P<scale2>{_SCALE}))? (?:\ ?(?P<percent2>{_PERCENT}))? (?:\ ?(?P<currency4>{_CURRENCY}))?
    (?P<sign3>-)?
    (?P<after>(?:\ ?{_NOTE})*)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NIL = re.compile(
    rf"(?P<currency>{_CURRENCY})?\ ?(?:\(\ ?)?(?:-{{1,3}}|nil)(?:\ ?\))?\ ?(?P<percent>%)?"
    rf"(?:\ ?{_MARK})*",
    re.IGNORECASE,
)
_ONLY_NOTES = re.compile(rf"(?:{_NOTE}\ ?){{2,}}")
_COMMON = re.compile(  # the same grammar, for nearly all cells of a statement
    r"(\$ ?)?(\()?([1-9][0-9]{0,2}(?:,[0-9]{3}){0,4}|0)(?:\.([0-9]{1,6}))?(?(2)\)|)(%)?"
)
_ONE = Decimal(1)
_LONGEST, _MOST_DIGITS = 60, 21  # 21 digits times a trillion still fit Decimal's 28 exactly


def parse_amount(text: str) -> Amount:
    """The one amount that `text` prints; raises AmountError, which quotes the characters."""
    quote = text.strip()
    if common := _COMMON.fullmatch(quote):
        currency, opened, whole, digits, percent = common.groups()
        if not (currency and percent):
            number = whole.replace(",", "") + (f".{digits}" if digits else "")
            value = -Decimal(number) if opened else Decimal(number)
            value = value.scaleb(-2) if percent else value
            sign = "$" if currency else None
            return Amount(value, bool(percent), sign, _ONE, len(digits or ""), quote)
    if len(quote) > _LONGEST:
        raise _refusal(quote, "it is too long for one")
    clean = " ".join((quote if quote.isascii() else quote.translate(_CLEAN)).split())
    if nil := _NIL.fullmatch(clean):
        return Amount(None, bool(nil["percent"]), _currency(nil["currency"]), _ONE, 0, quote)
    if clean.casefold() in _NOT_STATED:
        raise _refusal(quote, "it says that there is none to state")
    found = _AMOUNT.fullmatch(clean)
    if not found:
        raise _refusal(quote)
    return _amount(found, clean, quote)


def _amount(found: re.Match[str], clean: str, quote: str) -> Amount:
    """What the groups of `_AMOUNT` mean together; refuses what they cannot mean together."""
    part = found.groupdict()
    _check_notes(part, clean, quote)
    signs = [sign for n in "123" if (sign := part[f"sign{n}"])] + ["("] * bool(part["open"])
    currencies = [name for n in "1234" if (name := part[f"currency{n}"])]
    scales = [word for n in "12" if (word := part[f"scale{n}"])]
    percents = [word for n in "12" if (word := part[f"percent{n}"])]
    if max(map(len, (signs, currencies, scales, percents))) > 1:
        raise _refusal(quote, "it has two signs, currencies or units")
    if part["close"] and not part["open"]:
        raise _refusal(quote, "its parenthesis was never opened")
    if percents and (currencies or scales):
        raise _refusal(quote, "it is money and a percentage")
    digits = part["number"].replace(",", "")
    if len(digits) > _MOST_DIGITS:
        raise _refusal(quote, "it has too many digits")
    scale = _scale(scales[0].casefold() if scales else "", bool(currencies), quote)
    value = Decimal(digits) * scale
    points = _POINTS.get(percents[0].casefold()) if percents else None
    if percents:
        value = value.scaleb(-(points or 2))
    return Amount(
        value=-value if signs and signs[0] != "+" else value,
        is_percent=bool(percents),
        currency=_currency(currencies[0]) if currencies else None,
        scale=scale,
        decimals=len(part["digits1"] or part["digits2"] or ""),
        quote=quote,
        is_points=points is not None,
    )


def _check_notes(part: dict[str, str | None], clean: str, quote: str) -> None:
    if not part["before"]:
        return
    is_sure = part["open"] or part["currency1"] or not re.search(r"\([0-9]", part["before"])
    if not is_sure or _ONLY_NOTES.fullmatch(clean):
        raise _refusal(quote, "a footnote and an amount look alike here")


def _scale(word: str, is_money: bool, quote: str) -> Decimal:
    if word in _MONEY_SCALES and not is_money:
        raise _refusal(quote, f"{word!r} may mean anything without a currency sign")
    return _MONEY_SCALES.get(word) or _SCALES.get(word, _ONE)


def _currency(printed: str | None) -> str | None:
    return _CURRENCIES[printed.strip().upper()] if printed else None


def _refusal(quote: str, why: str = "") -> AmountError:
    shown = quote if len(quote) <= _LONGEST else f"{quote[:_LONGEST]}…"
    what = f"{shown!r} is not an amount" + (f": {why}" if why else "")
    return AmountError(what, reason="bad_amount")


DIGIT = re.compile(r"\d")


def amount_of(text: str) -> Amount | None:
    """The amount, or None where the characters are none."""
    if DIGIT.search(text) is None and text.strip("$€£¥₩ %()") not in ("—", "–", "-", "−"):
        return None
    try:
        return parse_amount(text)
    except AmountError:
        return None
