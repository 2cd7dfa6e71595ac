"""The sample's report in a real browser, from disk: by pointer, by keyboard, on a phone, for all."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.builders.report_pages import Pages
from tests.flows.conftest import Command
from warehouse.excerpts.rebuilt import Source

pytestmark = pytest.mark.slow
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
KINDS = (
    "index.html", "layers/cloud.html", "companies/index.html", "companies/nvidia.html",
    "segments/amazon-aws.html", "claims.html", "watchlist.html", "changes.html",
    "coverage.html", "review.html", "accuracy.html", "audit/amazon/fy2024.html",
    "audit/tsmc/fy2024.html", "audit/layer-cloud/2024.html",
)  # fmt: skip
"""A page of each kind."""


@pytest.fixture(scope="module")
def pages(sample: Command, tmp_path_factory: pytest.TempPathFactory) -> Pages:
    folder = tmp_path_factory.mktemp("pages") / "report"
    done = sample("report", "--to", folder)
    assert done.code == 0, done.err
    return Pages.of(folder)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not os.access(CHROMIUM, os.X_OK):
        pytest.fail("no chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield one
        one.close()


@contextmanager
def opened(browser: Browser, width: int = 1100, scheme: str = "light") -> Iterator[Page]:
    """A page; when it is closed it has told of no error and asked for nothing outside."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=False
    )
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda one: one.url.startswith(("file:", "data:")) or told.append(one.url))
    yield page
    context.close()
    assert told == []


def test_it_opens_whole_from_disk(browser: Browser, pages: Pages) -> None:
    assert pages.broken() == []
    with opened(browser) as page:
        for path in KINDS:
            page.goto((pages.root / path).as_uri())
            assert page.title().endswith("– Profit pools")


def test_from_the_map_to_the_boxed_source(browser: Browser, pages: Pages) -> None:
    with opened(browser) as page:
        page.goto((pages.root / "index.html").as_uri())
        page.locator("svg a[aria-label^='Foundry:'] rect").first.click()
        assert page.locator("h1").inner_text() == "Foundry"
        page.locator("svg a[aria-label^='TSM'] rect").first.click()
        assert page.url.endswith("companies/tsmc.html")
        page.locator("summary", has_text="Margins by fiscal quarter").first.click()
        row = page.locator("tr", has=page.locator("td", has_text=re.compile("^FY2024Q1$")))
        row.locator("a", has_text="249,018").first.click()
        picture = page.locator("article:target .crop img")
        picture.scroll_into_view_if_needed()
        assert "249,018" in str(picture.get_attribute("alt"))
        page.wait_for_function("document.querySelector('article:target .crop img').complete")
        assert picture.evaluate("one => one.naturalWidth") > 500
        box = page.locator("article:target .crop rect").bounding_box()
        frame = picture.bounding_box()
        assert box is not None
        assert frame is not None
        assert frame["x"] < box["x"] < frame["x"] + frame["width"]
        assert frame["y"] < box["y"] < frame["y"] + frame["height"]
        assert "agrees with the quote" in page.locator("article:target").inner_text()


def test_the_same_by_keyboard_alone(browser: Browser, pages: Pages) -> None:
    with opened(browser) as page:
        page.goto((pages.root / "index.html").as_uri())
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        tabbed(page, "a[aria-label^='Cloud:']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/layers/cloud.html")
        tabbed(page, "a[aria-label^='AMZN AWS:']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/companies/amazon.html")
        tabbed(page, "a[href*='audit/amazon/fy2024.html']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/audit/amazon/fy2024.html#*")
        assert page.locator("article:target").is_visible()


