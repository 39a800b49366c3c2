"""The full-text index of a site, made by Pagefind from the finished pages: files to be served beside them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..errors import BackpropError
from ..reading.files import write

FOLDER = "pagefind"
_LEFT_OUT = ("-ui.", "-highlight.", "-worker.")  # the search page has an interface of its own, and no worker


class IndexingError(BackpropError):
    """The indexer stopped."""


def search_index(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the index over all pages that mark their text with data-pagefind-body."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, content in sorted(files.items()):
            if name.endswith(".html"):
                write(folder / name, content)
        command = [sys.executable, "-m", "pagefind", "--site", str(folder), "--silent"]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            raise IndexingError(f"the search index could not be made: {(done.stderr or done.stdout).strip()[-300:]}")
        for path in sorted((folder / FOLDER).rglob("*")):
            if path.is_file() and not any(part in path.name for part in _LEFT_OUT):
                yield path.relative_to(folder).as_posix(), path.read_bytes()
