"""Plain text notes: lines such as `net_h1 = 0.15*0.05 + 0.35 = 0.3775`, in an example's names, our symbols or ids.

A line begins with what it is about and ends with a number; lines of arithmetic without a name are audited as such.

Longer than most: what people put around their lines, in Markdown, in TeX and in tables, is read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ...errors import ContentError, Fault, shortened
from ...network.quantity import PARAMETERS, mark_of_sample
from ...reading.fields import Faults
from ...reading.files import read_text
from ...steps.numerals import lowered
from ...steps.solution import Solution
from ..source import arithmetic, expanding, printed
from ..source.claims import Claim, Claims, Source
from ..source.conventions import OURS, Vocabulary
from ..source.names import Names
from ..source.stating import Said, understood
from .around import aside_of, lines_of
from .look import without_tex
from .statements import BEFORE_NAME, BEHIND_NAME

_COUNTED = re.compile(r"\s*step\s+\d", re.IGNORECASE)  # a step that is counted, not the step function
_REMARK = re.compile(  # behind the number at the end
    r"\s*(?:\([^()=]*[^\W\d][^()=]*\)|\[\s*(?:\d{1,2}|[^\[\]=]*[^\W\d][^\[\]=]*)\s*\])[\s.;,]*\Z"
)
_AFTERWARDS = re.compile(r"\[([^\W\d]\w*)\]")  # w5[new], as this site's lines have it in plain text
_OLD_NAME = re.compile(  # old w1, w6(old)
    rf"(?<!\w)(?:{BEFORE_NAME}[^\W\d]\w*|[^\W\d]\w*{BEHIND_NAME})"
)
_DERIVATIVE = re.compile(r"(?:∂|\bd)\s*\w+(?:@\w+)?\s*/\s*(?:∂|d)\s*[\w+]+(?:@\w+)?")
_OF_SAMPLE = re.compile(r"⁽([⁰¹²³⁴⁵⁶⁷⁸⁹]+)⁾")  # net_H1⁽²⁾, as this site's lines have it in plain text
_AFTER_SAMPLE = re.compile(r"\[(?:(\w+) \((\d+)\)|\((\d+)\), (\w+))\]")  # w1[new (2)], net_H1[(2), new]
_NUMBERED_SAMPLE = re.compile(  # net_h1^(2), net_h1(2), net_h1[2], net_h1_s2
    r"(?<!\w)([^\W\d]\w*?)(?:\^\{?\((\d{1,3})\)\}?|\((\d{1,3})\)|\[(\d{1,3})\]|_s(\d{1,3}))(?!\w)"
)
_NAME = re.compile(r"(?!e\b)[^\W\d]\w*(?:@\w+)*(?:→\w+)?(?:@\w+)*(?!\w*\()")
_OF_NEURON = re.compile(r"(?<!\w)[^\W\d]\w*\(\s*[^\W\d]\w*\s*\)(?:@\w+)*")  # out(o1), and sigmoid(net_h1) that is none
_EQUALS = re.compile(r"\s*(?:=|[≈≃≅]|:=|←|<-(?=\s)|:(?=\s))\s*")
_CALLED = re.compile(r"(?<!\w)([^\W\d]\w*['′]?)\(")
_DECIMAL = re.compile(r"\d[.,]\d")
_POINT, _COMMA = re.compile(r"\d\.\d"), re.compile(r"(?<=\d),(?=\d)")
_ROW = re.compile(  # of a table: a name and its number
    r"\|([^|]+)\|([^|]+)\||([^\W\d_][^|=]*)\|\s*([-+−]?[\d.,]*\d)"
)
_PAIRED = re.compile(r"\A([^\W\d][\w ()/∂+'′-]{0,40}?)(?:\t+|\s{2,})([-+−]?[\d.,]*\d)\Z")  # in two columns
_NORM = re.compile(r"\|\||‖|\bnorm\b", re.IGNORECASE)  # of a gradient, which has none here
_TARGETS = frozenset({"target", "t", "desired", "expected", "soll", "ziel", "objetivo", "cible", "d"})
_LETTER = re.compile(r"(?<![\w\\])[az](?=_|\^|\(|\d|[₀-₉])")  # of a neuron
_MOVED = re.compile(r"([^\W\d]\w*)\s*[:=]\s*([-+−]?[\d.,]+)\s*(?:→|->|⟶)\s*([-+−]?[\d.,]*\d)")  # w5: 0.40 → 0.36
_ROW_MOVED = re.compile(  # the same in a table
    r"\|?\s*([^\W\d]\w*)\s*\|\s*([-+−]?[\d.,]+)\s*\|\s*([-+−]?[\d.,]*\d)\s*\|?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What the lines say, and the lines that say nothing that could be placed, by number."""

    said: tuple[Said, ...]
    unplaced: tuple[tuple[int, str], ...]


