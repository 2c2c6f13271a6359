"""The page in a real browser, driven as a user would: with JavaScript, without it, and never leaving this machine."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from service.api import create_app
from service.library import Library

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
PATIENCE = 20  # seconds; a page takes well under one on an idle machine

pytestmark = pytest.mark.skipif(
    not (CHROMIUM.exists() and DRIVER.exists()), reason=f"needs a browser: {CHROMIUM} and {DRIVER} are not installed"
)


@pytest.fixture(scope="module")
def address(library: Library) -> Iterator[str]:
    """A running service on a free port of this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(library), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    deadline = time.monotonic() + PATIENCE
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(PATIENCE)
    listening.close()
    assert not thread.is_alive()


@contextmanager
def browser(profile: Path, javascript: bool = True) -> Iterator[Any]:
    """A browser of its own profile that records its console and its network; it is stopped at the end."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={profile}", "--window-size=1280,900"):
        options.add_argument(flag)
    if not javascript:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    try:
        driver.set_page_load_timeout(PATIENCE)
        yield driver
    finally:
        driver.quit()


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with browser(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


def text(driver: Any, selector: str) -> str:
    return str(driver.find_element(By.CSS_SELECTOR, selector).text)


def texts(driver: Any, selector: str) -> list[str]:
    return [str(element.text) for element in driver.find_elements(By.CSS_SELECTOR, selector)]


def wait(driver: Any, condition: Callable[[Any], bool]) -> None:
    """Wait until the condition holds, while a page is being replaced, too."""
    WebDriverWait(driver, PATIENCE, ignored_exceptions=[StaleElementReferenceException]).until(condition)


@contextmanager
def leaving(driver: Any) -> Iterator[None]:
    """Wait, after what is done inside, until the page has been replaced by another that is loaded completely."""
    driver.execute_script("window.leaving = true")
    yield
    wait(driver, lambda d: bool(d.execute_script("return !window.leaving && document.readyState === 'complete'")))


def follow(driver: Any, selector: str) -> None:
    """Click a link or button that leads to another page."""
    with leaving(driver):
        driver.find_element(By.CSS_SELECTOR, selector).click()


def in_view(driver: Any, selector: str) -> bool:
    """Whether the element lies wholly within the window, below the header."""
    box = driver.find_element(By.CSS_SELECTOR, selector)
    top, bottom = driver.execute_script(
        "const b = arguments[0].getBoundingClientRect(); return [b.top, b.bottom];", box
    )
    return bool(0 <= top < bottom <= driver.execute_script("return innerHeight"))


def requested(driver: Any) -> list[str]:
    """The addresses that pages asked the network for since the last call, from the browser's own log."""
    messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    urls = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    return [url for url in urls if urlsplit(url).scheme not in ("data", "chrome")]  # icons; the empty first tab


def assert_quiet(driver: Any, address: str) -> None:
    """Nothing was written to the console and nothing was asked of another machine."""
    assert driver.get_log("browser") == []
    assert {urlsplit(url)[:2] for url in requested(driver)} == {("http", urlsplit(address).netloc)}


def search_narrow_and_read(driver: Any, address: str) -> None:
    """From the home page to a passage in its document."""
    driver.get(address)
    driver.find_element(By.ID, "q").send_keys("党建指导员")
    follow(driver, "main form button")
    assert len(texts(driver, ".hit")) == 10
    follow(driver, ".facets section:first-child a")
    chosen = text(driver, ".facets a.active span")
    assert all(chosen in facts for facts in texts(driver, ".hit .facts"))
    passage = text(driver, ".hit:first-child .text")
    follow(driver, ".hit:first-child .actions a")
    cited = "".join(texts(driver, "article mark"))
    assert "".join(cited.split()) == "".join(passage.split())


def ask(driver: Any, address: str) -> None:
    """From the home page to an answer with its quotation."""
    driver.get(address)
    driver.find_element(By.ID, "q").send_keys("武汉选派了多少名专职党建指导员")
    follow(driver, "main form button.second")
    assert text(driver, ".status strong") == "资料库中有依据"
    assert any("1041名" in quote for quote in texts(driver, "blockquote"))


def test_a_user_searches_narrows_and_reads_the_passage_in_its_document(chromium: Any, address: str) -> None:
    search_narrow_and_read(chromium, address)
    wait(chromium, lambda driver: in_view(driver, "#cited"))
    assert_quiet(chromium, address)


def test_a_user_asks_and_copies_the_quotation(chromium: Any, address: str) -> None:
    ask(chromium, address)
    chromium.execute_script(
        "window.copied = []; Object.defineProperty(navigator, 'clipboard',"
        " {value: {writeText: async (text) => { window.copied.push(text); }}});"
    )
    quote, title = text(chromium, "blockquote"), text(chromium, "a.source")
    button = chromium.find_element(By.CSS_SELECTOR, "figure button.copy")
    button.click()
    wait(chromium, lambda _: button.text == "已复制")
    (copied,) = chromium.execute_script("return window.copied")
    assert copied.startswith(f"“{quote}”（{title}，")
    assert_quiet(chromium, address)


