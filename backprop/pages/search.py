"""The page to search from, with a list of everything for those who have no scripts or no server."""

from __future__ import annotations

from ..words.en import pages as words
from .frame import Files, Frame
from .lessons import crumbs
from .page import Drawn, Link

POLICY = {"script-src": "'self' 'wasm-unsafe-eval'"}  # the index is a program of its own
LISTED = ("lesson", "text", "glossary", "gallery", "audit")


def listed(frame: Frame) -> tuple[Drawn, ...]:
    """Return the pages drawn so far that are listed."""
    return tuple(page for page in frame.drawn if page.kind in LISTED)


def search(frame: Frame) -> Files:
    """Yield the search page; it lists every page drawn before it."""
    yield frame.page(
        "search/index.html",
        "search.html",
        policy=POLICY,
        kind="search",
        title=words.SEARCH,
        description=words.SEARCH_DESCRIPTION,
        crumbs=crumbs(frame, Link(title=words.SEARCH)),
        body=listed(frame),
    )