def read_notes(text: str, names: Names, *, comma: bool = False) -> Notes:
    """Return what the lines of a text say about an example, and which say nothing that could be placed.

    Some books write a for the net input and z for the activation: whichever fits more of the numbers is meant.
    """
    found = _read(text, names, comma=comma)
    if {at[0] for at in _LETTER.finditer(text)} != {"a", "z"}:
        return found
    other = _read(_LETTER.sub(lambda at: "za"["az".index(at[0])], text), names, comma=comma)
    return max((found, other), key=lambda notes: _fitting(notes, names, comma=comma))


def _fitting(notes: Notes, names: Names, *, comma: bool) -> int:
    numbers = ((said.quantity, printed.read(said.printed, comma=comma)) for said in notes.said)
    return sum(bool(number and names.fits(id, number)) for id, number in numbers)


def _read(text: str, names: Names, *, comma: bool) -> Notes:
    said: list[Said] = []
    stated: dict[str, str] = {}
    unplaced: list[tuple[int, str]] = []
    lines = [replace(read, text=_as_statement(read.text)) for read in lines_of(text, names)]
    names = names.heard(_first_and_last(read.text for read in lines))
    for read in lines:
        line = read.text if comma else _with_point(read.text)
        bare = _moved(line, names, comma=comma)
        if printed.read(bare.rpartition("=")[2].strip(), comma=comma) is None:
            bare = _REMARK.sub("", bare)
        aside, bare = aside_of(bare, names)
        sample = aside or read.sample
        if not bare or bare.startswith("#"):
            continue
        found = _line(_marked(bare, names), read.number, names.within(sample) if sample else names, comma=comma)
        another = found and stated.get(found[0].quantity, found[-1].printed) != found[-1].printed
        if found and (read.done or (another and names.are_new(stated))):
            digits = printed.read(found[-1].printed, comma=comma)
            again = partial(
                names.again,
                number=digits,
                done=read.done or 1,
                counted=read.counted,
                state=read.state,
                said=stated.keys(),
            )
            found = [_later(each, again(each.quantity), names, read.done or 1) for each in found]
        stated |= {each.quantity: each.printed for each in found}
        said += found
        if not found:
            unplaced.append((read.number, bare))
    return Notes(said=tuple(_moved_together(said, names)), unplaced=tuple(unplaced))


def _moved_together(said: Sequence[Said], names: Names) -> Iterator[Said]:
    """Yield what is said; a parameter is the new one where its gradient was said before, others on its line are new,
    and it has more digits than it was given: who moves some on a line moves all."""
    moved = {each.number for each in said if names.are_new([each.quantity])}
    slopes = set[str]()
    for each in said:
        quantity = names.known.get(each.quantity)
        number = printed.read(each.printed)
        if quantity and number and each.number in moved and not each.expression and quantity.kind in PARAMETERS:
            finer = number.places > max(0, -int(names.values[quantity.id].as_tuple().exponent))
            new = quantity.of("new").id
            if finer and new in names.known and quantity.of("grad").id in slopes:
                each = replace(each, quantity=new)
        slopes.add(each.quantity)
        yield each


