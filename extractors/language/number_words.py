"""English numbers and lengths of time in words: 'forty-two', 'two years and six months'.

The grammar is that of ixt-sec's numwordsen and durwordsen; case and the kind of hyphen do
not matter.
"""

from __future__ import annotations

import re

from extractors.errors import AmountError, PeriodError

_UNIT_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SCALE_WORDS = "thousand million billion trillion quadrillion quintillion"
_UNITS = {word: value for value, word in enumerate(_UNIT_WORDS.split(), start=1)}
_TENS = {word: 10 * value for value, word in enumerate(_TEN_WORDS.split(), start=2)}
_SCALES = {word: 1000**power for power, word in enumerate(_SCALE_WORDS.split(), start=1)}
_MAY_PRECEDE_AND = {"hundred", *_SCALES}
_NOTHING = {"zero", "no", "none", "nil"}
_BREAKS = re.compile(r"[\s,\u002D\u058A\u05BE\u2010-\u2015\uFE58\uFE63\uFF0D]+")
_SPAN = re.compile(r"(?P<number>\S+(?: \S+)*?) (?P<unit>year|month|day)s?(?:$| (?:and )?)")


def parse_number_words(text: str) -> int:
    """The integer spelled by English words ('no', 'none' and 'nil' are 0).

    Raises AmountError for anything else, also for words in an invalid order.
    """
    words = [word for word in _BREAKS.split(text.casefold()) if word]
    if len(words) == 1 and words[0] in _NOTHING:
        return 0
    total, group, former_scale = 0, list[str](), 1000**7
    for position, word in enumerate(words):
        if word in _SCALES:
            scale = _SCALES[word]
            if scale >= former_scale:
                raise AmountError(f"{text!r} is not a number in words", reason="bad_amount")
            total += _below_thousand(group, text) * scale
            group, former_scale = [], scale
        elif not (word == "and" and words[position - 1] in _MAY_PRECEDE_AND and position):
            group.append(word)
        elif word == words[-1]:
            raise AmountError(f"{text!r} is not a number in words", reason="bad_amount")
    return total + _below_thousand(group, text) if group or not words else total


def _below_thousand(words: list[str], text: str) -> int:
    """'nineteen hundred forty four' → 1944: up to nineteen hundreds, as in years."""
    hundreds, rest = 0, words
    if len(words) > 1 and words[1] == "hundred" and words[0] in _UNITS:
        hundreds, rest = 100 * _UNITS[words[0]], words[2:]
    if len(rest) == 2 and rest[0] in _TENS and 0 < _UNITS.get(rest[1], 0) < 10:
        return hundreds + _TENS[rest[0]] + _UNITS[rest[1]]
    if len(rest) == 1 and (value := _UNITS.get(rest[0]) or _TENS.get(rest[0])):
        return hundreds + value
    if hundreds and not rest:
        return hundreds
    raise AmountError(f"{text!r} is not a number in words", reason="bad_amount")


def parse_duration_words(text: str) -> str:
    """The xs:duration of words: 'two years, six months' → 'P2Y6M', 'four-year' → 'P4Y'.

    Parts that are zero are left out, 'no years' is 'P0D'.
    Raises PeriodError for anything else, and for units that do not go down from years to days.
    """
    words = " ".join(word for word in _BREAKS.split(text.casefold()) if word)
    parts, order, at = "", "", 0
    while found := _SPAN.match(words, at):
        letter = found["unit"][0].upper()
        value = _count(found["number"], text)
        parts += f"{value}{letter}" if value else ""
        order, at = order + letter, found.end()
    if at < len(words) or order not in ("Y", "YM", "YMD", "YD", "M", "MD", "D"):
        raise PeriodError(f"{text!r} is not a length of time in words", reason="bad_period")
    return f"P{parts or '0D'}"


def _count(words: str, text: str) -> int:
    if words.isascii() and words.isdigit() and len(words) <= 4:
        return int(words)
    try:
        return parse_number_words(words)
    except AmountError as error:
        what = f"{text!r} is not a length of time in words"
        raise PeriodError(what, reason="bad_period") from error
