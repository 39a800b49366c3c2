"""The numbers on the way to a result, the links between quantities, and the same line with other numbers."""

from __future__ import annotations

import json
import math
import random
import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from fractions import Fraction

import pytest

import markup
import planted
from backprop.drawing import links
from backprop.drawing.curves import valley_plot
from backprop.errors import Misasked
from backprop.examples import confirmed
from backprop.formula import mathml, speech
from backprop.formula.layout import formula, lay_out_small, small_exprs
from backprop.formula.record import encode, on_page, record
from backprop.lesson.lesson import Lesson
from backprop.lesson.templates import environment
from backprop.steps.parts import worked
from backprop.steps.solving import solve
from conftest import LESSON, parse
from handmade import network

SLUG = LESSON.parent.name


@pytest.fixture(scope="module")
def course():
    return confirmed(LESSON)[0]


def small_lines(solution, id: str) -> list:
    return [lay_out_small(solution.quantities, expr) for expr in small_exprs(solution, solution.step_of[id])]


def lesson_of(solution) -> Lesson:
    return Lesson(solution=solution, source="", output="", templates=environment(), views=())


def test_the_small_lines_of_the_famous_network_are_those_of_a_pencil(course):
    first, second = Fraction("0.15") * Fraction("0.05"), Fraction("0.25") * Fraction("0.10")
    assert [Fraction(course.parts[f"net_H1.{n}"].value) for n in (1, 2)] == [first, second]
    net = float(first + second + Fraction("0.35"))
    grown = math.exp(-net)
    assert [float(course.parts[f"out_H1.{n}"].value) for n in (1, 2)] == pytest.approx([grown, 1 + grown], rel=1e-14)
    out = float(course.numbers["out_Y1"].value)
    away = 0.01 - out
    assert [float(course.parts[f"E_Y1.{n}"].value) for n in (1, 2)] == pytest.approx([away, away**2], rel=1e-14)
    written = [speech.write(line) for line in small_lines(course, "out_H1")]
    assert len(written) == 2 and "1 plus 0.6822" in written[0] and "1.6822" in written[1]  # as the notes print them


def test_a_half_never_joins_the_number_after_it(course):
    lines = [mathml.write(line) for line in small_lines(course, "E_Y2")]
    assert re.search(r"</mfrac><mo>×</mo><msup><mn [^>]*>0\.2223</mn>", lines[0])  # not ½0.2223²
    (whole,) = [mathml.line(formula(course, course.step_of["E_Y2"]))]
    assert "</mfrac><msup><mrow><mo>(</mo>" in whole  # before a bracket it needs no sign


def test_no_line_is_worked_out_where_there_is_one_operation_or_a_choice():
    tanh = network("squared_error", ["tanh H", "relu Y"], "x H 0.5, H Y -2", ["x 0.5|Y 1"], "H 0.1, Y 3")
    kinds = {step.id: len(worked(step).lines) for step in tanh.steps}
    assert kinds["out_H"] == kinds["out_Y"] == kinds["dout_dnet_Y"] == 0  # one key; a maximum; a case
    assert kinds["net_H"] == 1 and kinds["dout_dnet_H"] == 1  # a product, then the sum; a square, then 1 minus it
    assert not any(id.endswith("@r1") and kinds[id] for id in kinds)  # shown once, of the first pass


def arithmetic(expr, values):
    """Evaluate a record's expression with the operations of Python's floats, written out here."""
    if not isinstance(expr, list):
        return values[expr] if isinstance(expr, str) else expr
    name, *parts = expr
    found = [arithmetic(part, values) if not isinstance(part, int) or name != "pow" else part for part in parts]
    return {
        "add": lambda: math.fsum(found),
        "mul": lambda: math.prod(found),
        "neg": lambda: -found[0],
        "div": lambda: found[0] / found[1],
        "pow": lambda: found[0] ** found[1],
        "exp": lambda: math.exp(found[0]),
        "ln": lambda: math.log(found[0]),
        "tanh": lambda: math.tanh(found[0]),
        "max": lambda: max(found),
    }[name]()


