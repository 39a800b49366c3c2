"""Where neurons stand in the drawing of a network: in columns, in rows of columns, or downward.

Longer than most: the measures of three kinds of drawing stand together.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from itertools import pairwise
from math import prod

from ..network.spec import Network
from .cell_places import cells
from .labels import BOLD, CHARACTER, DIGITS, LABEL_WIDTH, RADIUS, Edge, Place, labelled

ROW, COLUMN = 158, 250
MARGIN_X, MARGIN_Y = 74, 92
LEFT, FOOT, LOWER = 96, 128, 18  # drawn downward: the room around the neurons, and below three or more of them
RIGHT = 72  # room beside the last neuron at least, where its numbers stand above and below
WRITTEN = 8.2  # the width of a digit of what stands beside a neuron
SHORT = 3  # signs that the name of a weight or bias mostly has at most
BIAS = RADIUS * 0.62 + 14  # from a neuron's centre to the right end of what is said of its bias
APART = {1: 0, 2: 167, 3: 124, 4: 104}  # from a neuron to the next in a layer of at most so many
LAYER = {1: 150, 2: 171, 3: 234, 4: 300}  # and from such a layer to the next
MOST_CLOSE = 12  # weights between two layers that are as close as four neurons are
ROOMY = 1.3  # how much further apart the layers are then
ON_A_SCREEN = 690  # higher, a drawing downward would be seen a part at a time: in a player its cells lie in rows
ROOM = 1130  # how wide a drawing may be to be shown whole at 1280 pixels, where its text is then 12 pixels high
ROWS_APART = 200  # where layers go on below, from the last neuron of a row of them to the first below
HEADING = MARGIN_Y - 20  # from the first neuron to what stands above its layer
MOST_NEURONS, MOST_EDGES = 8, 40  # in a column and in all: beyond, a drawing is a summary
MOST_ON_A_SCREEN = 4  # in a column: beyond, a screen would show a part of the drawing at a time
MOST_IN_CELLS, MOST_LINES = 32, 600  # the same of a drawing in cells; beyond, each layer is a bar
CLOSE_MOST = 4  # columns of cells that fit a phone
WIDE = 670  # beyond, beside the panel at 1280 pixels its text would be smaller than 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The drawing's size, every neuron's centre and every weight's label; `right` is the room beyond the outputs."""

    width: float
    height: float
    right: float
    neurons: dict[str, Place]
    labels: dict[str, Place]
    headings: tuple[Place, ...] = ()  # what each layer is stands there
    downward: bool = False
    under: bool = False  # targets and errors stand under the outputs, not beside them
    beside: bool = False  # numbers of a neuron stand beside it, not above and below
    turned: frozenset[str] = frozenset()  # neurons whose bias stands to the right, where no weight comes or goes


def fits(net: Network) -> bool:
    """Return whether every neuron and weight can be drawn with its numbers."""
    return max(map(len, net.columns)) <= MOST_NEURONS and len(net.weights) <= MOST_EDGES


def in_cells(net: Network) -> bool:
    """Return whether a network has no room on a screen with all its numbers, and has with a cell for every neuron."""
    most = max(map(len, net.columns))
    return (most > MOST_ON_A_SCREEN or not fits(net)) and most <= MOST_IN_CELLS and len(net.weights) <= MOST_LINES


def wide(net: Network, digits: int = DIGITS) -> bool:
    """Return whether the drawing wants a line of its own to be legible, with numbers of so many characters."""
    if in_cells(net):
        return cells(net).width > WIDE
    digits += _named(net) // 2
    sizes, more = tuple(map(len, net.columns)), _right(digits) - _right(DIGITS)
    return fits(net) and not deep(net) and _width(sizes, digits) + more > WIDE


def narrow(net: Network) -> bool:
    """Return whether a network can be drawn downward, a layer below the other: a narrow screen then shows all of it."""
    sizes = tuple(map(len, net.columns))
    crowded = max(sizes) > 3 and max(map(prod, pairwise(sizes))) > MOST_CLOSE
    return fits(net) and max(sizes) in APART and not crowded


