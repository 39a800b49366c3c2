"""What a person writes between the numbers put in and the result: operations done one after another, innermost first.

Each number on the way is a part of its step, with an id below it: `net_H1.1` is the first product of that sum.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..network.quantity import Quantity, id_of
from ..network.spec import Example, Weight
from .expr import Add, Div, Expr, Fn, IfPositive, Mul, Neg, Num, Pow, Ref, children, mul
from .passes import Step

WORKED = frozenset({"net", "out", "E", "dout_dnet", "delta"})  # kinds whose lines are worth more than one look
PROMISED, FELL = "promised", "fell"  # how far the error should fall in a small step, and how far it fell


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """The parts of a step by their quantities, and its lines of work, in which parts stand as they are found."""

    parts: Mapping[Quantity, Expr]
    lines: tuple[Expr, ...]


@functools.lru_cache(maxsize=20_000)  # examples of one shape share their steps
def worked(step: Step) -> Worked:
    """Return how a step is worked out in small lines; of the first sample's first pass, for it is always the same."""
    quantity, parts = step.quantity, dict[Quantity, Expr]()
    lines = []
    if quantity.kind in WORKED and quantity.round is None and quantity.sample in {None, 1}:
        expr = step.expr
        while not _is_last(expr) and not _chooses(expr):
            expr = _worked_once(expr, quantity, parts)
            lines.append(expr)
    return Worked(parts=parts, lines=tuple(lines))


def _is_leaf(expr: Expr) -> bool:
    """Return whether nothing is left to work out: a number, one with its sign turned, or a half."""
    match expr:
        case Num() | Ref() | Neg(Ref() | Num()) | Div(Num(), Num()):
            return True
    return False


def _is_last(expr: Expr) -> bool:
    """Return whether a single operation is left, or one whose sign is turned; its result is the step's own."""
    inner = expr.operand if isinstance(expr, Neg) else expr
    return all(map(_is_leaf, children(inner)))


def _chooses(expr: Expr) -> bool:
    return isinstance(expr, IfPositive) or any(map(_chooses, children(expr)))


def _worked_once(expr: Expr, of: Quantity, parts: dict[Quantity, Expr]) -> Expr:
    """Return an expression with every innermost operation replaced by its result, which joins the parts."""
    if _is_leaf(expr):
        return expr
    if all(map(_is_leaf, children(expr))):
        known = next((quantity for quantity, part in parts.items() if part == expr), None)
        found = known or replace(of, part=str(len(parts) + 1))
        parts[found] = expr
        return Ref(found.id)

    def again(part: Expr) -> Expr:
        return _worked_once(part, of, parts)

    match expr:
        case Add(terms):
            return Add(tuple(map(again, terms)))
        case Mul(factors):
            return Mul(tuple(map(again, factors)))
        case Neg(operand):
            return Neg(again(operand))
        case Div(over, under):
            return Div(again(over), again(under))
        case Pow(base, exponent):
            return Pow(again(base), exponent)
        case Fn(name, args):
            return Fn(name, tuple(map(again, args)))
    raise TypeError(f"unknown expression node: {expr!r}")


def about_the_error(example: Example, known: Mapping[str, object]) -> Iterator[tuple[Quantity, Expr]]:
    """Yield how far the error should fall if it were straight, learning rate times every gradient squared, and fell."""
    method = example.method
    if method.hidden_gradient == "updated_weights":
        return  # its gradients are not the slopes of the error
    if example.online:
        return  # its error is that of no parameters, but of those that each sample met
    moving = [p.name for p in example.network.parameters if method.update_biases or isinstance(p, Weight)]
    gradients = [id_of("grad", name) for name in moving]
    before, after = Quantity("E_total"), Quantity("E_total", round=1)
    if gradients and all(id in known for id in (*gradients, before.id, after.id)):
        squares = tuple(Pow(Ref(id), 2) for id in gradients)
        total = Add(squares) if len(squares) > 1 else squares[0]
        yield replace(before, part=PROMISED), mul(Ref(Quantity("learning_rate").id), total)
        yield replace(before, part=FELL), Add((Ref(before.id), Neg(Ref(after.id))))
