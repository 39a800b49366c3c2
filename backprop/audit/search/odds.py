"""The odds that chance alone fits what a source prints: for one number, and for all that one slip explains."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ...steps.expr import Ref
from ..slips.catalogue import DEVIATIONS
from ..source.claims import DigitsClaim
from ..worlds.alternatives import Alternative
from .cause import Cause
from .chance import chance, place, places, room
from .evidence import Evidence
from .pen import beside, pen_values
from .readings import readings, value_in
from .single import fitting

Kind = tuple[str, bool]  # a slip's id, and whether it is rare there
KINDS: tuple[Kind, ...] = tuple((row.id, row.rare) for row in DEVIATIONS.values())
SHORT = 2  # digits of a number that is written so because it ends there, as sums of products do
ENDS = 1 / 10  # times the odds of chance, where a value ends with such digits: the next one is right too
NOTHING = Decimal("1e-30")
ROUNDED = 1 / 3  # how likely chance gives just the digits of a number that rounding could have made as well


@dataclass(frozen=True)
class Odds:
    """How likely it is that chance alone fits each claim, and what each cause explains of the others."""

    single: Mapping[
        tuple[int, str, bool], float
    ]  # that a slip fits, by the claim's number, its id and whether it is rare
    lone: Mapping[int, float]  # that one thing fits, had only one been tried
    explained: Mapping[Hashable, frozenset[int]]  # the claims that a cause explains
    same: Mapping[int, int]  # the first claim with the same number for the same quantity
    tries: Mapping[Hashable, int]  # how many were tried, of causes that were found from the digits themselves

    def alone(self, claim: DigitsClaim, cause: Cause) -> float:
        """Return how likely it is that chance alone makes a cause fit a claim."""
        if cause.key in self.tries:
            return self.tries[cause.key] * self.lone[claim.number]
        id = cause.ids[-1]
        rare = cause.alternative.rare and not cause.pen
        short = not cause.pen and len(claim.printed.digits) == SHORT
        ends = short and abs(cause.value - claim.printed.value) <= NOTHING
        return (ENDS if ends else 1) * self.single.get(
            (claim.number, id, rare), _kinds(rare, KINDS) * self.lone[claim.number]
        )

    def of(self, claim: DigitsClaim, cause: Cause) -> float:
        """Return how likely it is that chance alone makes a cause fit a claim and all else that it explains."""
        single = self.alone(claim, cause)
        if cause.pen:
            return single
        others = {self.same[number] for number in self.explained.get(cause.key, ())} - {self.same[claim.number]}
        return single * math.prod(self.lone[number] for number in others)


def odds(
    evidence: Evidence,
    causes: Iterable[tuple[DigitsClaim, list[Cause]]],
    loose: Iterable[DigitsClaim],
    tries: Mapping[Hashable, int],
) -> Odds:
    """Return the odds of the claims for which causes were found; `loose` ones may be rounding as well as a slip."""
    single: dict[tuple[int, str, bool], float] = {}
    lone: dict[int, float] = {}
    explained: dict[Hashable, set[int]] = {}
    same: dict[int, int] = {}
    first: dict[Hashable, int] = {}

    def meet(claim: DigitsClaim, found: Iterable[Cause], one: float) -> None:
        same[claim.number] = first.setdefault(claim.told, claim.number)
        lone[claim.number] = one
        for cause in found:
            if not cause.pen:
                explained.setdefault(cause.key, set()).add(claim.number)

    standing: list[Alternative] = []
    refuted: list[Alternative] = []
    for alternative in evidence.prepared.singles:
        (refuted if _refuted(evidence, alternative) else standing).append(alternative)
    for claim, found in causes:
        meet(claim, found, 1 / room(claim.printed))
        tried = _by_formulas(evidence, claim, standing)
        for (id, rare), at in tried.items():
            single[claim.number, id, rare] = chance(claim.printed, _kinds(rare, tried), at)
        here = _by_formulas(evidence, claim, [one for one in refuted if claim.subject in one.changed])
        for (id, rare), at in here.items():  # made in this formula alone, if at all
            either = chance(claim.printed, _kinds(rare, here.keys() | tried.keys()), at)
            single.setdefault((claim.number, id, rare), min(either, _kinds(rare, KINDS) * lone[claim.number]))
        for id, at in _by_pens(evidence, claim).items():
            single[claim.number, id, False] = chance(claim.printed, 1, at)
    for claim in loose:
        meet(claim, [cause for one in standing for cause in fitting(evidence, claim, one)], ROUNDED)
    members = {key: frozenset(numbers) for key, numbers in explained.items()}
    return Odds(single=single, lone=lone, explained=members, same=same, tries=tries)


def _kinds(rare: bool, tried: Iterable[Kind]) -> int:
    """Return how many kinds of slips count as tried beside one: beside a usual one, the rare ones do not."""
    return sum(rare or not other for _, other in tried)


def _nearest(evidence: Evidence, claim: DigitsClaim) -> Decimal | None:
    """Return the right value that a printed number is nearest to: from exact values, or from the source's own."""
    base = evidence.prepared.base
    own = [reading.value for reading in readings(evidence, claim, base)]
    values = [value for value in (value_in(base.world, claim), *own) if value is not None]
    return min(values, key=lambda value: abs(value - claim.printed.value), default=None)


def _refuted(evidence: Evidence, single: Alternative) -> bool:
    """Return whether the source prints a right number that a slip would have made clearly another."""
    base = evidence.prepared.base
    for claim in evidence.numbers(single.changed.keys()):
        right, other = base.rough.value(claim.expr), single.rough.value(claim.expr)
        unit, printed = float(claim.printed.unit), float(claim.printed.value)
        if right is None or other is None:
            continue
        if abs(claim.turned(right) - printed) <= unit and abs(claim.turned(other) - printed) > 1.5 * unit:
            return True
    return False


def _by_formulas(evidence: Evidence, claim: DigitsClaim, standing: Iterable[Alternative]) -> dict[Kind, set[int]]:
    """Return where each slip of a formula would put a number, in units of its last printed digit."""
    latest, right = evidence.rough_latest(claim), _nearest(evidence, claim)
    at = None if right is None else place(claim.printed, right)
    found: dict[Kind, set[int]] = {}
    for alternative in standing:
        values = [alternative.rough.value(claim.expr)]
        if latest:
            values.append(alternative.rough_stating(latest).value(claim.formula(alternative.exprs)))
        made = places(claim.printed, [None if value is None else claim.turned(value) for value in values]) - {at}
        if made:
            found.setdefault((alternative.ids[0], alternative.rare), set()).update(made)
    for alternative in evidence.prepared.roundings:
        value = value_in(alternative.world, claim)
        if value is not None and not alternative.keeps(claim.printed):
            found.setdefault((alternative.ids[0], alternative.rare), set()).add(place(claim.printed, value))
    return found


def _by_pens(evidence: Evidence, claim: DigitsClaim) -> dict[str, set[int]]:
    """Return where each slip of the pen would put it, an earlier number written again among them."""
    right = _nearest(evidence, claim)
    made = pen_values(claim.printed, right) if right is not None else {}
    alike = (other.printed for other in evidence.numbers() if other.number < claim.number)
    digits, unit = len(claim.printed.digits), claim.printed.unit
    again = [other.value for other in alike if other.unit == unit and len(other.digits) == digits]
    base = evidence.prepared.base
    quantity = base.quantities.get(claim.subject)
    others = [base.world.value(Ref(id)) for id in beside(quantity, base.quantities)] if quantity else []
    return made | {"stale_value": places(claim.printed, again), "other_quantity": places(claim.printed, others)}
