"""Activations and losses for the engine: value, slope and how both are written, one row each.

Shapes: `net` and `out` are (samples, neurons); a loss takes outputs and targets of (samples, outputs).
Every value is finite and free of warnings for net inputs of any size a double can hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Array = np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """One row: out = value(net, leak), ∂out/∂net = slope(net, out, leak), and both as a textbook writes them.

    `kinked` says that the slope jumps at net = 0; `joint` that each output depends on every net of its layer, in
    which case `slope` gives the diagonal of the Jacobian only.
    """

    value: Callable[[Array, float], Array]
    slope: Callable[[Array, Array, float], Array]
    written: str
    slope_written: str
    kinked: bool = False
    joint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One row: each output's term of E, ∂E/∂out, and both as a textbook writes them; `n` outputs.

    `unit_targets` says that a target is a probability, from 0 to 1.
    """

    terms: Callable[[Array, Array], Array]
    slope: Callable[[Array, Array], Array]
    written: str
    slope_written: str
    unit_targets: bool = False


def _sigmoid(net: Array) -> Array:
    small = np.exp(-np.abs(net))
    return np.where(net >= 0, 1.0, small) / (1.0 + small)


def _softmax(net: Array) -> Array:
    grown = np.exp(net - net.max(axis=-1, keepdims=True))
    return grown / grown.sum(axis=-1, keepdims=True)


def _times_log(factor: Array, value: Array) -> Array:
    """Return factor · ln(value), 0 where the factor is 0 whatever the value."""
    return np.where(factor == 0, 0.0, factor * np.log(np.where(factor == 0, 1.0, value)))


def _over(factor: Array, value: Array) -> Array:
    """Return factor / value, 0 where the factor is 0 whatever the value."""
    return np.where(factor == 0, 0.0, factor / np.where(factor == 0, 1.0, value))


ACTIVATIONS: dict[str, Activation] = {
    "sigmoid": Activation(
        value=lambda net, leak: _sigmoid(net),
        slope=lambda net, out, leak: out * _sigmoid(-net),
        written="1/(1 + e^(−net))",
        slope_written="out·(1 − out)",
    ),
    "tanh": Activation(
        value=lambda net, leak: np.tanh(net),
        slope=lambda net, out, leak: (1.0 - out) * (1.0 + out),
        written="tanh(net)",
        slope_written="1 − out²",
    ),
    "relu": Activation(
        value=lambda net, leak: np.maximum(net, 0.0),
        slope=lambda net, out, leak: np.where(net > 0, 1.0, 0.0),
        written="max(0, net)",
        slope_written="1 above zero, 0 at and below",
        kinked=True,
    ),
    "leaky_relu": Activation(
        value=lambda net, leak: np.where(net > 0, net, leak * net),
        slope=lambda net, out, leak: np.where(net > 0, 1.0, leak),
        written="net above zero, leak·net at and below",
        slope_written="1 above zero, leak at and below",
        kinked=True,
    ),
    "linear": Activation(
        value=lambda net, leak: net,
        slope=lambda net, out, leak: np.ones_like(net),
        written="net",
        slope_written="1",
    ),
    "softplus": Activation(
        value=lambda net, leak: np.logaddexp(0.0, net),
        slope=lambda net, out, leak: _sigmoid(net),
        written="ln(1 + e^net)",
        slope_written="1/(1 + e^(−net))",
    ),
    "softmax": Activation(
        value=lambda net, leak: _softmax(net),
        slope=lambda net, out, leak: out * (1.0 - out),
        written="e^net / Σ e^net",
        slope_written="out·(1 − out), and −out·out' across",
        joint=True,
    ),
}

LOSSES: dict[str, Loss] = {
    "half_squared_error": Loss(
        terms=lambda out, target: 0.5 * (target - out) ** 2,
        slope=lambda out, target: out - target,
        written="½·Σ(T − out)²",
        slope_written="out − T",
    ),
    "mean_squared_error": Loss(
        terms=lambda out, target: (target - out) ** 2 / out.shape[-1],
        slope=lambda out, target: 2.0 * (out - target) / out.shape[-1],
        written="(1/n)·Σ(T − out)²",
        slope_written="2·(out − T)/n",
    ),
    "binary_cross_entropy": Loss(
        terms=lambda out, target: -(_times_log(target, out) + _times_log(1.0 - target, 1.0 - out)),
        slope=lambda out, target: _over(1.0 - target, 1.0 - out) - _over(target, out),
        written="−Σ[T·ln out + (1 − T)·ln(1 − out)]",
        slope_written="(1 − T)/(1 − out) − T/out",
        unit_targets=True,
    ),
    "cross_entropy": Loss(
        terms=lambda out, target: -_times_log(target, out),
        slope=lambda out, target: -_over(target, out),
        written="−Σ T·ln out",
        slope_written="−T/out",
        unit_targets=True,
    ),
}
