"""Trees made into functions over floats: for rounds by the ten thousand, and for what-ifs by the thousand.

Whatever comes close enough to matter is computed again in decimals.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from ...network.quantity import id_of
from ...network.spec import Network
from ...steps.compiled import Spelling, source
from ...steps.expr import FLOAT, Expr, refs
from ...steps.passes import Step
from ...steps.trace import Trace


def train(trace: Trace, network: Network, rounds: int) -> dict[str, float] | None:
    """Return every quantity of the last of so many rounds, by id, or None where a number cannot be had."""
    ids = [quantity.id for quantity in trace.givens] + [step.id for step in trace.steps]
    names = {id: f"v{i}" for i, id in enumerate(ids)}
    spelling = Spelling(name=names.__getitem__)
    given = [names[quantity.id] for quantity in trace.givens]
    lines = [(step.phase, f"{names[step.id]} = {source(step.expr, spelling)}") for step in _in_order(trace.steps)]
    moves = [f"{names[p.name]} = {names[id_of('new', p.name)]}" for p in network.parameters]
    text = "\n".join(
        (
            f"def run(rounds, {', '.join(given)}):",
            "    for _ in range(rounds - 1):",
            *(f"        {line}" for phase, line in lines if phase != "after"),
            *(f"        {move}" for move in moves),
            *(f"    {line}" for _, line in lines),
            f"    return {', '.join(names.values())}",
        )
    )
    scope = dict(FLOAT.functions)
    exec(compile(text, "<a round of training>", "exec"), scope)
    try:
        found = scope["run"](rounds, *map(float, trace.givens.values()))
    except (ArithmeticError, ValueError):
        return None
    values = dict(zip(ids, found, strict=True))
    return values if all(map(math.isfinite, values.values())) else None


def _in_order(steps: Sequence[Step]) -> Iterator[Step]:
    """Yield steps after those that they use: a slip may use what comes later in the trace."""
    by_id = {step.id: step for step in steps}
    using = {step.id: [id for id in refs(step.expr) if id in by_id] for step in steps}
    yield from (by_id[id] for id in TopologicalSorter(using).static_order())


_LOOKED_UP = Spelling(name=lambda id: f"v[{id!r}]")


class Rough(dict[str, float]):
    """Values in floats by id, each computed when it is first asked for."""

    def __init__(self, values: Mapping[str, float], exprs: Mapping[str, Expr], quick: Quick):
        super().__init__(values)
        self.exprs, self.quick = exprs, quick

    def __missing__(self, id: str) -> float:
        function = self.quick.function(self.exprs[id])
        self[id] = math.nan  # which is what follows from itself, as it may under a slip
        self[id] = value = function(self)
        return value

    def value(self, expr: Expr) -> float | None:
        """Return an expression's value, or None where it has none."""
        try:
            value = self.quick.function(expr)(self)
        except (ArithmeticError, ValueError, KeyError):
            return None
        return value if isinstance(value, float) and math.isfinite(value) else None


@functools.lru_cache(maxsize=20_000)  # examples of one shape have the same expressions
def _function(text: str) -> Callable[[Mapping[str, float]], float]:
    found: Callable[[Mapping[str, float]], float] = eval(
        compile(f"lambda v: {text}", "<an expression>", "eval"), dict(FLOAT.functions)
    )
    return found


@dataclass(frozen=True, slots=True)
class Quick:
    """Keeps the function of every expression it has met; the expressions stay alive with it, and neither is stored."""

    met: dict[int, tuple[Expr, Callable[[Mapping[str, float]], float]]] = field(default_factory=dict)

    def __reduce__(self) -> tuple[object, ...]:
        return Quick, ()

    def function(self, expr: Expr) -> Callable[[Mapping[str, float]], float]:
        found = self.met.get(id(expr))
        if found is None:
            self.met[id(expr)] = found = expr, _function(source(expr, _LOOKED_UP))
        return found[1]
