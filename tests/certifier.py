"""Whether printed digits are right: compared with balls that hold the value, with as many bits as it takes to tell."""

from __future__ import annotations

import contextlib
import decimal
import math
import re
import struct
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from flint import arb, ctx, fmpq

from balls import NONE, ONE, Real, Undecided, added, exp, log1p, numbers, sign, ten_to, total, typed, whole

FEWEST_BITS, MOST_BITS = 128, 2**16
OTHER = "@other"  # at the end of the ids of the same network with other numbers
WIDEST = 15  # decimals, or digits before the point, beyond which a number is printed with a power of ten
_ROUND, _RATE = re.compile(r"@r(\d+)"), re.compile(r"@rate(\d+)")
_PRINTED = re.compile(r"(?P<minus>[−-]?)(?P<whole>\d+)(?:\.(?P<part>\d+))?(?: × 10(?P<power>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))?\Z")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


class Printed(NamedTuple):
    """A printed number: its sign, its digits as one whole number, how many are decimals, and the power of ten."""

    minus: str
    whole: str
    digits: int
    decimals: int
    power: int | None

    @property
    def lead(self) -> int:
        """The place of the first digit that is not zero, counted from the units."""
        return len(str(self.digits)) - 1 - self.decimals + (self.power or 0)


def as_printed(text: str) -> Printed | None:
    found = _PRINTED.match(text)
    if not found:
        return None
    part, power = found["part"] or "", found["power"]
    return Printed(
        found["minus"],
        found["whole"],
        int(found["whole"] + part),
        len(part),
        int(power.translate(_RAISED)) if power else None,
    )


def misrounded(printed: Printed, value: Real) -> str:
    """Say what keeps the printed digits from being the value's, rounded half up where they end."""
    side = sign(value)
    if printed.digits and side != (-1 if printed.minus else 1):
        return "the sign is wrong"
    scale = ten_to(printed.decimals - (printed.power or 0))
    exact, rest = -value if side < 0 else value
    exact, rest = (exact * scale.exact, rest * scale.ball) if scale.exact else (NONE, (arb(exact) + rest) * scale.rest)
    half = fmpq(1, 2)
    if printed.digits and sign(Real(exact - printed.digits + half, rest)) < 0:
        return "the digits are too high"
    return "the digits are too low" if sign(Real(exact - printed.digits - half, rest)) >= 0 else ""


def misshapen(printed: Printed, value: Real, digits: int) -> str:
    """Say what keeps a rightly rounded number from having as many digits as the rule wants.

    Where rounding carries to a power of ten (0.0099996), the digits may be counted before or after it.
    """
    side = sign(value)
    if not side:
        right = printed == Printed("", "0", 0, digits, None)
        return "" if right else f"zero is printed with {digits} decimals"
    if not printed.digits:
        return "zero is printed for what is not zero"
    exact, rest = -value if side < 0 else value
    edge = ten_to(printed.lead)
    place = printed.lead - (sign(Real(exact - edge.exact, total(rest, -edge.rest))) < 0)
    wanted = {shape(digits, place), shape(digits, printed.lead)}
    power, decimals = printed.power is not None, printed.decimals
    if (power, decimals) not in wanted:
        return " or ".join(f"{d} decimals{' and a power of ten' * p} are wanted" for p, d in sorted(wanted))
    first = len(printed.whole) == 1 and printed.whole != "0"
    right = first if power else len(printed.whole) == 1 or not printed.whole.startswith("0")
    return "" if right else "its first digit stands in the wrong place"


def shape(digits: int, place: int) -> tuple[bool, int]:
    """Return whether a number whose first digit has that place is printed with a power of ten, and its decimals."""
    decimals = max(digits, digits - 1 - place)
    return (True, digits - 1) if decimals > WIDEST or place >= WIDEST else (False, decimals)


def _fraction(value: float) -> fmpq:
    return fmpq(*value.as_integer_ratio())


def not_nearest(full: str, value: Real) -> str:
    """Say what keeps a double from being the one nearest to the value, ties to the even one."""
    try:
        double = float(full)
    except ValueError:
        return "the double is not written as it should be"
    if repr(double) != full or not math.isfinite(double) or full == "-0.0":
        return "the double is not written as it should be"
    low, high = _halfway(double, -math.inf), _halfway(double, math.inf)
    over, under = sign(Real(value.exact - low, value.rest)), sign(Real(value.exact - high, value.rest))
    even = struct.pack(">d", double)[-1] % 2 == 0
    return "" if over > 0 > under or (even and over >= 0 >= under) else "the double is not the nearest"


def _halfway(double: float, direction: float) -> fmpq:
    """Return what lies in the middle between a double and the next one in that direction."""
    beside = math.nextafter(double, direction)
    if math.isfinite(beside):
        return (_fraction(double) + _fraction(beside)) / 2
    return 2 * _fraction(double) - _halfway(double, -direction)


def overflows(value: Real) -> bool:
    """Return whether a value is nearest to no finite double."""
    exact, rest = value.size
    return sign(Real(exact - fmpq(2**1024 - 2**970), rest)) >= 0


