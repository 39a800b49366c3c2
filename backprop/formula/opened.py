"""Which steps of an example stand open as lines of work: all, or those of one sample, or of one neuron a layer.

The others follow the same lines with other numbers; a page works out those of any weight when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..network.quantity import OF_NEURONS, OF_PARAMETERS, Quantity
from ..network.spec import Network
from ..steps.passes import Step
from ..steps.solution import Solution

MOST_OPEN = 600  # steps that a page, a player or a sheet has lines for


def is_wide(solution: Solution) -> bool:
    """Return whether an example has more steps than anybody would read."""
    return len(solution.steps) > MOST_OPEN


def one_sample(solution: Solution) -> bool:
    """Return whether it is for its many samples that an example has so many steps, and one of them can be read."""
    return len(solution.example.network.samples) > 1 and len(_of_first_sample(solution)) <= MOST_OPEN


def shown_parameters(solution: Solution) -> set[str]:
    """Return the parameters that tables list: all, or those that a wide network's open lines use."""
    names = {parameter.name for parameter in solution.example.network.parameters}
    if not is_wide(solution) or one_sample(solution):
        return names
    return names & {id for step in opened(solution) for id in step.uses}


def _of_first_sample(solution: Solution) -> tuple[Step, ...]:
    return tuple(step for step in solution.steps if step.quantity.sample in {None, 1})


def opened(solution: Solution) -> tuple[Step, ...]:
    """Return the steps that stand open, in their order."""
    return solution.once("opened", lambda: _opened(solution)) if is_wide(solution) else solution.steps


def has_line(solution: Solution, id: str) -> bool:
    """Return whether a step has a line on its example's page."""
    return id in solution.once("lines", lambda: {step.id for step in opened(solution)})


def _opened(solution: Solution) -> tuple[Step, ...]:
    if one_sample(solution):
        return _of_first_sample(solution)
    net = solution.example.network
    names = set(_first_names(net))
    return tuple(step for step in solution.steps if _is_open(step.quantity, names, net))


def _first_names(net: Network) -> Iterator[str]:
    """Yield the first neuron of every layer, the first weight into it, and its bias."""
    for layer in net.layers:
        neuron = layer.neurons[0]
        yield neuron
        yield from (weight.name for weight in net.incoming(neuron)[:1])
        bias = net.bias_of(neuron)
        if bias:
            yield bias.name


def _is_open(quantity: Quantity, names: set[str], net: Network) -> bool:
    if quantity.sample not in {None, 1}:
        return False
    if quantity.kind == "E_total":
        return True
    if quantity.kind == "path":
        return set(quantity.names) <= names
    if quantity.kind in OF_NEURONS:
        return quantity.names[0] in names and (not quantity.round or quantity.names[0] in net.outputs)
    return quantity.kind in OF_PARAMETERS and quantity.names[0] in names
