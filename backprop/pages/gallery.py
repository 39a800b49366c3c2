"""The gallery: every audited source, its score, and what is most worth knowing about it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from ..audit.findings import Audit, Finding
from ..audit.search.cause import Cause
from ..audit.slips.catalogue import DEVIATIONS, RANK
from ..audit.source.claims import Source
from ..audit.telling import explain
from ..audit.verdicts import VERDICTS
from ..drawing.diagram import sketch
from ..examples import Worked
from ..lesson.claim_rows import in_our_signs, in_symbols, subject_of
from ..words.en import audit as words
from ..words.en import pages
from .audits import Score, scores
from .frame import Files, Frame
from .home import shape
from .lessons import crumbs
from .page import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One audited source in the gallery."""

    title: str
    path: str
    source: Source
    svg: Markup
    shape: str
    claims: int
    scores: tuple[Score, ...]
    finding: Markup


def _telling(audit: Audit) -> Finding | None:
    """Return the finding that teaches most: a slip by name before an unexplained number, the best-known slip first."""

    def rank(finding: Finding) -> tuple[int, int]:
        return kinds.index(finding.verdict), min((RANK[id] for id in finding.deviations), default=0)

    kinds = [verdict.id for verdict in VERDICTS.values() if not verdict.right]
    wrong = [finding for finding in audit.findings if not finding.kind.right]
    return min(wrong, key=rank, default=None)


def _phrase(cause: Cause | None, finding: Finding) -> str:
    ids = cause.ids if cause else finding.deviations
    return pages.together([DEVIATIONS[id].name for id in ids])


def _all_right(audit: Audit) -> str:
    """Say of a source without slips how right its numbers are."""
    verdicts = {finding.verdict for finding in audit.findings}
    return words.all_right(len(audit.findings), exact=verdicts == {"exact"}, carried="carried" in verdicts)


def finding_sentence(example: Worked, audit: Audit) -> Markup:
    """Return a source's most interesting finding in one sentence."""
    if audit.wide:
        return in_symbols(example.solution, explain.wide_sentence(audit.wide[0]), theirs=True)
    told = _telling(audit)
    if told is None:
        return escape(_all_right(audit))
    claim = Markup('<q class="claim">{}</q>').format(in_our_signs(told.claim.text))
    start = Markup(pages.IS_PRINTED_AS).format(subject=subject_of(example.solution, told.claim), claim=claim)
    if told.verdict == "unexplained":
        return start + Markup(pages.TOO_FEW_DIGITS if told.unbelieved else pages.NO_SLIP_GIVES)
    reason = DEVIATIONS[told.deviations[0]].explanation
    phrase = _phrase(told.causes[0] if told.causes else None, told)
    return start + Markup(pages.CONSISTENT_WITH).format(phrase=phrase, reason=reason)


def gallery(frame: Frame) -> Files:
    """Yield the gallery: every audited source, its score, and what is most worth knowing about it."""
    exhibits = []
    for example in frame.worked.values():
        if example.audit is None:
            continue
        exhibits.append(
            Exhibit(
                title=example.title,
                path=f"{example.slug}/",
                source=example.audit.claims.source,
                svg=Markup(sketch(example.solution.example.network, title=example.title)),
                shape=shape(example),
                claims=len(example.audit.findings),
                scores=scores(example.audit),
                finding=finding_sentence(example, example.audit),
            )
        )
    yield frame.page(
        "gallery/index.html",
        "gallery.html",
        kind="gallery",
        title=pages.GALLERY,
        description=pages.GALLERY_DESCRIPTION,
        crumbs=crumbs(frame, Link(title=pages.GALLERY)),
        body=tuple(exhibits),
    )
