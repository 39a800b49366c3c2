"""A number put in otherwise than it stands, and carried on: a given one misread or cut, or one result cut early."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from ...steps import numerals
from ...steps.expr import Ref, refs
from ...words.en import details as words
from ..slips.rewrites import number_instead
from ..slips.variant import Variant
from ..source.claims import DigitsClaim, NumberClaim
from ..source.printed import typos
from ..worlds.alternatives import Alternative
from .evidence import Evidence
from .single import near

FEWEST = 2  # wrong numbers of different quantities that must agree on what was put in, where it may stand anywhere
DECIMALS = range(1, 5)  # that are left of a number cut early
MOST_STEPS = 200  # of an example in which it is looked for, since any number on the way may be the one
LARGEST = Decimal("1e20")  # a number that is cut


class Way(NamedTuple):
    """A quantity, by id, and what was put in for it."""

    id: str
    value: Decimal


def put_in(evidence: Evidence, wrong: list[NumberClaim], clean: list[NumberClaim]) -> Iterator[tuple[Alternative, int]]:
    """Yield the example with a number put in otherwise, and of how many ways it was one.

    First what several wrong claims agree on, put in wherever the quantity is used; then, for each claim this leaves,
    what was put in for one quantity of its own formula alone, or else anywhere. What makes a number wrong that is
    printed right was not put in.
    """
    base = evidence.prepared.base
    if len(base.exprs) > MOST_STEPS:
        return
    ways = _ways(base, {id for claim in wrong for id in base.leading_to(claim.expr)})
    explained = {way: _explained(base, way, wrong, clean) for way in ways}
    best = max(ways, key=lambda way: len(_told(explained[way])), default=None)
    left = wrong
    if best and len(_told(explained[best])) >= FEWEST:
        yield _with(evidence, best, ways[best]), len(ways)
        left = [claim for claim in wrong if claim not in explained[best]]
    for claim in left:
        formula = _ways(base, set(refs(claim.formula(base.exprs)))) if claim.subject in base.exprs else {}
        fitting = (way for way in formula if near(claim, _in_formula(base, way, claim)))
        own = (_with(evidence, way, formula[way], only=claim.subject) for way in fitting)
        found = next((each for each in own if _spares(each, clean)), None)
        if found:
            yield found, len(formula)
            continue
        way = next((way for way in ways if claim in explained[way]), None)
        if way:
            yield _with(evidence, way, ways[way]), len(ways)


def _spares(alternative: Alternative, clean: Iterable[NumberClaim]) -> bool:
    """Return whether all that is printed right would still be."""
    return all(_still(claim, alternative.rough.value(claim.expr)) for claim in clean)


def _told(claims: Iterable[NumberClaim]) -> set[Hashable]:
    """Return what claims tell, each number once."""
    return {claim.told for claim in claims}


def _with(evidence: Evidence, way: Way, slip: str, only: str = "") -> Alternative:
    """Return the example in which every formula, or one `only`, has a number in place of a quantity."""
    detail = words.put_in(way.id, numerals.written(way.value), only)
    variant = Variant(deviation=slip, detail=detail, rewrite=number_instead(way.id, way.value, only))
    return evidence.prepared.made.under(variant)


def _explained(
    base: Alternative, way: Way, wrong: Iterable[NumberClaim], clean: Iterable[NumberClaim]
) -> tuple[NumberClaim, ...]:
    """Return the wrong claims that a number put in everywhere gives, none where it makes a right one wrong."""
    rough = base.rough_stating({way.id: way.value})
    found = tuple(claim for claim in wrong if claim.subject != way.id and near(claim, rough.value(claim.expr)))
    if found and all(claim.subject == way.id or _still(claim, rough.value(claim.expr)) for claim in clean):
        return found
    return ()


def _in_formula(base: Alternative, way: Way, claim: NumberClaim) -> float | None:
    """Return what a claim's own formula gives with a number put in, all else in it as it is."""
    expr = claim.formula(base.exprs)
    values = {id: base.world.value(Ref(id)) for id in refs(expr)}
    stated = {id: value for id, value in values.items() if value is not None} | {way.id: way.value}
    return base.rough_stating(stated).value(expr)


def _still(claim: DigitsClaim, value: float | None) -> bool:
    """Return whether a number that is printed right would still be, within a unit of its last digit."""
    return value is None or abs(claim.turned(value) - float(claim.printed.value)) <= 1.5 * float(claim.printed.unit)


def _ways(base: Alternative, ids: Collection[str]) -> dict[Way, str]:
    """Return what could have been put in for these quantities, and the slip that each is."""
    given = base.traced.trace.given
    found: dict[Way, str] = {}
    for id in base.world:
        value = base.world.value(Ref(id)) if id in ids else None
        if value:
            for other in _misread(value) if id in given else ():
                found.setdefault(Way(id, other), "misread")
            for other in _cut(value):
                found.setdefault(Way(id, other), "misread" if id in given else "early_rounding")
    return found


def _cut(value: Decimal) -> Iterator[Decimal]:
    """Yield a number rounded and cut to each number of decimals that leaves something of it."""
    for places in DECIMALS if abs(value) < LARGEST else ():
        for how in ("ROUND_HALF_UP", "ROUND_DOWN"):
            other = value.quantize(Decimal(1).scaleb(-places), how)
            if other and other != value:
                yield other


def _misread(value: Decimal) -> Iterator[Decimal]:
    """Yield a given number with a digit lost or doubled, two turned round, its sign turned, its point shifted."""
    sign, digits, exponent = value.as_tuple()
    written = "".join(map(str, digits))
    for made, _ in typos(written) if len(written) > 1 else ():
        for power in sorted({0, len(written) - len(made)}):  # the digits before it stay, or those after it
            other = Decimal((sign, tuple(map(int, made)), int(exponent) + power))
            if other and other != value:
                yield other
    yield from (-value, value.scaleb(1), value.scaleb(-1))
