"""Small changes to the formulas of a worked example: what a slip makes of one step's expression tree.

A rewrite takes an example and a step and returns the expression the slip puts in its place, or None where it changes
nothing. Rewrites compose: the second sees the step as the first has left it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...network.spec import Example
from ...steps.expr import Expr
from ...steps.passes import Step

Rewrite = Callable[[Example, Step], Expr | None]


def changed(step: Step, expr: Expr) -> Expr | None:
    return expr if expr != step.expr else None


def on(kind: str, neurons: frozenset[str] | None, change: Callable[[Example, Step], Expr | None]) -> Rewrite:
    """Return a rewrite that acts on steps of one kind, of these neurons or of all."""

    def rewrite(example: Example, step: Step) -> Expr | None:
        quantity = step.quantity
        if quantity.kind != kind or (neurons is not None and quantity.names[0] not in neurons):
            return None
        found = change(example, step)
        return None if found is None else changed(step, found)

    return rewrite


def both(*rewrites: Rewrite) -> Rewrite:
    """Return a rewrite that does one after the other."""

    def rewrite(example: Example, step: Step) -> Expr | None:
        now = step
        for each in rewrites:
            expr = each(example, now)
            now = now if expr is None else replace(now, expr=expr)
        return None if now is step else changed(step, now.expr)

    return rewrite
