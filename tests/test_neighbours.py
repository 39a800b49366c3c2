"""A neighbour's number taken in one place is named, in sources worked out here with plain floats.

The network is the main lesson's; `taken` says in which formula which quantity stands for which.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from backprop.audit.slips.catalogue import DEVIATIONS
from backprop.audit.telling.explain import explain
from backprop.audit.worlds.prepared import prepare
from backprop.reading.example import read_example
from backprop.steps.expr import refs
from backprop.steps.solving import solve
from conftest import CONTENT
from test_explain import judged
from test_rarer import B, T, W, X, sigmoid

FORMULAS = """
net_H1 = w1 * x1 + w3 * x2 + b1
net_H2 = w2 * x1 + w4 * x2 + b2
out_H1 = sigmoid(net_H1)
out_H2 = sigmoid(net_H2)
net_Y1 = w5 * out_H1 + w7 * out_H2 + b3
net_Y2 = w6 * out_H1 + w8 * out_H2 + b4
out_Y1 = sigmoid(net_Y1)
out_Y2 = sigmoid(net_Y2)
E_Y1 = (T_Y1 - out_Y1) ** 2 / 2
E_Y2 = (T_Y2 - out_Y2) ** 2 / 2
E_total = E_Y1 + E_Y2
dE_dout_Y1 = out_Y1 - T_Y1
dE_dout_Y2 = out_Y2 - T_Y2
dout_dnet_H1 = out_H1 * (1 - out_H1)
dout_dnet_H2 = out_H2 * (1 - out_H2)
dout_dnet_Y1 = out_Y1 * (1 - out_Y1)
dout_dnet_Y2 = out_Y2 * (1 - out_Y2)
delta_Y1 = dE_dout_Y1 * dout_dnet_Y1
delta_Y2 = dE_dout_Y2 * dout_dnet_Y2
grad_w5 = delta_Y1 * out_H1
grad_w6 = delta_Y2 * out_H1
grad_w7 = delta_Y1 * out_H2
grad_w8 = delta_Y2 * out_H2
grad_b3 = delta_Y1
grad_b4 = delta_Y2
new_w5 = w5 - 0.5 * grad_w5
new_w6 = w6 - 0.5 * grad_w6
new_w7 = w7 - 0.5 * grad_w7
new_w8 = w8 - 0.5 * grad_w8
new_b3 = b3 - 0.5 * grad_b3
new_b4 = b4 - 0.5 * grad_b4
path_H1_Y1 = w5 * delta_Y1
path_H1_Y2 = w6 * delta_Y2
path_H2_Y1 = w7 * delta_Y1
path_H2_Y2 = w8 * delta_Y2
dE_dout_H1 = path_H1_Y1 + path_H1_Y2
dE_dout_H2 = path_H2_Y1 + path_H2_Y2
delta_H1 = dE_dout_H1 * dout_dnet_H1
delta_H2 = dE_dout_H2 * dout_dnet_H2
grad_w1 = delta_H1 * x1
grad_w2 = delta_H2 * x1
grad_w3 = delta_H1 * x2
grad_w4 = delta_H2 * x2
grad_b1 = delta_H1
grad_b2 = delta_H2
new_w1 = w1 - 0.5 * grad_w1
new_w2 = w2 - 0.5 * grad_w2
new_w3 = w3 - 0.5 * grad_w3
new_w4 = w4 - 0.5 * grad_w4
new_b1 = b1 - 0.5 * grad_b1
new_b2 = b2 - 0.5 * grad_b2
"""
GIVEN = {**X, **W, **B, **{f"T_{name}": value for name, value in T.items()}}


def worked(formula: str = "", used: str = "", taken: str = "") -> dict[str, float]:
    """Return every number of the round by its id; in one formula one quantity may be taken for another."""
    known = {**GIVEN, "sigmoid": sigmoid}
    for line in FORMULAS.strip().splitlines():
        made, text = line.split(" = ")
        known[made] = eval(re.sub(rf"\b{used}\b", taken, text) if made == formula else text, known)
    return {line.split(" = ")[0]: known[line.split(" = ")[0]] for line in FORMULAS.strip().splitlines()}


RIGHT = worked()
CASES = [
    ("of_neighbour", ("path_H1_Y2", "w6", "w8"), "{taken} put in for {used} in {made}"),
    ("of_neighbour", ("path_H2_Y2", "delta_Y2", "delta_Y1"), "{taken} put in for {used} in {made}"),
    ("of_neighbour", ("delta_H1", "dout_dnet_H1", "dout_dnet_H2"), "{taken} put in for {used} in {made}"),
    ("of_neighbour", ("delta_Y2", "dout_dnet_Y2", "dout_dnet_Y1"), "{taken} put in for {used} in {made}"),
    ("of_neighbour", ("delta_Y1", "dE_dout_Y1", "dE_dout_Y2"), "{taken} put in for {used} in {made}"),
    ("of_neighbour", ("dE_dout_H2", "path_H2_Y2", "path_H1_Y2"), "{taken} put in for {used} in {made}"),
    ("of_neighbour", ("E_total", "E_Y2", "E_Y1"), "{taken} put in for {used} in {made}"),
    ("of_neighbour", ("new_w6", "w6", "w7"), "{taken} put in for {used} in {made}"),
    ("of_neighbour", ("new_w7", "grad_w7", "grad_w6"), "{taken} put in for {used} in {made}"),
    ("of_neighbour", ("new_b3", "grad_b3", "grad_b4"), "{taken} put in for {used} in {made}"),
    ("updated_weights", ("path_H2_Y1", "w7", "new_w7"), "{used} alone"),
    ("other_signal", ("grad_w7", "delta_Y1", "delta_Y2"), "that of Y2"),
]


@pytest.fixture(scope="module")
def lesson():
    return solve(read_example(CONTENT / "examples" / "backpropagation-2x2" / "example.toml"))


def test_who_takes_nothing_for_another_writes_what_is_right(lesson):
    said = {id: float(lesson.numbers[id].value) for id in RIGHT}
    assert said == pytest.approx(RIGHT, abs=1e-12)


@pytest.mark.parametrize(("slip", "place", "where"), CASES, ids=["-".join(case[1]) for case in CASES])
def test_a_number_of_a_neighbour_in_one_formula_is_named_and_what_follows_is_carried(lesson, slip, place, where):
    made, used, taken = place
    said = worked(*place)
    audit = judged(lesson, *((id, f"{value:.6f}") for id, value in said.items()))
    found = {finding.claim.quantity: finding for finding in audit.findings}
    assert (found[made].verdict, found[made].deviations) == ("slip", (slip,))
    assert where.format(made=made, used=used, taken=taken) in explain(found[made]).text
    for id, finding in found.items():
        right = abs(said[id] - RIGHT[id]) < 1e-12
        assert finding.verdict == "exact" if right else finding.deviations == (slip,) or not finding.kind.slip, id


def test_where_another_slip_gives_the_same_digits_it_is_told(lesson):
    """w₇ moved by the gradient of w₈ is moved by the error signal of Y₂: both are at H₂."""
    said = worked("grad_w7", "delta_Y1", "delta_Y2")
    *_, last = judged(lesson, ("out_Y1", f"{RIGHT['out_Y1']:.6f}"), ("new_w7", f"{said['new_w7']:.6f}")).findings
    assert (last.verdict, last.deviations) == ("slip", ("other_signal",))
    assert [id for id, row in DEVIATIONS.items() if row.last] == ["of_neighbour"]


def of_batch(slug: str, batch: str):
    example = read_example(CONTENT / "examples" / slug / "example.toml")
    return prepare(solve(replace(example, method=replace(example.method, batch=batch))))


@pytest.mark.parametrize(("slug", "batch"), [("xor", "full"), ("xor", "online"), ("softmax-cross-entropy", "full")])
def test_every_way_of_every_slip_uses_numbers_that_there_are(slug, batch):
    for single in of_batch(slug, batch).singles:
        used = {id for expr in single.changed.values() for id in refs(expr)}
        assert used <= set(single.world), single.variants


def test_in_an_online_batch_a_place_is_one_of_every_sample():
    singles = of_batch("xor", "online").singles
    changed = {(s.ids[0], s.variants[0].detail): s.changed.keys() for s in singles}
    everywhere = {f"path_H2_Y@s{number}" for number in range(1, 5)}
    assert changed["updated_weights", "w6 alone"] == everywhere
    assert changed["of_neighbour", "w5 put in for w6 in path_H2_Y"] == everywhere
    assert changed["of_neighbour", "out_H1@s1 put in for out_H1@s2 in grad_w5@s2"] == {"grad_w5@s2"}
