"""Plain XBRL instances, and zips around them, as regulators give them out."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

NAMESPACES = {
    "link": "http://www.xbrl.org/2003/linkbase",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
    "xbrldi": "http://xbrl.org/2006/xbrldi",
    "ifrs-full": "http://xbrl.ifrs.org/taxonomy/2021-03-24/ifrs-full",
    "dart": "http://dart.fss.or.kr/taxonomy/2024-06-30/ifrs/dart",
    "entity": "http://dart.fss.or.kr/taxonomy/2025-03-31/entity00999999",
    "us-gaap": "http://fasb.org/us-gaap/2024",
    "tifrs-bsci-ci": "http://www.xbrl.org/tifrs/bsci/ci/2013-03-31",
    "tifrs-SCF": "http://www.xbrl.org/tifrs/scf/2013-03-31",
}
SCOPE = "ifrs-full:ConsolidatedAndSeparateFinancialStatementsAxis"
GROUP = (SCOPE, "ifrs-full:ConsolidatedMember")
PARENT = (SCOPE, "ifrs-full:SeparateMember")
YEAR = ("2024-01-01", "2024-12-31")


@dataclass(frozen=True, slots=True)
class Number:
    """A fact: concept, value as written, and which context and unit it names."""

    concept: str
    value: str
    members: tuple[tuple[str, str], ...] = ()
    period: tuple[str, str] = YEAR
    unit: str = "KRW"
    decimals: str = "0"
    id: str = ""
    in_tuple: bool = False


def instance(
    *numbers: Number, root: str = "xbrl", namespaces: dict[str, str] | None = None
) -> bytes:
    """An instance with the numbers in their order; `root` 'xbrli:xbrl' gives it a prefix."""
    prefix = root.rpartition(":")[0]
    lead = f"{prefix}:" if prefix else ""
    own = f"xmlns:{prefix}" if prefix else "xmlns"
    declared = " ".join(
        f'xmlns:{name}="{uri}"' for name, uri in (NAMESPACES | (namespaces or {})).items()
    )
    contexts = {(one.members, one.period): f"c{n}" for n, one in enumerate(numbers)}
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- by hand -->\n'
        f'<{root} {own}="http://www.xbrl.org/2003/instance" {declared}>'
    ]
    for (members, (start, end)), name in contexts.items():
        sliced = "".join(
            f'<xbrldi:explicitMember dimension="{axis}">{member}</xbrldi:explicitMember>'
            for axis, member in members
        )
        parts.append(
            f'<{lead}context id="{name}"><{lead}entity>'
            f'<{lead}identifier scheme="http://dart.fss.or.kr/ifrs/CIK">00999999</{lead}identifier>'
            f"</{lead}entity><{lead}period><{lead}startDate>{start}</{lead}startDate>"
            f"<{lead}endDate>{end}</{lead}endDate></{lead}period>"
            f"<{lead}scenario>{sliced}</{lead}scenario></{lead}context>"
        )
    for unit in dict.fromkeys(one.unit for one in numbers):
        measure = unit if unit == "pure" else f"iso4217:{unit}"
        parts.append(
            f'<{lead}unit id="{unit}"><{lead}measure>{measure}</{lead}measure></{lead}unit>'
        )
    for one in numbers:
        name = f' id="{one.id}"' if one.id else ""
        reference = contexts[one.members, one.period]
        fact = (
            f'<{one.concept} contextRef="{reference}" unitRef="{one.unit}"'
            f' decimals="{one.decimals}"{name}>{one.value}</{one.concept}>'
        )
        parts.append(f"<entity:Row>{fact}</entity:Row>" if one.in_tuple else fact)
    return "".join((*parts, f"</{root}>")).encode()


def packed(files: dict[str, bytes]) -> bytes:
    """A zip of the files under their names, whatever those are."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in files.items():
            zipped.writestr(
                zipfile.ZipInfo(name, (2025, 3, 14, 0, 0, 0)), data, zipfile.ZIP_DEFLATED
            )
    return target.getvalue()
