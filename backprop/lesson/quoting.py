"""What prose may quote wherever it stands: numbers, symbols and lines of one example, and what is counted over all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from ..audit.telling.counts import Counts
from ..drawing.diagram import diagram, stands_alone
from ..drawing.geometry import close, deep, narrow
from ..errors import Misasked, near_miss
from ..formula import mathml
from ..formula.layout import formula
from ..formula.nodes import Formula
from ..steps.solution import Solution
from ..words.en import drawings as words
from . import step_rows
from .templates import part


def of_network(solution: Solution, *, given_only: bool = False) -> dict[str, object]:
    """Return what the templates frame of a network: its drawing across, and one downward for a narrow screen."""
    net = solution.example.network

    def drawn(*, downward: bool = False) -> Markup:
        def draw() -> str:
            title = words.network(solution.example.title)
            write = solution.given_only if given_only else None
            return diagram(solution, title=title, write=write, downward=downward)

        return Markup(solution.once(("diagram", given_only, downward), draw))

    return {
        "svg": drawn(),
        "narrow": drawn(downward=True) if narrow(net) or close(net) else Markup(),
        "wide": stands_alone(solution),
        "deep": deep(net),
    }


class Counting(ABC):
    """Answers with what is counted over all audits; whoever has these counts says so."""

    __slots__ = ()

    @property
    @abstractmethod
    def counts(self) -> Counts:
        """What is counted."""

    def audited(self) -> int:
        """Return how many printed worked examples are audited."""
        return self.counts.audited()

    def audited_wrong(self) -> int:
        """Return how many of them contain a slip."""
        return self.counts.audited_wrong()

    def sources_with(self, slip: str) -> int:
        """Return how many of them have a number that is consistent with a slip."""
        return self.counts.sources_with(slip)

    def claim(self, printed: str) -> Markup:
        """Return a number or formula that somebody else printed."""
        return Markup('<q class="claim">{}</q>').format(printed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoting:
    """An example and the templates that frame what is quoted of it; `among` other examples it is told by its name."""

    solution: Solution
    templates: Environment
    among: bool = False

    def known(self, id: str) -> str:
        """Return the id of a quantity; raises Misasked where the example has none."""
        if id not in self.solution.quantities:
            whose = f' in "{self.solution.example.slug}"' if self.among else ""
            raise Misasked(f'no quantity "{id}"{whose}; {near_miss(id, self.solution.quantities)}')
        return id

    def _part(self, name: str, **values: object) -> Markup:
        return part(self.templates, name, **values)

    def v(self, id: str, decimals: int | None = None) -> Markup:
        """Return a number."""
        return step_rows.number(self.solution, self.known(id), decimals)

    def sym(self, id: str) -> Markup:
        """Return the symbol of a quantity."""
        return step_rows.symbol(self.solution, self.known(id))

    def line(self, id: str) -> Markup:
        """Return a whole line of work, as it stands in its step."""
        return Markup('<span class="line">{}</span>').format(Markup(mathml.line(self._formula(id))))

    def _formula(self, id: str) -> Formula:
        if self.known(id) not in self.solution.step_of:
            raise Misasked(f'"{id}" is given; only a computed quantity has a line of work')
        return formula(self.solution, self.solution.step_of[id])

    def figure(self) -> Markup:
        """Return the diagram alone, with what is given."""
        drawn = words.of_samples(len(self.solution.example.network.samples))
        return self._part("figure", **of_network(self.solution, given_only=True), drawn=drawn)
