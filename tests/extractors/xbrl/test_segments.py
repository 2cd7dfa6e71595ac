"""Segments, product lines and what the segments leave over: names, kinds, parents, and the close."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.model import Duration, Member
from tests.builders.ixbrl_filing import (
    CORPORATE,
    ENTITIES,
    FY23,
    FY24,
    ITEMS,
    OPERATING,
    SEGMENT,
    Column,
    Filing,
    Prose,
    Row,
    Table,
    Tag,
    product,
    segment,
)
from tests.builders.statements import CASH_FLOW, INCOME, YEARS, Told, changed, report, told

REVENUE, PROFIT = "us-gaap:Revenues", "us-gaap:OperatingIncomeLoss"
CHIPS, BOARDS = segment("ChipsMember"), segment("BoardsMember")
ELIMINATIONS: Member = (ITEMS, "us-gaap:IntersegmentEliminationMember")
RECONCILING: Member = (ITEMS, "us-gaap:MaterialReconcilingItemsMember")
Parts = dict[str, tuple[str | None, Decimal]]


def by_rows(concept: str, *rows: tuple[str, tuple[Member, ...], str]) -> Table:
    """A table of 2024 with one row a part: caption, members, amount."""
    lines = tuple(Row(caption, concept, (text,), members) for caption, members, text in rows)
    return Table("Segments", (Column(FY24, ("2024",)),), (Row("By segment:"), *lines))


def told_of(*notes: Table | Prose) -> Told:
    """Revenue of the whole company is 1,000, its operating income 300."""
    return told(report(*notes))


def plainly(parts: Parts) -> dict[str, str]:
    """Name → 'breakdown amount'."""
    return {name: f"{kind} {value.normalize():f}" for name, (kind, value) in parts.items()}


# ------------------------------------------------------------------ three ways to print segments


def in_columns(*qualifiers: Member) -> Table:
    columns = (
        Column(FY24, ("Chips",), (CHIPS, *qualifiers)),
        Column(FY24, ("Boards & Systems",), (BOARDS, *qualifiers)),
        Column(FY24, ("All Other (1)",), (CORPORATE,)),
        Column(FY24, ("Consolidated",)),
    )
    rows = (
        Row("Year Ended December 31, 2024"),
        Row("Revenue", REVENUE, ("700", "300", "—", "1,000")),
        Row("Operating income (loss)", PROFIT, ("350", "50", "-100", "300")),
    )
    return Table("Segments (in millions)", columns, rows)


@pytest.mark.parametrize("qualifiers", [(), (OPERATING,), ((ENTITIES, OPERATING[1]),)])
def test_segments_in_columns(qualifiers):
    found = told_of(in_columns(*qualifiers))
    assert plainly(found.parts("revenue")) == {
        "Chips": "segment 700", "Boards & Systems": "segment 300", "All Other": "corporate 0",
    }  # fmt: skip
    assert plainly(found.parts("operating_income")) == {
        "Chips": "segment 350", "Boards & Systems": "segment 50", "All Other": "corporate -100",
    }  # fmt: skip
    assert found.reasons == []
    assert (found("revenue"), found("operating_income")) == (1000, 300)


def test_segments_in_groups_of_rows():
    rows = []
    for name, members, sales, profit in (
        ("North America", (segment("NorthMember"),), ("600", "500"), ("100", "60")),
        ("Cloud", (segment("WebServicesMember"),), ("400", "300"), ("200", "120")),
        ("Consolidated", (), ("1,000", "800"), ("300", "180")),
    ):
        rows += [
            Row(name), Row("Net sales", REVENUE, sales, members),
            Row("Operating income", PROFIT, profit, members),
        ]  # fmt: skip
    found = told_of(Table("Segments", YEARS, tuple(rows)))
    assert plainly(found.parts("revenue")) == {
        "North America": "segment 600", "Cloud": "segment 400",
    }  # fmt: skip
    assert plainly(found.parts("operating_income", FY23)) == {
        "North America": "segment 60", "Cloud": "segment 120",
    }  # fmt: skip


def with_margins() -> Table:
    """Groups of rows with an untagged line of percentages in each."""
    return Table(
        "Segments", YEARS,
        (
            Row("Chips"),
            Row("Revenue", REVENUE, ("700", "600"), (segment("SiliconMember"),)),
            Row("Growth 17%"),
            Row("Boards"),
            Row("Revenue", REVENUE, ("300", "200"), (segment("CarriersMember"),)),
            Row("Growth 50%"),
        ),
    )  # fmt: skip


def test_an_untagged_line_in_a_group_of_rows_does_not_blur_the_names():
    markup = report(with_margins()).render()
    for share in (b"17%", b"50%"):
        plain_row = b"<tr><td>Growth " + share + b"</td><td></td><td></td></tr>"
        assert plain_row in markup
        cells = b"<tr><td>Growth</td><td>" + share + b"</td><td>9%</td></tr>"
        markup = markup.replace(plain_row, cells)
    assert plainly(told(markup).parts("revenue")) == {
        "Chips": "segment 700",
        "Boards": "segment 300",
    }


def test_segments_in_rows():
    rows = (
        Row("Net revenue:"),
        Row("Chips", REVENUE, ("700", "600"), (CHIPS,)),
        Row("Boards", REVENUE, ("300", "200"), (BOARDS,)),
        Row("Total net revenue", REVENUE, ("1,000", "800")),
        Row("Operating income (loss):"),
        Row("Chips", PROFIT, ("350", "200"), (CHIPS,)),
        Row("Boards", PROFIT, ("-50", "-20"), (BOARDS,)),
        Row("Total operating income", PROFIT, ("300", "180")),
    )
    found = told_of(Table("Segments", YEARS, rows))
    assert plainly(found.parts("revenue")) == {"Chips": "segment 700", "Boards": "segment 300"}
    assert plainly(found.parts("operating_income")) == {
        "Chips": "segment 350", "Boards": "segment -50",
    }  # fmt: skip


def test_a_segment_keeps_its_member_beside_its_name():
    figure = told_of(in_columns(OPERATING)).figure("revenue", "Boards & Systems")
    assert figure.member == "own:BoardsMember"
    assert figure.rule == "us-gaap:Revenues of the segment own:BoardsMember"


def test_the_qualifier_may_stand_with_one_metric_alone():
    revenue = by_rows(
        REVENUE, ("Chips", (CHIPS,), "700"), ("Boards", (BOARDS,), "300"), ("Total", (), "1,000")
    )
    profit = by_rows(
        PROFIT,
        ("Chips", (CHIPS, OPERATING), "350"),
        ("Boards", (BOARDS, OPERATING), "50"),
        ("Headquarters", (CORPORATE,), "-100"),
        ("Total", (), "300"),
    )
    found = told_of(revenue, profit)
    assert plainly(found.parts("revenue")) == {"Chips": "segment 700", "Boards": "segment 300"}
    assert plainly(found.parts("operating_income")) == {
        "Chips": "segment 350", "Boards": "segment 50", "Headquarters": "corporate -100",
    }  # fmt: skip


def test_a_part_is_named_by_its_printed_caption_and_not_by_its_member():
    rows = by_rows(
        REVENUE,
        ("AWS", (segment("AmazonWebServicesSegmentMember"),), "700"),
        ("International", (segment("InternationalSegmentMember"),), "300"),
    )
    assert set(told_of(rows).parts("revenue")) == {"AWS", "International"}


def test_total_in_front_of_a_segment_s_name_is_not_part_of_it():
    rows = by_rows(
        REVENUE, ("Total Chips", (CHIPS,), "700"), ("Total Boards", (BOARDS,), "300"),
        ("Total revenue", (), "1,000"),
    )  # fmt: skip
    assert plainly(told_of(rows).parts("revenue")) == {
        "Chips": "segment 700", "Boards": "segment 300",
    }  # fmt: skip


# ------------------------------------------------------------------ rows without a segment


def test_operating_segments_alone_is_their_subtotal_where_they_add_up_to_it():
    rows = by_rows(
        REVENUE,
        ("Chips", (CHIPS, OPERATING), "700"),
        ("Boards", (BOARDS, OPERATING), "200"),
        ("Total segments", (OPERATING,), "900"),
        ("Headquarters", (CORPORATE,), "100"),
        ("Total", (), "1,000"),
    )
    found = told_of(rows)
    assert plainly(found.parts("revenue")) == {
        "Chips": "segment 700", "Boards": "segment 200",
        "Total segments": "subtotal 900", "Headquarters": "corporate 100",
    }  # fmt: skip
    assert found.reasons == []


def test_operating_segments_alone_is_the_corporate_rest_where_that_closes():
    rows = by_rows(
        PROFIT,
        ("Chips", (CHIPS, OPERATING), "350"),
        ("Boards", (BOARDS, OPERATING), "50"),
        ("All Other", (OPERATING,), "-100"),
        ("Total", (), "300"),
    )
    found = told_of(rows)
    assert plainly(found.parts("operating_income")) == {
        "Chips": "segment 350", "Boards": "segment 50", "All Other": "corporate -100",
    }  # fmt: skip


def test_operating_segments_alone_that_is_neither_is_refused():
    rows = by_rows(
        PROFIT,
        ("Chips", (CHIPS,), "350"),
        ("Boards", (BOARDS,), "50"),
        ("Mystery", (OPERATING,), "77"),
    )
    found = told_of(rows)
    assert "Mystery" not in found.parts("operating_income")
    assert found.reasons == ["does_not_close"]


def test_a_rival_corporate_row_of_the_opposite_sign_is_refused():
    rows = by_rows(
        PROFIT,
        ("Chips", (CHIPS,), "350"),
        ("Boards", (BOARDS,), "50"),
        ("Headquarters", (CORPORATE,), "-100"),
        ("Total", (), "300"),
    )
    other = Table(
        "Reconciliation", (Column(FY24, ("2024",)),),
        (Row("Unallocated costs", PROFIT, ("100",), (RECONCILING,)),),
    )  # fmt: skip
    found = told_of(rows, other)
    assert plainly(found.parts("operating_income")) == {
        "Chips": "segment 350", "Boards": "segment 50", "Headquarters": "corporate -100",
    }  # fmt: skip
    assert found.reasons == ["does_not_close"]


def test_a_corporate_row_that_closes_only_with_the_other_sign_is_refused():
    rows = by_rows(
        PROFIT,
        ("Chips", (CHIPS,), "350"),
        ("Boards", (BOARDS,), "50"),
        ("Unallocated costs", (CORPORATE,), "100"),
        ("Total", (), "300"),
    )
    found = told_of(rows)
    assert plainly(found.parts("operating_income")) == {
        "Chips": "segment 350", "Boards": "segment 50",
    }  # fmt: skip
    assert found.reasons == ["does_not_close"]


def test_eliminations_between_segments_are_a_corporate_row():
    rows = by_rows(
        REVENUE,
        ("Chips", (CHIPS, OPERATING), "700"),
        ("Boards", (BOARDS, OPERATING), "400"),
        ("Intersegment eliminations", (ELIMINATIONS,), "-100"),
        ("Total", (), "1,000"),
    )
    found = told_of(rows)
    assert plainly(found.parts("revenue")) == {
        "Chips": "segment 700", "Boards": "segment 400",
        "Intersegment eliminations": "corporate -100",
    }  # fmt: skip


def test_a_segment_s_own_reconciling_item_is_no_segment():
    rows = by_rows(
        PROFIT,
        ("Chips", (CHIPS, OPERATING), "350"),
        ("Boards", (BOARDS, OPERATING), "-50"),
        ("Chips: stock-based pay", (CHIPS, RECONCILING), "-20"),
    )
    assert plainly(told_of(rows).parts("operating_income")) == {
        "Chips": "segment 350", "Boards": "segment -50",
    }  # fmt: skip


def test_a_row_of_another_concept_that_is_just_what_is_left_is_the_corporate_row():
    table = Table(
        "Revenue by segment", YEARS,
        (
            Row("Chips", REVENUE, ("700", "600"), (CHIPS,)),
            Row("Boards", REVENUE, ("290", "205"), (BOARDS,)),
            Row("Hedging gains (losses)", "us-gaap:HedgingGains", ("10", "-5")),
            Row("Total revenue", REVENUE, ("1,000", "800")),
        ),
    )  # fmt: skip
    found = told_of(table)
    assert plainly(found.parts("revenue")) == {
        "Chips": "segment 700", "Boards": "segment 290", "Hedging gains (losses)": "corporate 10",
    }  # fmt: skip
    assert plainly(found.parts("revenue", FY23))["Hedging gains (losses)"] == "corporate -5"
    figure = found.figure("revenue", "Hedging gains (losses)")
    assert figure.rule == "us-gaap:HedgingGains: what the segments leave over"


def test_two_rows_that_could_each_be_what_is_left_are_neither():
    table = Table(
        "Revenue by segment", (Column(FY24, ("2024",)),),
        (
            Row("Chips", REVENUE, ("700",), (CHIPS,)),
            Row("Boards", REVENUE, ("290",), (BOARDS,)),
            Row("Hedging gains", "us-gaap:HedgingGains", ("10",)),
            Row("Licence fees", "us-gaap:LicenceFees", ("10",)),
        ),
    )  # fmt: skip
    assert plainly(told_of(table).parts("revenue")) == {
        "Chips": "segment 700", "Boards": "segment 290",
    }  # fmt: skip


# ------------------------------------------------------------------ totals among segments


def test_a_member_that_is_the_sum_of_those_above_it_is_a_subtotal():
    rows = by_rows(
        REVENUE,
        ("Client", (segment("ClientMember"),), "400"),
        ("Server", (segment("ServerMember"),), "250"),
        ("Total Products", (segment("ProductsGroupMember"),), "650"),
        ("Foundry", (segment("FoundryMember"),), "350"),
        ("Total", (), "1,000"),
    )
    assert plainly(told_of(rows).parts("revenue")) == {
        "Client": "segment 400", "Server": "segment 250",
        "Products": "subtotal 650", "Foundry": "segment 350",
    }  # fmt: skip


def test_a_segment_as_large_as_those_above_it_is_a_segment_where_all_close():
    rows = by_rows(
        REVENUE,
        ("Client", (segment("ClientMember"),), "300"),
        ("Server", (segment("ServerMember"),), "200"),
        ("Foundry", (segment("FoundryMember"),), "500"),
        ("Total", (), "1,000"),
    )
    assert plainly(told_of(rows).parts("revenue")) == {
        "Client": "segment 300", "Server": "segment 200", "Foundry": "segment 500",
    }  # fmt: skip


def test_a_single_segment_is_the_company_again():
    rows = by_rows(REVENUE, ("Chips", (CHIPS,), "1,000"))
    assert plainly(told_of(rows).parts("revenue")) == {"Chips": "segment 1000"}


@pytest.mark.parametrize(("amount", "expected"), [("300", {}), ("290", {"Only": "segment 290"})])
def test_a_single_segment_that_no_caption_names_is_the_company(amount, expected):
    """Its note prints metrics alone; where its amounts are others, it is named by its member."""
    only = segment("OnlySegmentMember")
    rows = by_rows(PROFIT, ("Less:", (only,), amount), ("Operating income", (only,), amount))
    assert plainly(told_of(rows).parts("operating_income")) == expected


def test_what_parts_sell_to_each_other_names_no_segment():
    other = segment("RemainingMember")
    rows = by_rows(
        REVENUE,
        ("Chips", (CHIPS,), "600"),
        ("Boards", (BOARDS,), "380"),
        ("Inter-segment sales", (other,), "20"),
    )
    assert plainly(told_of(rows).parts("revenue")) == {
        "Chips": "segment 600", "Boards": "segment 380", "Remaining": "segment 20",
    }  # fmt: skip


def test_all_other_under_a_member_of_the_companys_own_is_the_corporate_row():
    rest = (segment("AllOtherMember"), CORPORATE)
    rows = by_rows(
        PROFIT,
        ("Chips", (CHIPS,), "350"),
        ("Boards", (BOARDS,), "50"),
        ("All other (1)", rest, "-100"),
    )
    assert plainly(told_of(rows).parts("operating_income")) == {
        "Chips": "segment 350", "Boards": "segment 50", "All other": "corporate -100",
    }  # fmt: skip


# ------------------------------------------------------------------ product lines


def test_a_product_line_inside_a_segment_has_the_segment_as_parent():
    rows = by_rows(
        REVENUE,
        ("Laptops", (BOARDS, product("LaptopsMember")), "180"),
        ("Consoles", (BOARDS, product("ConsolesMember")), "120"),
        ("Total Boards", (BOARDS,), "300"),
        ("Chips", (CHIPS,), "700"),
        ("Total", (), "1,000"),
    )
    found = told_of(rows)
    assert plainly(found.parts("revenue")) == {
        "Laptops": "product 180", "Consoles": "product 120",
        "Boards": "segment 300", "Chips": "segment 700",
    }  # fmt: skip
    assert found.figure("revenue", "Laptops").parent == "Boards"
    assert found.figure("revenue", "Boards").parent is None


def client_and_gaming() -> Table:
    """A chip maker's note: 'Gaming' is tagged with a segment member of its own."""
    both = segment("ClientAndGamingMember")
    return Table(
        "Revenue by segment", (Column(FY24, ("2024",)),),
        (
            Row("Data Center", REVENUE, ("650",), (segment("DataCenterMember"),)),
            Row("Client and Gaming"),
            Row("Client", REVENUE, ("250",), (both, product("ClientMember"))),
            Row("Gaming", REVENUE, ("100",), (segment("GamingMember"), product("GamingMember"))),
            Row("Total Client and Gaming", REVENUE, ("350",), (both,)),
            Row("Total", REVENUE, ("1,000",)),
        ),
    )  # fmt: skip


