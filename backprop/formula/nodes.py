"""What a formula on the page is made of: rows, fractions, powers and signs, every bracket decided already.

Views (text, MathML, TeX, Typst, speech) only spell this tree out, each in its own marks; layout makes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..steps.solution import Number
from .symbols import Ratio, Symbol


@dataclass(frozen=True, slots=True)
class Sign:
    """A symbol standing for a quantity, or for a constant such as e."""

    symbol: Symbol | Ratio
    id: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A number put in, with the quantity it belongs to; a constant of the formula has none.

    `guarded` says that it would stand in brackets here if it were negative.
    """

    text: str
    number: Number | None = None
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """An operator or a relation between two things, or a sign before one (`prefix`)."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Chosen(Row):
    """One of two `branches` with the reason: the first where the quantity `by` is above zero, which it is or is not."""

    by: str
    above: bool
    branches: tuple[Node, Node]


@dataclass(frozen=True, slots=True)
class Fraction:
    over: Node
    under: Node


@dataclass(frozen=True, slots=True)
class Power:
    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Fenced:
    body: Node


@dataclass(frozen=True, slots=True)
class Braced:
    """A factor with its letter beneath a brace."""

    body: Node
    letter: str


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """`then` where the condition is above zero, else `other`."""

    condition: Node
    then: Node
    other: Node


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of entries between brackets; a vector has one entry a row."""

    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """Room for a number that the reader writes, as many characters wide as it needs."""

    width: int
    number: Number | None = None


Node = Sign | Value | Mark | Word | Row | Fraction | Power | Fenced | Braced | Call | Cases | Matrix | Blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """One line of work: subject = symbols = numbers put in = value. `substituted` is None where it says no more."""

    subject: Node
    symbolic: Node
    substituted: Node | None
    value: Node

    @property
    def sides(self) -> tuple[Node, ...]:
        """What the signs of equality stand between, left to right; a constant stands there once."""
        work = () if self.symbolic == self.value else (self.symbolic, self.substituted)
        return tuple(side for side in (self.subject, *work, self.value) if side is not None)


def pieces(node: Node) -> Iterator[Node]:
    """Yield the parts a long line may be broken between, each with the mark before it."""
    if not isinstance(node, Row) or isinstance(node, Chosen):
        yield node
        return
    match node.items:
        case (Mark(prefix=True) as sign, Fenced(body=Row(items=(Row(items=(*_, Call())), Mark(), *_)) as body)):
            first, *between, last = pieces(body)  # −(T·ln(…) + …)
            yield Row((sign, Mark("(", prefix=True), first))
            yield from between
            yield Row((last, Mark(")")))
            return
    held: list[Node] = []
    for item in node.items:
        if isinstance(item, Mark) and not item.prefix and held and not isinstance(held[-1], Mark):
            yield held[0] if len(held) == 1 else Row(tuple(held))
            held = []
        held.append(item)
    yield held[0] if len(held) == 1 else Row(tuple(held))
