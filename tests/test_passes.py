"""The steps of a round stand in the order in which they are taught, each in its phase, and light what they tell of."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from backprop.network.quantity import Quantity
from backprop.steps.expr import Div, Mul, Num, Ref
from backprop.steps.passes import sample_of
from backprop.steps.trace import trace
from conftest import make_data, parse

CHAIN = "net_H out_H net_Y out_Y E_Y E_total dE_dout_Y dout_dnet_Y delta_Y grad_w2 grad_b1"
HIDDEN = "path_H_Y dE_dout_H dout_dnet_H delta_H grad_w1"
AFTER = "net_H@r1 out_H@r1 net_Y@r1 out_Y@r1 E_Y@r1 E_total@r1"


def chain(samples: int = 1, **method: object):
    """Return one hidden neuron and one output, of which the output has a bias."""
    block = {"inputs": {"x": Decimal(2)}, "targets": {"Y": Decimal(1)}}
    return parse({
        "title": "chain",
        "network": {
            "layers": [{"activation": "tanh", "neurons": ["H"]}, {"activation": "sigmoid", "neurons": ["Y"]}],
            "weights": {"w1": ["x", "H", Decimal("0.5")], "w2": ["H", "Y", Decimal("0.25")]},
            "biases": {"b1": ["Y", Decimal(0)]},
            **(block if samples == 1 else {"samples": [block] * samples}),
        },
        "method": method,
    })  # fmt: skip


def moved(*names: str) -> str:
    return " ".join(f"change_{name} new_{name}" for name in names)


def of(sample: int, ids: str) -> str:
    """Return ids as they are called for one sample."""
    return " ".join(f"{id.removesuffix('@r1')}@s{sample}{'@r1' * id.endswith('@r1')}" for id in ids.split())


def ids(example) -> str:
    return " ".join(step.id for step in trace(example).steps)


def test_every_gradient_comes_first_and_then_every_update():
    assert ids(chain()) == f"{CHAIN} {HIDDEN} {moved('w1', 'w2', 'b1')} {AFTER}"


def test_weights_updated_at_once_move_before_what_comes_back_through_them():
    assert ids(chain(hidden_gradient="updated_weights")) == (
        f"{CHAIN} {moved('w2', 'b1')} {HIDDEN} {moved('w1')} {AFTER}"
    )
    exprs = {step.id: step.expr for step in trace(chain(hidden_gradient="updated_weights")).steps}
    assert exprs["path_H_Y"] == Mul((Ref("new_w2"), Ref("delta_Y")))
    plain = {step.id: step.expr for step in trace(chain()).steps}
    assert plain["path_H_Y"] == Mul((Ref("w2"), Ref("delta_Y")))


def test_a_batch_sees_all_samples_before_anything_moves():
    forward, errors = "net_H out_H net_Y out_Y", "E_Y E_total"
    signals, hidden = "dE_dout_Y dout_dnet_Y delta_Y", "path_H_Y dE_dout_H dout_dnet_H delta_H"
    both = [[of(s, part) for s in (1, 2)] for part in (forward, errors, signals, "grad_w2 grad_b1", hidden, "grad_w1")]
    after = " ".join([of(1, "net_H@r1 out_H@r1 net_Y@r1 out_Y@r1"), of(2, "net_H@r1 out_H@r1 net_Y@r1 out_Y@r1"),
                      of(1, "E_Y@r1 E_total@r1"), of(2, "E_Y@r1 E_total@r1"), "E_total@r1"])  # fmt: skip
    lines = [" ".join(part) for part in both]
    assert ids(chain(2)) == " ".join(
        [*lines[:2], "E_total", *lines[2:4], "grad_w2 grad_b1", *lines[4:], "grad_w1", moved("w1", "w2", "b1"), after]
    )


def test_one_sample_after_another_moves_everything_each_time_and_gathers_the_round():
    whole = f"{CHAIN} {HIDDEN} {moved('w1', 'w2', 'b1')}"
    found = ids(chain(2, batch="online"))
    assert found.startswith(f"{of(1, whole)} {of(2, whole)} E_total {moved('w1', 'w2', 'b1')} net_H@s1@r1")
    exprs = {step.id: step.expr for step in trace(chain(2, batch="online")).steps}
    assert exprs["net_H@s2"] == Mul((Ref("new_w1@s1"), Ref("x@s2")))
    assert exprs["new_w1"] == Ref("new_w1@s2") and exprs["net_H@s1@r1"] == Mul((Ref("new_w1"), Ref("x@s1")))


def test_a_single_sample_is_no_batch():
    assert ids(chain(batch="online")) == ids(chain())


@pytest.mark.parametrize(("over", "share"), [("mean", True), ("sum", False)])
def test_a_mean_is_a_quotient_and_a_sum_is_none(over, share):
    exprs = {step.id: step.expr for step in trace(chain(2, over_samples=over)).steps}
    for id in ("E_total", "grad_w1", "grad_b1", "E_total@r1"):
        assert isinstance(exprs[id], Div) is share, id
        assert not share or exprs[id].under == Num(2)


@pytest.mark.parametrize(("outputs", "samples", "divisions"), [(1, 1, 0), (2, 1, 4), (1, 2, 1), (2, 2, 9)])
def test_a_mean_of_one_is_written_as_no_quotient(outputs, samples, divisions):
    """Counted by hand: each sample has an error and its slope at each output; several samples have a total."""
    network = make_data(random.Random(1), (1, outputs), ["linear"], "mean_squared_error", samples, over_samples="mean")
    errors = [s for s in trace(parse(network)).steps if s.id.startswith(("E_", "dE_dout")) and "@r" not in s.id]
    assert sum(isinstance(step.expr, Div) for step in errors) == divisions


def test_biases_that_stay_change_by_nothing():
    exprs = {step.id: step.expr for step in trace(chain(update_biases=False)).steps}
    assert (exprs["change_b1"], exprs["new_b1"]) == (Num(0), Ref("b1"))
    assert exprs["new_w1"] != Ref("w1")


def test_every_step_is_in_its_phase(lesson):
    phases = {
        "forward": "net_H1 net_H2 out_H1 out_H2 net_Y1 net_Y2 out_Y1 out_Y2",
        "error": "E_Y1 E_Y2 E_total",
        "output": "dE_dout_Y1 dout_dnet_Y1 delta_Y1 dE_dout_Y2 dout_dnet_Y2 delta_Y2 "
        "grad_w5 grad_w6 grad_w7 grad_w8 grad_b3 grad_b4",
        "hidden": "path_H1_Y1 path_H1_Y2 dE_dout_H1 dout_dnet_H1 delta_H1 path_H2_Y1 path_H2_Y2 dE_dout_H2 "
        "dout_dnet_H2 delta_H2 grad_w1 grad_w2 grad_w3 grad_w4 grad_b1 grad_b2",
        "update": moved(*(f"w{i}" for i in range(1, 9)), "b1", "b2", "b3", "b4"),
        "after": "net_H1@r1 net_H2@r1 out_H1@r1 out_H2@r1 net_Y1@r1 net_Y2@r1 out_Y1@r1 out_Y2@r1 "
        "E_Y1@r1 E_Y2@r1 E_total@r1",
    }
    for phase, wanted in phases.items():
        assert [step.id for step in lesson.steps if step.phase == phase] == wanted.split(), phase


LIGHTS = {
    "net_H1": ("x1 x2 H1", "w1 w3"), "out_H1": ("H1", ""), "net_Y2": ("H1 H2 Y2", "w6 w8"), "E_Y1": ("Y1", ""),
    "E_total": ("Y1 Y2", ""), "dE_dout_Y1": ("Y1", ""), "dout_dnet_H2": ("H2", ""), "delta_H1": ("H1", ""),
    "path_H1_Y2": ("H1 Y2", "w6"), "dE_dout_H1": ("H1 Y1 Y2", "w5 w6"), "grad_w5": ("H1 Y1", "w5"),
    "grad_w3": ("x2 H1", "w3"), "grad_b3": ("Y1", ""), "change_w7": ("H2 Y1", "w7"), "new_w7": ("H2 Y1", "w7"),
    "new_b2": ("H2", ""), "net_H2@r1": ("x1 x2 H2", "w2 w4"), "E_total@r1": ("Y1 Y2", ""),
}  # fmt: skip


@pytest.mark.parametrize("id", LIGHTS)
def test_a_step_lights_the_neurons_and_weights_it_is_about(lesson, id):
    step = lesson.step_of[id]
    assert (" ".join(step.nodes), " ".join(step.edges)) == LIGHTS[id]


def test_a_gradient_is_written_as_the_product_of_its_factors_too(lesson):
    step = lesson.step_of["grad_w1"]
    assert step.expr == Mul((Ref("delta_H1"), Ref("x1")))
    assert step.product == Mul((Ref("dE_dout_H1"), Ref("dout_dnet_H1"), Ref("x1")))
    assert [s.id for s in lesson.steps if s.product] == [
        "grad_w5", "grad_w6", "grad_w7", "grad_w8", "grad_w1", "grad_w2", "grad_w3", "grad_w4",
    ]  # fmt: skip


def shares():
    data = make_data(random.Random(2), (1, 2), ("softmax",), "cross_entropy")
    return {step.id: step for step in trace(parse(data)).steps}


def test_a_softmax_has_no_such_product_and_its_signal_lights_all_outputs():
    steps = shares()
    assert all(step.product is None for step in steps.values())
    assert steps["delta_n1k0"].nodes == steps["out_n1k1"].nodes == ("n1k0", "n1k1")


def test_a_bias_of_two_layers_is_done_with_the_first_of_them():
    data = make_data(random.Random(2), (1, 1, 1), ("tanh", "tanh"), "half_squared_error")
    data["network"]["biases"] = {"b": ["n1k0", "n2k0", Decimal("0.5")]}
    steps = {step.id: step for step in trace(parse(data)).steps}
    assert steps["grad_b"].phase == "hidden" and steps["grad_b"].nodes == ("n1k0", "n2k0")
    order = list(steps)
    assert order.index("grad_b") > order.index("delta_n1k0")


@pytest.mark.parametrize(
    ("kind", "sample", "alone", "several"),
    [
        ("net", 2, "", "2"), ("delta", 1, "", "1"), ("E_total", None, "", "all"), ("grad", None, "", "all"),
        ("grad", 1, "", "1"), ("weight", None, "", ""), ("bias", None, "", ""), ("new", None, "", ""),
        ("new", 2, "", ""), ("learning_rate", None, "", ""), ("leak", None, "", ""), ("change", 2, "", "2"),
    ],
)  # fmt: skip
def test_a_number_belongs_to_its_sample_to_all_or_to_none(kind, sample, alone, several):
    for samples, wanted in ((1, alone), (2, several)):
        quantity = Quantity(kind, (), sample if samples > 1 else None)
        assert sample_of(chain(samples).network, quantity) == wanted
