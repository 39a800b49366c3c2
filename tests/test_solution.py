"""A solution has every number once, whichever way it was computed, and knows what leads to what."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from backprop.errors import ContentError
from backprop.steps import solving as solutions
from backprop.steps import training
from backprop.steps.solving import solve
from conftest import make_data, parse


def small(**method):
    """Return a network of two inputs, two hidden neurons and one output."""
    return parse(make_data(random.Random(9), (2, 2, 1), ("sigmoid", "tanh"), "half_squared_error", **method))


def linear(w: str, **more):
    """Return a linear neuron with x = 1 and T = 0, whose weight each round multiplies by 1 − η."""
    method = {"learning_rate": Decimal("0.5"), **more.pop("method", {})}
    return parse({
        "title": "linear",
        "network": {
            "inputs": {"x1": Decimal(1)}, "targets": {"Y": Decimal(0)},
            "layers": [{"activation": "linear", "neurons": ["Y"]}], "weights": {"w1": ["x1", "Y", Decimal(w)]},
        },
        "method": method, **more,
    })  # fmt: skip


XOR = (((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0))


@pytest.mark.parametrize("rounds", [50, 100])
def test_training_whose_error_bounds_outgrow_all_digits_is_still_computed(rounds):
    """Four samples online through three neurons of tanh at rate 1, beside the same in NumPy's doubles."""
    samples = [{"inputs": {"x1": a, "x2": b}, "targets": {"Y1": t}} for (a, b), t in XOR]
    layers = [
        {"activation": name, "neurons": n, "init": {"scheme": "xavier", "seed": 6 + n}}
        for name, n in (("tanh", 3), ("sigmoid", 1))
    ]
    network = {"loss": "half_squared_error", "samples": samples, "layers": layers}
    found = solve(parse({
        "title": "XOR", "network": network,
        "method": {"learning_rate": Decimal(1), "rounds": rounds, "batch": "online"},
    }))  # fmt: skip
    net = found.example.network
    values = {p.name: float(p.value) for p in net.parameters}
    of = {(w.source, w.target): w.name for w in net.weights}
    first, second = net.columns[1:]
    w1 = np.array([[values[of[source, target]] for source in net.columns[0]] for target in first])
    w2 = np.array([[values[of[source, target]] for source in first] for target in second])
    b1, b2 = (np.array([values[net.bias_of(name).name] for name in column]) for column in (first, second))

    def forward(x):
        hidden = np.tanh(w1 @ x + b1)
        return hidden, 1 / (1 + np.exp(-(w2 @ hidden + b2)))

    for _ in range(rounds):
        for x, t in XOR:
            hidden, out = forward(np.array(x))
            delta = (out - t) * out * (1 - out)
            below = (w2.T @ delta) * (1 - hidden**2)
            w2, b2 = w2 - np.outer(delta, hidden), b2 - delta
            w1, b1 = w1 - np.outer(below, np.array(x)), b1 - below
    error = sum(float((forward(np.array(x))[1][0] - t) ** 2) / 2 for x, t in XOR) / 4
    assert float(found.numbers[f"E_total@r{rounds}"].value) == pytest.approx(error, rel=1e-9)
    assert float(found.numbers[f"new_{net.weights[0].name}@r{rounds}"].value) == pytest.approx(w1[0][0], rel=1e-9)


def test_of_a_compared_rate_its_errors_are_kept_and_nothing_else():
    rates = {"learning_rates": [Decimal("0.25"), Decimal(1)]}
    found = solve(linear("1", method={"rounds": 3}, compare=rates))
    of_rates = {id: number for id, number in found.quantities.items() if "@rate" in id}
    ids = ["learning_rate", "E_total", "E_total@r1", "E_total@r2", "E_total@r3"]
    assert sorted(of_rates) == sorted(f"{id}@rate{place}" for id in ids for place in (1, 2))
    for place, rate in ((1, Decimal("0.25")), (2, Decimal(1))):
        assert of_rates[f"learning_rate@rate{place}"].value == rate
        for rounds in (1, 2, 3):
            assert of_rates[f"E_total@r{rounds}@rate{place}"].value == (1 - rate) ** (2 * rounds) / 2
    assert not any("@rate" in id for id in found.numbers)


