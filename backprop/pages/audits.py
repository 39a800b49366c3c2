"""What was made of a source's printed numbers: the page of one audit."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ..audit.findings import Audit
from ..audit.source.claims import (
    Source,
)
from ..audit.telling import explain
from ..audit.verdicts import VERDICTS
from ..examples import Worked
from ..lesson.claim_rows import ClaimRow, claim_row, in_symbols
from ..program.numbers import quoted
from ..words.en import audit as words
from ..words.en import pages
from .frame import Files, Frame
from .lessons import checked, crumbs, short
from .page import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How many findings are of one group; `icon` and `title` say which without colour."""

    group: str
    icon: str
    title: str
    count: int
    share: int


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


def audit_page(frame: Frame, example: Worked) -> Files:
    """Yield the page of an example's audit, if it has one: its source, its score, a verdict for everything printed."""
    if (audit := example.audit) is None:
        return
    yield frame.page(
        f"{example.slug}/audit/index.html",
        "audit.html",
        kind="audit",
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
            wide=tuple(in_symbols(example.solution, sentence, theirs=True) for sentence in explain.of_the_whole(audit)),
            rows=tuple(claim_row(example.solution, finding) for finding in audit.findings),
        ),
    )
