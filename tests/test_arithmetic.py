"""A printed line of arithmetic is read as a person reads it, and what is no arithmetic is refused in words."""

from __future__ import annotations

import math
import random
from decimal import Decimal
from fractions import Fraction

import pytest

from backprop.audit.source.arithmetic import Unreadable, parse
from backprop.audit.source.notation import DEEPEST
from backprop.steps.expr import FLOAT, Add, Div, Expr, Fn, IfPositive, Mul, Neg, Num, Pow, Ref, evaluate

KNOWN = ("w1", "x1", "out_Y1", "out_Y1@r1", "net_H1")
VALUES = {"w1": 0.5, "x1": -2.0, "out_Y1": 0.75, "out_Y1@r1": 0.7, "net_H1": 3.0}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("1 - 2 - 3", -4), ("1 − (2 − 3)", 2), ("8 / 4 / 2", 1), ("8 ÷ (4 ÷ 2)", 4), ("2 + 3 × 4", 14),
        ("(2 + 3) × 4", 20), ("2 · 3 - 4 · 5", -14), ("-2^2", -4), ("(-2)^2", 4), ("2^-2", 0.25), ("3²", 9),
        ("2³ × 2", 16), ("10⁻³", 0.001), ("2^20", 1048576), ("+5 - +3", 2), ("--2", 2), ("[2 + 3](4)", 20),
        ("(2)(3)", 6), ("2(3 + 1)", 8), ("0.5(4)", 2), (".5(4)", 2), ("(2 + 1) 3", 9), ("½(3 − 1)²", 2),
        ("½ (4)", 2), ("½", 0.5), ("3 + ½", 3.5), ("2 x 3", 6), ("(2) x (3)", 6), ("2 x .5", 1), ("2 x -3", -6),
        ("e^0", 1), ("e^2", math.e**2), ("e^-0.3825", math.exp(-0.3825)), ("e⁻⁰·⁵", math.exp(-0.5)),
        ("1/(1 + e^(−0.5))", 1 / (1 + math.exp(-0.5))), ("exp(1)", math.e), ("ln(2)", math.log(2)),
        ("log(2)", math.log(2)), ("tanh(0.5)", math.tanh(0.5)), ("sig(1)", 1 / (1 + math.exp(-1))),
        ("relu(-3)", 0), ("relu(3)", 3), ("step(2)", 1), ("step(0)", 0), ("step(-2)", 0), ("max(2, 3)", 3),
        ("max(3, 2)", 3), ("softplus(1)", math.log(1 + math.e)), ("w1 × x1", -1), ("w1*x1 + out_Y1", -0.25),
        ("out_Y1@r1 - out_Y1", -0.05), ("out_Y1(1 - out_Y1)", None), ("sigmoid(net_H1)", 1 / (1 + math.exp(-3))),
        ("1e3 + 1", 1001), ("1_000", 1000), ("(((((1)))))", 1),
        ("|0.25 − 1|", 0.75), ("|w1 × x1| + |−2|", 3), (r"\left|{-2}\right|", 2),
        ("tanh²(0.5)", math.tanh(0.5) ** 2), ("1 − tanh^2(0.5)", 1 / math.cosh(0.5) ** 2),
        (r"\tanh^{2}(0.5)", math.tanh(0.5) ** 2), ("tanh′(0.5)", 1 / math.cosh(0.5) ** 2),
        ("σ'(0.5)", math.exp(-0.5) / (1 + math.exp(-0.5)) ** 2),
        (r"\sigma'(net_H1)", math.exp(-3) / (1 + math.exp(-3)) ** 2),
        ("relu'(-2) + ReLU’(2)", 1), ("np.exp(-0.5)", math.exp(-0.5)),
        ("1/(1 + math.exp(-net_H1))", 1 / (1 + math.exp(-3))),
        ("torch.sigmoid(x1)", 1 / (1 + math.exp(2))), ("np.maximum(0, net_H1)", 3), ("Math.pow(0.5, 2)", 0.25),
        ("pow(e, 2)", math.e**2), (r"\log(2)", math.log(2)), (r"\ln 2", math.log(2)), ("−ln 0.5", math.log(2)),
        ("lg(100)", 2), ("log2(8)", 3), ("sigma(0.5)", 1 / (1 + math.exp(-0.5))), ("logistic(0)", 0.5),
        (r"\operatorname{relu}(3)", 3), ("0.5x0.3", 0.15), ("0x16", 0), ("(2)x(3)", 6), ("6 : 4", 1.5),
        ("ln(2)²", math.log(2) ** 2),
    ],
)  # fmt: skip
def test_a_line_means_what_a_person_reads(line, value):
    if value is None:  # a name before a bracket is a function
        with pytest.raises(Unreadable, match=r"functions: sigmoid, .*, max$"):
            parse(line, KNOWN)
        return
    assert evaluate(parse(line, KNOWN), VALUES, FLOAT) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("line", "tree"),
    [
        ("1 + 2 + 3", Add((Num(1), Num(2), Num(3)))),
        ("1 + 2 - 3", Add((Num(1), Num(2), Neg(Num(3))))),
        ("1 - 2", Add((Num(1), Neg(Num(2))))),
        ("2 * 3 * 4", Mul((Num(2), Num(3), Num(4)))),
        ("w1 / 2", Div(Ref("w1"), Num(2))),
        ("w1^2", Pow(Ref("w1"), 2)),
        ("w1^-1", Pow(Ref("w1"), -1)),
        ("e^w1", Fn("exp", (Ref("w1"),))),
        ("step(w1)", IfPositive(Ref("w1"), Num(1), Num(0))),
        ("0.50", Num(Decimal("0.50"))),
        ("7", Num(7)),
        ("7.0", Num(Decimal("7.0"))),
    ],
)
def test_a_line_is_read_into_the_nodes_of_a_step(line, tree):
    found = parse(line, KNOWN)
    assert found == tree and repr(found) == repr(tree)


