"""Reading example.toml: everything is checked here, once, and all faults of a file are reported together."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from decimal import Decimal, DecimalException
from pathlib import Path

from .errors import ContentError, Fault, counted, near_miss
from .fields import Faults, Table, kind_of
from .functions import ACTIVATIONS, LOSSES
from .matrices import LAYER_KEYS, made_biases, made_names, made_weights
from .notation import PLAIN, STYLES, Style
from .spec import Bias, Example, Layer, Method, Network, Sample, Weight


def read_text(path: Path, wanted: str = "a file to read") -> str:
    """Return the text of a file; raises ContentError where there is none or it is not in UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        fault = Fault(where=str(path), wanted=wanted, got=error.strerror or "a file that cannot be read")
    except UnicodeDecodeError:
        fault = Fault(where=str(path), wanted="text in UTF-8", got="another encoding", cure="save it as UTF-8")
    raise ContentError([fault])


def load(path: Path) -> dict:
    """Return a TOML file as a dict whose numbers keep their digits; raises ContentError with the parser's line."""
    text = read_text(path)
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        got = str(error)
    except (ValueError, DecimalException):
        got = "a number too long to be read"
    except RecursionError:
        got = "brackets too deep to be read"
    raise ContentError([Fault(where=str(path), wanted="TOML", got=got)])


def read_example(path: Path, style: Style = PLAIN) -> Example:
    """Return the checked example of a file; its slug is the folder's name, or the file's where it stands alone.

    `style` is how symbols look where the example does not say.
    """
    slug = path.resolve().parent.name if path.stem == "example" else path.stem
    return parse_example(load(path), str(path), slug, style)


def parse_example(data: dict, file: str, slug: str, style: Style = PLAIN) -> Example:
    """Return the checked example; raises ContentError naming every fault."""
    faults = Faults(file)
    top = Table(data, "", faults)
    top.only(("title", "network", "method", "display", "compare"))
    title = top.text("title", slug)
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
    for rate in rates:
        if rate <= 0:
            table.note("learning_rates", "numbers above 0", rate)
    return rates


def _method(table: Table) -> Method:
    table.only(Method.__dataclass_fields__)
    rate = table.number("learning_rate", Decimal("0.5"))
    if rate <= 0:
        table.note("learning_rate", "a number above 0", rate)
    return Method(
        learning_rate=rate,
        rounds=table.whole("rounds", 1, 1, 100_000),
        update_biases=table.flag("update_biases", True),
        hidden_gradient=table.choice("hidden_gradient", ("old_weights", "updated_weights"), "old_weights"),
        batch=table.choice("batch", ("full", "online"), "full"),
        over_samples=table.choice("over_samples", ("mean", "sum"), "mean"),
    )


def _network(table: Table) -> Network:
    table.only(("loss", "inputs", "targets", "samples", "layers", "weights", "biases"))
    loss = table.choice("loss", LOSSES, "half_squared_error")
    blocks = table.tables("layers")
    if not blocks and table.sound("layers"):
        table.note("layers", "at least one layer", "none", "write a [[network.layers]] block for each, the output last")
    layers = _layers(blocks)
    outputs = layers[-1].neurons if layers else ()
    inputs, samples = _samples(table, outputs)
    columns = (inputs, *(layer.neurons for layer in layers))
    known = bool(layers) and all(columns)
    weights, biases = _weights(table, columns, known), _biases(table, columns, known)
    _check_one_form(blocks, layers, weights, biases)
    matrix_weights = made_weights(blocks, columns, taken=len(weights))
    matrix_biases = made_biases(blocks, columns, taken=len(biases))
    weights, biases = (*weights, *matrix_weights), (*biases, *matrix_biases)
    _check_names(table, columns, weights, biases)
    _check_connected(table, blocks, layers, weights)
    _check_targets(table, loss, layers, samples)
    return Network(loss=loss, inputs=inputs, layers=layers, weights=weights, biases=biases, samples=samples)


