"""Every page and file of the site, as bytes by path. Templates order and mark up; nothing here writes."""

from __future__ import annotations

from pathlib import Path

from ..examples import Worked
from ..site import Site
from .assets import assets
from .audits import audit_page, gallery
from .frame import Files, Frame, Link, Shelf
from .handouts import handouts
from .home import home, not_found
from .lessons import lesson, short


def pages(site: Site, worked: list[Worked], content: Path) -> Files:
    """Yield every file of the site."""
    frame = Frame(site=site, worked={example.slug: example for example in worked}, content=content, shelves=())
    titles = {example.slug: example.title for example in worked}
    frame = Frame(site=site, worked=frame.worked, content=content, shelves=shelves(frame, titles))
    yield from assets()
    yield from home(frame)
    yield from not_found(frame)
    for example in worked:
        yield from lesson(frame, example, titles)
        yield from handouts(frame, example)
        if example.audit:
            yield from audit_page(frame, example)
    if any(example.audit for example in worked):
        yield from gallery(frame)


def shelves(frame: Frame, titles: dict[str, str]) -> tuple[Shelf, ...]:
    """Return the side bar: the course, what lies beyond it, and where to look things up."""

    def links(slugs: tuple[str, ...]) -> tuple[Link, ...]:
        return tuple(Link(title=short(titles[slug]), path=f"{slug}/index.html") for slug in slugs)

    found = [
        Shelf(title=frame.site.course, links=links(frame.site.lessons), numbered=True),
        Shelf(title="Further", links=links(frame.site.further)),
    ]
    if any(example.audit for example in frame.worked.values()):
        found.append(Shelf(title="Look up", links=(Link(title="Errata gallery", path="gallery/index.html"),)))
    return tuple(shelf for shelf in found if shelf.links)
