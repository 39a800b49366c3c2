"""From what is said to a claim: which of our quantities it is about, under the conventions that the source declares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ...errors import near_miss, shortened
from ...network.quantity import PARAMETERS, Quantity
from ...reading.fields import Faults
from ...steps.expr import Expr, Neg, Ref, refs
from ...steps.rewriting import substitute
from ...steps.trace import Trace
from . import arithmetic, printed
from .claims import (
    Claim,
    CountClaim,
    DirectionClaim,
    LineClaim,
    NumberClaim,
    OutputClaim,
    UnusedClaim,
)
from .printed import Printed

CONVENTIONS = {
    "delta": ("output_minus_target", "target_minus_output"),
    "bias": ("added", "threshold"),
    "gradient": ("gradient", "change", "step"),
}
OURS = {name: values[0] for name, values in CONVENTIONS.items()}
COUNTS = {"number_of_weights": "weights", "number_of_biases": "biases"}
MOST_ROUNDS = 1_000_000
_NO_DIRECTION = "a direction", "say it of a weight, a bias or an error"
_LATER = re.compile(r"(?P<id>.+)@r(?P<rounds>[1-9]\d{0,6})\Z")

Note = Callable[[str, str, object, str], None]  # key, wanted, got, cure


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What stands in a source, not yet understood: a quantity or a line of arithmetic, and what is printed for it."""

    number: int = 1
    quantity: str = ""
    expression: str = ""
    printed: str
    where: str = ""
    note: str = ""
    program: str = ""
    unused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """Which of our quantities is meant, with the sign that the source gives it, after how many rounds."""

    id: str
    sign: int
    rounds: int
    after_update: bool


_NONE = _Subject(id="", sign=1, rounds=1, after_update=False)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The quantities of a worked example by id, and what a source with its conventions means by each."""

    known: Mapping[str, Quantity]
    conventions: Mapping[str, str]

    @staticmethod
    def of(trace: Trace, conventions: Mapping[str, str] = OURS) -> Vocabulary:
        return Vocabulary(trace.quantities, conventions)

    def meant(self, quantity: Quantity) -> tuple[str, int]:
        """Return which of our ids the source means by a quantity, and with which sign."""
        if quantity.kind == "grad" and self.conventions["gradient"] != "gradient":
            change = quantity.of("change").id
            if change in self.known:
                return change, -1 if self.conventions["gradient"] == "step" else 1
        other_delta = self.conventions["delta"] == "target_minus_output"
        flipped = other_delta and quantity.kind in {"delta", "dE_dout", "path"}
        if self.conventions["bias"] == "threshold" and quantity.kind in {"bias", "new", "grad", "change"}:
            flipped = quantity.kind == "bias" or self.known.get(quantity.names[0], quantity).kind == "bias"
        return quantity.id, -1 if flipped else 1

    def in_ours(self, expr: Expr) -> Expr:
        """Return a line of the source with our quantities, turned where the source's have the other sign."""
        ours: dict[str, Expr] = {}
        for id in refs(expr):
            meant, sign = self.meant(self.known[id])
            ours[id] = Ref(meant) if sign == 1 else Neg(Ref(meant))
        return substitute(expr, ours)


def state(vocabulary: Vocabulary, said: Said) -> Claim:
    """Return a claim made of a quantity's id and what is printed for it; raises ContentError naming what is wrong."""
    faults = Faults(said.where or "claim")
    claim = understood(vocabulary, said, faults.note)
    faults.raise_any()
    assert claim is not None, "what is not understood has a fault"
    return claim


def states(vocabulary: Vocabulary, said: Iterable[tuple[str, str]]) -> tuple[Claim, ...]:
    """Return the claims of pairs of an id and what is printed for it, numbered in their order."""
    return tuple(
        state(vocabulary, Said(number=number, quantity=id, printed=text, where=id))
        for number, (id, text) in enumerate(said, 1)
    )


