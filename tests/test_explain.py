"""What is told of a printed number: one exact sentence, whose values are those of the notes' corrected table.

out_H1 = 0.594475931, out_H2 = 0.596282699, net_Y1 = 1.135931722, out_Y1 = 0.756931915, grad_w5 = 0.08169586,
grad_w6 = −0.02356439; b1 goes from 0.35 to 0.345524156, the error from 0.303658314 to 0.285877390.
"""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

import pytest

import planted
from backprop.audit.findings import Audit
from backprop.audit.judge import judge
from backprop.audit.source.file import parse_claims
from backprop.audit.telling.explain import explain, shown, summary, wide_sentence
from backprop.audit.worlds.prepared import prepare
from backprop.steps.solving import solve
from conftest import parse

MISTYPED = "one digit is lost or doubled, or two neighbours are turned round."
NO_BIAS = "bias left out (in the output layer)"


def judged(solution, *said: tuple[str, ...], outputs=None, **conventions: str) -> Audit:
    """Return the audit of a source that prints these: a quantity or a line, its digits, and a program if one did."""
    claims = []
    for what, text, *program in said:
        name = "expression" if set(what) & set("*+/(") else "quantity"
        claims.append({name: what, "printed": text, **({"program": program[0]} if program else {})})
        if what == "w9":
            claims[-1]["unused"] = True
    data = {"source": {"title": "somebody"}, "conventions": conventions, "claims": claims}
    return judge(prepare(solution), parse_claims(data, "claims.toml", solution), outputs)


def told(solution, *said: tuple[str, ...], **options) -> list[str]:
    found = judged(solution, *said, **options)
    return [explain(finding).text for finding in found.findings]


@pytest.mark.parametrize(
    ("what", "text", "sentence"),
    [
        ("out_H1", "0.5945", "Right to the last printed digit."),
        ("w6", "increases", "Right."),
        ("out_H1", "0.5944",
         "The value is 0.594476. The digits are those of the value cut off; rounded it is 0.5945."),
        ("out_H1", "0.5946", "The value is 0.594476, rounded 0.5945: the last printed digit is one off."),
        ("out_H1", "0.05945", "The value is 0.5944759. The digits are consistent with those of 0.5944759, "
         "the decimal point 1 place to the left."),
        ("out_H1", "5.945", "The value is 0.59448. The digits are consistent with those of 0.59448, "
         "the decimal point 1 place to the right."),
        ("out_H1", "0.005945", "The value is 0.59447593. The digits are consistent with those of 0.59447593, "
         "the decimal point 2 places to the left."),
        ("net_H1", "-0.3825", "The value is 0.382500. The digits are consistent with those of 0.382500, "
         "its sign turned round."),
        ("out_H1", "0.5954", "The value is 0.594476. The digits are consistent with a digit mistyped "
         f"(45 is turned round in 0.5945): {MISTYPED}"),
        ("out_H2", "0.59283", "The value is 0.5962827. The digits are consistent with a digit mistyped "
         f"(a 6 is lost in 0.596283): {MISTYPED}"),
        ("out_H2", "0.5962283", "The value is 0.596282699. The digits are consistent with a digit mistyped "
         f"(a 2 is doubled in 0.596283): {MISTYPED}"),
        ("out_Y1", "0.123456", "The value is 0.75693192. None of the slips known here gives the printed digits."),
        ("0.747*0.1840", "0.1375", "The line gives 0.137448, rounded 0.1374: the last printed digit is one off."),
        ("0.747*0.1840", "0.1374", "Right to the last printed digit."),
        ("0.75137*0.24863", "0.18676", "The line gives 0.1868131. The printed digits are another number: a slip in "
         "the arithmetic of the line itself, and none known here."),
    ],
)  # fmt: skip
def test_a_printed_number_has_its_sentence(lesson, what, text, sentence):
    assert told(lesson, (what, text)) == [sentence]


