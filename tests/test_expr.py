"""An expression means the same in every arithmetic, spelt as text, and rewritten: checked with exact fractions."""

from __future__ import annotations

import math
import random
from decimal import Decimal, DivisionByZero, localcontext
from fractions import Fraction

import pytest

from backprop.network.quantity import Quantity
from backprop.steps import numerals
from backprop.steps.balls import ball_arithmetic, given
from backprop.steps.compiled import Spelling, source
from backprop.steps.expr import (
    FLOAT,
    Add,
    Div,
    Fn,
    IfPositive,
    Mul,
    Neg,
    Num,
    Pow,
    Ref,
    add,
    children,
    decimal_arithmetic,
    evaluate,
    is_finite,
    mul,
    refs,
    sub,
)
from backprop.steps.passes import Step
from backprop.steps.rewriting import mapped, rebuild, substitute
from backprop.steps.rounds import Cancelled, Stopped, compiled, milestones, stepwise

VALUES = {"a": Decimal("0.75"), "b": Decimal("-1.5"), "c": Decimal("2.125"), "d": Decimal("-0.3")}
SEEDS = range(60)
DECIMALS = decimal_arithmetic(numerals.context())


def tree(chance: random.Random, depth: int = 4):
    """Return a tree of every node that keeps fractions exact, whose denominators are above zero."""
    if depth == 0:
        return chance.choice((Ref(chance.choice(sorted(VALUES))), Num(chance.randint(1, 4)), Num(Decimal("0.5"))))

    def part():
        return tree(chance, depth - 1)

    return chance.choice((
        lambda: Add(tuple(part() for _ in range(chance.randint(2, 3)))),
        lambda: Mul(tuple(part() for _ in range(chance.randint(2, 3)))),
        lambda: Neg(part()),
        lambda: Div(part(), Add((Num(1), Pow(part(), 2)))),
        lambda: Pow(part(), chance.randint(1, 3)),
        lambda: Fn("max", (part(), part())),
        lambda: IfPositive(part(), part(), part()),
    ))()  # fmt: skip


def meaning(expr, values=VALUES) -> Fraction:
    """Return what an expression means, as a fraction."""
    match expr:
        case Ref(id):
            return Fraction(values[id])
        case Num(value):
            return Fraction(value)
        case Neg(part):
            return -meaning(part, values)
        case Pow(base, exponent):
            return meaning(base, values) ** exponent
        case Div(over, under):
            return meaning(over, values) / meaning(under, values)
        case IfPositive(condition, then, other):
            return meaning(then if meaning(condition, values) > 0 else other, values)
    parts = [meaning(part, values) for part in children(expr)]
    return sum(parts) if isinstance(expr, Add) else math.prod(parts) if isinstance(expr, Mul) else max(parts)


@pytest.fixture(params=SEEDS)
def drawn(request):
    return tree(random.Random(request.param))


def test_a_tree_means_the_same_in_floats_in_decimals_in_balls_and_as_text(drawn):
    true = meaning(drawn)
    size = 1 + abs(float(true))
    floats = {id: float(value) for id, value in VALUES.items()}
    assert evaluate(drawn, floats, FLOAT) == pytest.approx(float(true), abs=1e-9 * size)
    assert eval(source(drawn, Spelling(name=str)), floats | {"max": max}) == pytest.approx(float(true), abs=1e-9 * size)
    with localcontext(numerals.context()):
        assert abs(Fraction(evaluate(drawn, VALUES, DECIMALS)) - true) < Fraction(size) / 10**40
        ball = evaluate(drawn, {id: given(value) for id, value in VALUES.items()}, ball_arithmetic())
        assert abs(Fraction(ball.base) + Fraction(ball.rest) - true) <= Fraction(ball.radius) < Fraction(size) / 10**40


def test_a_tree_names_what_it_uses_from_left_to_right(drawn):
    spelt = source(drawn, Spelling(name="<{}>".format, total=lambda expr, terms: f"total({', '.join(terms)})"))
    if not any(isinstance(part, IfPositive) for part in every(drawn)):  # there the condition stands in the middle
        assert list(refs(drawn)) == [part[0] for part in spelt.split("<")[1:]]


def every(expr):
    yield expr
    for child in children(expr):
        yield from every(child)


