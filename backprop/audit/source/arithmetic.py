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
from ...steps.expr import Add, Div, Expr, Fn, IfPositive, Mul, Neg, Num, Pow, Ref, sub
from ...steps.numerals import exponent_of
from ...steps.rules import ACTIVATION_RULES
from .printed import DASHES

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻·"
_PLAIN = str.maketrans(_SUPERSCRIPTS, "0123456789-.")
_SIGNS = str.maketrans({
    **dict.fromkeys(DASHES, "-"), **dict.fromkeys("×·⋅∗", "*"), **dict.fromkeys("[{", "("), **dict.fromkeys("]}", ")"),
    "÷": "/", "^": "**", "\u00a0": " ", "\u2009": " ",
})  # fmt: skip
_TEX = {
    r"\cdot": "*", r"\times": "*", r"\div": "/", r"\left": "", r"\right": "", r"\ln": "ln", r"\exp": "exp",
    r"\sigma": "σ", r"\sqrt": "sqrt", r"\tanh": "tanh", r"\max": "max", r"\,": "", r"\;": "",
}  # fmt: skip
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_MOMENT = "_ǀ_"  # stands in names for the sign before a sample or a round, which is an operator to the parser
LONGEST = 1000
DEEPEST = 50  # nodes inside one another
MOST_DIGITS, LARGEST_EXPONENT = 100, 300


def _rule(name: str) -> Callable[[Expr], Expr]:
    rule = ACTIVATION_RULES[name]
    return lambda x: rule.value(x, (x,), Num(0))


def _root(x: Expr) -> Expr:
    """Return the square root as e to half the logarithm; of 0 it is 0, and of what is below it there is none."""
    logarithm = Fn("ln", (x,))
    return IfPositive(x, Fn("exp", (Div(logarithm, Num(2)),)), IfPositive(Neg(x), logarithm, Num(0)))


_FUNCTIONS: dict[str, Callable[[Expr], Expr]] = {
    **{name: _rule(name) for name, traits in ACTIVATION_TRAITS.items() if traits.of_one_number},
    "σ": _rule("sigmoid"),
    "sig": _rule("sigmoid"),
    "exp": lambda x: Fn("exp", (x,)),
    "ln": lambda x: Fn("ln", (x,)),
    "log": lambda x: Fn("ln", (x,)),
    "step": lambda x: IfPositive(x, Num(1), Num(0)),
    "sqrt": _root,
    "abs": lambda x: Fn("max", (x, Neg(x))),
    "log10": lambda x: Div(Fn("ln", (x,)), Fn("ln", (Num(10),))),
}
_USUAL = ("sigmoid", "σ", "sig", "exp", "ln", "log", "tanh", "relu", "step")  # listed before all others
NAMED = {name: _FUNCTIONS[name] for name in dict.fromkeys((*_USUAL, *_FUNCTIONS))}


def _named(name: str) -> str:
    """Return the function of a name, whatever its capitals, or nothing."""
    return name if name in NAMED else name.lower() if name.lower() in NAMED else ""


class Unreadable(ValueError):
    """A line that is not arithmetic of this kind; the text says what was met."""


def parse(text: str, known: Collection[str], *, comma: bool = False) -> Expr:
    """Return a printed line as a tree; raises Unreadable for anything that is not plain arithmetic over known ids.

    With `comma` decimals stand behind a comma.
    """
    if len(text) > LONGEST:
        raise Unreadable(f"{len(text)} characters")
    source = _python(re.sub(r"(?<=\d),(?=\d)", ".", text) if comma else text)
    try:
        tree = ast.parse(source, mode="eval").body
        return _Reader(source, known).read(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError, DecimalException) as error:
        raise error if isinstance(error, Unreadable) else Unreadable(f'"{text}"') from None


def _python(text: str) -> str:
    """Spell a printed line the way a parser wants it."""

    def raised(found: re.Match[str]) -> str:
        return f"**({found[0].translate(_PLAIN)})"

    text = _plain(text)
    text = re.sub(r"(?<=[\w)])[⁰¹²³⁴⁵⁶⁷⁸⁹⁻][⁰¹²³⁴⁵⁶⁷⁸⁹⁻·]*", raised, text.strip())
    text = re.sub(r"(?<=[\d)])\s+x\s+(?=[\d.(−-])", "*", text)
    text = re.sub(r"½\s*(?=[\w(])", "(1/2)*", text).replace("½", "(1/2)").translate(_SIGNS)
    text = re.sub(r"(?<=\w)@(?=[rs]\d)", _MOMENT, text)  # one name: an operator would bind with its neighbours
    text = re.sub(r"\)\s*(?=[\w(])", ")*", text)  # (a)(b) is a product; a name before a bracket is a function
    return re.sub(r"(?<![\w.])(\d*\.?\d+)\s*(?=\()", r"\1*", text)


def _plain(text: str) -> str:
    """Spell TeX and roots in plain signs."""
    text = re.sub(r"\^\{([^{}]*)\}", r"^(\1)", text)
    for _ in range(DEEPEST):
        text, changed = _FRACTION.subn(r"((\1)/(\2))", text)
        if not changed:
            break
    for tex, plain in _TEX.items():
        text = re.sub(re.escape(tex) + r"(?![a-zA-Z])" if tex[-1].isalpha() else re.escape(tex), plain, text)
    text = re.sub(r"√\s*(?=\()", "sqrt", text)
    return re.sub(r"√\s*(\d+\.?\d*|\w+)", r"sqrt(\1)", text)


class _Reader:
    """Turns Python's syntax tree into ours, node by node."""

    def __init__(self, source: str, known: Collection[str]):
        self.source, self.known, self.depth = source, known, 0

    def read(self, node: ast.expr) -> Expr:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable(f"more than {DEEPEST} operations inside one another")
        found = self._read(node)
        self.depth -= 1
        return found

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
            case ast.BinOp(left=ast.Name(id="e"), op=ast.Pow(), right=power) if "e" not in self.known:
                return Fn("exp", (self.read(power),))
            case ast.BinOp(left=left, op=ast.Pow(), right=power) if self._is_half(power):
                return _root(self.read(left))
            case ast.BinOp(left=left, op=ast.Pow(), right=power):
                return Pow(self.read(left), self._whole(power))
            case ast.BinOp(left=left, op=operator, right=right):
                return self._pair(self.read(left), operator, self.read(right))
            case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if _named(name):
                return NAMED[_named(name)](self.read(argument))
            case ast.Call(func=ast.Name(id="max"), args=[left, right], keywords=[]):
                return Fn("max", (self.read(left), self.read(right)))
            case ast.Call(func=ast.Name(id=name)):
                raise Unreadable(f'"{name}(…)"; functions: {", ".join([*NAMED, "max"])}')
        raise Unreadable(f'"{ast.get_source_segment(self.source, node) or self.source}"')

    def _is_half(self, node: ast.expr) -> bool:
        return self.read(node) in (Num(Decimal("0.5")), Div(Num(1), Num(2)))

    def _number(self, node: ast.Constant) -> Num:
        text = (ast.get_source_segment(self.source, node) or "").replace("_", "")
        value = Decimal(text)
        if len(value.as_tuple().digits) > MOST_DIGITS or (value and abs(value.adjusted()) > LARGEST_EXPONENT):
            raise Unreadable(shortened(text))
        return Num(int(value) if value == value.to_integral_value() and exponent_of(value) >= 0 else value)

    def _name(self, name: str) -> Ref:
        name = name.replace(_MOMENT, "@")
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
