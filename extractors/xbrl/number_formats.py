"""Number formats of the XBRL transformation registries."""

from __future__ import annotations

import re
from collections.abc import Callable

from extractors.errors import AmountError

Transformation = Callable[[str], str]

_XML_SPACE = " \t\n\r"
_DASHES = frozenset("-\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\ufe58\ufe63\uff0d")
_FULL_WIDTH_DIGITS = {0xFF10 + n: str(n) for n in range(10)}
_PLAIN = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")


def plain_decimal(text: str) -> str:
    """The canonical form of a number without a format: digits and one point only.

    Surrounding white space is removed as in XML Schema; AmountError for anything else, also for
    signs.
    """
    if text.isdigit() and text.isascii():  # most are integers
        return text.lstrip("0") or "0"
    stripped = text.strip(_XML_SPACE)
    if not _PLAIN.fullmatch(stripped):
        raise _no_amount(text, "a plain decimal number")
    return _canonical(stripped)


def _no_amount(text: str, form: str) -> AmountError:
    return AmountError(f"{text[:80]!r} is not {form}", reason="bad_amount")


def _canonical(digits: str) -> str:
    """'007.50' → '7.5': without superfluous zeros."""
    whole, _, fraction = digits.partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def dot_decimal(text: str) -> str:
    """num-dot-decimal, the format of nearly all facts, hence a fast path: '1,234.5' → '1234.5'."""
    whole, point, fraction = text.partition(".")
    whole = whole.replace(",", "")
    if not whole.isascii() or not whole.isdigit():
        return _LAX_DOT(text)
    if not point:
        return whole.lstrip("0") or "0"
    if not fraction.isascii() or not fraction.isdigit():
        return _LAX_DOT(text)
    return _canonical(f"{whole}.{fraction}")


def _whole(pattern: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile(pattern).fullmatch


def number(pattern: str, *, drop: str, point: str, form: str) -> Transformation:
    """A reader of text matching `pattern`, with grouping sign `drop` and decimal sign `point`."""
    matches = _whole(pattern)
    table = {**dict.fromkeys(map(ord, drop)), ord(point): "."}

    def read(text: str) -> str:
        """The canonical number of `text`."""
        digits = text.strip(_XML_SPACE)
        if not matches(digits) or not _PLAIN.fullmatch(plain := digits.translate(table)):
            raise _no_amount(text, form)
        return _canonical(plain)

    return read


_LAX_DOT = number(
    r"[, \xa00-9]*(\.[ \xa00-9]+)?", drop=", \xa0", point=".", form="a dot-decimal number"
)


def unit_decimal(pattern: str, *, drop: str) -> Transformation:
    """A reader of '5 euros 3 cents' → '5.03': the second number counts hundredths."""
    matches = _whole(pattern)
    table = dict.fromkeys(map(ord, drop))

    def read(text: str) -> str:
        """The canonical number of `text`."""
        found = matches(text.strip().translate(_FULL_WIDTH_DIGITS))
        major = found["major"].translate(table) if found else ""
        if not found or not major:
            raise _no_amount(text, "an amount in units and hundredths")
        return _canonical(f"{major}.{found['minor'].zfill(2)}")

    return read


def zero_dash(text: str) -> str:
    """One dash of any kind → '0'; AmountError otherwise."""
    if text.strip(_XML_SPACE) not in _DASHES:
        raise _no_amount(text, "a dash for zero")
    return "0"
