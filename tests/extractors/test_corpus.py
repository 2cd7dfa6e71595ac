"""Real filings of the corpus against labels checked by hand, and against numbers read by eye."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from extractors import Extraction, Figure, extract

FILLER = {"segment", "segments", "group", "the", "total", "and", "member"}
Label = dict[str, str]
Key = tuple[str, ...]


@cache
def extraction(path: Path) -> Extraction:
    return extract(path.read_bytes(), path.name)


def plain(name: str | None) -> str:
    """A name as the labels' scorer compares it: no case, brackets, punctuation or filler words."""
    text = re.sub(r"\([^)]*\)", " ", (name or "").lower()).replace("&", " and ")
    words = re.sub(r"[^a-z0-9 ]", " ", text).split()
    return " ".join(word for word in words if word not in FILLER) or " ".join(words)


def key_of_figure(figure: Figure) -> Key:
    name = figure.metric if figure.kind == "actual" else f"guidance_{figure.metric}"
    end = figure.period.end.isoformat()
    return name, plain(figure.segment), figure.basis, end, figure.period_type, figure.bound or ""


def key_of_label(row: Label) -> Key:
    return (
        row["metric"], plain(row["segment"]), row["basis"] or "gaap",
        row["period_end"], row["period_type"], row["bound"],
    )  # fmt: skip


def half_of_the_last_digit(row: Label) -> Decimal:
    """Half a unit of the last digit that the label's document prints, in the value's unit."""
    value, best = abs(Decimal(row["value"])), Decimal(0)
    for text in re.findall(r"\d[\d,]*\.?\d*", row["printed"]):
        digits = Decimal(text.replace(",", ""))
        exponents = [e for e in (0, 3, 6, 9, 12, -2, -4) if digits.scaleb(e) == value]
        if digits and exponents:
            best = Decimal("0.5").scaleb(exponents[0] + int(digits.as_tuple().exponent))
    return best


def carries(figure: Figure, row: Label) -> bool:
    """Whether the figure is the label's: unit, start within a week, and value as printed."""
    stated = row["period_start"] and date.fromisoformat(row["period_start"])
    if figure.period.start and stated and abs((figure.period.start - stated).days) > 7:
        return False
    is_near = abs(figure.value - Decimal(row["value"])) <= half_of_the_last_digit(row)
    return is_near and row["unit"] in ("", figure.unit)


def tag(row: Label) -> str:
    head = row["comment"].split(":")[0]
    return head if head in ("ALT", "SECONDARY", "OPTIONAL", "PARTIAL") else ""


