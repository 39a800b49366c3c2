"""Files that are copied as they are, and the one style sheet they are joined to."""

from __future__ import annotations

from pathlib import Path

import rcssmin  # type: ignore[import-untyped]
import rjsmin  # type: ignore[import-untyped]

from ..reading.places import TEMPLATES
from .frame import Files
from .page import SCRIPTS, STYLES

ALONE = ("theme", "worker")  # scripts that are started by themselves


def assets() -> Files:
    """Yield styles, scripts, fonts and the icon; fonts for the printed sheets stay behind.

    Styles and scripts travel joined: a page waits for its style before it shows anything, once and not seven times,
    and what is alike in ten scripts is compressed once. What only their readers need, comments and indentation, stays
    behind.
    """
    folder = TEMPLATES / "assets"
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.parent.name not in {"print", "css", "js"}:
            yield f"assets/{path.relative_to(folder).as_posix()}", path.read_bytes()
    for name, parts in {**SCRIPTS, **{name: (name,) for name in ALONE}}.items():
        yield f"assets/js/{name}.js", rjsmin.jsmin(_joined(folder / "js", parts, ".js"))
    for name, parts in STYLES.items():
        yield f"assets/css/{name}.css", rcssmin.cssmin(_joined(folder / "css", parts, ".css"))
    yield ".nojekyll", b""


def _joined(folder: Path, names: tuple[str, ...], ending: str) -> bytes:
    return b"\n".join((folder / f"{name}{ending}").read_bytes() for name in names)
