"""The usual slips this project knows by name: a function for each that says where it can act.

A variant is one way a slip can happen in one example: another example, other formulas, or both. Slips in a printed
number itself (a shifted point, a typo, early rounding, a stale value) are rows of the catalogue, tried on the digits.

Longer than most: a function a slip, and nothing between them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from ...network.spec import Example, Weight
from ...steps.expr import Div, Num
from ...words.en import details as words
from . import rewrites as s
from .renumbering import renumberings, transposed_names
from .rewriting import both
from .variant import MOST_ALONE, Variant, layer_name, layer_scopes, parameter_scopes, scopes, with_method

ONE_HALF = Div(Num(1), Num(2))
TWO = Num(2)
MOST_EXCHANGED = 10  # outputs of which any two may have their targets exchanged


def updated_weights(example: Example) -> Iterator[Variant]:
    if example.method.hidden_gradient == "old_weights" and len(example.network.layers) > 1:
        yield Variant(deviation="updated_weights", example=with_method(hidden_gradient="updated_weights"))
        inner = {name for layer in example.network.layers[:-1] for name in layer.neurons}
        later = [weight for weight in example.network.weights if weight.source in inner]
        for weight in later if 1 < len(later) <= MOST_ALONE else ():
            rewrite, detail = s.updated_on_path(weight), words.alone(weight.name)
            yield Variant(deviation="updated_weights", detail=detail, rewrite=rewrite, rare=True)


def frozen_bias(example: Example) -> Iterator[Variant]:
    if example.method.update_biases and example.network.biases:
        yield Variant(deviation="frozen_bias", example=with_method(update_biases=False))


def one_path_only(example: Example) -> Iterator[Variant]:
    network = example.network
    for layer in network.layers[1:]:
        for kept in layer.neurons if len(layer.neurons) > 1 else ():
            yield Variant(deviation="one_path_only", detail=words.only_through(kept), rewrite=s.one_path(kept, None))
    for index, layer in enumerate(network.layers[:-1], 1):
        beyond = network.layers[index].neurons
        for kept, name in itertools.product(beyond, layer.neurons) if len(beyond) > 1 < len(layer.neurons) else ():
            detail = words.both_where(words.only_through(kept), words.at(name))
            rewrite = s.one_path(kept, frozenset({name}))
            yield Variant(deviation="one_path_only", detail=detail, rewrite=rewrite, paired=False)


def no_output_slope(example: Example) -> Iterator[Variant]:
    outputs = example.network.outputs
    yield Variant(deviation="no_output_slope", rewrite=s.without_slope(frozenset(outputs)))
    for name in outputs if len(outputs) > 1 else ():
        yield Variant(deviation="no_output_slope", detail=words.at(name), rewrite=s.without_slope(frozenset({name})))


def no_hidden_slope(example: Example) -> Iterator[Variant]:
    for detail, neurons in scopes(example.network, outputs=False):
        yield Variant(deviation="no_hidden_slope", detail=detail, rewrite=s.without_slope(neurons))


def slope_at_net(example: Example) -> Iterator[Variant]:
    for detail, neurons in scopes(example.network):
        yield Variant(deviation="slope_at_net", detail=detail, rewrite=s.slope_of(neurons, s.net))


def slope_twice(example: Example) -> Iterator[Variant]:
    for detail, neurons in scopes(example.network):
        yield Variant(deviation="slope_twice", detail=detail, rewrite=s.slope_of(neurons, s.activated_again))


def error_in_slope(example: Example) -> Iterator[Variant]:
    for detail, neurons in scopes(example.network):
        for wrong in (s.error_signal, s.turned_error_signal):
            yield Variant(deviation="error_in_slope", detail=detail, rewrite=s.slope_of(neurons, wrong))
        if neurons <= set(example.network.outputs):
            yield Variant(deviation="error_in_slope", detail=detail, rewrite=s.slope_of(neurons, s.error_term))


def wrong_sign(example: Example) -> Iterator[Variant]:
    network = example.network
    outputs = frozenset(network.outputs)
    yield Variant(deviation="wrong_sign", detail=words.OTHER_DIFFERENCE, rewrite=s.negated("dE_dout", outputs))
    for name in network.outputs if len(outputs) > 1 else ():
        yield Variant(deviation="wrong_sign", detail=words.at(name), rewrite=s.negated("dE_dout", frozenset({name})))
    for layer in network.layers[1:]:
        for name in layer.neurons:
            yield Variant(deviation="wrong_sign", detail=words.coming_back_through(name), rewrite=s.negated_path(name))
    hidden = frozenset(name for layer in network.layers[:-1] for name in layer.neurons)
    yield Variant(deviation="wrong_sign", detail=words.OF_HIDDEN_SIGNALS, rewrite=s.negated("delta", hidden))
    names = frozenset(bias.name for bias in network.biases)
    if names:
        yield Variant(deviation="wrong_sign", detail=words.OF_BIASES, rewrite=s.bias_turned(True, names))


def factor_two(example: Example) -> Iterator[Variant]:
    traits = example.network.loss_traits
    if traits.halved:
        yield from _scaled("factor_two", TWO, example)
    elif traits.squared:
        rewrite = s.times("dE_dout", frozenset(example.network.outputs), ONE_HALF)
        yield Variant(deviation="factor_two", detail=words.IN_SLOPE, rewrite=rewrite)


def half_twice(example: Example) -> Iterator[Variant]:
    network, samples = example.network, len(example.network.samples)
    shares = {2, *([len(network.outputs)] if len(network.outputs) > 1 else [])}
    twice = network.loss_traits.squared and not network.loss_traits.halved  # its slope has a factor of two to lose
    for share in sorted(shares):
        scaled = _scaled("half_twice", Div(Num(1), Num(share)), example)
        yield from (one for one in scaled if not (twice and share == 2 and one.detail == words.IN_SLOPE))
        yield Variant(
            deviation="half_twice", detail=words.IN_TOTAL, rewrite=s.times("E_total", None, Div(Num(1), Num(share)))
        )
    if network.loss_traits.mean and len(network.outputs) > 1:
        count = Num(len(network.outputs))
        yield from _scaled("half_twice", count, example)
        if twice and len(network.outputs) > 2:  # of two the whole factor is 1, and none can be lost
            rewrite = s.times("dE_dout", frozenset(network.outputs), Div(count, TWO))
            yield Variant(deviation="half_twice", detail=words.IN_SLOPE, rewrite=rewrite)
    if samples > 1:
        other = "sum" if example.method.over_samples == "mean" else "mean"
        yield Variant(deviation="half_twice", detail=words.OVER_SAMPLES[other], example=with_method(over_samples=other))


def _scaled(id: str, factor: Num | Div, example: Example) -> Iterator[Variant]:
    outputs = frozenset(example.network.outputs)
    value, slope = s.times("E", outputs, factor), s.times("dE_dout", outputs, factor)
    yield Variant(deviation=id, detail=words.IN_ERROR, rewrite=value)
    yield Variant(deviation=id, detail=words.IN_SLOPE, rewrite=slope)
    yield Variant(deviation=id, detail=words.IN_BOTH, rewrite=both(value, slope))


def no_learning_rate(example: Example) -> Iterator[Variant]:
    yield Variant(deviation="no_learning_rate", rewrite=s.update_step({"change": s.no_rate, "new": s.no_rate}))
    for where, names in parameter_scopes(example):
        rewrite = s.update_step({"change": s.no_rate, "new": s.no_rate}, names)
        yield Variant(deviation="no_learning_rate", detail=where, rewrite=rewrite, paired=False)


def added_update(example: Example) -> Iterator[Variant]:
    yield Variant(deviation="added_update", rewrite=s.update_step({"change": s.turned, "new": s.added}))
    yield Variant(deviation="added_update", detail=words.IN_NEW_VALUE, rewrite=s.update_step({"new": s.added}))
    for where, names in parameter_scopes(example):
        rewrite = s.update_step({"change": s.turned, "new": s.added}, names)
        yield Variant(deviation="added_update", detail=where, rewrite=rewrite, paired=False)
        detail, rewrite = words.both_where(words.IN_NEW_VALUE, where), s.update_step({"new": s.added}, names)
        yield Variant(deviation="added_update", detail=detail, rewrite=rewrite, paired=False)


def wrong_input(example: Example) -> Iterator[Variant]:
    network = example.network
    for name, other in itertools.permutations(network.inputs, 2):
        detail = words.throughout(other, name)
        yield Variant(deviation="wrong_input", detail=detail, rewrite=s.another_input(name, other))
    for column in network.columns[:-1]:
        for source in column if len(column) > 1 else ():
            detail = words.used_in_gradient(source)
            yield Variant(deviation="wrong_input", detail=detail, rewrite=s.gradient_from(source))
    for weight in network.weights:
        column = next(column for column in network.columns if weight.source in column)
        for source in column:
            if source != weight.source:
                detail = words.used_in_net(source, weight.name)
                yield Variant(deviation="wrong_input", detail=detail, rewrite=s.wrong_term(weight.name, source))
    for layer in network.layers:
        own = {name: bias.name for name in layer.neurons if (bias := network.bias_of(name))}
        for name, other in itertools.product(own, dict.fromkeys(own.values())):
            if own[name] != other:
                rewrite = s.another_bias(name, own[name], other)
                yield Variant(deviation="wrong_input", detail=words.into_net_of(other, name), rewrite=rewrite)


def no_input_factor(example: Example) -> Iterator[Variant]:
    for detail, neurons in scopes(example.network):
        yield Variant(deviation="no_input_factor", detail=detail, rewrite=s.without_activity(neurons))


def net_for_out(example: Example) -> Iterator[Variant]:
    network = example.network
    hidden = frozenset(name for layer in network.layers[:-1] for name in layer.neurons)
    outputs = frozenset(network.outputs)
    slope = s.net_instead("dE_dout", outputs)
    ways = {
        words.IN_NET: s.net_instead("net", hidden),
        words.IN_GRADIENT: s.net_instead("grad", hidden),
        words.IN_ERROR: both(s.net_instead("E", outputs), slope),
        words.IN_SLOPE: slope,
    }
    for detail, rewrite in ways.items():
        yield Variant(deviation="net_for_out", detail=detail, rewrite=rewrite)
    for where, neurons in layer_scopes(network):
        yield Variant(deviation="net_for_out", detail=words.not_activated(where), rewrite=s.not_activated(neurons))
    for name in (name for layer in network.layers if len(layer.neurons) > 1 for name in layer.neurons):
        detail, rewrite = words.not_activated(words.at(name)), s.not_activated(frozenset({name}))
        yield Variant(deviation="net_for_out", detail=detail, rewrite=rewrite, rare=True)
    forward_and_back = both(ways[words.IN_NET], ways[words.IN_GRADIENT])
    yield Variant(deviation="net_for_out", detail=words.FORWARD_AND_GRADIENT, rewrite=forward_and_back)


def transposed_weights(example: Example) -> Iterator[Variant]:
    network = example.network
    maps = {index: transposed_names(network, index) for index in range(len(network.layers))}
    maps = {index: names for index, names in maps.items() if names}
    everywhere = {k: v for names in maps.values() for k, v in names.items()}
    found = [(words.into(layer_name(network, index)), names) for index, names in maps.items()]
    for where, names in ([(words.EVERY_LAYER, everywhere)] if len(maps) > 1 else []) + found:
        forward, back = s.other_weights("net", names), s.other_weights("path", names)
        yield Variant(deviation="transposed_weights", detail=words.forward(where), rewrite=forward)
        yield Variant(deviation="transposed_weights", detail=words.on_the_way_back(where), rewrite=back)
        yield Variant(deviation="transposed_weights", detail=where, rewrite=both(forward, back))
        update = both(s.other_gradients("new", names), s.other_gradients("change", names))
        yield Variant(deviation="transposed_weights", detail=words.gradients(where), rewrite=update, paired=False)


def _with_weights(example: Example, weights: tuple[Weight, ...]) -> Example:
    return replace(example, network=replace(example.network, weights=weights))


def other_numbering(example: Example) -> Iterator[Variant]:
    for detail, renumbered in renumberings(example.network):
        yield Variant(
            deviation="other_numbering",
            detail=detail,
            example=partial(_with_weights, weights=renumbered),
        )


def no_bias(example: Example) -> Iterator[Variant]:
    network = example.network
    if network.biases and len(network.layers) > 1:
        names = frozenset(bias.name for bias in network.biases)
        yield Variant(deviation="no_bias", detail=words.EVERY_LAYER, rewrite=s.bias_turned(False, names))
    for index, layer in enumerate(network.layers):
        found = [network.bias_of(name) for name in layer.neurons]
        names = frozenset(bias.name for bias in found if bias)
        if names:
            detail = words.within(layer_name(network, index))
            yield Variant(deviation="no_bias", detail=detail, rewrite=s.bias_turned(False, names))
    if len(network.biases) > len(network.layers):
        for bias in network.biases:
            detail = words.alone(bias.name)
            yield Variant(deviation="no_bias", detail=detail, rewrite=s.bias_turned(False, frozenset({bias.name})))


def wrong_target(example: Example) -> Iterator[Variant]:
    outputs = example.network.outputs
    if len(outputs) > 1:
        turned = dict(zip(outputs, outputs[::-1], strict=True))
        yield Variant(deviation="wrong_target", detail=words.TARGETS_REVERSED, rewrite=s.other_targets(turned))
    for one, two in itertools.combinations(outputs, 2) if 2 < len(outputs) <= MOST_EXCHANGED else ():
        rewrite = s.other_targets({one: two, two: one})
        yield Variant(deviation="wrong_target", detail=words.targets_exchanged(one, two), rewrite=rewrite, paired=False)
    for name in outputs if len(outputs) > 1 else ():
        same = dict.fromkeys((other for other in outputs if other != name), name)
        yield Variant(deviation="wrong_target", detail=words.target_of(name), rewrite=s.other_targets(same))
    if any(target for sample in example.network.samples for target in sample.targets):
        yield Variant(deviation="wrong_target", detail=words.TARGETS_TURNED, rewrite=s.turned_targets())
    shares = example.network.layers[-1].traits.joint and not example.network.loss_traits.squared
    for name in outputs if shares else ():
        detail = words.without_target(name)
        yield Variant(deviation="wrong_target", detail=detail, rewrite=s.without_target(name), rare=True)
    for shift in range(1, len(example.network.samples)):
        detail = words.targets_of_another(shift)
        yield Variant(deviation="wrong_target", detail=detail, rewrite=s.targets_of(shift))


def bias_alone(example: Example) -> Iterator[Variant]:
    network = example.network
    for detail, neurons in scopes(network):
        if any(network.bias_of(name) for name in neurons):
            yield Variant(deviation="bias_alone", detail=detail, rewrite=s.bias_alone(neurons))


def moved_bias(example: Example) -> Iterator[Variant]:
    if not example.method.update_biases and example.network.biases:
        yield Variant(deviation="moved_bias", example=with_method(update_biases=True))
