"""Find the slip: a whole solution with one slip in it, carried to the end, whose digits no other slip gives.

The lines are those of somebody with that slip; which is the first wrong one and which slip it is, is proven here: among
all slips of the catalogue, wherever each can act, none but this one gives these printed digits.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ..audit.slips.catalogue import DEVIATIONS
from ..audit.worlds.alternatives import Alternative, Alternatives
from ..audit.worlds.what_if import what_if
from ..formula.layout import formula
from ..formula.nodes import Formula
from ..network.quantity import Quantity
from ..steps import numerals
from ..steps.expr import Ref
from ..steps.passes import Step
from ..steps.solution import Solution

PLANTED = 3  # exercises a lesson
MOST_LINES = 66  # of an exercise: a larger network shows what leads to one new weight
ROUGH = 1e-9  # what floats may lose on the way, of a number
MOST_STEPS = 600  # of a network in which a slip is planted at all


Off = Literal["again", "carried"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A solution with a slip: its lines by the ids of their quantities, the first wrong one, and what the slip is.

    `off` are the lines that print another number than they should: by the slip made `again`, or by what they `carried`.
    """

    slip: str
    detail: str
    solution: Solution
    steps: tuple[Step, ...]
    first: str
    off: Mapping[str, Off]

    @property
    def name(self) -> str:
        return DEVIATIONS[self.slip].name

    @property
    def explanation(self) -> str:
        return DEVIATIONS[self.slip].explanation

    def line(self, step: Step) -> Formula:
        return formula(self.solution, step)


def _printed(alternative: Alternative, ids: Sequence[str], digits: int) -> dict[str, str]:
    """Return the digits that somebody with a slip prints, by id, or none where something there has no value."""
    try:
        return {id: numerals.shown(alternative.world[id], digits) for id in ids}
    except ArithmeticError:
        return {}


@dataclass(frozen=True, slots=True)
class _Telling:
    """What is printed of a quantity, as a float too, and how far from that a value may be that is printed so."""

    id: str
    text: str
    value: float
    room: float

    @classmethod
    def of(cls, id: str, text: str) -> _Telling:
        number = numerals.as_read(text)
        return cls(id, text, float(number), float(Decimal(1).scaleb(numerals.exponent_of(number))))

    def is_near(self, alternative: Alternative) -> bool:
        """Return whether somebody with a slip may print that, as far as floats tell."""
        rough = alternative.rough.value(Ref(self.id))
        return rough is None or abs(rough - self.value) <= self.room + ROUGH * abs(rough)


def _prints(alternative: Alternative, row: Sequence[_Telling], digits: int) -> bool:
    """Return whether somebody with a slip prints these digits; asked no further than to the first that differs.

    What floats tell apart is not computed in decimals.
    """
    try:
        return all(
            each.is_near(alternative) and numerals.shown(alternative.world[each.id], digits) == each.text
            for each in row
        )
    except ArithmeticError:
        return False


def _lines(base: Alternative, wrong: set[str]) -> list[Step]:
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
    right = _printed(base, ids, digits)
    usual = [alternative for alternative in singles if alternative.paired] if right else []
    random.Random(f"find {example.slug}").shuffle(usual)
    used: set[str] = set()
    for alternative in usual:
        slip = _slip(alternative)
        if slip in used or DEVIATIONS[slip].method:
            continue  # one of the method moves every parameter alike, and shows at the very end alone
        row = _printed(alternative, ids, digits)
        wrong = {id for id, mine in row.items() if mine != right[id]}
        shown = [step.id for step in _lines(base, wrong)]
        if wrong.isdisjoint(shown):
            continue
        tellings = [
            _Telling.of(id, row[id]) for id in sorted(shown, key=lambda id: id not in wrong)
        ]  # most differ at once
        if {_slip(other) for other in singles if _prints(other, tellings, digits)} != {slip}:
            continue
        found = _planted(alternative, shown, [id for id in shown if id in wrong])
        if found is not None and not _written_before(solution, found):
            used.add(found.slip)
            yield found
        if len(used) == PLANTED:
            return


def _written_before(solution: Solution, found: Planted) -> bool:
    """Return whether the slip stands in a line before the first wrong number, which comes out right by chance."""
    before = itertools.takewhile(lambda step: step.id != found.first, found.steps)
    return any(step.expr != solution.step_of[step.id].expr for step in before)


def _slip(alternative: Alternative) -> str:
    [id] = alternative.ids
    return id


def _planted(alternative: Alternative, shown: Sequence[str], wrong: Sequence[str]) -> Planted | None:
    """Return the exercise of a slip, or None where it leaves something without a value or a line."""
    steps = {step.id: step for step in alternative.trace.steps}

    def write(quantity: Quantity, value: Decimal) -> str:
        return numerals.written(value) if quantity.given else numerals.shown(value, alternative.example.digits)

    try:
        solution = what_if(alternative, alternative.world, alternative.quantities, write)
    except ArithmeticError:  # after the update, say
        return None
    if not steps.keys() >= set(shown):
        return None
    [variant] = alternative.variants
    return Planted(
        slip=variant.deviation,
        detail=variant.detail,
        solution=solution,
        steps=tuple(steps[id] for id in shown),
        first=wrong[0],
        off={id: "again" if id in alternative.changed else "carried" for id in wrong},
    )
