"""Writing a site whole or not at all: into a fresh folder beside the target, exchanged with it when it is complete.

One build at a time writes to a target: a lock beside it, which dies with its process, keeps the others waiting. What
lies beside the target under a name of ours while the lock is held was left there by a build that was killed.

Longer than most: whatever can happen to a folder while a site is put in its place.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

import filelock

from ..errors import UsageError
from ..reading.files import write
from .exchange import exchange

MANIFEST = ".backprop-site.json"
LONGEST_NAME = 100  # characters; beside it lie names that are longer
BEGUN = ".backprop-begun"  # the names of what a build has begun to write, one a line
Listing = dict[str, str]  # digests by path
Files = Mapping[str, bytes] | Iterable[tuple[str, bytes]]
Finish = Callable[[Path, Listing], Iterable[tuple[str, bytes]]]
PATIENCE = 300  # seconds to wait for another build that writes to the same folder


def _nothing(folder: Path, written: Listing) -> Iterable[tuple[str, bytes]]:
    return ()


LITTER = frozenset((".DS_Store", "Thumbs.db", "desktop.ini", ".directory"))  # of file managers


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def written_in(folder: Path) -> dict[str, str]:
    """Return what a build lists as its own in a folder: digests by path."""
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        files = {}
    return files if isinstance(files, dict) else {}


def _entries(folder: Path) -> Iterator[Path]:
    """Yield all that lies in a folder, in order, a folder before what is in it; links are not followed."""
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _entries(path)


def _foreign(folder: Path, ours: Callable[[str, Path], bool]) -> Iterator[str]:
    """Yield what lies in a folder and no build wrote there; empty folders end with a slash.

    What a file manager leaves wherever it looks is nobody's, and counts as nothing.
    """
    for path in _entries(folder):
        name = path.relative_to(folder).as_posix()
        if path.name in LITTER:
            continue
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                yield f"{name}/"
        elif path.is_symlink() or not path.is_file() or (name not in (MANIFEST, BEGUN) and not ours(name, path)):
            yield name


def _untouched(folder: Path) -> Callable[[str, Path], bool]:
    """Return a test for files that are as a build left them."""
    written = written_in(folder)
    return lambda name, path: name in written and written[name] == _digest(path.read_bytes())


def _begun(folder: Path) -> Callable[[str, Path], bool]:
    """Return a test for files that a build began to write; it may have been killed in the middle of one."""
    begun = set(written_in(folder))
    with contextlib.suppress(OSError):
        begun |= set((folder / BEGUN).read_text(encoding="utf-8", errors="replace").splitlines())
    return lambda name, path: name in begun


def manifest_of(target: Path) -> str:
    """Return what tells the list of a site's files from any other, or nothing where there is none."""
    try:
        return _digest((target / MANIFEST).read_bytes())
    except OSError:
        return ""


def intact(target: Path) -> bool:
    """Return whether a site has all of its files as a build left them, and nothing else."""
    written = written_in(target)
    try:
        whole = all(_digest((target / name).read_bytes()) == told for name, told in written.items())
    except OSError:
        return False
    return whole and next(_foreign(target, lambda name, path: name in written), None) is None


def check_apart(option: str, folder: Path, kept: Path, what: str = "content") -> None:
    """Raise UsageError for a folder to write to that is the content, or what else is kept, holds it or lies in it."""
    place, other = (Path(os.path.realpath(path)) for path in (folder, kept))
    if place == other or place in other.parents or other in place.parents:
        got = f"one that holds the {what}" if place in (other, *other.parents) else f"one inside the {what}"
        raise UsageError(f"{option} {folder}: wanted a folder of its own, got {got}; choose another")


def check_target(target: Path, content: Path | None = None) -> None:
    """Raise UsageError unless the target is new, empty or a site as this program left it, away from the content."""
    if len(target.name) > LONGEST_NAME:
        got = f"one of {len(target.name)}"
        raise UsageError(f"--out: wanted a folder with a name of at most {LONGEST_NAME} characters, got {got}")
    nearest = next(path for path in (target, *target.absolute().parents) if path.is_symlink() or path.exists())
    if target.is_symlink() or not nearest.is_dir():
        raise UsageError(f"--out {target}: wanted a folder, got something else; choose another")
    if content is not None:
        check_apart("--out", target, content)
    written = written_in(target)
    lying = _foreign(target, _untouched(target)) if target.is_dir() else iter(())
    emptied = {f"{parent}/" for name in written for parent in PurePosixPath(name).parents}  # folders of the site
    found = next((name for name in lying if name not in emptied), None)
    if found:
        raise UsageError(
            f"--out {target}: wanted a new or empty folder or a site built here, got {found}, "
            "which no build wrote; move it away or choose another folder"
        )


