"""Activations and losses as a program writes them: as the textbook does, and carefully where that loses digits."""

from __future__ import annotations

ACTIVATION = {
    "sigmoid": ("1 / (1 + np.exp(-net))", "out * (1 - out)"),
    "tanh": ("np.tanh(net)", "1 - out**2"),
    "relu": ("np.maximum(0, net)", "np.where(net > 0, 1, 0)"),
    "leaky_relu": ("np.where(net > 0, net, leak * net)", "np.where(net > 0, 1, leak)"),
    "linear": ("net", "np.ones_like(net)"),
    "softplus": ("np.log(1 + np.exp(net))", "1 / (1 + np.exp(-net))"),
}
LOSS = {
    "half_squared_error": ("(T - out) ** 2 / 2", "out - T"),
    "mean_squared_error": ("(T - out) ** 2 / {n}", "2 * (out - T) / {n}"),
    "binary_cross_entropy": ("-(T * np.log(out) + (1 - T) * np.log(1 - out))", "(1 - T) / (1 - out) - T / out"),
    "cross_entropy": ("-T * np.log(out)", "-T / out"),
}
SATURATED = 10  # size of a net input from which the textbook's formulas lose digits in floats
CAREFUL = {
    "sigmoid": ("sigmoid(net)", "sigmoid(net) * sigmoid(-net)"),
    "tanh": ("np.tanh(net)", "steepness(net)"),
    "softplus": ("np.logaddexp(0, net)", "sigmoid(net)"),
}
REST = {"tanh": "2 / (1 + np.exp(2 * net))", "softmax": "others(out)"}
CAREFUL_BINARY = ("-(times_log(T, out) + times_log(1 - T, {rest}))", "over(1 - T, {rest}) - over(T, out)")
SHARES_BINARY = "-(T * (net - log_sum(net)) + (1 - T) * (log_others(net) - log_sum(net)))"
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
