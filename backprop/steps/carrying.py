"""Carrying on: a worked example as it comes out for somebody who keeps only so many digits of every result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, DecimalException, localcontext

from ..errors import ContentError, Fault
from . import numerals
from .compiled import functions
from .expr import is_finite
from .solution import Solution
from .world import ARITHMETIC, CONTEXT, ROUNDINGS, Rounding

Band = tuple[Decimal, Decimal]


def carried(solution: Solution, rounding: Rounding) -> dict[str, Decimal]:
    """Return what every step gives, by id, where each result is kept so and carried on; without what has no value."""
    values: dict[str, Decimal] = dict(solution.trace.given)
    found = {}
    with localcontext(CONTEXT):
        for step, function in zip(solution.steps, functions(solution.steps), strict=True):
            try:
                values[step.id] = value = rounding.apply(function(values, ARITHMETIC))
            except (DecimalException, KeyError):
                continue
            if is_finite(value):
                found[step.id] = value
    return found


def bands(solution: Solution) -> Mapping[str, Mapping[int, Band]]:
    """Return the least and the largest that each step gives where 2 to 6 digits are kept, by id and by digits.

    Decimals and significant digits are kept alike, by rounding and by cutting.
    """
    return solution.once("bands", lambda: _bands(solution))


def _bands(solution: Solution) -> dict[str, dict[int, Band]]:
    found: dict[str, dict[int, Band]] = {step.id: {} for step in solution.steps}
    for rounding in ROUNDINGS:
        for id, value in carried(solution, rounding).items():
            low, high = found[id].get(rounding.digits, (value, value))
            found[id][rounding.digits] = min(low, value), max(high, value)
    return found


def kept(solution: Solution, decimals: int) -> Solution:
    """Return the first round as it is worked out by somebody who rounds every result to so many decimals.

    Raises ContentError where a step has no value then.
    """
    values = carried(solution, Rounding(digits=decimals))
    numbers = {}
    for id in solution.trace.quantities:
        number = solution.numbers[id]
        if not number.quantity.given:
            if id not in values:
                cure, got = "carry more decimals", f"none where every result is kept to {decimals} decimals"
                where = f"{solution.example.file}: {id}"
                raise ContentError([Fault(where=where, wanted="a number that can be computed", got=got, cure=cure)])
            number = replace(number, value=values[id], shown=numerals.written(values[id]), ours=False)
        numbers[id] = number
    return Solution(example=solution.example, trace=solution.trace, numbers=numbers, calculator={})
