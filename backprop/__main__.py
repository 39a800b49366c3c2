"""The command line: `solve FILE.toml`, `audit FILE.toml CLAIMS.toml`, each with `--json`; `new NAME --shape 3-2-1`."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from .audit.telling import report, verdict_lines
from .errors import blaming, exit_code, explained
from .examples import audit_claims, audit_notes
from .formula import text
from .formula.layout import formula, sign_of
from .formula.record import dump
from .proof.verify import Report, verify
from .reading.example import read_example
from .reading.files import as_path
from .reading.scaffold import create
from .serving import build
from .steps.passes import Step
from .steps.solution import Solution
from .steps.solving import solve
from .words.en import audit as audit_words
from .words.en import sentences
from .words.en import terminal as words
from .words.en.player import PHASES

WIDTH = 78
NOTES = ".txt"  # what notes in plain text end with


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    if options.run is None:
        return build.main(options.rest)
    _tolerate(options)
    try:
        with blaming(getattr(options, "file", "backprop")):
            for line in options.run(options):
                print(line)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        print(explained(error), file=sys.stderr)
        return exit_code(error)
    return 0


def _tolerate(options: argparse.Namespace) -> None:
    """Let a terminal print what it can of signs it lacks; JSON is UTF-8 everywhere."""
    encoding = "utf-8" if getattr(options, "json", False) else None
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding=encoding, errors="replace")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m backprop", description="Work out a network by hand.")
    commands = parser.add_subparsers(required=True, metavar="command")
    solving = commands.add_parser("solve", help="the whole worked example, in the terminal or as its record")
    solving.set_defaults(run=_solve)
    auditing = commands.add_parser("audit", help="a verdict for every number that a source prints")
    auditing.set_defaults(run=_audit)
    for command in (solving, auditing):
        command.add_argument("file", type=as_path, metavar="FILE.toml")
    auditing.add_argument("claims", type=as_path, nargs="?", metavar="CLAIMS.toml", help="or NOTES.txt: plain lines")
    auditing.add_argument(
        "--run-programs", action="store_true", help="run the programs that claims name; they are somebody's code"
    )
    form = auditing.add_mutually_exclusive_group()
    form.add_argument("--verdicts", action="store_true", help="as the lines of verdicts.txt")
    form.add_argument("--json", action="store_true", help="as JSON")
    solving.add_argument("--json", action="store_true", help="the record")
    making = commands.add_parser("new", help="a first example that builds as it is")
    making.set_defaults(run=_new)
    making.add_argument("name", metavar="NAME", help="the folder's name, which becomes the page's address")
    making.add_argument("--shape", default="2-2-1", help="sizes from inputs to outputs, such as 3-2-1")
    making.add_argument("--activation", default=None, help="of every layer; change it in the file afterwards")
    making.add_argument("--content", type=as_path, default=Path("content"), help="where the lessons are")
    building = commands.add_parser("build", help="the site of a content folder", add_help=False)
    building.set_defaults(run=None)
    options, rest = parser.parse_known_args(arguments)
    if options.run is None:
        options.rest = rest
    elif rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    elif options.run is _audit and not options.claims and options.file.suffix != NOTES:
        auditing.error(f"wanted an example and its claims, or notes in a .txt file, got {options.file} alone")
    return options


def _solve(options: argparse.Namespace) -> Iterator[str]:
    solution = solve(read_example(options.file))
    checks = verify(solution)
    if options.json:
        yield dump(solution).rstrip("\n")
    else:
        yield from _lines(solution, checks)


def _audit(options: argparse.Namespace) -> Iterator[str]:
    notes = options.claims or options.file
    solution = solve(read_example(options.file)) if options.claims else None
    unplaced: tuple[tuple[int, str], ...] = ()
    if solution:
        verify(solution)
    if solution is None or notes.suffix == NOTES:
        found, unplaced = audit_notes(solution, notes)
    else:
        found = audit_claims(solution, notes, run_programs=options.run_programs)
    if options.json:
        yield json.dumps(report.entries(found), ensure_ascii=False, indent=1)
    elif options.verdicts:
        yield from verdict_lines.lines(found).splitlines()
    else:
        yield from report.pages(found, WIDTH)
    for number, line in unplaced:
        print(audit_words.unplaced(notes, number, line), file=sys.stderr)


def _new(options: argparse.Namespace) -> Iterator[str]:
    path = create(options.name, options.shape, options.activation, options.content)
    yield words.written(path)


def _lines(solution: Solution, checks: Report) -> Iterator[str]:
    """Yield the worked example as lines for a terminal."""
    yield solution.example.title
    yield "=" * min(WIDTH, len(solution.example.title))
    yield ""
    yield from _given(solution)
    phase = ""
    for step in solution.steps:
        if step.phase != phase:
            phase = step.phase
            yield from ("", PHASES[phase], "-" * len(PHASES[phase]))
        yield ""
        yield from _step(solution, step)
    yield from _later(solution)
    yield ""
    yield from _balance(solution)
    yield _checked(checks)


def _given(solution: Solution) -> Iterator[str]:
    lines: dict[str, list[str]] = {}
    for quantity in solution.trace.givens:
        item = f"{text.write(sign_of(solution, quantity.id))} = {solution.numbers[quantity.id].shown}"
        lines.setdefault(words.GIVEN.get(quantity.kind, words.GIVEN["method"]), []).append(item)
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
    yield f"      {sentences.sentence(solution, step)}"
    note = sentences.calculator_note(solution, step)
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
        yield from ("", words.LATER_ROUNDS, "-" * len(words.LATER_ROUNDS), "")
        yield from (f"  {number.id} = {number.shown}" for number in outputs)


def _balance(solution: Solution) -> Iterator[str]:
    before, now = solution.errors
    way = (now.value > before.value) - (now.value < before.value)
    yield words.balance(before.shown, now.shown, way)


def _checked(report: Report) -> str:
    found = report.differences
    return words.checked(report.compared, report.unwitnessed, found.confirmed, found.skipped)


if __name__ == "__main__":
    sys.exit(main())
