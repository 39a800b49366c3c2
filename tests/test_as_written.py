"""Solutions as people write them down, worked out here by plain loops: what is meant, and which slip is in them."""

from __future__ import annotations

from math import exp, log

import pytest

from backprop.audit.chains import told_once
from backprop.audit.judge import judge
from backprop.audit.notes.read import claims_in
from backprop.audit.telling.explain import explain
from backprop.audit.worlds.prepared import prepare
from backprop.reading.example import parse_example, read_example
from backprop.reading.files import load_text
from backprop.steps.solving import solve
from conftest import CONTENT

TWO = """
title = "Two hidden neurons"
[network]
loss = "{loss}"
inputs = {{ x1 = 0.9, x2 = 0.3 }}
targets = {{ o = 0.4 }}
[[network.layers]]
activation = "{hidden}"
neurons = ["h1", "h2"]
[[network.layers]]
activation = "{outer}"
neurons = ["o"]
[network.weights]
w1 = ["x1", "h1", 0.22]
w2 = ["x2", "h1", -0.47]
w3 = ["x1", "h2", {w3}]
w4 = ["x2", "h2", 0.18]
w5 = ["h1", "o", 0.83]
w6 = ["h2", "o", -0.56]
[network.biases]
b1 = ["h1", 0.12]
b2 = ["h2", -0.31]
b3 = ["o", 0.27]
[method]
learning_rate = {rate}
"""
W = {"w1": 0.22, "w2": -0.47, "w3": 0.61, "w4": 0.18, "w5": 0.83, "w6": -0.56, "b1": 0.12, "b2": -0.31, "b3": 0.27}


def network(loss="half_squared_error", hidden="sigmoid", outer="sigmoid", w3="0.61", rate="0.5") -> str:
    return TWO.format(loss=loss, hidden=hidden, outer=outer, w3=w3, rate=rate)


def sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x))


def verdicts(toml: str, notes: str) -> dict[str, str]:
    """Return the verdict of every line that was placed, by its quantity, with the names of slips where there are."""
    solution = solve(parse_example(load_text(toml, "own.toml"), "own.toml", "own"))
    claims, unplaced = claims_in(notes, "notes", "notes.txt", solution)
    assert unplaced == ()
    found = judge(prepare(solution), claims).findings
    return {one.claim.quantity: " ".join((one.verdict, *one.deviations)) for one in found}


def forward(w3: float = 0.61) -> tuple[float, float]:
    return 0.22 * 0.9 - 0.47 * 0.3 + 0.12, w3 * 0.9 + 0.18 * 0.3 - 0.31


def test_an_update_under_the_name_of_its_weight_is_judged_as_the_new_one():
    h1, h2 = map(sigmoid, forward())
    o = sigmoid(0.83 * h1 - 0.56 * h2 + 0.27)
    grad = (o - 0.4) * o * (1 - o) * h2
    assert (f"{grad:.4f}", f"{-0.56 - 0.5 * grad:.4f}", f"{-0.56 + 0.5 * grad:.4f}") == ("0.0274", "-0.5737", "-0.5463")
    assert verdicts(network(), "w6 = -0.56 - 0.5*0.0274 = -0.5737") == {"new_w6": "exact"}
    assert verdicts(network(), "w6 = -0.56 + 0.5*0.0274 = -0.5463")["new_w6"].endswith("added_update")
    assert verdicts(network(), "w6 = -0.5737\nw5 = 0.83") == {"new_w6": "exact", "w5": "exact"}
    assert verdicts(network(), "x1 = 2*3 = 6")["x1"].startswith("unexplained")
    assert verdicts(network(), f"dw6 = {grad:.4f}") == {"grad_w6": "exact"}


