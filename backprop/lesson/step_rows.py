"""What a page about an example is made of: steps, tables and tours as plain values for the templates to order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from ..errors import BackpropError
from ..formula import mathml, speech, tex
from ..formula import text as text_view
from ..formula.document import Row, document
from ..formula.layout import Formula, sign_of
from ..formula.opened import is_wide, opened
from ..formula.provenance import data
from ..network.quantity import id_of
from ..network.spec import Weight
from ..steps.passes import Step
from ..steps.solution import Solution
from ..steps.trace import PHASES
from ..words.en import player, sentences, spoken

INKS = {
    "forward": "forward",
    "error": "forward",
    "output": "backward",
    "hidden": "backward",
    "update": "update",
    "after": "forward",
}
MOST_DECIMALS = 30


class Unprintable(BackpropError):
    """A number is asked for in a form that it cannot be printed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step as a row: `chip` its symbol, `line` the work, `small` the lines between, `product` all its factors."""

    id: str
    number: int
    phase: str
    ink: str
    nodes: str
    edges: str
    biases: str
    uses: str
    text: str
    tex: str
    chip: Markup
    line: Markup
    small: tuple[Markup, ...]
    product: Markup
    spoken_product: str
    sentence: str
    turn: str
    turns: Mapping[str, str]
    spoken: str
    note: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    id: str
    title: str
    ink: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """A way through the steps; `stops` are step ids, or None where the reader chooses a parameter."""

    id: str
    title: str
    stops: str | None


def number(solution: Solution, id: str, decimals: int | None = None) -> Markup:
    """Return a number as HTML, with its own digits or with so many decimals; raises Unprintable for too many."""
    if decimals is not None and not 0 <= decimals <= MOST_DECIMALS:
        raise Unprintable(f"no number with {decimals} decimals; from 0 to {MOST_DECIMALS} can be asked for")
    found = solution.quantities[id]
    return Markup(data(found, None if decimals is None else found.to(decimals)))


def symbol(solution: Solution, id: str) -> Markup:
    sign = sign_of(solution, id)
    return Markup(mathml.math(sign, label=speech.write(sign)))


def _biases(solution: Solution, step: Step) -> Iterator[str]:
    used = {*step.uses, *(step.quantity.names if step.quantity.kind in {"grad", "change", "new"} else ())}
    met = [solution.numbers[id].quantity for id in used if id in solution.numbers]
    news = {name for quantity in met if quantity.kind == "new" for name in quantity.names}
    return (bias.name for bias in solution.example.network.biases if bias.name in used | news)


def note_of(row: Row) -> Markup:
    if row.calculator is None:
        return Markup()
    text, calculator = row.calculator
    told = Markup('<q class="claim" data-calculator="{}">{}</q>').format(row.id, calculator)
    return escape(text).format(calculator=told, value=Markup(data(row.result)))


def _work(whole: Formula) -> str:
    """Return a line of work without its subject, which stands before it."""
    return mathml.line(whole, subject=False)


def step_view(row: Row, *, lettered: bool) -> StepView:
    solution, step, whole = row.solution, row.step, row.work
    product = row.product(lettered=lettered)
    turn, told = sentences.turns(solution, step) or ("", {})
    return StepView(
        id=step.id,
        number=row.number,
        phase=step.phase,
        ink=INKS[step.phase],
        nodes=" ".join(step.nodes),
        edges=" ".join(step.edges),
        biases=" ".join(_biases(solution, step)),
        uses=" ".join(step.uses),
        text=row.on_one_line.write(text_view.line),
        tex=whole.write(tex.line),
        chip=symbol(solution, step.id),
        line=Markup(whole.write(_work)),
        small=tuple(Markup(side.write(mathml.broken)) for side in row.small),
        product=Markup(product.write(_work) if product else ""),
        spoken_product=spoken.line(product.write(speech.line)) if product else "",
        sentence=row.sentence,
        turn=turn,
        turns=told,
        spoken=spoken.line(whole.write(speech.line)),
        note=note_of(row),
    )


def step_views(solution: Solution, *, lettered: bool = False) -> tuple[StepView, ...]:
    """Return every step as a row; `lettered` where the page explains the letters of the chain rule's factors."""
    return solution.once(
        ("step_views", lettered),
        lambda: tuple(step_view(row, lettered=lettered) for row in document(solution).open),
    )


def phases(solution: Solution) -> tuple[Phase, ...]:
    present = {step.phase for step in opened(solution)}
    hidden = solution.example.network.hidden
    return tuple(Phase(id=p, title=player.phase(p, hidden), ink=INKS[p]) for p in PHASES if p in present)


def tours(solution: Solution) -> tuple[Tour, ...]:
    """Return the ways through: the course of a hand-written solution, one parameter, everything."""
    return (
        Tour(id="notes", title=player.TOURS["notes"], stops=" ".join(_notes(solution))),
        Tour(id="one", title=player.TOURS["one"], stops=None),
        Tour(id="all", title=player.TOURS["all"], stops=" ".join(step.id for step in opened(solution))),
    )


def _notes(solution: Solution) -> Iterator[str]:
    """Yield the forward pass, the errors, the first weight into the output layer and the first of all."""
    net, seen = solution.example.network, solution.step_of
    if is_wide(solution):
        yield from (step.id for step in opened(solution))
        return
    if len(net.samples) > 1 and solution.example.method.batch == "online":
        yield from (step.id for step in solution.steps if step.quantity.sample == 1 and not step.quantity.round)
        return
    yield from (step.id for step in solution.steps if step.phase in {"forward", "error"})
    last = next(w for w in net.weights if w.target in net.outputs)
    first = next(w for w in net.weights if w.target in net.layers[0].neurons)
    yield from _lesson_of(last, seen)
    if first is not last:
        hidden = [id_of("dE_dout", first.target, sample=sample) for sample in (None, 1)]
        yield from [id for id in hidden if id in seen][:1]
        yield from _lesson_of(first, seen)


def _lesson_of(weight: Weight, seen: Collection[str]) -> Iterator[str]:
    yield from (id for id in (id_of("grad", weight.name), id_of("new", weight.name)) if id in seen)
