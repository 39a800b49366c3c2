"""The page on which an example is practised: its steps to fill in, and other numbers that are proven to tell."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ..examples import Worked
from ..formula.opened import is_wide
from ..formula.record import on_page
from ..lesson.lesson import Lesson
from ..lesson.templates import inlined
from ..reading.other_numbers import Bank
from ..words.en import workbench as words
from . import workbench as bench
from .frame import Files, Frame
from .lessons import checked, crumbs, short, writer
from .page import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeBody:
    slug: str
    lesson: Lesson
    record: Markup
    bank: Bank
    python: bench.Python | None


def practice(frame: Frame, example: Worked) -> Files:
    """Yield the page of an example's practice."""
    if is_wide(example.solution):
        return  # nobody fills that in
    slug = example.slug
    yield frame.page(
        f"{slug}/practice/index.html",
        "practice.html",
        kind="practice",
        title=words.practice_of(example.title),
        description=words.practice_description(example.title),
        checked=checked(example.report),
        policy=bench.POLICY if frame.workbench else None,
        crumbs=crumbs(frame, Link(title=short(example.title), path=f"{slug}/index.html"), Link(title=words.PRACTICE)),
        body=PracticeBody(
            slug=slug,
            lesson=writer(frame, example, lettered=False),
            record=inlined(on_page(example.solution)),
            bank=example.bank,
            python=bench.python(frame, "../../") if frame.workbench else None,
        ),
    )
