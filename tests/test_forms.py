"""The other forms of the same work: another notation, TeX, a layer at once, curves, learning rates side by side."""

from __future__ import annotations

import math
import random
import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from backprop.drawing import curves
from backprop.drawing.diagram import diagram
from backprop.formula import mathml, speech, tex, text, typst
from backprop.formula.nodes import Matrix, Row
from backprop.formula.record import record
from backprop.lesson.matrix_lines import MATRIX_LINES
from backprop.network.spec import Style
from backprop.proof.verify import verify
from backprop.reading.example import parse_example, read_example
from backprop.steps.numerals import as_read
from backprop.steps.solving import solve
from conftest import CONTENT, LESSON, make_data, parse
from handmade import solved, work

STYLES = {
    ("net/out", True): ("net_H1", "out_H1 = 1/(1 + e^(−net_H1))", "δ_H1", "η"),
    ("z/a", True): ("z_H1", "a_H1 = 1/(1 + e^(−z_H1))", "δ_H1", "η"),
    ("in/o", True): ("in_H1", "o_H1 = 1/(1 + e^(−in_H1))", "δ_H1", "η"),
    ("net/out", False): ("net_H1", "out_H1 = 1/(1 + e^(−net_H1))", "delta_H1", "rate"),
}


@pytest.mark.parametrize(("names", "greek"), STYLES)
def test_a_notation_changes_the_symbols_and_nothing_else(lesson, names, greek):
    other = solve(replace(lesson.example, style=Style(names=names, greek=greek)))
    net, out, delta, rate = STYLES[names, greek]
    lines = {step["id"]: step["text"] for step in record(other)["steps"]}
    assert lines["net_H1"]["symbolic"].startswith(f"{net} = w1·x1 + w3·x2 + b1")
    assert lines["out_H1"]["symbolic"] == out
    assert lines["delta_H1"]["symbolic"].startswith(f"{delta} = ")
    assert f"w5 − {rate} × " in lines["new_w5"]["symbolic"]
    assert record(other)["quantities"] == record(lesson)["quantities"]
    assert [step["expr"] for step in record(other)["steps"]] == [step["expr"] for step in record(lesson)["steps"]]
    drawn = diagram(other, title="t")
    assert f"<tspan>{net.partition('_')[0]} </tspan>" in drawn and f"<tspan>{delta.partition('_')[0]} </tspan>" in drawn


def test_a_file_chooses_its_notation_and_the_site_the_rest():
    data = make_data(random.Random(1), (2, 1), ["tanh"], "half_squared_error")
    own = data | {"display": {"notation": "z/a"}}
    site = Style(names="in/o", greek=False)
    assert parse_example(own, "f", "s", site).style == Style(names="z/a", greek=False)
    assert parse_example(data, "f", "s", site).style == site


@pytest.mark.parametrize(
    ("net", "id", "expected"),
    [
        ("lesson", "out_H1", r"\mathrm{out}_{H_{1}} = \frac{1}{1 + e^{-\mathrm{net}_{H_{1}}}} = "
         r"\frac{1}{1 + e^{-0.3825}} = 0.5945"),
        ("lesson", "delta_Y2", r"\delta_{Y_{2}} = \frac{\partial E}{\partial \mathrm{out}_{Y_{2}}} \times "
         r"\frac{\partial \mathrm{out}_{Y_{2}}}{\partial \mathrm{net}_{Y_{2}}} = "
         r"\left(-0.2223\right) \times 0.1783 = -0.03964"),
        ("lesson", "E_Y1", r"E_{Y_{1}} = \frac{1}{2}\left(T_{Y_{1}} - \mathrm{out}_{Y_{1}}\right)^{2} = "
         r"\frac{1}{2}\left(0.01 - 0.7569\right)^{2} = 0.2790"),
        ("relu", "out_H2", r"\mathrm{out}_{H_{2}} = \max\left(0, \mathrm{net}_{H_{2}}\right) = "
         r"\max\left(0, -0.5000\right) = 0.0000"),
        ("tiny", "grad_w1", r"\frac{\partial E}{\partial w_{1}} = \delta_{Y} \cdot x_{1} = "
         r"1.384 \times 10^{-87} \times 1 = 1.384 \times 10^{-87}"),
    ],
)  # fmt: skip
def test_tex_is_what_a_person_would_type(net, id, expected):
    assert tex.line(work(net, id)) == expected


