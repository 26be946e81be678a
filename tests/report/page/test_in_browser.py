"""The page in a real browser: what runs, what leaves it, what it looks like, and what a hostile set changes."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import curate
from curate.report.page.page import write_report
from tests.browser import Browser, browsing
from tests.report.measured.telling import measured
from tests.report.page.runs import HOSTILE, TURNED, left_by

pytestmark = pytest.mark.slow

READABLE = 4.5
"""The contrast that WCAG 2 asks for of text (1.4.3, AA)."""
CONTRASTS = """
const parts = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
const behind = (element) => {
  for (let each = element; each; each = each.parentElement) {
    const [r, g, b, a] = parts(getComputedStyle(each).backgroundColor);
    if (r !== undefined && a !== 0) return [r, g, b];
  }
  return [255, 255, 255];
};
const over = (back, paint, opacity) => back.map((v, n) => v + (paint[n] - v) * opacity);
const stream = document.querySelector("path[fill-opacity]");
return [...document.querySelectorAll("body *")].filter((each) =>
  each.checkVisibility() && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
).map((each) => {
  const drawn = each.namespaceURI.endsWith("svg");
  const style = getComputedStyle(each);
  const paper = behind(drawn ? each.closest("div") : each);
  const beside = each.textContent.startsWith("−");
  const inside = drawn && each.closest("svg") === stream.closest("svg") && !beside;
  const strength = stream.getAttribute("fill-opacity");
  const ground = inside ? over(paper, parts(getComputedStyle(stream).fill), strength) : paper;
  const [a, b] = [light(parts(drawn ? style.fill : style.color)), light(ground)].sort((x, y) => y - x);
  return [(a + 0.05) / (b + 0.05), `${each.tagName}: ${each.textContent}`];
});
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="module")
def page(sample_run: tuple[curate.Result, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("page") / "run"
    return write_report(Path(shutil.copytree(sample_run[1], run)))


@pytest.fixture(scope="module")
def measurement(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page that shows nothing but a measurement."""
    folder = tmp_path_factory.mktemp("measurement")
    text = json.dumps(measured().model_dump(mode="json", by_alias=True))
    (folder / "measure.json").write_text(text, encoding="utf-8")
    return write_report(folder)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(left_by(tmp_path_factory.mktemp("hostile"), HOSTILE).folder)


def names(browser: Browser) -> list[str]:
    return browser.texts("#table tbody td:first-child > bdi:first-child")


def by_numbers(name: str) -> list[tuple[int, str]]:
    """Numbers in a name count as numbers."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)]


@pytest.mark.parametrize("kind", ["page", "hostile"])
def test_nothing_is_complained_of_and_no_request_leaves_the_page(
    browser: Browser, kind: str, request: pytest.FixtureRequest
) -> None:
    file: Path = request.getfixturevalue(kind)
    browser.open(file)
    browser.one("#search").send_keys("Explain")
    for button in ("name", "fate", "worst", "text"):
        browser.one(f"[data-by={button}]").click()
    assert browser.console() == []
    assert browser.requests() == [file.as_uri()]


def test_a_measurement_alone_complains_of_nothing_and_asks_for_nothing(
    browser: Browser, measurement: Path
) -> None:
    browser.open(measurement)
    assert browser.console() == []
    assert browser.requests() == [measurement.as_uri()]
    assert browser.script("return document.scripts.length") == 0


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_measurement_can_be_read_by_day_and_by_night(
    browser: Browser, measurement: Path, width: int, *, dark: bool
) -> None:
    browser.open(measurement, width=width, dark=dark)
    assert browser.script("return document.documentElement.scrollWidth") == width
    browser.script("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    contrasts = browser.script(CONTRASTS)
    assert len(contrasts) > 100
    assert [each for each in contrasts if each[0] < READABLE] == []


def test_a_hostile_set_changes_nothing(browser: Browser, hostile: Path) -> None:
    browser.open(hostile)
    assert browser.driver.title == "told: 0 of 8 records kept"
    assert browser.script("return [document.images.length, document.scripts.length, frames.length]") == [0, 2, 0]
    assert browser.script("return document.querySelectorAll('main > section').length") == len(
        browser.texts("nav li")
    )
    said = browser.one("#records").text
    assert "<script>document.title='taken'</script>" in said
    assert 'onerror="document.title=' in said
    assert "</script></td></table></section></main></style><!-- -->" in said
    assert "\\u202egnitirw" in said
    assert not set(TURNED) & set("\u202e\u202c\u2066\u2069\u200f") & set(said)


def test_text_of_records_is_apart_from_the_direction_of_what_stands_around_it(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    bare = "return [...document.querySelectorAll('.quotes p')].filter((p) => !p.querySelector('bdi')).length"
    assert browser.script(bare) == 0


def test_the_policy_holds_even_if_something_got_in(browser: Browser, page: Path) -> None:
    browser.open(page)
    refused = browser.driver.execute_async_script(
        """
        const [done] = arguments, refused = [];
        document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
        const inside = document.createElement("div");
        inside.innerHTML = '<img src="https://example.org/" onerror="document.title = 1"><p style="color: red">';
        const script = document.createElement("script");
        script.textContent = "document.title = 'taken'";
        document.body.append(inside, script);
        setTimeout(() => done([document.title, refused.sort()]), 300);
        """
    )
    title, directives = refused
    assert title.startswith("sft-default")
    assert directives == ["img-src", "script-src-attr", "script-src-elem", "style-src-attr"]


def test_searching_narrows_the_table_and_says_to_how_many(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert len(names(browser)) == 50
    assert browser.one("#told").text == "107 records; the first 50 are shown."
    browser.one("#search").send_keys("txt001 bacalao")
    assert names(browser) == ["s-0030"]
    assert browser.one("#told").text == "1 of 107 records."
    browser.one("#search").send_keys(" nobody says this")
    assert names(browser) == []
    assert browser.one("#told").text == "0 of 107 records."


def test_a_code_shows_its_records(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.one("details.code:nth-of-type(1) a[data-code]").click()
    code = browser.one("details.code:nth-of-type(1) code").text
    assert browser.script("return document.getElementById('of-code').value") == code
    assert browser.script("return location.hash") == "#records"
    assert all(code in each for each in browser.texts("#table tbody td:nth-child(3)"))


def test_sorting_goes_both_ways_and_says_so(browser: Browser, page: Path) -> None:
    browser.open(page)
    head = browser.one("#table thead th:first-child")
    assert head.get_attribute("aria-sort") == "none"
    browser.one("[data-by=name]").click()
    up = names(browser)
    assert head.get_attribute("aria-sort") == "ascending"
    assert up == sorted(up, key=by_numbers)
    assert up.index("messages.jsonl:96") < up.index("messages.jsonl:190")
    browser.one("[data-by=name]").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert names(browser)[0] > up[0]


def test_more_rows_are_shown_when_asked_for(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.one("#more").click()
    assert len(names(browser)) == 100
    assert browser.script("return document.activeElement.rowIndex") == 51
    browser.one("#more").click()
    assert len(names(browser)) == 107
    assert not browser.one("#more").is_displayed()


def test_all_of_it_can_be_reached_with_the_keyboard(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.one("body").send_keys(Keys.TAB)
    skip = browser.driver.switch_to.active_element
    assert skip.text == "Skip to the report"
    assert skip.is_displayed()
    skip.send_keys(Keys.ENTER)
    assert browser.driver.switch_to.active_element.get_attribute("id") == "main"
    head = browser.one("[data-by=fate]")
    head.send_keys(Keys.ENTER)
    assert browser.one("#table thead th:nth-child(2)").get_attribute("aria-sort") == "ascending"
    assert browser.script("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    for field in ("search", "of-code", "of-fate"):
        assert browser.script("return document.getElementById(arguments[0]).labels.length", field) == 1


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_can_be_read_by_day_and_by_night(browser: Browser, page: Path, *, dark: bool) -> None:
    browser.open(page, dark=dark)
    browser.script("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    contrasts = browser.script(CONTRASTS)
    assert len(contrasts) > 500
    assert [each for each in contrasts if each[0] < READABLE] == []


def test_charts_follow_the_page_into_the_night(browser: Browser, page: Path) -> None:
    fills = []
    for dark in (False, True):
        browser.open(page, dark=dark)
        stream = browser.one(".wide path[fill-opacity]")
        fills.append(browser.script("return getComputedStyle(arguments[0]).fill", stream))
    assert fills == ["rgb(0, 114, 178)", "rgb(86, 180, 233)"]


@pytest.mark.parametrize("width", [360, 400, 700, 1280])
def test_the_page_is_never_wider_than_the_window(browser: Browser, page: Path, width: int) -> None:
    browser.open(page, width=width)
    assert browser.script("return document.documentElement.scrollWidth") == width
    for name, is_shown in (("narrow", width <= 576), ("wide", width > 576)):
        charts = browser.driver.find_elements(By.CSS_SELECTOR, f".chart.{name}")
        assert {each.is_displayed() for each in charts} == {is_shown}


def test_on_paper_there_are_no_controls_and_nothing_is_folded(browser: Browser, page: Path) -> None:
    browser.open(page, dark=True)
    browser.seen_as(dark=True, media="print")
    for control in ("nav", "form.controls", "#more", ".skip"):
        assert not browser.one(control).is_displayed(), control
    assert browser.script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    folded = "return [...document.querySelectorAll('.code figure')].map((each) => each.checkVisibility())"
    assert set(browser.script(folded)) == {True}
    assert browser.paper().startswith(b"%PDF")


def test_without_script_all_but_the_table_is_there(browser: Browser, page: Path) -> None:
    browser.command("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.open(page)
        assert "The table needs the script of this page" in browser.one("#records").text
        assert not browser.one("#table").is_displayed()
        assert browser.one("#findings summary").is_displayed()
    finally:
        browser.command("Emulation.setScriptExecutionDisabled", {"value": False})