def tall(net: Network) -> bool:
    """Return whether a network that can be drawn downward is too high then to be seen whole."""
    return narrow(net) and _high(tuple(map(len, net.columns))) > ON_A_SCREEN


def close(net: Network) -> bool:
    """Return whether a network that has no room on a narrow screen otherwise is drawn there in cells."""
    sizes = tuple(map(len, net.columns))
    drawn = max(sizes) <= MOST_IN_CELLS and len(net.weights) <= MOST_LINES
    return drawn and len(sizes) <= CLOSE_MOST and not narrow(net)


def deep(net: Network) -> bool:
    """Return whether a network has so many layers that it is drawn downward on a wide screen too."""
    return narrow(net) and _width(tuple(map(len, net.columns)), DIGITS) + _right(DIGITS) > ROOM


def plan(net: Network, digits: int = DIGITS, *, downward: bool = False, left: float = 0, between: float = 0) -> Plan:
    """Return the layout of a network that fits, with room for numbers of so many characters.

    Drawn downward, there are at least `left` units from the left edge to the first neuron's centre, and `between` from
    one neuron to the next where numbers stand beside them.
    """
    names = [name for column in net.columns for name in column]
    at = {name: i for i, name in enumerate(names)}
    edges = tuple((at[weight.source], at[weight.target]) for weight in net.weights)
    beside = downward and max(map(len, net.columns)) < 3
    turned = frozenset(column[1] for column in net.columns[1:] if beside and len(column) == 2)
    biased = tuple(
        0 if net.bias_of(name) is None else 1 if name in turned else -1 for column in net.columns[1:] for name in column
    )
    named = 0 if downward else _named(net)
    digits += named // 2  # half of what is longer stands on either side of a label's middle
    shape = _shape(tuple(map(len, net.columns)), edges, biased, digits, downward, (left, between), named)
    return Plan(
        width=shape.width,
        height=shape.height,
        headings=shape.headings,
        downward=downward,
        under=downward or len(shape.rows) > 1,
        beside=beside,
        turned=turned,
        right=0 if downward else _right(digits),
        neurons=dict(zip(names, shape.neurons, strict=True)),
        labels=dict(zip((weight.name for weight in net.weights), shape.labels, strict=True)),
    )


