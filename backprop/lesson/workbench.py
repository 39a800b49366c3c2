"""A network that a reader brings: worked out, drawn and judged as lessons and audits are, without a site around it.

It runs in the browser too, so it takes nothing that needs NumPy, Markdown or a compiled package. What it is asked and
what it answers are plain values.

Longer than most: a method for each question that a page asks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

import jinja2
import segno
from markupsafe import Markup

from ..audit.chains import told_once
from ..audit.findings import Audit, Finding, Nearly
from ..audit.judge import judge_notes
from ..audit.notes.read import claims_in
from ..audit.slips.catalogue import DEVIATIONS
from ..audit.source.claims import NumberClaim
from ..audit.telling import explain
from ..audit.worlds.prepared import prepare
from ..errors import BackpropError, ContentError, Fault, UsageError, counted
from ..formula.opened import MOST_OPEN
from ..formula.record import dump, on_page
from ..program.numbers import traced
from ..program.written import program
from ..reading.draft import text as text_of_draft
from ..reading.example import parse_example
from ..reading.files import load_text, open_text
from ..reading.form import filled_in
from ..reading.other_numbers import with_given
from ..reading.toml_lines import line_of
from ..reading.written import text_of
from ..steps.carrying import bands
from ..steps.solution import Solution
from ..steps.solving import solve
from ..steps.trace import trace
from ..words.en import workbench as words
from .claim_rows import ClaimRow, claim_row, in_symbols
from .exercises import draw, of_shape
from .lesson import Lesson
from .step_rows import step_views
from .templates import environment, inlined

FILE, NOTES = "example.toml", words.SOLUTION_HERE
MOST_TEXT, MOST_LINES = 200_000, 2_000  # characters of a file, and lines of notes
MOST_STEPS = MOST_OPEN  # of a network that is worked out in the page
MOST_CLAIMS = 400
Answer = dict[str, Any]
Judged = tuple[Finding, ClaimRow]


@dataclass(frozen=True, kw_only=True)
class Workbench:
    """Answers what a page asks; what was solved last is kept, since it is asked about again."""

    templates: jinja2.Environment = field(default_factory=environment)
    _last: dict[str, Solution] = field(default_factory=dict)

    @cached_property
    def _does(self) -> Mapping[str, Callable[[Mapping[str, Any]], Answer]]:
        return {
            "ready": lambda request: {},
            "solve": self.solve,
            "files": self.files,
            "check": self.check,
            "draft": self.draft,
            "draw": self.draw,
            "code": self.code,
        }

    def answer(self, asked: str) -> str:
        """Return as JSON what a request in JSON comes to: `do` names it; faults come as `alert`, a list of lines."""
        request = json.loads(asked)
        try:
            found = self._does[request["do"]](request)
        except ContentError as error:
            found = {"alert": [told(fault, request.get("toml", "")) for fault in error.faults]}
        except BackpropError as error:
            found = {"alert": str(error).splitlines()}
        return json.dumps(found, ensure_ascii=False)

    def _solved(self, toml: str, given: Mapping[str, str] | None = None) -> Solution:
        """Return the example of a file solved, with other numbers `given` for some of its own, by id."""
        key = json.dumps([toml, given or {}])
        if key not in self._last:
            if len(toml) > MOST_TEXT:
                raise ContentError([_too_long(FILE, f"{MOST_TEXT:,} characters", f"{len(toml):,}")])
            text = open_text(toml, FILE)
            example = parse_example(load_text(text, FILE), FILE, "exercise")
            steps = len(trace(example).steps)
            if steps > MOST_STEPS:
                raise ContentError([_too_long(FILE, f"{MOST_STEPS} steps of work", f"{steps:,}")])
            solution = solve(with_given(example, given) if given else example)
            self._last.clear()
            self._last[key] = solution
        return self._last[key]

    def solve(self, request: Mapping[str, Any]) -> Answer:
        """Return an example worked out: what a page shows of it, its record and its program."""
        solution = self._solved(request["toml"])
        source = program(solution)
        lesson = Lesson(
            solution=solution, source=source, output="", templates=self.templates, views=step_views(solution)
        )
        html = self.templates.get_template("worked.html").render(
            lesson=lesson, solution=solution, live=inlined(on_page(solution)), program=Markup(traced(source, solution))
        )
        return {
            "title": solution.example.title,
            "html": html,
            "record": dump(solution),
            "program": source,
        }

    def files(self, request: Mapping[str, Any]) -> Answer:
        """Return an example with other numbers as its file, its record and its program."""
        solution = self._solved(request["toml"], request["given"])
        return {"toml": text_of(solution.example), "record": dump(solution), "program": program(solution)}

    def check(self, request: Mapping[str, Any]) -> Answer:
        """Return the verdicts on a pasted solution, a row a line that could be read, and the lines that could not.

        Raises ContentError for more text or claims than are judged.
        """
        text = open_text(request["notes"].replace("\r\n", "\n"), NOTES)
        count = text.count("\n") + 1
        if count > MOST_LINES or len(text) > MOST_TEXT:
            got = f"{count:,} lines, {len(text):,} characters"
            raise ContentError([_too_long(NOTES, f"{MOST_LINES:,} lines", got)])
        solution = self._solved(request["toml"], request.get("given"))
        claims, unplaced = claims_in(text, words.YOUR_SOLUTION, NOTES, solution)
        if len(claims.claims) > MOST_CLAIMS:
            raise ContentError([_too_long(NOTES, counted(MOST_CLAIMS, "number"), f"{len(claims.claims):,}")])
        prepared = solution.once("prepared", lambda: prepare(solution))
        audit = as_kept(told_once(judge_notes(prepared, claims)), solution, int(request.get("kept") or 0))
        rows = [(finding, claim_row(solution, finding, words.of_yours)) for finding in audit.findings]
        return {
            "html": self._checked(solution, audit, rows, unplaced),
            "rows": [
                {
                    "quantity": finding.claim.quantity,
                    "verdict": finding.verdict,
                    "deviations": finding.deviations,
                    "names": row.names,
                    "sentence": row.sentence,
                    "explanation": DEVIATIONS[one[0]].explanation if len(one := finding.deviations) == 1 else "",
                }
                for finding, row in rows
            ],
        }

    def _checked(
        self, solution: Solution, audit: Audit, rows: list[Judged], unplaced: tuple[tuple[int, str], ...]
    ) -> str:
        wrong = [row for finding, row in rows if not finding.kind.right]
        return self.templates.get_template("checked.html").render(
            first=wrong[0] if wrong else None,
            rows=rows,
            told=words.verdicts(explain.summary(audit)),
            wide=[in_symbols(solution, words.of_yours(explain.wide_sentence(wide))) for wide in audit.wide],
            unplaced=unplaced,
        )

    def draft(self, request: Mapping[str, Any]) -> Answer:
        """Return the file of what a form says; what it leaves out is drawn by its seed."""
        return {"toml": text_of_draft(filled_in(request["fields"]))}

    def draw(self, request: Mapping[str, Any]) -> Answer:
        """Return the file of an exercise whose numbers tell slips apart: of a shape, or of a form's network."""
        if "fields" in request:
            text = text_of_draft(filled_in({**request["fields"], "weights": "", "bias_values": ""}))
            example = parse_example(load_text(text, "form"), "form", "exercise")
        else:
            example = of_shape(request["shape"])
        found = draw(example, int(request.get("seed") or 0))
        return {"toml": found.text, "told": found.report}

    def code(self, request: Mapping[str, Any]) -> Answer:
        """Return an address as a QR code, an SVG; raises ContentError for one that is too long for any."""
        try:
            made = segno.make(request["text"], error="l", micro=False)
        except segno.DataOverflowError:
            raise ContentError([_too_long("link", "what a code can hold", f"{len(request['text']):,} signs")]) from None
        return {"svg": made.svg_inline(scale=3, border=4, dark="#000", light="#fff")}


