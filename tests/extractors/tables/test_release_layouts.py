"""Facsimile tables in the styles of houses that the corpus lacks: nothing that they do not say.

The layouts are those of the named companies' releases, the numbers nearly theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from extractors import Extraction
from tests.builders.html_page import described, read, table
from tests.builders.pdf_page import Drawn

Truth = dict[tuple[str, str | None, str], str]
"""{(metric, part, basis): 'Q 2025-05-02 23,378; …'}, in millions, margins in percent."""


@dataclass(frozen=True)
class Style:
    """A release's first sentence, a caption, a table, and every figure that they print."""

    house: str
    dated: str
    unit: str
    text: str
    truth: Truth
    currency: str = "USD"
    is_read: bool = True


def millions(values: str) -> dict[str, Decimal]:
    pairs = [part.rsplit(" ", 1) for part in values.split(";")]
    return {when.strip(): Decimal(number.replace(",", "")) for when, number in pairs}


DELL = "Results for the fiscal 2026 first quarter ended May 2, 2025."
HPE = "Results for the fiscal 2025 second quarter ended April 30, 2025."
MICRON = "Results for the third quarter of fiscal 2025, which ended May 29, 2025."
MARVELL = "Results for the first quarter of fiscal year 2026 ended May 3, 2025."
BROADCOM = "Results for the second quarter of fiscal year 2025, ended May 4, 2025."
JUNE = "Results for the second quarter ended June 30, 2025."
IFRS = "IFRS results for the second quarter ended June 30, 2025."
STYLES = [
    Style("Dell", DELL, "(in millions, except per share amounts and percentages; unaudited)", """
     | Three Months Ended | |
     | May 2, 2025 | May 3, 2024 | Change
    Net revenue: | | |
    Products | $ 17,609 | $ 16,127 | 9%
    Services | 5,769 | 6,117 | (6)%
    Total net revenue | 23,378 | 22,244 | 5%
    Cost of net revenue: | | |
    Products | 15,000 | 13,500 | 11%
    Services | 3,440 | 3,950 | (13)%
    Total cost of net revenue | 18,440 | 17,450 | 6%
    Gross margin | 4,938 | 4,794 | 3%
    Percentage of Total Net Revenue: | | |
    Gross margin | 21.1% | 21.6% |
    Non-GAAP Financial Measures: | | |
    Gross margin | 5,039 | 4,900 | 3%
    """, {
        ("revenue", None, "gaap"): "Q 2025-05-02 23,378; Q 2024-05-03 22,244",
        ("revenue", "Products", "gaap"): "Q 2025-05-02 17,609; Q 2024-05-03 16,127",
        ("revenue", "Services", "gaap"): "Q 2025-05-02 5,769; Q 2024-05-03 6,117",
        ("cost_of_revenue", None, "gaap"): "Q 2025-05-02 18,440; Q 2024-05-03 17,450",
        ("cost_of_revenue", "Products", "gaap"): "Q 2025-05-02 15,000; Q 2024-05-03 13,500",
        ("cost_of_revenue", "Services", "gaap"): "Q 2025-05-02 3,440; Q 2024-05-03 3,950",
        ("gross_profit", None, "gaap"): "Q 2025-05-02 4,938; Q 2024-05-03 4,794",
        ("gross_profit", None, "non_gaap"): "Q 2025-05-02 5,039; Q 2024-05-03 4,900",
        ("gross_margin", None, "gaap"): "Q 2025-05-02 21.1; Q 2024-05-03 21.6",
    }, is_read=False),
    Style("HPE", HPE, "In millions, except percentages", """
     | For the three months ended~3
     | April 30, 2025 | January 31, 2025 | April 30, 2024
    GAAP net revenue | $ 7,627 | $ 7,854 | $ 7,204
    GAAP gross profit | 2,168 | 2,294 | 2,378
    Non-GAAP gross profit | 2,244 | 2,309 | 2,384
    Non-GAAP gross profit margin | 29.4% | 29.4% | 33.1%
    GAAP (loss) earnings from operations | (1,109) | 433 | 424
    Non-GAAP earnings from operations | 616 | 783 | 681
    GAAP operating (loss) profit margin | (14.5)% | 5.5% | 5.9%
    """, {
        ("revenue", None, "gaap"): "Q 2025-04-30 7,627; Q 2025-01-31 7,854; Q 2024-04-30 7,204",
        ("gross_profit", None, "gaap"): "Q 2025-04-30 2,168; Q 2025-01-31 2,294; Q 2024-04-30 2,378",
        ("gross_profit", None, "non_gaap"):
            "Q 2025-04-30 2,244; Q 2025-01-31 2,309; Q 2024-04-30 2,384",
        ("gross_margin", None, "non_gaap"): "Q 2025-04-30 29.4; Q 2025-01-31 29.4; Q 2024-04-30 33.1",
        ("operating_income", None, "gaap"): "Q 2025-04-30 -1,109; Q 2025-01-31 433; Q 2024-04-30 424",
        ("operating_income", None, "non_gaap"): "Q 2025-04-30 616; Q 2025-01-31 783; Q 2024-04-30 681",
        ("operating_margin", None, "gaap"): "Q 2025-04-30 -14.5; Q 2025-01-31 5.5; Q 2024-04-30 5.9",
    }),
    Style("Supermicro", "Results for the third quarter ended March 31, 2025.",
          "(in thousands, except per share amounts)", """
     | Three Months Ended March 31,~2 | Nine Months Ended March 31,~2
     | 2025 | 2024 | 2025 | 2024
    Net sales | $ 4,599,913 | $ 3,850,066 | $ 16,215,124 | $ 9,634,710
    Cost of sales | 4,159,589 | 3,253,051 | 14,400,000 | 8,137,000
    Gross profit | 440,324 | 597,015 | 1,815,124 | 1,497,710
    """, {
        ("revenue", None, "gaap"): "Q 2025-03-31 4,599.913; Q 2024-03-31 3,850.066;"
        "9M 2025-03-31 16,215.124; 9M 2024-03-31 9,634.710",
        ("cost_of_revenue", None, "gaap"): "Q 2025-03-31 4,159.589; Q 2024-03-31 3,253.051;"
        "9M 2025-03-31 14,400; 9M 2024-03-31 8,137",
        ("gross_profit", None, "gaap"): "Q 2025-03-31 440.324; Q 2024-03-31 597.015;"
        "9M 2025-03-31 1,815.124; 9M 2024-03-31 1,497.710",
    }),
    Style("Micron", MICRON, "(in millions)", """
     | GAAP(1)~3 | Non-GAAP(2)~3
     | FQ3-25 | FQ2-25 | FQ3-24 | FQ3-25 | FQ2-25 | FQ3-24
    Revenue | $ 9,301 | $ 8,053 | $ 6,811 | $ 9,301 | $ 8,053 | $ 6,811
    Gross margin | 3,508 | 2,963 | 1,832 | 3,623 | 3,053 | 1,917
    percent of revenue | 37.7% | 36.8% | 26.9% | 39.0% | 37.9% | 28.1%
    Operating income | 2,169 | 1,773 | 719 | 2,490 | 2,007 | 941
    percent of revenue | 23.3% | 22.0% | 10.6% | 26.8% | 24.9% | 13.8%
    """, {
        ("revenue", None, "gaap"): "Q 2025-05-29 9,301; Q 2025-02-27 8,053; Q 2024-05-30 6,811",
        ("gross_profit", None, "gaap"): "Q 2025-05-29 3,508; Q 2025-02-27 2,963; Q 2024-05-30 1,832",
        ("operating_income", None, "gaap"): "Q 2025-05-29 2,169; Q 2025-02-27 1,773; Q 2024-05-30 719",
        ("revenue", None, "non_gaap"): "Q 2025-05-29 9,301; Q 2025-02-27 8,053; Q 2024-05-30 6,811",
        ("gross_profit", None, "non_gaap"):
            "Q 2025-05-29 3,623; Q 2025-02-27 3,053; Q 2024-05-30 1,917",
        ("operating_income", None, "non_gaap"):
            "Q 2025-05-29 2,490; Q 2025-02-27 2,007; Q 2024-05-30 941",
        ("gross_margin", None, "gaap"): "Q 2025-05-29 37.7; Q 2025-02-27 36.8; Q 2024-05-30 26.9",
        ("gross_margin", None, "non_gaap"): "Q 2025-05-29 39.0; Q 2025-02-27 37.9; Q 2024-05-30 28.1",
        ("operating_margin", None, "gaap"): "Q 2025-05-29 23.3; Q 2025-02-27 22.0; Q 2024-05-30 10.6",
        ("operating_margin", None, "non_gaap"):
            "Q 2025-05-29 26.8; Q 2025-02-27 24.9; Q 2024-05-30 13.8",
    }),
    Style("TSMC", JUNE, "(In NT$ billions unless otherwise noted)", """
     | 2Q25 | 1Q25 | 2Q24 | QoQ | YoY
    Net Revenue (US$ billions) | 30.07 | 25.53 | 20.82 | 17.8% | 44.4%
    Net Revenue | 933.79 | 839.25 | 673.51 | 11.3% | 38.6%
    Gross Margin | 58.6% | 58.8% | 53.2% | (0.2) ppts | +5.4 ppts
    Operating Margin | 49.6% | 48.5% | 42.5% | +1.1 ppts | +7.1 ppts
    EPS (NT$) | 15.36 | 13.94 | 9.56 | 10.2% | 60.7%
    """, {
        ("revenue", None, "gaap"): "Q 2025-06-30 933,790; Q 2025-03-31 839,250; Q 2024-06-30 673,510",
        ("gross_margin", None, "gaap"): "Q 2025-06-30 58.6; Q 2025-03-31 58.8; Q 2024-06-30 53.2",
        ("operating_margin", None, "gaap"): "Q 2025-06-30 49.6; Q 2025-03-31 48.5; Q 2024-06-30 42.5",
    }, currency="TWD"),
    Style("SK hynix", JUNE, "", """
    (Unit: Billion KRW) | Q2 2025 | Q1 2025 | QoQ | Q2 2024 | YoY
    Revenue | 22,232 | 17,639 | 26% | 16,423 | 35%
    Operating Profit | 9,213 | 7,441 | 24% | 5,469 | 68%
    Operating Margin | 41% | 42% | -1%p | 33% | 8%p
    """, {
        ("revenue", None, "gaap"):
            "Q 2025-06-30 22,232,000; Q 2025-03-31 17,639,000; Q 2024-06-30 16,423,000",
        ("operating_income", None, "gaap"):
            "Q 2025-06-30 9,213,000; Q 2025-03-31 7,441,000; Q 2024-06-30 5,469,000",
        ("operating_margin", None, "gaap"): "Q 2025-06-30 41; Q 2025-03-31 42; Q 2024-06-30 33",
    }, currency="KRW"),
    Style("Samsung", JUNE, "(Unit: KRW billion)", """
     | 2Q '25 | % of sales | 1Q '25 | % of sales
    Sales | 74,570 | 100.0% | 79,140 | 100.0%
    Cost of Sales | 49,200 | 66.0% | 51,040 | 64.5%
    Gross Profit | 25,370 | 34.0% | 28,100 | 35.5%
    Operating Profit | 4,680 | 6.3% | 6,690 | 8.5%
    """, {
        ("revenue", None, "gaap"): "Q 2025-06-30 74,570,000; Q 2025-03-31 79,140,000",
        ("cost_of_revenue", None, "gaap"): "Q 2025-06-30 49,200,000; Q 2025-03-31 51,040,000",
        ("gross_profit", None, "gaap"): "Q 2025-06-30 25,370,000; Q 2025-03-31 28,100,000",
        ("operating_income", None, "gaap"): "Q 2025-06-30 4,680,000; Q 2025-03-31 6,690,000",
        ("gross_margin", None, "gaap"): "Q 2025-06-30 34.0; Q 2025-03-31 35.5",
        ("operating_margin", None, "gaap"): "Q 2025-06-30 6.3; Q 2025-03-31 8.5",
    }, currency="KRW"),
    Style("Broadcom", BROADCOM, "(Dollars in millions, except per share data)", """
     | GAAP~3 | Non-GAAP~3
     | Q2 25 | Q2 24 | Change | Q2 25 | Q2 24 | Change
    Net revenue | $15,004 | $12,487 | +20% | $15,004 | $12,487 | +20%
    Net income | $4,965 | $2,121 | +$2,844 | $7,787 | $5,394 | +$2,393
    """, {
        ("revenue", None, "gaap"): "Q 2025-05-04 15,004; Q 2024-05-05 12,487",
        ("revenue", None, "non_gaap"): "Q 2025-05-04 15,004; Q 2024-05-05 12,487",
        ("net_income", None, "gaap"): "Q 2025-05-04 4,965; Q 2024-05-05 2,121",
        ("net_income", None, "non_gaap"): "Q 2025-05-04 7,787; Q 2024-05-05 5,394",
    }),
    Style("Marvell", MARVELL, "(In millions)", """
     | Three Months Ended~3 | % Change~2
    Revenue by End Market | May 3, 2025 | February 1, 2025 | May 4, 2024 | YoY | QoQ
    Data center | $ 1,440.6 | $ 1,365.8 | $ 816.4 | 76 % | 5 %
    Enterprise networking | 177.5 | 171.4 | 153.1 | 16 % | 4 %
    Consumer | 277.2 | 280.2 | 191.4 | 50 % | (29) %
    Total Net Revenue | $ 1,895.3 | $ 1,817.4 | $ 1,160.9 | 63 % | 4 %
    """, {
        ("revenue", None, "gaap"): "Q 2025-05-03 1,895.3; Q 2025-02-01 1,817.4; Q 2024-05-04 1,160.9",
        ("revenue", "Data center", "gaap"):
            "Q 2025-05-03 1,440.6; Q 2025-02-01 1,365.8; Q 2024-05-04 816.4",
        ("revenue", "Enterprise networking", "gaap"):
            "Q 2025-05-03 177.5; Q 2025-02-01 171.4; Q 2024-05-04 153.1",
        ("revenue", "Consumer", "gaap"): "Q 2025-05-03 277.2; Q 2025-02-01 280.2; Q 2024-05-04 191.4",
    }),
    Style("ASML", "ASML reports results for the second quarter ended June 29, 2025.", "", """
    (Figures in millions of euros unless otherwise indicated) | Q1 2025 | Q2 2025
    Total net sales | 7,742 | 7,692
    ...of which Installed Base Management sales | 2,001 | 2,096
    New lithography systems sold (units) | 73 | 67
    Gross profit | 4,180 | 4,130
    Gross margin (%) | 54.0 | 53.7
    Net income | 2,355 | 2,290
    EPS (basic; in euros) | 6.00 | 5.90
    """, {
        ("revenue", None, "gaap"): "Q 2025-06-29 7,692; Q 2025-03-30 7,742",
        ("gross_profit", None, "gaap"): "Q 2025-06-29 4,130; Q 2025-03-30 4,180",
        ("gross_margin", None, "gaap"): "Q 2025-06-29 53.7; Q 2025-03-30 54.0",
        ("net_income", None, "gaap"): "Q 2025-06-29 2,290; Q 2025-03-30 2,355",
    }, currency="EUR", is_read=False),
    Style("Palantir", JUNE, "(in thousands, except percentages)", """
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | $ 1,003,697 | $ 678,134
    Income from operations | $ 269,329 | $ 105,339
    Operating margin | 27 % | 16 %
    Add: Stock-based compensation | 159,900 | 141,764
    Adjusted income from operations | $ 464,414 | $ 253,568
    Adjusted operating margin | 46 % | 37 %
    """, {
        ("revenue", None, "gaap"): "Q 2025-06-30 1,003.697; Q 2024-06-30 678.134",
        ("operating_income", None, "gaap"): "Q 2025-06-30 269.329; Q 2024-06-30 105.339",
        ("operating_margin", None, "gaap"): "Q 2025-06-30 27; Q 2024-06-30 16",
        ("operating_income", None, "non_gaap"): "Q 2025-06-30 464.414; Q 2024-06-30 253.568",
        ("operating_margin", None, "non_gaap"): "Q 2025-06-30 46; Q 2024-06-30 37",
    }),
    Style("SAP", IFRS, "", """
    € million, unless otherwise stated | Q2 2025 | Q2 2024 | ∆ in % | ∆ in % const. curr.
    Cloud revenue | 5,130 | 4,153 | 24 | 28
    Total revenue | 9,027 | 8,288 | 9 | 12
    IFRS operating profit (loss) | 2,456 | 1,222 | >100 |
    Non-IFRS operating profit | 2,568 | 1,940 | 32 | 35
    """, {
        ("revenue", None, "ifrs"): "Q 2025-06-30 9,027; Q 2024-06-30 8,288",
        ("operating_income", None, "ifrs"): "Q 2025-06-30 2,456; Q 2024-06-30 1,222",
        ("operating_income", None, "non_gaap"): "Q 2025-06-30 2,568; Q 2024-06-30 1,940",
    }, currency="EUR"),
    Style("SAP, constant currency", IFRS, "(€ in millions)", """
     | Q2 2025~3 | Q2 2024
     | IFRS | Currency impact | Non-IFRS constant currency | IFRS
    Total revenue | 9,027 | 284 | 9,311 | 8,288
    Operating profit | 2,456 | 70 | 2,600 | 1,222
    """, {
        ("revenue", None, "ifrs"): "Q 2025-06-30 9,027; Q 2024-06-30 8,288",
        ("operating_income", None, "ifrs"): "Q 2025-06-30 2,456; Q 2024-06-30 1,222",
    }, currency="EUR"),
    Style("Lenovo", "Results for the first quarter ended June 30, 2025.", "", """
     | Q1 25/26 US$ million | Q1 24/25 US$ million | Year-on-year Change
    Revenue | 18,830 | 15,447 | 22%
    Gross profit | 2,773 | 2,562 | 8%
    Gross profit margin | 14.7% | 16.6% | (1.9) pts
    """, {
        ("revenue", None, "gaap"): "Q 2025-06-30 18,830; Q 2024-06-30 15,447",
        ("gross_profit", None, "gaap"): "Q 2025-06-30 2,773; Q 2024-06-30 2,562",
        ("gross_margin", None, "gaap"): "Q 2025-06-30 14.7; Q 2024-06-30 16.6",
    }, is_read=False),
    Style("Foxconn", JUNE, "", """
    (NT$ Bn) | 2Q25 | 1Q25 | QoQ | 2Q24 | YoY
    Net sales | 1,797.1 | 1,644.3 | 9% | 1,550.5 | 16%
    Gross profit | 113.8 | 100.6 | 13% | 99.6 | 14%
    Gross margin | 6.33% | 6.12% | +0.21 ppts | 6.42% | -0.09 ppts
    """, {
        ("revenue", None, "gaap"):
            "Q 2025-06-30 1,797,100; Q 2025-03-31 1,644,300; Q 2024-06-30 1,550,500",
        ("gross_profit", None, "gaap"): "Q 2025-06-30 113,800; Q 2025-03-31 100,600; Q 2024-06-30 99,600",
        ("gross_margin", None, "gaap"): "Q 2025-06-30 6.33; Q 2025-03-31 6.12; Q 2024-06-30 6.42",
    }, currency="TWD", is_read=False),
    Style("Hon Hai, audited", JUNE, "", """
    (Expressed in thousands of New Taiwan dollars) | For the three months ended June 30,~4
     | 2025~2 | 2024~2
     | AMOUNT | % | AMOUNT | %
    Operating revenue | $ 1,797,100,123 | 100 | $ 1,550,500,456 | 100
    Gross profit | 113,800,123 | 6 | 99,600,456 | 6
    """, {
        ("revenue", None, "gaap"): "Q 2025-06-30 1,797,100.123; Q 2024-06-30 1,550,500.456",
        ("gross_profit", None, "gaap"): "Q 2025-06-30 113,800.123; Q 2024-06-30 99,600.456",
    }, currency="TWD", is_read=False),
    Style("ServiceNow", JUNE, "", """
     | Second Quarter 2025 GAAP Results~2 | Second Quarter 2025 Non-GAAP Results(1)~2
     | Amount ($ millions) | Year/Year Growth (%) | Adjusted Amount ($ millions) | Adjusted Growth (%)
    Subscription revenues | $3,113 | 22.5% | $3,070 | 21.5%
    Total revenues | $3,215 | 22.5% | $3,171 | 21.5%
     | Amount ($ billions) | Year/Year Growth (%) | Adjusted Amount ($ billions) | Adjusted Growth (%)
    cRPO | $10.92 | 24.5% | $10.73 | 21.5%
     | Amount ($ millions) | Margin (%) | Amount ($ millions) | Margin (%)
    Income from operations | $358 | 11% | $955 | 29.5%
    """, {
        ("revenue", None, "gaap"): "Q 2025-06-30 3,215",
        ("revenue", None, "non_gaap"): "Q 2025-06-30 3,171",
        ("operating_income", None, "gaap"): "Q 2025-06-30 358",
        ("operating_income", None, "non_gaap"): "Q 2025-06-30 955",
        ("operating_margin", None, "gaap"): "Q 2025-06-30 11",
        ("operating_margin", None, "non_gaap"): "Q 2025-06-30 29.5",
    }, is_read=False),
    Style("per share beside amounts", JUNE, "(in millions, except per share)", """
     | Three Months Ended June 30, 2025~2 | Three Months Ended June 30, 2024~2
     | Amount | Per share | Amount | Per share
    GAAP net income | 300 | 1.20 | 250 | 1.00
    Non-GAAP net income | 350 | 1.40 | 280 | 1.12
    """, {
        ("net_income", None, "gaap"): "Q 2025-06-30 300; Q 2024-06-30 250",
        ("net_income", None, "non_gaap"): "Q 2025-06-30 350; Q 2024-06-30 280",
    }),
    Style("bridges side by side", JUNE, "(in millions)", """
     | Three Months Ended June 30, 2025~4 | Three Months Ended June 30, 2024~4
     | GAAP | SBC | Amortization | Non-GAAP | GAAP | SBC | Amortization | Non-GAAP
    Revenue | 1,234 | — | — | 1,234 | 1,100 | — | — | 1,100
    Cost of revenue | 617 | (17) | (10) | 590 | 580 | (11) | (10) | 559
    Gross profit | 617 | 17 | 10 | 644 | 520 | 11 | 10 | 541
    Operating income | 300 | 57 | 20 | 377 | 250 | 41 | 20 | 311
    """, {
        ("revenue", None, "gaap"): "Q 2025-06-30 1,234; Q 2024-06-30 1,100",
        ("revenue", None, "non_gaap"): "Q 2025-06-30 1,234; Q 2024-06-30 1,100",
        ("cost_of_revenue", None, "gaap"): "Q 2025-06-30 617; Q 2024-06-30 580",
        ("cost_of_revenue", None, "non_gaap"): "Q 2025-06-30 590; Q 2024-06-30 559",
        ("gross_profit", None, "gaap"): "Q 2025-06-30 617; Q 2024-06-30 520",
        ("gross_profit", None, "non_gaap"): "Q 2025-06-30 644; Q 2024-06-30 541",
        ("operating_income", None, "gaap"): "Q 2025-06-30 300; Q 2024-06-30 250",
        ("operating_income", None, "non_gaap"): "Q 2025-06-30 377; Q 2024-06-30 311",
    }),
    Style("trailing twelve months", JUNE, "(in millions)", """
     | Q2 2025 | TTM
    Revenue | 1,234 | 4,600
    Operating income | 300 | 1,100
    """, {
        ("revenue", None, "gaap"): "Q 2025-06-30 1,234",
        ("operating_income", None, "gaap"): "Q 2025-06-30 300",
    }),
    Style("trend of quarters", "Results for the fourth quarter and fiscal year ended December 31, 2024.",
          "(in millions)", """
     | 2024~5
     | Q1 | Q2 | Q3 | Q4 | FY
    Revenue | 1,000 | 1,100 | 1,200 | 1,234 | 4,534
    Operating income | 200 | 210 | 220 | 230 | 860
    """, {
        ("revenue", None, "gaap"): "Q 2024-03-31 1,000; Q 2024-06-30 1,100; Q 2024-09-30 1,200;"
        "Q 2024-12-31 1,234; FY 2024-12-31 4,534",
        ("operating_income", None, "gaap"): "Q 2024-03-31 200; Q 2024-06-30 210; Q 2024-09-30 220;"
        "Q 2024-12-31 230; FY 2024-12-31 860",
    }, is_read=False),
    Style("quarters and year by months", "Results for the fourth quarter ended December 31, 2024.",
          "(in millions)", """
     | Quarter Ended~4 | Year Ended
    2024 | Mar. 31 | Jun. 30 | Sep. 30 | Dec. 31 | Dec. 31
    Revenue | 1,000 | 1,100 | 1,200 | 1,234 | 4,534
    """, {
        ("revenue", None, "gaap"): "Q 2024-03-31 1,000; Q 2024-06-30 1,100; Q 2024-09-30 1,200;"
        "Q 2024-12-31 1,234; FY 2024-12-31 4,534",
    }, is_read=False),
    Style("thirteen and twenty-six weeks", "Results for the second quarter ended June 28, 2025.",
          "(in millions)", """
     | 13 Weeks Ended~2 | 26 Weeks Ended~2
     | June 28, 2025 | June 29, 2024 | June 28, 2025 | June 29, 2024
    Net sales | 1,234 | 1,100 | 2,300 | 2,100
    Gross profit | 617 | 520 | 1,117 | 1,020
    """, {
        ("revenue", None, "gaap"):
            "Q 2025-06-28 1,234; Q 2024-06-29 1,100; H1 2025-06-28 2,300; H1 2024-06-29 2,100",
        ("gross_profit", None, "gaap"):
            "Q 2025-06-28 617; Q 2024-06-29 520; H1 2025-06-28 1,117; H1 2024-06-29 1,020",
    }),
    Style("first half beside the quarter", JUNE, "(in NT$ millions)", """
     | 2Q25 | 1H25 | 1H24
    Net Revenue | 933,792 | 1,773,046 | 1,266,154
    Gross Profit | 547,370 | 1,040,760 | 672,360
    """, {
        ("revenue", None, "gaap"): "Q 2025-06-30 933,792; H1 2025-06-30 1,773,046; H1 2024-06-30 1,266,154",
        ("gross_profit", None, "gaap"): "Q 2025-06-30 547,370; H1 2025-06-30 1,040,760; H1 2024-06-30 672,360",
    }, currency="TWD"),
    Style("pro forma combination in columns", JUNE, "(in millions)", """
     | Three Months Ended June 30, 2024~3
     | Historical | Acquisition | Combined
    Revenue | 1,100 | 200 | 1,300
    Operating income | 250 | 10 | 260
    """, {
        ("revenue", None, "gaap"): "Q 2024-06-30 1,100",
        ("operating_income", None, "gaap"): "Q 2024-06-30 250",
    }, is_read=False),
    Style("units beside dollars", JUNE, "(dollars in millions, units in thousands)", """
     | Three Months Ended June 30, 2025~2
     | Units | Revenue
    Mac | 4,500 | 7,200
    iPad | 9,500 | 5,200
    Net sales | 14,000 | 12,400
    """, {("revenue", None, "gaap"): "Q 2025-06-30 12,400",
          ("revenue", "Mac", "gaap"): "Q 2025-06-30 7,200",
          ("revenue", "iPad", "gaap"): "Q 2025-06-30 5,200"}, is_read=False),
    Style("constant currency rows", JUNE, "(in millions)", """
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue, as reported | 1,234 | 1,100
    Revenue at constant currency | 1,200 | 1,100
    Revenue excluding foreign exchange | 1,201 | 1,100
    """, {("revenue", None, "gaap"): "Q 2025-06-30 1,234; Q 2024-06-30 1,100"}, is_read=False),
    Style("constant currency section", JUNE, "(in millions)", """
     | Three Months Ended June 30,~2
     | 2025 | 2024
    Revenue | 1,234 | 1,100
    Operating income | 300 | 250
    Constant currency: | |
    Revenue | 1,200 | 1,090
    Operating income | 290 | 240
    """, {("revenue", None, "gaap"): "Q 2025-06-30 1,234; Q 2024-06-30 1,100",
          ("operating_income", None, "gaap"): "Q 2025-06-30 300; Q 2024-06-30 250"}),
    Style("marks of footnotes", JUNE, "(in millions)(1)", """
     | Three Months Ended June 30,~2
     | 2025(2) | 2024(a)
    Revenue(3) | $1,234(4) | $1,100*
    Gross profit † | 617 | 520
    Operating loss (b) | (30) | (25)
    """, {("revenue", None, "gaap"): "Q 2025-06-30 1,234; Q 2024-06-30 1,100",
          ("gross_profit", None, "gaap"): "Q 2025-06-30 617; Q 2024-06-30 520",
          ("operating_income", None, "gaap"): "Q 2025-06-30 -30; Q 2024-06-30 -25"}, is_read=False),
]  # fmt: skip


