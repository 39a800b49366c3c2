"""Every page and file of the site, as bytes by path. Templates order and mark up; nothing here writes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import jinja2

from ..audit.telling.counts import Counts
from ..errors import ContentError, Fault, blaming, near_miss
from ..examples import Entry, Library, Worked
from ..reading.files import pages_of
from ..reading.glossary import read_glossary
from ..reading.site import OWN, RESERVED, Site
from ..reading.strays import strays
from ..words.en import pages as words
from ..words.en import workbench as bench_words
from . import workbench as bench
from .assets import assets
from .audits import audit_page
from .find import find
from .frame import Files, Frame, count, environment
from .functions import read_by
from .gallery import gallery
from .handouts import handouts, sheets
from .home import home, not_found
from .lessons import lesson, player, short
from .links import dead_links
from .page import Link, Shelf
from .practice import practice
from .search import listed, search
from .sharing import picture, robots, site_map
from .texts import HOME, MISSING, glossary, names, text_page, title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the site that is drawn, or fails, by itself: from the `reads` it reads and the examples it asks for.

    `source` is what is to blame for a fault. What stands `alone` shows nothing of the rest of the site; `shows` is what
    it shows of pages drawn before.
    """

    name: str
    source: Path
    make: Callable[[], Files]
    reads: tuple[Path, ...] = ()
    alone: bool = False
    shows: str = ""


Keep = Callable[[Part, Frame], Iterable[tuple[str, bytes]]]


def _draw(part: Part, frame: Frame) -> Files:
    return part.make()


def pages(
    site: Site,
    library: Library,
    content: Path,
    *,
    keep: Keep = _draw,
    asked: Mapping[str, Worked] | None = None,
    count: Callable[[Mapping[str, Worked]], Counts] = count,
    templates: jinja2.Environment | None = None,
    with_sheets: bool = True,
) -> Files:
    """Yield every file of the site but the index for searching it, each when it is drawn.

    `keep` may return the files of a part from before instead of having them drawn; `asked` is where its pages ask for
    examples, and `count` what is counted over them. Raises one ContentError for the faults of all parts, at the end,
    and at once where two want one address.
    """
    texts = {name: title_of(content, name) for name in names(content)}
    frame = Frame(
        worked=library if asked is None else asked,
        count=count,
        templates=templates or environment(),
        with_sheets=with_sheets,
        archive=functools.cache(bench.archive),
        **_around(site, library, content, texts),
    )
    faults, published = list[Fault](), list[str]()
    for path, data in _drawn(_parts(frame, library, texts, with_sheets), frame, keep, faults):
        published.append(path)
        yield path, data
    if faults:
        raise ContentError([*faults, *dead_links(frame, published, whole=False)])
    for path, data in _last(frame, keep):
        published.append(path)
        yield path, data
    if faults := dead_links(frame, published, whole=True):
        raise ContentError(faults)


def _drawn(parts: Iterable[Part], frame: Frame, keep: Keep, faults: list[Fault]) -> Files:
    """Yield the files of all parts that can be drawn, and gather the faults of the others."""
    for part in parts:
        try:
            with blaming(part.source):
                yield from keep(part, frame)
        except ContentError as error:
            faults += error.faults


def _last(frame: Frame, keep: Keep) -> Files:
    """Yield what tells of all pages: it is drawn when they are."""
    found = Part(name="search", source=frame.content, make=partial(search, frame), shows=repr(listed(frame)))
    yield from keep(found, frame)
    yield from robots(frame.site)
    if frame.site.base_url:
        yield from site_map(frame.drawn)


def _around(site: Site, library: Library, content: Path, texts: dict[str, str]) -> dict[str, Any]:
    """Return what stands around every page; raises ContentError where two want one address."""
    titles = {slug: entry.title for slug, entry in library.entries.items()} | texts
    _check_addresses(site, library, content, titles)
    terms, audited = read_glossary(content / "glossary.toml"), any(entry.audited for entry in library.entries.values())
    around = shelves(site, titles, texts, glossary=bool(terms), gallery=audited)
    return {
        "site": site,
        "workbench": has_workbench(site),
        "content": content,
        "terms": terms,
        "titles": titles,
        "shelves": around,
    }


def _parts(frame: Frame, library: Library, texts: Iterable[str], with_sheets: bool) -> Iterator[Part]:
    """Yield the parts of the site in their order."""
    content, audited = frame.content, any(entry.audited for entry in library.entries.values())
    yield Part(name="assets", source=content, make=assets, alone=True)
    for name, drawing in ((HOME, home), (MISSING, not_found)):
        path = content / "pages" / f"{name}.md"
        yield Part(name=name, source=path, make=partial(drawing, frame), reads=read_by(path, content))
    for name in texts:
        path = content / "pages" / f"{name}.md"
        yield Part(
            name=f"pages/{name}", source=path, make=partial(text_page, frame, name), reads=read_by(path, content)
        )
    for entry in library.entries.values():
        yield from _of_example(frame, entry, with_sheets)
    if audited:
        yield Part(name="gallery", source=content, make=partial(gallery, frame))
    if has_workbench(frame.site):
        yield Part(name="workbench", source=content, make=partial(bench.workbench, frame))
    if frame.terms:
        yield Part(name="glossary", source=content / "glossary.toml", make=partial(glossary, frame))


def has_workbench(site: Site) -> bool:
    """Return whether a site has its workbench: it is wanted, and the Python it needs is there."""
    return site.workbench and bench.there_is_one()


def _of_example(frame: Frame, entry: Entry, with_sheets: bool) -> Iterator[Part]:
    """Yield the parts of the site that are about one example."""
    slug, folder = entry.slug, entry.folder

    def part(name: str, make: Callable[[Frame, Worked], Files], source: Path = folder, **more: Any) -> Part:
        return Part(name=f"{name}/{slug}", source=source, make=partial(_of, frame, slug, make), **more)

    yield part("lesson", lesson, reads=(folder / "lesson.md",))
    yield part("player", player)
    yield part("practice", practice)
    if slug in frame.site.order:
        yield part("find", find, shows=f"sheets {with_sheets}")
    if frame.site.base_url:
        yield part("card", picture, alone=True)
    if with_sheets:
        yield part("sheets", lambda frame, example: sheets(frame.site, example), alone=True)
    yield part("handouts", handouts)
    if entry.audited:
        yield part("audit", audit_page, folder / "claims.toml")


def _of(frame: Frame, slug: str, make: Callable[[Frame, Worked], Files]) -> Files:
    return make(frame, frame.worked[slug])


def _check_addresses(site: Site, library: Library, content: Path, titles: Mapping[str, str]) -> None:
    slugs = library.entries.keys()
    faults = [
        Fault(where=str(path), wanted="an address of its own", got=f'"{name}", which is taken', cure="rename it")
        for path, name in [
            *((path, path.stem) for path in pages_of(content)),
            *((entry.folder, entry.slug) for entry in library.entries.values()),
        ]
        if name in RESERVED or name in (slugs - OWN if path.suffix == ".md" else OWN)
    ]
    faults += strays(content)
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
    look_up += (Link(title=bench_words.WORKBENCH, path="workbench/index.html"),) * has_workbench(site)
    look_up += (Link(title=words.SEARCH, path="search/index.html"),)
    look_up += (Link(title=words.GALLERY, path="gallery/index.html"),) * gallery
    found = (
        Shelf(title=site.course, links=links(site.lessons), numbered=True),
        Shelf(title=words.FURTHER, links=links(site.further)),
        Shelf(title=words.LOOK_UP, links=look_up),
    )
    return tuple(shelf for shelf in found if shelf.links)
