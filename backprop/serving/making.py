"""What all output is made of: the program's own source, its templates, the packages it uses, and the content."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..reading.places import PACKAGE, TEMPLATES
from .store import digest


def files_in(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder, in order; what is only compiled from others is left out."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir() and not path.is_symlink():
            if path.name != "__pycache__":
                yield from files_in(path)
        elif path.suffix != ".pyc":
            yield path


def digest_of(paths: Iterable[Path], folder: Path) -> str:
    """Return what tells files of a folder, by name and content, from any others; one that cannot be read has none."""
    parts: list[str | bytes] = []
    for path in paths:
        try:
            content = path.read_bytes() if path.is_file() else b""
        except OSError:
            content = b"\0unreadable"
        parts += [path.relative_to(folder).as_posix(), content]
    return digest(*parts)


def program_key() -> str:
    """Return what tells this program, with its templates and all packages installed beside it, from any other."""
    folders = (folder for folder in map(Path, sys.path) if folder.is_dir())
    packages = sorted({path.name for folder in folders for path in folder.glob("*.dist-info")})
    source, templates = (digest_of(files_in(folder), folder) for folder in (PACKAGE, TEMPLATES))
    return digest(sys.version, sys.platform, source, templates, *packages)


def content_key(content: Path) -> str:
    """Return what tells a content folder from any other."""
    return digest(str(content), digest_of(files_in(content), content))