def test_a_second_forward_pass_in_the_names_of_the_first_is_the_one_after_the_update():
    def passed(w: dict[str, float]) -> dict[str, float]:
        found = {"net_h1": w["w1"] * 0.9 + w["w2"] * 0.3 + w["b1"], "net_h2": w["w3"] * 0.9 + w["w4"] * 0.3 + w["b2"]}
        found |= {"out_h1": sigmoid(found["net_h1"]), "out_h2": sigmoid(found["net_h2"])}
        net = w["w5"] * found["out_h1"] + w["w6"] * found["out_h2"] + w["b3"]
        return found | {"net_o": net, "out_o": sigmoid(net)}

    first = passed(W)
    h = {"h1": first["out_h1"], "h2": first["out_h2"]}
    delta = (first["out_o"] - 0.4) * first["out_o"] * (1 - first["out_o"])
    below = {name: delta * W[w] * h[name] * (1 - h[name]) for name, w in (("h1", "w5"), ("h2", "w6"))}
    grads = {"w1": below["h1"] * 0.9, "w2": below["h1"] * 0.3, "w3": below["h2"] * 0.9, "w4": below["h2"] * 0.3}
    grads |= {"w5": delta * h["h1"], "w6": delta * h["h2"], "b1": below["h1"], "b2": below["h2"], "b3": delta}
    new = {name: W[name] - 0.5 * grad for name, grad in grads.items()}
    lines = [f"{name} = {value:.5f}" for part in (first, new, passed(new)) for name, value in part.items()]
    found = verdicts(network(), "\n".join(lines))
    assert set(found.values()) == {"exact"} and len(found) == len(lines) == 21
    assert {id for id in found if id.endswith("@r1")} == {f"{name}@r1" for name in first}


def test_one_neuron_that_is_not_activated_is_told_by_its_place():
    net1, net2 = forward()
    notes = f"net_h1 = {net1:.4f}\nnet_h2 = {net2:.4f}\nout_h1 = {net1:.4f}\nout_h2 = {sigmoid(net2):.4f}"
    net = 0.83 * net1 - 0.56 * sigmoid(net2) + 0.27
    found = verdicts(network(), f"{notes}\nnet_o = {net:.4f}\nout_o = {sigmoid(net):.4f}")
    assert (found["out_h1"], found["out_h2"]) == ("slip net_for_out", "exact")
    assert {found["net_o"], found["out_o"]} == {"carried"}


def test_the_slope_of_a_neuron_that_is_off_taken_for_one_is_named_with_what_follows():
    net1, net2 = forward(-0.61)
    assert net1 > 0 > net2  # so that the second is off, and its slope is zero
    o = 0.83 * net1 + 0.27
    delta = o - 0.4
    wrong = -0.56 * delta
    notes = (
        f"net_h1 = {net1:.4f}\nnet_h2 = {net2:.4f}\nout_h1 = {net1:.4f}\nout_h2 = 0.0000\nout_o = {o:.4f}\n"
        f"delta_o = {delta:.4f}\ndout_dnet_h1 = 1.0000\ndout_dnet_h2 = 1.0000\n"
        f"delta_h2 = {wrong:.4f}\ngrad_w3 = {wrong * 0.9:.4f}"
    )
    found = verdicts(network(hidden="relu", outer="linear", w3="-0.61"), notes)
    assert found.pop("dout_dnet_h2") == "slip other_slope"
    assert {found.pop("delta_h2"), found.pop("grad_w3")} == {"carried"} and set(found.values()) == {"exact"}


def test_a_rate_that_was_misread_is_found_from_the_gradients_that_were_kept():
    """Every result rounded to four decimals and gone on with: 1.8 for 0.9, which no exact gradient gives."""
    h1, h2 = (round(sigmoid(round(net, 4)), 4) for net in forward())
    o = round(sigmoid(round(0.83 * h1 - 0.56 * h2 + 0.27, 4)), 4)
    delta = round(o - 0.4, 4)
    b1, b2 = round(delta * 0.83 * h1 * (1 - h1), 4), round(delta * -0.56 * h2 * (1 - h2), 4)
    grads = {"w5": round(delta * h1, 4), "w6": round(delta * h2, 4), "b3": delta, "b1": b1, "b2": b2}
    grads |= {"w1": round(b1 * 0.9, 4), "w2": round(b1 * 0.3, 4), "w3": round(b2 * 0.9, 4), "w4": round(b2 * 0.3, 4)}
    lines = [f"grad_{name} = {grad:.4f}" for name, grad in grads.items()]
    lines += [f"new_{name} = {W[name] - 1.8 * grad:.4f}" for name, grad in grads.items()]
    found = verdicts(network(loss="binary_cross_entropy", rate="0.9"), "\n".join(lines))
    assert {found[f"new_{name}"] for name in grads} == {"slip other_rate"}


