"""What a claim should print: from exact values, or with the source's own earlier numbers put in."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext

from ...steps.expr import Add, Expr, Num, Ref, add, children, refs
from ...steps.numerals import exponent_of, round_half_up
from ...steps.rewriting import rebuild
from ...steps.world import CONTEXT, World
from ..source.claims import DigitsClaim, DirectionClaim, LineClaim
from ..worlds.alternatives import Alternative
from .cause import Cause
from .evidence import Earlier, Evidence

ENOUGH_DIGITS = 4  # printed digits from which one unit off is still evidence
FAR = Decimal("0.1")  # of a number, beyond which no digits that are not shown bring it about
MOST_READINGS = 64  # ways of putting in the source's earlier numbers that are tried for one line
HALF = Decimal("0.5")  # stands in formulas of the error


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a claim should print with some numbers `stated` by the source, those in `computed` ours all the same."""

    value: Decimal
    stated: Mapping[str, Decimal]
    computed: frozenset[str] = field(default_factory=frozenset)


def value_in(world: World, claim: DigitsClaim | DirectionClaim) -> Decimal | None:
    """Return what a claim should print in a world, with the sign of the source's convention."""
    value = world.value(claim.expr)
    return None if value is None else claim.turned(value)


def whose(base: Alternative, ids: Iterable[str], number: Decimal) -> str:
    """Return the first of these quantities of which a number is the value, rounded to as many decimals, if any is."""
    values = ((id, base.world.value(Ref(id))) for id in ids)
    return next((id for id, v in values if v is not None and round_half_up(v, -exponent_of(number)) == number), "")


def rounding_verdict(claim: DigitsClaim, value: Decimal) -> str:
    """Return exact, truncated or last_digit, or nothing where the digits are not a rounding of the value."""
    return claim.printed.fit(value, of_rounded=isinstance(claim, LineClaim))


def shortened_line(world: World, claim: LineClaim) -> Decimal | None:
    """Return the value of a line's quantity where that is what is printed, and the line has it but for its own digits.

    Such a line was worked with more digits than were written: each of its decimals may be rounded or cut off, but for
    those that are given, and a half, which are what they are.
    """
    number = claim.as_number()
    value, own = value_in(world, number), value_in(world, claim)
    if not claim.subject or value is None or own is None or rounding_verdict(number, value) != "exact":
        return None
    with localcontext(CONTEXT):
        low = high = own
        exact = {*world.givens.values(), HALF}
        for literal in dict.fromkeys(part for part in _parts(claim.expr) if isinstance(part, Num)):
            exponent = exponent_of(Decimal(literal.value))
            if exponent >= 0 or Decimal(literal.value) in exact:
                continue
            unit = Decimal(1).scaleb(exponent).copy_sign(Decimal(literal.value))
            ends = (Num(Decimal(literal.value) + off) for off in (-unit / 2, unit))  # before it was rounded, or cut off
            found = (world.value(rebuild(claim.expr, literal, end)) for end in ends)
            moves = [claim.turned(other) - own for other in found if other is not None]
            low, high = low + min((Decimal(0), *moves)), high + max((Decimal(0), *moves))
        room = claim.printed.unit / 2
        return value if low - room <= claim.printed.value <= high + room else None


def _parts(expr: Expr) -> Iterator[Expr]:
    yield expr
    for child in children(expr):
        yield from _parts(child)


def readings(evidence: Evidence, claim: DigitsClaim, alternative: Alternative) -> Iterator[Reading]:
    """Yield what a line gives with the source's own earlier numbers put in, the latest first, then older ones."""
    expr = claim.formula(alternative.exprs)
    leading = alternative.leading_to(expr)
    earlier = {id: values for id, values in evidence.earlier(claim).items() if id in leading}
    latest = {id: values[0] for id, values in earlier.items()}
    direct = [id for id in dict.fromkeys(refs(expr)) if id in earlier]
    with localcontext(CONTEXT):
        own = {id: alternative.world.value(Ref(id)) for id in direct}
        choices = [[v for v in dict.fromkeys((*earlier[id], own[id])) if v is not None] for id in direct]
    seen = set()
    for reading in _through_change(claim, evidence.earlier(claim), alternative):
        seen.add(reading.value)
        yield reading
    for choice in itertools.islice(itertools.product(*choices), MOST_READINGS):
        chosen = dict(zip(direct, choice, strict=True))
        stated = latest | chosen
        value = alternative.stating(stated).value(expr)
        if stated and value is not None and value not in seen:
            seen.add(value)
            computed = frozenset(id for id, v in chosen.items() if v not in earlier[id])
            yield Reading(value=claim.turned(value), stated=stated, computed=computed)