def _later(said: Said, quantity: str, names: Names, done: int) -> Said:
    """Return what is said of a quantity once so many updates are `done`: names in its line mean what they are then."""
    if quantity == said.quantity:
        return said
    line = _NAME.sub(lambda at: names.then(at[0], done), said.expression)
    return replace(said, quantity=quantity, expression="" if "?" in line else line)


def _first_and_last(lines: Iterable[str]) -> Iterator[tuple[str, printed.Printed, str]]:
    """Yield the name that each line begins with, the number that it ends with, and the first working between them.

    What comes right behind a target is how far the output is from that.
    """
    before = ""
    for line in lines:
        parts = _EQUALS.split(line)
        number = printed.read(parts[-1].rstrip(".;, ")) if len(parts) > 1 else None
        if number is not None:
            yield parts[0], number, parts[1] if len(parts) > 2 else "target − output" if before in _TARGETS else ""
        before = parts[0].strip().casefold() if len(parts) > 1 else ""


def _with_point(line: str) -> str:
    """Return a line whose decimals all have a comma with points, where others have points: people mix them."""
    mixed = _COMMA.search(line) and not _POINT.search(line) and "max" not in line
    return _COMMA.sub(".", line) if mixed else line


def _marked(line: str, names: Names) -> str:
    """Return a line in which the samples that stand above, behind or below a symbol are marked as ids have them."""

    def marked(at: re.Match[str]) -> str:
        name = f"{at[1]}{mark_of_sample(int(next(filter(None, at.groups()[1:]))))}"
        return name if names.id(name) else at[0]

    line = _NUMBERED_SAMPLE.sub(marked, line) if names.samples else line
    line = _AFTER_SAMPLE.sub(lambda at: f"[{at[1] or at[4]}]{mark_of_sample(int(at[2] or at[3]))}", line)
    return _OF_SAMPLE.sub(lambda at: mark_of_sample(int(lowered(at[1]))), line)


def _as_statement(line: str) -> str:
    """Return a row of a table without heads as a name and its number, and a name in TeX in plain signs."""
    bare = line.strip()
    if row := _ROW.fullmatch(bare):
        name, number = (row[1] or row[3]).strip(), (row[2] or row[4]).strip()
        named = any(sign.isalpha() for sign in name) and any(sign.isdigit() for sign in number)
        bare = f"{name} = {number}" if named else bare
    bare = _PAIRED.sub(r"\1 = \2", bare)
    return without_tex(bare)


def _moved(line: str, names: Names, *, comma: bool) -> str:
    """Return a line that has a parameter's old number and its new one as one about the new."""
    for pattern, finer in ((_MOVED, False), (_ROW_MOVED, True)):
        if found := pattern.fullmatch(line):
            old, new = (printed.read(found[place], comma=comma) for place in (2, 3))
            if old and new and names.is_given(found[1], old) and (new.places > old.places or not finer):
                return f"new {found[1]} = {found[3]}"
    return line


def _line(text: str, number: int, names: Names, *, comma: bool) -> list[Said]:
    """Return what one line says; nothing where its name is not known or no number stands at its end."""
    parts = [part.strip() for part in _EQUALS.split(text) if part.strip()]
    where = f"line {number}"
    if len(parts) < 2 or _NORM.search(parts[0]):
        return []
    last = parts[-1].rstrip(".;, ") if printed.read(parts[-1].rstrip(".;, "), comma=comma) else parts[-1]
    digits = printed.read(last, comma=comma)
    if digits is None and printed.direction(last) is None:
        return []
    quantity = names.meant(parts[0], digits, working=" ".join(parts[1:-1]))
    if not quantity and names.differs(parts[0], digits):
        parts = [part for part in parts[1:] if _DECIMAL.search(part)]  # what is worked out is audited as arithmetic
        if len(parts) < 2:
            return []
    elif not quantity and not _is_arithmetic(parts[0], comma=comma):
        return []  # a name that is no quantity's
    lines = parts[1:-1] if quantity else parts[:-1]
    chain = Said(number=number, quantity=quantity, expression=" = ".join(lines), printed=last, where=where)
    if not lines:
        return [chain]
    ours = [line for line in map(_ours(names), lines) if not quantity or _can_be_worked(line, names, comma=comma)]
    return (
        expanding.links(replace(chain, expression=" = ".join(ours)), comma=comma)
        if ours
        else [replace(chain, expression="")]
    )


