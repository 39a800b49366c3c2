"""The connections of an example by name: every weight with its two ends, every bias with the neurons it feeds."""

from __future__ import annotations

import re

from ..errors import near_miss
from ..network.spec import Bias, Layer, Weight
from .fields import Table, kind_of

_BEFORE_INDEX = re.compile(r"(?<=[^\d_])_(?=\d+(?:_\d+)*\Z)")  # a stroke that formulas leave out: `w_1` is w₁


def _place(columns: tuple[tuple[str, ...], ...], neuron: object) -> int | None:
    return next((i for i, column in enumerate(columns) if neuron in column), None)


def _comma(value: object) -> str:
    """Return what to do about a line that ends in two whole numbers, as a decimal written with a comma does."""
    match value:
        case [*_, int(whole), int(rest)] if rest >= 0:
            return f"a decimal comma? write {whole}.{rest}{'' if whole else ', with its sign'}"  # of -0 TOML keeps none
    return ""


def read_weights(table: Table, columns: tuple[tuple[str, ...], ...], known: bool) -> tuple[Weight, ...]:
    """Return the weights of the lines; names are looked up only where those of all columns are `known`."""
    block = table.table("weights")
    neurons = [name for column in columns for name in column]
    found: list[Weight] = []
    for name, value in block.data.items():
        if not block.name(name, name):
            continue
        if not (isinstance(value, list) and len(value) == 3):
            block.note(name, "[from, to, value]", kind_of(value), _comma(value) or "name both neurons and the value")
            continue
        unknown = [end for end in value[:2] if known and end not in neurons]
        for end in unknown:
            block.note(name, "the name of an input or a neuron", kind_of(end), near_miss(end, neurons))
        number = block.decimal(name, value[2], "put the value last")
        weight = Weight(name=name, source=str(value[0]), target=str(value[1]), value=number)
        start, stop = _place(columns, weight.source), _place(columns, weight.target)
        if known and start is not None and stop is not None and stop != start + 1:
            got = f"{weight.source} to {weight.target}"
            block.note(name, "a connection to the next layer", got, "connect neighbouring layers, forwards")
            continue
        twin = next((w for w in found if (w.source, w.target) == (weight.source, weight.target)), None)
        if twin:
            got = f"{twin.name} and {name} for {weight.source} to {weight.target}"
            block.note(name, "one value for each connection", got, "remove one")
        if not unknown and not twin:
            found.append(weight)
    return tuple(found)


def read_biases(table: Table, columns: tuple[tuple[str, ...], ...], known: bool) -> tuple[Bias, ...]:
    """Return the biases of the lines; names are looked up only where those of all columns are `known`."""
    block = table.table("biases")
    neurons = [name for column in columns[1:] for name in column]
    found: list[Bias] = []
    for name, value in block.data.items():
        if not block.name(name, name):
            continue
        if not (isinstance(value, list) and len(value) >= 2):
            block.note(name, "[to, …, value]", kind_of(value), "name the neurons it feeds, then its value")
            continue
        *targets, last = value
        if any(isinstance(target, list) for target in targets):
            names = ", ".join(f'"{name}"' for part in targets for name in (part if isinstance(part, list) else [part]))
            cure = f"write {name} = [{names}, …]"
            block.note(name, "[to, …, value] without brackets inside", "a list in a list", cure)
            continue
        if comma := _comma(value):
            block.note(name, "[to, …, value]", "two whole numbers at its end", comma)
            continue
        for target in targets:
            if known and target not in neurons:
                block.note(name, "the name of a neuron", kind_of(target), near_miss(target, neurons))
            if targets.count(target) > 1 or any(target in bias.targets for bias in found):
                block.note(name, "one bias for each neuron", f"a second one for {target}", "remove one")
        number = block.decimal(name, last, "put the value last")
        found.append(Bias(name=name, targets=tuple(map(str, targets)), value=number))
    return tuple(found)


def check_one_form(
    blocks: tuple[Table, ...], layers: tuple[Layer, ...], weights: tuple[Weight, ...], biases: tuple[Bias, ...]
) -> None:
    """Note layers whose parameters stand both in the layer and in [network.weights] or [network.biases]."""
    reached = {"weights": {w.target for w in weights}, "biases": {name for b in biases for name in b.targets}}
    for block, layer in zip(blocks, layers, strict=True):
        for key, names in reached.items():
            both = [name for name in layer.neurons if name in names]
            place = key if key in block.data else "init"
            if both and place in block.data:
                got = f"also lines in [network.{key}] for {', '.join(both)}"
                block.note(place, f"{key} in one place", got, "keep one of the two")


def check_names(
    table: Table, columns: tuple[tuple[str, ...], ...], weights: tuple[Weight, ...], biases: tuple[Bias, ...]
) -> None:
    """Note names that stand twice, or look alike in formulas: `w_1` is written as `w1` is."""
    seen: dict[str, str] = {}
    looks: dict[str, str] = {}
    groups = [("inputs", columns[0]), *((f"layers[{i}].neurons", names) for i, names in enumerate(columns[1:], 1))]
    groups += [("weights", tuple(w.name for w in weights)), ("biases", tuple(b.name for b in biases))]
    for place, names in groups:
        for name in names:
            other = looks.setdefault(_BEFORE_INDEX.sub("", name), name)
            if name in seen:
                table.note(place, "a name of its own for everything", f'"{name}", taken by {seen[name]}', "rename it")
            elif other != name:
                table.note(place, "names that differ in formulas", f'"{name}" beside "{other}"', "rename one of them")
            seen[name] = place


def check_connected(
    table: Table, blocks: tuple[Table, ...], layers: tuple[Layer, ...], weights: tuple[Weight, ...]
) -> None:
    if not table.sound("weights"):
        return
    reached = {weight.target for weight in weights}
    linked = reached | {weight.source for weight in weights}
    for block, layer in zip(blocks, layers, strict=True):
        for name in layer.neurons if reached & set(layer.neurons) else ():
            if name not in linked:
                block.note("neurons", f"a weight into or out of {name}", "none", "connect it, or take it out")
    for block, layer in zip(blocks, layers, strict=True):
        if layer.neurons and not reached & set(layer.neurons) and not {"weights", "init"} & block.data.keys():
            block.note("neurons", "weights into this layer", "none", "add lines to [network.weights], or a matrix")
