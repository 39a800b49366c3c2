"""Numbers as somebody printed them: their digits are evidence, so none is added and none is lost.

Longer than most: every way of writing a number, and what its digits say.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import partial

from ...steps import numerals
from ...steps.numerals import MINUS
from ...words.en import details as words
from ...words.en.claims import DIRECTIONS

LONGEST = 100  # characters of a printed number
ENOUGH_DIGITS = 2  # printed digits from which one unit off may be rounding
_WIDE = numerals.context(400)
DASHES = MINUS + "\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d"  # all that is printed for a minus
_TRANSLATED = str.maketrans({**dict.fromkeys(DASHES, "-"), "×": "*", "·": "*", "⋅": "*", "\u00a0": " ", "\u2009": " "})
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_ABOUT, _GOES_ON = re.compile(r"(?:[≈~≃≅∼]|=(?=\s*\S))\s*"), re.compile(r"\s*(?:…|\.\.\.)\Z")
_GROUPED = re.compile(r"(?<=\d)[\u2009\u202f\u00a0\u2007](?=\d{3}(?!\d))")  # spaces between groups of three digits
_AFTER_POINT = re.compile(
    r"(?<=[.,])\d{3}(?:[ \u2009\u202f\u00a0\u2007]\d{3})*[ \u2009\u202f\u00a0\u2007]\d{1,3}(?!\S)"
)
_NUMBER = re.compile(
    r"(?P<sign>[-+]?)\s*(?P<digits>[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)"
    r"(?:\s*(?:[eE]|[*x]\s*10\s*\^?)\s*\{?(?P<exponent>[-+]?\d+)\}?)?\s*(?P<percent>%?)\Z"
)
_FRACTION = re.compile(r"(?P<sign>[-+]?)\s*(?P<over>\d{1,9})\s*/\s*(?P<under>[1-9]\d{0,8})\Z")
_LONE_ZERO = re.compile(r"[-+]?\s*0,\d")
_LONG = 12  # digits from which on a number is none of single precision by chance
_NOTHING = Decimal("0.005")  # a 0 alone is written for less than this
_EXACT_UNIT = Decimal("1e-25")  # of a fraction, which has no last digit


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A printed number: its value, and `unit`, what one in its last printed digit is worth.

    `goes_on` says that more digits follow those that are printed, so that these were cut off. A fraction has no last
    digit: `exact` are those of its parts.
    """

    text: str
    value: Decimal
    unit: Decimal
    goes_on: bool = False
    exact: str = ""

    @property
    def length(self) -> tuple[int, int]:
        """How many decimals and how many significant digits are printed; a fraction is kept by no rounding."""
        return (LONGEST, LONGEST) if self.exact else (self.places, len(self.digits))

    def rounded(self, value: Decimal) -> Decimal:
        """Return a value rounded half up to the printed digits."""
        return _to_unit(value, self.unit, ROUND_HALF_UP)

    def truncated(self, value: Decimal) -> Decimal:
        return _to_unit(value, self.unit, ROUND_DOWN)

    def fit(self, value: Decimal, *, of_rounded: bool = False) -> str:
        """Return how the digits are those of a value: exact, truncated, last_digit, or nothing where they are not.

        A cut number keeps its leading digit, one unit off tells something only among several digits, a value that has
        no more digits than were printed cannot be rounded wrongly, unless it was computed `of_rounded` numbers, and
        rounding turns no sign.
        """
        if self._is_nothing:
            return "exact" if abs(value) < _NOTHING else ""
        if self.rounded(value) == self.value or (self.goes_on and self.is_truncation_of(value)):
            return "exact"
        if not self.value or (self.value > 0) != (value > 0):
            return ""
        if self.is_truncation_of(value):
            return "truncated"
        misrounded = len(self.digits) >= ENOUGH_DIGITS and (of_rounded or value != self.rounded(value))
        return "last_digit" if misrounded and self.is_one_unit_off(value) else ""

    def is_rounding_of(self, value: Decimal) -> bool:
        """Return whether the value lies within half a unit of the last printed digit, either tie allowed."""
        if self._is_nothing:
            return abs(value) < _NOTHING
        return abs(_WIDE.subtract(value, self.value)) * 2 <= self.unit

    def is_truncation_of(self, value: Decimal) -> bool:
        return self.truncated(value) == self.value

    def is_one_unit_off(self, value: Decimal) -> bool:
        return abs(_WIDE.subtract(self.rounded(value), self.value)) == self.unit

    @property
    def _is_nothing(self) -> bool:
        """Whether it is 0 without decimals: who writes that says that it is nothing, and not that it rounds to it."""
        return self.value == 0 and self.unit >= 1 and not self.exact

    @property
    def digits(self) -> str:
        """The printed digits that carry information, without leading zeros."""
        return self.exact or str(abs(int(_WIDE.divide(self.value, self.unit))))

    @property
    def places(self) -> int:
        """How many decimals are printed; of a fraction as many as are read at a glance."""
        return 4 if self.exact else max(0, -self.unit.adjusted())

    def scaled(self, power: int) -> Printed:
        """Return the same digits with the decimal point moved."""
        factor = Decimal(1).scaleb(power)
        return Printed(text=self.text, value=self.value * factor, unit=self.unit * factor, exact=self.exact)

    def negated(self) -> Printed:
        return Printed(text=self.text, value=-self.value, unit=self.unit, exact=self.exact)

    def shown(self, value: Decimal) -> str:
        """Write a value to as many places as were printed."""
        text = f"{abs(self.rounded(value)):.{self.places}f}"
        return f"{MINUS}{text}" if self.rounded(value) < 0 else text