def _can_be_worked(line: str, names: Names, *, comma: bool) -> bool:
    """Return whether a line has numbers, or names that all are known, and no function that is not.

    A chain goes on without one in other symbols.
    """
    calls = (at[1] for at in _CALLED.finditer(line))
    if any(not arithmetic.is_function(name) and not names.id(name) for name in calls):
        return False
    try:
        return bool(arithmetic.parse(line, names.known, comma=comma))
    except arithmetic.Unreadable:
        return False


def _is_arithmetic(text: str, *, comma: bool) -> bool:
    """Return whether a text can be worked out as it stands; a name alone, of any number, cannot."""
    if _COUNTED.match(text):
        return False
    try:
        return any(sign.isdigit() for sign in text) and bool(arithmetic.parse(text, (), comma=comma))
    except arithmetic.Unreadable:
        return False


def _ours(names: Names) -> Callable[[str], str]:
    """Return a function that spells the names in a line of arithmetic as ids."""

    def known(at: re.Match[str]) -> str:
        return "?" if names.is_apart(at[0]) else names.id(at[0]) or at[0]

    def slope(at: re.Match[str]) -> str:
        return names.id(at[0]) or "?"  # of what there is none here it is no quotient

    def spelt(line: str) -> str:
        line = names.with_target(line)
        line = _OF_NEURON.sub(known, _OLD_NAME.sub(known, line))
        line = _DERIVATIVE.sub(slope, _AFTERWARDS.sub(r"_\1", line))
        return _NAME.sub(known, line)

    return spelt


def read_text_notes(path: Path, solution: Solution | None) -> tuple[Claims, tuple[tuple[int, str], ...]]:
    """Return the claims of plain text notes, and the lines that could not be placed; raises ContentError.

    Without an example the lines are arithmetic alone.
    """
    return claims_in(read_text(path, "notes to read"), path.name, str(path), solution)


def _names(vocabulary: Vocabulary) -> list[str]:
    """Return the names of an example's neurons and parameters, in their order."""
    kinds = {"net", "input", *PARAMETERS}
    found = (quantity.names[0] for quantity in vocabulary.known.values() if quantity.kind in kinds)
    return list(dict.fromkeys(found))


def claims_in(
    text: str, title: str, where: str, solution: Solution | None
) -> tuple[Claims, tuple[tuple[int, str], ...]]:
    """Return the claims of a text, and the lines that could not be placed; `where` is what its faults are told of.

    Raises ContentError where none of its lines could be.
    """
    conventions = {**OURS, "decimal": "," if printed.has_comma_alone(text) else "."}
    vocabulary = Vocabulary({} if solution is None else solution.trace.quantities, conventions)
    values = {} if solution is None else {id: number.value for id, number in solution.numbers.items()}
    net = None if solution is None else solution.example.network
    notes = read_notes(text, Names(vocabulary.known, values, net), comma=vocabulary.comma)
    source = Source(title=title, author="", url="", note="", conventions=conventions)
    claims: list[Claim] = []
    lines = text.splitlines()
    unplaced = list(notes.unplaced)
    for said in notes.said:
        faults = Faults(where)
        claim = understood(vocabulary, replace(said, number=len(claims) + 1), faults.note)
        if claim is None:
            unplaced.append((said.number, lines[said.number - 1].strip()))
        else:
            claims.append(claim)
    if not claims:
        wanted, known = "lines such as net_H1 = 0.3825", ", ".join(_names(vocabulary))
        first = next((line for _, line in unplaced if "=" in line), "")
        cure = f"the names here are {known}" if first and known else "write a name, =, and the number"
        got = f"{shortened(first)} and nothing that could be read" if first else "none that could be read"
        raise ContentError([Fault(where=where, wanted=wanted, got=got, cure=cure)])
    return Claims(path=where, source=source, claims=tuple(claims)), tuple(sorted(set(unplaced)))
