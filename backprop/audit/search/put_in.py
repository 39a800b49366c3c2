"""A number put in otherwise than it stands, and carried on: one misread or copied wrongly, or a result cut early.

Longer than most: what could have been put in, and what it gives, stand together.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from ...steps import numerals
from ...steps.expr import Ref, refs
from ...words.en import details as words
from ..slips.rewrites import number_instead
from ..slips.variant import Variant
from ..source.claims import NumberClaim
from ..source.printed import typos
from ..worlds.alternatives import Alternative
from .chance import room
from .evidence import Evidence
from .placed import Placed, placed, still
from .shown import put_in_line
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
    printed right was not put in. What is given is tried first, and what the source itself had printed then.
    """
    base = evidence.prepared.base
    if not wrong or len(base.exprs) > MOST_STEPS:
        return
    left = [placed(evidence, claim) for claim in wrong]

    @functools.cache
    def right() -> list[Placed]:
        return [placed(evidence, claim) for claim in clean]

    leading = {id for claim in wrong for id in base.leading_to(claim.expr)}
    for copied, ways in ((False, _ways(base, leading) | _seen(evidence, wrong)), (True, _copied(evidence, leading))):
        explained: list[NumberClaim] = []
        for alternative, claims, tried in _put_in(evidence, left, right, ways, copied=copied):
            yield alternative, tried
            explained += claims
        left = [each for each in left if each.claim not in explained]


def _put_in(
    evidence: Evidence, wrong: list[Placed], clean: Callable[[], list[Placed]], ways: Mapping[Way, str], *, copied: bool
) -> Iterator[tuple[Alternative, tuple[NumberClaim, ...], int]]:
    """Yield the example with a number put in otherwise, the wrong claims that this gives, and of how many ways."""
    base = evidence.prepared.base
    explained = {way: _explained(base, way, wrong, clean, copied=copied) for way in ways}
    best = max(ways, key=lambda way: len(_told(explained[way])), default=None)
    left = wrong
    if best and len(_told(explained[best])) >= FEWEST:
        yield _with(evidence, best, ways[best]), explained[best], len(ways)
        left = [each for each in wrong if each.claim not in explained[best]]
    for each in left:
        claim = each.claim
        made = {way: _in_formula(base, way, each) for way in _of_formula(base, each, ways)}
        own = (_with(evidence, way, ways[way], only=claim.subject) for way in made if near(claim, made[way]))
        found = next((each for each in own if _spares(each, clean())), None)
        if found:
            yield found, (claim,), _tried(base, claim, made.values())
            continue
        way = next((way for way in ways if claim in explained[way]), None)
        if way:
            yield _with(evidence, way, ways[way]), (claim,), len(ways)


def _of_formula(base: Alternative, each: Placed, ways: Mapping[Way, str]) -> list[Way]:
    """Return what could have been put in for a quantity of a claim's own formula; what is copied stood before it."""
    if each.claim.subject not in base.exprs:
        return []
    used = set(refs(each.claim.formula(base.exprs)))
    there = each.stated.keys() | base.traced.trace.given.keys()
    return [way for way, slip in ways.items() if way.id in used and (way.id in there or slip == "early_rounding")]


def _tried(base: Alternative, claim: NumberClaim, made: Collection[float | None]) -> int:
    """Return of how many ways one fits a claim, of which those count for more that lie as near to what is right.

    What is put in with a digit lost gives a number near the right one; that such a one is met says the less.
    """
    right, unit = base.rough.value(claim.expr), float(claim.printed.unit)
    if right is None:
        return len(made)
    off = abs(claim.turned(right) - float(claim.printed.value))
    close = sum(value is not None and abs(value - right) <= 2 * off for value in made)
    return max(len(made), round(close * room(claim.printed) * unit / (4 * off + unit)))


def _spares(alternative: Alternative, clean: Iterable[Placed]) -> bool:
    """Return whether all that is printed right would still be."""
    return all(still(each.claim, each.exactly(alternative.rough)) or each.follows for each in clean)


def _told(claims: Iterable[NumberClaim]) -> set[Hashable]:
    """Return what claims tell, each number once."""
    return {claim.told for claim in claims}


def _with(evidence: Evidence, way: Way, slip: str, only: str = "") -> Alternative:
    """Return the example in which every formula, or one `only`, has a number in place of a quantity."""
    detail = words.put_in(way.id, numerals.written(way.value), only)
    variant = Variant(deviation=slip, detail=detail, rewrite=number_instead(way.id, way.value, only))
    return evidence.prepared.made.under(variant)


def _explained(
    base: Alternative, way: Way, wrong: Iterable[Placed], clean: Callable[[], list[Placed]], *, copied: bool
) -> tuple[NumberClaim, ...]:
    """Return the wrong claims that a number put in everywhere gives, none where it makes a right one wrong.

    What is `copied` acts on what is made of it alone, with all else as the source has it.
    """
    world = base.rough if copied else base.rough_stating({way.id: float(way.value)})

    def fits(each: Placed) -> bool:
        if way.id not in (each.open if copied else each.leading):
            return False
        exactly = not copied and near(each.claim, each.exactly(world))
        return exactly or near(each.claim, each.carried(base, *way))

    def spared(each: Placed) -> bool:
        if each.claim.subject == way.id or way.id not in (each.open if copied else each.leading):
            return True
        if not copied and still(each.claim, each.exactly(world)):
            return True
        carried = each.carried(base, *way)
        return each.follows if carried is None else still(each.claim, carried)

    found = tuple(each.claim for each in wrong if each.claim.subject != way.id and fits(each))
    return found if found and all(map(spared, clean())) else ()


def _in_formula(base: Alternative, way: Way, each: Placed) -> float | None:
    """Return what a claim's own formula gives with a number put in, all else in it as it is, or as it stands before."""
    expr = each.claim.formula(base.exprs)
    values = {id: base.world.value(Ref(id)) for id in refs(expr)}
    stated = {id: float(value) for id, value in values.items() if value is not None} | {way.id: float(way.value)}
    exact = base.rough_stating(stated).value(expr)
    return exact if near(each.claim, exact) else each.carried(base, *way)


def _ways(base: Alternative, ids: Collection[str]) -> dict[Way, str]:
    """Return what could have been put in for these quantities, and the slip that each is."""
    given = base.traced.trace.given
    found: dict[Way, str] = {}
    for id in base.world:
        value = base.world.value(Ref(id)) if id in ids else None
        if value in {0, 1} and base.quantities[id].kind == "target":
            found[Way(id, Decimal(1 - value))] = "misread"
        if value:
            for other in _misread(value) if id in given else ():
                found.setdefault(Way(id, other), "misread")
            for other in _cut(value):
                found.setdefault(Way(id, other), "misread" if id in given else "early_rounding")
    return found


def _seen(evidence: Evidence, wrong: Iterable[NumberClaim]) -> dict[Way, str]:
    """Return what lines show to have been put in for what is given: it may have been read so everywhere."""
    given = evidence.prepared.base.traced.trace.given
    shown = (found for claim in wrong if (found := put_in_line(evidence, claim)))
    return {Way(found.id, found.value): "misread" for found in shown if found.id in given}


def _copied(evidence: Evidence, ids: Collection[str]) -> dict[Way, str]:
    """Return what could have been put in for numbers that the source had printed, copied with other digits."""
    printed = (claim for claim in evidence.numbers(ids) if claim.subject in evidence.prepared.base.exprs)
    return {
        Way(claim.subject, claim.turned(other)): "misread"
        for claim in printed
        for other in _misread(claim.printed.value)
    }


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
