"""What a worked example gives whoever keeps only so many digits of every result, and the band of all of them."""

from __future__ import annotations

import json
import random
from decimal import ROUND_DOWN, ROUND_HALF_UP
from decimal import Decimal as D

import pytest

import planted
from backprop.__main__ import main
from backprop.formula.record import record
from backprop.steps.carrying import bands, carried
from backprop.steps.solving import solve
from backprop.steps.world import Rounding
from conftest import ROOT, parse
from handmade import network

UPDATED = ROOT / "content" / "examples" / "updated-weights" / "example.toml"


def neuron():
    """One linear neuron: w = 0.33, x = 0.5, T = 1."""
    return network("half_squared_error", ["linear y"], "x y 0.33", ["x 0.5|y 1"], learning_rate=D("0.5"))


@pytest.mark.parametrize("decimals", [2, 3, 4, 6])
@pytest.mark.parametrize("cut", [False, True])
def test_every_result_is_carried_on_as_another_program_has_it(decimals, cut):
    for shape in planted.SHAPES:
        for seed in range(4):
            net = planted.net(random.Random(seed), shape)
            how = ROUND_DOWN if cut else ROUND_HALF_UP

            def keep(value: float, how=how) -> float:
                # beyond the twelfth decimal a float of such a size says nothing
                return float(D(str(round(value, 12))).quantize(D(1).scaleb(-decimals), how))

            theirs = planted.work(net, rounding=keep)
            ours = carried(solve(parse(net.data())), Rounding(digits=decimals, cut=cut))
            compared = [id for id in ours if id in theirs and "@" not in id and not id.startswith("new_")]
            assert len(compared) > 25
            for id in compared:
                assert abs(float(ours[id]) - theirs[id]) < 1e-9, (shape, seed, id)


def test_a_new_weight_is_rounded_once_and_carried_into_the_pass_after():
    # net = 0.17, δ = −0.83, ∂E/∂w = −0.415, kept as −0.42 (cut: 0.16, −0.84, −0.42); w = 0.33 + 0.21 = 0.54
    found = carried(neuron(), Rounding(digits=2))
    assert [found[id] for id in ("delta_y", "grad_w1", "new_w1")] == [D("-0.83"), D("-0.42"), D("0.54")]
    assert [found[id] for id in ("net_y@r1", "E_total@r1")] == [D("0.27"), D("0.27")]  # ½·0.73² = 0.26645


def test_a_band_is_the_least_and_the_largest_by_the_digits_kept():
    # net = 0.165: 0.17 by rounding, 0.16 by cutting to two decimals; two significant digits give the same
    found = bands(neuron())
    assert found["net_y"] == {2: (D("0.16"), D("0.17")), **{k: (D("0.165"), D("0.165")) for k in (3, 4, 5, 6)}}
    # E = ½(1 − net)²: ½·0.83² = 0.34445 and ½·0.84² = 0.3528; with three digits ½·0.835² = 0.3486125
    assert found["E_y"][2] == (D("0.34"), D("0.35"))
    assert found["E_y"][3] == (D("0.348"), D("0.349"))
    assert found["E_y"][6] == (D("0.348612"), D("0.348613"))


def test_what_has_no_value_with_so_few_digits_has_no_band():
    # σ(6) = 0.99753 is 1.00 to two digits, and ln(1 − 1.00) is none
    found = bands(network("binary_cross_entropy", ["sigmoid y"], "x y 6", ["x 1|y 0"]))
    assert found["out_y"][2] == (D("0.99"), D("1.00"))
    assert 2 in found["E_y"] and found["E_y"][2][1] < D("4.7")  # only of those who cut: −ln 0.01 = 4.605


def test_the_record_holds_the_bands_of_every_step():
    solution = neuron()
    found = json.loads(json.dumps(record(solution)))
    assert found["schema"] == 5 and found["bands"].keys() == {step.id for step in solution.steps}
    assert found["bands"]["net_y"]["2"] == [0.16, 0.17]


def test_the_lesson_is_shown_as_whoever_keeps_four_decimals_gets_it(capsys):
    assert main(["solve", str(UPDATED), "--carry", "4"]) == 0
    told = capsys.readouterr().out
    assert "14 of 74 lines end" in told  # as others counted them on the tutorial's network
    assert "net_H1 = w1·x1" in told and "Checked" not in told


@pytest.mark.parametrize("decimals", ["9", "1", "four"])
def test_a_number_of_decimals_that_nobody_carries_is_wrong_usage(capsys, decimals):
    with pytest.raises(SystemExit) as ended:
        main(["solve", str(UPDATED), "--carry", decimals])
    assert ended.value.code == 2 and "--carry" in capsys.readouterr().err
