"""What readers expect of a page: the course beside it, terms explained, copying, citing, what machines read."""

from __future__ import annotations

import json

import pytest

import build
import markup
from conftest import CONTENT
from markup import elements, having, text_of

LESSON = "backpropagation-2x2/"


@pytest.fixture
def trees(site):
    return markup.trees(site)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The site as it is built for an address."""
    out = tmp_path_factory.mktemp("published") / "site"
    assert build.main(["--out", str(out), "--base-url", "https://example.org/course"]) == 0
    return out


def test_every_lesson_stands_in_the_side_bar_and_marks_itself(trees):
    for path in (f"{slug}/index.html" for slug in ("one-neuron", "xor", "numbering")):
        current = [a for a in elements(trees[path]) if a.get("aria-current") == "page" and a.get("href")]
        assert [a.get("href") for a in current] == [f"../{path}"]


def test_the_course_is_read_from_the_first_neuron_to_the_last_update(trees):
    at, seen = "one-neuron/index.html", []
    while at:
        seen.append(at.partition("/")[0])
        links = [a for nav in having(trees[at], "turn") for a in nav.iter("a") if a.get("rel") == "next"]
        at = links[0].get("href").removeprefix("../") if links else ""
    lessons = ["one-neuron", "activation-functions", "a-layer", "measuring-error", "chain-rule", "gradient-descent"]
    assert seen[:7] == [*lessons, "backpropagation-2x2"] and len(seen) == len(set(seen)) > 12


def test_a_term_shows_its_definition_on_hover_and_on_focus(page, address):
    page.goto(address + "activation-functions/index.html")
    term = page.locator(".term").first
    assert not term.locator(".definition").is_visible()
    term.hover()
    assert term.locator(".definition").is_visible()
    page.mouse.move(0, 0)
    term.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert term.locator(".definition").is_visible()


def test_every_term_leads_to_the_glossary(trees):
    known = {e.get("id") for e in elements(trees["glossary/index.html"])}
    links = [a.get("href") for tree in trees.values() for a in having(tree, "term")]
    assert links and {href.partition("#")[2] for href in links} <= known


def test_the_list_of_contents_follows_the_reader(page, address):
    page.goto(address + LESSON)
    page.evaluate("document.getElementById('w1').scrollIntoView()")
    page.wait_for_function("document.querySelector('.contents [aria-current]')?.hash === '#w1'")


@pytest.mark.parametrize(("form", "text"), [
    ("text", "net_H1 = w1·x1 + w3·x2 + b1 = 0.15 × 0.05 + 0.25 × 0.10 + 0.35 = 0.3825"),
    ("tex", r"\mathrm{net}_{H_{1}} = w_{1} \cdot x_{1} + w_{3} \cdot x_{2} + b_{1} = "
            r"0.15 \times 0.05 + 0.25 \times 0.10 + 0.35 = 0.3825"),
])  # fmt: skip
def test_a_formula_is_copied_as_text_or_as_tex(page, address, form, text):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + LESSON)
    page.locator("[data-set=format]").select_option(form)
    page.locator("#net_H1 .copy").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#net_H1 .copy').textContent === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()") == text


def test_a_program_is_copied_whole(page, address, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + LESSON)
    page.locator(".program .copy").first.click()
    page.wait_for_function("document.querySelector('.program .copy').textContent === 'Copied'")
    program = (site / LESSON / "backpropagation-2x2.py").read_text("utf-8")
    assert page.evaluate("navigator.clipboard.readText()") == program


def test_a_lesson_says_what_it_is_to_machines_and_how_to_cite_it(trees):
    tree = trees[f"{LESSON}index.html"]
    [data] = [json.loads(e.text) for e in tree.iter("script") if e.get("type") == "application/ld+json"]
    assert (data["@type"], data["name"]) == ("LearningResource", text_of(next(tree.iter("h1"))))
    [entry] = [text_of(e) for e in having(tree, "cite")]
    assert "@misc{backpropagation-2x2," in entry and data["name"] in entry


def test_a_published_site_has_its_map_canonical_links_and_pictures(published):
    pages = [path for path in published.rglob("*.html") if path.name != "404.html"]
    listed = (published / "sitemap.xml").read_text("utf-8").count("<loc>https://example.org/course/")
    assert listed == len(pages)
    assert "https://example.org/course/sitemap.xml" in (published / "robots.txt").read_text("utf-8")
    tree, _ = markup.parse((published / LESSON / "index.html").read_text("utf-8"))
    metas = {e.get("property"): e.get("content") for e in tree.iter("meta")}
    canonical = [e.get("href") for e in tree.iter("link") if e.get("rel") == "canonical"]
    assert canonical == [metas["og:url"]] == [f"https://example.org/course/{LESSON}"]
    picture = metas["og:image"].removeprefix("https://example.org/course/")
    assert (published / picture).read_bytes().startswith(b"\x89PNG\r\n")


def test_a_site_without_an_address_claims_none(site):
    assert not (site / "sitemap.xml").exists() and "Sitemap" not in (site / "robots.txt").read_text("utf-8")
    for path in site.rglob("*.html"):
        assert "og:url" not in path.read_text("utf-8"), path


def test_a_glossary_has_every_term_of_its_file(trees):
    text = (CONTENT / "glossary.toml").read_text("utf-8")
    assert len(having(trees["glossary/index.html"], "glossary")[0]) == text.count("[[terms]]") >= 40
