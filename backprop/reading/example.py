"""Reading example.toml: everything is checked here, once, and all faults of a file are reported together."""

from __future__ import annotations

import os
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..errors import counted, near_miss, suggestion
from ..network.spec import PLAIN, STYLES, Example, Layer, Method, Network, Sample, Style
from ..network.vocabulary import ACTIVATION_TRAITS, LOSS_TRAITS, USUAL_ACTIVATION, USUAL_LOSS
from .connections import check_connected, check_names, check_one_form, read_biases, read_weights
from .fields import Faults, Table, kind_of
from .files import load
from .matrices import LAYER_KEYS, made_biases, made_names, made_weights

MOST_ROUNDS = 100_000


def read_example(path: Path, style: Style = PLAIN) -> Example:
    """Return the checked example of a file; its slug is the folder's name, or the file's where it stands alone.

    `style` is how symbols look where the example does not say.
    """
    data = load(path)
    here = Path(os.path.abspath(path))  # noqa: PTH100 - without dots, but by the name it has, be that a link's
    slug = here.parent.name if path.stem == "example" else path.stem
    return parse_example(data, str(path), slug, style)


def parse_example(data: dict[str, Any], file: str, slug: str, style: Style = PLAIN) -> Example:
    """Return the checked example; raises ContentError naming every fault."""
    faults = Faults(file)
    top = Table(data, "", faults)
    top.only(("title", "network", "method", "display", "compare"))
    title = top.words("title", slug)
    network = _network(top.table("network"))
    method = _method(top.table("method"))
    display = top.table("display")
    display.only(("digits", "notation", "greek"))
    digits = display.whole("digits", 4, 1, 12)
    style = read_style(display, style)
    rates = _rates(top.table("compare"))
    faults.raise_any()
    return Example(
        slug=slug,
        file=file,
        title=title,
        network=network,
        method=method,
        digits=digits,
        rates=rates,
        style=style,
    )


def read_style(table: Table, style: Style = PLAIN) -> Style:
    """Return how symbols look: `notation` names net input and activation, `greek` says δ and η or plain words."""
    return Style(names=table.choice("notation", STYLES, style.names), greek=table.flag("greek", style.greek))


def _rates(table: Table) -> tuple[Decimal, ...]:
    table.only(("learning_rates",))
    rates = table.decimals("learning_rates") if "learning_rates" in table.data else ()
    known = table.faults.sound(table.at("learning_rates"))  # what stands in for a number that is none tells nothing
    for number, rate in enumerate(rates if known else ()):
        if rate <= 0:
            table.note("learning_rates", "numbers above 0", rate)
        elif rate in rates[:number]:
            table.note("learning_rates", "every rate once", rate, "remove one")
    return rates


def _method(table: Table) -> Method:
    table.only(Method.__dataclass_fields__)
    rate = table.number("learning_rate", Decimal("0.5"))
    if rate <= 0:
        table.note("learning_rate", "a number above 0", rate)
    return Method(
        learning_rate=rate,
        rounds=table.whole("rounds", 1, 1, MOST_ROUNDS),
        update_biases=table.flag("update_biases", True),
        hidden_gradient=table.choice("hidden_gradient", ("old_weights", "updated_weights"), "old_weights"),
        batch=table.choice("batch", ("full", "online"), "full"),
        over_samples=table.choice("over_samples", ("mean", "sum"), "mean"),
    )


def _network(table: Table) -> Network:
    keys = ("loss", "inputs", "targets", "samples", "layers", "weights", "biases")
    table.only(keys)
    whole = not any(suggestion(name, ("layers",)) for name in table.data if name not in keys)  # a misspelt layer is one
    loss = table.choice("loss", LOSS_TRAITS, USUAL_LOSS)
    blocks = table.tables("layers")
    if not blocks and table.sound("layers"):
        table.note("layers", "at least one layer", "none", "write a [[network.layers]] block for each, the output last")
    layers = _layers(blocks)
    outputs = layers[-1].neurons if layers and whole else ()
    inputs, samples = _samples(table, outputs)
    columns = (inputs, *(layer.neurons for layer in layers))
    known = whole and bool(layers) and all(columns)
    weights, biases = read_weights(table, columns, known), read_biases(table, columns, known)
    check_one_form(blocks, layers, weights, biases)
    matrix_weights = made_weights(blocks, columns, taken=len(weights))
    matrix_biases = made_biases(blocks, columns, taken=len(biases))
    weights, biases = (*weights, *matrix_weights), (*biases, *matrix_biases)
    check_names(table, columns, weights, biases)
    if whole:
        check_connected(table, blocks, layers, weights)
        _check_targets(table, loss, layers, samples)
    return Network(loss=loss, inputs=inputs, layers=layers, weights=weights, biases=biases, samples=samples)


