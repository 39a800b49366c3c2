"""Formulas as they are read aloud: for screen readers of the printed sheets and the player's live line."""

from __future__ import annotations

import functools
import re

from ..steps.numerals import MINUS
from ..words.en import spoken as words
from .nodes import (
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

_SAMPLE = re.compile(r"\((\d+)\)")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def _symbol(sign: Symbol) -> str:
    glue = words.TO if sign.joint else " "
    below = glue.join(part.base + "".join(p.base for p in part.below) for part in sign.below)
    base = words.WORDS.get(sign.base, sign.base)
    numbered = sign.below and below.isdigit() and len(sign.base) == 1 and sign.base not in words.WORDS
    text = f"{base}{below}" if numbered else f"{base} {below}".strip()
    text = f"{words.WORDS[sign.prefix]} {text}" if sign.prefix else text
    above = _SAMPLE.sub(lambda found: words.of_sample(found[1]), sign.above)
    return f"{text} {above}" if above else text


@functools.lru_cache(maxsize=20_000)  # the same few symbols stand in every line
def write_symbol(sign: Symbol | Ratio) -> str:
    if isinstance(sign, Ratio):
        return words.derivative(_symbol(sign.top), _symbol(sign.bottom))
    return _symbol(sign)


def _number(text: str) -> str:
    mantissa, _, power = text.partition(" × 10")
    said = _signed(mantissa)
    return words.times_ten(said, _signed(power.translate(_RAISED))) if power else said


def _signed(digits: str) -> str:
    return words.minus(digits[1:]) if digits[:1] in {MINUS, "-"} else digits


def write(node: Node) -> str:
    """Return a laid-out formula in words."""
    match node:
        case Sign(sign, _):
            return write_symbol(sign)
        case Value(text, _):
            return _number(text)
        case Word(text):
            return words.WORDS.get(text, text)
        case Mark(text, _):
            return words.MARKS[text]
        case Row(items):
            return " ".join(write(item) for item in items)
        case Fraction(Value("1"), Value("2")):
            return words.ONE_HALF_OF
        case Fraction(over, under):
            return words.fraction(write(over), write(under))
        case Power(base, Value("2")):
            return words.squared(write(base))
        case Power(base, exponent):
            return words.power(write(base), write(exponent))
        case Fenced(body):
            return words.bracket(write(body))
        case Braced(body, letter):
            return words.factor(write(body), letter)
        case Call(name, (Row() as argument,)):
            return f"{words.WORDS.get(name, name)} {write(Fenced(argument))}"
        case Call(name, args):
            return f"{words.WORDS.get(name, name)} {words.AND.join(write(part) for part in args)}"
        case Cases(condition, then, other):
            return words.cases(write(then), write(condition), write(other))
        case Matrix(rows):
            said = "; ".join(", ".join(write(part) for part in row) for row in rows)
            return words.matrix(len(rows), len(rows[0]), said)
        case Blank():
            return words.BLANK
    raise TypeError(f"unknown part of a formula: {node!r}")


def line(whole: Formula) -> str:
    return words.EQUALS.join(write(side) for side in whole.sides)
