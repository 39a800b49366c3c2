"""Files that are copied as they are, and the one style sheet they are joined to."""

from __future__ import annotations

import rcssmin  # type: ignore[import-untyped]
import rjsmin  # type: ignore[import-untyped]

from ..reading.places import TEMPLATES
from .frame import Files

STYLES = ("tokens", "base", "layout", "parts", "audit", "workbench", "print")  # print comes last


def assets() -> Files:
    """Yield styles, scripts, fonts and the icon; fonts for the printed sheets stay behind.

    The styles travel as one file: a page waits for its style before it shows anything, once and not seven times. What
    only their readers need, comments and indentation, stays behind.
    """
    folder = TEMPLATES / "assets"
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.parent.name not in {"print", "css"}:
            content = path.read_bytes()
            small = rjsmin.jsmin(content) if path.suffix == ".js" else content
            yield f"assets/{path.relative_to(folder).as_posix()}", small
    styles = b"\n".join((folder / "css" / f"{name}.css").read_bytes() for name in STYLES)
    yield "assets/css/site.css", rcssmin.cssmin(styles)
    yield ".nojekyll", b""