def test_digits_that_are_cut_off_or_that_a_line_does_not_show_are_no_slips():
    h1, h2 = map(sigmoid, forward())
    shown = 0.83 * round(h1, 5) - 0.56 * round(h2, 5) + 0.27
    assert (f"{shown:.6f}", f"{0.83 * h1 - 0.56 * h2 + 0.27:.6f}") == ("0.400899", "0.400903")
    line = 0.83 * 0.544135 - 0.56 * 0.572730 + 0.27  # gives another last digit, with what it shows
    assert (f"{line:.7f}", f"{0.83 * h1 - 0.56 * h2 + 0.27:.7f}") == ("0.4009032", "0.4009029")
    assert verdicts(network(), "net_o = 0.83*0.544135 - 0.56*0.572730 + 0.27 = 0.4009029")["net_o"] == "exact"
    cut = verdicts(network(), f"out_h1 = {int(h1 * 10_000) / 10_000}")["out_h1"]
    assert cut in {"exact", "truncated"}


ONLINE = """
title = "Two samples, one after the other"
[network]
loss = "half_squared_error"
[[network.samples]]
inputs = { x = 1.5 }
targets = { y = 0.2 }
[[network.samples]]
inputs = { x = -0.5 }
targets = { y = 0.9 }
[[network.layers]]
activation = "sigmoid"
neurons = ["h"]
[[network.layers]]
activation = "sigmoid"
neurons = ["y"]
[network.weights]
w1 = ["x", "h", 0.8]
w2 = ["h", "y", 1.2]
[method]
learning_rate = 0.5
batch = "online"
"""


def back(w1: float, w2: float, x: float, t: float) -> tuple[float, float, float]:
    h = sigmoid(w1 * x)
    y = sigmoid(w2 * h)
    delta = (y - t) * y * (1 - y)
    return w1 * x, delta * w2 * h * (1 - h) * x, delta * h


@pytest.mark.parametrize("what", ["update", "pass"])
def test_online_the_second_sample_that_starts_from_the_old_weights_is_named(what):
    _, one, two = back(0.8, 1.2, 1.5, 0.2)
    w1, w2 = 0.8 - 0.5 * one, 1.2 - 0.5 * two
    lines = [f"new_w1@s1 = {w1:.5f}", f"new_w2@s1 = {w2:.5f}"]
    if what == "update":
        _, one, two = back(w1, w2, -0.5, 0.9)
        lines += [f"new_w1@s2 = {0.8 - 0.5 * one:.5f}", f"new_w2@s2 = {1.2 - 0.5 * two:.5f}"]
        wrong = {"new_w1@s2", "new_w2@s2"}
    else:
        net, one, two = back(0.8, 1.2, -0.5, 0.9)
        lines += [f"net_h@s2 = {net:.5f}", f"grad_w1@s2 = {one:.5f}", f"grad_w2@s2 = {two:.5f}"]
        wrong = {"net_h@s2"}
    found = verdicts(ONLINE, "\n".join(lines))
    assert {found.pop(id) for id in wrong} == {"slip old_weights_after"}
    assert {found.pop("new_w1@s1"), found.pop("new_w2@s1")} == {"exact"}


