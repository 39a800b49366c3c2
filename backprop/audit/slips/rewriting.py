"""Small changes to the formulas of a worked example: what a slip makes of one step's expression tree.

A rewrite takes an example and a step and returns the expression the slip puts in its place, or None where it changes
nothing. Rewrites compose: the second sees the step as the first has left it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ...network.quantity import Quantity
from ...network.spec import Example, Network
from ...steps.expr import Add, Div, Expr, Fn, IfPositive, Mul, Neg, Num, Pow, Ref
from ...steps.passes import Step

Rewrite = Callable[[Example, Step], Expr | None]


def mapped(expr: Expr, change: Callable[[Expr], Expr | None]) -> Expr:
    """Return an expression in which every part that `change` answers for is replaced, outermost first."""
    found = change(expr)
    if found is not None:
        return found

    def inner(part: Expr) -> Expr:
        return mapped(part, change)

    match expr:
        case Ref() | Num():
            return expr
        case Add(parts):
            return Add(tuple(map(inner, parts)))
        case Mul(parts):
            return Mul(tuple(map(inner, parts)))
        case Fn(name, parts):
            return Fn(name, tuple(map(inner, parts)))
        case Neg(part):
            return Neg(inner(part))
        case Pow(base, exponent):
            return Pow(inner(base), exponent)
        case Div(over, under):
            return Div(inner(over), inner(under))
        case IfPositive(condition, then, other):
            return IfPositive(inner(condition), inner(then), inner(other))
    raise TypeError(f"unknown expression node: {expr!r}")


def substitute(expr: Expr, wanted: Mapping[str, Expr]) -> Expr:
    """Return an expression with some ids replaced by expressions."""
    return mapped(expr, lambda part: wanted.get(part.id) if isinstance(part, Ref) else None)


def rebuild(expr: Expr, part: Expr, other: Expr) -> Expr:
    """Return an expression with one of its parts replaced wherever it stands."""
    return mapped(expr, lambda met: other if met == part else None)


def beside(step: Step, kind: str, *names: str) -> str:
    """Return the id of another quantity of the same sample at the same moment."""
    return Quantity(kind, names, step.quantity.sample, step.quantity.round).id


def is_hidden(network: Network, neuron: str) -> bool:
    return neuron not in network.inputs and neuron not in network.outputs


def activity(network: Network, step: Step, neuron: str) -> str:
    """Return the id of what a neuron or an input sends forward, at the moment of a step."""
    if neuron in network.inputs:
        return Quantity("input", (neuron,), step.quantity.sample).id
    return beside(step, "out", neuron)


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
        return changed(step, now.expr)

    return rewrite
