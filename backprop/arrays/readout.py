"""The engine's arrays read out by id, so that they can be held against the written steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from ..network.quantity import id_of
from ..network.spec import Example, Network
from . import engine
from .functions import Array

Samples = tuple[int | None, ...]


def engine_values(example: Example) -> Iterator[tuple[str, float]]:
    """Yield every quantity of the first round and of the forward pass after it, as the arrays have them."""
    machine = engine.machine(example)
    weights, biases = machine.weights, machine.biases
    rounds = list(engine.one_round(machine, weights, biases))
    step_by_step = len(rounds) > 1
    for number, update in enumerate(rounds, 1):
        samples = (number,) if step_by_step else _samples(machine)
        yield from _pass_values(example, update.run, samples)
        yield from _gradient_values(example, machine, update.run, samples)
        moves = ((update.weight_change, update.weights), (update.bias_change, update.biases))
        yield from _update_values(example, moves, number if step_by_step else None)
    last = rounds[-1]
    if step_by_step:
        errors = np.vstack([update.run.terms for update in rounds])
        yield "E_total", engine.total_error(machine, errors)
        weight_change = np.sum([update.weight_change for update in rounds], axis=0)
        bias_change = np.sum([update.bias_change for update in rounds], axis=0)
        yield from _update_values(example, ((weight_change, last.weights), (bias_change, last.biases)), None)
    elif _several(machine):
        yield "E_total", engine.total_error(machine, last.run.terms)
    yield from _after_values(example, machine, last.weights, last.biases, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What the arrays have after so many rounds, by id, and the largest size each parameter has had until then."""

    rounds: int
    values: Mapping[str, float]
    peaks: Mapping[str, float]


def later_values(example: Example, wanted: Set[int]) -> Iterator[Later]:
    """Yield parameters, activations and errors after each wanted round, as the arrays have them."""
    machine = engine.machine(example)
    names = [p.name for p in example.network.parameters]
    peaks = np.abs(np.concatenate((machine.weights, machine.biases)))
    for done, (weights, biases) in enumerate(engine.train(machine, max(wanted, default=0)), 1):
        now = np.concatenate((weights, biases))
        np.maximum(peaks, np.abs(now), out=peaks)
        if done in wanted:
            values = {id_of("new", n, round=done): float(v) for n, v in zip(names, now, strict=True)}
            values |= dict(_after_values(example, machine, weights, biases, done))
            yield Later(rounds=done, values=values, peaks=dict(zip(names, peaks.tolist(), strict=True)))


def _several(machine: engine.Machine) -> bool:
    return len(machine.inputs) > 1


def _samples(machine: engine.Machine) -> Samples:
    return tuple(range(1, len(machine.inputs) + 1)) if _several(machine) else (None,)


def _after_values(
    example: Example, machine: engine.Machine, weights: Array, biases: Array, rounds: int
) -> Iterator[tuple[str, float]]:
    run = engine.forward(machine, weights, biases)
    yield from _pass_values(example, run, _samples(machine), rounds)
    if _several(machine):
        yield id_of("E_total", round=rounds), engine.total_error(machine, run.terms)


def _pass_values(
    example: Example, run: engine.Pass, samples: Samples, rounds: int | None = None
) -> Iterator[tuple[str, float]]:
    for index, layer in enumerate(example.network.layers):
        for kind, arrays in (("net", run.nets[index]), ("out", run.outs[index + 1])):
            yield from _rows(kind, layer.neurons, arrays, samples, rounds)
    yield from _rows("E", example.network.outputs, run.terms, samples, rounds)
    for row, sample in enumerate(samples):
        yield id_of("E_total", sample=sample, round=rounds), float(run.terms[row].sum())


def _rows(
    kind: str, names: Sequence[str], array: Array, samples: Samples, rounds: int | None = None
) -> Iterator[tuple[str, float]]:
    for row, sample in enumerate(samples):
        for column, name in enumerate(names):
            yield id_of(kind, name, sample=sample, round=rounds), float(array[row, column])


def _gradient_values(
    example: Example, machine: engine.Machine, run: engine.Pass, samples: Samples
) -> Iterator[tuple[str, float]]:
    net = example.network
    for index, layer in enumerate(net.layers):
        for kind, arrays in (("dE_dout", run.errors), ("dout_dnet", run.slopes), ("delta", run.deltas)):
            yield from _rows(kind, layer.neurons, arrays[index], samples)
        if index + 1 < len(net.layers):
            yield from _path_values(net, machine, run, samples, index)
    whole = samples[0] if len(samples) == 1 else None
    for parameter, value in zip(net.parameters, np.concatenate((run.weight_grad, run.bias_grad)), strict=True):
        yield id_of("grad", parameter.name, sample=whole), float(value)
    if len(samples) > 1:
        yield from _sample_gradients(net, machine, run, samples)


def _path_values(
    net: Network, machine: engine.Machine, run: engine.Pass, samples: Samples, index: int
) -> Iterator[tuple[str, float]]:
    above, wiring = net.layers[index + 1], machine.layers[index + 1]
    paths = run.deltas[index + 1][:, :, None] * run.matrices[index + 1]  # (S, n above, n here)
    for i, j in zip(wiring.row, wiring.column, strict=True):
        for row, sample in enumerate(samples):
            names = (net.layers[index].neurons[j], above.neurons[i])
            yield id_of("path", *names, sample=sample), float(paths[row, i, j])


def _sample_gradients(
    net: Network, machine: engine.Machine, run: engine.Pass, samples: Samples
) -> Iterator[tuple[str, float]]:
    for index, wiring in enumerate(machine.layers):
        outer = run.deltas[index][:, :, None] * run.outs[index][:, None, :]  # (S, n here, n below)
        for i, j, k in zip(wiring.row, wiring.column, wiring.index, strict=True):
            for row, sample in enumerate(samples):
                yield id_of("grad", net.weights[k].name, sample=sample), float(outer[row, i, j])
    parts = [delta @ wiring.shares for delta, wiring in zip(run.deltas, machine.layers, strict=True)]
    shared = np.sum(parts, axis=0)
    yield from _rows("grad", [bias.name for bias in net.biases], shared, samples)


def _update_values(
    example: Example, moves: tuple[tuple[Array, Array], ...], sample: int | None
) -> Iterator[tuple[str, float]]:
    changes, news = (np.concatenate(parts) for parts in zip(*moves, strict=True))
    for parameter, moved, now in zip(example.network.parameters, changes, news, strict=True):
        yield id_of("change", parameter.name, sample=sample), float(moved)
        yield id_of("new", parameter.name, sample=sample), float(now)
