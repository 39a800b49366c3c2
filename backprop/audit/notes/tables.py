"""Tables in notes, between bars, tabs or semicolons: every number of a row as a line of the form `name = … = number`.

A row may be of a neuron, a parameter or a quantity, its heads saying what; or of a sample or a round, its heads being
names; or the head has a sample for every column.

Longer than most: every way of laying out a table stands in one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..source.names import Names
from ..source.printed import read
from ..source.spelling import plain

SAMPLE = (
    r"(?:sample|example|pattern|instance|record|row|point|case|observation|tuple|beispiel|muster|fall|ejemplo|muestra"
    r"|caso|exemple|échantillon|exemplo|amostra|esempio|campione|voorbeeld|örnek|пример|образец|样本|例)"
)
EPOCH = r"(?:epoch|round|iteration|iter|epoche|runde|durchgang|época|epoca|iteración|轮)"
_CELLS = re.compile(r"\A\|(.*)\|\Z")
_RULE = re.compile(r"\A[\s|:+=-]*[-=][\s|:+=-]*\Z")
_COLUMNS, _BLANKS = (
    re.compile(r"(?<!\\)&"),
    re.compile(r"\s{2,}|(?<=\w)\s(?=[-+−]\d)"),
)  # of TeX; and where nothing else stands between
_SEPARATORS = (*map(re.compile, ("\t", "\t+", ";", ",")), _COLUMNS, _BLANKS)
_TEX_RULE = re.compile(r"(?:\\(?:hline|toprule|midrule|bottomrule)\s*)*")
_NUMBER = re.compile(r"[-+−]?[\d.,]*\d(?:e[-+−]?\d+)?", re.IGNORECASE)
_VALUE = frozenset({"value", "result", "number", "wert", "ergebnis", "=", "valor", "resultado"})
_WORKING = frozenset({"computation", "calculation", "working", "formula", "line", "rechnung", "how"})
_OLD = frozenset(
    {"old", "before", "alt", "oldvalue", "oldweight", "initial", "initialvalue", "current", "currentvalue"}
)
_OF_ROWS = {
    **dict.fromkeys(("gradient", "grad", "de/dw", "dl/dw", "dw", "slope"), "grad"),
    **dict.fromkeys(("new", "after", "neu", "newvalue", "newweight", "updated", "updatedvalue", "nuevo"), "new"),
    **dict.fromkeys(("change", "step", "deltaw"), "change"),
}
_COUNTED = re.compile(r"\(?(\d{1,3})[.)]?")  # a row's number, or its sample's
_ASIDE = re.compile(r"\s*(?:\([^()]*\)|[σφf]\([^()]*\))\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A line that a table says, with the sample and the round of its row or column, where it has them."""

    text: str
    sample: int = 0
    epoch: int | None = None


def with_bars(lines: Sequence[str], names: Names) -> tuple[list[str], frozenset[int]]:
    """Return lines in which tables have bars between their cells, and the numbers of those that are heads, from 0."""
    found, heads, at = list(lines), set[int](), 0
    while at < len(lines):
        run = next(filter(None, (_run(lines, at, separator) for separator in _SEPARATORS)), None) or _names_above(
            lines, at, names
        )
        for number, cells in enumerate(run or (), at):
            found[number] = f"| {' | '.join(cells)} |" if cells else "|---|"
        if run:
            heads.add(at)
        at += len(run or (0,))
    barred = {at for at, line in enumerate(lines) if row(line)}
    for at in sorted(barred):
        below = next((i for i in range(at + 1, len(lines)) if lines[i].strip()), at)
        alone = at - 1 not in barred and is_head(cells := row(lines[at])) and _is_row(row(lines[below]), cells)
        if (below == at + 1 and _RULE.match(lines[below].strip())) or (below > at and alone):
            heads.add(at)
    return found, frozenset(heads)


def _is_row(cells: Sequence[str], head: Sequence[str]) -> bool:
    """Return whether a line below a head, with no rule between them, is a row: it has numbers, the head none."""
    of_numbers = [any(map(_NUMBER.fullmatch, each)) for each in (head, cells)]
    return len(cells) == len(head) > 1 and of_numbers == [False, True]


