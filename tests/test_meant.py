"""What was printed is read as it was meant: commas, fractions, chains, layers, and the signs of the source."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from backprop.audit.judge import judge
from backprop.audit.source.arithmetic import parse as line
from backprop.audit.source.file import parse_claims
from backprop.audit.source.printed import read
from backprop.audit.worlds.prepared import prepare
from backprop.errors import ContentError
from backprop.steps.expr import FLOAT, evaluate
from backprop.steps.solving import solve
from conftest import parse
from test_evidence import MAZUR, network


def audited(example: dict, *claims: dict, **conventions: str):
    solution = solve(parse(example))
    data = {"source": {"title": "s"}, "conventions": conventions, "claims": list(claims)}
    return judge(prepare(solution), parse_claims(data, "claims.toml", solution)).findings


def verdicts(example: dict, *claims: dict, **conventions: str) -> list[str]:
    return [finding.verdict for finding in audited(example, *claims, **conventions)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0,751", "0.751", "0.001"), ("-0,500", "-0.500", "0.001"), ("0,7514", "0.7514", "0.0001"),
        ("1,234", "1234", "1"),
        ("≈ 1.5", "1.5", "0.1"), ("~1.5", "1.5", "0.1"), ("[1.5]", "1.5", "0.1"), ("(−0.5)", "-0.5", "0.1"),
        ("1.5 x 10^0", "1.5", "0.1"), ("12\u2009345.5", "12345.5", "0.1"), ("0.123\u202f456", "0.123456", "0.000001"),
        *((f"{dash}0.5", "-0.5", "0.1") for dash in "\u2011\u2012\u2014\uff0d"),
    ],
)  # fmt: skip
def test_a_number_is_read_in_the_signs_that_people_print(text, value, unit):
    found = read(text)
    assert (found.value, found.unit) == (D(value), D(unit))


@pytest.mark.parametrize(
    ("text", "value"), [("1,5", "1.5"), ("1.234,5", "1234.5"), ("87,4 %", "0.874"), ("0,6", "0.6")]
)
def test_decimals_behind_a_comma_are_read_where_they_are_declared(text, value):
    assert read(text, comma=True).value == D(value)


def test_a_fraction_is_exact_and_digits_that_go_on_are_cut_off():
    third, cut = read("1/3"), read("0.874…")
    assert third.fit(D(1) / D(3)) == "exact" and third.fit(D("0.3333")) == ""
    assert cut.fit(D("0.87499")) == "exact" and read("0.874").fit(D("0.87499")) == "truncated"
    assert cut.fit(D("0.8735")) == "exact" and cut.fit(D("0.876")) == ""


# one sigmoid neuron: net = 1.5 · 0.5 + 0.25 = 1.0, σ(1) = 0.7311
ONE = network(
    [("sigmoid", ["y"])], {"w": ("x", "y", "1.5")}, {"b": ("y", "0.25")}, {"x": "0.5"}, {"y": "1"}, learning_rate="1"
)


@pytest.mark.parametrize(
    "texts",
    [("0,7311", "0,25"), ("0,731", "1,5"), ("0,7311", "0,25", "-0,2689")],
    ids=["lone zeros", "one way", "three"],
)
def test_a_source_with_commas_alone_is_read_that_way(texts):
    ids = ("out_y", "w" if texts[1] == "1,5" else "b", "dE_dout_y")
    assert set(verdicts(ONE, *({"quantity": id, "printed": text} for id, text in zip(ids, texts, strict=False)))) == {
        "exact"
    }


def test_a_comma_among_points_is_refused_with_the_convention_to_declare():
    with pytest.raises(ContentError, match=r'got "1,5"; declare \[conventions\] decimal = ","'):
        verdicts(ONE, {"quantity": "w", "printed": "1,5"}, {"quantity": "out_y", "printed": "0.731"})
    assert verdicts(ONE, {"quantity": "w", "printed": "1,5"}, decimal=",") == ["exact"]


def test_a_line_with_commas_is_read_with_them():
    claim = {"expression": "1,5*0,5 + 0,25", "quantity": "net_y", "printed": "1,0"}
    assert verdicts(ONE, claim) == ["exact"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sqrt(2.25)", 1.5), ("√2.25", 1.5), ("√(4) + 1", 3), ("2.25^0.5", 1.5), ("2.25^(1/2)", 1.5), ("2.25^½", 1.5),
        ("abs(−3)", 3), ("log10(1000)", 3), ("ReLU(−1)", 0), ("ReLU(2)", 2), ("Sigmoid(0)", 0.5), ("e^{−0}", 1),
        (r"0.5 \cdot 3", 1.5), (r"0.5 \times 3", 1.5), (r"\frac{1}{1+e^{-0}}", 0.5),
        (r"\frac{1}{1+\frac{1}{2}}", 2 / 3),
        ("sqrt(0)", 0), ("[1 + 2]·{3}", 9), ("2 — 3", -1),
    ],
)  # fmt: skip
def test_a_line_is_read_in_the_signs_that_people_write(text, value):
    assert evaluate(line(text, ()), {}, FLOAT) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("text", ["sqrt(-0.5)", "√(0 − 2)"])
def test_there_is_no_root_of_what_is_below_zero(text):
    (finding,) = audited(ONE, {"expression": text, "printed": "0"})
    assert (finding.verdict, finding.right) == ("unexplained", None)


def test_each_link_of_a_chain_is_judged():
    chain = {"expression": "net_y = 1.5*0.5 + 0.25 = 0.75 + 0.25 = 1.0"}
    assert verdicts(ONE, chain) == ["exact", "exact"]
    broken = {"quantity": "net_y", "expression": "1.5*0.5 + 0.25 = 0.65 + 0.25", "printed": "0.90"}
    first, second = audited(ONE, broken)
    assert (first.verdict, second.verdict) == ("slip", "unexplained")
    assert first.deviations == ("miscalculated",)
    assert first.right == second.right == 1  # the second is right as a line, and yet not the net input


def test_a_table_says_several_numbers_at_once():
    claim = {"printed": {"net_h1": "0.3775", "out_h1": "0.5933", "delta_h1": "0.0089"}}
    assert verdicts(MAZUR, claim) == ["exact", "exact", "last_digit"]


def test_a_layer_is_said_at_once_and_read_row_by_row_or_turned():
    nets = {"quantity": "net", "layer": 1, "printed": ["0.3775", "0.3925"]}
    rows = [["0.15", "0.20"], ["0.25", "0.30"]]
    turned = [["0.15", "0.25"], ["0.20", "0.30"]]
    matrix = {"quantity": "weight", "layer": 1, "printed": rows}
    assert verdicts(MAZUR, nets, matrix) == ["exact"] * 6
    assert verdicts(MAZUR, matrix | {"printed": turned}, matrices="x @ W") == ["exact"] * 4
    assert verdicts(MAZUR, matrix | {"printed": turned}) == ["exact", "slip", "slip", "exact"]  # in each other’s place


def test_a_line_is_carried_on_like_a_number():
    # the weight is 0.4375, said to be 0.43: then σ(0.43) = 0.6059, which is right with the source's own number
    net = network([("sigmoid", ["h"])], {"w": ("x", "h", "0.4375")}, {}, {"x": "1"}, {"h": "1"})
    first = {"quantity": "net_h", "expression": "0.43*1", "printed": "0.43"}
    assert verdicts(net, first, {"quantity": "out_h", "printed": "0.6059"})[1] == "carried"


def test_a_line_has_the_signs_of_its_source():
    # T − y = 1 − 0.7311; net = x·w − θ with θ = −0.25
    claim = {"quantity": "dE_dout_y", "expression": "1 - 0.7311", "printed": "0.2689"}
    assert verdicts(ONE, claim, delta="target_minus_output") == ["exact"]
    claim = {"quantity": "net_y", "expression": "x*w - b", "printed": "1.0"}
    assert verdicts(ONE, claim, bias="threshold") == ["exact"]


@pytest.mark.parametrize("gradient", ["change", "step"])
def test_a_threshold_moves_with_the_sign_of_the_source_whatever_a_gradient_is(gradient):
    # δ = (0.7311 − 1) · 0.19661 = −0.05288, the bias goes up by 0.05288 and the threshold down
    text = {"change": "-0.05288", "step": "0.05288"}[gradient]
    found = audited(ONE, {"quantity": "grad_b", "printed": text}, bias="threshold", gradient=gradient)
    assert [finding.verdict for finding in found] == ["exact"]


def test_error_signals_of_the_other_sign_may_stand_beside_a_true_derivative():
    said = [{"quantity": "dE_dout_y", "printed": "-0.2689"}, {"quantity": "delta_y", "printed": "0.05288"}]
    conventions = {"delta": "target_minus_output", "dE_dout": "output_minus_target"}
    assert verdicts(ONE, *said, **conventions) == ["exact", "exact"]
    assert verdicts(ONE, *said, delta="target_minus_output")[0] != "exact"
