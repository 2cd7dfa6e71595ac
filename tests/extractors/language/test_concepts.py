"""concepts.csv: its rows are of one mind, and captions mean what a reader takes them for."""

from __future__ import annotations

import csv
import re
from typing import get_args

import pytest

from extractors.language.concepts import (
    ANCHORS,
    AXES,
    MEMBERS,
    SOURCE,
    SUBJECT,
    Statement,
    caption_meanings,
    is_extension,
    is_whole,
    line_meanings,
    meanings,
)
from extractors.metrics import METRICS

ROWS = list(csv.DictReader(SOURCE.read_text(encoding="utf-8").splitlines()))


def test_every_row_speaks_of_known_things():
    uses = {
        "concept": {"both", "consolidated"},
        "caption": {"both", "consolidated"},
        "line": {"both", "consolidated"},
        "whole": {"both"},
        "text": {"both", "consolidated"},
        "anchor": {"tax", "bottom", "per_share", "total"},
        "axis": {"segment", "product", "consolidation", "scope"},
        "member": {"operating", "corporate", "elimination", "subtotal", "other", "whole"},
        "cover": {
            "dei:DocumentPeriodEndDate",
            "dei:CurrentFiscalYearEndDate",
            "dei:EntityRegistrantName",
        },
        "concentration": {"share", "of", "kind", "whose", "revenue", "customer"},
        "taxonomy": {"gaap", "ifrs"},
    }
    for row in ROWS:
        assert row["use"] in uses[row["match"]], row
        of_metric = row["match"] in ("concept", "caption", "line", "text", "whole")
        assert (row["metric"] in METRICS) == of_metric, row
        assert row["rank"].isdigit(), row
        assert row["pattern"], row
        if of_metric:
            assert row["statement"] in get_args(Statement), row
        if row["match"] not in ("caption", "line", "text", "taxonomy"):
            prefix = r"us-gaap|ifrs-full|srt|dart|tifrs-[a-z-]+|jp[a-z]+_cor"
            assert re.fullmatch(rf"({prefix}):[A-Z][A-Za-z]+1?", row["pattern"]), row


def test_no_concept_means_a_metric_twice():
    pairs = [(row["metric"], row["pattern"]) for row in ROWS if row["match"] == "concept"]
    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize(
    ("concept", "metrics"),
    [
        ("us-gaap:Revenues", {"revenue"}),
        ("us-gaap:NetIncomeLoss", {"net_income", "net_income_attributable"}),
        ("us-gaap:PaymentsToAcquireProductiveAssets", {"capital_expenditures"}),
        ("us-gaap:PaymentsToAcquirePropertyPlantAndEquipment", {"capital_expenditures"}),
        ("ifrs-full:Revenue", {"revenue"}),
        ("us-gaap:InterestExpense", set()),
        ("own:Revenues", set()),
    ],
)
def test_what_concepts_mean(concept, metrics):
    assert {meaning.metric for meaning in meanings(concept)} == metrics


def test_axes_members_and_anchors():
    assert AXES["us-gaap:StatementBusinessSegmentsAxis"] == "segment"
    assert AXES["srt:ProductOrServiceAxis"] == "product"
    assert AXES["srt:ConsolidatedEntitiesAxis"] == "consolidation"
    assert "srt:RestatementAxis" not in AXES
    assert MEMBERS["us-gaap:OperatingSegmentsMember"] == "operating"
    assert MEMBERS["us-gaap:IntersegmentEliminationMember"] == "elimination"
    assert ANCHORS["us-gaap:Assets"] == ("balance", "total")


