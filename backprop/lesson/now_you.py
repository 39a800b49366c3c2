"""A line to work out with other numbers given: what it is made of, what is asked, and the answer."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from ..formula import mathml
from ..formula.document import Row
from ..formula.provenance import data
from ..steps.solution import Solution
from .step_rows import note_of, symbol


def with_others(solution: Solution, id: str) -> dict[str, object]:
    """Return a step with the other numbers given: its symbol, what it is made of with values, and its line of work."""
    quantities, step = solution.quantities, solution.step_of[id]
    if solution.other is None:
        raise ValueError(f"{solution.example.file} has no other numbers")
    others = {
        number.id: quantities[replace(number.quantity, other=True).id] for number in solution.other.numbers.values()
    }
    beside = replace(
        solution,
        numbers={**solution.numbers, **others},
        calculator=solution.other.calculator,
        other=None,
        parts={},
        _made={},
    )
    row = Row(solution=beside, step=step, number=0)
    known = [(symbol(solution, used), Markup(data(others[used]))) for used in step.uses]
    return {
        "known": known,
        "asked": symbol(solution, id),
        "line": Markup(row.work.write(mathml.line)),
        "note": note_of(row),
    }
