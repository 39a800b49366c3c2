"""Activations and losses of the arrays are what their formulas say, however large the net input: held against arb."""

from __future__ import annotations

import numpy as np
import pytest
from flint import arb, ctx

from backprop.arrays.functions import ACTIVATIONS, LOSSES, others
from backprop.network.vocabulary import ACTIVATION_TRAITS, LOSS_TRAITS

LEAK = 0.0625  # exact in binary
NETS = (-700.0, -40.0, -3.25, -0.5, -0.0078125, 0.0, 0.0078125, 0.5, 3.25, 40.0, 700.0)
ROUNDINGS = 20 * np.finfo(float).eps
SMALLEST = 1e-300


@pytest.fixture(autouse=True)
def digits():
    """A witness of two thousand digits, and arrays that may divide by zero where they do not use what it gives."""
    with ctx.workdps(2000), np.errstate(divide="ignore"):
        yield


def sigma(x) -> arb:
    return 1 / (1 + (-x).exp())


# value and slope of each, from the textbook
FORMULAS = {
    "sigmoid": (sigma, lambda x: sigma(x) * sigma(-x)),
    "tanh": (lambda x: x.tanh(), lambda x: 1 / x.cosh() ** 2),
    "relu": (lambda x: x if x > 0 else arb(0), lambda x: arb(1 if x > 0 else 0)),
    "leaky_relu": (lambda x: x if x > 0 else LEAK * x, lambda x: arb(1 if x > 0 else LEAK)),
    "linear": (lambda x: x, lambda x: arb(1)),
    "softplus": (lambda x: x.exp().log1p(), sigma),
}


def near(found: float, true: arb, beside: float = 0.0) -> bool:
    """Return whether a double is the true number but for a few roundings of it, or of what it was computed beside."""
    if not np.isfinite(found):
        return False
    return bool(abs(arb(float(found)) - true) <= ROUNDINGS * (abs(true) + beside) + SMALLEST)


def column(values) -> np.ndarray:
    return np.array(values, dtype=float).reshape(-1, 1)


@pytest.mark.parametrize("name", FORMULAS)
def test_values_and_slopes_are_those_of_the_textbook(name):
    row, (value, slope) = ACTIVATIONS[name], FORMULAS[name]
    out = row.value(column(NETS), LEAK)
    for net, mine, steep in zip(NETS, out[:, 0], row.slope(column(NETS), out, LEAK)[:, 0], strict=True):
        assert near(mine, value(arb(net))), net
        assert near(steep, slope(arb(net))), net


@pytest.mark.parametrize("name", FORMULAS)
def test_one_less_an_activation_is_had_to_all_its_digits_where_that_nears_one(name):
    nets = [net for net in NETS if name in {"sigmoid", "tanh"} or net in {-0.5, 0.0078125, 0.5}]
    rest = ACTIVATIONS[name].rest(column(nets), ACTIVATIONS[name].value(column(nets), LEAK))
    assert [
        net for net, mine in zip(nets, rest[:, 0], strict=True) if not near(mine, 1 - FORMULAS[name][0](arb(net)))
    ] == []


@pytest.mark.parametrize("name", FORMULAS)
def test_logarithms_of_an_activation_and_of_what_is_left_of_it_are_had_to_all_their_digits(name):
    nets = [0.0078125, 0.5] + [net for net in NETS if name == "sigmoid" or (name == "tanh" and net > 0)]
    nets += [-3.25, -40.0, -700.0, -1e4] if name == "softplus" else []
    one, left = ACTIVATIONS[name].logs(column(nets), ACTIVATIONS[name].value(column(nets), LEAK))
    for net, mine, other in zip(nets, one[:, 0], left[:, 0], strict=True):
        out = FORMULAS[name][0](arb(net))
        assert near(mine, out.log()), net
        assert near(other, (1 - out).log()), net


SCORES = ((0.5, -0.25, 1.75), (0.0, 0.0, 0.0), (700.0, 0.0, 25.0), (-40.0, 40.0, 39.0), (1000.0, 999.0, -1000.0))


def shares(scores) -> list[arb]:
    grown = [arb(score).exp() for score in scores]
    return [part / sum(grown, arb(0)) for part in grown]


@pytest.mark.parametrize("scores", SCORES)
def test_shares_of_a_softmax_are_those_of_the_textbook_with_what_is_left_of_them(scores):
    row, net, true = ACTIVATIONS["softmax"], np.array([scores]), shares(scores)
    out = row.value(net, 0.0)
    one, left = row.logs(net, out)
    for i, share in enumerate(true):
        rest = sum((other for j, other in enumerate(true) if j != i), arb(0))
        assert near(out[0, i], share) and near(row.rest(net, out)[0, i], rest)
        assert near(row.slope(net, out, 0.0)[0, i], share * rest)
        largest = max(map(abs, scores))
        assert near(one[0, i], share.log(), largest) and near(left[0, i], rest.log(), largest), i


