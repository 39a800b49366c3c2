"""When a file of the content last changed, from the project's history, where that says the same to everybody.

A content folder may come from a stranger, its history with it: git is only asked what it has written down, with every
setting off that would have it run a program, and whether a file is as it was committed is found out here.
"""

from __future__ import annotations

import functools
import hashlib
import os
import subprocess
from pathlib import Path

_QUIET = (
    *("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "log.showSignature=false", "core.pager=cat"),
    *("core.alternateRefsCommand=", "protocol.allow=never", "diff.external="),
)
_ALONE = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


def _git(folder: Path, *arguments: str) -> str | None:
    settings = [part for setting in _QUIET for part in ("-c", setting)]
    try:
        done = subprocess.run(
            ["git", "--no-pager", *settings, "-C", str(folder), *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            env=os.environ | _ALONE,
        )
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


@functools.cache
def _whole(folder: Path) -> bool:
    return _git(folder, "rev-parse", "--is-shallow-repository") == "false"


def _blob(content: bytes) -> str:
    """Return the name that git gives to a file's content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def last_changed(path: Path) -> str:
    """Return the day of the last commit of a file, or nothing: without history, in part of it, or with open changes."""
    if not path.is_file() or not _whole(path.parent):
        return ""
    if _git(path.parent, "rev-parse", "--verify", "--quiet", f"HEAD:./{path.name}") != _blob(path.read_bytes()):
        return ""
    return _git(path.parent, "log", "-1", "--format=%cs", "--", path.name) or ""


def head(folder: Path) -> str:
    """Return the last commit of the history that a folder has, or nothing."""
    return _git(folder, "rev-parse", "--verify", "--quiet", "HEAD") or ""