def test_parts_are_told_from_left_to_right():
    a, b, c = map(Ref, "abc")
    assert children(Div(a, b)) == (a, b) and children(IfPositive(a, b, c)) == (a, b, c)
    assert children(Pow(a, 2)) == children(Neg(a)) == (a,) and children(a) == children(Num(1)) == ()
    assert list(refs(sub(a, mul(b, c)))) == ["a", "b", "c"]


def test_a_sum_of_nothing_is_zero_and_one_term_or_factor_stands_alone():
    a, b = Ref("a"), Ref("b")
    assert add() == Num(0) and add(a) == mul(a) == a
    assert add(a, b) == Add((a, b)) and mul(a, b) == Mul((a, b)) and sub(a, b) == Add((a, Neg(b)))


def test_what_is_no_node_is_refused():
    for ask in (
        children,
        lambda expr: evaluate(expr, {}, FLOAT),
        lambda expr: source(expr, Spelling(name=str)),
        source_of_nothing,
    ):
        with pytest.raises(TypeError, match="unknown expression node"):
            ask("a + b")


def source_of_nothing(expr):
    return mapped(expr, lambda part: None)


# --- decimals


def test_a_sum_of_decimals_that_cancels_to_rounding_is_zero_and_one_that_does_not_is_kept():
    third = Num(1), Num(3)
    with localcontext(numerals.context()):
        assert evaluate(Add((Div(*third), Div(*third), Div(*third), Num(-1))), {}, DECIMALS) == 0
        left = evaluate(Add((Num(1), Num(Decimal(-1) + Decimal("1e-40")))), {}, DECIMALS)
        assert left == Decimal("1e-40")


def test_functions_of_decimals_are_those_of_floats():
    for text in ("-3.5", "-0.25", "0", "0.125", "7"):
        x, with_x = Decimal(text), {"x": Decimal(text)}
        with localcontext(numerals.context()):
            assert float(evaluate(Fn("tanh", (Ref("x"),)), with_x, DECIMALS)) == pytest.approx(math.tanh(x), rel=1e-15)
            assert float(evaluate(Fn("exp", (Ref("x"),)), with_x, DECIMALS)) == pytest.approx(math.exp(x), rel=1e-15)
            softplus = evaluate(Fn("ln", (add(Num(1), Fn("exp", (Ref("x"),))),)), with_x, DECIMALS)
            assert float(softplus) == pytest.approx(math.log1p(math.exp(x)), rel=1e-15)
            if x > 0:
                assert float(evaluate(Fn("ln", (Ref("x"),)), with_x, DECIMALS)) == pytest.approx(math.log(x), rel=1e-15)


def test_the_logarithm_of_zero_is_a_division_by_zero():
    with localcontext(numerals.context()), pytest.raises(DivisionByZero):
        evaluate(Fn("ln", (Num(0),)), {}, DECIMALS)


@pytest.mark.parametrize("net", [-5000.0, -710.0, 0.5, 709.0, 710.0, 5000.0])
def test_floats_that_grow_without_end_are_infinite_and_raise_nothing(net):
    assert evaluate(Fn("exp", (Ref("x"),)), {"x": net}, FLOAT) == (math.inf if net >= 710 else math.exp(net))


def test_a_decimal_is_finite_up_to_the_largest_double():
    assert is_finite(Decimal("1.79e308")) and is_finite(Decimal("-1.79e308"))
    assert not is_finite(Decimal("1.8e308")) and not is_finite(Decimal("-1.8e308"))


def test_a_share_is_computed_beside_its_largest_part():
    # e^2000 / (e^2000 + e^1999) = 1/(1 + e^−1), though no float holds e^2000
    share = Div(Fn("exp", (Ref("a"),)), Add((Fn("exp", (Ref("a"),)), Fn("exp", (Ref("b"),)))))
    with localcontext(numerals.context()):
        found = evaluate(share, {"a": Decimal(2000), "b": Decimal(1999)}, DECIMALS)
    assert float(found) == pytest.approx(1 / (1 + math.exp(-1)), rel=1e-15)
    one = Div(Num(1), Add((Num(1), Ref("a"))))
    assert evaluate(one, {"a": 3.0}, FLOAT) == 0.25
    assert evaluate(Div(Ref("a"), Add((Ref("b"), Ref("a")))), {"a": 3.0, "b": 5.0}, FLOAT) == pytest.approx(0.375)


# --- rewritten