def test_a_product_line_with_a_segment_member_of_its_own_is_a_product_line():
    found = told_of(client_and_gaming())
    assert plainly(found.parts("revenue")) == {
        "Data Center": "segment 650", "Client": "product 250", "Gaming": "product 100",
        "Client and Gaming": "segment 350",
    }  # fmt: skip
    assert found.figure("revenue", "Client").parent == "Client and Gaming"


def test_a_product_line_with_a_segment_member_of_its_own_belongs_where_it_is_printed():
    assert told_of(client_and_gaming()).figure("revenue", "Gaming").parent == "Client and Gaming"


def test_product_lines_of_the_whole_company_have_no_parent():
    rows = by_rows(
        REVENUE,
        ("Goods", (product("GoodsMember"),), "600"),
        ("Services", (product("ServicesMember"),), "400"),
    )
    found = told_of(rows)
    assert plainly(found.parts("revenue")) == {"Goods": "product 600", "Services": "product 400"}
    assert found.figure("revenue", "Goods").parent is None


def test_markets_beside_segments_are_product_lines_of_another_partition():
    markets = by_rows(
        REVENUE,
        ("Data Center", (product("DataCenterMember"),), "800"),
        ("Gaming", (product("GamingMember"),), "200"),
    )
    kinds = {
        name: kind for name, (kind, _) in told_of(in_columns(), markets).parts("revenue").items()
    }
    assert kinds == {
        "Chips": "segment", "Boards & Systems": "segment", "All Other": "corporate",
        "Data Center": "product", "Gaming": "product",
    }  # fmt: skip


