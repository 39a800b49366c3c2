"""Notes that speak of whole layers, or of neurons by number: what each hand means is what NumPy works out."""

from __future__ import annotations

import numpy as np
import pytest

from backprop.audit.notes.matrices import rows_of
from test_as_written import verdicts

X, T = np.array([0.5, -0.3, 0.8]), 0.7
W1, B1 = np.array([[0.45, -0.62, 0.31], [-0.27, 0.84, 0.53]]), np.array([0.12, -0.24])
W2, B2 = np.array([[0.72, -0.38]]), np.array([0.35])
RATE = 0.1
WEIGHTS = "\n".join(
    f'w{1 + i + 3 * j} = ["x{i + 1}", "{name}", {W1[j, i]}]' for j, name in enumerate("pq") for i in range(3)
)
TOML = f"""
title = "three, two, one"
[network]
loss = "squared_error"
inputs = {{ x1 = 0.5, x2 = -0.3, x3 = 0.8 }}
targets = {{ r = 0.7 }}
[[network.layers]]
activation = "tanh"
neurons = ["p", "q"]
[[network.layers]]
activation = "linear"
neurons = ["r"]
[network.weights]
{WEIGHTS}
w7 = ["p", "r", 0.72]
w8 = ["q", "r", -0.38]
[network.biases]
b1 = ["p", 0.12]
b2 = ["q", -0.24]
b3 = ["r", 0.35]
[method]
learning_rate = 0.1
"""
Z1 = W1 @ X + B1
A1 = np.tanh(Z1)
OUT = W2 @ A1 + B2
D2 = 2 * (OUT - T)
D1 = (W2.T @ D2) * (1 - A1**2)
G2, G1 = np.outer(D2, A1), np.outer(D1, X)
IDS = {
    "net": ["net_p", "net_q"], "out": ["out_p", "out_q"], "delta": ["delta_p", "delta_q"],
    "grad w1": [f"grad_w{n}" for n in range(1, 7)], "grad w2": ["grad_w7", "grad_w8"],
    "grad b1": ["grad_b1", "grad_b2"],
    "new w1": [f"new_w{n}" for n in range(1, 7)], "new w2": ["new_w7", "new_w8"],
}  # fmt: skip


def shown(values, between=", ") -> str:
    """Return an array as it is printed, to six decimals."""
    if np.ndim(values) == 0:
        return f"{values:.6f}"
    return f"[{between.join(shown(value, between) for value in values)}]"


def tex(values) -> str:
    rows = [[values]] if np.ndim(values) == 0 else [[value] for value in values] if np.ndim(values) == 1 else values
    body = r" \\ ".join(" & ".join(f"{value:.6f}" for value in row) for row in rows)
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"


def exact(*kinds: str, also: tuple[str, ...] = ()) -> dict[str, str]:
    return dict.fromkeys([id for kind in kinds for id in IDS[kind]] + list(also), "exact")


def test_a_vector_or_matrix_is_as_many_numbers_as_it_prints():
    with np.printoptions(precision=6, suppress=True):
        notes = f"""
z1 = W1 @ x + b1 = {shown(Z1)}
a1 = tanh(z1) = {A1!r}
z2 = [{OUT[0]:.6f}]
delta1 = {D1}
dW1 =
dW2 = np.array({shown(G2)})
""".replace("dW1 =", f"dW1 = {G1}")
    assert verdicts(TOML, notes) == exact("net", "out", "delta", "grad w1", "grad w2", also=("net_r",))


def test_layers_may_be_counted_from_the_inputs_and_a_matrix_written_by_columns():
    notes = "\n".join([
        f"a^{{(1)}} = {shown(X)}", f"z^{{(2)}} = {shown(Z1)}", f"a^{{(2)}} = {shown(A1)}", f"z^{{(3)}} = {OUT[0]:.6f}",
        f"δ^{{(3)}} = {D2[0]:.6f}", f"δ^{{(2)}} = {shown(D1)}", f"∂E/∂W^{{(1)}} = {shown(G1.T)}",
        f"W^{{(2)}}_new = {shown((W2 - RATE * G2).T)}",
    ])  # fmt: skip
    found = verdicts(TOML, notes)
    assert found == exact("net", "out", "delta", "grad w1", "new w2", also=("x1", "x2", "x3", "net_r", "delta_r"))


