"""A neighbour's number taken in one place: in one formula, what belongs to another neuron, weight or sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from ...network.quantity import PARAMETERS, Quantity
from ...network.spec import Example, Network, Weight
from ...steps.expr import Expr, Ref
from ...steps.passes import Step, weights_into
from ...steps.rewriting import substitute
from ...words.en import details as words
from .rewriting import Rewrite, both, on
from .variant import MOST_ALONE, MOST_SWAPPED, Variant

MOST_SAMPLES = 4  # of which one may be taken for another
Place = tuple[Quantity, Quantity, Quantity]  # what a formula makes, what it uses, and what may be taken for that


def of_neighbour(example: Example) -> Iterator[Variant]:
    """Yield every formula with one number of a neighbour; of large networks none, in which one would fit by chance."""
    network = example.network
    for made, used, taken in _places(example) if len(network.parameters) <= MOST_ALONE else ():
        detail = words.put_in(used.id, taken.id, made.id)
        change = replace(made, kind="change") if made.kind == "new" else made  # how far it moves is told too
        rewrite = both(_taking(made, used, taken), _taking(change, used, taken))
        yield Variant(deviation="of_neighbour", detail=detail, rewrite=rewrite)


def _taking(made: Quantity, used: Quantity, taken: Quantity) -> Rewrite:
    """Return a rewrite that takes one quantity for another in a formula, of its sample or of all, in every round."""

    def change(example: Example, step: Step) -> Expr | None:
        if step.quantity.names != made.names or made.sample not in {None, step.quantity.sample}:
            return None
        own, other = (step.quantity.of(each.kind, *each.names) for each in (used, taken))
        if isinstance(step.expr, Ref):  # what the last sample has left
            return None
        if used.kind in PARAMETERS:  # that may have moved already, by the samples before
            pairs = zip(_moved(example, own), _moved(example, other), strict=True)
            return substitute(step.expr, {old.id: Ref(new.id) for old, new in pairs})
        return substitute(step.expr, {own.id: Ref((other.at(taken.sample) if taken.sample else other).id)})

    return on(made.kind, None, change)


def _moved(example: Example, parameter: Quantity) -> list[Quantity]:
    """Return a parameter as it is given and as it is after each sample."""
    new = Quantity("new", parameter.names)
    return [parameter, new, *(new.at(number) for number, _ in enumerate(example.network.samples, 1))]


def _places(example: Example) -> Iterator[Place]:
    """Yield where a neighbour's number may be taken that no other slip is about."""
    network = example.network
    for layer in network.layers:
        for name, other in permutations(layer.neurons, 2):
            for kind, factor in (("dout_dnet", "out"), ("delta", "dE_dout"), ("delta", "dout_dnet")):
                yield Quantity(kind, (name,)), Quantity(factor, (name,)), Quantity(factor, (other,))
    for name, other in permutations(network.outputs, 2):
        yield Quantity("E_total"), Quantity("E", (name,)), Quantity("E", (other,))
    for index in range(len(network.layers)):
        yield from _of_weights(weights_into(network, index), back=index > 0)
    for layer in network.layers:
        biases = dict.fromkeys(bias.name for bias in map(network.bias_of, layer.neurons) if bias)
        for name, other in permutations(biases, 2) if example.method.update_biases else ():
            yield from _of_update("bias", name, other)
    samples = range(1, len(network.samples) + 1)
    for number, later in permutations(samples, 2) if len(samples) <= MOST_SAMPLES else ():
        if example.method.batch == "full" or later < number:  # online, what comes later is not known yet
            yield from _of_samples(network, number, later)


def _of_weights(block: Sequence[Weight], *, back: bool) -> Iterator[Place]:
    """Yield the places of one weight in which another of the layer, or what belongs to it, may be taken.

    The two share a neuron; in the update of a small layer they need not.
    """
    for weight, other in permutations(block, 2):
        apart = weight.source != other.source and weight.target != other.target
        if not apart or len(block) <= MOST_SWAPPED:
            yield from _of_update("weight", weight.name, other.name)
        if apart:
            continue
        if back:
            path, beside = (Quantity("path", (each.source, each.target)) for each in (weight, other))
            yield path, Quantity("weight", (weight.name,)), Quantity("weight", (other.name,))
            yield Quantity("dE_dout", (weight.source,)), path, beside
            if weight.source == other.source:
                yield path, Quantity("delta", (weight.target,)), Quantity("delta", (other.target,))


def _of_samples(network: Network, sample: int, other: int) -> Iterator[Place]:
    """Yield the places of one sample in which what a neuron or an input sends for another may be taken."""
    for weight in network.weights:
        for kind, name in (("net", weight.target), ("grad", weight.name)):
            made = Quantity(kind, (name,), sample)
            sent = network.sent(weight.source, made)
            yield made, sent, sent.at(other)


def _of_update(kind: str, name: str, other: str) -> Iterator[Place]:
    """Yield the places in which another parameter's value or gradient is used when a parameter is moved."""
    for used in (kind, "grad"):
        yield Quantity("new", (name,)), Quantity(used, (name,)), Quantity(used, (other,))
