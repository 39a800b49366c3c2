"""Handouts: worksheet, answer key and full solution as PDF, set by Typst from the same steps as the page.

Longer than most: what each kind of sheet has stands beside the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ..drawing.diagram import diagram, stands_alone
from ..formula import speech
from ..formula import typst as typst_view
from ..formula.document import Given, Row, document, runs, with_names
from ..formula.layout import sign_of
from ..formula.nodes import Formula, Node
from ..formula.opened import is_wide, one_sample
from ..formula.record import fingerprint
from ..reading.site import Site
from ..steps.passes import Step
from ..steps.solution import Solution
from ..words.en import drawings, spoken
from ..words.en import pages as page_words
from ..words.en import sheets as words
from ..words.en import workbench as bench
from .find_slip import Planted, planted
from .papers import PAPERS, on_paper
from .typesetting import Typeset, language, typeset

MOST_ROWS = 100  # of a worksheet, some six pages: a longer one asks for milestones
LEFT_OUT = (  # of worksheet and key, by kind: what the line after has in it, then more while there are too many rows
    ("change",),
    ("dE_dout", "dout_dnet", "path"),
    ("grad@sample",),
)
LEAST = 0.26  # of the last page; where it would hold less, lines stand further apart
AIMED = 0.35  # of the last page, when they do
ROOM = 2  # characters of room in a blank beyond the digits it wants


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of sheet: `filled` says that results stand in it, `worked` that the numbers put in do too."""

    name: str
    filled: bool
    worked: bool

    @property
    def title(self) -> str:
        return words.KINDS[self.name][0]

    @property
    def note(self) -> str:
        return words.KINDS[self.name][1]


KINDS = (
    Kind(name="worksheet", filled=False, worked=False),
    Kind(name="key", filled=True, worked=False),
    Kind(name="solution", filled=True, worked=True),
)
FIND = Kind(name="find", filled=True, worked=True)  # of lessons, a solution with a slip


def _before_result(whole: Formula, *, worked: bool) -> list[Node]:
    """Return the sides of a line before its result: of a constant, nothing but what it is called."""
    symbolic = None if whole.symbolic == whole.value else whole.symbolic
    sides = (whole.subject, symbolic, whole.substituted if worked else None)
    return [side for side in sides if side is not None]


def _math(whole: Formula, *, worked: bool) -> str:
    return " = ".join(map(typst_view.write, _before_result(whole, worked=worked)))


def _aloud(whole: Formula, *, worked: bool) -> str:
    return spoken.EQUALS.join((*map(speech.write, _before_result(whole, worked=worked)), ""))[:-1]


_asked, _worked = partial(_math, worked=False), partial(_math, worked=True)
_asked_aloud, _worked_aloud = partial(_aloud, worked=False), partial(_aloud, worked=True)


def _row(row: Row, kind: Kind, width: int, *, number: int | None = None) -> dict[str, object]:
    """Return a row of a sheet; one with a `number` of its own goes without small lines and sentence."""
    whole, told = row.work, kind.worked and number is None
    small = row.small if told else ()
    return {
        "number": number or row.number,
        "math": whole.write(_worked if kind.worked else _asked),
        "alt": whole.write(_worked_aloud if kind.worked else _asked_aloud),
        "workroom": not kind.worked and whole.skeleton.laid.substituted is not None,
        "width": width,
        "value": row.result.shown if kind.filled else "",
        "small": [{"math": side.write(typst_view.write), "alt": side.write(speech.write)} for side in small],
        "sentence": row.told if told else "",
    }


def asked(solution: Solution) -> tuple[Row, ...]:
    """Return the lines that a worksheet asks for: all but the changes, or milestones where that would be too many."""
    found = document(solution).open
    for kinds in LEFT_OUT:
        found = tuple(row for row in found if _kind(row.step) not in kinds)
        if len(found) <= MOST_ROWS:
            break
    return found


def _kind(step: Step) -> str:
    quantity = step.quantity
    return f"{quantity.kind}@sample" if quantity.kind == "grad" and quantity.sample else quantity.kind


def _groups(solution: Solution, kind: Kind) -> list[dict[str, Any]]:
    told = document(solution)
    wanted = told.open if kind.worked else asked(solution)
    width = max(len(row.result.shown) for row in told.rows) + ROOM  # one, or it tells the sign
    return [{"title": run.title, "rows": [_row(row, kind, width) for row in run.rows]} for run in runs(wanted)]


