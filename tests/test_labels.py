"""Where the labels of weights stand: each on its own edge, and not where another edge crosses it."""

from __future__ import annotations

import random

import numpy as np
import pytest

from backprop.drawing.geometry import plan
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
