"""Names and traits of activations and losses, once for all; what a witness computes with them is in its own table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationTraits:
    """`joint`: each output depends on every net input of its layer. `kinked`: the slope jumps at net = 0.

    `leaky`: it has a leak, its slope below zero. `outputs_only`: it may not stand in a hidden layer. `straight`: its
    slope is 1 everywhere. `bounded`: it saturates, so that textbook formulas lose digits far from zero.
    """

    joint: bool = False
    kinked: bool = False
    leaky: bool = False
    outputs_only: bool = False
    straight: bool = False
    bounded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LossTraits:
    """`unit_targets`: a target is a probability. `of_targets_alone`: an output whose target is 0 stands in no term."""

    unit_targets: bool = False
    of_targets_alone: bool = False


ACTIVATION_TRAITS = {
    "sigmoid": ActivationTraits(bounded=True),
    "tanh": ActivationTraits(bounded=True),
    "relu": ActivationTraits(kinked=True),
    "leaky_relu": ActivationTraits(kinked=True, leaky=True),
    "linear": ActivationTraits(straight=True),
    "softplus": ActivationTraits(bounded=True),
    "softmax": ActivationTraits(joint=True, outputs_only=True, bounded=True),
}
LOSS_TRAITS = {
    "half_squared_error": LossTraits(),
    "mean_squared_error": LossTraits(),
    "binary_cross_entropy": LossTraits(unit_targets=True),
    "cross_entropy": LossTraits(unit_targets=True, of_targets_alone=True),
}
