"""What a filing's printed cover names, and what is no cover."""

from __future__ import annotations

import pytest

from extractors import cover
from extractors.model import Document

NAME = "(Exact name of registrant as specified in its charter)"
PRINTED = Document("0" * 64, "application/pdf", "pdf", 1)


@pytest.mark.parametrize(
    ("lines", "form", "issuer"),
    [
        (["FORM 10-Q", "HARBOR GROUP, INC.", NAME], "10-Q", "HARBOR GROUP, INC."),
        (["Form 20-F", "Harbor  Group plc", "", NAME], "20-F", "Harbor Group plc"),
        (["FORM 10-K/A", f"Harbor Group, Inc. {NAME}"], "10-K/A", "Harbor Group, Inc."),
        ([f"_____ FORM 10-K _____ File 001-1 _____ HARBOR, INC. {NAME}"], "10-K", "HARBOR, INC."),
        (["____ FORM 10-K ____", f"____ HARBOR, INC. {NAME}"], "10-K", "HARBOR, INC."),
        (["HARBOR GROUP, INC.", NAME], None, "HARBOR GROUP, INC."),
        # A release cites a report, and has no charter's name.
        (["Harbor Group, Inc. reports results", "see our Form 10-K for 2024"], None, None),
        (["FORM 10-K", *["text"] * cover.FRONT, "HARBOR GROUP, INC.", NAME], None, None),
    ],
)
def test_form_and_issuer_stand_above_the_name_of_the_charter(
    lines: list[str], form: str | None, issuer: str | None
) -> None:
    found = cover.named(PRINTED, lines)
    assert (found.form, found.issuer) == (form, issuer)


def test_an_amendment_is_one() -> None:
    lines = ["FORM 10-K/A", "HARBOR GROUP, INC.", NAME]
    assert cover.named(PRINTED, lines).is_amendment
    assert not cover.named(PRINTED, ["FORM 10-K", *lines[1:]]).is_amendment
