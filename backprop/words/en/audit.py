"""What the audit says. The author's own work is not known, so no slip is asserted: digits are consistent with it.

Longer than most: what is said of each kind of claim stands together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_PUT_IN = "the source’s own earlier numbers put in"

NOT_KNOWN = "not known"
NOTHING_COMPUTES = "Nothing here computes this number."
NOT_RUN = "Not run: what a program printed is judged by running it, and that was not asked for (--run-programs)."
RIGHT, RIGHT_DIGITS = "Right.", "Right to the last printed digit."
STAYS = "It does not change."
NO_SLIP = "None of the slips known here gives the printed digits."
FOLLOWS = "From the source’s own earlier numbers it follows as printed."
OTHER_SIGN = "The lines have this site’s sign, from output minus target; the last one has the source’s."
THESE_DIGITS, THIS_DIRECTION = "these digits", "this direction"


def counted(number: int) -> str:
    return _COUNTED[number] if number < len(_COUNTED) else str(number)


def value(text: str) -> str:
    return f"The value is {text}."


def line_gives(text: str) -> str:
    return f"The line gives {text}."


def program_prints(text: str, verdict: str) -> str:
    return f"The program prints {text}. {verdict}"


def cut_off(lead: str, rounded: str) -> str:
    return f"{lead} The digits are those of the value cut off; rounded it is {rounded}."


def one_off(lead: str, rounded: str) -> str:
    return f"{lead.removesuffix('.')}, rounded {rounded}: the last printed digit is one off."


def or_else(slips: Iterable[str]) -> str:
    return f"These digits do not tell rounding from a slip: {either(slips)}."


def carried(fit: str, right: str, brought: Iterable[str]) -> str:
    """Say that a number follows from earlier ones; `fit` is rounded, cut, near or open."""
    how = {
        "rounded": f"Right with {_PUT_IN}",
        "cut": f"Right with {_PUT_IN}, its digits cut off",
        "near": f"With {_PUT_IN} it is one off in the last digit",
        "open": "Right with the source’s own earlier numbers, and digits of them that it does not show",
    }[fit]
    slips = ", ".join(brought)
    along = f" What was put in brings along: {slips}." if slips else ""
    return f"{how}. From exact values it is {right}.{along}"


def in_single_precision(right: str) -> str:
    """Say that a number is off by no more than a computation in single precision."""
    return f"Right as a program has it in single precision, to seven digits or so. From exact values it is {right}."


def as_kept(how: str, right: str) -> str:
    """Say that a number is got by keeping so many digits of every result, rounded or cut off."""
    return f"Right as one gets it with every result {how}. From exact values it is {right}."


def either(names: Iterable[str]) -> str:
    return " or ".join(names)


def both(names: Iterable[str]) -> str:
    return " and ".join(names)


def together(names: Iterable[str]) -> str:
    return " with ".join(names)


def and_more(number: int) -> str:
    return f" and {number} more"


def would_be(text: str) -> str:
    return f" From the source’s own earlier numbers it would be {text}."


def too_few(slips: str) -> str:
    return f"The printed digits fit {slips}, but they are too few to tell that from chance."


def moves(up: bool, change: str) -> str:
    return f"It {'increases' if up else 'decreases'} by {change}"


def by_its_gradient(up: bool, neuron: str, alike: bool) -> str:
    """Say of a weight that goes up or down what sign its gradient has, and whether the error signal has it too."""
    sign = "negative" if up else "positive"
    return f": its gradient is {sign}" + (f", as is the error signal of {neuron}." if alike else ".")


def direction(way: int) -> str:
    return "increases" if way > 0 else "decreases" if way < 0 else "stays the same"


def other_output(printed: str, own: str, fit: str) -> str:
    """Say what a program prints instead, and whether the network of the notes gives the number: fits, cut or not."""
    whole = {
        "fits": "which is this number", "cut": "cut off to these digits", "not": "which is not this number either",
    }[fit]  # fmt: skip
    lead = f"Run as printed, the program gives {printed}, so it did not print this."
    if not own:
        return lead
    return f"{lead} The network of the notes gives {own}, {whole}."


def unused_name(weights: int, name: str) -> str:
    return f"The network has {counted(weights)} weight{'s' * (weights != 1)}, and no formula uses {name}."


def unused_count(number: int) -> str:
    return f"The network has {counted(number)}; what else is listed is never used."


def several(lead: str, phrases: Sequence[str], most: int, what: str) -> str:
    more = f"; and {len(phrases) - most} more" if len(phrases) > most else ""
    listed = f"{'; '.join(phrases[:most])}{more}"
    return f"{lead} {counted(len(phrases)).capitalize()} different slips give {what}: {listed}."


def with_detail(name: str, detail: str) -> str:
    return f"{name} ({detail})" if detail else name


def printed_for(quantity: str) -> str:
    return f"as printed for {quantity}"


def it_is(quantity: str) -> str:
    return f"it is {quantity}"


def turned_sign(where: str) -> str:
    return f"The printed direction is consistent with a sign turned round ({where})."


def shifted(value: str, detail: str, carried: bool) -> str:
    lead = f"With {_PUT_IN}, the" if carried else "The"
    return f"{lead} digits are consistent with those of {value}, the decimal point {detail}."


def sign_of_the_number(value: str, carried: bool) -> str:
    return f"The digits are consistent with those of {value}{_own(carried)}, its sign turned round."


def consistent(phrase: str, *, reason: str, gives: str, cut: str, carried: bool) -> str:
    """Say what slip fits: `gives` is what it gives, where that is to be told, `cut` the same where it was cut off."""
    what = f"The digits are those of {cut} cut off, and" if cut else "The digits are"
    lead = f"{what} consistent with {'' if reason else 'two slips together: '}{phrase}{_own(carried)}"
    told = f", which gives {gives}" if gives else ""
    return f"{lead}{told}: {reason}." if reason else f"{lead}{told}."


def _own(carried: bool) -> str:
    return f" and with {_PUT_IN}" if carried else ""


def wide(quantities: Sequence[str], phrase: str, reasons: Iterable[str], *, updated: bool) -> str:
    """Say at the top what slip explains several numbers, each of one of these quantities."""
    number, different = len(quantities), list(dict.fromkeys(quantities))
    if updated:
        lead = f"All {counted(number)} numbers printed of the updated network"
    else:
        lead = f"{counted(number).capitalize()} printed numbers"
        if len(different) < number:
            lead += f", of {counted(len(different))} {'quantity' if len(different) == 1 else 'quantities'}"
        lead += f" ({', '.join(different)})"
    return f"{lead} are consistent with {phrase}: {'; '.join(reasons)}."


def all_right(claims: int, *, exact: bool, carried: bool) -> str:
    """Say of a source without slips how right its numbers are."""
    lead = f"All {claims} printed numbers are right" if claims != 1 else "The one printed number is right"
    if exact:
        return f"{lead}."
    return f"{lead}, or right but for {'their' if claims != 1 else 'its'} last digit{', or for what earlier ones carried into them' * carried}."


def tally(groups: Iterable[tuple[str, int]]) -> str:
    """Return `2 claims: 1 right, …` of the numbers of claims by group."""
    counts = list(groups)
    listed = ", ".join(f"{number} {group(name, number)}" for name, number in counts)
    whole = sum(number for _, number in counts)
    return f"{whole} claim{'s' * (whole != 1)}: {listed}"


def group(name: str, number: int) -> str:
    """Return the name of a group of verdicts for so many."""
    return name.removesuffix("s") if number == 1 else name


def unplaced(path: object, number: int, line: str) -> str:
    return f"{path}: line {number}: not placed, and left out: {line}"


def miscalculated(right_for: str, nearly: bool) -> str:
    """Say that a line does not give what is printed, which may be right for its quantity, or but for the last digit."""
    if right_for:
        rounding = " but for its last digit" if nearly else ""
        return f"What is printed is right for {right_for} all the same{rounding}: a number in the line is off."
    return "The printed digits are another number: a slip in the arithmetic of the line itself, and none known here."