def judged(rows: list[Label], figures: tuple[Figure, ...]) -> list[tuple[str, Key]]:
    """State of each label that counts (found, wrong, misplaced, missed) with its key."""
    by_key: dict[Key, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_key[key_of_figure(figure)].append(figure)
    labels: dict[Key, list[Label]] = defaultdict(list)
    for row in rows:
        labels[key_of_label(row)].append(row)
    extras = [f for key, same in by_key.items() if key not in labels for f in same]
    states = []
    for key, same in labels.items():
        got = by_key.get(key, [])
        stray = [f for f in got if not any(carries(f, row) for row in same)]
        for row in (row for row in same if not tag(row)):
            accepted = [row, *(other for other in same if tag(other) == "ALT")]
            hit = any(carries(f, one) for f in got for one in accepted)
            value = Decimal(row["value"])
            moved = len(re.sub(r"\D", "", row["printed"])) >= 4 and any(
                (f.value, f.period_type) == (value, row["period_type"]) for f in extras
            )
            state = (
                "found"
                if hit and not stray
                else "wrong"
                if got
                else "misplaced"
                if moved
                else "missed"
            )
            states.append((state, key))
    return states


def test_the_labels_of_inline_xbrl_are_met(shared: Path):
    rows: dict[str, list[Label]] = defaultdict(list)
    with (shared / "gold" / "ixbrl.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["doc"]].append(row)
    states: list[tuple[str, str, Key]] = []
    for name, labels in rows.items():
        figures = extraction(shared / "corpus" / "ixbrl" / name).figures
        states += [(state, name, key) for state, key in judged(labels, figures)]
    lost = [one for one in states if one[0] != "found"]
    bad = [one for one in lost if one[0] != "missed"]
    found = len(states) - len(lost)
    assert len(rows) == 10
    assert len(states) > 400
    assert found / len(states) >= 0.99, lost
    assert len(bad) / (found + len(bad)) <= 0.003, bad


# Caption and number as the document prints them, in millions, read by eye.
READ_BY_EYE = [
    ("amzn-10-k-2025-02-07.html", "revenue", "AWS", "2024-12-31", "107,556"),
    ("amzn-10-k-2025-02-07.html", "operating_income", "AWS", "2024-12-31", "39,834"),
    ("amzn-10-k-2025-02-07.html", "operating_income", None, "2024-12-31", "68,593"),
    ("amzn-10-k-2025-02-07.html", "operating_income", "International", "2022-12-31", "(7,746)"),
    ("nvda-10-k-2025-02-26.html", "revenue", "Compute & Networking", "2025-01-26", "116,193"),
    ("nvda-10-k-2025-02-26.html", "operating_income", "Graphics", "2025-01-26", "5,085"),
    ("nvda-10-k-2025-02-26.html", "revenue", "All Other", "2025-01-26", "—"),
    ("nvda-10-k-2025-02-26.html", "capital_expenditures", None, "2025-01-26", "3,236"),
    ("googl-10-k-2025-02-05.html", "revenue", "Google Cloud", "2024-12-31", "43,229"),
    ("googl-10-k-2025-02-05.html", "operating_income", "Other Bets", "2024-12-31", "(4,444)"),
    ("googl-10-k-2025-02-05.html", "operating_income", "Alphabet-level activities", "2024-12-31", "(10,541)"),
    ("googl-10-k-2025-02-05.html", "revenue", "Hedging gains (losses)", "2024-12-31", "211"),
    ("AMD_10-K_2026-02-04_amd-20251227.htm", "revenue", "Data Center", "2025-12-27", "16,635"),
    ("AMD_10-K_2026-02-04_amd-20251227.htm", "operating_income", "All Other", "2025-12-27", "(4,007)"),
    ("intc_10-K_0000050863-24-000010.html", "revenue", "Client Computing", "2023-12-30", "29,258"),
    ("Oracle.10-Q.html", "operating_income", "Cloud and license", "2024-08-31", "7,196"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "metric", "segment", "end", "printed"), READ_BY_EYE)
def test_numbers_read_by_eye(shared: Path, document, metric, segment, end, printed):
    digits = re.sub(r"\D", "", printed) or "0"
    value = Decimal(digits) * 1_000_000 * (-1 if printed.startswith("(") else 1)
    read = extraction(shared / "corpus" / "ixbrl" / document)
    quotes = {fact.fact_id: fact.quote for fact in read.facts}
    (figure,) = [
        f for f in read.figures
        if (f.metric, f.segment, str(f.period.end)) == (metric, segment, end) and f.period_type in ("FY", "Q")
    ]  # fmt: skip
    assert figure.value == value
    assert [quotes[one.fact_id] for one in figure.inputs] == [printed.strip("()")]


def test_a_10_k_whose_statements_stand_in_an_exhibit_has_no_figures(shared: Path):
    read = extraction(shared / "corpus" / "odd" / "ibm-10-k-2025-02-25.html")
    assert read.figures == ()
    assert [refusal.reason for refusal in read.refusals] == ["no_figures"]
    assert read.document.issuer is not None
    assert read.document.form == "10-K"


def test_all_that_a_document_tags_is_used_refused_or_counted(shared: Path):
    for path in sorted((shared / "corpus" / "ixbrl").iterdir()):
        read = extraction(path)
        used = {one.fact_id for figure in read.figures for one in figure.inputs}
        assert used <= {fact.fact_id for fact in read.facts}
        assert len({figure.figure_id for figure in read.figures}) == len(read.figures), path.name
        mapped = {fact.concept for fact in read.facts if fact.fact_id in used}
        counted = {one.concept for one in read.unmapped}
        refused = {refusal.what.split(" ")[0].rstrip(":") for refusal in read.refusals}
        numbers = {fact.concept for fact in read.facts if not fact.concept.startswith("remark › ")}
        assert numbers <= mapped | counted | refused, path.name