def _to_unit(value: Decimal, unit: Decimal, rounding: str) -> Decimal:
    return _WIDE.multiply(_WIDE.divide(value, unit).to_integral_value(rounding), unit)


def has_comma(text: str) -> bool:
    """Return whether a text can only be a number whose decimals stand behind a comma."""
    return read(text, comma=True) is not None and "," in text and (read(text) is None or _is_lone_zero(text))


def has_comma_alone(text: str) -> bool:
    """Return whether numbers in a text have decimals behind a comma, and none behind a point."""
    return bool(re.search(r"(?<![\d,])\d+,\d+(?![\d,])", text)) and not has_point(text)


def has_point(text: str) -> bool:
    """Return whether a text has decimals behind a point."""
    return bool(re.search(r"\d\.\d|(?<!\d)\.\d", text))


def _is_lone_zero(text: str) -> bool:
    return bool(_LONE_ZERO.match(_bare(text)))


def _bare(text: str) -> str:
    """Return a printed number in plain signs, without what stands around it."""
    text = _AFTER_POINT.sub(lambda found: re.sub(r"\s", "", found[0]), text.strip())
    text = _GROUPED.sub("", text).translate(_TRANSLATED).translate(_SUPERSCRIPT).strip()
    text = _ABOUT.sub("", text, count=1) if _ABOUT.match(text) else text
    pair = text[:1] + text[-1:]
    return text[1:-1].strip() if pair in {"[]", "()"} else text


def read(text: str, *, comma: bool = False) -> Printed | None:
    """Return the number that a text prints (`0.10`, `−0.5`, `≈ 4.39 × 10⁻⁴`, `12.5%`, `1/3`, `0.874…`), or None.

    With `comma` decimals stand behind a comma; a comma behind a lone 0 is one in any case.
    """
    if len(text) > LONGEST:
        return None
    bare = _bare(text)
    goes_on = bool(_GOES_ON.search(bare))
    bare = _GOES_ON.sub("", bare)
    if comma or _LONE_ZERO.match(bare):
        bare = re.sub(r"(?<=\d)\.(?=\d{3}(?!\d))", "", bare).replace(",", ".") if "," in bare else bare
    if fraction := _FRACTION.match(bare):
        value = _WIDE.divide(Decimal(fraction["over"]), Decimal(fraction["under"]))
        value = _to_unit(value, _EXACT_UNIT, ROUND_HALF_UP)
        value, parts = -value if fraction["sign"] == "-" else value, fraction["over"] + fraction["under"]
        return Printed(text=text.strip(), value=value, unit=_EXACT_UNIT, exact=parts)
    found = _NUMBER.match(bare)
    if not found:
        return None
    digits = Decimal(found["digits"].replace(",", "").rstrip(".") or "0")
    exponent = int(found["exponent"] or 0) - (2 if found["percent"] else 0)
    if abs(exponent) > 99:
        return None
    value = digits.scaleb(exponent, _WIDE)
    unit = Decimal(1).scaleb(numerals.exponent_of(digits) + exponent, _WIDE)
    signed = -value if found["sign"] == "-" else value
    return Printed(text=text.strip(), value=signed, unit=unit, goes_on=goes_on)


def is_single(value: Decimal) -> bool:
    """Return whether a number of many digits is one of single precision printed as a double: 0.10000000149011612."""
    try:
        (single,) = struct.unpack("f", struct.pack("f", float(value)))
    except OverflowError:
        return False
    return len(value.as_tuple().digits) >= _LONG and single == float(value)


def direction(text: str) -> int | None:
    """Return 1, −1 or 0 for a printed word such as `decreases`, or None."""
    return DIRECTIONS.get(text.strip().lower())


def stray(digits: str) -> Iterator[tuple[str, str]]:
    """Yield digits without each one in turn, and which is taken out."""
    for i, digit in enumerate(digits):
        yield digits[:i] + digits[i + 1 :], digit


def typos(digits: str) -> Iterator[tuple[str, Callable[[str], str]]]:
    """Yield what a slip of the pen makes of digits, and how it is told of the right number.

    One digit is lost, one doubled, or two neighbours are swapped.
    """
    for i, digit in enumerate(digits):
        yield digits[:i] + digits[i + 1 :], partial(words.lost, digit)
        yield digits[: i + 1] + digits[i:], partial(words.doubled, digit)
        if i + 1 < len(digits) and digit != digits[i + 1]:
            pair = digits[i : i + 2]
            yield digits[:i] + pair[::-1] + digits[i + 2 :], partial(words.turned_round, pair)


def replacements(digits: str) -> Iterator[tuple[str, Callable[[str], str]]]:
    """Yield digits with one of them replaced by another, and how it is told of the right number."""
    for i, digit in enumerate(digits):
        for other in "0123456789".replace(digit, ""):
            yield digits[:i] + other + digits[i + 1 :], partial(words.replaced, digit, other)
