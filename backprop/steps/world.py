"""Worlds: the values of a worked example under another set of formulas, each computed when it is first asked for."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, DecimalException, localcontext

from . import numerals
from .expr import Expr, decimal_arithmetic, evaluate, is_finite, refs

DIGITS = 34  # of a world's decimals: enough to round whatever a source prints
LARGEST_ROUNDED = Decimal("1e20")
CONTEXT: Context = numerals.context(DIGITS)
ARITHMETIC = decimal_arithmetic(CONTEXT)


@functools.lru_cache(maxsize=1000)
def _unit(exponent: int) -> Decimal:
    """Return a power of ten."""
    return Decimal(1).scaleb(exponent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """Every result kept to so many decimals, or to so many `significant` digits, rounded or cut off, and carried on."""

    digits: int
    significant: bool = False
    cut: bool = False

    def apply(self, value: Decimal) -> Decimal:
        how = ROUND_DOWN if self.cut else ROUND_HALF_UP
        last = value.adjusted() + 1 - self.digits if self.significant and value else -self.digits
        return value.quantize(_unit(last), how, CONTEXT) if abs(value) < LARGEST_ROUNDED else value

    def keeps(self, places: int, significant: int) -> bool:
        """Return whether at least as many digits are kept as a number has decimals, or significant digits."""
        return self.digits >= (significant if self.significant else places)


DIGITS_KEPT = range(2, 7)  # as people keep them with pencil and paper
ROUNDINGS = tuple(
    Rounding(digits=digits, significant=significant, cut=cut)
    for significant in (False, True)
    for digits in DIGITS_KEPT
    for cut in (False, True)
)


_CIRCULAR = Decimal("NaN")


@dataclass(frozen=True, slots=True, kw_only=True)
class World(Mapping[str, Decimal]):
    """Values by id: what is given, what `exprs` say of the rest, and `stated` numbers that stand in for both."""

    givens: Mapping[str, Decimal]
    exprs: Mapping[str, Expr]
    stated: Mapping[str, Decimal] = field(default_factory=dict)
    rounding: Rounding | None = None
    _found: dict[str, Decimal] = field(default_factory=dict)

    def __getitem__(self, id: str) -> Decimal:
        if id not in self._found:
            self._found[id] = _CIRCULAR  # which is what follows from itself, as it may under a slip
            try:
                self._found[id] = self._compute(id)
            except BaseException:
                del self._found[id]
                raise
        return self._found[id]

    def _compute(self, id: str) -> Decimal:
        if id in self.stated:
            return self.stated[id]
        if id in self.givens:
            return self.givens[id]
        value = evaluate(self.exprs[id], self, ARITHMETIC)
        return self.rounding.apply(value) if self.rounding else value

    def __iter__(self) -> Iterator[str]:
        return iter({**self.givens, **self.exprs})

    def __len__(self) -> int:
        return len({**self.givens, **self.exprs})

    def value(self, expr: Expr) -> Decimal | None:
        """Return an expression's value in this world, or None where it has none."""
        with localcontext(CONTEXT):
            try:
                found = evaluate(expr, self, ARITHMETIC)
                return found if is_finite(found) else None
            except (DecimalException, KeyError):
                return None

    def later(self, fresh: Mapping[str, str]) -> World:
        """Return the world of the next round, whose parameters are what this one leaves; `fresh` names them."""
        with localcontext(CONTEXT):
            moved = {name: self[id] for name, id in fresh.items()}
        return World(givens={**self.givens, **moved}, exprs=self.exprs, rounding=self.rounding)


def ancestors(exprs: Mapping[str, Expr], expr: Expr, *, through: Callable[[str], bool] | None = None) -> frozenset[str]:
    """Return every id an expression depends on, directly or through others: through any, or only `through` some."""
    found: set[str] = set()
    waiting = list(refs(expr))
    while waiting:
        id = waiting.pop()
        if id not in found:
            found.add(id)
            waiting += refs(exprs[id]) if id in exprs and (through is None or through(id)) else ()
    return frozenset(found)
