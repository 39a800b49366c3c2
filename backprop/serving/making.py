"""What all output is made of: the program's own source, its templates, the packages it uses, and the content."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..reading.files import MOST_BYTES, present
from ..reading.places import PACKAGE, RUNTIME, TEMPLATES
from .store import digest


def files_in(folder: Path | str, below: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name below a folder and the path of every file in it, in order; what is only compiled is left out."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as found:
        for entry in sorted(found, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from files_in(entry.path, f"{below}{entry.name}/")
            elif not entry.name.endswith(".pyc"):
                yield f"{below}{entry.name}", entry.path


def beside(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the path of all that lies in a folder itself, folders too, in order."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        yield from sorted((entry.name, entry.path) for entry in found)


def files_of(content: Path) -> Iterator[tuple[str, str]]:
    """Yield the files that a content folder is made of, and the names of what else lies there: it may be any folder.

    What has the place of a file, or lies where none is looked for, is told by the names of folders.
    """
    examples = content / "examples"
    for folder in (content, content / "pages", examples, *sorted(examples.glob("*"))):
        yield from ((f"{folder}/{name}", path) for name, path in beside(folder))
    for folder in (content / "pages", content / "refusals"):
        yield from ((f"{folder}/{name}", path) for name, path in files_in(folder))


def _sizes(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield the name and the size of every file that lies in a folder itself."""
    for name, path in beside(folder):
        with contextlib.suppress(OSError):
            yield name, Path(path).stat().st_size


@dataclass(slots=True)
class Digests:
    """What tells files from any others; `remember` trusts that a file of the same time, size and number is the same."""

    remember: bool = False
    _known: dict[str, tuple[tuple[int, int, int], str]] = field(default_factory=dict)

    def of(self, files: Iterable[tuple[str, str]]) -> str:
        """Return what tells files, each a name and a path, from any others by their names and what is in them."""
        return digest(*(part for name, path in files for part in (name, self.one(path))))

    def one(self, path: str) -> str:
        """Return what tells one file from any other."""
        try:
            found = os.stat(path)  # noqa: PTH116 - of some thousand paths while somebody waits
            if stat.S_ISDIR(found.st_mode):
                return "folder"
            if not stat.S_ISREG(found.st_mode) or found.st_size > MOST_BYTES:
                return f"unread {found.st_size}"
            signature = found.st_mtime_ns, found.st_size, found.st_ino
            known = self._known.get(path) if self.remember else None
            if known is not None and known[0] == signature:
                return known[1]
            told = digest(Path(path).read_bytes())
        except OSError:
            return "unreadable" if present(Path(path)) else "absent"
        if self.remember:
            self._known[path] = signature, told
        return told

    def of_program(self, source: str | None = None) -> str:
        """Return what tells this program, with its templates and all packages installed beside it, from any other.

        One that has run for long gives the key of its `source` as it was when it began, which is what it runs.
        """
        folders = (folder for folder in map(Path, sys.path) if folder.is_dir())
        packages = sorted({path.name for folder in folders for path in folder.glob("*.dist-info")})
        own = source or self.of_source(), self.of(files_in(TEMPLATES))
        runtime = self.one(str(RUNTIME / "package.json")), repr(list(_sizes(RUNTIME)))
        return digest(sys.version, sys.platform, *own, *runtime, *packages)

    def of_source(self) -> str:
        """Return what tells the program's own source from any other."""
        return self.of(files_in(PACKAGE))

    def of_content(self, content: Path) -> str:
        """Return what tells a content folder from any other."""
        return digest(str(content), self.of(files_of(content)))