def test_a_total_without_one_of_its_errors_is_called_that_and_not_a_number_used_again():
    toml = network().replace('neurons = ["o"]', 'neurons = ["o", "p"]').replace("{ o = 0.4 }", "{ o = 0.4, p = 0.8 }")
    toml = toml.replace("[network.biases]", 'w7 = ["h1", "p", 0.35]\nw8 = ["h2", "p", 0.74]\n[network.biases]')
    h1, h2 = map(sigmoid, forward())
    o, p = sigmoid(0.83 * h1 - 0.56 * h2 + 0.27), sigmoid(0.35 * h1 + 0.74 * h2)
    errors = (o - 0.4) ** 2 / 2, (p - 0.8) ** 2 / 2
    found = verdicts(toml, f"E_o = {errors[0]:.5f}\nE_p = {errors[1]:.5f}\nE_total = {errors[0]:.5f}")
    assert found == {"E_o": "exact", "E_p": "exact", "E_total": "slip term_left_out"}
    assert verdicts(toml, f"E_total = {errors[1]:.9f}") == {"E_total": "slip term_left_out"}


def test_what_a_line_shows_to_have_been_put_in_is_named():
    """With results of two digits too, where the digits alone would tell nothing."""
    h1, h2 = map(sigmoid, forward())
    o = sigmoid(0.83 * h1 - 0.56 * h2 + 0.27)
    delta = (o - 0.4) * o * (1 - o)
    d1, d2 = delta * 0.83 * h1 * (1 - h1), delta * -0.56 * h2 * (1 - h2)
    assert (f"{delta:.4f}", f"{d1:.4f}", f"{d2:.4f}", f"{o:.4f}") == ("0.0478", "0.0098", "-0.0065", "0.5989")
    before = "δ_o = 0.0478\nδ_h1 = 0.0098\nδ_h2 = -0.0065\n"
    lines = {
        "∂E/∂w1 = 0.0098*0.3 = 0.0029": ("grad_w1", "wrong_input", "x2 in the gradient"),
        "∂E/∂w1 = -0.0065*0.9 = -0.0059": ("grad_w1", "other_signal", "that of h2"),
        "∂E/∂w1 = 0.0478*0.9 = 0.0430": ("grad_w1", "wrong_input", "delta_o put in for delta_h1"),
        "net_h1 = 0.22*0.9 + 0.47*0.3 + 0.12 = 0.459": ("net_h1", "misread", "0.47 put in for w2"),
        "net_h1 = 0.22*0.9 - 0.47*0.9 + 0.12 = -0.105": ("net_h1", "wrong_input", "x1 for x2"),
    }
    for line, (id, slip, detail) in lines.items():
        solution = solve(parse_example(load_text(network(), "own.toml"), "own.toml", "own"))
        claims, _ = claims_in(before + line, "notes", "notes.txt", solution)
        found = judge(prepare(solution), claims).findings[-1]
        assert (found.claim.quantity, found.verdict, found.deviations) == (id, "slip", (slip,)), line
        assert detail in explain(found).text, line
    written_out = f"out_o = {o:.4f}\n{before}δ_h1 = 0.0478*0.83*0.5989*(1-0.5989) = 0.0095"
    assert verdicts(network(), written_out.replace("δ_h1 = 0.0098\n", ""))["delta_h1"] == "slip wrong_input"


def test_a_line_that_goes_on_with_its_own_slip_has_one():
    found = claims_in(
        "net_h1 = 0.22*0.9 + (-0.47)*0.3 + 0.12 = 0.198 - 0.151 + 0.12 = 0.167", "notes", "notes.txt",
        solution := solve(parse_example(load_text(network(), "own.toml"), "own.toml", "own")),
    )[0]  # fmt: skip
    assert [one.kind.right for one in judge(prepare(solution), found).findings] == [False, True]


@pytest.mark.parametrize(
    ("line", "slip"),
    [
        ("error_o = 0.4 - 0.5989 = -0.1989", "square_lost"),
        ("E_o = -0.1989", "square_lost"),
        ("error_o = 0.5989 - 0.4 = 0.1989", "other_quantity"),  # it is the slope of the error
    ],
)
def test_a_difference_that_is_printed_for_the_error_is_told_as_one(line, slip):
    h1, h2 = map(sigmoid, forward())
    assert f"{sigmoid(0.83 * h1 - 0.56 * h2 + 0.27):.4f}" == "0.5989"
    assert verdicts(network(), line) == {"E_o": f"slip {slip}"}


