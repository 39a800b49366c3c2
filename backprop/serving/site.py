"""The site made of a content folder: load, compute, verify, draw, write; what is kept is not made again."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import ContentError
from ..examples import Library, load, moved_verdicts
from ..pages import has_workbench, pages
from ..pages.search_index import search_index
from ..reading.other_numbers import BANK, CURE
from ..reading.site import Site
from ..words.en import terminal as words
from .crew import Crew
from .kept import Kept
from .making import Digests
from .output import Files, Listing, try_site, write_site
from .store import Store, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a build came to: how many examples, how many files, and how many claims wait for a program.

    `unproven` has a line for every file of numbers to practise with that are not proven, and `without_workbench` is
    where the site wants one and the Python for it is not there.
    """

    examples: int
    files: int
    not_run: int
    unproven: tuple[str, ...]
    without_workbench: bool


@contextlib.contextmanager
def keeping(
    store: Store | None, program: str, history: str, *, processes: int = 1,
    remember: bool = False, report: Callable[[str], None] = lambda text: None,
) -> Iterator[Kept]:  # fmt: skip
    """Give what keeps and looks up; without a store that can be written to, it lasts as long as the `with` block."""
    with contextlib.ExitStack() as ending:
        lasting = store is not None and store.is_writable()
        if store is None or not lasting:
            store = Store(Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="backprop-"))))
        crew = ending.enter_context(Crew(processes))
        yield Kept(
            store=store, program=program, history=history, crew=crew, report=report,
            remember=remember,
            lasting=lasting,
            digests=Digests(remember=remember),
        )  # fmt: skip


def drawn(kept: Kept, site: Site, library: Library, content: Path, *, with_sheets: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the site, each part from before where nothing it is made of has changed."""
    asked = kept.begin(site, library, with_sheets=with_sheets)
    return pages(
        site, library, content, keep=kept.part, asked=asked, count=kept.count, templates=kept.templates,
        with_sheets=with_sheets,
    )  # fmt: skip


def indexed(kept: Kept, folder: Path, written: Listing) -> Iterable[tuple[str, bytes]]:
    """Return the files of the search index over the pages in a folder, from before where these are the same."""
    listed = sorted(f"{name}\0{told}" for name, told in written.items() if name.endswith(".html"))
    key = digest(kept.program, "search_index", *listed)
    found: tuple[tuple[str, bytes], ...] | None = kept.store.get(key)
    if found is None:
        found = tuple(search_index(folder))
        kept.store.put(key, found)
    return found


def make(
    kept: Kept, content: Path, base_url: str | None, out: Path | None, *, with_sheets: bool, run_programs: bool = False
) -> Made:
    """Build the site into a folder, or only try to; then the verdicts must be those that are recorded.

    Raises ContentError for all faults of the content.
    """
    site, library = load(content, base_url, kept.examples, run_programs=run_programs)
    files: Files = drawn(kept, site, library, content, with_sheets=with_sheets)

    def finish(folder: Path, written: Listing) -> Iterable[tuple[str, bytes]]:
        return indexed(kept, folder, written)

    if out is None:
        listing = try_site(files, finish)
        faults = moved_verdicts(library.values())
        if faults:
            raise ContentError(faults)
    else:
        listing = write_site(files, out, finish)
    waiting = sum(entry.not_run for entry in library.entries.values())
    return Made(
        examples=len(library),
        files=len(listing),
        not_run=waiting,
        unproven=tuple(words.unproven(e.folder / BANK, CURE) for e in library.entries.values() if e.unproven),
        without_workbench=site.workbench and not has_workbench(site),
    )
