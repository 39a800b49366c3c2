"""Plain text notes: lines such as `net_h1 = 0.15*0.05 + 0.35 = 0.3775`, in an example's names, our symbols or ids.

A line begins with what it is about and ends with a number; lines of arithmetic without a name are audited as such.

Longer than most: how people spell each kind of quantity stands here with what reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ...errors import ContentError, Fault
from ...network.quantity import Quantity, mark_of_sample
from ...reading.fields import Faults
from ...reading.files import read_text
from ...steps.numerals import lowered
from ...steps.solution import Solution
from . import arithmetic, expanding, printed
from .claims import Claim, Claims, Source
from .conventions import OURS, Vocabulary
from .stating import Said, understood

_GREEK = {
    "δ": "delta",
    "η": "eta",
    "∂": "d",
    "∆": "delta",
    "σ": "sigma",
    "ϵ": "e",
    "′": "+",
    "’": "+",
    "⁺": "+",
    "'": "+",
    "*": "+",
}
_ASIDE = re.compile(r"[\s_(){}\[\],.:·\\|^→]+")
_BULLET = re.compile(r"\A(?:[•>]\s*|[-*]\s+)+")  # a minus stands at its number
_NUMBERED = re.compile(r"\A\(?\d{1,3}[.)]\s+(?=\D)")  # what counts lines
_COUNTED = re.compile(r"\s*step\s+\d", re.IGNORECASE)  # a step that is counted, not the step function
_REMARK = re.compile(r"\s*\([^()=]*[^\W\d][^()=]*\)\s*\Z")  # behind the number at the end
_AFTERWARDS = re.compile(r"\[([^\W\d]\w*)\]")  # w5[new], as this site's lines have it in plain text
_DERIVATIVE = re.compile(r"(?:∂|\bd)\s*\w+(?:@\w+)?\s*/\s*(?:∂|d)\s*[\w+]+(?:@\w+)?")
_OF_SAMPLE = re.compile(r"⁽([⁰¹²³⁴⁵⁶⁷⁸⁹]+)⁾")  # net_H1⁽²⁾, as this site's lines have it in plain text
_AFTER_SAMPLE = re.compile(r"\[(?:(\w+) \((\d+)\)|\((\d+)\), (\w+))\]")  # w1[new (2)], net_H1[(2), new]
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_EQUALS = re.compile(r"\s*(?:=|≈|:=|:(?=\s))\s*")
_NEURON = {  # how a quantity of a neuron is spelt before the neuron's name
    "net": ("net", "in", "z", "netinput", "input"),
    "out": ("out", "o", "a", "y", "output", "activation", ""),
    "E": ("e", "error", "loss"),
    "delta": ("delta", "d", "errorsignal"),
    "dE_dout": ("de/dout", "detotal/dout", "de/do", "de/da", "de/d"),
    "dout_dnet": ("dout/dnet", "do/dnet", "da/dz", "slope", "outprime", "sigmaprime"),
}
_SLOPES = (("out", "net"), ("o", "net"), ("a", "z"), ("out", "in"), ("o", "in"), ("y", "z"))
_TOTAL = ("e", "etotal", "etot", "error", "totalerror", "errortotal", "loss", "cost", "j", "l")
_PARAMETER = {  # what stands before a parameter's name, and behind it
    "grad": (("de/d", ""), ("detotal/d", ""), ("ded", ""), ("grad", ""), ("gradient", ""), ("dl/d", ""), ("dj/d", "")),
    "change": (("delta", ""), ("change", ""), ("d", "")),
    "new": (("new", ""), ("", "+"), ("", "new"), ("updated", ""), ("", "neu")),
    "weight": (("", ""),),
    "bias": (("", ""),),
}
_LATER = ("new", "+", "after")  # behind a quantity that is found with the new parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What the lines say, and the lines that say nothing that could be placed, by number."""

    said: tuple[Said, ...]
    unplaced: tuple[tuple[int, str], ...]


