"""Where things stand in the drawing of a network: neurons in columns, labels on edges where they hide least."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from math import hypot

from ..network.spec import Network, Weight

RADIUS = 34
CHARACTER = 7.5  # the width of a digit
ROW, COLUMN = 158, 250
MARGIN_X, MARGIN_Y = 74, 92
MOST_NEURONS, MOST_EDGES = 8, 40  # in a column and in all: beyond, a drawing is a summary
WIDE = 800
LABEL_WIDTH, LABEL_HEIGHT = 88, 36  # of an edge's two lines: its weight, its gradient or new value
ROUNDS = 3
_TRIES = sorted((n / 100 for n in range(10, 92, 2)), key=lambda share: abs(share - 0.34))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point of the drawing, in its own units; y grows downward."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The drawing's size, every neuron's centre and every weight's label; `right` is the room beyond the outputs."""

    width: float
    height: float
    right: float
    neurons: dict[str, Place]
    labels: dict[str, Place]


def fits(net: Network) -> bool:
    """Return whether every neuron and weight can be drawn with its numbers."""
    return max(map(len, net.columns)) <= MOST_NEURONS and len(net.weights) <= MOST_EDGES


def wide(net: Network) -> bool:
    """Return whether the drawing wants a line of its own to be legible."""
    return fits(net) and plan(net).width > WIDE


def plan(net: Network, digits: int = 9) -> Plan:
    """Return the layout of a network that fits, with room for numbers of so many characters."""
    tallest = max(map(len, net.columns))
    column = COLUMN + 70 * max(0, tallest - 2) + 2 * CHARACTER * max(0, digits - 10)
    height = 2 * MARGIN_Y + (tallest - 1) * ROW
    neurons: dict[str, Place] = {}
    for i, names in enumerate(net.columns):
        top = height / 2 - (len(names) - 1) * ROW / 2
        neurons |= {name: Place(x=MARGIN_X + i * column, y=top + j * ROW) for j, name in enumerate(names)}
    width = 2 * MARGIN_X + (len(net.columns) - 1) * column
    right = max(60, RADIUS + 14 + CHARACTER * (digits + 2) - MARGIN_X)
    return Plan(width=width, height=height, right=right, neurons=neurons, labels=_labels(net, neurons, digits))


def _labels(net: Network, neurons: dict[str, Place], digits: int) -> dict[str, Place]:
    """Give each label the place along its edge where it overlaps least with those before it, and with neurons."""
    taken: list[tuple[Place, float, float]] = [(place, 2 * RADIUS + 12, 2 * RADIUS + 60) for place in neurons.values()]
    wide = CHARACTER * (digits + 3)
    for name in (name for column in net.columns[1:] for name in column):
        at = neurons[name]  # its δ stands below to the right, its bias below to the left
        taken.append((Place(x=at.x - 4 + wide / 2, y=at.y + RADIUS + 17), wide, 22))
        if net.bias_of(name):
            taken.append((Place(x=at.x - 36 - wide / 2, y=at.y + RADIUS + 32), wide, LABEL_HEIGHT))
    found: dict[str, Place] = {}
    for _ in range(ROUNDS):  # each label is placed again once it is known where the others went
        for weight in net.weights:
            others = [(at, LABEL_WIDTH, LABEL_HEIGHT) for name, at in found.items() if name != weight.name]
            found[weight.name] = _freest(_candidates(weight, neurons), (*taken, *others))
    return found


def _freest(places: Iterable[Place], boxes: Collection[tuple[Place, float, float]]) -> Place:
    """Return the place where a label covers least of these boxes, the first of several."""
    return min(places, key=lambda at: sum(_overlap(at, *box) for box in boxes))


def _candidates(weight: Weight, neurons: dict[str, Place]) -> Iterator[Place]:
    a, b = neurons[weight.source], neurons[weight.target]
    length = hypot(b.x - a.x, b.y - a.y)
    for share in _TRIES:
        reach = (RADIUS + share * (length - 2 * RADIUS)) / length
        yield Place(x=round(a.x + (b.x - a.x) * reach, 1), y=round(a.y + (b.y - a.y) * reach, 1))


def _overlap(label: Place, other: Place, width: float, height: float) -> float:
    """Return the area that a label at one place shares with a box at another."""
    wide = (LABEL_WIDTH + width) / 2 - abs(label.x - other.x)
    high = (LABEL_HEIGHT + height) / 2 - abs(label.y + 8 - other.y)
    return wide * high if wide > 0 and high > 0 else 0.0
