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

    @property
    def of_one_number(self) -> bool:
        """Whether it is a function that a line of arithmetic can name: of one number, and not that number itself."""
        return not (self.joint or self.leaky or self.straight)


@dataclass(frozen=True, slots=True, kw_only=True)
class LossTraits:
    """`unit_targets`: a target is a probability. `of_targets_alone`: an output whose target is 0 stands in no term.

    `of_both_sides`: it takes logarithms of the output and of what is left to 1. `squared`: it is a squared distance,
    and `halved` half of it, so that its slope has no 2. `mean`: every term is divided by the number of outputs.
    """

    unit_targets: bool = False
    of_targets_alone: bool = False
    of_both_sides: bool = False
    squared: bool = False
    halved: bool = False
    mean: bool = False


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
    "half_squared_error": LossTraits(squared=True, halved=True),
    "squared_error": LossTraits(squared=True),
    "mean_squared_error": LossTraits(squared=True, mean=True),
    "half_mean_squared_error": LossTraits(squared=True, halved=True, mean=True),
    "binary_cross_entropy": LossTraits(unit_targets=True, of_both_sides=True),
    "mean_binary_cross_entropy": LossTraits(unit_targets=True, of_both_sides=True, mean=True),
    "cross_entropy": LossTraits(unit_targets=True, of_targets_alone=True),
}
USUAL_ACTIVATION, USUAL_LOSS = "sigmoid", "half_squared_error"  # where a file names none
