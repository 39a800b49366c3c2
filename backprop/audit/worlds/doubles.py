"""How far a plain computation in doubles may be off: what a program prints is right to so many digits, and no more.

Every step is rounded to a double; what cancels loses the digits that cancel, as in a program that takes no care.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from decimal import Decimal, localcontext

from ...steps import numerals
from ...steps.balls import ZERO, Ball, Uncertain, ball_arithmetic
from ...steps.expr import evaluate
from ...steps.trace import Trace

DIGITS = 17
_EPS = Decimal(sys.float_info.epsilon)


def double_bounds(trace: Trace, values: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return, by id, how far a double may be from each value; a step that hangs on nothing certain has no bound."""
    bounds: dict[str, Decimal] = {}
    with localcontext(numerals.context(DIGITS)):
        arithmetic = ball_arithmetic(sure=False)
        held = {q.id: Ball(ZERO, +value, _EPS * abs(value)) for q, value in trace.givens.items()}
        for step in trace.steps:
            try:
                found = evaluate(step.expr, held, arithmetic).merged()
            except (Uncertain, ArithmeticError, KeyError):
                continue
            value = +values[step.id]
            radius = found.radius + _EPS * abs(value)
            held[step.id] = Ball(ZERO, value, radius)
            bounds[step.id] = radius
    return bounds
