"""Running a hostile case as a caller would, and saying what in its answer must not be."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import re
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from importlib import import_module
from pathlib import Path

import hostile
from cases import GOLDEN, ONE, ROOT, Case
from hostile import Node


@dataclass(frozen=True)
class Answer:
    """What came of a case: the exit code of a command, or None; what it printed; the texts of the pages it made."""

    code: int | None = None
    out: str = ""
    err: str = ""
    pages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Fault:
    """What must not be: its kind, a signature by which it is counted, and the whole of it."""

    kind: str
    signature: str
    told: str


# --- running


def put(name: str, what: bytes | Node) -> None:
    """Make one file, or what stands for one, below the current folder; what no file system takes is left out."""
    with contextlib.suppress(OSError, ValueError):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(what, bytes):
            path.write_bytes(what)
        elif what.kind == "link":
            path.symlink_to(what.target)
        elif what.kind == "fifo":
            os.mkfifo(path)
        elif what.kind == "folder":
            path.mkdir()
        else:
            path.touch(0)


@functools.cache
def golden_worked():
    """Return the golden example, computed once in a process."""
    from backprop.examples import work

    with tempfile.TemporaryDirectory() as place:
        return work(Path(shutil.copytree(GOLDEN / "examples" / "one", Path(place) / "one")))


def _frame():
    from backprop.pages.frame import Frame
    from backprop.reading.glossary import read_glossary
    from backprop.reading.site import read_site

    content = Path("content")
    worked = replace(golden_worked(), folder=content / "examples" / "one")
    shared = {"site": read_site(content / "site.toml"), "terms": read_glossary(content / "glossary.toml")}
    return Frame(worked={"one": worked}, content=content, shelves=(), titles={"one": "One", "own": "A page"}, **shared)


def _lesson() -> Answer:
    from backprop.pages.lessons import lesson

    frame = _frame()
    return _pages(lesson(frame, frame.worked["one"]))


def _page() -> Answer:
    from backprop.pages.texts import text_page

    return _pages(text_page(_frame(), "own"))


def _pages(files: Iterator[tuple[str, bytes]]) -> Answer:
    return Answer(pages=tuple((name, text.decode()) for name, text in files if name.endswith(".html")))


def _claims() -> Answer:
    from backprop.audit.source.file import read_claims

    read_claims(Path(f"{ONE}claims.toml"), golden_worked().solution)
    return Answer()


def _verdicts() -> Answer:
    from backprop.errors import ContentError
    from backprop.examples import moved_verdicts

    faults = moved_verdicts([replace(golden_worked(), folder=Path(ONE))])
    if faults:
        raise ContentError(faults)
    return Answer()


def _reader(module: str, name: str, file: str) -> Callable[[], Answer]:
    def read() -> Answer:
        getattr(import_module(module), name)(Path(file))
        return Answer()

    return read


READERS: dict[str, Callable[[], Answer]] = {
    "example": _reader("backprop.reading.example", "read_example", "example.toml"),
    "site": _reader("backprop.reading.site", "read_site", "site.toml"),
    "glossary": _reader("backprop.reading.glossary", "read_glossary", "glossary.toml"),
    "claims": _claims,
    "verdicts": _verdicts,
    "lesson": _lesson,
    "page": _page,
}


def read(kind: str) -> Answer:
    """Run one reader on its file; what it raises on purpose is what it says."""
    from backprop.errors import BackpropError

    try:
        return READERS[kind]()
    except BackpropError as error:
        return Answer(code=1, err=f"{error}\n")


def command(main: Callable[[list[str]], int], *arguments: str) -> Answer:
    """Run a command as a process would, and return what it printed."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", errors=how) for how in ("strict", "backslashreplace"))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main([*arguments])
        except SystemExit as ended:
            code = ended.code
    out.flush()
    err.flush()
    texts = [stream.buffer.getvalue().decode("utf-8", "replace") for stream in (out, err)]
    return Answer(code=0 if code is None else code, out=texts[0], err=texts[1])


def run(case: Case) -> Answer:
    """Run a case in the current folder, which holds its files."""
    import build
    from backprop.__main__ import main

    match case.kind:
        case "solve" | "audit":
            return command(main, case.kind, *case.arguments)
        case "address":
            return command(main, *case.arguments)
        case "new":
            made = command(main, *case.arguments)
            return command(main, "solve", made.out.partition(": written")[0]) if made.code == 0 else made
        case "build":
            answer = command(build.main, "--no-cache", *case.arguments)
            return replace(answer, pages=tuple(built(Path("site")))) if answer.code == 0 else answer
    return read(case.kind)


