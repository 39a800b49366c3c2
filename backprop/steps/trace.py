"""A whole worked example: what is given, one round of training step by step in teaching order, the forward pass after.

Full batch or one sample at a time, hidden gradients through old or updated weights: the same steps in another order.

Longer than most: one round of training in each of its orders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from ..errors import ContentError, Fault
from ..network.given import givens
from ..network.quantity import Quantity, id_of
from ..network.spec import Bias, Example, Sample, Weight
from .expr import Div, Expr, Neg, Num, Ref, add, mul, sub
from .passes import Moment, Step, biases_done, deltas, error, forward, gradients, weights_into

MOST_STEPS = 50_000  # of one example, some ten thousand weights: beyond, its record alone takes a minute
Parameters = tuple[Weight | Bias, ...]
PHASES = ("forward", "error", "output", "hidden", "update", "after")


@dataclass(frozen=True, kw_only=True)
class Trace:
    """The given quantities with their values and the steps that follow from them.

    One that has the `shape` of an example travels as that, without its steps: they follow from it.
    """

    givens: Mapping[Quantity, Decimal]
    steps: tuple[Step, ...]
    shape: Example | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _of_shape, (self.givens, None if self.shape else self.steps, self.shape)

    @cached_property
    def given(self) -> dict[str, Decimal]:
        """What is given, by id."""
        return {quantity.id: value for quantity, value in self.givens.items()}

    @cached_property
    def quantities(self) -> dict[str, Quantity]:
        """Every quantity by its id, the given ones first."""
        return {quantity.id: quantity for quantity in (*self.givens, *(step.quantity for step in self.steps))}


def _of_shape(givens: Mapping[Quantity, Decimal], steps: tuple[Step, ...] | None, shape: Example | None) -> Trace:
    """Return a trace that has travelled."""
    if shape is not None:
        steps = _steps(shape)
    assert steps is not None, "a trace without a shape travels with its steps"
    return Trace(givens=givens, steps=steps, shape=shape)


def _of_parameter(parameter: Weight | Bias, quantity: Quantity, expr: Expr) -> Step:
    """Return a step of the update, which lights its parameter."""
    if isinstance(parameter, Weight):
        ends, edges = (parameter.source, parameter.target), (parameter.name,)
        return Step(quantity=quantity, phase="update", expr=expr, nodes=ends, edges=edges)
    return Step(quantity=quantity, phase="update", expr=expr, nodes=parameter.targets)


def updates(example: Example, at: Moment, parameters: Parameters) -> Iterator[Step]:
    """Yield the change and the new value of each parameter; `at` says where its gradient and old value are."""
    for parameter in parameters:
        step = mul(Ref("learning_rate"), at.ref("grad", parameter.name))
        old = at.parameter(parameter.name)
        moves = isinstance(parameter, Weight) or example.method.update_biases
        for kind, expr in (
            ("change", Neg(step) if moves else Num(0)),
            ("new", sub(old, step) if moves else old),
        ):
            yield _of_parameter(parameter, at.quantity(kind, parameter.name), expr)


def _over_samples(example: Example, terms: list[Ref]) -> Expr:
    total = add(*terms)
    return Div(total, Num(len(terms))) if example.method.over_samples == "mean" and len(terms) > 1 else total


def _moments(
    example: Example, *, round: int | None = None, parameters: Mapping[str, str] = MappingProxyType({})
) -> list[Moment]:
    count = len(example.network.samples)
    samples = range(1, count + 1) if count > 1 else (None,)
    return [Moment(sample=sample, round=round, parameters=parameters) for sample in samples]


def _errors_over_samples(example: Example, moments: list[Moment], phase: str = "error") -> Iterator[Step]:
    """Yield every sample's error and, where there are several, the error over all of them."""
    for at in moments:
        yield from error(example.network, at, phase)
    if len(moments) > 1:
        expr = _over_samples(example, [at.ref("E_total") for at in moments])
        total = Quantity("E_total", round=moments[0].round)
        yield Step(quantity=total, phase=phase, expr=expr, nodes=example.network.outputs)


def full_batch(example: Example) -> Iterator[Step]:
    """Yield one round in which all samples are seen before anything moves."""
    net, whole = example.network, Moment()
    updated_first = example.method.hidden_gradient == "updated_weights"
    moments = _moments(example)
    for at in moments:
        yield from forward(net, at)
    yield from _errors_over_samples(example, moments)
    names: dict[str, str] = {}
    for index in reversed(range(len(net.layers))):
        moments = _moments(example, parameters=dict(names))
        for at in moments:
            yield from deltas(net, at, index)
        per_sample = [list(gradients(net, at, index)) for at in moments]
        for steps in per_sample:
            yield from steps
        for step in per_sample[0] if len(moments) > 1 else ():
            terms = [at.ref("grad", *step.quantity.names) for at in moments]
            quantity = whole.quantity("grad", *step.quantity.names)
            yield Step(
                quantity=quantity,
                phase=step.phase,
                expr=_over_samples(example, terms),
                nodes=step.nodes,
                edges=step.edges,
            )
        if updated_first:
            moved: Parameters = (*weights_into(net, index), *biases_done(net, index))
            yield from updates(example, whole, moved)
            names |= {w.name: whole.quantity("new", w.name).id for w in weights_into(net, index)}
    if not updated_first:
        yield from updates(example, whole, net.parameters)


