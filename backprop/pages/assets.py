"""Files that are copied as they are, and the one style sheet they are joined to."""

from __future__ import annotations

from ..reading.places import TEMPLATES
from .frame import Files

STYLES = ("tokens", "base", "layout", "parts", "audit", "workbench", "print")  # print comes last


def assets() -> Files:
    """Yield styles, scripts, fonts and the icon; fonts for the printed sheets stay behind.

    The styles travel as one file: a page waits for its style before it shows anything, once and not seven times.
    """
    folder = TEMPLATES / "assets"
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.parent.name not in {"print", "css"}:
            yield f"assets/{path.relative_to(folder).as_posix()}", path.read_bytes()
    yield "assets/css/site.css", b"\n".join((folder / "css" / f"{name}.css").read_bytes() for name in STYLES)
    yield ".nojekyll", b""
