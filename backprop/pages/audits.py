"""What was made of a source's printed numbers: the page of one audit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from ..audit.findings import Audit, Finding
from ..audit.search.single import way
from ..audit.slips.catalogue import DEVIATIONS
from ..audit.source.claims import (
    Claim,
    CountClaim,
    DirectionClaim,
    LineClaim,
    NumberClaim,
    OutputClaim,
    Source,
    UnusedClaim,
)
from ..audit.telling import explain
from ..audit.verdicts import VERDICTS
from ..examples import Worked
from ..formula import mathml, speech
from ..formula.layout import Sign
from ..formula.provenance import data
from ..formula.symbols import symbol
from ..network.quantity import OF_A_PASS, Quantity
from ..program.numbers import quoted
from ..steps.numerals import MINUS
from ..words.en import audit as words
from ..words.en import pages
from .frame import Files, Frame
from .lessons import checked, crumbs, short
from .page import AUDIT_SHEETS, SCRIPTS, Link

MOST_NAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How many findings are of one group; `icon` and `title` say which without colour."""

    group: str
    icon: str
    title: str
    count: int
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One claim with its verdict. `subject` is what the number is said to be, `right` what it is."""

    number: int
    where: str
    subject: Markup
    printed: str
    right: Markup
    verdict: str
    group: str
    icon: str
    word: str
    names: str
    sentence: str
    lines: tuple[Markup, ...]
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditBody:
    example: str
    source: Source
    note: Markup
    conventions: tuple[str, ...]
    scores: tuple[Score, ...]
    wide: tuple[Markup, ...]
    rows: tuple[ClaimRow, ...]


def scores(audit: Audit) -> tuple[Score, ...]:
    """Return the groups of verdicts that occur, each with its share in whole hundredths."""
    found = explain.summary(audit)
    icons = {verdict.group: verdict.icon for verdict in VERDICTS.values()}
    return tuple(
        Score(
            group=group,
            icon=icons[group],
            title=words.group(group, count),
            count=count,
            share=max(1, round(100 * count / len(audit.findings))),
        )
        for group, count in found.items()
        if count
    )


def typeset(printed: str) -> str:
    """Return printed digits or a printed line with the signs that are used here; its digits stay as they are."""
    return re.sub(r"\s*\*\s*", " × ", printed.replace("**", "^")).replace("-", MINUS)


def subject_of(example: Worked, claim: Claim) -> Markup:
    """Return what a claim is about: a line of arithmetic as printed, or the symbol of a quantity."""
    if isinstance(claim, LineClaim):
        return Markup('<q class="claim">{}</q>').format(typeset(claim.expression))
    quantity = _quantity_of(example, claim)
    if quantity is None:
        return escape(claim.quantity.replace("_", " "))
    sign = Sign(symbol(quantity, example.solution.example.style))
    return Markup(mathml.math(sign, label=speech.write(sign)))


def _quantity_of(example: Worked, claim: Claim) -> Quantity | None:
    """Return the quantity of ours that a claim is about, if any."""
    if isinstance(claim, CountClaim | UnusedClaim):
        return None
    quantity = example.solution.trace.quantities[claim.subject]
    if claim.rounds == 1:
        return quantity
    return quantity.after(claim.rounds - (quantity.kind in OF_A_PASS))  # what a pass finds before it moves the weights


def _right(example: Worked, finding: Finding) -> Markup:
    """Return the right value; where it is a quantity of the lesson it says which."""
    claim, numbers = finding.claim, example.solution.numbers
    match claim:
        case DirectionClaim():
            return escape(words.direction(way(finding.right or 0)))
        case UnusedClaim():
            return escape(pages.NONE)
        case NumberClaim() if claim.sign == 1:
            id = claim.quantity if claim.rounds > 1 else claim.subject
            if id in numbers and finding.right is not None:
                number = numbers[id]
                return Markup(
                    data(number, number.shown if number.quantity.given else explain.shown(claim, finding.right))
                )
    return escape(explain.shown(claim, finding.right))


def _names(finding: Finding) -> str:
    """Return the slips of a finding by name; where several fit, the first few."""
    names = [DEVIATIONS[id].name for id in finding.deviations]
    joined = words.either if finding.verdict == "ambiguous" else words.both
    return joined(names[:MOST_NAMES]) + (words.and_more(len(names) - MOST_NAMES) if len(names) > MOST_NAMES else "")


def _row(example: Worked, finding: Finding) -> ClaimRow:
    claim = finding.claim
    told, kind = explain.explain(finding), finding.kind
    subject = getattr(claim, "subject", "")
    return ClaimRow(
        number=claim.number,
        where=claim.where,
        subject=subject_of(example, claim),
        printed=typeset(claim.text),
        right=_right(example, finding),
        verdict=finding.verdict,
        group=kind.group,
        icon=kind.icon,
        word=kind.word,
        names=_names(finding),
        sentence="" if finding.verdict == "exact" and not isinstance(claim, OutputClaim) else told.sentence,
        lines=tuple(Markup(mathml.line(line)) for line in told.lines),
        step=subject if subject in example.solution.step_of else "",
    )


def audit_page(frame: Frame, example: Worked) -> Files:
    """Yield the page of an example's audit, if it has one: its source, its score, a verdict for everything printed."""
    if (audit := example.audit) is None:
        return
    yield frame.page(
        f"{example.slug}/audit/index.html",
        "audit.html",
        kind="audit",
        sheets=AUDIT_SHEETS,
        scripts=(*SCRIPTS, "assets/js/audit.js"),
        title=pages.audit_title(audit.claims.source.title),
        description=pages.audit_description(len(audit.findings), audit.claims.source.title),
        checked=checked(example.report),
        crumbs=crumbs(
            frame, Link(title=short(example.title), path=f"{example.slug}/index.html"), Link(title=pages.AUDIT)
        ),
        source=f"examples/{example.slug}/claims.toml",
        body=AuditBody(
            example=example.title,
            source=audit.claims.source,
            note=Markup(quoted(audit.claims.source.note)),
            conventions=tuple(
                text for pair, text in pages.CONVENTION_NAMES.items() if pair in audit.claims.source.conventions.items()
            ),
            scores=scores(audit),
            wide=tuple(Markup(quoted(sentence)) for sentence in explain.of_the_whole(audit)),
            rows=tuple(_row(example, finding) for finding in audit.findings),
        ),
    )
