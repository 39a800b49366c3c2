"""Where the labels of edges stand in the drawing of a network: where they hide least and cross least."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import hypot

RADIUS = 34  # of a neuron
CHARACTER = 7.5  # the width of a digit
DIGITS = 9  # characters of a number that there is room for, where its longest is not known
LABEL_WIDTH, LABEL_HEIGHT = 88, 36  # of an edge's two lines at least: its weight, its gradient or new value
LOW = 8  # from a label's place to its middle
BOLD = 8.8  # the width of a digit of its second line, drawn downward
ROUNDS = 3
CLEAR, ON_LINE = 14, 40  # nearer another edge should not come to a label's place; what each unit nearer costs
Edge = tuple[int, int]  # the places of two neurons among all
_TRIES = sorted((n / 100 for n in range(10, 92, 2)), key=lambda share: abs(share - 0.34))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point of the drawing, in its own units; y grows downward."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Box(Place):
    """What stands around a point; the `weight` is how much worse it is to cover than a neuron or an empty place."""

    width: float
    height: float
    weight: int = 1


def lap(one: Box, other: Box) -> bool:
    """Return whether two boxes lie upon one another."""
    wide, high = (one.width + other.width) / 2, (one.height + other.height) / 2
    return abs(one.x - other.x) < wide and abs(one.y - other.y) < high


def labelled(
    edges: tuple[Edge, ...],
    neurons: list[Place],
    behind: list[tuple[Place, int]],
    digits: int,
    *,
    label: float,
    beside: bool,
) -> tuple[Place, ...]:
    """Give each label the place along its edge where it overlaps least with those before it, and with neurons."""
    taken = [Box(x=place.x, y=place.y, width=2 * RADIUS + 12, height=2 * RADIUS + 60) for place in neurons]
    wide = CHARACTER * (digits + 3)
    for at, side in behind:  # its net input and δ stand to the right, or above and below; its bias below to a side
        if beside:
            taken.append(Box(x=at.x + RADIUS + wide / 2, y=at.y, width=wide, height=44))
        else:
            taken.append(Box(x=at.x, y=at.y - RADIUS - 12, width=wide, height=22, weight=3))
            taken.append(Box(x=at.x - 4 + wide / 2, y=at.y + RADIUS + 17, width=wide, height=22, weight=4))
        if side:
            taken.append(
                Box(x=at.x + side * (36 + wide / 2), y=at.y + RADIUS + 32, width=wide, height=LABEL_HEIGHT, weight=3)
            )
    lines = [(neurons[source], neurons[target]) for source, target in edges]
    places = [
        {at: _crowding(at, lines[:number] + lines[number + 1 :]) for at in _candidates(*line)}
        for number, line in enumerate(lines)
    ]
    found: dict[int, Place] = {}
    for _ in range(ROUNDS):  # each label is placed again once it is known where the others went
        for number in range(len(edges)):
            others = [
                Box(x=at.x, y=at.y + LOW, width=label, height=LABEL_HEIGHT, weight=3)
                for other, at in found.items()
                if other != number
            ]
            found[number] = _freest(places[number], (*taken, *others), label)
    return tuple(found.values())


def _freest(places: Mapping[Place, float], boxes: Collection[Box], label: float) -> Place:
    """Return the place where a label so wide covers least of these boxes, the first of several; each has its own."""
    return min(places, key=lambda at: places[at] + sum(box.weight * _overlap(at, label, box) for box in boxes))


def _crowding(at: Place, lines: Iterable[tuple[Place, Place]]) -> float:
    """Return how much a label's place is worth avoiding for the lines of other edges, which cross its own there."""
    return ON_LINE * sum(max(0.0, CLEAR - _distance(at, *line)) for line in lines)


def _distance(at: Place, a: Place, b: Place) -> float:
    """Return how far a point is from the line that ends in two others."""
    x, y = b.x - a.x, b.y - a.y
    share = max(0.0, min(1.0, ((at.x - a.x) * x + (at.y - a.y) * y) / (x * x + y * y)))
    return hypot(at.x - a.x - share * x, at.y - a.y - share * y)


def _candidates(a: Place, b: Place) -> Iterator[Place]:
    length = hypot(b.x - a.x, b.y - a.y)
    for share in _TRIES:
        reach = (RADIUS + share * (length - 2 * RADIUS)) / length
        yield Place(x=round(a.x + (b.x - a.x) * reach, 1), y=round(a.y + (b.y - a.y) * reach, 1))


def _overlap(at: Place, label: float, box: Box) -> float:
    """Return the area that a label so wide at one place shares with a box."""
    wide = (label + box.width) / 2 - abs(at.x - box.x)
    high = (LABEL_HEIGHT + box.height) / 2 - abs(at.y + LOW - box.y)
    return wide * high if wide > 0 and high > 0 else 0.0
