"""An example with other numbers for some that are given, as a page's address or its reader gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, DecimalException

from ..errors import ContentError, Fault, near_miss, shortened
from ..network.quantity import id_of
from ..network.spec import Example, Sample
from ..reading.fields import Faults
from ..steps.trace import givens


def with_given(example: Example, given: Mapping[str, str]) -> Example:
    """Return an example with other numbers for some that are given, by id; raises ContentError for what is none."""
    faults = Faults(example.file)
    values: dict[str, Decimal] = {}
    known = {quantity.id for quantity in givens(example)}
    for id, text in given.items():
        try:
            value = Decimal(text.strip().replace(",", ".").replace("\u2212", "-"))
        except (DecimalException, ValueError):
            value = Decimal("NaN")
        if id not in known:
            faults.note(id, "a given number", shortened(id), near_miss(id, known))
        elif not value.is_finite():
            faults.note(id, "a number", shortened(text))
        values[id] = value
    faults.raise_any()
    net, method = example.network, example.method
    several = len(net.samples) > 1

    def own(kind: str, name: str, number: int, value: Decimal) -> Decimal:
        return values.get(id_of(kind, name, sample=number if several else None), value)

    samples = tuple(
        Sample(
            inputs=tuple(own("input", n, number, v) for n, v in zip(net.inputs, sample.inputs, strict=True)),
            targets=tuple(own("target", n, number, v) for n, v in zip(net.outputs, sample.targets, strict=True)),
        )
        for number, sample in enumerate(net.samples, 1)
    )
    weights = tuple(replace(weight, value=values.get(weight.name, weight.value)) for weight in net.weights)
    biases = tuple(replace(bias, value=values.get(bias.name, bias.value)) for bias in net.biases)
    rate = values.get("learning_rate", method.learning_rate)
    if rate <= 0:
        raise ContentError([Fault(where=example.file, wanted="a learning rate above 0", got=str(rate))])
    layers = tuple(
        replace(layer, leak=values.get(id_of("leak", str(number)), layer.leak))
        for number, layer in enumerate(net.layers, 1)
    )
    return replace(
        example,
        network=replace(net, samples=samples, layers=layers, weights=weights, biases=biases),
        method=replace(method, learning_rate=rate),
    )
