"""The audit: a verdict for everything a source printed, and the slip that gives exactly its digits where it is wrong.

The simplest explanation wins: exact, then rounding, then carried from the source's own numbers, then one slip, then
two. All claims of a source are weighed together: a slip that explains many beats several that explain one each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..steps.solution import Solution
from .search.candidates import Cause
from .search.case import (
    Case,
    affects,
    best,
    carried,
    fitting,
    one_slip,
    rounded_right,
    rounding_verdict,
    two_slips,
    value_in,
)
from .search.later import later_causes, later_value
from .slips.catalogue import RANK
from .source.claims import COUNTS, Claim, Claims
from .worlds.scenes import Scene, Stage

VERDICTS = ("exact", "truncated", "last_digit", "carried", "slip", "slips", "ambiguous", "unexplained")
RIGHT = frozenset({"exact", "truncated", "last_digit", "carried"})
Outputs = Mapping[str, Mapping[str, Decimal]]  # what each program named by a claim prints, by id


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The verdict on one claim: `right` is the true value, `causes` every explanation that is left standing."""

    claim: Claim
    verdict: str
    right: Decimal | None
    causes: tuple[Cause, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def deviations(self) -> tuple[str, ...]:
        """The ids of all named slips, the most telling first, each once."""
        found = {id for cause in self.causes for id in cause.ids} | set(self.named)
        return tuple(sorted(found, key=RANK.__getitem__))


@dataclass(frozen=True, kw_only=True)
class Wide:
    """One slip that explains several numbers of a source."""

    cause: Cause
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Audit:
    claims: Claims
    case: Case
    findings: tuple[Finding, ...]
    wide: tuple[Wide, ...]
    ran: frozenset[str] = frozenset()  # the programs whose output was there

    def not_run(self, claim: Claim) -> bool:
        """Return whether a claim is about what a program printed that was not run."""
        return bool(claim.program) and claim.program not in self.ran


def audit(solution: Solution, claims: Claims, outputs: Outputs | None = None) -> Audit:
    """Return a verdict for every claim about a worked example."""
    stage = Stage(example=solution.example, worked=solution.trace)
    case = Case(stage=stage, claims=claims.claims, base=stage.base(), scenes=(*stage.singles(), *stage.roundings()))
    found: dict[int, Finding] = {}
    for claim in claims.claims:
        finding = _by_itself(case, claim, outputs or {})
        if finding:
            found[claim.number] = finding
    wrong = [
        claim.as_quantity() if _line_of_another(case, claim) else claim
        for claim in claims.claims
        if claim.number not in found and claim.rounds == 1
    ]
    _weigh_together(case, wrong, found)
    for claim in claims.claims:
        if claim.rounds > 1:
            found[claim.number] = _later(case, claim, _known(case, found.values()))
    findings = tuple(found[claim.number] for claim in claims.claims)
    ran = frozenset(outputs or ())
    return Audit(claims=claims, case=case, findings=findings, wide=_wide(findings), ran=ran)


def _by_itself(case: Case, claim: Claim, outputs: Outputs) -> Finding | None:
    """Return the verdict of a claim that needs no slip, or can have none; None where slips must be searched."""
    if claim.unused:
        return Finding(claim=claim, verdict="slip", right=None, named=("never_used",))
    if claim.subject in COUNTS:
        return _count(case, claim)
    if claim.rounds > 1:
        return None
    value = value_in(case.base.world, claim)
    if claim.program:
        return _program(claim, value, outputs.get(claim.program, {}).get(claim.subject))
    if value is None:
        return Finding(claim=claim, verdict="unexplained", right=None)
    if claim.direction is not None:
        sign = (value > 0) - (value < 0)
        return Finding(claim=claim, verdict="exact", right=value) if sign == claim.direction else None
    if _line_of_another(case, claim):
        return None
    verdict = rounding_verdict(claim, value)
    if verdict:
        return Finding(claim=claim, verdict=verdict, right=value)
    cause = None if verdict else carried(case, claim)
    return Finding(claim=claim, verdict="carried", right=value, causes=(cause,)) if cause else None


def _line_of_another(case: Case, claim: Claim) -> bool:
    """Return whether a printed line is right as arithmetic, and yet not the value of the quantity it is printed for."""
    if not (claim.expression and claim.printed and claim.subject in case.base.exprs):
        return False
    value = value_in(case.base.world, claim)
    right = value is not None and bool(rounding_verdict(claim, value))
    return right and not rounded_right(case, claim.as_quantity())


def _count(case: Case, claim: Claim) -> Finding:
    right = Decimal(len(getattr(case.stage.example.network, COUNTS[claim.subject])))
    if claim.printed and claim.printed.value == right:
        return Finding(claim=claim, verdict="exact", right=right)
    unused = sum(other.unused for other in case.claims)
    if claim.printed and unused and claim.printed.value == right + unused:
        return Finding(claim=claim, verdict="slip", right=right, named=("never_used",))
    return Finding(claim=claim, verdict="unexplained", right=right)


def _program(claim: Claim, value: Decimal | None, output: Decimal | None) -> Finding:
    """Judge what a program is said to have printed by what it prints."""
    if output is None or claim.printed is None:
        return Finding(claim=claim, verdict="unexplained", right=value)
    if claim.printed.is_rounding_of(output):  # a program rounds, and never cuts off
        return Finding(claim=claim, verdict="exact", right=output)
    return Finding(claim=claim, verdict="slip", right=output, named=("other_program",))


def _turns(case: Case, claim: Claim) -> list[Cause]:
    """Return the signs that, turned round, give the direction that is printed; most other slips could too by chance."""
    found = []
    for scene in case.scenes:
        if scene.ids != ("wrong_sign",):
            continue
        value = value_in(scene.world, claim)
        if value is not None and (value > 0) - (value < 0) == claim.direction:
            found.append(Cause(scene=scene, value=value))
    return found


def _weigh_together(case: Case, wrong: list[Claim], found: dict[int, Finding]) -> None:
    """Find slips for the wrong claims, all together; then two slips for those that one does not explain."""
    causes = {
        claim.number: list(one_slip(case, claim, case.scenes)) if claim.printed else _turns(case, claim)
        for claim in wrong
    }
    told = {claim.number: (claim.subject, claim.expression, claim.printed) for claim in wrong if claim.printed}
    pairs = {
        (told[number], cause.key) for number in told for cause in causes[number]
    }  # a number printed twice tells once
    explains = Counter(key for _, key in pairs)
    explains.update(id for id in _line_slips(causes.values()))  # a line that shows a slip speaks for it elsewhere
    for claim in wrong:
        kept = best(case, claim, causes[claim.number], explains)
        if kept:
            found[claim.number] = _finding(case, claim, kept)
    _take_from_rounding(case, found)
    known = frozenset(case.scenes.index(scene) for scene in _known(case, found.values()))
    for claim in wrong:
        if claim.number not in found:
            doubles = two_slips(case, claim, known) if claim.printed else []
            found[claim.number] = _finding(case, claim, best(case, claim, doubles, Counter()))


def _line_slips(causes: Iterable[list[Cause]]) -> Iterator[str]:
    """Yield the slip of every printed line that has only one."""
    for found in causes:
        ids = {cause.pen for cause in found if cause.line is not None}
        if len(ids) == 1:
            yield from ids


def _finding(case: Case, claim: Claim, kept: tuple[Cause, ...]) -> Finding:
    right = value_in(case.base.world, claim)
    verdict = "unexplained" if not kept else "ambiguous" if len(kept) > 1 else ("slip", "slips")[len(kept[0].ids) - 1]
    return Finding(claim=claim, verdict=verdict, right=right, causes=kept)


def _known(case: Case, findings: Iterable[Finding]) -> tuple:
    """Return the scenes that single slips of this source have established, those that explain most first."""
    counted = Counter(
        cause.scene.variants
        for finding in findings
        if finding.verdict == "slip"
        for cause in finding.causes
        if not cause.pen
    )
    scenes = {scene.variants: scene for scene in case.scenes}
    return tuple(scenes[variants] for variants, _ in counted.most_common() if variants in scenes)


def _take_from_rounding(case: Case, found: dict[int, Finding]) -> None:
    """Give a number that looked like rounding to a slip that gives its digits exactly and explains two others."""
    counted = Counter(
        cause.key
        for finding in found.values()
        if finding.verdict == "slip"
        for cause in finding.causes
        if not cause.pen
    )
    scenes = [scene for scene in case.scenes if counted[(scene.variants, "", "")] >= 2]
    for number, finding in found.items():
        loose = finding.verdict == "carried" and not finding.claim.printed.is_rounding_of(finding.causes[0].value)
        if finding.claim.program or not (loose or finding.verdict in {"truncated", "last_digit"}):
            continue
        fits = next((cause for scene in scenes for cause in _closer(case, finding, scene) if not cause.carried), None)
        if fits:
            found[number] = Finding(claim=finding.claim, verdict="slip", right=finding.right, causes=(fits,))


def _closer(case: Case, finding: Finding, scene: Scene) -> Iterator[Cause]:
    """Yield how a slip known of this source prints a claim; where its own numbers only come near, cut off will do."""
    if not affects(case, finding.claim, scene):
        return
    yield from fitting(case, finding.claim, scene)
    value = value_in(scene.world, finding.claim)
    if finding.verdict == "carried" and value is not None and finding.claim.printed.is_truncation_of(value):
        yield Cause(scene=scene, value=value)


def _later(case: Case, claim: Claim, known: tuple) -> Finding:
    """Judge a number printed after many rounds; only slips the source makes elsewhere, and of method, are tried."""
    value = later_value(case, case.base, claim)
    if value is None:
        return Finding(claim=claim, verdict="unexplained", right=None)
    if claim.direction is not None:
        right = (value > 0) - (value < 0) == claim.direction
        return Finding(claim=claim, verdict="exact" if right else "unexplained", right=value)
    verdict = rounding_verdict(claim, value)
    if verdict:
        return Finding(claim=claim, verdict=verdict, right=value)
    kept = later_causes(case, claim, known)
    word = "unexplained" if not kept else "ambiguous" if len(kept) > 1 else ("slip", "slips")[len(kept[0].ids) - 1]
    return Finding(claim=claim, verdict=word, right=value, causes=kept)


def _wide(findings: tuple[Finding, ...]) -> tuple[Wide, ...]:
    """Return each slip that explains several numbers, those with most first."""
    groups: dict[object, list[Finding]] = {}
    causes: dict[object, Cause] = {}
    for finding in findings:
        for cause in finding.causes:
            wrong = finding.claim.printed and finding.verdict in {"slip", "ambiguous", "slips"}
            if cause.scene.variants and wrong:
                groups.setdefault(cause.scene.variants, []).append(finding)
                causes.setdefault(cause.scene.variants, cause)
    several = [Wide(cause=causes[key], findings=tuple(group)) for key, group in groups.items() if len(group) > 1]
    return tuple(sorted(several, key=lambda wide: -len(wide.findings)))
