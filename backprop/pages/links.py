"""Where the pages of a site lead to, and which of these places it has."""

from __future__ import annotations

import posixpath
from collections.abc import Collection

from ..errors import Fault, near_miss, suggestion
from ..reading.files import lines_with
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
        found = {}
        for lead, link in page.leads:
            path, _, place = lead.partition("#")
            if path in files:
                told = _no_place(place, pages.get(path))
            else:
                told = _no_file(path, page, files, frame) if whole or _names_nothing(path, frame) else None
            if told:
                found[link] = told
        file = frame.content / page.source if page.source else frame.content
        for link, where in lines_with(found, file) if found else ():
            wanted, got, cure = found[link]
            faults.append(Fault(where=where, wanted=wanted, got=got, cure=cure))
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


def _no_place(place: str, page: Drawn | None) -> Told | None:
    """Return what was wanted instead of a place that another page does not have, what was got, and what to do."""
    if not place or page is None or page.on_demand or place in page.places:
        return None
    cure = suggestion(place, page.places) or "write one that it has, or none"
    return f'a place on the page "{page.title}"', f'a link to "#{place}"', cure
