"""What a verdict says to a reader: one kind, exact sentence, and the arithmetic that gives the printed digits.

The author's own work is not known, so a slip is never asserted: the digits are consistent with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ...formula import text
from ...formula.layout import Formula
from ...steps import numerals
from ...steps.expr import refs
from ..judge import Audit, Finding, Wide
from ..search.candidates import Cause
from ..search.case import carried, readings
from ..slips.catalogue import DEVIATIONS
from ..source.claims import COUNTS, Claim
from .lines_of_work import lines_of, reached

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


MOST_NAMES = 3  # of slips that fit a number equally


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
            lead = _value(audit, finding, right)
            sentence = f"{lead} The digits are those of the value cut off; rounded it is {rounded}."
            return Explanation(sentence=f"{sentence}{_also_carried(audit, claim)}")
        case "last_digit":
            rounded = claim.printed.shown(finding.right)
            lead = _value(audit, finding, right).removesuffix(".")
            sentence = f"{lead}, rounded {rounded}: the last printed digit is one off."
            return Explanation(sentence=f"{sentence}{_also_carried(audit, claim)}")
        case "carried":
            return _carried(audit, finding, finding.causes[0], right)
        case "unexplained":
            sentence = _unexplained(audit, finding, right)
        case _ if finding.named:
            sentence = _named(audit, finding, right)
        case "ambiguous":
            sentence = _ambiguous(audit, finding, right)
        case _:
            cause = finding.causes[0]
            lines = lines_of(audit, claim, cause)
            sentence = f"{_value(audit, finding, right)} {_consistent(finding, cause)}{_other_sign(claim, lines)}"
            return Explanation(sentence=sentence, lines=lines)
    return Explanation(sentence=sentence)


def _other_sign(claim: Claim, lines: tuple[Formula, ...]) -> str:
    """Say of lines of work below a claim whose source has the other sign that they have ours."""
    if claim.sign == 1 or not lines:
        return ""
    return " The lines have this site’s sign, from output minus target; the source’s is the other one."


def shown(claim: Claim, value: Decimal | None) -> str:
    """Write a value to two digits more than were printed, and at least four, so that a reader sees how it rounds."""
    if value is None:
        return "not known"
    if claim.subject in COUNTS:
        return str(value)
    places = max(0, -claim.printed.unit.adjusted()) + 2 if claim.printed else 4
    places = min(max(places, numerals.decimals_for(value, 4)), 30)
    return numerals.written(numerals.round_half_up(value, places))


def _value(audit: Audit, finding: Finding, right: str) -> str:
    if finding.claim.direction is not None:
        return _turn(audit, finding)
    return f"The value is {right}." if not finding.claim.expression else f"The line gives {right}."


def _turn(audit: Audit, finding: Finding) -> str:
    """Say which way a quantity goes and, of a weight, that the sign comes from the error signal it feeds."""
    if not finding.right:
        return "It does not change."
    change = numerals.shown(abs(finding.right), 4)
    text = f"It {'increases' if finding.right > 0 else 'decreases'} by {change}"
    base, sign = audit.case.base, "negative" if finding.right > 0 else "positive"
    weight = next((w for w in base.example.network.weights if w.name == finding.claim.quantity), None)
    signal = f"delta_{weight.target}" if weight else ""
    if signal not in base.exprs:
        return f"{text}."
    same = (base.world[signal] < 0) == (finding.right > 0)
    return f"{text}: its gradient is {sign}" + (f", as is the error signal of {weight.target}." if same else ".")


def _carried(audit: Audit, finding: Finding, cause: Cause, right: str) -> Explanation:
    printed = finding.claim.printed
    if printed.is_rounding_of(cause.value):
        how = "Right with the source’s own earlier numbers put in"
    elif printed.is_truncation_of(cause.value):
        how = "Right with the source’s own earlier numbers put in, its digits cut off"
    else:
        how = "With the source’s own earlier numbers put in it is one off in the last digit"
    lines = lines_of(audit, finding.claim, cause)
    slips = _inherited(audit, finding.claim, cause)
    brought = f" What was put in brings along: {', '.join(slips)}." if slips else ""
    sign = _other_sign(finding.claim, lines)
    return Explanation(sentence=f"{how}. From exact values it is {right}.{brought}{sign}", lines=lines)


def _also_carried(audit: Audit, claim: Claim) -> str:
    """Add, of a number that is nearly right, that the source's own earlier numbers lead to it."""
    cause = carried(audit.case, claim)
    fits = cause is not None and claim.printed.rounded(cause.value) == claim.printed.value
    return " From the source’s own earlier numbers it follows as printed." if fits else ""


def _inherited(audit: Audit, claim: Claim, cause: Cause) -> list[str]:
    """Return the slips in the numbers that a claim was carried from, and in those that these were carried from."""
    told = {f.claim.subject: f for f in audit.findings if f.claim.printed and f.claim.number < claim.number}
    names: list[str] = []
    waiting, seen = [(claim.subject, cause)], set()
    while waiting:
        subject, current = waiting.pop(0)
        stated = current.stated or {}
        exprs = current.scene.exprs
        used = {ref for id in reached(subject, current, stated) if id in exprs for ref in refs(exprs[id])}
        for id in sorted(used & stated.keys() & told.keys() - seen):
            seen.add(id)
            finding = told[id]
            if finding.verdict in {"slip", "slips"}:
                names += [DEVIATIONS[name].name for name in finding.deviations[:1]]
            elif finding.verdict == "ambiguous":
                names.append(" or ".join(DEVIATIONS[name].name for name in finding.deviations[:MOST_NAMES]))
            waiting += [(id, found) for found in finding.causes[:1] if found.stated]
    return list(dict.fromkeys(names))


