"""What an author gives of an example, by quantity."""

from __future__ import annotations

from decimal import Decimal

from .quantity import Quantity
from .spec import Example


def givens(example: Example) -> dict[Quantity, Decimal]:
    """Return what is given: inputs and targets of every sample, parameters, learning rate, leaks."""
    net = example.network
    found: dict[Quantity, Decimal] = {}
    for number, sample in enumerate(net.samples, 1):
        of = number if len(net.samples) > 1 else None
        found |= {Quantity("input", (n,), of): v for n, v in zip(net.inputs, sample.inputs, strict=True)}
        found |= {Quantity("target", (n,), of): v for n, v in zip(net.outputs, sample.targets, strict=True)}
    found |= {Quantity("weight", (w.name,)): w.value for w in net.weights}
    found |= {Quantity("bias", (b.name,)): b.value for b in net.biases}
    found[Quantity("learning_rate")] = example.method.learning_rate
    for index, layer in enumerate(net.layers, 1):
        if layer.traits.leaky:
            found[Quantity("leak", (str(index),))] = layer.leak
    return found