def online(example: Example) -> Iterator[Step]:
    """Yield one round in which every parameter moves after each sample; the last lines gather the round."""
    net, moments = example.network, _moments(example)
    names: dict[str, str] = {}
    for plain in moments:
        at = Moment(sample=plain.sample, parameters=dict(names))
        yield from forward(net, at)
        yield from error(net, at)
        for index in reversed(range(len(net.layers))):
            yield from deltas(net, at, index)
            yield from gradients(net, at, index)
            if example.method.hidden_gradient == "updated_weights":
                moved: Parameters = (*weights_into(net, index), *biases_done(net, index))
                yield from updates(example, at, moved)
                names |= {p.name: at.quantity("new", p.name).id for p in moved}
                fresh = {w.name: names[w.name] for w in weights_into(net, index)}
                at = Moment(sample=at.sample, parameters={**at.parameters, **fresh})
        if example.method.hidden_gradient == "old_weights":
            yield from updates(example, at, net.parameters)
            names |= {p.name: at.quantity("new", p.name).id for p in net.parameters}
    yield from _gathered(example, moments)


def _gathered(example: Example, moments: list[Moment]) -> Iterator[Step]:
    """Yield the round's error and each parameter's whole change, from what the samples did one after another."""
    total = _over_samples(example, [at.ref("E_total") for at in moments])
    yield Step(quantity=Quantity("E_total"), phase="update", expr=total, nodes=example.network.outputs)
    for parameter in example.network.parameters:
        name = parameter.name
        change = add(*(at.ref("change", name) for at in moments))
        yield _of_parameter(parameter, Quantity("change", (name,)), change)
        yield _of_parameter(parameter, Quantity("new", (name,)), moments[-1].ref("new", name))


def one_round(example: Example) -> tuple[Step, ...]:
    """Return every step of one round of training, without the forward pass after it."""
    return _one_round(_shape(example))


@lru_cache(maxsize=64)  # the shape alone decides which steps there are, and examples of one shape share them
def _one_round(shape: Example) -> tuple[Step, ...]:
    return tuple(online(shape) if shape.online else full_batch(shape))


def _shape(example: Example) -> Example:
    """Return an example without its numbers and names of its own."""
    net, zero = example.network, Decimal(0)
    return Example(
        slug="",
        file="",
        title="",
        network=replace(
            net,
            layers=tuple(replace(layer, leak=zero) for layer in net.layers),
            weights=tuple(replace(weight, value=zero) for weight in net.weights),
            biases=tuple(replace(bias, value=zero) for bias in net.biases),
            samples=(Sample(inputs=(), targets=()),) * len(net.samples),
        ),
        method=replace(example.method, learning_rate=zero, rounds=1),
    )


@lru_cache(maxsize=64)
def _steps(shape: Example) -> tuple[Step, ...]:
    """Return one round, and the forward pass and the error with the parameters it left."""
    return (*_one_round(shape), *_passes_after(shape))


def _passes_after(example: Example) -> Iterator[Step]:
    names = {p.name: id_of("new", p.name) for p in example.network.parameters}
    moments = _moments(example, round=1, parameters=names)
    for at in moments:
        yield from forward(example.network, at, "after")
    yield from _errors_over_samples(example, moments, "after")


def _check_size(example: Example) -> None:
    """Raise ContentError for a network with more steps than can be worked out in a minute, before they are made."""
    net = example.network
    neurons = sum(len(layer.neurons) for layer in net.layers)
    steps = len(net.samples) * (7 * neurons + 2 * len(net.weights)) + 2 * len(net.parameters)
    if steps > MOST_STEPS:
        wanted = f"a network of at most {MOST_STEPS:,} steps"
        cure = "choose smaller layers or fewer samples"
        raise ContentError([Fault(where=f"{example.file}: network", wanted=wanted, got=f"about {steps:,}", cure=cure)])


def trace(example: Example) -> Trace:
    """Return the worked example: what is given, one round step by step, and the forward pass after it.

    Raises ContentError where two quantities would share an id, because of the names the author chose.
    """
    _check_size(example)
    given, shape = givens(example), _shape(example)
    steps = _steps(shape)
    seen: set[str] = set()
    faults = []
    for id in (*(each.id for each in given), *(step.id for step in steps)):
        if id in seen:
            faults.append(
                Fault(
                    where=f"{example.file}: {id}",
                    wanted="one quantity for every id",
                    got="two",
                    cure="rename a neuron, weight or bias",
                )
            )
        seen.add(id)
    if faults:
        raise ContentError(faults)
    return Trace(givens=given, steps=steps, shape=shape)
