"""What stands around the lines of notes: headings that say of which sample, pass or round the lines below them are.

Longer than most: every kind of heading stands in one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ..source import printed
from ..source.names import Names
from . import moments, tables
from .called import by_place
from .ends import by_name
from .grids import in_bars
from .groups import kind_ahead, kind_of, of_its_kind
from .indexed import in_tex, last_number
from .layers import Layers
from .look import bare
from .matrices import matrices_in_line
from .sessions import flat
from .statements import parted, statements
from .tables import EPOCH, SAMPLE

_COUNT = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_PASS = (
    r"(?:pass\s*\d+\s*[,:;/–—-]?\s*)?(?:(?:forward|backward)\s+pass\s*[,:;–—(-]?\s*)?"
    r"(?:(?:for|with|of|on)\s+(?:the\s+)?)?(?:(?:training|data|input)\s+)?"
)
_SAMPLE = re.compile(
    rf"{_PASS}(?:(?P<nth>{'|'.join(_COUNT)}|\d{{1,3}}\.)\s+(?:training\s+)?{SAMPLE}"
    rf"|{SAMPLE}\s*(?:(?:no|nr|nº|n°|№|núm)\.?|number|\#)?\s*\(?(?P<number>\d{{1,3}}))\b\)?\s*(?:\([^()]*\))?\s*(?:[:.)]|[-–—]\s)?\s*",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"(?:[inkp]\s*=\s*|\()(?P<number>\d{1,3})\)?\s*:?", re.IGNORECASE)  # i = 1, or (1), alone
_EPOCH = re.compile(
    rf"{EPOCH}\s*(?:no\.?|[\#=:])?\s*(?P<number>\d{{1,6}})(?:\s*/\s*\d+)?\b\s*[:.,;/)–—-]*\s*", re.IGNORECASE
)
_TURN = re.compile(r"(?:iteration|update|step)\s*(?P<number>\d{1,3})\s*:?", re.IGNORECASE)  # online, of a sample
_SAMPLE_ASIDE = re.compile(rf"\(\s*{SAMPLE}\s*\#?(\d{{1,3}})\s*\)", re.IGNORECASE)
_INPUTS = re.compile(  # For input (0, 1): or x = [0, 1], t = 1:
    r"(?:[^\W\d][^=()\[\]\d]{0,30}=?\s*|\([^()=]{1,60}\)\s*=\s*)?[(\[]\s*(?P<numbers>[-+−\d.]+(?:\s*[,;]\s*[-+−\d.]+)*)\s*[)\]]"
    r"(?:\s*(?:,|→|->)?\s*(?:[^\W\d]+\s*=?\s*)?[-+−\d.]*\d)?\s*(?:[:：]\s*|\Z)"
)
_OF_NEURON = re.compile(
    r"(?:for\s+|the\s+)*(?:(?P<layer>hidden|output)\s+)?(?P<word>neuron|unit|node|neurone|neurona|neurônio|нейрон|神经元)?\s*"
    r"(?P<name>[^\W\d]\w*|\d{1,2})\s*[:：]?",
    re.IGNORECASE,
)
_RULED = re.compile(r"\A[#=*_~\s–—-]*(?=\w)|(?<=\w)[\s:]*[=*_~–—-]*\Z|(?<=\))\s*[-=–—]+\Z")
_WIDE = re.compile(r"[^\S\n\t]{40,}")  # so many blanks between two columns say no more than fewer do
_SECTION = re.compile(r"\A\[(?:\w+\.)?(\w+)\]\Z")  # of a file
_LETTERED = re.compile(r"\A\(?[a-z]\)\s+(?=[^\W\d]+\s)", re.IGNORECASE)  # (a) First pattern
_TEX_HEAD = re.compile(r"\A\\(?:textbf|textit|emph|underline|(?:sub)*section\*?|paragraph\*?)\{(.*)\}\s*:?\Z")
_TEX_FRAME = re.compile(r"\A\\(?:begin|end)\{[a-z]+\*?\}(?:\{[^}]*\})?\Z")
_ALL = re.compile(
    r"(?:the\s+)?(?:mean|averaged?|summed|batch|sum|total|both|all|overall|together|mittelwert|summe|alle)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:after\s+(?:the|one|an?|this|round\s+1|step\s+1)?\s*(?:weight\s+|parameter\s+)?(?:update|step|round|iteration)s?"
    r"|(?:second|new|next)\s+forward|(?:with|using)\s+(?:the\s+)?(?:new|updated)\s+(?:weights|parameters)"
    r"|nach\s+dem\s+update)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:before|backward|forward\s+pass\s*\Z|first\s+forward)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A line of notes by its number, and what the headings above it say: its sample, 0 for none, and which pass.

    `done` updates are over before the pass; `counted` says that a heading counts the rounds, so that new parameters
    below it are those after one more; `state` that all is as so many leave it.
    """

    number: int
    text: str
    sample: int = 0
    done: int = 0
    counted: bool = False
    state: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Above:
    """What headings say of the names below them: their layer, 0 for none, their neuron, and their kind."""

    layer: int = 0
    neuron: str = ""
    kind: str = ""


