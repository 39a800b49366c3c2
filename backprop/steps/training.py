"""Many rounds of training in plain decimals, where bounds of errors would cost too much or outgrow all digits."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from itertools import pairwise

from ..network.quantity import Quantity, id_of
from ..network.spec import Example
from . import numerals
from .expr import Expr, Fn, children
from .rounds import Cancelled, compiled, later
from .solution import Number
from .trace import Trace

LADDER = (numerals.PRECISION, 100, 300, 600)  # digits that are tried until all that is printed is certain
MOST_FINE = 5_000  # values of exp, ln and tanh that are taken in hundreds of digits, each nearly a millisecond


def trained(
    traced: Trace, example: Example, wanted: tuple[int, ...], first: Mapping[str, Number]
) -> dict[str, Number] | None:
    """Return the numbers of the wanted rounds in as many digits as sums lose; None where those are too few."""
    tried = (_in_plain(traced, example, wanted, first, precision) for precision in plain_ladder(traced, wanted))
    return next((found for found in tried if found), None)


def confirmed(
    traced: Trace, example: Example, wanted: tuple[int, ...], first: Mapping[str, Number]
) -> dict[str, Number] | None:
    """Return the same where more digits change nothing that is printed; None where they do.

    Bounds of errors grow with every round, far faster than the errors.
    """
    tried = (_in_plain(traced, example, wanted, first, precision) for precision in plain_ladder(traced, wanted))
    for fewer, more in pairwise(tried):
        if fewer and more and _printed(fewer) == _printed(more):
            return more
    return None


def _printed(numbers: Mapping[str, Number]) -> dict[str, tuple[str, str]]:
    return {id: (number.shown, numerals.full(number.value)) for id, number in numbers.items()}


def plain_ladder(traced: Trace, wanted: tuple[int, ...]) -> tuple[int, ...]:
    """Return how many digits so many rounds in plain decimals may be tried with."""
    work = wanted[-1] * sum(_functions(step.expr) for step in traced.steps)
    return LADDER[:-1] if work <= MOST_FINE else LADDER[:2]


def _in_plain(
    traced: Trace, example: Example, wanted: tuple[int, ...], first: Mapping[str, Number], precision: int
) -> dict[str, Number] | None:
    """Return the numbers of later rounds in plain decimals of so many digits; None where sums lose too many of them."""
    given = traced.given | {p.name: first[id_of("new", p.name)].value for p in example.network.parameters}
    still = given.keys() - {p.name for p in example.network.parameters}
    with localcontext(numerals.context(precision)):
        moving = compiled((step for step in traced.steps if step.phase != "after"), still)
        again = compiled((step for step in traced.steps if step.phase == "after"), still)
        try:
            found = list(later(traced, example.network, wanted, given, moving, again, done=1))
        except Cancelled:
            return None
        return {q.id: _plain(q, value, example.digits, precision) for q, value in found}


def _functions(expr: Expr) -> int:
    """Return how many values of functions an expression takes."""
    return (isinstance(expr, Fn) and expr.name != "max") + sum(map(_functions, children(expr)))


def _plain(quantity: Quantity, value: Decimal, digits: int, precision: int) -> Number:
    shown = numerals.shown(value, digits, precision)
    return Number(quantity=quantity, value=value, shown=shown, precision=precision)
