"""Numbers printed after many rounds: training by the same trees, compiled to floats where there are many."""

from __future__ import annotations

from decimal import Decimal, DecimalException

from ...network.quantity import id_of
from ...steps.expr import Ref
from ...steps.world import World
from ..source.claims import DigitsClaim, DirectionClaim, LineClaim, OutputClaim
from ..worlds.alternatives import Alternative
from ..worlds.floats import train
from ..worlds.prepared import Prepared
from .cause import Cause
from .chance import LIKELY, chance, places
from .pen import pen_slips, pen_values
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
        world = _world_after(prepared, alternative, rounds)
        return world.value(Ref(id)) if world else None
    key = (*alternative.variants, rounds)
    if key not in prepared.trained:
        prepared.trained[key] = train(alternative.trace, alternative.example.network, rounds)
    values = prepared.trained[key]
    return Decimal(values[id]) if values else None


def _world_after(prepared: Prepared, alternative: Alternative, rounds: int) -> World | None:
    """Return the world of the last of so many rounds, or None where a round before it has no numbers."""
    if rounds == 1:
        return alternative.world
    key = (*alternative.variants, rounds)
    if key not in prepared.later:
        before = _world_after(prepared, alternative, rounds - 1)
        fresh = {p.name: id_of("new", p.name) for p in alternative.example.network.parameters}
        try:
            prepared.later[key] = before.later(fresh) if before else None
        except DecimalException:
            prepared.later[key] = None
    return prepared.later[key]


def causes_after(prepared: Prepared, claim: DigitsClaim, known: tuple[Alternative, ...]) -> tuple[Cause, ...]:
    """Return the slips that give a late number: those the source makes elsewhere, then with the pen, then others.

    They are believed where a number of so many digits would hardly be one of all that are tried.
    """
    printed = claim.printed
    others = [single for single in prepared.singles if single not in known]
    for tried in (known, others[: MOST_TRAINED // claim.rounds]):
        values = [(each, value_after(prepared, each, claim)) for each in (prepared.base, *tried)]
        reached = [(each, value) for each, value in values if value is not None]
        formulas = places(printed, [value for each, value in reached if each.variants])
        pens = {at for _, value in reached for made in pen_values(printed, value).values() for at in made}
        found: list[Cause] = []
        if chance(printed, 1, formulas) < LIKELY:
            found = [
                Cause(alternative=each, value=value)
                for each, value in reached
                if each.variants and printed.is_rounding_of(value)
            ]
        if not found and chance(printed, 1, pens) < LIKELY:
            found = [
                Cause(alternative=each, value=value, pen=pen, detail=detail)
                for each, value in reached
                for pen, detail in pen_slips(printed, value)
            ]
        if found:
            return tuple({cause.ids: cause for cause in reversed(found)}.values())[::-1]
    return ()
