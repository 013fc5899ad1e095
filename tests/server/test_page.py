"""The page in a real headless Chromium: paste, score, open a match, compare, search; and with hostile articles.

Skips where chromium or chromedriver is missing; axe's part also where `DEDUP_AXE` names no axe.min.js.
"""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.server.texts import article, text_of

pytestmark = pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("chromedriver")), reason="chromium or chromedriver is not installed"
)
HOSTILE = '"><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>\u202egnp.'


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    profile = tmp_path_factory.mktemp("profile")
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 f"--user-data-dir={profile}"):  # fmt: skip
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


class Page:
    def __init__(self, browser, server):
        self.browser, self.base = browser, f"http://127.0.0.1:{server.port}"

    def open(self, address="#/score", width=1280, scheme="light"):
        self.browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
        )
        media = [{"name": "prefers-color-scheme", "value": scheme}]
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": media})
        self.browser.get("about:blank")
        self.browser.get_log("browser")
        self.browser.get_log("performance")
        self.browser.get(f"{self.base}/{address}")

    def run(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def wait(self, selector):
        from selenium.webdriver.support.ui import WebDriverWait

        script = "return !!document.querySelector(arguments[0])"
        WebDriverWait(self.browser, 120).until(lambda _: self.run(script, selector))
        return self.browser.find_element("css selector", selector)

    def paste(self, text):
        self.wait("#score:not([hidden])")
        self.run("document.querySelector('#text').value = arguments[0]", text)
        self.run("document.querySelector('#score .result').replaceChildren()")
        self.wait("#score button.main").click()
        return self.wait("#score .result[aria-live]:not([aria-busy]) > *")

    def requests(self):
        events = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
        return [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]

    def is_quiet(self):
        """No word on the console, and no request to anybody else."""
        elsewhere = [url for url in self.requests() if not url.startswith((self.base, f"blob:{self.base}", "about:"))]
        return self.browser.get_log("browser") == [] and [u for u in elsewhere if not u.startswith("chrome:")] == []


@pytest.fixture
def page(browser, server):
    return Page(browser, server)


@pytest.fixture(scope="module")
def known(server):
    told = (
        "Norland and Sudland agreed on Tuesday to reopen the border bridge at Karn. {} people crossed it on Wednesday."
    )
    for one in (
        article(900, id="p/1?", title="Harbour opens"), article(901, id="p2", text=text_of(900) + "\nAnd more words."),
        article(902, id="h1", title=HOSTILE, source=HOSTILE, text=f"{text_of(902)}\n{HOSTILE}", url="javascript:x()"),
        {"id": "k1", "source": "Karn Post", "text": told.format("About 300")},
    ):  # fmt: skip
        server.post("/v1/articles", one)
    return told


def test_an_article_is_pasted_scored_and_its_match_opened(page, known):
    page.open()
    page.paste(text_of(900) + "\n" + text_of(903, 4))
    scored = page.wait(".scored")
    assert "Harbour opens" in scored.text
    sources = page.run("return [...document.querySelectorAll('.passage')].map(p => p.dataset.source || '')")
    assert "A" in sources
    assert "" in sources
    assert page.wait(".difference ins").text
    link = page.wait(".passage .from a")
    page.run("arguments[0].focus()", link)
    assert page.run("return document.querySelectorAll('.passage.on').length") == sources.count("A")
    link.click()
    assert page.wait("#single .text").text.split("\n")[0] == text_of(900).split("\n")[0]
    assert page.is_quiet()


def test_a_match_is_shown_in_the_version_that_matched(page, server):
    server.post("/v1/articles", article(910, id="v1", title="Ferry delayed"))
    server.post("/v1/articles", article(911, id="v1", title="Ferry cancelled"))
    page.open()
    page.paste(text_of(910) + "\nOne more line of words.")
    matches = page.wait(".scored").text
    assert "Ferry delayed" in matches
    assert "Ferry cancelled" not in matches
    assert "an earlier version" in matches
    assert page.run("return document.querySelectorAll('.diff del').length") == 0
    assert "One more line of words" in page.wait(".diff ins").text


def test_several_articles_are_scored_at_once(page, known):
    page.open()
    lines = [json.dumps(article(900)), json.dumps(article(905)), '{"title": "no text"}']
    page.paste("\n".join(lines))
    assert len(page.browser.find_elements("css selector", ".scored")) == 2
    assert "Record 3 could not be read" in page.wait("[role=alert]").text


def test_a_pasted_and_a_known_article_are_compared(page, known):
    page.open()
    page.paste(json.dumps({"id": "k2", "source": "Sud Today", "text": known.format("About 900")}))
    for selector in ("[name=pick-new]", ".known input[value=k1]"):
        page.run("arguments[0].focus()", page.wait(selector))
        page.browser.switch_to.active_element.send_keys(" ")
    assert "2 selected" in page.wait("#selection output").text
    page.wait("#selection button.main").click()
    frame = page.wait("#compare iframe")
    page.browser.switch_to.frame(frame)
    try:
        assert "Karn Post" in page.wait("main").text
        assert page.run("return getComputedStyle(document.querySelector('.mast')).maxWidth") != "none"
    finally:
        page.browser.switch_to.default_content()
    assert page.is_quiet()


def test_the_corpus_is_searched_and_a_cluster_opened(page, known):
    page.open("#/articles")
    page.wait("#articles .known li")
    # the listing before the search, which its answer replaces, has the link too
    page.run("document.querySelectorAll('#articles .known li').forEach(line => { line.dataset.before = '' })")
    page.wait("#articles input").send_keys("harbour opens\n")
    page.wait("#articles .known li:not([data-before]) a[href='#/articles/p%2F1%3F']").click()
    page.wait("#single .text")
    page.open("#/clusters/p2")
    assert "2 articles in this cluster" in page.wait("#single h2").text
    assert page.is_quiet()


def test_hostile_articles_change_nothing(page, known):
    for address, place in (("#/articles/h1", "#single .text"), ("#/articles", "#articles .known li")):
        page.open(address)
        page.wait(place)
        assert page.run("return document.querySelectorAll('.result img, .result script, [onerror]').length") == 0
        assert page.run("return [...document.querySelectorAll('a')].every(a => a.protocol !== 'javascript:')")
        assert page.run("return window.hacked") is None
    page.open()
    page.paste(text_of(902) + "\n" + HOSTILE)
    page.wait(".scored")
    assert page.run("return window.hacked") is None
    assert page.is_quiet()


def test_a_script_that_got_in_would_not_run(page):
    page.open()
    page.wait("#score:not([hidden])")
    page.run("const s = document.createElement('script'); s.textContent = 'window.hacked = 1'; document.body.append(s)")
    assert page.run("return window.hacked") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_every_view_fits(page, known, width, scheme):
    path = os.environ.get("DEDUP_AXE")
    for address, place in (
        ("#/score", "#score:not([hidden])"), ("#/articles", "#articles .known li"), ("#/articles/p2", "#single .text"),
        ("#/clusters/p2", "#single .known li"), ("docs", ".operation"),
    ):  # fmt: skip
        page.open(address, width, scheme)
        page.wait(place)
        if address == "#/score":
            page.paste(text_of(900) + "\n" + text_of(903, 4))
            page.wait(".scored")
        assert page.run("return document.documentElement.scrollWidth") <= width
        if path and Path(path).is_file():
            page.run(Path(path).read_text(encoding="utf-8"))
            found = page.browser.execute_async_script("axe.run(document).then(arguments[0])")
            assert [(v["id"], v["nodes"][0]["html"][:100]) for v in found["violations"]] == []
