"""What the sentence of a finding needs beside its verdict, found once all verdicts are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ..network.quantity import id_of
from ..steps.world import ancestors
from .findings import Feeds, Finding, Grounds, Inherited, Missed, Nearly
from .search.cause import Cause
from .search.evidence import Evidence
from .search.readings import carried, readings, value_in
from .search.single import fitting
from .search.weighing import contradicted
from .source.claims import DigitsClaim, DirectionClaim, LineClaim, NumberClaim, OutputClaim

MOST_FITTING = 3  # of the slips that fit a number equally, those that are named


def grounded(evidence: Evidence, finding: Finding, findings: tuple[Finding, ...]) -> Finding:
    """Return a finding with its grounds."""
    return finding if finding.grounds is not None else replace(finding, grounds=_grounds(evidence, finding, findings))


def _grounds(evidence: Evidence, finding: Finding, findings: tuple[Finding, ...]) -> Grounds:
    claim = finding.claim
    if isinstance(claim, DirectionClaim):
        return _feeds(evidence, claim, finding)
    if not isinstance(claim, NumberClaim | LineClaim):
        return None
    first = claim.rounds == 1  # what the source printed earlier is of the first round
    match finding.kind.group:
        case "rounding":
            return Nearly(
                follows=first and _follows(evidence, claim), slips=tuple(_as_well(evidence, claim)) if first else ()
            )
        case "carried":
            return Inherited(slips=tuple(_inherited(claim, finding.causes[0], findings)))
        case "unexplained" if finding.right is not None:
            return Missed(own=_own(evidence, claim) if first else None)
    return None


def _follows(evidence: Evidence, claim: DigitsClaim) -> bool:
    """Return whether the source's own earlier numbers lead exactly to what is printed."""
    cause = carried(evidence, claim)
    return cause is not None and claim.printed.rounded(cause.value) == claim.printed.value


def _as_well(evidence: Evidence, claim: DigitsClaim) -> Iterator[tuple[str, ...]]:
    """Yield the slips, by id, whose value is just what is printed, as an old value is that was not moved."""
    seen: set[tuple[str, ...]] = set()
    for alternative in evidence.prepared.singles:
        if alternative.ids in seen or value_in(alternative.world, claim) != claim.printed.value:
            continue
        if not any(contradicted(evidence, claim, cause) for cause in fitting(evidence, claim, alternative)):
            seen.add(alternative.ids)
            yield alternative.ids


def _own(evidence: Evidence, claim: DigitsClaim) -> Decimal | None:
    """Return what the source's own earlier numbers give."""
    return next((reading.value for reading in readings(evidence, claim, evidence.prepared.base)), None)


def _feeds(evidence: Evidence, claim: DirectionClaim, finding: Finding) -> Feeds | None:
    """Return the neuron that a weight feeds, whose error signal its gradient has the sign of, or the other one."""
    base = evidence.prepared.base
    weight = next((w for w in base.example.network.weights if w.name == claim.quantity), None)
    signal = id_of("delta", weight.target) if weight else ""
    if weight is None or signal not in base.exprs or not finding.right:
        return None
    return Feeds(neuron=weight.target, alike=(base.world[signal] < 0) == (finding.right > 0))


def _inherited(claim: DigitsClaim, cause: Cause, findings: tuple[Finding, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the slips in the numbers that a claim was carried from, and in those that these were carried from."""
    told = {
        other.claim.subject: other
        for other in findings
        if isinstance(other.claim, NumberClaim | LineClaim | OutputClaim)
        and other.claim.number < claim.number
        and other.claim.rounds == claim.rounds
    }
    names: dict[tuple[str, ...], None] = {}
    seen: set[str] = set()
    waiting = [(claim.subject, cause)]
    while waiting:
        subject, current = waiting.pop(0)
        for id in sorted(used_as_printed(subject, current) & told.keys() - seen):
            seen.add(id)
            finding = told[id]
            if finding.verdict in {"slip", "slips"}:
                names[finding.deviations[:1]] = None
            elif finding.verdict == "ambiguous":
                names[finding.deviations[:MOST_FITTING]] = None
            waiting += [(id, found) for found in finding.causes[:1] if found.stated]
    yield from names


def reached(id: str, cause: Cause) -> frozenset[str]:
    """Return all that a quantity is computed from, with numbers that the source states, and nothing behind these."""
    exprs = cause.alternative.exprs
    return ancestors(exprs, exprs[id], through=lambda each: each not in cause.stated) if id in exprs else frozenset()


def used_as_printed(id: str, cause: Cause) -> frozenset[str]:
    """Return the quantities whose printed numbers a quantity was computed from, with nothing printed in between."""
    return reached(id, cause) & cause.stated.keys()
