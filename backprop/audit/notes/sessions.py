"""What a program prints at a prompt or into a notebook: each name with its value on a line, as it stands in notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..source.printed import DASHES
from .dialects import in_one

_ASIDE = re.compile(
    r"(?<!\s)\s*(?:,\s*)?(?:grad_fn\s*=\s*<[^<>]*>|(?:requires_grad|device|dtype)\s*=\s*(?:'[^']*'|[\w.:]+))"
)
_SCALAR = re.compile(
    rf"(?:(?:np|numpy|jnp|torch|tf)\.)?(?:tensor|array|float\d\d)\(\s*([-+{DASHES}]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*\)"
)
_CALLED = (
    r"(?:print\()?(?:(?:np\.)?round\()?([^=()\s,]+?)(?:\.(?:item|tolist|numpy|round|detach)\(\d*\))*(?:,\s*\d+)?\)*"
)
_ASKED = re.compile(rf"\s*(?:>>>|In\s*\[\d*\]:)\s*{_CALLED}\s*\Z")
_ASKED_ABOVE = re.compile(r"\s*(?:print\()?([^=()\s]+)\)?\s*")  # the last line of a cell
_ANSWERED = re.compile(r"\s*Out\s*\[\d*\]:\s*")
_VALUE = re.compile(rf"\s*(?:[-+{DASHES}(\[{{.\d]|[\w.]+\()")  # and not the head of a table, say
_PROMPT = re.compile(r"\s*(?:>>>|In\s*\[\d*\]:|Out\s*\[\d*\]:)\s?")
_CONTAINED = re.compile(r"Parameter\s+containing:\s*\Z")
_ARRAY = re.compile(r"\s*(?:(?:np|numpy|jnp|torch|tf)\.)?(?:array|tensor|matrix)?\(?\s*\[")


_OF_NEURONS = frozenset({"net", "in", "z", "out", "a", "activation", "output", "delta", "δ", "error"})
_KEY = r"[\"']([^\"'{}:]{1,40})[\"']\s*:\s*"
_PAIR = re.compile(rf"{_KEY}(?:[-+]?\.?\d|\{{)")
_PIECE = re.compile(
    r"[\"'](?P<open>[^\"'{}:]{1,40})[\"']\s*:\s*\{|(?P<close>\})"
    r"|[\"'](?P<key>[^\"'{}:]{1,40})[\"']\s*:\s*(?P<number>[-+]?\d[\d.]*(?:e[-+]?\d+)?)",
    re.IGNORECASE,
)


def _joined(key: str, outer: str = "") -> str:
    """Return what a key means below another: `w1` below `grads`, `net` below `h1`; a pass, as others, says nothing."""
    around = outer.casefold()
    if kind := next((kind for kind in ("grad", "new") if around.startswith(kind)), ""):
        return f"{kind}_{key}"
    if around in _OF_NEURONS:
        return f"{outer}_{key}"
    return f"{key}_{outer}" if key.casefold() in _OF_NEURONS else key


def flat(text: str) -> str:
    """Return a text in which what JSON or a dictionary says stands as `name = number`; inner names behind outer ones.

    Every line stays where it is.
    """
    outer: list[str] = []
    paired = bool(_PAIR.search(text))

    def said(line: str) -> str:
        if paired and re.fullmatch(r"[\s{}\[\],]*", line) and not outer:
            return ""
        if not _PAIR.search(line) and not (outer and re.search(r"[{}]", line)):
            return line
        found = []
        for at in _PIECE.finditer(line):
            if at["open"]:
                outer.append(at["open"])
            elif at["close"] and outer:
                outer.pop()
            elif at["key"]:
                found.append(f"{_joined(at['key'], *outer[-1:])} = {at['number']}")
        return "; ".join(found)

    return "\n".join(map(said, text.split("\n")))


def _alone(line: str) -> str:
    """Return the name on a line that says nothing else, since its value stands below; nothing of any other line."""
    text = _CONTAINED.sub("", line).strip()
    name = text[:-1].strip() if text.endswith((":", "=")) else ""
    return "" if re.search(r"[=:\[\]|]", name) else name


def answered(lines: Sequence[str]) -> list[str]:
    """Return lines in which what is asked at a prompt, or named above an array, stands on the line of its value."""
    found = in_one([_SCALAR.sub(r"\1", _ASIDE.sub("", line)) for line in lines])
    name = ""  # of what stands below
    last = 0  # line that is not empty
    for at, line in enumerate(found):
        asked = _ASKED.match(line)
        if _ANSWERED.match(line) and not name and (above := _ASKED_ABOVE.fullmatch(found[last])):
            name, found[last] = above[1], ""
        last = at if line.strip() else last
        if asked:
            name, found[at] = asked[1], ""
        elif name and not _ANSWERED.fullmatch(line):
            if _VALUE.match(_ANSWERED.sub("", line)):
                found[at] = f"{name} = {_ANSWERED.sub('', line).strip()}"
            name = ""
        elif (alone := _alone(line)) and _ARRAY.match("".join(found[at + 1 : at + 2])):
            name, found[at] = alone, ""
        found[at] = _PROMPT.sub("", found[at])
    return found
