"""Where the pages of a site lead to, and which of these places it has."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from ..errors import Fault, near_miss, suggestion
from ..reading.files import read_text
from ..reading.site import RESERVED
from .frame import Frame
from .page import Drawn

Told = tuple[str, str, str]  # what was wanted, what was got, and what to do


def dead_links(frame: Frame, published: Collection[str], *, whole: bool) -> list[Fault]:
    """Return a fault for every link of the pages drawn so far to a file or to a place on a page that is not there.

    Where not the `whole` site could be drawn, what only the rest of it would have is not looked for.
    """
    files, faults = frozenset(published), list[Fault]()
    pages = {page.path: page for page in frame.drawn}
    for page in frame.drawn:
        found: list[tuple[str, Told]] = []
        for lead in page.leads.keys() - files:
            path, _, place = lead.partition("#")
            if path not in files:
                told = _no_file(path, page, files, frame) if whole or _names_nothing(path, frame) else None
            else:
                told = _no_place(place, page, pages.get(path))
            if told:
                found.append((page.leads[lead], told))
        faults += _told(found, frame.content / page.source if page.source else frame.content)
    return faults


def _names_nothing(path: str, frame: Frame) -> bool:
    folder = path.partition("/")[0]
    return "/" in path and folder not in frame.titles and folder not in RESERVED


def _no_file(path: str, page: Drawn, files: Collection[str], frame: Frame) -> Told | None:
    """Return what was wanted instead of a file that is not there, what was got, and what to do.

    None of one that this site may have another time: sheets, pictures for previews, pages of its own.
    """
    folder, name, kind = path.split("/")[0], path.split("/")[-1], posixpath.splitext(path)[1]
    inside = path.removeprefix(f"{posixpath.dirname(page.path)}/")
    if inside != path and inside in files:
        return "a link from this page on", f'one to "{inside}"', f"write {'../' * page.path.count('/')}{inside}"
    if _names_nothing(path, frame):
        return "a lesson or page of this site", f'a link to "{folder}"', near_miss(folder, frame.titles)
    later = (name.endswith(".pdf") and not frame.with_sheets) or (name == "card.png" and not frame.site.base_url)
    if later or folder in RESERVED:
        return None
    beside = [other for other in files if other.startswith(f"{folder}/") and posixpath.splitext(other)[1] == kind]
    cure = suggestion(path, beside) or "link to one that this site has, or to where it lies on the web"
    return "a file that is published", f'a link to "{path}"', cure


def _no_place(place: str, page: Drawn, other: Drawn | None) -> Told | None:
    """Return what was wanted instead of a place that a page does not have, what was got, and what to do."""
    if not place or other is None or place in other.places:
        return None
    if other is page:
        return "a link to a place on the page", f'one to "#{place}"', "write one that it has, or none"
    if other.on_demand:
        return None
    cure = suggestion(place, sorted(other.places)) or "write one that it has, or none"
    return f'a place on the page "{other.title}"', f'a link to "#{place}"', cure


def _told(found: list[tuple[str, Told]], file: Path) -> Iterator[Fault]:
    """Yield faults of links, each as it is written with what is wrong with it, in the order of their file."""
    text = read_text(file, "a text to read") if found and file.is_file() else ""

    def place(link: str) -> int:
        at = re.search(rf"(?<![\w./-]){re.escape(link)}(?![\w./#-])", text)
        return at.start() if at else -1

    for at, (wanted, got, cure) in sorted((place(link), told) for link, told in found):
        where = f"{file}:{text.count(chr(10), 0, at) + 1}" if at >= 0 else str(file)
        yield Fault(where=where, wanted=wanted, got=got, cure=cure)
