"""The command line: `solve FILE.toml`, `audit FILE.toml CLAIMS.toml`, `exercise --shape 2-2-1`, `new NAME`, `build`."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from .audit.telling import report, verdict_lines
from .errors import blaming, exit_code, explained
from .examples import audit_claims, audit_notes, confirmed
from .formula.record import dump
from .lesson import as_markdown, terminal
from .lesson.exercises import bank, draw, of_shape
from .reading.example import read_example
from .reading.files import as_path
from .reading.other_numbers import bank_text
from .reading.scaffold import create, is_wide, scaffold, title_of
from .reading.written import text_of
from .serving import build
from .steps.carrying import kept
from .steps.world import DIGITS_KEPT
from .words.en import audit as audit_words
from .words.en import terminal as words

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
        if sys.stdout is not None:  # which somebody may have closed
            sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return build.INTERRUPTED
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
    parser = argparse.ArgumentParser(
        prog="python -m backprop", description="Work out a network by hand.", allow_abbrev=False
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    _solving(
        commands.add_parser(
            "solve", help="the whole worked example, in the terminal or as its record", allow_abbrev=False
        )
    )
    auditing = commands.add_parser("audit", help="a verdict for every number that a source prints", allow_abbrev=False)
    _auditing(auditing)
    _making(commands.add_parser("new", help="a first example that builds as it is", allow_abbrev=False))
    told = "numbers in which every slip gives other digits, with the proof"
    _drawing(commands.add_parser("exercise", help=told, allow_abbrev=False))
    commands.add_parser("build", help="the site of a content folder", add_help=False).set_defaults(run=None)
    options, rest = parser.parse_known_args(arguments)
    if options.run is None:
        options.rest = rest
    elif rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    elif options.run is _audit and not options.claims and options.file.suffix != NOTES:
        auditing.error(f"wanted an example and its claims, or notes in a .txt file, got {options.file} alone")
    return options


def _solving(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=_solve)
    command.add_argument("file", type=as_path, metavar="FILE.toml")
    shape = command.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="the record")
    shape.add_argument("--markdown", action="store_true", help="as Markdown with TeX, for a notebook or another site")
    told = "every result rounded to so many decimals, 2 to 6, and carried on"
    shape.add_argument("--carry", type=int, choices=DIGITS_KEPT, metavar="DECIMALS", help=told)


def _auditing(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=_audit)
    command.add_argument("file", type=as_path, metavar="FILE.toml")
    command.add_argument("claims", type=as_path, nargs="?", metavar="CLAIMS.toml", help="or NOTES.txt: plain lines")
    told = "run the programs that claims name; they are somebody's code"
    command.add_argument("--run-programs", action="store_true", help=told)
    form = command.add_mutually_exclusive_group()
    form.add_argument("--verdicts", action="store_true", help="as the lines of verdicts.txt")
    form.add_argument("--json", action="store_true", help="as JSON")


def _making(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=_new)
    command.add_argument("name", metavar="NAME", help="the folder's name, which becomes the page's address")
    command.add_argument("--shape", default="2-2-1", help="sizes from inputs to outputs, such as 3-2-1")
    command.add_argument("--seed", type=int, metavar="N", help="other numbers for every other seed")
    command.add_argument("--activation", default=None, help="of every layer; change it in the file afterwards")
    command.add_argument("--content", type=as_path, default=Path("content"), help="where the lessons are")
    told = "begin an empty course there, with this as its first lesson"
    command.add_argument("--course", action="store_true", help=told)


def _drawing(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=_exercise)
    network = command.add_mutually_exclusive_group()
    network.add_argument("--shape", default="2-2-1", help="sizes from inputs to outputs, such as 3-2-1")
    network.add_argument("--like", type=as_path, metavar="FILE.toml", help="the network of this example")
    command.add_argument("--seed", type=int, default=1, metavar="N", help="other numbers for every other seed")
    command.add_argument("--digits", type=int, choices=range(1, 13), metavar="N", help="decimals that will be printed")
    told = "so many of them as JSON: practice.json beside an example offers them to its readers"
    command.add_argument("--bank", type=int, choices=range(1, 101), metavar="N", help=told)


def _solve(options: argparse.Namespace) -> Iterator[str]:
    solution, checks = confirmed(options.file)
    if options.json:
        yield dump(solution).rstrip("\n")
    elif options.markdown:
        yield "\n\n".join(as_markdown.blocks(solution))
    elif options.carry is not None:
        carried = kept(solution, options.carry)
        yield from terminal.lines(carried)
        yield from textwrap.wrap(terminal.differing(solution, carried, options.carry), terminal.WIDTH)
    else:
        yield from terminal.lines(solution)
        found = checks.differences
        told = words.checked(checks.compared, checks.unwitnessed, found.confirmed, found.skipped)
        yield from textwrap.wrap(told, terminal.WIDTH)


def _audit(options: argparse.Namespace) -> Iterator[str]:
    notes = options.claims or options.file
    solution = confirmed(options.file)[0] if options.claims else None
    unplaced: tuple[tuple[int, str], ...] = ()
    if solution is None or notes.suffix == NOTES:
        found, unplaced = audit_notes(solution, notes)
    else:
        found = audit_claims(solution, notes, run_programs=options.run_programs)
    if options.json:
        yield json.dumps(report.entries(found), ensure_ascii=False, indent=1)
    elif options.verdicts:
        yield from verdict_lines.lines(found).splitlines()
    else:
        yield from report.pages(found, terminal.WIDTH)
    for number, line in unplaced:
        print(audit_words.unplaced(notes, number, line), file=sys.stderr)


def _new(options: argparse.Namespace) -> Iterator[str]:
    def seeded(name: str, shape: tuple[int, ...], activation: str) -> str:
        if is_wide(shape):
            return scaffold(name, shape, activation, str(options.seed))
        example = of_shape("-".join(map(str, shape)), activation)
        return text_of(draw(replace(example, title=title_of(name)), options.seed).example)

    write = scaffold if options.seed is None else seeded
    path = create(options.name, options.shape, options.activation, options.content, write, course=options.course)
    yield words.written(path, options.content)


def _exercise(options: argparse.Namespace) -> Iterator[str]:
    example = read_example(options.like) if options.like else of_shape(options.shape)
    example = replace(example, digits=options.digits or example.digits)
    if options.bank:
        yield bank_text(example, bank(example, options.bank))
        return
    found = draw(example, options.seed)
    yield found.text.rstrip("\n")
    print(*textwrap.wrap(found.report, terminal.WIDTH), sep="\n", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