def test_of_several_samples_a_compared_rate_keeps_the_error_over_all():
    data = make_data(random.Random(9), (2, 1), ("tanh",), "half_squared_error", samples=2, rounds=2)
    found = solve(parse(data | {"compare": {"learning_rates": [Decimal("0.1")]}}))
    of_rates = {id.removesuffix("@rate1") for id in found.quantities if "@rate" in id}
    assert of_rates == {"learning_rate", "E_total", "E_total@r1", "E_total@r2"}


@pytest.mark.parametrize("careful", [True, False])
def test_many_rounds_give_the_same_digits_whether_or_not_bounds_are_carried_through_them(careful, monkeypatch):
    rounds = 30
    slow = solve(small(rounds=rounds)).numbers
    monkeypatch.setattr(solutions, "PROVEN", 10)
    if careful:
        monkeypatch.setattr(training, "compiled", refusing)
    quick = solve(small(rounds=rounds)).numbers
    assert slow.keys() == quick.keys() and any(id.endswith(f"@r{rounds}") for id in slow)
    assert {id: (n.shown, n.full) for id, n in slow.items()} == {id: (n.shown, n.full) for id, n in quick.items()}


def refusing(*_):
    """Stand in for plain decimals that vouch for nothing."""

    def one_round(values, done=0):
        raise training.Cancelled

    return one_round


def test_a_weight_that_halves_each_round_is_right_after_two_hundred():
    found = solve(linear("1", method={"rounds": 200})).numbers["new_w1@r200"]
    assert abs(found.value * 2**200 - 1) < Decimal("1e-40") and found.shown == "6.223 × 10⁻⁶¹"


def test_more_rounds_than_anybody_would_wait_for_are_refused_with_the_most_there_may_be(monkeypatch):
    example = small(rounds=50)
    steps = len(solve(replace(example, method=replace(example.method, rounds=1))).steps)
    monkeypatch.setattr(solutions, "MOST_WORK", 50 * steps)
    solve(example)
    monkeypatch.setattr(solutions, "MOST_WORK", 50 * steps - 1)
    with pytest.raises(ContentError) as raised:
        solve(example)
    told = f"method.rounds: wanted at most 49 rounds of a network with {steps} steps, got 50; choose fewer rounds"
    assert str(raised.value) == f"random.toml: {told}"


def test_rounds_whose_bounds_nobody_would_wait_for_are_refused_where_sums_cancel(monkeypatch):
    example = small(rounds=20)
    steps = len(solve(replace(example, method=replace(example.method, rounds=1))).steps)
    monkeypatch.setattr(solutions, "PROVEN", 5)
    monkeypatch.setattr(training, "compiled", refusing)
    monkeypatch.setattr(solutions, "MOST_CAREFUL", 20 * steps)
    assert "E_total@r20" in solve(example).numbers
    monkeypatch.setattr(solutions, "MOST_CAREFUL", 20 * steps - 1)
    with pytest.raises(
        ContentError, match=r"E_total@r20: wanted a number that can be computed, got one that 300 digits"
    ):
        solve(example)


def test_hundreds_of_digits_are_not_carried_through_thousands_of_steps():
    # softmax outputs that saturate under a learning rate of 100: 45 steps in 1,000 rounds, with a sum that cancels
    shares = [("1e1", "0.63", 1, 0), ("1e7", "0.76", 0, 1), ("-0.55", "-0.45", 0, 1)]
    network = {
        "loss": "binary_cross_entropy",
        "samples": [
            {"inputs": {"x1": Decimal(a), "x2": Decimal(b)}, "targets": {"Y1": Decimal(s), "Y2": Decimal(t)}}
            for a, b, s, t in shares
        ],
        "layers": [
            {"activation": "sigmoid", "neurons": ["H1"]},
            {"activation": "tanh", "neurons": ["H2"]},
            {"activation": "softmax", "neurons": ["Y1", "Y2"]},
        ],
        "weights": {
            name: [start, end, Decimal(value)]
            for name, start, end, value in (
                ("w1", "x1", "H1", "0.31"), ("w2", "x2", "H1", "-0.10"), ("w3", "H1", "H2", "-0.02"),
                ("w4", "H2", "Y1", "0.47"), ("w5", "H2", "Y2", "-0.15"),
            )
        },
        "biases": {"b2": ["H2", Decimal("-0.40")], "b3": ["Y1", Decimal("-0.52")]},
    }  # fmt: skip
    method = {"learning_rate": Decimal(100), "rounds": 1000}
    with pytest.raises(ContentError, match="100 digits do not decide"):
        solve(parse({"title": "far out", "network": network, "method": method}))


