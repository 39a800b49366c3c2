"""Numbers printed after many rounds: training by the same trees, compiled to floats where there are many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, DecimalException

from ...network.quantity import id_of
from ...steps.expr import Ref
from ...steps.world import World
from ..source.claims import DigitsClaim, DirectionClaim, LineClaim, NumberClaim, OutputClaim
from ..worlds.alternatives import Alternative
from ..worlds.floats import train
from ..worlds.prepared import Prepared
from .cause import Cause
from .chance import LIKELY, chance, places
from .evidence import Evidence
from .pen import pen_slips, pen_values
from .readings import ENOUGH_DIGITS, value_in
from .weighing import affects

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


def carried_after(evidence: Evidence, claim: DigitsClaim) -> Cause | None:
    """Return how the source's own numbers of a later round lead to a claim, rounded, cut off or one unit off."""
    stated = _own(evidence, claim)
    found = _in_round(evidence.prepared, evidence.prepared.base, claim, stated) if stated else None
    if found is None:
        return None
    fits = {"exact", "truncated", *(("last_digit",) if len(claim.printed.digits) >= ENOUGH_DIGITS else ())}
    follows = claim.printed.fit(found, of_rounded=True) in fits or claim.printed.is_rounding_of(found)
    return Cause(alternative=evidence.prepared.base, value=found, stated=stated) if follows else None


def _own(evidence: Evidence, claim: DigitsClaim) -> dict[str, Decimal]:
    """Return what the source printed before a claim of the same round, by the ids that it has in the first."""
    found: dict[str, Decimal] = {}
    for other in evidence.claims:
        if not isinstance(other, NumberClaim | LineClaim) or not other.subject or other.number >= claim.number:
            continue
        quantity = evidence.prepared.base.quantities[other.subject]
        if other.rounds == claim.rounds and other.subject != claim.subject:
            found[other.subject] = other.sign * other.printed.value
        elif other.rounds == claim.rounds - 1 and (quantity.round or quantity.kind == "new"):
            before = quantity.before().id if quantity.round else quantity.names[0]
            found[before] = other.sign * other.printed.value
    return found


def _in_round(
    prepared: Prepared, alternative: Alternative, claim: DigitsClaim, stated: Mapping[str, Decimal]
) -> Decimal | None:
    """Return what a claim of a later round should print where all is right before it, and these numbers are put in."""
    start = _world_after(prepared, prepared.base, claim.rounds) if claim.rounds <= EXACT_ROUNDS else None
    if start is None:
        return None
    world = World(givens=start.givens, exprs=alternative.exprs, stated=stated, rounding=alternative.rounding)
    value = world.value(claim.formula(alternative.exprs))
    return None if value is None else claim.turned(value)


def causes_after(evidence: Evidence, claim: DigitsClaim, known: tuple[Alternative, ...]) -> tuple[Cause, ...]:
    """Return the slips that give a late number: those the source makes elsewhere, then with the pen, then others.

    Others are first looked for in the claim's own round, where all is right before it, and of these the usual ones
    first; they are believed where a number of so many digits would hardly be one of all that are tried.
    """
    prepared = evidence.prepared
    usual = [single for single in prepared.singles if not single.rare]
    others = [single for single in prepared.singles if single not in known]

    def all_along(tried: Iterable[Alternative]) -> Iterator[Cause]:
        for each in (prepared.base, *tried):
            value = value_after(prepared, each, claim)
            if value is not None:
                yield Cause(alternative=each, value=value)

    def this_round(tried: Iterable[Alternative]) -> Iterator[Cause]:
        for stated in (_own(evidence, claim), {}):
            for each in tried:
                value = _in_round(prepared, each, claim, stated) if affects(claim, each) else None
                if value is not None:
                    yield Cause(alternative=each, value=value, stated=stated)

    trained = others[: MOST_TRAINED // claim.rounds]
    found = _fitting(claim, list(all_along(known))) or _fitting(claim, list(this_round(usual)), with_pens=False)
    for reached in (this_round(prepared.singles), all_along(trained)):
        found = found or _fitting(claim, list(reached))
    return tuple({cause.ids: cause for cause in reversed(found)}.values())[::-1]


def _fitting(claim: DigitsClaim, reached: list[Cause], *, with_pens: bool = True) -> list[Cause]:
    """Return those of some causes that give the printed digits, by themselves or by a slip of the pen."""
    printed = claim.printed
    formulas = places(printed, [cause.value for cause in reached if cause.alternative.variants])
    pens = {at for cause in reached for made in pen_values(printed, cause.value).values() for at in made}
    found: list[Cause] = []
    if chance(printed, 1, formulas) < LIKELY:
        found = [c for c in reached if c.alternative.variants and printed.is_rounding_of(c.value)]
    if not found and with_pens and chance(printed, 1, pens) < LIKELY:
        slips = ((cause, pen, detail) for cause in reached for pen, detail in pen_slips(printed, cause.value))
        found = [replace(cause, pen=pen, detail=detail) for cause, pen, detail in slips]
    return found
