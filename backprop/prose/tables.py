"""Tables of prose: each scrolls by itself, and is told by its columns to those who do not see it."""

from __future__ import annotations

import itertools
import re

from ..words.en import pages as words
from .html import visible

_TABLE = re.compile(r"<table>(?P<columns>\s*<thead>(?P<named>.*?)</thead>)?", re.DOTALL)
_NO_COLUMN = re.compile(r"<th((?: [^>]*)?)>\s*</th>")  # above a column of names


def with_columns(converted: str) -> str:
    """Return HTML whose tables scroll by themselves, each in a region that is named for its columns."""
    count = itertools.count(1)

    def opened(found: re.Match[str]) -> str:
        id, columns = f"columns:{next(count)}", found["columns"] or ""
        if columns and visible(re.sub(r"<[^>]+>", "", found["named"])).strip():
            name, columns = f'aria-labelledby="{id}"', columns.replace("<thead>", f'<thead id="{id}">')
        else:
            name = f'aria-label="{words.TABLE} {id.partition(":")[2]}"'
        return f'<div class="scroll" tabindex="0" role="region" {name}><table class="plain">{columns}'

    return _NO_COLUMN.sub(r"<td\1></td>", _TABLE.sub(opened, converted)).replace("</table>", "</table></div>")
