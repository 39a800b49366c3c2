"""The numbers of a worked example: every tree evaluated, to as many digits as it takes to be sure of those shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, DecimalException, localcontext
from functools import cached_property

from . import numerals
from .errors import ContentError, Fault
from .expr import decimal_arithmetic, evaluate
from .quantity import Quantity
from .spec import Example
from .steps import Step
from .trace import Trace, trace

MOST_DIGITS = 1600  # the evaluation gives up where even that many do not settle the digits shown
LARGEST = Decimal("1e300")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A value and how it is printed; `precision` is the number of digits its evaluation carried.

    `ours` is False for a number of a what-if, which no page may offer as the quantity's value.
    """

    quantity: Quantity
    value: Decimal
    shown: str
    precision: int = numerals.PRECISION
    ours: bool = True

    @property
    def id(self) -> str:
        return self.quantity.id

    @property
    def full(self) -> str:
        """The nearest double, written to read back as itself."""
        return numerals.full(self.value)

    def to(self, decimals: int) -> str:
        """Return the value correctly rounded to that many decimals."""
        return numerals.written(numerals.round_half_up(self.value, decimals, self.precision))


@dataclass(frozen=True, kw_only=True)
class Solution:
    """A trace with its numbers: `numbers` by id, givens first, then the steps, then later rounds.

    `calculator` holds, for the steps where it prints differently, what one gets from the digits shown. `runs` are the
    same example trained with the learning rates it is compared with.
    """

    example: Example
    trace: Trace
    numbers: Mapping[str, Number]
    calculator: Mapping[str, str]
    runs: tuple[Solution, ...] = ()

    @cached_property
    def quantities(self) -> Mapping[str, Number]:
        """Every number by id, those of the compared learning rates included."""
        return {**self.numbers, **dict(_compared(self.runs))}

    def given_only(self, id: str) -> str:
        """Return the digits of what is given, and nothing for what is computed."""
        number = self.numbers[id]
        return number.shown if number.quantity.given else ""

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.trace.steps

    @cached_property
    def step_of(self) -> Mapping[str, Step]:
        return {step.id: step for step in self.steps}


def _compared(runs: tuple[Solution, ...]) -> Iterator[tuple[str, Number]]:
    """Yield the learning rate of each run, and its error before and after its rounds."""
    for rate, run in enumerate(runs, 1):
        for number in run.numbers.values():
            if number.quantity.kind in {"learning_rate", "E_total"} and not number.quantity.sample:
                found = replace(number, quantity=replace(number.quantity, rate=rate))
                yield found.id, found


def _values(
    given: Mapping[str, Decimal], steps: Iterable[Step], precision: int, file: str, done: int = 0
) -> dict[str, Decimal]:
    """Evaluate the steps in order at that precision, for the round after so many that are done.

    Raises ContentError where a number cannot be had.
    """
    values = dict(given)
    with localcontext(numerals.context(precision)) as context:
        arithmetic = decimal_arithmetic(context)
        for step in steps:
            try:
                value = evaluate(step.expr, values, arithmetic)
                if not abs(value) < LARGEST:
                    raise DecimalException
            except DecimalException:
                raise _uncomputable(step, file, done) from None
            values[step.id] = value
    return values


def _uncomputable(step: Step, file: str, done: int = 0) -> ContentError:
    rounds = done + (step.phase in {"update", "after"})  # the rounds done once this step's number is there
    quantity = step.quantity.after(rounds) if done else step.quantity
    return ContentError(
        [
            Fault(
                where=f"{file}: {quantity.id}",
                wanted="a number that can be computed",
                got="one too large, a division by zero, or the logarithm of a number that is not above zero",
                cure="choose smaller values, or an output activation that suits the loss",
            )
        ]
    )


def _number(quantity: Quantity, value: Decimal, digits: int, precision: int) -> Number:
    text = numerals.written(value) if quantity.given else numerals.shown(value, digits, precision)
    return Number(quantity=quantity, value=value, shown=text, precision=precision)


def _numbers(worked: Trace, example: Example, precision: int) -> dict[str, Number]:
    given = {quantity.id: value for quantity, value in worked.givens.items()}
    values = _values(given, worked.steps, precision, example.file)
    quantities = (*worked.givens, *(step.quantity for step in worked.steps))
    return {q.id: _number(q, values[q.id], example.digits, precision) for q in quantities}


def _settled(worked: Trace, example: Example) -> dict[str, Number]:
    """Double the precision until the digits shown and the doubles no longer change."""
    precision = numerals.PRECISION
    found = _numbers(worked, example, precision)
    while precision <= MOST_DIGITS:
        precision *= 2
        finer = _numbers(worked, example, precision)
        moved = [id for id in found if (found[id].shown, found[id].full) != (finer[id].shown, finer[id].full)]
        if not moved:
            return finer
        found = finer
    raise _uncomputable(next(step for step in worked.steps if step.id in moved), example.file)


def _calculator(worked: Trace, numbers: Mapping[str, Number], digits: int) -> dict[str, str]:
    """Return what the digits shown give, for the steps where that prints differently."""
    read = {id: numerals.as_read(number.shown) for id, number in numbers.items()}
    found = {}
    with localcontext(numerals.context()) as context:
        arithmetic = decimal_arithmetic(context)
        for step in worked.steps:
            try:
                text = numerals.shown(evaluate(step.expr, read, arithmetic), digits)
            except DecimalException:
                continue  # the digits shown divide by zero, so a calculator has nothing to print
            if text != numbers[step.id].shown:
                found[step.id] = text
    return found


def solve(example: Example) -> Solution:
    """Return the worked example with every number; raises ContentError where one cannot be computed."""
    worked = trace(example)
    numbers = _settled(worked, example)
    return Solution(
        example=example,
        trace=worked,
        numbers=numbers | later_rounds(example, worked, milestones(example.method.rounds)),
        calculator=_calculator(worked, numbers, example.digits),
        runs=tuple(solve(_with_rate(example, rate)) for rate in example.rates),
    )


def _with_rate(example: Example, rate: Decimal) -> Example:
    return replace(example, rates=(), method=replace(example.method, learning_rate=rate))


def milestones(rounds: int) -> tuple[int, ...]:
    """Return the rounds after the first that are reported: all up to ten, powers of ten, and the last."""
    return tuple(sorted({n for n in (*range(2, 11), *(10**k for k in range(1, 10)), rounds) if 1 < n <= rounds}))


def later_rounds(example: Example, worked: Trace, wanted: Iterable[int]) -> dict[str, Number]:
    """Return parameters, activations and errors after each wanted round, by the trees of the first one over again."""
    wanted = set(wanted)
    round_steps = [step for step in worked.steps if step.phase != "after"]
    pass_steps = [step for step in worked.steps if step.phase == "after"]
    fresh = {p.name: Quantity("new", (p.name,)) for p in example.network.parameters}
    given = {quantity.id: value for quantity, value in worked.givens.items()}
    found: dict[str, Number] = {}
    for done in range(1, max(wanted, default=0) + 1):
        values = _values(given, round_steps, numerals.PRECISION, example.file, done - 1)
        if done in wanted:
            values = _values(values, pass_steps, numerals.PRECISION, example.file, done - 1)
            for quantity in (*fresh.values(), *(step.quantity for step in pass_steps)):
                number = _number(quantity.after(done), values[quantity.id], example.digits, numerals.PRECISION)
                found[number.id] = number
        given |= {name: values[quantity.id] for name, quantity in fresh.items()}
    return found
