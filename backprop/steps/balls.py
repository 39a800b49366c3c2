"""Decimals with a bound on their error, and arithmetic that carries the bound: how sure digits are is computed too.

A ball is `base + rest ± radius`. `base` is exact and `rest` small beside it, so that what saturates keeps its
distance from where it saturates: σ(240) is 1 − 5.9·10⁻¹⁰⁵, and 1 − σ(240) is had to all its digits. Rounding errors are
bounded as in interval arithmetic by midpoint and radius (Rump 1999; Johansson, Arb, 2017).

Longer than most: each operation stands with the bound that makes it right.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_UP, Context, Decimal, DivisionByZero, Inexact, InvalidOperation, getcontext

from . import exponential, numerals
from .expr import Arithmetic, is_finite

ZERO, ONE = Decimal(0), Decimal(1)
NEAR = Decimal("1e-3")  # what is further from an exact number than this part of it is not kept as a distance from it
_UP = Context(prec=8, rounding=ROUND_UP, Emax=numerals.context().Emax, Emin=numerals.context().Emin)  # for radii
TINIEST = Decimal((0, (1,), _UP.Emin))  # decimals end here


class Uncertain(ArithmeticError):
    """So many digits cannot decide which side of zero a number is on; more might."""


@functools.cache
def _unit(precision: int) -> Decimal:
    """Return a bound on one rounding, beside the number rounded."""
    return Decimal((0, (1,), 1 - precision))


def _slack(*terms: Decimal) -> Decimal:
    """Return a bound on one rounding of each of these numbers, all together."""
    unit, found = _unit(getcontext().prec), ZERO
    for term in terms:
        if term:
            found = _UP.add(found, _UP.multiply(abs(term), unit))
    return found


def _exact(compute: Callable[[Decimal, Decimal], Decimal], one: Decimal, other: Decimal) -> Decimal | None:
    """Return what an operation of the current context gives, or None where that had to be rounded."""
    context = getcontext()
    context.clear_flags()
    found = compute(one, other)
    return None if context.flags[Inexact] else found


@dataclass(frozen=True, slots=True)
class Ball:
    """`base + rest`, known to within `radius`. `blurred` says that a part far below the last digit was dropped.

    Its operations round in the current decimal context.
    """

    base: Decimal
    rest: Decimal = ZERO
    radius: Decimal = ZERO
    blurred: bool = False

    @property
    def middle(self) -> Decimal:
        """The value in one number, rounded to the current context."""
        return self.base + self.rest

    @property
    def exact(self) -> bool:
        return not (self.rest or self.radius)

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """Two numbers it lies between, as near as the current context has them; beside a base it lies strictly so."""
        if self.base and _UP.add(abs(self.rest), self.radius) < _slack(self.base):
            return self._beside_base()
        middle = self.middle
        spread = _UP.add(self.radius, _slack(middle))
        return middle - spread, middle + spread

    def _beside_base(self) -> tuple[Decimal, Decimal]:
        """Return the ends beside the base; nearer to it than any number that matters they are a hair away from it."""
        wide = numerals.context(getcontext().prec + 3 * numerals.GUARD)
        hair = _slack(self.base).scaleb(-2 * numerals.GUARD)

        def end(distance: Decimal, side: Decimal) -> Decimal:
            if abs(distance) < hair:
                distance = hair if distance > 0 else -hair if distance < 0 else side
            return wide.add(self.base, distance)

        return end(wide.subtract(self.rest, self.radius), -hair), end(wide.add(self.rest, self.radius), hair)

    def merged(self) -> Ball:
        """Return the same as one inexact number, its exact part given up."""
        if not self.base:
            return self
        middle = self.middle
        lost = bool(self.rest) and abs(self.rest) < _slack(middle)
        return Ball(ZERO, middle, _UP.add(self.radius, _slack(middle)), self.blurred or lost)

    def __neg__(self) -> Ball:
        return Ball(self.base.copy_negate(), self.rest.copy_negate(), self.radius, self.blurred)

    def __add__(self, other: Ball) -> Ball:
        blurred = self.blurred or other.blurred
        base = _exact(Decimal.__add__, self.base, other.base) if self.base and other.base else self.base or other.base
        if base is None:
            return self.merged() + other.merged()
        rest, radius = self.rest + other.rest, _UP.add(self.radius, other.radius)
        if self.rest and other.rest:
            slack = _slack(rest)
            radius = _UP.add(radius, slack)
            blurred = blurred or min(abs(self.rest), abs(other.rest)) < slack
        return _ball(base, rest, radius, blurred)

    def __mul__(self, other: Ball) -> Ball:
        blurred = self.blurred or other.blurred
        base = _exact(Decimal.__mul__, self.base, other.base) if self.base and other.base else ZERO
        if base is None:
            return self.merged() * other
        pairs = ((self.base, other.rest), (other.base, self.rest), (self.rest, other.rest))
        parts = [one * two for one, two in pairs if one and two]
        rest = sum(parts[1:], parts[0]) if parts else ZERO
        radius = _slack(*parts, *parts)
        if self.radius:
            radius = _UP.add(radius, _UP.multiply(self.radius, _UP.add(_size(other), other.radius)))
        if other.radius:
            radius = _UP.add(radius, _UP.multiply(other.radius, _size(self)))
        return _ball(base, rest, radius, blurred)

    def __truediv__(self, other: Ball) -> Ball:
        if other.exact and not other.base:
            raise DivisionByZero
        under = other.middle
        least = abs(under) - _UP.add(other.radius, _slack(under))
        if least <= 0:
            raise Uncertain
        whole = _exact(Decimal.__truediv__, self.base, other.base) if other.base else None if self.base else ZERO
        if whole is None:
            return self.merged() / other.merged()
        over = self.rest - whole * other.rest
        error = _UP.add(_UP.add(self.radius, _UP.multiply(abs(whole), other.radius)), _slack(over, whole * other.rest))
        rest = over / under
        error = _UP.add(error, _UP.multiply(abs(rest), _UP.add(other.radius, _slack(under))))
        radius = _UP.add(_UP.divide(error, least), _slack(rest)) if error else ZERO
        return _ball(whole, rest, radius, self.blurred or other.blurred)

    def __pow__(self, exponent: int) -> Ball:
        found = Ball(ONE)
        for _ in range(abs(exponent)):
            found = found * self
        return found if exponent >= 0 else Ball(ONE) / found


def _size(ball: Ball) -> Decimal:
    return _UP.add(abs(ball.base), abs(ball.rest))


def _ball(base: Decimal, rest: Decimal, radius: Decimal, blurred: bool) -> Ball:
    """Return a ball whose rest is small beside its base, or that has no base."""
    found = Ball(base, rest, radius, blurred)
    return found.merged() if base and abs(rest) > NEAR * abs(base) else found


def given(value: Decimal) -> Ball:
    """Return a number that is exactly what it says; one of more digits than the context has is rounded to a ball."""
    exact = _exact(Decimal.__add__, value, ZERO)
    return Ball(+value) if exact is not None else Ball(ZERO, +value, _slack(value))


def is_positive(ball: Ball) -> bool:
    """Return whether a number is above zero; raises Uncertain where it might be and might not."""
    low, high = (ball.base, ball.base) if ball.exact else ball.ends
    if low > 0 or high <= 0:
        return low > 0
    raise Uncertain


def _series(first: Decimal, ratio: Callable[[int], Decimal]) -> tuple[Decimal, Decimal]:
    """Sum a fast series from its first term; `ratio(k)` leads from term k to the next. Return the sum and its error."""
    total, term, k, enough = first, first, 1, _slack(first)
    while abs(term) > enough:
        term = term * ratio(k)
        total, k = total + term, k + 1
    return total, _UP.multiply(enough, Decimal(4 * k + 4))


def _grown(x: Ball) -> Ball:
    """Return e to the power x."""
    if x.exact and not x.base:
        return Ball(ONE)
    power = x.merged()
    value, radius = power.rest, power.radius
    if radius > NEAR:
        raise Uncertain
    twice = _UP.multiply(radius, Decimal(2))
    if abs(value) <= NEAR:
        less, error = _series(value, lambda k: value / (k + 1))
        return _ball(ONE, less, _UP.add(twice, error), x.blurred)
    found = exponential.exp(value, getcontext())
    if not found:
        return Ball(ZERO, ZERO, TINIEST, True)  # smaller than any decimal
    return Ball(ZERO, found, _UP.add(_UP.multiply(found, twice), _slack(found)), power.blurred)


def _logarithm(x: Ball) -> Ball:
    if x.base == 1 and x.radius <= NEAR:
        if x.exact:
            return Ball(ZERO)
        d = x.rest
        found, error = _series(d, lambda k: -d * k / (k + 1))
        return Ball(ZERO, found, _UP.add(_UP.multiply(x.radius, Decimal(2)), error), x.blurred)
    if x.exact and not x.base:
        raise DivisionByZero
    low, high = x.ends
    if high < 0:
        raise InvalidOperation
    if low <= 0:
        raise Uncertain
    power = x.merged()
    found = power.rest.ln()
    radius = _UP.add(_UP.divide(power.radius, low), _slack(found))
    return Ball(ZERO, found, radius, power.blurred)


def _tanh(x: Ball) -> Ball:
    if x.exact and not x.base:
        return x
    above = x.middle > 0  # either way is right; this one keeps its digits
    left = _grown(Ball(Decimal(-2 if above else 2)) * x)
    found = (Ball(ONE) + -left) / (Ball(ONE) + left)
    return found if above else -found


def ball_arithmetic(*, last: bool = False, sure: bool = True, least: Decimal = ZERO) -> Arithmetic:
    """Return arithmetic of balls in the current decimal context.

    With `last` a sum that all these digits cannot tell from 0 is 0, where nothing has been dropped on the way to it.
    Without `sure` it is the middle of a ball that decides on which side of zero it is, instead of all of it; what is
    no larger than `least`, and not 0, is on no side that others would see.
    """

    def total(terms: list[Ball]) -> Ball:
        found = functools.reduce(Ball.__add__, terms)
        if found.exact or found.base or abs(found.rest) > found.radius or not last:
            return found
        settled = _UP.multiply(max(map(_size, terms)), Decimal((0, (1,), -getcontext().prec // 2)))
        if found.blurred or found.radius > settled:
            raise Uncertain
        return Ball(ZERO)

    def positive(ball: Ball) -> bool:
        if 0 < abs(ball.middle) <= least:
            raise Uncertain
        return is_positive(ball) if sure else ball.middle > 0

    functions: dict[str, Callable[..., Ball]] = {
        "exp": _grown,
        "ln": _logarithm,
        "tanh": _tanh,
        "max": lambda one, other: one if positive(one + -other) else other,
    }
    return Arithmetic(
        number=lambda value: given(Decimal(value)),
        functions=functions,
        positive=positive,
        total=total,
        finite=lambda ball: is_finite(ball.middle),
        middle=lambda ball: ball.middle,
    )
