"""Every page of the built site, read as markup: it is whole, and it asks nobody but its own folder."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit

import pytest
import rcssmin

import markup
from backprop.pages.frame import Frame
from backprop.pages.home import not_found
from backprop.reading.site import read_site
from conftest import CONTENT, ROOT
from markup import elements, tag, text_of

RESOURCES = {"link", "script", "img", "image", "use", "iframe", "object", "embed", "source", "audio", "video"}


@pytest.fixture
def trees(site):
    return markup.trees(site)


def links(tree) -> list[tuple[str, str]]:
    """Return the elements that point somewhere, and where to."""
    return [
        (tag(element), target)
        for element in elements(tree)
        for name, target in element.attrib.items()
        if name in {"src", "poster", "action"} or name.endswith("href")
        if element.get("rel") != "canonical"
    ]


def test_an_anchor_stands_once_on_its_page(trees):
    for path, tree in trees.items():
        ids = Counter(element.get("id") for element in elements(tree) if "id" in element.attrib)
        assert [id for id, times in ids.items() if times > 1] == [], path


def test_every_link_leads_to_something_here_and_only_a_reader_leaves(site, trees):
    lost = []
    ids = {path: {element.get("id") for element in elements(tree)} for path, tree in trees.items()}
    for path, tree in trees.items():
        for name, target in links(tree):
            parts = urlsplit(target)
            if name == "a" and parts.scheme in {"http", "https"}:
                continue  # a reader may follow a link to a source; no page fetches it
            there = posixpath.join(posixpath.dirname(path), unquote(parts.path)) if parts.path else path
            there = posixpath.normpath(there)
            local = not parts.scheme and not parts.netloc and not target.startswith("/") and not there.startswith("..")
            said = there == "workbench/index.html" and parts.fragment.partition("=")[0] == "example"
            anchored = not parts.fragment or said or unquote(parts.fragment) in ids.get(there, ())
            if not (local and anchored and (site / there).is_file()):
                lost.append(f"{path}: {target}")
    assert lost == []


def test_styles_and_scripts_name_no_host_and_no_missing_file(site):
    files = [path for path in (site / "assets").rglob("*") if path.suffix in {".css", ".js"}]
    assert files
    for path in files:
        text = path.read_text("utf-8")
        assert not re.search(r"https?:|@import", text), path
        for target in re.findall(r"url\(\s*[\"']?([^\"')]+)", text) if path.suffix == ".css" else ():
            assert (path.parent / target).is_file(), f"{path}: {target}"


def test_every_style_closes_what_it_opens_since_all_travel_as_one_file(site):
    styles = sorted((ROOT / "templates" / "assets" / "css").glob("*.css"))
    whole = "".join(path.read_text("utf-8") for path in sorted((site / "assets" / "css").glob("*.css")))
    for path in styles:
        text = path.read_text("utf-8")
        assert rcssmin.cssmin(text) in whole, path
        depth = 0
        for sign in re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", text, flags=re.S):
            depth += (sign == "{") - (sign == "}")
            assert depth >= 0, path
        assert depth == 0, path


def test_a_strict_policy_stands_on_every_page_before_anything_is_fetched(trees):
    for path, tree in trees.items():
        head = list(next(tree.iter("head")))
        found = [e for e in head if e.get("http-equiv", "").lower() == "content-security-policy"]
        assert len(found) == 1, path
        policy = dict(part.strip().partition(" ")[::2] for part in found[0].get("content").split(";"))
        assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'", path
        run = path in {"search/index.html", "workbench/index.html"} or "/practice/" in path  # what runs a program
        program = " 'wasm-unsafe-eval'" * run
        assert (policy["script-src"], policy["style-src"]) == (f"'self'{program}", "'self'"), path
        assert set(" ".join(policy.values()).split()) <= {"'none'", "'self'", "data:", program.strip()}, path
        assert not any(e.tag in RESOURCES for e in head[: head.index(found[0])]), path


def test_no_script_or_style_stands_inside_a_page(trees):
    for path, tree in trees.items():
        for element in elements(tree):
            assert tag(element) not in {"style", "base"}, path
            data = element.get("type") in {"application/ld+json", "application/json"}  # read, never run
            assert tag(element) != "script" or data or (element.get("src") and not text_of(element)), path
            assert [n for n in element.attrib if n == "style" or n.startswith("on")] == [], (path, element.attrib)
            assert not element.get("href", "").lower().startswith("javascript:"), path


def test_every_page_says_its_language_its_title_and_what_it_is(trees):
    titles = Counter()
    for path, tree in trees.items():
        metas = {element.get("name"): element.get("content") for element in tree.iter("meta")}
        assert next(tree.iter("html")).get("lang") == "en", path
        assert metas["description"] and "width=device-width" in metas["viewport"], path
        titles[text_of(next(tree.iter("title")))] += 1
    assert all(titles) and set(titles.values()) == {1}


def test_headings_go_down_one_level_at_a_time(trees):
    for path, tree in trees.items():
        levels = [int(e.tag[1]) for e in elements(tree) if re.fullmatch("h[1-6]", e.tag)]
        assert levels[0] == 1 and levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), path


def test_every_drawing_has_a_name_or_is_kept_from_those_who_listen(trees):
    for path, tree in trees.items():
        hidden = {e for outer in elements(tree) if outer.get("aria-hidden") == "true" for e in elements(outer)}
        for drawing in (e for e in elements(tree) if tag(e) == "svg" and e not in hidden):
            titled = any(tag(child) == "title" and text_of(child) for child in drawing)
            assert drawing.get("role") == "img" and (drawing.get("aria-label") or titled), path


def read(element) -> Iterator[str]:
    """Yield what a reader sees or hears of an element: text that is no code, and what is spoken."""
    if not isinstance(element.tag, str) or tag(element) in {"code", "pre", "script", "style", "textarea", "annotation"}:
        return
    yield from (element.get(name, "") for name in markup.SPOKEN)
    yield element.text or ""
    for child in element:
        yield from read(child)
        yield child.tail or ""


def seen(element) -> Iterator[str]:
    """Yield the text of an element that is no code, no formula and no drawing, where names have their own signs."""
    if isinstance(element.tag, str) and tag(element) not in {"code", "pre", "script", "math", "svg", "textarea"}:
        yield element.text or ""
        for child in element:
            yield from seen(child)
            yield child.tail or ""


def test_no_id_of_a_record_stands_where_a_person_reads_or_hears(site, trees):
    ids = {id for record in markup.records(site).values() for id in record["quantities"] if "_" in id}
    assert len(ids) > 100
    found = {
        path: said
        for path, tree in trees.items()
        if path != "authors/index.html"  # it is about what is written in files
        if (said := [word for text in read(tree) for word in re.findall(r"\w+(?:@\w+)?", text) if word in ids])
    }
    assert found == {}


def test_a_neuron_and_a_weight_are_written_in_prose_as_in_formulas(site, trees):
    found = {}
    for slug, record in markup.records(site).items():
        names = {name for name in record["quantities"] if re.fullmatch(r"[a-z]+\d+", name)}
        names |= {
            name for step in record["steps"] for name in step["lights"]["nodes"] if re.search(r"[A-Za-z]_?\d$", name)
        }
        for path, tree in trees.items():
            if path.startswith(f"{slug}/"):
                texts = itertools.chain.from_iterable(map(seen, tree.iter("main")))
                plain = [word for text in texts for word in re.findall(r"\w+", text) if word in names]
                found |= {path: plain} if plain else {}
    assert found == {}


def test_the_page_for_what_is_missing_works_at_any_depth(site):
    settings = replace(read_site(CONTENT / "site.toml"), base_url="https://example.org/some/place")
    [(path, text)] = not_found(Frame(site=settings, worked={}, content=CONTENT, shelves=()))
    tree = markup.parse(text.decode())
    targets = [target for _, target in links(tree) if not target.startswith("#")]
    assert path == "404.html" and len(targets) > 5
    for target in targets:
        assert target.startswith("/some/place/") and (site / target.removeprefix("/some/place/")).is_file(), target
