"""Chains in somebody's notes, `a = b = c`: each link is judged, and what only goes on right is not told again."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from .findings import Audit, Finding, Miscalculated


def told_once(audit: Audit) -> Audit:
    """Return an audit of notes in which a line that is right is one finding, and of a wrong one what is wrong in it."""
    lines = groupby(audit.findings, key=lambda finding: (finding.claim.where, finding.claim.quantity))
    return replace(audit, findings=tuple(finding for _, links in lines for finding in _telling(list(links))))


def _telling(links: list[Finding]) -> list[Finding]:
    """Return the links of a chain that say something else than that it goes on right, or the first.

    That somewhere in it is a slip of arithmetic is not told beside one that has a name.
    """
    told = [link for link in links if link.verdict != "exact"]
    named = [link for link in told if not isinstance(link.grounds, Miscalculated)]
    return named or told or links[:1]
