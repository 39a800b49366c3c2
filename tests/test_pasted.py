"""What people paste: output of programs, cells of notebooks, tables of spreadsheets, chats and books in other letters.

Every number is worked out here with floats; what must come out is that all of it is read, and right.
"""

from __future__ import annotations

import re
from math import exp, log, tanh

import pytest

from backprop.audit.chains import told_once
from backprop.audit.judge import judge_notes
from backprop.audit.notes.read import claims_in
from backprop.audit.worlds.prepared import prepare
from backprop.reading.example import parse_example
from backprop.reading.files import load_text
from backprop.steps.solving import solve
from test_as_written import ONLINE, W, forward, network, sigmoid

H1, H2 = forward()
OUT1, OUT2 = sigmoid(H1), sigmoid(H2)
O = W["w5"] * OUT1 + W["w6"] * OUT2 + W["b3"]  # noqa: E741
OUT = sigmoid(O)
DELTA = (OUT - 0.4) * OUT * (1 - OUT)
D1, D2 = (DELTA * W[name] * out * (1 - out) for name, out in (("w5", OUT1), ("w6", OUT2)))
GRAD = {"w1": D1 * 0.9, "w2": D1 * 0.3, "w3": D2 * 0.9, "w4": D2 * 0.3, "w5": DELTA * OUT1, "w6": DELTA * OUT2}
NEW = {name: W[name] - 0.5 * slope for name, slope in GRAD.items()}
E = (0.4 - OUT) ** 2 / 2
NUMBERS = {
    "h1": H1, "h2": H2, "o1": OUT1, "o2": OUT2, "o": O, "out": OUT, "delta": DELTA, "d1": D1, "d2": D2, "E": E,
    "off": 0.4 - OUT, "minus": -DELTA, "m1": -D1,
    **{f"g{name[1]}": slope for name, slope in GRAD.items()}, **{f"n{name[1]}": new for name, new in NEW.items()},
}  # fmt: skip


def found(toml: str, notes: str) -> dict[str, str]:
    """Return the verdicts of notes by quantity; nothing in them may be left aside."""
    solution = solve(parse_example(load_text(toml, "own.toml"), "own.toml", "own"))
    claims, unplaced = claims_in(notes, "notes", "notes.txt", solution)
    assert unplaced == ()
    findings = told_once(judge_notes(prepare(solution), claims)).findings
    return {one.claim.quantity: " ".join((one.verdict, *one.deviations)) for one in findings}


def filled(text: str, **more: float) -> str:
    """Return a text with its numbers, `‹name›` to five decimals, put in."""
    return re.sub(r"‹(\w+)›", lambda at: f"{(NUMBERS | more)[at[1]]:.5f}", text)


