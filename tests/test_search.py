"""A reader finds what is on the site: by the index from a server, by headings from disk, without scripts in a list."""

from __future__ import annotations

import pytest

import markup
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
