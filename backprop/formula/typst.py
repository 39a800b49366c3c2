"""Typst mathematics for the printed sheets, from the same tree."""

from __future__ import annotations

import functools
import json

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

_MARKS = {"·": "dot.op", "×": "times", "+": "+", "\u2212": "-", "/": "\\/", "=": "=", ">": ">", "≤": "<="}
_GREEK = {"δ": "delta", "η": "eta"}
_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _letters(text: str) -> str:
    return text if text in _BARE or text.isdigit() else _GREEK.get(text, _text(text))


def _symbol(sign: Symbol) -> str:
    below = " arrow.r ".join(_symbol(part) for part in sign.below)
    text = _letters(sign.base) + (f"_({below})" if below else "") + (f"^({_text(sign.above)})" if sign.above else "")
    return f"Delta {text}" if sign.prefix else text


@functools.lru_cache(maxsize=20_000)  # the same few symbols stand in every line
def write_symbol(sign: Symbol | Ratio) -> str:
    if isinstance(sign, Ratio):
        return f"frac(partial {_symbol(sign.top)}, partial {_symbol(sign.bottom)})"
    return _symbol(sign)


def write(node: Node) -> str:
    """Return a laid-out formula as the inside of a Typst equation."""
    match node:
        case Sign(sign, _):
            return write_symbol(sign)
        case Value(text, _):
            return _text(text)
        case Word(text):
            return _text(f" {text} ")
        case Mark(text, prefix):
            return f"{'' if prefix else ' '}{_MARKS[text]} "
        case Row(items):
            return " ".join(write(item) for item in items)
        case Fraction(over, under):
            return f"frac({write(over)}, {write(under)})"
        case Power(base, exponent):
            return f"{write(base)}^({write(exponent)})"
        case Fenced(body):
            return f"lr(({write(body)}))"
        case Braced(body, letter):
            return f"underbrace({write(body)}, {_text(letter)})"
        case Call(name, args):
            return f'op("{name}") lr(({", ".join(write(part) for part in args)}))'
        case Cases(condition, then, other):
            rows = (f'{write(v)} & "if " {write(condition)} {r} 0' for v, r in ((then, ">"), (other, "<=")))
            return f"cases({', '.join(rows)})"
        case Matrix(rows):
            return f'mat(delim: "[", {"; ".join(", ".join(write(part) for part in row) for row in rows)})'
        case Blank(width, _):
            return f"#blank({width})"
    raise TypeError(f"unknown part of a formula: {node!r}")


def line(whole: Formula) -> str:
    return " = ".join(write(side) for side in whole.sides)