def _unexplained(audit: Audit, finding: Finding, right: str) -> str:
    claim = finding.claim
    if audit.not_run(claim):
        return "Not run: what a program printed is judged by running it, and that was not asked for (--run-programs)."
    if finding.right is None:
        return "Nothing here computes this number."
    if claim.direction is not None:
        return _value(audit, finding, right)
    if claim.expression:
        wrong = "The arithmetic does not give the printed digits, nor does a slip known here."
        return f"{_value(audit, finding, right)} {wrong}"
    own = _own_reading(audit, claim)
    return f"{_value(audit, finding, right)}{own} None of the slips known here gives the printed digits."


def _own_reading(audit: Audit, claim: Claim) -> str:
    """Say what the source's own earlier numbers give."""
    value = next((value for value, _ in readings(audit.case, claim, audit.case.base)), None)
    return "" if value is None else f" From the source’s own earlier numbers it would be {shown(claim, value)}."


def _named(audit: Audit, finding: Finding, right: str) -> str:
    claim = finding.claim
    if "other_program" in finding.named:
        own = audit.case.base.world.value(claim.expr)
        fits = own is not None and claim.printed.is_rounding_of(own)
        cut = own is not None and claim.printed.is_truncation_of(own)
        whole = (
            "which is this number" if fits else "cut off to these digits" if cut else "which is not this number either"
        )
        return (
            f"Run as printed, the program gives {right}, so it did not print this. "
            f"The network of the notes gives {shown(claim, own)}, {whole}."
        )
    weights = len(audit.case.stage.example.network.weights)
    if claim.unused:
        return f"The network has {_counted(weights)} weights, and no formula uses {claim.quantity}."
    return f"The network has {_counted(int(finding.right))}; what else is listed is never used."


def _ambiguous(audit: Audit, finding: Finding, right: str) -> str:
    names = [_phrase(cause) for cause in finding.causes]
    listed = "; ".join(names[:6]) + (f"; and {len(names) - 6} more" if len(names) > 6 else "")
    what = "this direction" if finding.claim.direction is not None else "these digits"
    return f"{_value(audit, finding, right)} {_counted(len(names)).capitalize()} different slips give {what}: {listed}."


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
    if claim.direction is not None:
        where = ", ".join(variant.detail for variant in cause.scene.variants)
        return f"The printed direction is consistent with a sign turned round ({where})."
    own = " and with the source’s own earlier numbers put in" if cause.carried else ""
    value = shown(claim, cause.value)
    cut = claim.printed.is_truncation_of(cause.value) and not claim.printed.is_rounding_of(cause.value)
    what = f"The digits are those of {value} cut off, and" if cut and not cause.pen else "The digits are"
    if cause.ids == ("decimal_shift",):
        lead = "With the source’s own earlier numbers put in, the" if cause.carried else "The"
        return f"{lead} digits are consistent with those of {value}, the decimal point {cause.detail}."
    if cause.ids == ("wrong_sign",) and cause.pen:
        return f"The digits are consistent with those of {value}{own}, its sign turned round."
    told = cause.pen in {"stale_value", "digit_typo"} or what != "The digits are"
    gives = "" if told else f", which gives {value}"
    if len(cause.ids) > 1:
        return f"{what} consistent with two slips together: {_phrase(cause)}{own}{gives}."
    return f"{what} consistent with {_phrase(cause)}{own}{gives}: {DEVIATIONS[cause.ids[0]].explanation}."


def _counted(number: int) -> str:
    return COUNTED[number] if number < len(COUNTED) else str(number)


def summary(audit: Audit) -> dict[str, int]:
    """Return how many claims are right, rounded, carried, slips and unexplained."""
    return {name: sum(finding.verdict in verdicts for finding in audit.findings) for name, verdicts in GROUPS.items()}


def wide_sentence(audit: Audit, wide: Wide) -> str:
    """Return what is said at the top about a slip that explains several numbers."""
    found = wide.findings
    count = _counted(len(found))
    after = [finding for finding in audit.findings if "@r" in finding.claim.quantity]
    whole = len(found) > 1 and len(after) == len(found) and all(finding in found for finding in after)
    lead = f"All {count} numbers printed of the updated network" if whole else f"{count.capitalize()} printed numbers"
    quantities = list(dict.fromkeys(finding.claim.quantity for finding in found))
    if not whole and len(quantities) < len(found):
        plural = "quantity" if len(quantities) == 1 else "quantities"
        lead = f"{count.capitalize()} printed numbers, of {_counted(len(quantities))} {plural}"
    named = "" if whole else f" ({', '.join(quantities)})"
    phrases = " with ".join(_scene_phrase(variant) for variant in wide.cause.scene.variants)
    reasons = "; ".join(DEVIATIONS[variant.deviation].explanation for variant in wide.cause.scene.variants)
    return f"{lead}{named} are consistent with {phrases}: {reasons}."
