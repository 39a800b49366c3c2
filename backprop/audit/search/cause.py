"""One explanation of one printed number."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from ...steps.expr import Expr
from ..worlds.alternatives import Alternative

Extent = Literal["all", "some", "one"]


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What could have made a printed number.

    `alternative` holds the slips of formulas (none where only the pen slipped), `pen` the slip on the value with
    `detail`, `value` what it gives. `stated` are the source's own earlier numbers that were put in, by id, but for
    those in `computed`, which only keep the value they have anyway. `line` is the line that was meant, where the slip
    is in a printed line. `named` is the slip of a formula that comes to the same as this one of the pen.
    `extent` says how much of what it would move the source has so: all that is printed, this number and not others that
    are right, or this one of which nothing more is known.
    """

    alternative: Alternative
    value: Decimal
    pen: str = ""
    detail: str = ""
    stated: Mapping[str, Decimal] = field(default_factory=dict)
    computed: frozenset[str] = frozenset()
    line: Expr | None = None
    named: Cause | None = None
    extent: Extent = "all"

    @property
    def carried(self) -> bool:
        """Whether the source's own earlier numbers were put in."""
        return bool(self.stated)

    @property
    def ids(self) -> tuple[str, ...]:
        return (*self.alternative.ids, *([self.pen] if self.pen else []))

    @property
    def key(self) -> Hashable:
        """What makes two causes the same cause: the same slips in the same places."""
        return (self.alternative.variants, self.pen, self.detail)
