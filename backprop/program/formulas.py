"""Activations and losses as a program writes them: as the textbook does, and carefully where that loses digits."""

from __future__ import annotations

from ..steps.expr import Ref
from ..steps.rules import ACTIVATION_RULES, LOSS_RULES
from .spelling import NET, OTHER, spell

OUT, TARGET, LEAK = Ref("out"), Ref("T"), Ref("leak")


def activation(name: str, total: str) -> tuple[str, str]:
    """Return an activation and its slope as the textbook has them, over `net`, `out` and `leak` of a layer.

    `total` adds up a layer: for what depends on all net inputs of it.
    """
    rule = ACTIVATION_RULES[name]
    return spell(rule.value(NET, (NET, OTHER), LEAK), total), spell(rule.slope(NET, OUT, LEAK))


def loss(name: str, outputs: int) -> tuple[str, str]:
    """Return the terms of an error and their slopes as the textbook has them, over `out` and `T`."""
    rule = LOSS_RULES[name]
    return spell(rule.term(OUT, TARGET, outputs)), spell(rule.slope(OUT, TARGET, outputs))


SATURATED = 10  # size of a net input from which the textbook's formulas lose digits in floats
CAREFUL = {
    "softmax": ("softmax(net)", "out * others(out)"),
    "sigmoid": ("sigmoid(net)", "sigmoid(net) * sigmoid(-net)"),
    "tanh": ("np.tanh(net)", "steepness(net)"),
    "softplus": ("np.logaddexp(0, net)", "sigmoid(net)"),
}
REST = {"tanh": "2 / (1 + np.exp(2 * net))", "softmax": "others(out)"}
CAREFUL_BINARY = ("-(times_log(T, out) + times_log(1 - T, {rest}))", "over(1 - T, {rest}) - over(T, out)")
SHARES_BINARY = "-(T * (net - log_sum(net)) + (1 - T) * (log_others(net) - log_sum(net)))"
CAREFUL_SHARE = ("-times_log(T, out)", "-over(T, out)")  # of cross-entropy, where an output may be 0 to all digits
TOGETHER = {  # a loss and the activation before it as one: the error from the net input, and its slope there
    ("binary_cross_entropy", "sigmoid"): ("np.logaddexp(0, net) - T * net", "out - T"),
    ("cross_entropy", "sigmoid"): ("T * np.logaddexp(0, -net)", "-T * sigmoid(-net)"),
    ("cross_entropy", "softmax"): ("T * (log_sum(net) - net)", "T.sum(axis=-1, keepdims=True) * out - T"),
}
HELPERS = {
    "sigmoid": """def sigmoid(net):
    small = np.exp(-np.abs(net))  # never overflows
    return np.where(net >= 0, 1, small) / (1 + small)""",
    "steepness": """def steepness(net):  # 1 - tanh(net)**2, also where tanh(net) is 1 to all digits
    small = np.exp(-2 * np.abs(net))
    return 4 * small / (1 + small) ** 2""",
    "softmax": """def softmax(net):
    grown = np.exp(net - net.max(axis=-1, keepdims=True))  # the largest is 1
    return grown / grown.sum(axis=-1, keepdims=True)""",
    "log_sum": """def log_sum(net):
    top = net.max(axis=-1, keepdims=True)  # the largest is 1, and none overflows
    return top + np.log(np.exp(net - top).sum(axis=-1, keepdims=True))""",
    "log_others": """def log_others(net):  # for each value the logarithm of the sum of e**the others
    apart = np.where(np.eye(net.shape[-1]) == 1, -np.inf, net[..., None, :])
    return log_sum(apart)[..., 0]""",
    "others": """def others(values):  # for each value the sum of the others
    return values @ (1 - np.eye(values.shape[-1]))""",
    "times_log": """def times_log(factor, value):  # 0 where the factor is 0, whatever the value
    return np.where(factor == 0, 0, factor * np.log(np.where(factor == 0, 1, value)))""",
    "over": """def over(factor, value):
    return np.where(factor == 0, 0, factor / np.where(factor == 0, 1, value))""",
}
