"""The network as SVG: columns of neurons, weights on their edges, and a place for every number to appear.

Ids and classes only; how it looks is the style sheet's business. Every text of a quantity carries `data-q`, so that
a script can show it at its step. For paper the same drawing carries a style of its own and real numbers or blanks.

Longer than most: the parts of one drawing, each a few lines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import escape

from ..formula.symbols import named
from ..network.quantity import id_of
from ..network.spec import Bias, Network, Weight
from ..steps.solution import Solution
from ..words.en import drawings as words
from . import cells as cell_drawing
from .cell_places import Cells, cells, close_cells, rows_of_cells
from .crowding import SECOND, Crowding, crowding, label_width
from .geometry import (
    BIAS,
    MARGIN_X,
    ROOM,
    WRITTEN,
    Plan,
    close,
    fits,
    in_cells,
    plan,
    tall,
    wide,
)
from .labels import CHARACTER, RADIUS
from .pen import Pen, Track, Write, arrowhead, fitted, spans

PAPER = (
    "<style>.diagram{font-family:'STIX Two Text',serif}.wire{stroke:#444;stroke-width:1}"
    ".body{fill:#fff;stroke:#000;stroke-width:1.2}.halo,.glow,.aback{display:none}.plate{fill:#fff}"
    ".ahead{fill:none;stroke:#444;stroke-width:1}text{font-size:15px;text-anchor:middle;fill:#000}"
    ".label text{font-size:14px}.sub{font-size:10px}.heading{font-size:13px;fill:#444}"
    ".target,.error,.delta{text-anchor:start}"
    ".total,.bias text{text-anchor:end}</style>"
)
_DRAWN = frozenset({"net", "out", "delta", "E", "E_total", "grad", "new"})
_IN_ROWS = frozenset({"input", "net", "out", "delta"})
LETTER = 7.2  # the width of one of a name's
CLOSE = 6  # where neurons of a layer are close, what stands between them is moved apart by so much
SHRINKING = {False: (0, 506), True: (600, 690)}  # heights that on a low screen are drawn smaller, and legible still
LOW, HIGH = 400, 610  # heights up to which a drawing in rows of cells has room on a phone as it is, and drawn smaller
SMALL = 540  # a drawing of this width or less is legible on a narrow screen as a whole


@dataclass(frozen=True, kw_only=True)
class _Pen(Pen):
    """A pen that knows where everything stands."""

    plan: Plan


def _edge(pen: _Pen, weight: Weight) -> str:
    a, b = pen.plan.neurons[weight.source], pen.plan.neurons[weight.target]
    length = ((b.x - a.x) ** 2 + (b.y - a.y) ** 2) ** 0.5
    ux, uy = (b.x - a.x) / length, (b.y - a.y) / length
    x1, y1, x2, y2 = a.x + ux * RADIUS, a.y + uy * RADIUS, b.x - ux * RADIUS, b.y - uy * RADIUS
    line = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    heads = arrowhead(x2, y2, ux, uy, "ahead") + arrowhead(x1, y1, -ux, -uy, "aback")
    return (
        f'<g class="edge" data-edge="{escape(weight.name)}">'
        f'<line class="wire" {line}/><line class="glow" {line}/>{heads}</g>'
    )


def _edge_label(pen: _Pen, weight: Weight, tight: bool) -> str:
    at = pen.plan.labels[weight.name]
    name = f"{spans(named(weight.name))}<tspan> </tspan>"
    given = pen.slot(at.x, at.y + 3, Track("given weight", weight.name, name))
    moving = _moving(pen, at.x, at.y + 3 + SECOND, weight.name)
    return f'<g class="label{tight * " tight"}" data-edge="{escape(weight.name)}">{given}{moving}</g>'


def _plate(pen: _Pen, weight: Weight, crowded: bool) -> str:
    """Return what keeps wires from a weight's label, or its name; it lies below every text, and so covers none."""
    at = pen.plan.labels[weight.name]
    wide = CHARACTER * len(weight.name) if crowded else label_width(pen, weight.name)
    return f'<rect class="plate" x="{at.x - wide / 2:.1f}" y="{at.y - 9:g}" width="{wide:g}" height="18"/>'


