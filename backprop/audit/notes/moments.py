"""What a line of notes says of its time: before the update or after it, after how many rounds, or at the end of all."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

_NUMBERS = {"one": 1, "a": 1, "an": 1, "first": 1, "1st": 1, "two": 2, "second": 2, "2nd": 2, "three": 3, "third": 3}
_TURN = r"(?:update|step|round|iteration|epoch|training|learning|aktualisierung|runde|actualización|época)s?"
_AHEAD = re.compile(  # After 2 epochs: w1 = …, Error before the update: 0.0826, Final weights: w1 = …
    rf"(?P<what>(?:[^\W\d]+\s+){{0,3}})(?:(?:before|vor|antes\s+de|(?P<later>after|nach|después\s+de|tras))\s+(?:(?:the|dem|der|la)\s+)?"
    rf"(?:(?P<count>\d{{1,6}}|{'|'.join(_NUMBERS)})\s+)?(?:of\s+)?(?:(?:weight|parameter|training|full)\s+)?{_TURN}(?:\s+(?P<number>\d{{1,6}}))?"
    rf"|(?P<end>final|trained)\s+(?:weights?|parameters?|bias(?:es)?|outputs?|values?|loss|error))"
    r"(?:\s*[:：,]\s*(?=.*\d)|\s+(?=[^\W\d]\w*\s*(?:=|:|is\b|becomes\b|wird\b)))",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?<=\d)\s*\(\s*(?:before|initially|at\s+first|vorher|antes|avant|(?P<later>after|at\s+the\s+end|nachher|después|après))"
    rf"(?:\s+(?:the\s+)?{_TURN})?\s*\)\s*[.;,]?\s*\Z",
    re.IGNORECASE,
)
_TURNS = r"(?:training\s+)?(?:step|update|pass)"
_STEP = re.compile(rf"\s*[-*•\#]*\s*{_TURNS}\s*\#?(?P<number>\d{{1,6}})\s*(?P<alone>:?\s*\Z)?", re.IGNORECASE)
_SAYS = re.compile(r"[\s:,;)–—-]*(?P<name>[^\W\d][\w ()/∂]{0,40}?)\s*[=:]")


def ahead(line: str, rounds: int) -> tuple[int, str] | None:
    """Return how many updates are done by what a line begins with, and the rest of it; None of any other line.

    `rounds` are how many there are at the end. A name before it stays: of `Error after the update: 0.08` that is
    `Error = 0.08`.
    """
    found = _AHEAD.match(line)
    if found is None:
        return None
    rest, what = line[found.end() :], (found["what"] or "").strip()
    if what and re.fullmatch(r"[-+−]?[\d.,]*\d\W*", rest):
        rest = f"{what} = {rest}"
    if found["end"]:
        return rounds, rest
    count = (found["count"] or found["number"] or "").casefold()
    whole = not count and re.search(r"training|learning", found[0], re.IGNORECASE)
    done = rounds if whole else int(count) if count.isdigit() else _NUMBERS.get(count, 1)
    return (done if found["later"] else 0), rest


def behind(line: str) -> tuple[int, str] | None:
    """Return how many updates are done by what stands in brackets behind a number, and the line without it."""
    found = _BEHIND.search(line)
    return (int(bool(found["later"])), line[: found.start()]) if found else None


def count_rounds(lines: Sequence[str], rounds: int) -> bool:
    """Return whether `step 1: loss = …` counts rounds and no steps of the working: the same is said in each of them.

    Headings alone do where there are several rounds, and what is said below one is said below another again.
    """
    inline, below, at = list[tuple[str, str]](), dict[str, set[str]](), ""
    for line in lines:
        step = _STEP.match(line)
        said = _SAYS.match(line[step.end() :] if step else line)
        if step and step["alone"] is None and said:
            inline.append((step["number"], said["name"].casefold()))
        elif step:
            at = step["number"]
        elif at and said:
            below.setdefault(at, set()).add(said["name"].casefold())
    again = len({number for number, _ in inline}) > 1 and len({name for _, name in inline}) == 1
    groups = list(below.values())
    return again or (rounds > 1 and any(one & other for one, other in itertools.combinations(groups, 2)))


def as_epoch(line: str) -> str:
    """Return a line in which the step or update that it counts is called an epoch."""
    return re.sub(rf"\b{_TURNS}(?=\s*\#?\d)", "epoch", line, count=1, flags=re.IGNORECASE)
