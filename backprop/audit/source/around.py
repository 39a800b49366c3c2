"""What stands around the lines of notes: headings that say of which sample or pass they are, tables with heads, words.

All of it is turned into lines of the one form `name = … = number`, each with what the headings above it say.

Longer than most: every way of saying where a line belongs stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ...network.quantity import id_of
from .layers import Layers
from .matrices import matrices_in_line
from .names import Names
from .printed import read

_WORD = r"(?:sample|example|pattern|instance|record|row|point|case|observation|tuple|beispiel|muster|fall)"
_COUNT = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_PASS = (
    r"(?:(?:epoch|round|iteration|pass)\s*\d+\s*[,:;/–—-]?\s*)?(?:(?:forward|backward)\s+pass\s*[,:;–—(-]?\s*)?"
    r"(?:(?:for|with|of|on)\s+(?:the\s+)?)?(?:(?:training|data|input)\s+)?"
)
_SAMPLE = re.compile(
    rf"{_PASS}(?:(?P<nth>{'|'.join(_COUNT)}|\d{{1,3}}\.)\s+(?:training\s+)?{_WORD}"
    rf"|{_WORD}\s*(?:(?:no|nr)\.?|number|\#)?\s*\(?(?P<number>\d{{1,3}}))\b\)?\s*(?:\([^()]*\))?\s*(?:[:.)]|[-–—]\s)?\s*",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"(?:[inkp]\s*=\s*|\()(?P<number>\d{1,3})\)?\s*:?", re.IGNORECASE)  # i = 1, or (1), alone
_TURN = re.compile(r"(?:iteration|update|step)\s*(?P<number>\d{1,3})\s*:?", re.IGNORECASE)  # online, of a sample
_SAMPLE_ASIDE = re.compile(rf"\(\s*{_WORD}\s*\#?(\d{{1,3}})\s*\)", re.IGNORECASE)
_RULED = re.compile(r"\A[#=*_~\s–—-]*(?=\w)|(?<=\w)[\s:]*[=*_~–—-]*\Z|(?<=\))\s*[-=–—]+\Z")
_TEX_HEAD = re.compile(r"\A\\(?:textbf|textit|emph|underline|(?:sub)*section\*?|paragraph\*?)\{(.*)\}\s*:?\Z")
_TEX_FRAME = re.compile(r"\A\\(?:begin|end)\{[a-z]+\*?\}(?:\{[^}]*\})?\Z")
_ALL = re.compile(
    r"(?:the\s+)?(?:mean|average|batch|sum|total|both|all|overall|together|mittelwert|summe|alle)\b", re.IGNORECASE
)
_AFTER = re.compile(
    r"\b(?:after\s+(?:the|one|an?|this|round\s+1|step\s+1)?\s*(?:weight\s+|parameter\s+)?(?:update|step|round|iteration)s?"
    r"|(?:second|new|next)\s+forward|\A(?:epoch|iteration|round)\s*2\b|(?:with|using)\s+(?:the\s+)?(?:new|updated)\s+(?:weights|parameters)"
    r"|nach\s+dem\s+update)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:before|backward|forward\s+pass\s*\Z|first\s+forward)\b", re.IGNORECASE)
_CELLS = re.compile(r"\A\|(.*)\|\Z")
_RULE = re.compile(r"\A[\s|:-]*-[\s|:-]*\Z")
_VALUE = frozenset({"value", "result", "number", "wert", "ergebnis", "="})
_WORKING = frozenset({"computation", "calculation", "working", "formula", "line", "rechnung", "how"})
_GIVEN = frozenset({"old", "before", "alt"})
_OF_ROWS = {"gradient": "grad", "new": "new", "after": "new", "neu": "new", "change": "change", "step": "change"}
_NUMBER = re.compile(r"[-+−]?[\d.,]*\d(?:e[-+−]?\d+)?")
_OF_ONE = re.compile(r"\A([^\W\d]\w*)\s*:\s*(?=[^\W\d][\w∂/ ]*=)")  # h1: net = …, out = …
_IN_CODE = re.compile(r"\s*(?:\#|//|%)\s*(?:=|->|→)?\s*([-+−]?\d[\d.,]*\d)\s*\Z")
_TAKEN_OFF = re.compile(r"\A([^\W\d][\w\[\]]*)\s*([-+])=\s*(?=.*=)")
_SAID = re.compile(
    r"\s+(?:is|are|equals|becomes|comes\s+to|gives|ist|beträgt)\s+(?:now\s+)?(?=[-+−]?\.?\d)", re.IGNORECASE
)
_CLAUSE = re.compile(r",?\s+(?:and|so|thus|hence)\s+(?=(?:the|its|our)\b)", re.IGNORECASE)
_LEAD = re.compile(r"\A(?:(?:so|thus|hence|then|and|now)\b,?\s*)?(?:(?:the|our)\s+)", re.IGNORECASE)
_OF = re.compile(
    r"\b(?:net input|output|activation|delta|error signal|error|gradient)\s+of\s+([^\W\d]\w*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A line of notes by its number, and what the headings above it say: its sample, 0 for none, and which pass."""

    number: int
    text: str
    sample: int = 0
    after: bool = False  # the update


