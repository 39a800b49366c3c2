"""The witnesses compared: written steps against arrays, and gradients against central differences.

A build whose witnesses disagree stops, and names the first step that differs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..arrays.readout import engine_values, later_values
from ..errors import Disagreement
from ..steps.solution import Solution
from .differences import Differences, central_differences
from .rounding import ROUNDINGS, later_bounds, rounding_bounds, trained_bounds

RELATIVE = 1e-12
LATER_RELATIVE = 1e-9  # after many rounds, where every round feeds its rounding to the next
TINY = 1e-300


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What agreed: how many quantities, the largest relative difference among them, and the central differences."""

    compared: int
    largest: float
    differences: Differences
    unwitnessed: int  # quantities that hang on a number which no double holds, so that no array can have them


def verify(solution: Solution) -> Report:
    """Compare the witnesses; raises Disagreement naming the step, both values and the inputs."""
    bounds = rounding_bounds(solution)
    first = dict(engine_values(solution.example))
    gaps = [_gap(solution, step.id, first, bounds[step.id], RELATIVE) for step in solution.steps]
    gaps += _later_gaps(solution)
    for run in solution.runs:
        other = verify(run)
        gaps += [other.largest] * other.compared + [None] * other.unwitnessed
    seen = [gap for gap in gaps if gap is not None]
    return Report(
        compared=len(seen),
        largest=max(seen),
        differences=central_differences(solution),
        unwitnessed=len(gaps) - len(seen),
    )


def _later_gaps(solution: Solution) -> Iterator[float | None]:
    """Yield the gaps after later rounds; where training magnifies rounding, its bound is carried through all."""
    magnified: dict[str, float] | None = None
    for later in later_values(solution.example, set(solution.later_rounds)):
        allowed = later_bounds(solution, later.rounds, later.peaks)
        for id in (id for id, number in solution.numbers.items() if number.quantity.round == later.rounds):
            try:
                yield _gap(solution, id, later.values, allowed[id], LATER_RELATIVE)
            except Disagreement:
                magnified = trained_bounds(solution) if magnified is None else magnified
                bound = magnified.get(id, math.inf)
                size = abs(float(solution.numbers[id].value))
                telling = size == 0 or ROUNDINGS * bound < size  # a larger one lets anything pass
                yield _gap(solution, id, later.values, bound if telling else math.inf, LATER_RELATIVE)


def _gap(solution: Solution, id: str, others: Mapping[str, float], bound: float, relative: float) -> float | None:
    """Return the relative difference between both witnesses of one quantity, None where the arrays cannot have it."""
    if id not in others:
        raise Disagreement(solution.example.file, f"{id}: a written step that the arrays know nothing of")
    if math.isinf(bound):
        return None
    mine, other, bound = float(solution.numbers[id].value), others[id], ROUNDINGS * bound
    gap = abs(mine - other)
    if not gap <= max(relative * abs(mine), bound, TINY):
        step = solution.step_of.get(id)
        used = step.uses if step else ()
        inputs = ", ".join(f"{name} = {solution.numbers[name].full}" for name in used) or "earlier rounds"
        told = f"{id}: the written step gives {mine!r}, the arrays give {other!r}; from {inputs}"
        raise Disagreement(solution.example.file, told)
    return gap / abs(mine) if gap > bound else min(gap / abs(mine), relative) if mine else 0.0
