"""Numbers printed after many rounds: training by the same trees, compiled to floats where there are many."""

from __future__ import annotations

from decimal import Decimal, DecimalException

from ...network.quantity import Quantity
from ...steps.expr import Ref, refs
from ..source.claims import Claim
from ..worlds.floats import train
from ..worlds.scenes import Scene
from .candidates import Cause, pen_slips
from .case import Case

EXACT_ROUNDS = 20  # rounds up to which a world is carried on in decimals
MOST_TRAINED = 300_000  # rounds of training spent on slips, over all that is tried for a claim


def later_value(case: Case, scene: Scene, claim: Claim) -> Decimal | None:
    """Return what a claim should print after its rounds, or None where training runs out of numbers."""
    if claim.expression:  # a line holds its numbers itself, whenever it was printed
        value = scene.world.value(claim.expr)
        return None if value is None else claim.sign * value
    if claim.direction is None:
        value = _after(case, scene, claim.expr, claim.rounds)
        return None if value is None else claim.sign * value
    end, start = (Ref(id) for id in refs(claim.expr))  # how far it has moved since before the first round
    values = _after(case, scene, end, claim.rounds), scene.world.value(start)
    return None if None in values else values[0] - values[1]


def _after(case: Case, scene: Scene, expr: Ref, rounds: int) -> Decimal | None:
    """Return a quantity of the last of so many rounds."""
    if rounds <= EXACT_ROUNDS:
        return _carried_on(scene, expr, rounds)
    key = (*scene.variants, rounds)
    if key not in case.trained:
        case.trained[key] = train(scene.worked, scene.example.network, rounds)
    values = case.trained[key]
    return Decimal(values[expr.id]) if values else None


def _carried_on(scene: Scene, expr: Ref, rounds: int) -> Decimal | None:
    world = scene.world
    fresh = {p.name: Quantity("new", (p.name,)).id for p in scene.example.network.parameters}
    try:
        for _ in range(rounds - 1):
            world = world.later(fresh)
    except DecimalException:
        return None
    return world.value(expr)


def later_causes(case: Case, claim: Claim, known: tuple[Scene, ...]) -> tuple[Cause, ...]:
    """Return the slips that give a late number: those the source makes elsewhere, then with the pen, then others."""
    scenes = [scene for scene in case.scenes if not scene.rounding and scene not in known]
    for tried in (known, scenes[: MOST_TRAINED // claim.rounds]):
        values = [(scene, later_value(case, scene, claim)) for scene in (case.base, *tried)]
        values = [(scene, value) for scene, value in values if value is not None]
        found = [
            Cause(scene=scene, value=value)
            for scene, value in values
            if scene.variants and claim.printed.is_rounding_of(value)
        ] or [
            Cause(scene=scene, value=value, pen=pen, detail=detail)
            for scene, value in values
            for pen, detail in pen_slips(claim, value)
        ]
        if found:
            return tuple({cause.ids: cause for cause in reversed(found)}.values())[::-1]
    return ()