@pytest.mark.parametrize(
    ("caption", "metric"),
    [
        ("Revenue", "revenue"),
        ("Net sales", "revenue"),
        ("Total revenues", "revenue"),
        ("Total net revenue", "revenue"),
        ("Revenues, net", "revenue"),
        ("Cost of sales", "cost_of_revenue"),
        ("Total cost of revenue", "cost_of_revenue"),
        ("Cost of goods sold", "cost_of_revenue"),
        ("Operating income", "operating_income"),
        ("Operating income (loss)", "operating_income"),
        ("Income from operations", "operating_income"),
        ("(Loss) income from operations", "operating_income"),
        ("Research and development", "research_and_development"),
        ("Research & development expenses", "research_and_development"),
        ("Research, development and engineering", "research_and_development"),
        ("Technology and development", "research_and_development"),
        ("Capital expenditures", "capital_expenditures"),
        ("Purchases of property and equipment", "capital_expenditures"),
        ("Purchase of property, plant and equipment", "capital_expenditures"),
        (
            "Purchases related to property and equipment and intangible assets",
            "capital_expenditures",
        ),
        ("Additions to property, plant and equipment", "capital_expenditures"),
        ("Payments to acquire property and equipment", "capital_expenditures"),
        ("Investments in property and equipment", "capital_expenditures"),
        ("Depreciation and amortization", "depreciation_and_amortization"),
        ("Total depreciation, amortization and impairment", "depreciation_and_amortization"),
        ("Gross margin", "gross_margin"),
        ("Gross profit as a percentage of revenue", "gross_margin"),
        ("Operating margin", "operating_margin"),
        ("Operating income as a percentage of net sales", "operating_margin"),
    ],
)
def test_what_captions_mean(caption, metric):
    assert {meaning.metric for meaning in caption_meanings(caption)} == {metric}


@pytest.mark.parametrize(
    "caption",
    [
        "",
        "Cost of subscriptions",
        "Deferred revenue",
        "Revenue growth",
        "Unearned revenues",
        "Other operating income",
        "Operating expenses",
        "Amortization",
        "Depreciation",
        "Accumulated depreciation and amortization",
        "Sales and marketing",
        "Marketing",
        "Proceeds from sales of property",
        "Purchases of investments",
        "Purchases of marketable securities",
        "Payments for repurchases of stock",
        "Change in gross margin",
        "Adjusted operating margin",
        "Non-GAAP operating income",
    ],
)
def test_captions_that_mean_no_metric(caption):
    assert caption_meanings(caption) == ()


@pytest.mark.parametrize(
    ("concept", "is_own"),
    [
        ("nvda:Purchases", True),
        ("us-gaap:Assets", False),
        ("ifrs-full:Assets", False),
        ("x-us-gaap:Assets", True),
    ],
)
def test_extensions(concept, is_own):
    assert is_extension(concept) is is_own


@pytest.mark.parametrize(
    "caption", ["a" * 20_000, "Purchases of property " * 2_000, "revenues " * 5_000]
)
def test_a_monstrous_caption_takes_no_time(caption):
    assert len(caption_meanings(caption)) <= 1


def test_only_the_cost_itself_is_all_of_the_cost():
    assert is_whole("us-gaap:CostOfRevenue")
    assert is_whole("ifrs-full:CostOfSales")
    assert not is_whole("us-gaap:CostOfGoodsAndServicesSold")
    assert not is_whole("us-gaap:Revenues")


def test_a_metric_that_a_sentence_may_name_is_a_row():
    texts = [row["metric"] for row in ROWS if row["match"] == "text"]
    assert sorted(SUBJECT.groupindex) == sorted(texts)
    found = SUBJECT.search("We expect total net sales of $3 billion")
    assert found is not None
    assert found.lastgroup == "revenue"


@pytest.mark.parametrize("dash", ["-", " ", ""])
def test_the_part_of_others_is_not_the_owners(dash):
    told = line_meanings(f"net income attributable to non{dash}controlling interests")
    assert "net_income_attributable" not in {meaning.metric for meaning in told}


def test_profit_alone_is_the_net_income_of_a_statement():
    told = {(meaning.metric, meaning.statement) for meaning in line_meanings("profit")}
    assert ("net_income", "income") in told
