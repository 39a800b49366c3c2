"""Find the slip: a whole solution with one slip in it, carried to the end, whose digits no other slip gives.

The lines are those of somebody with that slip; which is the first wrong one and which slip it is, is proven here: among
all slips of the catalogue, wherever each can act, none but this one gives these printed digits.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..audit.slips.catalogue import DEVIATIONS
from ..audit.worlds.alternatives import Alternative, Alternatives
from ..formula.layout import Formula, formula
from ..network.quantity import Quantity
from ..network.spec import Example
from ..steps import numerals
from ..steps.passes import Step
from ..steps.solution import Number, Solution

PLANTED = 3  # exercises a lesson
MOST_LINES = 66  # of an exercise: a larger network shows what leads to one new weight
MOST_STEPS = 600  # of a network in which a slip is planted at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A solution with a slip: its lines by the ids of their quantities, the first wrong one, and what the slip is."""

    slip: str
    detail: str
    solution: Solution
    steps: tuple[Step, ...]
    first: str

    @property
    def name(self) -> str:
        return DEVIATIONS[self.slip].name

    @property
    def explanation(self) -> str:
        return DEVIATIONS[self.slip].explanation

    def line(self, step: Step) -> Formula:
        return formula(self.solution, step)


def what_if(alternative: Alternative, digits: int) -> Solution:
    """Return the numbers of an example under a slip, written as in its lines of work."""

    def number(quantity: Quantity) -> Number:
        value = alternative.world[quantity.id]
        shown = numerals.written(value) if quantity.given else numerals.shown(value, digits)
        return Number(quantity=quantity, value=value, shown=shown, ours=False)

    numbers = {id: number(quantity) for id, quantity in alternative.quantities.items()}
    return Solution(example=alternative.example, trace=alternative.trace, numbers=numbers, calculator={})


def _printed(alternative: Alternative, ids: Sequence[str], digits: int) -> tuple[str, ...] | None:
    """Return the digits that somebody with a slip prints, or None where something there has no value."""
    try:
        return tuple(numerals.shown(alternative.world[id], digits) for id in ids)
    except ArithmeticError:
        return None


def _lines(example: Example, base: Alternative, wrong: set[str]) -> list[Step]:
    """Return the steps that are shown: all of the first round, or of a larger network what leads to one weight."""
    steps = [step for step in base.trace.steps if step.phase != "after"]
    if len(steps) <= MOST_LINES:
        return steps
    new = [step for step in steps if step.quantity.kind == "new" and step.id in wrong]
    for step in new:
        leading = base.leading_to(step.expr)
        chosen = [each for each in steps if each.id in leading or each.id == step.id]
        if len(chosen) <= MOST_LINES:
            return chosen
    return []


def planted(solution: Solution, count: int = PLANTED) -> tuple[Planted, ...]:
    """Return exercises of different slips about an example, the same each time."""
    found: tuple[Planted, ...] = solution.once("planted", lambda: tuple(_found(solution)))
    return found[:count]


def _found(solution: Solution) -> Iterator[Planted]:
    example, digits = solution.example, solution.example.digits
    if len(solution.steps) > MOST_STEPS:
        return
    made = Alternatives(example=example, trace=solution.trace)
    base, singles = made.base(), list(made.singles())
    ids = [step.id for step in solution.steps if step.phase != "after"]
    rows = [_printed(alternative, ids, digits) for alternative in singles]
    right = _printed(base, ids, digits)
    order = list(range(len(singles)))
    random.Random(f"find {example.slug}").shuffle(order)
    used: set[str] = set()
    for place in order:
        alternative, row = singles[place], rows[place]
        [variant] = alternative.variants
        if row is None or right is None or row == right or variant.deviation in used:
            continue
        if DEVIATIONS[variant.deviation].method:
            continue  # it moves every parameter alike, and shows at the very end alone
        wrong = {id for id, mine, true in zip(ids, row, right, strict=True) if mine != true}
        shown = _lines(example, base, wrong)
        at = [ids.index(step.id) for step in shown]
        seen = tuple(row[i] for i in at)
        others = (
            other
            for other, alike in zip(singles, rows, strict=True)
            if alike is not None and tuple(alike[i] for i in at) == seen
        )
        first = next((step.id for step in shown if step.id in wrong), None)
        if first is None or any(other.variants[0].deviation != variant.deviation for other in others):
            continue
        acting = {step.id: step for step in alternative.trace.steps}
        if not all(step.id in acting for step in shown):
            continue
        try:
            numbers = what_if(alternative, digits)
        except ArithmeticError:  # after the update something has no value there
            continue
        used.add(variant.deviation)
        yield Planted(
            slip=variant.deviation,
            detail=variant.detail,
            solution=numbers,
            steps=tuple(acting[step.id] for step in shown),
            first=first,
        )
        if len(used) == PLANTED:
            return
