"""Larger networks as SVG: a cell for every neuron, in columns or in rows.

In columns its numbers appear while a step lights it; in rows the last of them stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..formula.symbols import named
from ..network.quantity import id_of
from ..network.spec import Network
from .cell_places import CELL, CELLS_APART, Cells
from .pen import Pen, Track, spans

INKS = {"net": "forward", "out": "forward", "delta": "backward"}


def drawn(pen: Pen, net: Network, place: Cells) -> str:
    """Return the parts of the drawing: faint connections, those that can be lit, and the cells with their numbers."""
    return "".join((*_wires(net, place), *(_cell(pen, net, place, name) for column in net.columns for name in column)))


def _ends(place: Cells, source: str, target: str) -> tuple[float, float, float, float]:
    a, b = place.neurons[source], place.neurons[target]
    if place.rows:
        return a.x, a.y + CELL - 1, b.x, b.y + 1
    return a.x + place.cell / 2, a.y + CELL / 2, b.x - place.cell / 2, b.y + CELL / 2


def _wires(net: Network, place: Cells) -> Iterator[str]:
    ends = {weight.name: _ends(place, weight.source, weight.target) for weight in net.weights}
    path = "".join(f"M{x1:g} {y1:g}L{x2:g} {y2:g}" for x1, y1, x2, y2 in ends.values())
    yield f'<path class="faint" d="{path}"/>'
    for name, (x1, y1, x2, y2) in ends.items():
        line = f'<line class="glow" x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"/>'
        yield f'<g class="edge" data-edge="{escape(name)}">{line}</g>'


def _cell(pen: Pen, net: Network, place: Cells, name: str) -> str:
    at = place.neurons[name]
    base = at.y + CELL - 4
    left, right, wide = at.x - place.cell / 2, at.x + place.cell / 2, place.cell
    box = f'<rect class="body" x="{left:g}" y="{at.y + 1:g}" width="{wide:g}" height="{CELL - 2}" rx="3"/>'
    title = f'<text class="name" x="{at.x:g}" y="{base - 2:g}">{spans(named(name))}</text>'
    x, y = (left, base + CELL - 2) if place.under else (right + 4, base)
    if name in net.inputs:
        value = pen.slot(x if place.close else left - 6, y, Track("given", name))
        return f'<g class="node input" data-node="{escape(name)}">{box}{title}{value}</g>'
    words = pen.solution.example.style.words
    ids = {kind: id_of(kind, name) for kind in ("net", "out", "delta")}
    if place.close:
        numbers = pen.slot(x, y, *(Track(f"{INKS[kind]} {kind}", id) for kind, id in ids.items()))
    else:
        tracks = {kind: Track(f"{INKS[kind]} {kind}", id, f"<tspan>{words[kind]} </tspan>") for kind, id in ids.items()}
        numbers = pen.slot(right + 6, base, tracks["net"], tracks["out"])
        numbers += pen.slot(right + CELLS_APART / 2 - 4, base, tracks["delta"])
    kind = "output" if name in net.outputs else "hidden"
    return f'<g class="node {kind}" data-node="{escape(name)}">{box}{title}{numbers}</g>'
