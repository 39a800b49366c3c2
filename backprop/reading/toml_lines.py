"""Where in a TOML file a key stands, the lines around a fault, and what to do about what is no TOML."""

from __future__ import annotations

import re
from pathlib import Path


def line_of(text: str, key: str) -> int:
    """Return the line of TOML that a key such as `network.weights.w1` or `network.layers[2].neurons` stands in, or 0.

    Where the key itself stands nowhere, it is the line of what holds it.
    """
    parts = re.findall(r"([^.\[\]]+)(?:\[(\d+)\])?", key)
    lines = text.splitlines()
    for depth in range(len(parts), 0, -1):
        found = _line(lines, parts[:depth])
        if found:
            return found
    return 0


def _line(lines: list[str], parts: list[tuple[str, str]]) -> int:
    """Return the number of the line where these parts end: a header's, or that of an assignment below its header."""
    table, counts, name = "", dict[str, int](), parts[-1][0]
    holder = ".".join(part for part, _ in parts[:-1])
    whole = ".".join(part for part, _ in parts)
    wanted = int(parts[-1][1] or 0)
    inside = next((int(number) for _, number in reversed(parts[:-1]) if number), 0)
    for number, line in enumerate(lines, 1):
        header = re.match(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$", line)
        if header:
            table = header[1]
            counts[table] = counts.get(table, 0) + 1
            if table == whole and counts[table] == (wanted or 1):
                return number
        elif table == holder and counts.get(table, 1) == (inside or counts.get(table, 1)):
            if re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", line):
                return number
        elif len(parts) > 1 and table == holder.rpartition(".")[0]:
            owner = re.escape(parts[-2][0])
            if re.match(rf"\s*{owner}\s*=.*\b{re.escape(name)}\s*=", line):
                return number
    return 0


_AT_LINE = re.compile(r"\(at line (\d+)")
_CURES = (  # what tomllib says, what stands in the line it says it of, and what to do
    ("", r"[\u2212\u2013\u2014]\s*[\d.]", "write the minus as a hyphen: -"),
    ("", r"[\u201c-\u201f\u2018\u2019\u00ab\u00bb]", 'write straight quotes: "'),
    ("", r"[\u00a0\u2007\u2009\u202f]", "write a plain space for the one that does not break"),
    ("", r"(?<![\w.])\.\d", "write a digit before the point, as in 0.5"),
    ("", r"(?<![\w.])\d+\.(?!\d)", "write a digit behind the point, as in 1.0"),
    ("", r"=\s*[1-9]\d{0,2}(?:,000)+\s*$", "write a whole number without commas"),
    ("", r"=\s*[-+]?\d+,\d|[\[,]\s*[-+]?0,\d", "write a decimal with a point"),
    ("", r"=\s*(?:False|True|no|yes|No|Yes|off|on)\b", "write true or false, in small letters"),
    ("", r"\d\s*%", "write a part of one: half a percent is 0.005"),
    ("", r"[=\[,]\s*[-+]?\d+(?:\.\d+)?\s*/\s*\d", "write a fraction as a decimal"),
    ("", r"[=\[,]\s*[-+]\s+\d", "leave no space behind the minus"),
    ("", r"^\s*//", "begin a remark with #"),
    ("", r"=\s*[-+]?0\d", "write no 0 before a number"),
    ("", r"=\s*[A-Za-z_][\w-]*\s*$", "put a text in quotes"),
    ("[Ii]nline|initial character|Illegal character", r"=\s*\{[^}]*$", "keep { … } on one line"),
    ("", r",\s*\}", "put no comma before the closing brace"),
    ("escape", "", "write a backslash twice, or leave it out"),
    ("Expected '=' after a key", r"[^\x00-\x7f]", "put a name that has other letters than a to z in quotes"),
    (
        "Cannot declare|overwrite",
        r"^\s*\[[^\[]",
        "write it once; of several layers or samples each begins with [[ and ]]",
    ),
    ("Cannot|overwrite", r"^\s*\[\[", "write [[ and ]] around every header of that name"),
    ("Cannot|[Dd]uplicate", "", "write each key once"),
    ("Invalid value", r"[\[,]\s*(?!(?:true|false|nan|inf)\b)[A-Za-z_]\w*\s*[,\]]", "put names in quotes"),
    (r"Illegal character '\\n'|Unterminated", "", "close the quote"),
    ("Expected '='", "", "write a key, =, and its value"),
    ("Expected ']", "", "close the brackets"),
    ("Unclosed", "", "look there, and in the line before, for a comma, a bracket or a quote that is missing"),
)


def cure_of(text: str, told: str) -> str:
    """Return what to do about TOML that cannot be read, by what the reader says and what stands in that line."""
    lines = text.splitlines()
    at = _AT_LINE.search(told)
    line = lines[min(int(at[1]), len(lines)) - 1] if at and lines else ""
    for says, stands, cure in _CURES:
        if re.search(says, told) and re.search(stands, line.partition("#")[0]):
            return cure
    return "look there for a comma in a number, a comma or a bracket that is missing, or a quote left open"


_PLACE = re.compile(r"(?P<file>[^:\n]+\.(?:toml|md)):(?:(?P<line>\d+):| (?P<key>[^\s:]+):| (?=wanted ))")


def excerpt(fault: str, around: int = 2) -> tuple[int, tuple[tuple[int, str], ...]]:
    """Return the line that a fault told in a line is about, 0 if none, and the numbered lines around it."""
    place = _PLACE.match(fault)
    if place is None:
        return 0, ()
    try:
        text = Path(place["file"]).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return 0, ()
    at_line = _AT_LINE.search(fault)
    at = int(place["line"] or (at_line[1] if at_line else 0)) or line_of(text, place["key"] or "")
    lines = list(enumerate(text.splitlines(), 1))
    return (at, tuple(lines[max(0, at - 1 - around) : at + around])) if at else (0, ())
