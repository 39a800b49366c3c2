"""The first lesson teaches in its sections, in order, and works out in each what that section is for."""

from __future__ import annotations

import re

import pytest

import markup
from markup import classes, elements, having, tag, text_of

LESSON = "backpropagation-2x2"
SECTIONS = [
    "story", "given", "forward", "error", "w5", "w1", "all", "after", "questions", "program",
    "four-lines", "rules", "differences", "check", "remember",
]  # fmt: skip
NETS = ["net_H1", "net_H2", "out_H1", "out_H2", "net_Y1", "net_Y2", "out_Y1", "out_Y2"]
ERRORS = ["E_Y1", "E_Y2", "E_total"]
STEPS = {
    "forward": NETS,
    "error": ERRORS,
    "w5": ["dE_dout_Y1", "dout_dnet_Y1", "delta_Y1", "grad_w5", "change_w5", "new_w5"],
    "w1": [
        "dE_dout_Y2", "dout_dnet_Y2", "delta_Y2", "path_H1_Y1", "path_H1_Y2", "dE_dout_H1", "dout_dnet_H1", "delta_H1",
        "grad_w1", "change_w1", "new_w1",
    ],
    "after": [f"{id}@r1" for id in NETS + ERRORS],
}  # fmt: skip


@pytest.fixture
def tree(site):
    return markup.trees(site)[f"{LESSON}/index.html"]


@pytest.fixture
def sections(tree):
    """What stands below each heading of the second level, by the heading's id."""
    found: dict[str, list] = {}
    for child in next(tree.iter("main")):
        if child.tag == "h2":
            found[child.get("id")] = []
        elif found:
            found[list(found)[-1]] += elements(child)
    return found


def test_the_sections_stand_in_order_and_in_the_list_of_contents(tree):
    *headings, paper = next(tree.iter("main")).iter("h2")
    assert paper.get("id") == "now-on-paper"  # of every lesson alike
    contents = [(a.get("href"), text_of(a)) for nav in having(tree, "contents") for a in nav.iter("a")]
    assert [heading.get("id") for heading in headings] == SECTIONS
    assert contents == [(f"#{heading.get('id')}", text_of(heading)) for heading in headings]


@pytest.mark.parametrize("section", STEPS)
def test_a_section_works_out_its_steps_in_order(sections, section):
    assert [e.get("id") for e in sections[section] if "step" in classes(e)] == STEPS[section]


def numbers(found) -> set[str]:
    return {e.get("data-q") for e in found if e.tag == "data"}


HOLDS = {
    "story": lambda found: ("dE_dout_Y1", "0.747") in {(e.get("data-q"), text_of(e)) for e in found},
    "given": lambda found: {"svg", "table"} <= set(map(tag, found)) and "w₉ = 0.85" in set(map(text_of, found)),
    "error": lambda found: {"net_H2", "out_H2", "T_Y2", "E_Y2", "E_total"} <= numbers(found),
    "w5": lambda found: {"A", "B", "D"} <= {text_of(e) for e in found if tag(e) == "mtext"},
    "all": lambda found: sum(e.tag == "details" and "small-lines" not in classes(e) for e in found) == 10,
    "after": lambda found: {"E_total", "E_total@r1"} <= numbers(found),
    "questions": lambda found: [text_of(e)[:2] for e in found if e.tag == "strong"] == ["A.", "B.", "C.", "D."],
    "program": lambda found: any(e.tag == "samp" for e in found) and sum("download" in e.attrib for e in found) == 4,
    "four-lines": lambda found: sum("matrix" in classes(e) for e in found) == 4,
    "check": lambda found: (
        sum(e.tag == "details" for e in found) == 4 and "now-you" in set().union(*map(classes, found))
    ),
    "rules": lambda found: [e.tag for e in found if e.tag in {"ol", "li"}] == ["ol", *7 * ["li"]],
    "differences": lambda found: sum("claim" in classes(e) for e in found) >= 3,
}


@pytest.mark.parametrize("section", HOLDS)
def test_a_section_holds_what_it_is_for(sections, section):
    assert HOLDS[section](sections[section])


def test_the_table_of_updates_has_every_weight_and_bias_once(sections):
    rows = [e for e in sections["all"] if e.tag == "td" and "new" in classes(e)]
    names = [*(f"new_w{i}" for i in range(1, 9)), *(f"new_b{i}" for i in range(1, 5))]
    assert [e.get("data-q") for row in rows for e in row.iter("data")] == names
    goes = [e.get("data-goes") for e in sections["all"] if "goes" in classes(e)]
    assert [name for name, way in zip(names, goes, strict=True) if way == "up"] == ["new_w6", "new_w8", "new_b4"]


def test_the_lesson_knows_its_place_in_the_course(tree):
    crumbs = [text_of(item) for nav in having(tree, "crumbs") for item in nav.iter("li")]
    assert crumbs == ["Deep Learning", "Artificial Neural Networks", "Lesson 7 of 7"]
    assert re.match(r"\d+ min read", text_of(having(tree, "meta")[0]))
    assert any("course" in classes(a) for nav in having(tree, "turn") for a in nav.iter("a"))
