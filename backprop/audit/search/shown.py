"""What a printed line shows to have been put in: its operands are those of its quantity's formula, but for one.

Longer than most: what a line shows of the right formula, of a slip's, and of one with another number, is read alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from ...network.quantity import OF_A_PASS
from ...steps.expr import Expr, Mul, Neg, Num, Ref, children, refs
from ...steps.numerals import exponent_of, round_half_up, written
from ...steps.rewriting import substitute
from ...words.en import details as words
from ..slips.rewriting import changed
from ..slips.variant import Variant
from ..source.claims import DigitsClaim, NumberClaim
from ..worlds.alternatives import Alternative
from .cause import Cause
from .evidence import Evidence
from .readings import whose

DEEPEST = 3  # times that a formula is written out
FAR = 20  # units of a printed number by which rounded operands bring it away from what a slip makes of it
APART = 3  # units of an operand's last digit by which results that were rounded on the way bring it away
TELLING = 3  # digits of a number from which it is known whose it is, printed before or not
CONSTANTS = frozenset({Decimal(0), Decimal(1), Decimal(2), Decimal("0.5")})  # stand in formulas, and are no operands


class Shown(NamedTuple):
    """What a line shows: a number put in for a quantity, or all its operands, of which one has lost its minus."""

    id: str
    value: Decimal
    cause: Cause
    lost_sign: bool


class Met(NamedTuple):
    """The operands of a formula that a line has, with the values it has for them; what it lacks, and has besides."""

    stated: dict[str, Decimal]
    missing: list[str]
    left: list[Decimal]


def put_in_line(evidence: Evidence, claim: DigitsClaim) -> Shown | None:
    """Return what a line that is right as arithmetic, and yet another's, has in place of one operand, if that is all.

    An operand is known by its size: a sign that is lost is told as such.
    """
    base = evidence.prepared.base
    if not isinstance(claim, NumberClaim) or claim.worked is None or claim.subject not in base.exprs:
        return None
    found = (_in_place(evidence, claim, formula) for formula, _ in _written_out(evidence, claim, base))
    return next((shown for shown in found if shown), None)


def shows(evidence: Evidence, claim: DigitsClaim, cause: Cause) -> bool:
    """Return whether a line that is right as arithmetic has just the operands of the formula that a slip makes."""
    return _line_of(evidence, claim, cause.alternative) is not None


def as_shown(evidence: Evidence, claim: DigitsClaim) -> Iterator[Cause]:
    """Yield the slips whose formula a line has, and which give what is printed with the numbers as the line has them.

    These may be as far from what the slip makes of them as a few rounded results between bring it.
    """
    if not isinstance(claim, NumberClaim) or claim.worked is None:
        return
    room = float(FAR * claim.printed.unit)
    for alternative in evidence.prepared.singles:
        rough = alternative.rough.value(claim.expr) if claim.subject in alternative.exprs else None
        if rough is None or abs(claim.turned(rough) - float(claim.printed.value)) > room:
            continue
        found = _line_of(evidence, claim, alternative, apart=APART)
        value = alternative.stating(found[1]).value(found[0]) if found else None
        if found and value is not None and _gives(claim, value):
            yield Cause(alternative=alternative, value=claim.turned(value), stated=found[1], line=found[0])


def worked_with(evidence: Evidence, claim: DigitsClaim) -> Cause | None:
    """Return how a line gives what is printed with results that were rounded on the way, if it is the right formula."""
    base = evidence.prepared.base
    found = _line_of(evidence, claim, base, apart=APART)
    value = base.stating(found[1]).value(found[0]) if found else None
    if found is None or value is None or not _gives(claim, value):
        return None
    return Cause(alternative=base, value=claim.turned(value), stated=found[1])


def _line_of(
    evidence: Evidence, claim: DigitsClaim, alternative: Alternative, *, apart: int = 0
) -> tuple[Expr, dict[str, Decimal]] | None:
    """Return the formula that a slip makes, or the right one, and its numbers, where a line has just its operands."""
    if not isinstance(claim, NumberClaim) or claim.worked is None or claim.subject not in alternative.exprs:
        return None
    made = not alternative.changed or claim.subject in alternative.changed
    for formula, opened in _written_out(evidence, claim, alternative):
        made = made or not opened.isdisjoint(alternative.changed)
        met = _met(evidence, claim, formula, alternative, apart=apart)
        if not met.missing and not met.left and (made or _brings_along(evidence, claim, formula, met, alternative)):
            return formula, met.stated
    return None


def _brings_along(evidence: Evidence, claim: NumberClaim, formula: Expr, met: Met, alternative: Alternative) -> bool:
    """Return whether a line has for an operand that was not printed before what the right one is not.

    Of a product its sign counts too, which is that of the result.
    """
    base, earlier = evidence.prepared.base, evidence.earlier(claim)
    own = {id: base.world.value(Ref(id)) for id in met.stated if id not in earlier}
    made = {id: alternative.world.value(Ref(id)) for id in own} if isinstance(formula, Mul) else {}
    return any(
        right is not None and (right * (made.get(id) or 0) < 0 or not _is_rounding(abs(met.stated[id]), right, APART))
        for id, right in own.items()
    )


def _written_out(
    evidence: Evidence, claim: NumberClaim, alternative: Alternative
) -> Iterator[tuple[Expr, frozenset[str]]]:
    """Yield a quantity's formula, then with what comes back and is not printed written out, and what that is."""
    exprs, earlier = alternative.exprs, evidence.earlier(claim)
    formula, opened = exprs[claim.subject], frozenset[str]()
    for _ in range(DEEPEST):
        yield formula, opened
        back = [id for id in refs(formula) if id in exprs and alternative.quantities[id].kind in OF_A_PASS]
        open_to = {id: exprs[id] for id in back if id not in earlier}
        opened |= open_to.keys()
        if not open_to:
            return
        formula = substitute(formula, open_to)