def test_a_rate_in_a_line_is_a_rate_and_no_other_number_of_its_size():
    """Mazur's w5 with η = 0.5 and a gradient of 0.0822: 0.1, 0.05 and 0.01 (his target) put in for the rate."""
    solution = solve(read_example(CONTENT / "examples" / "mazur-2015" / "example.toml"))
    for rate, new in (("0.1", "0.3918"), ("0.05", "0.3959"), ("0.01", "0.3992")):
        assert f"{0.4 - float(rate) * 0.0822:.4f}" == new
        claims, _ = claims_in(f"new_w5 = 0.4 - {rate}*0.0822 = {new}", "notes", "notes.txt", solution)
        [found] = judge(prepare(solution), claims).findings
        assert "wrong_input" not in found.deviations and not found.kind.right
    claims, _ = claims_in(
        "new_w5 = 0.4 - 0.1*0.0822 = 0.3918\nnew_w6 = 0.45 - 0.1*0.0827 = 0.4417", "notes", "notes.txt", solution
    )
    assert {found.deviations for found in judge(prepare(solution), claims).findings} == {("other_rate",)}


def test_a_minus_that_a_line_has_lost_is_no_certain_slip_where_its_digits_are_those_of_another():
    """The right gradient is negative; who writes b − η·|gradient| has lost a sign there, or in the step."""
    h1, h2 = map(sigmoid, forward())
    o = sigmoid(0.83 * h1 - 0.56 * h2 + 0.27)
    grad = (o - 0.4) * o * (1 - o) * -0.56 * h2 * (1 - h2)
    line = f"new_b2 = -0.31 - 0.5*{-grad:.5f} = {-0.31 + 0.5 * grad:.5f}"
    assert "wrong_sign" in verdicts(network(), line)["new_b2"]


@pytest.mark.parametrize("worked", ["", " 0.61*0.9 + 0.18*0.3 ="])
def test_a_bias_forgotten_in_one_neuron_is_named_with_few_digits_and_not_told_of_all(worked):
    """0.61 · 0.9 + 0.18 · 0.3 = 0.603; with the bias it is 0.293. The other neuron's 0.177 has its bias."""
    shared = network().replace('b1 = ["h1", 0.12]\nb2 = ["h2", -0.31]', 'b1 = ["h1", "h2", -0.31]')
    for toml, other, where in ((network(), "0.177", "b2 alone"), (shared, "-0.253", "here, not everywhere")):
        solution = solve(parse_example(load_text(toml, "own.toml"), "own.toml", "own"))
        claims, _ = claims_in(f"net_h1 = {other}\nnet_h2 ={worked} 0.603", "notes", "notes.txt", solution)
        first, second = judge(prepare(solution), claims).findings
        assert (first.verdict, second.verdict, second.deviations) == ("exact", "slip", ("no_bias",))
        told = explain(second).text
        assert f"({where})" in told and "every layer" not in told


def test_a_line_that_is_worked_with_a_wrong_number_is_carried_from_it():
    """0.61 · 0.9 + 0.18 · 0.3 − 0.31 is 0.293, and here 0.319; what follows is right, and not what it should be."""
    out, right = sigmoid(0.319), sigmoid(0.177)
    net = 0.83 * right - 0.56 * out + 0.27
    lines = [
        "net_h1 = 0.177",
        f"out_h1 = 1/(1+e^-0.177) = {right:.6f}",
        "net_h2 = 0.61*0.9 + 0.18*0.3 - 0.31 = 0.319",
        f"out_h2 = 1/(1+e^-0.319) = {out:.6f}",
        f"net_o = 0.83*{right:.6f} - 0.56*{out:.6f} + 0.27 = {net:.6f}",
        f"out_o = {sigmoid(net):.6f}",
    ]
    found = verdicts(network(), "\n".join(lines))
    assert found["net_h2"].startswith("slip") and (found["net_h1"], found["out_h1"]) == ("exact", "exact")
    assert (found["out_h2"], found["net_o"], found["out_o"]) == ("carried", "carried", "carried")
    # What is set right on the way is right again.
    sound = [
        *lines[:3],
        f"out_h2 = {sigmoid(0.293):.6f}",
        f"net_o = 0.83*{right:.6f} - 0.56*{sigmoid(0.293):.6f} + 0.27",
    ]
    net = 0.83 * round(right, 6) - 0.56 * round(sigmoid(0.293), 6) + 0.27
    found = verdicts(network(), "\n".join(sound) + f" = {net:.6f}")
    assert found["out_h2"] == "exact" and found["net_o"] == "exact"


