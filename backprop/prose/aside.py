"""Markup set aside while Markdown runs, and put back where it may stand."""

from __future__ import annotations

import re
from itertools import groupby

from markupsafe import Markup

BEGIN, END = "\ue010", "\ue011"  # what stands for markup begins and ends with them
_PRINTED = "<span data-printed>"  # a part of what does not follow changed numbers
SHORT = 240  # signs of the markup of what has room on any line
_HELD = re.compile("<p>\ue010(\\d+)\ue011</p>|\ue010(\\d+)\ue011")
_PUNCTUATED = re.compile("\ue010(\\d+)\ue011[,.;:?!)\u2019\u201d]+")
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.S)
_BLOCK = re.compile(r"\s*<(?:article|aside|details|div|dl|fieldset|figure|form|h[1-6]|nav|ol|p|pre|section|table|ul)\b")


class SetAside:
    """Markup set aside while Markdown runs, so that it cannot be mangled."""

    def __init__(self) -> None:
        self.items: list[Markup] = []

    def keep(self, markup: Markup) -> str:
        """Return what stands for some markup until it is put back."""
        self.items.append(markup)
        return f"\ue010{len(self.items) - 1}\ue011"

    def with_punctuation(self, text: str) -> str:
        """Keep what ends a sentence, or a part of one, on the line of a formula or number that it follows."""
        return _PUNCTUATED.sub(self._together, text)

    def _together(self, found: re.Match[str]) -> str:
        item = self.items[int(found[1])]
        before, mark, last = item.rpartition(_PRINTED)
        if item.startswith(_PRINTED) and before and len(last) < SHORT:  # of a list the last alone
            end = self.keep(Markup(mark + last)) + found[0].partition(END)[2]
            return f'{self.keep(Markup(before))}<span class="together">{end}</span>'
        short = item.startswith(("<math", "<data", '<a class="ref"')) and len(item) < SHORT
        return f'<span class="together">{found[0]}</span>' if short else found[0]

    def apart(self, html: str) -> str:
        """Take what stands by itself out of the paragraphs that it was written in, above or below a text."""
        return _PARAGRAPH.sub(self._parted, html)

    def _parted(self, found: re.Match[str]) -> str:
        parts = re.split("(\ue010\\d+\ue011)", found[1])  # texts, and between them what is set aside
        alone = [part[:1] == BEGIN and bool(_BLOCK.match(self.items[int(part[1:-1])])) for part in parts]
        if not any(alone):
            return found[0]
        runs = groupby(zip(alone, parts, strict=True), key=lambda each: each[0])
        texts = ((block, "".join(part for _, part in run).strip()) for block, run in runs)
        return "\n".join(text if block else f"<p>{text}</p>" for block, text in texts if text)

    def put_back(self, text: str) -> str:
        """Return a text with its markup, out of paragraphs of its own."""
        return _HELD.sub(lambda found: self.items[int(found[1] or found[2])], text)
