"""What a verdict says to a reader: one kind, exact sentence, and the arithmetic that gives the printed digits.

The author's own work is not known, so a slip is never asserted: the digits are consistent with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .. import numerals
from ..expr import refs
from ..formula import Formula, formula
from ..solution import Number, Solution
from ..views import text
from .candidates import Cause
from .catalogue import DEVIATIONS
from .claims import COUNTS, Claim
from .judge import Audit, Finding, Wide

MOST_LINES = 3
COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
WORDS = {
    "exact": "right",
    "truncated": "cut off",
    "last_digit": "last digit",
    "carried": "carried",
    "slip": "slip",
    "slips": "two slips",
    "ambiguous": "several slips fit",
    "unexplained": "unexplained",
}
GROUPS = {
    "right": ("exact",),
    "rounding": ("truncated", "last_digit"),
    "carried": ("carried",),
    "slips": ("slip", "slips", "ambiguous"),
    "unexplained": ("unexplained",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A sentence, and lines of work where there are any."""

    sentence: str
    lines: tuple[Formula, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text.line(line) for line in self.lines)

    @property
    def text(self) -> str:
        return " ".join((self.sentence, *(f"{line}." for line in self.texts)))


def explain(audit: Audit, finding: Finding) -> Explanation:
    """Return what a finding says."""
    claim = finding.claim
    right = shown(claim, finding.right)
    match finding.verdict:
        case "exact":
            sentence = "Right to the last printed digit." if claim.printed else "Right."
            return Explanation(sentence=f"The program prints {right}. {sentence}" if claim.program else sentence)
        case "truncated":
            rounded = claim.printed.shown(finding.right)
            sentence = f"The value is {right}. Its digits were cut off; rounded it is {rounded}."
        case "last_digit":
            rounded = claim.printed.shown(finding.right)
            sentence = f"The value is {right}, rounded {rounded}: the last printed digit is one off."
        case "carried":
            return _carried(audit, finding, finding.causes[0], right)
        case "unexplained":
            sentence = _unexplained(audit, finding, right)
        case _ if finding.named:
            sentence = _named(audit, finding, right)
        case "ambiguous":
            sentence = _ambiguous(finding, right)
        case _:
            cause = finding.causes[0]
            lines = lines_of(audit, claim, cause)
            return Explanation(sentence=f"{_value(finding, right)} {_consistent(finding, cause)}", lines=lines)
    return Explanation(sentence=sentence)


def shown(claim: Claim, value: Decimal | None) -> str:
    """Write a value to two digits more than were printed, and at least four, so that a reader sees how it rounds."""
    if value is None:
        return "not known"
    if claim.subject in COUNTS:
        return str(value)
    places = max(0, -claim.printed.unit.adjusted()) + 2 if claim.printed else 4
    places = min(max(places, numerals.decimals_for(value, 4)), 30)
    return numerals.written(numerals.round_half_up(value, places))


def _value(finding: Finding, right: str) -> str:
    if finding.claim.direction is not None:
        return _turn(finding)
    return f"The value is {right}." if not finding.claim.expression else f"The line gives {right}."


def _turn(finding: Finding) -> str:
    change = numerals.shown(abs(finding.right), 4)
    way = "increases" if finding.right > 0 else "decreases"
    return f"It {way} by {change}." if finding.right else "It does not change."


def _carried(audit: Audit, finding: Finding, cause: Cause, right: str) -> Explanation:
    printed = finding.claim.printed
    if printed.is_rounding_of(cause.value):
        how = "Right with the source’s own earlier numbers put in"
    elif printed.is_truncation_of(cause.value):
        how = "Right with the source’s own earlier numbers put in, its digits cut off"
    else:
        how = "With the source’s own earlier numbers put in it is one off in the last digit"
    lines = lines_of(audit, finding.claim, cause)
    return Explanation(sentence=f"{how}. From exact values it is {right}.", lines=lines)


def _unexplained(audit: Audit, finding: Finding, right: str) -> str:
    claim = finding.claim
    if claim.program and finding.right is not None:
        own = audit.case.base.world.value(claim.expr)
        return (
            f"The program as printed gives {right}, and the network itself {shown(claim, own)}: neither is this number."
        )
    if finding.right is None:
        return "Nothing here computes this number."
    return f"{_value(finding, right)} None of the slips known here gives the printed digits."