def test_two_digits_that_are_all_there_is_of_a_slips_value_name_it():
    """0.3 · 0.9 + 0.5 · 0.3 is 0.42 and nothing more; with the bias of 0.12 it is 0.54."""
    toml = (
        network().replace('["x1", "h1", 0.22]', '["x1", "h1", 0.3]').replace('["x2", "h1", -0.47]', '["x2", "h1", 0.5]')
    )
    assert verdicts(toml, "net_h1 = 0.42") == {"net_h1": "slip no_bias"}


def test_what_digits_too_few_to_tell_fit_is_said():
    """Twice the error: 0.5 · (0.4 − o)² without its half, in two digits that go on."""
    h1, h2 = map(sigmoid, forward())
    o = sigmoid(0.83 * h1 - 0.56 * h2 + 0.27)
    solution = solve(parse_example(load_text(network(), "own.toml"), "own.toml", "own"))
    claims, _ = claims_in(f"E_o = {(0.4 - o) ** 2:.3f}", "notes", "notes.txt", solution)
    [found] = judge(prepare(solution), claims).findings
    told = explain(found).text
    assert found.verdict == "unexplained" and found.deviations == ()
    assert "too few to tell" in told and "None of the slips" not in told


def test_a_path_left_out_is_seen_in_a_line_even_where_its_sum_is_not_printed():
    two = """
title = "Two outputs"
[network]
inputs = { x1 = 0.4, x2 = 0.9 }
targets = { o1 = 0.1, o2 = 0.8 }
[[network.layers]]
neurons = ["h1"]
[[network.layers]]
neurons = ["o1", "o2"]
[network.weights]
w1 = ["x1", "h1", 0.25]
w2 = ["x2", "h1", -0.35]
w3 = ["h1", "o1", 0.6]
w4 = ["h1", "o2", 0.2]
"""
    h = sigmoid(0.25 * 0.4 - 0.35 * 0.9)
    one, other = sigmoid(0.6 * h), sigmoid(0.2 * h)
    d1, d2 = (one - 0.1) * one * (1 - one), (other - 0.8) * other * (1 - other)
    notes = [f"out_h1 = {h:.4f}", f"delta_o1 = {d1:.4f}", f"delta_o2 = {d2:.4f}"]
    notes.append(f"delta_h1 = 0.6*{d1:.4f}*{h:.4f}*(1-{h:.4f}) = {0.6 * d1 * h * (1 - h):.4f}")
    assert verdicts(two, "\n".join(notes))["delta_h1"] == "slip one_path_only"


def test_a_derivative_by_a_weight_is_its_gradient_and_no_step():
    """η · ∂E/∂w5 has the digits of the step; printed as ∂E/∂w5 it is judged as what it is called."""
    h1, h2 = map(sigmoid, forward())
    o = sigmoid(0.83 * h1 - 0.56 * h2 + 0.27)
    step = 0.5 * (o - 0.4) * o * (1 - o) * h1
    assert "grad_w5" in verdicts(network(), f"dE/dw5 = {step:.6f}")
    assert "change_w5" in verdicts(network(), f"dw5 = {step:.6f}")


def test_a_comma_in_brackets_parts_no_statements():
    relu = network(hidden="relu", w3="-0.61")
    assert verdicts(relu, "net_h2 = -0.805\nout_h2 = max(0, net_h2) = max(0, -0.805) = 0")["out_h2"] == "exact"
    assert verdicts(relu, "net_h1 = 0.177, net_h2 = -0.805") == {"net_h1": "exact", "net_h2": "exact"}