def _left(target: Path, role: str) -> list[Path]:
    """Return the folders beside the target that a killed build left there, all in them its own."""
    name = re.compile(rf"\.{re.escape(target.name)}\.{role}-\w{{8}}")
    found = [path for path in target.parent.glob(".*") if name.fullmatch(path.name)]
    return [path for path in sorted(found) if path.is_dir() and not path.is_symlink() and _ours(path)]


def _ours(folder: Path) -> bool:
    """Return whether nothing but a build's own lies in a folder; it may have been killed after making a folder."""
    return all(name.endswith("/") for name in _foreign(folder, _begun(folder)))


def _locked(target: Path) -> filelock.FileLock:
    """Return the lock of a target, taken."""
    path = target.with_name(f".{target.name}.lock")
    path.touch()  # where nothing can be written, that is said at once
    lock = filelock.FileLock(path, timeout=PATIENCE)
    try:
        lock.acquire()
    except filelock.Timeout:
        told = f"one that another build has been writing to for {PATIENCE} seconds; end that build or choose another"
        raise UsageError(f"--out {target}: wanted a folder to write to, got {told}") from None
    return lock


def restore(target: Path) -> None:
    """Put the old site back where a build was killed between taking it away and putting the new one in its place."""
    target = target.absolute()
    if len(target.name) <= LONGEST_NAME and not target.exists() and _left(target, "old"):
        with _locked(target):
            for path in _left(target, "old")[:1] if not target.exists() else ():
                path.rename(target)


def write_site(files: Files, target: Path, finish: Finish = _nothing) -> Listing:
    """Replace the target by these files, written as they come; until the last moment the old site stands untouched.

    `finish` yields what is made of the others once they are there. Returns the digests of all files. Raises UsageError
    where the target is no site of ours, OSError where the disk does not do as it is told.
    """
    target = target.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target):
        check_target(target)
        left = [*_left(target, "new"), *_left(target, "old")]
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
        try:
            written = _fill(fresh, files, finish)
            _swap(fresh, target)
        finally:
            for folder in (fresh, *left):
                _remove(folder)
    return written


def _remove(folder: Path) -> None:
    """Remove a folder of ours, also where somebody has taken away the right to."""
    for place, _, _ in os.walk(folder):
        with contextlib.suppress(OSError):
            Path(place).chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


def try_site(files: Files, finish: Finish = _nothing) -> Listing:
    """Write the files to a folder of their own, which is gone afterwards; returns their digests."""
    with tempfile.TemporaryDirectory() as place:
        return _fill(Path(place), files, finish)


def _fill(folder: Path, files: Files, finish: Finish) -> Listing:
    """Write files as they come, each listed before it is begun as a build's own, and at last the list of them all."""
    written: Listing = {}
    begun = folder / BEGUN
    with begun.open("w", encoding="utf-8") as listing:

        def put(each: Iterable[tuple[str, bytes]]) -> None:
            for name, content in each:
                listing.write(f"{name}\n")
                listing.flush()
                write(folder / name, content)
                written[name] = _digest(content)

        put(files.items() if isinstance(files, Mapping) else files)
        put(finish(folder, written))
    write(folder / MANIFEST, manifest(written))
    begun.unlink()
    folder.chmod(0o755)
    return written


def manifest(written: Listing) -> bytes:
    """Return the list that a finished site has of its own files."""
    return json.dumps({"files": dict(sorted(written.items()))}, indent=0, sort_keys=True).encode() + b"\n"


def _swap(fresh: Path, target: Path) -> None:
    """Put the new site in the old one's place: at one stroke where the system can, else by way of a third name."""
    if not target.exists():
        fresh.rename(target)
    elif not exchange(fresh, target):
        aside = fresh.with_name(fresh.name.replace(f"{target.name}.new-", f"{target.name}.old-", 1))
        target.rename(aside)
        try:
            fresh.rename(target)
        except OSError:
            aside.rename(target)
            raise
        _remove(aside)