def _named(audit: Audit, finding: Finding, right: str) -> str:
    claim = finding.claim
    if "other_program" in finding.named:
        return (
            f"The program as printed gives {right}. The printed number is right for the network, "
            "so it was not printed by this program."
        )
    weights = len(audit.case.stage.example.network.weights)
    if claim.unused:
        return f"The network has {_counted(weights)} weights, and no formula uses {claim.quantity}."
    return f"There are {_counted(int(finding.right))}; what else is listed belongs to nothing in the network."


def _ambiguous(finding: Finding, right: str) -> str:
    names = [_phrase(cause) for cause in finding.causes]
    listed = "; ".join(names[:6]) + (f"; and {len(names) - 6} more" if len(names) > 6 else "")
    what = "this direction" if finding.claim.direction is not None else "these digits"
    return f"{_value(finding, right)} {_counted(len(names)).capitalize()} different slips give {what}: {listed}."


def _phrase(cause: Cause) -> str:
    return " with ".join(part for part in (*map(_scene_phrase, cause.scene.variants), _pen_phrase(cause)) if part)


def _scene_phrase(variant: object) -> str:
    name = DEVIATIONS[variant.deviation].name
    return f"{name} ({variant.detail})" if variant.detail else name


def _pen_phrase(cause: Cause) -> str:
    if not cause.pen:
        return ""
    name = DEVIATIONS[cause.pen].name
    detail = f"as printed for {cause.detail}" if cause.pen == "stale_value" else cause.detail
    return f"{name} ({detail})" if detail else name


def _consistent(finding: Finding, cause: Cause) -> str:
    claim = finding.claim
    own = " and with the source’s own earlier numbers put in" if cause.carried else ""
    what = "The direction is" if claim.direction is not None else "The digits are"
    value = shown(claim, cause.value)
    if cause.ids == ("decimal_shift",):
        lead = "With the source’s own earlier numbers put in, the" if cause.carried else "The"
        return f"{lead} digits are consistent with those of {value}, the decimal point {cause.detail}."
    gives = "" if cause.pen in {"stale_value", "digit_typo"} else f", which gives {value}"
    if len(cause.ids) > 1:
        return f"{what} consistent with two slips together: {_phrase(cause)}{own}{gives}."
    return f"{what} consistent with {_phrase(cause)}{own}{gives}: {DEVIATIONS[cause.ids[0]].explanation}."


def _counted(number: int) -> str:
    return COUNTED[number] if number < len(COUNTED) else str(number)


def lines_of(audit: Audit, claim: Claim, cause: Cause) -> tuple[Formula, ...]:
    """Return the lines of work in which a cause acts, and the line that prints the claim."""
    if claim.expression or claim.rounds > 1 or claim.direction is not None or (cause.pen and not cause.carried):
        return ()
    stated = cause.stated or {}
    steps = {step.id: step for step in cause.scene.worked.steps}
    near = set(_reached(claim.subject, cause, stated)) & steps.keys()
    acted = [id for id in steps if id in near and id in cause.scene.changed and id != claim.subject]
    chosen = [*acted[: MOST_LINES - 1], *([claim.subject] if claim.subject in steps else [])]
    places = max(0, -claim.printed.unit.adjusted())
    worked = _WhatIf(audit, claim, cause, max(places, audit.case.stage.example.digits)).solution(chosen)
    return tuple(formula(worked, steps[id], linear=True) for id in chosen)


def _reached(id: str, cause: Cause, stated: dict) -> Iterator[str]:
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
        if quantity.id == self.claim.subject and not self.cause.pen:
            written = self.claim.printed.shown(value)
        return Number(quantity=quantity, value=value, shown=self.said.get(quantity.id, written), ours=False)


def summary(audit: Audit) -> dict[str, int]:
    """Return how many claims are right, rounded, carried, slips and unexplained."""
    return {name: sum(finding.verdict in verdicts for finding in audit.findings) for name, verdicts in GROUPS.items()}


def wide_sentence(audit: Audit, wide: Wide) -> str:
    """Return what is said at the top about a slip that explains several numbers."""
    found = wide.findings
    count = _counted(len(found))
    after = [finding for finding in audit.findings if "@r" in finding.claim.quantity]
    whole = len(found) > 1 and len(after) == len(found) and all(finding in found for finding in after)
    lead = f"All {count} numbers printed after the update" if whole else f"{count.capitalize()} printed numbers"
    named = "" if whole else f" ({', '.join(dict.fromkeys(finding.claim.quantity for finding in found))})"
    phrases = " with ".join(_scene_phrase(variant) for variant in wide.cause.scene.variants)
    reasons = "; ".join(DEVIATIONS[variant.deviation].explanation for variant in wide.cause.scene.variants)
    return f"{lead}{named} are consistent with {phrases}: {reasons}."
