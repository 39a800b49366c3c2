"""Numbers printed after many rounds: training by the same trees, compiled to floats where there are many."""

from __future__ import annotations

from decimal import Decimal, DecimalException

from ...network.quantity import id_of
from ...steps.expr import Expr, Ref
from ..source.claims import DigitsClaim, DirectionClaim, LineClaim, OutputClaim
from ..worlds.alternatives import Alternative
from ..worlds.floats import train
from ..worlds.prepared import Prepared
from .cause import Cause
from .pen import pen_slips
from .readings import value_in

EXACT_ROUNDS = 20  # rounds up to which a world is carried on in decimals
MOST_TRAINED = 300_000  # rounds of training spent on slips, over all that is tried for a claim


def value_after(
    prepared: Prepared, alternative: Alternative, claim: DigitsClaim | DirectionClaim | OutputClaim
) -> Decimal | None:
    """Return what a claim should print after its rounds, or None where training runs out of numbers."""
    match claim:
        case LineClaim():  # it holds its numbers itself, whenever it was printed
            return value_in(alternative.world, claim)
        case DirectionClaim():  # how far it has moved since before the first round
            start = alternative.world.value(Ref(claim.start))
            end = _after(prepared, alternative, claim.end, claim.rounds)
            return None if start is None or end is None else claim.turned(end - start)
    value = _after(prepared, alternative, claim.subject, claim.rounds)
    return None if value is None else claim.turned(value)


def _after(prepared: Prepared, alternative: Alternative, id: str, rounds: int) -> Decimal | None:
    """Return a quantity of the last of so many rounds."""
    if rounds <= EXACT_ROUNDS:
        return _carried_on(alternative, Ref(id), rounds)
    key = (*alternative.variants, rounds)
    if key not in prepared.trained:
        prepared.trained[key] = train(alternative.trace, alternative.example.network, rounds)
    values = prepared.trained[key]
    return Decimal(values[id]) if values else None


def _carried_on(alternative: Alternative, expr: Expr, rounds: int) -> Decimal | None:
    world = alternative.world
    fresh = {p.name: id_of("new", p.name) for p in alternative.example.network.parameters}
    try:
        for _ in range(rounds - 1):
            world = world.later(fresh)
    except DecimalException:
        return None
    return world.value(expr)


def causes_after(prepared: Prepared, claim: DigitsClaim, known: tuple[Alternative, ...]) -> tuple[Cause, ...]:
    """Return the slips that give a late number: those the source makes elsewhere, then with the pen, then others."""
    others = [single for single in prepared.singles if not single.rounding and single not in known]
    for tried in (known, others[: MOST_TRAINED // claim.rounds]):
        values = [(each, value_after(prepared, each, claim)) for each in (prepared.base, *tried)]
        printed = claim.printed
        found = [
            Cause(alternative=each, value=value)
            for each, value in values
            if each.variants and value is not None and printed.is_rounding_of(value)
        ] or [
            Cause(alternative=each, value=value, pen=pen, detail=detail)
            for each, value in values
            if value is not None
            for pen, detail in pen_slips(printed, value)
        ]
        if found:
            return tuple({cause.ids: cause for cause in reversed(found)}.values())[::-1]
    return ()
