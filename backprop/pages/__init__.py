"""Every page and file of the site, as bytes by path. Templates order and mark up; nothing here writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from ..errors import ContentError, Fault, blaming, near_miss
from ..examples import Worked
from ..reading.glossary import read_glossary
from ..reading.site import RESERVED, Site
from ..words.en import pages as words
from .assets import assets
from .audits import audit_page
from .frame import Files, Frame
from .gallery import gallery
from .handouts import handouts, sheets
from .home import home, not_found
from .lessons import lesson, short
from .page import Link, Shelf
from .search import search
from .search_index import search_index
from .sharing import robots, site_map
from .texts import glossary, names, text_page, title_of

Keep = Callable[[Worked, Callable[[], Files]], Iterable[tuple[str, bytes]]]


def _drawn(site: Site, worked: list[Worked], content: Path, keep: Keep) -> Files:
    texts = {name: title_of(content, name) for name in names(content)}
    titles = {example.slug: example.title for example in worked} | texts
    _check_addresses(site, worked, content, titles)
    audited = any(example.audit for example in worked)
    terms = read_glossary(content / "glossary.toml")
    frame = Frame(
        site=site,
        worked={example.slug: example for example in worked},
        content=content,
        terms=terms,
        shelves=shelves(site, titles, texts, glossary=bool(terms), gallery=audited),
    )
    faults: list[Fault] = []
    for file, part in _parts(frame, texts, titles, keep):
        try:
            with blaming(file):
                yield from part
        except ContentError as error:
            faults += error.faults
    if faults:
        raise ContentError(faults)
    yield from search(frame)
    yield from robots(site)
    if site.base_url:
        yield from site_map(site, frame.drawn)


def _parts(
    frame: Frame, texts: Mapping[str, str], titles: Mapping[str, str], keep: Keep
) -> Iterator[tuple[Path, Iterable[tuple[str, bytes]]]]:
    """Yield the parts of the site, each of which is drawn, or fails, by itself, with what it is drawn from."""
    content = frame.content
    yield content, assets()
    yield content / "pages" / "index.md", home(frame)
    yield content / "pages" / "404.md", not_found(frame)
    for name, title in texts.items():
        yield content / "pages" / f"{name}.md", text_page(frame, name, title, titles)
    for example in frame.worked.values():
        yield example.folder, lesson(frame, example, titles)
        yield example.folder, _sheets(frame, example, keep)
        yield example.folder, handouts(frame, example)
        yield example.folder / "claims.toml", audit_page(frame, example, example.audit) if example.audit else ()
    yield content, gallery(frame) if any(example.audit for example in frame.worked.values()) else ()
    yield content / "glossary.toml", glossary(frame) if frame.terms else ()


def _sheets(frame: Frame, example: Worked, keep: Keep) -> Files:
    yield from keep(example, lambda: sheets(frame, example))


def pages(site: Site, worked: list[Worked], content: Path, keep: Keep | None = None) -> Files:
    """Yield every file of the site and the index for searching it; raises ContentError where two want one address.

    `keep` may return an example's sheets from before instead of having them made.
    """
    files = dict(_drawn(site, worked, content, keep or (lambda example, make: make())))
    yield from files.items()
    yield from search_index(files)


def _check_addresses(site: Site, worked: list[Worked], content: Path, titles: Mapping[str, str]) -> None:
    slugs = {example.slug for example in worked}
    faults = [
        Fault(where=str(path), wanted="an address of its own", got=f'"{name}", which is taken', cure="rename it")
        for path, name in [
            *((path, path.stem) for path in sorted((content / "pages").glob("*.md"))),
            *((example.folder, example.slug) for example in worked),
        ]
        if name in RESERVED or (path.suffix == ".md" and name in slugs)
    ]
    for name in site.order:
        if name not in titles:
            cure = near_miss(name, titles)
            wanted = "the name of a folder in examples/ or of a file in pages/"
            faults.append(Fault(where=f"{content / 'site.toml'}: course", wanted=wanted, got=f'"{name}"', cure=cure))
    for name in site.lessons:
        if name in titles and name not in slugs:
            where, cure = f"{content / 'site.toml'}: course.lessons", "a page without one belongs to further"
            faults.append(Fault(where=where, wanted="an example", got=f'"{name}"', cure=cure))
    if faults:
        raise ContentError(faults)


def shelves(
    site: Site, titles: Mapping[str, str], texts: Mapping[str, str], *, glossary: bool, gallery: bool
) -> tuple[Shelf, ...]:
    """Return the side bar: the course, what lies beyond it, and where to look things up."""

    def links(slugs: tuple[str, ...]) -> tuple[Link, ...]:
        return tuple(Link(title=short(titles[slug]), path=f"{slug}/index.html") for slug in slugs)

    look_up = links(tuple(name for name in texts if name not in site.order))
    look_up += (Link(title=words.GLOSSARY, path="glossary/index.html"),) * glossary
    look_up += (Link(title=words.SEARCH, path="search/index.html"),)
    look_up += (Link(title=words.GALLERY, path="gallery/index.html"),) * gallery
    found = (
        Shelf(title=site.course, links=links(site.lessons), numbered=True),
        Shelf(title=words.FURTHER, links=links(site.further)),
        Shelf(title=words.LOOK_UP, links=look_up),
    )
    return tuple(shelf for shelf in found if shelf.links)
