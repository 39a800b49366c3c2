"""Trees spelt as Python text, to be compiled: for what is evaluated by the thousand."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from .expr import Add, Arithmetic, Div, Expr, Fn, IfPositive, Mul, Neg, Num, Pow, Ref, evaluate, is_plain
from .passes import Step

Values = Mapping[str, Any]


def source(
    expr: Expr,
    names: Mapping[str, str],
    number: Callable[[int | Decimal], str] = lambda value: repr(float(value)),
    total: Callable[[Expr], str] = lambda sum: "",
) -> str:
    """Return an expression as Python text; only our own nodes, the names given and numbers ever stand in it.

    `number` spells a constant; `total` names the function that adds up a sum, where `+` is not to.
    """

    def part(inner: Expr) -> str:
        return source(inner, names, number, total)

    match expr:
        case Ref(id):
            return names[id]
        case Num(value):
            return number(value)
        case Add(parts):
            name = total(expr)
            return f"{name}({', '.join(map(part, parts))})" if name else f"({' + '.join(map(part, parts))})"
        case Mul(parts):
            return f"({' * '.join(map(part, parts))})"
        case Neg(inner):
            return f"(-{part(inner)})"
        case Div(over, under):
            return f"({part(over)} / {part(under)})"
        case Pow(base, exponent):
            return f"({part(base)} ** {exponent})"
        case Fn(name, parts):
            return f"{name}({', '.join(map(part, parts))})"
        case IfPositive(condition, then, other):
            return f"({part(then)} if {part(condition)} > 0 else {part(other)})"
    raise TypeError(f"unknown expression node: {expr!r}")


@functools.lru_cache(maxsize=64)  # examples of one shape have the same steps
def functions(steps: tuple[Step, ...]) -> tuple[Callable[[Values, Arithmetic], Any], ...]:
    """Return for each step what `evaluate` makes of its expression: the same operations in the same order."""
    held: list[Expr] = []
    lines = [f"    lambda v, a, n, t, p, f: {_spelt(step.expr, held)}," for step in steps]
    scope: dict[str, Any] = {"evaluate": evaluate, "held": held}
    exec(compile("\n".join(("found = (", *lines, ")")), "<steps>", "exec"), scope)
    return tuple(map(_bound, scope["found"]))


def _bound(function: Callable[..., Any]) -> Callable[[Values, Arithmetic], Any]:
    return lambda values, a: function(values, a, a.number, a.total, a.positive, a.functions)


def _spelt(expr: Expr, held: list[Expr]) -> str:
    """Return an expression as Python text; one that is evaluated in a way of its own is held and left to that."""

    def part(inner: Expr) -> str:
        return _spelt(inner, held)

    match expr:
        case _ if not is_plain(expr):
            held.append(expr)
            return f"evaluate(held[{len(held) - 1}], v, a)"
        case Ref(id):
            return f"v[{id!r}]"
        case Num(value):
            held.append(expr)
            return f"n(held[{len(held) - 1}].value)" if isinstance(value, Decimal) else f"n({value})"
        case Add(parts):
            return f"t([{', '.join(map(part, parts))}])"
        case Mul(parts):
            return f"({' * '.join(map(part, parts))})"
        case Neg(inner):
            return f"(-{part(inner)})"
        case Div(over, under):
            return f"({part(over)} / {part(under)})"
        case Pow(base, exponent):
            return f"({part(base)} ** {exponent})"
        case Fn(name, parts):
            return f"f[{name!r}]({', '.join(map(part, parts))})"
        case IfPositive(condition, then, other):
            return f"({part(then)} if p({part(condition)}) else {part(other)})"
    raise TypeError(f"unknown expression node: {expr!r}")
