"""The workbench's page, and what runs in it: Python as WebAssembly, and this program packed beside it."""

from __future__ import annotations

import importlib.util
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ..reading.places import PACKAGE, RUNTIME, TEMPLATES
from ..words.en import workbench as words
from .frame import Files, Frame
from .lessons import crumbs
from .page import Link

PARTS = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
FOLDER = "assets/python"
POLICY = {"script-src": "'self' 'wasm-unsafe-eval'", "worker-src": "'self'"}
LIBRARIES = ("jinja2", "markupsafe", "segno")  # pure Python; what markupsafe has compiled stays behind
USED = ("_parts.html", "_edit.html", "_dock.html", "worked.html", "checked.html")  # templates
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Python:
    """Where a page finds its Python; `size` is what is loaded in all, in bytes."""

    home: str
    archive: str
    size: int


def there_is_one() -> bool:
    """Return whether the Python of the page is there to be copied."""
    return all((RUNTIME / name).is_file() for name in PARTS)


def _sources() -> Iterator[tuple[str, Path]]:
    """Yield what is packed, with its name in the archive."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield f"backprop/{path.relative_to(PACKAGE).as_posix()}", path
    for name in USED:
        yield f"templates/{name}", TEMPLATES / name
    for library in LIBRARIES:
        spec = importlib.util.find_spec(library)
        assert spec is not None and spec.origin is not None, "what this program is made with is installed"
        folder = Path(spec.origin).parent
        for path in sorted(folder.rglob("*.py")):
            yield f"{library}/{path.relative_to(folder).as_posix()}", path


def archive() -> bytes:
    """Return this program packed for the page: the same bytes for the same sources."""
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, path in _sources():
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return place.getvalue()


def python(frame: Frame, root: str) -> Python:
    """Return where a page of this build finds its Python; `root` leads from the page to the site's root."""
    version = json.loads((RUNTIME / "package.json").read_text("utf-8"))["version"]
    home, packed = f"{FOLDER}/{version}/", frame.archive()
    size = len(packed) + sum((RUNTIME / part).stat().st_size for part in PARTS)
    name = f"{home}backprop-{sha256(packed).hexdigest()[:12]}.zip"
    return Python(home=f"{root}{home}", archive=f"{root}{name}", size=size)


def workbench(frame: Frame) -> Files:
    """Yield the workbench: its page, its Python and this program."""
    there = python(frame, "")
    yield frame.page(
        "workbench/index.html",
        "workbench.html",
        kind="workbench",
        title=words.WORKBENCH,
        description=words.DESCRIPTION,
        policy=POLICY,
        crumbs=crumbs(frame, Link(title=words.WORKBENCH)),
        body=python(frame, "../"),
    )
    yield from ((f"{there.home}{part}", (RUNTIME / part).read_bytes()) for part in PARTS)
    yield there.archive, frame.archive()
