"""EDGAR's feed of current filings: what it saves, and that whoever is in doubt is asked."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from extractors.errors import FetchError
from flows import steps
from flows.outcomes import PullResult, RefreshRequest
from flows.runner import InOrder
from flows.sample.site import ATOM, HTML, JSON, Page
from flows.sources import current_filings
from flows.sources.current_filings import Entry
from tests.builders.place import NOW, SITE, Place
from warehouse import registry

FEED = "/cgi-bin/browse-edgar?action=getcurrent"
NVIDIA = "0001045810"
LIST = f"/submissions/CIK{NVIDIA}.json"
EVERYONE = ("NVDA", "AMZN", "PLTR")
NEW = "0001045810-26-000999"
QUIET = 3
"""Requests of a refresh with nothing new that are not EDGAR's: the site's two lists, and rates."""


def feed(*entries: tuple[str, str, str]) -> Page:
    """A page of the feed: CIK, accession and form of each entry."""
    rows = "".join(
        f'<entry><title>{form} - X ({cik}) (Filer)</title><link rel="alternate" type="text/html" '
        f'href="https://www.sec.gov/Archives/edgar/data/{int(cik)}/{name.replace("-", "")}/'
        f'{name}-index.htm"/><updated>2026-03-10T08:00:00-05:00</updated>'
        f'<category scheme="https://www.sec.gov/" label="form type" term="{form}"/>'
        f"<id>urn:tag:sec.gov,2008:accession-number={name}</id></entry>\n"
        for cik, name, form in entries
    )
    text = (
        '<?xml version="1.0" encoding="ISO-8859-1" ?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
    )
    return Page(f"{text}{rows}</feed>".encode("latin-1"), ATOM)


# --- what it saves ------------------------------------------------------------------------------


def test_nothing_new_over_all_companies_is_one_request_to_edgar(place: Place) -> None:
    place.pages["/ir/index.json"] = Page(b'{"lists": []}', JSON)
    request = RefreshRequest(sample=place.server.url)
    out = NOW + timedelta(days=300)  # more than a week after all that the site publishes
    place.seconds += 300 * 86_400

    def refreshed() -> PullResult:
        book = registry.load()
        return steps.pull(request, place.archive, book, out, place.web, InOrder())

    refreshed()
    before = place.server.counters
    pulled = refreshed()
    after = place.server.counters
    assert pulled.feeds > 10
    assert str(pulled) == f"{pulled.feeds} lists asked: nothing new"
    assert after.requests - before.requests == 1 + QUIET
    assert after.statuses["304"] - before.statuses.get("304", 0) == 1 + QUIET
    assert after.body_bytes == before.body_bytes


def test_a_company_that_the_feed_names_is_asked_and_no_other(place: Place) -> None:
    place.pull(*EVERYONE)
    filed(place)
    # The feed, NVIDIA's list with its older page, the new index page, and its document.
    assert cost(place) == (5, "3 lists asked: 1 new")
    (origin,) = [one for one in place.archive.origins() if one.accession == NEW]
    assert (origin.company_id, origin.form) == ("nvidia", "10-K/A")
    assert cost(place) == (1, "3 lists asked: nothing new")


def test_what_can_be_no_report_moves_nobody(place: Place) -> None:
    place.pull(*EVERYONE)
    announce(place, (NVIDIA, NEW, "S-8"), ("0000000001", "0000000001-26-000001", "10-K"))
    assert cost(place) == (1, "3 lists asked: nothing new")


def test_one_or_two_companies_are_asked_for_their_lists(place: Place) -> None:
    place.pull(*EVERYONE)
    assert cost(place, "NVDA", "PLTR") == (2, "2 lists asked: nothing new")


# --- whoever is in doubt is asked ---------------------------------------------------------------


def test_a_list_that_lacks_what_the_feed_names_is_asked_until_it_has_it(place: Place) -> None:
    place.pull(*EVERYONE)
    announce(place, (NVIDIA, NEW, "10-K/A"))
    assert cost(place) == (2, "3 lists asked: nothing new")  # EDGAR's list is late
    place.pages[FEED] = SITE[FEED]  # and the feed has rolled on
    filed(place, is_announced=False)
    assert cost(place) == (5, "3 lists asked: 1 new")


def test_a_feed_that_has_rolled_on_is_read_back_to_what_is_known(place: Place) -> None:
    place.pull(*EVERYONE)
    filed(place, is_announced=False)
    place.pages[FEED] = feed(*others(0, 100))
    place.pages[f"{FEED}&start=100"] = feed((NVIDIA, NEW, "10-K/A"), *others(100, 150), *known())
    assert cost(place) == (6, "3 lists asked: 1 new")  # two pages in place of one


def test_a_gap_in_the_feed_asks_for_every_list(place: Place) -> None:
    place.pull(*EVERYONE)
    filed(place, is_announced=False)
    for start in range(0, 1100, 100):
        page = f"{FEED}&start={start}" if start else FEED
        place.pages[page] = feed(*others(start, start + 100))
    # Ten pages, three lists and an older page, an index page and a document.
    assert cost(place) == (16, "3 lists asked: 1 new")
    assert cost(place) == (1, "3 lists asked: nothing new")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (Page(b"gone", HTML, status=404), "404: no such document"),
        (Page(b"<html>maintenance</html>", HTML), "the feed of filings is empty"),
        (Page(SITE[FEED].body[:5000], ATOM), "it is no feed of filings: "),
        (feed(), "the feed of filings is empty"),
        (Page(b"<feed><entry><id>x</id></entry></feed>", ATOM), "names no filing"),
    ],
)
def test_without_a_feed_every_list_is_asked_for(place: Place, page: Page, words: str) -> None:
    place.pull(*EVERYONE)
    filed(place, is_announced=False)
    place.pages[FEED] = page
    pulled = place.pull(*EVERYONE)
    assert (str(pulled), pulled.failed) == ("3 lists asked: 1 new", ())
    (line,) = pulled.left_out
    assert line.startswith("each company's list is asked for, without EDGAR's feed of filings: ")
    assert words in line
    place.pages[FEED] = SITE[FEED]
    assert cost(place) == (4, "3 lists asked: nothing new")  # not known to be without a gap
    assert cost(place) == (1, "3 lists asked: nothing new")


def test_a_list_that_lacks_it_is_asked_also_after_the_feed_was_away(place: Place) -> None:
    place.pull(*EVERYONE)
    announce(place, (NVIDIA, NEW, "10-K/A"))
    assert cost(place) == (2, "3 lists asked: nothing new")  # EDGAR's list is late
    place.pages[FEED] = Page(b"gone", HTML, status=404)
    assert place.pull(*EVERYONE).left_out
    place.pages[FEED] = SITE[FEED]  # back, and rolled on
    assert cost(place)[1] == "3 lists asked: nothing new"
    filed(place, is_announced=False)
    assert cost(place) == (5, "3 lists asked: 1 new")


def test_a_day_later_and_in_a_longer_look_back_every_list_is_asked_for(place: Place) -> None:
    place.pull(*EVERYONE)
    filed(place, is_announced=False)
    assert cost(place) == (1, "3 lists asked: nothing new")
    assert cost(place, recheck=31)[1] == "3 lists asked: 1 new"
    place.seconds += 86_400
    assert cost(place) == (4, "3 lists asked: nothing new")


def test_a_list_that_failed_is_asked_for_again(place: Place) -> None:
    good = place.pages[LIST]
    place.pages[LIST] = Page(b"<html>maintenance", HTML)
    assert len(place.pull(*EVERYONE).failed) == 1
    place.pages[LIST] = good
    assert cost(place)[1] == "3 lists asked: 19 new"
    assert cost(place) == (1, "3 lists asked: nothing new")


@pytest.mark.parametrize("lost", ["the lists", "the memory"])
def test_a_memory_that_is_lost_or_damaged_asks_for_every_list(place: Place, lost: str) -> None:
    place.pull(*EVERYONE)
    for path in (place.home / "listings").rglob("*"):
        if path.is_file() and (b"memory:" in path.read_bytes()[:200]) is (lost == "the memory"):
            path.write_bytes(path.read_bytes()[:-9])
    assert cost(place)[1] == "3 lists asked: nothing new"
    assert cost(place) == (1, "3 lists asked: nothing new")


# --- the feed's form ----------------------------------------------------------------------------


def test_edgars_own_feed_is_read(shared: Path) -> None:
    path = shared / "corpus/official/edgar/getcurrent-2025-12-12.atom"
    if not path.exists():
        pytest.skip("the official documents are not here")
    entries = current_filings.read(path.read_bytes(), "atom")
    assert entries[0] == Entry("0001700545", "0001700545-25-000020", "4")
    assert entries[1] == Entry("0001690820", "0001700545-25-000020", "4")
    assert len(entries) == 40


def test_an_entry_without_its_filing_is_refused() -> None:
    with pytest.raises(FetchError, match="names no filing"):
        current_filings.read(b"<feed><entry/></feed>", "u")


def known() -> list[tuple[str, str, str]]:
    """What the site's feed names."""
    read = current_filings.read(SITE[FEED].body, FEED)
    return [(one.cik, one.accession, one.form) for one in read]


