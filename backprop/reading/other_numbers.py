"""An example with other numbers for some that are given, as a page's address or its reader gives them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, DecimalException
from pathlib import Path

from ..errors import ContentError, Fault, near_miss, shortened
from ..network.quantity import id_of
from ..network.spec import Example, Sample
from .fields import NUMBER, Faults, is_sound
from .files import present, read_text

BANK = "practice.json"  # other numbers for an example, beside it: a list of given numbers by id


def bank_beside(path: Path, example: Example) -> tuple[dict[str, str], ...]:
    """Return the other numbers in a file beside an example; raises ContentError where they are none."""
    if not present(path):
        return ()
    wanted, cure = "a list of numbers by id, as text", "make it with: python -m backprop exercise --like FILE --bank N"
    try:
        found = json.loads(read_text(path))
        sound = isinstance(found, list) and all(
            isinstance(each, dict) and all(isinstance(text, str) for text in each.values()) for each in found
        )
    except (ValueError, RecursionError):
        sound = False
    if not sound:
        raise ContentError([Fault(where=str(path), wanted=wanted, got="something else", cure=cure)])
    for given in found:
        with_given(replace(example, file=str(path)), given)
    return tuple(found)


def with_given(example: Example, given: Mapping[str, str]) -> Example:
    """Return an example with other numbers for some that are given, by id; raises ContentError for what is none."""
    faults = Faults(example.file)
    values: dict[str, Decimal] = {}
    for id, text in given.items():
        try:
            value = Decimal(text.strip().replace(",", ".").replace("\u2212", "-"))
        except (DecimalException, ValueError):
            value = Decimal("NaN")
        if is_sound(value):
            values[id] = value
    net, method = example.network, example.method
    several = len(net.samples) > 1
    known: dict[str, None] = {}  # the ids of all that is given, as they are met

    def own(id: str, value: Decimal) -> Decimal:
        known[id] = None
        return values.get(id, value)

    def of_sample(kind: str, name: str, number: int, value: Decimal) -> Decimal:
        return own(id_of(kind, name, sample=number if several else None), value)

    samples = tuple(
        Sample(
            inputs=tuple(of_sample("input", n, number, v) for n, v in zip(net.inputs, sample.inputs, strict=True)),
            targets=tuple(of_sample("target", n, number, v) for n, v in zip(net.outputs, sample.targets, strict=True)),
        )
        for number, sample in enumerate(net.samples, 1)
    )
    weights = tuple(replace(weight, value=own(weight.name, weight.value)) for weight in net.weights)
    biases = tuple(replace(bias, value=own(bias.name, bias.value)) for bias in net.biases)
    rate = own(id_of("learning_rate"), method.learning_rate)
    layers = tuple(
        replace(layer, leak=own(id_of("leak", str(number)), layer.leak)) if layer.traits.leaky else layer
        for number, layer in enumerate(net.layers, 1)
    )
    for id, text in given.items():
        if id not in known:
            faults.note(id, "a given number", shortened(id), near_miss(id, known))
        elif id not in values:
            faults.note(id, NUMBER, shortened(text))
    faults.raise_any()
    if rate <= 0:
        raise ContentError([Fault(where=example.file, wanted="a learning rate above 0", got=str(rate))])
    return replace(
        example,
        network=replace(net, samples=samples, layers=layers, weights=weights, biases=biases),
        method=replace(method, learning_rate=rate),
    )
