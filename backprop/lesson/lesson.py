"""What a lesson's prose may ask for, by id, and the promise that every step stands on the page exactly once.

What takes NumPy or Markdown is imported where it is used: the workbench does without both.

Longer than most: a method for each thing that prose may ask for, with the promise authors read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..audit.source.claims import Source
from ..audit.telling.counts import Counts
from ..errors import ContentError, Fault, Misasked, near_miss
from ..formula import mathml
from ..formula.document import document, with_names
from ..formula.layout import formula, letters_of
from ..formula.opened import is_wide, one_sample
from ..formula.tours import Tour, tours
from ..network.quantity import id_of
from ..program.numbers import printed, traced
from ..prose.references import Asked
from ..steps.passes import biases_done, weights_into
from ..steps.trace import PHASES
from ..words.en import pages as words
from ..words.en.drawings import of_samples
from . import step_rows, tables
from . import wide as wide_page
from .drawings import Drawings
from .matrix_lines import MATRIX_LINES
from .now_you import with_others
from .quoting import Counting, of_network
from .step_rows import StepView

if TYPE_CHECKING:
    from ..prose.text import Prose

ASKED = (  # what a lesson's prose may ask for
    *("v", "sym", "at", "line", "factors", "claim", "moved", "steps", "rest", "layers", "matrix", "figure", "curve"),
    *("error_curve", "chain", "graph", "valley", "now_you", "rates", "compares", "player", "given", "errors"),
    *("updates", "weights", "rounds", "program", "source_note", "term", "audited", "audited_wrong", "sources_with"),
)
DIRECTIONS = ("up", "down", "still")
WIDE = 3  # neurons in a column from which a layer is also written as one line of matrices
_IN_LAYERS = {
    "forward": (("net", ("net",)), ("", ("out",))),
    "output": (("", ("dE_dout", "dout_dnet", "delta")), ("grad", ("grad",))),
    "hidden": (("back", ("path", "dE_dout")), ("", ("dout_dnet", "delta")), ("grad", ("grad",))),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson(Drawings, Counting):
    """One example and what its page is written from; `source` and `output` are its program and what that printed.

    What prose asks for in vain raises Misasked, in every method, and who runs the references says where.
    """

    source: str
    output: str
    views: tuple[StepView, ...]
    claims: Source | None = None
    term: Callable[..., Markup] | None = None
    counts: Counts = field(default_factory=lambda: Counts(audits=()))
    placed: list[str] = field(default_factory=list)

    @property
    def digits(self) -> int:
        return self.solution.example.digits

    def at(self, id: str) -> Markup:
        """Return the symbol of a quantity as a link to its step."""
        if is_wide(self.solution) and self.known(id) not in {view.id for view in self.views}:
            return self.sym(id)  # it has no line on this page
        return Markup('<a class="ref" href="#{}">{}</a>').format(self.known(id), self.sym(id))

    def factors(self, id: str) -> Markup:
        """Return a gradient as the product of its factors, each under its letter."""
        step = self.solution.step_of.get(self.known(id))
        if step is None or step.product is None:
            raise Misasked(f'"{id}" is no product of factors')
        whole = formula(self.solution, step, letters=letters_of(self.solution, step))
        return Markup('<div class="display">{}</div>').format(Markup(mathml.line(whole)))

    def moved(self, direction: str) -> Markup:
        """Return the symbols of the parameters that went up, went down or stayed."""
        if direction not in DIRECTIONS:
            raise Misasked(f'no direction "{direction}"; {near_miss(direction, DIRECTIONS)}')
        moves = document(self.solution).moves
        chosen = [step_rows.symbol(self.solution, move.parameter.name) for move in moves if move.direction == direction]
        *before, last = chosen or [Markup(words.NONE)]
        listed = Markup(" ").join(Markup('<span class="together">{},</span>').format(symbol) for symbol in before)
        return Markup(
            "<span data-printed>{}</span> <span data-printed>{}</span>" if before else "{}<span data-printed>{}</span>"
        ).format(listed, last)

    # --- steps

    def steps(self, *ids: str) -> Markup:
        """Return the named steps, or those of the named phases that stand nowhere yet, as part of the ordered list."""
        chosen = [view for view in self.views if view.phase in ids and view.id not in self.placed]
        for id in ids:
            if id not in PHASES:
                found = next((view for view in self.views if view.id == self.known(id)), None)
                if found is None and id in self.solution.step_of:
                    raise Misasked(f'"{id}" has no line of its own on a page of so many steps; take it out')
                if found is None:
                    raise Misasked(f'"{id}" is given, not a step')
                chosen.append(found)
        return self._list(sorted(chosen, key=lambda view: view.number))

    def rest(self) -> Markup:
        """Return every step that stands nowhere yet."""
        return self._list([view for view in self.views if view.id not in self.placed])

    def _list(self, views: Iterable[StepView]) -> Markup:
        views = tuple(views)
        for view in views:
            if view.id in self.placed:
                raise Misasked(f'the step "{view.id}" stands on the page twice')
            self.placed.append(view.id)
        return self._part("step_list", steps=views) if views else Markup()

    # --- tables, figures, program

    def player(self) -> Markup:
        """Return the step player."""
        return self._part(
            "player",
            **of_network(self.solution),
            tours=self.ways(),
            phases=step_rows.phases(self.solution),
            parameters=self.names(),
            total=len(self.views),
            samples=len(self.solution.example.network.samples),
            drawn=of_samples(len(self.solution.example.network.samples), updated=True),
        )

    def ways(self) -> tuple[Tour, ...]:
        """Return the ways through the steps."""
        return tours(self.solution)

    def names(self) -> dict[str, str]:
        """Return the parameters that a way through the steps may lead to, and how each is written."""
        names = [parameter.name for parameter in self.solution.example.network.parameters]
        there = {view.id for view in self.views}
        found = [name for name in names if id_of("new", name) in there] if is_wide(self.solution) else names
        return {name: with_names(self.solution, name) for name in found}

    def given(self) -> Markup:
        """Return tables of all that is given."""
        return self._part("given_tables", groups=tables.given_rows(self.solution))

    def errors(self) -> Markup:
        """Return the table of net inputs, activations, targets and errors."""
        return self._part("error_table", rows=tables.neuron_rows(self.solution), total=self.v("E_total"))

    def weights(self) -> Markup:
        """Return a wide network's neurons and weights, layer by layer, with what works out any of the weights."""
        several = len(self.solution.example.network.samples) > 1
        data = Markup() if several else wide_page.weights(self.solution)
        return self._part("weights", layers=wide_page.layers(self.solution), data=data, told=self.left_out())

    def left_out(self) -> str:
        """Return what a page with so many steps leaves out, or nothing."""
        if not is_wide(self.solution):
            return ""
        return words.left_out(len(self.views), len(self.solution.steps), one_sample(self.solution))

    def updates(self) -> Markup:
        """Return the table of all parameters; each row opens to those of its steps that stand nowhere before."""
        if is_wide(self.solution) and not one_sample(self.solution):
            return self.weights()
        rows = tables.parameter_rows(self.solution, self.views, frozenset(self.placed))
        self.placed.extend(view.id for row in rows for view in row.steps)
        return self._part("update_table", rows=rows, told=self.left_out())

    def rounds(self) -> Markup:
        """Return the errors and outputs after the rounds that are reported, or nothing where there is one round."""
        return (
            self._part("rounds_table", **tables.round_rows(self.solution)) if self.solution.later_rounds else Markup()
        )

    def source_note(self) -> Markup:
        """Return where an audited example comes from, or nothing."""
        return self._part("source_note", source=self.claims) if self.claims else Markup()

    def matrix(self, neuron: str, what: str = "net", sample: int | None = None) -> Markup:
        """Return the matrix line of a neuron's layer: its net inputs, what comes back to it, or its gradients."""
        net = self.solution.example.network
        if not any(neuron in layer.neurons for layer in net.layers):
            neurons = [name for layer in net.layers for name in layer.neurons]
            raise Misasked(f'no neuron "{neuron}"; {near_miss(neuron, neurons)}')
        if what not in MATRIX_LINES:
            raise Misasked(f'no matrix line "{what}"; {near_miss(what, MATRIX_LINES)}')
        several = len(net.samples) > 1
        whole = MATRIX_LINES[what](self.solution, net.layer_of(neuron), (sample or 1) if several else None)
        return self._part("matrix_line", line=Markup(mathml.line(whole)))

    def layers(self, phase: str) -> Markup:
        """Return a phase layer by layer: of a wide network the matrix line of each, with the scalar steps inside it."""
        net = self.solution.example.network
        if phase not in _IN_LAYERS:
            raise Misasked(f'no phase "{phase}" in layers; {near_miss(phase, _IN_LAYERS)}')
        if self.solution.example.online or max(map(len, net.columns)) < WIDE:
            return self.steps(phase)
        last = len(net.layers) - 1
        order = {"forward": range(last + 1), "output": (last,), "hidden": range(last - 1, -1, -1)}[phase]
        return Markup().join(part for index in order for part in self._layer(phase, index))

    def _layer(self, phase: str, index: int) -> Iterator[Markup]:
        net = self.solution.example.network
        neurons = set(net.columns[index + 1])
        own = neurons | {w.name for w in weights_into(net, index)} | {b.name for b in biases_done(net, index)}
        for line, kinds in _IN_LAYERS[phase]:
            views = [
                view
                for view in self.views
                if view.phase == phase and view.id not in self.placed and self._is_of(view.id, kinds, own)
            ]
            samples = range(1, len(net.samples) + 1) if line and views else ()
            yield from (self.matrix(net.columns[index + 1][0], line, sample) for sample in samples)
            yield self._part("inside", steps=self._list(views), count=len(views)) if line else self._list(views)

    def _is_of(self, id: str, kinds: tuple[str, ...], names: set[str]) -> bool:
        quantity = self.solution.step_of[id].quantity
        return quantity.kind in kinds and quantity.names[0] in names

    def now_you(self, id: str) -> Markup:
        """Return a line to work out with other numbers, and its answer."""
        other = self.solution.other
        if other is None:
            raise Misasked(
                "this example has no other numbers; make them: "
                "python -m backprop exercise --like FILE --bank 9 > practice.json"
            )
        if id not in self.solution.step_of:
            raise Misasked(f'"{id}" is no step; {near_miss(id, self.solution.step_of)}')
        return self._part("now_you", **with_others(self.solution, id))

    def compares(self) -> int:
        """Return how many learning rates are compared, or 0 where there is one."""
        return len(self.solution.runs) + 1 if self.solution.runs else 0

    def rates(self) -> Markup:
        """Return the errors after the reported rounds, a column for each learning rate."""
        if not self.solution.runs:
            raise Misasked("this example compares no learning rates; write [compare] learning_rates = […]")
        return self._part("rates_table", **tables.rate_rows(self.solution))

    def program(self) -> Markup:
        """Return the NumPy program and what it printed."""
        long = is_wide(self.solution)  # then it is offered, and not shown
        return self._part(
            "program",
            source=Markup() if long else Markup(traced(self.source, self.solution)),
            output=Markup() if long else Markup(printed(self.output, self.solution)),
            slug=self.solution.example.slug,
        )

    # --- the page

    def functions(self) -> dict[str, Asked]:
        return {name: getattr(self, name) for name in ASKED}

    def write(self, text: str, file: str) -> Prose:
        """Return the lesson's prose rendered; raises ContentError where it asks in vain or a step is missing."""
        from ..prose.text import render

        prose = render(text, file, self.functions())
        missing = [view.id for view in self.views if view.id not in self.placed]
        if missing:
            got, cure = f"none for {', '.join(missing)}", "add [[ rest() ]]"
            raise ContentError([Fault(where=file, wanted="every step on the page", got=got, cure=cure)])
        return prose
