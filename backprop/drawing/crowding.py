"""Which texts of a drawing lie upon one another: the labels of weights, each of two lines, and net inputs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, permutations

from ..network.quantity import id_of
from ..network.spec import Network
from .geometry import Plan
from .labels import CHARACTER, RADIUS, Box, lap
from .pen import Pen

LINE, SECOND = 14, 18  # the height of a line of text, and from a label's first line to its second
NET = RADIUS + 15  # from a neuron's centre up to the middle of its net input, where that stands above it


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowding:
    """What has no room: with `labels` no weight's number has, and of the `tight` weights the second line has not."""

    labels: bool = False
    tight: frozenset[str] = frozenset()


def label_width(pen: Pen, name: str) -> float:
    """Return the width of a weight's label, its name and its number, in units of the drawing."""
    return CHARACTER * (len(name) + 1 + len(pen.solution.numbers[name].shown))


def crowding(pen: Pen, net: Network, plan: Plan) -> Crowding:
    """Return what lies upon other texts where a network is drawn downward.

    A label's first line is a weight's name and number, its second its gradient, which gives way to its new value.
    """
    first = {name: Box(x=at.x, y=at.y, width=label_width(pen, name), height=LINE) for name, at in plan.labels.items()}
    return Crowding(
        labels=any(lap(*pair) for pair in combinations(first.values(), 2)),
        tight=_tight(pen, first, tuple(_nets(pen, net, plan))),
    )


def _nets(pen: Pen, net: Network, plan: Plan) -> Iterator[Box]:
    """Yield the boxes of net inputs where they stand above their neurons."""
    word = pen.solution.example.style.words["net"]
    for name in (name for layer in net.layers for name in layer.neurons) if not plan.beside else ():
        at, ids = plan.neurons[name], pen.drawn.get(id_of("net", name), [])
        most = max((len(pen.solution.numbers[id].shown) for id in ids), default=0)
        yield Box(x=at.x, y=at.y - NET, width=CHARACTER * (len(word) + 1 + most), height=LINE)


def _tight(pen: Pen, first: Mapping[str, Box], nets: Collection[Box]) -> frozenset[str]:
    """Return the weights whose second lines lie upon other texts; of two that lie upon each other one is enough."""
    moved: dict[str, int] = {}
    for id in pen.order:
        quantity = pen.solution.numbers[id].quantity
        if quantity.kind in {"grad", "new"}:
            name, long = quantity.names[0], len(pen.solution.numbers[id].shown) + 2  # with the sign before it
            moved[name] = max(moved.get(name, 0), long)
    second = {
        name: Box(x=box.x, y=box.y + SECOND, width=CHARACTER * moved.get(name, 0), height=LINE)
        for name, box in first.items()
    }
    found = {one for one, other in permutations(first, 2) if lap(second[one], first[other])}
    found |= {one for one, box in second.items() if any(lap(box, other) for other in nets)}
    for one, other in combinations(first, 2):
        if not found & {one, other} and lap(second[one], second[other]):
            found.add(other)
    return frozenset(found)