def test_a_chain_is_told_once_and_what_follows_from_it_is_carried():
    notes = f"net_h2 = 0.61*0.9 + 0.18*0.3 = 0.549 + 0.054 = 0.603\nout_h2 = 1/(1+e^-0.603) = {sigmoid(0.603):.4f}"
    solution = solve(parse_example(load_text(network(), "own.toml"), "own.toml", "own"))
    claims, _ = claims_in(notes, "notes", "notes.txt", solution)
    found = told_once(judge(prepare(solution), claims)).findings
    assert [(one.claim.quantity, one.verdict) for one in found] == [("net_h2", "slip"), ("out_h2", "carried")]
    right = "net_h2 = 0.61*0.9 + 0.18*0.3 - 0.31 = 0.549 + 0.054 - 0.31 = 0.293"
    claims, _ = claims_in(right, "notes", "notes.txt", solution)
    assert [one.verdict for one in told_once(judge(prepare(solution), claims)).findings] == ["exact"]


def test_lines_with_a_comma_are_read_beside_others_with_a_point():
    notes = "net_h2 = 0,61*0,9 + 0,18*0,3 - 0,31 = 0,293\nnet_h1 = 0.177\nout_h2 = max(0, 0.293) = 0.293"
    found = verdicts(network(hidden="relu"), notes)
    assert found == {"net_h2": "exact", "net_h1": "exact", "out_h2": "exact"}


@pytest.mark.parametrize(
    ("line", "deviation"),
    [  # w7 goes to 0.50 − 0.5 · 0.08194 = 0.4590; with 0.05 for η to 0.4959, uphill to 0.5410
        ("w7_new = w7 - η·∂E/∂w7 = 0.50 - 0.05 × 0.0819 = 0.4959", "misread"),
        ("w7_new = w7 - η·∂E/∂w7 = 0.4959", "misread"),
        ("w7_new = w7 - η·∂E/∂w7 = 0.50 - 0.0819 = 0.4181", "no_learning_rate"),
        ("w7_new = w7 - η·∂E/∂w7 = 0.50 + 0.5 × 0.0819 = 0.5410", "added_update"),
    ],
)
def test_the_right_formula_in_symbols_is_not_to_blame_for_the_number_behind_it(line, deviation):
    solution = solve(read_example(CONTENT / "examples" / "backpropagation-2x2" / "example.toml"))
    claims, _ = claims_in(line, "Notes", "notes", solution)
    audit = told_once(judge(prepare(solution), claims))
    assert [finding.deviations for finding in audit.findings] == [(deviation,)]


def error_signal() -> tuple[float, float, float, float]:
    h1, h2 = map(sigmoid, forward())
    out = sigmoid(W["w5"] * h1 + W["w6"] * h2 + W["b3"])
    return h1, h2, out, (out - 0.4) * out * (1 - out)


def test_a_line_that_shows_what_a_slip_makes_of_its_operands_is_told_by_that_slip():
    h1, _, out, delta = error_signal()
    slope = out * (1 - out)
    twice = f"delta_o = {2 * (out - 0.4):.4f}*{slope:.4f} = {2 * (out - 0.4) * slope:.4f}"
    assert verdicts(network(), twice) == {"delta_o": "slip factor_two"}
    new = W["w5"] - 0.5 * delta * h1
    through = (
        f"delta_o = {delta:.5f}\ndelta_h1 = {delta * new:.5f}*{h1 * (1 - h1):.5f} = {delta * new * h1 * (1 - h1):.5f}"
    )
    assert verdicts(network(), through)["delta_h1"] == "slip updated_weights"
    unactivated = f"grad_w5 = {delta:.5f}*{forward()[0]:.3f} = {delta * forward()[0]:.5f}"
    assert verdicts(network(), unactivated) == {"grad_w5": "slip net_for_out"}


