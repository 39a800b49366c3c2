"""A reader finds what is on the site: by the index from a server, by headings from disk, without scripts in a list."""

from __future__ import annotations

import os
import re
import sys
from urllib.parse import quote

import pytest

import markup
from backprop.pages.search_index import in_words, search_index
from markup import having, text_of
from playing import opened

PAGE = "search/index.html"


def results(page) -> list[str]:
    page.locator(".found", has_text="for “").wait_for()
    return page.locator(".results li a").all_text_contents()


def test_the_classic_slip_is_found_by_its_name(page, address):
    page.goto(address + PAGE)
    page.locator("#query").fill("updated weights")
    found = results(page)
    assert any("Old or updated weights" in title for title in found) and len(found) > 3
    assert page.locator(".results mark").count() > 0
    page.locator(".results li a").first.click()
    page.wait_for_url(lambda url: "search" not in url)
    assert page.url.startswith(address) and page.locator("h1").count() == 1


def test_what_was_looked_for_stands_in_the_address(page, address):
    page.goto(f"{address}{PAGE}?q=softmax")
    assert results(page) and page.locator("#query").input_value() == "softmax"


@pytest.mark.parametrize("words", ["zzzzqqq", "<img src=x onerror=alert(1)>"])
def test_nothing_found_is_said_and_nothing_typed_is_run(page, address, words):
    page.goto(address + PAGE)
    page.locator("#query").fill(words)
    results(page)
    assert page.locator(".results img").count() == 0 and "for “" in page.locator(".found").text_content()


@pytest.mark.parametrize(
    ("words", "said"), [("zzzz", "0 places for “zzzz”"), ("neuron", "The first 20 places for “neuron”")]
)
def test_what_is_found_is_counted_and_letters_that_have_nothing_to_do_with_it_are_not(page, address, words, said):
    page.goto(address + PAGE)
    page.locator("#query").fill(words)
    page.locator(".found", has_text=said).wait_for()
    assert page.locator(".results > li").count() == (0 if said.startswith("0") else 20)


def test_from_disk_the_headings_are_searched(page, site):
    page.goto((site / PAGE).as_uri())
    page.locator("#query").fill("updated")
    assert any("updated" in title.lower() for title in results(page))


def test_without_scripts_everything_is_listed_and_no_box_is_dead(chromium, site, address):
    with opened(chromium, address + PAGE, java_script_enabled=False) as page:
        assert not page.locator("#query").is_visible()
        listed = {link.get_attribute("href").partition("#")[0] for link in page.locator(".index a").all()}
    lessons = {f"../{path.parent.name}/index.html" for path in site.glob("*/trace.json")}
    assert lessons <= listed


def test_every_page_leads_to_the_search(site):
    for path, tree in markup.trees(site).items():
        alone = path.endswith("/player/index.html")  # it stands inside another page
        assert [text_of(link) for link in having(tree, "to-search")] == ["Search"] * (not alone), path


FIRST = {  # what a learner looks for, and the page that should come first
    "bias gradient": "one-neuron/", "w5": "backpropagation-2x2/", "learning rate": "gradient-descent/",
    "0.7569": "backpropagation-2x2/", "∂E/∂w5": "backpropagation-2x2/", "softmax": "softmax-cross-entropy/",
    "sigmoid derivative": "activation-functions/", "xor": "xor/",
    "chain rule": "chain-rule/", "dead neuron": "relu-dead-neuron/",
}  # fmt: skip


def test_the_lesson_that_is_looked_for_comes_first_and_places_stand_under_their_page(page, address):
    for words, wanted in FIRST.items():
        page.goto(f"{address}/search/index.html?q={quote(words)}")
        page.locator(".results > li").first.wait_for()
        assert page.locator(".results > li > a").first.evaluate("link => link.href").endswith(f"/{wanted}"), words
    pages = page.locator(".results > li > a").evaluate_all("all => all.map((link) => link.href)")
    assert len(pages) == len(set(pages)) and page.locator(".results > li > ul > li").count() > 0
    told = " ".join(page.locator(".results p").all_text_contents())
    assert "Copy link" not in told and "Edit the numbers" not in told  # controls are no text


@pytest.mark.parametrize("words", ["bias gradient", "learning rate", "chain rule", "error signal"])
def test_the_first_place_of_the_first_page_has_all_the_words(page, address, words):
    page.goto(f"{address}/search/index.html?q={quote(words)}")
    first = page.locator(".results > li").first.locator("ul > li").first
    told = first.text_content().lower()
    assert [word for word in words.split() if word not in told] == []


def test_a_formula_in_an_excerpt_reads_in_a_line(page, address):
    lesson = (
        b"<meta charset='utf-8'><math><mfrac><mn>1</mn><mrow><mn>1</mn><mo>+</mo><msup><mi>e</mi><mrow><mo>-</mo>"
        b"<msub><mi>net</mi><mn>1</mn></msub></mrow></msup></mrow></mfrac><mo>,</mo><mfrac><mrow><mo>\xe2\x88\x82</mo>"
        b"<mi>E</mi></mrow><mrow><mo>\xe2\x88\x82</mo><mi>w</mi></mrow></mfrac><mo>,</mo><msup><mrow><mo>(</mo><mi>T</mi>"
        b"<mo>-</mo><mi>y</mi><mo>)</mo></mrow><mn>2</mn></msup></math>"
    )
    assert re.sub("<[^>]+>", "", in_words(lesson).decode()) == "1/(1+e^(-net1)),∂E/∂w,(T-y)^2"
    page.goto(f"{address}search/index.html?q=0.7569")
    results(page)
    excerpts = " ".join(page.locator(".results p").all_text_contents())
    assert "1/(1+e^(−1.1359))" in excerpts.replace("\u200b", "").replace(" ", "") and "11+e" not in excerpts


def test_from_disk_a_weight_is_found_as_one_types_it(chromium, site):
    page = chromium.new_page()
    page.goto(f"{(site / 'search' / 'index.html').as_uri()}?q=w5")
    page.locator(".results li").first.wait_for()
    assert "w₅" in " ".join(page.locator(".results li").all_text_contents())


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text are a thing of Linux")
def test_a_site_in_a_folder_whose_name_is_no_text_has_its_index(tmp_path):
    folder = tmp_path / os.fsdecode(b"\xff")
    folder.mkdir()
    (folder / "index.html").write_text('<!doctype html><html lang="en"><body data-pagefind-body>word</body></html>')
    (folder / "pagefind.py").write_text("raise SystemExit(3)")  # what lies in the site is not run
    assert any(name.endswith("pagefind.js") for name, _ in search_index(folder))


def test_a_folder_may_be_called_as_a_page_is(tmp_path):
    lesson = tmp_path / "first.html" / "index.html"
    lesson.parent.mkdir()
    lesson.write_text('<!doctype html><html lang="en"><body data-pagefind-body>word</body></html>')
    assert any(name.endswith("pagefind.js") for name, _ in search_index(tmp_path))


def test_a_negative_number_is_found_with_the_minus_of_a_keyboard(page, address):
    """δ of Y2 in the famous lesson, (0.7677 − 0.99) · 0.7677 · 0.2323 = −0.03964."""
    page.goto(f"{address}search/index.html?q=-0.03964")
    results(page)
    assert "0.03964" in " ".join(page.locator(".results li").all_text_contents())


def test_what_moves_the_player_is_no_text(page, address):
    page.goto(f"{address}search/index.html?q=0.7569")
    results(page)
    told = " ".join(page.locator(".results li").all_text_contents())
    assert "0.7569" in told and not re.search(r"Step 0 / \d", told)