def _in_place(evidence: Evidence, claim: NumberClaim, formula: Expr) -> Shown | None:
    """Return what is shown by a line that is this formula with one number put in for an operand."""
    stated, missing, left = _met(evidence, claim, formula, evidence.prepared.base)
    ways: list[tuple[str, Decimal]] = []
    if not missing and not left:  # then a minus is lost
        ways = [(id, -value) for id, value in stated.items() if value < 0]
    elif len(missing) == len(left) == 1 and missing != ["learning_rate"]:  # which has a search of its own
        ways = [(missing[0], number) for size in left for number in (size, -size)]
    fitting = [
        Shown(id, value, cause, not missing)
        for id, value in ways
        if (cause := _cause(evidence, claim, formula, stated, id, value))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _met(evidence: Evidence, claim: NumberClaim, formula: Expr, alternative: Alternative, *, apart: int = 0) -> Met:
    """Return which operands of a formula stand in a printed line, as the source has them or so many units apart."""
    earlier = evidence.earlier(claim)
    ids = list(dict.fromkeys(refs(formula)))
    own = {id: alternative.world.value(Ref(id)) for id in ids}
    values = {id: [v for v in (*earlier.get(id, ()), own[id]) if v is not None] for id in ids}
    sizes = {abs(value) for known in values.values() for value in known}
    left: list[Decimal] = []
    symbols = set(refs(claim.worked)) if claim.worked else set()
    own_constants = set(_operands(formula, CONSTANTS))  # as the 10 of a logarithm
    stated = {id: values[id][0] for id in ids if id in symbols and values[id]}
    for size in sorted(
        _operands(claim.worked, (CONSTANTS | own_constants) - sizes) if claim.worked else (), key=exponent_of
    ):
        near = [
            (abs(abs(v) - size), id, v)
            for id in ids
            for v in values[id]
            if id not in stated and _is_rounding(size, v, apart * (id in alternative.exprs and id not in earlier))
        ]  # of numbers with most digits first, what is nearest; of what was worked out, some units apart
        if near:
            _, id, value = min(near)
            stated[id] = size.copy_sign(value)
        elif size not in (*left, *map(abs, stated.values())):  # an operand may stand twice, as in out·(1 − out)
            left.append(size)
    return Met(stated, [id for id in ids if id not in stated], left)


def _cause(
    evidence: Evidence, claim: NumberClaim, formula: Expr, stated: Mapping[str, Decimal], id: str, value: Decimal
) -> Cause | None:
    """Return the cause in which a number is put in for one operand, where that gives what is printed."""
    base = evidence.prepared.base
    telling = len(value.as_tuple().digits) >= TELLING
    known = (id for id in base.exprs if telling or id in evidence.earlier(claim) or base.world.value(Ref(id)) == value)
    given_first = (id for id in (*base.traced.trace.given, *known) if not base.quantities[id].round)
    other = "" if -value == stated.get(id) else whose(base, given_first, value)
    number = Num(value) if value >= 0 else Neg(Num(-value))
    line = substitute(formula, {id: number})
    variant = Variant(
        deviation="wrong_input" if other else "misread",
        detail=words.put_in(id, other or written(value), claim.subject),
        rewrite=lambda example, step: changed(step, line) if step.id == claim.subject else None,
    )
    alternative = evidence.prepared.made.under(variant)
    own = {ref: number for ref, number in stated.items() if ref != id and ref in base.exprs}
    made = alternative.stating(own).value(line)
    if made is None or not _gives(claim, made):
        return None
    return Cause(alternative=alternative, value=claim.turned(made), stated=own, line=formula)


def _gives(claim: DigitsClaim, value: Decimal) -> bool:
    """Return whether what is printed behind a line is what its numbers give, but for digits that it does not show."""
    return bool(claim.printed.fit(claim.turned(value), of_rounded=True))


def _operands(expr: Expr, constants: Collection[Decimal]) -> Iterator[Decimal]:
    """Yield the sizes of the numbers in a line that are no constants of formulas."""
    match expr:
        case Num(value) if abs(Decimal(value)) not in constants:
            yield abs(Decimal(value))
        case _:
            for child in children(expr):
                yield from _operands(child, constants)


def _is_rounding(size: Decimal, value: Decimal, apart: int = 0) -> bool:
    """Return whether a number of that size is a value rounded to as many digits, or some units apart from that."""
    unit = exponent_of(size)
    off = abs(round_half_up(abs(value), -unit) - size)
    return off == 0 or (off <= Decimal(apart).scaleb(unit) and len(size.as_tuple().digits) >= TELLING)
