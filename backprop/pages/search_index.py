"""The full-text index of a site, made by Pagefind from the finished pages: files to be served beside them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..errors import BackpropError

FOLDER = "pagefind"
_LEFT_OUT = ("-ui.", "-highlight.", "-worker.")  # the search page has an interface of its own, and no worker


class IndexingError(BackpropError):
    """The indexer stopped."""


def search_index(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the index over all pages in a folder that mark their text with data-pagefind-body."""
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / FOLDER
        command = [sys.executable, "-P", "-m", "pagefind", "--site", ".", "--output-path", str(made), "--silent"]
        # it is started there, since it takes no folder's name that is no text
        done = subprocess.run(command, cwd=site, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            told = (done.stderr or done.stdout).strip().splitlines() or [str(done.returncode)]
            raise IndexingError(f"the search index could not be made: {told[0][:300]}")
        for path in sorted(made.rglob("*")):
            if path.is_file() and not any(part in path.name for part in _LEFT_OUT):
                yield f"{FOLDER}/{path.relative_to(made).as_posix()}", path.read_bytes()
