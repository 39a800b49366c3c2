"""Neurons that notes call by their place, `first hidden neuron` or `neuron 3`, or by a word before the name."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...network.spec import Network

_WORD = r"(?:neurons?|units?|nodes?|neurone|neurona|neurônio|neurón|knoten|нейрон|神经元)"
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_LAYER = r"(?P<layer{0}>hidden|output)"
_LED = r"(?:(?:for|per|für|pour|para|at)\s+)?(?:(?:the|il|la|das|le|el)\s+)?"
_BY_PLACE = re.compile(
    rf"(?<!\w){_LED}(?:(?P<nth>{'|'.join(_NTH)})\s+{_LAYER.format(1)}\s+{_WORD}|{_LAYER.format(2)}\s+{_WORD}\s*\#?(?P<number>\d{{1,2}})"
    rf"|{_WORD}\s*\#?(?P<alone>\d{{1,2}}))(?=\s*(?:[:：,(=]|\Z))",
    re.IGNORECASE,
)
_BY_NAME = re.compile(rf"\A{_LED}{_WORD}\s+(?P<name>[^\W\d]\w*)(?=\s*[:：]\s*\S)", re.IGNORECASE)


def by_place(net: Network | None) -> Callable[[str], str]:
    """Return a function that puts the names of neurons where a line calls them by their place in the network."""
    if net is None:
        return lambda line: line
    working = [name for column in net.columns[1:] for name in column]
    hidden = [name for column in net.columns[1:-1] for name in column]
    of_layer = {"hidden": hidden, "output": net.columns[-1]}
    known = {name.casefold(): name for name in working}

    def named(at: re.Match[str]) -> str:
        layer = (at["layer1"] or at["layer2"] or "").casefold()
        place = _NTH[at["nth"].casefold()] if at["nth"] else int(at["number"] or at["alone"])
        among = of_layer.get(layer, working)
        several = layer == "hidden" and len(net.columns) > 3  # which layer's is not said
        return among[place - 1] if 0 < place <= len(among) and not several else at[0]

    def said(line: str) -> str:
        line = _BY_PLACE.sub(named, line)
        return _BY_NAME.sub(lambda at: known.get(at["name"].casefold(), at[0]), line)

    return said