def _too_long(where: str, most: str, got: str) -> Fault:
    return Fault(where=where, wanted=f"at most {most}", got=got, cure="take fewer or a part")


def told(fault: Fault, text: str) -> str:
    """Return a fault with the line of the file that it is about, where that can be told."""
    key = fault.where.removeprefix(f"{FILE}: ")
    number = line_of(text, key) if key != fault.where else 0
    return f"{words.line(number)}{fault}" if number else str(fault)


def as_kept(audit: Audit, solution: Solution, digits: int) -> Audit:
    """Return an audit for somebody who keeps so many decimals of every result: what lies in that band is right.

    Raises UsageError for more or fewer decimals than anybody keeps.
    """
    if not digits:
        return audit
    found = bands(solution)

    def judged(finding: Finding) -> Finding:
        claim = finding.claim
        if finding.kind.right or not isinstance(claim, NumberClaim) or digits not in found.get(claim.subject, {}):
            return finding
        low, high = sorted(claim.turned(Decimal(end)) for end in found[claim.subject][digits])
        unit = Decimal(1).scaleb(-digits) / 2
        inside = low - unit <= claim.printed.value <= high + unit
        return replace(finding, verdict="last_digit", causes=(), grounds=Nearly(follows=False)) if inside else finding

    if not 2 <= digits <= 6:
        raise UsageError(f"kept: wanted 2 to 6 decimals, got {digits}")
    return replace(audit, findings=tuple(map(judged, audit.findings)))
