"""One page as its template gets it: the frame around every page, and a body of the page's own kind."""

from __future__ import annotations

from dataclasses import dataclass

from ..prose.text import Heading
from ..reading.site import Site

PLAYER = tuple(f"assets/js/{name}.js" for name in ("core", "expr", "view", "keys", "main", "live", "embed"))
LIVE = tuple(f"assets/js/{name}.js" for name in ("core", "expr", "view", "keys", "main", "tools", "live"))
SCRIPTS = tuple(f"assets/js/{name}.js" for name in ("core", "view", "keys", "main", "tools"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A title and where it leads, from the site's root; without a path it is where the reader stands."""

    title: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A heading of the side bar with what stands under it; `first` numbers the links, 0 does not."""

    title: str
    links: tuple[Link, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What the rest of the site says of a page: where it is and what stands on it."""

    kind: str
    path: str
    title: str
    headings: tuple[Heading, ...]
    canonical: str


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
    scripts: tuple[str, ...] = SCRIPTS

    @property
    def address(self) -> str:
        """The path as it is linked and cited: a folder's page by its folder."""
        return self.path.removesuffix("index.html")

    @property
    def canonical(self) -> str:
        return f"{self.site.base_url}/{self.address}" if self.site.base_url and self.kind != "missing" else ""

    @property
    def drawn(self) -> Drawn:
        return Drawn(kind=self.kind, path=self.path, title=self.title, headings=self.headings, canonical=self.canonical)
