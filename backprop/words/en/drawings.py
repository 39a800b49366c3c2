"""What stands in drawings and curves, and how they are told to those who cannot see them."""

from __future__ import annotations

INPUTS, OUTPUTS, HIDDEN, TOTAL = "inputs", "outputs", "hidden", "E total"
SLOPE, ROUNDS, ERROR = "slope", "rounds", "error"
AT_FIRST, AFTER_ONE, AT_LAST = "at first", "after 1", "at last"
TANGENT = "tangent"

CURVES = {  # an activation's sign in a graph of operations
    "sigmoid": "σ",
    "tanh": "tanh",
    "relu": "max",
    "leaky_relu": "max",
    "linear": "id",
    "softplus": "ln",
}


def error_is(after: str) -> str:
    return f"E = {after}"


def error_falls(before: str, after: str) -> str:
    return f"E = {before} → {after}"


def chain(weight: str) -> str:
    return f"The links from {weight} to the error, each with its rate"


def valley(parameter: str) -> str:
    return f"The error over {parameter}, all else held still, with its tangent"


def graph(neuron: str) -> str:
    return f"{neuron} as a graph: values go forward over the links, what comes back stands below them"


def message(weight: str) -> str:
    return f"{weight} · δ"


def hidden(number: int) -> str:
    return f"hidden {number}"


def network(title: str) -> str:
    return f"The network: {title}"


def of_samples(count: int, *, updated: bool = False) -> str:
    """Say whose numbers a drawing at rest has, where there are several samples; with new weights if it is `updated`."""
    new = f"; the new weights are those after all {count}" * updated
    return f"Drawn: sample 1 of {count}{new}." if count > 1 else ""


def network_on_paper(title: str, filled: bool) -> str:
    return f"The network: {title}; {'filled in' if filled else 'to be filled in'}."


def net_input(word: str) -> str:
    """Name the axis of net inputs, where a site calls them by this word."""
    return f"{word} input" if word == "net" else word


def with_slope(activation: str) -> str:
    return f"{activation} and its slope"


def marked_on_both(activation: str, neuron: str) -> str:
    return f"{with_slope(activation)}; {neuron} is marked on both"


def error_over_rounds(several_rates: bool) -> str:
    return f"The error {'for several learning rates' if several_rates else 'round after round'}"


def name(activation: str) -> str:
    return activation.replace("_", " ")
