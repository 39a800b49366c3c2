"""A printed line of arithmetic, read into the same closed set of nodes as every step; nothing is ever executed.

`0.747 × 0.1840`, `1/(1+e^-0.3825)`, `½(0.01 − 0.757)²`, `sigmoid(net_Y1)`: numbers, ids of quantities, + − × ÷, whole
powers, powers of e, and the functions below. Python's own parser reads the text; what is not in this list is refused.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection
from decimal import Decimal, DecimalException

from ...errors import near_miss, shortened
from ...network.vocabulary import ACTIVATION_TRAITS
from ...steps.expr import Add, Div, Expr, Fn, IfPositive, Mul, Neg, Num, Pow, Ref, children, sub
from ...steps.numerals import exponent_of
from ...steps.rules import ACTIVATION_RULES
from .notation import DEEPEST, MOMENT, POWER, SLOPE, python

LONGEST = 1000
MOST_DIGITS, LARGEST_EXPONENT = 100, 300
MOST_PARTS = 2000  # of a line, in which |x| has x twice and a root three times


def _rule(name: str) -> Callable[[Expr], Expr]:
    rule = ACTIVATION_RULES[name]
    return lambda x: rule.value(x, (x,), Num(0))


def _slope(name: str) -> Callable[[Expr], Expr]:
    rule = ACTIVATION_RULES[name]
    return lambda x: rule.slope(x, rule.value(x, (x,), Num(0)), Num(0))


def _logarithm(base: int) -> Callable[[Expr], Expr]:
    return lambda x: Div(Fn("ln", (x,)), Fn("ln", (Num(base),)))


def _root(x: Expr) -> Expr:
    """Return the square root as e to half the logarithm; of 0 it is 0, and of what is below it there is none."""
    logarithm = Fn("ln", (x,))
    return IfPositive(x, Fn("exp", (Div(logarithm, Num(2)),)), IfPositive(Neg(x), logarithm, Num(0)))


_ALSO = {"σ": "sigmoid", "sig": "sigmoid", "sigma": "sigmoid", "logistic": "sigmoid", "log": "ln", "lg": "log10"}
_OF_ONE = [name for name, traits in ACTIVATION_TRAITS.items() if traits.of_one_number]
_FUNCTIONS: dict[str, Callable[[Expr], Expr]] = {
    **{name: _rule(name) for name in _OF_ONE},
    "exp": lambda x: Fn("exp", (x,)),
    "ln": lambda x: Fn("ln", (x,)),
    "step": lambda x: IfPositive(x, Num(1), Num(0)),
    "sqrt": _root,
    "abs": lambda x: Fn("max", (x, Neg(x))),
    "log10": _logarithm(10),
    "log2": _logarithm(2),
}
_USUAL = ("sigmoid", "σ", "sig", "exp", "ln", "log", "tanh", "relu", "step")  # told before all others
NAMED = (*dict.fromkeys((*_USUAL, *_FUNCTIONS)), "max")


def _function(spelt: str) -> Callable[[Expr], Expr] | None:
    """Return the function of a name, whatever its capitals: itself, its derivative (σ′), or its square or cube."""
    rest, _, power = spelt.partition(POWER)
    name = rest.removesuffix(SLOPE).lower()
    name = _ALSO.get(name, name)
    found = (_slope(name) if name in _OF_ONE else None) if rest.endswith(SLOPE) else _FUNCTIONS.get(name)
    return (lambda x: Pow(found(x), int(power))) if found and power else found


def is_function(spelt: str) -> bool:
    """Return whether a name is one of a function that is read; a derivative's may have a stroke behind it."""
    name = re.sub("['′’]", SLOPE, spelt)
    return _function(name) is not None or name in ("max", "maximum", "pow", "power", "e")


class Unreadable(ValueError):
    """A line that is not arithmetic of this kind; the text says what was met."""


def parse(text: str, known: Collection[str], *, comma: bool = False) -> Expr:
    """Return a printed line as a tree; raises Unreadable for anything that is not plain arithmetic over known ids.

    With `comma` decimals stand behind a comma.
    """
    if len(text) > LONGEST:
        raise Unreadable(f"{len(text)} characters")
    source = python(re.sub(r"(?<=\d),(?=\d)", ".", text) if comma else text, _function)
    try:
        tree = ast.parse(source, mode="eval").body
        return _Reader(source, known).read(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError, DecimalException) as error:
        raise error if isinstance(error, Unreadable) else Unreadable(f'"{text}"') from None


