"""Error bounds hold, and are worth having: what is true of every point of some balls is true of the ball they give."""

from __future__ import annotations

import contextlib
import itertools
import operator
import random
from collections.abc import Iterator
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext
from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq

from backprop.steps import numerals
from backprop.steps.balls import Ball, Uncertain, ball_arithmetic, given, is_positive
from backprop.steps.expr import Add, Fn, Num, Ref, add, evaluate, mul
from backprop.steps.rules import ACTIVATION_RULES

DIGITS = 16
UNIT = Fraction(1, 10 ** (DIGITS - 1))  # twice the most that one rounding takes away, beside the number rounded
CASES = 150
WORTH = 1000  # times what is needed that a bound may be
ONE = Ball(Decimal(1))


@pytest.fixture(autouse=True)
def digits():
    """Sixteen digits, so that rounding is seen, and an outside witness of a thousand."""
    with localcontext(numerals.context(DIGITS)), ctx.workdps(1000):
        yield


def decimal(chance: random.Random, size: int, digits: int = DIGITS) -> Decimal:
    return Decimal(chance.choice((-1, 1)) * chance.randint(1, 10**digits - 1)).scaleb(size - digits)


def ball(chance: random.Random) -> Ball:
    """Return a ball of one of the four kinds: exact, beside an exact number, about a point, about next to nothing."""
    size, radius = chance.randint(-3, 3), abs(decimal(chance, -chance.randint(3, 14), 8))
    exact = decimal(chance, size, chance.choice((1, 2, 4)))
    tiny = decimal(chance, size - chance.randint(4, 90))
    return chance.choice((
        Ball(exact),
        Ball(exact, tiny, abs(tiny) * radius),
        Ball(Decimal(0), decimal(chance, size), radius.scaleb(size)),
        Ball(Decimal(0), decimal(chance, -80), Decimal("1e-95")),
    ))  # fmt: skip


def pairs(seed: str) -> Iterator[tuple[Ball, Ball]]:
    chance = random.Random(seed)
    return ((ball(chance), ball(chance)) for _ in range(CASES))


def centre(x: Ball) -> Fraction:
    return Fraction(x.base) + Fraction(x.rest)


def points(x: Ball) -> tuple[Fraction, ...]:
    """Return both ends of a ball, its middle, and a point in between."""
    middle, radius = centre(x), Fraction(x.radius)
    return middle - radius, middle - radius / 7, middle, middle + radius


