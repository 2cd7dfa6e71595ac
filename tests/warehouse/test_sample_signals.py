"""The sample site's filings and releases through the archive: signals against published figures.

What is expected was worked out by hand from flows/sample/facts.csv.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.builders.homes import Homes
from tests.builders.reports import ask
from tests.builders.sample_warehouse import built

COMPANIES = ("NVDA", "AMZN", "MSFT", "TSM", "GOOGL", "META", "ORCL", "AMD")
FORMS = ("10-K", "10-Q", "20-F", "8-K", "6-K")


@pytest.fixture(scope="module")
def home(homes: Homes) -> Path:
    """A warehouse of all that the sample site files of these companies."""

    def filed(home: Path) -> None:
        built(home, lambda one: one.company.ticker in COMPANIES and one.form in FORMS)

    return homes.made("signals-of-the-sample", filed)[0]


@pytest.mark.parametrize(
    ("ticker", "segment", "label", "margin", "degree"),
    [
        # 130,497 less 60,922; 81,453 less 32,972: 48,481 on 69,575
        ("NVDA", None, "FY2025", "0.696816", "1.287500"),
        # 107,556 less 90,757; 39,834 less 24,631: 15,203 on 16,799
        ("AMZN", "AWS", "FY2024", "0.904994", "3.334602"),
        # 637,959 less 574,785; 68,593 less 36,852: 31,741 on 63,174
        ("AMZN", None, "FY2024", "0.502438", "7.836580"),
        # 245,122 less 211,915; 109,433 less 88,523: 20,910 on 33,207
        ("MSFT", None, "FY2024", "0.629687", "1.507405"),
        # 839,254 less 592,644; 407,081 less 249,018: 158,063 on 246,610 million TWD
        ("TSM", None, "FY2025Q1", "0.640943", "1.525396"),
    ],
)
def test_operating_leverage(
    home: Path, ticker: str, segment: str | None, label: str, margin: str, degree: str
) -> None:
    assert ask(
        home,
        "select incremental_margin, degree_of_operating_leverage from mart.operating_leverage"
        " where ticker = ? and segment is not distinct from ? and fiscal_label = ?"
        " and basis in ('gaap', 'ifrs') and incremental_margin is not null",
        ticker, segment, label,
    ) == [(Decimal(margin), Decimal(degree))]  # fmt: skip


def test_from_a_loss_there_is_no_degree(home: Path) -> None:
    """International: from a loss of 2,656 to 3,792, on 142,906 after 131,200."""
    assert ask(
        home,
        "select incremental_margin, degree_of_operating_leverage, reason"
        " from mart.operating_leverage where ticker = 'AMZN' and segment = 'International'"
        " and fiscal_label = 'FY2024'",
    ) == [(Decimal("0.550829"), None, "no_positive_base")]


@pytest.mark.parametrize(
    ("ticker", "label", "ratios"),
    [
        ("NVDA", "FY2025", ("0.024798", "1.736052", "0.014284")),  # 3,236, 1,864 and 130,497
        ("NVDA", "FY2026Q3", ("0.028716", "2.176862", "0.013192")),  # 1,637, 752 and 57,006
        ("AMZN", "FY2025", ("0.183867", None, None)),  # 131,819 of 716,924
        ("MSFT", "FY2025", ("0.229129", None, None)),  # 64,551 of 281,724
        ("TSM", "FY2024", ("0.330306", None, None)),  # 956,006.5 of 2,894,307.7 million TWD
    ],
)
def test_capital_spending(home: Path, ticker: str, label: str, ratios: tuple[str | None]) -> None:
    ((*found,),) = ask(
        home,
        "select capex_to_revenue, capex_to_depreciation, depreciation_to_revenue"
        " from mart.capex_intensity"
        " where ticker = ? and fiscal_label = ? and period_type <> 'TTM'",
        ticker, label,
    )  # fmt: skip
    assert found == [None if one is None else Decimal(one) for one in ratios]


def test_what_was_spent_in_2024_and_what_was_sold(home: Path) -> None:
    """Amazon 82,999, Alphabet 52,535, Meta 37,256; of fiscal years Microsoft (6·44,477 +
    6·64,551) / 12 = 54,514 and Oracle (5·6,866 + 7·21,215) / 12 = 15,236.25; NVIDIA's Data Center
    (47,525 + 11·115,186) / 12 = 109,547.58, AMD's 12,579.
    """
    assert ask(
        home,
        "select capex_usd / 1e6, round(sales_usd / 1e6, 2), sales_to_capex, is_approximate, reason"
        " from mart.capex_against_sales where calendar_period = '2024'",
    ) == [(242540.25, 122126.58, Decimal("0.503531"), True, None)]


@pytest.mark.parametrize(
    ("ticker", "label", "signal", "value", "prior", "direction"),
    [
        # gross profit 28,723 of 39,331 and 16,791 of 22,103
        ("NVDA", "FY2025Q4", "gross_margin", "0.730289", "0.759671", "down"),
        ("NVDA", "FY2026Q3", "capex", "0.028716", "0.023174", "up"),  # 1,637/57,006, 813/35,082
        ("NVDA", "FY2026Q3", "depreciation", "0.013192", "0.013625", "down"),  # 752 and 478
        # 19,784 of 15,157 and 7,654 of 8,926, in quarters of 91 days
        ("NVDA", "FY2026Q3", "inventory_days", "118.779706", "78.032041", "up"),
        ("MSFT", "FY2025Q3", "capex", "0.238989", "0.177051", "up"),  # 16,745/70,066, 10,952/61,858
        # 493,395 of 839,254 and 314,505 of 592,644 million TWD
        ("TSM", "FY2025Q1", "gross_margin", "0.587897", "0.530681", "up"),
    ],
)
def test_the_watchlist(
    home: Path, ticker: str, label: str, signal: str, value: str, prior: str, direction: str
) -> None:
    assert ask(
        home,
        "select value, prior_value, change, direction from mart.watchlist"
        " where ticker = ? and fiscal_label = ? and signal = ?",
        ticker, label, signal,
    ) == [(Decimal(value), Decimal(prior), Decimal(value) - Decimal(prior), direction)]  # fmt: skip


def test_what_is_owed_to_suppliers_and_to_customers(home: Path) -> None:
    """45,774 of a year's costs of 8,926 + 10,608 + 17,394 + 12,890; 2,500 of sales of 39,331 +
    44,062 + 46,743 + 57,006; the commitments are tagged until July 2025 alone.
    """
    assert ask(
        home,
        "select signal, fiscal_label, value, reason from mart.watchlist where ticker = 'NVDA'"
        " and signal in ('purchase_commitments', 'remaining_obligations')"
        " and fiscal_label in ('FY2026Q2', 'FY2026Q3') order by all",
    ) == [
        ("purchase_commitments", "FY2026Q2", Decimal("0.918825"), None),
        ("purchase_commitments", "FY2026Q3", None, "not_disclosed"),
        # 1,900 of 35,082 + 39,331 + 44,062 + 46,743
        ("remaining_obligations", "FY2026Q2", Decimal("0.011500"), None),
        ("remaining_obligations", "FY2026Q3", Decimal("0.013359"), None),
    ]


def test_what_sentences_tell_has_its_quote_and_place(home: Path) -> None:
    """One customer's 23 %; 30,800 to suppliers of a year's costs of 32,639."""
    assert ask(
        home,
        "select w.fiscal_label, w.signal, w.value, l.quote, l.locator like 'span:%', l.form"
        " from mart.watchlist as w, unnest(w.figure_ids) as i(figure_id)"
        " join mart.figure_lineage as l using (figure_id)"
        " where w.ticker = 'NVDA' and w.value is not null"
        " and w.signal in ('customer_concentration', 'supply_commitments')"
        " and l.metric = w.signal order by all",
    ) == [
        ("FY2025Q4", "supply_commitments", Decimal("0.943656"), "$30.8 billion", True, "10-K"),
        ("FY2026Q2", "customer_concentration", Decimal("0.23"), "23%", True, "10-Q"),
    ]


def test_every_signal_of_every_quarter_has_a_value_or_a_reason(home: Path) -> None:
    assert ask(
        home,
        "select count(distinct signal), count(*) filter ((value is null) = (reason is null))"
        " from mart.watchlist",
    ) == [(10, 0)]


def test_what_no_report_prints_is_not_disclosed_where_the_filing_of_the_quarter_was_read(
    home: Path,
) -> None:
    """Of early 2024 the sample has Amazon's releases alone, from then on its filings."""
    assert ask(
        home,
        "select fiscal_label, list(distinct reason) from mart.watchlist where ticker = 'AMZN'"
        " and signal in ('customer_concentration', 'inventory_days', 'remaining_obligations')"
        " and fiscal_label between 'FY2024Q2' and 'FY2025Q1' group by all order by all",
    ) == [
        ("FY2024Q2", ["not_collected"]), ("FY2024Q3", ["not_collected"]),
        ("FY2024Q4", ["not_disclosed"]), ("FY2025Q1", ["not_disclosed"]),
    ]  # fmt: skip