def test_every_part_in_a_record_is_what_its_expression_gives():
    made, checked = random.Random(11), 0
    for shape in planted.SHAPES:
        for _ in range(4):
            solution = solve(parse(planted.net(made, shape).data()))
            found = record(solution)
            values = {id: entry["value"] for id, entry in found["quantities"].items()}
            for part in found["parts"]:
                assert values[part["id"]] == pytest.approx(arithmetic(part["expr"], values), rel=1e-11, abs=1e-15)
                checked += 1
    assert checked > 100


def test_each_small_line_comes_to_the_same_as_its_step(course):
    values = {id: float(number.value) for id, number in course.quantities.items()}
    for step in course.steps:
        for line in worked(step).lines:
            assert arithmetic(encode(line), values) == pytest.approx(values[step.id], rel=1e-12)


def test_the_promised_fall_is_rate_times_gradients_squared_and_near_the_real_one(course):
    gradients = [float(course.numbers[f"grad_{p.name}"].value) for p in course.example.network.parameters]
    assert float(course.parts["E_total.promised"].value) == pytest.approx(
        0.5 * sum(g * g for g in gradients), rel=1e-12
    )
    assert course.parts["E_total.promised"].shown == "0.01759" and course.parts["E_total.fell"].shown == "0.01778"
    small = network("half_squared_error", ["linear y"], "x y 0.33", ["x 0.5|y 1"], learning_rate=Decimal("0.000001"))
    promised, fell = (float(small.parts[f"E_total.{name}"].value) for name in ("promised", "fell"))
    assert fell == pytest.approx(promised, rel=1e-5)  # the smaller the step, the nearer


def test_what_is_not_moved_promises_nothing():
    one = {"samples": ["x 0.5|y 1"], "biases": "y 0.2", "learning_rate": Decimal("0.1")}
    both, weights = (
        network("half_squared_error", ["linear y"], "x y 0.33", update_biases=b, **one) for b in (True, False)
    )
    delta = (0.33 * 0.5 + 0.2) - 1
    assert float(both.parts["E_total.promised"].value) == pytest.approx(0.1 * (delta**2 * 0.25 + delta**2))
    assert float(weights.parts["E_total.promised"].value) == pytest.approx(0.1 * delta**2 * 0.25)


def test_the_page_computes_the_parts_that_the_record_names(course):
    given = on_page(course)
    ids = {part["id"] for part in given["parts"]}
    assert ids == course.parts.keys() and given["names"].keys() >= {"E_total.promised", "E_total.fell"}


def test_every_number_of_a_lesson_is_in_its_record(site):
    for page, tree in markup.trees(site).items():
        slug = page.partition("/")[0]
        if page != f"{slug}/index.html" or not (site / slug / "trace.json").exists():
            continue
        quantities = json.loads((site / slug / "trace.json").read_text("utf-8"))["quantities"]
        for element in tree.iter():
            if element.get("data-q"):
                assert float(element.get("value")) == quantities[element.get("data-q")]["value"], (page, element.attrib)


def chained(svg: str) -> list[str]:
    root = ET.fromstring(svg)
    return [e.get("data-q") for e in root.iter() if e.get("data-q")]


def test_the_chain_multiplies_to_the_gradient(course):
    net = course.example.network
    value = {id: float(number.value) for id, number in course.numbers.items()}
    (first,) = [w for w in net.weights if w.name == "w1"]
    d, b, c1, b1, a1, c2, b2, a2 = (value[id] for id in chained(links.chain(course, first)))
    assert d * b * (c1 * b1 * a1 + c2 * b2 * a2) == pytest.approx(value["grad_w1"], rel=1e-12)
    (last,) = [w for w in net.weights if w.name == "w7"]
    assert math.prod(value[id] for id in chained(links.chain(course, last))) == pytest.approx(
        value["grad_w7"], rel=1e-12
    )


def test_in_a_graph_a_sum_copies_and_a_product_swaps(course):
    root = ET.fromstring(links.neuron_graph(course, "Y1"))
    texts = [(t.get("class"), e.get("data-q")) for t in root.iter() for e in t if e.get("data-q")]
    by = {kind: [id for of, id in texts if of == kind] for kind in ("forward", "backward")}
    assert by["backward"].count("delta_Y1") == 4  # two products and the bias, and what comes to the sum itself
    value = {id: float(number.value) for id, number in course.numbers.items()}
    assert value["grad_w5"] == pytest.approx(value["delta_Y1"] * value["out_H1"], rel=1e-12)
    assert value["path_H1_Y1"] == pytest.approx(value["delta_Y1"] * value["w5"], rel=1e-12)
    assert {"grad_w5", "path_H1_Y1"} <= set(by["backward"]) and {"w5", "out_H1", "net_Y1.1"} <= set(by["forward"])


