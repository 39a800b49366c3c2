"""The pages can be used by everybody: names and contrast, the keyboard alone, a slow line, and nothing that jumps."""

from __future__ import annotations

import gzip
import time

import pytest
from axe_playwright_python.sync_playwright import Axe

import markup
from playing import KINDS

WIDE = ("index.html", "backpropagation-2x2/index.html", "workbench/index.html")  # where the order may be another
HEAVIEST = 73_000  # with the record of its steps, which its scripts read; what edits comes when asked for
# What can be reached by Tab, and whether one sees that it has been.
FOCUSED = """() => {
  const here = document.activeElement, look = getComputedStyle(here), box = here.getBoundingClientRect();
  here.dataset.reached = "";
  return {what: here.outerHTML.slice(0, 90), body: here === document.body,
    ring: here.localName === "iframe" || here.matches(":focus-visible") && parseFloat(look.outlineWidth) >= 2 &&
      look.outlineStyle !== "none" && look.outlineColor !== "rgba(0, 0, 0, 0)",
    seen: box.width > 4 && box.height > 4 && box.bottom > 0 && box.top < innerHeight && box.right > 0};
}"""
LEFT_OUT = """() => Array.from(document.querySelectorAll("a[href], button, select, summary, [tabindex='0']"))
  .filter((part) => part.tabIndex >= 0 && part.checkVisibility() && part.dataset.reached === undefined)
  .map((part) => part.outerHTML)"""
# Lines that would be laid out only when they come near, and then push away what has the focus.
LATE = """() => Array.from(document.querySelectorAll(".steps"))
  .filter((part) => getComputedStyle(part).contentVisibility !== "visible").length"""
SHIFT = """() => new Promise((done) => { let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; }))
    .observe({type: "layout-shift", buffered: true});
  document.fonts.ready.then(() => setTimeout(() => done(sum), 150)); })"""


def kinds(site) -> tuple[str, ...]:
    """Return one page of each kind, which must all be there."""
    assert [path for path in KINDS if not (site / path).is_file()] == []
    return KINDS


def violations(page, *left_out: str, **options) -> list[tuple]:
    context = {"exclude": [[selector] for selector in left_out]} if left_out else None
    found = Axe().run(page, context, {"resultTypes": ["violations"], **options}).response["violations"]
    return [(rule["id"], node["target"], node["failureSummary"]) for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_on_any_kind_of_page_by_day_or_night(page, address, site, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    for path in kinds(site):
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('[data-do=legend], .player [data-do=next]').forEach((b) => b.click())")
        page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
        # Of each list the first step stands for those below it, which look the same, and so do solutions' lines.
        assert violations(page, ".step ~ .step, .lines tr ~ tr", runOnly=["color-contrast"]) == [], f"{path}, {scheme}"
        if width < 1000 or path in WIDE:
            page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
            assert violations(page, rules={"color-contrast": {"enabled": False}}) == [], path


@pytest.mark.parametrize("width", [1280, 390])
def test_tab_reaches_every_control_and_shows_where_it_is(page, address, site, width):
    page.set_viewport_size({"width": width, "height": 900})
    for path in kinds(site) if width < 1000 else WIDE:
        page.goto(address + path)
        page.locator("html:not(.waiting)").wait_for()
        for _ in range(600):
            page.keyboard.press("Tab")
            found = page.evaluate(FOCUSED)
            if found["body"]:
                break
            assert found["ring"] and found["seen"], (path, found)
        assert found["body"] and page.evaluate(LEFT_OUT) == [], path
        assert page.evaluate(LATE) == 0, path


def weight(path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def test_every_page_is_light(site):
    heavy = {}
    for path, tree in markup.trees(site).items():
        folder = (site / path).parent
        files = {folder / e.get("src") for e in tree.iter("script") if e.get("src")}
        files |= {folder / e.get("href") for e in tree.iter("link") if e.get("rel") == "stylesheet"}
        assert path == "404.html" or len(files) >= 3
        total = weight(site / path) + sum(map(weight, files))
        if total > HEAVIEST:
            heavy[path] = total
    assert heavy == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_jumps_while_a_page_loads_or_when_its_fonts_come(page, address, site, width):
    def late(route):
        time.sleep(0.1)
        route.continue_()

    page.route("**/*.woff2", late)
    page.set_viewport_size({"width": width, "height": 900})
    for path in kinds(site) if width < 1000 else WIDE:
        page.goto(address + path)
        assert page.evaluate(SHIFT) < 0.01, path
