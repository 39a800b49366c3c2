"""What the prose of a page may ask for where it belongs to no single example: the example stands first, then the id."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from ..audit.telling.counts import Counts
from ..errors import Misasked, near_miss
from ..formula.provenance import data
from ..lesson.lesson import ASKED, Lesson
from ..lesson.quoting import Counting, Quoting
from ..network.quantity import id_of
from ..program.numbers import quoted
from ..prose.references import Asked, as_written
from ..reading.files import present, read_text
from ..steps.solution import Solution
from .frame import Frame
from .limits import limits
from .messages import read_messages
from .speed import read_speed

ON_PAGES = (  # what a page's prose may ask for
    *("v", "sym", "line", "figure", "compare", "claim", "source", "asked", "asked_on_pages", "messages", "term"),
    *("home", "compared", "confirmed", "examples", "audited", "audited_wrong", "sources_with", "limits", "speed"),
)
MESSAGES, SPEED = "refusals", "speed.toml"
_DECIMAL_LINE = re.compile(r"(?P<id>\w+)(?P<mid> = (?:\[[^\]=]*?)?)(?P<number>-?\d+\.\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One example in a table that holds several against each other."""

    title: str
    path: str
    values: tuple[Markup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(Counting):
    """Answers the references of one page; `root` leads from it to the root of the site."""

    frame: Frame
    root: str

    @property
    def counts(self) -> Counts:
        return self.frame.counts

    def _of(self, slug: str) -> Quoting:
        if slug not in self.frame.worked:
            raise Misasked(f'no example "{slug}"; {near_miss(slug, self.frame.worked)}')
        return Quoting(solution=self.frame.worked[slug].solution, templates=self.frame.templates, among=True)

    def v(self, slug: str, id: str, decimals: int | None = None) -> Markup:
        """Return a number."""
        return self._of(slug).v(id, decimals)

    def sym(self, slug: str, id: str) -> Markup:
        """Return the symbol of a quantity."""
        return self._of(slug).sym(id)

    def line(self, slug: str, id: str) -> Markup:
        """Return a whole line of work."""
        return self._of(slug).line(id)

    def figure(self, slug: str) -> Markup:
        """Return an example's diagram with what is given."""
        return self._of(slug).figure()

    def compare(self, ids: list[str], slugs: list[str], titles: list[str]) -> Markup:
        """Return a table of quantities with a column for each example."""
        columns = tuple(
            Column(title=title, path=f"{self.root}{slug}/index.html", values=tuple(self.v(slug, id) for id in ids))
            for title, slug in zip(titles, slugs, strict=True)
        )
        heads = tuple(self.sym(slugs[0], id) for id in ids)
        return self.frame.part("comparison", heads=heads, columns=columns)

    def source(self, slug: str) -> Markup:
        """Return an example's file as it is, each of its numbers with the quantity it is."""
        solution = self._of(slug).solution
        text = read_text(self.frame.worked[slug].folder / "example.toml")
        lines = "".join(f"{_marked(line, solution)}\n" for line in text.splitlines())
        return Markup('<pre tabindex="0"><code>{}</code></pre>').format(Markup(lines))

    def asked(self) -> Markup:
        """Return the list of all that a lesson's prose may ask for."""
        return self.frame.part("asked", functions=tuple(_promise(_method(name)) for name in ASKED))

    def asked_on_pages(self) -> Markup:
        """Return the list of all that the prose of a page may ask for."""
        return self.frame.part("asked", functions=tuple(_promise(getattr(Asking, name)) for name in ON_PAGES))

    def messages(self) -> Markup:
        """Return every message about broken content, as it was met."""
        found = read_messages(self.frame.content / MESSAGES)
        texts = ("where", "wanted", "got", "cure")
        rows = [{"kind": m.kind} | {name: Markup(quoted(getattr(m, name))) for name in texts} for m in found]
        return self.frame.part("messages", messages=rows)

    def term(self, id: str, text: str = "") -> Markup:
        """Return a term, linked to the glossary."""
        return self.frame.term(id, text, self.root)

    def home(self, folder: str = "") -> str:
        """Return the address of the front page, or of a folder's page."""
        return f"{self.root}{folder}index.html"

    def compared(self) -> int:
        """Return how many quantities the witnesses agree on, over all examples."""
        return sum(example.report.compared for example in self.frame.worked.values())

    def confirmed(self) -> int:
        """Return how many gradients central differences confirm, over all examples."""
        return sum(example.report.differences.confirmed for example in self.frame.worked.values())

    def examples(self) -> int:
        """Return how many examples there are."""
        return len(self.frame.worked)

    def limits(self) -> Markup:
        """Return the table of everything that is refused for its size."""
        return self.frame.part("limits_table", rows=limits())

    def speed(self) -> Markup:
        """Return the table of what a site costs, as the benchmark wrote it."""
        return self.frame.part("speed_table", **read_speed(self.frame.content / SPEED))


def read_by(path: Path, content: Path) -> tuple[Path, ...]:
    """Return what a page reads beside the examples: its own text, and the files of what it asks for."""
    text = read_text(path) if present(path) else ""
    asked = ((MESSAGES, "messages"), (SPEED, "speed"))
    return path, *(content / name for name, word in asked if re.search(rf"\b{word}\s*\(", text))


def functions(frame: Frame, root: str) -> Mapping[str, Asked]:
    """Return what a page's prose may ask for, by name."""
    asking = Asking(frame=frame, root=root)
    return {name: getattr(asking, name) for name in ON_PAGES}


def _marked(line: str, solution: Solution) -> str:
    """Return one line of an example's file as HTML, its numbers with their quantities."""
    kind = "target" if line.startswith("targets") else "input"

    def mark(found: re.Match[str]) -> str:
        number = solution.quantities.get(id_of(kind, found["id"]))
        told = data(number, found["number"]) if number else found["number"]
        return f"{found['id']}{found['mid']}{told}"

    return _DECIMAL_LINE.sub(mark, str(escape(line)).replace("&#34;", '"'))


def _method(name: str) -> Callable[..., object]:
    """Return what answers a reference of a lesson's prose."""
    method = getattr(Lesson, name)
    return method if inspect.isfunction(method) else getattr(Asking, name)


def _promise(method: Callable[..., object]) -> tuple[str, str]:
    """Return a function of prose as it is written, with the promise of its docstring."""
    told = (inspect.getdoc(method) or "").partition("\n")[0].removeprefix("Return ").strip()
    return as_written(method), told