def test_without_a_clipboard_interface_copying_still_works_or_says_that_it_did_not(chromium: Any, address: str) -> None:
    chromium.get(f"{address}/search?q=两带三同")
    chromium.execute_script("Object.defineProperty(navigator, 'clipboard', {value: undefined});")
    button = chromium.find_element(By.CSS_SELECTOR, "button.copy")
    button.click()
    wait(chromium, lambda _: button.text in ("已复制", "未能复制，请手动选取"))
    assert chromium.find_elements(By.TAG_NAME, "textarea") == []
    assert_quiet(chromium, address)


def test_the_slash_key_leads_to_the_search_box_and_is_typed_there(chromium: Any, address: str) -> None:
    chromium.get(f"{address}/search?q=两带三同")
    chromium.find_element(By.TAG_NAME, "body").send_keys("/")
    assert chromium.switch_to.active_element.get_attribute("id") == "q"
    with leaving(chromium):
        chromium.switch_to.active_element.send_keys(Keys.END, "/四有", Keys.ENTER)
    assert text(chromium, "h1").startswith("“两带三同/四有”")
    assert_quiet(chromium, address)


def test_the_api_documentation_is_drawn_offline(chromium: Any, address: str) -> None:
    chromium.get(f"{address}/docs")
    wait(chromium, lambda driver: len(texts(driver, ".opblock")) == 9)
    drawn = texts(chromium, ".opblock-summary-path")
    assert {"/api/v1/search", "/api/v1/answer/stream", "/api/v1/verify"} <= set(drawn)
    assert_quiet(chromium, address)


def test_nothing_is_wider_than_a_phone(chromium: Any, address: str) -> None:
    phone = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    try:
        widths = {}
        for path in (
            "/",
            "/search?q=党建指导员&region=武汉",
            "/ask?q=两带三同",
            "/documents",
            "/documents/huli-one-plus-x",
        ):
            chromium.get(address + path)
            chromium.execute_script("document.querySelectorAll('details').forEach((box) => { box.open = true; })")
            widths[path] = chromium.execute_script("return document.documentElement.scrollWidth")
        assert widths == dict.fromkeys(widths, 360)
        chromium.get(f"{address}/search?q=党建指导员")
        assert not chromium.find_element(By.CSS_SELECTOR, ".facets").is_displayed()
        chromium.find_element(By.CSS_SELECTOR, ".facets-toggle").click()
        assert chromium.find_element(By.CSS_SELECTOR, ".facets").is_displayed()
    finally:
        chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert_quiet(chromium, address)


def test_every_stop_of_the_tab_key_can_be_seen(chromium: Any, address: str) -> None:
    stops = []
    for path in ("/search?q=党建指导员", "/ask?q=武汉选派了多少名专职党建指导员", "/documents/huli-one-plus-x"):
        chromium.get(address + path)
        for _ in range(12):
            chromium.switch_to.active_element.send_keys(Keys.TAB)
            stops.append(
                chromium.execute_script(
                    "const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);"
                    "return [at.textContent.trim() || at.id, style.outlineStyle, box.width, box.height, box.left]"
                )
            )
    unseen = [stop for stop in stops if stop[1] != "solid" or min(stop[2:4]) < 10 or stop[4] < 0]
    assert (len(stops), unseen) == (36, [])
    assert_quiet(chromium, address)


def test_the_headings_of_a_further_passage_run_on_in_one_line(chromium: Any, address: str) -> None:
    chromium.get(f"{address}/search?q=两带三同")
    chromium.execute_script("document.querySelectorAll('details').forEach((box) => { box.open = true; })")
    tops = chromium.execute_script(
        "return [...document.querySelectorAll('.others .path')].filter((path) => path.children.length > 1)"
        ".map((path) => [...path.children].map((item) => Math.round(item.getBoundingClientRect().top)))"
    )
    assert tops and all(len(set(path)) == 1 for path in tops)
    assert_quiet(chromium, address)


def test_everything_but_copying_works_without_javascript(
    tmp_path_factory: pytest.TempPathFactory, address: str
) -> None:
    with browser(tmp_path_factory.mktemp("profile"), javascript=False) as driver:
        driver.get(f"{address}/docs")
        assert "接口文档需要 JavaScript" in text(driver, "main")
        search_narrow_and_read(driver, address)
        wait(driver, lambda driver: in_view(driver, "#cited"))
        ask(driver, address)
        assert not driver.find_element(By.CSS_SELECTOR, "figure button.copy").is_displayed()
        follow(driver, "a.source")
        assert "1041名" in "".join(texts(driver, "article mark"))
        assert not any(url.endswith(".json") for url in requested(driver))
