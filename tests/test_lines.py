"""A printed line of arithmetic that does not give the printed number is told by what is missing in it or wrongly there.

The numbers are those of the notes' network: net_Y1 = 1.135931722 with the bias b3 = 0.60, out_Y1 = 0.756931915,
∂E/∂out_Y1 = 0.746931915, δ_Y1 = 0.137425009, ∂E/∂out_H1 = 0.037132483, ∂out/∂net of H1 = 0.241074.
"""

from __future__ import annotations

import pytest

from backprop.audit.judge import judge
from backprop.audit.source.file import parse_claims
from backprop.audit.telling.explain import explain
from backprop.audit.worlds.prepared import prepare


def judged(solution, *said: tuple[str, str, str]) -> list[tuple[str, tuple[str, ...], str]]:
    """Return verdict, slips and text for lines, each with its quantity or none and what is printed for it."""
    names = ("quantity", "expression", "printed")
    claims = [{name: text for name, text in zip(names, one, strict=True) if text} for one in said]
    data = {"source": {"title": "somebody"}, "claims": claims}
    found = judge(prepare(solution), parse_claims(data, "claims.toml", solution))
    return [(f.verdict, f.deviations, explain(f).text) for f in found.findings]


@pytest.mark.parametrize(
    ("quantity", "line", "printed", "slip", "detail"),
    [
        ("net_Y1", "w5*out_H1 + w7*out_H2", "1.1359", "no_bias", "b3 is not in the line"),
        ("net_Y2", "w6*out_H1 + w8*out_H2", "1.1955", "no_bias", "b4 is not in the line"),
        ("", "w5*out_H1 + w7*out_H2", "1.1359", "no_bias", "b3 is not in the line"),
        ("", "w1*x1 + w3*x2", "0.3825", "no_bias", "b1 is not in the line"),
        ("out_Y1", "1/(1 + e^-(w5*out_H1 + w7*out_H2))", "0.7569", "no_bias", "b3 is not in the line"),
        ("", "sigmoid(w6*out_H1 + w8*out_H2)", "0.7677", "no_bias", "b3 is not in the line"),
        ("delta_Y1", "dE_dout_Y1*dout_dnet_Y1", "0.7469", "no_output_slope", "at Y1"),
        ("delta_H1", "dE_dout_H1*dout_dnet_H1", "0.03713", "no_hidden_slope", "at H1"),
        ("", "dE_dout_H1*dout_dnet_H1*x2", "0.003713", "no_hidden_slope", "at H1"),
        ("out_Y1", "1/(1 + e^-0.39)", "0.7569", "wrong_input",
         "0.39, the value of net_H2, stands where net_Y1 belongs"),
        ("out_Y1", "sigmoid(0.594)", "0.7569", "wrong_input",
         "0.594, the value of out_H1, stands where net_Y1 belongs"),
        ("out_Y1", "sigmoid(0.813)", "0.7569", "wrong_input",
         "0.813, no net input or activation of this network, stands where net_Y1 belongs"),
        ("out_Y1", "sigmoid(0.1374)", "0.7569", "wrong_input",  # an error signal, but that is neither of the two
         "0.1374, no net input or activation of this network, stands where net_Y1 belongs"),
        ("", "w1*x1 + w2*x2 + b1", "0.3825", "other_numbering", "the line names its weights as if"),
    ],
)  # fmt: skip
def test_what_is_missing_in_a_line_or_wrongly_there_is_told(lesson, quantity, line, printed, slip, detail):
    [(verdict, slips, text)] = judged(lesson, (quantity, line, printed))
    assert (verdict, slips) == ("slip", (slip,)) and detail in text


@pytest.mark.parametrize(
    ("quantity", "line", "printed"),
    [
        ("out_Y1", "w5*out_H1 + w7*out_H2", "1.1359"),  # a line without a function is no activation with its bias
        ("net_H1", "w5*out_H1 + w7*out_H2", "1.1359"),  # the bias of another neuron
        ("net_Y1", "w5*out_H1 + w7*out_H2 + b3", "1.7359"),  # the bias is there, and is not there twice
    ],
)
def test_a_bias_that_does_not_belong_there_is_not_said_to_be_missing(lesson, quantity, line, printed):
    [(_, slips, _)] = judged(lesson, (quantity, line, printed))
    assert "no_bias" not in slips


def test_a_slope_alone_in_its_line_is_not_said_to_be_missing(lesson):
    # nothing is left without it; 1.0000 is no number of this network
    [(_, slips, _)] = judged(lesson, ("delta_Y1", "dout_dnet_Y1", "1.0000"))
    assert "no_output_slope" not in slips


def test_a_number_of_the_sources_own_is_not_said_to_stand_for_another(lesson):
    # the source has 1.2 for net_Y1, so its line holds what belongs there; 1/(1 + e^−1.2) is 0.7685 and not 0.7569
    _, (_, slips, _) = judged(lesson, ("net_Y1", "", "1.2"), ("out_Y1", "1/(1 + e^-1.2)", "0.7569"))
    assert "wrong_input" not in slips
    [(_, slips, _)] = judged(lesson, ("out_Y1", "1/(1 + e^-1.2)", "0.7569"))
    assert slips == ("wrong_input",)


@pytest.mark.parametrize(
    ("quantity", "line", "printed", "verdict"),
    [
        ("net_Y1", "w5*out_H1 + w7*out_H2 + b3", "1.1359", "exact"),
        ("net_Y1", "0.40*0.5945 + 0.50*0.5963 + 0.60", "1.1360", "exact"),  # 1.13595 is a tie
        ("net_Y1", "0.40*0.5945 + 0.50*0.5963 + 0.60", "1.1359", "exact"),  # cut off of 1.13595, and what net_Y1 is
        ("net_Y1", "0.40*0.5945 + 0.50*0.5963 + 0.60", "1.136", "exact"),
        ("net_Y1", "0.40*0.5945 + 0.50*0.5963", "0.5359", "slip"),  # right as arithmetic, and not the net input
    ],
)
def test_a_line_is_judged_as_arithmetic_and_as_what_it_is_printed_for(lesson, quantity, line, printed, verdict):
    [(found, slips, _)] = judged(lesson, (quantity, line, printed))
    assert found == verdict and (slips == ("no_bias",)) is (verdict == "slip")