def rational(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def outside(name: str, x: Fraction) -> arb:
    """Return a function's value as another library has it."""
    value = arb(rational(x))
    return {"exp": value.exp, "ln": value.log, "tanh": value.tanh}[name]()


def missed(found: Ball, values: list) -> list:
    """Return those of some true values that do not lie in a ball."""
    if isinstance(values[0], arb):
        middle, radius = arb(rational(centre(found))), arb(rational(Fraction(found.radius)))
        return [value for value in values if not abs(value - middle) <= radius]
    return [value for value in values if abs(value - centre(found)) > Fraction(found.radius)]


def needed(found: Ball, values: list[Fraction], rounded: Fraction) -> Fraction:
    """Return how large a bound has to be: what the operands leave open, and one rounding of a number that size."""
    return max(abs(value - centre(found)) for value in values) + UNIT * rounded


OPERATIONS = {"+": operator.add, "−": lambda one, other: one + -other, "×": operator.mul, "÷": operator.truediv}


@pytest.mark.parametrize("sign", OPERATIONS)
def test_what_two_numbers_give_lies_in_what_their_balls_give(sign):
    compute, tried = OPERATIONS[sign], 0
    for one, other in pairs(sign):
        try:
            found = compute(one, other)
        except Uncertain:
            assert sign == "÷" and abs(centre(other)) <= 2 * Fraction(other.radius) + UNIT * abs(centre(other))
            continue
        values = [compute(a, b) for a, b in itertools.product(points(one), points(other))]
        assert missed(found, values) == [], (one, other, found)
        tried += 1
    assert tried > 0.9 * CASES


@pytest.mark.parametrize("sign", OPERATIONS)
def test_a_bound_is_not_much_larger_than_what_is_needed(sign):
    compute = OPERATIONS[sign]
    for one, other in pairs(f"{sign} narrow"):
        if sign == "÷" and abs(centre(other)) <= 1000 * Fraction(other.radius):
            continue
        found = compute(one, other)
        values = [compute(a, b) for a, b in itertools.product(points(one), points(other))]
        rounded = abs(centre(one)) + abs(centre(other)) if sign in "+−" else abs(values[0])
        assert found.radius <= WORTH * needed(found, values, rounded), (one, other, found)


@pytest.mark.parametrize("sign", OPERATIONS)
def test_what_is_kept_beside_an_exact_number_is_small_beside_it(sign):
    for one, other in pairs(f"{sign} beside"):
        with contextlib.suppress(Uncertain):
            found = OPERATIONS[sign](one, other)
            assert not found.base or 1000 * abs(found.rest) <= abs(found.base), (one, other, found)


@pytest.mark.parametrize("sign", OPERATIONS)
def test_exact_numbers_that_give_a_short_one_give_it_exactly(sign):
    chance = random.Random(sign)
    for _ in range(CASES):
        one, other = (Decimal(chance.randint(1, 999)).scaleb(-2) for _ in range(2))
        one = one * other if sign == "÷" else one
        found = OPERATIONS[sign](Ball(one), Ball(other))
        assert found.exact and centre(found) == OPERATIONS[sign](Fraction(one), Fraction(other))


@pytest.mark.parametrize("exponent", [0, 1, 2, 3, 7, -1, -2, -5])
def test_a_power_of_a_number_lies_in_the_power_of_its_ball(exponent):
    for x, _ in pairs(f"power {exponent}"):
        if exponent < 0 and abs(centre(x)) <= 1000 * Fraction(x.radius):
            continue
        found = x**exponent
        values = [point**exponent for point in points(x)]
        assert missed(found, values) == [], (x, found)
        assert found.radius <= WORTH * needed(found, values, abs(values[0])), (x, found)


def test_what_a_number_gives_when_it_is_turned_lies_in_its_turned_ball():
    for x, _ in pairs("turned"):
        assert missed(-x, [-point for point in points(x)]) == [] and (-x).radius == x.radius


# --- functions

ARGUMENTS = {
    "exp": lambda x: abs(centre(x)) < 10**4 and x.radius <= Decimal("1e-4"),
    "ln": lambda x: centre(x) > 2 * Fraction(x.radius) + UNIT * abs(centre(x)),
    "tanh": lambda x: abs(centre(x)) < 10**3 and abs(centre(x)) > 2 * Fraction(x.radius) and x.radius < Decimal("1e-4"),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_function_of_a_number_lies_in_the_function_of_its_ball(name):
    compute, tried = ball_arithmetic().functions[name], 0
    for x in itertools.chain.from_iterable(pairs(name)):
        if ARGUMENTS[name](x):
            assert missed(compute(x), [outside(name, point) for point in points(x)]) == [], (x, compute(x))
            tried += 1
    assert tried > CASES / 2


@pytest.mark.parametrize("name", ARGUMENTS)
def test_the_bound_of_a_function_is_not_much_larger_than_what_is_needed(name):
    compute = ball_arithmetic().functions[name]
    for x in itertools.chain.from_iterable(pairs(f"{name} narrow")):
        if ARGUMENTS[name](x):
            found, values = compute(x), [outside(name, point) for point in points(x)]
            middle = arb(rational(centre(found)))
            spread = max((abs(value - middle) for value in values), key=lambda size: float(size.log()) if size else 0)
            carried = abs(centre(x)) + 1  # a function may begin with a rounding of its operand
            rounded = arb(rational(UNIT * carried)) * (1 + abs(middle))
            assert not arb(rational(Fraction(found.radius))) > WORTH * (spread + rounded), (x, found)


def test_the_larger_of_two_numbers_is_one_of_them_and_not_the_smaller():
    larger = ball_arithmetic().functions["max"]
    for one, other in pairs("max"):
        if abs(centre(one) - centre(other)) > 3 * Fraction(one.radius + other.radius) + 3 * UNIT * abs(centre(one)):
            assert larger(one, other) is (one if centre(one) > centre(other) else other)


def test_functions_are_exact_where_their_values_are():
    functions = ball_arithmetic().functions
    assert functions["exp"](Ball(Decimal(0))) == ONE
    assert functions["ln"](ONE) == functions["tanh"](Ball(Decimal(0))) == Ball(Decimal(0))


# --- what saturates keeps its distance


def is_sharp(found: Ball, net: str) -> bool:
    """Return whether a bound is no larger than what rounding the net input, and some roundings more, leave open."""
    return 0 < found.radius <= WORTH * UNIT * abs(centre(found)) * (1 + abs(Fraction(net)))


@pytest.mark.parametrize("net", ["40", "240", "700.25", "-40", "-240", "-1000"])
def test_one_less_a_saturated_sigmoid_is_known_to_all_its_digits(net):
    out = ACTIVATION_RULES["sigmoid"].value(Ref("net"), (), Num(0))
    slope = mul(Ref("out"), Add((Num(1), mul(Num(-1), Ref("out")))))
    sigmoid = evaluate(out, {"net": given(Decimal(net))}, ball_arithmetic())
    found = evaluate(slope, {"out": sigmoid}, ball_arithmetic())
    grown = (-abs(arb(net))).exp()
    assert missed(found, [grown / (1 + grown) ** 2]) == []
    assert is_sharp(found, net)


@pytest.mark.parametrize("net", ["30", "-300", "1000"])
def test_one_less_the_square_of_a_saturated_tanh_is_known_to_all_its_digits(net):
    value = ball_arithmetic().functions["tanh"](given(Decimal(net)))
    found = ONE + -(value * value)
    assert missed(found, [1 / arb(net).cosh() ** 2]) == []
    assert is_sharp(found, net)


@pytest.mark.parametrize("net", ["35", "700", "-35", "-700"])
def test_softplus_keeps_its_distance_from_what_it_nears(net):
    softplus = Fn("ln", (add(Num(1), Fn("exp", (Ref("net"),))),))
    found = evaluate(softplus, {"net": given(Decimal(net))}, ball_arithmetic())
    beside = found + Ball(-max(Decimal(net), Decimal(0)))
    assert missed(beside, [(-abs(arb(net))).exp().log1p()]) == []
    assert is_sharp(beside, net)


@pytest.mark.parametrize("nets", [("750", "0"), ("750", "25"), ("-3", "2.5"), ("0", "0.5")])
def test_the_shares_of_a_softmax_keep_their_distance_from_one(nets):
    scores = {f"net{i}": given(Decimal(text)) for i, text in enumerate(nets)}
    names = tuple(map(Ref, scores))
    largest, other = sorted(names, key=lambda ref: -scores[ref.id].middle)
    share = evaluate(ACTIVATION_RULES["softmax"].value(largest, names, Num(0)), scores, ball_arithmetic())
    found = ONE + -share
    apart = arb(rational(centre(scores[largest.id]) - centre(scores[other.id])))
    assert missed(found, [1 / (1 + apart.exp())]) == []
    assert is_sharp(found, max(nets, key=lambda net: abs(Fraction(net))))


def test_the_only_share_is_one_and_nothing_is_dropped_on_the_way():
    share = ACTIVATION_RULES["softmax"].value(Ref("a"), (Ref("a"),), Num(0))
    found = evaluate(share, {"a": Ball(Decimal(0), Decimal("0.28"), Decimal("1e-40"))}, ball_arithmetic())
    assert found.exact and found.middle == 1


# --- what cannot be known is said


def test_a_quotient_by_what_may_be_zero_is_uncertain_and_by_zero_is_none():
    for under in (Ball(Decimal(0), Decimal(1), Decimal(1)), Ball(Decimal(0), Decimal("1e-9"), Decimal("2e-9"))):
        with pytest.raises(Uncertain):
            ONE / under
    with pytest.raises(DivisionByZero):
        ONE / Ball(Decimal(0))


def test_a_logarithm_of_what_may_not_be_positive_is_uncertain_and_of_a_negative_number_is_none():
    logarithm = ball_arithmetic().functions["ln"]
    with pytest.raises(Uncertain):
        logarithm(Ball(Decimal(0), Decimal(1), Decimal(2)))
    with pytest.raises(InvalidOperation):
        logarithm(Ball(Decimal(-2)))
    with pytest.raises(InvalidOperation):
        logarithm(Ball(Decimal(0), Decimal(-2), Decimal("0.5")))
    with pytest.raises(DivisionByZero):
        logarithm(Ball(Decimal(0)))


def test_e_to_a_power_that_is_hardly_known_is_uncertain():
    with pytest.raises(Uncertain):
        ball_arithmetic().functions["exp"](Ball(Decimal(0), Decimal(3), Decimal("0.5")))


def test_a_sign_is_told_where_it_is_certain_and_nowhere_else():
    for x, _ in pairs("sign"):
        low, *_, high = points(x)
        try:
            assert is_positive(x) is (low > 0)
            assert low > 0 or high <= 0
        except Uncertain:
            slack = UNIT * abs(centre(x)) * 2
            assert low - slack <= 0 < high + slack
    assert is_positive(Ball(Decimal("1e-99"))) and not is_positive(Ball(Decimal(0)))
    for unsure in (Ball(Decimal(0), Decimal(1), Decimal(2)), Ball(Decimal(0), Decimal(-1), Decimal(2))):
        with pytest.raises(Uncertain):
            is_positive(unsure)


def test_a_side_is_chosen_by_the_middle_where_it_need_not_be_sure():
    unsure = Ball(Decimal(0), Decimal("-0.1"), Decimal(1))
    loose = ball_arithmetic(sure=False)
    assert loose.positive(-unsure) and not loose.positive(unsure) and not loose.positive(Ball(Decimal(0)))
    with pytest.raises(Uncertain):
        ball_arithmetic().positive(unsure)


def test_the_ends_of_a_ball_hold_it_and_are_near():
    for x, _ in pairs("ends"):
        low, high = map(Fraction, x.ends)
        first, *_, last = points(x)
        size = UNIT * abs(centre(x))
        hair = size / 10**8 if x.base else 0  # what lies nearer to an exact number is put so far beside it
        assert low <= high and low <= first + hair and last - hair <= high
        assert high - low <= 3 * (last - first) + 10 * size and abs(low - first) <= last - first + 5 * size


@pytest.mark.parametrize(("rest", "side"), [("1e-40", (True, False)), ("-1e-40", (False, True)), ("0", (False, False))])
@pytest.mark.parametrize("base", ["0.53045", "-0.53045"])
def test_what_lies_a_hair_beside_an_exact_number_has_its_ends_on_its_side(base, rest, side):
    low, high = Ball(Decimal(base), Decimal(rest), Decimal("1e-41")).ends
    assert low <= high and (low > Decimal(base), high < Decimal(base)) == side


def test_a_number_of_more_digits_than_are_carried_lies_in_its_ball():
    for text in ("0.1234567890123456789", "-98765432109876543210.5", "1e-30", "0.25"):
        found = given(Decimal(text))
        assert missed(found, [Fraction(text)]) == []
        assert found.exact is (len(Decimal(text).as_tuple().digits) <= DIGITS)
        assert found.radius <= 2 * UNIT * abs(Fraction(text))


def test_a_ball_that_gives_up_its_exact_part_still_holds_what_it_held():
    for x, _ in pairs("merged"):
        found = x.merged()
        assert not found.base and missed(found, list(points(x))) == []
        assert Fraction(found.radius) <= Fraction(x.radius) + 2 * UNIT * abs(centre(x)) * Fraction(11, 10)


# --- sums that cancel


def third() -> Ball:
    return ONE / Ball(Decimal(3))


def test_a_sum_that_all_digits_cannot_tell_from_zero_is_zero_in_the_end_and_not_before():
    terms = [third(), third(), third(), Ball(Decimal(-1))]
    assert ball_arithmetic(last=True).total(terms) == Ball(Decimal(0))
    first = ball_arithmetic().total(terms)
    assert not first.exact and missed(first, [Fraction(0)]) == []


def test_a_sum_that_is_told_from_zero_stays_what_it_is():
    terms = [third(), Ball(Decimal("-0.3333"))]
    found = ball_arithmetic(last=True).total(terms)
    assert missed(found, [Fraction(1, 3) - Fraction("0.3333")]) == [] and abs(found.rest) > found.radius


def test_a_sum_on_whose_way_something_was_dropped_is_not_taken_for_zero():
    tiny = ball_arithmetic().functions["exp"](Ball(Decimal(-90)))
    with pytest.raises(Uncertain):
        ball_arithmetic(last=True).total([third(), tiny, -third()])
    with pytest.raises(Uncertain):
        ball_arithmetic(last=True).total([third() + tiny, -third()])


def test_a_sum_whose_terms_are_hardly_known_is_not_taken_for_zero():
    wide = Ball(Decimal(0), Decimal(1), Decimal("1e-3"))
    with pytest.raises(Uncertain):
        ball_arithmetic(last=True).total([wide, -wide])
