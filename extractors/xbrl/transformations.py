"""The XBRL transformation registries: text in a stated format → canonical XML Schema text.

Registries ixt 1-5 (XBRL International) and ixt-sec (SEC). Numbers are never negative here: the sign
is in the element's `sign` attribute. Formats allow what their registry allows, so that each fact is
read as by the filer's own validator; in particular ixt 4 and 5 allow a comma anywhere before the
point ('12,34,567'). Two-digit years are 20yy, as the registries say.

Not supported, and refused as unknown: the Indian national calendar (calindaymonthyear,
date-ind-day-monthname-year-hi) and EDGAR's own codes of countries (edgarprovcountryen).
"""

from __future__ import annotations

import re
from functools import partial

from extractors.errors import DocumentError
from extractors.language import names as code_names
from extractors.language.countries import COUNTRIES
from extractors.language.number_words import parse_duration_words, parse_number_words
from extractors.xbrl.date_formats import date_format, duration, era_date, quarter_end
from extractors.xbrl.number_formats import (
    Transformation,
    dot_decimal,
    number,
    plain_decimal,
    unit_decimal,
    zero_dash,
)

IXT = "http://www.xbrl.org/inlineXBRL/transformation/"
IXT_SEC = "http://www.sec.gov/inlineXBRL/transformation/2015-08-31"

__all__ = ["IXT", "IXT_SEC", "REGISTRIES", "UnboundFormatError", "plain_decimal", "transform"]


