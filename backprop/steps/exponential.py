"""e to the power of a decimal, correctly rounded, in whole numbers: training is mostly exponentials.

A power is n·ln 2 + a/1024 + r with r below 1/1024: e to a multiple of 1/1024 comes from two small tables, e to r from
its series (Tang 1989). It is rounded from both ends of what it may be; where these differ, the decimal library is
asked (Ziv 1991).
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from decimal import Context, Decimal

from . import numerals

SPARE = 20  # digits carried past those asked for
SEEN = 15  # of these, the ones that decide how the last digit is rounded
UNSURE = 1000  # in the last of them: a bound far above what series, tables and shifts can be wrong by
FINE, COARSE = 10, 5  # bits of a/1024, and how many of them the coarser table has
SMALLEST, LARGEST = -2, 1  # powers of ten that a power is worth: below, the library is as fast; above, too large here
FEWEST = 30  # digits asked for, that e to the largest such power has bits and digits after the point left


@dataclass(frozen=True, slots=True)
class _Tables:
    """Numbers with `bits` bits after the point: ln 2, e to multiples of 1/32 and of 1/1024, factors of the series."""

    bits: int
    ln_2: int
    coarse: tuple[int, ...]
    fine: tuple[int, ...]
    factors: tuple[int, ...]  # the last one first
    wide: Context
    digits: int
    unit: int  # a decimal's, of so many digits after the point


@functools.cache
def _tables(precision: int) -> _Tables:
    digits = precision + SPARE
    bits = math.ceil(digits * math.log2(10))
    wide = numerals.context(digits + SPARE)

    def fixed(value: Decimal) -> int:
        return int(wide.multiply(value, Decimal(1 << bits)))

    def powers(count: int, fineness: int) -> tuple[int, ...]:
        return tuple(fixed(wide.exp(Decimal(j) / (1 << fineness))) for j in range(count))

    factors = [1 << bits]
    while factors[-1] >> (len(factors) - 1) * FINE:
        factors.append((1 << bits) // math.factorial(len(factors)))
    return _Tables(
        bits=bits,
        ln_2=fixed(wide.ln(Decimal(2))),
        coarse=powers(math.ceil(math.log(2) * (1 << COARSE)), COARSE),
        fine=powers(1 << FINE - COARSE, FINE),
        factors=tuple(reversed(factors)),
        wide=wide,
        digits=digits,
        unit=10**digits,
    )


def exp(power: Decimal, context: Context) -> Decimal:
    """Return e to the power of a finite decimal as `context.exp` does, to its last digit."""
    if not power or not SMALLEST <= power.adjusted() <= LARGEST or context.prec < FEWEST:
        return context.exp(power)
    tables = _tables(context.prec)
    bits = tables.bits
    fixed = (int(tables.wide.scaleb(power, tables.digits)) << bits) // tables.unit
    doublings, rest = divmod(fixed, tables.ln_2)
    nearest = rest >> bits - FINE
    rest -= nearest << bits - FINE
    found = 0
    for factor in tables.factors:
        found = factor + (rest * found >> bits)
    found = found * tables.coarse[nearest >> FINE - COARSE] >> bits
    found = found * tables.fine[nearest % (1 << FINE - COARSE)] >> bits
    places = context.prec + SEEN - math.ceil((found.bit_length() + doublings - bits) * math.log10(2))
    digits = found * 10**places >> bits - doublings
    low = context.scaleb(Decimal(digits - UNSURE), -places)
    high = context.scaleb(Decimal(digits + UNSURE), -places)
    return low if low == high else context.exp(power)
