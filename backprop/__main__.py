"""The command line: `python -m backprop solve FILE.toml [--json]`."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from .errors import BackpropError
from .formula import formula
from .parts import PHASE_TITLES
from .reader import read_example
from .record import dump
from .solution import Solution, solve
from .steps import Step
from .verify import Report, verify
from .views import text, words

WIDTH = 78


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m backprop", description="Work out a network by hand.")
    commands = parser.add_subparsers(required=True, metavar="command")
    solving = commands.add_parser("solve", help="the whole worked example, in the terminal or as its record")
    solving.add_argument("file", type=Path, metavar="FILE.toml")
    solving.add_argument("--json", action="store_true", help="the record")
    options = parser.parse_args(arguments)
    try:
        solution = solve(read_example(options.file))
        report = verify(solution)
    except BackpropError as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        sys.stdout.write(dump(solution))
    else:
        print("\n".join(worked(solution, report)))
    return 0


def worked(solution: Solution, report: Report) -> Iterator[str]:
    """Yield the worked example as lines for a terminal."""
    yield solution.example.title
    yield "=" * min(WIDTH, len(solution.example.title))
    yield ""
    yield from _given(solution)
    phase = ""
    for step in solution.steps:
        if step.phase != phase:
            phase = step.phase
            yield from ("", PHASE_TITLES[phase], "-" * len(PHASE_TITLES[phase]))
        yield ""
        yield from _step(solution, step)
    yield from _later(solution)
    yield ""
    yield from _balance(solution)
    yield _report(report)


def _given(solution: Solution) -> Iterator[str]:
    lines: dict[str, list[str]] = {}
    for quantity in solution.trace.givens:
        item = f"{text.name_of(quantity)} = {solution.numbers[quantity.id].shown}"
        lines.setdefault(quantity.kind if quantity.kind not in {"learning_rate", "leak"} else "method", []).append(item)
    for kind, items in lines.items():
        yield from textwrap.wrap(f"{kind:<8}{'   '.join(items)}", WIDTH, subsequent_indent=" " * 8)


def _step(solution: Solution, step: Step) -> Iterator[str]:
    whole = formula(solution, step, linear=True)
    subject = text.write(whole.subject)
    one = f"{subject} = {' = '.join(text.write(side) for side in whole.sides[1:])}"
    if len(one) <= WIDTH - 2:
        yield f"  {one}"
    else:
        for index, side in enumerate(whole.sides[1:]):
            yield f"  {subject if not index else ' ' * len(subject)} = {text.write(side)}"
    yield f"      {words.sentence(solution, step)}"
    note = words.calculator_note(solution, step)
    if note:
        shown = solution.numbers[step.id].shown
        yield f"      {note.format(calculator=solution.calculator[step.id], value=shown)}"


def _later(solution: Solution) -> Iterator[str]:
    later = [
        n for n in solution.numbers.values() if (n.quantity.round or 0) > 1 and n.quantity.kind in {"E_total", "out"}
    ]
    outputs = [
        n for n in later if n.quantity.kind == "E_total" or n.quantity.names[0] in solution.example.network.outputs
    ]
    if outputs:
        yield from ("", "Later rounds", "-" * 12, "")
        yield from (f"  {number.id} = {number.shown}" for number in outputs)


def _balance(solution: Solution) -> Iterator[str]:
    before, now = solution.numbers["E_total"], solution.numbers["E_total@r1"]
    word = "fell" if now.value < before.value else "rose" if now.value > before.value else "stayed"
    yield f"The error {word}: {before.shown} before, {now.shown} after one round."


def _report(report: Report) -> str:
    text = f"Checked: {report.compared} quantities agree with the same network computed in arrays"
    differences = report.differences
    if differences.confirmed:
        return f"{text}; {differences.confirmed} gradients with central differences."
    return f"{text}; no central differences: {differences.skipped}."


if __name__ == "__main__":
    sys.exit(main())
