"""The wrong numbers of one source, weighed together: a slip that explains many beats several that explain one each.

Longer than most: what is added to the causes of each number stands beside what is taken from them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from .findings import Finding
from .search.cause import Cause
from .search.double import two_slips
from .search.evidence import Evidence
from .search.odds import odds
from .search.put_in import put_in
from .search.rates import other_rate
from .search.readings import carried, value_in
from .search.single import fitting, one_slip, turns
from .search.weighing import affects, believed, best, contradicted, passed_by, spoilt
from .source.claims import DigitsClaim, DirectionClaim, LineClaim, NumberClaim
from .worlds.alternatives import Alternative
from .worlds.prepared import Prepared

TELLING_DIGITS = 8  # of a number that is explained by two slips whatever else the source prints
MOST_UNBELIEVED = 3  # of the slips that fit digits too few to tell, those that are named
_OF_ONE_NUMBER = {"decimal_shift", "digit_typo", "digit_replaced"}  # slips that would not happen to several alike
Found = dict[int, Finding]  # by the number of the claim
Judged = DigitsClaim | DirectionClaim


def weigh(evidence: Evidence, wrong: list[Judged], found: Found) -> None:
    """Find slips for the wrong claims, all together; then two slips for those that one does not explain."""
    causes = {
        claim.number: turns(evidence, claim)
        if isinstance(claim, DirectionClaim)
        else _reaching(evidence, claim, one_slip(evidence, claim))
        for claim in wrong
    }
    _with_other_rate(evidence, wrong, causes)
    tries = _with_put_in(evidence, wrong, causes, found.values())
    explains = _support(wrong, causes)
    numbers = [(claim, causes[claim.number]) for claim in wrong if not isinstance(claim, DirectionClaim)]
    likely = odds(evidence, numbers, _loose(found.values()), tries)
    unbelieved: dict[int, tuple[Cause, ...]] = {}
    for claim in wrong:
        kept = best(evidence, claim, causes[claim.number], explains)
        if not isinstance(claim, DirectionClaim):
            unbelieved[claim.number] = kept
            kept = tuple(cause.named or cause for cause in kept if believed(evidence, claim, cause, likely))
            kept = tuple(_placed(evidence, claim, cause) for cause in kept)
        if kept:
            found[claim.number] = _finding(evidence, claim, kept)
    _take_from_rounding(evidence, found)
    singles = evidence.prepared.singles
    known = frozenset(singles.index(single) for single in established(evidence.prepared, found.values()))
    for claim in wrong:
        if claim.number not in found:
            doubles = [] if isinstance(claim, DirectionClaim) else two_slips(evidence, claim, known)
            doubles = [cause for cause in doubles if _stands(evidence, claim, cause)]
            finding = _finding(evidence, claim, best(evidence, claim, doubles, Counter()))
            few = () if finding.causes else unbelieved.get(claim.number, ())[:MOST_UNBELIEVED]
            found[claim.number] = replace(finding, unbelieved=few)


def _placed(evidence: Evidence, claim: DigitsClaim, cause: Cause) -> Cause:
    """Return a cause that says whether the source, which made the slip in this formula, did without it in another."""
    changed = cause.alternative.changed.keys()
    if claim.subject not in changed:
        return cause
    if spoilt(evidence, cause):
        return replace(cause, extent="some")
    return cause if evidence.numbers(changed - {claim.subject}) else replace(cause, extent="one")


def _reaching(evidence: Evidence, claim: DigitsClaim, causes: list[Cause]) -> list[Cause]:
    """Return the causes that can have acted on a number, with what stands right on the way to it.

    Where none can, digits too many to be chance tell of another working than the one that is printed.
    """
    found = [cause for cause in causes if not passed_by(evidence, claim, cause)]
    return causes if not found and len(claim.printed.digits) >= TELLING_DIGITS else found


def _stands(evidence: Evidence, claim: Judged, cause: Cause) -> bool:
    """Return whether a pair of slips is not contradicted by the source, or by digits too many to be chance."""
    many = not isinstance(claim, DirectionClaim) and len(claim.printed.digits) >= TELLING_DIGITS
    return many or not contradicted(evidence, claim, cause)


def _with_other_rate(evidence: Evidence, wrong: list[Judged], causes: dict[int, list[Cause]]) -> None:
    """Add the learning rate that the wrong numbers agree on to the causes of each that it gives.

    Any rate can be had by dividing.
    """
    numbers = [claim for claim in wrong if isinstance(claim, NumberClaim)]
    alternative = other_rate(evidence, numbers)
    if alternative is None:
        return
    _stand_behind(evidence, numbers, alternative, causes)


def _with_put_in(
    evidence: Evidence, wrong: list[Judged], causes: dict[int, list[Cause]], right: Iterable[Finding]
) -> dict[Hashable, int]:
    """Add what was put in for one number to the causes of what it makes wrong; return how many were tried, by cause."""
    numbers = [claim for claim in wrong if isinstance(claim, NumberClaim)]
    clean = [finding.claim for finding in right if finding.kind.right and isinstance(finding.claim, NumberClaim)]
    tries: dict[Hashable, int] = {}
    for alternative, tried in put_in(evidence, numbers, clean):
        _stand_behind(evidence, numbers, alternative, causes)
        tries[alternative.variants, "", ""] = tried
    return tries


def _stand_behind(
    evidence: Evidence, numbers: Sequence[NumberClaim], alternative: Alternative, causes: dict[int, list[Cause]]
) -> None:
    """Add what was found from the digits to the causes of all it gives, unless a slip of the table gives these too.

    One that the source itself contradicts gives nothing.
    """
    given = {claim.number: list(fitting(evidence, claim, alternative)) for claim in numbers}
    several = len([found for found in given.values() if found]) > 1
    known = [
        {
            cause.ids
            for cause in causes[claim.number]
            if not (several and cause.pen in _OF_ONE_NUMBER) and not contradicted(evidence, claim, cause)
        }
        for claim in numbers
        if given[claim.number]
    ]
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
        (claim.told, cause.key)
        for claim in wrong
        if not isinstance(claim, DirectionClaim)
        for cause in causes[claim.number]
    }
    explains: Counter[Hashable] = Counter(key for _, key in told)
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
    return Finding(claim=claim, verdict=verdict_of(kept), right=right, causes=kept)


def verdict_of(kept: tuple[Cause, ...]) -> str:
    if len(kept) == 1:
        return ("slip", "slips")[len(kept[0].ids) - 1]
    return "ambiguous" if kept else "unexplained"


def _single_slips(findings: Iterable[Finding]) -> Iterator[Cause]:
    """Yield what is the one slip of a number, and no slip of the pen."""
    for finding in findings:
        if finding.verdict == "slip":
            yield from (cause for cause in finding.causes if not cause.pen)


def established(prepared: Prepared, findings: Iterable[Finding]) -> tuple[Alternative, ...]:
    """Return the alternatives that single slips of this source have established, those that explain most first."""
    counted = Counter(cause.alternative.variants for cause in _single_slips(findings))
    singles = {single.variants: single for single in prepared.singles}
    return tuple(singles[variants] for variants, _ in counted.most_common() if variants in singles)


def _take_from_rounding(evidence: Evidence, found: Found) -> None:
    """Give a number that looked like rounding to a slip that gives its digits exactly and explains another."""
    known = {cause.alternative.variants for cause in _single_slips(found.values())}
    strong = [single for single in evidence.prepared.singles if single.variants in known]
    for number, finding in found.items():
        claim = finding.claim
        if not isinstance(claim, NumberClaim | LineClaim):
            continue
        loose = (
            bool(finding.causes)
            and finding.verdict == "carried"
            and not claim.printed.is_rounding_of(finding.causes[0].value)
        )
        if loose or finding.kind.group == "rounding":
            closer = (cause for single in strong for cause in _closer(evidence, claim, finding.verdict, single))
            fits = next((cause for cause in closer if not cause.carried), None)
            own = carried(evidence, claim) if fits else None
            if fits and own is not None and claim.printed.is_rounding_of(own.value):
                if not _is_sound(found, own):
                    found[number] = replace(finding, verdict="carried", causes=(own,))
            elif fits and not (loose and _only_leads_to(found, claim, fits)):
                found[number] = replace(finding, verdict="slip", causes=(fits,))


def _only_leads_to(found: Found, claim: NumberClaim | LineClaim, fits: Cause) -> bool:
    """Return whether a slip is told where it was made, and a number only follows from it with more digits."""
    changed = fits.alternative.changed
    told = (other for other in found.values() if other.verdict == "slip" and other.claim.number < claim.number)
    return claim.subject not in changed and any(
        cause.alternative.variants == fits.alternative.variants and getattr(other.claim, "subject", "") in changed
        for other in told
        for cause in other.causes
    )


def _is_sound(found: Found, own: Cause) -> bool:
    """Return whether nothing that the source had printed on the way to a number is wrong, or carried from it."""
    told = (
        finding
        for finding in found.values()
        if isinstance(finding.claim, NumberClaim | LineClaim) and finding.claim.subject in own.stated
    )
    return all(finding.kind.group in {"right", "rounding"} for finding in told)


def _closer(evidence: Evidence, claim: DigitsClaim, verdict: str, single: Alternative) -> Iterator[Cause]:
    """Yield how a slip known of this source prints a claim; where its own numbers only come near, cut off will do."""
    if not affects(claim, single):
        return
    yield from fitting(evidence, claim, single)
    value = value_in(single.world, claim)
    if verdict == "carried" and value is not None and claim.printed.is_truncation_of(value):
        yield Cause(alternative=single, value=value)
