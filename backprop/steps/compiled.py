"""Trees spelt as Python text, to be compiled: for what is evaluated by the ten thousand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from .expr import Add, Div, Expr, Fn, IfPositive, Mul, Neg, Num, Pow, Ref


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
