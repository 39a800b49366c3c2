"""A wide network on a page: its neurons in tables, its weights as maps of colour, and what works out any of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, product
from typing import Any

from markupsafe import Markup

from ..drawing.heat import heat
from ..formula import mathml
from ..formula.symbols import named
from ..network.quantity import OF_PARAMETERS, id_of
from ..network.spec import Weight
from ..steps.solution import Solution
from ..words.en import pages as words
from .step_rows import number, symbol
from .templates import inlined

COLUMNS = ("net", "out", "dE_dout", "dout_dnet", "delta")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer: a row for each neuron, and the map of the weights into it."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Markup, tuple[Markup, ...]], ...]
    heat: Markup
    index: int


def layers(solution: Solution) -> tuple[Layer, ...]:
    """Return every layer of a wide network; of several samples the first has its numbers there."""
    net = solution.example.network
    sample = 1 if len(net.samples) > 1 else None
    found = []
    for index, layer in enumerate(net.layers):
        rows = []
        for name in layer.neurons:
            ids = [id_of(kind, name, sample=sample) for kind in COLUMNS]
            bias = net.bias_of(name)
            given = number(solution, bias.name) if bias else Markup(words.NONE)
            rows.append((symbol(solution, ids[1]), (given, *(number(solution, id) for id in ids))))
        title = words.layer_of(index + 1, len(layer.neurons), len(net.columns[index]))
        drawn = Markup(heat(net, index, title=words.heat(title)))
        found.append(Layer(title=title, headings=words.OF_NEURON, rows=tuple(rows), heat=drawn, index=index))
    return tuple(found)


def weights(solution: Solution) -> Markup:
    """Return what a page needs to work out any weight of one sample: its numbers, and how names are written.

    A weight has its value as it was typed and its gradient as a double; then its change and its new value where doubles
    do not give them: minus rate times gradient, and the old value plus that.
    """
    return inlined(_weights(solution))


def _weights(solution: Solution) -> dict[str, Any]:
    net = solution.example.network
    found: list[dict[str, Any]] = []
    for index, layer in enumerate(net.layers):
        rows = [(weight, _doubles(solution, weight)) for n in layer.neurons for weight in net.incoming(n)]
        first = rows[0][0]
        ends = [(weight.target, weight.source) for weight, _ in rows]
        made = ends == list(product(layer.neurons, net.columns[index])) and _are_counted([w.name for w, _ in rows])
        found.append(
            {
                "index": index,
                "like": [first.name, first.source, first.target],
                "sources": net.columns[index],
                "targets": layer.neurons,
                "ends": [] if made else [[weight.name, weight.source, weight.target] for weight, _ in rows],
                "numbers": [numbers for _, numbers in rows],
            }
        )
    written = (name for layer in found for name, _, _ in layer["ends"])
    names = {name: mathml.write_symbol(named(name)) for name in (*chain.from_iterable(net.columns), *written)}
    sign = mathml.write_symbol(named("w7"))
    joint = [index for index, layer in enumerate(net.layers) if layer.traits.joint]
    return {
        "layers": found,
        "names": names,
        "sign": sign,
        "rate": float(solution.numbers[id_of("learning_rate")].full),
        "inputs": list(net.inputs),
        "joint": joint,
    }


def _are_counted(names: list[str]) -> bool:
    """Return whether names count on from the first, as they are made for a matrix: w7, w8, w9."""
    start = names[0][1:]
    return start.isdigit() and names == [f"w{n}" for n in range(int(start), int(start) + len(names))]


def _doubles(solution: Solution, weight: Weight) -> list[Any]:
    numbers = solution.numbers
    gradient, change, new = (float(numbers[id_of(kind, weight.name)].full) for kind in OF_PARAMETERS)
    rate, old = float(numbers[id_of("learning_rate")].full), float(numbers[weight.name].full)
    found: list[Any] = [numbers[weight.name].shown, gradient]
    step = -(rate * gradient)
    if (step, old + step) != (change, new):
        found += [change, new]
    return found
