"""The sample site's annual reports through the archive: pools of 2024 against the published figures.

Its exchange rates go in too: their days average to the published 32.1064 TWD of 2024.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from flows.sample import exchange_rates
from flows.sample.tables import PACKAGED, load
from tests.builders.homes import Homes
from tests.builders.reports import ask
from tests.builders.sample_warehouse import built
from warehouse.archive.store import Archive


@pytest.fixture(scope="module")
def home(homes: Homes) -> Path:
    """A warehouse of the annual reports that the sample site shows, and of its rates."""

    def annual(home: Path) -> None:
        built(home, lambda filing: filing.form in ("10-K", "20-F"))

    return homes.made("annual-reports-of-the-sample", annual)[0]


def test_chips_foundry_and_software_of_2024(home: Path) -> None:
    assert ask(
        home,
        """
        select layer, round(revenue_usd / 1e6, 2), round(operating_income_usd / 1e6, 2),
            operating_margin, coverage, is_approximate
        from mart.profit_pool
        where calendar_period = '2024' and layer in ('chips', 'foundry', 'software')
        """,
    ) == [
        # TSMC's 2,894,307.7 and 1,322,053.0 million TWD at 32.1064
        ("foundry", 90147.38, 41177.24, Decimal("0.456777"), 1, False),
        # NVIDIA's years to January (60,922 + 11 * 130,497) / 12 = 124,699.08, AMD 25,785, Intel
        # 53,101, and Broadcom's to October (10 * 51,574 + 2 * 63,887) / 12 = 53,626.17 as a whole,
        # for its segments print no profit; (32,972 + 11 * 81,453) / 12 = 77,412.92, 1,900,
        # -11,678 and (10 * 13,463 + 2 * 25,484) / 12 = 15,466.5
        ("chips", 257211.25, 83101.42, Decimal("0.323086"), 1, True),
        # Microsoft's Productivity and Business Processes (106,820 + 120,810) / 2 = 113,815,
        # Salesforce (34,857 + 11 * 37,895) / 12 = 37,641.83, Adobe (11 * 21,505 + 23,769) / 12 =
        # 21,693.67, ServiceNow 10,984, Palantir 2,865.507; (59,661 + 69,773) / 2 = 64,717,
        # (5,011 + 11 * 7,205) / 12 = 7,022.17, (11 * 6,741 + 8,706) / 12 = 6,904.75, 1,364, 310.403
        ("software", 187000.01, 80318.32, Decimal("0.429510"), 1, True),
    ]  # fmt: skip


def test_gross_margins_of_2024(home: Path) -> None:
    assert ask(
        home,
        "select layer, gross_margin, gross_profit_coverage from mart.profit_pool"
        " where calendar_period = '2024' and layer in ('chips', 'foundry')",
    ) == [
        ("foundry", Decimal("0.561224"), 1),  # 1,624,353.6 / 2,894,307.7
        # NVIDIA 93,394.92, AMD 12,725, Intel 17,345 and Broadcom 34,306.5 over the above 257,211.25
        ("chips", Decimal("0.613392"), 1),
    ]


def test_memory_and_systems_say_who_is_missing(home: Path) -> None:
    assert ask(
        home,
        """
        select p.layer, p.revenue_share, p.reason, list(m.company_id order by m.company_id)
        from mart.profit_pool as p
        join mart.profit_pool_member as m using (layer, calendar_period)
        where calendar_period = '2024' and layer in ('memory', 'systems') and not m.is_complete
        group by all order by layer
        """,
    ) == [
        ("memory", None, "coverage", ["samsung", "sk_hynix"]),
        (
            "systems",
            None,
            "coverage",
            [
                "arista",
                "celestica",
                "hon_hai",
                "lenovo",
                "quanta",
                "vertiv",
                "wistron",
            ],
        ),
    ]


def test_aws_and_what_is_left_of_amazon(home: Path) -> None:
    assert ask(
        home,
        """
        select calendar_period, layer, entry, revenue_usd / 1e6, operating_income_usd / 1e6
        from mart.profit_pool_member
        where company_id = 'amazon' and calendar_period in ('2024', '2025')
        """,
    ) == [
        ("2025", "cloud", "segment", 128725, 45606),
        ("2025", "out_of_scope", "rest", 588199, 34369),  # 716,924 and 79,975 in all
        ("2024", "cloud", "segment", 107556, 39834),
        ("2024", "out_of_scope", "rest", 530403, 28759),
    ]


def test_microsofts_fiscal_2024_and_its_growth(home: Path) -> None:
    assert ask(
        home,
        "select revenue / 1e6, round(revenue_growth, 3), operating_income / 1e6,"
        " round(operating_income_growth, 3) from mart.growth"
        " where ticker = 'MSFT' and fiscal_label = 'FY2024'",
    ) == [(245122, Decimal("0.157"), 109433, Decimal("0.236"))]


def test_tsmcs_dollars_are_traced_to_the_days_of_the_year(home: Path) -> None:
    ((rate, source, method, days, first, last, document),) = ask(
        home,
        """
        select any_value(m.average_rate_per_usd), any_value(m.fx_source), any_value(a.method),
            count(f.fact_id), min(f.period_end)::varchar, max(f.period_end)::varchar,
            any_value(f.document)
        from mart.profit_pool_member as m
        join (select *, unnest(fact_ids) as fact_id from stg.fx_average) as a
            using (currency, period_start, period_end)
        join raw.fact as f using (fact_id)
        where m.company_id = 'tsmc' and m.calendar_period = '2024' and m.layer = 'foundry'
        """,
    )
    assert (rate, method) == (Decimal("32.1064"), "average of daily rates")
    assert (days, first, last) == (257, "2024-01-02", "2024-12-31")  # 262 weekdays, 5 of them ND
    assert source == f"https://www.federalreserve.gov{exchange_rates.PATH}"
    assert Archive(home).get(str(document)) == exchange_rates.render(load(PACKAGED).rates)