def tabbed(page: Page, wanted: str) -> None:
    """Press Tab until the focus is on what is wanted."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} is out of the keyboard's reach")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault_for_those_who_read_otherwise(
    browser: Browser, pages: Pages, scheme: str
) -> None:
    # axe is a script, which the pages' policy refuses: so here, and only here, it is bypassed
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    found = []
    for path in KINDS:
        page.goto((pages.root / path).as_uri())
        for one in Axe().run(page).response["violations"]:
            if one["impact"] in ("serious", "critical"):
                found.append((path, one["id"], one["nodes"][0]["html"][:200]))
    context.close()
    assert found == []


@pytest.mark.parametrize("path", ["claims.html", "review.html", "coverage.html"])
def test_on_paper_the_first_page_has_the_first_rows_and_no_column_is_cut(
    browser: Browser, pages: Pages, path: str
) -> None:
    with opened(browser) as page:
        page.goto(pages.root.joinpath(path).as_uri())
        heads = page.locator("table").first.locator("th").all_inner_texts()
        printed = page.pdf(format="A4")
    with pypdfium2.PdfDocument(printed) as document:
        text = " ".join(document[0].get_textpage().get_text_bounded().split())
    for head in heads:
        assert " ".join(head.split()) in text


def test_a_phone_shows_it_without_scrolling_sideways(browser: Browser, pages: Pages) -> None:
    with opened(browser, width=380) as page:
        for path in KINDS:
            page.goto((pages.root / path).as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= 380, path


@pytest.mark.parametrize("width", [1100, 390])
def test_labels_of_the_map_do_not_overlap(browser: Browser, pages: Pages, width: int) -> None:
    with opened(browser, width=width) as page:
        for path in ("index.html", *(p for p in pages.texts if p.startswith("layers/"))):
            page.goto((pages.root / path).as_uri())
            covered = page.evaluate(OVERLAPS)
            assert covered == [], path


OVERLAPS = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
    const field = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
    const out = texts.filter(([, b]) => b.left < field.left - 1 || b.right > field.right + 1);
    const meet = texts.flatMap(([name, a], n) => texts.slice(n + 1).filter(([, b]) =>
        a.left + 1 < b.right && b.left + 1 < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom
    ).map(([other]) => `${name} / ${other}`));
    return [...out.map(([name]) => `outside: ${name}`), ...meet];
})"""


EVIL = (
    "<script src='{0}a.js'></script><img src='{0}b.png' onerror='fetch(\"{0}g\")'>"
    "<style>@import url({0}c.css);</style><iframe src='{0}d'></iframe>"
    "<link rel=stylesheet href='{0}e.css'><object data='{0}f'></object>"
)


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """An address on this machine, and what whoever connects to it says."""
    asked: list[bytes] = []
    done = threading.Event()

    def listen(server: socket.socket) -> None:
        while not done.is_set():
            try:
                with server.accept()[0] as one:
                    one.settimeout(0.5)
                    asked.append(one.recv(100))
            except TimeoutError:
                continue

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        thread = threading.Thread(target=listen, args=(server,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/", asked
        finally:
            done.set()
            thread.join()


def test_a_hostile_document_connects_to_nobody(
    browser: Browser, pages: Pages, tmp_path: Path
) -> None:
    with listening() as (address, asked):
        evil = EVIL.format(address)
        source = Source(
            f"<table><tr><td>{evil}Revenue<td>1,200{evil}<tr><td>Cost<td>500</table>".encode(),
            is_xml=False,
        )
        shown = source.show("cell", "1/1/2")
        assert shown is not None
        text = pages.texts["audit/amazon/fy2024.html"]
        shutil.copy(pages.root / "style.css", tmp_path)
        path = tmp_path / "audit/amazon/page.html"
        path.parent.mkdir(parents=True)
        path.write_text(text.replace("<article", f"{shown.markup}<article", 1))
        with opened(browser) as page:
            page.goto(path.as_uri())
            assert page.locator("mark", has_text="1,200").is_visible()
            page.wait_for_timeout(500)
    assert asked == []


def test_the_policy_lets_no_request_out(browser: Browser, pages: Pages, tmp_path: Path) -> None:
    """Were a filer's markup ever written into a page: a browser may connect, but asks nothing."""
    with listening() as (address, asked):
        text = pages.texts["index.html"].replace("<main", f"{EVIL.format(address)}<main", 1)
        (tmp_path / "evil.html").write_text(text)
        context = browser.new_context()
        page = context.new_page()
        page.goto((tmp_path / "evil.html").as_uri())
        page.wait_for_timeout(500)
        context.close()
    assert [one for one in asked if one] == []
