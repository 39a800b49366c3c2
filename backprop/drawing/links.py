"""Quantities and the links between them as SVG: the chain from a weight to the error, and one neuron as a graph.

Each link carries the rate with which its end changes with its start. Classes only; every number says whose it is.

Longer than most: two drawings and the few marks that both are made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from math import hypot

from ..formula.layout import sign_of
from ..formula.provenance import attributes
from ..network.quantity import Quantity, id_of
from ..network.spec import Example, Network, Weight
from ..steps.solution import Solution
from ..words.en import drawings as words
from .pen import arrowhead, spans

ACROSS, DOWN = 116, 104  # from one column, and from one row, to the next
EDGE_X, EDGE_Y = 40, 44
CLEAR = 29  # of a link from the middle of what it leads to


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """What a link begins or ends at: a quantity by its id, or an operation."""

    x: float
    y: float
    id: str = ""
    operation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link with what stands over it and below it: a letter or a value going forward, and the rate coming back."""

    start: Spot
    end: Spot
    over: str = ""
    forward: str = ""
    back: str = ""
    told: str = ""


def chain(solution: Solution, weight: Weight) -> str:
    """Return every way from a weight to the error as a row of links, each with its rate under its letter.

    The weight enters an output or the layer before the outputs; further back there are more ways than a row can show.
    """
    net = solution.example.network
    carried = _sent(net, weight)
    ends = [weight.target] if weight.target in net.outputs else [w.target for w in net.outgoing(weight.target)]
    middle = EDGE_Y + DOWN * (len(ends) - 1) / 2
    columns = iter(range(6))

    def spot(id: str, y: float, column: int) -> Spot:
        return Spot(x=EDGE_X + ACROSS * column, y=y, id=id)

    first = spot(weight.name, middle, next(columns))
    links = []
    if weight.target not in net.outputs:
        hidden = [spot(id_of(kind, weight.target), middle, next(columns)) for kind in ("net", "out")]
        links.append(Link(start=first, end=hidden[0], over="D", back=carried))
        links.append(Link(start=hidden[0], end=hidden[1], over="B", back=id_of("dout_dnet", weight.target)))
        begins, letter = hidden[1], "C"
    else:
        begins, letter = first, "D"
    places = [next(columns) for _ in range(3)]
    last = spot("E_total", middle, places[2])
    for row, neuron in enumerate(ends):
        at = [spot(id_of(kind, neuron), EDGE_Y + DOWN * row, places[i]) for i, kind in enumerate(("net", "out"))]
        between = next((w.name for w in net.outgoing(weight.target) if w.target == neuron), carried)
        links.append(Link(start=begins, end=at[0], over=letter, back=between))
        links.append(Link(start=at[0], end=at[1], over="B", back=id_of("dout_dnet", neuron)))
        links.append(Link(start=at[1], end=last, over="A", back=id_of("dE_dout", neuron)))
    return _drawn(solution, links, words.chain(weight.name))


def neuron_graph(solution: Solution, neuron: str) -> str:
    """Return a neuron as a graph of operations: over each link the value going forward, below it what comes back."""
    net = solution.example.network
    weights, bias = net.incoming(neuron), net.bias_of(neuron)
    rows = 2 * len(weights) + bool(bias)
    middle = EDGE_Y + DOWN * (rows - 1) / 2

    def spot(column: int, y: float, id: str = "", operation: str = "") -> Spot:
        return Spot(x=EDGE_X + ACROSS * column, y=y, id=id, operation=operation)

    plus = spot(2, middle, operation="+")
    curve = spot(3, middle, operation=_sign_of(net, neuron))
    end = spot(4, middle, id_of("out", neuron))
    delta = id_of("delta", neuron)
    links = []
    for row, weight in enumerate(weights):
        top = EDGE_Y + DOWN * 2 * row
        times = spot(1, top + DOWN / 2, operation="×")
        sent = _sent(net, weight)
        back = id_of("path", weight.source, neuron)
        known = back if back in solution.numbers else ""
        told = "" if known else words.message(weight.name)
        links.append(
            Link(start=spot(0, top, weight.name), end=times, forward=weight.name, back=id_of("grad", weight.name))
        )
        links.append(Link(start=spot(0, top + DOWN, sent), end=times, forward=sent, back=known, told=told))
        links.append(Link(start=times, end=plus, forward=_product(solution, neuron, weight), back=delta))
    if bias:
        given = spot(1, EDGE_Y + DOWN * (rows - 1), bias.name)
        links.append(Link(start=given, end=plus, forward=bias.name, back=delta))
    links.append(Link(start=plus, end=curve, forward=id_of("net", neuron), back=delta))
    links.append(Link(start=curve, end=end, forward=id_of("out", neuron), back=id_of("dE_dout", neuron)))
    return _drawn(solution, links, words.graph(neuron))