class _Reader:
    """Turns Python's syntax tree into ours, node by node."""

    def __init__(self, source: str, known: Collection[str]):
        self.source, self.known, self.depth = source, known, 0
        self.parts: dict[int, tuple[Expr, int]] = {}  # how many each expression has, by what tells it from all others

    def read(self, node: ast.expr) -> Expr:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable(f"more than {DEEPEST} operations inside one another")
        found = self._read(node)
        self.depth -= 1
        if self._parts(found) > MOST_PARTS:
            raise Unreadable(f"more than {MOST_PARTS:,} operations, where roots and sizes are written out")
        return found

    def _parts(self, expr: Expr) -> int:
        """Return how many parts an expression has when it is walked, each of them counted once."""
        if id(expr) not in self.parts:
            self.parts[id(expr)] = expr, 1 + sum(map(self._parts, children(expr)))
        return self.parts[id(expr)][1]

    def _read(self, node: ast.expr) -> Expr:
        match node:
            case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
                return self._number(node)
            case ast.Name(id=name):
                return self._name(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Neg(self.read(operand))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.read(operand)
            case ast.BinOp(left=left, op=ast.Pow(), right=power):
                return self._power(left, power)
            case ast.BinOp():
                return self._chain(node)
            case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if function := _function(name):
                return function(self.read(argument))
            case ast.Call(func=ast.Name(id="max" | "maximum"), args=[left, right], keywords=[]):
                return Fn("max", (self.read(left), self.read(right)))
            case ast.Call(func=ast.Name(id="pow" | "power"), args=[left, right], keywords=[]):
                return self._power(left, right)
            case ast.Call(func=ast.Name(id=name)):
                raise Unreadable(f'"{name.replace(SLOPE, "′").partition(POWER)[0]}(…)"; functions: {", ".join(NAMED)}')
        raise Unreadable(f'"{ast.get_source_segment(self.source, node) or self.source}"')

    def _chain(self, node: ast.expr) -> Expr:
        """Return a sum or product whose terms stand beside one another, however many they are."""
        behind: list[tuple[ast.operator, ast.expr]] = []
        while isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Pow):
            behind.append((node.op, node.right))
            node = node.left
        found = self.read(node)
        for operator, right in reversed(behind):
            found = self._pair(found, operator, self.read(right))
        return found

    def _power(self, base: ast.expr, power: ast.expr) -> Expr:
        match base:
            case ast.Name(id="e") if "e" not in self.known:
                return Fn("exp", (self.read(power),))
        return _root(self.read(base)) if self._is_half(power) else Pow(self.read(base), self._whole(power))

    def _is_half(self, node: ast.expr) -> bool:
        return self.read(node) in (Num(Decimal("0.5")), Div(Num(1), Num(2)))

    def _number(self, node: ast.Constant) -> Num:
        text = (ast.get_source_segment(self.source, node) or "").replace("_", "")
        value = Decimal(text)
        if len(value.as_tuple().digits) > MOST_DIGITS or (value and abs(value.adjusted()) > LARGEST_EXPONENT):
            raise Unreadable(shortened(text))
        return Num(int(value) if value == value.to_integral_value() and exponent_of(value) >= 0 else value)

    def _name(self, name: str) -> Ref:
        name = name.replace(MOMENT, "@")
        if name not in self.known:
            raise Unreadable(f'the name "{name}"; {near_miss(name, self.known)}')
        return Ref(name)

    def _whole(self, node: ast.expr) -> int:
        value = self.read(node)
        number = -value.operand.value if isinstance(value, Neg) and isinstance(value.operand, Num) else None
        number = value.value if isinstance(value, Num) else number
        if not isinstance(number, int) or abs(number) > 20:
            raise Unreadable(
                f'the power "{ast.get_source_segment(self.source, node)}"; a whole one up to 20, or a power of e'
            )
        return number

    def _pair(self, left: Expr, operator: ast.operator, right: Expr) -> Expr:
        match operator:
            case ast.Add():
                return Add((*left.terms, right)) if isinstance(left, Add) else Add((left, right))
            case ast.Sub():
                return Add((*left.terms, Neg(right))) if isinstance(left, Add) else sub(left, right)
            case ast.Mult():
                return Mul((*left.factors, right)) if isinstance(left, Mul) else Mul((left, right))
            case ast.Div():
                return Div(left, right)
        raise Unreadable(f'"{self.source}"')
