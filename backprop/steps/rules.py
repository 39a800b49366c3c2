"""Activations, their slopes and losses as expression trees: what a person writes where the engine has arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .expr import Add, Div, Expr, Fn, IfPositive, Mul, Neg, Num, Pow, add, mul, sub

ONE = Num(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationRule:
    """value(net, the layer's nets, leak) and slope(net, out, leak), each an expression."""

    value: Callable[[Expr, tuple[Expr, ...], Expr], Expr]
    slope: Callable[[Expr, Expr, Expr], Expr]


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRule:
    """term(out, target, n) and slope(out, target, n), each an expression; n is the number of outputs."""

    term: Callable[[Expr, Expr, int], Expr]
    slope: Callable[[Expr, Expr, int], Expr]


def _exp(power: Expr) -> Expr:
    return Fn("exp", (power,))


def _ln(operand: Expr) -> Expr:
    return Fn("ln", (operand,))


def _logistic(net: Expr) -> Expr:
    return Div(ONE, add(ONE, _exp(Neg(net))))


ACTIVATION_RULES: dict[str, ActivationRule] = {
    "sigmoid": ActivationRule(
        value=lambda net, nets, leak: _logistic(net),
        slope=lambda net, out, leak: mul(out, sub(ONE, out)),
    ),
    "tanh": ActivationRule(
        value=lambda net, nets, leak: Fn("tanh", (net,)),
        slope=lambda net, out, leak: sub(ONE, Pow(out, 2)),
    ),
    "relu": ActivationRule(
        value=lambda net, nets, leak: Fn("max", (Num(0), net)),
        slope=lambda net, out, leak: IfPositive(net, ONE, Num(0)),
    ),
    "leaky_relu": ActivationRule(
        value=lambda net, nets, leak: IfPositive(net, net, mul(leak, net)),
        slope=lambda net, out, leak: IfPositive(net, ONE, leak),
    ),
    "linear": ActivationRule(
        value=lambda net, nets, leak: net,
        slope=lambda net, out, leak: ONE,
    ),
    "softplus": ActivationRule(
        value=lambda net, nets, leak: _ln(add(ONE, _exp(net))),
        slope=lambda net, out, leak: _logistic(net),
    ),
    "softmax": ActivationRule(
        value=lambda net, nets, leak: Div(_exp(net), add(*(_exp(other) for other in nets))),
        slope=lambda net, out, leak: mul(out, sub(ONE, out)),
    ),
}


def _half_squared(out: Expr, target: Expr, n: int) -> Expr:
    return Mul((Div(ONE, Num(2)), Pow(sub(target, out), 2)))


def _mean(over: Expr, n: int) -> Expr:
    return Div(over, Num(n)) if n > 1 else over


def _binary(out: Expr, target: Expr) -> Expr:
    return Neg(Add((mul(target, _ln(out)), mul(sub(ONE, target), _ln(sub(ONE, out))))))


def _binary_slope(out: Expr, target: Expr) -> Expr:
    return sub(Div(sub(ONE, target), sub(ONE, out)), Div(target, out))


LOSS_RULES: dict[str, LossRule] = {
    "half_squared_error": LossRule(
        term=_half_squared,
        slope=lambda out, target, n: sub(out, target),
    ),
    "squared_error": LossRule(
        term=lambda out, target, n: Pow(sub(target, out), 2),
        slope=lambda out, target, n: mul(Num(2), sub(out, target)),
    ),
    "mean_squared_error": LossRule(
        term=lambda out, target, n: _mean(Pow(sub(target, out), 2), n),
        slope=lambda out, target, n: _mean(mul(Num(2), sub(out, target)), n),
    ),
    "half_mean_squared_error": LossRule(
        term=lambda out, target, n: _mean(_half_squared(out, target, n), n),
        slope=lambda out, target, n: _mean(sub(out, target), n),
    ),
    "binary_cross_entropy": LossRule(
        term=lambda out, target, n: _binary(out, target),
        slope=lambda out, target, n: _binary_slope(out, target),
    ),
    "mean_binary_cross_entropy": LossRule(
        term=lambda out, target, n: _mean(_binary(out, target), n),
        slope=lambda out, target, n: _mean(_binary_slope(out, target), n),
    ),
    "cross_entropy": LossRule(
        term=lambda out, target, n: Neg(mul(target, _ln(out))),
        slope=lambda out, target, n: Neg(Div(target, out)),
    ),
}
