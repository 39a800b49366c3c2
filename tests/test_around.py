"""What stands around the lines of notes is read as a person reads it: headings, tables with heads, sentences, code.

Every number is worked out here, with floats and no formula of ours.
"""

from __future__ import annotations

import pytest

from test_as_written import ONLINE, W, forward, network, sigmoid, verdicts

BATCH = ONLINE.replace('batch = "online"', 'batch = "full"')
SAMPLES = ((1.5, 0.2), (-0.5, 0.9))


def of_sample(x: float, target: float, w1: float = 0.8, w2: float = 1.2) -> dict[str, float]:
    out_h = sigmoid(w1 * x)
    out_y = sigmoid(w2 * out_h)
    delta = (out_y - target) * out_y * (1 - out_y)
    return {"net_h": w1 * x, "out_h": out_h, "grad w2": delta * out_h, "E": (target - out_y) ** 2 / 2}


def lines(found: dict[str, float], *names: str) -> str:
    return "\n".join(f"{name} = {found[name]:.5f}" for name in names)


HEADS = [
    "Sample {}", "## Sample {}", "**Sample {}:**", "Training example {}:", "Sample {} (x = {x})", "--- Sample {} ---",
    "\\textbf{{Sample {}}}", "\\subsection*{{Sample {}}}", "Sample no. {}", "Epoch 1, sample {}", "Row {}:",
    "Forward pass, sample {}:", "For sample {} we get", "{}. sample", "Example ({})", "Case {}:", "Observation {}",
    "Epoch 1 / Sample {}", "i = {}", "({})", "x = {x}", "Turn {} x = {x}",
    "With (x = {x}):",
]  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
def test_a_heading_says_of_which_sample_the_lines_below_it_are(head):
    parts = [
        f"{head.format(number, x=x)}\n{lines(of_sample(x, target), 'net_h', 'out_h', 'grad w2')}"
        for number, (x, target) in enumerate(SAMPLES, 1)
    ]
    both = [of_sample(*sample)["grad w2"] for sample in SAMPLES]
    notes = "\n".join((*parts, "Mean over the samples:", f"grad w2 = {sum(both) / 2:.5f}"))
    found = verdicts(BATCH, notes)
    assert found == {f"{name}@s{number}": "exact" for number in (1, 2) for name in ("net_h", "out_h", "grad_w2")} | {
        "grad_w2": "exact"
    }


def test_what_is_over_all_samples_is_read_below_the_last_of_them_too():
    first, second = (of_sample(*sample) for sample in SAMPLES)
    mean = (first["grad w2"] + second["grad w2"]) / 2
    notes = f"First sample:\n{lines(first, 'net_h')}\nSecond sample:\n{lines(second, 'net_h')}\ngrad w2 = {mean:.5f}"
    assert verdicts(BATCH, notes)["grad_w2"] == "exact"


def updated() -> tuple[float, float]:
    net_h1, net_h2 = forward()
    h1, h2 = sigmoid(net_h1), sigmoid(net_h2)
    out = sigmoid(W["w5"] * h1 + W["w6"] * h2 + W["b3"])
    delta = (out - 0.4) * out * (1 - out)
    return W["w5"] - 0.5 * delta * h1, delta


def after() -> float:
    """Return the output after one update of everything."""
    net_h1, net_h2 = forward()
    h1, h2 = sigmoid(net_h1), sigmoid(net_h2)
    _, delta = updated()
    back = [delta * W[name] * h * (1 - h) for name, h in (("w5", h1), ("w6", h2))]
    new = [W[name] - 0.5 * back[index // 2] * x for index, (name, x) in enumerate(
        (("w1", 0.9), ("w2", 0.3), ("w3", 0.9), ("w4", 0.3)))]  # fmt: skip
    net_1 = new[0] * 0.9 + new[1] * 0.3 + W["b1"] - 0.5 * back[0]
    net_2 = new[2] * 0.9 + new[3] * 0.3 + W["b2"] - 0.5 * back[1]
    w5, w6 = W["w5"] - 0.5 * delta * h1, W["w6"] - 0.5 * delta * h2
    return sigmoid(w5 * sigmoid(net_1) + w6 * sigmoid(net_2) + W["b3"] - 0.5 * delta)


@pytest.mark.parametrize(
    "head",
    ["After the update:", "Second forward pass:", "After one update", "## New forward pass", "With the new weights:",
     "After the weight update the network gives:"],
)  # fmt: skip
def test_below_a_heading_that_says_so_a_number_is_of_the_network_afterwards(head):
    w5, _ = updated()
    out = after()
    notes = f"w5 = {w5:.5f}\n{head}\nout_o = {out:.5f}\nE_total = {(0.4 - out) ** 2 / 2:.5f}"
    assert verdicts(network(), notes) == {"new_w5": "exact", "out_o@r1": "exact", "E_total@r1": "exact"}


def test_of_a_table_the_head_of_a_column_and_of_a_row_say_together_what_a_number_is():
    net_h1, net_h2 = forward()
    w5, delta = updated()
    h1 = sigmoid(net_h1)
    table = f"""
| neuron | net | out |
|---|---|---|
| h1 | {net_h1:.4f} | {h1:.4f} |
| h2 | {net_h2:.4f} | {sigmoid(net_h2):.4f} |

| neuron | δ |
|:---|---:|
| o | {delta:.5f} |

| weight | old | gradient | new |
|---|---|---|---|
| w5 | 0.83 | {delta * h1:.5f} | {w5:.5f} |

| quantity | computation | value |
|---|---|---|
| net_h1 | 0.22*0.9 − 0.47*0.3 + 0.12 | **{net_h1:.4f}** |
"""
    assert verdicts(network(), table) == dict.fromkeys(
        ("net_h1", "out_h1", "net_h2", "out_h2", "delta_o", "grad_w5", "new_w5"), "exact"
    )


