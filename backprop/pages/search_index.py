"""The full-text index of a site, made by Pagefind from the finished pages: files to be served beside them."""

from __future__ import annotations

import functools
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..errors import IndexingError

FOLDER = "pagefind"
MARK = b"data-pagefind-body"
_LEFT_OUT = ("-ui.", "-highlight.", "-worker.")  # the search page has an interface of its own, and no worker


def search_index(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the index over all pages in a folder that mark their text with data-pagefind-body.

    Raises IndexingError where the indexer stops.
    """
    with tempfile.TemporaryDirectory() as place:
        made, marked = Path(place) / FOLDER, Path(place) / "pages"
        marked.mkdir()
        _copy_marked(site, marked)
        command = [sys.executable, "-P", "-m", "pagefind", "--site", ".", "--output-path", str(made), "--silent"]
        # it is started there, since it takes no folder's name that is no text
        done = subprocess.run(command, cwd=marked, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            told = (done.stderr or done.stdout).strip().splitlines() or [str(done.returncode)]
            raise IndexingError(f"the search index could not be made: {told[0][:300]}")
        for path in sorted(made.rglob("*")):
            if path.is_file() and not any(part in path.name for part in _LEFT_OUT):
                yield f"{FOLDER}/{path.relative_to(made).as_posix()}", path.read_bytes()


def _copy_marked(site: Path, folder: Path) -> None:
    """Copy the pages that mark their text: the indexer reads every page whole before it leaves one out."""
    for path in sorted(path for path in site.rglob("*.html") if path.is_file()):  # a lesson's folder may end so, too
        page = path.read_bytes()
        if MARK in page:
            copy = folder / path.relative_to(site)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(in_words(page))


_FORMULA = re.compile(rb"<math\b.*?</math>", re.DOTALL)
_WORDLESS = re.compile(
    rb"<(?:(script|svg)\b.*?</\1>|/?data\b[^>]*>"
    rb"|summary>(?<=\"small-lines\"><summary>).*?</summary>|p class=\"where\">.*?</p>)",
    re.DOTALL,
)
_BESIDE = re.compile(rb' class="(?:meta|edited|controls|on-paper|embed|definition)"')  # what is no part of the text
_ENTRY = re.compile(rb'<div id="([^"]+)"><dt>(.*?)</dt>', re.DOTALL)
_BLOCK = re.compile(rb"<(?:/(?:th|td|dt|dd|li|p|h\d|caption|figcaption)>|span>(?<=[^\s>]<span>)|br>)")
_TAG = re.compile(rb"<(/?)(\w+)[^>]*?(/?)>")
_AS_IT_IS = (b"<mo>(", "<mo>∂".encode())  # what a part begins with that wants no brackets
_JOINED = {b"mfrac": b"/", b"msup": b"^"}  # what stands between the two parts of a formula that is written in a line


def in_words(page: bytes) -> bytes:
    """Return a page with the same words in fewer elements: the indexer takes its time for each."""
    words = _ENTRY.sub(rb'<h3 id="\1">\2</h3>', _WORDLESS.sub(b"", page))  # what is found in a glossary is an entry
    words = _BLOCK.sub(rb" \g<0>", words)  # or cells and lines grow together
    words = _BESIDE.sub(rb"\g<0> data-pagefind-ignore", words)
    return _FORMULA.sub(lambda found: _in_line(found[0]), words)


@functools.lru_cache(maxsize=1 << 14)  # lessons of one shape have most of their formulas in common
def _in_line(formula: bytes) -> bytes:
    """Return the text of a formula, its fractions and powers in a line, as an excerpt shows it: 1/(1 + e^(−net))."""
    made: list[bytes] = []
    around: list[tuple[bytes, int, bool]] = []  # the elements around a place: name, parts so far, whether in brackets
    last = 0
    for tag in _TAG.finditer(formula):
        made.append(formula[last : tag.start()])
        last = tag.end()
        if tag[3]:
            continue
        if tag[1]:
            *_, fenced = around.pop() if around else (b"", 0, False)
            made.append(b")" * fenced)
            if around:
                parent, parts, outer = around[-1]
                around[-1] = parent, parts + 1, outer
        else:
            parent, parts, _ = around[-1] if around else (b"", 0, False)
            joined = parent in _JOINED
            fenced = joined and tag[2] == b"mrow" and not formula.startswith(_AS_IT_IS, last)
            made += [_JOINED[parent] * (parts == 1) if joined else b"", b"(" * fenced]
            around.append((tag[2], 0, fenced))
    return b"".join(made)
