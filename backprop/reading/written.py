"""An example written out as the file that gives it, every name and every digit in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ..network.spec import PLAIN, Example, Method, Network, Sample

_PLAIN = Method()


def _number(value: Decimal) -> str:
    return format(value, "f")


def _list(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _table(names: Sequence[str], values: Sequence[Decimal]) -> str:
    return f"{{ {', '.join(f'{name} = {_number(value)}' for name, value in zip(names, values, strict=True))} }}"


_NUMBERED = {"": "", "target": "; numbered by the neuron they enter", "source": "; numbered by the neuron they leave"}


def text_of(example: Example, *, numbered_by: str = "") -> str:
    """Return the text of an example's file; read again it is the same example.

    `numbered_by` says, where it is known, that weights are counted by their `source` or by their `target`.
    """
    return "\n".join(lines(example, numbered_by=numbered_by)) + "\n"


def lines(example: Example, *, numbered_by: str = "") -> Iterator[str]:
    """Yield the lines of an example's file."""
    net = example.network
    yield f"title = {json.dumps(example.title, ensure_ascii=False)}"
    yield ""
    yield "[network]"
    yield f'loss = "{net.loss}"'
    if len(net.samples) == 1:
        yield from _sample(net, net.samples[0])
    for sample in net.samples if len(net.samples) > 1 else ():
        yield ""
        yield "[[network.samples]]"
        yield from _sample(net, sample)
    for layer in net.layers:
        yield ""
        yield "[[network.layers]]"
        yield f'activation = "{layer.activation}"'
        if layer.traits.leaky:
            yield f"leak = {_number(layer.leak)}"
        yield f"neurons = [{_list(layer.neurons)}]"
    yield ""
    yield f"[network.weights] # name = [from, to, value]{_NUMBERED[numbered_by]}"
    for weight in net.weights:
        yield f'{weight.name} = ["{weight.source}", "{weight.target}", {_number(weight.value)}]'
    if net.biases:
        yield ""
        yield "[network.biases] # name = [to, value]"
    for bias in net.biases:
        yield f"{bias.name} = [{_list(bias.targets)}, {_number(bias.value)}]"
    yield ""
    yield "[method]"
    yield from _method(example.method)
    yield from _display(example)


def _sample(net: Network, sample: Sample) -> Iterator[str]:
    yield f"inputs = {_table(net.inputs, sample.inputs)}"
    yield f"targets = {_table(net.outputs, sample.targets)}"


def _method(method: Method) -> Iterator[str]:
    yield f"learning_rate = {_number(method.learning_rate)}"
    if method.rounds != _PLAIN.rounds:
        yield f"rounds = {method.rounds}"
    if not method.update_biases:
        yield "update_biases = false"
    for name in ("hidden_gradient", "batch", "over_samples"):
        if getattr(method, name) != getattr(_PLAIN, name):
            yield f'{name} = "{getattr(method, name)}"'


def _display(example: Example) -> Iterator[str]:
    style, digits = example.style, example.digits
    rows = []
    if digits != Example.__dataclass_fields__["digits"].default:
        rows.append(f"digits = {digits}")
    if style.names != PLAIN.names:
        rows.append(f'notation = "{style.names}"')
    if style.greek != PLAIN.greek:
        rows.append(f"greek = {str(style.greek).lower()}")
    if rows:
        yield ""
        yield "[display]"
        yield from rows
    if example.rates:
        yield ""
        yield "[compare]"
        yield f"learning_rates = [{', '.join(map(_number, example.rates))}]"