FORMS = {
    "two on a line": (
        "net_h1 = ‹h1› ⇒ out_h1 = ‹o1›\nnet_h2 = ‹h2›, so out_h2 = ‹o2›.\nnet_o = ‹o› => o = ‹out›\n"
        "∂E/∂w5 = ‹g5› → w5 = ‹n5›\n∂E/∂w6 = ‹g6›; thus w6 = ‹n6›\n∂E/∂w1 = ‹g1›，w1 = ‹n1›",
        "net_h1 out_h1 net_h2 out_h2 net_o out_o grad_w5 new_w5 grad_w6 new_w6 grad_w1 new_w1",
    ),
    "spaces and a word between": (
        "net_h1 = ‹h1›   out_h1 = ‹o1›\nnet_h2 = ‹h2›\tout_h2 = ‹o2›\nnet_o = ‹o› and out_o = ‹out›",
        "net_h1 out_h1 net_h2 out_h2 net_o out_o",
    ),
    "a bold neuron": ("- **h1:** net = ‹h1›, out = ‹o1›\n* **h2:** net = ‹h2›, out = ‹o2›",
                      "net_h1 out_h1 net_h2 out_h2"),
    "words before the name": (
        "Hidden neuron h1: net_h1 = ‹h1›\nStep 1: out_h1 = ‹o1›\nTotal error E = ‹E›\nNew weight: w5 = ‹n5›\n"
        "Therefore w6 = ‹n6›\nError term for o: δ_o = ‹delta›\nGradient: w1 = ‹g1›\nThen w2 = ‹n2›",
        "net_h1 out_h1 E_total new_w5 new_w6 delta_o grad_w1 new_w2",
    ),
    "words of other languages": (
        "Salida de h1: out_h1 = ‹o1›\n神经元h2的输入：net_h2 = ‹h2›\nw5(nuevo) = w5(anterior) − α·δ = ‹n5›\n"
        "Neues Gewicht: w6 = ‹n6›",
        "out_h1 net_h2 new_w5 new_w6",
    ),
    "torch": (
        "z1 = tensor([[‹h1›, ‹h2›]], grad_fn=<AddmmBackward0>)\nloss: tensor(‹E›, grad_fn=<MulBackward0>)\n"
        "w5.grad: tensor([‹g5›])\nfc1.weight.grad = tensor([[‹g1›, ‹g2›],\n        [‹g3›, ‹g4›]])\n"
        "fc2.weight: Parameter containing:\ntensor([[‹n5›, ‹n6›]], requires_grad=True)",
        "net_h1 net_h2 E_total grad_w5 grad_w1 grad_w2 grad_w3 grad_w4 new_w5 new_w6",
    ),
    "cells of a notebook": (
        "In [3]: a1\nOut[3]: tensor([[‹o1›, ‹o2›]])\n\nIn [4]: dW1\nOut[4]:\n"
        "array([[‹g1›, ‹g2›],\n       [‹g3›, ‹g4›]])\nIn [5]:\nz2\n\nOut[5]:\ntensor([[‹o›]])",
        "out_h1 out_h2 grad_w1 grad_w2 grad_w3 grad_w4 net_o",
    ),
    "an array below its name": (
        "A1:\n[[‹o1›]\n [‹o2›]]\ndW2 =\n[[‹g5› ‹g6›]]\nUpdated W2:\n[[‹n5› ‹n6›]]",
        "out_h1 out_h2 grad_w5 grad_w6 new_w5 new_w6",
    ),
    "micrograd": ("h1 = Value(data=‹o1›, grad=‹slope›)\nw5 = Value(data=0.83, grad=‹g5›)",
                  "out_h1 dE_dout_h1 w5 grad_w5"),
    "tabs": ("quantity\tformula\tvalue\nnet_h1\t0.22*0.9-0.47*0.3+0.12\t‹h1›\ndE/dw5\t\t‹g5›\nw5 new\t\t‹n5›",
             "net_h1 grad_w5 new_w5"),
    "semicolons": ("name;value\nnet_h1;‹h1›\nout_h1;‹o1›", "net_h1 out_h1"),
    "commas": ("name,value\nnet_h1,‹h1›\nout_h1,‹o1›", "net_h1 out_h1"),
    "heads with what they are in brackets": (
        "| Neuron | Net Input (z) | Activation σ(z) | Target | Error |\n|---|---|---|---|---|\n"
        "| h1 | ‹h1› | ‹o1› | — | hidden |\n| o | ‹o› | ‹out› | 0.4 | ‹off› |",
        "net_h1 out_h1 net_o out_o T_o",
    ),
    "heads of a table of updates": (
        "| Weight | Old Value | ∂E/∂w | New Value |\n|---|---|---|---|\n| w5 | 0.83 | ‹g5› | ‹n5› |", "grad_w5 new_w5",
    ),
    "a row of names and one of numbers": ("h1 h2 o\n‹o1› ‹o2› ‹out›\n=== updated weights: w5, w6 ===\n‹n5› ‹n6›",
                                          "out_h1 out_h2 out_o new_w5 new_w6"),
    "rounds": ("| epoch | E | w5 |\n|---|---|---|\n| 0 | ‹E› | 0.83 |", "E_total w5"),
    "old and new": (
        "w5 (old) = 0.83, w5 (new) = ‹n5›\nw6(new) = w6(old) - 0.5 * ‹g6› = ‹n6›\nnew w1 = old w1 - 0.5*(‹g1›) = ‹n1›\n"
        "w2(n+1) = w2(n) - 0.5·(‹g2›) = ‹n2›\nw3ⁿᵉʷ = ‹n3›\nw4 → 0.18 − 0.5 × (‹g4›) = ‹n4›",
        "w5 new_w5 new_w6 new_w1 new_w2 new_w3 new_w4",
    ),
    "marks behind": ("net(h1) = ‹h1›  [1 mark]\nout(h1) = ‹o1› [1]\ndelta(o) = ‹delta› [M1 A1]",
                     "net_h1 out_h1 delta_o"),
    "bold with a remark": ("- **h1** = σ(‹h1›) = **‹o1›** (sigmoid)\n- h2 ≈ **‹o2›** ✅ (hidden)", "out_h1 out_h2"),
    "boxed": ("\\[ out_{h1} = \\sigma(‹h1›) \\approx \\boxed{‹o1›} \\]\n$o = \\boxed{‹out›}$", "out_h1 out_o"),
    "two columns of TeX": (
        "\\begin{align*}\nz_{h1} &= ‹h1› & a_{h1} &= \\sigma(‹h1›) = ‹o1› \\\\\n"
        "\\frac{\\partial E}{\\partial w_5} &= ‹g5› & \\Rightarrow\\quad w_5^{\\text{new}} &= ‹n5› \\\\\n\\end{align*}",
        "net_h1 out_h1 grad_w5 new_w5",
    ),
    "along arrows": ("h1: 0.22*0.9 - 0.47*0.3 + 0.12 = ‹h1› -> sigmoid -> ‹o1›\nh2: ‹h2› -> ‹o2›",
                     "net_h1 out_h1 net_h2 out_h2"),
    "a neuron's name for both": ("o: ‹o›\nsigmoid -> o = ‹out›", "net_o out_o"),
    "net inputs called a": ("a_1 = ‹h1›\nz_1 = ‹o1›\na_2 = ‹h2›\nz_2 = ‹o2›", "net_h1 out_h1 net_h2 out_h2"),
    "of the step n": ("v_h1(n) = ‹h1›\ny_h1(n) = φ(v_h1(n)) = ‹o1›\nφ'(v_o) = ‹s›", "net_h1 out_h1 dout_dnet_o"),
    "raised layers": ("z₁⁽¹⁾ = ‹h1›\na₁⁽¹⁾ = σ(z₁⁽¹⁾) = ‹o1›\n∂E/∂w₁₁⁽²⁾ = ‹g5›\nw₁₁⁽²⁾ ← ‹n5›",
                      "net_h1 out_h1 grad_w5 new_w5"),
    "the output by its word": ("z_out = ‹o›\ny = σ(z_out) = ‹out›\ndelta_out = ‹delta›\nDelta for h1: ‹d1›",
                               "net_o out_o delta_o delta_h1"),
    "the distance beside the error": (
        "error = target - output = 0.4 - ‹out› = ‹off›\nE = 0.5 * (‹off›)^2 = ‹E›", "E_total",
    ),
    "a remark behind the result": (
        "w5 = 0.83 - 0.5*‹g5› = ‹n5› for η = 0.5\nδ_h1 = δ_o · w5 · out_h1(1 − out_h1) = ‹d1› where δ_o = ‹delta›\n"
        "net_h1 = 0.22*0.9 - 0.47*0.3 + 0.12 = ‹h1› (with x1 = 0.9)",
        "new_w5 learning_rate delta_h1 delta_o net_h1",
    ),
    "words of any language between two": (
        "net_h1 = 0.22*0.9 - 0.47*0.3 + 0.12 = ‹h1›, giving out_h1 = ‹o1›\n"
        "net_h2 = 0.61*0.9 + 0.18*0.3 - 0.31 = ‹h2› donc out_h2 = ‹o2›\n∂E/∂w5 = ‹g5› et ∂E/∂w6 = ‹g6›\n"
        "w5 = 0.83 - 0.5*(‹g5›) = ‹n5› и w6 = -0.56 - 0.5*(‹g6›) = ‹n6›",
        "net_h1 out_h1 net_h2 out_h2 grad_w5 grad_w6 new_w5 new_w6",
    ),
    "signs between two": (
        "net_h1 = 0.22*0.9 - 0.47*0.3 + 0.12 = ‹h1› | out_h1 = ‹o1›\n"
        "net_h2 = 0.61*0.9 + 0.18*0.3 - 0.31 = ‹h2› / out_h2 = ‹o2›\nnet_o: ‹o› – out_o: ‹out›",
        "net_h1 out_h1 net_h2 out_h2 net_o out_o",
    ),
    "the log of a library": ("loss: ‹E› - w5: ‹n5› - w6: ‹n6›", "E_total new_w5 new_w6"),
    "an arrow to the activation": ("h1: net = 0.22*0.9 - 0.47*0.3 + 0.12 = ‹h1› -> out = ‹o1›\n"
                                   "h2: net = 0.61*0.9 + 0.18*0.3 - 0.31 = ‹h2› -> σ = ‹o2›",
                                   "net_h1 out_h1 net_h2 out_h2"),
    "an arrow for equals": ("net_h1 = 0.22*0.9 - 0.47*0.3 + 0.12 -> ‹h1›\n"
                            "`δ_o = (out_o − 0.4)·out_o(1 − out_o)` → **‹delta›**",
                            "net_h1 delta_o"),
    "rows that are counted": (
        "| # | Quantity | Result |\n|---|---|---|\n| 1 | net_h1 | ‹h1› |\n| 2 | out_h1 | ‹o1› |", "net_h1 out_h1",
    ),
    "headings of neurons": (
        "**Neuron h1**\nnet = ‹h1›\noutput = ‹o1›\n**Hidden neuron 2**\nsum = ‹h2›\n"
        "output = ‹o2›\n### o\nnet = ‹o›\noutput = ‹out›",
        "net_h1 out_h1 net_h2 out_h2 net_o out_o",
    ),
    "a label before a whole name": (
        "Hidden neuron h1: in_h1 = ‹h1›; output: out_h1 = ‹o1›\n- neurone h2 : in_h2 = ‹h2›, sortie : out_h2 = ‹o2›",
        "net_h1 out_h1 net_h2 out_h2",
    ),
    "JSON": ('{"net_h1": ‹h1›, "out_h1": ‹o1›,\n "h2": {"net": ‹h2›, "out": ‹o2›}}', "net_h1 out_h1 net_h2 out_h2"),
    "JSON by passes": (
        '{\n "forward": {"net_h1": ‹h1›, "out_h1": ‹o1›},\n "grads": {"w5": ‹g5›, "w6": ‹g6›},\n "new": {"w5": ‹n5›}}',
        "net_h1 out_h1 grad_w5 grad_w6 new_w5",
    ),
    "a table in TeX": (
        "\\begin{tabular}{l|cc}\n & $h_1$ & $h_2$ \\\\\n\\hline\nnet & ‹h1› & ‹h2› \\\\\n"
        "out & ‹o1› & ‹o2› \\\\\n\\end{tabular}",
        "net_h1 net_h2 out_h1 out_h2",
    ),
    "a table by blanks": ("neuron    net        out\nh1        ‹h1›    ‹o1›\nh2        ‹h2›    ‹o2›",
                          "net_h1 out_h1 net_h2 out_h2"),
    "a program's places": (
        "z1[0] = W1[0][0]*x[0] + W1[0][1]*x[1] + b1[0] = ‹h1›\na1[1] = sigmoid(z1[1]) = ‹o2›\ndz2[0] = ‹delta›\n"
        "dW2[0][1] = dz2[0]*a1[1] = ‹g6›\nW2[0][0] -= lr*dW2[0][0] -> ‹n5›",
        "net_h1 out_h2 delta_o grad_w6 new_w5",
    ),
    "weights by their ends": (
        "Weight from h1 to o: 0.83 → ‹n5›\nw(x1→h2): 0.61 → ‹n3›\nw_{h2,o} = ‹n6›", "new_w5 new_w3 new_w6",
    ),
    "several in TeX on a line": (
        "$\\partial E/\\partial w_5 = ‹g5›$, $\\partial E/\\partial w_6 = ‹g6›$\n(c) $\\delta_{h_1} = ‹d1›$. HTH!\n"
        "With $\\eta = 0.5$: $w_5 \\leftarrow ‹n5›$, $w_6 \\leftarrow ‹n6›$",
        "grad_w5 grad_w6 delta_h1 learning_rate new_w5 new_w6",
    ),
    "powers of ten in TeX": ("$\\delta_o = ‹tens› \\times 10^{-2}$", "delta_o"),
    "in prose": (
        "Because the target is 0.4, the loss is E = ½(0.4 − ‹out›)² = ‹E›.\nThe nice thing is that δ_o = ‹delta›.\n"
        "After a step with learning rate 0.5 we end up with w5 = ‹n5›, w6 = ‹n6›.",
        "E_total delta_o new_w5 new_w6",
    ),
    "in long sentences": (
        "We feed x1 = 0.9 into the network. The first hidden unit gets a net input of net_h1 = ‹h1›, which the sigmoid "
        "makes smaller, so out_h1 = ‹o1›. The second one gets net_h2 = ‹h2› and the unit gives out_h2 = ‹o2›.\n"
        "The output unit sees net_o = ‹o›, and the sigmoid turns this into out_o = ‹out›, which is too much.",
        "x1 net_h1 out_h1 net_h2 out_h2 net_o out_o",
    ),
    "y for the target": ("∂E/∂out_o = ‹minusoff›\nLoss L = 0.5*(o - t)^2 = ‹E›", "dE_dout_o E_total"),
    "a total in other words": ("Gesamtfehler E = ‹E›\nError cuadrático E = ‹E›", "E_total"),
    "signals with the other sign": ("δ_o = ‹out›(1 − ‹out›)(0.4 − ‹out›) = ‹minus›\nδ_h1 = ‹m1›\nw5 = ‹n5›",
                                    "delta_o delta_h1 new_w5"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_what_is_pasted_is_read_whole_and_is_right(form):
    text, ids = FORMS[form]
    verdicts = found(network(), filled(
        text, s=OUT * (1 - OUT), slope=DELTA * W["w5"], tens=100 * DELTA, minusoff=OUT - 0.4,
    ))  # fmt: skip
    assert {id: verdict for id, verdict in verdicts.items() if id} == dict.fromkeys(ids.split(), "exact")


PAIRS = """
title = "Two samples of two inputs"
[network]
loss = "half_squared_error"
[[network.samples]]
inputs = { x1 = 0, x2 = 1 }
targets = { y = 1 }
[[network.samples]]
inputs = { x1 = 1, x2 = 0 }
targets = { y = 0 }
[[network.layers]]
activation = "sigmoid"
neurons = ["y"]
[network.weights]
w1 = ["x1", "y", 0.4]
w2 = ["x2", "y", -0.3]
[network.biases]
b1 = ["y", 0.1]
[method]
learning_rate = 0.5
"""


@pytest.mark.parametrize(("one", "two"), [
    ("For input (0,1):", "For input (1,0):"), ("x = [0, 1], t = 1:", "x = [1, 0], t = 0:"),
    ("Ejemplo 1", "Ejemplo 2"), ("Échantillon n° 1", "Échantillon n° 2"), ("样本1", "样本2"),
    ("1. sample", "2. sample"),
])  # fmt: skip
def test_a_sample_is_named_by_its_inputs_or_by_its_number_in_any_language(one, two):
    """A single neuron: net −0.3 + 0.1 of the first, 0.4 + 0.1 of the second."""
    first, second = sigmoid(-0.2), sigmoid(0.5)
    notes = "\n".join((
        one, f"net_y = {-0.2:.5f}", f"z = {-0.2:.5f}", f"y = {first:.5f}", f"E = {(first - 1) ** 2 / 2:.5f}",
        two, f"y = {second:.5f}", f"E = {second**2 / 2:.5f}", "all samples",
        f"db = {((first - 1) * first * (1 - first) + second * second * (1 - second)) / 2:.5f}",
    ))  # fmt: skip
    ids = ["net_y@s1", "out_y@s1", "E_total@s1", "out_y@s2", "E_total@s2", "grad_b1"]
    assert found(PAIRS, notes) == dict.fromkeys(ids, "exact")


def test_arrays_of_the_only_layer_have_no_number():
    """Two samples of one neuron at a prompt: Z, A and dZ have a number a sample, dw one a weight."""
    outs = [sigmoid(-0.2), sigmoid(0.5)]
    slopes = [(out - target) * out * (1 - out) for out, target in zip(outs, (1, 0), strict=True)]
    dw = [slopes[1] / 2, slopes[0] / 2]  # x1 is 0 and 1, x2 is 1 and 0
    notes = (
        f">>> Z\narray([-0.2000, 0.5000])\n>>> A\narray([{outs[0]:.6f}, {outs[1]:.6f}])\n"
        f">>> dZ\narray([{slopes[0]:.6f}, {slopes[1]:.6f}])\n>>> dw\narray([{dw[0]:.6f}, {dw[1]:.6f}])"
    )
    kinds = [f"{kind}_y@s{sample}" for kind in ("net", "out", "delta") for sample in (1, 2)]
    assert found(PAIRS, notes) == dict.fromkeys([*kinds, "grad_w1", "grad_w2"], "exact")


def test_names_in_a_formula_mean_in_the_second_round_what_the_first_has_left():
    """After the update net_h1 is worked out with the new w1, w2 and b1, and net_o with the new outputs too."""
    new = NEW | {f"b{n}": W[f"b{n}"] - 0.5 * d for n, d in ((1, D1), (2, D2), (3, DELTA))}
    net = new["w1"] * 0.9 + new["w2"] * 0.3 + new["b1"]
    other = new["w3"] * 0.9 + new["w4"] * 0.3 + new["b2"]
    last = new["w5"] * sigmoid(net) + new["w6"] * sigmoid(other) + new["b3"]
    moved = "".join(f"new_{name} = {number:.6f}\n" for name, number in new.items())
    notes = (
        f"{moved}After the update:\nnet_h1 = w1*x1 + w2*x2 + b1 = {net:.6f}\nnet_h2 = {other:.6f}\n"
        f"net_o = w5*out_h1 + w6*out_h2 + b3 = {last:.6f}"
    )
    ids = [*(f"new_{name}" for name in new), "net_h1@r1", "net_h2@r1", "net_o@r1"]
    assert found(network(), notes) == dict.fromkeys(ids, "exact")


def test_an_error_right_behind_the_target_is_how_far_off_it_is():
    notes = f"out_o = {OUT:.4f}, target = 0.4, error = {0.4 - OUT:.4f}"
    solution = solve(parse_example(load_text(network(), "own.toml"), "own.toml", "own"))
    claims, _ = claims_in(notes, "notes", "notes.txt", solution)
    assert [claim.quantity for claim in claims.claims if claim.quantity != "T_o"] == ["out_o"]


def test_a_signal_with_the_wrong_sign_alone_is_a_slip_and_no_convention():
    notes = filled("out_o = ‹out›\nδ_o = ‹minus›\n∂E/∂w5 = ‹g5›")
    assert found(network(), notes)["delta_o"] == "slip wrong_sign"


def test_a_slip_is_found_where_the_signals_have_the_other_sign_too():
    """The slope of h1 is forgotten: δ_h1 = w5 δ_o; all else is as Mitchell has it."""
    notes = filled("δ_o = ‹minus›\nδ_h1 = ‹lost›\nδ_h2 = ‹m2›\nw6 = ‹n6›", lost=-DELTA * W["w5"], m2=-D2)
    assert found(network(), notes) == {
        "delta_o": "exact", "delta_h1": "slip no_hidden_slope", "delta_h2": "exact", "new_w6": "exact",
    }  # fmt: skip


SHARES = """
title = "Shares"
[network]
loss = "cross_entropy"
inputs = { x = 1.5 }
targets = { y1 = 0, y2 = 1 }
[[network.layers]]
activation = "relu"
neurons = ["h1", "h2"]
[[network.layers]]
activation = "softmax"
neurons = ["y1", "y2"]
[network.weights]
w1 = ["x", "h1", 0.5]
w2 = ["x", "h2", -0.4]
w3 = ["h1", "y1", 0.3]
w4 = ["h2", "y1", -0.2]
w5 = ["h1", "y2", -0.5]
w6 = ["h2", "y2", 0.7]
[method]
learning_rate = 0.1
"""


def test_logits_by_their_number_are_of_the_last_layer():
    """One hidden neuron of ReLU, two outputs of softmax: z1 and z2 are the outputs', p1 and p2 their shares."""
    z1, z2 = 0.3 * 0.75, -0.5 * 0.75
    p1 = exp(z1) / (exp(z1) + exp(z2))
    p2 = 1 - p1
    notes = (
        f"h1 = ReLU(0.75) = 0.75\nz1 = 0.3*0.75 = {z1:.5f}\nz2 = -0.5*0.75 = {z2:.5f}\np1 = {p1:.5f}\np2 = {p2:.5f}\n"
        f"Loss = -log(p2) = {-log(p2):.5f}\ndL/dz1 = {p1:.5f}"
    )
    ids = ["out_h1", "net_y1", "net_y2", "out_y1", "out_y2", "E_total", "delta_y1"]
    assert found(SHARES, notes) == dict.fromkeys(ids, "exact")


def test_a_logarithm_of_a_calculators_key_is_told_where_the_line_says_log():
    """−log₁₀ where −ln is meant, of p2 as it is printed."""
    p2 = round(1 / (1 + exp(0.6)), 4)
    found_here = found(SHARES, f"p2 = {p2}\nLoss = -log({p2}) = {-log(p2) / log(10):.4f}")
    assert found_here == {"out_y2": "exact", "E_total": "slip other_logarithm"}


def test_a_function_that_is_not_known_leaves_the_number_behind_it():
    """LeakyReLU with the network's own slope, 0.01 below 0."""
    toml = network(hidden="leaky_relu").replace('activation = "leaky_relu"', 'activation = "leaky_relu"\nleak = 0.01')
    notes = f"h1 = LeakyReLU({H1:.3f}) = {H1:.3f}\nh2 = leaky_relu({H2:.3f}) = {H2:.3f}"
    assert min(H1, H2) > 0 and found(toml, notes) == {"out_h1": "exact", "out_h2": "exact"}


def of_sample(x: float, target: float, w1: float, w2: float) -> tuple[float, float, float, float]:
    """Return net and out of h and out and δ of y in the network of one neuron behind another."""
    out_h = sigmoid(w1 * x)
    out_y = sigmoid(w2 * out_h)
    return w1 * x, out_h, out_y, (out_y - target) * out_y * (1 - out_y)


def test_a_table_with_a_row_or_a_column_a_sample():
    batch = ONLINE.replace('batch = "online"', 'batch = "full"')
    rows = [of_sample(x, target, 0.8, 1.2) for x, target in ((1.5, 0.2), (-0.5, 0.9))]
    heads = ("net_h", "out_h", "out_y", "delta_y")
    numbers = [[f"{number:.5f}" for number in row] for row in rows]
    by_rows = "\n".join(f"| {s} | {' | '.join(row)} |" for s, row in enumerate(numbers, 1))
    by_columns = "\n".join(
        f"| {head} | {' | '.join(column)} |" for head, column in zip(heads, zip(*numbers, strict=True), strict=True)
    )
    wanted = {f"{head}@s{sample}": "exact" for head in heads for sample in (1, 2)}
    assert found(batch, f"| sample | {' | '.join(heads)} |\n|---|---|---|---|---|\n{by_rows}") == wanted
    assert found(batch, f"| | sample 1 | sample 2 |\n|---|---|---|\n{by_columns}") == wanted


def test_below_the_number_of_a_round_everything_is_of_that_round():
    """One tanh neuron, two weights; three rounds of plain loops."""
    toml = """
title = "Rounds"
[network]
loss = "half_squared_error"
inputs = { x1 = 0.6, x2 = -0.9 }
targets = { y = 0.2 }
[[network.layers]]
activation = "tanh"
neurons = ["y"]
[network.weights]
w1 = ["x1", "y", 0.7]
w2 = ["x2", "y", -0.55]
[method]
learning_rate = 0.5
"""
    w1, w2, parts, wanted, logged = 0.7, -0.55, [], {}, []
    for done in range(3):
        out = tanh(w1 * 0.6 - w2 * 0.9)
        delta = (out - 0.2) * (1 - out * out)
        logged.append(f"| {done} | {(out - 0.2) ** 2 / 2:.5f} | {w1:.5f} |")
        w1, w2 = w1 - 0.5 * delta * 0.6, w2 + 0.5 * delta * 0.9
        parts.append(f"=== Epoch {done + 1} ===\nout_y = {out:.5f}\ndelta_y = {delta:.5f}\nw2 = {w2:.5f}")
        mark, new = (f"@r{done}" if done else ""), (f"@r{done + 1}" if done else "")
        wanted |= {f"out_y{mark}": "exact", f"delta_y{mark}": "exact", f"new_w2{new}": "exact"}
    assert found(toml, "\n".join(parts)) == wanted
    assert found(toml, "\n".join(("| epoch | E | w1 |", "|---|---|---|", *logged))) == {
        "E_total": "exact", "w1": "exact", "E_total@r1": "exact", "new_w1": "exact", "E_total@r2": "exact",
        "new_w1@r2": "exact",
    }  # fmt: skip
