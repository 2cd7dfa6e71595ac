"""The length of a period as printed: 'three months', '16 weeks', 'Q2', 'fiscal 2025'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.language.dates import refusal
from extractors.language.number_words import parse_number_words
from extractors.language.phrases import has, pattern
from extractors.model import PeriodType

DAYS: dict[PeriodType, tuple[int, int]] = {
    "Q": (77, 125),  # 11 to 17 weeks: PepsiCo's quarters have 12, 16 and 17
    "H1": (160, 200),  # 24 weeks (168 days) to 28 weeks (196)
    "9M": (245, 290),  # 36 weeks (252) to 40 weeks (280)
    "FY": (350, 380),
}
"""Shortest and longest of each class, both included."""

_TYPES: dict[int, PeriodType] = {3: "Q", 6: "H1", 9: "9M", 12: "FY"}  # by months

_SMALL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen"
)
_COUNT = rf"(?:(?:twenty|thirty|forty|fifty)(?:[ -](?:{_SMALL}))?|{_SMALL}|\d{{1,2}})"
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3,
             "fourth": 4, "4th": 4}  # fmt: skip
_ORDINAL = "|".join(_ORDINALS)
_LENGTH = re.compile(
    rf"(?<![\w.])(?P<also>{_COUNT}(?:[ -]?(?:months?|weeks?))?[ -]*(?:and|or|to|,|/|&) ?)?"
    rf"(?P<count>{_COUNT})[ -](?P<unit>month|week|quarter)s?(?![a-z])"
)
_LABEL = (  # 'FY2025', 'of fiscal year 2025', 'FY25', "'25"; two digits need one of these before
    r"[ ,-]*(?:of )?(?:the )?(?:(?:fiscal|financial)(?: year)?|fy)? ?'?(?P<year>20\d\d)"
    r"|(?:[ ,-]*(?:of )?(?:(?:fiscal|financial)(?: year)?|fy) ?'?| ?'|-)?(?P<short>\d\d)"
)
_PART = (
    r"(?<![\w.])(?:(?P<before>20\d\d) )?(?:{letter}(?P<after>{digits})|(?P<digit>{digits}){letter}"
    rf"|(?P<ordinal>{_ORDINAL})[ -](?:fiscal )?{{word}})(?:(?:{_LABEL})(?!\w)|(?!\w))"
)
_QUARTER = re.compile(_PART.format(letter="q", digits="[1-4]", word="quarter"))
_HALF = re.compile(_PART.format(letter="h", digits="[12]", word="half"))
_NINE_MONTHS = re.compile(rf"(?<!\w)9m(?:(?:{_LABEL})(?!\w)|(?!\w))")
_SOME_QUARTER = re.compile(r"(?<!\w)quarter(?:s|ly period)?(?= end(?:ed|ing))")
_WHOLE_YEAR = re.compile(
    r"(?<!\w)(?<!half[ -])(?:years?(?: 20\d\d)?(?= end(?:ed|ing))"
    rf"|full[ -](?:fiscal )?year(?:{_LABEL})?(?!\w))"
)
_HALF_YEAR = re.compile(
    r"(?<!\w)(?<!first[ -])(?<!second[ -])(?<!1st )(?<!2nd )half[ -]?year(?:ly)?(?: period)?"
    rf"(?: (?=end(?:ed|ing)|to )|(?:{_LABEL})(?!\w)|(?!\w))"
)
_FISCAL_LABEL = re.compile(
    r"(?<!\w)(?:(?:fiscal|financial)(?: years?)?|fy)[ ']*(?:(?P<year>20\d\d)|(?P<short>\d\d))"
    r"(?!\w|[ -](?:week|month))"
)
_PART_OF_YEAR = re.compile(
    r"(?<!\w)(?:six|nine|twelve|6|9|12)[ -]months?(?: periods?)?(?: ended)? (?P<year>20\d\d)$"
)
_LABELS = (
    _QUARTER, _HALF, _HALF_YEAR, _NINE_MONTHS, _WHOLE_YEAR, _FISCAL_LABEL, _PART_OF_YEAR,
)  # fmt: skip
_MORE_YEARS = re.compile(r",? ?(?:and |or |vs?\.? |to |- ?|& ?)?(?:fy ?|fiscal )?20\d\d(?!\w)")


@dataclass(frozen=True, slots=True)
class Length:
    """The length of a period; `is_year` where the caption itself says year."""

    months: int | None = None
    weeks: int | None = None
    quarter: int | None = None
    is_year: bool = False
    is_other: bool = False

    @property
    def nominal(self) -> PeriodType:
        """The class by length alone."""
        if self.is_other:
            return "other"
        if self.weeks is None:
            return _TYPES.get(self.months or 0, "other")
        days = 7 * self.weeks
        return next((kind for kind, (low, high) in DAYS.items() if low <= days <= high), "other")


def _lengths(clean: str, text: str) -> list[Length]:
    """Every length that the caption names, with repetitions."""
    lengths = []
    for found in _LENGTH.finditer(clean):
        if found["also"]:
            raise refusal(text, "the caption of one period")
        count = parse_number_words(found["count"]) if not found["count"].isdecimal() else None
        count = int(found["count"]) if count is None else count
        if found["unit"] == "week":
            lengths.append(Length(weeks=count))
        else:
            lengths.append(Length(months=count * (3 if found["unit"] == "quarter" else 1)))
    for found in _QUARTER.finditer(clean):
        lengths.append(Length(months=3, quarter=_position(found)))
    for found in _HALF.finditer(clean):
        if (position := _position(found)) <= 2:  # a second half does not start the year
            lengths.append(Length(months=6, is_other=position == 2))
    lengths += [Length(months=6) for _ in _HALF_YEAR.finditer(clean)]
    lengths += [Length(months=9) for _ in _NINE_MONTHS.finditer(clean)]
    if not any(found["unit"] == "quarter" for found in _LENGTH.finditer(clean)):
        lengths += [Length(months=3) for _ in _SOME_QUARTER.finditer(clean)]
    lengths += [Length(months=12, is_year=True) for _ in _WHOLE_YEAR.finditer(clean)]
    lengths += [Length(months=12, is_other=True) for _ in pattern("rolling_year").finditer(clean)]
    return lengths


def _position(found: re.Match[str]) -> int:
    return _ORDINALS.get(found["ordinal"] or "") or int(found["after"] or found["digit"])


def length_of(clean: str, text: str) -> Length:
    """The one length in a `dates.normal` caption; 'Q2' and 'thirteen weeks' are equal.

    Raises PeriodError, which quotes `text`, for no length, several, or a year to date.
    """
    if has(clean, "no_length"):
        raise refusal(text, "the caption of a period of known length")
    lengths = _lengths(clean, text)
    if not lengths and _FISCAL_LABEL.search(clean):
        lengths = [Length(months=12, is_year=True)]
    months = {length.months for length in lengths if length.months}
    weeks = {length.weeks for length in lengths if length.weeks}
    quarters = {length.quarter for length in lengths if length.quarter}
    nominal = {length.nominal for length in lengths}
    if len(nominal) != 1 or max(map(len, (months, weeks, quarters))) > 1:
        raise refusal(text, "the caption of one period")
    return Length(
        months=next(iter(months), None),
        weeks=next(iter(weeks), None),
        quarter=next(iter(quarters), None),
        is_year=any(length.is_year for length in lengths),
        is_other=has(clean, "rolling_length") or any(length.is_other for length in lengths),
    )


def label_year(clean: str, text: str) -> int | None:
    """The one year of labels such as 'FY25' and '1Q25', None without; PeriodError for several."""
    years = set()
    if has(clean, "rolling_length"):
        return None
    for label in _LABELS:
        for found in label.finditer(clean):
            part = found.groupdict()
            if _MORE_YEARS.match(clean, found.end()):
                raise refusal(text, "the caption of one period")
            if written := part.get("before") or part.get("year"):
                years.add(int(written))
            elif short := part.get("short"):
                years.add(2000 + int(short))
    if len(years) > 1:
        raise refusal(text, "the caption of one period")
    return next(iter(years), None)
