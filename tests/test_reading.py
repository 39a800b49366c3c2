"""What readers expect of a page: the course beside it, terms explained, copying, citing, what machines read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest

import build
import markup
from backprop.reading import history
from conftest import CONTENT
from markup import elements, having, text_of
from playing import until

LESSON = "backpropagation-2x2/"


@pytest.fixture
def trees(site):
    return markup.trees(site)


@pytest.fixture(scope="module")
def published(tmp_path_factory, cache):
    """The site as it is built for an address, without sheets, which say nothing of it."""
    out = tmp_path_factory.mktemp("published") / "site"
    kept = ["--cache", str(cache), "--run-programs", "--no-sheets"]
    assert build.main([*kept, "--out", str(out), "--base-url", "https://example.org/course"]) == 0
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
    until(page, "document.querySelector('.contents [aria-current]')?.hash === '#w1'")


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
    until(page, "document.querySelector('#net_H1 .copy').textContent === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()") == text


@pytest.mark.parametrize("marked", ["#net_H1", "#net_H1 .row", ".player .shown", ".player .shown .row"])
def test_what_is_marked_with_the_mouse_is_copied_as_a_line_that_can_be_read(page, address, marked):
    page.goto(address + LESSON + "#net_H1")
    page.wait_for_selector(".player .shown .row")
    text = page.evaluate(
        """(marked) => {
          const part = document.querySelector(marked), selection = document.getSelection();
          const range = document.createRange(), clipboardData = new DataTransfer();
          range.selectNodeContents(part);
          selection.removeAllRanges();
          selection.addRange(range);
          const event = new ClipboardEvent("copy", {bubbles: true, cancelable: true, clipboardData});
          part.dispatchEvent(event);
          return event.clipboardData.getData("text/plain");
        }""",
        marked,
    )
    line, *rest = text.strip().split("\n")
    assert line == "net_H1 = w1·x1 + w3·x2 + b1 = 0.15 × 0.05 + 0.25 × 0.10 + 0.35 = 0.3825"
    assert bool(rest) is not marked.endswith(".row") and "\u200b" not in text


def test_a_program_is_copied_whole(page, address, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + LESSON)
    page.locator(".program .copy").first.click()
    until(page, "document.querySelector('.program .copy').textContent === 'Copied'")
    program = (site / LESSON / "backpropagation-2x2.py").read_text("utf-8")
    assert page.evaluate("navigator.clipboard.readText()") == program


def test_a_lesson_says_what_it_is_to_machines_and_how_to_cite_it(trees):
    tree = trees[f"{LESSON}index.html"]
    [data] = [json.loads(e.text) for e in tree.iter("script") if e.get("type") == "application/ld+json"]
    assert (data["@type"], data["name"]) == ("LearningResource", text_of(next(tree.iter("h1"))))
    assert having(tree, "cite") == []  # a site without an address cannot be cited by one


def test_a_published_page_says_how_to_cite_it(published):
    tree = markup.parse((published / LESSON / "index.html").read_text("utf-8"))
    [entry] = [text_of(e) for e in having(tree, "cite")]
    assert "@misc{backpropagation-2x2," in entry and "url = {https://example.org/course/backpropagation-2x2/}" in entry


def test_a_published_site_has_its_map_canonical_links_and_pictures(published):
    pages = [path for path in published.rglob("*.html") if path.name != "404.html"]
    listed = (published / "sitemap.xml").read_text("utf-8").count("<loc>https://example.org/course/")
    assert listed == len(pages)
    assert "https://example.org/course/sitemap.xml" in (published / "robots.txt").read_text("utf-8")
    tree = markup.parse((published / LESSON / "index.html").read_text("utf-8"))
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


def git(folder, *words: str, day: str = "2024-03-05") -> None:
    who = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "A")
    who |= dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "a@example.org")
    when = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{day}T12:00:00Z")
    subprocess.run(
        ["git", "-C", str(folder), *words], env={**os.environ, **who, **when}, check=True, capture_output=True
    )


@pytest.fixture
def kept(tmp_path):
    """A small content folder under version control, with a repository to edit it in."""
    shutil.copytree(CONTENT / "examples" / "first-network", tmp_path / "content" / "examples" / "first-network")
    (tmp_path / "content" / "pages").mkdir()
    for name in ("index", "404"):
        (tmp_path / "content" / "pages" / f"{name}.md").write_text("Text.\n", encoding="utf-8")
    settings = 'title = "T"\ndescription = "D"\nrepository = "https://example.org/a/b"\n'
    (tmp_path / "content" / "site.toml").write_text(settings, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "first")
    return tmp_path


def footer(folder, out, *words: str) -> str:
    assert build.main(["--no-cache", "--content", str(folder / "content"), "--out", str(out), *words]) == 0
    page = markup.parse((out / "first-network" / "index.html").read_text("utf-8"))
    [found] = list(page.iter("footer"))
    return " ".join([text_of(found), *(a.get("href") for a in found.iter("a"))])


def test_a_published_page_says_when_its_text_last_changed_where_history_knows(kept, tmp_path_factory):
    out = tmp_path_factory.mktemp("dated")
    address = ("--base-url", "https://example.org")
    assert "2024-03-05" in footer(kept, out / "one", *address)
    assert "last changed" not in footer(kept, out / "two")  # a build for no address needs no history
    example = kept / "content" / "examples" / "first-network" / "example.toml"
    example.write_text(example.read_text("utf-8") + "\n", encoding="utf-8")
    history._whole.cache_clear()
    assert "last changed" not in footer(kept, out / "three", *address)


def test_a_page_can_be_edited_where_its_repository_is_known(kept, site, tmp_path_factory):
    found = footer(kept, tmp_path_factory.mktemp("edited") / "site")
    assert "https://example.org/a/b/edit/main/content/examples/first-network/example.toml" in found
    assert "Edit this page" not in (site / LESSON / "index.html").read_text("utf-8")
