"""Writing a site whole or not at all: into a fresh folder beside the target, swapped in when it is complete."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .errors import UsageError

MANIFEST = ".backprop-site.json"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _written(folder: Path) -> dict[str, str]:
    """Return what a build lists as its own in a folder: digests by path."""
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        files = {}
    return files if isinstance(files, dict) else {}


def _foreign(folder: Path) -> list[str]:
    """Return what lies in a folder and is no file that this program wrote there; empty folders end with a slash."""
    written = _written(folder)
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or (path.is_file() and name != MANIFEST):
            if path.is_symlink() or written.get(name) != _digest(path.read_bytes()):
                found.append(name)
        elif path.is_dir() and not any(path.iterdir()):
            found.append(f"{name}/")
    return found


def check_target(target: Path) -> None:
    """Raise UsageError unless the target is new, empty, or a site as this program left it."""
    _restore(target)
    nearest = next(path for path in (target, *target.absolute().parents) if path.is_symlink() or path.exists())
    if target.is_symlink() or not nearest.is_dir():
        raise UsageError(f"--out {target}: wanted a folder, got something else; choose another")
    if target.is_dir():
        found = _foreign(target)
        if found:
            raise UsageError(
                f"--out {target}: wanted a new or empty folder or a site built here, got {found[0]}, "
                "which no build wrote; move it away or choose another folder"
            )


def _beside(target: Path, role: str) -> list[Path]:
    """Return the folders beside the target that a killed build left there, all in them its own."""
    name = re.compile(rf"\.{re.escape(target.name)}\.{role}-\w{{8}}")
    found = [path for path in target.parent.glob(".*") if name.fullmatch(path.name)]
    return [path for path in sorted(found) if path.is_dir() and not path.is_symlink() and _ours(path)]


def _ours(folder: Path) -> bool:
    return all(name.endswith("/") for name in _foreign(folder))  # it may have been killed after making a folder


def _restore(target: Path) -> None:
    """Put the old site back where a build was killed between taking it away and putting the new one in its place."""
    if not target.exists():
        for path in _beside(target, "old")[:1]:
            path.rename(target)


def write_site(files: Mapping[str, bytes], target: Path) -> None:
    """Replace the target by these files; until the last moment the old site stands untouched."""
    target = target.absolute()
    check_target(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    left = [*_beside(target, "new"), *_beside(target, "old")]
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        manifest = {"files": {name: _digest(content) for name, content in sorted(files.items())}}
        listing = json.dumps(manifest, indent=0, sort_keys=True).encode() + b"\n"
        for name, content in ((MANIFEST, listing), *files.items()):
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        fresh.chmod(0o755)
        _swap(fresh, target)
    finally:
        for folder in (fresh, *left):
            shutil.rmtree(folder, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    aside = fresh.with_name(fresh.name.replace(f"{target.name}.new-", f"{target.name}.old-", 1))
    if target.exists():
        target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        if aside.exists():
            aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)
