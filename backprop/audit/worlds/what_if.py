"""An example under a slip as numbers for lines of work; no page may offer them as the quantities' values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from ...network.quantity import Quantity
from ...steps.solution import Number, Solution
from .alternatives import Alternative

Write = Callable[[Quantity, Decimal], str]


def what_if(alternative: Alternative, world: Mapping[str, Decimal], ids: Iterable[str], write: Write) -> Solution:
    """Return an alternative with the numbers that some quantities have in a world of it, each as it is written."""

    def number(quantity: Quantity) -> Number:
        value = world[quantity.id]
        return Number(quantity=quantity, value=value, shown=write(quantity, value), ours=False)

    numbers = {id: number(alternative.quantities[id]) for id in ids}
    return Solution(example=alternative.example, trace=alternative.trace, numbers=numbers, calculator={})
