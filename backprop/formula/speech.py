"""Formulas as they are read aloud: for screen readers of the printed sheets and the player's live line."""

from __future__ import annotations

from ..steps.numerals import MINUS
from .layout import (
    Blank,
    Braced,
    Call,
    Cases,
    Fenced,
    Formula,
    Fraction,
    Mark,
    Matrix,
    Node,
    Power,
    Row,
    Sign,
    Value,
    Word,
)
from .symbols import Ratio, Symbol

_MARKS = {
    "·": "times",
    "×": "times",
    "+": "plus",
    MINUS: "minus",
    "/": "over",
    "=": "equals",
    ">": "is above",
    "≤": "is not above",
}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_WORDS = {
    "δ": "delta",
    "η": "eta",
    "Δ": "the change of",
    "E": "E",
    "½": "one half",
    "ln": "the logarithm of",
    "max": "the larger of",
    "tanh": "tanh of",
}


def _symbol(sign: Symbol) -> str:
    glue = " to " if sign.joint else " "
    below = glue.join(part.base + "".join(p.base for p in part.below) for part in sign.below)
    base = _WORDS.get(sign.base, sign.base)
    numbered = sign.below and below.isdigit() and len(sign.base) == 1 and sign.base not in _WORDS
    text = f"{base}{below}" if numbered else f"{base} {below}".strip()
    text = f"{_WORDS[sign.prefix]} {text}" if sign.prefix else text
    return f"{text} {sign.above.replace('(', 'of sample ').replace(')', '')}" if sign.above else text


def write_symbol(sign: Symbol | Ratio) -> str:
    if isinstance(sign, Ratio):
        return f"the derivative of {_symbol(sign.top)} with respect to {_symbol(sign.bottom)}"
    return _symbol(sign)


def _number(text: str) -> str:
    mantissa, _, power = text.partition(" × 10")
    said = mantissa.replace(MINUS, "minus ")
    return f"{said} times 10 to the power {power.translate(_RAISED).replace('-', 'minus ')}" if power else said


def write(node: Node) -> str:
    """Return a laid-out formula in words."""
    match node:
        case Sign(sign, _):
            return write_symbol(sign)
        case Value(text, _):
            return _number(text)
        case Word(text):
            return _WORDS.get(text, text)
        case Mark(text, _):
            return _MARKS[text]
        case Row(items):
            return " ".join(write(item) for item in items)
        case Fraction(Value("1"), Value("2")):
            return "one half of"
        case Fraction(over, under):
            return f"the fraction {write(over)} over {write(under)}, end of fraction"
        case Power(base, Value("2")):
            return f"{write(base)} squared"
        case Power(base, exponent):
            return f"{write(base)} to the power {write(exponent)}"
        case Fenced(body):
            return f"open bracket {write(body)} close bracket"
        case Braced(body, letter):
            return f"{write(body)}, factor {letter},"
        case Call(name, (Row() as argument,)):
            return f"{_WORDS.get(name, name)} {write(Fenced(argument))}"
        case Call(name, args):
            return f"{_WORDS.get(name, name)} {' and '.join(write(part) for part in args)}"
        case Cases(condition, then, other):
            return f"{write(then)} if {write(condition)} is above 0, else {write(other)}"
        case Matrix(rows):
            said = "; ".join(", ".join(write(part) for part in row) for row in rows)
            return f"the matrix of {len(rows)} by {len(rows[0])}: {said}; end of matrix"
        case Blank():
            return "blank"
    raise TypeError(f"unknown part of a formula: {node!r}")


def line(whole: Formula) -> str:
    return " equals ".join(write(side) for side in whole.sides)