def test_a_name_that_is_a_quantity_stays_one():
    assert parse("x1² + 2", ("x1",)) == Add((Pow(Ref("x1"), 2), Num(2)))
    assert parse("lg + log", ("lg", "log")) == Add((Ref("lg"), Ref("log")))


def test_e_is_a_quantity_where_one_is_called_so():
    assert parse("e^2", ("e",)) == Pow(Ref("e"), 2)


def line_of(chance: random.Random, depth: int) -> tuple[str, Fraction]:
    """Return a line at random, every operation in brackets, and what it means."""
    if depth == 0:
        number = Decimal(chance.randint(1, 999)).scaleb(-chance.randint(0, 3))
        return f"{number:f}", Fraction(number)
    (one, a), (other, b) = (line_of(chance, depth - 1) for _ in range(2))
    sign, value = chance.choice((("+", a + b), ("−", a - b), ("×", a * b), ("·", a * b), ("÷", a / b if b else None)))
    return line_of(chance, depth) if value is None else (f"({one} {sign} {other})", value)


def meaning(expr: Expr) -> Fraction:
    match expr:
        case Num(value):
            return Fraction(value)
        case Neg(part):
            return -meaning(part)
        case Div(over, under):
            return meaning(over) / meaning(under)
        case Add(parts):
            return sum(map(meaning, parts))
    return math.prod(map(meaning, expr.factors))


@pytest.mark.parametrize("seed", range(30))
def test_any_line_of_the_four_operations_means_what_it_says(seed):
    text, value = line_of(random.Random(seed), 4)
    assert meaning(parse(text, ())) == value


# --- what is refused


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("w2", 'the name "w2"; known here: w1, x1'),
        ("sinus(1)", "functions: sigmoid, σ, sig, exp, ln, log, tanh, relu, step, softplus, sqrt, abs, log10, log2, "),
        ("sinus'(1)", "sinus'(1)"),
        ("tanh^-1(0.5)", "tanh"),
        ("|0.5", '"|0.5"'),
        ("2^21", 'the power "21"; a whole one up to 20, or a power of e'),
        ("2^-21", 'the power "-21"; a whole one up to 20'),
        ("2^0.25", 'the power "0.25"; a whole one up to 20'),
        ("2^w1", 'the power "w1"; a whole one up to 20'),
        ("2 % 3", '"2 % 3"'),
        ("2 // 3", '"2 // 3"'),
        ("True", '"True"'),
        ("'a'", "\"'a'\""),
        ("max(1)", "max(…)"),
        ("ln(1, 2)", "ln(…)"),
        ("1 +", '"1 +"'),
    ],
)  # fmt: skip
def test_what_is_no_arithmetic_is_refused_in_words(line, words):
    with pytest.raises(Unreadable) as raised:
        parse(line, KNOWN)
    assert words in str(raised.value)


def test_a_line_may_be_as_wide_as_it_is_long_and_only_so_deep():
    wide = "1"
    for _ in range(6):
        wide = f"({wide} + {wide})"
    assert evaluate(parse(wide, ()), {}, FLOAT) == 64
    assert parse("-" * (DEEPEST - 1) + "1", ()) is not None
    with pytest.raises(Unreadable, match=f"more than {DEEPEST} operations inside one another"):
        parse("-" * DEEPEST + "1", ())
    assert evaluate(parse("1" + "+1" * 499, ()), {}, FLOAT) == 500  # terms stand beside one another
    assert evaluate(parse("2" + "*1" * 499, ()), {}, FLOAT) == 2


@pytest.mark.parametrize("name", ["abs", "sqrt"])
def test_a_function_that_is_written_out_grows_no_line_without_measure(name):
    assert evaluate(parse(f"{name}({name}({name}(1)))", ()), {}, FLOAT) == 1
    with pytest.raises(Unreadable, match="more than 2,000 operations"):
        parse(f"{name}(" * 40 + "1" + ")" * 40, ())
    assert parse(f"{name}(" * 4 + "1" + ")" * 4, ()) is not None


@pytest.mark.parametrize("number", ["1" * 100, "0." + "1" * 100, "1e300", "1e-300", "9.99e300", "0"])
def test_a_number_of_a_size_that_can_be_meant_is_read(number):
    assert parse(number, ()) is not None


@pytest.mark.parametrize("number", ["1" * 101, "0." + "1" * 101, "1e301", "1e-301"])
def test_a_number_without_measure_is_refused(number):
    with pytest.raises(Unreadable):
        parse(number, ())


def test_a_line_of_more_signs_than_are_read_is_refused():
    assert parse("1" + " " * 998 + "2" * 0, ()) == Num(1)
    with pytest.raises(Unreadable, match="1001 characters"):
        parse("1" + "+1" * 500, ())