def _bias_plate(pen: _Pen, bias: Bias) -> Iterator[str]:
    """Yield what on paper keeps wires from what is said of a bias: on a screen its letters have a rim."""
    wide = label_width(pen, bias.name)
    for target in bias.targets if pen.paper else ():
        at = pen.plan.neurons[target]
        left, top = at.x - BIAS - wide, at.y + RADIUS * 0.80 + 22
        yield f'<rect class="plate" x="{left:.1f}" y="{top:g}" width="{wide:g}" height="16"/>'


def _moving(pen: _Pen, x: float, y: float, name: str) -> str:
    """Return the place of a parameter's gradient, which gives way to its new value."""
    new = Track("update new", id_of("new", name), "<tspan>→ </tspan>")
    grad = Track("backward grad", id_of("grad", name), "<tspan>∂ </tspan>")
    return "" if pen.still else pen.slot(x, y, grad, new, rest=-1)


def _node(pen: _Pen, net: Network, name: str) -> str:
    at = pen.plan.neurons[name]
    circle = (
        f'<circle class="halo" cx="{at.x:g}" cy="{at.y:g}" r="{RADIUS + 5}"/>'
        f'<circle class="body" cx="{at.x:g}" cy="{at.y:g}" r="{RADIUS}"/>'
    )
    fit = fitted(name, LETTER, paper=pen.paper)
    title = f'<text class="name" x="{at.x:g}" y="{at.y - 9:g}"{fit}>{spans(named(name))}</text>'
    if name in net.inputs:
        value = pen.slot(at.x, at.y + 13, Track("given inside", name))
        return f'<g class="node input" data-node="{escape(name)}">{circle}{title}{value}</g>'
    names = pen.solution.example.style.words
    sent = Track("forward net", id_of("net", name), f"<tspan>{names['net']} </tspan>")
    delta = Track("backward delta", id_of("delta", name), f"<tspan>{names['delta']} </tspan>")
    side = at.x + RADIUS + 9
    close = CLOSE if pen.plan.downward else 0
    parts = [
        pen.slot(side, at.y - 6, sent) if pen.plan.beside else pen.slot(at.x, at.y - RADIUS - 12, sent),
        pen.slot(at.x, at.y + 13, Track("forward inside", id_of("out", name))),
        pen.slot(side, at.y + 16, delta) if pen.plan.beside else pen.slot(at.x - 4, at.y + RADIUS + 22 - close, delta),
    ]
    kind = "hidden"
    if name in net.outputs:
        kind = "output"
        turn = -1 if name in pen.plan.turned else 1
        x, y = (
            (at.x - 16 * turn, at.y + RADIUS + (24 if pen.plan.beside else 62 if pen.plan.downward else 44))
            if pen.plan.under
            else (at.x + RADIUS + 10, at.y - 4)
        )
        parts.append(pen.slot(x, y, Track("given target", id_of("target", name), "<tspan>T </tspan>")))
        parts.append(pen.slot(x, y + 18, Track("forward error", id_of("E", name), "<tspan>E </tspan>")))
    if name in pen.plan.turned:
        kind += " turned"
    return f'<g class="node {kind}" data-node="{escape(name)}">{circle}{title}{"".join(parts)}</g>'


def _biases(pen: _Pen, net: Network) -> Iterator[str]:
    for bias in net.biases:
        for target in bias.targets:
            at = pen.plan.neurons[target]
            turn, mark = (1, " turned") if target in pen.plan.turned else (-1, "")
            name, x, y = spans(named(bias.name)), at.x + turn * RADIUS * 0.62, at.y + RADIUS * 0.80
            low = CLOSE if pen.plan.downward and not pen.plan.beside else 0  # below the error signal beside it
            line = f'x1="{x + turn * 12:.1f}" y1="{y + 18:.1f}" x2="{x:.1f}" y2="{y:.1f}"'
            said = at.x + turn * BIAS
            yield (
                f'<g class="bias{mark}" data-bias="{escape(bias.name)}">'
                f'<line class="wire" {line}/><line class="glow" {line}/>'
                + pen.slot(said, y + 34 + low, Track("given", bias.name, f"{name}<tspan> </tspan>"))
                + _moving(pen, said, y + 51 + low, bias.name)
                + "</g>"
            )


