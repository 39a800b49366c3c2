"""What an author gives: a network, its samples, and the method of training. Values only, checked elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .quantity import Quantity
from .vocabulary import ACTIVATION_TRAITS, LOSS_TRAITS, ActivationTraits, LossTraits


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Neurons side by side that share one activation; `leak` is the slope of leaky_relu below zero."""

    neurons: tuple[str, ...]
    activation: str
    leak: Decimal = Decimal("0.01")

    @property
    def traits(self) -> ActivationTraits:
        return ACTIVATION_TRAITS[self.activation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """One connection between neighbouring layers, with its initial value."""

    name: str
    source: str
    target: str
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bias:
    """One bias, added to the net input of every target."""

    name: str
    targets: tuple[str, ...]
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One training pair: a value for every input, a target for every output, in the network's order."""

    inputs: tuple[Decimal, ...]
    targets: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A feed-forward network: `inputs` feed layers[0], every layer feeds the next, the last one answers."""

    loss: str
    inputs: tuple[str, ...]
    layers: tuple[Layer, ...]
    weights: tuple[Weight, ...]
    biases: tuple[Bias, ...]
    samples: tuple[Sample, ...]

    @property
    def loss_traits(self) -> LossTraits:
        return LOSS_TRAITS[self.loss]

    @property
    def outputs(self) -> tuple[str, ...]:
        return self.layers[-1].neurons

    @property
    def hidden(self) -> int:
        """How many hidden layers there are."""
        return len(self.layers) - 1

    @property
    def columns(self) -> tuple[tuple[str, ...], ...]:
        """The inputs and every layer's neurons, left to right."""
        return (self.inputs, *(layer.neurons for layer in self.layers))

    @property
    def parameters(self) -> tuple[Weight | Bias, ...]:
        return (*self.weights, *self.biases)

    def layer_of(self, neuron: str) -> int:
        """Return the index in `layers` of the layer that holds the neuron."""
        return next(i for i, layer in enumerate(self.layers) if neuron in layer.neurons)

    def incoming(self, neuron: str) -> tuple[Weight, ...]:
        return tuple(weight for weight in self.weights if weight.target == neuron)

    def outgoing(self, neuron: str) -> tuple[Weight, ...]:
        return tuple(weight for weight in self.weights if weight.source == neuron)

    @property
    def between(self) -> dict[tuple[str, str], Weight]:
        """The weights by the neurons between which they stand, source first."""
        return {(weight.source, weight.target): weight for weight in self.weights}

    def sent(self, neuron: str, at: Quantity) -> Quantity:
        """Return what an input or a neuron sends forward, for the sample and at the moment of another quantity."""
        return at.of("input" if neuron in self.inputs else "out", neuron)

    def bias_of(self, neuron: str) -> Bias | None:
        return next((bias for bias in self.biases if neuron in bias.targets), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How the network is trained; a different procedure is the same engine with a field changed."""

    learning_rate: Decimal = Decimal("0.5")
    rounds: int = 1
    update_biases: bool = True
    hidden_gradient: str = "old_weights"  # or "updated_weights"
    batch: str = "full"  # or "online"
    over_samples: str = "mean"  # or "sum"


STYLES = {"net/out": ("net", "out"), "z/a": ("z", "a"), "in/o": ("in", "o")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How the symbols of an example look: words for net input and activation, Greek letters or plain words."""

    names: str = "net/out"
    greek: bool = True

    @property
    def words(self) -> dict[str, str]:
        net, out = STYLES[self.names]
        return {"E": "E", "target": "T", "net": net, "out": out, "delta": "δ" if self.greek else "delta"}

    @property
    def rate(self) -> str:
        return "η" if self.greek else "rate"


PLAIN = Style()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A worked example as its author wrote it, and the `file` it stands in; `digits` is how many are shown at least.

    `rates` are other learning rates with which the same training is compared, `style` how its symbols look.
    """

    slug: str
    file: str
    title: str
    network: Network
    method: Method
    digits: int = 4
    rates: tuple[Decimal, ...] = ()
    style: Style = PLAIN

    @property
    def online(self) -> bool:
        """Whether the parameters move after each of several samples: then a round begins and ends with others."""
        return self.method.batch == "online" and len(self.network.samples) > 1
