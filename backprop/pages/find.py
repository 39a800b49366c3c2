"""The page of solutions with a slip in them, for the lessons of the course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from ..audit.slips.catalogue import DEVIATIONS
from ..examples import Worked
from ..formula import mathml
from ..formula.document import with_names
from ..formula.layout import formula
from ..lesson.find_slip import Off, Planted, planted
from ..lesson.lesson import Lesson
from ..words.en import sheets as sheet_words
from ..words.en import workbench as words
from .frame import Files, Frame
from .lessons import checked, crumbs, short, writer
from .page import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of work by the id of its quantity; one whose number is `off` has the slip again, or carries it."""

    id: str
    work: Markup
    off: Off | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindExercise:
    """A solution with a slip; `number` is that of its first wrong line, `right` how that line reads rightly."""

    slip: str
    name: str
    detail: str
    explanation: str
    first: str
    number: int
    right: Markup
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindBody:
    exercises: tuple[FindExercise, ...]
    slips: Mapping[str, tuple[str, str]]  # the name of each that a network allows, and what it means
    papers: Mapping[str, str]
    sheets: bool
    lesson: Lesson


def _exercise(example: Worked, found: Planted) -> FindExercise:
    ids = [step.id for step in found.steps]
    right = formula(example.solution, example.solution.step_of[found.first])
    return FindExercise(
        slip=found.slip,
        name=found.name,
        detail=with_names(example.solution, found.detail),
        explanation=found.explanation,
        first=found.first,
        number=ids.index(found.first) + 1,
        right=Markup(mathml.line(right)),
        lines=tuple(
            Line(id=step.id, work=Markup(mathml.line(found.line(step))), off=found.off.get(step.id))
            for step in found.steps
        ),
    )


def find(frame: Frame, example: Worked) -> Files:
    """Yield the page of an example's solutions with a slip, where there is one that can be told."""
    slug, exercises = example.slug, planted(example.solution)
    if not exercises:
        return
    slips = {
        id: (row.name, row.explanation) for id, row in DEVIATIONS.items() if any(row.variants(example.solution.example))
    }
    yield frame.page(
        f"{slug}/find/index.html",
        "find.html",
        kind="find",
        title=words.find_of(example.title),
        description=words.find_description(example.title),
        checked=checked(example.report),
        crumbs=crumbs(frame, Link(title=short(example.title), path=f"{slug}/index.html"), Link(title=words.FIND)),
        body=FindBody(
            exercises=tuple(_exercise(example, found) for found in exercises),
            slips=dict(sorted(slips.items(), key=lambda pair: pair[1])),
            papers=sheet_words.PAPERS,
            sheets=frame.with_sheets,
            lesson=writer(frame, example, lettered=False),
        ),
    )
