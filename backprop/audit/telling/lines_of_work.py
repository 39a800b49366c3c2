"""The lines of work that print a claim under a cause: the same formulas as on a page, with that cause's numbers."""

from __future__ import annotations

from decimal import Decimal

from ...formula.layout import formula
from ...formula.nodes import Formula, Mark, Row, Value
from ...network.quantity import Quantity
from ...steps import numerals
from ...steps.expr import refs
from ...steps.solution import Solution
from ..grounds import reached
from ..search.cause import Cause
from ..source.claims import Claim, NumberClaim
from ..worlds.what_if import what_if

MOST_LINES = 3
MORE = 2  # digits by which a value that was cut off is written out further
MOST_DIGITS = 14


def lines_of(claim: Claim, cause: Cause) -> tuple[Formula, ...]:
    """Return the lines of work in which a cause acts, and the line that prints the claim, in the source's sign too."""
    if not isinstance(claim, NumberClaim) or claim.rounds > 1 or (cause.pen and not cause.carried):
        return ()
    steps = {step.id: step for step in cause.alternative.trace.steps}
    near = (reached(claim.subject, cause) - cause.stated.keys()) & steps.keys()
    acted = [id for id in steps if id in near and id in cause.alternative.changed and id != claim.subject]
    chosen = [*acted[: MOST_LINES - 1], *([claim.subject] if claim.subject in steps else [])]
    found = _what_if(claim, cause, chosen)
    lines = tuple(formula(found, steps[id], linear=True) for id in chosen)
    return (*lines, _turned(claim, cause, lines[-1])) if lines and claim.sign != 1 else lines


def _turned(claim: NumberClaim, cause: Cause, line: Formula) -> Formula:
    """Return the last line with its sign turned, which ends with the digits that the source prints."""
    rounds = claim.printed.is_rounding_of(cause.value)
    value = Value(claim.printed.shown(cause.value) if rounds else numerals.shown(cause.value, _digits(claim)))
    return Formula(
        subject=Row((Mark(numerals.MINUS, prefix=True), line.subject)), symbolic=value, substituted=None, value=value
    )


def _digits(claim: NumberClaim) -> int:
    """Return to how many decimals a value is written that is not what was printed."""
    return min(claim.printed.places + MORE, MOST_DIGITS)


def _what_if(claim: NumberClaim, cause: Cause, ids: list[str]) -> Solution:
    """Return the numbers that some steps need, as the cause has them, written for lines of work."""
    alternative = cause.alternative
    steps = {step.id: step for step in alternative.trace.steps}
    digits = min(max(claim.printed.places, alternative.example.digits), MOST_DIGITS)

    def write(quantity: Quantity, value: Decimal) -> str:
        said = quantity.id in cause.stated.keys() - cause.computed
        if quantity.id == claim.subject and not cause.pen and not said:
            rounds = claim.printed.is_rounding_of(claim.turned(value))
            return claim.printed.shown(value) if rounds else numerals.shown(value, digits + MORE)
        return numerals.written(value) if quantity.given or said else numerals.shown(value, digits)

    wanted = dict.fromkeys([*ids, *(ref for id in ids for ref in refs(steps[id].expr))])
    return what_if(alternative, alternative.stating(cause.stated), wanted, write)