def lines_of(text: str, names: Names) -> Iterator[Read]:
    """Yield the statements of notes that are no headings; a row of a table is a line for each of its numbers."""
    read = Read(number=0, text="")
    head: Sequence[str] | None = None
    begun: int | None = None  # the first round of a table
    raw, heads, layers = _prepared(text, names)
    if not names.online and moments.count_rounds(raw, names.rounds):
        raw = [moments.as_epoch(line) for line in raw]
    first = min((int(at["number"]) for line in raw if (at := _EPOCH.match(_unruled(line)))), default=1)
    named = any(_SAMPLE.match(_unruled(line)) for line in raw)
    turns = names.online or (bool(names.samples) and names.rounds == 1 and not named)
    above = _Above()
    for number, line in enumerate(raw, 1):
        cells = tables.row(line)
        if number - 1 in heads:
            head, begun = cells if tables.is_head(cells) else None, None
            if head:
                continue
        if head is not None and tables.is_rule(line):
            continue
        if head is not None and len(cells) == len(head):
            made = tables.said(head, cells, names)
            epochs = [cell.epoch for cell in made if cell.epoch is not None]
            begun = min(epochs, default=None) if begun is None else begun
            yield from (_of_cell(replace(read, number=number, text=cell.text), cell, begun) for cell in made)
            if made:
                continue
        elif not cells and line.strip():
            head = None
        found = _headed(line, read, names, min(first, 1), turns)
        if found is not None:
            read, line = found
            above = replace(above, neuron="", kind="")
            if not line:
                continue
        if line.strip() and not re.search(r"\d\W*\Z|[=:：].*\d", line):
            above = replace(above, neuron="", kind="")  # words alone end a group
        headed = _group(line, above, names, layers)
        if headed is not None:
            above = headed
            continue
        yield from _below(above, replace(read, number=number, text=line), names, layers)


def _group(line: str, above: _Above, names: Names, layers: Layers) -> _Above | None:
    """Return what a heading of a layer, a kind or a neuron says of the lines below it; None of a line that is none."""
    bare = _unruled(line)
    layer = layers.headed(bare)
    if layer is not None:
        return _Above(layer=layer)
    if not re.search(r"\d\W*\Z|[=:：].*\d", line) and (kind := kind_of(bare)):
        return replace(above, kind=kind)
    neuron = _neuron_of(_SECTION.sub(r"\1", bare), names)
    return replace(above, neuron=neuron) if neuron else None


def _below(above: _Above, read: Read, names: Names, layers: Layers) -> Iterator[Read]:
    """Yield the statements of a line below its headings."""
    line, kind = read.text, above.kind or kind_ahead(_unruled(read.text))
    if moment := moments.ahead(_unruled(line), names.rounds):
        read, line = replace(read, done=moment[0], counted=True, state=True), moment[1]
    here = names.within(read.sample) if read.sample else names
    said = layers.at_once(line, read.sample) or [
        one
        for part in statements(line, here, partial(_is_known, here, layers))
        for one in layers.at_once(part, read.sample) or [layers.numbered(part, above.layer)]
    ]
    for part in said:
        when = moments.behind(part)
        own = replace(read, done=when[0], state=True) if when else read
        text = of_its_kind(when[1] if when else part, kind, here)
        yield replace(own, text=_of_its_neuron(text, above.neuron, here))


def _prepared(text: str, names: Names) -> tuple[list[str], frozenset[int], Layers]:
    """Return the lines of notes in one look, which of them are heads of tables, and what they call layers by."""
    named, placed = by_name(names.net), by_place(names.net)
    looks = [
        placed(named(bare(line if names.samples else in_tex(line))))
        for line in matrices_in_line(flat(in_bars(_WIDE.sub(" " * 40, text)))).splitlines()
    ]
    raw, heads = tables.with_bars(_joined(looks), names)
    layers = Layers(names.net, names, [part for line in raw for part in parted(line, names)])
    return [layers.named(line) for line in raw], heads, layers


def _neuron_of(line: str, names: Names) -> str:
    """Return the neuron that a heading is of; nothing of a line that is none."""
    found = _OF_NEURON.fullmatch(line) if names.net else None
    if found is None or names.net is None:
        return ""
    column = names.net.columns[-1 if (found["layer"] or "").casefold() == "output" else 1]
    if found["name"].isdigit() and found["word"] and found["layer"]:
        place = int(found["name"]) - 1
        return column[place] if 0 <= place < len(column) else ""
    known = {name.casefold(): name for name in names.neurons}
    return known.get(found["name"].casefold(), "") if not found["name"].isdigit() or found["word"] else ""


