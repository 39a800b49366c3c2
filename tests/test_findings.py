"""The known answers: the network of the notes to every printed digit, and its cousin of 2015.

The numbers are those of the tutorial's corrected table and of Matt Mazur, "A Step by Step Backpropagation Example"
(2015), whose weights, errors and signals are printed to nine digits.
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from backprop.proof.verify import verify
from backprop.steps.numerals import round_half_up
from backprop.steps.solving import solve
from conftest import parse

NOTES = {
    "net_H1": "0.3825", "net_H2": "0.39", "out_H1": "0.594475931", "out_H2": "0.596282699",
    "net_Y1": "1.135931722", "net_Y2": "1.195469653", "out_Y1": "0.756931915", "out_Y2": "0.767717880",
    "E_Y1": "0.278953643", "E_Y2": "0.024704670", "E_total": "0.303658314",
    "delta_Y1": "0.137425009", "delta_Y2": "-0.039638934", "delta_H1": "0.008951687", "delta_H2": "0.011292890",
    "grad_w5": "0.08169586", "grad_w6": "-0.02356439", "grad_w7": "0.08194416", "grad_w8": "-0.02363601",
    "new_w5": "0.359152070", "new_w6": "0.461782196", "new_w7": "0.459027922", "new_w8": "0.561818005",
    "grad_w1": "0.00044758", "grad_w2": "0.00056464", "grad_w3": "0.00089517", "grad_w4": "0.00112929",
    "new_w1": "0.149776208", "new_w2": "0.199717678", "new_w3": "0.249552416", "new_w4": "0.299435355",
    "new_b1": "0.345524156", "dout_dnet_H1": "0.24107", "E_total@r1": "0.285877390",
}  # fmt: skip

MAZUR = {
    "net_h1": "0.3775", "out_h1": "0.593269992", "out_h2": "0.596884378", "net_o1": "1.105905967",
    "out_o1": "0.75136507", "out_o2": "0.772928465", "E_o1": "0.274811083", "E_o2": "0.023560026",
    "E_total": "0.298371109", "dE_dout_o1": "0.74136507", "dout_dnet_o1": "0.186815602", "grad_w5": "0.082167041",
    "new_w5": "0.35891648", "new_w6": "0.408666186", "new_w7": "0.511301270", "new_w8": "0.561370121",
    "delta_o1": "0.138498562", "path_h1_o1": "0.055399425",
    "dE_dout_h1": "0.036350306", "dout_dnet_h1": "0.241300709", "grad_w1": "0.000438568",
    "new_w1": "0.149780716", "new_w2": "0.19956143", "new_w3": "0.24975114", "new_w4": "0.29950229",
}  # fmt: skip


def mazur(**method):
    """Return Mazur's network: numbered by target, one bias a layer, biases never updated."""
    links = ["i1 h1 .15", "i2 h1 .20", "i1 h2 .25", "i2 h2 .30", "h1 o1 .40", "h2 o1 .45", "h1 o2 .50", "h2 o2 .55"]
    weights = {f"w{i}": [*link.split()[:2], Decimal(link.split()[2])] for i, link in enumerate(links, 1)}
    return parse({
        "title": "Mazur 2015",
        "network": {
            "loss": "half_squared_error",
            "inputs": {"i1": Decimal("0.05"), "i2": Decimal("0.10")},
            "targets": {"o1": Decimal("0.01"), "o2": Decimal("0.99")},
            "layers": [{"neurons": ["h1", "h2"]}, {"neurons": ["o1", "o2"]}],
            "weights": weights,
            "biases": {"b1": ["h1", "h2", Decimal("0.35")], "b2": ["o1", "o2", Decimal("0.60")]},
        },
        "method": {"learning_rate": Decimal("0.5"), "update_biases": False, **method},
    })  # fmt: skip


def agrees(number, printed: str) -> bool:
    decimals = -Decimal(printed).as_tuple().exponent
    return round_half_up(number.value, decimals) == Decimal(printed)


@pytest.mark.parametrize(("id", "printed"), NOTES.items())
def test_the_notes_network_has_its_known_values(lesson, id, printed):
    assert agrees(lesson.numbers[id], printed)


def test_with_the_weights_alone_the_error_falls_less(lesson):
    example = replace(lesson.example, method=replace(lesson.example.method, update_biases=False))
    numbers = solve(example).numbers
    assert agrees(numbers["E_total@r1"], "0.296368559")
    assert numbers["new_b1"].value == Decimal("0.35")


