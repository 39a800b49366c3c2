"""The verdict of a claim by itself: of what needs no slip, and of what can have none.

A line of arithmetic is judged as such, and as what it is printed for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from ..steps.expr import literals
from .findings import Finding, Missed, NeverUsed, NotRun, OtherOutput
from .search.evidence import Evidence
from .search.lines import line_slips
from .search.readings import carried, readings, rounded_right, rounding_verdict, shortened_line, value_in
from .search.shown import worked_with
from .search.single import as_kept, way
from .search.training import value_after
from .source.claims import (
    Claim,
    CountClaim,
    DigitsClaim,
    DirectionClaim,
    LineClaim,
    NumberClaim,
    OutputClaim,
    UnusedClaim,
)
from .together import Judged

Outputs = Mapping[str, Mapping[str, Decimal]]  # what each program named by a claim prints, by id
OF_PROGRAMS = 13  # printed digits from which a number is a program's, in doubles
DOUBLES = 8  # times what one rounding of each step may lose
EPSILON = Decimal(sys.float_info.epsilon)


def by_itself(evidence: Evidence, claim: Claim, outputs: Outputs) -> Finding | Judged | None:
    """Return the verdict of a claim that needs no slip or can have none; the claim where slips must be searched.

    None is returned for one of later rounds, which waits for what the others establish.
    """
    match claim:
        case UnusedClaim():
            return _unused(evidence, claim, None)
        case CountClaim():
            return _count(evidence, claim)
        case OutputClaim():
            return _output(evidence, claim, outputs)
        case NumberClaim() | LineClaim() | DirectionClaim() if claim.rounds > 1:
            return None
    value = value_in(evidence.prepared.base.world, claim)
    if value is None:
        return Finding(claim=claim, verdict="unexplained", right=None)
    if isinstance(claim, DirectionClaim):
        return Finding(claim=claim, verdict="exact", right=value) if way(value) == claim.way else claim
    if (
        isinstance(claim, LineClaim)
        and not _goes_on(evidence, claim)
        and (_of_another(evidence, claim, value) or _alone_wrong(evidence, claim, value))
    ):
        number = _in_numbers(evidence, claim).as_number()
        right = value_in(evidence.prepared.base.world, number)
        cause = worked_with(evidence, number) or carried(evidence, number)
        return Finding(claim=number, verdict="carried", right=right, causes=(cause,)) if cause else number
    if isinstance(claim, LineClaim) and rounding_verdict(claim, value) in {"", "last_digit", "truncated"}:
        kept = shortened_line(evidence.prepared.base.world, claim)
        if kept is not None:
            return Finding(claim=claim.as_number(), verdict="exact", right=kept)
    verdict = "exact" if _is_double(evidence, claim, value) else rounding_verdict(claim, value)
    if verdict:
        return Finding(claim=claim, verdict=verdict, right=value)
    cause = carried(evidence, claim) or as_kept(evidence, claim)
    return Finding(claim=claim, verdict="carried", right=value, causes=(cause,)) if cause else claim


def _chain(evidence: Evidence, claim: LineClaim) -> Iterator[LineClaim]:
    """Yield the lines of the chain that a line is a link of, which all have one result; none where it has no place."""
    told = (claim.where, claim.subject, claim.text)
    for other in evidence.claims if claim.where else ():
        if isinstance(other, LineClaim) and (other.where, other.subject, other.text) == told:
            yield other


def _goes_on(evidence: Evidence, claim: LineClaim) -> bool:
    """Return whether a line goes on from another of its chain, which is judged for it."""
    return bool(claim.subject) and any(other.number < claim.number for other in _chain(evidence, claim))


def _in_numbers(evidence: Evidence, claim: LineClaim) -> LineClaim:
    """Return the link of a chain in which numbers are put in for its symbols, under the number of the first."""
    links = (other for other in _chain(evidence, claim) if other.number >= claim.number)
    found = next((other for other in links if next(literals(other.expr), None) is not None), claim)
    return replace(found, number=claim.number)


def _of_another(evidence: Evidence, claim: LineClaim, value: Decimal) -> bool:
    """Return whether a printed line is right as arithmetic, and yet not the value of the quantity it is printed for.

    One that has the source's own earlier numbers in it is what it should be.
    """
    base, number = evidence.prepared.base, claim.as_number()
    if not claim.subject or not rounding_verdict(claim, value) or rounded_right(evidence, number):
        return False
    own = readings(evidence, number, base)
    return not any(abs(reading.value - value) < claim.printed.unit / 10 for reading in own)


def _alone_wrong(evidence: Evidence, claim: LineClaim, value: Decimal) -> bool:
    """Return whether a line is the right formula of its quantity in symbols, so that the number behind it is wrong."""
    step = evidence.prepared.base.exprs.get(claim.subject)
    of_formulas = {1, 2, *literals(step)} if step else set[object]()  # 1 − out, squares and halves
    if rounding_verdict(claim, value) or not of_formulas.issuperset(literals(claim.expr)):
        return False
    base = evidence.prepared.base
    shown = (
        base.world.value(slip.expr)
        for slip in line_slips(claim, base, evidence.prepared.singles, evidence.earlier(claim))
    )
    if any(other is not None and claim.printed.is_rounding_of(claim.turned(other)) for other in shown):
        return False  # the line itself says what is missing in it
    right = value_in(base.world, claim.as_number())
    return right is not None and abs(right - value) < claim.printed.unit / 10


def _unused(evidence: Evidence, claim: Claim, right: Decimal | None) -> Finding:
    weights = len(evidence.prepared.solution.example.network.weights)
    return Finding(claim=claim, verdict="slip", right=right, grounds=NeverUsed(weights=weights))


def _count(evidence: Evidence, claim: CountClaim) -> Finding:
    network = evidence.prepared.solution.example.network
    right = Decimal(len(network.weights if claim.of == "weights" else network.biases))
    if claim.printed.value == right:
        return Finding(claim=claim, verdict="exact", right=right)
    unused = sum(isinstance(other, UnusedClaim) for other in evidence.claims)
    if unused and claim.printed.value == right + unused:
        return _unused(evidence, claim, right)
    return Finding(claim=claim, verdict="unexplained", right=right, grounds=Missed(own=None))


def _output(evidence: Evidence, claim: OutputClaim, outputs: Outputs) -> Finding:
    """Judge what a program is said to have printed by what it prints."""
    prepared = evidence.prepared
    own = value_after(prepared, prepared.base, claim)
    if claim.program not in outputs:
        return Finding(claim=claim, verdict="unexplained", right=own, grounds=NotRun())
    output = outputs[claim.program].get(claim.quantity)
    if output is None:
        return Finding(claim=claim, verdict="unexplained", right=own, grounds=Missed(own=None))
    if claim.printed.is_rounding_of(output):  # a program rounds, and never cuts off
        return Finding(claim=claim, verdict="exact", right=output)
    return Finding(claim=claim, verdict="slip", right=output, grounds=OtherOutput(own=own))


def _is_double(evidence: Evidence, claim: DigitsClaim, value: Decimal) -> bool:
    """Return whether a number of so many digits as only programs print is right but for what doubles lose."""
    if len(claim.printed.digits.rstrip("0")) < OF_PROGRAMS:
        return False
    room = lost(evidence, claim) if isinstance(claim, NumberClaim) else Decimal(0)
    return abs(value - claim.printed.value) <= DOUBLES * max(room, EPSILON * abs(value))


def lost(evidence: Evidence, claim: NumberClaim) -> Decimal:
    """Return how far a computation in doubles may be from a number."""
    return evidence.prepared.doubles.get(claim.subject, Decimal(0))
