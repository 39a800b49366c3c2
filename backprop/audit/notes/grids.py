"""Tables of HTML, Org, reStructuredText, AsciiDoc, database shells and sheets, as tables between bars.

Every line stays where it is; what was a row stands on the line where it begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

_TABLE_ROW = re.compile(r"<tr\b[^>]*>((?:(?!<tr\b).)*?)</tr\s*>", re.IGNORECASE | re.DOTALL)
_CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)(?=<t[dh]\b|</t[dh]\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(
    r"</?(?:table|thead|tbody|tfoot|tr|t[dh]|caption|p|div|span|b|i|em|strong|u|code|pre|li|ul|ol|h[1-6]|br|hr|math)\b[^<>]*>",
    re.I,
)
_INDEX = re.compile(r"<(su[bp])>([^<>]*)</\1>", re.IGNORECASE)
_RULE = re.compile(r"\s*\+(?:[-=]+\+)+\s*|\s*\|[-=]+(?:\+[-=]+)+\|\s*|\s*[-=]{2,}(?:\+[-=]{2,})+\s*")
_BARRED = re.compile(r"\s*\|.*\|\s*")
_DELIMITER = re.compile(r"\|={3,}\s*")
_LETTERS = re.compile(r"\s*(?:\d+)?\t?A(?:\t[B-Z])+\s*")


def in_bars(text: str) -> str:
    """Return a text in which every table that it has in another form is one between bars."""
    lines = _of_html(text).split("\n")
    return "\n".join(_of_sheet(_of_cells(_of_rules(lines))))


def _of_html(text: str) -> str:
    if not re.search(r"<(?:tr|p|b|sub|sup|td|li|div|span|strong)\b", text, re.IGNORECASE):
        return text

    def row(found: re.Match[str]) -> str:
        cells = (_TAG.sub("", each).replace("\n", " ").strip() for each in _CELL.findall(found[1]))
        return f"| {' | '.join(cells)} |" + "\n" * found[0].count("\n")

    text = _INDEX.sub(lambda at: at[2] if at[1].casefold() == "sub" else f"^{at[2]}", text)
    return unescape(_TAG.sub("", _TABLE_ROW.sub(row, text)))


def _of_rules(lines: Sequence[str]) -> list[str]:
    """Return lines in which a grid has one rule, below its head."""
    found, at = list(lines), 0
    while at < len(lines):
        end = at
        while end < len(lines) and (_RULE.fullmatch(lines[end]) or "|" in lines[end]):
            end += 1
        rules = [i for i in range(at, end) if _RULE.fullmatch(lines[i])]
        rows = [i for i in range(at, end) if i not in rules]
        if rules and rows:
            below = next((i for i in rules if i > rows[0]), None)
            for i in rules:
                found[i] = "|---|" if i == below else ""
            for i in rows:
                found[i] = lines[i] if _BARRED.fullmatch(lines[i]) else f"| {lines[i].strip()} |"
        at = max(end, at + 1)
    return found


def _of_cells(lines: Sequence[str]) -> list[str]:
    """Return lines in which the cells of AsciiDoc stand in rows, as many in each as in the first."""
    found, at = list(lines), 0
    while at < len(lines):
        begins = _DELIMITER.fullmatch(lines[at])
        end = next((i for i in range(at + 1, len(lines)) if _DELIMITER.fullmatch(lines[i])), 0) if begins else 0
        if not end:
            at += 1
            continue
        cells = [(i, cell.strip()) for i in range(at + 1, end) for cell in lines[i].split("|")[1:]]
        wide = len(lines[cells[0][0]].split("|")) - 1 if cells else 0
        found[at : end + 1] = [""] * (end + 1 - at)
        for begun in range(0, len(cells), wide or 1):
            row = cells[begun : begun + wide]
            found[row[0][0]] = f"| {' | '.join(cell for _, cell in row)} |"
        at = end + 1
    return found


def _of_sheet(lines: Sequence[str]) -> list[str]:
    """Return lines without the letters over a sheet's columns and the numbers before its rows."""
    found = list(lines)
    for at, line in enumerate(lines):
        if not _LETTERS.fullmatch(line):
            continue
        found[at] = ""
        for number, below in enumerate(lines[at + 1 :], 1):
            if not below.startswith(f"{number}\t"):
                break
            found[at + number] = below.partition("\t")[2]
    return found
