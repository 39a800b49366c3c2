"""Reading PDFs: where each text stands, what colours are used, what is said aloud."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Piece = tuple[str, int, int, float]
FOOT = 40  # points from the lower edge: below that stands the running foot


def read(page) -> tuple[str, list[Piece]]:
    """Return the text of a page, and its pieces with their places from the lower left corner and sizes, in points."""
    found = []

    def visit(text, cm, tm, font, size):
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((text.strip(), round(x), round(y), abs(size * tm[3] * cm[3])))

    return page.extract_text(visitor_text=visit), found


def alone(pieces: list[Piece], is_heading: Callable[[str, float], bool]) -> list[str]:
    """Return the headings of a page that have no text of their own below them on the same page."""
    heads = [(text, y) for text, _, y, size in pieces if is_heading(text, size)]
    body = [y for text, _, y, size in pieces if y > FOOT and not is_heading(text, size)]
    return [text for text, y in heads if not any(below < y - 3 for below in body)]


def colours(page) -> set[tuple[float, float, float]]:
    """Return the colours a page fills and strokes with."""
    operators = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)\b", page.get_contents().get_data())
    return {tuple(map(float, values)) for values in operators}


def structure(node) -> Iterator[dict]:
    """Yield every element of a document's structure."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from structure(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from structure(node["/K"])
