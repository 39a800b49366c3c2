"""How numbers are rounded and written."""

from decimal import Decimal

import pytest

from backprop.errors import ContentError
from backprop.steps import numerals
from backprop.steps.solving import solve
from conftest import parse


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        ("0.3825", 4, "0.3825"),
        ("0.39", 4, "0.3900"),
        ("1.13593172", 4, "1.1359"),
        ("0.00044758", 4, "0.0004476"),
        ("-0.0396389", 4, "\u22120.03964"),
        ("0", 4, "0.0000"),
        ("-0.00", 4, "0.0000"),
        ("12345.678949", 4, "12345.6789"),
        ("0.37745", 4, "0.3775"),  # a tie goes up, as in school; doubles would print 0.3774
        ("2.675", 2, "2.68"),
        ("0.125", 2, "0.13"),
        ("-0.125", 2, "\u22120.13"),
        ("0.00099996", 4, "0.0010000"),
        ("8.95e-05", 4, "0.00008950"),
        ("5.0764e-23", 4, "5.076 × 10⁻²³"),
        ("9.9999e-23", 4, "1.000 × 10⁻²²"),
        ("1.5e21", 4, "1.500 × 10²¹"),
    ],
)
def test_a_value_is_shown_as_a_student_reads_it(value, digits, text):
    assert numerals.shown(Decimal(value), digits) == text


def test_a_third_times_three_is_one_and_rounds_as_one():
    # What fifty digits leave of a third of a seventh, taken times twenty-one: a tie that fell short in the last places.
    nearly = Decimal("0.12344" + "9" * 45)
    assert nearly < Decimal("0.12345")
    assert numerals.shown(nearly, 4) == "0.1235"


@pytest.mark.parametrize("text", ["0.3825", "\u22120.03964", "5.076 × 10⁻²³", "1.500 × 10²¹", "0.10"])
def test_what_is_shown_reads_back(text):
    plain = text.replace("\u2212", "-").replace(" × 10⁻²³", "e-23").replace(" × 10²¹", "e21")
    assert numerals.as_read(text) == Decimal(plain)


@pytest.mark.parametrize("text", ["0.10", "0.1", "5", "-0.50", "1e-3", "2.5E+3"])
def test_given_numbers_keep_their_digits(text):
    shown = {"-0.50": "\u22120.50", "1e-3": "0.001", "2.5E+3": "2500"}.get(text, text)
    assert numerals.written(Decimal(text)) == shown


def one_weight(activation, weight, x="1", target="0", loss="half_squared_error", **method):
    return parse({
        "title": "one weight",
        "network": {
            "loss": loss, "inputs": {"x1": Decimal(x)}, "targets": {"Y": Decimal(target)},
            "layers": [{"activation": activation, "neurons": ["Y"]}], "weights": {"w1": ["x1", "Y", Decimal(weight)]},
        },
        "method": method,
    })  # fmt: skip


def test_digits_survive_a_cancellation_of_fifty_digits():
    # 1 − σ(200) = 1/(1 + e²⁰⁰) = 1.3839 × 10⁻⁸⁷, far below what fifty digits leave of 1 − out.
    solution = solve(one_weight("sigmoid", "200"))
    assert solution.numbers["dout_dnet_Y"].shown == "1.384 × 10⁻⁸⁷"


def test_a_calculator_note_is_kept_where_the_shown_digits_give_another_last_digit(lesson):
    # 0.40 · 0.5945 + 0.50 · 0.5963 + 0.60 = 0.2378 + 0.29815 + 0.60 = 1.13595, which rounds to 1.1360.
    assert lesson.calculator["net_Y1"] == "1.1360"
    assert lesson.numbers["net_Y1"].shown == "1.1359"
    # 0.15 · 0.05 + 0.25 · 0.10 + 0.35 has no rounded operand, so a calculator agrees.
    assert "net_H1" not in lesson.calculator


@pytest.mark.parametrize(
    ("activation", "weight", "loss"),
    [
        ("linear", "-1", "binary_cross_entropy"),
        ("linear", "0", "cross_entropy"),
    ],
)
def test_what_cannot_be_computed_is_said_in_one_line(activation, weight, loss):
    example = one_weight(activation, weight, loss=loss, x="1", target="1")
    with pytest.raises(ContentError, match=r"\Arandom\.toml: E_Y: wanted a number that can be computed, got [^\n]*\Z"):
        solve(example)


def test_a_number_too_small_for_any_decimal_is_refused_in_one_line():
    # The first update moves the weight to about −4.5 · 10²⁷, and softplus there is e to the power of −4.5 · 10³⁸.
    wanted = r"\Arandom\.toml: out_Y@r1: wanted a number that can be computed, got [^\n]*\Z"
    with pytest.raises(ContentError, match=wanted):
        solve(one_weight("softplus", "900000", x="1e11", target="1"))


@pytest.mark.parametrize(("x", "rounds", "step"), [("1e10", 5, "E_Y@r5"), ("1e10", 7, "E_Y@r5"), ("1", 20, "E_Y@r16")])
def test_what_grows_without_end_is_refused_with_the_round_in_which_it_did(x, rounds, step):
    # Each round multiplies the weight of 1 by 1 − ηx², and no double holds half the square of 10¹⁶⁰.
    wanted = rf"\Arandom\.toml: {step}: wanted a number that can be computed, got one too large"
    with pytest.raises(ContentError, match=wanted):
        solve(one_weight("linear", "1", x=x, learning_rate=Decimal("1e10"), rounds=rounds))


def test_what_grows_is_printed_as_long_as_a_double_holds_it():
    # (1 − 10³⁰)⁴ · 10¹⁰ is about 10¹³⁰, whose half square is 5 · 10²⁵⁹
    solution = solve(one_weight("linear", "1", x="1e10", learning_rate=Decimal("1e10"), rounds=4))
    assert solution.numbers["E_Y@r4"].shown == "5.000 × 10²⁵⁹"


@pytest.mark.parametrize(
    "text", ["0.12345678901234567890123456789012345678905", "0." + "9" * 60, "1" * 12 + "." + "7" * 80]
)
def test_a_number_keeps_all_digits_that_were_typed(text):
    assert numerals.written(Decimal(text)) == text and numerals.written(Decimal(f"-{text}")) == f"\u2212{text}"
    example = parse(
        {
            "title": "t",
            "network": {
                "inputs": {"x": Decimal(text)},
                "targets": {"y": Decimal("0.5")},
                "layers": [{"neurons": ["y"]}],
                "weights": {"w": ["x", "y", Decimal("0.1")]},
            },
        }
    )
    assert solve(example).numbers["x"].shown == text
