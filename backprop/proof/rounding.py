"""How far rounding alone may move a careful computation in doubles: the error bounds of balls of as many digits.

It matters where subtraction cancels leading digits. What saturates is bounded beside its distance from saturation, so
that the arrays must have that distance right too.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, localcontext

from ..network.quantity import id_of
from ..steps import numerals
from ..steps.balls import ZERO, Ball, Uncertain, ball_arithmetic
from ..steps.expr import Expr, Fn, IfPositive, children, evaluate
from ..steps.passes import Step
from ..steps.rounds import Stopped, later, stepwise
from ..steps.solution import Solution
from ..steps.solving import MOST_CAREFUL

DIGITS = 16  # of a double
ROUNDINGS = 64  # times its own bound that a value may differ by, where subtraction cancels its digits
SMALLEST = Decimal(math.ulp(0.0))  # what a double loses where it runs out of exponents
_EPS = Decimal(sys.float_info.epsilon)


def rounding_bounds(solution: Solution) -> dict[str, float]:
    """Return, for every step's id, the absolute error that a careful computation in doubles may have.

    Infinite where none can be said: where a double cannot hold what the step hangs on.
    """
    errors = {id: _EPS * abs(number.value) for id, number in solution.numbers.items()}
    return solution.once("rounding_bounds", lambda: _carried(solution, errors, solution.steps))


def later_bounds(solution: Solution, rounds: int, peaks: Mapping[str, float]) -> dict[str, float]:
    """Return the same for what is reported after that many rounds.

    Each round may add one rounding to a parameter, of the largest size it has had until then: `peaks` has it by name.
    """
    moved = {id_of("new", name): rounds * _EPS * Decimal(peak) for name, peak in peaks.items()}
    numbers = {id: solution.numbers.get(n.quantity.after(rounds).id, n) for id, n in solution.numbers.items()}
    errors = {id: moved.get(id, _EPS * abs(number.value)) for id, number in numbers.items()}
    steps = [step for step in solution.steps if step.phase == "after"]
    carried = _carried(replace(solution, numbers=numbers), errors, steps)
    found = {step.quantity.after(rounds).id: carried[step.id] for step in steps}
    return found | {id_of("new", name, round=rounds): float(moved[id_of("new", name)]) for name in peaks}


def trained_bounds(solution: Solution) -> dict[str, float]:
    """Return the same for every later round, the errors of all rounds carried on: for training that magnifies them.

    A quantity that is not there is beyond any bound.
    """
    example, rounds = solution.example, solution.later_rounds
    found: dict[str, float] = {}
    if example.method.rounds * len(solution.steps) > MOST_CAREFUL:
        return found
    with localcontext(numerals.context(DIGITS)):
        arithmetic = ball_arithmetic(
            least=SMALLEST
        )  # a side of zero that doubles may take or not ends what can be bounded
        given = {q.id: Ball(ZERO, +value, _EPS * abs(value)) for q, value in solution.trace.givens.items()}
        moving = stepwise((step for step in solution.steps if step.phase != "after"), arithmetic)
        again = stepwise((step for step in solution.steps if step.phase == "after"), arithmetic)
        try:
            for quantity, ball in later(solution.trace, example.network, rounds, given, moving, again):
                found[quantity.id] = 2.0 * float(ball.radius)
        except Stopped:
            pass  # from here on nothing is bounded
    return found


def _carried(solution: Solution, errors: Mapping[str, Decimal], steps: Iterable[Step]) -> dict[str, float]:
    """Return a bound for each step: infinite where its operands are too uncertain for one."""
    bounds: dict[str, float] = {}
    with localcontext(numerals.context(DIGITS)):
        arithmetic = ball_arithmetic(sure=False)  # the middles are true values
        held = {id: Ball(ZERO, +solution.numbers[id].value, error) for id, error in errors.items()}
        wide = dict(held)  # the same without an end of the exponents, as logarithms are taken without one
        for step in steps:
            bounds[step.id] = math.inf
            true = +solution.numbers[step.id].value
            try:
                if all(math.isfinite(bounds.get(id, 0.0)) for id in step.uses) and not _unseen(step, solution, held):
                    wide[step.id] = _centred(evaluate(step.expr, wide, arithmetic), true, ZERO)
                    found = wide[step.id] if _takes_logarithms(step.expr) else evaluate(step.expr, held, arithmetic)
                    held[step.id] = _centred(found, true, SMALLEST)
                    bounds[step.id] = float(held[step.id].radius)
            except Uncertain:
                continue
    return bounds


def _takes_logarithms(expr: Expr) -> bool:
    return (isinstance(expr, Fn) and expr.name == "ln") or any(map(_takes_logarithms, children(expr)))


def _unseen(step: Step, solution: Solution, held: Mapping[str, Ball]) -> bool:
    """Return whether a step decides by a number that doubles do not tell from zero, so that no array decides alike."""
    signs = step.uses if _decides(step.expr) else ()
    return any(0 < abs(solution.numbers[id].value) <= ROUNDINGS * held[id].radius for id in signs)


def _decides(expr: Expr) -> bool:
    return isinstance(expr, IfPositive) or (isinstance(expr, Fn) and expr.name == "max")


def _centred(found: Ball, true: Decimal, lost: Decimal) -> Ball:
    """Return a ball about the true value, with the distance from saturation that was found."""
    radius = found.radius + lost
    return Ball(found.base, found.rest, radius) if found.base else Ball(ZERO, true, radius)
