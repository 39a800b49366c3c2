"""A world has every value that follows from its formulas, and keeps what somebody states or rounds."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

import planted
from backprop.audit.worlds.alternatives import Alternatives
from backprop.steps.expr import Add, Div, Fn, Mul, Num, Ref
from backprop.steps.solving import solve
from backprop.steps.world import Rounding, World, ancestors
from conftest import parse

GIVENS = {"a": Decimal("0.125"), "b": Decimal("-3")}
EXPRS = {
    "c": Mul((Ref("a"), Ref("b"))),  # −0.375
    "d": Add((Ref("c"), Num(1))),  # 0.625
    "e": Div(Ref("d"), Ref("zero")),
    "zero": Add((Ref("a"), Num(Decimal("-0.125")))),
    "huge": Fn("exp", (Num(800),)),
}


def world(**more) -> World:
    return World(givens=GIVENS, exprs=EXPRS, **more)


def test_a_world_has_what_is_given_and_what_follows():
    found = world()
    assert [found[id] for id in ("a", "c", "d")] == [Decimal(text) for text in ("0.125", "-0.375", "0.625")]
    assert set(found) == GIVENS.keys() | EXPRS.keys() and len(found) == 7


def test_what_is_stated_stands_in_for_what_is_given_and_what_follows():
    found = world(stated={"c": Decimal("0.5"), "a": Decimal(9)})
    assert (found["c"], found["a"], found["d"]) == (Decimal("0.5"), Decimal(9), Decimal("1.5"))


@pytest.mark.parametrize(
    ("decimals", "cut", "value"), [(2, False, "0.62"), (2, True, "0.63"), (1, False, "0.6"), (1, True, "0.7")]
)
def test_every_result_is_rounded_or_cut_off_and_carried_on(decimals, cut, value):
    # c is −0.375: rounded −0.38, cut off −0.37; then d is 0.62 or 0.63, to one decimal 0.6 and 1 − 0.3 = 0.7
    found = world(rounding=Rounding(digits=decimals, cut=cut))
    assert found["d"] == Decimal(value) and found["a"] == GIVENS["a"]


def test_numbers_beyond_any_printed_one_are_not_rounded():
    assert Rounding(digits=2).apply(Decimal("1e20")) == Decimal("1e20")
    assert Rounding(digits=2).apply(Decimal("-12.345")) == Decimal("-12.35")


def test_what_has_no_finite_value_or_no_name_is_none():
    found = world()
    assert found.value(Ref("e")) is None and found.value(Ref("huge")) is None and found.value(Ref("nobody")) is None
    assert found.value(Ref("d")) == Decimal("0.625")


def test_the_next_world_has_the_parameters_that_this_one_leaves():
    later = world(rounding=Rounding(digits=2)).later({"a": "d"})
    assert later["a"] == Decimal("0.62") and later["c"] == Decimal("-1.86") and later.rounding.digits == 2


def test_what_an_expression_hangs_on_is_found_through_others():
    assert ancestors(EXPRS, Ref("d")) == {"a", "b", "c", "d"}
    assert ancestors(EXPRS, Ref("e")) == {"a", "b", "c", "d", "e", "zero"}
    assert ancestors(EXPRS, Num(1)) == frozenset()


# --- alternatives


@pytest.fixture(scope="module")
def made() -> Alternatives:
    solution = solve(parse(planted.net(random.Random(31), (2, 2, 2)).data()))
    return Alternatives(example=solution.example, trace=solution.trace)


def test_an_alternative_without_a_slip_has_the_values_of_the_worked_example(made):
    values = planted.work(planted.net(random.Random(31), (2, 2, 2)))
    found = made.base()
    assert found.changed == {} and found.ids == ()
    for id, value in values.items():
        assert float(found.world[id]) == pytest.approx(value, rel=1e-12), id
        assert found.rough.value(Ref(id)) == pytest.approx(value, rel=1e-12), id


@pytest.mark.parametrize("slip", sorted({*planted.SLIPS} - {"wrong_sign", "misread", "other_rate"}))
def test_one_of_the_alternatives_of_a_slip_has_the_values_of_somebody_who_makes_it(made, slip):
    values = planted.work(planted.net(random.Random(31), (2, 2, 2)), slip)
    alternatives = [alternative for alternative in made.singles() if alternative.ids == (slip,)]

    def fits(alternative) -> bool:
        return all(
            abs(float(alternative.world[id]) - values[id]) < 1e-9 for id in values if id.startswith(("new_", "out_"))
        )

    assert any(map(fits, alternatives)), [alternative.variants[0].detail for alternative in alternatives]


def test_no_two_alternatives_of_a_slip_have_the_same_formulas_and_each_changes_something(made):
    singles = list(made.singles())
    seen = [(one.ids, tuple(sorted((id, repr(expr)) for id, expr in one.changed.items()))) for one in singles]
    assert len(set(seen)) == len(seen) > 60 and all(changed for _, changed in seen)


def test_every_way_of_rounding_to_two_to_six_decimals_is_an_alternative(made):
    told = [alternative.variants[0].detail for alternative in made.roundings()]
    assert told == [
        f"{how} to {n} {what}"
        for what in ("decimals", "significant digits")
        for n in (2, 3, 4, 5, 6)
        for how in ("rounded", "cut")
    ]
    two = next(iter(made.roundings()))
    assert all(two.world[id] == round(two.world[id], 2) for id in ("net_H1", "out_Y1", "delta_H2"))


def test_two_slips_together_give_what_the_second_makes_of_the_first(made):
    by_id = {}
    for alternative in made.singles():
        by_id.setdefault((*alternative.ids, alternative.variants[0].detail), alternative)
    without, doubled = by_id["no_bias", "in the output layer"], by_id["factor_two", "in the error"]
    both = made.under(*without.variants, *doubled.variants)
    assert both.ids == ("no_bias", "factor_two")
    target, out = made.base().world["T_Y1"], without.world["out_Y1"]
    assert both.world["out_Y1"] == out
    assert abs(Fraction(both.world["E_Y1"]) - (Fraction(target) - Fraction(out)) ** 2) < Fraction(1, 10**20)


def test_numbers_that_are_stated_lead_on_in_an_alternative(made):
    stated = made.base().stating({"net_Y1": Decimal(0)})
    assert stated["out_Y1"] == Decimal("0.5") and stated["dout_dnet_Y1"] == Decimal("0.25")
    assert made.base().rough_stating({"net_Y1": Decimal(0)}).value(Ref("dout_dnet_Y1")) == 0.25


def test_the_steps_of_an_alternative_are_those_of_the_example_with_its_formulas(made):
    alternative = next(alternative for alternative in made.singles() if alternative.ids == ("no_bias",))
    worked = {step.id: step.expr for step in alternative.trace.steps}
    assert worked == {**{step.id: step.expr for step in made.trace.steps}, **alternative.changed}
    assert replace(alternative, changed={}).exprs == made.base().exprs
