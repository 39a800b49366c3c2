"""A printed number is read with all that its digits say: its value, its last place, and what slips make of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from backprop.audit.search.pen import pen_slips
from backprop.audit.source.printed import LONGEST, direction, read, stray, typos

D = Decimal


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0.10", "0.10", "0.01"), ("0.1", "0.1", "0.1"), (".35", "0.35", "0.01"), ("5.", "5", "1"), ("12", "12", "1"),
        ("−0.5", "-0.5", "0.1"), ("–0.5", "-0.5", "0.1"), ("-0.50", "-0.50", "0.01"), ("+3.0", "3.0", "0.1"),
        ("- 0.5", "-0.5", "0.1"), ("1,234.5", "1234.5", "0.1"), ("1,234,567", "1234567", "1"),
        ("4.39e-4", "0.000439", "0.000001"), ("4.39E4", "43900", "100"), ("4.39 × 10⁻⁴", "0.000439", "0.000001"),
        ("4.39 · 10^-4", "0.000439", "0.000001"), ("4.39*10^{-4}", "0.000439", "0.000001"),
        ("2 × 10⁺³", "2000", "1000"),
        ("12.5%", "0.125", "0.001"), ("50 %", "0.50", "0.01"), ("0", "0", "1"), ("0.000", "0.000", "0.001"),
        (" 0.25 ", "0.25", "0.01"), ("1e99", "1e99", "1e99"),
    ],
)  # fmt: skip
def test_a_number_is_read_with_the_place_of_its_last_digit(text, value, unit):
    found = read(text)
    assert (found.value, found.unit, found.text) == (D(value), D(unit), text.strip())


@pytest.mark.parametrize(
    "text",
    ["", "-", ".", "1.2.3", "1,23", "12,345,6", "0x10", "1e", "1e100", "1e-100", "1e98%%", "a", "½", "1 2"],
)
def test_what_is_no_number_is_none(text):
    assert read(text) is None


def test_a_number_may_have_so_many_signs_and_no_more():
    assert read("1" * LONGEST) is not None and read("1" * (LONGEST + 1)) is None


@pytest.mark.parametrize(
    ("text", "value", "rounding", "truncation", "one_off"),
    [
        ("0.382", "0.3820", True, True, False),
        ("0.382", "0.3825", True, True, True),  # either tie is a rounding; half up it would be 0.383
        ("0.383", "0.3825", True, False, False),
        ("0.382", "0.38251", False, True, True),
        ("0.382", "0.38299", False, True, True),
        ("0.382", "0.3830", False, False, True),
        ("0.382", "0.3815", True, False, False),
        ("0.382", "0.38149", False, False, True),
        ("0.382", "0.3805", False, False, True),
        ("0.382", "0.3804", False, False, False),
        ("-0.382", "-0.3825", True, True, True),
        ("-0.382", "-0.38299", False, True, True),
        ("-0.382", "0.382", False, False, False),
        ("400", "399.6", True, False, False),
    ],
)
def test_digits_are_a_rounding_or_cut_off_or_one_unit_off(text, value, rounding, truncation, one_off):
    found = read(text)
    assert found.is_rounding_of(D(value)) is rounding
    assert found.is_truncation_of(D(value)) is truncation
    assert found.is_one_unit_off(D(value)) is one_off


def test_a_value_is_rounded_cut_off_and_written_to_the_printed_place():
    found = read("0.38")
    assert (found.rounded(D("0.125")), found.rounded(D("-0.125"))) == (D("0.13"), D("-0.13"))
    assert (found.truncated(D("0.129")), found.truncated(D("-0.129"))) == (D("0.12"), D("-0.12"))
    assert (found.shown(D("0.125")), found.shown(D("-0.125")), found.shown(D("-0.001"))) == ("0.13", "−0.13", "0.00")
    assert read("380").shown(D("381.7")) == "382" and read("3.8e2").shown(D("381.7")) == "380"


def test_the_digits_of_a_number_are_those_without_leading_zeros():
    assert [read(text).digits for text in ("0.0382", "-0.50", "12.0", "0.00", "3.8e-5")] == [
        "382", "50", "120", "0", "38",
    ]  # fmt: skip


def test_a_moved_point_a_turned_sign_and_other_digits_keep_the_place():
    found = read("-0.38")
    assert (found.scaled(1).value, found.scaled(1).unit) == (D("-3.8"), D("0.1"))
    assert (found.scaled(-2).value, found.scaled(-2).unit) == (D("-0.0038"), D("0.0001"))
    assert (found.negated().value, found.negated().unit) == (D("0.38"), D("0.01"))


def test_slips_of_the_pen_lose_double_or_swap_digits():
    assert [(typed, how("it").removesuffix(" in it")) for typed, how in typos("123")] == [
        ("23", "a 1 is lost"), ("1123", "a 1 is doubled"), ("213", "12 is turned round"),
        ("13", "a 2 is lost"), ("1223", "a 2 is doubled"), ("132", "23 is turned round"),
        ("12", "a 3 is lost"), ("1233", "a 3 is doubled"),
    ]  # fmt: skip
    assert [how for _, how in typos("11") if "turned" in how("it")] == []  # two that are alike
    assert list(stray("907")) == [("07", "9"), ("97", "0"), ("90", "7")]


@pytest.mark.parametrize(
    ("word", "sign"), [("increases", 1), ("Falls", -1), (" unchanged\n", 0), ("does not change", 0), ("sideways", None)]
)
def test_a_word_says_a_direction(word, sign):
    assert direction(word) == sign


# --- slips of the pen on a value


class Said:
    """A claim, as far as a slip of the pen can see."""

    def __init__(self, text: str):
        self.printed = read(text)


@pytest.mark.parametrize(
    ("text", "value", "slips"),
    [
        ("-0.594", "0.5944", ["wrong_sign: of the number itself"]),
        ("0.594", "-0.5944", ["wrong_sign: of the number itself"]),
        ("5.944", "0.59444", ["decimal_shift: 1 place to the right"]),
        ("0.0594", "0.59444", ["decimal_shift: 1 place to the left"]),
        ("594.4", "0.59444", ["decimal_shift: 3 places to the right"]),
        ("0.000594", "0.59444", ["decimal_shift: 3 places to the left"]),
        ("5944", "0.59444", []),  # four places are no slip of the pen
        ("0.5494", "0.59441", ["digit_typo: 94 is turned round in 0.5944"]),
        ("0.594", "0.59841", ["digit_typo: a 8 is lost in 0.5984"]),
        ("0.59984", "0.59841", ["digit_typo: a 9 is doubled in 0.5984"]),
        ("-0.5494", "-0.59441", ["digit_typo: 94 is turned round in 0.5944"]),
        ("-0.5494", "0.59441", []),  # one slip, not two
        ("123.4", "1223.4", ["digit_typo: a 2 is lost in 1223.4"]),
        ("0.59462827", "0.59628270", ["digit_typo: 0.5962827 with a 4 too many"]),
        ("0.59467", "0.59670", []),  # too few digits are left
        ("0.123", "0.59441", []),
        ("0.594", "0", []),
        ("0.00", "0.59", []),
    ],
)
def test_a_slip_of_the_pen_is_told_with_its_place(text, value, slips):
    assert [f"{slip}: {detail}" for slip, detail in pen_slips(read(text), D(value))] == slips
