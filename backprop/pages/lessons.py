"""The page of an example: its lesson, its record, its program."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..errors import ContentError, Fault, shortened
from ..examples import Worked
from ..formula.opened import is_wide
from ..formula.record import dump, on_page
from ..lesson import step_rows
from ..lesson.find_slip import planted
from ..lesson.lesson import Lesson
from ..lesson.templates import inlined
from ..program.numbers import plain
from ..proof.verify import Report
from ..prose.text import Prose
from ..reading.files import present, read_text
from ..reading.places import TEMPLATES
from ..steps.solution import Solution
from ..words.en import pages as words
from .frame import Files, Frame
from .page import WIDE, Link

TITLE = re.compile(r"\s*# ")


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonBody:
    """`place` says where in the course the lesson stands; `audited` how many printed numbers were, or none."""

    prose: Prose
    place: str
    audited: int
    player: bool
    record: Markup
    snippet: str = ""
    slug: str = ""
    workbench: bool = False
    wide: bool = False
    find: bool = False


def checked(report: Report) -> str:
    """Say what the witnesses agreed on."""
    text, found = words.agreed(report.compared, report.unwitnessed), report.differences
    return text + words.confirmed(found.confirmed, found.plain) if found.confirmed else text


def short(title: str) -> str:
    """Return the first part of a title, for places where there is little room."""
    return title.partition(":")[0].strip() or title


def place_of(frame: Frame, slug: str) -> str:
    lessons = frame.site.lessons
    if slug in lessons:
        return words.lesson_place(lessons.index(slug) + 1, len(lessons))
    return words.FURTHER if slug in frame.site.further else ""


def crumbs(frame: Frame, *ends: Link) -> tuple[Link, ...]:
    """Return the way from the front page to a page of the course."""
    return (
        Link(title=frame.site.course_parent, path="index.html"),
        Link(title=frame.site.course, path="index.html#lessons"),
        *ends,
    )


def neighbours(frame: Frame, slug: str) -> dict[str, Any]:
    """Return what stands before and behind in the course."""
    order = frame.site.order
    if slug not in order:
        return {"previous": None, "next": None}
    at = order.index(slug)
    links = [Link(title=frame.titles[name], path=f"{name}/index.html") for name in order]
    return {"previous": links[at - 1] if at else None, "next": links[at + 1] if at + 1 < len(links) else None}


def lesson(frame: Frame, example: Worked) -> Files:
    """Yield the lesson's page and what it offers to download.

    Raises ContentError where its text has a title of its own.
    """
    slug, solution = example.slug, example.solution
    own = example.folder / "lesson.md"
    wide = is_wide(solution)
    text = own if present(own) else TEMPLATES / _common(solution)
    own_words = _untitled(text)
    lines = writer(frame, example, lettered="factors(" in own_words)
    prose = lines.write(own_words, str(text))
    place = place_of(frame, slug)
    yield frame.page(
        f"{slug}/index.html",
        "lesson.html",
        kind="lesson",
        title=example.title,
        description=words.lesson_description(example.title),
        checked=checked(example.report),
        crumbs=crumbs(frame, Link(title=place if slug in frame.site.lessons else short(example.title))),
        headings=prose.headings,
        does=WIDE if 'id="weight-data"' in prose.html else "",
        source=f"examples/{slug}/{'lesson.md' if present(own) else 'example.toml'}",
        picture=f"{slug}/card.png",
        body=LessonBody(
            prose=prose,
            place=place,
            audited=len(example.audit.findings) if example.audit else 0,
            player='id="player"' in prose.html,
            record=inlined(on_page(solution)),
            snippet=snippet(frame, example),
            slug=slug,
            workbench=frame.workbench and not wide,
            wide=wide,
            find=slug in frame.site.order and bool(planted(solution, 1)),
        ),
        **neighbours(frame, slug),
    )
    yield f"{slug}/trace.json", dump(solution).encode()
    yield f"{slug}/example.toml", read_text(example.folder / "example.toml").encode()
    yield f"{slug}/{slug}.py", plain(example.source).encode()
    yield f"{slug}/{slug}-output.txt", example.output.encode()


def _untitled(text: Path) -> str:
    """Return what stands in a lesson's text; raises ContentError where it has a title of its own."""
    found = read_text(text)
    if TITLE.match(found):
        got, cure = shortened(found.strip().split("\n")[0]), "take it out; the title stands in example.toml"
        raise ContentError([Fault(where=f"{text}:1", wanted="a lesson without a title of its own", got=got, cure=cure)])
    return found


def _common(solution: Solution) -> str:
    """Return which text an example has that has none of its own."""
    several, online = len(solution.example.network.samples) > 1, solution.example.method.batch == "online"
    return "wide.md" if is_wide(solution) else "online.md" if several and online else "lesson.md"


def writer(frame: Frame, example: Worked, *, lettered: bool) -> Lesson:
    return Lesson(
        solution=example.solution,
        source=example.source,
        output=example.output,
        templates=frame.templates,
        views=step_rows.step_views(example.solution, lettered=lettered),
        counts=frame.counts,
        claims=example.audit.claims.source if example.audit else None,
        term=lambda id, text="": frame.term(id, text, "../"),
    )


def snippet(frame: Frame, example: Worked) -> str:
    """Return what puts an example's player on another page, with the address of this site or a place for it."""
    address = f"{frame.site.base_url or '…'}/{example.slug.replace('.', '%2E')}/player/index.html"
    return f'<iframe src="{address}" title="{escape(example.title)}" width="100%" height="760"></iframe>'


def player(frame: Frame, example: Worked) -> Files:
    """Yield the page that has an example's player alone, to stand inside another page."""
    text = TEMPLATES / "embed.md"
    prose = writer(frame, example, lettered=False).write(read_text(text), str(text))
    yield frame.page(
        f"{example.slug}/player/index.html",
        "player.html",
        kind="player",
        title=words.player_of(example.title),
        description=words.player_description(example.title),
        body=LessonBody(
            prose=prose, place=example.title, audited=0, player=True, record=inlined(on_page(example.solution))
        ),
    )