def lines_of(text: str, names: Names) -> Iterator[Read]:
    """Yield the lines of notes that are no headings; a row of a table is a line for each of its numbers."""
    at = Read(number=0, text="")
    head: Sequence[str] | None = None
    raw = _joined(matrices_in_line(text).splitlines())
    layers = Layers(names.net, names, raw)
    raw = [layers.named(line) for line in raw]
    layer = 0
    for number, line in enumerate(raw, 1):
        cells = _row(line)
        if cells and number < len(raw) and _RULE.match(raw[number].strip()):
            head = cells
            if any(_is_head(cell) for cell in cells[1:]):
                continue
            head = None
        if head is not None and _RULE.match(line.strip()) and "|" in line:
            continue
        if head is not None and cells and len(cells) == len(head):
            made = list(_of_row(head, cells, names))
            yield from (replace(at, number=number, text=one) for one in made)
            if made:
                continue
        elif not cells:
            head = None
        found = _headed(line, at, names)
        if found is not None:
            at, line = found
            if not line:
                continue
        heading = layers.headed(_RULED.sub("", line.strip()).strip())
        if heading is not None:
            layer = heading
            continue
        said = layers.at_once(line, at.sample) or _in_one_form(layers.numbered(line, layer), names)
        yield from (replace(at, number=number, text=part) for part in said)


def _row(line: str) -> list[str]:
    found = _CELLS.match(line.strip())
    return [re.sub(r"\*\*|[`$]", "", cell).strip() for cell in found[1].split("|")] if found else []


def _is_head(cell: str) -> bool:
    return bool(cell) and not _NUMBER.fullmatch(cell)


def _of_row(head: Sequence[str], cells: Sequence[str], names: Names) -> Iterator[str]:
    """Yield what a row of a table says, by the heads of its columns and its own."""
    name, *values = cells
    worked = ""
    for title, cell in zip(head[1:], values, strict=True):
        plain = title.casefold().strip(" .:")
        if plain in _WORKING:
            worked = f"{cell} = "
        elif _NUMBER.fullmatch(cell) and plain in _VALUE:
            yield f"{name} = {worked}{cell}"
        elif _NUMBER.fullmatch(cell) and plain not in _GIVEN:
            kind = _OF_ROWS.get(plain, title)
            found = next(
                (each for each in (f"{kind}_{name}", f"{name}_{kind}", f"{kind} {name}") if names.id(each)), ""
            )
            if found:
                yield f"{found} = {cell}"


def _headed(line: str, at: Read, names: Names) -> tuple[Read, str] | None:
    """Return what a heading says of the lines below it, and what else stands in it; None of a line that is none."""
    bare = _RULED.sub("", _TEX_HEAD.sub(r"\1", line.strip())).strip()
    if _TEX_FRAME.match(line.strip()):
        return at, ""
    alone = _ONE_OF.fullmatch(bare) or (_TURN.fullmatch(bare) if names.online else None)
    if alone and int(alone["number"]) in names.samples:
        return Read(number=0, text="", sample=int(alone["number"])), ""
    if (whose := names.sample_given(bare)) and whose in names.samples:
        return Read(number=0, text="", sample=whose), ""
    found = _SAMPLE.match(bare) if names.samples else None
    sample = (int(found["number"]) if found["number"] else _count(found["nth"])) if found else 0
    if found and sample in names.samples:
        rest = bare[found.end() :].strip()
        if "=" not in rest or not rest:
            return Read(number=0, text="", sample=sample, after=bool(_AFTER.search(rest))), ""
        whole = _SAMPLE.sub("", line.strip().lstrip("#*-= "), count=1)
        return replace(at, sample=sample), whole
    if "=" in bare or re.search(r"\d[.,]\d", bare):
        return None
    if _AFTER.search(bare) and not (names.samples and re.match("iteration", bare, re.IGNORECASE)):  # one of a sample
        return replace(at, after=True), ""
    if at.sample and _ALL.match(bare):
        return replace(at, sample=0), ""
    if at.after and _BEFORE.search(bare):
        return replace(at, after=False), ""
    return None


def _count(nth: str) -> int:
    return _COUNT.get(nth.casefold()) or int(nth.rstrip("."))


def _in_one_form(line: str, names: Names) -> Iterator[str]:
    """Yield what a line says in words, code or under the name of a neuron as `name = … = number`."""
    if "=" in line:
        line = _IN_CODE.sub(r" = \1", line) if _IN_CODE.search(line) else _taken(line, names)
    line = _TAKEN_OFF.sub(r"new \1 = \1 \2 ", line)
    of_one = _OF_ONE.match(line)
    if of_one and names.id(id_of("net", of_one[1])):
        rest = line[of_one.end() :]
        yield from (re.sub(r"\A\s*([^=]*?)\s*=", rf"\1_{of_one[1]} =", part) for part in re.split(r"[,;]\s+", rest))
        return
    if "=" in line or not _SAID.search(line):
        yield line
        return
    subject = ""
    for part in _CLAUSE.split(line):
        said = _LEAD.sub("", _SAID.sub(" = ", part.strip(), count=1))
        whose = _OF.search(said)
        subject = whose[1] if whose else subject
        yield re.sub(r"\Aits\s+(\w+)", rf"\1 of {subject}", said, flags=re.IGNORECASE) if subject else said


def _taken(line: str, names: Names) -> str:
    """Return `w5 += -0.5 * 0.09 = -0.045`, which ends with what is added and not with what comes out, as the change."""
    found = _TAKEN_OFF.match(line)
    number = read(line.rpartition("=")[2].strip()) if found else None
    if found is None or number is None or names.fits(id_of("new", found[1]), number):
        return line
    return f"change {found[1]} = {line[found.end() :]}" if found[2] == "+" else line[found.end() :]


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
        bare = re.sub(r"\s*(?:\\\\|\\newline)\s*\Z", "", line)
        if found and re.match(r"\s*&?\s*[=≈]\s*\S", bare) and re.search(r"[=≈]", found[begun]):
            found[begun] += " " + re.sub(r"\A\s*&?\s*", "", bare)
            found.append("")
        else:
            found.append(re.sub(r"&\s*(?==)", "", bare))
            begun = len(found) - 1
    return found