def _left_of_biases(solution: Solution, order: Collection[str]) -> float:
    """Return the room that a bias needs from its neuron's centre to the left, with its gradient and its new value."""
    names = {bias.name for bias in solution.example.network.biases}
    moved = (solution.numbers[id] for id in order)
    own = (n for n in moved if n.quantity.kind in {"grad", "new"} and n.quantity.names[0] in names)
    return BIAS + WRITTEN * max((len(n.shown) + 2 for n in own), default=0)  # with the sign before it


def _between(solution: Solution, order: Collection[str]) -> float:
    """Return how far from the next a neuron must be for what stands between them: its net input and error signal."""
    words_of = solution.example.style.words
    beside = (n for id in order if (n := solution.numbers[id]).quantity.kind in {"net", "delta"})
    most = max((len(words_of[n.quantity.kind]) + 1 + len(n.shown) for n in beside), default=0)
    return 2 * RADIUS + 12 + CHARACTER * most


def _heading(column: int, last: int) -> str:
    if column in {0, last}:
        return words.INPUTS if column == 0 else words.OUTPUTS
    return words.HIDDEN if last == 2 else words.hidden(column)


def _headings(pen: _Pen, net: Network) -> Iterator[str]:
    for i, at in enumerate(pen.plan.headings):
        yield f'<text class="heading" x="{at.x:g}" y="{at.y:g}">{_heading(i, len(net.layers))}</text>'


def stands_alone(solution: Solution) -> bool:
    """Return whether the drawing with its numbers wants a line of its own to be legible."""
    return wide(solution.example.network, _longest(solution, solution.numbers, _DRAWN))


def _longest(solution: Solution, ids: Collection[str], kinds: frozenset[str]) -> int:
    """Return how many characters the longest number of some kinds has."""
    return max(len(solution.numbers[id].shown) for id in ids if solution.numbers[id].quantity.kind in kinds)


def diagram(
    solution: Solution, *, title: str, write: Write | None = None, paper: bool = False, downward: bool = False
) -> str:
    """Return the drawing of an example's network for the page, every number in its place for a player to show.

    It goes from left to right, or `downward` for a narrow screen. With `write` it is still, and has what `write` says
    in each place; for paper it carries a style of its own.
    """
    style = PAPER if paper else ""
    net = solution.example.network
    order = {step.id: i for i, step in enumerate(solution.steps)}
    shown = write or (lambda id: solution.numbers[id].shown)
    closely, in_rows = downward and close(net), downward and tall(net) and not write
    celled = (closely or in_rows or in_cells(net)) and not paper
    if not celled and not fits(net):
        return summary(solution, title=title, style=style)
    ids = order if downward and not in_rows else solution.numbers  # with less room, of what a player shows alone
    digits = _longest(solution, ids, _IN_ROWS if in_rows else _DRAWN)
    if celled:
        pencil = Pen(solution=solution, order=order, write=shown, still=write is not None, paper=paper)
        place = rows_of_cells(net, digits) if in_rows else close_cells(net, digits) if closely else cells(net)
        return _in_cells(pencil, net, title, place)
    room = (_left_of_biases(solution, order), _between(solution, order)) if downward else (0, 0)
    layout = plan(net, digits, downward=downward, left=room[0], between=room[1])
    width, height = layout.width, layout.height
    pen = _Pen(solution=solution, order=order, write=shown, still=write is not None, paper=paper, plan=layout)
    whole = Track("forward total", id_of("E_total"), f"<tspan>{words.TOTAL} </tspan>")
    total = pen.slot(width + layout.right - 30, height - 14, whole)
    full = crowding(pen, net, layout) if downward and not pen.still else Crowding()
    body = [
        *(_edge(pen, w) for w in net.weights),
        *(_plate(pen, w, full.labels) for w in net.weights),
        *(plate for bias in net.biases for plate in _bias_plate(pen, bias)),
        *_biases(pen, net),
        *(_node(pen, net, name) for column in net.columns for name in column),
        *(_edge_label(pen, w, w.name in full.tight) for w in net.weights),
        *_headings(pen, net),
        total,
    ]
    kind = f" downward{layout.beside * ' beside'}" if downward else ""
    least, most = SHRINKING[downward]
    kind += (least < height <= most) * " shrinks"
    kind += full.labels * " crowded"
    return _svg(width + layout.right, height, title, "".join(body), style, kind)


