"""The page on which an example is practised: its steps to fill in, and other numbers that are proven to tell."""

from __future__ import annotations

import json
from dataclasses import dataclass

from markupsafe import Markup

from ..errors import ContentError, Fault
from ..examples import Worked
from ..formula.record import live
from ..lesson.lesson import Lesson
from ..lesson.other_numbers import with_given
from ..lesson.templates import inlined
from ..reading.files import present, read_text
from ..words.en import workbench as words
from . import workbench as bench
from .frame import Files, Frame
from .lessons import checked, crumbs, short, writer
from .page import Link

BANK = "practice.json"  # other numbers for an example, beside it: a list of given numbers by id
SCRIPTS = tuple(
    f"assets/js/{name}.js" for name in ("core", "expr", "view", "keys", "main", "tools", "live", "python", "practice")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeBody:
    slug: str
    lesson: Lesson
    record: Markup
    bank: tuple[dict[str, str], ...]
    python: bench.Python | None


def bank_of(example: Worked) -> tuple[dict[str, str], ...]:
    """Return the other numbers that lie beside an example; raises ContentError where they are none."""
    path = example.folder / BANK
    if not present(path):
        return ()
    wanted, cure = "a list of numbers by id, as text", "make it with: python -m backprop exercise --like FILE --bank N"
    try:
        found = json.loads(read_text(path))
        sound = isinstance(found, list) and all(
            isinstance(each, dict) and all(isinstance(text, str) for text in each.values()) for each in found
        )
    except ValueError:
        sound = False
    if not sound:
        raise ContentError([Fault(where=str(path), wanted=wanted, got="something else", cure=cure)])
    for given in found:
        with_given(example.solution.example, given)
    return tuple(found)


def practice(frame: Frame, example: Worked) -> Files:
    """Yield the page of an example's practice."""
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
        scripts=SCRIPTS,
        body=PracticeBody(
            slug=slug,
            lesson=writer(frame, example, lettered=False),
            record=inlined(live(example.solution)),
            bank=bank_of(example),
            python=bench.python("../../") if frame.workbench else None,
        ),
    )
