"""The command that builds the site, or serves it while somebody writes; it ends at once where nothing has changed."""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path

from ..errors import UsageError, exit_code, explained
from ..reading.files import as_path
from ..reading.history import head
from ..words.en import terminal as words
from .making import Digests
from .output import check_apart, check_target, intact, manifest_of, restore
from .store import Store, digest

INTERRUPTED = 130  # as shells have it
SLOWEST = 12  # of what was made, that --timings names


def own_cache() -> Path | None:
    """Return where the user's own cache is, if any: what a content folder brings along is never read as one."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return (Path(home) if home else Path.home() / ".cache") / "backprop-on-paper"
    except RuntimeError:  # nobody's home is known
        return None


def main(arguments: list[str] | None = None, home: Path = Path(), cache: Path | None = None) -> int:
    """Build the site as a command line says; `home` is where content and site lie where it does not."""
    options = _options(arguments, home, cache)
    for stream in (sys.stdout, sys.stderr):  # a name that is no text is still told
        if isinstance(stream, io.TextIOWrapper):  # what stands in for a stream may not know how
            stream.reconfigure(errors="backslashreplace")
    try:
        return _served(options) if options.serve else _built(options)
    except KeyboardInterrupt:
        print(words.STOPPED, file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        print(explained(error), file=sys.stderr)
        return exit_code(error)


def _check_cache(options: argparse.Namespace) -> None:
    """Raise UsageError where the folder of what is kept is none, or would lie in what is read or written."""
    if options.cache is not None and options.cache.exists() and not options.cache.is_dir():
        raise UsageError(f"--cache {options.cache}: wanted a folder, got something else; choose another")
    if options.cache is not None and not options.no_cache:
        check_apart("--cache", options.cache, options.content)
        try:
            check_apart("--cache", options.cache, options.out, "site")
        except UsageError:
            check_target(options.out, options.content)  # which names the site's folder where that is what is wrong
            raise


def _built(options: argparse.Namespace) -> int:
    _check_cache(options)
    digests, history = Digests(), head(options.content) if options.base_url else ""
    program = digests.of_program()
    store = None if options.no_cache or options.cache is None else Store(options.cache)
    asked = (str(options.base_url), str(options.run_programs), str(options.no_sheets))
    key = digest(program, "site", history, digests.of_content(options.content), *asked)
    if not options.check:
        restore(options.out)
        known = store.get(key) if store else None
        if known and manifest_of(options.out) == known["manifest"] and intact(options.out):
            print(words.built(options.out, known["examples"], known["files"]))
            return 0
        check_target(options.out, options.content)
    from . import site  # what follows needs all the rest of the program

    line = Line()
    with site.keeping(store, program, history, processes=options.jobs, report=line.say) as kept:
        out = None if options.check else options.out
        try:
            made = site.make(
                kept,
                options.content,
                options.base_url,
                out,
                with_sheets=not options.no_sheets,
                run_programs=options.run_programs,
            )
        finally:
            line.clear()
        if out:
            kept.store.put(key, {"manifest": manifest_of(out), "examples": made.examples, "files": made.files})
        kept.store.prune()
        if options.timings:
            slowest = sorted(kept.took.items(), key=lambda each: -each[1])[:SLOWEST]
            print(words.timings(slowest, sum(kept.took.values())), file=sys.stderr)
        for told in made.unproven:
            print(told, file=sys.stderr)
        if made.without_workbench:
            print(words.WITHOUT_WORKBENCH, file=sys.stderr)
    if out is None:
        print(words.only_checked(made.examples, made.files, words.not_run(made.not_run) if made.not_run else ""))
    else:
        print(words.built(out, made.examples, made.files))
    return 0


class Line:
    """A line on a terminal that says what is being made; elsewhere it says nothing."""

    def __init__(self) -> None:
        self.shown = sys.stderr is not None and sys.stderr.isatty()  # none where it is closed

    def say(self, text: str) -> None:
        if self.shown:
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        self.say("")


def _served(options: argparse.Namespace) -> int:
    from .live import live

    _check_cache(options)
    restore(options.out)
    check_target(options.out, options.content)
    return live(options)


def _options(arguments: list[str] | None, home: Path, cache: Path | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="build.py", description="Build the site.", allow_abbrev=False)
    parser.add_argument("--content", type=as_path, default=home / "content", help="where the lessons are")
    parser.add_argument("--out", type=as_path, default=home / "site", help="where the site goes; replaced whole")
    parser.add_argument(
        "--base-url", type=_address, default=None, help="the address it will have, for canonical links and the 404 page"
    )
    serving = parser.add_mutually_exclusive_group()
    serving.add_argument(
        "--check", action="store_true", help="do everything but write; compare verdicts with the recorded ones"
    )
    parser.add_argument(
        "--run-programs", action="store_true", help="run the programs that claims name; they are somebody's code"
    )
    serving.add_argument(
        "--serve", action="store_true", help="serve the site on this machine, and build again at every change"
    )
    parser.add_argument(
        "--no-sheets", action="store_true", help="leave the printed sheets out, for those who write prose"
    )
    parser.add_argument(
        "--jobs", type=_jobs, default=os.cpu_count() or 1, metavar="N", help="processes at once (here: %(default)s)"
    )
    parser.add_argument(
        "--cache", type=as_path, default=cache or own_cache(), metavar="DIR",
        help="where what was made is kept; safe to delete",
    )  # fmt: skip
    parser.add_argument("--no-cache", action="store_true", help="make everything anew, and keep nothing")
    parser.add_argument("--timings", action="store_true", help="say at the end what took longest")
    return parser.parse_args(arguments)


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f'wanted a number from 1 to 64, got "{text}"')
    return int(text)


def _address(text: str) -> str:
    from ..reading.site import ADDRESS, is_address

    if not is_address(text):
        raise argparse.ArgumentTypeError(f'wanted {ADDRESS}, got "{text}"')
    return text
