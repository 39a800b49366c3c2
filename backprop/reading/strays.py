"""Files that nothing reads, with names so near to those that are read that their author will have meant these."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import Fault

NEAR = 0.85  # how alike two names are, from 0 to 1, of which one is taken for the other
OF_CONTENT = ("site.toml", "glossary.toml", "speed.toml")
OF_EXAMPLE = ("example.toml", "lesson.md", "claims.toml", "practice.json")
_AS_MARKDOWN = frozenset((".md", ".markdown", ".mdown", ".mkd"))


def strays(content: Path) -> Iterator[Fault]:
    """Yield a fault for each file of a content folder that is not read for its name or its place alone."""
    yield from _misspelt(content, OF_CONTENT)
    for folder in sorted((content / "examples").glob("*/")):
        yield from _misspelt(folder, OF_EXAMPLE)
    for path in sorted((content / "pages").rglob("*")):
        if path.suffix.lower() in _AS_MARKDOWN and path.is_file() and not path.name.startswith("."):
            if path.suffix != ".md":
                yield Fault(where=str(path), wanted="a name that ends with .md", got=f'"{path.name}"', cure="rename it")
            elif path.parent != content / "pages":
                got, cure = f'one in "{path.parent.name}"', "move it up"
                yield Fault(where=str(path), wanted="a page that lies in pages itself", got=got, cure=cure)


def _misspelt(folder: Path, known: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault for each file that is nearly called as one that is not there."""
    names = sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    wanted = [name for name in known if name not in names]
    for name in names:
        [*near] = difflib.get_close_matches(name.lower(), wanted, n=1, cutoff=NEAR)
        if near and name not in known:
            where, cure = str(folder / name), "rename it, or call it quite otherwise"
            yield Fault(where=where, wanted=f'a file that is read, such as "{near[0]}"', got=f'"{name}"', cure=cure)
