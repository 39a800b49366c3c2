"""The steps of one pass through a network: forward, error, and backward layer by layer, for one sample at one moment.

A step defines one quantity by one expression over earlier ones. Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..network.quantity import Quantity, id_of
from ..network.spec import Bias, Network, Weight
from .expr import Expr, Mul, Neg, Num, Ref, add, mul, refs
from .rules import ACTIVATION_RULES, LOSS_RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One quantity defined by one expression.

    `nodes` and `edges` are the neurons and weights it lights in the diagram. `product` is the same value written as
    the product of all its chain-rule factors, where a step shortens that by a δ. `uses` are the ids in its expression.
    """

    quantity: Quantity
    phase: str
    expr: Expr
    nodes: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()
    product: Mul | None = None

    id: str = field(init=False)
    uses: tuple[str, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", self.quantity.id)
        object.__setattr__(self, "uses", tuple(dict.fromkeys(refs(self.expr))))

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Where in training a pass happens: which sample, after which round, and what each parameter is called then."""

    sample: int | None = None
    round: int | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)

    def quantity(self, kind: str, *names: str) -> Quantity:
        return Quantity(kind, names, self.sample, self.round)

    def ref(self, kind: str, *names: str) -> Ref:
        return Ref(self.quantity(kind, *names).id)

    def parameter(self, name: str) -> Ref:
        return Ref(self.parameters.get(name, name))

    def given(self, kind: str, name: str) -> Ref:
        return Ref(id_of(kind, name, sample=self.sample))


def _activity(net: Network, at: Moment, neuron: str) -> Ref:
    """Return what a neuron or an input sends forward."""
    return Ref(net.sent(neuron, at.quantity("out", neuron)).id)


def _leak(net: Network, layer: int) -> Expr:
    return Ref(id_of("leak", str(layer + 1))) if net.layers[layer].traits.leaky else Num(0)


def forward(net: Network, at: Moment, phase: str = "forward") -> Iterator[Step]:
    """Yield net input and activation of every neuron, layer by layer."""
    for index, layer in enumerate(net.layers):
        for neuron in layer.neurons:
            weights, bias = net.incoming(neuron), net.bias_of(neuron)
            terms = [mul(at.parameter(w.name), _activity(net, at, w.source)) for w in weights]
            terms += [at.parameter(bias.name)] if bias else []
            yield Step(
                quantity=at.quantity("net", neuron),
                phase=phase,
                expr=add(*terms),
                nodes=(*(w.source for w in weights), neuron),
                edges=tuple(w.name for w in weights),
            )
        rule = ACTIVATION_RULES[layer.activation]
        nets = tuple(at.ref("net", neuron) for neuron in layer.neurons)
        for neuron, own in zip(layer.neurons, nets, strict=True):
            yield Step(
                quantity=at.quantity("out", neuron),
                phase=phase,
                expr=rule.value(own, nets, _leak(net, index)),
                nodes=layer.neurons if layer.traits.joint else (neuron,),
            )


def error(net: Network, at: Moment, phase: str = "error") -> Iterator[Step]:
    """Yield each output's term of the error and their sum, for one sample."""
    rule = LOSS_RULES[net.loss]
    for neuron in net.outputs:
        term = rule.term(at.ref("out", neuron), at.given("target", neuron), len(net.outputs))
        yield Step(quantity=at.quantity("E", neuron), phase=phase, expr=term, nodes=(neuron,))
    total = add(*(at.ref("E", neuron) for neuron in net.outputs))
    yield Step(quantity=at.quantity("E_total"), phase=phase, expr=total, nodes=net.outputs)


def deltas(net: Network, at: Moment, index: int) -> Iterator[Step]:
    """Yield ∂E/∂out, ∂out/∂net and δ of one layer's neurons, with a step for each path through the next layer."""
    phase = "output" if index == len(net.layers) - 1 else "hidden"
    layer = net.layers[index]
    slope = ACTIVATION_RULES[layer.activation].slope
    for neuron in layer.neurons:
        yield from _output_error(net, at, neuron) if phase == "output" else _hidden_error(net, at, neuron)
        local = slope(at.ref("net", neuron), at.ref("out", neuron), _leak(net, index))
        yield Step(quantity=at.quantity("dout_dnet", neuron), phase=phase, expr=local, nodes=(neuron,))
        if not layer.traits.joint:
            signal = mul(at.ref("dE_dout", neuron), at.ref("dout_dnet", neuron))
            yield Step(quantity=at.quantity("delta", neuron), phase=phase, expr=signal, nodes=(neuron,))
    if layer.traits.joint:
        yield from _joint_deltas(layer.neurons, at)


def _output_error(net: Network, at: Moment, neuron: str) -> Iterator[Step]:
    slope = LOSS_RULES[net.loss].slope(at.ref("out", neuron), at.given("target", neuron), len(net.outputs))
    yield Step(quantity=at.quantity("dE_dout", neuron), phase="output", expr=slope, nodes=(neuron,))


def _hidden_error(net: Network, at: Moment, neuron: str) -> Iterator[Step]:
    weights = net.outgoing(neuron)
    for w in weights:
        yield Step(
            quantity=at.quantity("path", neuron, w.target),
            phase="hidden",
            expr=mul(at.parameter(w.name), at.ref("delta", w.target)),
            nodes=(neuron, w.target),
            edges=(w.name,),
        )
    yield Step(
        quantity=at.quantity("dE_dout", neuron),
        phase="hidden",
        expr=add(*(at.ref("path", neuron, w.target) for w in weights)),
        nodes=(neuron, *(w.target for w in weights)),
        edges=tuple(w.name for w in weights),
    )


def _joint_deltas(neurons: tuple[str, ...], at: Moment) -> Iterator[Step]:
    """Yield δ where every output depends on every net input, as with softmax: one term for each output."""
    for neuron in neurons:
        own = mul(at.ref("dE_dout", neuron), at.ref("dout_dnet", neuron))
        across = [
            Neg(mul(at.ref("dE_dout", other), at.ref("out", other), at.ref("out", neuron)))
            for other in neurons
            if other != neuron
        ]
        yield Step(quantity=at.quantity("delta", neuron), phase="output", expr=add(own, *across), nodes=neurons)


def gradients(net: Network, at: Moment, index: int) -> Iterator[Step]:
    """Yield the gradient of every weight into one layer, and of each bias whose last neuron going back is there."""
    phase = "output" if index == len(net.layers) - 1 else "hidden"
    for w in weights_into(net, index):
        signal, activity = at.ref("delta", w.target), _activity(net, at, w.source)
        joint = net.layers[index].traits.joint
        yield Step(
            quantity=at.quantity("grad", w.name),
            phase=phase,
            expr=mul(signal, activity),
            nodes=(w.source, w.target),
            edges=(w.name,),
            product=None if joint else Mul((at.ref("dE_dout", w.target), at.ref("dout_dnet", w.target), activity)),
        )
    for bias in biases_done(net, index):
        total = add(*(at.ref("delta", neuron) for neuron in bias.targets))
        yield Step(quantity=at.quantity("grad", bias.name), phase=phase, expr=total, nodes=bias.targets)


def weights_into(net: Network, index: int) -> tuple[Weight, ...]:
    return tuple(w for w in net.weights if w.target in net.layers[index].neurons)


def biases_done(net: Network, index: int) -> tuple[Bias, ...]:
    return tuple(b for b in net.biases if min(net.layer_of(neuron) for neuron in b.targets) == index)


def sample_of(net: Network, quantity: Quantity) -> str:
    """Return whose numbers a quantity belongs to: a sample by its number, `all` of several, or nothing.

    What a parameter is at the moment belongs to no sample, whichever of them moved it.
    """
    if len(net.samples) == 1 or quantity.kind in {"weight", "bias", "learning_rate", "leak", "new"}:
        return ""
    return str(quantity.sample) if quantity.sample else "all"
