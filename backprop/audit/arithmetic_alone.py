"""Lines of arithmetic audited by themselves, where there is no network: what each gives, and what was printed."""

from __future__ import annotations

from ..steps.world import World
from .findings import Audit, Finding, Grounds, Miscalculated, Nearly
from .search.readings import rounding_verdict
from .source.claims import Claims, LineClaim


def judge_lines(claims: Claims) -> Audit:
    """Return a verdict for every line; no slip of a network is looked for."""
    world = World(givens={}, exprs={})
    findings = []
    for claim in claims.claims:
        assert isinstance(claim, LineClaim), "without an example a claim is a line"
        value = world.value(claim.expr)
        verdict = rounding_verdict(claim, value) if value is not None else ""
        grounds: Grounds = Nearly(follows=False) if verdict in {"truncated", "last_digit"} else None
        if value is not None and not verdict:
            verdict, grounds = "slip", Miscalculated()
        findings.append(Finding(claim=claim, verdict=verdict or "unexplained", right=value, grounds=grounds))
    return Audit(claims=claims, findings=tuple(findings), wide=())