def _through_change(claim: DigitsClaim, earlier: Earlier, alternative: Alternative) -> Iterator[Reading]:
    """Yield the old value with the source's own printed change added, where the claim is about the new one."""
    old, change = _moved(alternative, claim)
    before = alternative.world.value(Ref(old)) if change in earlier else None
    if before is not None:
        with localcontext(CONTEXT):
            values = [claim.turned(before + moved) for moved in earlier[change]]
        for value, moved in zip(values, earlier[change], strict=True):
            yield Reading(value=value, stated={change: moved})


def _moved(alternative: Alternative, claim: DigitsClaim) -> tuple[str, str]:
    """Return the ids of the old value and the change that a new value is the sum of; empty ones for other claims."""
    expr = alternative.exprs.get(claim.subject)
    quantity = alternative.quantities.get(claim.subject)
    if isinstance(claim, LineClaim) or quantity is None or quantity.kind != "new" or not isinstance(expr, Add):
        return "", ""
    return next(refs(expr)), quantity.of("change").id


def carried(evidence: Evidence, claim: DigitsClaim) -> Cause | None:
    """Return how the source's own earlier numbers lead to a claim, or None: rounded, cut off, or one unit off."""
    base, printed = evidence.prepared.base, claim.printed
    found = list(readings(evidence, claim, base))
    near = found[:1] if len(printed.digits) >= ENOUGH_DIGITS else []
    for fits, tried in (({"exact"}, found), ({"truncated"}, found), ({"last_digit"}, near)):
        for reading in tried:
            if printed.fit(reading.value, of_rounded=True) in fits or (
                fits == {"exact"} and printed.is_rounding_of(reading.value)
            ):
                return from_reading(_as_read(base, claim, reading), reading)
    return next((from_reading(base, one) for one in found if _leaves_open(evidence, claim, one)), None)


def _leaves_open(evidence: Evidence, claim: DigitsClaim, reading: Reading) -> bool:
    """Return whether what the source has printed wrong, and goes on with in more digits than it shows, gives a number.

    A number that is right has the digits that follow those shown; of one that is wrong they may be any.
    """
    base, off = evidence.prepared.base, abs(claim.printed.value - reading.value)
    if off > max(FAR * abs(reading.value), claim.printed.unit):
        return False
    expr, room, moved = claim.formula(base.exprs), claim.printed.unit / 2, False
    units = {one.subject: one.printed.unit for one in evidence.numbers(reading.stated) if one.number < claim.number}
    with localcontext(CONTEXT):
        for id, unit in units.items():
            right, value = base.world.value(Ref(id)), reading.stated[id]
            if right is None or abs(value - right) <= unit:
                continue
            other = base.stating({**reading.stated, id: value + unit / 2}).value(expr)
            if other is None:
                return False
            moved = True
            room += abs(claim.turned(other) - reading.value)
        return moved and off <= room


def from_reading(alternative: Alternative, reading: Reading, pen: str = "", detail: str = "") -> Cause:
    return Cause(
        alternative=alternative, value=reading.value, pen=pen, detail=detail, stated=reading.stated,
        computed=reading.computed,
    )  # fmt: skip


def _as_read(base: Alternative, claim: DigitsClaim, reading: Reading) -> Alternative:
    """Return the alternative in which a new value is the old one and the printed change, where that was put in."""
    old, change = _moved(base, claim)
    if change not in reading.stated:
        return base
    return replace(base, changed={**base.changed, claim.subject: add(Ref(old), Ref(change))})


def rounded_right(evidence: Evidence, claim: DigitsClaim) -> bool:
    """Return whether a claim is right as it stands or from the source's own numbers, so that no slip made it."""
    value = value_in(evidence.prepared.base.world, claim)
    return value is not None and bool(rounding_verdict(claim, value) or carried(evidence, claim))
