"""The site's own settings and the typed values its templates get."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup

from .fields import Faults, Table
from .prose import Prose
from .reader import load

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
SHEETS = tuple(f"assets/css/{name}.css" for name in ("tokens", "base", "layout", "parts", "print"))
SCRIPTS = tuple(f"assets/js/{name}.js" for name in ("core", "view", "keys", "main"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLesson:
    number: int
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """content/site.toml: what the whole site is called and where it lives; `base_url` may be empty."""

    title: str
    description: str
    language: str
    base_url: str
    course: str
    course_parent: str
    course_length: int
    lessons: tuple[CourseLesson, ...]

    @property
    def base_path(self) -> str:
        """The path of the base URL, with a slash at its end."""
        return urlsplit(self.base_url).path.rstrip("/") + "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    title: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An example on the home page."""

    title: str
    href: str
    handout: str
    svg: Markup
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    title: str
    name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything a template may use; a page leaves what it does not need empty."""

    site: Site
    kind: str
    title: str
    description: str
    root: str
    canonical: str = ""
    prose: Prose | None = None
    checked: str = ""
    crumbs: tuple[Link, ...] = ()
    place: str = ""
    course: str = ""
    previous: Link | None = None
    next: Link | None = None
    cards: tuple[Card, ...] = ()
    example: str = ""
    fingerprint: str = ""
    sheets_to_print: tuple[SheetRow, ...] = ()
    policy: str = POLICY
    sheets: tuple[str, ...] = SHEETS
    scripts: tuple[str, ...] = SCRIPTS


def read_site(path: Path) -> Site:
    """Return the site's settings; raises ContentError naming every fault."""
    faults = Faults(str(path))
    top = Table(load(path), "", faults)
    top.only(("title", "description", "language", "base_url", "course"))
    course = top.table("course")
    course.only(("title", "parent", "length", "lessons"))
    lessons = []
    for block in course.tables("lessons"):
        block.only(("number", "slug"))
        lessons.append(CourseLesson(number=block.whole("number", 1, 1, 999), slug=block.text("slug")))
    site = Site(
        title=top.text("title"),
        description=top.text("description"),
        language=top.text("language", "en"),
        base_url=address(top, top.data.get("base_url", "")),
        course=course.text("title", "Lessons"),
        course_parent=course.text("parent", "Home"),
        course_length=course.whole("length", len(lessons) or 1, 1, 999),
        lessons=tuple(sorted(lessons, key=lambda lesson: lesson.number)),
    )
    faults.raise_any()
    return site


def address(table: Table, value: object) -> str:
    """Return a base URL without a slash at its end, or nothing; notes what is neither."""
    if value == "":
        return ""
    if not isinstance(value, str) or urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc:
        table.note("base_url", "an address such as https://name.github.io/project, or nothing", repr(value))
        return ""
    return value.rstrip("/")
