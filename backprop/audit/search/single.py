"""One slip that gives exactly the printed digits: in a formula, on a value, or in a printed line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ...steps.expr import Ref, refs
from ..slips.catalogue import DEVIATIONS
from ..source.claims import DigitsClaim, DirectionClaim, LineClaim
from ..worlds.alternatives import Alternative
from .cause import Cause
from .evidence import Evidence
from .lines import line_slips
from .pen import beside, pen_slips, replaced, stale
from .readings import from_reading, readings, value_in
from .shown import as_shown, put_in_line, shows

FEW = 3  # units of a printed number, by which two people who keep as few digits may differ
OF_FEWER = 10  # and those who keep a digit less than is printed


def one_slip(evidence: Evidence, claim: DigitsClaim) -> list[Cause]:
    """Return every cause with a single slip that gives exactly the printed digits."""
    base = evidence.prepared.base
    seen = list(as_shown(evidence, claim))
    met = {cause.alternative.variants for cause in seen}
    found = [cause for cause in _computed(evidence, claim) if cause.pen or cause.alternative.variants not in met] + seen
    shown = put_in_line(evidence, claim)
    if shown and not (found and shown.lost_sign):  # a slip that has a name is told by it
        known = [cause for cause in found if not cause.pen and (cause.line or shows(evidence, claim, cause))]
        named = [cause for cause in known if not any(DEVIATIONS[id].rare for id in cause.ids)]
        named = [cause for cause in named if not cause.alternative.rare] or named or known
        return [replace(cause, line=shown.cause.line) for cause in named] or [shown.cause]
    usual = [cause for cause in found if not (cause.pen or cause.alternative.rare)]
    clear = [cause for cause in usual if cause.line or shows(evidence, claim, cause)]
    if clear and not shown:
        return [replace(cause, line=cause.alternative.exprs[claim.subject]) for cause in clear]
    any_usual = any(not cause.alternative.rare for cause in found)
    operands = frozenset(refs(claim.formula(base.exprs))) if any_usual else frozenset()
    reused = list(stale(claim, evidence.claims, operands))
    left = {expr.id: cause for cause in found if isinstance(expr := cause.alternative.changed.get(claim.subject), Ref)}
    found = [cause for cause in found if not any(cause is left.get(other) for other in reused)]
    found += [
        Cause(alternative=base, value=claim.printed.value, pen="stale_value", detail=other, named=left.get(other))
        for other in reused
    ]
    found += [cause for cause in _other_quantity(evidence, claim) if cause.detail not in {*reused, *operands}]
    value = None if found else value_in(base.world, claim)
    pens = replaced(claim.printed, value) if value is not None else ()
    return found + [Cause(alternative=base, value=value, pen=pen, detail=detail) for pen, detail in pens if value]


def _other_quantity(evidence: Evidence, claim: DigitsClaim) -> Iterator[Cause]:
    """Yield the other quantities the number is right for: of the same neuron or parameter, or exchanged with it."""
    base = evidence.prepared.base
    quantity = base.quantities.get(claim.subject)
    if isinstance(claim, LineClaim) or quantity is None:
        return
    for id in beside(quantity, base.quantities):
        value = base.world.value(Ref(id))
        if value is not None and value and claim.printed.is_rounding_of(value):
            yield Cause(alternative=base, value=value, pen="other_quantity", detail=id)
    for id, value in _exchanged(evidence, claim, quantity.kind):
        yield Cause(alternative=base, value=value, pen="other_quantity", detail=id)


def _exchanged(evidence: Evidence, claim: DigitsClaim, kind: str) -> Iterator[tuple[str, Decimal]]:
    """Yield the quantities of a kind, with their values, that have changed places with a claim."""
    base = evidence.prepared.base
    own = value_in(base.world, claim)
    subjects = {id for id, quantity in base.quantities.items() if quantity.kind == kind and id != claim.subject}
    for other in evidence.numbers(subjects) if own else ():
        theirs = value_in(base.world, other)
        if theirs and own and claim.printed.is_rounding_of(theirs) and other.printed.is_rounding_of(own):
            yield other.subject, theirs


def _computed(evidence: Evidence, claim: DigitsClaim) -> Iterator[Cause]:
    """Yield the causes that compute the printed digits."""
    base = evidence.prepared.base
    for alternative in evidence.prepared.singles:
        yield from fitting(evidence, claim, alternative)
    for alternative in evidence.prepared.roundings:
        if not alternative.keeps(claim.printed) and not _printed_in_more(evidence, claim, alternative, OF_FEWER):
            yield from kept(claim, alternative)
    value = value_in(base.world, claim)
    if value is not None:
        for pen, detail in pen_slips(claim.printed, value):
            yield Cause(alternative=base, value=value, pen=pen, detail=detail)
    for reading in readings(evidence, claim, base):
        for pen, detail in pen_slips(claim.printed, reading.value):
            yield from_reading(base, reading, pen, detail)
    if isinstance(claim, LineClaim):
        for slip in line_slips(claim, base, evidence.prepared.singles, evidence.earlier(claim)):
            value = base.world.value(slip.expr)
            if value is not None and claim.printed.is_rounding_of(value):
                yield Cause(alternative=base, value=value, pen=slip.id, detail=slip.detail, line=slip.expr)


def near(claim: DigitsClaim, value: float | None) -> bool:
    """Return whether a rough value is close enough to the printed one to be worth computing in decimals."""
    printed = claim.printed
    return value is not None and abs(claim.turned(value) - float(printed.value)) <= float(
        printed.unit
    ) * 0.51 + 1e-9 * abs(value)


def fitting(evidence: Evidence, claim: DigitsClaim, alternative: Alternative) -> Iterator[Cause]:
    """Yield how an alternative prints a claim: computed in full, or with the source's own earlier numbers put in."""
    if near(claim, alternative.rough.value(claim.expr)):
        value = value_in(alternative.world, claim)
        if value is not None and claim.printed.is_rounding_of(value):
            yield Cause(alternative=alternative, value=value)
            return
    latest = evidence.latest(claim)
    if not latest:
        return
    expr = claim.formula(alternative.exprs)
    if near(claim, alternative.rough_stating(evidence.rough_latest(claim)).value(expr)):
        value = alternative.stating(latest).value(expr)
        if value is not None and claim.printed.is_rounding_of(claim.turned(value)):
            yield Cause(alternative=alternative, value=claim.turned(value), stated=latest)


