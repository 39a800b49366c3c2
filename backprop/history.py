"""When a file of the content last changed, from the project's history, where that says the same to everybody."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, text=True, encoding="utf-8", check=False
        )
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


@functools.cache
def _whole(folder: Path) -> bool:
    return _git(folder, "rev-parse", "--is-shallow-repository") == "false"


def last_changed(path: Path) -> str:
    """Return the day of the last commit of a file, or nothing: without history, in part of it, or with open changes."""
    if not path.exists() or not _whole(path.parent) or _git(path.parent, "status", "--porcelain", "--", path.name):
        return ""
    return _git(path.parent, "log", "-1", "--format=%cs", "--", path.name) or ""
