"""Pages of prose that belong to no single example: questions, comparisons, guides, and the glossary."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import ContentError, Fault
from ..reading.files import pages_of, read_text
from ..reading.glossary import Term
from ..words.en import pages as words
from .frame import Files, Frame
from .functions import functions
from .lessons import crumbs, neighbours, place_of
from .page import Link

HOME, MISSING = "index", "404"


def names(content: Path) -> tuple[str, ...]:
    """Return the names of a content folder's pages, the front page and the missing one left out."""
    found = [path.stem for path in pages_of(content)]
    return tuple(name for name in found if name not in {HOME, MISSING})


def text_page(frame: Frame, name: str) -> Files:
    """Yield one page of prose; its title is the first line of its file, `# Title`."""
    path, title = frame.content / "pages" / f"{name}.md", frame.titles[name]
    prose = frame.prose(path, functions(frame, "../"))
    place = place_of(frame, name)
    yield frame.page(
        f"{name}/index.html",
        "text.html",
        kind="text",
        title=title,
        description=words.text_description(title, frame.site.title),
        crumbs=crumbs(frame, Link(title=title)),
        headings=prose.headings,
        source=f"pages/{name}.md",
        body=(prose, place),
        **neighbours(frame, name),
    )


def title_of(content: Path, name: str) -> str:
    """Return the title of a page: the heading that its file begins with.

    Raises ContentError where it begins with none.
    """
    path = content / "pages" / f"{name}.md"
    first = read_text(path, "a text to read").lstrip().splitlines()[:1] or [""]
    if not first[0].startswith("# ") or not re.sub(r"\{.*\}", "", first[0]).strip("# "):
        wanted, cure = "a title in the first line", "begin the file with # Title"
        raise ContentError([Fault(where=f"{path}:1", wanted=wanted, got=f'"{first[0][:40]}"', cure=cure)])
    return re.sub(r"\s*\{[^{}]*\}\s*\Z", "", first[0]).removeprefix("# ").strip()


def glossary(frame: Frame) -> Files:
    """Yield the page of all terms, in the order of the alphabet."""
    terms: tuple[Term, ...] = tuple(sorted(frame.terms.values(), key=lambda term: term.term.casefold()))
    yield frame.page(
        "glossary/index.html",
        "glossary.html",
        kind="glossary",
        title=words.GLOSSARY,
        description=words.GLOSSARY_DESCRIPTION,
        crumbs=crumbs(frame, Link(title=words.GLOSSARY)),
        source="glossary.toml",
        body=terms,
    )
