"""On paper: the lesson printed from a browser is a complete solution, black on white."""

from __future__ import annotations

import io
import re
from collections import Counter

import pytest
from pypdf import PdfReader

import markup
from markup import DECIMAL, having, text_of
from paper import FOOT, alone, colours, read
from playing import KINDS, LESSON, LOOK, drawing, place

HEADING = 11.5  # points; nothing else on the printed page is set that large but the title


@pytest.fixture(scope="module", params=[("A4", True), ("Letter", False)], ids=["A4", "Letter, no scripts"])
def printed(request, chromium, address):
    """The lesson as a browser prints it, at a step of the player, by night: text, pieces and colours of each page."""
    paper, scripts = request.param
    context = chromium.new_context(java_script_enabled=scripts, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{address}{LESSON}#net_H2")
    pdf = PdfReader(io.BytesIO(page.pdf(format=paper)))
    context.close()
    return [(*read(page), colours(page)) for page in pdf.pages]


@pytest.fixture
def tree(site):
    return markup.trees(site)[f"{LESSON}index.html"]


@pytest.fixture
def record(site):
    return markup.records(site)[LESSON[:-1]]


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_step_is_on_paper_those_in_closed_rows_too(printed, tree, record):
    text = letters("".join(text for text, _, _ in printed))
    sentences = Counter(letters(text_of(row)) for row in having(tree, "why"))
    assert sum(sentences.values()) == len(record["steps"])
    assert {sentence: times for sentence, times in sentences.items() if text.count(sentence) < times} == {}
    shown = {record["quantities"][step["id"]]["shown"].lstrip("−") for step in record["steps"]}
    assert shown <= set(DECIMAL.findall(re.sub(r"[^\d.]+", " ", text)))


def test_pages_are_numbered_and_few(request, printed):
    most = 8 if "Letter" in request.node.name else 7  # half of what they were once, fifteen; Letter is a tenth shorter
    assert 5 <= len(printed) <= most
    for number, (_, pieces, _) in enumerate(printed, 1):
        assert letters("".join(text for text, _, y, _ in pieces if y < FOOT)) == f"{number}/{len(printed)}"


def test_no_heading_stands_alone_at_the_foot_of_a_page(printed):
    headings = [text for _, pieces, _ in printed for text, _, _, size in pieces if size > HEADING]
    assert len(headings) >= 14
    assert [found for _, pieces, _ in printed for found in alone(pieces, lambda _, size: size > HEADING)] == []


def test_the_print_is_black_on_white(printed):
    found = set().union(*(used for _, _, used in printed))
    assert (0, 0, 0) in found and all(red == green == blue for red, green, blue in found)


@pytest.fixture
def laid_out(page, address):
    """The lesson as the browser lays it out for paper, at a step of the player."""
    page.goto(f"{address}{LESSON}#dE_dout_H1")
    page.emulate_media(media="print", color_scheme="dark")
    return page


def test_the_player_gives_way_to_its_diagram_when_all_is_done(laid_out, record):
    hidden = ".controls, .panel, .dock, .contents, .turn, .downloads, button, select"
    assert laid_out.locator(hidden).evaluate_all("all => all.filter((part) => part.checkVisibility()).length") == 0
    look = laid_out.evaluate(LOOK)
    updated = sum(step["phase"] != "after" for step in record["steps"])  # on paper stands one round, and what it leaves
    assert {place(id) for id, _ in look["drawn"]} == set(drawing(record, updated))
    assert all(text == record["quantities"][id]["shown"] for id, text in look["drawn"])
    assert {f"new_w{i}" for i in range(1, 9)} <= {id for id, _ in look["drawn"]}
    glow = "all => all.filter((part) => part.checkVisibility()).length"
    assert laid_out.locator(".player .glow, .player .halo, .player .aback").evaluate_all(glow) == 0


def test_headings_stay_with_what_follows_and_steps_are_not_torn_apart(laid_out):
    look = "all => [...new Set(all.map((part) => getComputedStyle(part).%s))]"
    assert laid_out.locator("h1, h2, h3, caption, .admonition-title").evaluate_all(look % "breakAfter") == ["avoid"]
    whole = laid_out.locator(".step, figure, .display, .given table")
    assert whole.evaluate_all(look % "breakInside") == ["avoid"]


def test_text_on_paper_is_dark_and_nothing_lies_behind_it(laid_out):
    found = laid_out.evaluate("""() => {
      const parts = Array.from(document.querySelectorAll("body, body *")).filter((part) => part.checkVisibility());
      const ink = parts.map((part) => getComputedStyle(part));
      return {inks: [...new Set(ink.map((look) => look.color))],
        fills: [...new Set(ink.filter((_, i) => parts[i].closest("svg text")).map((look) => look.fill))],
        grounds: [...new Set(ink.map((look) => look.backgroundColor + " " + look.backgroundImage))]};
    }""")
    assert set(found["inks"]) | set(found["fills"]) <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
    assert set(found["grounds"]) <= {"rgba(0, 0, 0, 0) none", "rgb(255, 255, 255) none"}


@pytest.mark.parametrize("path", [path for path in KINDS if path != f"{LESSON}index.html"])
def test_every_kind_of_page_prints_black_on_white_with_numbered_pages(chromium, address, path):
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address + path)
    page.locator("html:not(.waiting)").wait_for()
    title = letters(page.locator("h1").text_content())
    pdf = PdfReader(io.BytesIO(page.pdf(format="A4")))
    context.close()
    sheets = [(*read(sheet), colours(sheet)) for sheet in pdf.pages]
    assert letters(sheets[0][0]).find(title) >= 0
    for number, (_, pieces, used) in enumerate(sheets, 1):
        assert letters("".join(text for text, _, y, _ in pieces if y < FOOT)) == f"{number}/{len(sheets)}"
        assert all(red == green == blue for red, green, blue in used), (path, number, used)


def test_a_printed_audit_names_its_source(chromium, address):
    page = chromium.new_page()
    page.goto(f"{address}mazur-2015/audit/")
    pdf = PdfReader(io.BytesIO(page.pdf(format="A4")))
    page.close()
    text = letters(read(pdf.pages[0])[0])
    assert text.count(letters("A Step by Step Backpropagation Example")) == 2  # of the page, and of the source


@pytest.mark.parametrize(
    ("path", "plots"), [("gradient-descent/", 2), ("one-neuron/", 0), ("activation-functions/", 6)]
)
def test_drawing_and_plots_of_every_width_are_on_paper(page, address, path, plots):
    page.goto(address + path)
    page.emulate_media(media="print")
    seen = "all => all.filter((part) => part.checkVisibility()).length"
    assert page.locator(".player svg.diagram").evaluate_all(seen) == 1
    assert page.locator("svg.plot").evaluate_all(seen) == plots
