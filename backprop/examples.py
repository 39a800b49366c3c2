"""Every example of a content folder: read, solved, and confirmed by every witness.

Longer than most: one example, the task of computing it, all of them, and what their files must be.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .audit.arithmetic_alone import judge_lines
from .audit.chains import told_once
from .audit.findings import Audit, NotRun
from .audit.judge import judge, judge_notes
from .audit.notes.read import read_text_notes
from .audit.source.claims import OutputClaim
from .audit.source.file import read_claims
from .audit.telling import verdict_lines
from .audit.worlds.prepared import prepare
from .errors import ContentError, Fault, blaming
from .network.spec import PLAIN, Style
from .program import run as program
from .program.runner import shared
from .proof.verify import Report, verify
from .prose.text import bare_decimals
from .reading.example import read_example
from .reading.files import pages_of, present, read_text
from .reading.other_numbers import BANK, NONE, Bank, bank_beside, with_given
from .reading.site import NAME, Site, is_name, read_site
from .steps.solution import Solution
from .steps.solving import solve

EXAMPLE = "example.toml"
MOST_AUDITED = 1_500  # steps of an example whose claims are judged: each slip is one more network to work out


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """One example, computed and checked, with its folder; `bank` are other numbers to practise with."""

    folder: Path
    solution: Solution
    report: Report
    source: str
    output: str
    audit: Audit | None = None
    bank: Bank = NONE

    @property
    def slug(self) -> str:
        return self.solution.example.slug

    @property
    def title(self) -> str:
        return self.solution.example.title

    @property
    def not_run(self) -> int:
        """How many claims wait for a program that was not run."""
        findings = self.audit.findings if self.audit else ()
        return sum(isinstance(finding.grounds, NotRun) for finding in findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """The task of computing the example of a folder, its own program run in the one interpreter there is for them."""

    folder: Path
    style: Style
    run_programs: bool

    def __call__(self) -> Worked:
        with blaming(self.folder / EXAMPLE):
            return work(self.folder, self.style, run_programs=self.run_programs, running=shared().execute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An example as all of a site knows it; the whole of it is had when it is asked for."""

    folder: Path
    title: str
    audited: bool
    not_run: int
    unproven: bool  # numbers to practise with are offered that were proven for another network
    get: Callable[[], Worked]

    @property
    def slug(self) -> str:
        return self.folder.name


class Library(Mapping[str, Worked]):
    """Worked examples by slug, which need not all be in memory at once."""

    def __init__(self, entries: Iterable[Entry]):
        self.entries = {entry.slug: entry for entry in entries}

    def __getitem__(self, slug: str) -> Worked:
        return self.entries[slug].get()

    def __contains__(self, slug: object) -> bool:
        return slug in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


Working = Callable[[Sequence[Task]], Iterable[Entry | ContentError]]


def load(content: Path, base_url: str | None, working: Working, *, run_programs: bool = False) -> tuple[Site, Library]:
    """Read, solve and verify everything; raises one ContentError for the faults of all files together.

    `working` does the tasks of computing the examples, all of which need not be done anew.
    """
    if out := list(_links_out(content)):
        raise ContentError(out)  # before anything is read that lies elsewhere
    faults: list[Fault] = []
    site = None
    try:
        site = read_site(content / "site.toml")
        if base_url is not None:
            site = replace(site, base_url=base_url.rstrip("/"))
    except ContentError as error:
        faults += error.faults
    faults += _broken_texts(content)
    entries = []
    style = site.style if site else PLAIN
    tasks = [Task(folder=f, style=style, run_programs=run_programs) for f in _folders(content, faults)]
    for found in working(tasks):
        if isinstance(found, ContentError):
            faults += found.faults
        else:
            entries.append(found)
    if faults or site is None:
        raise ContentError(faults)
    return site, Library(entries)


def _links_out(content: Path) -> Iterator[Fault]:
    """Yield the links in a content folder that lead out of it: a stranger's content must not publish other files."""
    home = Path(os.path.realpath(content))
    places = ("*", "pages/*", "examples/*", "examples/*/*", "refusals/**/*")
    for path in sorted(found for place in places for found in content.glob(place)):
        if path.is_symlink() and home not in Path(os.path.realpath(path)).parents:
            got, cure = "a link that leads out of it", "put the file itself there"
            yield Fault(where=str(path), wanted="what lies in the content folder", got=got, cure=cure)


