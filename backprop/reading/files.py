"""Reading files of the content: text in UTF-8, and TOML whose numbers keep their digits."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from argparse import ArgumentTypeError
from collections.abc import Iterable
from decimal import Decimal, DecimalException
from pathlib import Path
from typing import Any

from ..errors import ContentError, Fault, shortened
from .toml_lines import cure_of

_PRIVATE = re.compile(  # and what no page may hold
    "[\ue000-\uf8ff\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]"
)
MOST_BYTES = 4_000_000  # of one file; a page of prose has some ten thousand


def read_text(path: Path, wanted: str = "a file to read") -> str:
    """Return the text of a file; raises ContentError where there is none, or it is no text in UTF-8 of usual size."""
    try:
        found = path.stat()
        if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
            fault = Fault(where=str(path), wanted=wanted, got="something that is no file")
        elif found.st_size > MOST_BYTES:
            got, cure = f"{found.st_size:,}", "split it"
            fault = Fault(where=str(path), wanted=f"at most {MOST_BYTES:,} bytes", got=got, cure=cure)
        else:
            return open_text(path.read_text(encoding="utf-8-sig"), str(path))
    except OSError as error:
        cure = "check the path, or write the file" if isinstance(error, FileNotFoundError) else ""
        fault = Fault(where=str(path), wanted=wanted, got=error.strerror or "a file that cannot be read", cure=cure)
    except UnicodeDecodeError:
        fault = Fault(where=str(path), wanted="text in UTF-8", got="another encoding", cure="save it as UTF-8")
    raise ContentError([fault])


def open_text(text: str, where: str) -> str:
    """Return a text without signs that mean something to this program alone; raises ContentError where it has some."""
    found = _PRIVATE.search(text)
    if not found:
        return text.replace("\r\n", "\n")
    line = text.count("\n", 0, found.start()) + 1
    got, cure = f"U+{ord(found[0]):04X}", "take it out"
    raise ContentError([Fault(where=f"{where}:{line}", wanted="signs that mean the same to all", got=got, cure=cure)])


def lines_with(words: Iterable[str], file: Path) -> list[tuple[str, str]]:
    """Return addresses or other words without spaces, each with its line in a file, in the order of that file.

    An address may stand there from the root of the site on, without what leads up to it.
    """
    text = read_text(file, "a text to read") if file.is_file() else ""

    def place(word: str) -> int:
        spelt = "|".join(map(re.escape, (word, re.sub(r"\A(?:\.\./)+", "", word))))
        at = re.search(rf"(?<![\w./-])(?:{spelt})(?![\w./#-])", text)
        return at.start() if at else -1

    found = sorted((place(word), word) for word in words)
    return [(word, f"{file}:{text.count(chr(10), 0, at) + 1}" if at >= 0 else str(file)) for at, word in found]


def where_twice(id: str, file: Path) -> str:
    """Return where a text gives an id for the last time, by an attribute, a heading or a function that has it."""
    text = read_text(file, "a text to read") if file.is_file() else ""
    spelt = re.escape(id)
    given = re.finditer(rf"\{{#{spelt}\}}|\bid\s*=\s*[\"']?{spelt}(?![\w-])|\[\[\s*{spelt}\(", text)
    headings = (
        at for at in re.finditer(r"^#+ (.+)$", text, re.M) if re.sub(r"\W+", "-", at[1].lower()).strip("-") == id
    )
    last = max((at.start() for found in (given, headings) for at in found), default=-1)
    return f"{file}:{text.count(chr(10), 0, last) + 1}" if last >= 0 else str(file)


def as_path(text: str) -> Path:
    """Return what a command line says as a path; raises ArgumentTypeError where it can be none."""
    if not text or "\0" in text:
        raise ArgumentTypeError(f"wanted the path of a file or folder, got {shortened(text) if text else 'nothing'}")
    return Path(text)


def present(path: Path) -> bool:
    """Return whether something has this name, be it a link that leads nowhere."""
    return os.path.lexists(path)


def pages_of(content: Path) -> list[Path]:
    """Return the texts of a content folder's pages, in order; hidden files are some editor's or system's."""
    return sorted(path for path in (content / "pages").glob("*.md") if not path.name.startswith("."))


def write(path: Path, content: bytes) -> None:
    """Write a file, its folders made where there are none; an OSError names it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.write_bytes(content)
    except OSError as error:  # a full disk names no file
        raise OSError(error.errno, error.strerror, str(path)) from None


def load(path: Path) -> dict[str, Any]:
    """Return a TOML file as a dict whose numbers keep their digits; raises ContentError with the parser's line."""
    return load_text(read_text(path), str(path))


def load_text(text: str, where: str) -> dict[str, Any]:
    """Return TOML as a dict whose numbers keep their digits; `where` is what its faults are told of.

    Raises ContentError where it cannot be read.
    """
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        told = str(error)
        raise ContentError([Fault(where=where, wanted="TOML", got=told, cure=cure_of(text, told))]) from None
    except (ValueError, DecimalException):
        got = "a number too long to be read"
    except RecursionError:
        got = "brackets too deep to be read"
    raise ContentError([Fault(where=where, wanted="TOML", got=got)])
