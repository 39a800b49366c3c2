"""Vectors and matrices as programs, chats and TeX print them, read from the text of notes."""

from __future__ import annotations

import re

from ..source.printed import DASHES
from .sessions import answered

Rows = list[list[str]]  # of a matrix; a vector is one row
_WRAPPED = re.compile(
    r"(?:(?:np|numpy|jnp|torch|tf)\.)?(?:array|matrix|tensor|constant)?\s*\(\s*(\[.*\])\s*(?:,\s*dtype\s*=\s*[\w.]+)?\s*\)"
)
_TURNED = re.compile(r"\s*(?:\^\{?\s*(?:T|\\top|\\intercal|\\mathsf\{T\})\s*\}?|\.T|ᵀ|['⊤])\Z")
_NUMBER = re.compile(rf"[-+{DASHES}]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_MATRIX = re.compile(r"\\begin\{([bpvB]?matrix|array)\}(?:\{[lcr|]+\})?(.*?)\\end\{\1\}", re.DOTALL)
LONGEST = 60  # lines that a matrix may go over


def matrices_in_line(text: str) -> str:
    """Return notes in which a matrix of TeX, or one printed over several lines, stands on the line where it begins."""
    lines = answered(_MATRIX.sub(_of_tex, text).split("\n"))
    for at, line in enumerate(lines):
        open_ = line.count("[") - line.count("]")
        if open_ <= 0 or not re.search(r"[=:]", line.partition("[")[0]):
            continue
        for end in range(at + 1, min(len(lines), at + LONGEST)):
            if not re.fullmatch(rf"[\s\d.,;e+{DASHES}\[\]()-]*", lines[end]):
                break
            open_ += lines[end].count("[") - lines[end].count("]")
            if open_ == 0:
                lines[at] = " ".join(part.strip() for part in lines[at : end + 1])
                lines[at + 1 : end + 1] = [""] * (end - at)
                break
    return "\n".join(lines)


def _of_tex(found: re.Match[str]) -> str:
    rows = [re.split(r"\s*&\s*", row.strip()) for row in re.split(r"\\\\(?:\[[^\]]*\])?", found[2]) if row.strip()]
    made = ", ".join(f"[{', '.join(row)}]" for row in rows)
    return f"[{made}]" + "\n" * found[0].count("\n")


def rows_of(text: str) -> Rows:
    """Return the rows of a printed vector or matrix, each number as it is printed; none of what is neither."""
    text = _TURNED.sub("", text.strip().rstrip(".;, "))
    whole = _WRAPPED.fullmatch(text)
    text = whole[1] if whole else text
    if not re.fullmatch(r"\[.*\]|\(.*[,;\s].*\)", text):
        return []
    body = text[1:-1].strip()
    inner = re.findall(r"[\[(]([^\[\]()]*)[\])]", body)
    if inner and re.sub(r"[\[(][^\[\]()]*[\])]|[\s,;]", "", body):
        return []
    parts = inner or re.split(r"\s*;\s*", body)
    rows = [_numbers(part) for part in parts]
    return rows if all(rows) and len({len(row) for row in rows}) == 1 else []


def _numbers(text: str) -> list[str]:
    text = text.strip().strip(",").strip()
    found = re.split(r"\s*,\s+|\s+", text)
    if any("," in each for each in found) and ("." in text or not all(map(_NUMBER.fullmatch, found))):
        found = re.split(r"[\s,]+", text)
    return [each.rstrip(".") for each in found] if all(map(_NUMBER.fullmatch, found)) else []
