"""An example's printed sheets and the page that offers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..examples import Worked
from ..formula.record import fingerprint
from ..lesson import sheets as handout
from ..lesson.find_slip import planted
from ..lesson.sheets import FIND, KINDS, Kind
from ..reading.places import TEMPLATES
from ..reading.site import Site
from ..words.en import pages as words
from ..words.en import sheets as sheets_words
from .frame import Files, Frame
from .lessons import checked, crumbs, short
from .page import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutBody:
    example: str
    fingerprint: str
    kinds: tuple[Kind, ...] = KINDS
    papers: Mapping[str, str] = field(default_factory=lambda: sheets_words.PAPERS)


def sheets(site: Site, example: Worked) -> Files:
    """Yield every sheet of an example; they show nothing of the site but its name and language."""
    for name, pdf in handout.sheets(example.solution, TEMPLATES, site):
        yield f"{example.slug}/handout/{name}", pdf


def handouts(frame: Frame, example: Worked) -> Files:
    """Yield the page of an example's sheets."""
    slug = example.slug
    yield frame.page(
        f"{slug}/handout/index.html",
        "handout.html",
        kind="handout",
        title=words.handouts_title(example.title),
        description=words.handouts_description(example.title),
        checked=checked(example.report),
        crumbs=crumbs(frame, Link(title=short(example.title), path=f"{slug}/index.html"), Link(title=words.HANDOUTS)),
        body=HandoutBody(
            example=example.title,
            fingerprint=fingerprint(example.solution),
            kinds=(*KINDS, FIND) if slug in frame.site.order and planted(example.solution, 1) else KINDS,
        ),
    )
