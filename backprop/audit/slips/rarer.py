"""Slips that are met less often, each tried by itself: another neuron's number, something left out, old numbers.

Longer than most: a function a slip, and nothing between them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ...network.quantity import Quantity, id_of
from ...network.spec import Bias, Example, Weight
from ...steps.expr import Add, Div, Expr, Mul, Num, Ref, add, mul, refs
from ...steps.passes import Step, weights_into
from ...steps.rewriting import substitute
from ...words.en import details as words
from . import rewrites as s
from .renumbering import transposed_names
from .rewriting import Rewrite, both, on
from .variant import MOST_ALONE, MOST_SWAPPED, Variant, layer_name, layer_scopes

MOST_SAMPLES = 8  # of a batch, each of which may be taken for all


def no_path_weight(example: Example) -> Iterator[Variant]:
    def change(example: Example, step: Step) -> Expr:
        return Ref(step.quantity.of("delta", step.quantity.names[1]).id)

    yield Variant(deviation="no_path_weight", rewrite=on("path", None, change))


def early_signal(example: Example) -> Iterator[Variant]:
    def before(kind: str, neurons: frozenset[str]) -> Rewrite:
        def change(example: Example, step: Step) -> Expr:
            of = step.quantity.of
            return substitute(step.expr, {of("delta", name).id: Ref(of("dE_dout", name).id) for name in neurons})

        return on(kind, None, change)

    for where, neurons in layer_scopes(example.network):
        back, gradient = before("path", neurons), before("grad", neurons)
        for told, rewrite in ((words.PASSED_ON, back), (words.IN_GRADIENT, gradient)):
            detail = words.in_place(told, where)
            yield Variant(deviation="early_signal", detail=detail, rewrite=rewrite)


def own_activity(example: Example) -> Iterator[Variant]:
    ends = {weight.name: weight.target for weight in example.network.weights}

    def change(example: Example, step: Step) -> Expr | None:
        if not isinstance(step.expr, Mul):
            return None
        return mul(*step.expr.factors[:-1], Ref(step.quantity.of("out", ends[step.quantity.names[0]]).id))

    for where, neurons in layer_scopes(example.network):
        names = frozenset(name for name, target in ends.items() if target in neurons)
        yield Variant(deviation="own_activity", detail=where, rewrite=on("grad", names, change))


def input_for_activation(example: Example) -> Iterator[Variant]:
    network = example.network
    sources = {weight.name: weight.source for weight in network.weights}

    def put_in(places: Mapping[str, str]) -> Rewrite:
        def change(example: Example, step: Step) -> Expr | None:
            source = sources[step.quantity.names[0]]
            out = network.sent(source, step.quantity).id
            taken = network.sent(places[source], step.quantity).id if source in places else out
            return substitute(step.expr, {out: Ref(taken)}) if out in refs(step.expr) else None

        return on("grad", frozenset(name for name, source in sources.items() if source in places), change)

    for index, layer in enumerate(network.layers[:-1], 1):
        where = layer_name(network, index)
        places = dict(zip(layer.neurons, network.inputs, strict=False))  # each neuron's the input of its own number
        yield Variant(deviation="input_for_activation", detail=words.within(where), rewrite=put_in(places))
        for one in network.inputs if len(network.inputs) > 1 else ():
            rewrite = put_in(dict.fromkeys(layer.neurons, one))
            yield Variant(deviation="input_for_activation", detail=words.always(one), rewrite=rewrite)


def other_signal(example: Example) -> Iterator[Variant]:
    def of_another(names: frozenset[str], other: str) -> Rewrite:
        def change(example: Example, step: Step) -> Expr:
            of = step.quantity.of
            return substitute(step.expr, {of("delta", name).id: Ref(of("delta", other).id) for name in names - {other}})

        return on("grad", None, change)

    for layer in example.network.layers:
        for other in layer.neurons if len(layer.neurons) > 1 else ():
            detail = words.signal_of(other)
            yield Variant(deviation="other_signal", detail=detail, rewrite=of_another(frozenset(layer.neurons), other))


def bias_times_input(example: Example) -> Iterator[Variant]:
    network = example.network

    def fed_by(names: frozenset[str], source: str) -> Rewrite:
        def change(example: Example, step: Step) -> Expr | None:
            whole = len(network.samples) > 1 and not step.quantity.sample
            return None if whole else mul(step.expr, Ref(network.sent(source, step.quantity).id))

        return on("grad", names, change)

    for index, layer in enumerate(network.layers):
        names = frozenset(bias.name for bias in map(network.bias_of, layer.neurons) if bias)
        for source in network.columns[index] if names else ():
            yield Variant(deviation="bias_times_input", detail=words.times(source), rewrite=fed_by(names, source))


def swapped(example: Example) -> Iterator[Variant]:
    network = example.network

    def inputs(one: str, two: str) -> Mapping[str, str]:
        return {one: two, two: one}

    def exchanged(kind: str, names: Mapping[str, str]) -> Rewrite:
        def change(example: Example, step: Step) -> Expr:
            sent = {
                network.sent(name, step.quantity).id: network.sent(other, step.quantity).id
                for name, other in names.items()
            }
            return substitute(step.expr, {id: Ref(other) for id, other in sent.items()})

        return on(kind, None, change)

    for one, two in itertools.combinations(network.inputs, 2):
        forward, gradient = (exchanged(kind, inputs(one, two)) for kind in ("net", "grad"))
        detail = words.and_(one, two)
        yield Variant(deviation="swapped", detail=words.forward(detail), rewrite=forward)
        yield Variant(deviation="swapped", detail=detail, rewrite=both(forward, gradient))
    for index, layer in enumerate(network.layers):
        block, transposed = weights_into(network, index), transposed_names(network, index)
        biases = {name: bias.name for name in layer.neurons if (bias := network.bias_of(name))}
        near = [
            (a.name, b.name)
            for a, b in itertools.combinations(block, 2)
            if len(block) <= MOST_SWAPPED or a.source == b.source or a.target == b.target
        ]
        near += [(weight.name, biases[weight.target]) for weight in block if weight.target in biases]
        near += itertools.combinations(dict.fromkeys(biases.values()), 2)
        for one, two in near:
            names = {one: two, two: one}
            if names != transposed:
                detail = words.and_(one, two)
                rewrite = both(s.other_weights("net", names), s.other_weights("path", names))
                yield Variant(deviation="swapped", detail=detail, rewrite=rewrite)
                taken = both(*(s.other_weights(kind, names, later=False) for kind in ("net", "path", "new")))
                yield Variant(deviation="swapped", detail=words.from_the_start(detail), rewrite=taken)


def one_sample_only(example: Example) -> Iterator[Variant]:
    count = len(example.network.samples)
    mean = example.method.over_samples == "mean"

    def of(number: int, *, divided: bool) -> Rewrite:
        def change(example: Example, step: Step) -> Expr | None:
            quantity = step.quantity
            own = Ref(replace(quantity, sample=number).id)
            if quantity.sample is not None or own.id not in refs(step.expr):
                return None
            return Div(own, Num(count)) if divided else own

        return on("grad", None, change)

    for number in range(1, count + 1) if 1 < count <= MOST_SAMPLES else ():
        for divided in (False, True) if mean else (False,):
            detail = words.of_sample(number, divided=divided)
            yield Variant(deviation="one_sample_only", detail=detail, rewrite=of(number, divided=divided))


def old_weights_after(example: Example) -> Iterator[Variant]:
    network = example.network

    def still(names: frozenset[str]) -> Rewrite:
        def change(example: Example, step: Step) -> Expr | None:
            old: dict[str, Expr] = {id_of("new", name): Ref(name) for name in names}
            return substitute(step.expr, old) if step.quantity.round == 1 else None

        return on("net", None, change)

    def named(parameters: Iterable[Weight | Bias]) -> frozenset[str]:
        return frozenset(parameter.name for parameter in parameters)

    weights, biases = named(network.weights), named(network.biases if example.method.update_biases else ())
    ways = [(words.ALL_WEIGHTS, weights), (words.THE_BIASES, biases), (words.WEIGHTS_AND_BIASES, weights | biases)]
    for index, layer in enumerate(network.layers) if len(network.layers) > 1 else ():
        into, where = named(weights_into(network, index)), layer_name(network, index)
        own = {bias.name for bias in map(network.bias_of, layer.neurons) if bias}
        ways += [(words.weights_into(where), into), (words.numbers_of(where), into | (biases & own))]
    alone = sorted(weights | biases)
    ways += [(words.alone(name), frozenset({name})) for name in (alone if len(alone) <= MOST_ALONE else ())]
    for detail, names in ways:
        yield Variant(deviation="old_weights_after", detail=detail, rewrite=still(names))
    for index, layer in enumerate(network.layers[:-1]):
        detail = words.outputs_of(layer_name(network, index))
        yield Variant(deviation="old_weights_after", detail=detail, rewrite=_old_outputs(frozenset(layer.neurons)))
    if example.online:
        for detail, kinds in ((words.UPDATE_OF_NEXT, ("new",)), (words.PASSES_OF_NEXT, ("net", "path"))):
            rewrite = both(*(on(kind, None, _as_given) for kind in kinds))
            yield Variant(deviation="old_weights_after", detail=detail, rewrite=rewrite)


def _as_given(example: Example, step: Step) -> Expr | None:
    """Return a formula of a later sample in which parameters are what they were before the first."""
    last = (step.quantity.sample or 1) - 1
    if not last or step.quantity.round:
        return None
    left = {Quantity("new", (each.name,), last).id: Ref(each.name) for each in example.network.parameters}
    return substitute(step.expr, left)


def _old_outputs(neurons: frozenset[str]) -> Rewrite:
    """Return a rewrite that goes on after the update with what some neurons gave before it."""

    def change(example: Example, step: Step) -> Expr | None:
        if step.quantity.round != 1:
            return None
        after = {step.quantity.of("out", name) for name in neurons}
        return substitute(step.expr, {out.id: Ref(replace(out, round=None).id) for out in after})

    return on("net", None, change)


def term_left_out(example: Example) -> Iterator[Variant]:
    network = example.network

    def without(kind: str, place: int, *neuron: str) -> Rewrite:
        def change(example: Example, step: Step) -> Expr | None:
            terms = step.expr.terms if isinstance(step.expr, Add) else ()
            kept = terms[:place] + terms[place + 1 :]
            return add(*kept) if kept else None

        return on(kind, frozenset(neuron) or None, change)

    for neuron in (name for layer in network.layers for name in layer.neurons):
        for place, weight in enumerate(network.incoming(neuron)):
            detail = words.of_weight(weight.name)
            yield Variant(deviation="term_left_out", detail=detail, rewrite=without("net", place, neuron))
    for bias in network.biases:
        for place, neuron in enumerate(bias.targets if len(bias.targets) > 1 else ()):
            detail = words.signal_left_out(neuron)
            yield Variant(deviation="term_left_out", detail=detail, rewrite=without("grad", place, bias.name))
    for place, name in enumerate(network.outputs if len(network.outputs) > 1 else ()):
        detail = words.of_output(name)
        yield Variant(deviation="term_left_out", detail=detail, rewrite=without("E_total", place))
