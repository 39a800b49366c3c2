"""Files that are copied as they are."""

from __future__ import annotations

from ..reading.places import TEMPLATES
from .frame import Files


def assets() -> Files:
    """Yield styles, scripts, fonts and the icon; fonts for the printed sheets stay behind."""
    folder = TEMPLATES / "assets"
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.parent.name != "print":
            yield f"assets/{path.relative_to(folder).as_posix()}", path.read_bytes()
    yield ".nojekyll", b""
