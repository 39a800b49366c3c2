"""Drawing pages: the templates, and what every page of one site shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from ..audit.telling.counts import Counts as Counts
from ..errors import ContentError, Fault, Misasked, near_miss
from ..examples import Worked
from ..lesson.templates import environment as environment
from ..lesson.templates import part
from ..prose.addresses import leads
from ..prose.html import doubled, ids_in, links_in
from ..prose.references import Asked
from ..prose.text import Prose, render
from ..reading.files import lines_with, read_text, where_twice
from ..reading.glossary import Term
from ..reading.history import last_changed
from ..reading.site import Site
from .citing import bibtex, linked_data
from .page import Drawn, Page, Shelf

Files = Iterator[tuple[str, bytes]]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",  # the search asks for parts of its index, and checkers for robots.txt
    "base-uri": "'none'",
    "form-action": "'none'",
}


def count(worked: Mapping[str, Worked]) -> Counts:
    return Counts.over(example.audit for example in worked.values())


def _own(ids: Iterable[str]) -> list[str]:
    """Return ids, each once, without those that come with another: a player has a legend."""
    found = list(dict.fromkeys(ids))
    return [id for id in found if id != "legend" or "player" not in found]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Draws pages: holds the site, its worked examples by slug and the templates."""

    site: Site
    worked: Mapping[str, Worked]
    content: Path
    shelves: tuple[Shelf, ...]
    workbench: bool = False
    with_sheets: bool = True
    terms: Mapping[str, Term] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    drawn: list[Drawn] = field(default_factory=list)  # every page so far, for the index and the map of the site
    templates: jinja2.Environment = field(default_factory=environment)
    count: Callable[[Mapping[str, Worked]], Counts] = count
    archive: Callable[[], bytes] = bytes  # this program packed for the page, once a build

    @property
    def counts(self) -> Counts:
        """What is counted over all audits."""
        return self.count(self.worked)

    def page(
        self, path: str, template: str, *, policy: Mapping[str, str] | None = None, **values: Any
    ) -> tuple[str, bytes]:
        """Return a page as its path and its bytes.

        Raises ContentError for an id that it gives twice, and for a link to a place that it has not.
        """
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
        html = self.templates.get_template(template).render(page=page, **self.extras(page))
        ids, links = ids_in(html), links_in(html)
        around = {link.path for shelf in self.shelves for link in shelf.links}
        self.drawn.append(page.drawn(ids, {to: link for to, link in leads(links, path).items() if to not in around}))
        file, cure = self.content / page.source if page.source else self.content, "rename one, or take it away"
        faults = [
            Fault(where=where_twice(id, file), wanted="every id once on a page", got=f'"{id}" twice', cure=cure)
            for id in _own(doubled(ids, html))
        ]
        wanted, cure = "a link to a place on the page", "write one that it has, or none"
        lost = {link for link in links if link.startswith("#")} - {f"#{id}" for id in ids} - {"#"}
        faults += [
            Fault(where=where, wanted=wanted, got=f'one to "{link}"', cure=cure)
            for link, where in (lines_with(lost, file) if lost else ())
        ]
        if faults:
            raise ContentError(faults)
        return path, html.encode()

    def extras(self, page: Page) -> dict[str, object]:
        """Return what machines read of a page, and when its text last changed."""
        file = self.content / page.source
        return {
            "data": linked_data(page) if page.kind in {"lesson", "text"} else "",
            "bibtex": bibtex(page) if page.canonical and page.kind in {"lesson", "text", "audit"} else "",
            "changed": last_changed(file) if page.source and self.site.base_url else "",
        }

    def part(self, name: str, **values: object) -> Markup:
        """Return one of the repeated pieces of a page."""
        return part(self.templates, name, **values)

    def term(self, id: str, text: str, root: str) -> Markup:
        """Return a term as a link to the glossary, its definition with it.

        Raises Misasked where the glossary has none.
        """
        if id not in self.terms:
            cure = near_miss(id, self.terms) or "write glossary.toml with [[terms]]"
            raise Misasked(f'the glossary has no term "{id}"; {cure}')
        return self.part("term_link", term=self.terms[id], text=text, root=root)

    def prose(self, path: Path, functions: Mapping[str, Asked]) -> Prose:
        """Return a text of the content folder, rendered; raises ContentError where it cannot be."""
        return render(read_text(path, "a text to read"), str(path), functions)
