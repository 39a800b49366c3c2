"""Training in arrays: forward, backward and update of a whole network at once, in float64.

Nothing here knows the written steps; the two are compared in `verify`. Shapes: S samples, n_l neurons in layer l,
P weights and Q biases. Parameters are two vectors, `weights` of (P,) and `biases` of (Q,), in the file's order.

Longer than most: one training loop is read at a stretch, from laying out to update.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from ..network.spec import Example, Network
from ..network.vocabulary import ActivationTraits
from .functions import ACTIVATIONS, LOSSES, Array, others

_ROUNDING = 4 * np.finfo(float).eps  # a net input this small beside its own terms is zero but for rounding


def _frozen(values: object, dtype: type = float) -> Array:
    array: Array = np.array(values, dtype=dtype)
    array.flags.writeable = False
    return array


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """Where one layer's parameters stand: weight `index[k]` at [row[k], column[k]]; `shares` (n_l, Q) of 0 and 1."""

    shape: tuple[int, int]
    row: Array
    column: Array
    index: Array
    shares: Array
    activation: str
    traits: ActivationTraits
    leak: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A network and its samples as arrays; `inputs` (S, n_0), `targets` (S, n_L)."""

    layers: tuple[Wiring, ...]
    inputs: Array
    targets: Array
    weights: Array
    biases: Array
    loss: str
    learning_rate: float
    update_biases: bool
    updated_first: bool
    online: bool
    mean: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One forward and backward pass. Lists run over layers; arrays are (S, n_l), `slopes` without a softmax's cross
    terms. `weight_grad` (P,) and `bias_grad` (Q,) are collected over the samples, as the method says."""

    nets: tuple[Array, ...]
    outs: tuple[Array, ...]
    terms: Array
    errors: tuple[Array, ...] = ()
    slopes: tuple[Array, ...] = ()
    deltas: tuple[Array, ...] = ()
    matrices: tuple[Array, ...] = ()
    weight_grad: Array = field(default_factory=lambda: np.zeros(0))
    bias_grad: Array = field(default_factory=lambda: np.zeros(0))


def machine(example: Example) -> Machine:
    """Lay a network out as arrays."""
    net, method = example.network, example.method
    return Machine(
        layers=tuple(_wiring(net, index) for index in range(len(net.layers))),
        inputs=_frozen([sample.inputs for sample in net.samples]),
        targets=_frozen([sample.targets for sample in net.samples]),
        weights=_frozen([weight.value for weight in net.weights]),
        biases=_frozen([bias.value for bias in net.biases]),
        loss=net.loss,
        learning_rate=float(method.learning_rate),
        update_biases=method.update_biases,
        updated_first=method.hidden_gradient == "updated_weights",
        online=method.batch == "online",
        mean=method.over_samples == "mean",
    )


def _wiring(net: Network, layer: int) -> Wiring:
    above, below = net.columns[layer + 1], net.columns[layer]
    places = {name: i for i, name in enumerate(above)}
    sources = {name: i for i, name in enumerate(below)}
    mine = [(places[w.target], sources[w.source], k) for k, w in enumerate(net.weights) if w.target in places]
    row, column, index = zip(*mine, strict=True) if mine else ((), (), ())
    shares = [[float(name in bias.targets) for bias in net.biases] for name in above]
    return Wiring(
        shape=(len(above), len(below)),
        row=_frozen(row, int),
        column=_frozen(column, int),
        index=_frozen(index, int),
        shares=_frozen(shares).reshape(len(above), len(net.biases)),
        activation=net.layers[layer].activation,
        traits=net.layers[layer].traits,
        leak=float(net.layers[layer].leak),
    )


def matrix(wiring: Wiring, weights: Array) -> Array:
    """Return one layer's weights as (n_l, n_(l−1)), zero where nothing is connected."""
    found = np.zeros(wiring.shape)
    found[wiring.row, wiring.column] = weights[wiring.index]
    return found


def _net_input(wiring: Wiring, weights: Array, biases: Array, below: Array) -> Array:
    W, b = matrix(wiring, weights), wiring.shares @ biases
    net: Array = below @ W.T + b
    if wiring.traits.kinked:  # at the kink the side decides the slope, so rounding must not
        size = np.abs(below) @ np.abs(W).T + np.abs(b)
        net = np.where(np.abs(net) <= _ROUNDING * size, 0.0, net)
    return net