def test_tex_of_every_step_has_its_braces_in_pairs():
    for step in solved("relu").steps + solved("shares").steps + solved("leaky").steps:
        net = next(n for n in ("relu", "shares", "leaky") if step in solved(n).steps)
        line = tex.line(work(net, step.id))
        assert line.count("{") == line.count("}") and line.count(r"\left") == line.count(r"\right"), line
        assert "−" not in line and "·" not in line and "×" not in line


# --- a layer at once


@pytest.fixture(scope="module")
def layer():
    return solve(read_example(CONTENT / "examples" / "a-layer" / "example.toml"))


def numbers(node) -> np.ndarray:
    """Return a matrix of values as an array of what is shown."""
    assert isinstance(node, Matrix)
    return np.array([[float(as_read(value.text)) for value in row] for row in node.rows])


def factors(node) -> list[np.ndarray]:
    assert isinstance(node, Row)
    return [numbers(item) for item in node.items if isinstance(item, Matrix)]


def test_the_matrix_line_of_a_layer_is_what_numpy_makes_of_it(layer):
    whole = MATRIX_LINES["net"](layer, 0, None)
    W, x, b = factors(whole.substituted)
    assert (W.shape, x.shape, b.shape) == ((2, 3), (3, 1), (2, 1))
    assert numbers(whole.value) == pytest.approx(W @ x + b, abs=5.1e-5)


def test_what_comes_back_to_a_layer_is_the_turned_matrix_times_the_error_signals(layer):
    whole = MATRIX_LINES["back"](layer, 0, None)
    turned, delta = factors(whole.substituted)
    W = factors(MATRIX_LINES["net"](layer, 1, None).substituted)[0]
    assert (turned == W.T).all() and numbers(whole.value) == pytest.approx(turned @ delta, abs=1e-4)


def test_the_gradients_of_a_layer_are_an_outer_product(layer):
    whole = MATRIX_LINES["grad"](layer, 1, None)
    delta, out = factors(whole.substituted)
    assert numbers(whole.value) == pytest.approx(np.outer(delta, out), abs=1e-4)


def test_a_missing_connection_is_a_zero_and_a_missing_bias_is_left_out():
    example = {
        "title": "sparse",
        "network": {
            "inputs": {"x1": Decimal(2), "x2": Decimal(3)},
            "targets": {"Y1": Decimal(0), "Y2": Decimal(0)},
            "layers": [{"activation": "linear", "neurons": ["Y1", "Y2"]}],
            "weights": {"w1": ["x1", "Y1", Decimal("0.5")], "w2": ["x2", "Y2", Decimal("0.5")]},
        },
    }
    W, x = factors(MATRIX_LINES["net"](solve(parse(example)), 0, None).substituted)
    assert W.tolist() == [[0.5, 0], [0, 0.5]] and x.tolist() == [[2], [3]]


@pytest.mark.parametrize("what", MATRIX_LINES)
def test_every_view_writes_a_matrix(layer, what):
    whole = MATRIX_LINES[what](layer, 0, None)
    rows = len(whole.value.rows)
    assert tex.line(whole).count(r"\begin{bmatrix}") == tex.line(whole).count(r"\end{bmatrix}") >= 4
    assert f"the matrix of {rows} by" in speech.line(whole) and "mat(" in typst.line(whole)
    assert text.write(whole.value).count(";") == rows - 1
    tree = ET.fromstring(f"<p>{mathml.line(whole)}</p>")
    assert len(list(tree.iter("mtable"))) >= 4
    marked = [part for part in tree.iter() if part.get("data-q")]
    assert marked and all("".join(part.itertext()) == layer.numbers[part.get("data-q")].shown for part in marked)


# --- curves


def points(svg: str, form: str) -> list[list[tuple[float, float]]]:
    tree = ET.fromstring(svg.replace(' xmlns="http://www.w3.org/2000/svg"', ""))
    curves = [line for line in tree.iter("polyline") if form in line.get("class").split()]
    return [[tuple(map(float, point.split(","))) for point in line.get("points").split()] for line in curves]


