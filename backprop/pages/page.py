"""One page as its template gets it: the frame around every page, and a body of the page's own kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from sys import intern

from ..prose.text import Heading
from ..reading.site import Site

_PLAIN = ("core", "view", "keys", "origin", "main", "tools")
_EDIT = ("digits", "expr", "rounds", "live")
_LIVE = (*_PLAIN, *_EDIT)
_PYTHON = (*_LIVE, "python", "practice")
PAGE, WIDE = "page", "wide"
SCRIPTS = {  # what each kind of page does, which travels as one file; every other kind is a plain page
    PAGE: _PLAIN,
    "audit": (*_PLAIN, "audit"),
    "find": (*_PLAIN, "find"),
    "search": (*_PLAIN, "search"),
    "home": (*_PLAIN, "framed"),
    "lesson": (*_PLAIN, "later"),
    WIDE: (*_LIVE, "wide"),
    "player": ("core", "view", "keys", "origin", "main", "later", "embed"),
    "edit": _EDIT,  # no kind of page: what "later" loads once it is asked for
    "practice": _PYTHON,
    "workbench": (*_PYTHON, "workbench"),
}
STYLES = {  # and how it looks
    "site": ("tokens", "base", "layout", "parts", "print"),
    "lists": ("lists",),
    "alone": ("alone",),
    "audits": ("audit",),
    "bench": ("workbench",),
    WIDE: ("wide",),
}
BENCH = frozenset({"workbench", "practice", "find"})  # kinds of page that have its style too
LISTS = frozenset({"home", "gallery", "search"})
DATA = BENCH | {"player", "search"}  # and those whose addresses say what is put into them
AUDITS = BENCH | {"audit", "gallery"}  # and those on which something is judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A title and where it leads, from the site's root; without a path it is where the reader stands."""

    title: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A heading of the side bar with what stands under it; its links are `numbered` in a course."""

    title: str
    links: tuple[Link, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What the rest of the site says of a page, and asks of it: where it is, what stands on it and where it leads.

    `places` are its ids, and `on_demand` that others are made when somebody comes to them; `leads` has where its links
    lead on other pages, each with how it is written. There are many of both, so their texts are held once.
    """

    kind: str
    path: str
    title: str
    headings: tuple[Heading, ...]
    canonical: str
    source: str = ""
    on_demand: bool = False
    places: tuple[str, ...] = field(default=(), repr=False)
    leads: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a template gets: the frame around every page, and a `body` of the page's own kind."""

    site: Site
    path: str
    kind: str
    title: str
    description: str
    shelves: tuple[Shelf, ...]
    root: str
    policy: str
    body: object = None
    crumbs: tuple[Link, ...] = ()
    checked: str = ""
    headings: tuple[Heading, ...] = ()
    previous: Link | None = None
    next: Link | None = None
    source: str = ""
    picture: str = ""
    does: str = ""  # a name in SCRIPTS, where it is not that of the kind

    @property
    def script(self) -> str:
        """The name of the file with what the page does."""
        return self.does or (self.kind if self.kind in SCRIPTS else PAGE)

    @property
    def styles(self) -> tuple[str, ...]:
        """The style sheets of its kind, those of all pages first."""
        of_kinds = {"lists": LISTS, "alone": {"player"}, "audits": AUDITS, "bench": BENCH}
        own = (WIDE,) if self.script == WIDE else ()
        return ("site", *(name for name, kinds in of_kinds.items() if self.kind in kinds), *own)

    @property
    def address(self) -> str:
        """The path as it is linked and cited: a folder's page by its folder."""
        return self.path.removesuffix("index.html")

    @property
    def canonical(self) -> str:
        return f"{self.site.base_url}/{self.address}" if self.site.base_url and self.kind != "missing" else ""

    def drawn(self, places: Iterable[str], leads: Mapping[str, str]) -> Drawn:
        """Return what the rest of the site says of the page and asks of it, with the places and links it came to."""
        return Drawn(
            kind=self.kind, path=self.path, title=self.title, headings=self.headings, canonical=self.canonical,
            source=self.source, on_demand=self.kind in DATA or self.script == WIDE,
            places=tuple(map(intern, places)),
            leads=tuple((intern(lead), intern(link)) for lead, link in sorted(leads.items())),
        )  # fmt: skip
