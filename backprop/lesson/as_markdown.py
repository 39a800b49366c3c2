"""A worked example as Markdown with TeX, for a notebook, a wiki or another site."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..formula import tex
from ..formula.document import Document, Reported, document
from ..formula.layout import sign_of
from ..steps.solution import Number, Solution
from ..words.en import pages as words
from .terminal import balance

_SIGNS = re.compile(r"[\\`*_\[\]<>$#|~]")


def blocks(solution: Solution) -> Iterator[str]:
    """Yield the worked example block by block: what is given, every line of work with its sentence, later rounds."""
    told = document(solution)
    yield f"# {_plain(told.title)}"
    for given in told.givens:
        yield f"**{words.GIVEN[given.kind]}:** {_list(told, given.numbers)}"
    for run in told.runs:
        yield f"## {run.title}"
        for row in run.rows:
            note, calculator = row.calculator or ("", "")
            said = note.format(calculator=calculator, value=row.result.shown)
            yield f"**{row.number}.** {row.told}"
            yield f"$$\n{row.work.write(tex.line)}\n$$"
            if said:
                yield f"*{said}*"
    if told.later:
        yield f"## {words.ROUNDS}"
        yield "\n".join(_table(told, told.reported))
    yield balance(solution)


def _plain(text: str) -> str:
    """Return a text on one line, with no sign that Markdown or TeX would take for theirs."""
    return _SIGNS.sub(r"\\\g<0>", " ".join(text.split()))


def _list(told: Document, numbers: tuple[Number, ...]) -> str:
    return ", ".join(f"${tex.write(sign_of(told.solution, n.id))} = {tex.number(n.shown)}$" for n in numbers)


def _table(told: Document, reported: tuple[Reported, ...]) -> Iterator[str]:
    headings = [f"${tex.write(sign_of(told.solution, number.quantity.before().id))}$" for number in reported[0].numbers]
    yield _cells(words.ROUNDS_DONE, *headings)
    yield _cells(*["---:"] * (1 + len(headings)))
    for after in reported:
        yield _cells(f"{after.rounds:,}", *(f"${tex.number(number.shown)}$" for number in after.numbers))


def _cells(*texts: str) -> str:
    return f"| {' | '.join(texts)} |"
