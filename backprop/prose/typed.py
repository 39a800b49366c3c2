"""What would stand on a page as it was typed, or not at all, where its author meant otherwise: each is told."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_CALL = re.compile(r"(?<![\[\w])\[\s*(?P<name>\w+)\((?P<with>[^()\[\]\n]*)\)\s*\](?![\](])|\{\{[^{}\n]*\}\}")
_BY_NAME = re.compile(
    r"(?<![\\\]!\w])\[(?P<words>[^\[\]\n^][^\[\]\n]*)\]\[(?P<name>[^\[\]\n]*)\]|\[(?P<note>\^[\w-]+)\](?![:(])"
)
_DEFINED = re.compile(r"^ {0,3}\[([^\]\n]+)\]:", re.MULTILINE)
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*")

_ITEM = re.compile(r"\s*(?:[-*+]|1\.)\s+\S")
_OF_ITS_OWN = re.compile(r"\s*(?:#|>|<|!!!|\[[^\]]+\]:)")  # lines after which text begins anew, or that are no text


def single_brackets(text: str, functions: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the words and the cure of each reference that is not in double brackets."""
    for found in _CALL.finditer(text):
        inner = found[0].strip("{}[] ")
        if inner.partition("(")[0].strip() in functions:
            yield text.count("\n", 0, found.start()) + 1, found[0], f"write [[ {inner} ]]"


def links_to_nothing(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the words and the cure of each link or note by a name that no line of the text defines."""
    known = {name.casefold() for name in _DEFINED.findall(text)}
    for found in _BY_NAME.finditer(text):
        name = found["name"] or found["words"] or found["note"]
        if name.casefold() not in known:
            line = text.count("\n", 0, found.start()) + 1
            cure = "write what it says in the text" if found["note"] else f"write [{name}]: and an address on a line"
            yield line, found[0], cure


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


def tables_without_rule(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the words and the cure of each table without dashes below its head: it would be text."""
    for number, lines in _blocks(text):
        if len(lines) > 1 and all(line.strip().startswith("|") for line in lines[:2]) and not _RULE.fullmatch(lines[1]):
            yield number, lines[0].strip(), f"write {'|---' * _cells(lines[0])}| below it"


def wanting_space(text: str) -> Iterator[int]:
    """Yield the number of each line that begins a list or a table directly under text: it wants an empty line above.

    Most readers of Markdown take it as it is meant, and so do we.
    """
    for number, lines in _blocks(text):
        heads = {at for at, line in enumerate(lines[1:]) if _RULE.fullmatch(line) and "|" in lines[at]}
        for at, line in enumerate(lines):
            if at and (at in heads or _ITEM.match(line)):
                yield number + at
            if _ITEM.match(line) or _OF_ITS_OWN.match(line) or at in heads:
                break


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield what stands between empty lines: the number of its first line, and its lines."""
    number = 1
    for part in re.split(r"(\n(?:[ \t]*\n)+)", text):
        if part.strip():
            yield number, part.split("\n")
        number += part.count("\n")


def _cells(line: str) -> int:
    return len(re.split(r"(?<!\\)\|", re.sub(r"^\||(?<!\\)\|$", "", line.strip())))