def _of_its_neuron(line: str, neuron: str, names: Names) -> str:
    """Return a line that says `net = …` or `output = …` below the heading of a neuron as one about that."""
    name, equals, rest = line.partition("=" if "=" in line else ":")
    whole = f"{name.strip()}_{neuron}"
    if not neuron or not equals or not names.id(whole):
        return line
    number = printed.read(last_number(f"={rest}"))
    own = names.id(name)
    return line if own and number and names.fits(own, number) else f"{whole} = {rest.strip()}"


def _is_known(names: Names, layers: Layers, name: str) -> bool:
    return bool(names.id(name)) or layers.speaks_of(name)


def _of_cell(read: Read, cell: tables.Cell, begun: int | None) -> Read:
    """Return a line with what its row or column says of it; a round 1 at the top may be that of the first update."""
    read = replace(read, sample=cell.sample or read.sample)
    if cell.epoch is None:
        return read
    done = cell.epoch - 1 if begun == 1 else cell.epoch
    return replace(read, done=done, counted=True, state=begun != 1)


def _unruled(line: str) -> str:
    return _RULED.sub("", line.strip()).strip()


def _headed(line: str, at: Read, names: Names, first: int, turns: bool) -> tuple[Read, str] | None:
    """Return what a heading says of the lines below it, and what else stands in it; None of a line that is none.

    `first` is the number of the first round; `turns` says that iterations are those of samples.
    """
    if _TEX_FRAME.match(line.strip()):
        return at, ""
    bare = _LETTERED.sub("", _unruled(_TEX_HEAD.sub(r"\1", line.strip())))
    epoch = None if turns and re.match("iter", bare, re.IGNORECASE) else _EPOCH.match(bare)  # a sample's
    if epoch:
        at = Read(number=0, text="", done=int(epoch["number"]) - first, counted=True)
        bare = bare[epoch.end() :].strip(" ()")
        return _headed(bare, at, names, first, turns) or (at, bare)
    alone = _ONE_OF.fullmatch(bare) or (_TURN.fullmatch(bare) if turns else None)
    if alone and int(alone["number"]) in names.samples:
        return _of_sample(at, int(alone["number"])), ""
    if (whose := names.sample_given(bare)) and whose in names.samples:
        return _of_sample(at, whose), ""
    inputs = _INPUTS.match(bare) if names.samples else None
    if inputs and (whose := names.sample_at(re.split("[,;]", inputs["numbers"]))):
        return _of_sample(at, whose), bare[inputs.end() :]
    found = _SAMPLE.match(bare) if names.samples else None
    sample = (int(found["number"]) if found["number"] else _count(found["nth"])) if found else 0
    if found and sample in names.samples:
        rest = bare[found.end() :].strip()
        if "=" not in rest or not rest:
            at = _of_sample(at, sample)
            return replace(at, done=at.done or int(bool(_AFTER.search(rest)))), ""
        whole = _SAMPLE.sub("", line.strip().lstrip("#*-= "), count=1)
        return replace(at, sample=sample), whole
    if "=" in bare or re.search(r"\d[.,]\d", bare):
        return None
    if _AFTER.search(bare) and not (turns and re.match("iter", bare, re.IGNORECASE)):  # one of a sample
        return replace(at, done=1, counted=False), ""
    if at.sample and _ALL.match(bare):
        return replace(at, sample=0), ""
    if at.done and not at.counted and _BEFORE.search(bare):
        return replace(at, done=0), ""
    return None


def _of_sample(at: Read, sample: int) -> Read:
    """Return what a sample's heading says; it begins anew, unless the round is counted."""
    return replace(at, sample=sample) if at.counted else Read(number=0, text="", sample=sample)


def _count(nth: str) -> int:
    return _COUNT.get(nth.casefold()) or int(nth.rstrip("."))


def aside_of(line: str, names: Names) -> tuple[int, str]:
    """Return the sample that stands in brackets behind a name, 0 if none, and the line without it."""
    at = _SAMPLE_ASIDE.search(line.partition("=")[0])
    if at is None or int(at[1]) not in names.samples:
        return 0, line
    return int(at[1]), f"{line[: at.start()]}{line[at.end() :]}".strip()


def _joined(lines: Iterable[str]) -> list[str]:
    """Return lines in which one goes on, `&= …` in TeX or `= …` below it, as one; others as they are."""
    found: list[str] = []
    begun = 0  # where the last line stands that may go on
    for line in lines:
        if found and re.match(r"\s*&?\s*[=≈]\s*[^\s=]", line) and re.search(r"[=≈]", found[begun]):
            found[begun] += " " + re.sub(r"\A\s*&?\s*", "", line)
            found.append("")
        else:
            found.append(re.sub(r"&\s*(?=[=≈])", "", line))
            begun = len(found) - 1
    return found