def _named(net: Network) -> int:
    """Return how many signs the longest name of a weight or bias has more than most have."""
    names = [*(weight.name for weight in net.weights), *(bias.name for bias in net.biases)]
    return max(0, max(map(len, names)) - SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What the shape of a network alone decides of its drawing."""

    width: float
    height: float
    neurons: tuple[Place, ...]
    labels: tuple[Place, ...]
    headings: tuple[Place, ...]
    rows: tuple[int, ...]


def _right(digits: int) -> float:
    """Return the room beyond the margin on the right for what stands beside or below the last neuron."""
    return max(60, RADIUS + 14 + CHARACTER * (digits + 2) - MARGIN_X)


def _rows(sizes: tuple[int, ...], digits: int) -> tuple[int, ...]:
    """Return how many layers stand in each row: one row, or several of single neurons that have no room in one.

    Rows lie like bricks: every other one has a layer less, half a column to the right, and is read from the right.
    """
    if max(sizes) > 1:
        return (len(sizes),)
    most = max(2, 1 + int((ROOM - 2 * MARGIN_X - _right(digits)) // _column(sizes, digits)))
    least = len(_bricks(len(sizes), most))
    return next(rows for n in range(2, most + 1) if len(rows := _bricks(len(sizes), n)) == least)


def _bricks(layers: int, most: int) -> tuple[int, ...]:
    rows: list[int] = []
    while sum(rows) < layers:
        rows.append(min(most - len(rows) % 2, layers - sum(rows)))
    return tuple(rows)


def _column(sizes: tuple[int, ...], digits: int) -> float:
    return COLUMN + 70 * max(0, max(sizes) - 2) + 2 * CHARACTER * max(0, digits - 10)


def _width(sizes: tuple[int, ...], digits: int) -> float:
    return 2 * MARGIN_X + (_rows(sizes, digits)[0] - 1) * _column(sizes, digits)


@functools.lru_cache(maxsize=1024)  # examples of one shape share it, and a site of many is drawn again and again
def _shape(
    sizes: tuple[int, ...],
    edges: tuple[Edge, ...],
    biased: tuple[int, ...],  # the side of each neuron's bias, 0 without one
    digits: int,
    downward: bool,
    room: tuple[float, float],
    named: int,  # signs that the longest name of a weight or bias has more than most
) -> _Shape:
    rows = (len(sizes),) if downward else _rows(sizes, digits)
    headings: tuple[Place, ...] = ()  # downward there is no room for them
    if downward:
        width, height, neurons = _downward(sizes, digits, *room)
    else:
        width, height, neurons, headings = _across(sizes, digits, rows)
    behind = neurons[sizes[0] :]
    beside = downward and max(sizes) < 3
    label = max(LABEL_WIDTH, BOLD * (digits + 2)) if downward else LABEL_WIDTH + CHARACTER * named
    labels = labelled(edges, neurons, list(zip(behind, biased, strict=True)), digits, label=label, beside=beside)
    return _Shape(
        width=width,
        height=height,
        neurons=tuple(neurons),
        labels=labels,
        headings=headings,
        rows=rows,
    )


def _across(
    sizes: tuple[int, ...], digits: int, rows: tuple[int, ...]
) -> tuple[float, float, list[Place], tuple[Place, ...]]:
    """Return a drawing's width and height, its neurons in columns, and where it is said what each column is."""
    column, high = _column(sizes, digits), (max(sizes) - 1) * ROW
    places = [(row, i) for row, layers in enumerate(rows) for i in range(layers)]
    neurons, headings = [], []
    for size, (row, i) in zip(sizes, places, strict=True):
        x = MARGIN_X + column * (rows[0] - 1.5 - i if row % 2 else i)
        top = MARGIN_Y + row * (high + ROWS_APART)
        neurons += [Place(x=x, y=top + (high - (size - 1) * ROW) / 2 + j * ROW) for j in range(size)]
        headings.append(Place(x=x, y=top - HEADING))
    under = FOOT - MARGIN_Y if len(rows) > 1 else 0
    height = 2 * MARGIN_Y + high + (len(rows) - 1) * (high + ROWS_APART) + under
    return _width(sizes, digits), height, neurons, tuple(headings)


def _downward(sizes: tuple[int, ...], digits: int, left: float, between: float) -> tuple[float, float, list[Place]]:
    """Return the same with the layers below one another."""
    most = max(sizes)
    apart = max(APART[most], between if most == 2 else 0)
    layer = LAYER[most] * (ROOMY if _high(sizes) > ON_A_SCREEN and most > 1 else 1)
    first = max(LEFT, left)  # what moves a bias stands to the left of its neuron
    neurons = []
    for i, size in enumerate(sizes):
        begin = first + (most - size) * apart / 2
        neurons += [Place(x=begin + j * apart, y=RADIUS + 10 + i * layer) for j in range(size)]
    right = RADIUS + 12 + WRITTEN * (digits + 4) if most < 3 else max(RIGHT, WRITTEN * (digits + 3) - 4)
    return first + (most - 1) * apart + right, neurons[-1].y + _foot(most), neurons


def _foot(most: int) -> float:
    """Return the room below the last neurons, of so many in a layer at most."""
    return FOOT + LOWER * (most > 2)


def _high(sizes: tuple[int, ...]) -> float:
    """Return the height of a drawing downward whose layers are no further apart than they must be."""
    return RADIUS + 10 + (len(sizes) - 1) * LAYER[max(sizes)] + _foot(max(sizes))
