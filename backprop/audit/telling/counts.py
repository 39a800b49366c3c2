"""How often what is found in printed worked examples, counted over all that are audited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...errors import Misasked, near_miss
from ..findings import Audit
from ..slips.catalogue import DEVIATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Counts over the audits of a site: of each, whether a slip made some number, and which slips are certain."""

    audits: tuple[tuple[bool, frozenset[str]], ...]

    @staticmethod
    def over(audits: Iterable[Audit | None]) -> Counts:
        return Counts(audits=tuple(_told(audit) for audit in audits if audit is not None))

    def audited(self) -> int:
        return len(self.audits)

    def audited_wrong(self) -> int:
        """Return how many contain a number that a slip made."""
        return sum(wrong for wrong, _ in self.audits)

    def sources_with(self, slip: str) -> int:
        """Return how many contain a number that is consistent with a slip; raises Misasked for an unknown one."""
        if slip not in DEVIATIONS:
            raise Misasked(f'no slip "{slip}"; {near_miss(slip, DEVIATIONS)}')
        return sum(slip in told for _, told in self.audits)


def _told(audit: Audit) -> tuple[bool, frozenset[str]]:
    slips = [finding for finding in audit.findings if finding.kind.slip]
    return bool(slips), frozenset(id for f in slips if f.verdict != "ambiguous" for id in f.deviations)