def built(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts of a built site that hold numbers."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".html", ".json", ".txt"} and path.is_file() and "assets" not in path.parts:
            yield path.relative_to(folder).as_posix(), path.read_text("utf-8", "replace")


# --- judging

PLACED = re.compile(r".+?(:\d+|: .+?)?: wanted .+?, got .+")
OURS = re.compile(r"\bour (own )?mistake|mistake of this program|wanted no surprise", re.I)
VALUELESS = re.compile(r'\b(?:value|data-\w+)="[-+−]?(?:nan|inf|infinity)"', re.I)
SEEN = {
    "nan": re.compile(r"(?<![\w.\-])[-+−]?(nan|inf|infinity)(?![\w\-])", re.I),
    "object": re.compile(r"<(function|bound method|built-in|module|class|Macro|generator) "),
    "placeholder": re.compile("[\ue000-\ue013]"),
}


def judge(case: Case, answer: Answer) -> Iterator[Fault]:
    """Yield the faults of an answer."""
    if answer.code not in (None, 0, 1, 2):
        yield Fault("exit", f"exit {answer.code!r}", answer.err)
    if answer.code == 1:
        yield from unplaced(case, answer.err)
    if answer.code == 2 and not answer.err.strip():
        yield Fault("place", "wrong usage without a word", "")
    texts = answer.pages
    if answer.code == 0 and case.kind != "build":
        texts = (("out.json" if "--json" in case.arguments else "out.txt", answer.out),)
    for name, text in texts:
        yield from wrong(case, name, text)
    if Path(hostile.CANARY).exists():
        yield Fault("code", f"code from content ran: {case.kind}", "the canary is there")


def unplaced(case: Case, said: str) -> Iterator[Fault]:
    """Yield refusals that do not say where, what was wanted and what was found."""
    if not said.strip():
        yield Fault("place", "a refusal without a word", said)
    for line in said.splitlines():
        if OURS.search(line):
            yield Fault("ours", f"our mistake: {general(line)}", line)
        elif not PLACED.fullmatch(line):
            yield Fault("place", f"no place: {general(line)}", line)
        elif not line.startswith(tuple(starts(case))):
            yield Fault("place", f"no file: {general(line)}", line)


def starts(case: Case) -> Iterator[str]:
    """Yield how a line can begin that says where: with a file of the case or a path on its command line."""
    programs = re.findall(r'program = "([^"\\]+)"', given(case))  # beside the claims, whether or not they are there
    for name in (*case.files, *programs, *(argument.partition("=")[2] or argument for argument in case.arguments)):
        plain = str(Path(name)).encode("utf-8", "backslashreplace").decode()
        yield re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]", lambda sign: repr(sign[0])[1:-1], plain)
    yield str(Path.cwd())
    if "--content=" in case.arguments:
        yield from ("site.toml", "glossary.toml", "pages", "examples")


def general(text: str) -> str:
    """Return a text without what differs from case to case."""
    text = re.sub(r"\"[^\"]*\"|'[^']*'", "…", text)
    text = re.sub(r"\b\w*\d\w*(@\w+)*\b|\S{50,}", "N", text)
    return re.sub(r"[-−+.N]*N(e[-+]N)?", "N", text)[:140]


def wrong(case: Case, name: str, text: str) -> Iterator[Fault]:
    """Yield what a text says that no answer says, unless the case itself has such words."""
    form = Path(name).suffix
    if form == ".json":
        yield from wrong_json(name, text)
    if VALUELESS.search(text):
        yield Fault("nan", f"{VALUELESS.search(text)[0]} in {form} of {case.kind}", name)
    visible = seen(text) if form == ".html" else text
    for kind, pattern in SEEN.items():
        found = pattern.search(visible)
        own = re.sub(r"&#\d{1,9};?", " ", given(case)).replace("\\ue0", "\ue000")
        if found and not pattern.search(own):
            around = visible[max(0, found.start() - 60) : found.end() + 60]
            yield Fault(kind, f"{found[0]!a} in {form} of {case.kind}", f"{name}: {' '.join(around.split())}")


def wrong_json(name: str, text: str) -> Iterator[Fault]:
    constants: list[str] = []
    try:
        json.loads(text, parse_constant=constants.append)
    except ValueError as error:
        yield Fault("json", f"no JSON: {general(str(error))}", f"{name}: {text[:200]}")
    if constants:
        yield Fault("nan", f"{constants[0]} in JSON", name)


def seen(html: str) -> str:
    """Return what a page shows."""
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", html, flags=re.S)
    return unescape(re.sub(r"&#\d{10,}", "&", bare))  # a number that no sign has, and that may be too long to be one


def given(case: Case) -> str:
    """Return all that a case gives."""
    return "\n".join(what.decode("utf-8", "replace") for what in case.files.values() if isinstance(what, bytes))


def raised(error: BaseException) -> Fault:
    """Return an exception that reached the caller as a fault, counted by its kind and where in our code it rose."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith((str(ROOT / "backprop"), str(ROOT / "build.py")))]
    last = (ours or frames)[-1]
    kind = "memory" if isinstance(error, MemoryError) else "exception"
    where = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno} {last.name}"
    message = "" if isinstance(error, RecursionError) else f": {general(str(error))[:80]}"
    return Fault(kind, where + message, "".join(traceback.format_exception(error, limit=-6))[-2000:])
