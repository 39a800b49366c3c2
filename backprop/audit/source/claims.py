"""What a source prints about an example, in kinds: a number, a line of arithmetic, a direction, a count and so on.

A claim is one of these and has the fields of its kind alone; what treats them differently matches on the kind.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from ...steps.expr import Expr, Ref, sub
from .printed import Printed

Signed = TypeVar("Signed", Decimal, float)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who printed it, and the conventions declared; a convention is not a slip."""

    title: str
    author: str
    url: str
    note: str
    conventions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What every claim has: its place in the source, the quantity it names, and its text as printed.

    `moves` says which parameters move for it: `all` that the example moves, or the `weights` alone.
    """

    number: int
    quantity: str
    text: str
    where: str
    note: str
    moves: str = "all"

    @property
    def about(self) -> str:
        """What is claimed, as the source's file says it."""
        return self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfQuantity(Statement):
    """A claim about one of our quantities: its id, and sign −1 where the source's convention turns it.

    `rounds` is the number of rounds of training after which it is printed, 1 for anything up to the first update, and
    `after_update` says that it names its round.
    """

    subject: str
    sign: int
    rounds: int
    after_update: bool

    def turned(self, value: Signed) -> Signed:
        """Return a value of ours with the sign that the source gives it."""
        return value if self.sign == 1 else -value


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfDigits(_OfQuantity):
    """A claim whose digits are evidence."""

    printed: Printed

    @property
    def told(self) -> Hashable:
        """What it tells: the same for a number that is printed twice, in whatever signs."""
        return self.subject, self.printed.value, self.printed.unit


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberClaim(_OfDigits):
    """The value of a quantity; `line`, `worked` as a tree, is the arithmetic it was printed with, if another's."""

    line: str = ""
    worked: Expr | None = None

    @property
    def expr(self) -> Expr:
        return Ref(self.subject)

    def formula(self, exprs: Mapping[str, Expr]) -> Expr:
        """Return what computes it where these are the formulas."""
        return exprs.get(self.subject, self.expr)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineClaim(_OfDigits):
    """A line of arithmetic and what it gives, printed for a quantity or, where `subject` is empty, for nothing.

    `expr` is the line in terms of our quantities, each with the sign that the source gives it.
    """

    expression: str
    expr: Expr

    @property
    def about(self) -> str:
        return self.expression

    @property
    def told(self) -> Hashable:
        """What it tells, the line included."""
        return self.expression, self.subject, self.printed.value, self.printed.unit

    def turned(self, value: Signed) -> Signed:
        """Return the value: a line has its signs in itself."""
        return value

    def formula(self, exprs: Mapping[str, Expr]) -> Expr:
        """Return the line: whatever the formulas are, it is what was printed."""
        return self.expr

    def as_number(self) -> NumberClaim:
        """Return what the line says of its quantity, the line itself left aside."""
        return NumberClaim(
            number=self.number, quantity=self.quantity, text=self.text, where=self.where, line=self.expression,
            worked=self.expr, note=self.note, subject=self.subject, sign=self.sign, rounds=self.rounds,
            after_update=self.after_update, printed=self.printed,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionClaim(_OfQuantity):
    """Which way a quantity goes from `start` to `end`, ids both: 1 up, −1 down, 0 not at all."""

    start: str
    end: str
    way: int

    @property
    def expr(self) -> Expr:
        return sub(Ref(self.end), Ref(self.start))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputClaim(_OfQuantity):
    """A number that a program is said to have printed; judged by what the program prints."""

    program: str
    printed: Printed


@dataclass(frozen=True, slots=True, kw_only=True)
class CountClaim(Statement):
    """How many weights or biases there are."""

    of: str
    printed: Printed


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedClaim(Statement):
    """A name with a value that no formula uses."""


Claim = NumberClaim | LineClaim | DirectionClaim | OutputClaim | CountClaim | UnusedClaim
DigitsClaim = NumberClaim | LineClaim  # what slips can have made


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    path: str
    source: Source
    claims: tuple[Claim, ...]