@pytest.mark.parametrize(("neuron", "pieces"), [("S", 1), ("H", 1), ("R", 2), ("L", 2), ("P", 1), ("Y", 1)])
def test_a_curve_breaks_where_its_slope_jumps_and_nowhere_else(neuron, pieces):
    solution = solve(read_example(CONTENT / "examples" / "activation-functions" / "example.toml"))
    svg = curves.activation_plot(solution, neuron)
    assert len(points(svg, "solid")) == len(points(svg, "dashed")) == pieces
    tree = ET.fromstring(svg.replace(' xmlns="http://www.w3.org/2000/svg"', ""))
    marked = {t.get("data-q"): t.text for t in tree.iter("tspan") if t.get("data-q")}
    ids = (f"out_{neuron}", f"dout_dnet_{neuron}")
    assert marked == {id: solution.numbers[id].shown for id in ids}


def test_a_mark_lies_on_its_curve():
    solution = solve(read_example(CONTENT / "examples" / "activation-functions" / "example.toml"))
    svg = curves.activation_plot(solution, "S")
    tree = ET.fromstring(svg.replace(' xmlns="http://www.w3.org/2000/svg"', ""))
    marks = [(float(c.get("cx")), float(c.get("cy"))) for c in tree.iter("circle")]
    for (x, y), form in zip(marks, ("solid", "dashed"), strict=True):
        curve = points(svg, form)[0]
        assert min(math.hypot(x - a, y - b) for a, b in curve) < 4


def test_the_number_of_the_lower_mark_stands_below_it():
    solution = solve(read_example(CONTENT / "examples" / "activation-functions" / "example.toml"))
    tree = ET.fromstring(curves.activation_plot(solution, "S").replace(' xmlns="http://www.w3.org/2000/svg"', ""))
    marks = [float(c.get("cy")) for c in tree.iter("circle")]
    names = [float(t.get("y")) for t in tree.iter("text") if t.get("class") == "value"]
    (upper, over), (lower, under) = sorted(zip(marks, names, strict=True))
    assert over < upper and under > lower


def test_the_curve_of_errors_falls_with_the_errors_of_the_record():
    solution = solve(read_example(CONTENT / "examples" / "gradient-descent" / "example.toml"))
    errors = curves.errors_of(solution)
    for rounds in (1, 2, 5, 10):
        assert errors[rounds] == pytest.approx(float(solution.numbers[f"E_total@r{rounds}"].value), rel=1e-9)


# --- learning rates side by side


def test_compared_rates_are_trained_apart_and_recorded_by_their_place():
    # one linear neuron, x = 1, T = 1, w = 0: each round multiplies the distance 1 by 1 − η, and E is half its square
    data = {
        "title": "rates",
        "network": {
            "inputs": {"x1": Decimal(1)},
            "targets": {"Y": Decimal(1)},
            "layers": [{"activation": "linear", "neurons": ["Y"]}],
            "weights": {"w1": ["x1", "Y", Decimal(0)]},
        },
        "method": {"learning_rate": Decimal("0.5"), "rounds": 3},
        "compare": {"learning_rates": [Decimal("0.1"), Decimal("1.5")]},
    }
    solution = solve(parse(data))
    verify(solution)
    quantities = record(solution)["quantities"]
    for place, rate in enumerate((0.1, 1.5), 1):
        assert quantities[f"learning_rate@rate{place}"]["value"] == rate
        for rounds in (1, 2, 3):
            expected = 0.5 * (1 - rate) ** (2 * rounds)
            assert quantities[f"E_total@r{rounds}@rate{place}"]["value"] == pytest.approx(expected, rel=1e-12)
    assert quantities["E_total@r3"]["value"] == pytest.approx(0.5 * 0.5**6, rel=1e-12)


def test_central_differences_say_so_where_they_are_not_of_the_method_itself():
    example = read_example(LESSON)
    assert verify(solve(example)).differences.plain
    slip = replace(example, method=replace(example.method, hidden_gradient="updated_weights"))
    assert not verify(solve(slip)).differences.plain
