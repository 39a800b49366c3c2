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
from ..network.given import givens
from ..network.quantity import id_of
from ..network.spec import PLAIN, Example, Sample
from .fields import NUMBER, Faults, is_sound
from .files import present, read_text
from .written import text_of

BANK = "practice.json"  # other numbers for an example, beside it: a list of given numbers by id, and its seal
CURE = "make it again: python -m backprop exercise --like FILE --bank 9 > practice.json, or delete it"


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
    there = {quantity.id for quantity in givens(example)}
    if any(not given.keys() <= there for given in numbers):  # of the network as it was before
        return Bank(numbers=(), proven=False)
    return Bank(numbers=numbers, proven=found["proven"] == seal(replace(example, file=str(path)), numbers))


def _is_bank(found: Any) -> bool:
    """Return whether what was read has the form of other numbers."""
    if not isinstance(found, dict) or found.keys() != {"proven", "numbers"} or not isinstance(found["numbers"], list):
        return False
    return all(isinstance(each, dict) and all(isinstance(t, str) for t in each.values()) for each in found["numbers"])


def with_given(example: Example, given: Mapping[str, str]) -> Example:
    """Return an example with other numbers for some that are given, by id; raises ContentError for what is none."""
    values = {quantity.id: value for quantity, value in givens(example).items()}
    faults = Faults(example.file)
    for id, text in given.items():
        number = _number(text)
        if id not in values:
            faults.note(id, "a given number", shortened(id), near_miss(id, values))
        elif number is None:
            faults.note(id, NUMBER, shortened(text))
        else:
            values[id] = number
    faults.raise_any()
    rate = values[id_of("learning_rate")]
    if rate <= 0:
        raise ContentError([Fault(where=example.file, wanted="a learning rate above 0", got=str(rate))])
    return _holding(example, values)


def _number(text: str) -> Decimal | None:
    """Return what a page's address has for a number; None for what is none, or none that is taken."""
    try:
        value = Decimal(text.strip().replace(",", ".").replace("\u2212", "-"))
    except (DecimalException, ValueError):
        return None
    return value if is_sound(value) else None


def _holding(example: Example, values: Mapping[str, Decimal]) -> Example:
    """Return an example that has these values for all that is given, by id."""
    net = example.network

    def of_sample(kind: str, names: Sequence[str], number: int) -> tuple[Decimal, ...]:
        sample = number if len(net.samples) > 1 else None
        return tuple(values[id_of(kind, name, sample=sample)] for name in names)

    samples = tuple(
        Sample(inputs=of_sample("input", net.inputs, number), targets=of_sample("target", net.outputs, number))
        for number in range(1, len(net.samples) + 1)
    )
    weights = tuple(replace(weight, value=values[weight.name]) for weight in net.weights)
    biases = tuple(replace(bias, value=values[bias.name]) for bias in net.biases)
    layers = tuple(
        replace(layer, leak=values[id_of("leak", str(number))]) if layer.traits.leaky else layer
        for number, layer in enumerate(net.layers, 1)
    )
    return replace(
        example,
        network=replace(net, samples=samples, layers=layers, weights=weights, biases=biases),
        method=replace(example.method, learning_rate=values[id_of("learning_rate")]),
    )
