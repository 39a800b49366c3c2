"""Which of several explanations stands: what the source itself contradicts falls, what explains most claims is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

from ..slips.catalogue import RANK
from ..source.claims import DigitsClaim, DirectionClaim
from ..worlds.alternatives import Alternative
from .cause import Cause
from .evidence import Evidence
from .readings import rounded_right, rounding_verdict, value_in

METHOD_SLIPS = frozenset({"added_update", "no_learning_rate"})


def affects(claim: DigitsClaim | DirectionClaim, alternative: Alternative) -> bool:
    """Return whether a slip moves what a claim should print, or any step on the way to it."""
    changed = alternative.changed.keys()
    return claim.subject in changed or not changed.isdisjoint(alternative.leading_to(claim.expr))


def contradicted(evidence: Evidence, claim: DigitsClaim | DirectionClaim, cause: Cause) -> bool:
    """Return whether the source itself prints a number that the cause would have made another.

    What counts is what leads to the claim; for a slip of the method, which moves every parameter alike, also whatever
    else it moves that is printed right.
    """
    if cause.pen:
        return False
    alternative = cause.alternative
    if METHOD_SLIPS.issuperset(cause.ids):
        others = [o for o in evidence.numbers(alternative.changed.keys()) if rounded_right(evidence, o)]
    elif cause.carried:
        return False
    else:
        others = evidence.numbers(alternative.leading_to(claim.expr) - {claim.subject})
    values = ((other, value_in(alternative.world, other)) for other in others)
    return any(value is not None and not rounding_verdict(other, value) for other, value in values)


def best(
    evidence: Evidence, claim: DigitsClaim | DirectionClaim, causes: list[Cause], explains: Counter[Hashable]
) -> tuple[Cause, ...]:
    """Return the causes that stand: not contradicted before contradicted, then those that explain most claims."""
    if not causes:
        return ()

    def weight(cause: Cause) -> tuple[bool, int]:
        supported = explains[cause.key] + sum(explains[id] for id in cause.ids)
        return not contradicted(evidence, claim, cause), 1 if cause.pen else supported

    weighed = [(weight(cause), cause) for cause in causes]
    top = max(standing for standing, _ in weighed)
    kept: dict[tuple[str, ...], Cause] = {}
    for standing, cause in weighed:
        if standing == top:
            kept.setdefault(cause.ids, cause)
    return tuple(sorted(kept.values(), key=lambda cause: [RANK[id] for id in cause.ids]))
