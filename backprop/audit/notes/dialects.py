"""Sessions of Matlab, R, Julia and Mathematica, and cells that print, as Python's prompt would have them.

Every line stays where it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

PROMPT = ">>> "
_PROMPT = re.compile(r"\s*(?:julia>|octave(?::\d+)?>|>>(?!>)|In\s*\[\d*\]:=)\s*")
_PROMPT_OF_R = re.compile(r"\s*>\s+")
_OF_R = re.compile(r"\s*\[(?:\d+|\d*,\d*)\]\s")  # [1] 0.08, [1,] 0.60 and the head [,1] [,2]
_HEAD_OF_R = re.compile(r"\s*(?:\[,\d+\]\s*)+\Z")
_COUNTED = re.compile(r"\s*\[\d+,?\]\s+")
_OUT = re.compile(r"\s*Out\s*\[\d*\]=\s*(?P<value>.*\d[\s}\])]*)\Z")
_KIND = re.compile(r"\s*\d+(?:-element|×\d+)\s.*:\s*\Z")  # 2-element Vector{Float64}:
_ASSIGNED = re.compile(r"(?P<name>[^\W\d]\w*)\s*(?:=|<-)(?!=).*\Z")
_NAMED = re.compile(r"\s*(?P<name>[^\W\d]\w*)\s*=\s*\Z")  # a1 =
_NUMBER = r"[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_ROW = re.compile(rf"\s*{_NUMBER}(?:\s+{_NUMBER})*\s*\Z")
_PRINTED = re.compile(r"\s*print\(\s*([^=(),\s]+)\s*\)\s*;?\s*\Z")
_CONTAINED = re.compile(r"\s*(?:Parameter\s+containing:\s*)?")
_QUESTION = re.compile(
    r"\s*(?:Q?\d{0,3}[.):]?|\(?[a-z]\))\s*(?:what|which|find|compute|calculate|determine)\s+(?:(?:is|are)\s+)?(?:the\s+)?(.{1,80}?)\s*[?.]\s*\Z",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"\s*(?:ans(?:wer)?|a|sol(?:ution)?)\s*\d{0,3}\s*[.:=]\s*(?P<value>[^=]*\d.*)\Z", re.IGNORECASE)
_LOOP = re.compile(r"\bfor\b.*\bprint\(\s*\w+\s*,\s*\w+\.(grad|data)\s*\)")
_LISTED = re.compile(r"\A\s*([^\W\d][\w.]*)\s+(?=tensor\()")  # fc1.weight tensor([[…]])
_VALUE = re.compile(rf"\s*(?:{_NUMBER}|(?:(?:np\.)?(?:array|tensor)\()?\[.*\](?:,.*)?\)?|tensor\(.*\d.*\))\s*\Z")


def in_one(lines: Sequence[str]) -> list[str]:
    """Return lines in which other programs' sessions look like Python's."""
    found = _asked(_printed(list(lines)))
    below = ""  # what a loop prints of each parameter behind its name
    for at, line in enumerate(found):
        below = ("" if loop[1] == "data" else f".{loop[1]}") if (loop := _LOOP.search(line)) else below
        found[at] = _LISTED.sub(rf"\1{below} = ", line)
    of_r = any(map(_OF_R.match, found)) and any(map(_PROMPT_OF_R.match, found))
    for at, line in enumerate(found):
        prompt = _PROMPT.match(line) or (_PROMPT_OF_R.match(line) if of_r else None)
        if prompt:
            asked = line[prompt.end() :]
            assigned = _ASSIGNED.match(asked)
            below = next((found[i] for i in range(at + 1, len(found)) if found[i].strip()), "")
            if assigned and (_NAMED.match(below) or _is_value(below)):
                asked = "" if _NAMED.match(below) else assigned["name"]  # the value stands below
            found[at] = f"{PROMPT}{asked}" if asked else ""
        elif out := _OUT.match(line):
            found[at] = out["value"].replace("{", "[").replace("}", "]")
        elif _KIND.match(line) or (of_r and _HEAD_OF_R.match(line)):
            found[at] = ""
        elif of_r and _OF_R.match(line):
            found[at] = _COUNTED.sub("", line)
    return _gathered(found)


def _is_value(line: str) -> bool:
    return any(form.match(line) for form in (_ROW, _KIND, _OUT, _OF_R))


def _gathered(lines: list[str]) -> list[str]:
    """Return lines in which the rows of numbers below a name or a prompt are one value behind it."""
    at = 0
    while at < len(lines):
        named = _NAMED.match(lines[at])
        if named or lines[at].startswith(PROMPT):
            begun = next((i for i in range(at + 1, len(lines)) if lines[i].strip()), len(lines))
            end = begun
            while end < len(lines) and _ROW.match(lines[end]):
                end += 1
            rows = [line.split() for line in lines[begun:end]]
            if rows and len({len(row) for row in rows}) == 1:
                whole = ", ".join(f"[{', '.join(row)}]" for row in rows)
                value = rows[0][0] if len(rows) == len(rows[0]) == 1 else f"[{whole}]"
                name = named["name"] if named else lines[at].removeprefix(PROMPT).strip()
                if re.fullmatch(r"\w+", name):
                    lines[at:end] = [f"{name} = {value}", *[""] * (end - at - 1)]
                    at = end - 1
        at += 1
    return lines


def _printed(lines: list[str]) -> list[str]:
    """Return lines in which what a cell prints has the names that it prints: as many values as there are names."""
    at = 0
    while at < len(lines):
        if not _PRINTED.match(lines[at]):
            at += 1
            continue
        run = map(_PRINTED.match, itertools.islice(lines, at, None))
        names = [found[1] for found in itertools.takewhile(bool, run) if found]
        below = (i for i in range(at + len(names), len(lines)) if not _CONTAINED.fullmatch(lines[i]))
        values = list(itertools.islice(below, len(names)))
        if len(values) == len(names) and all(_VALUE.match(lines[i]) for i in values):
            for name, i in zip(names, values, strict=True):
                lines[i] = f"{name} = {lines[i].strip()}"
            unnamed = [i for i in range(at, values[-1]) if i not in values]
            for i in unnamed:
                lines[i] = ""
        at += len(names)
    return lines


def _asked(lines: list[str]) -> list[str]:
    """Return lines in which an answer has the name of what the question above it asks for."""
    asked, place = "", 0
    for at, line in enumerate(lines):
        if answer := _ANSWER.match(line) if asked else None:
            lines[place], lines[at] = "", f"{asked} = {answer['value']}"
        if line.strip():
            asked, place = question[1] if (question := _QUESTION.match(line)) else "", at
    return lines