def spellings(known: Mapping[str, Quantity]) -> dict[str, str]:
    """Return the ids by every way they are spelt; a spelling of two quantities is none."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for id, quantity in known.items():
        for text in {_plain(id), *map(_plain, _spelt(quantity))} - {""}:
            if found.setdefault(text, id) != id:
                twice.add(text)
    exact = {_plain(id): id for id in known}
    return {text: id for text, id in found.items() if text not in twice} | exact


def _spelt(quantity: Quantity) -> Iterator[str]:
    if quantity.sample:
        of = mark_of_sample(quantity.sample)
        for text in _spelt(quantity.at(None)):
            over, rate, under = text.partition("/")
            yield f"{text}{of}"
            yield from (f"{over}{of}/{under}", f"{over}{of}/{under}{of}") if rate else ()
        return
    tails = _LATER if quantity.round else ("",)
    if quantity.kind == "E_total":
        yield from (f"{total}{tail}" for total in _TOTAL for tail in tails)
    elif quantity.kind == "path" and not quantity.round:
        source, target = quantity.names
        yield from (f"path{source}{target}", f"message{target}{source}")
    elif quantity.kind in _NEURON and (not quantity.round or quantity.round == 1):
        (name,) = quantity.names
        yield from (f"{before}{name}{tail}" for before in _NEURON[quantity.kind] for tail in tails)
        if quantity.kind == "dout_dnet":  # both sides with the neuron's name, as the lessons write it
            yield from (f"d{out}{name}/d{net}{name}{tail}" for out, net in _SLOPES for tail in tails)
    elif quantity.kind in _PARAMETER and not quantity.round:
        (name,) = quantity.names
        yield from (f"{before}{name}{behind}" for before, behind in _PARAMETER[quantity.kind])
    elif quantity.kind == "learning_rate":
        yield from ("eta", "rate", "learningrate", "lr", "alpha")
    elif quantity.kind == "target":
        yield from (f"{before}{quantity.names[0]}" for before in ("t", "target"))


def _plain(text: str) -> str:
    """Return a name without what differs from hand to hand: spaces, brackets, capitals, Greek or spelt."""
    text = text.strip().translate(_SUBSCRIPTS).casefold()
    text = "".join(_GREEK.get(sign, sign) for sign in text)
    return _ASIDE.sub("", text)


def read_notes(text: str, known: Mapping[str, Quantity], *, comma: bool = False) -> Notes:
    """Return what the lines of a text say about an example, and which say nothing that could be placed."""
    names = spellings(known)
    said: list[Said] = []
    unplaced: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        bare = _NUMBERED.sub("", _BULLET.sub("", line.strip()).strip(), count=1)
        if printed.read(bare.rpartition("=")[2].strip(), comma=comma) is None:
            bare = _REMARK.sub("", bare)
        if not bare or bare.startswith("#"):
            continue
        found = _line(_marked(bare), number, names, comma=comma)
        said += found
        if not found:
            unplaced.append((number, bare))
    return Notes(said=tuple(said), unplaced=tuple(unplaced))


def _marked(line: str) -> str:
    """Return a line in which the samples that this site writes above a symbol are marked as ids have them."""
    line = _AFTER_SAMPLE.sub(lambda at: f"[{at[1] or at[4]}]{mark_of_sample(int(at[2] or at[3]))}", line)
    return _OF_SAMPLE.sub(lambda at: mark_of_sample(int(lowered(at[1]))), line)


def _line(text: str, number: int, names: Mapping[str, str], *, comma: bool) -> list[Said]:
    """Return what one line says; nothing where its name is not known or no number stands at its end."""
    parts = [part.strip() for part in _EQUALS.split(text) if part.strip()]
    where = f"line {number}"
    if len(parts) < 2:
        return []
    last = parts[-1].rstrip(".;, ") if printed.read(parts[-1].rstrip(".;, "), comma=comma) else parts[-1]
    if printed.read(last, comma=comma) is None and printed.direction(last) is None:
        return []
    quantity = names.get(_plain(parts[0]), "")
    if not quantity and not _is_arithmetic(parts[0], comma=comma):
        return []  # a name that is no quantity's
    lines = parts[1:-1] if quantity else parts[:-1]
    chain = Said(number=number, quantity=quantity, expression=" = ".join(lines), printed=last, where=where)
    if not lines:
        return [chain]
    return expanding.links(replace(chain, expression=" = ".join(map(_ours(names), lines))), comma=comma)


def _is_arithmetic(text: str, *, comma: bool) -> bool:
    """Return whether a text can be worked out as it stands; a name alone, of any number, cannot."""
    if _COUNTED.match(text):
        return False
    try:
        return any(sign.isdigit() for sign in text) and bool(arithmetic.parse(text, (), comma=comma))
    except arithmetic.Unreadable:
        return False


def _ours(names: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that spells the names in a line of arithmetic as ids."""

    def derivative(at: re.Match[str]) -> str:
        return names.get(_plain(at[0]), at[0])

    def spelt(line: str) -> str:
        line = _DERIVATIVE.sub(derivative, _AFTERWARDS.sub(r"_\1", line))
        return re.sub(
            r"(?!e\b)[^\W\d]\w*(?:@\w+)*(?:→\w+)?(?:@\w+)*(?!\w*\()", lambda at: names.get(_plain(at[0]), at[0]), line
        )

    return spelt


def read_text_notes(path: Path, solution: Solution | None) -> tuple[Claims, tuple[tuple[int, str], ...]]:
    """Return the claims of plain text notes, and the lines that could not be placed; raises ContentError.

    Without an example the lines are arithmetic alone.
    """
    return claims_in(read_text(path, "notes to read"), path.name, str(path), solution)


def claims_in(
    text: str, title: str, where: str, solution: Solution | None
) -> tuple[Claims, tuple[tuple[int, str], ...]]:
    """Return the claims of a text, and the lines that could not be placed; `where` is what its faults are told of."""
    conventions = {**OURS, "decimal": "," if printed.has_comma_alone(text) else "."}
    vocabulary = Vocabulary({} if solution is None else solution.trace.quantities, conventions)
    notes = read_notes(text, vocabulary.known, comma=vocabulary.comma)
    source = Source(title=title, author="", url="", note="", conventions=conventions)
    claims: list[Claim] = []
    unplaced = list(notes.unplaced)
    for said in notes.said:
        faults = Faults(where)
        claim = understood(vocabulary, replace(said, number=len(claims) + 1), faults.note)
        if claim is None:
            unplaced.append((said.number, f"{said.expression or said.quantity} = {said.printed}"))
        else:
            claims.append(claim)
    if not claims:
        wanted, cure = "lines such as net_H1 = 0.3825", "write a name, =, and the number"
        raise ContentError([Fault(where=where, wanted=wanted, got="none that could be read", cure=cure)])
    return Claims(path=where, source=source, claims=tuple(claims)), tuple(sorted(unplaced))
