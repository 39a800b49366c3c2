"""TeX, for a reader's clipboard: the same line of work as on the page."""

from __future__ import annotations

import functools

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

_MARKS = {"·": r"\cdot ", "×": r"\times ", "\u2212": "-", "≤": r"\le ", ">": ">", "+": "+", "/": "/", "=": "="}
_LETTERS = {"δ": r"\delta", "η": r"\eta"}
_UNDERSCORE, _BREAK = r"\_", r" \\ "
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def _word(text: str) -> str:
    if text in _LETTERS:
        return _LETTERS[text]
    plain = len(text) == 1 or text.replace(",", "").isdigit()
    escaped = text.replace("_", _UNDERSCORE)
    return text if plain else rf"\mathrm{{{escaped}}}"


def _symbol(sign: Symbol) -> str:
    joint = r" \to " if sign.joint else " "
    below = joint.join(_symbol(part) for part in sign.below)
    text = _word(sign.base) + (f"_{{{below}}}" if below else "")
    text += rf"^{{\text{{{sign.above}}}}}" if sign.above else ""
    return rf"\Delta {text}" if sign.prefix else text


@functools.lru_cache(maxsize=20_000)  # the same few symbols stand in every line
def write_symbol(sign: Symbol | Ratio) -> str:
    if isinstance(sign, Ratio):
        return rf"\frac{{\partial {_symbol(sign.top)}}}{{\partial {_symbol(sign.bottom)}}}"
    return _symbol(sign)


def number(text: str) -> str:
    """Return a number as it is shown."""
    mantissa, _, power = text.replace("\u2212", "-").partition(" × 10")
    return rf"{mantissa} \times 10^{{{power.translate(_RAISED)}}}" if power else mantissa


def write(node: Node) -> str:
    """Return a laid-out formula as TeX."""
    match node:
        case Sign(sign, _):
            return write_symbol(sign)
        case Value(text, _):
            return number(text)
        case Word(text):
            return rf"\text{{ {text} }}"
        case Mark(text, prefix):
            return _MARKS[text] if prefix else f" {_MARKS[text].strip()} "
        case Row(items):
            return "".join(write(item) for item in items)
        case Fraction(over, under):
            return rf"\frac{{{write(over)}}}{{{write(under)}}}"
        case Power(base, exponent):
            return f"{write(base)}^{{{write(exponent)}}}"
        case Fenced(body):
            return rf"\left({write(body)}\right)"
        case Braced(body, letter):
            return rf"\underbrace{{{write(body)}}}_{{\text{{{letter}}}}}"
        case Call(name, args):
            spelled = rf"\{name}" if name in {"ln", "tanh", "max"} else rf"\operatorname{{{name}}}"
            return rf"{spelled}\left({', '.join(write(part) for part in args)}\right)"
        case Cases(condition, then, other):
            rows = ((then, ">"), (other, r"\le"))
            lines = (rf"{write(value)} & \text{{if }} {write(condition)} {relation} 0" for value, relation in rows)
            return rf"\begin{{cases}}{_BREAK.join(lines)}\end{{cases}}"
        case Matrix(rows):
            lines = (" & ".join(write(part) for part in row) for row in rows)
            return rf"\begin{{bmatrix}}{_BREAK.join(lines)}\end{{bmatrix}}"
        case Blank(width, _):
            return rf"\underline{{\hspace{{{width}ex}}}}"
    raise TypeError(f"unknown part of a formula: {node!r}")


def line(whole: Formula) -> str:
    return " = ".join(write(side) for side in whole.sides)
