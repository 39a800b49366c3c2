"""The same weights on other connections: numbered by the neuron they enter or leave, or read by columns for rows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from ...network.spec import Network, Weight
from ...steps.passes import weights_into
from ...words.en import details as words


def transposed_names(network: Network, index: int) -> dict[str, str]:
    """Return which weight stands where each belongs when a layer's matrix is read by columns for rows."""
    below, above = network.columns[index], network.columns[index + 1]
    at = {(w.target, w.source): w.name for w in weights_into(network, index)}
    if len(at) != len(below) * len(above):
        return {}
    rows = [at[target, source] for target in above for source in below]
    cells = [(target, source) for source in below for target in above]
    return {at[cell]: name for cell, name in zip(cells, rows, strict=True) if at[cell] != name}


def renumberings(network: Network) -> Iterator[tuple[str, tuple[Weight, ...]]]:
    """Yield the weights numbered by target and by source, where that is not how they are numbered already."""
    order = {name: place for place, name in enumerate(itertools.chain(*network.columns))}

    def by_target(weight: Weight) -> tuple[int, int]:
        return order[weight.target], order[weight.source]

    for detail, key in ((words.BY_TARGET, by_target), (words.BY_SOURCE, lambda weight: by_target(weight)[::-1])):
        found = {}
        for index in range(len(network.layers)):
            block = weights_into(network, index)
            for weight, place in zip(block, sorted(block, key=key), strict=True):
                found[weight.name] = replace(weight, source=place.source, target=place.target)
        weights = tuple(found[weight.name] for weight in network.weights)
        if weights != network.weights:
            yield detail, weights