def _drawing(solution: Solution, kind: Kind) -> str:
    def write(id: str) -> str:
        number = solution.numbers[id]
        return number.shown if number.quantity.given or kind.filled else ""

    return diagram(solution, title=solution.example.title, write=write, paper=True)


def _given(solution: Solution, given: Given) -> dict[str, object]:
    signs = [(sign_of(solution, number.id), number.shown) for number in given.numbers]
    items = [{"math": typst_view.write(sign), "alt": speech.write(sign), "value": value} for sign, value in signs]
    return {"title": page_words.GIVEN[given.kind], "items": items}


def sheet_data(solution: Solution, kind: Kind, site: Site) -> dict[str, Any]:
    """Return everything a sheet's template needs."""
    return {
        "title": solution.example.title,
        "kind": kind.title,
        "site": site.title,
        "missing": words.MISSING_FONT,
        **language(site.language),
        "fingerprint": fingerprint(solution),
        "words": words.FRAME,
        "filled": kind.filled,
        "worked": kind.worked,
        "diagram": _drawing(solution, kind),
        "broad": stands_alone(solution),
        "drawn": drawings.of_samples(len(solution.example.network.samples)),
        "diagram_alt": drawings.network_on_paper(solution.example.title, kind.filled),
        "given": [_given(solution, given) for given in document(solution).open_givens],
        "groups": _groups(solution, kind),
        "named": not kind.filled,
        "note": _left_out(solution) if kind.worked else _note(solution),
        "key": [],
    }


def _left_out(solution: Solution) -> str:
    shown, one = len(document(solution).open), is_wide(solution) and one_sample(solution)
    return page_words.left_out(shown, len(solution.steps), one) if is_wide(solution) else ""


def _note(solution: Solution) -> str:
    """Return what stands over the rows of worksheet and key alike, for they lie on top of each other."""
    rows = words.asked(len(asked(solution)), len(solution.steps))
    layers = solution.example.network.layers
    how = words.how_to(solution.example.digits, (layer.activation for layer in layers))
    return f"{rows} {how}".lstrip()


def find_data(solution: Solution, found: Planted, site: Site) -> dict[str, Any]:
    """Return what the sheet of a solution with a slip needs; its key stands on a page of its own."""
    ids = [step.id for step in found.steps]
    width = max(len(found.solution.numbers[id].shown) for id in ids) + ROOM
    place = ids.index(found.first) + 1
    rows = [
        _row(Row(solution=found.solution, step=step, number=number), FIND, width, number=number)
        for number, step in enumerate(found.steps, 1)
    ]
    first = Row(solution=solution, step=solution.step_of[found.first], number=place)
    right = _row(first, FIND, width, number=place)
    said = bench.first_wrong(place, found.name, with_names(solution, found.detail), found.explanation)
    worksheet = sheet_data(solution, KINDS[0], site)
    own = {"title": bench.FIND_CAPTION, "rows": rows}
    return worksheet | {
        "kind": FIND.title,
        "filled": True,
        "worked": True,
        "named": True,
        "note": bench.FIND_TASK,
        "asked": [bench.ASKED_LINE, bench.ASKED_SLIP],
        "groups": [own],
        "key": [{"title": words.KEY, "said": said, "row": right}],
    }


def sheets(solution: Solution, templates: Path, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield every sheet of an example on every paper, as file name and PDF; the same bytes for the same example."""
    kinds = [(kind, sheet_data(solution, kind, site)) for kind in KINDS]
    if solution.example.slug in site.order:
        kinds += [(FIND, find_data(solution, found, site)) for found in planted(solution, 1)]
    apart: dict[str, float] = {}
    for kind, data in kinds:
        alike = kind.name if kind.worked else "asked"  # the key lies on the worksheet
        found = _set(templates, data, apart.get(alike, 0.0))
        apart[alike] = found.told["extra"]
        for paper in PAPERS:
            yield f"{kind.name}-{paper}.pdf", on_paper(found.made, paper)


def _set(templates: Path, data: Mapping[str, Any], extra: float) -> Typeset:
    """Return a sheet on A4, its lines `extra` points further apart, or more where its last page was almost empty."""
    lines = sum(len(group["rows"]) for group in data["groups"])

    def spread(last: Mapping[str, float]) -> dict[str, float] | None:
        if last["page"] == 1 or last["filled"] >= LEAST:
            return None
        return {"extra": round(last["extra"] + (AIMED - last["filled"]) * last["high"] / lines, 3)}

    return typeset(templates, "sheet", data, {"extra": extra}, spread, format="pdf", pdf_standards=["ua-1"])
