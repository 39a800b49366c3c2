"""Exercises that can tell: numbers drawn so that every slip gives other digits than the right solution and the rest.

A slip that acts changes some printed number by more than rounding can; two slips differ in one. What no numbers can
separate, because the formulas are the same ones, is reported by name.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..audit.slips.catalogue import DEVIATIONS
from ..audit.worlds.alternatives import Alternative, Alternatives
from ..audit.worlds.floats import Quick
from ..errors import UsageError
from ..network.given import givens
from ..network.spec import Example, Network, Sample
from ..network.vocabulary import USUAL_ACTIVATION
from ..reading.draft import example_of
from ..reading.scaffold import MOST_NAMED, draft_of, is_wide, parse_shape
from ..reading.written import text_of
from ..steps import numerals
from ..steps.trace import trace
from ..words.en import workbench as words

DRAWS = 60  # of numbers, before the best of them is taken
SURE = 4  # of these have to leave the same slips together before it is believed of all
MARGIN = 1.5  # units of the last digit from which a number is no rounding of another
MOST_STEPS = 400  # of a network that is drawn for: beyond, nobody works it out by hand
LEAST, MOST = 5, 95  # hundredths
Pair = tuple[str, str]
Row = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What numbers can tell: slips that act, those that change no printed digit, and pairs that change the same."""

    acting: tuple[str, ...]
    unseen: frozenset[str]
    alike: frozenset[Pair]

    @property
    def left(self) -> frozenset[str | Pair]:
        return self.unseen | self.alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """An example with numbers that can tell, and what is proven of it."""

    example: Example
    proof: Proof
    draws: int

    @property
    def text(self) -> str:
        return text_of(self.example)

    @property
    def report(self) -> str:
        names = {id: DEVIATIONS[id].name for id in self.proof.acting}
        return words.proven(
            len(self.proof.acting),
            self.example.digits,
            [names[id] for id in sorted(self.proof.unseen)],
            [(names[one], names[two]) for one, two in sorted(self.proof.alike)],
        )


def _shown(values: Alternative, ids: Sequence[str]) -> Row | None:
    """Return what the steps come to under a slip, or None where something there has no value."""
    try:
        return tuple(values.rough[id] for id in ids)
    except (ArithmeticError, ValueError):
        return None


def _apart(one: Row, two: Row, units: Row) -> bool:
    """Return whether some number differs by more than rounding can."""
    return any(abs(a - b) > MARGIN * unit for a, b, unit in zip(one, two, units, strict=True))


def proof(example: Example, quick: Quick | None = None) -> Proof:
    """Return what the slips of the catalogue make of an example's printed numbers.

    Raises UsageError where the network has no values.
    """
    found = Alternatives(example=example, trace=trace(example), quick=quick or Quick())
    ids = [step.id for step in found.trace.steps if step.phase != "after"]
    right = _shown(found.base(), ids)
    if right is None:
        raise UsageError("wanted a network whose numbers have values, got one without")
    units = tuple(float(10.0 ** -numerals.decimals_for(Decimal(repr(value)), example.digits)) for value in right)
    rows = [(alternative.ids[0], _shown(alternative, ids)) for alternative in found.singles() if alternative.paired]
    known = [(id, row) for id, row in rows if row is not None]
    unseen = frozenset(id for id, row in known if not _apart(row, right, units))
    alike = {
        (min(a, b), max(a, b))
        for (a, one), (b, two) in itertools.combinations(known, 2)
        if a != b and not {a, b} & unseen and not _apart(one, two, units)
    }
    return Proof(acting=tuple(dict.fromkeys(id for id, _ in known)), unseen=unseen, alike=frozenset(alike))


# --- numbers


def of_shape(shape: str, activation: str = USUAL_ACTIVATION, digits: int = 4) -> Example:
    """Return a network of a shape such as `2-2-1`, with any numbers; raises UsageError for what is none."""
    sizes = parse_shape(shape)
    if is_wide(sizes):
        raise UsageError(
            f"--shape: wanted a network of at most {MOST_NAMED} weights, got {shape}; choose a smaller one"
        )
    made = replace(draft_of(words.EXERCISE, sizes, activation), digits=digits)
    return replace(example_of(made), slug="exercise", file=shape)


def _values(maker: random.Random, count: int) -> Iterator[Decimal]:
    """Yield numbers of two decimals, none twice while there are others."""
    pool: list[int] = []
    for _ in range(count):
        if not pool:
            pool = maker.sample(range(LEAST, MOST + 1), MOST + 1 - LEAST)
        yield Decimal(pool.pop()).scaleb(-2)


def renumbered(example: Example, maker: random.Random) -> Example:
    """Return the same network with friendly numbers; targets of 0 and 1, and probabilities, stay as they are."""
    net = example.network
    weights = tuple(
        replace(weight, value=value * maker.choice((1, 1, -1)))
        for weight, value in zip(net.weights, _values(maker, len(net.weights)), strict=True)
    )
    biases = tuple(
        replace(bias, value=value) for bias, value in zip(net.biases, _values(maker, len(net.biases)), strict=True)
    )
    samples = tuple(_sample(net, sample, maker) for sample in net.samples)
    return replace(example, network=replace(net, weights=weights, biases=biases, samples=samples))


def _sample(net: Network, sample: Sample, maker: random.Random) -> Sample:
    kept = net.loss_traits.unit_targets or all(target in (0, 1) for target in sample.targets)
    whole = all(value in (-1, 0, 1) for value in sample.inputs) and len(net.samples) > 1  # a table of truth
    targets = sample.targets if kept else tuple(_values(maker, len(sample.targets)))
    return Sample(inputs=sample.inputs if whole else tuple(_values(maker, len(sample.inputs))), targets=targets)


def draw(example: Example, seed: int) -> Exercise:
    """Return the network with numbers that tell all slips apart that any numbers can; the same for the same seed.

    Raises UsageError where it has too many steps for that.
    """
    if len(trace(example).steps) > MOST_STEPS:
        raise UsageError(f"wanted a network of at most {MOST_STEPS} steps to draw numbers for, got a larger one")
    maker, quick = random.Random(f"exercise {seed}"), Quick()
    best: Exercise | None = None
    never: frozenset[str | Pair] | None = None
    for count in range(1, DRAWS + 1):
        tried = renumbered(example, maker)
        found = proof(tried, quick)
        never = found.left if never is None else never & found.left
        if best is None or len(found.left) < len(best.proof.left):
            best = Exercise(example=tried, proof=found, draws=count)
        if count >= SURE and best.proof.left == never:
            break
    assert best is not None, "something was drawn"
    return best


def given_of(example: Example) -> dict[str, str]:
    """Return the given numbers of an example by id, as its file has them."""
    return {quantity.id: format(value, "f") for quantity, value in givens(example).items()}


def bank(example: Example, count: int) -> tuple[dict[str, str], ...]:
    """Return other numbers for an example, so many times, all proven to tell: what differs from its own, by id."""
    own = given_of(example)
    found = (given_of(draw(example, seed).example) for seed in range(1, count + 1))
    return tuple({id: text for id, text in each.items() if text != own[id]} for each in found)
