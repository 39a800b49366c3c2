"""Trees spelt as Python text, to be compiled: for what is evaluated by the thousand."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .expr import Add, Arithmetic, Div, Expr, Fn, IfPositive, Mul, Neg, Num, Pow, Ref, evaluate, is_plain
from .passes import Step

Values = Mapping[str, Any]


def _sum(expr: Expr, terms: list[str]) -> str:
    return f"({' + '.join(terms)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """What is not written alike wherever a tree is written as Python text.

    `name` writes an id, `number` a constant, `total` a sum of its terms, `call` a function, `above` that something is
    above zero, and `whole` an expression that is not taken apart, or nothing.
    """

    name: Callable[[str], str]
    number: Callable[[int | Decimal], str] = lambda value: repr(float(value))
    total: Callable[[Expr, list[str]], str] = _sum
    call: Callable[[str], str] = lambda name: name
    above: Callable[[str], str] = lambda text: f"{text} > 0"
    whole: Callable[[Expr], str] = lambda expr: ""


def source(expr: Expr, spelling: Spelling) -> str:
    """Return an expression as Python text; only our own nodes, the names given and numbers ever stand in it."""

    def part(inner: Expr) -> str:
        return source(inner, spelling)

    if whole := spelling.whole(expr):
        return whole
    match expr:
        case Ref(id):
            return spelling.name(id)
        case Num(value):
            return spelling.number(value)
        case Add(parts):
            return spelling.total(expr, list(map(part, parts)))
        case Mul(parts):
            return f"({' * '.join(map(part, parts))})"
        case Neg(inner):
            return f"(-{part(inner)})"
        case Div(over, under):
            return f"({part(over)} / {part(under)})"
        case Pow(base, exponent):
            return f"({part(base)} ** {exponent})"
        case Fn(name, parts):
            return f"{spelling.call(name)}({', '.join(map(part, parts))})"
        case IfPositive(condition, then, other):
            return f"({part(then)} if {spelling.above(part(condition))} else {part(other)})"
    raise TypeError(f"unknown expression node: {expr!r}")


@functools.lru_cache(maxsize=64)  # examples of one shape have the same steps
def functions(steps: tuple[Step, ...]) -> tuple[Callable[[Values, Arithmetic], Any], ...]:
    """Return for each step what `evaluate` makes of its expression: the same operations in the same order.

    What is evaluated in a way of its own is held, and left to `evaluate`.
    """
    held: list[Any] = []

    def hold(value: object) -> str:
        held.append(value)
        return f"held[{len(held) - 1}]"

    spelling = Spelling(
        name=lambda id: f"v[{id!r}]",
        number=lambda value: f"a.number({hold(value)})",
        total=lambda expr, terms: f"a.total([{', '.join(terms)}])",
        call=lambda name: f"a.functions[{name!r}]",
        above=lambda text: f"a.positive({text})",
        whole=lambda expr: "" if is_plain(expr) else f"evaluate({hold(expr)}, v, a)",
    )
    lines = [f"    lambda v, a: {source(step.expr, spelling)}," for step in steps]
    scope: dict[str, Any] = {"evaluate": evaluate, "held": held}
    exec(compile("\n".join(("found = (", *lines, ")")), "<steps>", "exec"), scope)
    found: tuple[Callable[[Values, Arithmetic], Any], ...] = scope["found"]
    return found
