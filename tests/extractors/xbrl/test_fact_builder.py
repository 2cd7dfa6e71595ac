"""A fact that was filled in before it was frozen is a fact like any other."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, fields
from datetime import date
from decimal import Decimal
from inspect import signature

import pytest

from extractors.model import Fact, Instant, Locator
from extractors.xbrl.fact_builder import FactBuilder

VALUES = (
    "abc",
    "us-gaap:Revenues",
    Instant(date(2024, 12, 31)),
    frozenset({("srt:ProductOrServiceAxis", "us-gaap:ServiceMember")}),
    Decimal("1E+6"),
    "USD",
    -6,
    "1",
    Locator("xbrl_id", "f-1"),
    (Locator("xbrl_id", "f-2"),),
    ("Revenue",),
    ("2024",),
    "income",
    "0000000001",
)


def test_it_equals_the_fact_of_the_same_fields():
    frozen, fact = FactBuilder(*VALUES).freeze(), Fact(*VALUES)
    assert type(frozen) is Fact
    assert frozen == fact
    assert hash(frozen) == hash(fact)
    assert frozen.fact_id == fact.fact_id
    assert pickle.loads(pickle.dumps(frozen)) == fact


def test_nobody_changes_it_any_more():
    frozen = FactBuilder(*VALUES).freeze()
    with pytest.raises(FrozenInstanceError):
        frozen.value = Decimal(2)  # type: ignore[misc]


def test_its_fields_are_those_of_a_fact_in_their_order():
    assert list(signature(FactBuilder).parameters) == [field.name for field in fields(Fact)]
