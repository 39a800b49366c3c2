"""Taking typed fields out of a parsed TOML table, every fault noted and none thrown until all are known.

Longer than most: a method for each kind of field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..errors import ContentError, Fault, counted, near_miss, shortened, suggestion
from ..prose.addresses import has_host
from ..prose.html import DECIMAL, visible

LARGEST, SMALLEST = Decimal("1e12"), Decimal("1e-100")
MOST_DIGITS = 100
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NAME = re.compile(r"[^\W_]\w*\Z")
_NUMERAL = re.compile(r"\s*[-+−]?[\d.,]+([eE][-+]?\d+)?\s*\Z")


NUMBER = f"a number of at most {MOST_DIGITS} digits, 0 or between 1e-100 and 1e12 in size"


def is_sound(value: Decimal) -> bool:
    """Return whether a decimal can be computed with and shown."""
    return (
        value.is_finite()
        and len(value.as_tuple().digits) <= MOST_DIGITS
        and value.copy_abs() <= LARGEST
        and (value == 0 or value.copy_abs() >= SMALLEST)
    )


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of one file, gathered, each once; what lies below a faulty place only follows from it."""

    file: str
    found: dict[Fault, None] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)

    def note(self, key: str, wanted: str, got: object, cure: str = "") -> None:
        if self.keys.isdisjoint(_above(key)):
            self.found[Fault(where=f"{self.file}: {key}", wanted=wanted, got=str(got), cure=cure)] = None
            self.keys.add(key)

    def sound(self, key: str) -> bool:
        """Return whether nothing is noted there or below."""
        return not any(key in (other, *_above(other)) for other in self.keys)

    def raise_any(self) -> None:
        if self.found:
            raise ContentError(self.found)


def _above(key: str) -> list[str]:
    """Return the places that hold this one: `a` and `a.b` of `a.b[1]`."""
    return [key[: found.start()] for found in re.finditer(r"[.\[]", key)]


def is_on_the_web(address: str) -> bool:
    """Return whether an address leads to some place on the web."""
    return address.startswith(("https://", "http://")) and has_host(address)


def kind_of(value: object) -> str:
    """Say what a TOML value is, briefly."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return shortened(value)
        case int() | Decimal():
            return str(value)
        case list():
            return counted(len(value), "item")
        case dict():
            return "a table"
    return f"a {type(value).__name__}"


@dataclass(frozen=True, slots=True)
class Table:
    """A TOML table with its place in the file; every getter notes a fault and returns a stand-in."""

    data: dict[str, Any]
    key: str
    faults: Faults

    def at(self, name: object) -> str:
        name = '""' if name == "" else name
        return f"{self.key}.{name}" if self.key else str(name)

    def note(self, name: object, wanted: str, got: object, cure: str = "") -> None:
        self.faults.note(self.at(name), wanted, got, cure)

    def sound(self, name: object) -> bool:
        return self.faults.sound(self.at(name))

    def only(self, known: Iterable[str]) -> None:
        """Note every key that nobody reads."""
        known = list(known)
        for name in self.data:
            if name not in known:
                self.note(name, "a key of this format", f'"{name}"', near_miss(name, known))

    def table(self, name: str, cure: str = "") -> Table:
        value = self.data.get(name, {})
        if not isinstance(value, dict):
            self.note(name, "a table", kind_of(value), cure or f"write [{self.at(name)}] above its lines")
            value = {}
        return Table(value, self.at(name), self.faults)

    def tables(self, name: str) -> tuple[Table, ...]:
        value = self.data.get(name, [])
        if not (isinstance(value, list) and all(isinstance(item, dict) for item in value)):
            self.note(name, "blocks", kind_of(value), f"write [[{self.at(name)}]] above each")
            value = []
        return tuple(Table(item, f"{self.at(name)}[{i}]", self.faults) for i, item in enumerate(value, 1))

    def text(self, name: str, default: str | None = None) -> str:
        value = self.data.get(name, default)
        if not isinstance(value, str) or not any(sign.isprintable() and not sign.isspace() for sign in value):
            unseen = isinstance(value, str) and value.strip()
            got = "signs that nobody sees" if unseen else "nothing" if value is None else kind_of(value)
            self.note(name, "a text", got, f'write {name} = "…"')
            return default or ""
        self._signs(name, value)
        return value

    def _signs(self, name: str, value: str) -> None:
        found = _CONTROLS.search(value)
        if found:
            self.note(name, "a text without control signs", f"U+{ord(found[0]):04X}", "take it out")

    def words(self, name: str, default: str | None = None) -> str:
        """Return a text that readers see, in which no decimal is typed."""
        value = self.text(name, default)
        if isinstance(value, str) and (typed := DECIMAL.search(visible(value))):
            self.note(name, "a text without decimals", typed[0], "leave the number to the page, which computes it")
        return value

    def choice(self, name: str, known: Iterable[str], default: str) -> str:
        known = list(known)
        value = self.data.get(name, default)
        if value not in known:
            self.note(name, f"one of {', '.join(known)}", kind_of(value), suggestion(value, known))
            return default
        return str(value)

    def flag(self, name: str, default: bool) -> bool:
        value = self.data.get(name, default)
        if not isinstance(value, bool):
            self.note(name, "true or false", kind_of(value))
            return default
        return value

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        value = self.data.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.note(name, f"a whole number from {low} to {high}", kind_of(value))
            return default
        return value

    def number(self, name: str, default: Decimal) -> Decimal:
        return self.decimal(name, self.data.get(name, default))

    def decimal(self, name: object, value: object, cure: str = "") -> Decimal:
        """Return a value as a decimal with the digits it was written with, 1 where it is none.

        `cure` is for a text that is no number in quotes.
        """
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            text = value if isinstance(value, str) else ""
            cure = "write it without quotes" if _NUMERAL.match(text) else cure if text else ""
            self.note(name, "a number", kind_of(value), cure)
            return Decimal(1)
        value = Decimal(value)
        if is_sound(value):
            return value
        if not value.is_finite():
            self.note(name, "a finite number", value)
            return Decimal(1)
        if len(value.as_tuple().digits) > MOST_DIGITS:
            self.note(name, f"at most {MOST_DIGITS} digits", len(value.as_tuple().digits), "write fewer")
            return Decimal(1)
        self.note(name, "0 or a number between 1e-100 and 1e12 in size", value, "it cannot be computed with")
        return Decimal(1)

    def decimals(self, name: str, cure: str = "") -> tuple[Decimal, ...]:
        """Return a list of numbers."""
        value = self.data.get(name)
        if not isinstance(value, list):
            self.note(name, "a list of numbers", "nothing" if value is None else kind_of(value), cure)
            return ()
        return tuple(self.decimal(f"{name}[{i}]", item) for i, item in enumerate(value, 1))

    def names(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; an absent one is empty."""
        value = self.data.get(name, [])
        if not (isinstance(value, list) and all(isinstance(item, str) and item for item in value)):
            self.note(name, "a list of names", kind_of(value), f'write {name} = ["…", "…"]')
            return ()
        return tuple(value)

    def name(self, name: object, value: object) -> bool:
        """Note a name that cannot stand in an id; returns whether it can."""
        if isinstance(value, str) and _NAME.match(value):
            return True
        self.note(name, "a name of letters, digits and _, not beginning with _", kind_of(value))
        return False
