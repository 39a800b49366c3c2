"""e to a power in whole numbers, beside the decimal library's, which is correctly rounded."""

from __future__ import annotations

import random
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

import pytest

from backprop.steps import exponential, numerals
from backprop.steps.exponential import exp


@pytest.mark.parametrize("precision", [28, 30, 50, 67])
def test_e_to_a_power_is_the_librarys_to_its_last_digit(precision: int) -> None:
    context = numerals.context(precision)
    draws = random.Random(precision)
    powers = [Decimal(draws.uniform(-1, 1)).scaleb(size) / 7 for size in (-3, -1, 0, 1, 2) for _ in range(300)]
    powers += [Decimal(n) / 1024 for n in range(-720, 721, 7)]  # multiples of what the tables hold
    powers += [sign * Decimal(n) / 100 for n in range(9500, 10000, 11) for sign in (1, -1)]
    assert [str(exp(power, context)) for power in powers] == [str(context.exp(power)) for power in powers]


@pytest.mark.parametrize("power", ["0", "-0", "1e-60", "-1e-9", "99.99999", "100", "-450", "1e5", "-1e5", "1e-400"])
def test_powers_of_any_size_have_the_librarys_answer(power: str) -> None:
    context = numerals.context()
    assert str(exp(Decimal(power), context)) == str(context.exp(Decimal(power)))


def test_what_the_first_digits_cannot_round_is_rounded_by_more() -> None:
    """Powers whose e-th lies a hair beside the middle of two numbers: known from the logarithm of that middle."""
    context, wide, draws = numerals.context(), Context(prec=90), random.Random(11)
    for _ in range(40):
        whole = draws.randrange(10**49, 10**50)
        logarithm = wide.ln(Decimal(f"{whole}5e-49"))
        for side, rounded in ((ROUND_FLOOR, whole), (ROUND_CEILING, whole + 1)):
            power = logarithm.quantize(Decimal("1e-70"), side, wide)
            assert exp(power, context) == Decimal(f"{rounded}e-48"), (whole, side)


def test_the_first_digits_are_asked_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ordinary power is rounded without the library: it is asked where the two ends differ, and there alone."""
    context = numerals.context()
    wanted = context.exp(Decimal("0.377"))

    class Mute:
        prec = context.prec
        scaleb = context.scaleb

    assert exp(Decimal("0.377"), Mute()) == wanted  # type: ignore[arg-type]
    monkeypatch.setattr(exponential, "UNSURE", 10**15)
    with pytest.raises(AttributeError):
        exp(Decimal("0.377"), Mute())  # type: ignore[arg-type]
