"""One block or line of a source that says several things, taken apart: chains of arithmetic, tables, layers at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ...network.quantity import OF_NEURONS, id_of
from ...network.spec import Network
from . import printed
from .stating import Said


def sides(line: str) -> list[str]:
    """Return what stands between the signs of a chain that say equal, or about equal."""
    return re.split("[=≈≃≅]", line)


def links(said: Said, *, comma: bool = False) -> list[Said]:
    """Return the links of a chain `a = b = c`: each line with the next number that is printed behind it.

    A name at the beginning is what the chain is about.
    """
    parts = [part.strip() for part in sides(said.expression)]
    if len(parts) == 1:
        return [said]
    if said.quantity in {"", parts[0]} and not printed.read(parts[0]) and parts[0].isidentifier():
        said, parts = replace(said, quantity=said.quantity or parts[0]), parts[1:]
    if not said.printed:
        said, parts = replace(said, printed=parts[-1]), parts[:-1]
    found, behind = [], said.printed
    for part in reversed(parts):
        found.append(replace(said, expression=part, printed=behind))
        if printed.read(part, comma=comma):
            behind = part
    return found[::-1] or [said]


def of_table(said: Said, table: Mapping[str, str]) -> list[Said]:
    """Return a claim for each quantity of a table and what is printed for it."""
    return [replace(said, quantity=id, printed=text) for id, text in table.items()]


def layer_ids(network: Network, kind: str, layer: int, *, turned: bool = False) -> list[list[str]]:
    """Return the ids of a layer's quantities as rows: one column for neurons, else one row a neuron of the layer.

    `turned` rows are those of the layer below, as for x @ W; a weight that is not there has no id.
    """
    above, below = network.columns[layer], network.columns[layer - 1]
    if kind in OF_NEURONS:
        return [[id_of(kind, name)] for name in above]
    between = network.between
    cells = [[between.get((source, target)) for source in below] for target in above]
    rows = [[id_of(kind, weight.name) if weight else "" for weight in row] for row in cells]
    return [list(column) for column in zip(*rows, strict=True)] if turned else rows


def of_layer(said: Said, ids: list[list[str]], rows: list[list[str]]) -> Iterator[Said]:
    """Yield a claim for each number of a vector or a matrix; the shapes agree."""
    for names, texts in zip(ids, rows, strict=True):
        for id, text in zip(names, texts, strict=True):
            if id:
                yield replace(said, quantity=id, printed=text)
