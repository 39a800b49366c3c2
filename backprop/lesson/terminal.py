"""A worked example as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ..formula import text
from ..formula.document import Document, Row, document
from ..formula.layout import sign_of
from ..steps.solution import Number, Solution
from ..words.en import terminal as words

WIDTH = 78


def lines(solution: Solution) -> Iterator[str]:
    """Yield the worked example as lines for a terminal."""
    told = document(solution)
    yield told.title
    yield "=" * min(WIDTH, len(told.title))
    yield ""
    yield from _given(told)
    for run in told.runs:
        yield from ("", run.title, "-" * len(run.title))
        for row in run.rows:
            yield ""
            yield from _row(row)
    yield from _later(told)
    yield ""
    yield balance(solution)


def _given(told: Document) -> Iterator[str]:
    for given in told.givens:
        items = [f"{text.write(sign_of(told.solution, number.id))} = {number.shown}" for number in given.numbers]
        yield from _filled(items, f"{words.GIVEN[given.kind]:<8}", " " * 8)


def _row(row: Row) -> Iterator[str]:
    one = row.on_one_line.write(text.line)
    if len(one) <= WIDTH - 2:
        yield f"  {one}"
    else:
        subject, *sides = one.split(" = ")
        for index, side in enumerate(sides):
            yield f"  {subject if not index else ' ' * len(subject)} = {side}"
    yield f"      {row.sentence}"
    if row.calculator:
        note, calculator = row.calculator
        yield f"      {note.format(calculator=calculator, value=row.result.shown)}"


def _later(told: Document) -> Iterator[str]:
    for after in told.later:
        items = [f"{text.write(sign_of(told.solution, _name(number)))} = {number.shown}" for number in after.numbers]
        yield from ("", words.after_rounds(after.rounds), "-" * len(words.after_rounds(after.rounds)), "")
        yield from _filled(items, "  ", "  ")


def _name(number: Number) -> str:
    """Return the id by which a heading that says the round lets a number be called."""
    quantity = number.quantity
    return quantity.names[0] if quantity.kind == "new" else quantity.before().id


def _filled(items: list[str], first: str, indent: str) -> list[str]:
    """Return lines of items, none of which is broken."""
    joined = "   ".join(item.replace(" ", "\0") for item in items)
    lines = textwrap.wrap(joined, WIDTH, initial_indent=first, subsequent_indent=indent)
    return [line.replace("\0", " ") for line in lines]


def balance(solution: Solution) -> str:
    """Return what one round has made of the error."""
    before, now = solution.errors
    if solution.example.online:
        return words.gathered(before.shown, now.shown)
    return words.balance(before.shown, now.shown, (now.value > before.value) - (now.value < before.value))


def differing(solution: Solution, carried: Solution, decimals: int) -> str:
    """Return how many lines end otherwise where results are rounded to decimals and carried on, and which."""
    otherwise = [
        text.write(sign_of(solution, step.id))
        for step in solution.steps
        if carried.numbers[step.id].shown != solution.numbers[step.id].to(decimals)
    ]
    return words.carried(decimals, otherwise, len(solution.steps))
