"""What each slip makes of the steps it touches, as rewrites; where they act in an example is said in `variants`.

Longer than most: a function a slip, and nothing between them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from ...network.quantity import id_of
from ...network.spec import Example, Layer, Weight
from ...steps.expr import Add, Expr, Mul, Neg, Num, Ref, add, mul, refs
from ...steps.passes import Step
from ...steps.rewriting import substitute
from ...steps.rules import ACTIVATION_RULES
from .rewriting import Rewrite, both, changed, on


def without_slope(neurons: frozenset[str]) -> Rewrite:
    return on("delta", neurons, lambda example, step: Ref(step.quantity.of("dE_dout").id))


def slope_of(neurons: frozenset[str], wrong: Callable[[Layer, Step, str], Expr]) -> Rewrite:
    """Return a rewrite that puts something else where a slope uses the activation; `wrong` gets the neuron's name."""

    def change(example: Example, step: Step) -> Expr:
        neuron = step.quantity.names[0]
        layer = example.network.layers[example.network.layer_of(neuron)]
        return substitute(step.expr, {step.quantity.of("out", neuron).id: wrong(layer, step, neuron)})

    return on("dout_dnet", neurons, change)


def net(layer: Layer, step: Step, neuron: str) -> Expr:
    return Ref(step.quantity.of("net", neuron).id)


def target(layer: Layer, step: Step, neuron: str) -> Expr:
    return Ref(step.quantity.of("target", neuron).id)


def activated_again(layer: Layer, step: Step, neuron: str) -> Expr:
    """Return σ(out), where out is σ(net) already."""
    out = Ref(step.quantity.of("out", neuron).id)
    rule = ACTIVATION_RULES[layer.activation]
    return out if layer.traits.joint or layer.traits.leaky else rule.value(out, (out,), Num(0))


def error_signal(layer: Layer, step: Step, neuron: str) -> Expr:
    return Ref(step.quantity.of("dE_dout", neuron).id)


def turned_error_signal(layer: Layer, step: Step, neuron: str) -> Expr:
    return Neg(error_signal(layer, step, neuron))


def error_term(layer: Layer, step: Step, neuron: str) -> Expr:
    return Ref(step.quantity.of("E", neuron).id)


def one_path(kept: str, neurons: frozenset[str] | None) -> Rewrite:
    """Return a rewrite that keeps one path through the next layer, where there are several, of these neurons or all."""

    def change(example: Example, step: Step) -> Expr | None:
        path = step.quantity.of("path", step.quantity.names[0], kept).id
        terms = step.expr.terms if isinstance(step.expr, Add) else ()
        return Ref(path) if Ref(path) in terms else None

    return on("dE_dout", neurons, change)


def updated_on_path(weight: Weight) -> Rewrite:
    """Return a rewrite that goes back over one weight as it is after the update."""

    def change(example: Example, step: Step) -> Expr | None:
        if step.quantity.names != (weight.source, weight.target):
            return None
        new = step.quantity.of("new", weight.name)
        whole = example.method.batch == "full"  # then it moves once, for all samples
        before, *rest = step.expr.factors if isinstance(step.expr, Mul) else ()
        return mul(Ref((new.at(None) if whole else new).id), *rest) if before else None

    return on("path", None, change)


def negated(kind: str, neurons: frozenset[str] | None = None) -> Rewrite:
    return on(kind, neurons, lambda example, step: Neg(step.expr))


def negated_path(through: str) -> Rewrite:
    return on("path", None, lambda example, step: Neg(step.expr) if step.quantity.names[1] == through else None)


def times(kind: str, neurons: frozenset[str] | None, factor: Expr) -> Rewrite:
    return on(kind, neurons, lambda example, step: mul(factor, step.expr))


def bias_turned(keep: bool, names: frozenset[str]) -> Rewrite:
    """Return a rewrite that leaves biases out of the net input, or subtracts them (`keep`)."""

    def change(example: Example, step: Step) -> Expr | None:
        bias = example.network.bias_of(step.quantity.names[0])
        if bias is None or bias.name not in names:
            return None
        terms = step.expr.terms if isinstance(step.expr, Add) else (step.expr,)
        return add(*terms[:-1], *((Neg(terms[-1]),) if keep else ()))

    return on("net", None, change)


def bias_alone(neurons: frozenset[str]) -> Rewrite:
    """Return a rewrite that takes the bias for the whole net input, the weighted sum forgotten."""

    def change(example: Example, step: Step) -> Expr | None:
        bias = example.network.bias_of(step.quantity.names[0])
        return step.expr.terms[-1] if bias is not None and isinstance(step.expr, Add) else None

    return on("net", neurons, change)


def gradient_from(source: str) -> Rewrite:
    """Return a rewrite that takes another neuron's activity for the one a weight carried."""

    def change(example: Example, step: Step) -> Expr | None:
        network, name = example.network, step.quantity.names[0]
        weight = next((w for w in network.weights if w.name == name), None)
        if weight is None or weight.source == source or not isinstance(step.expr, Mul):
            return None
        column = next(column for column in network.columns if weight.source in column)
        if source not in column:
            return None
        return mul(*step.expr.factors[:-1], Ref(network.sent(source, step.quantity).id))

    return on("grad", None, change)


def without_activity(neurons: frozenset[str]) -> Rewrite:
    """Return a rewrite that forgets the activity in the gradients of the weights into some neurons."""

    def change(example: Example, step: Step) -> Expr | None:
        weight = next((w for w in example.network.weights if w.name == step.quantity.names[0]), None)
        if weight is None or weight.target not in neurons or not isinstance(step.expr, Mul):
            return None
        return mul(*step.expr.factors[:-1])

    return on("grad", None, change)


