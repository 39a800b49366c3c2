"""A draft: a network as somebody fills it in, sizes and rows of numbers, written out as an example's file."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..network.spec import Bias, Example, Layer, Method, Network, Sample, Weight
from ..network.vocabulary import USUAL_ACTIVATION, USUAL_LOSS
from .written import text_of

Row = tuple[str, ...]  # numbers as they were typed
NUMBERING = ("target", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A network before it is a file; `weights` are a block a layer, a row a neuron of it, and `biases` a row a layer.

    With `biases` of one number a layer its neurons share it. `numbering` says whether weights are counted by the neuron
    they enter or by the one they leave.
    """

    title: str
    inputs: Row
    targets: Row
    hidden: tuple[int, ...] = ()
    activation: str = USUAL_ACTIVATION
    output_activation: str = USUAL_ACTIVATION
    loss: str = USUAL_LOSS
    weights: tuple[tuple[Row, ...], ...] = ()
    biases: tuple[Row, ...] = ()
    numbering: str = "target"
    hidden_gradient: str = "old_weights"
    rate: str = "0.5"
    digits: int = 4

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.inputs), *self.hidden, len(self.targets))


def columns(shape: Sequence[int]) -> list[list[str]]:
    """Return the names of a shape's neurons, the inputs first: x1…, H1… (H1_1… with several hidden layers), Y1…."""
    hidden = len(shape) - 2
    stems = ["x", *(["H"] if hidden == 1 else [f"H{i}_" for i in range(1, hidden + 1)]), "Y"]
    return [[f"{stem}{i}" for i in range(1, size + 1)] for stem, size in zip(stems, shape, strict=True)]


def drawn(draft: Draft, maker: random.Random, *, biases: str = "own") -> Draft:
    """Return a draft with friendly numbers of two decimals where it has none; the same for the same `maker`."""
    shape = draft.shape
    sizes = list(itertools.pairwise(shape))
    weights = tuple(
        tuple(
            tuple(f"{maker.randint(10, 90) / 100 * maker.choice((1, 1, -1)):.2f}" for _ in range(below))
            for _ in range(above)
        )
        for below, above in sizes
    )
    counts = [1 if biases == "shared" else above for above in shape[1:]]
    rows = tuple(tuple(f"{maker.randint(5, 60) / 100:.2f}" for _ in range(count)) for count in counts)
    given = [old or new for old, new in itertools.zip_longest(draft.weights, weights)]
    own = [old or new for old, new in itertools.zip_longest(draft.biases, rows)]
    return replace(draft, weights=tuple(given), biases=tuple(own) if biases != "none" else ())


def example_of(draft: Draft) -> Example:
    """Return a draft as the example that it describes; its numbers keep the digits they were typed with."""
    named = columns(draft.shape)
    last = len(named) - 2
    layers = tuple(
        Layer(neurons=tuple(names), activation=draft.output_activation if index == last else draft.activation)
        for index, names in enumerate(named[1:])
    )
    sample = Sample(inputs=_decimals(draft.inputs), targets=_decimals(draft.targets))
    network = Network(
        loss=draft.loss,
        inputs=tuple(named[0]),
        layers=layers,
        weights=tuple(_weights(draft, named)),
        biases=tuple(_biases(draft, named)),
        samples=(sample,),
    )
    method = Method(learning_rate=Decimal(draft.rate), hidden_gradient=draft.hidden_gradient)
    return Example(slug="draft", file="draft", title=draft.title, network=network, method=method, digits=draft.digits)


def _decimals(row: Row) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, row))


def _weights(draft: Draft, named: list[list[str]]) -> Iterator[Weight]:
    number = itertools.count(1)
    if not draft.weights:
        return
    for (below, above), block in zip(itertools.pairwise(named), draft.weights, strict=True):
        pairs = [(row, column) for row in range(len(above)) for column in range(len(below))]
        if draft.numbering == "source":
            pairs.sort(key=lambda pair: pair[1])
        for row, column in pairs:
            value = Decimal(block[row][column])
            yield Weight(name=f"w{next(number)}", source=below[column], target=above[row], value=value)


def _biases(draft: Draft, named: list[list[str]]) -> Iterator[Bias]:
    number = itertools.count(1)
    for above, row in zip(named[1:], draft.biases or ((),) * len(named[1:]), strict=True):
        groups = [tuple(above)] if len(row) == 1 else [(name,) for name in above]
        for targets, value in zip(groups, row, strict=bool(row)):
            yield Bias(name=f"b{next(number)}", targets=targets, value=Decimal(value))


def text(draft: Draft) -> str:
    """Return the file of a draft."""
    return text_of(example_of(draft), numbered_by=draft.numbering)
