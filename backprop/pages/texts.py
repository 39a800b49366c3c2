"""Pages of prose that belong to no single example: questions, comparisons, guides, and the glossary."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from .. import parts
from ..errors import BackpropError, ContentError, Fault, near_miss
from ..formula import formula
from ..glossary import Term
from ..lesson import ASKED, Lesson
from ..marks import data, quoted
from ..messages import read_messages
from ..solution import Solution
from ..views import mathml
from ..views.diagram import diagram
from .frame import Files, Frame
from .lessons import crumbs, neighbours, place_of
from .page import Link

HOME, MISSING = "index", "404"


class PageError(BackpropError):
    """A page asks for something that no example has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One example in a table that holds several against each other."""

    title: str
    path: str
    values: tuple[Markup, ...]


def _solution(frame: Frame, slug: str) -> Solution:
    if slug not in frame.worked:
        raise PageError(f'no example "{slug}"; {near_miss(slug, frame.worked)}')
    return frame.worked[slug].solution


def _known(solution: Solution, id: str) -> str:
    if id not in solution.quantities:
        slug = solution.example.slug
        raise PageError(f'"{slug}" has no quantity "{id}"; {near_miss(id, solution.quantities)}')
    return id


_DECIMAL_LINE = re.compile(r"(?P<id>\w+)(?P<mid> = (?:\[[^\]=]*?)?)(?P<number>-?\d+\.\d+)")


def _source(frame: Frame, slug: str) -> Markup:
    """Return an example's file as it is, each of its numbers with the quantity it is."""
    solution = _solution(frame, slug)
    text = (frame.worked[slug].folder / "example.toml").read_text(encoding="utf-8")
    kind = ""
    lines = []
    for line in text.splitlines():
        kind = "T_" if line.startswith("targets") else ""

        def marked(found: re.Match[str], kind: str = kind) -> str:
            number = solution.quantities.get(kind + found["id"])
            told = data(number, found["number"]) if number else found["number"]
            return f"{found['id']}{found['mid']}{told}"

        lines.append(_DECIMAL_LINE.sub(marked, str(escape(line)).replace("&#34;", '"')))
    return Markup('<pre tabindex="0"><code>{}</code></pre>').format(Markup("\n".join(lines) + "\n"))


def _asked() -> tuple[tuple[str, str], ...]:
    """Return what a lesson's prose may ask for, each with the promise of its docstring."""
    found = []
    for name in ASKED:
        method = getattr(Lesson, name)
        written = inspect.isfunction(method)
        told = inspect.getdoc(method).partition("\n")[0] if written else "Return a term, linked to the glossary."
        found.append((f"{name}{_signature(method)}", told.removeprefix("Return ").strip()))
    return tuple(found)


def _messages(frame: Frame) -> list[dict[str, Markup | str]]:
    found = read_messages(frame.content / "refusals")
    texts = ("where", "wanted", "got", "cure")
    return [{"kind": m.kind} | {name: Markup(quoted(getattr(m, name))) for name in texts} for m in found]


def _signature(method: object) -> str:
    if not inspect.isfunction(method):
        return "(id, text)"
    names = [name for name in inspect.signature(method).parameters if name != "self"]
    return f"({', '.join(names)})"


def functions(frame: Frame, root: str) -> Mapping[str, Callable]:
    """Return what a page's prose may ask for; an example is named first, then the id."""

    def v(slug: str, id: str, decimals: int | None = None) -> Markup:
        solution = _solution(frame, slug)
        return parts.number(solution, _known(solution, id), decimals)

    def sym(slug: str, id: str) -> Markup:
        solution = _solution(frame, slug)
        return parts.symbol(solution, _known(solution, id))

    def line(slug: str, id: str) -> Markup:
        solution = _solution(frame, slug)
        if _known(solution, id) not in solution.step_of:
            raise PageError(f'"{id}" is given; only a computed quantity has a line of work')
        text = mathml.line(formula(solution, solution.step_of[id]))
        return Markup('<span class="line">{}</span>').format(Markup(text))

    def figure(slug: str) -> Markup:
        solution = _solution(frame, slug)

        def write(id: str) -> str:
            number = solution.numbers[id]
            return number.shown if number.quantity.given else ""

        svg = Markup(diagram(solution, title=f"The network: {solution.example.title}", write=write))
        return frame.part("figure", svg=svg)

    def compare(ids: list[str], slugs: list[str], titles: list[str]) -> Markup:
        solutions = [_solution(frame, slug) for slug in slugs]
        columns = tuple(
            Column(title=title, path=f"{root}{slug}/index.html", values=tuple(v(slug, id) for id in ids))
            for title, slug in zip(titles, slugs, strict=True)
        )
        heads = tuple(parts.symbol(solutions[0], _known(solutions[0], id)) for id in ids)
        return frame.part("comparison", heads=heads, columns=columns)

    worked = frame.worked.values()
    return {
        "v": v,
        "sym": sym,
        "line": line,
        "figure": figure,
        "compare": compare,
        "claim": lambda text: Markup('<q class="claim">{}</q>').format(text),
        "source": lambda slug: _source(frame, slug),
        "asked": lambda: frame.part("asked", functions=_asked()),
        "messages": lambda: frame.part("messages", messages=_messages(frame)),
        "term": lambda id, text="": frame.term(id, text, root),
        "home": lambda folder="": f"{root}{folder}index.html",
        "compared": lambda: sum(example.report.compared for example in worked),
        "confirmed": lambda: sum(example.report.differences.confirmed for example in worked),
        "examples": lambda: len(frame.worked),
    }


def names(content: Path) -> tuple[str, ...]:
    """Return the names of a content folder's pages, the front page and the missing one left out."""
    found = sorted(path.stem for path in (content / "pages").glob("*.md"))
    return tuple(name for name in found if name not in {HOME, MISSING})


def text_page(frame: Frame, name: str, title: str, titles: Mapping[str, str]) -> Files:
    """Yield one page of prose; its title is the first line of its file, `# Title`."""
    path = frame.content / "pages" / f"{name}.md"
    prose = frame.prose(path, functions(frame, "../"))
    place = place_of(frame, name)
    yield frame.page(
        f"{name}/index.html",
        "text.html",
        kind="text",
        title=title,
        description=f"{title}: {frame.site.title}.",
        crumbs=crumbs(frame, Link(title=title)),
        headings=prose.headings,
        source=f"pages/{name}.md",
        body=(prose, place),
        **neighbours(frame, name, titles),
    )


def title_of(content: Path, name: str) -> str:
    """Return the title of a page: the heading that its file begins with."""
    path = content / "pages" / f"{name}.md"
    first = path.read_text(encoding="utf-8").lstrip().splitlines()[:1] or [""]
    if not first[0].startswith("# "):
        wanted, cure = "a title in the first line", "begin the file with # Title"
        raise ContentError([Fault(where=f"{path}:1", wanted=wanted, got=f'"{first[0][:40]}"', cure=cure)])
    return first[0].removeprefix("# ").strip()


def glossary(frame: Frame) -> Files:
    """Yield the page of all terms, in the order of the alphabet."""
    terms: tuple[Term, ...] = tuple(sorted(frame.terms.values(), key=lambda term: term.term.casefold()))
    yield frame.page(
        "glossary/index.html",
        "glossary.html",
        kind="glossary",
        title="Glossary",
        description="The terms of backpropagation, each in one plain sentence.",
        crumbs=crumbs(frame, Link(title="Glossary")),
        source="glossary.toml",
        body=terms,
    )
