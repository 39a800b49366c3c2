"""Expression trees: how one quantity follows from earlier ones. A closed set of nodes; an unknown one is an error.

There is no simplification and no symbolic differentiation: a tree is what a person would write down.

Longer than most: the closed set of nodes stands with its evaluation.
"""

from __future__ import annotations

import functools
import math
import operator
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero
from typing import Any

from . import exponential


@dataclass(frozen=True, slots=True)
class Num:
    """A constant of the formula itself, such as the 1 in 1 − out; in a printed line of arithmetic, any decimal."""

    value: int | Decimal


@dataclass(frozen=True, slots=True)
class Ref:
    """The value of another quantity."""

    id: str


@dataclass(frozen=True, slots=True)
class Add:
    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Mul:
    factors: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Neg:
    operand: Expr


@dataclass(frozen=True, slots=True)
class Div:
    over: Expr
    under: Expr


@dataclass(frozen=True, slots=True)
class Pow:
    base: Expr
    exponent: int


@dataclass(frozen=True, slots=True)
class Fn:
    """A named function: exp, ln, tanh of one argument, max of two."""

    name: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class IfPositive:
    """`then` where the condition is above zero, `other` at and below zero."""

    condition: Expr
    then: Expr
    other: Expr


Expr = Num | Ref | Add | Mul | Neg | Div | Pow | Fn | IfPositive


def add(*terms: Expr) -> Expr:
    """Return the sum; an empty one is 0 and a single term stands alone."""
    return Num(0) if not terms else terms[0] if len(terms) == 1 else Add(terms)


def sub(left: Expr, right: Expr) -> Expr:
    return Add((left, Neg(right)))


def mul(*factors: Expr) -> Expr:
    return factors[0] if len(factors) == 1 else Mul(factors)


def children(expr: Expr) -> tuple[Expr, ...]:
    """Return the nodes directly below, left to right."""
    match expr:
        case Num() | Ref():
            return ()
        case Add(parts) | Mul(parts) | Fn(_, parts):
            return parts
        case Neg(part) | Pow(part, _):
            return (part,)
        case Div(over, under):
            return (over, under)
        case IfPositive(condition, then, other):
            return (condition, then, other)
    raise TypeError(f"unknown expression node: {expr!r}")


def refs(expr: Expr) -> Iterator[str]:
    """Yield the ids an expression uses, left to right, as often as they stand there."""
    if isinstance(expr, Ref):
        yield expr.id
    for child in children(expr):
        yield from refs(child)


def literals(expr: Expr) -> Iterator[int | Decimal]:
    """Yield the numbers that stand in an expression themselves, left to right, as often as they do."""
    if isinstance(expr, Num):
        yield expr.value
    for child in children(expr):
        yield from literals(child)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """The kind of number an expression is evaluated in; + − × ÷ and powers are the number's own."""

    number: Callable[[int | Decimal], Any]
    functions: Mapping[str, Callable[..., Any]]
    positive: Callable[[Any], bool] = lambda value: value > 0
    total: Callable[[list[Any]], Any] = lambda terms: functools.reduce(operator.add, terms)
    finite: Callable[[Any], bool] = lambda value: True
    middle: Callable[[Any], Any] = lambda value: value  # what two numbers are compared by where either will do


LARGEST = Decimal(sys.float_info.max)


def is_finite(value: Decimal) -> bool:
    """Return whether a decimal has a double near it."""
    return abs(value) <= LARGEST