def test_functions_of_hundreds_of_digits_are_not_taken_by_the_ten_thousand():
    # the target of sample 1 is class 2, whose share is e^-361: the sum 1 − y of its loss loses 157 digits each round
    chosen = [("-1e-25", 0, 1, 0), ("1e-85", 0, 0, 1), ("-1e-14", 1, 0, 0)]
    network = {
        "loss": "binary_cross_entropy",
        "samples": [
            {
                "inputs": {"x1": Decimal(x)},
                "targets": {f"Y{k}": Decimal(target) for k, target in enumerate(targets, 1)},
            }
            for x, *targets in chosen
        ],
        "layers": [{"activation": "softmax", "neurons": ["Y1", "Y2", "Y3"]}],
        "weights": {f"w{k}": ["x1", f"Y{k}", Decimal(w)] for k, w in enumerate(("-1e-8", "-1e-63", "-1e-93"), 1)},
        "biases": {f"b{k}": [f"Y{k}", Decimal(b)] for k, b in enumerate(("361.00", "1e-66", "-1e-39"), 1)},
    }
    method = {"rounds": 1000, "update_biases": False, "batch": "online", "learning_rate": Decimal("0.5")}
    with pytest.raises(ContentError, match=r"E_total@r1000: .* 100 digits do not decide"):
        solve(parse({"title": "far out", "network": network, "method": method}))


# --- digits


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [("0.25", 1, "0.3"), ("0.25", 2, "0.25"), ("0.25", 4, "0.2500"), ("-0.375", 2, "−0.38"), ("12.5", 0, "13")],
)
def test_a_number_is_rounded_to_as_many_decimals_as_are_asked_for(value, decimals, text):
    assert solve(linear(value)).numbers["net_Y"].to(decimals) == text


def test_a_tie_of_parts_that_no_digits_hold_is_rounded_as_the_tie_it_is():
    # (0.005² + 0.089² + 0.602²)/3 = 0.37035/3 = 0.12345, though no third of a square ends
    data = {
        "title": "thirds",
        "network": {
            "loss": "mean_squared_error",
            "inputs": {"x1": Decimal(1)},
            "targets": {"Y1": Decimal(0), "Y2": Decimal(0), "Y3": Decimal(0)},
            "layers": [{"activation": "linear", "neurons": ["Y1", "Y2", "Y3"]}],
            "weights": {f"w{i}": ["x1", f"Y{i}", Decimal(w)] for i, w in enumerate(("0.005", "0.089", "0.602"), 1)},
        },
    }
    found = solve(parse(data)).numbers
    assert found["E_Y1"].shown == "0.000008333"
    assert found["E_total"].shown == "0.1235" and found["E_total"].full == "0.12345"


def test_a_number_is_known_to_forty_two_digits_whatever_is_printed_of_it():
    # tanh(111) is 1 − 2·e^−222, and its slope 4·e^−222 to all but 96 digits
    data = {
        "title": "one",
        "network": {
            "inputs": {"x1": Decimal(1)}, "targets": {"Y": Decimal(0)},
            "layers": [{"activation": "tanh", "neurons": ["Y"]}], "weights": {"w1": ["x1", "Y", Decimal(111)]},
        },
    }  # fmt: skip
    slope = solve(parse(data)).numbers["dout_dnet_Y"].value
    grown = Decimal(-222).exp(solutions.numerals.context(120))
    assert abs(slope / (4 * grown) - 1) < Decimal("1e-41")


# --- what leads to what


def test_what_leads_to_a_quantity_is_what_it_is_computed_from_and_so_on(lesson):
    assert lesson.leading_to("net_H1") == {"net_H1"}
    assert lesson.leading_to("out_Y1") == {"out_Y1", "net_Y1", "out_H1", "out_H2", "net_H1", "net_H2"}
    assert lesson.leading_to("w1", "x1") == set()
    assert lesson.leading_to("net_H1", "out_H2") == {"net_H1", "out_H2", "net_H2"}


def test_what_a_step_uses_is_told_once_and_from_left_to_right(lesson):
    assert lesson.uses["net_H1"] == ("w1", "x1", "w3", "x2", "b1")
    assert lesson.uses["dout_dnet_Y1"] == ("out_Y1",)


def test_only_what_is_given_is_written_where_nothing_else_may_be(lesson):
    assert lesson.given_only("w1") == "0.15" and lesson.given_only("net_H1") == ""
