"""Activations and losses for the engine: value and slope, one row each.

Shapes: `net` and `out` are (samples, neurons); a loss takes outputs and targets of (samples, outputs).
Every value is finite and free of warnings for net inputs of any size a double can hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """One row: out = value(net, leak), ∂out/∂net = slope(net, out, leak).

    `rest` gives 1 − out to all its digits where out saturates at 1, `logs` give ln(out) and ln(1 − out) where they do.
    Where each output depends on every net of its layer, `slope` is the diagonal of the Jacobian.
    """

    value: Callable[[Array, float], Array]
    slope: Callable[[Array, Array, float], Array]
    rest: Callable[[Array, Array], Array] = lambda net, out: 1.0 - out
    logs: Callable[[Array, Array], tuple[Array, Array]] = lambda net, out: (np.log(out), np.log1p(-out))


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One row: terms(out, logs, target) of E, slope(out, rest, target) = ∂E/∂out.

    `rest` is 1 − out, `logs` are ln(out) and ln(1 − out).
    """

    terms: Callable[[Array, tuple[Array, Array], Array], Array]
    slope: Callable[[Array, Array, Array], Array]


def _sigmoid(net: Array) -> Array:
    small = np.exp(-np.abs(net))
    found: Array = np.where(net >= 0, 1.0, small) / (1.0 + small)
    return found


def _softmax(net: Array) -> Array:
    grown = np.exp(net - net.max(axis=-1, keepdims=True))
    found: Array = grown / grown.sum(axis=-1, keepdims=True)
    return found


def others(values: Array) -> Array:
    """Return for each value of a row the sum of the others; where those are small, nothing cancels."""
    return values @ (1.0 - np.eye(values.shape[-1]))


def _log_sum(values: Array) -> Array:
    """Return ln Σ e^value over the last axis, kept as an axis of one."""
    top = values.max(axis=-1, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    found: Array = top + np.log(np.exp(values - top).sum(axis=-1, keepdims=True))
    return found


def _log_shares(net: Array) -> tuple[Array, Array]:
    """Return ln of every share of a softmax and ln of the sum of the others, each from what is small."""
    total, share = _log_sum(net), _softmax(net)
    apart = np.where(np.eye(net.shape[-1], dtype=bool), -np.inf, net[..., None, :])
    return (
        np.where(share > 0.5, np.log1p(-others(share)), net - total),
        np.where(share < 0.5, np.log1p(-share), _log_sum(apart)[..., 0] - total),
    )


def _tanh_logs(net: Array) -> tuple[Array, Array]:
    """Return ln(tanh(net)) and ln(1 − tanh(net))."""
    out, rest = np.tanh(net), 2.0 * _sigmoid(-2.0 * net)
    return (
        np.where(out > 0.5, np.log1p(-rest), np.log(out)),
        np.where(out < 0.5, np.log1p(-out), np.log(2.0) - np.logaddexp(0.0, 2.0 * net)),
    )


def _softplus_logs(net: Array, out: Array) -> tuple[Array, Array]:
    """Return ln(out) and ln(1 − out) for out = ln(1 + e^net), which nears e^net far below zero."""
    return np.where(net < -40.0, net, np.log(out)), np.log1p(-out)


def _steepness(net: Array) -> Array:
    """Return 1 − tanh(net)²."""
    small = np.exp(-2.0 * np.abs(net))
    found: Array = 4.0 * small / (1.0 + small) ** 2
    return found


def _times(factor: Array, value: Array) -> Array:
    """Return factor · value, 0 where the factor is 0 whatever the value."""
    return np.where(factor == 0, 0.0, factor * np.where(factor == 0, 1.0, value))


def _over(factor: Array, value: Array) -> Array:
    """Return factor / value, 0 where the factor is 0 whatever the value."""
    return np.where(factor == 0, 0.0, factor / np.where(factor == 0, 1.0, value))


ACTIVATIONS: dict[str, Activation] = {
    "sigmoid": Activation(
        value=lambda net, leak: _sigmoid(net),
        slope=lambda net, out, leak: out * _sigmoid(-net),
        rest=lambda net, out: _sigmoid(-net),
        logs=lambda net, out: (-np.logaddexp(0.0, -net), -np.logaddexp(0.0, net)),
    ),
    "tanh": Activation(
        value=lambda net, leak: np.tanh(net),
        slope=lambda net, out, leak: _steepness(net),
        rest=lambda net, out: 2.0 * _sigmoid(-2.0 * net),
        logs=lambda net, out: _tanh_logs(net),
    ),
    "relu": Activation(
        value=lambda net, leak: np.maximum(net, 0.0),
        slope=lambda net, out, leak: np.where(net > 0, 1.0, 0.0),
    ),
    "leaky_relu": Activation(
        value=lambda net, leak: np.where(net > 0, net, leak * net),
        slope=lambda net, out, leak: np.where(net > 0, 1.0, leak),
    ),
    "linear": Activation(
        value=lambda net, leak: net,
        slope=lambda net, out, leak: np.ones_like(net),
    ),
    "softplus": Activation(
        value=lambda net, leak: np.logaddexp(0.0, net),
        slope=lambda net, out, leak: _sigmoid(net),
        logs=_softplus_logs,
    ),
    "softmax": Activation(
        value=lambda net, leak: _softmax(net),
        slope=lambda net, out, leak: out * others(out),
        rest=lambda net, out: others(out),
        logs=lambda net, out: _log_shares(net),
    ),
}

LOSSES: dict[str, Loss] = {
    "half_squared_error": Loss(
        terms=lambda out, logs, target: 0.5 * (target - out) ** 2,
        slope=lambda out, rest, target: out - target,
    ),
    "squared_error": Loss(
        terms=lambda out, logs, target: (target - out) ** 2,
        slope=lambda out, rest, target: 2.0 * (out - target),
    ),
    "mean_squared_error": Loss(
        terms=lambda out, logs, target: (target - out) ** 2 / out.shape[-1],
        slope=lambda out, rest, target: 2.0 * (out - target) / out.shape[-1],
    ),
    "half_mean_squared_error": Loss(
        terms=lambda out, logs, target: 0.5 * (target - out) ** 2 / out.shape[-1],
        slope=lambda out, rest, target: (out - target) / out.shape[-1],
    ),
    "binary_cross_entropy": Loss(
        terms=lambda out, logs, target: -(_times(target, logs[0]) + _times(1.0 - target, logs[1])),
        slope=lambda out, rest, target: _over(1.0 - target, rest) - _over(target, out),
    ),
    "mean_binary_cross_entropy": Loss(
        terms=lambda out, logs, target: -(_times(target, logs[0]) + _times(1.0 - target, logs[1])) / out.shape[-1],
        slope=lambda out, rest, target: (_over(1.0 - target, rest) - _over(target, out)) / out.shape[-1],
    ),
    "cross_entropy": Loss(
        terms=lambda out, logs, target: -_times(target, logs[0]),
        slope=lambda out, rest, target: -_over(target, out),
    ),
}
