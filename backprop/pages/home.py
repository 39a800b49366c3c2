"""The front page and the page for what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ..drawing.diagram import sketch
from ..examples import Worked
from ..formula.opened import is_wide
from ..lesson.find_slip import planted
from ..words.en import drawings
from ..words.en import pages as words
from .frame import Files, Frame
from .functions import functions
from .lessons import short
from .page import Link
from .texts import title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An example on the front page."""

    title: str
    path: str
    number: int
    svg: Markup
    summary: str
    folder: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeBody:
    first: Markup  # what comes before the lessons: the text up to its first heading
    rest: Markup
    lessons: tuple[Card, ...]
    further: tuple[Card, ...]
    texts: tuple[Link, ...]
    others: tuple[Card, ...]
    sources: int
    claims: int
    workbench: bool
    practice: bool
    find: bool


def shape(example: Worked) -> str:
    """Say a network's layers and activations in a few words."""
    net = example.solution.example.network
    sizes = "-".join(str(len(column)) for column in net.columns)
    activations = ", ".join(dict.fromkeys(drawings.name(layer.activation) for layer in net.layers))
    return f"{sizes}, {activations}"


def _card(frame: Frame, example: Worked, number: int = 0) -> Card:
    return Card(
        title=example.title,
        path=f"{example.slug}/index.html",
        number=number,
        short=short(example.title),
        folder=f"{example.slug}/",
        svg=Markup(sketch(example.solution.example.network, title=example.title)),
        summary=frame.site.about.get(example.slug) or words.steps(shape(example), len(example.solution.steps)),
    )


def _listed(example: Worked) -> bool:
    """Return whether an example is one to learn from: one that is wrong on purpose is met on the page that needs it."""
    return example.solution.example.method.hidden_gradient == "old_weights"


def home(frame: Frame) -> Files:
    """Yield the front page: what this is, the course, the gallery, how it is checked."""
    worked = frame.worked
    audited: list[int] = []  # claims of each example that has some
    others: list[Card] = []
    in_course = set(frame.site.order)
    for example in worked.values():  # once: not all are in memory at a time
        if example.audit:
            audited.append(len(example.audit.findings))
        if example.slug not in in_course and _listed(example):
            others.append(_card(frame, example))
    prose = frame.prose(frame.content / "pages" / "index.md", functions(frame, ""))
    first, mark, rest = prose.html.partition("<h2")
    yield frame.page(
        "index.html",
        "home.html",
        kind="home",
        title=frame.site.title,
        description=frame.site.description,
        source="pages/index.md",
        policy={"frame-src": "'self'"},  # the player of the famous example is a page of its own
        body=HomeBody(
            first=Markup(first),
            rest=Markup(mark + rest),
            lessons=tuple(_card(frame, worked[slug], i) for i, slug in enumerate(frame.site.lessons, 1)),
            further=tuple(_card(frame, worked[slug]) for slug in frame.site.further if slug in worked),
            texts=tuple(
                Link(title=title_of(frame.content, name), path=f"{name}/index.html")
                for name in frame.site.further
                if name not in worked
            ),
            others=tuple(others),
            sources=len(audited),
            claims=sum(audited),
            workbench=frame.workbench,
            practice=bool(frame.site.lessons) and not is_wide(worked[frame.site.lessons[-1]].solution),
            find=bool(frame.site.lessons) and bool(planted(worked[frame.site.lessons[-1]].solution)),
        ),
    )


def not_found(frame: Frame) -> Files:
    """Yield the page for addresses that lead nowhere; its links hold at any depth where the base URL is known."""
    root = frame.site.base_path if frame.site.base_url else ""
    yield frame.page(
        "404.html",
        "page.html",
        kind="missing",
        title=words.NOT_HERE,
        description=words.NO_ADDRESS,
        root=root,
        body=frame.prose(frame.content / "pages" / "404.md", functions(frame, root)),
    )