class UnboundFormatError(DocumentError):
    """The format's prefix is not declared, and the registries differ on the format."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"the format {name!r} is of no registry: nothing binds its prefix",
            to_do="get the filing from its source again, or declare the prefix",
            reason="bad_amount",
        )


def transform(namespace: str, name: str, text: str) -> str:
    """`text` in the format `name` of the registry `namespace`, as canonical XML Schema text.

    Decimals without superfluous zeros, dates as YYYY-MM-DD, --MM-DD or YYYY-MM, durations as PnYnM,
    booleans as true or false. Raises AmountError or PeriodError where the text does not fit the
    format, DocumentError for an unknown format or a name without a code. Without a namespace, the
    registries that know the name must agree on the text, else UnboundFormatError is raised.
    """
    if not namespace:
        return _unbound(name, text)
    try:
        transformation = REGISTRIES[namespace][name]
    except KeyError:
        what = f"no transformation {name!r} in {namespace!r}"
        raise DocumentError(what, to_do="add it to extractors/xbrl/transformations.py") from None
    return transformation(text)


def _unbound(name: str, text: str) -> str:
    """The text by every registry that knows the format, if those that can read it agree."""
    found: set[str] = set()
    error: DocumentError = UnboundFormatError(name)
    for registry in REGISTRIES.values():
        if name in registry:
            try:
                found.add(registry[name](text))
            except DocumentError as unread:
                error = unread
    if len(found) > 1:
        raise UnboundFormatError(name)
    if not found:
        raise error
    return found.pop()


def _fixed(value: str, text: str) -> str:
    return value


def _ballot_box(values: tuple[str, str], text: str) -> str:
    box = text.strip()
    if box not in ("☐", "☑", "☒"):
        raise DocumentError(f"{text[:80]!r} is not a ballot box")
    return values[box != "☐"]


def _code(names: dict[str, str], what: str, text: str) -> str:
    name = code_names.words(text)
    code = names.get(name) or names.get(re.sub(r" (llc|inc)$", "", name))
    if code is None:
        raise DocumentError(f"{text[:80]!r} is not the name of {what}")
    return code


_SPACE_GROUPS = r"[0-9]{1,3}([ \xa0][0-9]{3})*"
_INDIAN = r"(([0-9]{1,2}[, \xa0])?([0-9]{2}[, \xa0])*[0-9]{3}|[0-9]+)"
_APOSTROPHES = "'`´’′"
_ORDERS = {
    "day-month": "dm",
    "day-month-year": "dmy",
    "month-day": "md",
    "month-day-year": "mdy",
    "month-year": "my",
    "year-month": "ym",
    "year-month-day": "ymd",
}
_NAME_ORDERS = {
    "day-monthname": "dn",
    "day-monthname-year": "dny",
    "monthname-day": "nd",
    "monthname-day-year": "ndy",
    "monthname-year": "ny",
    "year-monthname": "yn",
    "year-monthname-day": "ynd",
    "year-day-monthname": "ydn",
}


def _registry_1() -> dict[str, Transformation]:
    """2010-04-20: numbers named by their separators, dates by country."""
    dates = {
        "slashus": ("mdy", "//"),
        "slasheu": ("dmy", "//"),
        "dotus": ("mdy", ".."),
        "doteu": ("dmy", ".."),
        "slashdaymontheu": ("dm", "/"),
        "slashmonthdayus": ("md", "/"),
    }
    named = {"us": "ndy", "uk": "dny", "daymonthuk": "dn", "monthdayus": "nd", "yearmonth": "yn",
             "monthyear": "ny"}  # fmt: skip
    numbers = {
        "numcommadot": (r"[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?", ",", "."),
        "numspacedot": (_SPACE_GROUPS + r"(\.[0-9]+)?", " \xa0", "."),
        "numdotcomma": (r"[0-9]{1,3}(\.[0-9]{3})*(,[0-9]+)?", ".", ","),
        "numspacecomma": (_SPACE_GROUPS + r"(,[0-9]+)?", " \xa0", ","),
        "numcomma": (r"[0-9]+(,[0-9]+)?", "", ","),
    }
    return {
        **{
            name: number(pattern, drop=drop, point=point, form=f"a number like {name}")
            for name, (pattern, drop, point) in numbers.items()
        },
        **{f"date{name}": date_format(order, "en", mark) for name, (order, mark) in dates.items()},
        **{
            f"date{length}{name}": date_format(order)
            for length in ("long", "short")
            for name, order in named.items()
        },
        "numdash": zero_dash,
    }


def _old_name(name: str) -> str:
    """'day-monthname-year' → 'datedaymonthyear'."""
    return "date" + name.replace("monthname", "month").replace("-", "")


def _registries_2_3() -> dict[str, Transformation]:
    """2011-07-31 and 2015-02-26, which adds names but changes none."""
    in_unit = rf"(?P<major>{_INDIAN})[^0-9]+(?P<minor>[0-9]{{1,2}})[^0-9]*"
    unit = (
        r"(?P<major>0|[1-9][0-9]{0,2}([.,，．]?[0-9]{3})*)[^0-9.,，．]+"
        r"(?P<minor>[0-9]{1,2})[^0-9.,，．]*"
    )
    return {
        "booleanfalse": partial(_fixed, "false"),
        "booleantrue": partial(_fixed, "true"),
        "nocontent": partial(_fixed, ""),
        "zerodash": zero_dash,
        "numdotdecimal": number(
            r"[0-9]{1,3}([, \xa0]?[0-9]{3})*(\.[0-9]+)?",
            drop=", \xa0", point=".", form="a dot-decimal number",
        ),
        "numcommadecimal": number(
            r"[0-9]{1,3}([. \xa0]?[0-9]{3})*(,[0-9]+)?",
            drop=". \xa0", point=",", form="a comma-decimal number",
        ),
        "numdotdecimalin": number(
            _INDIAN + r"(\.[0-9]+)?", drop=", \xa0", point=".", form="an Indian number"
        ),
        "numunitdecimal": unit_decimal(unit, drop=".,，．"),
        "numunitdecimalin": unit_decimal(in_unit, drop=", \xa0"),
        **{_old_name(name): date_format(order) for name, order in _ORDERS.items()},
        **{
            _old_name(name) + suffix: date_format(order, language)
            for name, order in _NAME_ORDERS.items()
            for suffix, language in (("en", "en"), ("dk", "da"), ("in", "hi"))
        },
        "dateyearmonthcjk": date_format("ym"),
        "dateyearmonthdaycjk": date_format("ymd"),
        "dateerayearmonthjp": era_date("ym"),
        "dateerayearmonthdayjp": era_date("ymd"),
    }  # fmt: skip


def _registries_4_5() -> dict[str, Transformation]:
    """2020-02-12 and 2022-02-16, which adds names but changes none."""
    digits = "0-9.,，．"
    unit = rf"(?P<major>[{digits}]+)[^{digits}][^0-9]*(?P<minor>[0-9]{{1,2}})[^0-9]*"
    quoted = _APOSTROPHES + "＇"
    unit_apos = unit.replace(digits, digits + quoted)
    return {
        "fixed-false": partial(_fixed, "false"),
        "fixed-true": partial(_fixed, "true"),
        "fixed-empty": partial(_fixed, ""),
        "fixed-zero": partial(_fixed, "0"),
        "num-dot-decimal": dot_decimal,
        "num-comma-decimal": number(
            r"[. \xa00-9]*(,[ \xa00-9]+)?",
            drop=". \xa0", point=",", form="a comma-decimal number",
        ),
        "num-dot-decimal-apos": number(
            rf"[,{_APOSTROPHES} \xa00-9]*(\.[ \xa00-9]+)?",
            drop=f", \xa0{_APOSTROPHES}", point=".", form="a dot-decimal number",
        ),
        "num-comma-decimal-apos": number(
            rf"[.{_APOSTROPHES} \xa00-9]*(,[ \xa00-9]+)?",
            drop=f". \xa0{_APOSTROPHES}", point=",", form="a comma-decimal number",
        ),
        "num-unit-decimal": unit_decimal(unit, drop=".,，．"),
        "num-unit-decimal-apos": unit_decimal(unit_apos, drop=f".,，．{quoted}"),
        **{f"date-{name}": date_format(order) for name, order in _ORDERS.items()},
        **{
            f"date-{name}-{language}": date_format(order, language)
            for name, order in _NAME_ORDERS.items()
            for language in code_names.LANGUAGES
        },
        "date-day-monthroman": date_format("dn", "roman"),
        "date-day-monthroman-year": date_format("dny", "roman"),
        "date-monthroman-year": date_format("ny", "roman"),
        "date-jpn-era-year-month": era_date("ym"),
        "date-jpn-era-year-month-day": era_date("ymd"),
    }  # fmt: skip


def _registry_sec() -> dict[str, Transformation]:
    """The SEC's own: lengths of time, numbers in words, ballot boxes, names with codes."""
    units = {"duryear": "Y", "durmonth": "M", "durweek": "W", "durday": "D", "durhour": "H"}
    return {
        **{name: partial(duration, unit) for name, unit in units.items()},
        "durwordsen": parse_duration_words,
        "numwordsen": lambda text: str(parse_number_words(text)),
        "numinf": partial(_fixed, "INF"),
        "numneginf": partial(_fixed, "-INF"),
        "numnan": partial(_fixed, "NaN"),
        "datequarterend": quarter_end,
        "boolballotbox": partial(_ballot_box, ("false", "true")),
        "yesnoballotbox": partial(_ballot_box, ("No", "Yes")),
        "stateprovnameen": partial(_code, code_names.STATES, "a state or province"),
        "countrynameen": partial(_code, COUNTRIES, "a country"),
        "exchnameen": partial(_code, code_names.EXCHANGES, "an exchange"),
        "entityfilercategoryen": partial(_code, code_names.FILERS, "a filer category"),
    }


_OLD, _NEW = _registries_2_3(), _registries_4_5()
REGISTRIES: dict[str, dict[str, Transformation]] = {
    f"{IXT}2010-04-20": _registry_1(),
    f"{IXT}2011-07-31": _OLD,
    f"{IXT}2015-02-26": _OLD,
    f"{IXT}2020-02-12": _NEW,
    f"{IXT}2022-02-16": _NEW,
    IXT_SEC: _registry_sec(),
}
"""Namespace of a registry → format name → transformation."""
