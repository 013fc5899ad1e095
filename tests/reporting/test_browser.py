"""The reports in a real headless Chromium: quiet console, no request, folding and links work, axe finds nothing bad.

Skips where chromium or chromedriver is missing; the axe tests also where `DEDUP_AXE` names no axe.min.js.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from dedup.reporting.html import comparison_report, dedup_report
from dedup.reporting.pair_tables import passages_page
from tests.reporting import dedup_example, example, hostile, large

pytestmark = pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("chromedriver")), reason="chromium or chromedriver is not installed"
)

PAGES = ("comparison", "hostile", "large", "dedup", "hostile_dedup")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    hostile_data, hostile_texts = hostile.comparison()
    pile, pile_texts = large.comparison(200, 5000)
    pages = {
        "comparison": comparison_report(example.comparison(), example.texts(), example.METHOD),
        "hostile": comparison_report(hostile_data, hostile_texts, hostile.METHOD),
        "large": comparison_report(pile, pile_texts, {}),
        "ten": comparison_report(*large.comparison(10, 40), {}),
        "dedup": dedup_report(dedup_example.view()),
        "passages": passages_page(
            [{"a_start": 0, "a_end": 8, "b_start": 4, "b_end": 12, "similarity": 1.0, "kind": "verbatim"}],
            ("one", "the bell rang"),
            ("other", "and the bell stopped"),
        ),
        "hostile_dedup": dedup_report(dedup_example.view(hostile.infect(dedup_example.dedup()))),
    }
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    profile = tmp_path_factory.mktemp("profile")
    for flag in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture
def open_page(browser, folder):
    def opened(name, width=1280, fragment="", media=()):
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
        )
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": list(media)})
        browser.get("about:blank")
        browser.get_log("browser")
        browser.get_log("performance")
        browser.get((folder / f"{name}.html").as_uri() + fragment)
        return browser

    return opened


def run(browser, script, *arguments):
    return browser.execute_script(script, *arguments)


def find(browser, selector):
    return browser.find_element("css selector", selector)


@pytest.mark.parametrize("name", PAGES)
def test_console_is_quiet_and_nothing_leaves_the_page(open_page, name):
    browser = open_page(name)
    run(browser, "document.querySelectorAll('details').forEach(d => d.open = true)")
    assert browser.get_log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
    assert [url for url in asked if not url.startswith((browser.current_url, "about:"))] == []


@pytest.mark.parametrize("name", ["hostile", "hostile_dedup"])
def test_hostile_texts_run_nothing_and_change_nothing(open_page, name):
    browser = open_page(name)
    assert run(browser, "return window.hacked") is None
    assert run(browser, "return document.querySelectorAll('img, iframe, script[src], [onerror], [onload]').length") == 0
    assert run(browser, "return document.querySelectorAll('h1').length") == 1
    assert run(browser, "return getComputedStyle(document.querySelector('main')).display") == "block"
    hrefs = run(browser, "return [...document.querySelectorAll('a[href]')].map(a => a.protocol)")
    assert set(hrefs) == {"file:"}


def test_policy_stops_a_foreign_script(open_page):
    browser = open_page("comparison")
    run(
        browser,
        "const s = document.createElement('script'); s.textContent = 'window.hacked = 1'; document.body.append(s)",
    )
    assert run(browser, "return window.hacked") is None


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_page_fits_its_width(open_page, name, width):
    browser = open_page(name, width)
    assert run(browser, "return document.documentElement.scrollWidth") <= width


def test_kinds_of_claims_can_be_shown_and_hidden_with_the_keyboard(open_page):
    browser = open_page("comparison")
    single, agreed = find(browser, ".r-single"), find(browser, ".r-agreed")
    assert (single.is_displayed(), agreed.is_displayed()) == (False, True)
    find(browser, "#show-single").send_keys(" ")
    find(browser, "#show-agreed").send_keys(" ")
    assert (single.is_displayed(), agreed.is_displayed()) == (True, False)


def test_claims_can_be_sorted_filtered_and_searched(open_page):
    browser = open_page("comparison")
    first = "return document.querySelector('#claim-list .claim-card').dataset.n"
    find(browser, "#sort-claims option[value=n]").click()
    texts = run(browser, "return [...document.querySelectorAll('.claim-card')].map(c => +c.dataset.n)")
    assert int(run(browser, first)) == max(texts)
    find(browser, "#only-outlet option[value=w4]").click()
    shown = browser.find_elements("css selector", ".claim-card:not([hidden])")
    assert shown
    assert all("w4" in card.get_attribute("innerHTML") for card in shown)
    find(browser, "#search-claims").send_keys("customs house")
    assert find(browser, "#claims-found").text.startswith("1 of ")


def test_the_json_behind_the_page_is_saved_without_a_request(open_page):
    browser = open_page("comparison")
    run(browser, "HTMLAnchorElement.prototype.click = function () { window.saved = [this.download, this.href]; }")
    run(browser, "document.querySelector('.downloads button').click()")
    name, address = browser.execute_async_script(
        "const done = arguments[0]; (function wait() { window.saved ? done(window.saved) : setTimeout(wait, 20); })()"
    )
    assert name == "comparison.json"
    assert address.startswith("blob:")
    assert browser.get_log("browser") == []


def test_ten_outlets_fit_a_short_page(open_page):
    browser = open_page("ten")
    assert run(browser, "return document.documentElement.scrollHeight") <= 6000


def test_a_cell_leads_to_its_place_in_the_folded_article(open_page):
    browser = open_page("comparison")
    link = find(browser, ".says .s-conflict a")
    place = link.get_attribute("href").split("#")[1]
    assert not find(browser, f"#{place}").is_displayed()
    link.click()
    assert find(browser, f"#{place}").is_displayed()
    top = run(browser, "return document.getElementById(arguments[0]).getBoundingClientRect().top", place)
    assert 0 <= top < 900


def test_an_address_with_a_place_opens_it(open_page, folder):
    browser = open_page("comparison")
    place = find(browser, ".says .s-conflict a").get_attribute("href").split("#")[1]
    assert find(open_page("comparison", fragment=f"#{place}"), f"#{place}").is_displayed()


def test_a_claim_links_back_to_its_row_even_if_its_kind_is_hidden(open_page):
    browser = open_page("comparison", fragment="#a1")
    single = find(browser, "#a1 a.g-single")
    single.click()
    assert find(browser, f"#{single.get_attribute('href').split('#')[1]}").is_displayed()


def test_pointing_at_a_claim_marks_it_on_both_sides(open_page):
    browser = open_page("comparison")
    run(browser, "document.querySelectorAll('details').forEach(d => d.open = true)")
    claim = find(browser, ".side:first-child a.g-conflicting")
    run(browser, "arguments[0].focus()", claim)
    marked = run(browser, "return document.querySelectorAll('.side:last-child a.on').length")
    assert marked >= 1


def test_another_article_can_be_put_on_a_side(open_page):
    browser = open_page("comparison")
    run(browser, "document.querySelectorAll('details').forEach(d => d.open = true)")
    select = find(browser, ".side:first-child select")
    select.find_element("css selector", "option[value=a1]").click()
    assert find(browser, ".side:first-child .side-head b").text == "Fjord Today"
    assert "the talks would take place in a Chilean port" in find(browser, ".side:first-child .text").text
    assert (
        run(
            browser,
            "const ids = [...document.querySelectorAll('[id]')].map(n => n.id); return ids.length - new Set(ids).size",
        )
        == 0
    )


def test_removed_articles_can_be_searched(open_page):
    browser = open_page("dedup")
    find(browser, "input[type=search]").send_keys("lakes-1118")
    shown = [row.text for row in browser.find_elements("css selector", "#removed-list > li") if row.is_displayed()]
    assert len(shown) == 1
    assert "Thousands without power" in shown[0]
    assert find(browser, ".search output").text == "1 of 3"


def test_page_reads_without_script(open_page, browser):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser = open_page("comparison")
        assert find(browser, ".r-conflicting mark").is_displayed()
        assert not find(browser, ".find").is_displayed()
        assert not find(browser, ".downloads").is_displayed()
        find(browser, "#show-single").click()
        assert find(browser, ".r-single").is_displayed()
        find(browser, ".says .s-conflict a").click()
        assert browser.current_url.split("#")[1].startswith("a")
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_dark_scheme_is_followed(open_page):
    light = run(open_page("comparison"), "return getComputedStyle(document.body).backgroundColor")
    dark_media = [{"name": "prefers-color-scheme", "value": "dark"}]
    dark = run(open_page("comparison", media=dark_media), "return getComputedStyle(document.body).backgroundColor")
    assert light != dark


def test_paper_shows_every_difference_and_no_controls(open_page):
    browser = open_page("comparison")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not find(browser, ".contents").is_displayed()
    assert run(browser, "return document.querySelector('.more .block').getBoundingClientRect().height") > 50
    assert not find(browser, ".tools").is_displayed()


@pytest.fixture(scope="module")
def axe():
    path = os.environ.get("DEDUP_AXE")
    if not path or not Path(path).is_file():
        pytest.skip("DEDUP_AXE names no axe.min.js (npm install axe-core)")
    return Path(path).read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["comparison", "dedup"])
def test_axe_finds_nothing_at_all(open_page, axe, name, width, scheme):
    browser = open_page(name, width, media=[{"name": "prefers-color-scheme", "value": scheme}])
    run(browser, "document.querySelectorAll('details').forEach(d => d.open = true)")
    run(browser, "document.querySelectorAll('input[type=checkbox]').forEach(b => b.checked = true)")
    assert violations(browser, axe) == []


@pytest.mark.parametrize("name", ["hostile", "hostile_dedup", "ten", "passages"])
def test_axe_finds_nothing_on_folded_and_on_hostile_pages(open_page, axe, name):
    assert violations(open_page(name), axe) == []


def violations(browser, axe):
    run(browser, axe)
    found = browser.execute_async_script("axe.run(document).then(arguments[0])")
    return [
        f"{v['impact']} {v['id']}: {v['nodes'][0]['html'][:120]} ({len(v['nodes'])} places)"
        for v in found["violations"]
    ]  # fmt: skip


def test_ten_outlets_print_on_twelve_pages(open_page):
    browser = open_page("ten")
    printed = browser.execute_cdp_cmd(
        "Page.printToPDF", {"preferCSSPageSize": True, "paperWidth": 8.27, "paperHeight": 11.69}
    )
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", base64.b64decode(printed["data"]))
    assert 1 <= len(pages) <= 12


def test_a_phone_gets_a_timeline_that_fits_and_can_be_read(open_page):
    browser = open_page("comparison", 390)
    box = "const b = arguments[0].getBoundingClientRect(); return [b.left, b.right]"
    shown = [t for t in browser.find_elements("css selector", ".timeline") if t.is_displayed()]
    assert len(shown) == 1
    left, right = run(browser, box, shown[0])
    assert 0 <= left < right <= 390
    sizes = "return [...arguments[0].querySelectorAll('text')].map(t => t.getBoundingClientRect())"
    texts = run(browser, sizes, shown[0])
    assert texts
    assert all(t["left"] >= 0 and t["right"] <= 390 and t["height"] >= 10 for t in texts)
