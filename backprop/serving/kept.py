"""What is kept from build to build: each example with its proofs, and each part of the site, by all it is made of.

The key of an example holds its files, the program and the packages beside it. The key of a part holds those, the files
it reads and the keys of the examples that were asked for when it was drawn; which these were is kept under the rest.

Longer than most: examples and parts are kept in the same way.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import jinja2

from ..errors import ContentError, Fault
from ..examples import Entry, Library, Task, Worked
from ..pages import Part
from ..pages.frame import Counts, Frame, count, environment
from ..pages.page import Drawn
from ..reading.site import Site
from .crew import Crew, Done, Sheets
from .making import Digests, beside, files_in
from .store import Store, digest

COUNTS = "\0counts"  # stands among the examples asked for where what is counted over all audits was
FEW = 2  # examples that are in memory at once


class Asked(Mapping[str, Worked]):
    """Examples by slug that notes which were asked for."""

    def __init__(self, library: Library):
        self.library, self.met = library, set[str]()

    def __getitem__(self, slug: str) -> Worked:
        found = self.library[slug]
        self.met.add(slug)
        return found

    def __contains__(self, slug: object) -> bool:
        return slug in self.library

    def __iter__(self) -> Iterator[str]:
        return iter(self.library)

    def __len__(self) -> int:
        return len(self.library)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """The files of a part, and the pages among them."""

    files: tuple[tuple[str, bytes], ...]
    drawn: tuple[Drawn, ...]


@dataclass(kw_only=True)
class Kept:
    """Looks up before anything is made; `remember` keeps parts in memory too, for those who build again and again."""

    store: Store
    program: str  # the key of the program
    history: str = ""  # what the project's history says, where pages tell of it
    crew: Crew
    remember: bool = False
    lasting: bool = True  # whether the store outlives the build: else a part, which is asked for once, is not kept
    report: Callable[[str], None] = lambda text: None
    digests: Digests = field(default_factory=Digests)
    took: dict[str, float] = field(default_factory=dict)  # seconds of each thing that was made
    keys: dict[str, str] = field(default_factory=dict)  # of the examples, by slug
    templates: jinja2.Environment = field(default_factory=environment)
    _memory: dict[str, Any] = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)  # keys that this build has asked for
    _tasks: dict[str, Task] = field(default_factory=dict)
    _recent: dict[str, Worked] = field(default_factory=dict)
    _early: dict[str, Callable[[], Done]] = field(default_factory=dict)
    _library: Library = field(default_factory=lambda: Library(()))
    _counts: Counts | None = None
    _shared: tuple[Frame, str] | None = None
    _texts: dict[Path, str] = field(default_factory=dict)

    # --- examples

    def examples(self, tasks: Sequence[Task]) -> Iterator[Entry | ContentError]:
        """Yield every example; those that are not kept are computed first, on all hands at once."""
        keys = {task: self._key_of(task) for task in tasks}
        self.keys = {task.folder.name: key for task, key in keys.items()}
        self._tasks = {task.folder.name: task for task in tasks}
        missing = [task for task in tasks if self._get(_brief(keys[task])) is None]
        waiting = dict(zip(missing, self.crew.hand(missing), strict=True))
        for task, key in keys.items():
            if task in waiting:
                self.report(f"computing {task.folder.name}")
                done = waiting[task]()
                if isinstance(done.error, ContentError):
                    yield done.error
                    continue
                self._keep_example(key, task, done)
            yield Entry(folder=task.folder, get=partial(self._worked, key, task), **self._get(_brief(key)))

    def _key_of(self, task: Task) -> str:
        own = (file for file in beside(task.folder) if file[0] != "lesson.md")
        return digest(self.program, "example", repr(task), self.digests.of(own))

    def _keep_example(self, key: str, task: Task, done: Done) -> Worked:
        worked: Worked = done.raised()
        if self._key_of(task) != key:
            raise _changed(task.folder)
        self.took[worked.slug] = done.seconds
        self.store.put(key, worked)
        audited = worked.audit is not None
        told = {"audited": audited, "not_run": worked.not_run, "unproven": not worked.bank.proven}
        self._put(_brief(key), {"title": worked.title, **told})
        return worked

    def _worked(self, key: str, task: Task) -> Worked:
        """Return an example, computed again where its entry is gone; a few are in memory at once."""
        found: Worked | None = self._recent.pop(key, None) or self.store.get(key)
        if found is None:
            [wait] = self.crew.hand([task])
            found = self._keep_example(key, task, wait())
        self._recent[key] = found
        while len(self._recent) > FEW and not self.remember:
            del self._recent[next(iter(self._recent))]
        return found

    # --- parts

    def begin(self, site: Site, library: Library, *, with_sheets: bool) -> Asked:
        """Return the examples as a frame asks for them; sheets that are not kept are set on all hands meanwhile."""
        self._library, self._counts, self._texts = library, None, {}
        if with_sheets:
            self._begin_sheets(site, library)
        return Asked(library)

    def _begin_sheets(self, site: Site, library: Library) -> None:
        slugs = [slug for slug in library.entries if self._find(self._base(f"sheets/{slug}", (), site, "", "")) is None]
        jobs = [
            Sheets(worked=partial(_stored, self.store, self.keys[slug], self._tasks[slug]), site=site) for slug in slugs
        ]
        self._early = dict(zip(slugs, self.crew.hand(jobs), strict=True)) if jobs else {}

    def part(self, part: Part, frame: Frame) -> Iterable[tuple[str, bytes]]:
        """Return the files of a part, drawn only where nothing it is made of is known."""
        common = "" if part.alone else self._common(frame)
        base = self._base(part.name, part.reads, frame.site, common, part.shows)
        found = self._find(base)
        if found is None:
            found = self._make(part, frame, base)
        frame.drawn.extend(found.drawn)
        return found.files

    def _common(self, frame: Frame) -> str:
        """Return the key of what every page shows of the rest of the site."""
        if self._shared is None or self._shared[0] is not frame:
            history = self.history if frame.site.base_url else ""  # a date stands beside an address alone
            self._shared = frame, digest(repr(frame.shelves), repr(frame.titles), repr(frame.terms), history)
        return self._shared[1]

    def _base(self, name: str, reads: Iterable[Path], site: Site, common: str, *shows: str) -> str:
        """Return the key of all that a part is made of but the examples it asks for."""
        texts = [self._text(path) for path in reads]
        return digest(self.program, "part", name, repr(site), common, *texts, *shows)

    def _text(self, path: Path) -> str:
        """Return the key of a file that is read, or of all in a folder; each is read once a build."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def _read(self, path: Path) -> str:
        return self.digests.of(files_in(path)) if path.is_dir() else self.digests.one(str(path))

    def _key(self, base: str, met: Collection[str]) -> str:
        counted = [(wrong, sorted(slips)) for wrong, slips in self._counted().audits] if COUNTS in met else ()
        return digest(base, repr(counted), *(f"{slug}\0{self.keys.get(slug, '')}" for slug in sorted(met)))

    def _find(self, base: str) -> Pieces | None:
        met = self._get(base)
        found: Pieces | None = None if met is None else self._get(self._key(base, met))
        return found

    def _make(self, part: Part, frame: Frame, base: str) -> Pieces:
        self.report(part.name)
        start, before = time.perf_counter(), len(frame.drawn)
        asked = frame.worked
        assert isinstance(asked, Asked), "the frame's examples say which were asked for"
        asked.met.clear()
        kind, _, slug = part.name.partition("/")
        if kind == "sheets" and slug in self._early:
            done = self._early.pop(slug)()
            files, seconds = done.raised(), done.seconds
            asked.met.add(slug)
        else:
            files = tuple(part.make())
            seconds = time.perf_counter() - start
        self.took[part.name] = seconds
        for path in part.reads:
            if self._read(path) != self._text(path):
                raise _changed(path)
        found = Pieces(files=files, drawn=tuple(frame.drawn[before:]))
        del frame.drawn[before:]
        if self.lasting or self.remember:
            self._put(base, tuple(sorted(asked.met)))
            self._put(self._key(base, asked.met), found)
        return found

    def count(self, worked: Mapping[str, Worked]) -> Counts:
        """Return what is counted over all audits, and note that it was asked for."""
        assert isinstance(worked, Asked), "the frame's examples say which were asked for"
        worked.met.add(COUNTS)
        return self._counted()

    def _counted(self) -> Counts:
        if self._counts is None:
            key = digest(self.program, "counts", *(f"{slug}\0{self.keys[slug]}" for slug in sorted(self.keys)))
            self._counts = self._get(key)
            if self._counts is None:
                self._counts = count(self._library)
                self._put(key, self._counts)
        return self._counts

    # --- the store, and memory before it

    def forget(self) -> None:
        """Let go of all in memory that the build just made did not ask for."""
        self._memory = {key: value for key, value in self._memory.items() if key in self._met}
        self._recent = {key: value for key, value in self._recent.items() if key in self.keys.values()}
        self._met = set()

    def _get(self, key: str) -> Any:
        self._met.add(key)
        if key not in self._memory:
            found = self.store.get(key)
            if found is None or not self.remember:
                return found
            self._memory[key] = found
        return self._memory[key]

    def _put(self, key: str, value: object) -> None:
        self.store.put(key, value)
        self._met.add(key)
        if self.remember:
            self._memory[key] = value


def _changed(path: Path) -> ContentError:
    """Return what is told where something was saved while it was being read: nothing of it is kept."""
    wanted, got = "what stays as it is while a site is built", "a change in the meantime"
    return ContentError([Fault(where=str(path), wanted=wanted, got=got, cure="build again")])


def _stored(store: Store, key: str, task: Task) -> Worked:
    """Return an example that is kept, computed again where its entry is gone."""
    found: Worked | None = store.get(key)
    return task() if found is None else found


def _brief(key: str) -> str:
    return digest(key, "brief")