def _sign_of(net: Network, neuron: str) -> str:
    activation = net.layers[net.layer_of(neuron)].activation
    return words.CURVES.get(activation, activation)


def _sent(net: Network, weight: Weight) -> str:
    """Return the id of what a weight carries."""
    return net.sent(weight.source, Quantity("out", (weight.source,))).id


def _product(solution: Solution, neuron: str, weight: Weight) -> str:
    """Return the id of a weight's product on the way to its neuron's net input; of a single one there is none."""
    at = solution.example.network.incoming(neuron).index(weight) + 1
    id = f"{id_of('net', neuron)}.{at}"
    return id if id in solution.parts else ""


def reached(example: Example, weight: Weight) -> bool:
    """Return whether a row of links can show all the ways from a weight to the error, each as the steps have it."""
    net, old = example.network, example.method.hidden_gradient == "old_weights"
    if net.layers[-1].traits.joint or len(net.samples) > 1:
        return False
    last = weight.target in net.outputs
    return last or (old and net.layer_of(weight.target) == len(net.layers) - 2 and bool(net.outgoing(weight.target)))


def _drawn(solution: Solution, links: list[Link], title: str) -> str:
    spots = {(spot.x, spot.y): spot for link in links for spot in (link.start, link.end)}
    width = max(x for x, _ in spots) + EDGE_X
    height = max(y for _, y in spots) + EDGE_Y
    body = [*(_link(solution, link) for link in links), *(_spot(solution, spot) for spot in spots.values())]
    return (
        f'<svg class="diagram links" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'role="img" aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg">{"".join(body)}</svg>'
    )


def _spot(solution: Solution, spot: Spot) -> str:
    if spot.operation:
        round = f'<circle class="body" cx="{spot.x:g}" cy="{spot.y:g}" r="17"/>'
        return f'{round}<text class="name" x="{spot.x:g}" y="{spot.y + 5:g}">{escape(spot.operation)}</text>'
    return f'<text class="name" x="{spot.x:g}" y="{spot.y + 5:g}">{spans(sign_of(solution, spot.id).symbol)}</text>'


def _link(solution: Solution, link: Link) -> str:
    a, b = link.start, link.end
    length = hypot(b.x - a.x, b.y - a.y)
    ux, uy = (b.x - a.x) / length, (b.y - a.y) / length
    clear = CLEAR if not a.operation else 18, CLEAR if not b.operation else 18
    x1, y1, x2, y2 = a.x + ux * clear[0], a.y + uy * clear[0], b.x - ux * clear[1], b.y - uy * clear[1]
    line = f'<line class="wire" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'
    head = arrowhead(x2, y2, ux, uy, "ahead", 9)
    at = _place(link)
    x, y = x1 + (x2 - x1) * at, y1 + (y2 - y1) * at
    return f'<g class="link">{line}{head}{"".join(_labels(solution, link, x, y, ux, uy))}</g>'


def _place(link: Link) -> float:
    """Return where along a link its labels stand: where links that share one end lie furthest apart."""
    if abs(link.start.y - link.end.y) < 1:
        return 0.5
    return 0.36 if link.end.operation or link.over == "A" else 0.64


def _labels(solution: Solution, link: Link, x: float, y: float, ux: float, uy: float) -> Iterator[str]:
    """Yield what stands over a link, and below it, each on its own side; further off where it is steep."""
    off = 13 + 16 * abs(uy)

    def text(kind: str, side: int, inner: str) -> str:
        return f'<text class="{kind}" x="{x + side * uy * off:.1f}" y="{y - side * ux * off + 5:.1f}">{inner}</text>'

    if link.over:
        yield text("letter", 1, escape(link.over))
    if link.forward:
        yield text("forward", 1, _number(solution, link.forward))
    if link.back:
        yield text("backward", -1, _number(solution, link.back))
    elif link.told:
        yield text("backward", -1, escape(link.told))


def _number(solution: Solution, id: str) -> str:
    number = solution.quantities[id]
    return f'<tspan class="num" {attributes(number)}>{escape(number.shown)}</tspan>'