def vanishes(value: Real) -> bool:
    """Return whether a value is so small that no decimal of Python's has its power of ten."""
    exact, rest = value.size
    return not exact and not rest.is_zero() and bool(rest < arb(10) ** decimal.MIN_EMIN)


class Claim(NamedTuple):
    """A number as it is printed, with its double; `digits` is None where only the printed decimals are promised."""

    id: str
    text: str
    full: str | None = None
    digits: int | None = None

    @property
    def round(self) -> int:
        return int(_ROUND.search(self.id)[1]) if _ROUND.search(self.id) else 1

    @property
    def rate(self) -> int:
        """Which of the compared learning rates it belongs to, 0 for the example's own."""
        return int(_RATE.search(self.id)[1]) if _RATE.search(self.id) else 0

    def fault(self, value: Real, given: Decimal | None) -> str:
        """Say what is wrong with it, nothing where it is right; raises Undecided where that takes more bits."""
        printed = as_printed(self.text)
        if printed is None:
            return "this is no number"
        found = misrounded(printed, value)
        if self.digits is not None and not found:
            found = misshapen(printed, value, self.digits) if given is None else self._mistyped(given)
        return found or (not_nearest(self.full, value) if self.full is not None else "")

    def _mistyped(self, given: Decimal) -> str:
        right = "−" * (given < 0) + format(abs(given), "f")
        return "" if self.text == right else f"{right} was typed"


def worked_out(expr, found: dict[str, Real]) -> Real:
    """Return what a record's expression gives, each of its operations on numbers that are known for certain."""
    if isinstance(expr, str):
        return found[expr]
    if not isinstance(expr, list):
        return whole(expr)
    name, *rest = expr
    if name == "pow":
        return math.prod([worked_out(rest[0], found)] * rest[1], start=ONE)
    parts = [worked_out(part, found) for part in rest]
    return {
        "add": lambda: added(parts),
        "mul": lambda: math.prod(parts, start=ONE),
        "neg": lambda: -parts[0],
        "div": lambda: parts[0] / parts[1],
        "exp": lambda: exp(parts[0]),
        "ln": lambda: log1p(parts[0] - ONE),
    }[name]()


def certify(
    example, claims: Iterable[Claim], most: int = MOST_BITS, *, parts: Iterable[dict] = (), other=None
) -> dict[Claim, str]:
    """Return what is wrong with each claim that is, taking twice the bits until each is decided.

    `parts` are the expressions of the numbers on the way, `other` is the same network with other numbers given.
    """
    claims = list(claims)
    beside = {claim._replace(id=claim.id.removesuffix(OTHER)): claim for claim in claims if claim.id.endswith(OTHER)}
    faults: dict[Claim, str] = {}
    if beside:
        faults |= {beside[claim]: fault for claim, fault in certify(other, beside, most).items()}
        claims = [claim for claim in claims if not claim.id.endswith(OTHER)]
    for rate, group in groupby(sorted(claims, key=lambda claim: claim.rate), key=lambda claim: claim.rate):
        faults |= _certified(example, list(group), example.rates[rate - 1] if rate else None, most, parts)
    return faults


def _certified(example, claims: list[Claim], rate: Decimal | None, most: int, parts) -> dict[Claim, str]:
    """Return the faults of claims of one learning rate."""
    faults: dict[Claim, str] = {}
    bits = FEWEST_BITS
    while claims and bits <= most:
        with ctx.workprec(bits):
            claims = _undecided(example, claims, rate, faults, parts)
        bits *= 2
    return faults | dict.fromkeys(claims, f"undecided with {bits // 2} bits")


def _undecided(example, claims: list[Claim], rate: Decimal | None, faults: dict[Claim, str], parts) -> list[Claim]:
    """Note the faults of the claims that the bits of the moment decide, and return the others."""
    try:
        found = numbers(example, {claim.round for claim in claims}, rate)
    except Undecided:
        return claims
    for part in () if rate else parts:
        found[part["id"]] = worked_out(part["expr"], found)
    given = typed(example) | ({"learning_rate": rate} if rate else {})
    still = []
    for claim in claims:
        id = _RATE.sub("", claim.id)
        try:
            fault = claim.fault(found[id], given.get(id)) if id in found else "no such quantity"
        except Undecided:
            still.append(claim)
        else:
            faults |= {claim: fault} if fault else {}
    return still


def beyond(example) -> str:
    """Say why no decimals can be printed for an example, nothing where they can."""
    bits = FEWEST_BITS
    while bits <= MOST_BITS:
        with ctx.workprec(bits), contextlib.suppress(Undecided):
            try:
                found = numbers(example, range(1, example.method.rounds + 1), every=True)
            except ZeroDivisionError as error:
                return str(error)
            if any(map(overflows, found.values())):
                return "a number without a finite double"
            return "a number too small for a decimal" if any(map(vanishes, found.values())) else ""
        bits *= 2
    return ""
