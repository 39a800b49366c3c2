"""Expressions with some of their parts replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .expr import Add, Div, Expr, Fn, IfPositive, Mul, Neg, Num, Pow, Ref


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
