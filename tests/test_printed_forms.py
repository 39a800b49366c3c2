"""Forms of printed notes: tables of other programs, other prompts, a time before or behind a number, neurons by place.

Every number is worked out here with floats; what must come out is that all of it is read, and right.
"""

from __future__ import annotations

import struct
from math import log

import pytest

from backprop.audit.notes.read import claims_in
from backprop.reading.example import parse_example
from backprop.reading.files import load_text
from backprop.steps.solving import solve
from test_as_written import W, network, sigmoid
from test_pasted import NEW, NUMBERS, PAIRS, filled, found

# The first neuron once every parameter has moved: its bias by its error signal, 0.5 being the rate.
LATER = sigmoid(NEW["w1"] * 0.9 + NEW["w2"] * 0.3 + W["b1"] - 0.5 * NUMBERS["d1"])
SECOND = f"{W['w3']}·0.9 + ({W['w4']})·0.3 + ({W['b2']})"
FORMS = {
    "html": ("<table>\n<tr><th>Neuron</th><th>net</th>\n<th>out</th></tr>\n"
             "<tr><td>h1</td><td>‹h1›</td><td>‹o1›</td></tr>\n"
             "<tr>\n<td>h2</td>\n<td>‹h2›</td>\n<td>‹o2›</td>\n</tr>\n</table>\n"
             "<p>E = <b>‹E›</b></p>\nw<sub>5</sub> = ‹n5›",
             "net_h1 out_h1 net_h2 out_h2 E_total new_w5"),
    "org": ("| neuron | net | out |\n|--------+-----+-----|\n| h1 | ‹h1› | ‹o1› |", "net_h1 out_h1"),
    "a grid": ("+----+-----+-----+\n| n  | net | out |\n+====+=====+=====+\n| h1 | ‹h1› | ‹o1› |\n+----+-----+-----+\n"
               "| h2 | ‹h2› | ‹o2› |\n+----+-----+-----+", "net_h1 out_h1 net_h2 out_h2"),
    "a database's shell": (" neuron | net | out\n--------+-----+-----\n h1 | ‹h1› | ‹o1›\n h2 | ‹h2› | ‹o2›",
                           "net_h1 out_h1 net_h2 out_h2"),
    "asciidoc": ("|===\n|Quantity |Value\n\n|net_o\n|‹o›\n\n|out_o |‹out›\n|===", "net_o out_o"),
    "bars without a rule": ("| neuron | net | out |\n| h1 | ‹h1› | ‹o1› |", "net_h1 out_h1"),
    "a frame": ("    net     out\nh1  ‹h1›  ‹o1›\nh2  ‹h2›  ‹o2›", "net_h1 out_h1 net_h2 out_h2"),
    "a sheet": ("\tA\tB\n1\tnet_h1\t‹h1›\n2\tout_h1\t‹o1›", "net_h1 out_h1"),
    "two columns": ("net_h1\t‹h1›\nout_h1   ‹o1›", "net_h1 out_h1"),
    "connections": ("| Connection | old | gradient | new |\n|---|---|---|---|\n| h1 → o | 0.8 | ‹g5› | ‹n5› |",
                    "grad_w5 new_w5"),
    "working in cells": ("Unit    Net input                        Output\n"
                         "h1      0.22·0.9 − 0.47·0.3 + 0.12 = ‹h1›      1/(1 + e^−‹h1›) = ‹o1›", "net_h1 out_h1"),
    "matlab": (">> a1 = 1./(1+exp(-z1))\n\na1 =\n\n   ‹o1›\n   ‹o2›\n\n>> E\n\nE =\n\n   ‹E›", "out_h1 out_h2 E_total"),
    "r": ("> a1\n        [,1]\n[1,] ‹o1›\n[2,] ‹o2›\n> E\n[1] ‹E›", "out_h1 out_h2 E_total"),
    "julia": ("julia> a1 = σ.(z1)\n2-element Vector{Float64}:\n ‹o1›\n ‹o2›\n\njulia> E\n‹E›", "out_h1 out_h2 E_total"),
    "mathematica": ("In[1]:= loss = (t - o)^2/2\nOut[1]= ‹E›\nIn[2]:= h1 = LogisticSigmoid[z1]\nOut[2]= ‹o1›",
                    "E_total out_h1"),
    "printed by a cell": ("print(a1)\nprint(loss)\ntensor([‹o1›, ‹o2›], grad_fn=<SigmoidBackward0>)\ntensor(‹E›)",
                          "out_h1 out_h2 E_total"),
    "rounded at a prompt": (">>> round(loss, 5)\n‹E›\n>>> h1.item()\n‹o1›", "E_total out_h1"),
    "more of TeX": ("$z_{h_1} = \\num{‹h1›}$\n$$out_{h1} = ‹o1› \\tag{1}$$\n$$out_o = ‹out› \\quad (3)$$\n"
                    "h2 = ‹o2›     (4)",
                    "net_h1 out_h1 out_o out_h2"),
    "marks before": ("▸ h1 = ‹o1›\n– h2 = ‹o2›\n(ii) net_o = ‹o›\n2.1 out_o = ‹out›\n2.2 Loss. E = ‹E›\n"
                     "**Step D.** ∂E/∂w5 = ‹g5›\n[14:02] Lena: δ of h1 = ‹d1›",
                     "out_h1 out_h2 net_o out_o E_total grad_w5 delta_h1"),
    "words and signs behind": ("h1 = ‹o1› (the first one).\nh2 = ‹o2› comes out.\nE = ‹E› <-- total\n"
                               "w5 = ‹n5›   // new one\n"
                               "out_o = ‹out› (≈ 0.6)", "out_h1 out_h2 E_total new_w5 out_o"),
    "one blank between": ("net_h1=‹h1› out_h1=‹o1›\nnet_h2 = ‹h2› out_h2 = ‹o2›\nloss: ‹E› w5: ‹n5›",
                          "net_h1 out_h1 net_h2 out_h2 E_total new_w5"),
    "neurons by place": ("Hidden neuron 1: net=‹h1›, out=‹o1›\nThe output of the second hidden unit: ‹o2›\n"
                         "Neuron 3: out = ‹out›\nPer il neurone h2: " + SECOND + " = ‹h2›",
                         "net_h1 out_h1 out_h2 out_o net_h2"),
    "whose it is": ("net of h1 = ‹h1›\nout of h1 = ‹o1›\nDelta di h1: ‹d1›", "net_h1 out_h1 delta_h1"),
    "of a loss": ("y_true = 0.4\ny_pred = ‹out›\nd_loss/d_w5 = ‹g5›\n∂L/∂z = ‹delta›", "T_o out_o grad_w5 delta_o"),
    "becomes": ("After the update w5 becomes ‹n5›, w6 becomes ‹n6› and w1 becomes ‹n1›.", "new_w5 new_w6 new_w1"),
    "both in one": ("z1 = ‹h1› (a1 = ‹o1›), z2 = ‹h2› (a2 = ‹o2›)", "net_h1 out_h1 net_h2 out_h2"),
    "a sentence behind": ("Our prediction is out_o = ‹out›. Way too high! The loss is ½(0.4 − ‹out›)² = ‹E›.",
                          "out_o E_total"),
    "a narrow column": ("Out[3]:\n      old      grad       new\nw5   0.83  ‹g5›  ‹n5›\nw6  -0.56  ‹g6›  ‹n6›\n"
                        "w1   0.22  ‹g1›  ‹n1›", "grad_w5 new_w5 grad_w6 new_w6 grad_w1 new_w1"),
    "printed by a program": ("Hidden neuron 1: net=‹h1› out=‹o1› delta=‹d1›\nh2: net=‹h2› out=‹o2›",
                             "net_h1 out_h1 delta_h1 net_h2 out_h2"),
    "a head below a prompt": ("In [12]: neurons\nOut[12]:\n    net     out\nh1  ‹h1›  ‹o1›\n\nIn [14]: E\nOut[14]: ‹E›",
                              "net_h1 out_h1 E_total"),
    "contained": ("print(fc2.weight)\nParameter containing:\ntensor([[‹n5›, ‹n6›]], requires_grad=True)",
                  "new_w5 new_w6"),
    "asked and answered": ("Q1. What is the net input of the first hidden neuron?\nAns: ‹h1›\n"
                           "b) Find the output of h2.\nSolution: ‹o2›\nQ3. What is the new value of w6?\nA: ‹n6›",
                           "net_h1 out_h2 new_w6"),
    "items of TeX": ("\\item $a_{h_1} = ‹o1›$\n\\item \\alert{$a_{h_2} = ‹o2›$}", "out_h1 out_h2"),
    "in percent": ("out_h1 = ‹percent› %, out_o = ‹hundred› %", "out_h1 out_o"),
    "headings of kinds": ("Deltas:\no: ‹delta›\nh1: ‹d1›\nGradients:\nw5: ‹g5›\nnew_weights:\n  w5: ‹n5›",
                          "delta_o delta_h1 grad_w5 new_w5"),
    "sections of a file": ("[forward.h1]\nnet = ‹h1›\nout = ‹o1›\n[delta]\no = ‹delta›\n[grad]\nw5 = ‹g5›",
                           "net_h1 out_h1 delta_o grad_w5"),
    "and": ("For o: net = ‹o› and out = ‹out›.\nδ_h1 = ‹d1›, that of h2 is δ_h2 = ‹d2›.\n"
            "dE/dw1 = ‹g1› and dE/dw5 = ‹g5›, so the new weight is w5 = ‹n5›.",
            "net_o out_o delta_h1 delta_h2 grad_w1 grad_w5 new_w5"),
    "a neuron and what comes of it": ("Neuron h1: 0.22·0.9 + (−0.47)·0.3 + 0.12 = ‹h1›, output: ‹o1›", "net_h1 out_h1"),
    "other commas": ("δ_h1 = ‹d1›、δ_h2 = ‹d2›。\nnet_h1 = ‹h1›。", "delta_h1 delta_h2 net_h1"),
    "to be filled in": ("net_h1 = ____‹h1›____\nThe output of h1 is ______‹o1›______.", "net_h1 out_h1"),
    "in a box": ("│ net_h1 = ‹h1› │\n| out_h1 = ‹o1› |", "net_h1 out_h1"),
    "a log": ("2024-03-11 09:14:02,113 [INFO] train: loss=‹E› w5=‹n5›\n[DEBUG] net_h1 = ‹h1›",
              "E_total new_w5 net_h1"),
    "quoted, struck, unseen": ("> > δ_h1 = ‹d1›\nout_h1 = ~~0.6104~~ ‹o1›\nE = \\sout{0.25} ‹E›\nout\u00ad_h2 = ‹o2›\n"
                               "\ufeffδ_h2 = ‹d2›\n- [x] net_h1 = ‹h1›",
                               "delta_h1 out_h1 E_total out_h2 delta_h2 net_h1"),
    "what the loss hangs on": ("E(w) = ‹E›\nJ(θ) = ‹E›\n\\mathcal{L} = ‹E›", "E_total"),
    "what stands behind": ("z_{h_1} = ‹h1› > 0\nz1 = W1 x + b1 = [‹h1›, ‹h2›]ᵀ   (2×1)\n"
                           "out_o = ‹out›, rounded to 5 places",
                           "net_h1 net_h2 out_o"),
    "braces": ("o: {net: ‹o›, out: ‹out›}\n{ net_h1: ‹h1›, E: ‹E› }", "net_o out_o net_h1 E_total"),
    "micrograd with labels": ("h1 = Value(data=‹o1›, grad=‹back1›, label='h1')", "out_h1 dE_dout_h1"),
    "words of more languages": ("출력 out_o = ‹out›\n"
                                "sortie out_h1 = σ(‹h1›) = ‹o1›\nGradient de w5 : ‹g5›\ndelta at o: ‹delta›",
                                "out_o out_h1 grad_w5 delta_o"),
    "a time before": ("After one step: h1 = ‹later1›\nError before the update: ‹E›\nFinal weights: w5 = ‹n5›\n"
                      "Outputs before training: h2 = ‹o2›", "out_h1@r1 E_total new_w5 out_h2"),
    "a time behind": ("h1 = ‹o1› (before), h1 = ‹later1› (after)", "out_h1 out_h1@r1"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_what_is_printed_in_another_form_is_read_whole_and_is_right(form):
    text, ids = FORMS[form]
    verdicts = found(
        network(),
        filled(
            text,
            later1=LATER,
            back1=NUMBERS["delta"] * W["w5"],
            percent=100 * NUMBERS["o1"],
            hundred=100 * NUMBERS["out"],
        ),
    )
    assert {id: verdict for id, verdict in verdicts.items() if id} == dict.fromkeys(ids.split(), "exact")


def rounds_of(count: int) -> list[dict[str, float]]:
    """A single neuron with cross-entropy, two samples, rate 0.5: what full batches make of it, round by round."""
    w1, w2, b, told = 0.4, -0.3, 0.1, []
    for _ in range(count):
        one, two = sigmoid(w2 + b), sigmoid(w1 + b)
        slopes = {"g1": two / 2, "g2": (one - 1) / 2, "gb": (one - 1 + two) / 2}
        told.append({"w1": w1, "w2": w2, "b": b, "y1": one, "y2": two, "E": -(log(one) + log(1 - two)) / 2, **slopes})
        w1, w2, b = w1 - 0.5 * slopes["g1"], w2 - 0.5 * slopes["g2"], b - 0.5 * slopes["gb"]
        told[-1] |= {"n1": w1, "n2": w2, "nb": b}
    return told


TWICE = PAIRS.replace("half_squared_error", "binary_cross_entropy") + "rounds = 2\n"
IN_ROUNDS = {
    "rows from 1": ("epoch,loss,w1,dw1\n1,{0[E]:.5f},{0[n1]:.5f},{0[g1]:.5f}\n2,{1[E]:.5f},{1[n1]:.5f},{1[g1]:.5f}",
                    "E_total new_w1 grad_w1 E_total@r1 new_w1@r2 grad_w1@r1"),
    "rows from 1, as each begins": ("|epoch|w1|w2|loss before|\n|-|-|-|-|\n|1|{0[w1]}|{0[w2]}|{0[E]:.5f}|\n"
                                    "|2|{1[w1]:.5f}|{1[w2]:.5f}|{1[E]:.5f}|", "w1 w2 new_w1 new_w2"),
    "a column a round": ("| Quantity | Iteration 1 | Iteration 2 |\n|---|---|---|\n| E | {0[E]:.5f} | {1[E]:.5f} |",
                         "E_total E_total@r1"),
    "a line a round": ("Epoch 1/2 loss: {0[E]:.5f} w1: {0[n1]:.5f}\nEpoch 2/2 loss: {1[E]:.5f} w1: {1[n1]:.5f}",
                       "E_total new_w1 E_total@r1 new_w1@r2"),
    "weights from 0": ("iter 0: w1={0[w1]}, w2={0[w2]}\niter 1: w1={0[n1]:.5f}, w2={0[n2]:.5f}\n"
                       "iter 2: w1={1[n1]:.5f}, w2={1[n2]:.5f}", "w1 w2 new_w1 new_w2 new_w1@r2 new_w2@r2"),
    "after so many": ("After 2 epochs: w1 = {1[n1]:.5f}, w2 = {1[n2]:.5f}", "new_w1@r2 new_w2@r2"),
    "at the end": ("Final weights: w1 = {1[n1]:.5f}, w2 = {1[n2]:.5f}", "new_w1@r2 new_w2@r2"),
    "steps that are rounds": ("step 1: loss = {0[E]:.5f}\nstep 2: loss = {1[E]:.5f}", "E_total E_total@r1"),
    "a heading a round": ("Step 1\nw1 = {0[n1]:.5f}\nE = {0[E]:.5f}\nStep 2\nE = {1[E]:.5f}\nw1 = {1[n1]:.5f}",
                          "new_w1 E_total E_total@r1 new_w1@r2"),
    "a log": ("epoch=1 loss={0[E]:.5f}\nw1={0[n1]:.5f} b={0[nb]:.5f}\nepoch=2 loss={1[E]:.5f}\n"
              "grad_w1={1[g1]:.5f}\nw1={1[n1]:.5f} b={1[nb]:.5f}",
              "E_total new_w1 new_b1 E_total@r1 grad_w1@r1 new_w1@r2 new_b1@r2"),
    "samples and all": (
        "Iteration 1\n sample 1: yhat = {0[y1]:.5f}\n sample 2: yhat = {0[y2]:.5f}\n cost = {0[E]:.5f}\n"
        " dw = [{0[g1]:.5f}, {0[g2]:.5f}], db = {0[gb]:.5f}\n w = [{0[n1]:.5f}, {0[n2]:.5f}]\n"
        "Iteration 2\n sample 1: yhat = {1[y1]:.5f}\n sample 2: yhat = {1[y2]:.5f}\n cost = {1[E]:.5f}\n"
        " dw = [{1[g1]:.5f}, {1[g2]:.5f}], db = {1[gb]:.5f}\n w = [{1[n1]:.5f}, {1[n2]:.5f}]",
        "out_y@s1 out_y@s2 E_total grad_w1 grad_w2 grad_b1 new_w1 new_w2 "
        "out_y@s1@r1 out_y@s2@r1 E_total@r1 grad_w1@r1 grad_w2@r1 grad_b1@r1 new_w1@r2 new_w2@r2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", IN_ROUNDS)
def test_numbers_of_rounds_are_those_of_their_rounds(form):
    text, ids = IN_ROUNDS[form]
    assert found(TWICE, text.format(*rounds_of(2))) == dict.fromkeys(ids.split(), "exact")


def test_a_list_behind_a_neuron_is_its_numbers_in_all_samples_and_a_target_beside_a_hat_is_one():
    one, two = sigmoid(-0.2), sigmoid(0.5)
    text = f"y = [{one:.5f}, {two:.5f}]\nout_y = [{one:.5f}, {two:.5f}]\nnet_y = [-0.2, 0.5]"
    ids = ("out_y@s1", "out_y@s2", "net_y@s1", "net_y@s2")
    assert found(PAIRS, text) == dict.fromkeys(ids, "exact")
    table = (
        f"| i | x1 | x2 | y | ŷ |\n|---|---|---|---|---|\n| 1 | 0 | 1 | 1 | {one:.5f} |\n| 2 | 1 | 0 | 0 | {two:.5f} |"
    )
    ids = ("x1@s1", "x2@s1", "T_y@s1", "out_y@s1", "x1@s2", "x2@s2", "T_y@s2", "out_y@s2")
    assert found(PAIRS, table) == dict.fromkeys(ids, "exact")


def test_a_mean_below_the_last_sample_is_of_all_though_it_is_of_rounded_numbers():
    (first, *_) = rounds_of(1)
    losses = [round(-log(first["y1"]), 2), round(-log(1 - first["y2"]), 2)]
    mean = f"{sum(losses) / 2:.3f}"  # of 0.80 and 0.97
    assert mean != f"{first['E']:.3f}"
    text = f"Sample 1: Loss = {losses[0]:.2f}\nSample 2: Loss = {losses[1]:.2f}\nAverage loss = {mean}"
    assert found(TWICE, text)["E_total"] == "last_digit"


@pytest.mark.parametrize("line", [
    "A common mistake is to forget the bias, which would give net_o = 0.1234.", "||∇W2|| = 0.0813", "‖dw5‖ = 0.5",
])  # fmt: skip
def test_what_nobody_says_is_so_and_what_has_no_number_here_is_not_judged(line):
    solution = solve(parse_example(load_text(network(), "own.toml"), "own.toml", "own"))
    claims, unplaced = claims_in(filled(f"h1 = ‹o1›\n{line}"), "notes", "notes.txt", solution)
    assert [claim.quantity for claim in claims.claims] == ["out_h1"] and [at for at, _ in unplaced] == [2]


@pytest.mark.parametrize("text", [
    "error = t - o = 0.4 - ‹out› = ‹off›\nE = 0.5*error^2 = ‹E›",
    "∂E/∂w5 = ∂E/∂out_o * ∂out_o/∂w5 = ‹delta› * ‹o1› = ‹g5›",
])  # fmt: skip
def test_a_line_is_not_worked_out_with_names_that_mean_something_else_in_it(text):
    verdicts = found(network(), filled(text))
    assert "slip miscalculated" not in verdicts.values() and "slip other_quantity" not in verdicts.values()


def test_a_quotient_in_signs_parts_no_line():
    (first, *_) = rounds_of(1)
    out = first["y1"]
    text = f"Sample 1\ny = {out:.4f}\n∂L/∂ŷ = −1/ŷ = −1/{out:.4f} = {-1 / out:.4f}".replace("-", "−")
    assert found(TWICE, text) == dict.fromkeys(("out_y@s1", "dE_dout_y@s1"), "exact")


def test_who_moves_some_parameters_of_a_line_and_not_its_bias_has_frozen_it():
    (first, *_) = rounds_of(1)
    text = "dw = [{g1:.5f}, {g2:.5f}], db = {gb:.5f}\nw = [{n1:.5f}, {n2:.5f}], b = {b:.5f}".format(**first)
    assert found(TWICE, text)["new_b1"] == "slip frozen_bias"
    assert "new_b1" not in found(TWICE, "w1 = {w1}, w2 = {w2}, b = {b:.5f}".format(**first))  # nothing has moved yet


def test_a_number_of_single_precision_that_is_printed_as_a_double_is_no_slip():
    """As `loss.item()` prints it in PyTorch: the nearest single, with all the digits of the double that it is."""
    (single,) = struct.unpack("f", struct.pack("f", NUMBERS["E"]))
    assert repr(single) != repr(NUMBERS["E"]) and len(repr(single)) > 14
    assert found(network(), f"E = {single!r}") == {"E_total": "carried"}
    assert found(network(), f"E = {single * 1.001:.17f}")["E_total"] != "carried"


def test_a_sample_is_named_by_the_inputs_behind_their_names_or_counted_under_a_letter():
    one, two = sigmoid(-0.2), sigmoid(0.5)
    for first, second in (
        ("(x1, x2) = (0, 1), t = 1:", "(x1, x2) = (1, 0), t = 0:"),
        ("(a) First pattern", "(b) Second pattern"),
    ):
        text = f"{first}\n y = {one:.5f}, E = {(1 - one) ** 2 / 2:.5f}\n{second}\n y = {two:.5f}, E = {two**2 / 2:.5f}"
        ids = ("out_y@s1", "E_total@s1", "out_y@s2", "E_total@s2")
        assert found(PAIRS, text) == dict.fromkeys(ids, "exact")


def test_what_runs_along_a_connection_is_worked_out_and_is_no_neurons_number():
    verdicts = found(network(), "x1 → h1: 0.9 × 0.22 = 0.198\no → h1: 0.5 × 0.83 = 0.415")
    assert verdicts == {"": "exact"}
    assert found(network(), "x1 → h1: 0.9 × 0.22 = 0.189") == {"": "slip digit_typo"}
