"""What every page shares: the templates, the way through the site, and the typed value that a template gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
from markupsafe import Markup

from ..errors import ContentError, Fault, near_miss
from ..examples import Worked
from ..glossary import Term
from ..prose import Prose, render
from ..site import Site

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
Files = Iterator[tuple[str, bytes]]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
SHEETS = tuple(f"assets/css/{name}.css" for name in ("tokens", "base", "layout", "parts", "audit", "print"))
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
    headings: tuple = ()
    previous: Link | None = None
    next: Link | None = None
    source: str = ""
    sheets: tuple[str, ...] = SHEETS
    scripts: tuple[str, ...] = SCRIPTS

    @property
    def address(self) -> str:
        """The path as it is linked and cited: a folder's page by its folder."""
        return self.path.removesuffix("index.html")

    @property
    def canonical(self) -> str:
        return f"{self.site.base_url}/{self.address}" if self.site.base_url and self.kind != "missing" else ""


def environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Draws pages: holds the site, its worked examples by slug and the templates."""

    site: Site
    worked: Mapping[str, Worked]
    content: Path
    shelves: tuple[Shelf, ...]
    terms: Mapping[str, Term] = field(default_factory=dict)
    templates: jinja2.Environment = field(default_factory=environment)

    def page(self, path: str, template: str, *, policy: Mapping[str, str] | None = None, **values: object):
        """Return a page as its path and its bytes."""
        root = values.pop("root", "../" * path.count("/"))
        rules = POLICY | dict(policy or {})
        page = Page(
            site=self.site,
            path=path,
            root=root,
            shelves=self.shelves,
            policy="; ".join(f"{name} {value}" for name, value in rules.items()),
            **values,
        )
        return path, self.templates.get_template(template).render(page=page).encode()

    def part(self, name: str, **values: object) -> Markup:
        """Return one of the repeated pieces of a page."""
        return Markup(getattr(self.templates.get_template("_parts.html").module, name)(**values))

    def term(self, id: str, text: str, root: str) -> Markup:
        """Return a term as a link to the glossary, its definition with it."""
        if id not in self.terms:
            raise LookupError(f'the glossary has no term "{id}"; {near_miss(id, self.terms)}')
        return self.part("term_link", term=self.terms[id], text=text, root=root)

    def prose(self, path: Path, functions: Mapping[str, Callable]) -> Prose:
        """Return a text of the content folder, rendered; raises ContentError where it cannot be."""
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise ContentError([Fault(where=str(path), wanted="a text to read", got=error.strerror)]) from None
        return render(text, str(path), functions)
