"""What a page about an example is made of: steps and phases as plain values for the templates to order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from ..errors import Misasked
from ..formula import mathml, speech
from ..formula.document import INKS, Row, document
from ..formula.layout import sign_of
from ..formula.nodes import Formula
from ..formula.opened import opened
from ..formula.provenance import data
from ..steps.solution import Solution
from ..steps.trace import PHASES
from ..words.en import player, spoken

MOST_DECIMALS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step as a row: `chip` its symbol, `line` the work, `small` the lines between, `product` all its factors."""

    id: str
    number: int
    phase: str
    ink: str
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


def number(solution: Solution, id: str, decimals: int | None = None) -> Markup:
    """Return a number as HTML, with its own digits or with so many decimals; raises Misasked for too many."""
    if decimals is not None and not 0 <= decimals <= MOST_DECIMALS:
        raise Misasked(f"no number with {decimals} decimals; from 0 to {MOST_DECIMALS} can be asked for")
    found = solution.quantities[id]
    return Markup(data(found, None if decimals is None else found.to(decimals)))


def symbol(solution: Solution, id: str) -> Markup:
    sign = sign_of(solution, id)
    return Markup(mathml.math(sign, label=speech.write(sign)))


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
    turn, turns = row.turns
    return StepView(
        id=step.id,
        number=row.number,
        phase=step.phase,
        ink=row.ink,
        chip=symbol(solution, step.id),
        line=Markup(whole.write(_work)),
        small=tuple(Markup(side.write(mathml.broken)) for side in row.small),
        product=Markup(product.write(_work) if product else ""),
        spoken_product=spoken.line(product.write(speech.line)) if product else "",
        sentence=row.told,
        turn=turn,
        turns=turns,
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