def _run(lines: Sequence[str], at: int, separator: re.Pattern[str]) -> list[list[str]] | None:
    """Return the cells of a table that begins at a line: a head without numbers, and below it rows that have some."""
    rows: list[list[str]] = []
    for line in lines[at:]:
        if rows and separator is _COLUMNS and _TEX_RULE.fullmatch(line.strip()):
            rows.append([])
            continue
        line = line.strip() if separator is _BLANKS else line.rstrip("\n")
        cells = [cell.strip().strip('"') for cell in separator.split(line)]
        if len(rows) == 1 and len(cells) == len(rows[0]) + 1 and lines[at][:1].isspace():
            rows[0].insert(0, "")  # nothing stands above the names
        if len(cells) < 2 or (rows and len(cells) != len(rows[0])) or "|" in line:
            break
        numbers = sum(map(bool, map(_number_of, cells)))
        if bool(numbers) is not bool(rows) or (not rows and any("=" in cell or ":" in cell for cell in cells)):
            break
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows if len(rows) > 1 else None


def _number_of(cell: str) -> str:
    """Return the number that a cell is, or that its working ends with; nothing of another cell."""
    working, equals, number = cell.rpartition("=")
    number = number.strip()
    return number if _NUMBER.fullmatch(number) and (not equals or re.search(r"\d", working)) else ""


def _names_above(lines: Sequence[str], at: int, names: Names) -> list[list[str]] | None:
    """Return the cells of a line of names with as many numbers on the line below.

    What stands before a colon says of which kind they are: `updated weights: w1, w2`.
    """
    names, below = _of_any(names), lines[at + 1].split() if at + 1 < len(lines) else []
    if not below or not all(map(_NUMBER.fullmatch, below)):
        return None
    label, _, listed = lines[at].strip(" =#*-").rpartition(":")
    above = [_of_kind(label, name, names) for name in re.split(r"[\s,;|]+", listed.strip())]
    several = len(above) > 1 or lines[at].startswith("=")
    return [above, below] if len(above) == len(below) and several and all(map(names.id, above)) else None


def _of_kind(label: str, name: str, names: Names) -> str:
    """Return a name as the words before it mean it, or as it is."""
    kinds = (_OF_ROWS.get(plain(word), _OF_ROWS.get(plain(word).removesuffix("s"), word)) for word in label.split())
    return next((whole for kind in kinds if names.id(whole := f"{kind} {name}")), name)


def row(line: str) -> list[str]:
    """Return the cells of a line with bars; none of any other."""
    found = _CELLS.match(line.strip())
    return [re.sub(r"\*\*|[`$]", "", cell).strip() for cell in found[1].split("|")] if found else []


def is_rule(line: str) -> bool:
    """Return whether a line stands between a head and the rows."""
    return "|" in line and bool(_RULE.match(line.strip()))


def is_head(cells: Sequence[str]) -> bool:
    """Return whether some cells behind the first are words."""
    return any(cell and not _NUMBER.fullmatch(cell) for cell in cells[1:])


def said(head: Sequence[str], cells: Sequence[str], names: Names) -> list[Cell]:
    """Return what a row of a table says, by the heads of its columns and its own."""
    first, names = plain(head[0]), _of_any(names)
    if not names.id(cells[0]) and (between := _between(cells[0], names)):
        cells = [between, *cells[1:]]
    counted = _COUNTED.fullmatch(cells[0].strip())
    if counted and len(head) > 2 and not names.id(cells[0]) and _is_told(cells[1], head[1:], names):
        sample = int(counted[1]) if re.fullmatch(SAMPLE, first) and int(counted[1]) in names.samples else 0
        return [replace(cell, sample=cell.sample or sample) for cell in said(head[1:], cells[1:], names)]
    of_round = bool(counted and re.fullmatch(EPOCH, first))
    if any(map(names.id, head)) and not names.id(cells[0]) and (of_round or not _told_of(cells[0], head, names)):
        return list(_of_names(first, head, cells, names))
    samples, epochs = [_sample(title, names) for title in head[1:]], [_epoch(title) for title in head[1:]]
    if names.id(cells[0]) and ((samples and all(samples)) or None not in epochs):
        told = zip(samples, epochs, cells[1:], strict=True)
        return [Cell(text=f"{cells[0]} = {n}", sample=at, epoch=epoch) for at, epoch, n in told if _NUMBER.fullmatch(n)]
    return [Cell(text=text) for text in _of_row(head, cells, names)]


