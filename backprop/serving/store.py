"""A store of what was dear to make, by what it was made of: safe to delete, bounded in size, never trusted unread.

An entry begins with the digest of the rest, so that one that is damaged, or half written, is none. Entries are written
beside their place and moved there at one stroke, so that builds at the same time do not disturb each other. They hold
pickled values of ours: a store belongs to whoever builds, and never comes with a content folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import re
import shutil
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_BYTES = 512 * 1024**2  # of all entries together; what was not asked for the longest goes first
BEGUN = ".writing-"  # what the name of an entry begins with until it is whole
ABANDONED = 3600  # seconds after which nobody writes on it any more
_KEY = re.compile("[0-9a-f]{64}")
_SIZE = hashlib.sha256().digest_size


def digest(*parts: str | bytes) -> str:
    """Return what tells some parts from any others, each with its length."""
    contents = [part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part for part in parts]
    return hashlib.sha256(b"".join(b"%d:%b" % (len(content), content) for content in contents)).hexdigest()


@dataclass(frozen=True, slots=True)
class Store:
    """Entries below one folder, each under its key."""

    folder: Path

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]

    def is_writable(self) -> bool:
        """Return whether entries can be kept here."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.folder):
                return True
        except OSError:
            return False

    def read(self, key: str) -> bytes | None:
        """Return an entry, or None where there is none that is whole."""
        path = self._path(key)
        try:
            content = path.read_bytes() if path.is_file() else b""  # a pipe or a device would be read without an end
        except OSError:
            return None
        if _digest(key, content[_SIZE:]) != content[:_SIZE]:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # it was asked for
        return content[_SIZE:]

    def write(self, key: str, content: bytes) -> None:
        """Keep an entry; raises OSError where the disk does not do as it is told."""
        path = self._path(key)
        if path.parent.is_file():  # somebody's, where a folder belongs
            path.parent.unlink()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():  # somebody's, where an entry belongs
            shutil.rmtree(path, ignore_errors=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=BEGUN)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_digest(key, content) + content)
            Path(name).replace(path)
        except OSError as error:  # a full disk names no file
            Path(name).unlink(missing_ok=True)
            raise OSError(error.errno, error.strerror, str(path)) from None

    def get(self, key: str) -> Any:
        """Return the value of an entry, or None where there is none, or one that cannot be read."""
        content = self.read(key)
        if content is None:
            return None
        try:
            return pickle.loads(content)
        except Exception:  # whatever a value of another version raises
            return None

    def put(self, key: str, value: object) -> None:
        self.write(key, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))

    def prune(self, most: int = MOST_BYTES) -> None:
        """Delete what was not asked for the longest, until so many bytes are left, and what nobody finished."""
        for path in self.folder.glob(f"??/{BEGUN}*"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < time.time() - ABANDONED:
                    path.unlink()
        entries = sorted(_entries(self.folder), reverse=True)
        left = most
        for _, size, path in entries:
            left -= size
            if left < 0:
                with contextlib.suppress(OSError):
                    path.unlink()


def _digest(key: str, content: bytes) -> bytes:
    """Return what tells that an entry is whole, and that of this key."""
    return hashlib.sha256(key.encode() + content).digest()


def _entries(folder: Path) -> Iterable[tuple[float, int, Path]]:
    """Yield when each entry was asked for last, its size and its place."""
    for path in folder.glob("??/*"):
        if not _KEY.fullmatch(path.parent.name + path.name):
            continue  # it is somebody else's
        with contextlib.suppress(OSError):
            found = path.stat()
            yield found.st_mtime, found.st_size, path
