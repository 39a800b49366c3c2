"""The full-text index of a site, made by Pagefind from the finished pages: files to be served beside them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..errors import BackpropError

FOLDER = "pagefind"
MARK = b"data-pagefind-body"
_LEFT_OUT = ("-ui.", "-highlight.", "-worker.")  # the search page has an interface of its own, and no worker


class IndexingError(BackpropError):
    """The indexer stopped."""


def search_index(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the index over all pages in a folder that mark their text with data-pagefind-body."""
    with tempfile.TemporaryDirectory() as place:
        made, marked = Path(place) / FOLDER, Path(place) / "pages"
        marked.mkdir()
        _copy_marked(site, marked)
        command = [sys.executable, "-P", "-m", "pagefind", "--site", ".", "--output-path", str(made), "--silent"]
        # it is started there, since it takes no folder's name that is no text
        done = subprocess.run(command, cwd=marked, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            told = (done.stderr or done.stdout).strip().splitlines() or [str(done.returncode)]
            raise IndexingError(f"the search index could not be made: {told[0][:300]}")
        for path in sorted(made.rglob("*")):
            if path.is_file() and not any(part in path.name for part in _LEFT_OUT):
                yield f"{FOLDER}/{path.relative_to(made).as_posix()}", path.read_bytes()


def _copy_marked(site: Path, folder: Path) -> None:
    """Copy the pages that mark their text: the indexer reads every page whole before it leaves one out."""
    for path in sorted(site.rglob("*.html")):
        page = path.read_bytes()
        if MARK in page:
            copy = folder / path.relative_to(site)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(page)