# ------------------------------------------------------------------ homonyms


def test_a_segment_and_a_product_line_of_one_name_and_value_are_one_figure():
    segments = by_rows(
        REVENUE,
        ("Stores", (segment("StoresMember"),), "700"),
        ("AWS", (segment("WebMember"),), "300"),
    )
    lines = by_rows(
        REVENUE,
        ("Books", (product("BooksMember"),), "700"),
        ("AWS", (product("WebMember"),), "300"),
    )
    found = told_of(segments, lines)
    assert plainly(found.parts("revenue")) == {
        "Stores": "segment 700", "Books": "product 700", "AWS": "segment 300",
    }  # fmt: skip
    assert found.reasons == []


def test_a_segment_stands_and_a_product_line_of_its_name_and_another_value_is_refused():
    segments = by_rows(
        REVENUE,
        ("Software", (segment("SoftwareMember"),), "700"),
        ("Financing", (segment("FinanceMember"),), "300"),
    )
    lines = by_rows(
        REVENUE,
        ("Goods", (product("GoodsMember"),), "760"),
        ("Financing", (product("FinanceMember"),), "240"),
    )
    found = told_of(segments, lines)
    assert plainly(found.parts("revenue")) == {
        "Software": "segment 700", "Financing": "segment 300", "Goods": "product 760",
    }  # fmt: skip
    assert found.reasons == ["ambiguous_caption"]


