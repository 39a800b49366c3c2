"""The evidence of one source: what it printed about a prepared example, and what it had printed before each claim."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from ..source.claims import Claim, DigitsClaim, LineClaim, NumberClaim
from ..worlds.prepared import Prepared

Earlier = dict[str, list[Decimal]]  # values of ours by id, the latest first


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything one audit looks at."""

    prepared: Prepared
    claims: tuple[Claim, ...]
    spoilt: dict[Hashable, int] = field(default_factory=dict)  # right numbers a slip would have made others
    _earlier: dict[int, Earlier] = field(default_factory=dict)
    _latest: dict[int, dict[str, Decimal]] = field(default_factory=dict)
    _rough: dict[int, dict[str, float]] = field(default_factory=dict)

    def earlier(self, claim: DigitsClaim) -> Earlier:
        """Return what the source printed before a claim, by id of ours, the latest first."""
        if claim.number not in self._earlier:
            found: Earlier = {}
            for other in self.claims:
                if not isinstance(other, NumberClaim | LineClaim) or not other.subject or other.rounds > 1:
                    continue
                if other.number < claim.number and other.subject != claim.subject:
                    found.setdefault(other.subject, []).insert(0, other.sign * other.printed.value)
            self._earlier[claim.number] = found
        return self._earlier[claim.number]

    def latest(self, claim: DigitsClaim) -> dict[str, Decimal]:
        """Return the last number that the source printed before a claim, by id of a step of ours."""
        if claim.number not in self._latest:
            exprs = self.prepared.base.exprs
            found = {id: values[0] for id, values in self.earlier(claim).items() if id in exprs}
            self._latest[claim.number] = found
        return self._latest[claim.number]

    def rough_latest(self, claim: DigitsClaim) -> dict[str, float]:
        """Return the same in floats."""
        if claim.number not in self._rough:
            self._rough[claim.number] = {id: float(value) for id, value in self.latest(claim).items()}
        return self._rough[claim.number]

    def numbers(self, subjects: Collection[str] | None = None) -> list[NumberClaim]:
        """Return what states the value of a quantity in the first round, with a line or alone: of these, or of any."""
        return [claim for claim in self._stated if subjects is None or claim.subject in subjects]

    @cached_property
    def _stated(self) -> tuple[NumberClaim, ...]:
        stating = (claim.as_number() if isinstance(claim, LineClaim) else claim for claim in self.claims)
        return tuple(one for one in stating if isinstance(one, NumberClaim) and one.subject and one.rounds == 1)
