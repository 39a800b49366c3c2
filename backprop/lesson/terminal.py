"""A worked example as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Container, Iterator

from ..formula import text
from ..formula.layout import formula, sign_of
from ..steps.passes import Step
from ..steps.solution import Number, Solution
from ..words.en import sentences
from ..words.en import terminal as words
from ..words.en.player import phase as named

WIDTH = 78


def lines(solution: Solution) -> Iterator[str]:
    """Yield the worked example as lines for a terminal."""
    yield solution.example.title
    yield "=" * min(WIDTH, len(solution.example.title))
    yield ""
    yield from _given(solution)
    phase = ""
    for step in solution.steps:
        if step.phase != phase:
            phase = step.phase
            title = named(phase, solution.example.network.hidden)
            yield from ("", title, "-" * len(title))
        yield ""
        yield from _step(solution, step)
    yield from _later(solution)
    yield ""
    yield from _balance(solution)


def _given(solution: Solution) -> Iterator[str]:
    lines: dict[str, list[str]] = {}
    for quantity in solution.trace.givens:
        item = f"{text.write(sign_of(solution, quantity.id))} = {solution.numbers[quantity.id].shown}"
        lines.setdefault(words.GIVEN.get(quantity.kind, words.GIVEN["method"]), []).append(item)
    for kind, items in lines.items():
        yield from _filled(items, f"{kind:<8}", " " * 8)


def _step(solution: Solution, step: Step) -> Iterator[str]:
    whole = formula(solution, step, linear=True)
    subject = text.write(whole.subject)
    one = f"{subject} = {' = '.join(text.write(side) for side in whole.sides[1:])}"
    if len(one) <= WIDTH - 2:
        yield f"  {one}"
    else:
        for index, side in enumerate(whole.sides[1:]):
            yield f"  {subject if not index else ' ' * len(subject)} = {text.write(side)}"
    yield f"      {sentences.sentence(solution, step)}"
    note = sentences.calculator_note(solution, step)
    if note:
        shown = solution.numbers[step.id].shown
        yield f"      {note.format(calculator=solution.calculator[step.id], value=shown)}"


def _later(solution: Solution) -> Iterator[str]:
    outputs = solution.example.network.outputs
    for turn in solution.later_rounds:
        found = [n for n in solution.numbers.values() if n.quantity.round == turn]
        told = [n for n in found if n.quantity.kind in {"E_total", "new"} or _is_out(n, outputs)]
        items = [f"{text.write(sign_of(solution, _name(n)))} = {n.shown}" for n in told]
        yield from ("", words.after_rounds(turn), "-" * len(words.after_rounds(turn)), "")
        yield from _filled(items, "  ", "  ")


def _is_out(number: Number, names: Container[str]) -> bool:
    return number.quantity.kind == "out" and number.quantity.names[0] in names


def _name(number: Number) -> str:
    """Return the id by which a heading that says the round lets a number be called."""
    quantity = number.quantity
    return quantity.names[0] if quantity.kind == "new" else quantity.before().id


def _filled(items: list[str], first: str, indent: str) -> list[str]:
    """Return lines of items, none of which is broken."""
    joined = "   ".join(item.replace(" ", "\0") for item in items)
    lines = textwrap.wrap(joined, WIDTH, initial_indent=first, subsequent_indent=indent)
    return [line.replace("\0", " ") for line in lines]


def _balance(solution: Solution) -> Iterator[str]:
    before, now = solution.errors
    way = (now.value > before.value) - (now.value < before.value)
    yield words.balance(before.shown, now.shown, way)


def differing(solution: Solution, carried: Solution, decimals: int) -> str:
    """Return how many lines end otherwise where results are rounded to decimals and carried on, and which."""
    otherwise = [
        text.write(sign_of(solution, step.id))
        for step in solution.steps
        if carried.numbers[step.id].shown != solution.numbers[step.id].to(decimals)
    ]
    return words.carried(decimals, otherwise, len(solution.steps))
