"""The drawings that a lesson's prose may ask for: curves, the chain of links to the error, a neuron as a graph.

What takes NumPy is imported where it is used: the workbench does without it.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from ..drawing import links
from ..errors import Misasked, near_miss
from ..formula.opened import has_line
from ..network.quantity import id_of
from .quoting import Quoting


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawings(Quoting):
    """An example, and what is drawn of it; what is asked for in vain raises Misasked."""

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
            raise Misasked(f'no weight "{weight}"; {near_miss(weight, [w.name for w in net.weights])}')
        if not links.reached(self.solution.example, found):
            raise Misasked(
                f'the way from "{weight}" to the error does not go in a row; choose one nearer to the outputs'
            )
        return self._part("figure", svg=Markup(links.chain(self.solution, found)), wide=True)

    def graph(self, neuron: str) -> Markup:
        """Return a neuron as a graph of operations, with the values going forward and what comes back."""
        net = self.solution.example.network
        neurons = [name for layer in net.layers if not layer.traits.joint for name in layer.neurons]
        if neuron not in neurons or len(net.samples) > 1:
            raise Misasked(f'no neuron "{neuron}" that one sample passes alone; {near_miss(neuron, neurons)}')
        return self._part("figure", svg=Markup(links.neuron_graph(self.solution, neuron)), wide=True)

    def valley(self, parameter: str) -> Markup:
        """Return the error over one parameter as a curve, all others held still, with its tangent."""
        from ..drawing import curves

        parameters = (p.name for p in self.solution.example.network.parameters)
        names = [name for name in parameters if has_line(self.solution, id_of("new", name))]
        true = self.solution.example.method.hidden_gradient == "old_weights"  # else a gradient need be no slope
        if parameter not in names or not true or id_of("grad", parameter) not in self.solution.numbers:
            raise Misasked(f'no parameter "{parameter}" with one gradient; {near_miss(parameter, names)}')
        return self._part("figure", svg=Markup(curves.valley_plot(self.solution, parameter)))

    def error_curve(self) -> Markup:
        """Return the error over the rounds as a curve, one for each learning rate that is compared."""
        from ..drawing import curves

        return self._part("figure", svg=Markup(curves.error_plot(self.solution)))