def _in_cells(pen: Pen, net: Network, title: str, place: Cells) -> str:
    last = len(net.columns) - 1
    whole = Track("forward total", id_of("E_total"), f"<tspan>{words.TOTAL} </tspan>")
    heads = (
        f'<text class="heading" x="{place.neurons[names[0]].x:g}" y="20">{_heading(i, last)}</text>'
        for i, names in enumerate(() if place.close else net.columns)
    )
    total = pen.slot(place.width - 10, place.height - 10, whole)
    body = "".join((cell_drawing.drawn(pen, net, place), *heads, total))
    rows = f" rows{(LOW < place.height <= HIGH) * ' shrinks'}{(place.height > HIGH) * ' tall'}" if place.rows else ""
    kind = f" cells{place.close * ' downward'}{rows}"
    return _svg(place.width, place.height, title, body, kind=kind)


def _svg(width: float, height: float, title: str, body: str, style: str = "", kind: str = "") -> str:
    kind = kind or (" small" if width <= SMALL else " broad" if width > ROOM else "")
    return (
        f'<svg class="diagram{kind}" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg">{style}{body}</svg>'
    )


def sketch(net: Network, *, title: str, paper: bool = False) -> str:
    """Return a network drawn small: its neurons and connections, without names or numbers."""
    style = PAPER if paper else ""
    if not fits(net):
        parts, width, height = _bars(net)
        return _svg(width, height, title, "".join(parts), style)
    layout = plan(net)
    wires = []
    for weight in net.weights:
        a, b = layout.neurons[weight.source], layout.neurons[weight.target]
        wires.append(f'<line class="wire" x1="{a.x:g}" y1="{a.y:g}" x2="{b.x:g}" y2="{b.y:g}"/>')
    circles = (f'<circle class="body" cx="{p.x:g}" cy="{p.y:g}" r="{RADIUS}"/>' for p in layout.neurons.values())
    return _svg(layout.width, layout.height, title, "".join((*wires, *circles)), style)


def summary(solution: Solution, *, title: str, style: str = "") -> str:
    """Return a drawing for networks too large for numbers: each layer a bar with its size and activation."""
    parts, width, height = _bars(solution.example.network)
    return _svg(width, height, title, "".join(parts), style)


def _bars(net: Network) -> tuple[list[str], float, float]:
    """Return a drawing's parts, width and height: each layer a bar, with its size and activation."""
    parts = []
    for i, names in enumerate(net.columns):
        x, bar = MARGIN_X + i * 220, min(200, 40 + 6 * len(names))
        word = words.INPUTS if i == 0 else words.name(net.layers[i - 1].activation)
        if i:
            parts.append(f'<line class="wire" x1="{x - 184}" y1="130" x2="{x - 26}" y2="130"/>')
            parts.append(arrowhead(x - 26, 130, 1, 0, "ahead"))
        parts.append(f'<rect class="body" x="{x - 24}" y="{130 - bar / 2:g}" width="48" height="{bar}" rx="10"/>')
        parts.append(f'<text class="name" x="{x}" y="136">{len(names)}</text>')
        parts.append(f'<text class="heading" x="{x}" y="256">{word}</text>')
    return parts, 2 * MARGIN_X + 220 * len(net.layers), 270