def test_samples_of_a_softmax_share_each_for_itself():
    net = np.array(SCORES)
    together = ACTIVATIONS["softmax"].value(net, 0.0)
    assert together.sum(axis=1) == pytest.approx(np.ones(len(SCORES)))
    for scores, row in zip(SCORES, together, strict=True):
        assert row == pytest.approx(ACTIVATIONS["softmax"].value(np.array([scores]), 0.0)[0], rel=1e-15)


def test_the_others_of_a_value_are_all_but_itself():
    assert others(np.array([[1.0, 2.0, 4.0], [0.5, 0.25, 0.0]])).tolist() == [[6, 5, 3], [0.25, 0.5, 0.75]]


# --- losses

OUTS, TARGETS = np.array([[0.75, 0.125], [0.5, 0.9375]]), np.array([[1.0, 0.0], [0.25, 0.875]])
LOGS = np.log(OUTS), np.log1p(-OUTS)
LOSS = {
    "half_squared_error": (lambda out, t: (t - out) ** 2 / 2, lambda out, t: out - t),
    "squared_error": (lambda out, t: (t - out) ** 2, lambda out, t: 2 * (out - t)),
    "mean_squared_error": (lambda out, t: (t - out) ** 2 / 2, lambda out, t: out - t),  # of two outputs
    "half_mean_squared_error": (lambda out, t: (t - out) ** 2 / 4, lambda out, t: (out - t) / 2),
    "mean_binary_cross_entropy": (
        lambda out, t: (-t * out.log() - (1 - t) * (1 - out).log()) / 2,
        lambda out, t: ((1 - t) / (1 - out) - t / out) / 2,
    ),
    "binary_cross_entropy": (
        lambda out, t: -t * out.log() - (1 - t) * (1 - out).log(), lambda out, t: (1 - t) / (1 - out) - t / out,
    ),
    "cross_entropy": (lambda out, t: -t * out.log(), lambda out, t: -t / out),
}  # fmt: skip


@pytest.mark.parametrize("name", LOSSES)
def test_errors_and_their_slopes_are_those_of_the_textbook(name):
    terms, slopes = LOSSES[name].terms(OUTS, LOGS, TARGETS), LOSSES[name].slope(OUTS, 1 - OUTS, TARGETS)
    for place in np.ndindex(OUTS.shape):
        out, target = arb(float(OUTS[place])), arb(float(TARGETS[place]))
        assert near(terms[place], LOSS[name][0](out, target)) and near(slopes[place], LOSS[name][1](out, target))


@pytest.mark.parametrize("outputs", [1, 3, 4])
def test_a_mean_is_over_the_outputs(outputs):
    out, target = np.full((2, outputs), 0.75), np.zeros((2, outputs))
    assert LOSSES["mean_squared_error"].terms(out, None, target) == pytest.approx(0.5625 / outputs)
    assert LOSSES["mean_squared_error"].slope(out, None, target) == pytest.approx(1.5 / outputs)


def test_what_is_not_wanted_costs_nothing_however_small_its_share():
    out = np.array([[1.0, 0.0]])
    logs, target = (np.log(out), np.log1p(-out)), np.array([[1.0, 0.0]])
    for name in ("cross_entropy", "binary_cross_entropy"):
        assert LOSSES[name].terms(out, logs, target).tolist() == [[0, 0]]
    assert LOSSES["cross_entropy"].slope(out, 1 - out, target).tolist() == [[-1, 0]]
    assert LOSSES["binary_cross_entropy"].slope(out, 1 - out, target).tolist() == [[-1, 1]]


def test_what_is_wanted_twice_costs_twice():
    out, target = np.array([[0.25]]), np.array([[2.0]])  # 2 ln 4
    assert LOSSES["cross_entropy"].terms(out, (np.log(out), np.log1p(-out)), target) == pytest.approx(2.772588722239781)


def test_only_probabilities_have_targets_from_0_to_1():
    assert {name for name, traits in LOSS_TRAITS.items() if traits.unit_targets} == {
        "binary_cross_entropy",
        "mean_binary_cross_entropy",
        "cross_entropy",
    }


def test_what_jumps_and_what_shares_is_marked():
    assert {name for name, traits in ACTIVATION_TRAITS.items() if traits.kinked} == {"relu", "leaky_relu"}
    assert {name for name, traits in ACTIVATION_TRAITS.items() if traits.joint} == {"softmax"}
