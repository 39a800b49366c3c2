"""Weights that notes call by their ends: `w(x1→h2)`, `w_{h1,o}`, `weight from h1 to o`."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...network.spec import Network

_LETTER = r"(?:[wW]|(?:[Ww]eight|[Gg]ewicht|[Pp]eso|[Pp]oids)s?)"
_END = r"[^\W\d_]\w*?"
_BY_ENDS = re.compile(
    rf"(?<![^\W_])(?P<d>d|∂|Δ)?{_LETTER}\s*"
    rf"(?:[_^]?\s*[({{\[]\s*(?P<a>{_END})\s*(?:→|->|,|-|–|:|\]\[|\s)\s*(?P<b>{_END})\s*[)}}\]]"
    rf"|\s(?:from|von|de)\s+(?P<c>{_END})\s+(?:to|nach|zu|a|à|para)\s+(?P<e>{_END})\b"
    rf"|_?\s*(?P<f>{_END})\s*(?:→|->|-|–)\s*(?P<g>{_END})(?=\s|[)=:,]|\Z)"
    rf"|_(?P<h>[^\W_]+)_(?P<i>[^\W_]+)(?![\w]))"
)


def by_name(net: Network | None) -> Callable[[str], str]:
    """Return a function that calls weights in a line that are called by their ends by their names."""
    if net is None:
        return lambda line: line
    known = {(a.casefold(), b.casefold()): weight.name for (a, b), weight in net.between.items()}

    def named(at: re.Match[str]) -> str:
        one, other = (end.casefold() for end in at.group(*"abcefghi") if end)
        name = known.get((one, other)) or known.get((other, one))
        return f"{at['d'] or ''}{name}" if name else at[0]

    return lambda line: _BY_ENDS.sub(named, line)
