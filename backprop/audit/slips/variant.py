"""One way a slip can happen in an example, and where in it a slip can act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from ...network.spec import Example, Network
from ...steps.passes import weights_into
from ...words.en import details as words
from ...words.en.slips import SLIPS
from .rewriting import Rewrite

MOST_ALONE = 40  # parameters of which each may be used or updated in a way of its own
MOST_SWAPPED = 6  # weights of a layer of which any two may be taken for one another; of more, two of one neuron


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way a slip can happen: `detail` says where, `example` and `rewrite` say what it changes.

    One that is not `paired` is tried by itself, and not together with another. A `rare` one is also tried by itself,
    and must tell more to be believed.
    What is kept of it, or sent elsewhere, is its name alone: by then it has acted.
    """

    deviation: str
    detail: str = ""
    example: Callable[[Example], Example] | None = None
    rewrite: Rewrite | None = None
    paired: bool = True
    rare: bool = False

    def __reduce__(self) -> tuple[object, ...]:
        return partial(Variant, deviation=self.deviation, detail=self.detail), ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A slip, by its id, and its variants in an example."""

    id: str
    method: bool = False  # it moves every parameter alike
    rare: bool = False  # all its variants are
    last: bool = False  # of slips that weigh alike it is told only where it is alone
    variants: Callable[[Example], Iterator[Variant]] = lambda example: iter(())

    @property
    def name(self) -> str:
        return SLIPS[self.id].name

    @property
    def explanation(self) -> str:
        """One line that says what the slip is."""
        return SLIPS[self.id].explanation


def layer_name(network: Network, index: int) -> str:
    hidden = len(network.layers) - 1
    if index == hidden:
        return words.OUTPUT_LAYER
    return words.HIDDEN_LAYER if hidden == 1 else words.hidden_layer(index + 1)


def layer_scopes(network: Network, *, outputs: bool = True) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield where a slip in a layer's formulas can act: everywhere, in one layer."""
    layers = list(enumerate(network.layers))[: None if outputs else -1]
    if len(layers) > 1:
        yield (
            words.EVERY_LAYER if outputs else words.EVERY_HIDDEN_LAYER,
            frozenset(name for _, layer in layers for name in layer.neurons),
        )
    for index, layer in layers:
        yield words.within(layer_name(network, index)), frozenset(layer.neurons)


def scopes(network: Network, *, outputs: bool = True) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield where a slip in a layer's formulas can act: everywhere, in one layer, in one neuron."""
    yield from layer_scopes(network, outputs=outputs)
    for layer in network.layers[: None if outputs else -1]:
        if len(layer.neurons) > 1:
            yield from ((words.at(name), frozenset({name})) for name in layer.neurons)


def parameter_scopes(example: Example) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield which parameters a slip of the update may be about, where it is not about all.

    Those of a layer, its weights, all weights or all biases, and each alone.
    """
    network = example.network
    moving = network.biases if example.method.update_biases else ()
    weights = frozenset(weight.name for weight in network.weights)
    for index, layer in enumerate(network.layers) if len(network.layers) > 1 else ():
        where = words.within(layer_name(network, index))
        biases = [bias.name for bias in moving if not set(layer.neurons).isdisjoint(bias.targets)]
        own = frozenset(weight.name for weight in weights_into(network, index))
        yield where, own.union(biases)
        if biases:
            yield words.both_where(words.OF_WEIGHTS, where), own
    if moving:
        yield words.OF_WEIGHTS, weights
        yield words.OF_BIASES, frozenset(bias.name for bias in moving)
    names = [*sorted(weights), *(bias.name for bias in moving)]
    for name in names if 1 < len(names) <= MOST_ALONE else ():
        yield words.alone(name), frozenset({name})


def with_method(**fields: Any) -> Callable[[Example], Example]:
    """Return what takes an example to the same with another method."""
    return lambda example: replace(example, method=replace(example.method, **fields))


def with_rate(rate: Decimal) -> Callable[[Example], Example]:
    """Return what takes an example to the same with another learning rate."""
    return with_method(learning_rate=rate)
