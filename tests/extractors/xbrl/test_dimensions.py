"""Members → the part of the company that they name, and captions → what it is called."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.language.part_names import plain, readable, words
from extractors.model import Fact, Locator, Member
from extractors.xbrl.dimensions import WHOLE, Dimensions, dimensions_of, names
from extractors.xbrl.facts import UniqueFact
from extractors.xbrl.instance import Key
from extractors.xbrl.positions import CellPosition
from tests.builders.ixbrl_filing import (
    CORPORATE,
    ENTITIES,
    FY24,
    ITEMS,
    OPERATING,
    PRODUCT,
    SEGMENT,
)

FACT = Fact(
    document="abc", concept="us-gaap:Revenues", period=FY24, members=frozenset(), value=Decimal(1),
    unit="USD", decimals=-6, quote="1", locator=Locator("xbrl_id", "a"),
)  # fmt: skip
CHIPS, LAPTOPS = (SEGMENT, "own:ChipsMember"), (PRODUCT, "own:LaptopsMember")


def dimensions(*members: Member) -> Dimensions | None:
    return dimensions_of(replace(FACT, members=frozenset(members)))


@pytest.mark.parametrize(
    ("members", "part", "breakdown"),
    [
        ((), WHOLE, None),
        ((CHIPS,), Dimensions("own:ChipsMember"), "segment"),
        ((CHIPS, OPERATING), Dimensions("own:ChipsMember"), "segment"),
        ((CHIPS, (ENTITIES, OPERATING[1])), Dimensions("own:ChipsMember"), "segment"),
        ((CHIPS, OPERATING, (ENTITIES, OPERATING[1])), Dimensions("own:ChipsMember"), "segment"),
        ((CHIPS, LAPTOPS), Dimensions("own:ChipsMember", "own:LaptopsMember"), "product"),
        ((CHIPS, LAPTOPS, OPERATING), Dimensions("own:ChipsMember", "own:LaptopsMember"), "product"),
        ((LAPTOPS,), Dimensions(product="own:LaptopsMember"), "product"),
        ((CORPORATE,), Dimensions(consolidation=CORPORATE[1]), "corporate"),
        ((OPERATING,), Dimensions(consolidation=OPERATING[1]), "corporate"),
        (((SEGMENT, CORPORATE[1]),), Dimensions(CORPORATE[1]), "corporate"),
        (
            ((ITEMS, "us-gaap:IntersegmentEliminationMember"),),
            Dimensions(consolidation="us-gaap:IntersegmentEliminationMember"),
            "corporate",
        ),
        ((("ifrs-full:SegmentsAxis", "own:ChipsMember"),), Dimensions("own:ChipsMember"), "segment"),
        ((("us-gaap:ProductOrServiceAxis", "own:LaptopsMember"),), Dimensions(product="own:LaptopsMember"), "product"),
    ],
)  # fmt: skip
def test_what_members_say(members, part, breakdown):
    assert dimensions(*members) == part
    assert part.breakdown == breakdown


@pytest.mark.parametrize(
    "members",
    [
        (("srt:StatementGeographicalAxis", "country:US"),),
        (CHIPS, ("srt:MajorCustomersAxis", "own:BigMember")),
        (("srt:RestatementAxis", "srt:ScenarioPreviouslyReportedMember"),),
        (("dei:LegalEntityAxis", "own:SubsidiaryMember"),),
        ((ITEMS, "own:SomethingElseMember"),),
        (CHIPS, CORPORATE),
        (CHIPS, (ITEMS, "us-gaap:IntersegmentEliminationMember")),
        (LAPTOPS, CORPORATE),
    ],
)
def test_what_is_cut_otherwise_is_no_part(members):
    assert dimensions(*members) is None


def test_only_the_total_of_operating_segments_is_operating():
    assert dimensions(OPERATING).is_operating
    assert not dimensions(CHIPS, OPERATING).is_operating
    assert not dimensions(CORPORATE).is_operating


@pytest.mark.parametrize(
    ("member", "name"),
    [
        ("amzn:NorthAmericaSegmentMember", "North America"),
        ("own:AWSMember", "AWS"),
        ("own:Cloud365Member", "Cloud 365"),
        ("own:ClientComputingSegmentsMember", "Client Computing"),
        ("own:m", "m"),
    ],
)
def test_a_member_s_own_words(member, name):
    assert readable(member) == name


def test_words_leave_out_what_every_name_has():
    assert words("own:DataCenterGroupSegmentMember") == {"data", "center"}
    assert words("Data Center Group") == {"data", "center"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Compute & Networking", "Compute and Networking Segment"),
        ("Financing", "FINANCING group"),
        ("Amazon Web Services (AWS)", "Amazon Web Services"),
        ("Total Software", "Software"),
    ],
)
def test_names_that_a_reader_takes_for_one(one, other):
    assert plain(one) == plain(other)


def unique(table: int, row: int, caption: str, *, sections=(), columns=()) -> UniqueFact:
    position = CellPosition(table, row, 2, caption, tuple(sections), tuple(columns), False)
    return UniqueFact(FACT, (position,), frozenset(), False, Key(FACT.concept, 0, FACT.unit))


A, B = Dimensions("own:ChipsMember"), Dimensions("own:BoardsMember")


def test_a_caption_that_heads_one_part_alone_names_it():
    found = names(
        [
            (A, unique(1, 2, "Revenue", columns=("2024", "Chips"))),
            (B, unique(1, 2, "Revenue", columns=("2024", "Boards"))),
            (WHOLE, unique(1, 2, "Revenue", columns=("2024", "Total"))),
        ]
    )
    assert found == {A: "Chips", B: "Boards"}


def test_words_of_periods_units_and_changes_name_nothing():
    captions = (
        "Year Ended December 31,",
        "In millions",
        "2024",
        "% Change",
        "Unaudited",
        "January 26, 2025",
    )
    found = names([(A, unique(1, 2, "", columns=captions)), (B, unique(1, 3, ""))])
    assert found == {}


def test_a_table_of_several_parts_knows_names_better_than_one_of_a_single_part():
    found = names(
        [
            (A, unique(1, 2, "Our very own chips")),
            (A, unique(2, 2, "Chips")),
            (B, unique(2, 3, "Boards")),
        ]
    )
    assert found == {A: "Chips", B: "Boards"}


def test_a_caption_that_shares_the_member_s_words_goes_before_another():
    found = names(
        [
            (A, unique(1, 2, "Silicon", sections=("Chips",))),
            (B, unique(1, 3, "Carriers", sections=("Boards",))),
        ]
    )
    assert found == {A: "Chips", B: "Boards"}


def test_the_order_of_readings_does_not_change_names():
    cells = [
        (A, unique(1, 2, "Chips")), (B, unique(1, 3, "Boards")),
        (A, unique(2, 2, "Chip sales")), (B, unique(2, 3, "Boards and more")),
    ]  # fmt: skip
    assert names(cells) == names(cells[::-1])