def kept(claim: DigitsClaim, alternative: Alternative) -> Iterator[Cause]:
    """Yield how a claim is printed by somebody who keeps so many digits of every result."""
    value = value_in(alternative.world, claim)
    if value is not None and claim.printed.is_rounding_of(value):
        yield Cause(alternative=alternative, value=value)


def as_kept(evidence: Evidence, claim: DigitsClaim) -> Cause | None:
    """Return how a number is got by keeping as many digits of every result as are printed of it, or more.

    What the source prints on the way to it must be what one has who keeps so many.
    """
    if isinstance(claim, LineClaim):
        return None
    honest = (one for one in evidence.prepared.roundings if one.keeps(claim.printed))
    found = (cause for alternative in honest for cause in kept(claim, alternative))
    return next((cause for cause in found if not _printed_in_more(evidence, claim, cause.alternative)), None)


def _printed_in_more(evidence: Evidence, claim: DigitsClaim, rounding: Alternative, most: int = FEW) -> bool:
    """Return whether the source prints, on the way to a claim, what nobody has who keeps so few digits."""
    leading = evidence.numbers(rounding.leading_to(claim.expr) - {claim.subject})
    values = ((other.printed, value_in(rounding.world, other)) for other in leading)
    return any(value is not None and abs(value - printed.value) > most * printed.unit for printed, value in values)


def turns(evidence: Evidence, claim: DirectionClaim) -> list[Cause]:
    """Return the signs that, turned round, give the direction that is printed; most other slips could too by chance."""
    found = []
    for alternative in evidence.prepared.singles:
        value = value_in(alternative.world, claim) if alternative.ids == ("wrong_sign",) else None
        if value is not None and way(value) == claim.way:
            found.append(Cause(alternative=alternative, value=value))
    return found


def way(change: Decimal | int) -> int:
    """Return 1, −1 or 0 for a change up, down or none."""
    return (change > 0) - (change < 0)
