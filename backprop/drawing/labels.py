"""Where the labels of edges stand in the drawing of a network: along their edges, where they hide least."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from math import hypot

RADIUS = 34  # of a neuron
CHARACTER = 7.5  # the width of a digit
DIGITS = 9  # characters of a number that there is room for, where its longest is not known
LABEL_WIDTH, LABEL_HEIGHT = 88, 36  # of an edge's two lines at least: its weight, its gradient or new value
LOW = 8  # from a label's place to its middle
BOLD = 8.8  # the width of a digit of its second line, drawn downward
ROUNDS = 3
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


def labelled(
    edges: tuple[Edge, ...],
    neurons: list[Place],
    behind: list[tuple[Place, bool]],
    digits: int,
    *,
    label: float,
    beside: bool,
) -> tuple[Place, ...]:
    """Give each label the place along its edge where it overlaps least with those before it, and with neurons."""
    taken = [Box(x=place.x, y=place.y, width=2 * RADIUS + 12, height=2 * RADIUS + 60) for place in neurons]
    wide = CHARACTER * (digits + 3)
    for at, biased in behind:  # its net input and δ stand to the right, or above and below; its bias below to the left
        if beside:
            taken.append(Box(x=at.x + RADIUS + wide / 2, y=at.y, width=wide, height=44))
        else:
            taken.append(Box(x=at.x, y=at.y - RADIUS - 12, width=wide, height=22, weight=3))
            taken.append(Box(x=at.x - 4 + wide / 2, y=at.y + RADIUS + 17, width=wide, height=22, weight=2))
        if biased:
            taken.append(Box(x=at.x - 36 - wide / 2, y=at.y + RADIUS + 32, width=wide, height=LABEL_HEIGHT, weight=3))
    found: dict[int, Place] = {}
    for _ in range(ROUNDS):  # each label is placed again once it is known where the others went
        for number, (source, target) in enumerate(edges):
            others = [
                Box(x=at.x, y=at.y + LOW, width=label, height=LABEL_HEIGHT, weight=3)
                for other, at in found.items()
                if other != number
            ]
            found[number] = _freest(_candidates(neurons[source], neurons[target]), (*taken, *others), label)
    return tuple(found.values())


def _freest(places: Iterable[Place], boxes: Collection[Box], label: float) -> Place:
    """Return the place where a label so wide covers least of these boxes, the first of several."""
    return min(places, key=lambda at: sum(box.weight * _overlap(at, label, box) for box in boxes))


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
