"""Numbers in program text: marked with the quantity they belong to, taken out for a file, made <data> for a page."""

from __future__ import annotations

import re
from decimal import Decimal
from html import escape

from ..formula.provenance import data
from ..steps.numerals import round_half_up
from ..steps.solution import Solution

_MARK = re.compile("\ue000(?P<id>[^\ue001]*)\ue001(?P<text>[^\ue002]*)\ue002")
_DECIMAL = re.compile(r"\d*\.\d+")
_PRINTED = re.compile(r"^(?P<id>\S+) = (?P<text>-?\d+\.\d+)$", re.M)


def mark(id: str, text: str) -> str:
    """Return a number's text with its id hidden in it."""
    return f"\ue000{id}\ue001{text}\ue002"


def plain(source: str) -> str:
    """Return the program as a file holds it."""
    return _MARK.sub(lambda found: found["text"], source)


def traced(source: str, solution: Solution) -> str:
    """Return the program as HTML in which every number of the example says which quantity it is."""
    parts, end = [], 0
    for found in _MARK.finditer(source):
        parts += [escape(source[end : found.start()]), data(solution.numbers[found["id"]], found["text"])]
        end = found.end()
    return "".join((*parts, escape(source[end:])))


def printed(output: str, solution: Solution) -> str:
    """Return what the program printed as HTML, each number with its quantity.

    One whose digits are not the value's, which doubles round once more and training magnifies, is the program's own.
    """
    parts, end = [], 0
    for found in _PRINTED.finditer(output):
        number, text = solution.numbers[found["id"]], found["text"]
        told = data(number, text) if _is_shown(text, number.value) else f'<q class="claim">{escape(text)}</q>'
        parts += [escape(output[end : found.start("text")]), told]
        end = found.end()
    return "".join((*parts, escape(output[end:])))


def _is_shown(text: str, value: Decimal) -> bool:
    """Return whether a text is a value rounded half up to as many decimals, and no zero below zero."""
    rounded = round_half_up(value, len(text.partition(".")[2]))
    return Decimal(text) == rounded and not (text.startswith("-") and rounded == 0)


def printed_values(output: str) -> dict[str, Decimal]:
    """Return the printed numbers by id."""
    return {found["id"]: Decimal(found["text"]) for found in _PRINTED.finditer(output)}


def quoted(text: str) -> str:
    """Return somebody else's words as HTML, each decimal in them marked as theirs."""
    return _DECIMAL.sub(r'<q class="claim">\g<0></q>', escape(text))
