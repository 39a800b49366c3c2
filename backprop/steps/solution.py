"""The numbers of a worked example, as values: each with its digits, and the steps they belong to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from ..network.quantity import Quantity
from ..network.spec import Example
from . import numerals
from .passes import Step
from .trace import Trace

Made = TypeVar("Made")


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
    same example trained with the learning rates it is compared with, `other` is it with other numbers to try one's
    hand at. `parts` are the numbers on the way to a step's result, and those about the error.
    """

    example: Example
    trace: Trace
    numbers: Mapping[str, Number]
    calculator: Mapping[str, str]
    runs: tuple[Solution, ...] = ()
    parts: Mapping[str, Number] = field(default_factory=dict)
    other: Solution | None = None
    _made: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is made of the example, made the first time it is asked for."""
        if key not in self._made:
            self._made[key] = make()
        found: Made = self._made[key]
        return found

    @cached_property
    def quantities(self) -> Mapping[str, Number]:
        """Every number by id, parts and those of the compared learning rates and of the other numbers included."""
        return {**self.numbers, **self.parts, **dict(_compared(self.runs)), **dict(_beside(self.other))}

    def given_only(self, id: str) -> str:
        """Return the digits of what is given, and nothing for what is computed."""
        number = self.numbers[id]
        return number.shown if number.quantity.given else ""

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.trace.steps

    @property
    def errors(self) -> tuple[Number, Number]:
        """The error before the first round and after it."""
        error = Quantity("E_total")
        return self.numbers[error.id], self.numbers[error.after(1).id]

    @cached_property
    def later_rounds(self) -> tuple[int, ...]:
        """The rounds after the first that numbers are reported of."""
        rounds = {number.quantity.round or 0 for number in self.numbers.values()}
        return tuple(sorted(rounds - {0, 1}))

    @cached_property
    def step_of(self) -> Mapping[str, Step]:
        return {step.id: step for step in self.steps}

    @cached_property
    def uses(self) -> Mapping[str, tuple[str, ...]]:
        """What each step is computed from, by id."""
        return {step.id: step.uses for step in self.steps}

    def leading_to(self, *ids: str) -> set[str]:
        """Return the ids of all steps that lead to some quantities, themselves included."""
        found, waiting = set(), [id for id in ids if id in self.uses]
        while waiting:
            id = waiting.pop()
            if id not in found:
                found.add(id)
                waiting += [used for used in self.uses[id] if used in self.uses]
        return found


def _compared(runs: tuple[Solution, ...]) -> Iterator[tuple[str, Number]]:
    """Yield the learning rate of each run, and its error before and after its rounds."""
    for rate, run in enumerate(runs, 1):
        for number in run.numbers.values():
            if number.quantity.kind in {"learning_rate", "E_total"} and not number.quantity.sample:
                found = replace(number, quantity=replace(number.quantity, rate=rate))
                yield found.id, found


def _beside(other: Solution | None) -> Iterator[tuple[str, Number]]:
    """Yield the numbers of the same example with other numbers given, under ids of their own."""
    for number in other.numbers.values() if other else ():
        found = replace(number, quantity=replace(number.quantity, other=True))
        yield found.id, found
