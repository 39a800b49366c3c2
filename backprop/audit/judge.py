"""The audit: a verdict for everything a source printed, and the slip that gives exactly its digits where it is wrong.

The simplest explanation wins: exact, then rounding, then carried from the source's own numbers, then one slip, then
two. What is wrong in a source is weighed together (`together`).

Longer than most: the order in which explanations are tried stands in one place.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from decimal import Decimal

from .by_itself import EPSILON, Outputs, by_itself, lost
from .conventional import declared, likely, undeclared
from .findings import Audit, Finding, Miscalculated, Single, Wide
from .grounds import grounded, used_as_printed
from .search.cause import Cause
from .search.evidence import Evidence
from .search.readings import carried, rounded_right, rounding_verdict, value_in
from .search.single import way
from .search.training import carried_after, causes_after, value_after
from .source.claims import (
    Claim,
    Claims,
    DirectionClaim,
    LineClaim,
    NumberClaim,
    OutputClaim,
)
from .source.printed import is_single
from .together import Found, Judged, established, verdict_of, weigh
from .worlds.alternatives import Alternative
from .worlds.prepared import Prepared

OF_SINGLES = range(7, 10)  # printed digits of a number that may be a program's in single precision
SINGLE = Decimal(2) ** -24  # what one rounding of it may lose, of the number
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


def judge_notes(prepared: Prepared, claims: Claims) -> Audit:
    """Return the same for plain notes, which cannot declare a convention: the one that makes most right is taken."""
    found = judge(prepared, claims)
    meant = [found.meant] if found.meant else likely(prepared, claims.source, found.findings)
    others = [replace(judge(prepared, declared(prepared, claims, other)), meant=other, taken=True) for other in meant]
    return min((found, *others), key=lambda audit: sum(not finding.kind.right for finding in audit.findings))


def _judged(prepared: Prepared, claims: tuple[Claim, ...], outputs: Outputs) -> Found:
    """Return the findings of claims that are about one example, by their numbers."""
    evidence = Evidence(prepared=prepared, claims=claims)
    found: Found = {}
    wrong: list[Judged] = []
    for claim in claims:
        finding = by_itself(evidence, claim, outputs)
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


def _single(evidence: Evidence, finding: Finding) -> Finding:
    """Return a finding in which a number that single precision may have is called that, and no slip of the pen."""
    claim, right = finding.claim, finding.right
    if finding.kind.right or right is None or not isinstance(claim, NumberClaim) or claim.rounds > 1:
        return finding
    if not (len(claim.printed.digits) in OF_SINGLES or is_single(claim.printed.value)) or any(
        not cause.pen for cause in finding.causes
    ):
        return finding
    if abs(claim.turned(right) - claim.printed.value) > lost(evidence, claim) * SINGLE / EPSILON:
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
        number = claim.as_number()
        value = value_in(evidence.prepared.base.world, number)
        nearly = (
            bool(right_for) and value is not None and rounding_verdict(number, value) in {"last_digit", "truncated"}
        )
        grounds = Miscalculated(right_for=right_for, nearly=nearly and not carried(evidence, number))
        return replace(finding, verdict="slip", causes=(), grounds=grounds)
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