def forward(machine: Machine, weights: Array, biases: Array) -> Pass:
    """Run all samples forward; `terms` (S, n_L) is each output's part of each sample's error."""
    nets, outs = [], [machine.inputs]
    for wiring in machine.layers:
        nets.append(_net_input(wiring, weights, biases, outs[-1]))
        outs.append(ACTIVATIONS[wiring.activation].value(nets[-1], wiring.leak))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        logs = ACTIVATIONS[machine.layers[-1].activation].logs(nets[-1], outs[-1])
        terms = LOSSES[machine.loss].terms(outs[-1], logs, machine.targets)
    return Pass(nets=tuple(nets), outs=tuple(outs), terms=terms)


def total_error(machine: Machine, terms: Array) -> float:
    """Return the error over all samples: their mean, or their sum where the method says so."""
    per_sample = terms.sum(axis=1)
    return float(per_sample.mean() if machine.mean else per_sample.sum())


def error_with(example: Example, parameter: str, value: float) -> float:
    """Return the error over all samples where one weight or bias has another value."""
    laid = machine(example)
    net = example.network
    weights = [value if w.name == parameter else float(w.value) for w in net.weights]
    biases = [value if b.name == parameter else float(b.value) for b in net.biases]
    return total_error(laid, forward(laid, _frozen(weights), _frozen(biases)).terms)


def _layer_delta(wiring: Wiring, net: Array, out: Array, error: Array) -> tuple[Array, Array]:
    """Return a layer's slopes and δ, both (S, n_l), from ∂E/∂out."""
    activation = ACTIVATIONS[wiring.activation]
    slope = activation.slope(net, out, wiring.leak)
    if wiring.traits.joint:  # a share answers to its own net input, and gives up what the others take
        return slope, out * (error * activation.rest(net, out) - others(error * out))
    return slope, error * slope


def backward(machine: Machine, run: Pass, weights: Array) -> Pass:
    """Complete a forward pass with errors, slopes, δ and gradients, last layer first."""
    scale = 1.0 / len(machine.inputs) if machine.mean else 1.0
    weight_grad, bias_grad = np.zeros_like(weights), np.zeros_like(machine.biases)
    errors, slopes, signals, matrices = [], [], [], []
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        rest = ACTIVATIONS[machine.layers[-1].activation].rest(run.nets[-1], run.outs[-1])
        error = LOSSES[machine.loss].slope(run.outs[-1], rest, machine.targets)
        for layer in reversed(range(len(machine.layers))):
            wiring = machine.layers[layer]
            slope, delta = _layer_delta(wiring, run.nets[layer], run.outs[layer + 1], error)
            grad = delta.T @ run.outs[layer] * scale
            weight_grad[wiring.index] = grad[wiring.row, wiring.column]
            bias_grad += wiring.shares.T @ delta.sum(axis=0) * scale
            errors.append(error)
            slopes.append(slope)
            signals.append(delta)
            used = weights - machine.learning_rate * weight_grad if machine.updated_first else weights
            matrices.append(matrix(wiring, used))
            error = delta @ matrices[-1]
    return replace(
        run,
        errors=tuple(errors[::-1]),
        slopes=tuple(slopes[::-1]),
        deltas=tuple(signals[::-1]),
        matrices=tuple(matrices[::-1]),
        weight_grad=weight_grad,
        bias_grad=bias_grad,
    )


def changes(machine: Machine, run: Pass) -> tuple[Array, Array]:
    """Return how far one update moves the weights (P,) and the biases (Q,)."""
    rate = machine.learning_rate
    return -rate * run.weight_grad, -rate * run.bias_grad if machine.update_biases else np.zeros_like(run.bias_grad)


def portions(machine: Machine) -> tuple[Machine, ...]:
    """Return what is seen between two updates: everything at once, or one sample after another."""
    if not machine.online:
        return (machine,)
    return tuple(
        replace(machine, inputs=machine.inputs[s : s + 1], targets=machine.targets[s : s + 1])
        for s in range(len(machine.inputs))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One portion of a round: the complete pass, how far the parameters moved, and where they stand now."""

    run: Pass
    weight_change: Array
    bias_change: Array
    weights: Array
    biases: Array


def one_round(machine: Machine, weights: Array, biases: Array) -> Iterator[Update]:
    """Yield the updates of one round, a single one where all samples are seen at once."""
    for portion in portions(machine):
        run = backward(portion, forward(portion, weights, biases), weights)
        weight_change, bias_change = changes(portion, run)
        weights, biases = weights + weight_change, biases + bias_change
        yield Update(run=run, weight_change=weight_change, bias_change=bias_change, weights=weights, biases=biases)


def train(machine: Machine, rounds: int) -> Iterator[tuple[Array, Array]]:
    """Yield the parameters after each of n rounds."""
    weights, biases = machine.weights, machine.biases
    for _ in range(rounds):
        *_, last = one_round(machine, weights, biases)
        weights, biases = last.weights, last.biases
        yield weights, biases
