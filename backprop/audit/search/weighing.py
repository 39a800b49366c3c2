"""Which of several explanations stands: what the source itself contradicts falls, what explains most claims is kept."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Hashable

from ...steps.world import ancestors
from ..slips.catalogue import DEVIATIONS, RANK
from ..source.claims import DigitsClaim, DirectionClaim, LineClaim, NumberClaim
from ..worlds.alternatives import Alternative
from .cause import Cause
from .chance import LIKELY
from .evidence import Evidence
from .odds import Odds
from .readings import rounded_right, rounding_verdict, value_in

RARE = 0.75  # times what it explains, a slip that is seldom met weighs
SPOILING = 0.7  # and one that would have made another number wrong that the source has right
CONTRADICTED = 0.02  # times the chance that is believed elsewhere, for what the source itself contradicts


def affects(claim: DigitsClaim | DirectionClaim, alternative: Alternative) -> bool:
    """Return whether a slip moves what a claim should print, or any step on the way to it; a line is as it stands."""
    changed = alternative.changed.keys()
    own = claim.subject in changed and not isinstance(claim, LineClaim)
    return own or not changed.isdisjoint(alternative.leading_to(claim.expr))


def contradicted(evidence: Evidence, claim: DigitsClaim | DirectionClaim, cause: Cause) -> bool:
    """Return whether the source itself prints a number that the cause would have made another.

    What counts is what leads to the claim; for a slip of the method, which moves every parameter alike, also whatever
    else it moves that is printed right. A number may be what the cause makes of it from exact values, or from what the
    source had printed before it.
    """
    if cause.pen:
        return False
    alternative = cause.alternative
    method = all(DEVIATIONS[id].method for id in cause.ids)
    subjects = alternative.changed.keys() if method else alternative.leading_to(claim.expr) - {claim.subject}
    moved = (other for other in evidence.numbers(subjects) if affects(other, alternative))
    return any(
        not _printed_under(evidence, other, alternative)
        for other in moved
        if rounded_right(evidence, other) or not (method or cause.carried)
    )


def passed_by(evidence: Evidence, claim: DigitsClaim | DirectionClaim, cause: Cause) -> bool:
    """Return whether all that a slip would have moved on the way to a claim stands in the source, and stands right.

    Then the source did not make it there, whatever digits it gives here.
    """
    if cause.pen or cause.carried or not cause.alternative.changed:
        return False
    changed, exprs = cause.alternative.changed, cause.alternative.exprs

    @functools.cache
    def open_to_it(id: str) -> bool:
        return not _stands_right(evidence, id, cause.alternative)

    leading = ancestors(exprs, exprs.get(claim.subject, claim.expr), through=open_to_it)
    return claim.subject not in changed and not any(id in changed and open_to_it(id) for id in leading)


def _stands_right(evidence: Evidence, id: str, alternative: Alternative) -> bool:
    """Return whether the source prints a quantity as it is, and as an alternative has it not."""
    printed = evidence.numbers({id})
    return bool(printed) and all(
        rounded_right(evidence, claim) and not _printed_under(evidence, claim, alternative) for claim in printed
    )


def _printed_under(evidence: Evidence, claim: NumberClaim, alternative: Alternative) -> bool:
    """Return whether an alternative gives a printed number, or has no value for it."""
    value = value_in(alternative.world, claim)
    if value is None or rounding_verdict(claim, value):
        return True
    latest = evidence.latest(claim)
    found = alternative.stating(latest).value(claim.formula(alternative.exprs)) if latest else None
    return found is not None and bool(rounding_verdict(claim, claim.turned(found)))


def believed(evidence: Evidence, claim: DigitsClaim, cause: Cause, odds: Odds) -> bool:
    """Return whether a cause is more than chance: its digits alone would tell, or those of all that it explains.

    What the source itself contradicts must tell fifty times as much, and by the digits of the claim alone: whatever
    makes other numbers of that source wrong in a like way, it is not this.
    """
    if cause.line is not None:
        return True  # a printed line shows the slip itself
    if contradicted(evidence, claim, cause):
        return odds.alone(claim, cause) < LIKELY * CONTRADICTED
    return odds.of(claim, cause) < LIKELY


def best(
    evidence: Evidence, claim: DigitsClaim | DirectionClaim, causes: list[Cause], explains: Counter[Hashable]
) -> tuple[Cause, ...]:
    """Return the causes that stand: not contradicted, then those that explain most claims, then the usual ones.

    Of one slip in several places the one stands that makes fewest of the source's right numbers others: who errs in
    one layer alone is not told of all. So it is of different slips that are left.
    """
    if not causes:
        return ()

    def weight(cause: Cause) -> tuple[bool, float]:
        supported = 1 if cause.pen else explains[cause.key] + sum(explains[id] for id in cause.ids)
        weighs = supported * (RARE if cause.alternative.rare else 1) * (SPOILING if spoilt(evidence, cause) else 1)
        return not contradicted(evidence, claim, cause), weighs

    weighed = [(weight(cause), cause) for cause in causes]
    top = max(weighs for weighs, _ in weighed)
    standing = [cause for weighs, cause in weighed if weighs == top]
    alike = [
        [cause for cause in standing if cause.ids == ids] for ids in dict.fromkeys(cause.ids for cause in standing)
    ]
    kept = [found[0] if len(found) == 1 else min(found, key=lambda cause: spoilt(evidence, cause)) for found in alike]
    if len(kept) > 1:
        counts = [spoilt(evidence, cause) for cause in kept]
        kept = [cause for cause, count in zip(kept, counts, strict=True) if count == min(counts)]
    kept = [cause for cause in kept if not any(DEVIATIONS[id].last for id in cause.ids)] or kept
    return tuple(sorted(kept, key=lambda cause: [RANK[id] for id in cause.ids]))


def spoilt(evidence: Evidence, cause: Cause) -> int:
    """Return how many numbers that the source has right a cause would have made others, wherever they stand."""
    known, key = evidence.spoilt, cause.alternative.variants
    if key not in known:
        moved = evidence.numbers(cause.alternative.changed.keys())
        right = (other for other in moved if rounded_right(evidence, other))
        known[key] = sum(not _printed_under(evidence, other, cause.alternative) for other in right)
    return known[key]