def test_two_product_lines_of_one_name_and_unequal_values_are_both_refused():
    lines = by_rows(
        REVENUE, ("Other", (product("OtherGoodsMember"),), "76"), ("Other", (product("OtherFeesMember"),), "24"),
        ("Books", (product("BooksMember"),), "900"),
    )  # fmt: skip
    found = told_of(lines)
    assert "Other" not in found.parts("revenue")
    assert plainly(found.parts("revenue"))["Books"] == "product 900"


def test_equally_named_product_lines_of_two_segments_are_not_one_figure():
    rows = by_rows(
        REVENUE,
        ("Services", (CHIPS, product("ServicesMember")), "60"),
        ("Total Chips", (CHIPS,), "700"),
        ("Services", (BOARDS, product("ServicesMember")), "40"),
        ("Total Boards", (BOARDS,), "300"),
    )
    figures = [f for f in told_of(rows).extraction.figures if f.breakdown == "product"]
    assert {(f.parent, int(f.value) // 10**6) for f in figures} <= {("Chips", 60), ("Boards", 40)}


# ------------------------------------------------------------------ what is no part


@pytest.mark.parametrize(
    "member",
    [
        ("srt:StatementGeographicalAxis", "country:US"),
        ("srt:MajorCustomersAxis", "own:BigCustomerMember"),
        ("srt:RestatementAxis", "srt:ScenarioPreviouslyReportedMember"),
        (SEGMENT, "own:BoardsMember"),
    ],
)
def test_a_segment_cut_once_more_is_no_figure(member):
    cut = Table(
        "Details", (Column(FY24, ("2024",)),), (Row("A detail", REVENUE, ("55",), (CHIPS, member)),)
    )
    found = told_of(in_columns(), cut)
    assert set(found.parts("revenue")) == {"Chips", "Boards & Systems", "All Other"}
    assert 55 not in {value for _, value in found.parts("revenue").values()}


def test_a_segment_s_profit_in_prose_alone_is_no_figure():
    prose = Prose(("Chips earned ", Tag(PROFIT, FY24, "350", (CHIPS,)), " million."))
    assert told_of(prose).parts("operating_income") == {}


def test_a_conflict_about_one_segment_holds_back_that_segment_alone():
    prose = Prose(("Chips sold ", Tag(REVENUE, FY24, "710", (CHIPS,)), " million."))
    found = told_of(in_columns(), prose)
    assert set(found.parts("revenue")) == {"Boards & Systems", "All Other"}
    assert "conflict" in found.reasons


# ------------------------------------------------------------------ other metrics of segments


def test_depreciation_of_segments_under_the_concept_of_the_cash_flow_line():
    concept = "us-gaap:DepreciationDepletionAndAmortization"
    rows = by_rows(concept, ("Chips", (CHIPS,), "30"), ("Boards", (BOARDS,), "20"))
    assert plainly(told_of(rows).parts("depreciation_and_amortization")) == {
        "Chips": "segment 30", "Boards": "segment 20",
    }  # fmt: skip


def test_depreciation_of_segments_under_another_concept_is_not_mixed_in():
    rows = by_rows(
        "us-gaap:DepreciationAndAmortization",
        ("Chips", (CHIPS,), "28"),
        ("Boards", (BOARDS,), "19"),
    )
    assert told_of(rows).parts("depreciation_and_amortization") == {}


def test_segments_of_an_ifrs_report():
    axis = "ifrs-full:SegmentsAxis"
    columns = (
        Column(FY24, ("Foundry",), ((axis, "own:FoundryMember"),), "TWD"),
        Column(FY24, ("Packaging",), ((axis, "own:PackagingMember"),), "TWD"),
        Column(FY24, ("Total",), (), "TWD"),
    )
    note = Table(
        "Segments", columns, (Row("Revenue", "ifrs-full:Revenue", ("20,000", "12,000", "32,000")),)
    )
    income = Table(
        "Income", (Column(FY24, ("2024",), unit="TWD"),),
        (
            Row("Revenue", "ifrs-full:Revenue", ("32,000",)),
            Row("Income tax", "ifrs-full:IncomeTaxExpenseContinuingOperations", ("1,600",)),
            Row("Profit", "ifrs-full:ProfitLoss", ("8,000",)),
        ),
    )  # fmt: skip
    found = told(Filing((income, note), form="20-F"))
    assert plainly(found.parts("revenue")) == {
        "Foundry": "segment 20000",
        "Packaging": "segment 12000",
    }
    assert {f.basis for f in found.extraction.figures} == {"ifrs"}


def test_segments_of_a_year_without_a_whole_are_told_by_their_members():
    year = Duration(FY23.start.replace(year=2022), FY23.end.replace(year=2022))
    table = Table(
        "Segments", (Column(year, ("2022",)),),
        (Row("Chips", REVENUE, ("90",), (CHIPS,)), Row("Boards", REVENUE, ("60",), (BOARDS,))),
    )  # fmt: skip
    assert plainly(told_of(table).parts("revenue", year)) == {
        "Chips": "segment 90", "Boards": "segment 60",
    }  # fmt: skip


def test_a_part_without_a_caption_is_named_by_its_member_and_the_rule_says_so():
    rows = by_rows(
        REVENUE,
        ("Laptops", (BOARDS, product("LaptopsMember")), "180"),
        ("", (BOARDS,), "300"),
        ("Chips", (CHIPS,), "700"),
    )
    found = told_of(rows)
    assert set(found.parts("revenue")) == {"Laptops", "Boards", "Chips"}
    assert found.figure("revenue", "Boards").rule.endswith("named by its member")
    assert found.figure("revenue", "Chips").rule.endswith("of the segment own:ChipsMember")


def test_a_parent_has_the_name_that_its_segment_has():
    rows = by_rows(
        REVENUE,
        ("Laptops", (BOARDS, product("LaptopsMember")), "180"),
        ("", (BOARDS,), "300"),
        ("Chips", (CHIPS,), "700"),
    )
    assert told_of(rows).figure("revenue", "Laptops").parent == "Boards"


def test_the_gross_profit_of_a_segment_is_told_where_printed_and_never_derived():
    rows = (
        Row("Chips"),
        Row("Revenue", REVENUE, ("700", "600"), (CHIPS,)),
        Row("Segment cost", "us-gaap:CostOfRevenue", ("300", "280"), (CHIPS,)),
        Row("Boards"),
        Row("Revenue", REVENUE, ("300", "200"), (BOARDS,)),
        Row("Segment cost", "us-gaap:CostOfRevenue", ("100", "70"), (BOARDS,)),
    )
    found = told_of(Table("Segments", YEARS, rows))
    assert plainly(found.parts("cost_of_revenue")) == {
        "Chips": "segment 300",
        "Boards": "segment 100",
    }
    assert found.parts("gross_profit") == {}
    printed = by_rows(
        "us-gaap:GrossProfit", ("Chips", (CHIPS,), "400"), ("Boards", (BOARDS,), "200")
    )
    assert plainly(told_of(printed).parts("gross_profit")) == {
        "Chips": "segment 400", "Boards": "segment 200",
    }  # fmt: skip


def test_the_statements_still_speak_for_the_whole():
    """Corporate columns that carry a qualifier do not replace the company's own line."""
    found = told(
        report(in_columns(OPERATING), income=INCOME, cash_flow=changed(CASH_FLOW, "Net income"))
    )
    assert (found("revenue"), found("operating_income"), found("net_income")) == (1000, 300, 240)


def test_the_companys_own_value_under_a_reconciling_member_is_no_corporate_row():
    rows = by_rows(REVENUE, ("Chips", (CHIPS,), "700"), ("Boards", (BOARDS,), "300"))
    profit = by_rows(PROFIT, ("Income from operations", (RECONCILING,), "300"))
    found = told_of(rows, profit)
    assert found.parts("operating_income") == {}
    assert plainly(found.parts("revenue")) == {"Chips": "segment 700", "Boards": "segment 300"}
