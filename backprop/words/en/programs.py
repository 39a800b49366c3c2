"""Comments in the offered program."""

from __future__ import annotations

WEIGHTS = "W[i, j] is the weight from neuron j of the layer below to neuron i of this layer."
AGAIN = "Forward once more, with the new parameters."
BACKWARD = "Backward: every gradient first, then every update."
LINKED = "0 where there is no connection"
FEEDS = "which bias feeds which neuron"


def one_row_a_sample(names: str) -> str:
    return f"one row a sample: {names}"


def into(neuron: str) -> str:
    return f"into {neuron}"
