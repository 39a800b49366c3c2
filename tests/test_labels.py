"""Where the labels of weights stand: each on its own edge, and not where another edge crosses it."""

from __future__ import annotations

import random
from xml.etree import ElementTree

import numpy as np
import pytest

from backprop.drawing.diagram import diagram
from backprop.drawing.geometry import plan
from backprop.reading.example import parse_example
from backprop.reading.files import load_text
from backprop.steps.solving import solve
from conftest import make_data, parse

SHAPES = (
    (2, 2, 1),
    (2, 2, 2),
    (2, 3, 1),
    (3, 2, 1),
    (2, 4, 2),
    (3, 3, 2),
    (3, 3, 3),
    (3, 4, 2),
    (4, 4, 2),
    (2, 3, 3, 2),
)
KINDS = ("edge", "bias")
CROSSED = 10  # nearer than this, one cannot tell whose label it is


def drawn(shape: tuple[int, ...], *, downward: bool):
    """Return the plan of a network of a shape, and the two ends of every weight's edge."""
    net = parse(make_data(random.Random(1), shape, ["sigmoid"] * (len(shape) - 1), "half_squared_error")).network
    found = plan(net, downward=downward)
    point = {name: np.array([at.x, at.y]) for name, at in found.neurons.items()}
    ends = {weight.name: (point[weight.source], point[weight.target]) for weight in net.weights}
    return {name: np.array([at.x, at.y]) for name, at in found.labels.items()}, ends


def distance(at, ends) -> float:
    """Return how far a point is from the nearest of a thousand points of a line."""
    shares = np.linspace(0, 1, 1001)[:, None]
    return float(np.hypot(*((1 - shares) * ends[0] + shares * ends[1] - at).T).min())


def crossed(shape: tuple[int, ...], *, downward: bool) -> list[str]:
    labels, ends = drawn(shape, downward=downward)
    return [
        name
        for name, at in labels.items()
        if min(distance(at, line) for other, line in ends.items() if other != name) < CROSSED
    ]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("downward", [False, True])
def test_a_label_stands_on_its_own_edge(shape, downward):
    labels, ends = drawn(shape, downward=downward)
    assert all(distance(at, ends[name]) < 1 for name, at in labels.items())


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_no_label_lies_where_another_edge_crosses_its_own(shape):
    assert crossed(shape, downward=False) == []


def test_drawn_downward_where_there_is_less_room_hardly_one_does():
    shapes = [shape for shape in SHAPES if shape != (4, 4, 2)]  # which is not drawn so
    found = {shape: crossed(shape, downward=True) for shape in shapes}
    weights = sum(len(drawn(shape, downward=True)[0]) for shape in shapes)
    assert sum(map(len, found.values())) * 15 <= weights, found


@pytest.mark.parametrize("shape", [(2, 2, 2), (2, 2, 1), (1, 2, 2), (2, 2, 2, 2)], ids=str)
def test_drawn_downward_two_by_two_no_weight_runs_through_what_is_said_of_a_bias_or_of_another_weight(shape):
    """The line of a bias ends where its name and number begin; a layer's last neuron has room on its right side."""
    example = parse(make_data(random.Random(1), shape, ["sigmoid"] * (len(shape) - 1), "half_squared_error"))
    svg = ElementTree.fromstring(diagram(solve(example), title="two by two", downward=True))
    found = {kind: [g.find("{*}line") for g in svg.iter() if kind in g.get("class", "").split()] for kind in KINDS}
    edges, biases = ([points(line) for line in found[kind]] for kind in KINDS)
    assert len(biases) == sum(shape[1:])
    for free, _ in biases:
        assert min(distance(free, edge) for edge in edges) > 20, (shape, free)
    assert crossed(shape, downward=True) == []


def points(line):
    """Return the ends of a line."""
    return [np.array([float(line.get(f"x{end}")), float(line.get(f"y{end}"))]) for end in (1, 2)]


TWO = """
[network]
loss = "half_squared_error"
inputs = {{ {x1} = 2, x2 = -1 }}
targets = {{ Y1 = 1.5, Y2 = -0.5 }}
[[network.layers]]
activation = "leaky_relu"
leak = 0.1
neurons = ["H1", "H2"]
[[network.layers]]
activation = "linear"
neurons = ["Y1", "Y2"]
[network.weights]
w1 = ["{x1}", "H1", -0.8]
w2 = ["x2", "H1", 0.5]
{w3} = ["{x1}", "H2", 0.6]
w4 = ["x2", "H2", -0.3]
w5 = ["H1", "Y1", 0.7]
w6 = ["H2", "Y1", 0.9]
{w7} = ["H1", "Y2", -0.2]
w8 = ["H2", "Y2", 0.35]
[network.biases]
{b1} = ["H1", 0.1]
{b2} = ["H2", 0.1]
b3 = ["Y1", 0]
[method]
learning_rate = 0.1
"""
LETTER, HIGH = 7.0, 11.0  # at least so wide and so high is a letter of a label


@pytest.mark.parametrize("names", [
    {}, {"w3": "w_left_to_right", "b1": "bias_of_left"}, {"w7": "w_left_to_lower", "b2": "bias_of_right"},
])  # fmt: skip
def test_on_paper_no_text_of_a_drawing_lies_upon_another_and_none_has_a_rim(names):
    """A rim of white is drawn letter by letter there, and would cover the letter before it."""
    spelt = {"x1": "x1", "w3": "w3", "w7": "w7", "b1": "b1", "b2": "b2"} | names
    solution = solve(parse_example(load_text(TWO.format(**spelt), "two.toml"), "two.toml", "two"))
    svg = ElementTree.fromstring(
        diagram(solution, title="two", paper=True, write=lambda id: solution.numbers[id].shown)
    )
    assert "stroke-width:5" not in "".join(svg.itertext())
    boxes = []
    for part in svg.iter("{http://www.w3.org/2000/svg}text"):
        kind, text = part.get("class") or "", "".join(part.itertext())
        wide, x, y = LETTER * len(text), float(part.get("x")), float(part.get("y"))
        inside = {"name", "inside"} & set(kind.split())
        at_end = {"target", "error", "delta"} & set(kind.split())
        before = text.startswith(tuple(name for name in spelt.values() if name.startswith("b"))) or "total" in text
        left = x - wide if before else x if at_end else x - wide / 2
        if not inside:
            boxes.append((text, left, left + wide, y - HIGH, y))
    for i, (text, left, right, top, low) in enumerate(boxes):
        for other, left2, right2, top2, low2 in boxes[:i]:
            assert not (left < right2 and left2 < right and top < low2 and top2 < low), (text, other)
    plates = svg.findall(".//{http://www.w3.org/2000/svg}rect[@class='plate']")
    assert len(plates) == 8 + 3  # of each weight and each bias