@pytest.mark.parametrize(
    ("what", "word", "sentence"),
    [
        ("w6", "decreases", "It increases by 0.01178: its gradient is negative, as is the error signal of Y2."),
        ("w5", "increases", "It decreases by 0.04085: its gradient is positive, as is the error signal of Y1."),
        ("w1", "increases", "It decreases by 0.0002238: its gradient is positive, as is the error signal of H1."),
        ("b1", "increases", "It decreases by 0.004476."),
        ("new_b1", "increases", "It decreases by 0.004476."),
        ("E_total", "rises", "It decreases by 0.01778."),
    ],
)
def test_a_wrong_direction_is_told_with_its_size_and_where_its_sign_comes_from(lesson, what, word, sentence):
    [text] = told(lesson, (what, word))
    turned = "The printed direction is consistent with a sign turned round (target − output for output − target)."
    assert text == f"{sentence} {turned}"


def test_a_threshold_goes_the_other_way_than_its_bias(lesson):
    assert told(lesson, ("b1", "increases"), bias="threshold") == ["Right."]
    [text] = told(lesson, ("b1", "decreases"), bias="threshold")
    assert text.startswith("It increases by 0.004476.")


def one_neuron(x: str, w: str, target: str, **method):
    """Return a linear neuron with a bias of 0, learning at a rate of 0.1."""
    return solve(parse({
        "title": "one neuron",
        "network": {
            "inputs": {"x1": Decimal(x)}, "targets": {"Y": Decimal(target)},
            "layers": [{"activation": "linear", "neurons": ["Y"]}],
            "weights": {"w1": ["x1", "Y", Decimal(w)]}, "biases": {"b1": ["Y", Decimal(0)]},
        },
        "method": {"learning_rate": Decimal("0.1"), **method},
    }))  # fmt: skip


def test_a_gradient_with_another_sign_than_the_error_signal_is_not_said_to_have_its_sign():
    # out −1, error signal −1, gradient (−1) · (−2) = 2
    [text] = told(one_neuron("-2", "0.5", "0"), ("w1", "increases"))
    assert text.startswith("It decreases by 0.2000: its gradient is positive. ")


def test_what_does_not_change_is_said_not_to():
    still = one_neuron("-2", "0.5", "0", update_biases=False)
    assert told(still, ("b1", "unchanged")) == ["Right."]
    [text] = told(still, ("b1", "increases"))
    assert text.startswith("It does not change.")


def test_slips_that_fit_equally_are_all_named():
    # out 1, error signal 0.7, gradient 0.7 · 2 = 1.4: without the input 0.7, and with half the slope 0.7
    net = one_neuron("2", "0.5", "0.3")
    [text] = told(net, ("grad_w1", "0.7000"))
    assert text == (
        "The value is 1.400000. Two different slips give these digits: a half or a mean too many or too few (in the "
        "slope of the error); input left out (in the output layer)."
    )
    [finding] = judged(net, ("grad_w1", "0.7000")).findings
    assert (finding.verdict, finding.deviations) == ("ambiguous", ("half_twice", "no_input_factor"))


def test_a_number_that_stands_for_another_is_told_with_its_place(lesson):
    _, text = told(lesson, ("net_Y2", "1.1955"), ("out_Y1", "1.1955"))
    assert text == (
        "The value is 0.756932. The digits are consistent with a value used again (as printed for net_Y2): another "
        "printed number of the source stands where this one belongs."
    )


def test_what_belongs_to_nothing_is_told(lesson):
    assert told(lesson, ("number_of_weights", "9"), ("w9", "0.85"), ("number_of_biases", "4")) == [
        "The network has eight; what else is listed is never used.",
        "The network has eight weights, and no formula uses w9.",
        "Right to the last printed digit.",
    ]
    [text] = told(lesson, ("number_of_weights", "9"))
    assert text == "The value is 8. None of the slips known here gives the printed digits."


def test_the_sources_own_earlier_numbers_are_put_in_and_told(lesson):
    # 1/(1 + e^−1.512345) = 0.81940848
    _, text = told(lesson, ("net_Y1", "1.512345"), ("out_Y1", "0.123456"))
    assert "From the source’s own earlier numbers it would be 0.81940848." in text
    _, text = told(lesson, ("net_Y1", "1.512345"), ("out_Y1", "0.819408"))
    assert text.startswith(
        "Right with the source’s own earlier numbers put in. From exact values it is 0.75693192. out_Y1 ="
    )
    _, text = told(lesson, ("net_Y1", "1.512345"), ("out_Y1", "0.81940"))
    assert text.startswith("Right with the source’s own earlier numbers put in, its digits cut off. From exact values")
    _, text = told(lesson, ("net_Y1", "1.512345"), ("out_Y1", "0.81942"))
    assert text.startswith("With the source’s own earlier numbers put in it is one off in the last digit. From exact")