def test_a_slip_is_told_though_the_results_in_its_line_were_rounded_on_the_way():
    h1, _, out, delta = error_signal()
    gradient = round(delta * h1, 4) + 0.0002  # as somebody has it who rounded before
    uphill = f"w5_new = 0.83 + 0.5*{gradient:.4f} = {0.83 + 0.5 * gradient:.4f}"
    assert verdicts(network(), uphill) == {"new_w5": "slip added_update"}
    slope = 1 - out
    off = round(out - 0.4, 4) + 0.0002
    right = f"delta_o = {off:.4f}*{out * slope:.4f} = {off * round(out * slope, 4):.4f}"
    assert verdicts(network(), right)["delta_o"] in {"carried", "exact"}


def test_a_weight_that_a_line_shows_misread_is_known_where_it_is_used_again():
    h1, h2, out, _ = error_signal()
    net = 0.89 * h1 - 0.56 * h2 + 0.27
    read = sigmoid(net)
    gradient = (read - 0.4) * read * (1 - read) * h1
    notes = (
        f"net_o = 0.89*{h1:.4f} - 0.56*{h2:.4f} + 0.27 = {net:.4f}\nout_o = {read:.4f}\n"
        f"grad_w5 = {gradient:.5f}\nw5_new = {0.89 - 0.5 * gradient:.5f}"
    )
    assert verdicts(network(), notes) == {
        "net_o": "slip misread", "out_o": "carried", "grad_w5": "carried", "new_w5": "slip misread"
    }  # fmt: skip
    assert abs(out - read) > 0.001


def test_a_line_with_a_result_cut_off_that_comes_to_the_right_number_is_right():
    h1, _ = map(sigmoid, forward())
    cut = int(h1 * 10**3) / 10**3  # 0.544 of 0.5440…, or less than what it is
    notes = f"out_h1 = {cut:.3f}\ndout_dnet_h1 = {cut:.3f}*(1 - {cut:.3f}) = {h1 * (1 - h1):.5f}"
    assert verdicts(network(), notes)["dout_dnet_h1"] == "exact"


def test_the_other_class_is_a_target_misread():
    toml = network(loss="binary_cross_entropy").replace("targets = { o = 0.4 }", "targets = { o = 1 }")
    _, _, out, _ = error_signal()
    notes = f"E_o = {-log(1 - out):.6f}\ndelta_o = {out:.6f}"
    assert set(verdicts(toml, notes).values()) == {"slip misread"}


def test_a_slip_that_would_have_a_number_follow_from_itself_is_no_slip_and_no_hindrance():
    """With the new weights in the hidden layer and one bias for both, two parameters that change places do."""
    toml = """
title = "one bias for all"
[network]
loss = "half_squared_error"
inputs = { x = 0.3 }
targets = { y = 1 }
[[network.layers]]
neurons = ["h"]
[[network.layers]]
neurons = ["y"]
[network.weights]
w1 = ["x", "h", 0.13]
w2 = ["h", "y", 0.23]
[network.biases]
b = ["h", "y", 0.2]
[method]
hidden_gradient = "updated_weights"
"""
    assert verdicts(toml, "grad w1 = 0.1234") == {"grad_w1": "unexplained"}


def test_a_gradient_that_follows_from_a_wrong_output_is_carried_also_where_its_chain_is_written_in_symbols_first():
    """The bias of the output was left out, and from there on everything is right."""
    h1, h2 = map(sigmoid, forward())
    net = 0.83 * h1 - 0.56 * h2
    o = sigmoid(net)
    slopes = (o - 0.4, o * (1 - o), h1)
    product = " * ".join(f"{slope:.5f}" for slope in slopes)
    notes = (
        f"out_h1 = {h1:.5f}\nout_h2 = {h2:.5f}\nnet_o = {net:.5f}\nout_o = {o:.5f}\n"
        f"∂E/∂w5 = ∂E/∂out_o * ∂out_o/∂net_o * ∂net_o/∂w5 = {product} = {slopes[0] * slopes[1] * slopes[2]:.5f}"
    )
    assert verdicts(network(), notes)["net_o"] == "slip no_bias"
    solution = solve(parse_example(load_text(network(), "own.toml"), "own.toml", "own"))
    found = judge(prepare(solution), claims_in(notes, "notes", "notes.txt", solution)[0]).findings
    assert {one.verdict for one in found if one.claim.where == "line 5"} == {"carried"}  # every link of the chain
