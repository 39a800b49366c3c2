"""How likely chance alone fits a printed number: few digits fit something or other, many do not."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ..source.printed import Printed

LIKELY = 0.03  # chance from which an explanation is not believed


def place(printed: Printed, value: Decimal | float) -> int:
    """Return where a value stands on the grid of the printed digits: how many units of the last one it is."""
    units: Decimal = (value if isinstance(value, Decimal) else Decimal(value)) / printed.unit
    return int(units.to_integral_value())


def places(printed: Printed, values: Iterable[Decimal | float | None]) -> set[int]:
    """Return where values stand on the grid of the printed digits."""
    return {place(printed, value) for value in values if value is not None}


def room(printed: Printed) -> int:
    """Return how many numbers of so many digits there are; the digits of a zero are its decimals."""
    found: int = 10 ** (len(printed.digits) if printed.value else max(1, printed.places))
    return found


def chance(printed: Printed, kinds: int, tried: set[int]) -> float:
    """Return how likely a number of so many digits is one of those tried, each of so many kinds of slips alike."""
    size = room(printed)
    return kinds * len({found for found in tried if printed.exact or abs(found) < size}) / size
