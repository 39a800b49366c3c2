"""The other way to give a layer: a count of neurons, a matrix of weights or a seeded scheme, names made for all."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from decimal import Decimal

from ..errors import counted
from ..network.spec import Bias, Weight
from .fields import Table, kind_of
from .uniform import uniform

LAYER_KEYS = ("activation", "leak", "neurons", "weights", "biases", "init")
MOST_NEURONS = 1024
MOST_WEIGHTS = 3_000  # into one layer
INIT_DECIMALS = 4  # initial values are given numbers, so they are exact at the digits a reader sees

SCHEMES = {
    "xavier": lambda fan_in, fan_out: math.sqrt(6 / (fan_in + fan_out)),
    "he": lambda fan_in, fan_out: math.sqrt(6 / fan_in),
    "uniform": lambda fan_in, fan_out: 0.5,
}
"""The half width of the uniform distribution a weight is drawn from, by the number of neurons on either side
(xavier: Glorot and Bengio 2010; he: He et al. 2015)."""


def made_names(blocks: tuple[Table, ...], index: int) -> tuple[str, ...]:
    """Return a layer's neurons: as listed, or made (Y1…, H1…, or H1_1… where there are several hidden layers)."""
    block = blocks[index]
    value = block.data.get("neurons")
    if isinstance(value, list):
        names = [name for i, name in enumerate(value, 1) if block.name(f"neurons[{i}]", name)]
        if not value:
            block.note("neurons", "at least one neuron", "none")
        return tuple(names)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_NEURONS:
        got = "nothing" if value is None else kind_of(value)
        block.note("neurons", f"a list of names or a count from 1 to {MOST_NEURONS}", got)
        return ()
    hidden = len(blocks) - 1
    stem = "Y" if index == hidden else "H" if hidden == 1 else f"H{index + 1}_"
    return tuple(f"{stem}{i}" for i in range(1, value + 1))


def _rows(block: Table, rows: int, columns: int) -> Iterator[tuple[int, int, Decimal]]:
    value = block.data["weights"]
    shape = f"{counted(rows, 'row')} of {columns} (a row a neuron of this layer, a column a neuron below)"
    if not isinstance(value, list) or len(value) != rows:
        block.note("weights", shape, counted(len(value), "row") if isinstance(value, list) else kind_of(value))
        return
    for i, row in enumerate(value):
        if not isinstance(row, list) or len(row) != columns:
            block.note(f"weights[{i + 1}]", shape, kind_of(row))
            continue
        for j, item in enumerate(row):
            yield i, j, block.decimal(f"weights[{i + 1}][{j + 1}]", item)


def _drawn(block: Table, rows: int, columns: int) -> Iterator[tuple[int, int, Decimal]]:
    init = block.table("init", 'write init = { scheme = "xavier", seed = 7 }')
    init.only(("scheme", "seed"))
    scheme = init.choice("scheme", SCHEMES, "xavier")
    seed = init.whole("seed", 0, 0, 2**32)
    limit = SCHEMES[scheme](columns, rows)
    places = itertools.product(range(rows), range(columns))
    for (i, j), value in zip(places, uniform(seed, -limit, limit), strict=False):
        yield i, j, Decimal(f"{value:.{INIT_DECIMALS}f}")


def made_weights(blocks: tuple[Table, ...], columns: tuple[tuple[str, ...], ...], taken: int) -> list[Weight]:
    """Return the weights of every layer given as a matrix or a scheme, numbered on, row by row."""
    found: list[Weight] = []
    for block, below, above in zip(blocks, columns, columns[1:], strict=False):
        if "weights" in block.data and "init" in block.data:
            block.note("init", "weights or init", "both", "keep one")
        elif "weights" in block.data or "init" in block.data:
            if len(above) * len(below) > MOST_WEIGHTS:
                got, cure = f"{len(above) * len(below):,}", "choose smaller layers"
                block.note("neurons", f"at most {MOST_WEIGHTS:,} weights into a layer", got, cure)
                continue
            entries = _rows if "weights" in block.data else _drawn
            for i, j, value in entries(block, len(above), len(below)) if above and below else ():
                name = f"w{taken + len(found) + 1}"
                found.append(Weight(name=name, source=below[j], target=above[i], value=value))
    return found


def made_biases(blocks: tuple[Table, ...], columns: tuple[tuple[str, ...], ...], taken: int) -> list[Bias]:
    """Return the biases of every layer given with a list of them (or a scheme, which begins them at 0)."""
    found: list[Bias] = []
    for block, above in zip(blocks, columns[1:], strict=False):
        if "biases" in block.data:
            values = block.decimals("biases")
            if above and isinstance(block.data["biases"], list) and len(values) != len(above):
                wanted = f"{counted(len(above), 'number')}, one a neuron"
                block.note("biases", wanted, kind_of(block.data["biases"]))
        else:
            values = (Decimal(0),) * len(above) if "init" in block.data else ()
        for neuron, value in zip(above, values, strict=False):
            found.append(Bias(name=f"b{taken + len(found) + 1}", targets=(neuron,), value=value))
    return found
