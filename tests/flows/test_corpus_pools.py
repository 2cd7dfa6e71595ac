"""The pools of 2024 from real filings, against computations typed from their statements."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from tests.builders.homes import Homes
from tests.builders.reports import ask
from tests.flows.conftest import Command

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def corpus(homes: Homes, shared: Path) -> Command:
    """The ten inline-XBRL filings, which say themselves whose and what they are."""

    def fill(folder: Path) -> None:
        shutil.copytree(shared / "corpus/ixbrl", folder / "inbox")
        done = Command(folder / "data")("refresh", "--source", "inbox", folder / "inbox")
        assert done.code == 0, done.err

    return Command(homes.made("filings-of-the-corpus", fill)[0] / "data")


def test_what_enters_the_pools_of_2024(corpus: Command) -> None:
    """In millions, from the income statements and segment notes of the 10-Ks."""
    assert ask(
        corpus.home,
        """
        select layer, company_id, segment, round(revenue_usd / 1e6, 2),
            round(operating_income_usd / 1e6, 2), is_approximate
        from mart.profit_pool_member
        where calendar_period = '2024' and is_complete order by layer, company_id
        """,
    ) == [
        ("chips", "amd", None, 25785, 1900, False),
        # years to January: (60,922 + 11 * 130,497) / 12 and (32,972 + 11 * 81,453) / 12
        ("chips", "nvidia", None, 124699.08, 77412.92, True),
        ("cloud", "alphabet", "Google Cloud", 43229, 6112, False),
        ("cloud", "amazon", "AWS", 107556, 39834, False),
        ("out_of_scope", "alphabet", None, 306789, 106278, False),  # of 350,018 and 112,390
        ("out_of_scope", "amazon", None, 530403, 28759, False),  # of 637,959 and 68,593
        # to 29 November 2024; the year after it is in no filing here
        ("software", "adobe", None, 21505, 6741, True),
        # years to January: (34,857 + 11 * 37,895) / 12 and (5,011 + 11 * 7,205) / 12
        ("software", "salesforce", None, 37641.83, 7022.17, True),
    ]


def test_a_layer_of_which_members_are_missing_has_no_share_but_a_reason(corpus: Command) -> None:
    assert ask(
        corpus.home,
        """
        select layer, round(operating_income_usd / 1e6, 2), operating_margin, profit_share, reason,
            members_complete
        from mart.profit_pool
        where calendar_period = '2024' and members_complete > 0 order by layer
        """,
    ) == [
        # 1,900 + 77,412.92 of 25,785 + 124,699.08
        ("chips", 79312.92, Decimal("0.527052"), None, "coverage", 2),
        ("cloud", 45946, Decimal("0.304712"), None, "coverage", 2),  # 39,834 + 6,112
        ("software", 13763.17, Decimal("0.232695"), None, "coverage", 2),  # 6,741 + 7,022.17
    ]


def test_every_leaf_of_the_pools_stands_in_a_document(corpus: Command) -> None:
    ((leaves, documents, unquoted),) = ask(
        corpus.home,
        """
        select count(*), count(distinct l.sha256),
            count(*) filter (l.quote is null or l.sha256 is null)
        from mart.profit_pool_member as m,
            unnest(list_concat(m.revenue_figure_ids, m.operating_income_figure_ids)) as u (figure_id)
        left join mart.figure_lineage as l using (figure_id)
        where m.calendar_period = '2024' and m.is_complete
        """,
    )
    assert unquoted == 0
    assert leaves >= 24  # two numbers of each, four where two years make one
    assert documents == 6  # AMD, NVIDIA, Alphabet, Amazon, Adobe, Salesforce
