"""An audit in the terminal and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from ..judge import Audit
from .explain import WORDS, explain, summary, wide_sentence


def entries(audit: Audit) -> list[dict[str, Any]]:
    """Return a verdict a claim, in the order of the file; `computed` is the right value as the nearest double."""
    return [
        {
            "quantity": finding.claim.quantity or None,
            "expression": finding.claim.expression or None,
            "where": finding.claim.where,
            "printed": finding.claim.text,
            "computed": None if finding.right is None else float(finding.right),
            "verdict": finding.verdict,
            "deviations": list(finding.deviations),
            "explanation": explain(audit, finding).text,
        }
        for finding in audit.findings
    ]


def pages(audit: Audit, width: int) -> Iterator[str]:
    """Yield an audit as lines for a terminal."""
    source = audit.claims.source
    title = f"{source.title} ({source.author})" if source.author else source.title
    yield from textwrap.wrap(title, width)
    counts = ", ".join(
        f"{number} {name.removesuffix('s') if number == 1 else name}" for name, number in summary(audit).items()
    )
    yield f"{len(audit.findings)} claims: {counts}"
    for wide in audit.wide:
        yield ""
        yield from textwrap.wrap(wide_sentence(audit, wide), width)
    for finding in audit.findings:
        claim = finding.claim
        subject = claim.expression or claim.quantity
        where = f"   ({claim.where})" if claim.where else ""
        yield ""
        yield f"{WORDS[finding.verdict].upper():18}{subject} = {claim.text}{where}"
        if finding.verdict != "exact":
            told = explain(audit, finding)
            yield from textwrap.wrap(told.sentence, width, initial_indent="    ", subsequent_indent="    ")
            for line in told.texts:
                yield from textwrap.wrap(line, width, initial_indent="      ", subsequent_indent="        ")
