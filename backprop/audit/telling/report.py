"""An audit in the terminal and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from ...words.en import audit as words
from ..findings import Audit
from ..source.claims import Claim, LineClaim, NumberClaim
from .explain import explain, of_the_whole, summary


def entries(audit: Audit) -> list[dict[str, Any]]:
    """Return a verdict a claim, in the order of the file; `computed` is the right value as the nearest double."""
    return [
        {
            "quantity": finding.claim.quantity or None,
            "expression": line_of(finding.claim),
            "where": finding.claim.where,
            "printed": finding.claim.text,
            "computed": None if finding.right is None else float(finding.right),
            "verdict": finding.verdict,
            "deviations": list(finding.deviations),
            "explanation": explain(finding).text,
        }
        for finding in audit.findings
    ]


def line_of(claim: Claim) -> str | None:
    """Return the line of arithmetic that a claim was printed with."""
    match claim:
        case LineClaim():
            return claim.expression
        case NumberClaim():
            return claim.line or None
    return None


def pages(audit: Audit, width: int) -> Iterator[str]:
    """Yield an audit as lines for a terminal."""
    source = audit.claims.source
    title = f"{source.title} ({source.author})" if source.author else source.title
    yield from textwrap.wrap(title, width)
    yield words.tally(summary(audit).items())
    for sentence in of_the_whole(audit):
        yield ""
        yield from textwrap.wrap(sentence, width)
    for finding in audit.findings:
        claim = finding.claim
        where = f"   ({claim.where})" if claim.where else ""
        yield ""
        yield f"{finding.kind.word.upper():18}{claim.about} = {claim.text}{where}"
        if finding.verdict != "exact":
            told = explain(finding)
            yield from textwrap.wrap(told.sentence, width, initial_indent="    ", subsequent_indent="    ")
            for line in told.texts:
                yield from textwrap.wrap(line, width, initial_indent="      ", subsequent_indent="        ")
