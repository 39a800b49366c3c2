"""The audit: a verdict for everything a source printed, and the slip that gives exactly its digits where it is wrong.

The simplest explanation wins: exact, then rounding, then carried from the source's own numbers, then one slip, then
two. All claims of a source are weighed together: a slip that explains many beats several that explain one each.

Longer than most: the order in which explanations are weighed is one argument.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from .findings import Audit, Finding, Miscalculated, Missed, NeverUsed, NotRun, OtherOutput, Wide
from .grounds import grounded
from .search.cause import Cause
from .search.double import two_slips
from .search.evidence import Evidence
from .search.odds import odds
from .search.rates import other_rate
from .search.readings import carried, rounded_right, rounding_verdict, value_in
from .search.single import as_kept, fitting, one_slip, turns, way
from .search.training import causes_after, value_after
from .search.weighing import affects, believed, best, contradicted
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
from .worlds.alternatives import Alternative
from .worlds.prepared import Prepared

Outputs = Mapping[str, Mapping[str, Decimal]]  # what each program named by a claim prints, by id
OF_PROGRAMS = 13  # printed digits from which a number is a program's, in doubles
DOUBLES = 8  # times what one rounding of each step may lose
EPSILON = Decimal(sys.float_info.epsilon)
TELLING_DIGITS = 8  # of a number that is explained by two slips whatever else the source prints
Found = dict[int, Finding]  # by the number of the claim
Judged = DigitsClaim | DirectionClaim
_OF_QUANTITIES = NumberClaim | LineClaim | DirectionClaim | OutputClaim


def judge(prepared: Prepared, claims: Claims, outputs: Outputs | None = None) -> Audit:
    """Return a verdict for every claim about a worked example."""
    evidence = Evidence(prepared=prepared, claims=claims.claims)
    found: Found = {}
    wrong: list[Judged] = []
    for claim in claims.claims:
        finding = _by_itself(evidence, claim, outputs or {})
        if isinstance(finding, Finding):
            found[claim.number] = finding
        elif finding is not None:
            wrong.append(finding)
    _weigh_together(evidence, wrong, found)
    for claim in claims.claims:
        if claim.number not in found and isinstance(claim, NumberClaim | LineClaim | DirectionClaim):
            found[claim.number] = _later(prepared, claim, _established(prepared, found.values()))
    findings = tuple(_miscalculated(found[claim.number]) for claim in claims.claims)
    findings = tuple(grounded(evidence, finding, findings) for finding in findings)
    return Audit(claims=claims, findings=findings, wide=_wide(findings))


def _is_double(evidence: Evidence, claim: DigitsClaim, value: Decimal) -> bool:
    """Return whether a number of so many digits as only programs print is right but for what doubles lose."""
    if len(claim.printed.digits.rstrip("0")) < OF_PROGRAMS:
        return False
    lost = evidence.prepared.doubles.get(claim.subject, Decimal(0)) if isinstance(claim, NumberClaim) else Decimal(0)
    return abs(value - claim.printed.value) <= DOUBLES * max(lost, EPSILON * abs(value))


def _miscalculated(finding: Finding) -> Finding:
    """Return a finding in which a line that gives another number than its own, for no known reason, is called that."""
    if not isinstance(finding.claim, LineClaim) or finding.verdict != "unexplained" or finding.right is None:
        return finding
    return replace(finding, verdict="slip", grounds=Miscalculated())


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
    if isinstance(claim, LineClaim) and _of_another(evidence, claim, value):
        return claim.as_number()
    verdict = "exact" if _is_double(evidence, claim, value) else rounding_verdict(claim, value)
    if verdict:
        return Finding(claim=claim, verdict=verdict, right=value)
    cause = carried(evidence, claim) or as_kept(evidence, claim)
    return Finding(claim=claim, verdict="carried", right=value, causes=(cause,)) if cause else claim


def _of_another(evidence: Evidence, claim: LineClaim, value: Decimal) -> bool:
    """Return whether a printed line is right as arithmetic, and yet not the value of the quantity it is printed for."""
    asked = claim.subject in evidence.prepared.base.exprs and rounding_verdict(claim, value)
    return bool(asked) and not rounded_right(evidence, claim.as_number())


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


def _weigh_together(evidence: Evidence, wrong: list[Judged], found: Found) -> None:
    """Find slips for the wrong claims, all together; then two slips for those that one does not explain."""
    causes = {
        claim.number: turns(evidence, claim) if isinstance(claim, DirectionClaim) else one_slip(evidence, claim)
        for claim in wrong
    }
    _with_other_rate(evidence, wrong, causes)
    explains = _support(wrong, causes)
    numbers = [(claim, causes[claim.number]) for claim in wrong if not isinstance(claim, DirectionClaim)]
    likely = odds(evidence, numbers, _loose(found.values()))
    for claim in wrong:
        kept = best(evidence, claim, causes[claim.number], explains)
        if not isinstance(claim, DirectionClaim):
            kept = tuple(cause for cause in kept if believed(evidence, claim, cause, likely))
        if kept:
            found[claim.number] = _finding(evidence, claim, kept)
    _take_from_rounding(evidence, found)
    singles = evidence.prepared.singles
    known = frozenset(singles.index(single) for single in _established(evidence.prepared, found.values()))
    for claim in wrong:
        if claim.number not in found:
            doubles = [] if isinstance(claim, DirectionClaim) else two_slips(evidence, claim, known)
            doubles = [cause for cause in doubles if _stands(evidence, claim, cause)]
            found[claim.number] = _finding(evidence, claim, best(evidence, claim, doubles, Counter()))


def _stands(evidence: Evidence, claim: Judged, cause: Cause) -> bool:
    """Return whether a pair of slips is not contradicted by the source, or by digits too many to be chance."""
    many = not isinstance(claim, DirectionClaim) and len(claim.printed.digits) >= TELLING_DIGITS
    return many or not contradicted(evidence, claim, cause)


def _with_other_rate(evidence: Evidence, wrong: list[Judged], causes: dict[int, list[Cause]]) -> None:
    """Add the learning rate that the wrong numbers agree on to the causes of each that it gives.

    Any rate can be had by dividing, so it stands behind a slip that gives all these numbers too.
    """
    numbers = [claim for claim in wrong if isinstance(claim, NumberClaim)]
    alternative = other_rate(evidence, numbers)
    if alternative is None:
        return
    given = {claim.number: list(fitting(evidence, claim, alternative)) for claim in numbers}
    known = [{cause.ids for cause in causes[number]} for number, found in given.items() if found]
    if known and not set.intersection(*known):
        for number, found in given.items():
            causes[number] += found


def _loose(findings: Iterable[Finding]) -> Iterator[DigitsClaim]:
    """Yield the claims that are right but for rounding, so that a slip may have made them as well."""
    for finding in findings:
        if isinstance(finding.claim, NumberClaim | LineClaim) and finding.kind.group == "rounding":
            yield finding.claim


def _support(wrong: Iterable[Judged], causes: Mapping[int, list[Cause]]) -> Counter[Hashable]:
    """Return how many printed numbers each cause explains; one that is printed twice tells once."""
    told = {
        (claim.subject, claim.about if isinstance(claim, LineClaim) else "", claim.printed, cause.key)
        for claim in wrong
        if not isinstance(claim, DirectionClaim)
        for cause in causes[claim.number]
    }
    explains: Counter[Hashable] = Counter(key for *_, key in told)
    explains.update(_line_slips(causes.values()))  # a line that shows a slip speaks for it elsewhere
    return explains


def _line_slips(causes: Iterable[list[Cause]]) -> Iterator[str]:
    """Yield the slip of every printed line that has only one."""
    for found in causes:
        ids = {cause.pen for cause in found if cause.line is not None}
        if len(ids) == 1:
            yield from ids


def _finding(evidence: Evidence, claim: Judged, kept: tuple[Cause, ...]) -> Finding:
    right = value_in(evidence.prepared.base.world, claim)
    return Finding(claim=claim, verdict=_verdict(kept), right=right, causes=kept)


def _verdict(kept: tuple[Cause, ...]) -> str:
    if len(kept) == 1:
        return ("slip", "slips")[len(kept[0].ids) - 1]
    return "ambiguous" if kept else "unexplained"


def _single_slips(findings: Iterable[Finding]) -> Iterator[Cause]:
    """Yield what is the one slip of a number, and no slip of the pen."""
    for finding in findings:
        if finding.verdict == "slip":
            yield from (cause for cause in finding.causes if not cause.pen)


def _established(prepared: Prepared, findings: Iterable[Finding]) -> tuple[Alternative, ...]:
    """Return the alternatives that single slips of this source have established, those that explain most first."""
    counted = Counter(cause.alternative.variants for cause in _single_slips(findings))
    singles = {single.variants: single for single in prepared.singles}
    return tuple(singles[variants] for variants, _ in counted.most_common() if variants in singles)


def _take_from_rounding(evidence: Evidence, found: Found) -> None:
    """Give a number that looked like rounding to a slip that gives its digits exactly and explains another."""
    counted = Counter(cause.key for cause in _single_slips(found.values()))
    strong = [single for single in evidence.prepared.singles if counted[(single.variants, "", "")]]
    for number, finding in found.items():
        claim = finding.claim
        if not isinstance(claim, NumberClaim | LineClaim):
            continue
        loose = finding.verdict == "carried" and not claim.printed.is_rounding_of(finding.causes[0].value)
        if loose or finding.kind.group == "rounding":
            closer = (cause for single in strong for cause in _closer(evidence, claim, finding.verdict, single))
            fits = next((cause for cause in closer if not cause.carried), None)
            if fits:
                found[number] = replace(finding, verdict="slip", causes=(fits,))


def _closer(evidence: Evidence, claim: DigitsClaim, verdict: str, single: Alternative) -> Iterator[Cause]:
    """Yield how a slip known of this source prints a claim; where its own numbers only come near, cut off will do."""
    if not affects(claim, single):
        return
    yield from fitting(evidence, claim, single)
    value = value_in(single.world, claim)
    if verdict == "carried" and value is not None and claim.printed.is_truncation_of(value):
        yield Cause(alternative=single, value=value)


def _later(prepared: Prepared, claim: Judged, known: tuple[Alternative, ...]) -> Finding:
    """Judge a number printed after many rounds; the slips that the source makes elsewhere are tried before others."""
    value = value_after(prepared, prepared.base, claim)
    if value is None:
        return Finding(claim=claim, verdict="unexplained", right=None)
    if isinstance(claim, DirectionClaim):
        return Finding(claim=claim, verdict="exact" if way(value) == claim.way else "unexplained", right=value)
    if isinstance(claim, LineClaim) and claim.subject and rounding_verdict(claim, value):
        number = claim.as_number()
        meant = value_after(prepared, prepared.base, number)
        if meant is not None and not rounding_verdict(number, meant):
            return _later(prepared, number, known)
    verdict = rounding_verdict(claim, value)
    if verdict:
        return Finding(claim=claim, verdict=verdict, right=value)
    kept = causes_after(prepared, claim, known)
    return Finding(claim=claim, verdict=_verdict(kept), right=value, causes=kept)


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
    several = [
        Wide(
            cause=causes[key],
            findings=tuple(group),
            updated=[finding.claim.number for finding in group] == later,
        )
        for key, group in groups.items()
        if len(group) > 1
    ]
    return tuple(sorted(several, key=lambda wide: -len(wide.findings)))


def _is_later(claim: Claim) -> bool:
    """Return whether a claim is about the network after an update."""
    return isinstance(claim, _OF_QUANTITIES) and claim.after_update