def test_a_valley_is_the_error_and_its_tangent():
    one = network("half_squared_error", ["linear y"], "x y 0.5", ["x 2|y 3"])  # E = (3 − 2w)² / 2
    root = ET.fromstring(valley_plot(one, "w1"))
    curve, tangent = (e for e in root.iter() if e.get("class", "").startswith("curve"))
    [grid] = [[float(e.get("x1")) for e in root.iter() if e.get("class") == "grid" and e.get("x1") == e.get("x2")]]
    assert len(grid) > 2
    places = [tuple(map(float, p.split(","))) for p in curve.get("points").split()]
    lowest = max(places, key=lambda place: place[1])[0]
    ticks = {
        t.text: float(t.get("x")) for t in root.iter() if t.get("class") == "tick" and t.get("text-anchor") == "middle"
    }
    unit = ticks["1"] - ticks["0"]
    assert (lowest - ticks["0"]) / unit == pytest.approx(1.5, abs=0.05)  # where 2w is 3
    (x1, y1), *_, (x2, y2) = (tuple(map(float, p.split(","))) for p in tangent.get("points").split())
    heights = {
        t.text: float(t.get("y")) for t in root.iter() if t.get("class") == "tick" and t.get("text-anchor") == "end"
    }
    rise = (heights["0"] - heights[max(heights, key=int)]) / int(max(heights, key=int))
    assert (y1 - y2) / rise / ((x2 - x1) / unit) == pytest.approx(-4, abs=0.15)  # dE/dw = −2 · (3 − 1)


def test_with_other_numbers_the_answer_is_that_of_the_other_network(course, site):
    tree = markup.trees(site)[f"{SLUG}/index.html"]
    (box,) = markup.having(tree, "now-you")
    shown = {e.get("data-q"): float(e.get("value")) for e in box.iter() if e.get("data-q")}
    assert shown.keys() == {"path_H1_Y1@other", "path_H1_Y2@other", "dE_dout_H1@other"}
    assert shown["dE_dout_H1@other"] == pytest.approx(shown["path_H1_Y1@other"] + shown["path_H1_Y2@other"], rel=1e-12)
    assert shown["dE_dout_H1@other"] != float(course.numbers["dE_dout_H1"].value)
    bank = json.loads(LESSON.with_name("practice.json").read_text("utf-8"))["numbers"][0]
    assert {id: text for id, text in bank.items() if course.other and str(course.other.numbers[id].value) != text} == {}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("chain:w99", "no weight"),
        ("graph:x1", "no neuron"),
        ("valley:x1", "no parameter"),
        ("now_you:x1", "is no step"),
    ],
)
def test_what_cannot_be_drawn_is_told(course, asked, told):
    what, _, name = asked.partition(":")
    with pytest.raises(Misasked, match=re.escape(told)):
        getattr(lesson_of(course), what)(name)


def test_a_chain_that_does_not_go_in_a_row_is_refused():
    deep = network("half_squared_error", ["linear a", "linear b", "linear y"], "x a 1, a b 1, b y 1", ["x 1|y 0"])
    with pytest.raises(Misasked, match="nearer to the outputs"):
        lesson_of(deep).chain("w1")
    with pytest.raises(Misasked, match=r"practice\.json"):
        lesson_of(deep).now_you("net_a")


@pytest.mark.parametrize(("slug", "join"), [("two-hidden-layers", sum), ("ten-thousand-rounds", math.prod)])
def test_where_the_digits_shown_give_another_answer_the_exercise_says_so(site, slug, join):
    (box,) = markup.having(markup.trees(site)[f"{slug}/index.html"], "now-you")
    shown = [markup.text_of(e).replace("\u2212", "-") for e in box.iter() if e.get("data-q")]
    *given, answer = (Decimal(text) for text in (*shown[:2], shown[-1]))
    (note,) = markup.having(box, "note")
    value = join(given)
    keyed = markup.text_of(note).replace("\u2212", "-")
    assert f"{value:.{-answer.as_tuple().exponent}f}" in keyed and str(answer) in keyed
