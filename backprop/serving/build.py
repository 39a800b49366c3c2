"""The build: load, compute, verify, render, write; and the same again at every change, for those who write."""

from __future__ import annotations

import argparse
import functools
import io
import sys
from pathlib import Path

from ..errors import ContentError, exit_code, explained
from ..examples import Worked, load, moved_verdicts, work
from ..pages import pages
from ..pages.frame import TEMPLATES
from ..reading.files import as_path
from ..reading.site import ADDRESS, is_address
from ..words.en import terminal as words
from .output import check_target, restore, write_site
from .server import serve
from .workshop import Built, Workshop


def main(arguments: list[str] | None = None, home: Path = Path()) -> int:
    """Build the site as a command line says; `home` is where content and site lie where it does not."""
    options = _options(arguments, home)
    for stream in (sys.stdout, sys.stderr):  # a name that is no text is still told
        if isinstance(stream, io.TextIOWrapper):  # what stands in for a stream may not know how
            stream.reconfigure(errors="backslashreplace")
    try:
        if not options.check:
            restore(options.out)
            check_target(options.out, options.content)
        if options.serve:
            return live(options)
        working = functools.partial(work, run_programs=options.run_programs)
        site, worked = load(options.content, options.base_url, working)
        files = dict(pages(site, worked, options.content))
        if options.check:
            faults = moved_verdicts(worked)
            if faults:
                raise ContentError(faults)
            print(words.only_checked(len(worked), len(files), _not_run(worked)))
            return 0
        write_site(files, options.out)
    except Exception as error:
        print(explained(error), file=sys.stderr)
        return exit_code(error)
    print(words.built(options.out, len(worked), len(files)))
    return 0


def _not_run(worked: list[Worked]) -> str:
    """Say how many claims could not be checked, since what a program printed is judged by running it."""
    count = sum(example.not_run for example in worked)
    return words.not_run(count) if count else ""


def _options(arguments: list[str] | None, home: Path) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="build.py", description="Build the site.")
    parser.add_argument("--content", type=as_path, default=home / "content", help="where the lessons are")
    parser.add_argument("--out", type=as_path, default=home / "site", help="where the site goes; replaced whole")
    parser.add_argument(
        "--base-url", type=_address, default=None, help="the address it will have, for canonical links and the 404 page"
    )
    parser.add_argument(
        "--check", action="store_true", help="do everything but write; compare verdicts with the recorded ones"
    )
    parser.add_argument(
        "--run-programs", action="store_true", help="run the programs that claims name; they are somebody's code"
    )
    parser.add_argument(
        "--serve", action="store_true", help="serve the site on this machine, and build again at every change"
    )
    return parser.parse_args(arguments)


def _address(text: str) -> str:
    if not is_address(text):
        raise argparse.ArgumentTypeError(f'wanted {ADDRESS}, got "{text}"')
    return text


def live(options: argparse.Namespace) -> int:
    """Build, serve, and build again at every change, until interrupted."""
    workshop = Workshop(
        content=options.content, base_url=options.base_url, run_programs=options.run_programs, report=print
    )

    def build() -> Built:
        built = workshop.build()
        try:
            if not built.trouble:
                write_site(built.files, options.out)
        except Exception as error:
            built = Built(files={}, trouble=explained(error))
        print(built.trouble or f"{options.out}: {len(built.files)} files", file=sys.stderr if built.trouble else None)
        return built

    serve(build, (options.content, TEMPLATES), print)
    return 0
