"""A fact that was filled in before it was frozen is a fact like any other."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, fields
from datetime import date
from decimal import Decimal
from inspect import signature

import pytest

from extractors.model import Fact, Instant, Locator
from extractors.xbrl.unsealed import Unsealed

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
    sealed, fact = Unsealed(*VALUES).sealed(), Fact(*VALUES)
    assert type(sealed) is Fact
    assert sealed == fact
    assert hash(sealed) == hash(fact)
    assert sealed.fact_id == fact.fact_id
    assert pickle.loads(pickle.dumps(sealed)) == fact


def test_nobody_changes_it_any_more():
    sealed = Unsealed(*VALUES).sealed()
    with pytest.raises(FrozenInstanceError):
        sealed.value = Decimal(2)  # type: ignore[misc]


def test_its_fields_are_those_of_a_fact_in_their_order():
    assert list(signature(Unsealed).parameters) == [field.name for field in fields(Fact)]
