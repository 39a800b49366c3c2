"""Writing a site whole or not at all: into a fresh folder beside the target, swapped in when it is complete."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .errors import UsageError

MANIFEST = ".backprop-site.json"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _foreign(folder: Path) -> str:
    """Return the first thing in a folder that this program did not write there, or nothing."""
    try:
        written = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        written = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or (path.is_file() and name != MANIFEST):
            if path.is_symlink() or written.get(name) != _digest(path.read_bytes()):
                return name
        elif path.is_dir() and not any(path.iterdir()):
            return f"{name}/"
    return ""


def check_target(target: Path) -> None:
    """Raise UsageError unless the target is new, empty, or a site as this program left it."""
    _restore(target)
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UsageError(f"--out {target}: wanted a folder, got something else; choose another")
    if target.is_dir():
        found = _foreign(target)
        if found:
            raise UsageError(
                f"--out {target}: wanted a new or empty folder or a site built here, got {found}, "
                "which no build wrote; move it away or choose another folder"
            )


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _restore(target: Path) -> None:
    """Put the old site back where a build was killed between taking it away and putting the new one in its place."""
    if not target.exists() and _aside(target).is_dir():
        _aside(target).rename(target)


def write_site(files: Mapping[str, bytes], target: Path) -> None:
    """Replace the target by these files; until the last moment the old site stands untouched."""
    target = target.absolute()
    check_target(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        manifest = {"files": {name: _digest(content) for name, content in sorted(files.items())}}
        listing = json.dumps(manifest, indent=0, sort_keys=True).encode() + b"\n"
        for name, content in (*files.items(), (MANIFEST, listing)):
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        fresh.chmod(0o755)
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    aside = _aside(target)
    shutil.rmtree(aside, ignore_errors=True)
    if target.exists():
        target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        _restore(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)
