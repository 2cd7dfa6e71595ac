"""The words of column headers: what makes them a period, a basis, a change, a unit."""

from __future__ import annotations

import re

CHANGE = re.compile(
    r"%|\b(?:change|increase|decrease|variance|growth|q/q|y/y|yoy|qoq|y-o-y|q-o-q|vs\.?|percent|"
    r"percentage|constant currenc(?:y|ies)|inc\.|dec\.)(?!\w)",
    re.I,
)
SHARE = re.compile(r"(?:%|percent(?:age)?) of (?:our |net |total )*(?:revenues?|sales)\b", re.I)
ALL_REVENUE = re.compile(r"total (?:net )?(?:revenues?|sales)\b", re.I)
TOTAL = re.compile(r"^(?:sub)?totals?$", re.I)
NEUTRAL = re.compile(
    r"^(?:amounts?|actual|dollars|\$|usd|note|total|consolidated|measures?|results?"
    r"|\(?(?:as )?(?:recast|restated|revised|adjusted for the .{3,30})\)?)$",
    re.I,
)
LENGTH = re.compile(
    r"\b(?:(?:fiscal )?(?:years?|quarters?)|(?:three|six|nine|twelve)[ -]months?(?: periods?)?|"
    r"(?:\d\d|twelve|thirteen|fourteen|sixteen|twenty-four|twenty-six|thirty-six|thirty-nine|forty|"
    r"fifty-two|fifty-three)[ -]weeks?(?: periods?)?) ended\b"
    r"(?: (?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r" \d{1,2}\b,?)?",
    re.I,
)
A_YEAR = re.compile(r"\b(?:q[1-4]|(?:19|20)\d\d)\b", re.I)
YEAR_TO_DATE = re.compile(r"(\bmonths ended )ytd (20\d\d)\b", re.I)
A_DAY = re.compile(r"[A-Z][a-z]+\.? \d{1,2}, ?(?:19|20)\d\d")
NUMERIC_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/((?:20)?\d\d)\b")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
PERIOD = re.compile(
    r"\b(?:months?|weeks?|quarters?|years?|half|fiscal|fy\s?'?\d\d(?:\d\d)?|[1-4]q\s?'?\d\d|q[1-4]|"
    r"ended|ending|as of|as at|trailing|twelve|nine|six|three|ytd|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? ?\d{0,2})\b|"
    r"^(?:19|20) ?\d ?\d(?: \(\d\))?$",
    re.I,
)
LENGTHS = re.compile(
    r"\b(?:months?|weeks?|quarters?|years?|half|ended|fiscal|fy|q[1-4]|[1-4]q|as of|as at)\b"
    r"|\b(?:fy|[1-4]q|q[1-4]) ?'?\d\d",
    re.I,
)
YEARS = re.compile(
    r"\b(?:for|in|during) ((?:fiscal )?(?:years )?20\d\d(?:(?:,| and|, and) 20\d\d)+)\b"
)
"""A table "for 2021, 2020 and 2019" whose columns are headed by days alone."""
UNAUDITED = re.compile(r"^\(?(?:un)?audited\)?$|^\(?note\)?s?\b.{0,6}$", re.I)
NON_GAAP = re.compile(
    r"\bnon[-\u2010\u2011\u2013\u2014 ]?(?:gaap|ifrs)\b|\badjusted\b|\bcore\b(?!\s*\w*tex)|"
    r"\bpro forma\b",
    re.I,
)
GAAP = re.compile(r"\b(?:gaap|ifrs|as reported|reported)\b", re.I)
SKIPPED = re.compile(
    r"\b(?:previously reported|prior guidance|as originally|adjustments?|reconciling|"
    r"(?:non-?)?guarantors?|(?<!and )subsidiar(?:y|ies)|parent|issuers?)\b",
    re.I,
)
"""Columns of no use: other vintages, bridges, and legal entities, which are no segments."""
FORMER = re.compile(r"\bpreviously reported\b|\bas originally\b|\bprior guidance\b", re.I)
PER_SHARE = re.compile(r"\bper (?:\w+ )?(?:share|ads)\b|\beps\b", re.I)
