"""Where things stand in the drawing of a network: neurons in columns, labels on edges where they hide least."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

from .spec import Network, Weight

RADIUS = 34
ROW, COLUMN = 158, 250
MARGIN_X, MARGIN_Y = 74, 92
MOST_NEURONS, MOST_EDGES = 8, 40  # in a column and in all: beyond, a drawing is a summary
WIDE = 800
LABEL_WIDTH, LABEL_HEIGHT = 88, 36  # of an edge's two lines: its weight, its gradient or new value
_TRIES = (0.32, 0.42, 0.26, 0.5, 0.58, 0.2, 0.66, 0.74, 0.38, 0.46, 0.29, 0.54, 0.62, 0.7, 0.16, 0.8, 0.86, 0.12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point of the drawing, in its own units; y grows downward."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The drawing's size, every neuron's centre and every weight's label."""

    width: float
    height: float
    neurons: dict[str, Place]
    labels: dict[str, Place]


def fits(net: Network) -> bool:
    """Return whether every neuron and weight can be drawn with its numbers."""
    return max(map(len, net.columns)) <= MOST_NEURONS and len(net.weights) <= MOST_EDGES


def wide(net: Network) -> bool:
    """Return whether the drawing wants a line of its own to be legible."""
    return fits(net) and plan(net).width > WIDE


def plan(net: Network) -> Plan:
    """Return the layout of a network that fits."""
    tallest = max(map(len, net.columns))
    column = COLUMN + 70 * max(0, tallest - 2)
    height = 2 * MARGIN_Y + (tallest - 1) * ROW
    neurons = {}
    for i, names in enumerate(net.columns):
        top = height / 2 - (len(names) - 1) * ROW / 2
        neurons |= {name: Place(x=MARGIN_X + i * column, y=top + j * ROW) for j, name in enumerate(names)}
    width = 2 * MARGIN_X + (len(net.columns) - 1) * column
    return Plan(width=width, height=height, neurons=neurons, labels=_labels(net, neurons))


def _labels(net: Network, neurons: dict[str, Place]) -> dict[str, Place]:
    """Give each label the place along its edge where it overlaps least with those before it, and with neurons."""
    taken = [(place, 2 * RADIUS + 12, 2 * RADIUS + 60) for place in neurons.values()]
    found: dict[str, Place] = {}
    for weight in net.weights:
        best = min(_candidates(weight, neurons), key=lambda place: sum(_overlap(place, *box) for box in taken))
        taken.append((best, LABEL_WIDTH, LABEL_HEIGHT))
        found[weight.name] = best
    return found


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