def test_a_number_carried_from_a_slip_names_the_slip(lesson):
    slip, carried = told(lesson, ("net_Y1", "0.5359"), ("out_Y1", "0.6309"))
    # 0.40 · 0.5945 + 0.50 · 0.5963 is 0.5359 without the bias of 0.60, and 1/(1 + e^−0.5359) = 0.6309
    assert slip.startswith(
        f"The value is 1.135932. The digits are consistent with {NO_BIAS}, which gives 0.535932: "
        "the bias is missing from the net input. net_Y1 = "
    )
    assert slip.endswith("= 0.5359.")
    assert carried.startswith(
        "Right with the source’s own earlier numbers put in. From exact values it is 0.756932. "
        "What was put in brings along: bias left out. out_Y1 = "
    )
    assert carried.endswith("= 0.6309.")


# --- programs

RAN = {"p.py": {"out_Y1": Decimal("0.630912"), "out_H1": Decimal("0.61")}}


@pytest.mark.parametrize(
    ("what", "text", "sentence"),
    [
        ("out_Y1", "0.6309", "The program prints 0.630912. Right to the last printed digit."),
        ("out_Y1", "0.7685", "Run as printed, the program gives 0.630912, so it did not print this. "
         "The network of the notes gives 0.756932, which is not this number either."),
        ("out_Y1", "0.7569", "Run as printed, the program gives 0.630912, so it did not print this. "
         "The network of the notes gives 0.756932, which is this number."),
        ("out_H1", "0.5944", "Run as printed, the program gives 0.610000, so it did not print this. "
         "The network of the notes gives 0.594476, cut off to these digits."),
    ],
)  # fmt: skip
def test_what_a_program_is_said_to_print_is_held_against_what_it_prints(lesson, what, text, sentence):
    assert told(lesson, (what, text, "p.py"), outputs=RAN) == [sentence]


def test_a_program_that_was_not_run_is_said_not_to_have_been(lesson):
    [text] = told(lesson, ("out_Y1", "0.6309", "p.py"))
    assert text.startswith("Not run: ") and "--run-programs" in text
    [text] = told(lesson, ("out_Y2", "0.6446", "p.py"), outputs=RAN)
    assert not text.startswith("Not run")


# --- all claims together


def test_verdicts_are_counted_in_five_groups(lesson):
    found = judged(
        lesson,
        ("out_H1", "0.5945"), ("out_H1", "0.5944"), ("out_H1", "0.5946"), ("net_Y1", "0.5359"), ("out_Y1", "0.6309"),
        ("out_Y2", "0.123456"), ("w6", "decreases"),
    )  # fmt: skip
    assert [f.verdict for f in found.findings] == [
        "exact", "truncated", "last_digit", "slip", "carried", "unexplained", "slip",
    ]  # fmt: skip
    assert summary(found) == {"right": 1, "rounding": 2, "carried": 1, "slips": 2, "unexplained": 1}


def test_a_slip_that_explains_several_numbers_is_told_once_for_all(lesson):
    [wide] = judged(lesson, ("net_Y1", "0.5359"), ("net_Y2", "0.5955"), ("out_H1", "0.5945")).wide
    assert wide_sentence(wide) == (
        f"Two printed numbers (net_Y1, net_Y2) are consistent with {NO_BIAS}: the bias is missing from the net input."
    )
    [wide] = judged(lesson, ("net_Y1", "0.5359"), ("net_Y2", "0.5955"), ("net_Y1", "0.535932")).wide
    assert wide_sentence(wide).startswith("Three printed numbers, of two quantities (net_Y1, net_Y2) are")
    assert judged(lesson, ("net_Y1", "0.5359"), ("out_H1", "0.5945")).wide == ()


