"""What a verdict says to a reader: one kind, exact sentence, and the arithmetic that gives the printed digits.

Longer than most: what can be said of each kind of claim stands side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from ...formula import text
from ...formula.nodes import Formula
from ...steps import numerals
from ...words.en import audit as words
from ...words.en import details, meant
from ..findings import (
    Audit,
    Feeds,
    Finding,
    Inherited,
    Miscalculated,
    Missed,
    Nearly,
    NeverUsed,
    NotRun,
    OtherOutput,
    Single,
    Wide,
)
from ..search.cause import Cause, Extent
from ..slips.catalogue import DEVIATIONS
from ..slips.variant import Variant
from ..source.claims import Claim, CountClaim, DigitsClaim, DirectionClaim, LineClaim, OutputClaim, UnusedClaim
from ..source.printed import Printed
from ..verdicts import GROUPS
from .lines_of_work import lines_of

MOST_LISTED = 6  # of several slips that fit
LEAST_PLACES, MOST_PLACES = 4, 30

Kind = TypeVar("Kind")


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


def explain(finding: Finding) -> Explanation:
    """Return what a finding says."""
    claim = finding.claim
    told = finding.causes if finding.verdict != "ambiguous" else ()
    lines = lines_of(claim, told[0]) if told else ()
    sentence = _sentence(finding, claim)
    if lines and isinstance(claim, DigitsClaim) and claim.sign != 1:
        sentence = f"{sentence} {words.OTHER_SIGN}"
    return Explanation(sentence=sentence, lines=lines)


def _sentence(finding: Finding, claim: Claim) -> str:
    right = shown(claim, finding.right)
    match claim:
        case DirectionClaim():
            return _of_direction(finding, claim)
        case UnusedClaim():
            return words.unused_name(_grounds(finding, NeverUsed).weights, claim.quantity)
        case CountClaim() if finding.verdict == "slip":
            return words.unused_count(int(finding.right or 0))
        case OutputClaim():
            return _of_program(finding, claim, right)
        case _ if finding.verdict == "exact":
            return words.RIGHT_DIGITS
        case CountClaim():
            return f"{words.value(right)} {words.NO_SLIP}"
    lead = words.line_gives(right) if isinstance(claim, LineClaim) else words.value(right)
    match finding.verdict:
        case "truncated" | "last_digit":
            tell = words.cut_off if finding.verdict == "truncated" else words.one_off
            sentence = tell(lead, claim.printed.shown(_right(finding)))
            nearly = _grounds(finding, Nearly)
            follows = [words.FOLLOWS] if nearly.follows else []
            return " ".join(
                (
                    sentence,
                    *follows,
                    *([words.or_else(map(_names, nearly.slips[:MOST_LISTED]))] if nearly.slips else ()),
                )
            )
        case "carried":
            return _carried(finding, claim, right)
        case "unexplained":
            return _unexplained(finding, claim, lead)
        case "ambiguous":
            return words.several(lead, _phrases(finding.causes), MOST_LISTED, words.THESE_DIGITS)
        case "slip" if isinstance(finding.grounds, Miscalculated):
            return f"{lead} {words.miscalculated(finding.grounds.right_for, finding.grounds.nearly)}"
    return f"{lead} {_consistent(claim, finding.causes[0])}"


def _carried(finding: Finding, claim: DigitsClaim, right: str) -> str:
    if isinstance(finding.grounds, Single):
        return words.in_single_precision(right)
    [cause] = finding.causes
    if cause.alternative.rounding:
        return words.as_kept(", ".join(variant.detail for variant in cause.alternative.variants), right)
    near = "near" if claim.printed.is_one_unit_off(cause.value) else "open"
    fit = {"fits": "rounded", "cut": "cut", "not": near}[_fit(claim.printed, cause.value)]
    return words.carried(fit, right, (_names(ids) for ids in _grounds(finding, Inherited).slips))


def _right(finding: Finding) -> Decimal:
    assert finding.right is not None, "a verdict of this kind has a right value"
    return finding.right


def _grounds(finding: Finding, kind: type[Kind]) -> Kind:
    assert isinstance(finding.grounds, kind), "a verdict of this kind has these grounds"
    return finding.grounds


def shown(claim: Claim, value: Decimal | None) -> str:
    """Write a value to two digits more than were printed, and at least four, so that a reader sees how it rounds."""
    if value is None:
        return words.NOT_KNOWN
    if isinstance(claim, CountClaim):
        return str(value)
    places = claim.printed.places + 2 if isinstance(claim, DigitsClaim | OutputClaim) else LEAST_PLACES
    least = numerals.decimals_for(value, LEAST_PLACES)
    if least > MOST_PLACES:
        return numerals.shown(value, LEAST_PLACES)
    places = min(max(places, least), MOST_PLACES)
    while isinstance(claim, DigitsClaim) and places < MOST_PLACES and not _tells(claim.printed, value, places):
        places += 1
    return numerals.written(numerals.round_half_up(value, places))


def _tells(printed: Printed, value: Decimal, places: int) -> bool:
    """Return whether a value written to so many places is rounded to the printed digits as the value itself is."""
    written = numerals.round_half_up(value, places)
    return printed.rounded(written) == printed.rounded(value)


def _fit(printed: Printed, value: Decimal | None) -> str:
    """Return how printed digits are those of a value: fits, cut, or not."""
    if value is None:
        return "not"
    return "fits" if printed.is_rounding_of(value) else "cut" if printed.is_truncation_of(value) else "not"


def _of_direction(finding: Finding, claim: DirectionClaim) -> str:
    """Say which way a quantity goes and, of a weight, that the sign comes from the error signal it feeds."""
    if finding.right is None:
        return words.NOTHING_COMPUTES
    if finding.verdict == "exact":
        return words.RIGHT
    if not finding.right:
        lead = words.STAYS
    else:
        up = finding.right > 0
        lead = words.moves(up, numerals.shown(abs(finding.right), LEAST_PLACES))
        feeds = finding.grounds
        lead += words.by_its_gradient(up, feeds.neuron, feeds.alike) if isinstance(feeds, Feeds) else "."
    if len(finding.causes) > 1:
        return words.several(lead, _phrases(finding.causes), MOST_LISTED, words.THIS_DIRECTION)
    if finding.causes:
        where = ", ".join(variant.detail for variant in finding.causes[0].alternative.variants)
        return f"{lead} {words.turned_sign(where)}"
    return lead


def _of_program(finding: Finding, claim: OutputClaim, right: str) -> str:
    match finding.grounds:
        case NotRun():
            return words.NOT_RUN
        case OtherOutput(own=own):
            return words.other_output(right, "" if own is None else shown(claim, own), _fit(claim.printed, own))
        case _ if finding.right is None:
            return words.NOTHING_COMPUTES
        case Missed():
            return f"{words.value(right)} {words.NO_SLIP}"
    return words.program_prints(right, words.RIGHT_DIGITS)


def _unexplained(finding: Finding, claim: DigitsClaim, lead: str) -> str:
    if finding.right is None:
        return words.NOTHING_COMPUTES
    own = _grounds(finding, Missed).own
    return f"{lead}{words.would_be(shown(claim, own)) if own is not None else ''} {_none_told(finding)}"


def _none_told(finding: Finding) -> str:
    """Say that no slip gives the digits, or that one does but so might others."""
    names = [id for cause in finding.unbelieved for id in cause.ids]
    return words.too_few(_names(dict.fromkeys(names))) if names else words.NO_SLIP


def _names(ids: Iterable[str]) -> str:
    return words.either(DEVIATIONS[id].name for id in ids)


def _phrases(causes: Iterable[Cause]) -> list[str]:
    return [_phrase(cause) for cause in causes]


def _phrase(cause: Cause) -> str:
    parts = [_variant(variant, cause.extent) for variant in cause.alternative.variants]
    if cause.pen:
        detail = words.printed_for(cause.detail) if cause.pen == "stale_value" else cause.detail
        detail = words.it_is(detail) if cause.pen == "other_quantity" else detail
        parts.append(words.with_detail(DEVIATIONS[cause.pen].name, detail))
    return words.together(parts)


def _variant(variant: Variant, extent: Extent = "all") -> str:
    tell = {"some": details.only_here, "one": details.of_one}.get(extent, str)
    return words.with_detail(DEVIATIONS[variant.deviation].name, tell(variant.detail))


def _consistent(claim: DigitsClaim, cause: Cause) -> str:
    value = shown(claim, cause.value)
    if cause.ids == ("decimal_shift",):
        return words.shifted(value, cause.detail, cause.carried)
    if cause.ids == ("wrong_sign",) and cause.pen:
        return words.sign_of_the_number(value, cause.carried)
    cut = value if _fit(claim.printed, cause.value) == "cut" and not cause.pen else ""
    return words.consistent(
        _phrase(cause),
        reason=DEVIATIONS[cause.ids[0]].explanation if len(cause.ids) == 1 else "",
        gives="" if cut or cause.pen in {"stale_value", "digit_typo", "digit_replaced", "other_quantity"} else value,
        cut=cut,
        carried=cause.carried,
    )


def summary(audit: Audit) -> dict[str, int]:
    """Return how many claims are right, rounded, carried, slips and unexplained."""
    return {name: sum(finding.kind.group == name for finding in audit.findings) for name in GROUPS}


def wide_sentence(wide: Wide) -> str:
    """Return what is said about a slip that explains several numbers."""
    variants = wide.cause.alternative.variants
    return words.wide(
        [finding.claim.quantity for finding in wide.findings],
        words.together(map(_variant, variants)),
        [DEVIATIONS[variant.deviation].explanation for variant in variants],
        updated=wide.updated,
    )


def of_the_whole(audit: Audit) -> Iterator[str]:
    """Yield what is said at the top of an audit: of slips that explain several numbers, and what may be meant so."""
    if audit.meant:
        yield meant.taken(*audit.meant) if audit.taken else meant.convention(*audit.meant)
    for wide in audit.wide:
        [variant, *more] = wide.cause.alternative.variants
        how = meant.may_be_meant(variant.deviation, variant.detail) if wide.whole and not more else ""
        yield f"{wide_sentence(wide)} {how}".rstrip()
