"""What would stand on a page as it was typed, or not at all, where its author meant otherwise: each is told."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_CALL = re.compile(r"(?<![\[\w])\[\s*(?P<name>\w+)\((?P<with>[^()\[\]\n]*)\)\s*\](?![\](])|\{\{[^{}\n]*\}\}")
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*")


def single_brackets(text: str, functions: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the words and the cure of each reference that is not in double brackets."""
    for found in _CALL.finditer(text):
        inner = found[0].strip("{}[] ")
        if inner.partition("(")[0].strip() in functions:
            yield text.count("\n", 0, found.start()) + 1, found[0], f"write [[ {inner} ]]"


def cells_beyond(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the words and the cure of each row of a table with more cells than its head: they get lost."""
    lines = text.split("\n")
    wide = 0
    for number, line in enumerate(lines, 1):
        if wide and "|" in line:
            if not _RULE.fullmatch(line) and _cells(line) > wide:
                yield number, line.strip(), f"leave one out, or give the head {_cells(line)}"
        else:
            head = number < len(lines) and "|" in line and _RULE.fullmatch(lines[number])
            wide = _cells(line) if head and _cells(line) == _cells(lines[number]) else 0


def _cells(line: str) -> int:
    return len(re.split(r"(?<!\\)\|", re.sub(r"^\||(?<!\\)\|$", "", line.strip())))