def _folders(content: Path, faults: list[Fault]) -> Iterator[Path]:
    """Yield the folders of the examples; notes names that are no addresses, and links that lead nowhere."""
    for path in pages_of(content):
        if not is_name(path.stem):
            faults.append(Fault(where=str(path), wanted=NAME, got=f'"{path.stem}"', cure="rename it"))
    for path in sorted(_beside(content / "examples", faults)):
        if path.is_dir() and not is_name(path.name):
            faults.append(Fault(where=str(path), wanted=NAME, got=f'"{path.name}"', cure="rename it"))
        elif path.is_dir():
            yield path
        elif path.is_symlink():
            faults.append(
                Fault(where=str(path), wanted="a folder", got="a link that leads to none", cure="take it away")
            )


def _beside(folder: Path, faults: list[Fault]) -> list[Path]:
    """Return what lies in a folder and is not hidden; notes one that cannot be looked into. There need be none."""
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except FileNotFoundError:
        return []
    except OSError as error:
        cure = "make it one that can be read, or take it away"
        faults.append(Fault(where=str(folder), wanted="a folder", got=error.strerror or "something else", cure=cure))
        return []


def confirmed(path: Path, style: Style = PLAIN) -> tuple[Solution, Report]:
    """Read and solve one example, and confirm it by the arrays and by central differences.

    The first of the other numbers beside it are solved and confirmed too.
    """
    example = read_example(path, style)
    solution, bank = solve(example), bank_beside(path.with_name(BANK), example).numbers if path.name == EXAMPLE else ()
    report = verify(solution)
    if bank:  # of these a line or two are asked for
        once = replace(example, file=str(path.with_name(BANK)), rates=(), method=replace(example.method, rounds=1))
        other = solve(with_given(once, bank[0]))
        verify(other)
        solution = replace(solution, other=other)
    return solution, report


def work(
    folder: Path, style: Style = PLAIN, *, run_programs: bool = False, running: program.Execute | None = None
) -> Worked:
    """Compute one example by every witness; with `run_programs` those that its claims name are run too.

    `running` runs the example's own program, by itself where it is not given.
    """
    solution, report = confirmed(folder / EXAMPLE, style)
    source, output = program.run(solution, running)
    claims = folder / "claims.toml"
    audited = audit_claims(solution, claims, run_programs=run_programs) if present(claims) else None
    bank = bank_beside(folder / BANK, solution.example)
    return Worked(
        folder=folder, solution=solution, report=report, source=source, output=output, audit=audited, bank=bank
    )


def audit_claims(solution: Solution, path: Path, *, run_programs: bool = False) -> Audit:
    """Judge the claims of a file; raises ContentError naming every fault.

    The programs it names are read, and run only with `run_programs`: they are somebody's code.
    """
    if len(solution.steps) > MOST_AUDITED:
        got, cure = f"{len(solution.steps):,}", "audit a smaller network"
        raise ContentError(
            [Fault(where=str(path), wanted=f"claims about at most {MOST_AUDITED:,} steps", got=got, cure=cure)]
        )
    claims = read_claims(path, solution)
    names = dict.fromkeys(claim.program for claim in claims.claims if isinstance(claim, OutputClaim))
    sources = {name: read_text(path.with_name(name), "a Python program to read") for name in names}
    ran = sources if run_programs else {}
    outputs = {name: program.printed_by(source, str(path.with_name(name))) for name, source in ran.items()}
    return judge(prepare(solution), claims, outputs)


def audit_notes(solution: Solution | None, path: Path) -> tuple[Audit, tuple[tuple[int, str], ...]]:
    """Judge plain text notes about an example, or lines of arithmetic without one; raises ContentError.

    Returns the lines that could not be placed too, by number.
    """
    claims, unplaced = read_text_notes(path, solution)
    return told_once(judge_notes(prepare(solution), claims) if solution else judge_lines(claims)), unplaced


def _broken_texts(content: Path) -> Iterator[Fault]:
    """Yield what is wrong with the prose of a content folder by itself: its encoding, and numbers typed by hand."""
    lessons = (folder / "lesson.md" for folder in sorted((content / "examples").glob("*/")))
    for path in (*pages_of(content), *filter(present, lessons)):
        try:
            yield from bare_decimals(read_text(path, "a text to read"), str(path))
        except ContentError as error:
            yield from error.faults


def moved_verdicts(worked: Iterable[Worked]) -> list[Fault]:
    """Return a fault for every verdict that differs from the one recorded beside its claims."""
    faults = []
    for example in worked:
        path = example.folder / verdict_lines.NAME
        if example.audit:
            try:
                text = read_text(path) if present(path) else ""
                faults += verdict_lines.moved(example.audit, text, path)
            except ContentError as error:
                faults += error.faults
    return faults
