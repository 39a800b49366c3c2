"""From what is said to a claim: which of our quantities it is about, under the conventions that the source declares.

Longer than most: what is understood, and what is said where it is not, stand together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ...errors import near_miss, shortened
from ...network.quantity import OF_A_PASS, OF_NEURONS, OF_PARAMETERS, PARAMETERS, Quantity
from ...reading.fields import Faults
from ...steps.expr import Expr
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
from .conventions import Vocabulary
from .names import Names
from .printed import Printed

OF_WEIGHTS = ("weight", *OF_PARAMETERS)  # kinds of which a layer's can be given at once, as of neurons
COUNTS = {"number_of_weights": "weights", "number_of_biases": "biases"}
MOST_ROUNDS = 1_000_000
LONGEST = 12  # digits of a number of rounds that is read
_NO_DIRECTION = "a direction", "say it of a weight, a bias or an error"
_LATER = re.compile(r"(?P<id>(?:(?!@r).)+)@r(?P<rounds>[1-9]\d*)\Z")

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
    moves: str = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """Which of our quantities is meant, with the sign that the source gives it, after how many rounds."""

    id: str
    sign: int
    rounds: int
    after_update: bool
    asked: Quantity | None  # as the source names it


_NONE = _Subject(id="", sign=1, rounds=1, after_update=False, asked=None)


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
    common = {name: getattr(said, name) for name in ("number", "quantity", "where", "note", "moves")} | {
        "text": said.printed
    }
    if said.unused:
        return UnusedClaim(**common) if _is_unused(vocabulary, said, note) else None
    if said.quantity in COUNTS and not said.expression:
        digits = _digits(vocabulary, said, note, alone=True)
        return CountClaim(**common, of=COUNTS[said.quantity], printed=digits) if digits else None
    subject = _subject(vocabulary, said, note) if said.quantity else _NONE
    number, way = _digits(vocabulary, said, note), printed.direction(said.printed)
    if subject is None or not (said.quantity or said.expression):
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
    if number is None:
        return None
    if said.program:
        return OutputClaim(**common, program=said.program, printed=number)
    return NumberClaim(**common, printed=number)


def _is_unused(vocabulary: Vocabulary, said: Said, note: Note) -> bool:
    """Return whether a claim lists a name with its number that no formula uses, and nothing else; or note it."""
    if said.quantity in vocabulary.known:
        note("unused", "a name that no formula uses", shortened(said.quantity), "take unused = true out")
        return False
    if said.expression or said.program or printed.direction(said.printed) is not None:
        note("unused", "a name and its number alone", "a line, a program or a direction too", "make two claims of it")
        return False
    return _digits(vocabulary, said, note) is not None and bool(said.quantity)


def _digits(vocabulary: Vocabulary, said: Said, note: Note, *, alone: bool = False) -> Printed | None:
    """Return the printed number; where it is none, and no direction either unless digits `alone` will do, note it."""
    number, way = printed.read(said.printed, comma=vocabulary.comma), printed.direction(said.printed)
    if alone and way is not None:
        note("printed", f"a number for {said.quantity}", *_NO_DIRECTION)
    elif said.printed and number is None and way is None:
        wanted = "a number as it is printed, or a word such as increases"
        comma = printed.has_comma(said.printed)
        cure = 'declare [conventions] decimal = ","' if comma else "quote its digits exactly"
        note("printed", wanted, shortened(said.printed), cure)
    return number


def _subject(vocabulary: Vocabulary, said: Said, note: Note) -> _Subject | None:
    """Return the quantity that a claim is about: of later rounds the one after the first, with the rounds beside it."""
    text, known = said.quantity, vocabulary.known
    found = _LATER.match(text)
    rounds = (int(found["rounds"]) if len(found["rounds"]) < LONGEST else MOST_ROUNDS + 1) if found else 1
    quantity = known.get(found["id"] if found else text)
    if quantity and found and quantity.kind in OF_A_PASS:
        rounds += 1  # with the parameters as so many rounds leave them: the next round computes it
    elif quantity and found and quantity.kind != "new":
        quantity = known.get(quantity.after(1).id)
    if quantity is None or rounds > MOST_ROUNDS:
        note("quantity", "the id of a quantity of this example", shortened(text), _cure(text, found, known, rounds))
        return None
    meant, sign = vocabulary.meant(quantity)
    after = bool(found) and quantity.kind not in OF_A_PASS
    return _Subject(id=meant, sign=sign, rounds=rounds, after_update=after, asked=quantity)


def _cure(text: str, found: re.Match[str] | None, known: Mapping[str, Quantity], rounds: int) -> str:
    """Say what to write for an id that is none, or that has no value after rounds."""
    quantity = known.get(found["id"]) if found else None
    if text in {*OF_NEURONS, *OF_WEIGHTS}:
        one = next(id for id, each in known.items() if each.kind == text)
        return f"name one, such as {one}, or give all of a layer with layer = 1"
    if found is None or quantity is None:
        bare = re.sub(r"@[sr]\d+\Z", "", text)
        meant = bare if bare in known else Names(known, {}).id(text)  # in another hand
        return f'did you mean "{meant}"?' if meant else near_miss(text, known)
    if rounds > MOST_ROUNDS:
        return f"at most {MOST_ROUNDS} rounds are computed"
    if quantity.kind in PARAMETERS:
        return f"write {quantity.of('new').id}@r{rounds}"
    return "an input, a target and the learning rate are the same in every round"


def _line(vocabulary: Vocabulary, said: Said, note: Note) -> Expr | None:
    try:
        return vocabulary.in_ours(arithmetic.parse(said.expression, vocabulary.known, comma=vocabulary.comma))
    except arithmetic.Unreadable as error:
        note("expression", "numbers, ids, + − × ÷, powers and known functions", str(error), "")
        return None


def _ends(vocabulary: Vocabulary, said: Said, subject: _Subject, note: Note) -> tuple[str, str] | None:
    """Return the ids of a quantity before and after; a line, or what has no value after, has no direction."""
    known = vocabulary.known
    if said.expression:
        note("printed", f"a number for {said.expression}", *_NO_DIRECTION)
        return None
    quantity, asked = known[subject.id], subject.asked
    match quantity.kind:
        case "weight" | "bias":
            start, end = quantity, quantity.of("new")
        case "new" | "change":
            earlier = Quantity("new", quantity.names, (quantity.sample or 1) - 1).id  # what the sample before has left
            start = known[earlier if (quantity.sample or 0) > 1 else quantity.names[0]]
            end = quantity.of("new")
        case _:
            start, end = quantity.before(), quantity.before().after(1)
    if start == Quantity("E_total") and any(each.kind == "new" and each.sample for each in known.values()):
        what = f"a number for {said.quantity}, whose samples met the network as those before had left it"
        note("printed", what, "a direction", "say it of a weight or a bias")
        return None
    nothing_moves = (asked is not None and asked.kind == "grad") or (quantity.kind == "change" and subject.rounds > 1)
    if nothing_moves or start.id not in known or end.id not in known:
        note("printed", f"a number for {said.quantity}", *_NO_DIRECTION)
        return None
    return start.id, end.id
