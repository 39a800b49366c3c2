"""How numbers are rounded and written. What is shown is rounded here and nowhere else."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal

PRECISION = 50  # significant digits of the evaluation behind every digit shown
GUARD = 5  # digits given up before rounding, so that 0.12344…9 (a third times three) is the tie it stands for
WIDEST = 15  # decimals, or digits before the point, beyond which a number is written with a power of ten
MINUS = "\u2212"
_PLAIN, _RAISED = "0123456789-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁽⁾"
_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_UP, _DOWN = str.maketrans(_PLAIN, _RAISED), str.maketrans(_RAISED, _PLAIN)


def context(precision: int = PRECISION) -> Context:
    """Return a decimal context of that many significant digits whose exponents never run out."""
    return Context(prec=precision, rounding=ROUND_HALF_UP, Emax=MAX_EMAX, Emin=MIN_EMIN)


def raised(text: str) -> str:
    """Return a whole number, with its brackets if any, as it stands above the line in plain text."""
    return text.translate(_UP)


def lowered(text: str) -> str:
    """Return what stands above the line as it is on it."""
    return text.translate(_DOWN)


def subscript(text: str) -> str:
    """Return a whole number as it stands below the line in plain text."""
    return text.translate(_BELOW)


def decimals_for(value: Decimal, digits: int) -> int:
    """Return how many decimals show at least `digits` decimals and `digits` significant digits."""
    return digits if value == 0 else max(digits, digits - 1 - value.adjusted())


def round_half_up(value: Decimal, decimals: int, precision: int = PRECISION) -> Decimal:
    """Round to that many decimals; ties round half up, away from zero."""
    value = context(precision - GUARD).plus(value)
    wide = context(precision + max(0, value.adjusted()) + max(0, decimals))
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, wide)


def written(value: Decimal) -> str:
    """Write a decimal with all the digits it carries: no exponent, a true minus, never a negative zero."""
    text = format(value.copy_abs(), "f")  # abs() would round
    return MINUS + text if value < 0 else text


def shown(value: Decimal, digits: int, precision: int = PRECISION) -> str:
    """Write a computed value as a student reads it (`0.0004476`, `−0.0396`, `5.076 × 10⁻²³`)."""
    value = context(precision - GUARD).plus(value)
    decimals = decimals_for(value, digits)
    if value != 0 and (decimals > WIDEST or value.adjusted() >= WIDEST):
        exponent = value.adjusted()
        mantissa = round_half_up(value.scaleb(-exponent, context(precision)), digits - 1, precision)
        if abs(mantissa) >= 10:
            exponent += 1
            mantissa = round_half_up(value.scaleb(-exponent, context(precision)), digits - 1, precision)
        return f"{written(mantissa)} × 10{raised(str(exponent))}"
    return written(round_half_up(value, decimals, precision))


def full(value: Decimal) -> str:
    """Write the double nearest to the value, the shortest way that reads back as the same double."""
    return repr(float(value) + 0.0)


def as_read(text: str) -> Decimal:
    """Return the decimal a reader would key in from what is shown."""
    mantissa, _, exponent = text.replace(MINUS, "-").partition(" × 10")
    return Decimal(mantissa).scaleb(int(lowered(exponent)) if exponent else 0, context())


def exponent_of(value: Decimal) -> int:
    """Return the power of ten that the last digit of a finite decimal is worth."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{value} has no last digit")
    return exponent
