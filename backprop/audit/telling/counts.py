"""How often what is found in printed worked examples, counted over all that are audited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...errors import near_miss
from ..findings import Audit
from ..slips.catalogue import DEVIATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Counts over the audits of a site."""

    audits: tuple[Audit, ...]

    @staticmethod
    def over(audits: Iterable[Audit | None]) -> Counts:
        return Counts(audits=tuple(audit for audit in audits if audit is not None))

    def audited(self) -> int:
        return len(self.audits)

    def audited_wrong(self) -> int:
        """Return how many contain a number that a slip made."""
        return sum(any(finding.kind.slip for finding in audit.findings) for audit in self.audits)

    def sources_with(self, slip: str) -> int:
        """Return how many contain a number that is consistent with a slip; raises LookupError for an unknown one."""
        if slip not in DEVIATIONS:
            raise LookupError(f'no slip "{slip}"; {near_miss(slip, DEVIATIONS)}')
        return sum(
            any(f.kind.slip and f.verdict != "ambiguous" and slip in f.deviations for f in audit.findings)
            for audit in self.audits
        )
