"""MathML for the page, straight from the tree. Every number carries its quantity and its full value."""

from __future__ import annotations

import functools
from html import escape

from ..steps.numerals import MINUS
from .nodes import (
    Blank,
    Braced,
    Call,
    Cases,
    Chosen,
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
    pieces,
)
from .provenance import attributes
from .symbols import Ratio, Symbol

_BREAK = "\u200b"  # a line may end here; the operator brings its own space
_DESCENDERS = frozenset("gjpqyQηβγμρφχψ")


def _letters(text: str) -> str:
    if text.replace(",", "").isdigit():
        return f"<mn>{text}</mn>"
    variant = ' mathvariant="normal"' if len(text) == 1 and not text.isalpha() else ""
    return f"<mi{variant}>{escape(text)}</mi>"


def _base(text: str) -> str:
    letters = _letters(text)
    return f'<mpadded depth="0">{letters}</mpadded>' if _DESCENDERS & set(text) else letters


def _symbol(sign: Symbol) -> str:
    below = f"<mo>{sign.joint}</mo>".join(_symbol(part) for part in sign.below)
    below = f"<mrow>{below}</mrow>" if len(sign.below) > 1 else below
    above = f'<mtext class="when">{escape(sign.above)}</mtext>' if sign.above else ""
    base = _base(sign.base) if below or above else _letters(sign.base)
    if below and above:
        text = f"<msubsup>{base}{below}{above}</msubsup>"
    elif below or above:
        text = f"<msub>{base}{below}</msub>" if below else f"<msup>{base}{above}</msup>"
    else:
        text = base
    return f'<mrow><mi mathvariant="normal">{sign.prefix}</mi>{text}</mrow>' if sign.prefix else text


def _partial(sign: Symbol) -> str:
    return f"<mrow><mo>∂</mo>{_symbol(sign)}</mrow>"


@functools.lru_cache(maxsize=20_000)  # the same few symbols stand in every line
def write_symbol(sign: Symbol | Ratio) -> str:
    """Return a symbol without the <math> around it."""
    return f"<mfrac>{_partial(sign.top)}{_partial(sign.bottom)}</mfrac>" if isinstance(sign, Ratio) else _symbol(sign)


def _value(value: Value) -> str:
    """Return a number; its minus is a sign of its own, so that it is read as one, inside the same mark."""
    mark = ""
    if value.number is not None and value.number.ours:
        mark = f" {attributes(value.number)}" + (' data-f=""' if value.guarded else "")
    if value.text.startswith(MINUS):
        digits = escape(value.text.removeprefix(MINUS))
        return f'<mrow{mark}><mo form="prefix">{MINUS}</mo><mn>{digits}</mn></mrow>'
    return f"<mn{mark}>{escape(value.text)}</mn>"


def write(node: Node) -> str:
    """Return a laid-out formula without the <math> around it."""
    match node:
        case Sign(sign, _):
            return write_symbol(sign)
        case Value():
            return _value(node)
        case Word(text):
            return f"<mtext>\u00a0{escape(text)}\u00a0</mtext>"
        case Mark(text, prefix):
            return f'<mo form="{"prefix" if prefix else "infix"}">{escape(text)}</mo>'
        case Chosen(items, by, above, branches):
            then, other = (escape(_one(branch)) for branch in branches)
            chosen = f'data-if="{escape(by)}" data-is="{above:d}" data-then="{then}" data-else="{other}"'
            return f"<mrow {chosen}>{''.join(_in_row(item, place) for place, item in enumerate(items))}</mrow>"
        case Row(items):
            return f"<mrow>{''.join(_in_row(item, place) for place, item in enumerate(items))}</mrow>"
        case Fraction(over, under):
            return f"<mfrac>{_one(over)}{_one(under)}</mfrac>"
        case Power(base, exponent):
            return f"<msup>{_one(base)}{_one(exponent)}</msup>"
        case Fenced(body):
            return f"<mrow><mo>(</mo>{write(body)}<mo>)</mo></mrow>"
        case Braced(body, letter):
            brace = f'<munder>{_one(body)}<mo stretchy="true">⏟</mo></munder>'
            return f'<munder class="factor">{brace}<mtext>{escape(letter)}</mtext></munder>'
        case Call(name, args):
            inner = "<mo>,</mo>".join(write(part) for part in args)
            return f"<mrow><mi>{name}</mi><mo>(</mo>{inner}<mo>)</mo></mrow>"
        case Cases(condition, then, other):
            rows = (then, "if", condition, ">"), (other, "if", condition, "≤")
            table = f'<mtable class="cases">{"".join(_case(*row) for row in rows)}</mtable>'
            return f'<mrow><mo form="prefix">{{</mo>{table}</mrow>'
        case Matrix(rows):
            cells = ("".join(f"<mtd>{write(part)}</mtd>" for part in row) for row in rows)
            table = f"<mtable>{''.join(f'<mtr>{row}</mtr>' for row in cells)}</mtable>"
            return f"<mrow><mo>[</mo>{table}<mo>]</mo></mrow>"
        case Blank(width, _):
            return f'<mtext class="blank">{" " * width}</mtext>'
    raise TypeError(f"unknown part of a formula: {node!r}")


def _in_row(node: Node, place: int) -> str:
    """Return a part of a row; a mark between two others needs no word about its form."""
    if place > 0 and isinstance(node, Mark) and not node.prefix:
        return f"<mo>{escape(node.text)}</mo>"
    return write(node)


def _one(node: Node) -> str:
    """Return a node as a single element, as fractions and scripts want their parts."""
    text = write(node)
    return text if not isinstance(node, Word | Mark) else f"<mrow>{text}</mrow>"


def _case(value: Node, word: str, condition: Node, relation: str) -> str:
    right = f"<mtext>{word}\u00a0</mtext>{write(condition)}<mo>{escape(relation)}</mo><mn>0</mn>"
    return f"<mtr><mtd>{write(value)}</mtd><mtd>{right}</mtd></mtr>"


def math(node: Node, *, label: str = "") -> str:
    """Return a formula as one <math> element; with a label, what it is called where only its name matters."""
    named = f' aria-label="{escape(label)}"' if label else ""
    return f"<math{named}>{write(node)}</math>"


def line(whole: Formula, *, subject: bool = True) -> str:
    """Return a line of work as short <math> elements, so that a narrow page breaks it at operators, as prose breaks."""
    sides = list(whole.sides) if subject else list(whole.sides[1:])
    written = []
    for index, side in enumerate(sides):
        kind = "value" if index == len(sides) - 1 else "subject" if subject and not index else "work"
        written.append(f'<span class="{kind}">{broken(side, equals=bool(index) or not subject)}</span>')
    return " ".join(written)


def broken(side: Node, *, equals: bool = True) -> str:
    """Return one side of a line in short elements, a sign of equality before it."""
    parts = list(pieces(side))
    parts[0] = Row((*([Mark("=")] if equals else []), parts[0]))
    return _BREAK.join(math(part) for part in parts)
