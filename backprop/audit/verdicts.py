"""The verdicts there are: how each is shown, with which others it is counted, and whether the number is right."""

from __future__ import annotations

from dataclasses import dataclass

from ..words.en import verdicts as words


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A verdict on a claim. `group` is what it is counted and coloured with; `slip` says that some slip was named."""

    id: str
    icon: str
    group: str
    right: bool = False
    slip: bool = False

    @property
    def word(self) -> str:
        return words.WORDS[self.id]


_ROWS = (
    Verdict(id="exact", icon="✓", group="right", right=True),
    Verdict(id="truncated", icon="≈", group="rounding", right=True),
    Verdict(id="last_digit", icon="≈", group="rounding", right=True),
    Verdict(id="carried", icon="→", group="carried", right=True),
    Verdict(id="slip", icon="✗", group="slips", slip=True),
    Verdict(id="slips", icon="✗", group="slips", slip=True),
    Verdict(id="ambiguous", icon="✗", group="slips", slip=True),
    Verdict(id="unexplained", icon="?", group="unexplained"),
)

VERDICTS = {row.id: row for row in _ROWS}
GROUPS = tuple(dict.fromkeys(row.group for row in _ROWS))