def others(first: int, last: int) -> list[tuple[str, str, str]]:
    """Filings of nobody whom we know."""
    return [("0000000001", f"0000000001-26-{number:06d}", "8-K") for number in range(first, last)]


def announce(place: Place, *entries: tuple[str, str, str]) -> None:
    """Put filings at the top of the feed."""
    place.pages[FEED] = feed(*entries, *known()[: 100 - len(entries)])


def filed(place: Place, *, is_announced: bool = True) -> None:
    """An amendment of NVIDIA's annual report: in its list, with index page and document."""
    whole = json.loads(place.pages[LIST].body)
    recent = whole["filings"]["recent"]
    annual = recent["form"].index("10-K")
    before, name = recent["accessionNumber"][annual], recent["primaryDocument"][annual]
    for values in recent.values():
        values.insert(0, values[annual])
    recent["accessionNumber"][0], recent["form"][0] = NEW, "10-K/A"
    place.pages[LIST] = Page(json.dumps(whole).encode(), JSON)
    old, new = (f"/Archives/edgar/data/1045810/{one.replace('-', '')}" for one in (before, NEW))
    place.pages[f"{new}/{name}"] = place.pages[f"{old}/{name}"]
    index = place.pages[f"{old}/{before}-index.html"].body
    index = index.replace(before.encode(), NEW.encode()).replace(b">10-K<", b">10-K/A<")
    place.pages[f"{new}/{NEW}-index.html"] = Page(index, HTML)
    if is_announced:
        announce(place, (NVIDIA, NEW, "10-K/A"))


def cost(place: Place, *companies: str, recheck: int = 0) -> tuple[int, str]:
    """Requests of one more refresh that went to EDGAR, and its line."""
    before = place.server.counters.requests
    pulled = place.pull(*(companies or EVERYONE), recheck=recheck)
    assert not pulled.failed
    return place.server.counters.requests - before - QUIET, str(pulled)