def _layers(blocks: tuple[Table, ...]) -> tuple[Layer, ...]:
    layers = []
    for index, block in enumerate(blocks):
        block.only(LAYER_KEYS)
        activation = block.choice("activation", ACTIVATION_TRAITS, USUAL_ACTIVATION)
        traits = ACTIVATION_TRAITS[activation]
        if traits.outputs_only and index < len(blocks) - 1:
            wanted, got = f"{activation} in the output layer only", f'"{activation}" in a hidden layer'
            block.note("activation", wanted, got, "use another")
        leak = block.number("leak", Decimal("0.01"))
        if "leak" in block.data and not traits.leaky and block.faults.sound(block.at("activation")):
            leaky = ", ".join(name for name, other in ACTIVATION_TRAITS.items() if other.leaky)
            block.note("leak", f"leak with {leaky} only", f'it with "{activation}"', "remove it")
        layers.append(Layer(neurons=made_names(blocks, index), activation=activation, leak=leak))
    return tuple(layers)


def _named(table: Table, key: str, names: tuple[str, ...] | None, letter: str) -> dict[str, Decimal]:
    """Return values by name from a table, or from a list whose names are made or already known."""
    value = table.data.get(key)
    if isinstance(value, dict):
        return {n: table.decimal(f"{key}.{n}", v) for n, v in value.items() if table.name(f"{key}.{n}", n)}
    cure = f"write {key} = {{ {', '.join(f'{name} = …' for name in (names or (f'{letter}1',))[:3])} }}"
    if value is None or value == []:
        table.note(key, "at least one input" if key == "inputs" else "a target for each output", "none", cure)
        return {}
    values = table.decimals(key, cure)
    if names and isinstance(value, list) and len(values) != len(names):
        table.note(key, f"{counted(len(names), 'number')}, one for each of {', '.join(names)}", kind_of(value))
    made = names or [f"{letter}{i}" for i in range(1, len(values) + 1)]
    return dict(zip(made, values, strict=False))


def _samples(table: Table, outputs: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Sample, ...]]:
    blocks = table.tables("samples")
    if blocks and ("inputs" in table.data or "targets" in table.data):
        table.note("samples", "inputs and targets in one place", "both here and in samples", "keep the samples")
    for block in blocks:
        block.only(("inputs", "targets"))
    names: tuple[str, ...] | None = None
    samples = []
    for block in blocks or (table,):
        inputs = _named(block, "inputs", names, "x")
        if not inputs and block.sound("inputs"):
            block.note("inputs", "at least one input", "none", "write inputs = { x1 = … }")
        names = names or tuple(inputs)
        targets = _named(block, "targets", outputs, "Y")
        _same_names(block, "inputs", inputs, names)
        _same_names(block, "targets", targets, outputs)
        zero = Decimal(0)
        samples.append(
            Sample(
                inputs=tuple(inputs.get(n, zero) for n in names),
                targets=tuple(targets.get(n, zero) for n in outputs),
            )
        )
    return names or (), tuple(samples)


def _same_names(block: Table, key: str, found: dict[str, Decimal], wanted: Iterable[str]) -> None:
    wanted = tuple(wanted)
    if not isinstance(block.data.get(key), dict) or not wanted:
        return
    what = "an output neuron" if key == "targets" else "an input of the first sample"
    for name in found:
        if name not in wanted:
            block.note(f"{key}.{name}", what, f'"{name}"', near_miss(name, wanted))
    for name in wanted:
        if name not in found:
            block.note(key, f"a value for {name}", "none", f"add {name} = …")


def _check_targets(table: Table, loss: str, layers: tuple[Layer, ...], samples: tuple[Sample, ...]) -> None:
    if not LOSS_TRAITS[loss].unit_targets or not layers:
        return
    for number, sample in enumerate(samples, 1):
        key = f"samples[{number}].targets" if "samples" in table.data else "targets"
        for name, target in zip(layers[-1].neurons, sample.targets, strict=True):
            if not 0 <= target <= 1:
                table.note(f"{key}.{name}", f"a target from 0 to 1 for {loss}", target, "it is a probability")
        total = sum(sample.targets)
        shares = layers[-1].traits.joint and table.sound(key)
        if shares and not Decimal("0.95") <= total <= Decimal("1.05"):
            table.note(key, "targets that sum to 1 for softmax", total, "they are the shares of one whole")