def test_matrices_of_tex_and_over_several_lines_are_read_where_they_begin():
    over_lines = shown(G1, " ").replace("] [", "]\n       [")
    notes = rf"""
$$z^{{[1]}} = W^{{[1]}} x + b^{{[1]}} = {tex(Z1)}$$
\[ \frac{{\partial L}}{{\partial W^{{[2]}}}} = \delta^{{[2]}} a^{{[1]T}} = {tex(G2)} \]
dW1 = {over_lines}
W1_new = {tex(W1 - RATE * G1)}
db1 = {shown(D1)}
"""
    assert verdicts(TOML, notes) == exact("net", "grad w2", "grad w1", "new w1", "grad b1")


def test_a_neuron_may_be_called_by_its_number_in_its_layer_or_among_all():
    among = f"z1 = {Z1[0]:.6f}\na1 = {A1[0]:.6f}\nz2 = {Z1[1]:.6f}\nz3 = {OUT[0]:.6f}\ndL/dz2 = {D1[1]:.6f}"
    wanted = dict.fromkeys(("net_p", "out_p", "net_q", "net_r", "delta_q"), "exact")
    assert verdicts(TOML, among) == wanted
    layers = (
        f"Hidden layer:\nz1 = {Z1[0]:.6f}\nz2 = {Z1[1]:.6f}\nOutput layer:\nz1 = {OUT[0]:.6f}\ndelta1 = {D2[0]:.6f}"
    )
    wanted = dict.fromkeys(("net_p", "net_q", "net_r", "delta_r"), "exact")
    assert verdicts(TOML, layers) == wanted
    assert verdicts(TOML, layers.replace("Hidden layer", "Layer 1").replace("Output layer", "Layer 2")) == wanted


def test_a_number_has_its_layer_above_and_its_place_below():
    """Of a weight the neuron it leads to comes first, or where it comes from: the numbers say which."""
    neurons = f"$z^{{(1)}}_2 = {Z1[1]:.6f}$\na_1^{{[1]}} = {A1[0]:.6f}\n\\delta^{{(2)}}_1 = {D2[0]:.6f}"
    neurons += f"\na_{{21}} = {OUT[0]:.6f}"
    wanted = dict.fromkeys(("net_q", "out_p", "delta_r", "out_r"), "exact")
    assert verdicts(TOML, neurons) == wanted
    new = W1 - RATE * G1
    for there in ("12", "21"):
        notes = f"w^{{(1)}}_{{{there}}} = {new[0, 1]:.6f}\n∂E/∂w^{{(1)}}_{{{there}}} = {G1[0, 1]:.6f}"
        assert verdicts(TOML, notes) == dict.fromkeys(("new_w2", "grad_w2"), "exact"), there


def test_at_a_prompt_what_is_asked_for_is_answered_below():
    with np.printoptions(precision=6, suppress=True):
        notes = f">>> z1\n{Z1!r}\n>>> print(dW1)\n{G1}\n"
    assert verdicts(TOML, notes) == exact("net", "grad w1")


def test_all_weights_of_a_matrix_are_new_or_none_and_all_matrices_are_written_one_way():
    """Printing drops a zero at the end, and 0.45 has as many digits as the old weight had; a square has two ways."""
    new = V1 - 0.5 * MEAN
    dropped = f"dW1 = {shown(MEAN.T)}\nW1 = {shown(new.T)}"
    wanted = [f"{kind}_w{i}" for kind in ("grad", "new") for i in range(1, 5)]
    assert verdicts(OF_FOUR, dropped) == dict.fromkeys(wanted, "exact")


def test_where_matrices_are_spoken_of_a_bias_alone_is_that_of_its_layer():
    notes = f"dW2 = {shown(G2)}\ndb2 = {D2[0]:.6f}\ndb1 = {shown(D1)}"
    assert verdicts(TOML, notes) == exact("grad w2", "grad b1", also=("grad_b3",))
    assert verdicts(TOML, f"dw7 = {G2[0, 0]:.6f}\ndb2 = {D1[1]:.6f}") == dict.fromkeys(("grad_w7", "grad_b2"), "exact")


