"""Formulas in words, for those who hear a page."""

from __future__ import annotations

MARKS = {
    "·": "times",
    "×": "times",
    "+": "plus",
    "−": "minus",
    "/": "over",
    "=": "equals",
    ">": "is above",
    "≤": "is not above",
}
WORDS = {
    "δ": "delta",
    "η": "eta",
    "Δ": "the change of",
    "E": "E",
    "½": "one half",
    "ln": "the logarithm of",
    "max": "the larger of",
    "tanh": "tanh of",
}
TO, AND, EQUALS, ONE_HALF_OF, BLANK = " to ", " and ", " equals ", "one half of", "blank"

OF_THE_ERROR = {  # numbers about the error, by id
    "E_total.promised": "how far the error would fall along straight lines",
    "E_total.fell": "how far the error fell",
}


def derivative(of: str, by: str) -> str:
    return f"the derivative of {of} with respect to {by}"


def of_sample(number: str) -> str:
    return f"of sample {number}"


def minus(digits: str) -> str:
    return f"minus {digits}"


def times_ten(mantissa: str, power: str) -> str:
    return f"{mantissa} times 10 to the power {power}"


def fraction(over: str, under: str) -> str:
    return f"the fraction {over} over {under}, end of fraction"


def squared(base: str) -> str:
    return f"{base} squared"


def power(base: str, exponent: str) -> str:
    return f"{base} to the power {exponent}"


def bracket(body: str) -> str:
    return f"open bracket {body} close bracket"


def factor(body: str, letter: str) -> str:
    return f"{body}, factor {letter},"


def cases(then: str, condition: str, other: str) -> str:
    return f"{then} if {condition} is above 0, else {other}"


def matrix(rows: int, columns: int, cells: str) -> str:
    return f"the matrix of {rows} by {columns}: {cells}; end of matrix"


def line(sides: str) -> str:
    return f"{sides}."
