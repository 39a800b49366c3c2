"""An example with other numbers for some that are given, as a page's address or its reader gives them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, DecimalException
from pathlib import Path
from typing import Any

from ..errors import ContentError, Fault, near_miss, shortened
from ..network.quantity import id_of
from ..network.spec import PLAIN, Example, Sample
from .fields import NUMBER, Faults, is_sound
from .files import present, read_text
from .written import text_of

BANK = "practice.json"  # other numbers for an example, beside it: a list of given numbers by id, and its seal
CURE = "make it again: python -m backprop exercise --like FILE --bank N"


def seal(example: Example, bank: Sequence[Mapping[str, str]]) -> str:
    """Return what ties other numbers to all that was proven of them: every network they make, its method and digits.

    A title, how symbols look, and what is told of later rounds may change without them.
    """
    bare = replace(example, title="", rates=(), style=PLAIN, method=replace(example.method, rounds=1))
    made = "\n".join(text_of(with_given(bare, given)) for given in bank)
    return hashlib.sha256(made.encode()).hexdigest()[:16]


def bank_text(example: Example, bank: Sequence[Mapping[str, str]]) -> str:
    """Return the text of the file that holds other numbers for an example, all of them proven."""
    return json.dumps({"proven": seal(example, bank), "numbers": bank}, ensure_ascii=False, indent=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Other numbers for an example; `proven` says whether they were proven for the network as it is."""

    numbers: tuple[dict[str, str], ...] = ()
    proven: bool = True


NONE = Bank()


def bank_beside(path: Path, example: Example) -> Bank:
    """Return the other numbers in a file beside an example; raises ContentError where they are none."""
    if not present(path):
        return NONE
    try:
        found = json.loads(read_text(path))
    except (ValueError, RecursionError):
        found = None
    if not _is_bank(found):
        wanted = '{"proven": …, "numbers": [numbers by id, as text]}'
        raise ContentError([Fault(where=str(path), wanted=wanted, got="something else", cure=CURE)])
    numbers: tuple[dict[str, str], ...] = tuple(found["numbers"])
    return Bank(numbers=numbers, proven=found["proven"] == seal(replace(example, file=str(path)), numbers))


def _is_bank(found: Any) -> bool:
    """Return whether what was read has the form of other numbers."""
    if not isinstance(found, dict) or found.keys() != {"proven", "numbers"} or not isinstance(found["numbers"], list):
        return False
    return all(isinstance(each, dict) and all(isinstance(t, str) for t in each.values()) for each in found["numbers"])


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
