"""The drawings that a lesson's prose may ask for: curves, the chain of links to the error, a neuron as a graph.

What takes NumPy is imported where it is used: the workbench does without it.
"""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from ..drawing import links
from ..drawing.diagram import diagram
from ..drawing.geometry import close, deep, narrow, wide
from ..errors import BackpropError, near_miss
from ..formula.opened import has_line
from ..network.quantity import id_of
from ..steps.solution import Solution
from ..words.en import drawings as words


class LessonError(BackpropError):
    """A lesson asks for something its example does not have."""


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
        "wide": wide(net),
        "deep": deep(net),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawings:
    """An example and the templates that frame what is drawn of it."""

    solution: Solution
    templates: Environment

    def known(self, id: str) -> str:
        if id not in self.solution.quantities:
            raise LessonError(f'no quantity "{id}"; {near_miss(id, self.solution.quantities)}')
        return id

    def _part(self, name: str, **values: object) -> Markup:
        macro = getattr(self.templates.get_template("_parts.html").module, name)
        return Markup(macro(**values))

    def curve(self, neuron: str) -> Markup:
        """Return the activation of a neuron's layer and its slope as curves, the neuron's place marked on both."""
        from ..drawing import curves

        self.known(id_of("net", neuron))
        return self._part("figure", svg=Markup(curves.activation_plot(self.solution, neuron)))

    def chain(self, weight: str) -> Markup:
        """Return the links from a weight to the error as arrows, each with its rate under its letter."""
        net = self.solution.example.network
        found = next((w for w in net.weights if w.name == weight), None)
        if found is None:
            raise LessonError(f'no weight "{weight}"; {near_miss(weight, [w.name for w in net.weights])}')
        if not links.reached(self.solution.example, found):
            raise LessonError(
                f'the way from "{weight}" to the error does not go in a row; choose one nearer to the outputs'
            )
        return self._part("figure", svg=Markup(links.chain(self.solution, found)), wide=True)

    def graph(self, neuron: str) -> Markup:
        """Return a neuron as a graph of operations, with the values going forward and what comes back."""
        net = self.solution.example.network
        neurons = [name for layer in net.layers if not layer.traits.joint for name in layer.neurons]
        if neuron not in neurons or len(net.samples) > 1:
            raise LessonError(f'no neuron "{neuron}" that one sample passes alone; {near_miss(neuron, neurons)}')
        return self._part("figure", svg=Markup(links.neuron_graph(self.solution, neuron)), wide=True)

    def valley(self, parameter: str) -> Markup:
        """Return the error over one parameter as a curve, all others held still, with its tangent."""
        from ..drawing import curves

        parameters = (p.name for p in self.solution.example.network.parameters)
        names = [name for name in parameters if has_line(self.solution, id_of("new", name))]
        true = self.solution.example.method.hidden_gradient == "old_weights"  # else a gradient need be no slope
        if parameter not in names or not true or id_of("grad", parameter) not in self.solution.numbers:
            raise LessonError(f'no parameter "{parameter}" with one gradient; {near_miss(parameter, names)}')
        return self._part("figure", svg=Markup(curves.valley_plot(self.solution, parameter)))

    def error_curve(self) -> Markup:
        """Return the error over the rounds as a curve, one for each learning rate that is compared."""
        from ..drawing import curves

        return self._part("figure", svg=Markup(curves.error_plot(self.solution)))