def wrong_term(weight: str, source: str) -> Rewrite:
    """Return a rewrite that multiplies a weight by another neuron's activity on the way forward."""

    def change(example: Example, step: Step) -> Expr | None:
        network = example.network
        carried = next((w for w in network.incoming(step.quantity.names[0]) if w.name == weight), None)
        if carried is None:
            return None
        place = network.incoming(carried.target).index(carried)
        terms: list[Expr] = list(step.expr.terms) if isinstance(step.expr, Add) else [step.expr]
        product = terms[place] if place < len(terms) else None
        if isinstance(product, Mul):
            terms[place] = mul(*product.factors[:-1], Ref(network.sent(source, step.quantity).id))
        return add(*terms)

    return on("net", None, change)


def another_input(name: str, other: str) -> Rewrite:
    """Return a rewrite that takes one input's value for another's wherever it is used."""

    def change(example: Example, step: Step) -> Expr:
        network = example.network
        return substitute(step.expr, {network.sent(name, step.quantity).id: Ref(network.sent(other, step.quantity).id)})

    return both(on("net", None, change), on("grad", None, change))


def another_bias(neuron: str, own: str, other: str) -> Rewrite:
    """Return a rewrite that adds another neuron's bias to the weighted sum of one."""
    return on("net", frozenset({neuron}), lambda example, step: substitute(step.expr, {own: Ref(other)}))


def not_activated(neurons: frozenset[str]) -> Rewrite:
    return on("out", neurons, lambda example, step: Ref(step.quantity.of("net", *step.quantity.names).id))


def net_instead(kind: str, neurons: frozenset[str]) -> Rewrite:
    """Return a rewrite that uses net inputs where the activations of some neurons belong."""

    def change(example: Example, step: Step) -> Expr:
        names = {step.quantity.of("out", n).id: Ref(step.quantity.of("net", n).id) for n in neurons}
        return substitute(step.expr, names)

    return on(kind, None, change)


def other_targets(shifted: Mapping[str, str]) -> Rewrite:
    """Return a rewrite that compares outputs with targets of other outputs."""

    def change(example: Example, step: Step) -> Expr:
        beside = step.quantity.of
        ids = {beside("target", name).id: Ref(beside("target", other).id) for name, other in shifted.items()}
        return substitute(step.expr, ids)

    return both(on("E", None, change), on("dE_dout", None, change))


def turned_targets() -> Rewrite:
    """Return a rewrite that puts every target in with its sign turned."""

    def change(example: Example, step: Step) -> Expr:
        target = step.quantity.of("target").id
        return substitute(step.expr, {target: Neg(Ref(target))})

    return both(on("E", None, change), on("dE_dout", None, change))


def without_target(name: str) -> Rewrite:
    """Return a rewrite that makes δ of an output of softmax, which is y − T there, without T."""
    return on("delta", frozenset({name}), lambda example, step: Ref(step.quantity.of("out", name).id))


def targets_of(shift: int) -> Rewrite:
    """Return a rewrite that compares every sample's outputs with the targets of another, so many samples on."""

    def change(example: Example, step: Step) -> Expr:
        quantity, count = step.quantity.of("target"), len(example.network.samples)
        if not quantity.sample:
            return step.expr
        other = quantity.at((quantity.sample - 1 + shift) % count + 1)
        return substitute(step.expr, {quantity.id: Ref(other.id)})

    return both(on("E", None, change), on("dE_dout", None, change))


def other_weights(kind: str, names: Mapping[str, str], *, later: bool = True) -> Rewrite:
    """Return a rewrite that uses other weights in their place, before the update and, with `later`, after it."""

    def change(example: Example, step: Step) -> Expr | None:
        used, ids = frozenset(refs(step.expr)), dict[str, Expr]()
        for name, other in names.items():
            places = {name: other}
            if later:
                places |= {step.quantity.of("new", name).id: step.quantity.of("new", other).id}
                places |= {id_of("new", name): id_of("new", other)}
            ids |= {id: Ref(there) for id, there in places.items() if id in used}
        return substitute(step.expr, ids) if ids else None

    return on(kind, None, change)


def other_gradients(kind: str, names: Mapping[str, str]) -> Rewrite:
    """Return a rewrite that moves weights by the gradients of others."""

    def change(example: Example, step: Step) -> Expr:
        of = step.quantity.of
        return substitute(step.expr, {of("grad", name).id: Ref(of("grad", other).id) for name, other in names.items()})

    return on(kind, frozenset(names), change)


def update_step(kinds: Mapping[str, Callable[[Expr], Expr]], names: frozenset[str] | None = None) -> Rewrite:
    """Return a rewrite of how parameters move, of these or all; each function gets the step's own expression."""

    def rewrite(example: Example, step: Step) -> Expr | None:
        change = kinds.get(step.quantity.kind)
        if change is None or (names is not None and step.quantity.names[0] not in names):
            return None
        return changed(step, change(step.expr))

    return rewrite


def no_rate(expr: Expr) -> Expr:
    return substitute(expr, {"learning_rate": Num(1)})


def added(expr: Expr) -> Expr:
    """Return old + η·gradient for old − η·gradient."""
    if isinstance(expr, Add) and len(expr.terms) == 2 and isinstance(expr.terms[1], Neg):
        return add(expr.terms[0], expr.terms[1].operand)
    return expr


def turned(expr: Expr) -> Expr:
    return expr.operand if isinstance(expr, Neg) else expr


def number_instead(id: str, value: Decimal, only: str = "") -> Rewrite:
    """Return a rewrite that puts a number in wherever a quantity is used, or in the formula of one step `only`."""
    number = Num(value) if value >= 0 else Neg(Num(-value))

    def rewrite(example: Example, step: Step) -> Expr | None:
        return changed(step, substitute(step.expr, {id: number})) if only in ("", step.id) else None

    return rewrite
