"""What a source may have meant all along: a convention under which all that is wrong in it is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from .findings import Finding
from .search.readings import rounding_verdict, value_in
from .source.claims import Claim, Claims, DirectionClaim, LineClaim, NumberClaim, OutputClaim, Source
from .source.conventions import CONVENTIONS, OURS, Vocabulary
from .worlds.prepared import Prepared

FEWEST = 2  # numbers with the other sign, of which one is wrong, that a convention must make right
OF_SIGNS = ("delta", "bias", "gradient", "dE_dout")  # the conventions that say what a quantity means
_OF_QUANTITIES = NumberClaim | LineClaim | DirectionClaim | OutputClaim


def undeclared(prepared: Prepared, source: Source, findings: Iterable[Finding]) -> tuple[str, str] | None:
    """Return the convention, by name and value, that makes every wrong number right and no right one wrong.

    Where it turns one number alone, a new parameter that is right must say that the sign was meant.
    """
    told = [finding for finding in findings if finding.right is not None]
    wrong = [finding.claim for finding in told if not finding.kind.right]
    numbers = [finding for finding in told if finding.claim.quantity in prepared.base.quantities]
    if not wrong or not all(finding.kind.right or finding in numbers for finding in told):
        return None
    return next((other for other in _others(source) if _is_meant(prepared, source, other, numbers)), None)


def likely(prepared: Prepared, source: Source, findings: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    """Yield the conventions that make wrong numbers right, though not all of them."""
    numbers = [f for f in findings if f.right is not None and f.claim.quantity in prepared.base.quantities]
    for other in _others(source):
        vocabulary = _vocabulary(prepared, source, other)
        turned = [finding for finding in numbers if _restated(vocabulary, finding.claim) != finding.claim]
        right = [finding for finding in turned if _right_with(prepared, vocabulary, finding, True)]
        if _settled(vocabulary, numbers, right) and not all(finding.kind.right for finding in right):
            yield other


def _is_meant(prepared: Prepared, source: Source, other: tuple[str, str], numbers: Sequence[Finding]) -> bool:
    """Return whether numbers are right with another convention, and enough of them have another sign by it."""
    vocabulary = _vocabulary(prepared, source, other)
    turned = [finding for finding in numbers if _restated(vocabulary, finding.claim) != finding.claim]
    return _settled(vocabulary, numbers, turned) and all(
        _right_with(prepared, vocabulary, finding, finding in turned) for finding in numbers
    )


def _settled(vocabulary: Vocabulary, numbers: Iterable[Finding], turned: Sequence[Finding]) -> bool:
    """Return whether enough numbers have another sign: several, or one of which a right new parameter was made."""
    moved = (vocabulary.known[f.claim.quantity].kind for f in numbers if f.kind.right and f not in turned)
    return len(turned) >= FEWEST or (bool(turned) and "new" in moved)


def _vocabulary(prepared: Prepared, source: Source, other: tuple[str, str]) -> Vocabulary:
    return Vocabulary.of(prepared.base.trace, {**OURS, **source.conventions, other[0]: other[1]})


def _others(source: Source) -> Iterator[tuple[str, str]]:
    declared = {**OURS, **source.conventions}
    for name in OF_SIGNS:
        yield from ((name, value) for value in CONVENTIONS[name] if value != declared[name])


def _restated(vocabulary: Vocabulary, claim: Claim) -> Claim:
    """Return a claim as a vocabulary means it."""
    if not isinstance(claim, _OF_QUANTITIES) or claim.quantity not in vocabulary.known:
        return claim
    subject, sign = vocabulary.meant(vocabulary.known[claim.quantity])
    return replace(claim, subject=subject, sign=sign)


def _right_with(prepared: Prepared, vocabulary: Vocabulary, finding: Finding, turned: bool) -> bool:
    """Return whether a number is right with another convention; what it leaves as it was stays so."""
    meant = _restated(vocabulary, finding.claim)
    if not turned and finding.kind.right:
        return True
    number = meant.as_number() if isinstance(meant, LineClaim) else meant
    value = value_in(prepared.base.world, number) if isinstance(number, NumberClaim) else None
    return value is not None and isinstance(number, NumberClaim) and bool(rounding_verdict(number, value))


def declared(prepared: Prepared, claims: Claims, convention: tuple[str, str]) -> Claims:
    """Return the claims of a source that declares a convention more."""
    name, value = convention
    vocabulary = _vocabulary(prepared, claims.source, convention)
    restated = (_restated(vocabulary, claim) for claim in claims.claims)
    found = tuple(
        replace(claim, expr=vocabulary.in_ours(claim.expr)) if isinstance(claim, LineClaim) else claim
        for claim in restated
    )
    source = replace(claims.source, conventions={**claims.source.conventions, name: value})
    return replace(claims, source=source, claims=found)
