"""Every printed number says where it comes from, and is that quantity, correctly rounded."""

from __future__ import annotations

import json
import math
import operator
import random
from dataclasses import replace
from decimal import Decimal

import pytest

import markup
from backprop.program.numbers import printed
from backprop.steps.solving import solve
from conftest import make_data, parse
from markup import DECIMAL, bare, elements, has_origin, having, number, rounds_to, text_of

OPERATIONS = {
    "add": lambda *parts: sum(parts), "mul": lambda *parts: math.prod(parts), "neg": operator.neg,
    "div": operator.truediv, "pow": pow, "exp": Decimal.exp, "ln": Decimal.ln, "max": max,
    "tanh": lambda x: 1 - 2 / ((2 * x).exp() + 1),
}  # fmt: skip


def evaluate(expr, read):
    """Return what an expression of a record gives for these numbers."""
    if not isinstance(expr, list):
        return read[expr] if isinstance(expr, str) else Decimal(expr)
    if expr[0] == "if_positive":
        return evaluate(expr[2] if evaluate(expr[1], read) > 0 else expr[3], read)
    return OPERATIONS[expr[0]](*(evaluate(part, read) for part in expr[1:]))


@pytest.fixture
def trees(site):
    return markup.trees(site)


@pytest.fixture
def records(site):
    return markup.records(site)


@pytest.fixture
def steps(trees, records):
    """Every step of every record, with its row on the page and the quantities of its example."""
    found = []
    for slug, record in records.items():
        rows = {row.get("id"): row for row in having(trees[f"{slug}/index.html"], "step")}
        assert len(rows) == len(record["steps"])
        found += [(step, rows[step["id"]], record["quantities"]) for step in record["steps"]]
    return found


def test_no_decimal_stands_bare_on_any_page(trees):
    assert {path: found for path, tree in trees.items() if (found := bare(tree))} == {}


def test_every_marked_number_is_its_quantity_correctly_rounded(trees, records):
    wrong, seen = [], 0
    for path, tree in trees.items():
        slug = path.partition("/")[0]
        known = [records[slug]] if slug in records else list(records.values())
        for element in (e for e in elements(tree) if "data-q" in e.attrib):
            seen += 1
            id, full, text = element.get("data-q"), element.get("value"), text_of(element)
            values = {record["quantities"].get(id, {}).get("value") for record in known}
            shown = {number(record["quantities"][id]["shown"]) for record in known if id in record["quantities"]}
            enough = number(text) in shown or len(number(text).as_tuple().digits) >= 3
            if full not in values or not rounds_to(Decimal(full), text) or not enough:
                wrong.append(f"{path}: {id}: {text} for {full}, the record has {values}")
    assert wrong == [] and seen > 500


def test_minus_signs_are_true_where_people_read(trees):
    for path, tree in trees.items():
        programs = {e for outer in elements(tree) if outer.tag in {"code", "samp"} for e in elements(outer)}
        marked = [e for e in elements(tree) if has_origin(e) and e.tag != "table" and e not in programs]
        assert [text_of(e) for e in marked if "-" in text_of(e)] == [], path


def test_every_step_of_a_record_is_one_item_of_the_ordered_list(trees, records):
    for slug, record in records.items():
        rows = having(trees[f"{slug}/index.html"], "step")
        assert {row.tag for row in rows} == {"li"} and all(
            row[0].find("a").get("href")[1:] == row.get("id") for row in rows
        )
        rows.sort(key=lambda row: int(row.get("value")))
        assert [int(row.get("value")) for row in rows] == list(range(1, len(record["steps"]) + 1))
        assert [row.get("id") for row in rows] == [step["id"] for step in record["steps"]]


def test_a_step_shows_the_result_and_lights_of_its_record(steps):
    for step, row, quantities in steps:
        results = [text_of(e) for part in having(row, "value") for e in elements(part) if e.get("data-q")]
        assert results and set(results) == {quantities[step["id"]]["shown"]}, step["id"]
        assert row.get("data-ink") == step["ink"], step["id"]
        assert [part.get("aria-label") for part in having(row, "row")[0] if part.get("role")] == [step["spoken"]]


def test_the_record_in_a_page_is_that_of_the_file_but_for_what_the_markup_says(trees, records):
    for slug, record in records.items():
        for page in (f"{slug}/index.html", f"{slug}/player/index.html", f"{slug}/practice/index.html"):
            [inside] = [
                json.loads(e.text, parse_float=str) for e in trees[page].iter("script") if e.get("id") == "record"
            ]
            steps = [{name: part for name, part in step.items() if name != "spoken"} for step in record["steps"]]
            shown = {step["id"] for step in steps} | set(record["given"])
            quantities = {id: found for id, found in record["quantities"].items() if id in shown}
            left = {"bands", "steps", "quantities"}
            same = {name: part for name, part in record.items() if name not in left}
            assert inside == same | {"steps": steps, "quantities": quantities}, page
        assert {id for step in steps for id in step["uses"]} <= shown, slug


def test_a_step_says_what_a_calculator_gives_where_that_differs_and_nowhere_else(steps):
    for step, row, quantities in steps:
        read = {id: number(quantity["shown"]) for id, quantity in quantities.items()}
        said = [e for e in elements(row) if "data-calculator" in e.attrib]
        printed = text_of(said[0]) if said else quantities[step["id"]]["shown"]
        assert rounds_to(evaluate(step["expr"], read), printed), step["id"]
        assert all(e.get("data-calculator") == step["id"] for e in said), step["id"]
        assert not said or number(printed) != read[step["id"]], step["id"]


def refs(expr) -> list[str]:
    """Return the ids that an expression of a record uses."""
    return (
        [expr]
        if isinstance(expr, str)
        else [id for part in expr[1:] for id in refs(part)]
        if isinstance(expr, list)
        else []
    )


def test_what_is_read_aloud_has_the_digits_of_the_line(steps):
    for step, row, quantities in steps:
        used = (step["id"], *refs(step["expr"]))
        shown = [quantities[id]["shown"].lstrip("−") for id in used]
        said = row.find(".//*[@class='work'][@role='math']").get("aria-label")
        assert set(DECIMAL.findall(said)) <= set(shown), step["id"]
        assert shown[0].partition(" ")[0] in said, step["id"]


def test_a_number_that_the_program_prints_is_the_quantity_only_with_its_digits():
    """Half of 0.300000033 is 0.1500000165, which a double prints as …016; and there is no zero below zero."""
    solution = solve(parse(make_data(random.Random(1), (1, 1), ["linear"], "half_squared_error")))
    for text, right in (("0.150000016", False), ("0.150000017", True), ("-0.000000000", False)):
        number = replace(solution.numbers["net_n1k0"], value=Decimal("0.1500000165" if text[0] == "0" else "-1e-12"))
        shown = printed(f"net_n1k0 = {text}\n", replace(solution, numbers={"net_n1k0": number}))
        assert (f'data-q="net_n1k0">{text}</data>' in shown) is right
        assert (f'<q class="claim">{text}</q>' in shown) is not right