def _between(cell: str, names: Names) -> str:
    """Return the weight whose ends a cell has, `h1 → y`; nothing of any other cell."""
    ends = [end.strip() for end in re.split(r"\s*(?:→|->|⟶)\s*", cell)]
    weight = names.net.between.get((ends[0], ends[1])) if names.net and len(ends) == 2 else None
    return weight.name if weight else ""


def _of_any(names: Names) -> Names:
    """Return the names as they are where one sample is spoken of: a row's own is told beside its numbers."""
    return names.within(min(names.samples)) if names.samples and not names.mark else names


def _sample(title: str, names: Names) -> int:
    found = re.fullmatch(rf"(?:{SAMPLE}\s*)?[#(]?(\d{{1,3}})\)?", title.strip(), re.IGNORECASE)
    return int(found[1]) if found and int(found[1]) in names.samples else 0


def _epoch(title: str) -> int | None:
    found = re.fullmatch(rf"{EPOCH}\s*#?(\d{{1,6}})", title.strip(), re.IGNORECASE)
    return int(found[1]) if found else None


def _of_names(first: str, head: Sequence[str], cells: Sequence[str], names: Names) -> Iterator[Cell]:
    """Yield what a row says whose heads are names: of one sample, of one round, or of all there is."""
    titles = list(zip(head, cells, strict=True))
    counted = int(cells[0]) if cells[0].isdigit() and not names.id(head[0]) else None
    epoch = counted if re.fullmatch(EPOCH, first) else None
    given = ", ".join(f"{title} = {cell}" for title, cell in titles if names.id(title) and _NUMBER.fullmatch(cell))
    sample = counted if counted in names.samples and epoch is None else names.sample_given(given)
    for title, cell in titles:
        if names.id(title) and _NUMBER.fullmatch(cell):
            yield Cell(text=f"{title} = {cell}", sample=sample, epoch=epoch)


def _titles(title: str) -> Iterator[str]:
    """Yield the ways to read a head: as it is, without what stands in brackets behind it, and that alone."""
    yield title
    if aside := _ASIDE.search(title):
        yield title[: aside.start()].strip()
        yield aside[0].strip(" ()")


def _named(kind: str, name: str, names: Names) -> str:
    """Return what a column's kind and a row's name make together, or nothing."""
    for title in _titles(kind):
        found = (f"{title}_{name}", f"{name}_{title}", f"{title} {name}")
        if known := next((each for each in found if names.id(each)), ""):
            return known
    return ""


def _is_told(name: str, head: Sequence[str], names: Names) -> bool:
    """Return whether a row is about a name, or about what that and the head of a column make."""
    return bool(names.id(name)) or _told_of(name, head, names)


def _told_of(name: str, head: Sequence[str], names: Names) -> bool:
    return any(_named(title, name, names) for title in head[1:])


def _of_row(head: Sequence[str], cells: Sequence[str], names: Names) -> Iterator[str]:
    name, *values = cells
    worked = ""
    for title, cell in zip(head[1:], values, strict=True):
        kinds = [plain(each) for each in _titles(title)]
        if any(kind in _WORKING for kind in kinds):
            worked = f"{cell} = " if cell else ""
        elif _NUMBER.fullmatch(cell) and any(kind in _VALUE for kind in kinds):
            yield f"{name} = {worked}{cell}"
        elif _number_of(cell) and not any(kind in _OLD for kind in kinds):
            kind = next((_OF_ROWS[each] for each in kinds if each in _OF_ROWS), title)
            found = _named(kind, name, names) or _named(title, name, names)
            number = read(_number_of(cell))
            beside_target = "error" in kinds and any("target" in plain(each) for each in head)
            if found and number and (not beside_target or names.fits(names.id(found), number)):  # or it is how far off
                yield f"{found} = {cell}"