def test_nvidias_data_center_is_put_down_to_ai_by_its_lines_and_clouds_by_assumption(
    home: Path,
) -> None:
    """Of fiscal 2025 compute 102,196 and Data Center 115,186 of 130,497: rounded shares miss by
    less than 0.0000005 · 130,497 million.
    """
    ((basis, low, mid, high),) = ask(
        home,
        "select basis, ai_revenue_low_usd / 1e6, ai_revenue_mid_usd / 1e6, ai_revenue_high_usd / 1e6"
        " from mart.ai_pool where company_id = 'nvidia' and calendar_period = '2024'",
    )
    assert basis == "derived"
    assert (low, mid, high) == pytest.approx((102196, 115186, 115186), abs=0.07)
    assert ask(
        home,
        "select company_id, basis, share_low < share_mid and share_mid < share_high"
        " from mart.ai_pool where layer = 'cloud' and calendar_period = '2024' order by 1",
    ) == [(company, "assumed", True) for company in (
        "alphabet", "amazon", "digital_realty", "equinix", "microsoft", "oracle",
    )]  # fmt: skip


def test_what_ai_earned_in_2024_has_a_range(home: Path) -> None:
    """AWS's 39,834 million at 3, 6 and 20 per cent; of clouds four are there."""
    assert ask(
        home,
        "select round(ai_operating_income_low_usd / 1e6, 2)::decimal(12, 2),"
        " round(ai_operating_income_mid_usd / 1e6, 2)::decimal(12, 2),"
        " round(ai_operating_income_high_usd / 1e6, 2)::decimal(12, 2) from mart.ai_pool"
        " where segment = 'AWS' and calendar_period = '2024'",
    ) == [(Decimal("1195.02"), Decimal("2390.04"), Decimal("7966.80"))]
