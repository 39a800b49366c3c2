"""The site's own settings: content/site.toml, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import near_miss, shortened
from ..network.spec import PLAIN, Style
from .example import read_style
from .fields import Faults, Table, kind_of
from .files import load

NAME = "a name of small letters, digits, hyphens and dots, such as my-example, of at most 100 signs"
LONGEST_NAME = 100
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,5}")
_RIGHT_TO_LEFT = frozenset(("ar", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"))
_NAME = re.compile(rf"[a-z0-9][a-z0-9.-]{{0,{LONGEST_NAME - 1}}}")
RESERVED = frozenset(
    (
        "assets",
        "gallery",
        "glossary",
        "search",
        "workbench",
        "pagefind",
        "robots.txt",
        "sitemap.xml",
        "index.html",
        "404.html",
    )
)
OWN = frozenset(("index", "404"))  # of pages that each site has, and no example can be called
ADDRESS = "an address such as https://name.github.io/project, or nothing"
_KEYS = (
    *("title", "description", "language", "base_url", "author", "year", "repository", "branch"),
    *("course", "notation", "greek", "workbench"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the whole site is called, where it lives (`base_url` may be empty), and the order of its course."""

    title: str
    description: str
    language: str = "en"
    base_url: str = ""
    author: str = ""
    year: int = 0
    repository: str = ""
    branch: str = "main"
    course: str = "Lessons"
    course_parent: str = "Home"
    lessons: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    famous: str = ""  # what the front page's button to the last lesson says
    about: Mapping[str, str] = field(default_factory=dict)  # of a lesson, what it is about in a sentence
    style: Style = PLAIN
    workbench: bool = True

    @property
    def direction(self) -> str:
        """The direction of text in the site's language; formulas go from left to right in each."""
        first, *rest = self.language.lower().split("-")
        script = next((part for part in rest if len(part) == 4), "")
        if script:
            return "rtl" if script in {"arab", "hebr", "thaa", "syrc", "nkoo"} else "ltr"
        return "rtl" if first in _RIGHT_TO_LEFT else "ltr"

    @property
    def base_path(self) -> str:
        """The path of the base URL, with a slash at its end."""
        return urlsplit(self.base_url).path.rstrip("/") + "/"

    @property
    def order(self) -> tuple[str, ...]:
        """Everything of the course, in reading order."""
        return (*self.lessons, *self.further)


def read_site(path: Path) -> Site:
    """Return the site's settings; raises ContentError naming every fault."""
    faults = Faults(str(path))
    top = Table(load(path), "", faults)
    top.only(_KEYS)
    course = top.table("course")
    course.only(("title", "parent", "lessons", "further", "famous", "about"))
    about = course.table("about")
    site = Site(
        title=top.words("title"),
        description=top.words("description"),
        language=_language(top),
        base_url=_address(top, "base_url"),
        author=top.text("author") if "author" in top.data else "",
        year=top.whole("year", 0, 1900, 9999) if "year" in top.data else 0,
        repository=_address(top, "repository"),
        branch=top.text("branch", "main"),
        course=course.words("title", "Lessons"),
        course_parent=course.words("parent", "Home"),
        lessons=course.names("lessons"),
        further=course.names("further"),
        famous=course.words("famous") if "famous" in course.data else "",
        about={name: about.words(name) for name in about.data},
        style=read_style(top),
        workbench=top.flag("workbench", True),
    )
    for name in dict.fromkeys(name for name in site.order if site.order.count(name) > 1):
        course.note("lessons", "each lesson once", f'"{name}" twice', "remove one")
    for name in site.about:
        if name not in site.order:
            about.note(name, "a lesson of the course", f'"{name}"', near_miss(name, site.order))
    faults.raise_any()
    return site


def _language(top: Table) -> str:
    tag = top.text("language", "en")
    if not _TAG.fullmatch(tag):
        top.note("language", "a language tag such as en, pt-BR or zh-Hant", shortened(tag))
        return "en"
    return tag


def _address(table: Table, name: str) -> str:
    """Return an address without a slash at its end, or nothing; notes what is neither."""
    value = table.data.get(name, "")
    if not isinstance(value, str) or not is_address(value):
        table.note(name, ADDRESS, kind_of(value))
        return ""
    return value.rstrip("/")


def is_name(text: str) -> bool:
    """Return whether a text can be the name of an example or a page: it becomes an address."""
    return bool(_NAME.fullmatch(text)) and not text.endswith(".")


_NO_ADDRESS = re.compile(r"[\s?#<>\"'`{}|\\^]")


def is_address(text: str) -> bool:
    """Return whether a text is the address of a site, or empty."""
    try:
        parts = urlsplit(text)
        _ = parts.port  # which may be none
    except ValueError:
        return False
    rest = _NO_ADDRESS.search(text)
    return not text or (parts.scheme in {"http", "https"} and bool(parts.hostname) and not rest)