def decimal_arithmetic(context: Context) -> Arithmetic:
    """Return decimal arithmetic; the caller makes the same context current for the four operations.

    A sum that cancels to less than the context can tell from rounding is 0; more digits would show if it is not.
    What has no finite value raises a DecimalException: a quotient by 0, and the logarithm of 0 too.
    """
    noise = Decimal(1).scaleb(5 - context.prec)

    def exp(x: Decimal) -> Decimal:
        return exponential.exp(x, context)

    def ln(x: Decimal) -> Decimal:
        if x == 0:
            raise DivisionByZero
        return context.ln(x)

    def tanh(x: Decimal) -> Decimal:
        grown = exp(-2 * abs(x))
        return ((1 - grown) / (1 + grown)).copy_sign(x)

    def total(terms: list[Decimal]) -> Decimal:
        found = functools.reduce(operator.add, terms)
        return Decimal(0) if abs(found) < noise * max(map(abs, terms)) else found

    functions: dict[str, Callable[..., Decimal]] = {"exp": exp, "ln": ln, "tanh": tanh, "max": max}
    return Arithmetic(number=Decimal, functions=functions, total=total)


def _float_exp(x: float) -> float:
    return math.inf if x > 709.78 else math.exp(x)


FLOAT = Arithmetic(number=float, functions={"exp": _float_exp, "ln": math.log, "tanh": math.tanh, "max": max})


def evaluate(expr: Expr, values: Mapping[str, Any], arithmetic: Arithmetic) -> Any:
    """Return the expression's value, in the given arithmetic, from the values of the ids it uses."""
    match expr:
        case Ref(id):
            return values[id]
        case Num(value):
            return arithmetic.number(value)
        case Mul(factors):
            return functools.reduce(operator.mul, [evaluate(part, values, arithmetic) for part in factors])
        case Add(terms):
            return arithmetic.total([evaluate(part, values, arithmetic) for part in terms])
        case Neg(operand):
            return -evaluate(operand, values, arithmetic)
        case Div(over, Add(terms)) if over in terms and not isinstance(over, Num):
            return _share(over, terms, values, arithmetic)
        case Div(Fn("exp") as over, under) if over == under:  # the only share there is, and never 0 / 0
            return _share(over, (over,), values, arithmetic)
        case Div(over, under):
            return evaluate(over, values, arithmetic) / evaluate(under, values, arithmetic)
        case Pow(base, exponent):
            return evaluate(base, values, arithmetic) ** exponent
        case Fn("ln", (Add((Num(1), Fn("exp", (power,)))),)):
            return _softplus(evaluate(power, values, arithmetic), arithmetic)
        case Fn(name, args):
            return arithmetic.functions[name](*[evaluate(part, values, arithmetic) for part in args])
        case IfPositive(condition, then, other):
            chosen = then if arithmetic.positive(evaluate(condition, values, arithmetic)) else other
            return evaluate(chosen, values, arithmetic)
    raise TypeError(f"unknown expression node: {expr!r}")


def is_plain(expr: Expr) -> bool:
    """Return whether an expression is evaluated operation by operation, as it stands."""
    match expr:
        case Div(over, Add(terms)) if over in terms and not isinstance(over, Num):
            return False
        case Div(Fn("exp") as over, under) if over == under:
            return False
        case Fn("ln", (Add((Num(1), Fn("exp", _))),)):
            return False
    return True


def _share(part: Expr, terms: tuple[Expr, ...], values: Mapping[str, Any], arithmetic: Arithmetic) -> Any:
    """Return a part of a sum over that sum, all of it beside the largest term: a share keeps its distance from 1."""
    found = [evaluate(term, values, arithmetic) for term in terms]
    largest = max(range(len(found)), key=lambda i: arithmetic.middle(found[i]))
    beside = [value / found[largest] if i != largest else arithmetic.number(1) for i, value in enumerate(found)]
    return beside[terms.index(part)] / arithmetic.total(beside)


def _softplus(x: Any, arithmetic: Arithmetic) -> Any:
    """Return ln(1 + e^x), as x + ln(1 + e^−x) above zero: it keeps its distance from x."""
    exp, ln, above = arithmetic.functions["exp"], arithmetic.functions["ln"], arithmetic.positive(x)
    rest = ln(arithmetic.number(1) + exp(-x if above else x))
    return x + rest if above else rest
