"""The lines of work that print a claim under a cause: the same formulas as on a page, with that cause's numbers."""

from __future__ import annotations

from collections.abc import Iterator

from ...formula.layout import Formula, formula
from ...steps import numerals
from ...steps.expr import refs
from ...steps.solution import Number, Solution
from ..judge import Audit
from ..search.candidates import Cause
from ..source.claims import Claim

MOST_LINES = 3
MORE = 2  # digits by which a value that was cut off is written out further


def lines_of(audit: Audit, claim: Claim, cause: Cause) -> tuple[Formula, ...]:
    """Return the lines of work in which a cause acts, and the line that prints the claim."""
    if claim.expression or claim.rounds > 1 or claim.direction is not None or (cause.pen and not cause.carried):
        return ()
    stated = cause.stated or {}
    steps = {step.id: step for step in cause.scene.worked.steps}
    near = set(reached(claim.subject, cause, stated)) & steps.keys()
    acted = [id for id in steps if id in near and id in cause.scene.changed and id != claim.subject]
    chosen = [*acted[: MOST_LINES - 1], *([claim.subject] if claim.subject in steps else [])]
    places = max(0, -claim.printed.unit.adjusted())
    worked = _WhatIf(audit, claim, cause, max(places, audit.case.stage.example.digits)).solution(chosen)
    return tuple(formula(worked, steps[id], linear=True) for id in chosen)


def reached(id: str, cause: Cause, stated: dict) -> Iterator[str]:
    """Yield a quantity and all it is computed from, stopping at numbers the source states."""
    seen, waiting = {id}, [id]
    while waiting:
        current = waiting.pop()
        yield current
        for other in refs(cause.scene.exprs[current]) if current in cause.scene.exprs else ():
            if other not in seen and other not in stated:
                seen.add(other)
                waiting.append(other)


class _WhatIf:
    """Numbers of a world, written for lines of work."""

    def __init__(self, audit: Audit, claim: Claim, cause: Cause, digits: int):
        self.claim, self.cause, self.digits = claim, cause, min(digits, 14)
        self.stated = cause.stated or {}
        self.world = cause.scene.stating(self.stated)
        self.said = {}
        for other in audit.claims.claims:
            if other.printed and other.sign * other.printed.value == self.stated.get(other.subject):
                self.said[other.subject] = numerals.written(self.stated[other.subject])

    def solution(self, ids: list[str]) -> Solution:
        steps = {step.id: step for step in self.cause.scene.worked.steps}
        quantities = {q.id: q for q in (*self.cause.scene.worked.givens, *(s.quantity for s in steps.values()))}
        wanted = dict.fromkeys([*ids, *(ref for id in ids for ref in refs(steps[id].expr))])
        numbers = {id: self._number(quantities[id]) for id in wanted}
        worked = self.cause.scene.worked
        return Solution(example=self.cause.scene.example, trace=worked, numbers=numbers, calculator={})

    def _number(self, quantity: object) -> Number:
        value = self.world[quantity.id]
        written = numerals.written(value) if quantity.given else numerals.shown(value, self.digits)
        printed = self.claim.printed
        if quantity.id == self.claim.subject and not self.cause.pen:
            rounds = printed.is_rounding_of(value * self.claim.sign)
            written = printed.shown(value) if rounds else numerals.shown(value, self.digits + MORE)
        return Number(quantity=quantity, value=value, shown=self.said.get(quantity.id, written), ours=False)
