"""The audit: a verdict for everything a source printed, and the slip that gives exactly its digits where it is wrong.

The simplest explanation wins: exact, then rounding, then carried from the source's own numbers, then one slip, then
two. What is wrong in a source is weighed together (`together`).

Longer than most: a verdict for each kind of claim.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable, Mapping
from dataclasses import replace
from decimal import Decimal

from ..steps.expr import literals
from .conventional import undeclared
from .findings import Audit, Finding, Miscalculated, Missed, NeverUsed, NotRun, OtherOutput, Single, Wide
from .grounds import grounded, used_as_printed
from .search.cause import Cause
from .search.evidence import Evidence
from .search.lines import line_slips
from .search.readings import carried, readings, rounded_right, rounding_verdict, shortened_line, value_in
from .search.shown import worked_with
from .search.single import as_kept, way
from .search.training import carried_after, causes_after, value_after
from .source.claims import (
    Claim,
    Claims,
    CountClaim,
    DigitsClaim,
    DirectionClaim,
    LineClaim,
    NumberClaim,
    OutputClaim,
    UnusedClaim,
)
from .together import Found, Judged, established, verdict_of, weigh
from .worlds.alternatives import Alternative
from .worlds.prepared import Prepared

Outputs = Mapping[str, Mapping[str, Decimal]]  # what each program named by a claim prints, by id
OF_PROGRAMS = 13  # printed digits from which a number is a program's, in doubles
DOUBLES = 8  # times what one rounding of each step may lose
OF_SINGLES = range(7, 10)  # printed digits of a number that may be a program's in single precision
SINGLE = Decimal(2) ** -24  # what one rounding of it may lose, of the number
EPSILON = Decimal(sys.float_info.epsilon)
_OF_QUANTITIES = NumberClaim | LineClaim | DirectionClaim | OutputClaim


def judge(prepared: Prepared, claims: Claims, outputs: Outputs | None = None) -> Audit:
    """Return a verdict for every claim about a worked example."""
    alone = tuple(claim for claim in claims.claims if claim.moves == "weights")
    found = _judged(prepared, tuple(claim for claim in claims.claims if claim not in alone), outputs or {})
    if alone:
        found |= _judged(prepared.weights_alone, alone, outputs or {})
    findings = tuple(found[claim.number] for claim in claims.claims)
    meant = undeclared(prepared, claims.source, findings)
    return Audit(claims=claims, findings=findings, wide=_wide(findings), meant=meant)


def _judged(prepared: Prepared, claims: tuple[Claim, ...], outputs: Outputs) -> Found:
    """Return the findings of claims that are about one example, by their numbers."""
    evidence = Evidence(prepared=prepared, claims=claims)
    found: Found = {}
    wrong: list[Judged] = []
    for claim in claims:
        finding = _by_itself(evidence, claim, outputs)
        if isinstance(finding, Finding):
            found[claim.number] = finding
        elif finding is not None:
            wrong.append(finding)
    weigh(evidence, wrong, found)
    for claim in claims:
        if claim.number not in found and isinstance(claim, NumberClaim | LineClaim | DirectionClaim):
            found[claim.number] = _later(evidence, claim, established(prepared, found.values()))
    found = {claim.number: _single(evidence, _miscalculated(evidence, found[claim.number])) for claim in claims}
    found = _followed(evidence, found)
    return {number: grounded(evidence, finding, tuple(found.values())) for number, finding in found.items()}


def _is_double(evidence: Evidence, claim: DigitsClaim, value: Decimal) -> bool:
    """Return whether a number of so many digits as only programs print is right but for what doubles lose."""
    if len(claim.printed.digits.rstrip("0")) < OF_PROGRAMS:
        return False
    lost = _lost(evidence, claim) if isinstance(claim, NumberClaim) else Decimal(0)
    return abs(value - claim.printed.value) <= DOUBLES * max(lost, EPSILON * abs(value))


def _lost(evidence: Evidence, claim: NumberClaim) -> Decimal:
    """Return how far a computation in doubles may be from a number."""
    return evidence.prepared.doubles.get(claim.subject, Decimal(0))


def _single(evidence: Evidence, finding: Finding) -> Finding:
    """Return a finding in which a number that single precision may have is called that, and no slip of the pen."""
    claim, right = finding.claim, finding.right
    if finding.kind.right or right is None or not isinstance(claim, NumberClaim) or claim.rounds > 1:
        return finding
    if len(claim.printed.digits) not in OF_SINGLES or any(not cause.pen for cause in finding.causes):
        return finding
    if abs(claim.turned(right) - claim.printed.value) > _lost(evidence, claim) * SINGLE / EPSILON:
        return finding
    return replace(finding, verdict="carried", causes=(), grounds=Single())


def _miscalculated(evidence: Evidence, finding: Finding) -> Finding:
    """Return a finding in which a line that gives another number than its own, for no known reason, is called that.

    A result that is right for its quantity is no slip of the pen: then it is the numbers of the line that are not.
    """
    claim = finding.claim
    if not isinstance(claim, LineClaim) or finding.kind.right or finding.right is None:
        return finding
    right_for = claim.subject if claim.subject and rounded_right(evidence, claim.as_number()) else ""
    if finding.verdict == "unexplained" or (
        right_for and all(cause.pen and not cause.line for cause in finding.causes)
    ):
        return replace(finding, verdict="slip", causes=(), grounds=Miscalculated(right_for=right_for))
    return finding


def _followed(evidence: Evidence, found: Found) -> Found:
    """Return the findings, where a line that is right as arithmetic but has a wrong number in it is carried from it."""
    followed: Found = {}
    wrong: set[str] = set()  # quantities whose last printed number is wrong, or follows from one that is
    for number, finding in found.items():
        claim = finding.claim
        if not isinstance(claim, NumberClaim | LineClaim) or claim.rounds > 1:
            followed[number] = finding
            continue
        finding = followed[number] = _from_wrong(evidence, finding, wrong)
        carried_on = bool(finding.causes) and bool(used_as_printed(claim.subject, finding.causes[0]) & wrong)
        if not finding.kind.right or (finding.verdict == "carried" and carried_on):
            wrong.add(claim.subject)
        elif _is_of_its_quantity(evidence, finding):
            wrong.discard(claim.subject)
    return followed


def _is_of_its_quantity(evidence: Evidence, finding: Finding) -> bool:
    """Return whether what is right is so for its quantity too, and not for a line alone, as where a chain goes on."""
    if not isinstance(finding.claim, LineClaim):
        return True
    number = finding.claim.as_number()
    value = value_in(evidence.prepared.base.world, number)
    return value is None or bool(rounding_verdict(number, value))


def _from_wrong(evidence: Evidence, finding: Finding, wrong: set[str]) -> Finding:
    claim = finding.claim
    if not isinstance(claim, LineClaim) or not claim.subject or not finding.kind.right:
        return finding
    if _is_of_its_quantity(evidence, finding):
        return finding
    number = claim.as_number()
    cause = carried(evidence, number)
    if cause is None or not used_as_printed(claim.subject, cause) & wrong:
        return finding
    right = value_in(evidence.prepared.base.world, number)
    return Finding(claim=number, verdict="carried", right=right, causes=(cause,))


def _by_itself(evidence: Evidence, claim: Claim, outputs: Outputs) -> Finding | Judged | None:
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
        right, cause = value_in(evidence.prepared.base.world, number), worked_with(evidence, number)
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


def _goes_on(evidence: Evidence, claim: LineClaim) -> bool:
    """Return whether a line goes on from another of the same chain, which has the same result and is judged by it."""
    return bool(claim.where and claim.subject) and any(
        isinstance(other, LineClaim)
        and other.number < claim.number
        and (other.where, other.subject, other.text) == (claim.where, claim.subject, claim.text)
        for other in evidence.claims
    )


def _in_numbers(evidence: Evidence, claim: LineClaim) -> LineClaim:
    """Return the link of a chain in which numbers are put in for its symbols, under the number of the first."""
    if next(literals(claim.expr), None) is not None or not claim.where:
        return claim
    lines = (other for other in evidence.claims if isinstance(other, LineClaim) and other.number > claim.number)
    links = (other for other in lines if (other.where, other.subject) == (claim.where, claim.subject))
    found = next((other for other in links if next(literals(other.expr), None) is not None), None)
    return replace(found, number=claim.number) if found and found.text == claim.text else claim


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


def _later(evidence: Evidence, claim: Judged, known: tuple[Alternative, ...]) -> Finding:
    """Judge a number printed after many rounds; the slips that the source makes elsewhere are tried before others."""
    prepared = evidence.prepared
    value = value_after(prepared, prepared.base, claim)
    if value is None:
        return Finding(claim=claim, verdict="unexplained", right=None)
    if isinstance(claim, DirectionClaim):
        return Finding(claim=claim, verdict="exact" if way(value) == claim.way else "unexplained", right=value)
    if isinstance(claim, LineClaim) and claim.subject and rounding_verdict(claim, value):
        number = claim.as_number()
        meant = value_after(prepared, prepared.base, number)
        if meant is not None and not rounding_verdict(number, meant):
            return _later(evidence, number, known)
    verdict = rounding_verdict(claim, value)
    if verdict:
        return Finding(claim=claim, verdict=verdict, right=value)
    cause = carried_after(evidence, claim)
    if cause is not None:
        return Finding(claim=claim, verdict="carried", right=value, causes=(cause,))
    kept = causes_after(evidence, claim, known)
    return Finding(claim=claim, verdict=verdict_of(kept), right=value, causes=kept)


def _wide(findings: tuple[Finding, ...]) -> tuple[Wide, ...]:
    """Return each slip that explains several numbers, those with most first."""
    groups: dict[Hashable, list[Finding]] = {}
    causes: dict[Hashable, Cause] = {}
    for finding in findings:
        for cause in finding.causes:
            variants = cause.alternative.variants
            if variants and finding.kind.slip and not isinstance(finding.claim, DirectionClaim):
                groups.setdefault(variants, []).append(finding)
                causes.setdefault(variants, cause)
    later = [finding.claim.number for finding in findings if _is_later(finding.claim)]
    wrong = [finding.claim.number for finding in findings if not finding.kind.right]
    several = [
        Wide(
            cause=causes[key],
            findings=tuple(group),
            updated=[finding.claim.number for finding in group] == later,
            whole=[finding.claim.number for finding in group] == wrong,
        )
        for key, group in groups.items()
        if len(group) > 1
    ]
    return tuple(sorted(several, key=lambda wide: -len(wide.findings)))


def _is_later(claim: Claim) -> bool:
    """Return whether a claim is about the network after an update."""
    return isinstance(claim, _OF_QUANTITIES) and claim.after_update