def test_a_replaced_name_means_what_is_put_in_its_place(drawn):
    found = substitute(drawn, {"a": Add((Ref("b"), Num(2)))})
    assert meaning(found) == meaning(drawn, VALUES | {"a": VALUES["b"] + 2})
    assert "a" not in refs(found)


def test_a_rewrite_that_answers_for_nothing_changes_nothing(drawn):
    assert mapped(drawn, lambda part: None) == drawn
    assert rebuild(drawn, Ref("z"), Num(7)) == drawn and rebuild(drawn, drawn, Num(7)) == Num(7)


# --- step after step


def steps(**exprs) -> list[Step]:
    return [Step(quantity=Quantity("net", (name,)), phase="forward", expr=expr) for name, expr in exprs.items()]


def test_compiled_steps_give_what_the_trees_give():
    chance = random.Random(5)
    chain = steps(p=tree(chance), q=Add((Ref("net_p"), tree(chance))), r=Mul((Ref("net_q"), Ref("net_p"))))
    with localcontext(numerals.context()):
        slow, quick = stepwise(chain, DECIMALS)(VALUES), compiled(chain, ())(VALUES)
    assert slow.keys() == quick.keys() == VALUES.keys() | {"net_p", "net_q", "net_r"}
    p = meaning(chain[0].expr)
    q = p + meaning(chain[1].expr.terms[1])
    for found in (slow, quick):
        for id, true in {"net_p": p, "net_q": q, "net_r": p * q}.items():
            assert abs(Fraction(found[id]) - true) < Fraction(1, 10**35) * (1 + abs(true)), id


@pytest.mark.parametrize(
    "expr",
    [
        Add((Ref("a"), Num(Decimal("-0.75000000001")))),  # cancels to less than a part in 10¹⁰
        Div(Num(1), sub(Ref("a"), Ref("a"))),
        Mul((Num(10**200), Num(10**200))),
        Fn("ln", (Add((Ref("c"), Num(Decimal("-1.12499999999")))),)),  # ln(1 − 10⁻¹¹)
        Fn("tanh", (Num(Decimal("1e-11")),)),
    ],
)
def test_plain_decimals_do_not_vouch_for_what_cancels_or_has_no_double(expr):
    with localcontext(numerals.context()), pytest.raises(Cancelled):
        compiled(steps(p=expr), ())(VALUES)


def test_plain_decimals_vouch_for_a_sum_that_keeps_its_digits():
    with localcontext(numerals.context()):
        found = compiled(steps(p=Add((Ref("a"), Num(Decimal("-0.7499"))))), ())(VALUES)
    assert found["net_p"] == Decimal("0.0001")


def test_a_sum_of_what_never_moves_is_what_it_is():
    nearly = Add((Ref("a"), Num(Decimal("-0.75000000001"))))
    with localcontext(numerals.context()):
        assert compiled(steps(p=nearly), {"a"})(VALUES)["net_p"] == Decimal("-1e-11")
        with pytest.raises(Cancelled):
            compiled(steps(p=nearly), {"b"})(VALUES)
    with localcontext(numerals.context(100)):  # with more digits enough of them are left
        assert compiled(steps(p=nearly), ())(VALUES)["net_p"] == Decimal("-1e-11")


def test_a_step_without_a_value_says_which_it_is_and_how_many_rounds_were_done():
    chain = steps(p=Add((Ref("a"), Ref("b"))), q=Div(Num(1), Num(0)), r=Num(1))
    for expr in (chain, steps(p=Num(1), q=Mul((Num(10**200), Num(10**200))))):
        with localcontext(numerals.context()), pytest.raises(Stopped) as stopped:
            stepwise(expr, ball_arithmetic())({id: given(value) for id, value in VALUES.items()}, 7)
        assert (stopped.value.step.id, stopped.value.done) == ("net_q", 7)


@pytest.mark.parametrize(
    ("rounds", "reported"),
    [
        (1, ()),
        (2, (2,)),
        (7, (2, 3, 4, 5, 6, 7)),
        (10, (2, 3, 4, 5, 6, 7, 8, 9, 10)),
        (11, (2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
        (99, (2, 3, 4, 5, 6, 7, 8, 9, 10, 99)),
        (1234, (2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 1000, 1234)),
        (10**9, (2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 1000, 10**4, 10**5, 10**6, 10**7, 10**8, 10**9)),
    ],
)
def test_the_rounds_reported_are_all_up_to_ten_the_powers_of_ten_and_the_last(rounds, reported):
    assert milestones(rounds) == reported