def said(style: Style) -> set[tuple[str, str | None, str, str, Decimal, str]]:
    """What the table prints, in millions; margins in percent."""
    return {
        (metric, part, basis, when, value, "pure" if metric.endswith("margin") else style.currency)
        for (metric, part, basis), values in style.truth.items()
        for when, value in millions(values).items()
    }


def emitted(style: Style, found: Extraction) -> set[tuple[str, str | None, str, str, Decimal, str]]:
    assert all(f.kind == "actual" for f in found.figures), described(found.figures)
    return {
        (f.metric, f.segment, f.basis, f"{f.period_type} {f.period.end}",
         f.value * 100 if f.unit == "pure" else f.value / 10**6, f.unit)
        for f in found.figures
    }  # fmt: skip


def written(style: Style) -> Extraction:
    return read(f"<p>{style.dated}</p>", style.unit, table(style.text))


def drawn(style: Style, heads: str) -> Extraction:
    """The table on a page, as wide as its columns need."""
    count = max(line.count("|") for line in style.text.splitlines())
    step = min(75.0, 390 / count)
    sheet = Drawn(first=190, step=step, width=0.85 * step, size=6, heads=heads)
    return sheet.text(style.dated, "Results of operations", style.unit).table(style.text).read()


BY_HOUSE = pytest.mark.parametrize("style", STYLES, ids=[style.house for style in STYLES])


@BY_HOUSE
def test_nothing_is_read_that_the_table_does_not_say(style: Style) -> None:
    assert emitted(style, written(style)) <= said(style)


@pytest.mark.parametrize("style", [s for s in STYLES if s.is_read], ids=lambda s: s.house)
def test_everything_is_read_that_the_table_says(style: Style) -> None:
    assert emitted(style, written(style)) == said(style)


@BY_HOUSE
@pytest.mark.parametrize("heads", ["cells", "numbers", "right"])
def test_nothing_is_read_that_the_page_does_not_say(style: Style, heads: str) -> None:
    assert emitted(style, drawn(style, heads)) <= said(style)


def test_heads_that_say_ifrs_are_on_that_basis():
    found = read(f"<p>{JUNE}</p>", "(€ in millions)", table("""
     | Q2 2025~2 | Q2 2024
     | IFRS | Non-IFRS | IFRS
    Total revenue | 9,027 | 9,027 | 8,288
    Operating profit | 2,456 | 2,568 | 1,222
    """))  # fmt: skip
    assert {f.basis for f in found.figures} == {"ifrs", "non_gaap"}
