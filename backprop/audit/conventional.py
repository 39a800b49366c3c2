"""What a source may have meant all along: a convention under which all that is wrong in it is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .findings import Finding
from .search.readings import rounding_verdict, value_in
from .source.claims import NumberClaim, Source
from .source.conventions import CONVENTIONS, OURS, Vocabulary
from .worlds.prepared import Prepared

FEWEST = 2  # wrong numbers that a convention must make right
OF_SIGNS = ("delta", "bias", "gradient", "dE_dout")  # the conventions that say what a quantity means


def undeclared(prepared: Prepared, source: Source, findings: Iterable[Finding]) -> tuple[str, str] | None:
    """Return the convention, by name and value, that makes every wrong number right and no right one wrong."""
    claims = [finding.claim for finding in findings if finding.right is not None]
    wrong = [finding.claim for finding in findings if not finding.kind.right]
    numbers = [claim for claim in claims if isinstance(claim, NumberClaim) and claim.quantity in _known(prepared)]
    if len(wrong) < FEWEST or not all(claim in numbers for claim in wrong):
        return None
    others = (other for other in _others(source) if all(_right_with(prepared, source, other, each) for each in numbers))
    return next(others, None)


def _known(prepared: Prepared) -> Iterable[str]:
    return prepared.base.quantities


def _others(source: Source) -> Iterator[tuple[str, str]]:
    declared = {**OURS, **source.conventions}
    for name in OF_SIGNS:
        yield from ((name, value) for value in CONVENTIONS[name] if value != declared[name])


def _right_with(prepared: Prepared, source: Source, other: tuple[str, str], claim: NumberClaim) -> bool:
    """Return whether a number is right with another convention."""
    vocabulary = Vocabulary.of(prepared.base.trace, {**OURS, **source.conventions, other[0]: other[1]})
    subject, sign = vocabulary.meant(vocabulary.known[claim.quantity])
    meant = replace(claim, subject=subject, sign=sign)
    value = value_in(prepared.base.world, meant)
    return value is not None and bool(rounding_verdict(meant, value))
