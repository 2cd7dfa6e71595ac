"""Names and their codes: months in 24 languages, states and provinces, exchanges, filer categories.

All lookups fold case, accents and punctuation, so that 'Août', 'AOUT.' and 'aout' are one name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from extractors.language.phrases import PHRASES, pattern, read

_NOT_LETTERS = re.compile(r"[^\w&]+")


def fold(text: str) -> str:
    """Without case, accents and full width: 'Février' → 'fevrier', '２０２４' → '2024'."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.category(char).startswith("M"))


def words(text: str) -> str:
    """Folded, punctuation as single spaces, without a leading 'the'."""
    return " ".join(_NOT_LETTERS.sub(" ", fold(text)).split()).removeprefix("the ")


# Per language twelve stems, January first; '|' parts spellings. A word is a month if it starts with
# a stem (the longest wins). English is exact: a stem alone would take 'Marketing' for March.
_STEMS = {
    "bg": "ян фев мар апр май юни юли авг сеп окт ное дек",
    "cs": "led uno brez|bre dub kve cerv|cvn cervenc|cervenec|cvc srp zar rij lis pro",
    "cy": "ion chwe maw|faw ebr mai|fai meh|feh gor|ngor aws med|fed hyd tach|dach|thach|nhach "
    "rhag|rag",
    "da": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "de": "jan|jaen feb mar|maer apr mai jun jul aug sep okt nov dez",
    "el": "ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
    "es": "ene feb mar abr may jun jul ago sep|set oct nov dic",
    "et": "jaan veebr marts apr mai juuni juuli aug sept okt nov dets",
    "fi": "tam hel maa huh tou kes hei elo syy lok mar jou",
    "fr": "janv fevr mars avr mai juin juil aout sept oct nov dec",
    "hi": "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "hr": "sij velj ozu tra svi lip srp kol ruj lis stu pro",
    "hu": "jan feb marc apr maj jun jul aug szept okt nov dec",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "lt": "sau vas kov bal geg bir lie rugp|rgp rugs|rgs spa|spl lap gru|grd",
    "lv": "janv febr marts apr maijs jun jul aug sept okt nov dec",
    "nl": "jan feb maa|mrt apr mei jun jul aug sep okt nov dec",
    "no": "jan feb mar apr mai jun jul aug sep okt nov des",
    "pl": "sty lut mar kwi maj cze lip sie wrz paz lis gru",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "ro": "ian feb mar apr mai iun iul aug sep oct noi|nov dec",
    "sk": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "sl": "jan feb mar apr maj jun jul avg sep okt nov dec",
    "sv": "jan feb mar apr maj jun jul aug sep okt nov dec",
}
ABBREVIATED = tuple(row.pattern[:3].title() for row in PHRASES["month"])
"""'Jan' to 'Dec'."""
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii"


def _numbered(names: str) -> dict[str, int]:
    """'a|b c' → {'a': 1, 'b': 1, 'c': 2}."""
    spellings = enumerate(names.split(), start=1)
    return {fold(name): number for number, group in spellings for name in group.split("|")}


_ROMANS = _numbered(_ROMAN)
_BY_STEM = {language: _numbered(stems) for language, stems in _STEMS.items()}
LANGUAGES = (*sorted(_STEMS), "en")
"""Languages whose month names are known, by ISO 639-1 code."""


def month(word: str, language: str = "en") -> int | None:
    """1-12 for a month's name or its abbreviation without the point, None for other words.

    `language` is one of LANGUAGES, or 'roman' for I to XII.
    """
    name = fold(word)
    if language == "roman":
        return _ROMANS.get(name)
    if language == "en":
        return _english(name)
    stems = _BY_STEM[language]
    for length in range(min(len(name), 9), 1, -1):
        if name[:length] in stems:
            return stems[name[:length]]
    return None


@lru_cache(maxsize=4096)
def _english(name: str) -> int | None:
    value = read(name).value("month") if pattern("month").fullmatch(name) else None
    return int(value) if value else None


_STATE_ROWS = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky
LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi
MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico
NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania
RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont
VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|DC District of Columbia
DC Washington D.C.|AS American Samoa|AS Samoa|GU Guam|MP Northern Mariana Islands|PR Puerto Rico
UM United States Minor Outlying Islands|VI Virgin Islands, U.S.|AB Alberta|BC British Columbia
MB Manitoba|NB New Brunswick|NL Newfoundland|NL Newfoundland and Labrador|NS Nova Scotia
NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|SK Saskatchewan
YT Yukon
"""
STATES = {
    words(name): code
    for code, name in (row.split(" ", 1) for row in re.split(r"[|\n]", _STATE_ROWS.strip()))
}
"""State or province in words() form → postal code (ixt-sec:stateprovnameen)."""

EXCHANGES = {
    name: code
    for code, names in {
        "BOX": "box exchange",
        "CboeBYX": "cboe byx exchange",
        "CboeBZX": "cboe bzx exchange",
        "C2": "cboe c2 exchange",
        "CboeEDGA": "cboe edga exchange",
        "CboeEDGX": "cboe edgx exchange",
        "CBOE": "cboe exchange",
        "CHX": "chicago stock exchange",
        "IEX": "investors exchange",
        "MIAX": "miami international securities exchange",
        "PEARL": "miax pearl",
        "BX": "nasdaq bx",
        "GEMX": "nasdaq gemx",
        "ISE": "nasdaq ise",
        "MRX": "nasdaq mrx",
        "Phlx": "nasdaq phlx",
        "NYSE": "nyse|new york stock exchange",
        "NYSEAMER": "nyse american",
        "NYSEArca": "nyse arca",
        "NYSENAT": "nyse national",
        "NASDAQ": "nasdaq|nasdaq stock market|nasdaq global market|nasdaq global select market"
        "|nasdaq capital market",
    }.items()
    for name in names.split("|")
}
"""Exchange in words() form, without its 'LLC' or 'Inc.' → code (ixt-sec:exchnameen)."""

FILERS = {
    words(name): name
    for name in ("Large Accelerated Filer", "Accelerated Filer", "Non-accelerated Filer")
}
"""Filer category in words() form → the value that dei knows (ixt-sec:entityfilercategoryen)."""
