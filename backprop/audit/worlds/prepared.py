"""What auditing an example takes, whoever's numbers are judged: made once, then used for every source."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from ...steps.solution import Solution
from ...steps.solving import solve
from ...steps.world import World
from ..slips.variant import with_method
from .alternatives import Alternative, Alternatives
from .doubles import double_bounds


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A worked example with every alternative that one slip makes of it, and those where every result is rounded.

    Alternatives of two slips are made when asked for.
    """

    solution: Solution
    made: Alternatives
    base: Alternative
    singles: tuple[Alternative, ...]
    roundings: tuple[Alternative, ...]
    doubles: Mapping[str, Decimal]  # how far a program's double may be from each value
    trained: dict[Hashable, dict[str, float] | None] = field(default_factory=dict)
    later: dict[Hashable, World | None] = field(default_factory=dict)  # by slips and rounds, None where there is none
    _pairs: dict[tuple[int, int], Alternative] = field(default_factory=dict)

    def pair(self, one: int, two: int) -> Alternative:
        """Return the alternative with the slips of two singles, by their places."""
        if (one, two) not in self._pairs:
            self._pairs[one, two] = self.made.under(*self.singles[one].variants, *self.singles[two].variants)
        return self._pairs[one, two]

    @cached_property
    def weights_alone(self) -> Prepared:
        """The same example where the biases stay, as some sources have it."""
        return prepare(solve(with_method(update_biases=False)(self.solution.example)))


def prepare(solution: Solution) -> Prepared:
    """Return what judging any claims about a worked example takes."""
    made = Alternatives(example=solution.example, trace=solution.trace)
    values = {id: number.value for id, number in solution.numbers.items()}
    return Prepared(
        solution=solution,
        made=made,
        base=made.base(),
        doubles=double_bounds(solution.trace, values),
        singles=tuple(made.singles()),
        roundings=tuple(made.roundings()),
    )
