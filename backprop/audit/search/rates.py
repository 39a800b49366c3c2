"""Another learning rate than the one that is stated: one division for each new value finds it, and all must agree."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext

from ...steps import numerals
from ...steps.expr import Ref
from ...steps.world import CONTEXT
from ...words.en import details as words
from ..slips.variant import Variant, with_rate
from ..source.claims import NumberClaim
from ..worlds.alternatives import Alternative
from .chance import LIKELY
from .evidence import Evidence

ENOUGH = 2  # numbers of different parameters that agree on a rate; a single one must hardly fit any by chance
SHORT = 2  # significant digits of a rate that somebody would choose


def other_rate(evidence: Evidence, wrong: list[NumberClaim]) -> Alternative | None:
    """Return the example with the learning rate that the wrong new values and changes agree on, if they do.

    They are made of the gradients as they are, or of those that the source has printed.
    """
    base = evidence.prepared.base
    stated = base.example.method.learning_rate
    rate = _agreed(base, wrong, {})
    if rate is None or rate == stated:
        gradients = {id for id, quantity in base.quantities.items() if quantity.kind == "grad"}
        printed = {claim.subject: claim.sign * claim.printed.value for claim in evidence.numbers(gradients)}
        rate = _agreed(base, wrong, printed) if printed else None
    if rate is None or rate == stated:
        return None
    detail = words.rate_for(numerals.written(rate), numerals.written(stated))
    return evidence.prepared.made.under(Variant(deviation="other_rate", detail=detail, example=with_rate(rate)))


def _agreed(base: Alternative, wrong: list[NumberClaim], printed: Mapping[str, Decimal]) -> Decimal | None:
    """Return the rate that new values and changes agree on, made of the gradients that are printed, else of ours."""
    low, high, parameters = Decimal("-Infinity"), Decimal("Infinity"), set()
    with localcontext(CONTEXT):
        for claim in wrong:
            ends = _rates(base, claim, printed)
            if ends is not None:
                low, high = max(low, ends[0]), min(high, ends[1])
                parameters.add(base.quantities[claim.subject].names[0])
        if not parameters or not 0 < low <= high:
            return None
        if len(parameters) < ENOUGH and (high - low) / Decimal(1).scaleb(high.adjusted() + 1 - SHORT) > LIKELY:
            return None
        return _shortest(low, high)


def _rates(base: Alternative, claim: NumberClaim, printed: Mapping[str, Decimal]) -> tuple[Decimal, Decimal] | None:
    """Return the least and the largest rate that gives a printed change or new value of the first round."""
    quantity = base.quantities[claim.subject]
    if quantity.kind not in {"change", "new"} or claim.rounds > 1:
        return None
    of_gradient = quantity.of("grad").id
    gradient = printed.get(of_gradient, base.world.value(Ref(of_gradient)))
    old = base.world.value(Ref(quantity.names[0])) if quantity.kind == "new" else Decimal(0)
    if not gradient or old is None:
        return None
    half = claim.printed.unit / 2
    moved = old - claim.sign * claim.printed.value
    ends = sorted(((moved - half) / gradient, (moved + half) / gradient))
    return ends[0], ends[1]


def _shortest(low: Decimal, high: Decimal) -> Decimal | None:
    """Return the number of fewest digits between two others, of at most so many."""
    for digits in range(1, SHORT + 1):
        unit = Decimal(1).scaleb(high.adjusted() + 1 - digits)
        found = (low / unit).to_integral_value("ROUND_CEILING") * unit
        if low <= found <= high:
            return found.normalize()
    return None
