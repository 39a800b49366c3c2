"""Slips of the pen: what was worked out right, and written down wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from ...network.quantity import OF_NEURONS, OF_PARAMETERS, PARAMETERS, Quantity
from ...words.en import details as words
from ..source.claims import Claim, DigitsClaim, NumberClaim, OutputClaim
from ..source.printed import Printed, replacements, stray, typos

SHIFTS = (1, -1, 2, -2, 3, -3)
STRAY = 5  # digits of which one may be too many; with fewer, chance finds one too easily
MANY = 4  # digits behind which a last one is doubled rather than worked out
LONGEST = 30  # digits of a number in which typos are looked for


def pen_slips(printed: Printed, value: Decimal) -> Iterator[tuple[str, str]]:
    """Yield the slips of the pen, with their details, that print this for that value."""
    if value == 0 or printed.value == 0:
        return
    if printed.negated().is_rounding_of(value):
        yield "wrong_sign", words.OF_NUMBER_ITSELF
    for power in SHIFTS:
        if printed.scaled(-power).is_rounding_of(value):
            yield "decimal_shift", words.places(abs(power), right=power > 0)
            break
    if (value > 0) == (printed.value > 0) and not printed.exact:
        yield from _typed(printed, value)


def pen_values(printed: Printed, value: Decimal) -> dict[str, set[int]]:
    """Return what each slip of the pen could make of a value, in units of the last printed digit.

    One digit too many is left out: it is looked for among so many digits that chance hardly finds one.
    """
    if printed.exact or value == 0 or abs(value) / printed.unit >= Decimal(10) ** LONGEST:
        return {}
    sign, right = (1 if value > 0 else -1), int(abs(printed.rounded(value)) / printed.unit)
    typed: set[int] = set()
    for power in (0, -1, 1):
        digits = str(int(right * Decimal(10) ** -power))
        made = {made for made, _ in _typos(digits) if made and len(made) - len(digits) == power}
        typed |= {sign * int(text) for text in made}
    shifted = {sign * int(right * Decimal(10) ** power) for power in SHIFTS}
    others = typed | {sign * int(made) for made, _ in replacements(str(right))}  # any slip among the digits
    return {"wrong_sign": {-sign * right}, "decimal_shift": shifted, "digit_typo": typed, "digit_replaced": others}


def _typed(printed: Printed, value: Decimal) -> Iterator[tuple[str, str]]:
    """Yield the typo that makes the printed digits of the right ones, which may be one longer or shorter."""
    size = abs(value)
    for power in (0, -1, 1):
        right = Printed(text="", value=size, unit=printed.unit.scaleb(power))
        digits = str(int(right.rounded(size) / right.unit)) if size / right.unit < Decimal(10) ** LONGEST else "0"
        for typed, how in _typos(digits) if len(digits) > 1 else ():
            change = len(typed) - len(digits)
            before_point = power == 0 and size >= 1
            if (change == power or before_point) and int(typed) * printed.unit == abs(printed.value):
                yield "digit_typo", how(right.shown(size))
                return
    yield from _stray(printed, size)


def _typos(digits: str) -> Iterator[tuple[str, Callable[[str], str]]]:
    """Yield the typos of digits that are none of rounding: the last is not lost, nor doubled behind few others."""
    for typed, how in typos(digits):
        if typed != digits[:-1] and (typed != digits + digits[-1] or len(digits) >= MANY):
            yield typed, how


def replaced(printed: Printed, value: Decimal) -> Iterator[tuple[str, str]]:
    """Yield the one digit that another stands for, where nothing else explains a number: so much fits by chance."""
    if printed.exact or not value or (value > 0) != (printed.value > 0):
        return
    if abs(value) / printed.unit >= Decimal(10) ** LONGEST:
        return
    right = printed.rounded(abs(value))
    for typed, how in replacements(str(int(right / printed.unit))):
        if int(typed) * printed.unit == abs(printed.value):
            yield "digit_replaced", how(printed.shown(right))
            return


def _stray(printed: Printed, size: Decimal) -> Iterator[tuple[str, str]]:
    """Yield the one digit too many, where so many digits are left that it can hardly be chance."""
    right = Printed(text="", value=size, unit=printed.unit * 10)
    for rest, digit in stray(printed.digits) if len(printed.digits) > STRAY else ():
        if int(rest) * right.unit == right.rounded(size):
            yield "digit_typo", words.too_many(digit, right.shown(size))
            return


def stale(claim: DigitsClaim, others: Iterable[Claim], operands: frozenset[str]) -> Iterator[str]:
    """Yield what else the source has printed with exactly these digits, unless the line itself is made of it."""
    same = [
        other
        for other in others
        if isinstance(other, NumberClaim | OutputClaim)
        and other.number < claim.number
        and other.subject != claim.subject
        and (other.printed.value, other.printed.unit) == (claim.printed.value, claim.printed.unit)
        and abs(claim.printed.value) not in {0, 1}  # which stand everywhere
    ]
    if not any(other.subject in operands for other in same):
        yield from dict.fromkeys(other.quantity for other in same)


def beside(quantity: Quantity, known: Mapping[str, Quantity]) -> Iterator[str]:
    """Yield the ids of the other quantities of the same neuron or parameter, and of the same before or after."""
    moving = (*OF_PARAMETERS, *PARAMETERS)
    kinds = OF_PARAMETERS if quantity.kind in moving else OF_NEURONS if quantity.kind in OF_NEURONS else ()
    others = [quantity.of(kind) for kind in kinds if kind != quantity.kind]
    if quantity.kind in OF_PARAMETERS:
        others.append(known[quantity.names[0]])
    others.append(quantity.before() if quantity.round else quantity.after(1))
    yield from (other.id for other in others if other.id in known and other != quantity)
