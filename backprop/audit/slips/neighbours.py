"""A neighbour's number taken in one place: in one formula, what belongs to another neuron or weight of the layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from ...network.quantity import Quantity
from ...network.spec import Example, Network, Weight
from ...steps.expr import Expr, Ref
from ...steps.passes import Step, weights_into
from ...steps.rewriting import substitute
from ...words.en import details as words
from .rewriting import Rewrite, on
from .variant import MOST_ALONE, MOST_SWAPPED, Variant

Place = tuple[Quantity, Quantity, Quantity]  # what a formula makes, what it uses, and what may be taken for that


def of_neighbour(example: Example) -> Iterator[Variant]:
    """Yield every formula with one number of a neighbour; of large networks none, in which one would fit by chance."""
    network = example.network
    for made, used, taken in _places(network) if len(network.parameters) <= MOST_ALONE else ():
        detail = words.put_in(used.id, taken.id, made.id)
        yield Variant(deviation="of_neighbour", detail=detail, rewrite=_taking(made, used, taken))


def _taking(made: Quantity, used: Quantity, taken: Quantity) -> Rewrite:
    """Return a rewrite that takes one quantity for another in a formula, of every sample and round alike."""

    def change(example: Example, step: Step) -> Expr | None:
        if step.quantity.names != made.names:
            return None
        own, other = (step.quantity.of(each.kind, *each.names).id for each in (used, taken))
        return substitute(step.expr, {own: Ref(other)})

    return on(made.kind, None, change)


def _places(network: Network) -> Iterator[Place]:
    """Yield where a neighbour's number may be taken that no other slip is about."""
    for layer in network.layers:
        for name, other in permutations(layer.neurons, 2):
            for kind, factor in (("dout_dnet", "out"), ("delta", "dE_dout"), ("delta", "dout_dnet")):
                yield Quantity(kind, (name,)), Quantity(factor, (name,)), Quantity(factor, (other,))
    for name, other in permutations(network.outputs, 2):
        yield Quantity("E_total"), Quantity("E", (name,)), Quantity("E", (other,))
    for index in range(len(network.layers)):
        yield from _of_weights(network, weights_into(network, index), back=index > 0)
    for layer in network.layers:
        biases = dict.fromkeys(bias.name for bias in map(network.bias_of, layer.neurons) if bias)
        yield from (_of_update(name, Quantity("bias", (name,)), other) for name, other in permutations(biases, 2))


def _of_weights(network: Network, block: Sequence[Weight], *, back: bool) -> Iterator[Place]:
    """Yield the places of one weight in which another of the layer, or what belongs to it, may be taken.

    The other shares a neuron with it, but in the update of a small layer.
    """
    for weight, other in permutations(block, 2):
        apart = weight.source != other.source and weight.target != other.target
        if not apart or len(block) <= MOST_SWAPPED:
            for used in ("weight", "grad"):
                yield _of_update(weight.name, Quantity(used, (weight.name,)), other.name)
        if apart:
            continue
        if back:
            path, beside = (Quantity("path", (each.source, each.target)) for each in (weight, other))
            yield path, Quantity("weight", (weight.name,)), Quantity("weight", (other.name,))
            yield Quantity("dE_dout", (weight.source,)), path, beside
            if weight.source == other.source:
                yield path, Quantity("delta", (weight.target,)), Quantity("delta", (other.target,))


def _of_update(name: str, used: Quantity, other: str) -> Place:
    """Return the place in which a parameter's own value or gradient is used when it is moved, with another's."""
    return Quantity("new", (name,)), used, Quantity(used.kind, (other,))