def understood(vocabulary: Vocabulary, said: Said, note: Note) -> Claim | None:
    """Return the claim that something said is, or None where it is none; every fault is noted."""
    common = {name: getattr(said, name) for name in ("number", "quantity", "where", "note")} | {"text": said.printed}
    if said.unused:
        _digits(said, note)
        return UnusedClaim(**common)
    if said.quantity in COUNTS and not said.expression:
        digits = _digits(said, note, alone=True)
        return CountClaim(**common, of=COUNTS[said.quantity], printed=digits) if digits else None
    subject = _subject(vocabulary, said, note) if said.quantity else _NONE
    number, way = printed.read(said.printed), printed.direction(said.printed)
    if number is None and way is None:
        _digits(said, note)
    if subject is None:
        return None
    common |= {"subject": subject.id} | {name: getattr(subject, name) for name in ("sign", "rounds", "after_update")}
    if said.program and (said.expression or way is not None):
        wanted = "one of a number that a program prints, a line of arithmetic and a direction"
        note("program", wanted, "two of them", "make two claims of it")
        return None
    if way is not None:
        ends = _ends(vocabulary, said, subject, note)
        return DirectionClaim(**common, start=ends[0], end=ends[1], way=way) if ends else None
    if said.expression:
        expr = _line(vocabulary, said, note)
        return LineClaim(**common, expression=said.expression, expr=expr, printed=number) if expr and number else None
    if not said.quantity or number is None:
        return None
    if said.program:
        return OutputClaim(**common, program=said.program, printed=number)
    return NumberClaim(**common, printed=number)


def _digits(said: Said, note: Note, *, alone: bool = False) -> Printed | None:
    """Return the printed number; where it is none, and no direction either unless digits `alone` will do, note it."""
    number, way = printed.read(said.printed), printed.direction(said.printed)
    if alone and way is not None:
        note("printed", f"a number for {said.quantity}", *_NO_DIRECTION)
    elif said.printed and number is None and way is None:
        wanted = "a number as it is printed, or a word such as increases"
        note("printed", wanted, shortened(said.printed), "quote its digits exactly")
    return number


def _subject(vocabulary: Vocabulary, said: Said, note: Note) -> _Subject | None:
    """Return the quantity that a claim is about: of later rounds the one after the first, with the rounds beside it."""
    text, known = said.quantity, vocabulary.known
    found = _LATER.match(text)
    rounds = int(found["rounds"]) if found else 1
    quantity = known.get(found["id"] if found else text)
    if quantity and found and quantity.kind != "new":
        quantity = known.get(quantity.after(1).id)
    if quantity is None or rounds > MOST_ROUNDS:
        cure = near_miss(text, known) if quantity is None else f"at most {MOST_ROUNDS} rounds are computed"
        note("quantity", "the id of a quantity of this example", shortened(text), cure)
        return None
    meant, sign = vocabulary.meant(quantity)
    return _Subject(id=meant, sign=sign, rounds=rounds, after_update=bool(found))


def _line(vocabulary: Vocabulary, said: Said, note: Note) -> Expr | None:
    try:
        return vocabulary.in_ours(arithmetic.parse(said.expression, vocabulary.known))
    except arithmetic.Unreadable as error:
        note("expression", "numbers, ids, + − × ÷, powers and known functions", str(error), "")
        return None


def _ends(vocabulary: Vocabulary, said: Said, subject: _Subject, note: Note) -> tuple[str, str] | None:
    """Return the ids of a quantity before and after; a line, or what has no value after, has no direction."""
    known = vocabulary.known
    if said.expression:
        note("printed", f"a number for {said.expression}", *_NO_DIRECTION)
        return None
    quantity = known[subject.id]
    start = known[quantity.names[0]] if quantity.kind in {"new", "change"} else quantity.before()
    end = start.of("new") if start.kind in PARAMETERS else start.after(1)
    if start.id not in known or end.id not in known:
        note("printed", f"a number for {subject.id}", *_NO_DIRECTION)
        return None
    return start.id, end.id
