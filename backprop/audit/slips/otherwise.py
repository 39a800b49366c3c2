"""Formulas that are written otherwise: another slope or activation, another error, another signal of the outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from ...network.spec import Example
from ...steps.expr import Add, Div, Expr, Fn, Mul, Neg, Num, Pow, Ref, add, mul, sub
from ...steps.passes import Step
from ...steps.rules import ACTIVATION_RULES
from ...words.en import details as words
from . import rewrites as s
from .rewriting import Rewrite, on
from .variant import Variant, layer_name, layer_scopes

ONE = Num(1)
SLOPES: dict[str, Callable[[Expr], Expr]] = {  # of an activation, as they are written
    words.OUT_LEFT: lambda out: sub(ONE, out),
    words.OUT_ALONE: lambda out: out,
    words.OUT_SIGMOID: lambda out: mul(out, sub(ONE, out)),
    words.OUT_TANH: lambda out: sub(ONE, Pow(out, 2)),
    words.OUT_PLUS: lambda out: mul(out, add(ONE, out)),
    words.OUT_PLUS_SQUARE: lambda out: add(ONE, Pow(out, 2)),
}


def _function(name: str, net: Expr) -> Expr:
    return ACTIVATION_RULES[name].value(net, (net,), Num(0))


VALUES: dict[str, Callable[[Expr], Expr]] = {  # of a net input
    words.NET_TURNED: lambda net: Div(ONE, add(ONE, Fn("exp", (net,)))),
    words.NET_UNDER: lambda net: add(ONE, Fn("exp", (Neg(net),))),
    words.NET_GROWN: lambda net: Fn("exp", (net,)),
    **{name: partial(_function, name) for name in ("sigmoid", "tanh", "relu")},
}


def _written_otherwise(
    deviation: str, kind: str, uses: str, ways: Mapping[str, Callable[[Expr], Expr]], example: Example
) -> Iterator[Variant]:
    """Yield every other way to write a formula of this kind, which uses one quantity of its neuron."""

    def instead(neurons: frozenset[str], written: Callable[[Expr], Expr]) -> Rewrite:
        return on(kind, neurons, lambda example, step: written(Ref(step.quantity.of(uses, *step.quantity.names).id)))

    for where, neurons in layer_scopes(example.network):
        for told, written in ways.items():
            yield Variant(deviation=deviation, detail=words.in_place(told, where), rewrite=instead(neurons, written))


def other_slope(example: Example) -> Iterator[Variant]:
    yield from _written_otherwise("other_slope", "dout_dnet", "out", SLOPES, example)
    for index, layer in enumerate(example.network.layers):
        if layer.activation == "relu":
            detail = words.in_place(words.ONE_ALWAYS, words.within(layer_name(example.network, index)))
            rewrite = on("dout_dnet", frozenset(layer.neurons), lambda example, step: ONE)
            yield Variant(deviation="other_slope", detail=detail, rewrite=rewrite)
    rewrite = s.slope_of(frozenset(example.network.outputs), s.target)
    yield Variant(deviation="other_slope", detail=words.AT_TARGET, rewrite=rewrite)


def other_activation(example: Example) -> Iterator[Variant]:
    yield from _written_otherwise("other_activation", "out", "net", VALUES, example)


def joint_slope(example: Example) -> Iterator[Variant]:
    if example.network.loss_traits.squared and not example.network.layers[-1].traits.joint:
        return

    def change(example: Example, step: Step) -> Expr:
        return mul(step.expr, Ref(step.quantity.of("dout_dnet", step.quantity.names[0]).id))

    yield Variant(deviation="joint_slope", rewrite=on("delta", frozenset(example.network.outputs), change))


def own_slope(example: Example) -> Iterator[Variant]:
    if not example.network.layers[-1].traits.joint:
        return

    def change(example: Example, step: Step) -> Expr:
        of = step.quantity.of
        return mul(Ref(of("dE_dout").id), Ref(of("dout_dnet").id))

    yield Variant(deviation="own_slope", rewrite=on("delta", frozenset(example.network.outputs), change))


def other_logarithm(example: Example) -> Iterator[Variant]:
    for base in () if example.network.loss_traits.squared else (10, 2):
        smaller = Div(ONE, Fn("ln", (Num(base),)))
        yield Variant(
            deviation="other_logarithm", detail=words.base(base),
            rewrite=s.times("E", frozenset(example.network.outputs), smaller),
        )  # fmt: skip


def square_lost(example: Example) -> Iterator[Variant]:
    if not example.network.loss_traits.squared:
        return
    outputs = frozenset(example.network.outputs)
    lost = on("E", outputs, lambda example, step: _without_square(step.expr))
    kept = on("dE_dout", outputs, lambda example, step: _squared(step.expr))
    yield Variant(deviation="square_lost", detail=words.IN_ERROR, rewrite=lost)
    for detail, alone in (
        (words.DISTANCE_ALONE, _size),
        (words.DIFFERENCE_ALONE, lambda base: base),
        (words.OTHER_DIFFERENCE_ALONE, Neg),
    ):
        rewrite = on("E", outputs, partial(_alone, alone))
        yield Variant(deviation="square_lost", detail=detail, rewrite=rewrite)
    scaled = on("E", outputs, lambda example, step: _without_square(step.expr, of_size=True))
    yield Variant(deviation="square_lost", detail=words.SIZE_IN_ERROR, rewrite=scaled)
    yield Variant(deviation="square_lost", detail=words.KEPT_IN_SLOPE, rewrite=kept)


def _without_square(expr: Expr, *, of_size: bool = False) -> Expr:
    """Return an error with its difference for the square of it, or with the size of that."""
    match expr:
        case Pow(base, 2):
            return _size(base) if of_size else base
        case Mul(factors):
            return mul(*(_without_square(factor, of_size=of_size) for factor in factors))
        case Div(over, under):
            return Div(_without_square(over, of_size=of_size), under)
    return expr


def _size(base: Expr) -> Expr:
    return Fn("max", (base, Neg(base)))


def _alone(written: Callable[[Expr], Expr], example: Example, step: Step) -> Expr | None:
    """Return the difference that is squared in an error, as it is then written, without anything around it."""
    base = _base(step.expr)
    return None if base is None else written(base)


def _base(expr: Expr) -> Expr | None:
    """Return the difference that is squared in an error."""
    match expr:
        case Pow(base, 2):
            return base
        case Mul(factors):
            return next((found for factor in factors if (found := _base(factor)) is not None), None)
        case Div(over, _):
            return _base(over)
    return None


def _squared(expr: Expr) -> Expr:
    """Return a slope of the error with its difference squared."""
    match expr:
        case Add():
            return Pow(expr, 2)
        case Mul(factors):
            return mul(*map(_squared, factors))
        case Div(over, under):
            return Div(_squared(over), under)
    return expr