@pytest.mark.parametrize(("id", "printed"), MAZUR.items())
def test_mazurs_printed_numbers_are_right_up_to_the_update(id, printed):
    assert agrees(solve(mazur()).numbers[id], printed)


def test_mazurs_error_after_one_step_is_that_of_already_updated_weights():
    assert agrees(solve(mazur()).numbers["E_total@r1"], "0.291027774")
    assert agrees(solve(mazur(hidden_gradient="updated_weights")).numbers["E_total@r1"], "0.291027924")


@pytest.mark.parametrize(
    ("order", "printed"),
    [("old_weights", ("0.015913620", "0.984064274")), ("updated_weights", ("0.015912196", "0.984065734"))],
)
def test_ten_thousand_rounds_tell_the_two_orders_of_update_apart(order, printed):
    solution = solve(mazur(rounds=10_000, hidden_gradient=order))
    verify(solution)
    assert agrees(solution.numbers["out_o1@r10000"], printed[0])
    assert agrees(solution.numbers["out_o2@r10000"], printed[1])


def test_a_bias_for_each_neuron_falls_to_the_error_a_lecture_prints():
    # TechieTripathi's lecture gives every neuron a bias of its own, updates them all, and prints this error.
    example = mazur()
    biases = tuple(
        replace(bias, name=f"{bias.name}_{target}", targets=(target,))
        for bias in example.network.biases
        for target in bias.targets
    )
    network = replace(example.network, biases=biases)
    own = replace(example, network=network, method=replace(example.method, update_biases=True))
    assert agrees(solve(own).numbers["E_total@r1"], "0.280471447")


def test_a_shared_bias_collects_the_signals_of_all_its_neurons():
    numbers = solve(mazur(update_biases=True)).numbers
    # 0.138498562 − 0.038098237, the two output signals of the same network, to nine digits
    assert agrees(numbers["grad_b2"], "0.1004003")
    assert float(numbers["grad_b2"].value) == pytest.approx(
        float(numbers["delta_o1"].value) + float(numbers["delta_o2"].value), rel=1e-15
    )


def test_han_and_kambers_example_9_1_comes_out_as_printed():
    # Data Mining: Concepts and Techniques, Example 9.1; its error signals are those of T − O, so signs are turned.
    weights = {
        "w14": ["x1", "4", "0.2"], "w24": ["x2", "4", "0.4"], "w34": ["x3", "4", "-0.5"],
        "w15": ["x1", "5", "-0.3"], "w25": ["x2", "5", "0.1"], "w35": ["x3", "5", "0.2"],
        "w46": ["4", "6", "-0.3"], "w56": ["5", "6", "-0.2"],
    }  # fmt: skip
    example = parse({
        "title": "Han and Kamber",
        "network": {
            "inputs": {"x1": Decimal(1), "x2": Decimal(0), "x3": Decimal(1)}, "targets": {"6": Decimal(1)},
            "layers": [{"neurons": ["4", "5"]}, {"neurons": ["6"]}],
            "weights": {name: [a, b, Decimal(v)] for name, (a, b, v) in weights.items()},
            "biases": {"th4": ["4", Decimal("-0.4")], "th5": ["5", Decimal("0.2")], "th6": ["6", Decimal("0.1")]},
        },
        "method": {"learning_rate": Decimal("0.9")},
    })  # fmt: skip
    numbers = solve(example).numbers
    printed = {
        "net_4": "-0.7", "net_5": "0.1", "net_6": "-0.105", "out_4": "0.332", "out_5": "0.525", "out_6": "0.474",
        "delta_6": "-0.1311", "delta_5": "0.0065", "delta_4": "0.0087", "new_w46": "-0.261", "new_w56": "-0.138",
        "new_w14": "0.192", "new_w15": "-0.306", "new_w34": "-0.508", "new_w35": "0.194", "new_th6": "0.218",
        "new_th5": "0.194", "new_th4": "-0.408",
    }  # fmt: skip
    for id, text in printed.items():
        decimals = -Decimal(text).as_tuple().exponent
        # The book carries three digits along, so its last digit may be one off; the value may not be further away.
        assert abs(numbers[id].value - Decimal(text)) < Decimal(1).scaleb(-decimals), id