def test_a_slip_in_a_matrix_is_named_where_it_is():
    """The slope of tanh was forgotten in the second row, as somebody does who stops too early."""
    wrong = G1.copy()
    wrong[1] = G1[1] / (1 - A1[1] ** 2)
    found = verdicts(TOML, f"a1 = {shown(A1)}\ndelta2 = {shown(D2)}\ndW1 = {shown(wrong)}")
    assert {id for id, verdict in found.items() if verdict != "exact"} == {"grad_w4", "grad_w5", "grad_w6"}


def test_what_has_another_shape_is_listed_and_not_guessed():
    with pytest.raises(AssertionError, match=r"z1 = \[0\.1, 0\.2, 0\.3\]"):
        verdicts(TOML, f"a1 = {shown(A1)}\nz1 = [0.1, 0.2, 0.3]")


XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
TARGETS = np.array([0.0, 1.0, 1.0, 0.0])
V1, V2 = np.array([[0.5, -0.4], [0.3, 0.9]]), np.array([0.7, -0.6])
SAMPLES = "".join(
    f"[[network.samples]]\ninputs = {{ x1 = {x[0]:g}, x2 = {x[1]:g} }}\ntargets = {{ y = {t:g} }}\n"
    for x, t in zip(XOR, TARGETS, strict=True)
)
OF_FOUR = f"""
title = "four samples"
[network]
loss = "half_squared_error"
[[network.layers]]
activation = "sigmoid"
neurons = ["h1", "h2"]
[[network.layers]]
activation = "sigmoid"
neurons = ["y"]
[network.weights]
w1 = ["x1", "h1", 0.5]
w2 = ["x2", "h1", -0.4]
w3 = ["x1", "h2", 0.3]
w4 = ["x2", "h2", 0.9]
w5 = ["h1", "y", 0.7]
w6 = ["h2", "y", -0.6]
{SAMPLES}
[method]
learning_rate = 0.5
"""


HIDDEN = 1 / (1 + np.exp(-XOR @ V1.T))
FOUR = 1 / (1 + np.exp(-HIDDEN @ V2))
BACK = ((FOUR - TARGETS) * FOUR * (1 - FOUR))[:, None] * V2 * HIDDEN * (1 - HIDDEN)
MEAN = BACK.T @ XOR / 4


@pytest.mark.parametrize("turned", [False, True])
def test_of_several_samples_a_matrix_has_a_row_or_a_column_each(turned):
    way = np.transpose if turned else np.asarray
    notes = f"A1 = {shown(way(HIDDEN))}\nyhat = {shown(FOUR)}\ndZ1 = {shown(way(BACK))}\ndW1 = {shown(way(MEAN))}"
    wanted = [f"{kind}_h{j}@s{i}" for kind in ("out", "delta") for i in range(1, 5) for j in (1, 2)]
    wanted += [f"out_y@s{i}" for i in range(1, 5)] + [f"grad_w{i}" for i in range(1, 5)]
    assert verdicts(OF_FOUR, notes) == dict.fromkeys(wanted, "exact")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("[0.4, -0.5]", [["0.4", "-0.5"]]), ("[0.4 -0.5]", [["0.4", "-0.5"]]), ("(0.4, -0.5)", [["0.4", "-0.5"]]),
        ("[[0.4,0.5],[0.6,0.7]]", [["0.4", "0.5"], ["0.6", "0.7"]]), ("[0.4; 0.5]", [["0.4"], ["0.5"]]),
        ("array([0.4, 0.5], dtype=float32)", [["0.4", "0.5"]]), ("[0.4, 0.5]^T", [["0.4", "0.5"]]),
        ("[[1.]\n [0.]]".replace("\n", ""), [["1"], ["0"]]), ("[0,4 0,5]", [["0,4", "0,5"]]),
        ("[0.4, h]", []), ("0.4", []), ("[0.4, 0.5] + [1, 2]", []), ("[[0.4, 0.5], [0.6]]", []), ("[]", []),
    ],
)  # fmt: skip
def test_how_arrays_are_printed(text, rows):
    assert rows_of(text) == rows
