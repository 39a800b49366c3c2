"""Where a number on a page comes from: its quantity and its full value, in the two attributes that scripts read."""

from __future__ import annotations

from html import escape

from ..steps.solution import Number


def attributes(number: Number) -> str:
    """Return the attributes of an element that shows a number."""
    return f'value="{number.full}" data-q="{escape(number.id)}"'


def data(number: Number, text: str | None = None) -> str:
    """Return a number as HTML, as it is shown or as it stands in some text."""
    return f"<data {attributes(number)}>{escape(text or number.shown)}</data>"
