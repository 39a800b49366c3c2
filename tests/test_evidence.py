"""Digits are evidence, and few digits are little evidence: numbers worked out by hand."""

from __future__ import annotations

import math
from decimal import Decimal as D

import pytest

from backprop.audit.judge import judge
from backprop.audit.source.file import parse_claims
from backprop.audit.telling.explain import explain
from backprop.audit.worlds.prepared import prepare
from backprop.steps.solving import solve
from conftest import parse


def network(layers, weights, biases, inputs, targets, loss="half_squared_error", **method):
    return {
        "title": "by hand",
        "network": {
            "loss": loss,
            "inputs": {name: D(value) for name, value in inputs.items()},
            "targets": {name: D(value) for name, value in targets.items()},
            "layers": [{"activation": activation, "neurons": names} for activation, names in layers],
            "weights": {name: [a, b, D(value)] for name, (a, b, value) in weights.items()},
            "biases": {name: [to, D(value)] for name, (to, value) in biases.items()},
        },
        "method": {name: D(value) if name == "learning_rate" else value for name, value in method.items()},
    }


def verdicts(example: dict, *said: tuple[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    solution = solve(parse(example))
    data = {"source": {"title": "s"}, "claims": [{"quantity": id, "printed": text} for id, text in said]}
    found = judge(prepare(solution), parse_claims(data, "claims.toml", solution)).findings
    return [(finding.verdict, finding.deviations) for finding in found]


# w = (2, 2), x = (1, 2): net is 6 exactly; with T = 5.5 the gradient of w1 is (6 − 5.5) · 1 = 0.5
EXACT = network(
    [("linear", ["y"])], {"w1": ("x1", "y", "2"), "w2": ("x2", "y", "2")}, {}, {"x1": "1", "x2": "2"}, {"y": "5.5"},
    learning_rate="1",
)  # fmt: skip


@pytest.mark.parametrize(("id", "text"), [("net_y", "5"), ("net_y", "7"), ("change_w1", "-0.6"), ("grad_w1", "0.4")])
def test_a_value_that_has_no_more_digits_than_were_printed_cannot_be_misrounded(id, text):
    assert verdicts(EXACT, (id, text))[0][0] not in {"truncated", "last_digit", "carried", "exact"}


# σ(6) = 0.99753: cut to a whole number it would lose its leading digit
STEEP = network([("sigmoid", ["y"])], {"w": ("x", "y", "6")}, {}, {"x": "1"}, {"y": "0.5"})


@pytest.mark.parametrize(("text", "right"), [("0", False), ("1", True), ("0.9", True), ("0.997", True), ("0.99", True)])
def test_a_cut_number_keeps_its_leading_digit(text, right):
    assert (verdicts(STEEP, ("out_y", text))[0][0] in {"exact", "truncated"}) is right


# Mazur's example: out_o1 = 0.7514, E_total = 0.2984, δ of h1 = 0.0088, ∂E/∂w1 = +0.00044
MAZUR = network(
    [("sigmoid", ["h1", "h2"]), ("sigmoid", ["o1", "o2"])],
    {"w1": ("i1", "h1", "0.15"), "w2": ("i2", "h1", "0.20"), "w3": ("i1", "h2", "0.25"), "w4": ("i2", "h2", "0.30"),
     "w5": ("h1", "o1", "0.40"), "w6": ("h2", "o1", "0.45"), "w7": ("h1", "o2", "0.50"), "w8": ("h2", "o2", "0.55")},
    {}, {"i1": "0.05", "i2": "0.10"}, {"o1": "0.01", "o2": "0.99"},
)  # fmt: skip
MAZUR["network"]["biases"] = {"b1": ["h1", "h2", D("0.35")], "b2": ["o1", "o2", D("0.60")]}


@pytest.mark.parametrize(
    ("id", "text"), [("out_o1", "2"), ("E_total", "0.4"), ("delta_h1", "0.02"), ("grad_w1", "-0.001")]
)
def test_one_unit_off_on_a_single_digit_and_another_sign_are_no_rounding(id, text):
    assert verdicts(MAZUR, (id, text))[0][0] not in {"truncated", "last_digit", "carried", "exact"}


def test_a_slip_that_is_established_elsewhere_beats_rounding():
    # through the updated w5 = 0.35892 and w7 = 0.51130: (0.35892 · 0.13850 − 0.51130 · 0.03810) · 0.24130 = 0.00729;
    # w4 is 0.29950 after the update, and 0.29958 with what comes back through updated weights
    assert verdicts(MAZUR, ("new_w4", "0.2996"))[0][0] == "last_digit"
    both = verdicts(MAZUR, ("delta_h1", "0.00729"), ("new_w4", "0.2996"))
    assert both == [("slip", ("updated_weights",))] * 2


FEW = [("E_total", "0.0003"), ("E_total@r2", "0.25"), ("out_o2", "0.1"), ("net_h1", "3")]


@pytest.mark.parametrize(("id", "text"), FEW)
def test_few_digits_name_no_slip(id, text):
    assert verdicts(MAZUR, (id, text)) == [("unexplained", ())]


def test_what_the_source_itself_refutes_is_not_named():
    # h: −2 − 3 − 1 = −6, σ = 0.0024726; y = 2 · 0.0024726 − 1 = −0.99505; δ = y − 1 = −1.99505, ∂E/∂v = −0.0049330
    example = network(
        [("sigmoid", ["h"]), ("linear", ["y"])],
        {"a": ("x1", "h", "-2"), "b": ("x2", "h", "-3"), "v": ("h", "y", "2")},
        {"c": ("h", "-1"), "r": ("y", "-1")}, {"x1": "1", "x2": "1"}, {"y": "1"},
    )  # fmt: skip
    said = [("net_h", "-6"), ("out_h", "0.00247"), ("out_y", "-0.995"), ("grad_v", "-0.00493"), ("delta_h", "-0.0264")]
    *right, (verdict, slips) = verdicts(example, *said)
    assert [word for word, _ in right] == ["exact"] * 4 and "no_bias" not in slips and verdict == "unexplained"
    assert verdicts(example, ("delta_h", "-0.00984"))[0][0] == "exact"  # −1.99505 · 2 · 0.0024726 · 0.9975274


def test_the_last_digits_of_doubles_are_the_machines():
    # 0.1 + 0.2 is 0.30000000000000004 in doubles; a sum and a line of it are right
    sums = network(
        [("linear", ["y"])], {"a": ("x1", "y", "1"), "b": ("x2", "y", "1")}, {}, {"x1": "0.1", "x2": "0.2"}, {"y": "1"},
    )  # fmt: skip
    assert verdicts(sums, ("net_y", repr(0.1 + 0.2)), ("out_y", "0.3000000000000001")) == [("exact", ())] * 2
    assert verdicts(sums, ("net_y", "0.3000000000004"))[0][0] != "exact"


def test_a_cost_whose_digits_cancelled_in_a_program_is_right_as_far_as_it_goes():
    # a = σ(12): 1 − a cancels five digits, and so does its logarithm, as any program has it
    net = network([("sigmoid", ["y"])], {"w": ("x", "y", "12")}, {}, {"x": "1"}, {"y": "0"}, "binary_cross_entropy")
    printed = repr(-math.log(1 - 1 / (1 + math.exp(-12))))
    true = 12 + math.log1p(math.exp(-12))
    assert 1e-13 < abs(float(printed) - true) < 1e-9
    assert verdicts(net, ("E_y", printed)) == [("exact", ())]
    assert verdicts(net, ("E_y", f"{true + 1e-7:.13f}"))[0][0] != "exact"


# --- slips that people make


def test_another_learning_rate_is_found_by_division_where_several_new_values_agree():
    # ∂E/∂w5 = 0.0821670, ∂E/∂w6 = 0.0826676, ∂E/∂w7 = −0.0226025: with 0.65 for 0.5
    said = [("new_w5", "0.346591"), ("new_w6", "0.396266"), ("new_w7", "0.514692")]
    assert verdicts(MAZUR, *said) == [("slip", ("other_rate",))] * 3
    assert verdicts(MAZUR, ("new_w5", "0.346591")) == [("slip", ("other_rate",))]
    # with four decimals any number fits one rate of two digits in a hundredth or so: 0.0001/0.08217 is 0.0012 wide,
    # and of a gradient as small as that of w1, 0.00044, every number has such a rate
    assert verdicts(MAZUR, ("new_w1", "0.1512"))[0][1] != ("other_rate",)


@pytest.mark.parametrize(
    ("id", "text"),
    [("grad_w5", "0.358916"), ("change_w5", "0.082167"), ("E_total@r1", "0.298371"), ("dE_dout_o1", "0.138499")],
)
def test_a_number_that_is_right_for_another_quantity_of_the_same_is_called_that(id, text):
    assert verdicts(MAZUR, (id, text)) == [("slip", ("other_quantity",))]


def test_a_net_input_printed_for_an_activation_is_one_that_was_not_activated():
    assert verdicts(MAZUR, ("out_h1", "0.377500")) == [("slip", ("net_for_out",))]


def test_the_bias_taken_for_the_whole_net_input_is_named():
    assert verdicts(MAZUR, ("net_h1", "0.3500"), ("out_h1", "0.5866"))[1][0] in {"carried", "slip"}
    assert "bias_alone" in verdicts(MAZUR, ("out_h1", "0.586618"))[0][1]  # σ(0.35)


def test_a_target_with_its_sign_turned_is_named():
    # o2: y = 0.772928; y + 0.99 = 1.762928 and half its square, 1.553958
    found = verdicts(MAZUR, ("dE_dout_o2", "1.762928"), ("E_o2", "1.553958"))
    assert all("wrong_target" in slips for _, slips in found)


def test_biases_that_move_where_they_should_stay_are_named():
    # δ of o1 and o2 sum to 0.100400, so b2 would be 0.6 − 0.5 · 0.100400 = 0.549800
    example = {**MAZUR, "method": {"update_biases": False}}
    assert verdicts(example, ("new_b2", "0.549800")) == [("slip", ("moved_bias",))]


def test_the_target_of_another_sample_is_named():
    # y = x · 0.5 for x = 1 and 2: the first error is (1.25 − 0.5)²/2 = 0.28125; with the second's target 0.3, 0.02
    example = network([("linear", ["y"])], {"w": ("x", "y", "0.5")}, {}, {"x": "1"}, {"y": "1"})
    one = example["network"]
    del one["inputs"], one["targets"]
    one["samples"] = [
        {"inputs": {"x": D(1)}, "targets": {"y": D("1.25")}},
        {"inputs": {"x": D(2)}, "targets": {"y": D("0.3")}},
    ]
    assert "wrong_target" in verdicts(example, ("E_total@s1", "0.020000"), ("E_total@s2", "0.031250"))[0][1]


def test_one_digit_for_another_is_named_where_there_are_many():
    assert verdicts(MAZUR, ("out_o1", "0.75736507")) == [("slip", ("digit_replaced",))]  # 0.75136507
    assert "digit_replaced" not in verdicts(MAZUR, ("out_o1", "0.757"))[0][1]
    assert "digit_replaced" not in verdicts(MAZUR, ("out_o1", "0.851"))[0][1]  # of three digits 27 others are so near


def test_a_fraction_tells_no_more_than_the_digits_of_its_parts():
    # net_h1 = 0.3775 = 151/400; three eighths are 0.375, and no digit was mistyped to get there
    assert verdicts(MAZUR, ("net_h1", "151/400")) == [("exact", ())]
    assert verdicts(MAZUR, ("net_h1", "-151/400")) == [("slip", ("wrong_sign",))]
    assert verdicts(MAZUR, ("net_h1", "3/8")) == verdicts(MAZUR, ("net_h1", "1/3")) == [("unexplained", ())]
    assert verdicts(MAZUR, ("net_h1", "151/4000")) == [("slip", ("decimal_shift",))]


def test_a_zero_tells_as_much_as_its_decimals():
    # b2 is one bias of o1 and o2: its change is −0.5 · 0.100400 = −0.050200; nothing at all where biases stay
    moving = {**MAZUR, "method": {"update_biases": True}}
    assert verdicts(moving, ("change_b2", "0.0000")) == [("slip", ("frozen_bias",))]
    assert verdicts(moving, ("change_b2", "0")) != [("slip", ("frozen_bias",))]


def test_where_digits_do_not_tell_rounding_from_a_slip_it_is_said():
    # y = 1 + 0.35, δ = 1.35 − 1.3486 = 0.0014, so b becomes 0.35 − 0.5 · 0.0014 = 0.3493: 0.349, or 0.350 as it was
    example = network(
        [("linear", ["y"])], {"w": ("x", "y", "1")}, {"b": ("y", "0.35")}, {"x": "1"}, {"y": "1.3486"},
        learning_rate=D("0.5"),
    )  # fmt: skip
    solution = solve(parse(example))
    texts = {}
    for printed in ("0.350", "0.348"):
        data = {"source": {"title": "s"}, "claims": [{"quantity": "new_b", "printed": printed}]}
        (finding,) = judge(prepare(solution), parse_claims(data, "claims.toml", solution)).findings
        texts[printed] = explain(finding).text
        assert finding.verdict == "last_digit"
    assert "do not tell rounding from a slip: biases not updated." in texts["0.350"]
    assert "slip" not in texts["0.348"]
