"""Solving: every tree evaluated, to as many digits as it takes to be sure of those that are shown.

Longer than most: what an example may cost stands beside what it is solved by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, DecimalException, getcontext, localcontext

from ..errors import ContentError, Fault
from ..network.quantity import Quantity
from ..network.spec import Example
from . import balls, numerals
from .balls import Ball, Uncertain
from .expr import decimal_arithmetic, evaluate, is_finite
from .parts import about_the_error, worked
from .rounds import Stopped, later, milestones, stepwise
from .solution import Number, Solution
from .trace import Trace, trace
from .training import LADDER, confirmed, plain_ladder, trained

KNOWN = 42  # significant digits known of every number, whatever is printed of it
KNOWN_OF_PARTS = 30  # the same of the numbers on the way, made of those
PROVEN = 100  # rounds up to which error bounds are carried from each to the next in any case that can be afforded
MOST_WORKED = 600  # steps of an example whose lines are worked out in small ones too
MOST_WORK = 1_000_000  # steps times rounds that one example may ask for
MOST_CAREFUL = 50_000  # the same where error bounds are carried through all rounds
MOST_FINEST = 5_000  # and that in hundreds of digits
MOST_COMPARED = 6_000  # steps of all runs together, where several learning rates are compared


def _refused(example: Example, quantity: Quantity, got: str, cure: str) -> ContentError:
    where, wanted = f"{example.file}: {quantity.id}", "a number that can be computed"
    return ContentError([Fault(where=where, wanted=wanted, got=got, cure=cure)])


def _reached(stopped: Stopped) -> Quantity:
    """Return the quantity at which training stopped, after as many rounds."""
    step, done = stopped.step, stopped.done
    rounds = done + (step.phase in {"update", "after"})  # the rounds done once this step's number is there
    return step.quantity.after(rounds) if done else step.quantity


def _uncomputable(example: Example, stopped: Stopped) -> ContentError:
    got = "one too large, a division by zero, or the logarithm of a number that is not above zero"
    return _refused(
        example, _reached(stopped), got, "choose smaller values, or an output activation that suits the loss"
    )


class _Undecided(ContentError):
    """So many digits, with the bounds of their errors, do not decide what is printed of a quantity."""

    def __init__(self, example: Example, quantity: Quantity, tried: int):
        got = f"one that {tried} digits do not decide, or too small for any decimal"
        super().__init__(_refused(example, quantity, got, "choose other values, or fewer rounds").faults)


class _Open(Exception):
    """Digits of a quantity are not certain yet."""

    def __init__(self, quantity: Quantity):
        super().__init__(quantity.id)
        self.quantity = quantity


def _certain(quantity: Quantity, ball: Ball, digits: int, *, last: bool, least: int = KNOWN) -> Number:
    """Return a number whose digits and double are certain, `least` of its digits known; raises _Open for another.

    After the last digits it is taken for the tie, or the zero, from which they cannot tell it.
    """
    precision, value = getcontext().prec, ball.middle
    text = numerals.shown(value, digits, precision)
    if not ball.exact:
        known = ball.radius <= abs(value).scaleb(-least)
        texts = {numerals.shown(end, digits, precision + 3 * numerals.GUARD) for end in ball.ends} if known else set()
        doubles = {numerals.full(end) for end in ball.ends} if known else set()
        tied = last and ball.radius <= abs(value).scaleb(-precision // 2)
        if len(texts) == len(doubles) == 1:
            (text,) = texts
        elif not tied:
            raise _Open(quantity)
    return Number(quantity=quantity, value=value, shown=text, precision=precision)


def _given(traced: Trace) -> dict[str, Number]:
    return {q.id: Number(quantity=q, value=value, shown=numerals.written(value)) for q, value in traced.givens.items()}


def _carried(
    traced: Trace, example: Example, wanted: tuple[int, ...], precision: int, *, last: bool
) -> Iterator[tuple[str, Number]]:
    """Yield the numbers of the first round and of the wanted later ones, error bounds carried through all of them.

    Raises _Open at the first whose digits are not certain, Stopped where one has no finite value.
    """
    with localcontext(numerals.context(precision)):
        arithmetic = balls.ball_arithmetic(last=last)
        given = {quantity.id: balls.given(value) for quantity, value in traced.givens.items()}
        moving = stepwise((step for step in traced.steps if step.phase != "after"), arithmetic)
        again = stepwise((step for step in traced.steps if step.phase == "after"), arithmetic)
        values = again(moving(given))
        for step in traced.steps:
            yield step.id, _certain(step.quantity, values[step.id], example.digits, last=last)
        for quantity, ball in later(traced, example.network, wanted, given, moving, again):
            yield quantity.id, _certain(quantity, ball, example.digits, last=last)


def _settled(traced: Trace, example: Example, wanted: tuple[int, ...]) -> dict[str, Number]:
    """Take more digits until all that is printed is certain; raises ContentError where that cannot be."""
    work = len(traced.steps) * max(wanted, default=0)
    ladder = LADDER if work <= MOST_FINEST else LADDER[:2]
    for precision in ladder:
        try:
            return dict(_carried(traced, example, wanted, precision, last=precision == LADDER[-1]))
        except _Open as error:
            undecided = error.quantity
        except Stopped as error:
            if not isinstance(error.__cause__, Uncertain):
                raise _uncomputable(example, error) from None
            undecided = _reached(error)
    raise _Undecided(example, undecided, ladder[-1])


def _trained(
    traced: Trace, example: Example, wanted: tuple[int, ...], first: Mapping[str, Number]
) -> dict[str, Number]:
    """Return the numbers of many rounds, in plain decimals of as many digits as sums lose, else with error bounds."""
    if found := trained(traced, example, wanted, first):
        return found
    affordable = MOST_CAREFUL // len(traced.steps)
    careful = _settled(traced, example, tuple(n for n in wanted if n <= affordable))
    if wanted[-1] > affordable:
        raise _Undecided(example, Quantity("E_total", (), None, wanted[-1]), plain_ladder(traced, wanted)[-1])
    return careful


def _calculator(traced: Trace, numbers: Mapping[str, Number], digits: int) -> dict[str, str]:
    """Return what the digits shown give, for the steps where that prints differently."""
    read = {id: numerals.as_read(number.shown) for id, number in numbers.items()}
    found = {}
    with localcontext(numerals.context()) as context:
        arithmetic = decimal_arithmetic(context)
        for step in traced.steps:
            try:
                text = numerals.shown(evaluate(step.expr, read, arithmetic), digits)
            except DecimalException:
                continue  # the digits shown divide by zero, so a calculator has nothing to print
            if text != numbers[step.id].shown:
                found[step.id] = text
    return found


def _parts(traced: Trace, example: Example, numbers: Mapping[str, Number]) -> dict[str, Number]:
    """Return the numbers on the way to the results, from as many digits as are known of what they are made of.

    A step that has one whose digits those do not decide is worked out in one line.
    """
    if len(traced.steps) > MOST_WORKED:
        return {}
    found: dict[str, Number] = {}
    with localcontext(numerals.context()):
        arithmetic = balls.ball_arithmetic()
        values = {id: _known(number) for id, number in numbers.items()}
        groups = [worked(step).parts for step in traced.steps]
        for parts in (*groups, dict(about_the_error(example, traced.quantities))):
            try:
                own: dict[str, Number] = {}
                for quantity, expr in parts.items():
                    values[quantity.id] = ball = evaluate(expr, values, arithmetic)
                    if not _has_double(ball.middle):
                        raise _Open(quantity)
                    own[quantity.id] = _certain(quantity, ball, example.digits, last=False, least=KNOWN_OF_PARTS)
            except (_Open, Uncertain, DecimalException, OverflowError):
                continue
            found |= own
    return found


def _has_double(value: Decimal) -> bool:
    """Return whether there is a double near a value, which for any but 0 is another."""
    return is_finite(value) and (not value or float(value) != 0)


def _known(number: Number) -> Ball:
    """Return what is known of a number for certain."""
    if number.quantity.given:
        return balls.given(number.value)
    return Ball(rest=number.value, base=balls.ZERO, radius=abs(number.value).scaleb(-KNOWN))


def solve(example: Example) -> Solution:
    """Return the traced example with every number; raises ContentError where one cannot be computed."""
    traced = trace(example)
    rounds = example.method.rounds
    _affordable(example, len(traced.steps))
    wanted = milestones(rounds)
    numbers = _given(traced) | _numbers(traced, example, wanted)
    return Solution(
        parts=_parts(traced, example, numbers),
        example=example,
        trace=traced,
        numbers=numbers,
        calculator=_calculator(traced, numbers, example.digits),
        runs=tuple(_run(example, rate) for rate in example.rates),
    )


def _run(example: Example, rate: Decimal) -> Solution:
    """Return the same example solved with another learning rate; what cannot be computed then is told with it."""
    try:
        return solve(_with_rate(example, rate))
    except ContentError as error:
        here = f"{example.file}: "
        there = f"{here}compare.learning_rates: {numerals.written(rate)}: "
        told = [replace(fault, where=fault.where.replace(here, there, 1)) for fault in error.faults]
        raise ContentError(told) from None


def _numbers(traced: Trace, example: Example, wanted: tuple[int, ...]) -> dict[str, Number]:
    """Return the number of every step, and of the wanted later rounds."""
    proven = example.method.rounds <= PROVEN and example.method.rounds * len(traced.steps) <= MOST_CAREFUL
    if not proven:
        first = _settled(traced, example, ())
        return first | _trained(traced, example, wanted, first)
    try:
        return _settled(traced, example, wanted)
    except _Undecided:
        first = _settled(traced, example, ())
        if not (wanted and (found := confirmed(traced, example, wanted, first))):
            raise
        return first | found


def _affordable(example: Example, steps: int) -> None:
    """Raise ContentError where an example asks for more steps than anybody would wait for."""
    runs, place = 1 + len(example.rates), f"{example.file}: compare.learning_rates"
    if len(example.rates) > 1 and runs * steps > MOST_COMPARED:
        wanted = (
            f"at most {max(1, MOST_COMPARED // steps - 1)} learning rates beside that of a network with {steps:,} steps"
        )
        raise ContentError([Fault(where=place, wanted=wanted, got=str(len(example.rates)), cure="choose fewer")])
    most = MOST_WORK // (steps * runs)
    if example.method.rounds > most:
        wanted = f"at most {most:,} rounds of a network with {steps:,} steps"
        got, cure = f"{example.method.rounds:,}", "choose fewer rounds"
        raise ContentError([Fault(where=f"{example.file}: method.rounds", wanted=wanted, got=got, cure=cure)])


def _with_rate(example: Example, rate: Decimal) -> Example:
    return replace(example, rates=(), method=replace(example.method, learning_rate=rate))
