"""A number that a source prints, with what stands in the source before it and what of the example still reaches it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ...steps.world import ancestors
from ..source.claims import DigitsClaim, NumberClaim
from ..worlds.alternatives import Alternative
from ..worlds.floats import Rough
from .evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A claim, and what stands in the source before it: `open` are the quantities that reach it through none of that.

    `leading` are all that reach it, and `follows` says whether it is what those numbers give.
    """

    claim: NumberClaim
    stated: Mapping[str, float]
    open: frozenset[str]
    leading: frozenset[str]
    follows: bool

    def exactly(self, world: Rough) -> float | None:
        """Return what it is in a world in which nothing of the source is put in but what was put in otherwise."""
        return world.value(self.claim.expr)

    def carried(self, base: Alternative, id: str, put_in: Decimal) -> float | None:
        """Return what it is with the source's own numbers before it, where what was put in reaches it past these."""
        if id not in self.open:
            return None
        return base.rough_stating({**self.stated, id: float(put_in)}).value(self.claim.formula(base.exprs))


def placed(evidence: Evidence, claim: NumberClaim) -> Placed:
    """Return a claim with what stands before it."""
    base, stated = evidence.prepared.base, evidence.rough_latest(claim)
    formula = claim.formula(base.exprs)
    follows = bool(stated) and still(claim, base.rough_stating(stated).value(formula))
    reaching = ancestors(base.exprs, formula, through=lambda id: id not in stated)
    leading = base.leading_to(claim.expr)
    return Placed(claim=claim, stated=stated, open=reaching, leading=leading, follows=follows)


def still(claim: DigitsClaim, value: float | None) -> bool:
    """Return whether a number that is printed right would still be, within a unit of its last digit."""
    return value is None or abs(claim.turned(value) - float(claim.printed.value)) <= 1.5 * float(claim.printed.unit)
