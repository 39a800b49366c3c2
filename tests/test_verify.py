"""The witnesses notice: what one of them has wrong by a hair stops the build, in words that name step and file."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from backprop.arrays.readout import engine_values, later_values
from backprop.errors import ContentError, Disagreement
from backprop.proof import differences, rounding, verify
from backprop.proof.rounding import later_bounds, rounding_bounds, trained_bounds
from backprop.steps.expr import Mul, Num
from backprop.steps.solving import solve
from backprop.steps.trace import one_round, trace
from conftest import make_data, parse

EPS = sys.float_info.epsilon
HAIR = 1 + 1e-9  # beyond what rounding may do in the first round of a small network
LATER_HAIR = 1 + 1e-8


def linear(x: str, w: str, target: str, **method):
    """Return a linear neuron with one weight."""
    return parse({
        "title": "linear",
        "network": {
            "inputs": {"x1": Decimal(x)}, "targets": {"Y": Decimal(target)},
            "layers": [{"activation": "linear", "neurons": ["Y"]}], "weights": {"w1": ["x1", "Y", Decimal(w)]},
        },
        "method": method,
    })  # fmt: skip


@pytest.fixture(scope="module")
def several():
    """Two samples, two hidden neurons, three rounds."""
    data = make_data(random.Random(4), (2, 2, 1), ("tanh", "sigmoid"), "half_squared_error", samples=2, rounds=3)
    return solve(parse(data))


@pytest.fixture
def arrays_off(monkeypatch):
    """Let the arrays have one quantity of the first round wrong by a factor, or without a factor not at all."""

    def off(id: str, factor: float | None) -> None:
        def values(example):
            for other, value in engine_values(example):
                if other != id:
                    yield other, value
                elif factor is not None:
                    yield other, value * factor

        monkeypatch.setattr(verify, "engine_values", values)

    return off


def test_every_quantity_that_the_arrays_have_wrong_by_a_hair_stops_the_build(several, arrays_off):
    computed = {step.id for step in several.steps if several.numbers[step.id].value}
    assert len(computed) > 80
    for id in computed:
        arrays_off(id, HAIR)
        with pytest.raises(Disagreement) as raised:
            verify.verify(several)
        assert str(raised.value).startswith(f"random.toml: {id}: the written step gives "), id


def test_a_disagreement_tells_both_values_and_what_they_come_from(lesson, arrays_off):
    arrays_off("net_H1", 2.0)
    with pytest.raises(Disagreement) as raised:
        verify.verify(lesson)
    # 0.15 · 0.05 + 0.25 · 0.10 + 0.35 = 0.3825, and the arrays said twice that
    told = str(raised.value)
    assert told.startswith(f"{lesson.example.file}: net_H1: the written step gives 0.3825, the arrays give 0.76")
    assert "; from w1 = 0.15, x1 = 0.05, w3 = 0.25, x2 = 0.1, b1 = 0.35: a mistake of this program, not of" in told


@pytest.mark.parametrize("factor", [float("nan"), float("inf"), -1.0, 0.0])
def test_arrays_that_have_no_number_or_another_sign_stop_the_build(lesson, arrays_off, factor):
    arrays_off("delta_H1", factor)
    with pytest.raises(Disagreement, match="delta_H1: the written step gives"):
        verify.verify(lesson)


def test_a_step_that_the_arrays_know_nothing_of_stops_the_build(lesson, arrays_off):
    arrays_off("grad_w3", None)
    with pytest.raises(Disagreement, match="grad_w3: a written step that the arrays know nothing of"):
        verify.verify(lesson)


@pytest.mark.parametrize("id", ["new_w1@r2", "net_n1k0@s1@r3", "out_n2k0@s2@r2", "E_total@r3"])
def test_a_quantity_of_a_later_round_that_is_wrong_by_a_hair_stops_the_build(several, monkeypatch, id):
    assert id in several.numbers

    def values(example, wanted):
        for later in later_values(example, wanted):
            changed = {other: v * (LATER_HAIR if other == id else 1) for other, v in later.values.items()}
            yield replace(later, values=changed)

    monkeypatch.setattr(verify, "later_values", values)
    with pytest.raises(Disagreement, match=f"{id}: the written step gives .*; from earlier rounds: "):
        verify.verify(several)


def test_a_compared_learning_rate_is_verified_like_the_examples_own(monkeypatch):
    example = replace(linear("1", "0.5", "0.25"), rates=(Decimal("0.3"),))
    solution = solve(example)
    whole = verify.verify(solution)
    assert whole.compared == 2 * verify.verify(solve(replace(example, rates=()))).compared

    def values(example):
        rate = float(example.method.learning_rate)
        return ((id, value * (HAIR if (id, rate) == ("new_w1", 0.3) else 1)) for id, value in engine_values(example))

    monkeypatch.setattr(verify, "engine_values", values)
    with pytest.raises(Disagreement, match="new_w1: the written step gives"):
        verify.verify(solution)


def test_a_report_counts_what_was_compared_and_has_the_largest_gap(several, arrays_off):
    computed = len(several.numbers) - len(several.trace.givens)
    report = verify.verify(several)
    assert report.compared == computed and 0 < report.largest <= 1e-12
    arrays_off("out_n1k0@s1", 1 + 5e-13)
    assert verify.verify(several).largest == pytest.approx(5e-13, rel=1e-2)


def test_arrays_that_lose_no_more_than_rounding_where_digits_cancel_agree(arrays_off):
    # 0.7 · 0.1 − 0.07 is 0 on paper, and what a double leaves of 0.07 may stand there instead
    solution = solve(linear("0.7", "0.1", "0.07"))
    assert solution.numbers["dE_dout_Y"].value == 0
    for left, agrees in ((1e-17, True), (1e-13, False)):
        try:
            verify.verify(replace(solution, numbers=solution.numbers | {"dE_dout_Y": moved(solution, left)}))
            assert agrees
        except Disagreement:
            assert not agrees


def moved(solution, by: float):
    number = solution.numbers["dE_dout_Y"]
    return replace(number, value=number.value + Decimal(by))


# --- central differences


def test_every_gradient_is_confirmed_and_one_that_is_off_by_a_hair_is_named(lesson, monkeypatch):
    names = [p.name for p in lesson.example.network.parameters]
    found = differences.central_differences(lesson)
    assert (found.confirmed, found.skipped, found.plain) == (len(names), "", True) and found.largest < 1e-20
    for name in names:

        def off(step, name=name):
            factor = Num(Decimal("1.0000000000000001"))
            return replace(step, expr=Mul((step.expr, factor))) if step.id == f"grad_{name}" else step

        def changed(example, off=off):
            return tuple(map(off, one_round(example)))

        monkeypatch.setattr(differences, "one_round", changed)
        with pytest.raises(
            Disagreement, match=rf"example\.toml: grad_{name}: the written step gives .*, a central diff"
        ):
            differences.central_differences(lesson)


@pytest.mark.parametrize(("activation", "word"), [("relu", "relu"), ("leaky_relu", "leaky_relu")])
def test_gradients_on_a_corner_are_not_compared_and_it_is_said_where(activation, word):
    example = linear("1", "0", "1")
    layer = replace(example.network.layers[0], activation=activation)
    found = differences.central_differences(solve(replace(example, network=replace(example.network, layers=(layer,)))))
    assert found.skipped == f"net_Y stands on the corner of {word}, where there is no derivative"
    assert found.confirmed == 0 and found.plain
    near = replace(linear("1", "0.001", "1"), network=replace(example.network, layers=(layer,)))
    near = replace(near, network=replace(near.network, weights=linear("1", "0.001", "1").network.weights))
    assert differences.central_differences(solve(near)).confirmed == 1


def test_a_straight_neuron_at_zero_stands_on_no_corner():
    assert differences.central_differences(solve(linear("1", "0", "1"))).confirmed == 1


def test_gradients_of_a_large_network_are_not_compared_and_it_is_said_why(lesson, monkeypatch):
    count = len(lesson.example.network.parameters)
    monkeypatch.setattr(differences, "MOST_PARAMETERS", count)
    assert differences.central_differences(lesson).confirmed == count
    monkeypatch.setattr(differences, "MOST_PARAMETERS", count - 1)
    assert differences.central_differences(lesson).skipped == f"{count} parameters, taken up to {count - 1}"


def test_differences_of_a_network_that_has_no_error_before_it_moves_are_skipped():
    # y = 4w + b = 1 for the first sample, so w moves from 0.5 to 4.5 and b from −1 to 0; the second has ln(w + b):
    # of 4.5 one sample at a time, of −0.5 in full batch, where there is none
    one, found = Decimal(1), {}
    for batch in ("online", "full"):
        net = {
            "loss": "cross_entropy",
            "samples": [{"inputs": {"x": Decimal(x)}, "targets": {"y": one}} for x in (4, 1)],
            "layers": [{"activation": "linear", "neurons": ["y"]}],
            "weights": {"w": ["x", "y", Decimal("0.5")]},
            "biases": {"b": ["y", -one]},
        }
        data = {"title": "moves", "network": net, "method": {"learning_rate": one, "batch": batch}}
        found[batch] = parse(data)
    told = verify.verify(solve(found["online"])).differences
    assert told.skipped.startswith("in full batch, before anything has moved, E_y@s2") and told.confirmed == 0
    with pytest.raises(ContentError, match="E_y@s2"):
        solve(found["full"])


def test_differences_of_another_method_are_those_of_the_same_network_in_full_batch(several):
    online = replace(several.example, method=replace(several.example.method, batch="online"))
    found = differences.central_differences(solve(online))
    assert not found.plain and found.confirmed == len(online.network.parameters)


# --- how far rounding may go


def test_a_bound_holds_what_doubles_lose_and_not_much_more():
    data = make_data(random.Random(6), (3, 3, 2), ("sigmoid", "tanh"), "half_squared_error", samples=2)
    solution = solve(parse(data))
    bounds, arrays = rounding_bounds(solution), dict(engine_values(solution.example))
    for id, bound in bounds.items():
        true = solution.numbers[id].value
        assert abs(Decimal(arrays[id]) - true) <= Decimal(bound) * 64, id
        assert bound <= 1e5 * EPS * (abs(float(true)) + 1e-3), id


def test_where_few_digits_cancel_a_bound_is_some_roundings(lesson):
    for id, bound in rounding_bounds(lesson).items():
        assert EPS / 20 * abs(float(lesson.numbers[id].value)) <= bound, id
        assert bound <= 2000 * EPS * abs(float(lesson.numbers[id].value)), id


@pytest.mark.parametrize("net", ["40", "-40", "240"])
def test_what_saturates_is_bounded_beside_its_distance(net):
    example = linear("1", net, "0")
    layer = replace(example.network.layers[0], activation="sigmoid")
    solution = solve(replace(example, network=replace(example.network, layers=(layer,))))
    slope = abs(float(solution.numbers["dout_dnet_Y"].value))
    assert 0 < rounding_bounds(solution)["dout_dnet_Y"] <= 1000 * EPS * slope * abs(float(net))


@pytest.mark.parametrize(("net", "target"), [("40", "0"), ("-40", "1"), ("100", "0.25"), ("-300", "0.75")])
def test_an_error_beyond_saturation_is_bounded_too(net, target):
    data = make_data(random.Random(1), (1, 1), ("sigmoid",), "binary_cross_entropy")
    data["network"] |= {"biases": {}, "inputs": {"x0": Decimal(1)}, "targets": {"n1k0": Decimal(target)}}
    data["network"]["weights"]["w1"][2] = Decimal(net)
    solution = solve(parse(data))
    for id in ("E_n1k0", "dE_dout_n1k0", "delta_n1k0", "grad_w1"):
        assert 0 < rounding_bounds(solution)[id] <= 1e-9 * abs(float(solution.numbers[id].value)), id


def test_where_digits_cancel_the_bound_is_that_of_what_cancels():
    # 0.7 · 0.1 − 0.07: the product and the target have 0.07 each, of which a double knows a part in 2⁵³
    bound = rounding_bounds(solve(linear("0.7", "0.1", "0.07")))["dE_dout_Y"]
    assert 0.07 * EPS / 2 <= bound <= 0.07 * EPS * 50


@pytest.mark.parametrize("rounds", [2, 7])
def test_later_rounds_may_differ_by_one_rounding_a_round_of_the_largest_a_parameter_has_been(rounds):
    solution = solve(linear("1", "0.19", "-0.81", learning_rate=Decimal("0.1"), rounds=rounds))
    bounds = later_bounds(solution, rounds, {"w1": 0.5})
    assert bounds[f"new_w1@r{rounds}"] == pytest.approx(rounds * EPS * 0.5, rel=1e-6)
    net, error = bounds[f"net_Y@r{rounds}"], bounds[f"E_Y@r{rounds}"]
    assert rounds * EPS * 0.5 <= net <= rounds * EPS * 0.5 * 20
    assert error <= 20 * net * (1 + abs(float(solution.numbers[f"net_Y@r{rounds}"].value)))
    steps = {q.after(rounds).id for q in (s.quantity for s in solution.steps if s.phase == "after")}
    assert bounds.keys() == steps | {f"new_w1@r{rounds}"}


def test_the_largest_that_a_parameter_has_been_is_kept_from_the_start():
    # 0.19, 0.09, 0.00, −0.081: the largest is the first, and after it turns the size of the last
    *_, last = later_values(linear("1", "0.19", "-0.81", learning_rate=Decimal("0.1")), {3})
    assert last.peaks == {"w1": 0.19} and last.rounds == 3
    *_, last = later_values(linear("1", "0.19", "-0.81", learning_rate=Decimal("0.1")), {40})
    assert last.peaks["w1"] == pytest.approx(0.81 - 0.9**40, rel=1e-12)
    assert np.sign(last.values["new_w1@r40"]) == -1


MANY = 14


def magnified():
    """Return a neuron that is right from the start, of which doubles have 3 · 0.1 − 0.3 = 5.6e-17.

    Each round multiplies what is wrong by 1 − 0.5 · 3² = −3.5, and what may be wrong by 1 + 4.5.
    """
    return solve(linear("3", "0.1", "0.3", learning_rate=Decimal("0.5"), rounds=MANY))


def test_training_that_magnifies_rounding_is_bounded_by_what_it_makes_of_it(monkeypatch):
    solution, id = magnified(), f"new_w1@r{MANY}"
    *_, last = later_values(solution.example, {MANY})
    off = abs(last.values[id] - 0.1)
    assert solution.numbers[id].value == Decimal("0.1") and 1e-10 < off < 1e-8  # 3.5¹⁴ · 5.6e-17 / 3
    assert off / rounding.ROUNDINGS <= trained_bounds(solution)[id] <= 5.5**MANY * 1e-15
    assert verify.verify(solution).unwitnessed == 0

    def values(example, wanted):
        for later in later_values(example, wanted):
            yield replace(later, values=later.values | ({id: 0.11} if later.rounds == MANY else {}))

    monkeypatch.setattr(verify, "later_values", values)
    with pytest.raises(Disagreement, match=rf"{id}: the written step gives 0\.1, the arrays give 0\.11"):
        verify.verify(solution)


def test_magnified_rounding_that_nobody_would_wait_for_has_no_bound_and_is_counted(monkeypatch):
    solution = magnified()
    work = MANY * len(solution.steps)
    monkeypatch.setattr(rounding, "MOST_CAREFUL", work)
    assert f"new_w1@r{MANY}" in trained_bounds(solution)
    monkeypatch.setattr(rounding, "MOST_CAREFUL", work - 1)
    assert trained_bounds(solution) == {}
    report, whole = verify.verify(solution), len(solution.numbers) - len(solution.trace.givens)
    assert 0 < report.unwitnessed < whole and report.compared + report.unwitnessed == whole


def test_what_hangs_on_a_number_that_no_double_tells_from_zero_is_counted_and_not_compared():
    # softplus of −800 is e^−800, above zero; a double has 0 there, and a rectifier decides by it
    data = make_data(random.Random(1), (1, 1, 1), ("softplus", "relu"), "half_squared_error")
    data["network"] |= {"biases": {}, "inputs": {"x0": Decimal(1)}, "targets": {"n2k0": Decimal(1)}}
    for name, value in (("w1", -800), ("w2", 1)):
        data["network"]["weights"][name][2] = Decimal(value)
    solution = solve(parse(data))
    assert solution.numbers["dout_dnet_n2k0"].value == 1
    report = verify.verify(solution)
    assert report.unwitnessed > 0 and report.compared + report.unwitnessed == len(solution.steps)
    bounds = rounding_bounds(solution)
    assert np.isinf(bounds["dout_dnet_n2k0"]) and np.isinf(bounds["delta_n2k0"]) and np.isfinite(bounds["net_n2k0"])


# --- what is too much


def test_the_steps_told_of_a_network_too_large_are_about_those_it_has(monkeypatch):
    for shape, samples in (((4, 6, 3), 2), ((10, 2), 1), ((3, 8, 8, 2), 1)):
        data = make_data(random.Random(1), shape, ["tanh"] * (len(shape) - 1), "half_squared_error", samples)
        example = parse(data)
        steps = len(trace(example).steps)
        monkeypatch.setattr("backprop.steps.trace.MOST_STEPS", steps // 2)
        with pytest.raises(ContentError) as raised:
            trace(example)
        told = int(str(raised.value).partition("about ")[2].partition(";")[0].replace(",", ""))
        assert told == pytest.approx(steps, rel=0.2)
        monkeypatch.setattr("backprop.steps.trace.MOST_STEPS", told)
        trace(example)
        monkeypatch.undo()
