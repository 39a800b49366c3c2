"""What writes the numbers of a drawing: each in its place, one after another, and each saying whose it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape

from ..formula.provenance import attributes
from ..formula.symbols import Ratio, Symbol
from ..steps.passes import sample_of
from ..steps.solution import Solution
from .labels import CHARACTER, RADIUS

WIDEST, INSIDE = 2 * RADIUS - 4, 2 * RADIUS - 10  # a text wider than that in a neuron's circle is made that wide
PAPER_SIZE = 15  # of the letters of a drawing on paper, in its units
Write = Callable[[str], str]  # what a drawing writes for a quantity: its digits, or a blank


def spans(symbol: Symbol | Ratio) -> str:
    """Return a symbol on one line as tspans, what stands below it set lower."""
    if isinstance(symbol, Ratio):
        return f"<tspan>∂</tspan>{spans(symbol.top)}<tspan>/∂</tspan>{spans(symbol.bottom)}"
    below = "".join(part.base + "".join(inner.base for inner in part.below) for part in symbol.below)
    index = f'<tspan class="sub" dy="4">{escape(below)}</tspan><tspan dy="-4">\u200b</tspan>' if below else ""
    return f"<tspan>{escape(symbol.base)}</tspan>{index}"


def arrowhead(x: float, y: float, ux: float, uy: float, kind: str, back: float = 11) -> str:
    """Return an arrowhead whose tip is at (x, y) and which points along (ux, uy), `back` long."""
    half = back / 2
    points = " ".join(
        f"{px:.1f},{py:.1f}"
        for px, py in (
            (x - ux * back - uy * half, y - uy * back + ux * half),
            (x, y),
            (x - ux * back + uy * half, y - uy * back - ux * half),
        )
    )
    tag = "polyline" if kind == "ahead" else "polygon"
    return f'<{tag} class="{kind}" points="{points}"/>'


def fitted(text: str, letter: float, *, paper: bool) -> str:
    """Return the attributes that keep a text, of letters so wide, within its neuron's circle; nothing where it fits.

    What sets paper does not squeeze letters, and gets smaller ones.
    """
    wide = letter * len(text)
    if wide <= WIDEST:
        return ""
    size = f' style="font-size:{PAPER_SIZE * INSIDE / wide:.1f}px"'
    return size if paper else f' textLength="{INSIDE}" lengthAdjust="spacingAndGlyphs"'


@dataclass(frozen=True, slots=True)
class Track:
    """One name whose numbers appear at a place, whatever sample or round; `label` is markup before the number."""

    kind: str
    base: str
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Pen:
    """What the parts of one drawing share. `order` gives each step's place, for numbers that follow one another."""

    solution: Solution
    order: dict[str, int]
    write: Write
    still: bool  # only what the drawing shows at rest, and no marks for scripts
    paper: bool  # no marks of where a number comes from

    def slot(self, x: float, y: float, *tracks: Track, rest: int = 0) -> str:
        """Return the numbers that appear one after another at one place: of every sample, before and after.

        `rest` is which of them the drawing shows at rest, when no player turns its pages.
        """
        entries = [(self.order.get(id, -1), track, id) for track in tracks for id in self._ids(track.base)]
        entries.sort(key=lambda entry: entry[0])
        if self.still:
            return "".join(self._text(x, y, track, id, "") for _, track, id in entries[rest:][:1] if self.write(id))
        texts = []
        for i, (_, track, id) in enumerate(entries):
            at = "" if id in self.order else ' data-at=""'  # else it comes with the step of its own id
            quantity = self.solution.numbers[id].quantity
            of = sample_of(self.solution.example.network, quantity)
            told = f' data-of="{of}"' if of else ""
            later = "" if i == rest % len(entries) else ' data-later=""'
            texts.append(self._text(x, y, track, id, f"{at}{told}{later}"))
        return f'<g class="slot">{"".join(texts)}</g>' if len(texts) > 1 else "".join(texts)

    def _ids(self, base: str) -> list[str]:
        """Return the quantities of one name that stand in a drawing: those given, and those a step writes out."""
        return self.drawn.get(base, [])

    @cached_property
    def drawn(self) -> dict[str, list[str]]:
        """The ids that stand in a drawing, by the name that they have without their sample and round."""
        online = self.solution.example.online
        found: dict[str, list[str]] = {}
        for id, number in self.solution.numbers.items():
            quantity = number.quantity
            apart = online and quantity.kind in {"change", "new"} and quantity.sample is None
            if (quantity.given or id in self.order) and not apart:
                found.setdefault(quantity.plain.id, []).append(id)
        return found

    def _text(self, x: float, y: float, track: Track, id: str, marks: str) -> str:
        number = f'<tspan class="num"{self._source(id)}>{escape(self.write(id))}</tspan>'
        fit = fitted(self.write(id), CHARACTER, paper=self.paper) if track.kind.endswith("inside") else ""
        return f'<text class="val {track.kind}" x="{x:g}" y="{y:g}"{fit}{marks}>{track.label}{number}</text>'

    def _source(self, id: str) -> str:
        return "" if self.paper else f" {attributes(self.solution.numbers[id])}"
