"""Plain text, for the terminal, the record and the reader's clipboard: `net_H1 = w1·x1 + w3·x2 + b1`."""

from __future__ import annotations

import functools

from ..steps.numerals import raised
from .nodes import Blank, Braced, Call, Cases, Fenced, Formula, Mark, Matrix, Node, Power, Row, Sign, Value, Word
from .symbols import Ratio, Symbol


def _symbol(sign: Symbol) -> str:
    below = sign.joint.join(_name(part) for part in sign.below)
    text = f"{sign.prefix}{sign.base}" + (("_" if sign.word else "") + below if below else "")
    if sign.above.startswith("(") and sign.above.endswith(")"):
        return text + raised(sign.above)  # so that a sample's number is no factor
    return f"{text}[{sign.above}]" if sign.above else text


def _name(sign: Symbol) -> str:
    return sign.base + "".join(part.base for part in sign.below).replace(",", "_")


@functools.lru_cache(maxsize=20_000)  # the same few symbols stand in every line
def write_symbol(sign: Symbol | Ratio) -> str:
    """Return a symbol in one line, such as `∂E/∂out_Y1`; what stands above it follows in brackets."""
    return f"∂{_symbol(sign.top)}/∂{_symbol(sign.bottom)}" if isinstance(sign, Ratio) else _symbol(sign)


def write(node: Node) -> str:
    """Return a laid-out formula (laid out with linear=True) in one line."""
    match node:
        case Sign(sign, _):
            return write_symbol(sign)
        case Value(text, _) | Word(text):
            return text
        case Mark(text, prefix):
            return text if prefix or text in "·/" else f" {text} "
        case Row(items):
            return "".join(f" {write(item)} " if item == Word("since") else write(item) for item in items)
        case Power(base, Value("2")):
            return f"{write(base)}²"
        case Power(base, exponent):
            return f"{write(base)}^{write(exponent)}"
        case Fenced(body):
            return f"({write(body)})"
        case Braced(body, letter):
            return f"[{letter}: {write(body)}]"
        case Call(name, args):
            return f"{name}({', '.join(write(part) for part in args)})"
        case Cases(condition, then, other):
            return f"{write(then)} if {write(condition)} > 0, else {write(other)}"
        case Matrix(rows):
            return f"[{'; '.join(', '.join(write(part) for part in row) for row in rows)}]"
        case Blank(width, _):
            return "." * width
    raise TypeError(f"unknown part of a formula: {node!r}")


def line(whole: Formula) -> str:
    return " = ".join(write(side) for side in whole.sides)


def symbolic(whole: Formula) -> str:
    """Return the subject and its symbols, as the record keeps them."""
    return f"{write(whole.subject)} = {write(whole.symbolic)}"


def substituted(whole: Formula) -> str:
    """Return the numbers put in, or the result where they say no more."""
    return write(whole.substituted or whole.value)


def value(whole: Formula) -> str:
    return write(whole.value)