def test_sentences_code_tex_and_vectors_say_what_lines_say():
    net_h1, net_h2 = forward()
    h1, h2 = sigmoid(net_h1), sigmoid(net_h2)
    w5, delta = updated()
    notes = rf"""
So the net input of h1 is {net_h1:.4f} and its output is {h1:.4f}.
The delta of o is {delta:.5f}.
h2: net = {net_h2:.4f}, out = {h2:.4f}
\begin{{align}}
net_{{h1}} &= 0.22 \times 0.9 - 0.47 \times 0.3 + 0.12 \\
&= {net_h1:.4f} \\
\end{{align}}
w5 -= 0.5 * {delta * h1:.5f}  # {w5:.4f}
out_h = [{h1:.4f}, {h2:.4f}]
"""
    assert verdicts(network(), notes) == dict.fromkeys(
        ("net_h1", "out_h1", "delta_o", "net_h2", "out_h2", "new_w5"), "exact"
    )


def test_a_bias_has_its_name_though_it_is_that_of_an_error_elsewhere_and_an_output_its_hat():
    toml = BATCH.replace("[method]", '[network.biases]\nc = ["y", 0.25]\n[method]').replace(
        "[[network.samples]]\ninputs = { x = -0.5 }\ntargets = { y = 0.9 }\n", ""
    )
    h = sigmoid(1.2)
    y = sigmoid(1.2 * h + 0.25)
    delta = (y - 0.2) * y * (1 - y)
    notes = f"ŷ = {y:.5f}\ndL/dŷ = {y - 0.2:.5f}\ndŷ/dz = {y * (1 - y):.5f}\nc_new = {0.25 - 0.5 * delta:.5f}"
    assert verdicts(toml, notes) == dict.fromkeys(("out_y", "dE_dout_y", "dout_dnet_y", "new_c"), "exact")


@pytest.mark.parametrize("head", ["Iteration {}:", "Step {}", "Sample {}"])
def test_online_a_turn_is_of_a_sample_and_its_new_weight_is_that_after_it(head):
    w1, w2, parts = 0.8, 1.2, []
    for number, (x, target) in enumerate(SAMPLES, 1):
        found = of_sample(x, target, w1, w2)
        out = sigmoid(w2 * found["out_h"])
        delta = (out - target) * out * (1 - out)
        back = delta * w2 * found["out_h"] * (1 - found["out_h"]) * x
        old, w2, w1 = w2, w2 - 0.5 * found["grad w2"], w1 - 0.5 * back
        parts.append(f"{head.format(number)}\nw2 = {old:.5f} - 0.5*{found['grad w2']:.5f} = {w2:.5f}")
    assert verdicts(ONLINE, "\n".join(parts)) == {"new_w2@s1": "exact", "new_w2@s2": "exact"}


def test_a_line_may_go_on_below_and_say_about_in_tex():
    net_h1, _ = forward()
    notes = (
        f"net_h1 = 0.22*0.9 - 0.47*0.3 + 0.12\n   = 0.198 - 0.141 + 0.12\n   = {net_h1:.4f}\n"
        rf"\(out_{{h1}} = \sigma({net_h1:.4f}) \approx {sigmoid(net_h1):.4f}\)"
    )
    assert verdicts(network(), notes) == {"net_h1": "exact", "out_h1": "exact"}


def test_who_writes_nothing_is_not_right_about_something():
    net_h1, _ = forward()
    assert verdicts(network(hidden="relu", w3="-0.61"), "out_h2 = 0") == {"out_h2": "exact"}
    found = verdicts(network(), "out_h1 = 0")
    assert sigmoid(net_h1) < 0.6 and not found["out_h1"].startswith(("exact", "carried"))


def test_what_is_taken_off_may_be_called_the_change_where_what_is_left_is_right():
    w5, delta = updated()
    step = 0.5 * delta * sigmoid(forward()[0])
    for name in ("Δw5", "dw5"):
        notes = f"{name} = 0.5 * {2 * step:.5f} = {step:.5f}\nnew w5 = w5 - {name} = 0.83 - {step:.5f} = {w5:.5f}"
        assert set(verdicts(network(), notes).values()) == {"exact"}
    wrong = f"Δw5 = {step:.5f}\nnew w5 = 0.83 + {step:.5f} = {0.83 + step:.5f}"
    assert "added_update" in verdicts(network(), wrong)["change_w5"]
    assert (
        verdicts(network(), f"dw5 = {2 * step:.6f}\nw5 += -0.5 * {2 * step:.6f} = {-step:.6f}")["change_w5"] == "exact"
    )


def test_a_neuron_by_its_bare_name_is_its_net_input_where_its_output_has_another():
    net_h1, _ = forward()
    notes = f"h1 = 0.22*0.9 - 0.47*0.3 + 0.12 = {net_h1:.4f}\nout_h1 = {sigmoid(net_h1):.4f}"
    assert verdicts(network(), notes) == {"net_h1": "exact", "out_h1": "exact"}
