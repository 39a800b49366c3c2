"""The third witness: gradients against central differences of the error, in decimals, from the forward pass alone."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from ..errors import Disagreement
from ..network.given import givens
from ..network.quantity import id_of
from ..network.spec import Example, Network
from ..steps import numerals
from ..steps.balls import ball_arithmetic
from ..steps.expr import Arithmetic, decimal_arithmetic
from ..steps.passes import Step
from ..steps.rounds import Stopped, stepwise
from ..steps.solution import Solution
from ..steps.trace import one_round
from ..words.en import terminal as words

DIGITS = 150
PLAIN = 80  # digits that are tried first: so many are lost of none but what saturates
STEP = Decimal("1e-40")  # h; the difference is then right to about h², times how bent the error is
RELATIVE = Decimal("1e-20")
SMALL = Decimal("1e-3")  # gradients below this are compared absolutely
MOST_PARAMETERS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """How many gradients were confirmed, the largest relative gap, and why none were where none could be.

    `plain` says that they are those of the method itself, not of the same network in full batch with old weights.
    """

    confirmed: int = 0
    largest: float = 0.0
    skipped: str = ""
    plain: bool = True


def _on_a_corner(net: Network, steps: tuple[Step, ...], values: Mapping[str, Decimal]) -> str:
    kinked = {n: layer.activation for layer in net.layers for n in layer.neurons if layer.traits.kinked}
    for step in steps:
        q = step.quantity
        if q.kind == "net" and q.names[0] in kinked and abs(values[step.id]) < STEP * 1000:
            return words.on_corner(step.id, kinked[q.names[0]])
    return ""


def _running(steps: tuple[Step, ...], arithmetic: Arithmetic) -> Callable[[Mapping[str, Decimal]], dict[str, Decimal]]:
    """Return what gives the values of the steps in some arithmetic, as decimals."""
    run, number, middle = stepwise(steps, arithmetic), arithmetic.number, arithmetic.middle
    return lambda given: {
        id: middle(value) for id, value in run({id: number(value) for id, value in given.items()}).items()
    }


def central_differences(solution: Solution) -> Differences:
    """Compare every gradient of the whole error with (E(w + h) − E(w − h)) / 2h.

    Where the method moves parameters within a round, the gradients compared are those of the same network in full
    batch with old weights; they are skipped where that network has no error, such as a logarithm of what is not above
    zero before the parameters have moved. Raises Disagreement naming the parameter.
    """
    with contextlib.suppress(Stopped, Disagreement), localcontext(numerals.context(PLAIN)) as context:
        return _compared(solution.example, decimal_arithmetic(context))
    with localcontext(numerals.context(DIGITS)):  # what saturates keeps its distance in balls, at ten times the cost
        try:
            return _compared(solution.example, ball_arithmetic(sure=False))
        except Stopped as stopped:
            return Differences(skipped=words.without_error(stopped.step.id))


def _compared(example: Example, arithmetic: Arithmetic) -> Differences:
    names = [p.name for p in example.network.parameters]
    if len(names) > MOST_PARAMETERS:
        return Differences(skipped=words.many_parameters(len(names), MOST_PARAMETERS))
    plain = replace(example, method=replace(example.method, hidden_gradient="old_weights", batch="full"))
    steps = one_round(plain)
    forward = _running(tuple(step for step in steps if step.phase in {"forward", "error"}), arithmetic)
    given = {quantity.id: value for quantity, value in givens(plain).items()}
    written, largest = _running(steps, arithmetic)(given), Decimal(0)
    if corner := _on_a_corner(example.network, steps, written):
        return Differences(skipped=corner)
    for name in names:
        up, down = (forward(given | {name: given[name] + h})[id_of("E_total")] for h in (STEP, -STEP))
        id = id_of("grad", name)
        mine, other = written[id], (up - down) / (2 * STEP)
        gap = abs(mine - other) / max(abs(mine), SMALL)
        if gap > RELATIVE:
            told = f"{id}: the written step gives {mine:.20g}, a central difference {other:.20g}"
            raise Disagreement(example.file, told)
        largest = max(largest, gap)
    return Differences(confirmed=len(names), largest=float(largest), plain=plain == example)
