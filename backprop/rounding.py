"""How far rounding alone may move a float computation of each step: an error bound carried through the trees.

First-order running error analysis (Wilkinson): every operation adds half a unit of its own last place and passes on
what its operands carry. It matters where subtraction cancels leading digits.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from .expr import Arithmetic, evaluate
from .solution import Solution
from .steps import Step

_EPS = sys.float_info.epsilon


@dataclass(frozen=True, slots=True)
class _Rounded:
    """A float with a bound on its rounding error, carried through an expression to first order."""

    value: float
    error: float

    def __add__(self, other: _Rounded) -> _Rounded:
        value = self.value + other.value
        return _Rounded(value, self.error + other.error + _EPS * (abs(self.value) + abs(other.value)))

    def __mul__(self, other: _Rounded) -> _Rounded:
        value = self.value * other.value
        return _Rounded(value, abs(self.value) * other.error + abs(other.value) * self.error + _EPS * abs(value))

    def __truediv__(self, other: _Rounded) -> _Rounded:
        if other.value == 0 or abs(other.value) <= other.error:
            return _Rounded(self.value, math.inf)
        value = self.value / other.value
        return _Rounded(value, (self.error + abs(value) * other.error) / abs(other.value) + _EPS * abs(value))

    def __neg__(self) -> _Rounded:
        return _Rounded(-self.value, self.error)

    def __pow__(self, exponent: int) -> _Rounded:
        value = self.value**exponent
        return _Rounded(value, exponent * abs(self.value ** (exponent - 1)) * self.error + _EPS * abs(value))


def _rounded_exp(x: _Rounded) -> _Rounded:
    value = math.exp(min(x.value, 709.0))
    return _Rounded(value, value * (x.error + _EPS))


def _rounded_ln(x: _Rounded) -> _Rounded:
    if x.value <= x.error:
        return _Rounded(0.0, math.inf)
    return _Rounded(math.log(x.value), x.error / x.value + _EPS * abs(math.log(x.value)))


def _rounded_tanh(x: _Rounded) -> _Rounded:
    value = math.tanh(x.value)
    return _Rounded(value, (1 - value * value) * x.error + _EPS * abs(value))


_ROUNDED = Arithmetic(
    number=lambda value: _Rounded(float(value), 0.0),
    functions={
        "exp": _rounded_exp,
        "ln": _rounded_ln,
        "tanh": _rounded_tanh,
        "max": lambda a, b: a if a.value >= b.value else b,
    },
    positive=lambda x: x.value > 0,
)


def rounding_bounds(solution: Solution) -> dict[str, float]:
    """Return, for every step's id, the absolute error a careful float computation may have."""
    values = {id: _Rounded(float(n.value), _EPS * abs(float(n.value))) for id, n in solution.numbers.items()}
    return _carried(values, solution.steps)


def later_bounds(solution: Solution, rounds: int) -> dict[str, float]:
    """Return the same for the forward pass after that many rounds, each of which adds one rounding to a parameter."""
    values = {}
    for id, number in solution.numbers.items():
        later = solution.numbers.get(number.quantity.after(rounds).id, number)
        values[id] = _Rounded(float(later.value), rounds * _EPS * abs(float(later.value)))
    steps = [step for step in solution.steps if step.phase == "after"]
    carried = _carried(values, steps)
    ends = {step.quantity.after(rounds).id: carried[step.id] for step in steps}
    news = {
        q.after(rounds).id: values[q.id].error
        for q in (n.quantity for n in solution.numbers.values())
        if q.kind == "new"
    }
    return news | ends


def _carried(values: dict[str, _Rounded], steps: Iterable[Step]) -> dict[str, float]:
    bounds = {}
    for step in steps:
        bounds[step.id] = evaluate(step.expr, values, _ROUNDED).error
        values[step.id] = _Rounded(values[step.id].value, bounds[step.id])
    return bounds