def test_a_slip_that_explains_all_that_is_printed_of_the_updated_network_is_told_of_all():
    net = planted.net(random.Random(5), (2, 2, 2))
    solution, said = solve(parse(net.data())), planted.work(net, "frozen_bias")
    ids = ("net_H1@r1", "out_Y1@r1", "out_Y2@r1")
    claims = [(id, planted.printed(said[id], 9)) for id in ids]
    [wide] = judged(solution, *claims).wide
    assert wide_sentence(wide) == (
        "All three numbers printed of the updated network are consistent with biases not updated: "
        "the biases keep their old values."
    )
    right = planted.printed(planted.work(net)["out_H2@r1"], 9)
    [wide] = judged(solution, *claims, ("out_H2@r1", right)).wide
    assert wide_sentence(wide).startswith(f"Three printed numbers ({', '.join(ids)}) are consistent with biases")


def test_the_slip_that_explains_most_is_told_first():
    net = planted.net(random.Random(6), (2, 2, 2))
    solution = solve(parse(net.data()))
    frozen, paths = planted.work(net, "frozen_bias"), planted.work(net, "one_path_only")
    said = [("dE_dout_H1", paths), ("dE_dout_H2", paths), *((f"new_b{i}", frozen) for i in (1, 2, 3, 4))]
    found = judged(solution, *((id, planted.printed(values[id], 9)) for id, values in said))
    assert [(wide.cause.ids, len(wide.findings)) for wide in found.wide] == [
        (("frozen_bias",), 4),
        (("one_path_only",), 2),
    ]


def test_lines_below_a_number_with_the_sources_sign_say_that_they_have_ours(lesson):
    # the path through Y1 alone, 0.40 · 0.137425009 = 0.054970004
    both = [
        told(lesson, ("dE_dout_H1", "0.05497")),
        told(lesson, ("dE_dout_H1", "-0.05497"), delta="target_minus_output"),
    ]
    ours, theirs = (text for [text] in both)
    note = "The lines have this site’s sign, from output minus target; the last one has the source’s"
    assert note not in ours and note in theirs
    assert "only through Y1" in ours and "only through Y1" in theirs
    assert "which gives 0.0549700" in ours and "which gives −0.0549700" in theirs
    assert ours.endswith("= 0.05497.") and theirs.endswith("−∂E/∂out_H1 = −0.05497.")


def test_a_line_whose_result_is_right_is_not_told_of_a_slip_of_the_pen(lesson):
    """As a source prints it: e^−0.3825 is 0.682154, not 0.68202; σ(0.3825) is 0.594476 all the same."""
    [text] = told(lesson, ("out_H1 = 1/(1+0.68202)", "0.59448"))
    assert "What is printed is right for out_H1 all the same" in text


@pytest.mark.parametrize(("value", "printed", "rounded"), [
    ("0.7034957", "0.704", "0.703"), ("0.70350049", "0.703", "0.704"), ("-0.4999996", "-0.5", "-0.5"),
    ("2.49999999", "2.5", "2.5"),
])  # fmt: skip
def test_a_value_is_told_to_so_many_digits_that_it_rounds_as_it_does(lesson, value, printed, rounded):
    """0.7034957 to five decimals is 0.70350, which would round to 0.704; it is nearer 0.703."""
    [finding] = judged(lesson, ("out_H1", printed)).findings
    text = shown(finding.claim, Decimal(value)).replace("−", "-")
    places = len(printed.partition(".")[2])
    assert str(Decimal(text).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)) == rounded


def test_what_is_right_but_for_its_last_digit_is_called_so_beside_a_line_that_gives_another_number(lesson):
    """out_H1 is 0.594475931: 0.595 is one off in the last digit, and three times net_H1 is something else."""
    claims = [{"quantity": "out_H1", "expression": "net_H1*3", "printed": printed} for printed in ("0.595", "0.594")]
    sources = [{"source": {"title": "s"}, "claims": [claim]} for claim in claims]
    read = [parse_claims(source, "claims.toml", lesson) for source in sources]
    off, right = (explain(judge(prepare(lesson), each).findings[0]).text for each in read)
    assert "right for out_H1 all the same but for its last digit" in off and "right for out_H1 all the same:" in right