def _layers(blocks: tuple[Table, ...]) -> tuple[Layer, ...]:
    layers = []
    for index, block in enumerate(blocks):
        block.only(LAYER_KEYS)
        activation = block.choice("activation", ACTIVATIONS, "sigmoid")
        if activation == "softmax" and index < len(blocks) - 1:
            block.note("activation", "softmax in the output layer only", '"softmax" in a hidden layer', "use another")
        leak = block.number("leak", Decimal("0.01"))
        if "leak" in block.data and activation != "leaky_relu":
            block.note("leak", "leak with leaky_relu only", f'it with "{activation}"', "remove it")
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


def _place(columns: tuple[tuple[str, ...], ...], neuron: object) -> int | None:
    return next((i for i, column in enumerate(columns) if neuron in column), None)


def _weights(table: Table, columns: tuple[tuple[str, ...], ...], known: bool) -> tuple[Weight, ...]:
    """Return the weights of the lines; names are looked up only where those of all columns are `known`."""
    block = table.table("weights")
    neurons = [name for column in columns for name in column]
    found: list[Weight] = []
    for name, value in block.data.items():
        if not block.name(name, name):
            continue
        if not (isinstance(value, list) and len(value) == 3):
            block.note(name, "[from, to, value]", kind_of(value), "name both neurons and the value")
            continue
        unknown = [end for end in value[:2] if known and end not in neurons]
        for end in unknown:
            block.note(name, "the name of an input or a neuron", kind_of(end), near_miss(end, neurons))
        number = block.decimal(name, value[2], "put the value last")
        weight = Weight(name=name, source=str(value[0]), target=str(value[1]), value=number)
        if known and not unknown and _place(columns, weight.target) != _place(columns, weight.source) + 1:
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


def _biases(table: Table, columns: tuple[tuple[str, ...], ...], known: bool) -> tuple[Bias, ...]:
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
        for target in targets:
            if known and target not in neurons:
                block.note(name, "the name of a neuron", kind_of(target), near_miss(target, neurons))
            if targets.count(target) > 1 or any(target in bias.targets for bias in found):
                block.note(name, "one bias for each neuron", f"a second one for {target}", "remove one")
        number = block.decimal(name, last, "put the value last")
        found.append(Bias(name=name, targets=tuple(map(str, targets)), value=number))
    return tuple(found)


def _check_one_form(
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


def _check_names(
    table: Table, columns: tuple[tuple[str, ...], ...], weights: tuple[Weight, ...], biases: tuple[Bias, ...]
) -> None:
    seen: dict[str, str] = {}
    groups = [("inputs", columns[0]), *((f"layers[{i}].neurons", names) for i, names in enumerate(columns[1:], 1))]
    groups += [("weights", tuple(w.name for w in weights)), ("biases", tuple(b.name for b in biases))]
    for place, names in groups:
        for name in names:
            if name in seen:
                table.note(place, "a name of its own for everything", f'"{name}", taken by {seen[name]}', "rename it")
            seen[name] = place


def _check_connected(
    table: Table, blocks: tuple[Table, ...], layers: tuple[Layer, ...], weights: tuple[Weight, ...]
) -> None:
    if not table.sound("weights"):
        return
    reached = {weight.target for weight in weights}
    for block, layer in zip(blocks, layers, strict=True):
        if layer.neurons and not reached & set(layer.neurons) and not {"weights", "init"} & block.data.keys():
            block.note("neurons", "weights into this layer", "none", "add lines to [network.weights], or a matrix")


def _check_targets(table: Table, loss: str, layers: tuple[Layer, ...], samples: tuple[Sample, ...]) -> None:
    if not LOSSES[loss].unit_targets or not layers:
        return
    for number, sample in enumerate(samples, 1):
        key = f"samples[{number}].targets" if "samples" in table.data else "targets"
        for name, target in zip(layers[-1].neurons, sample.targets, strict=True):
            if not 0 <= target <= 1:
                table.note(f"{key}.{name}", f"a target from 0 to 1 for {loss}", target, "it is a probability")
        total = sum(sample.targets)
        shares = layers[-1].activation == "softmax" and table.sound(key)
        if shares and not Decimal("0.95") <= total <= Decimal("1.05"):
            table.note(key, "targets that sum to 1 for softmax", total, "they are the shares of one whole")
