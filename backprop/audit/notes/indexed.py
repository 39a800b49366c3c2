"""What notes call by its layer above a letter and its place below it: `z^{(1)}_2`, `a_{21}`, `w^{(2)}_{11}`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from ...network.quantity import id_of
from ...network.spec import Network

Fits = Callable[[str, str], bool]  # whether a quantity, by id, comes to a number as it is printed
_UP, _LOW = r"\^\{?[(\[](?P<%s>\d)[)\]]\}?", r"_\{?(?P<%s>\d{1,2})\}?"
_INDEXED = re.compile(  # z^{(1)}_2, a_2^{[1]}, w^{(2)}_{11}, a_{21}
    rf"(?<![\w\\])(?P<sign>z|a|δ|\\delta\s*|net|out|w|W|b)\s*"
    rf"(?:{_UP % 'up'}{_LOW % 'low'}|{_LOW % 'first'}{_UP % 'then'}|_\{{?(?P<both>\d\d)\}}?(?![\w.]))"
)
_RAISED = re.compile(  # z₁⁽¹⁾, w⁽²⁾₁₁
    r"([zaδwWb]|net|out)_?([₀-₉0-9]{1,2})⁽([¹²³⁴-⁹])⁾|([zaδwWb])⁽([¹²³⁴-⁹])⁾_?([₀-₉0-9]{1,2})"
)
_FROM_ZERO = re.compile(  # z1[0], dW2[0][1], W1[0, 1]
    r"(?<!\w)(?P<d>d)?(?P<sign>[zawWb]|delta|net|out)(?P<layer>\d)(?P<at>\[\d\](?:\[\d\])?|\[\d,\s*\d\])(?!\w)"
)
_CODE = {"z": "z", "a": "a", "w": "w", "b": "b", "delta": "δ", "net": "net", "out": "out"}
_SIGNS = {"z": "net", "net": "net", "a": "out", "out": "out", "δ": "delta", r"\delta": "delta"}


def last_number(line: str) -> str:
    """Return what stands behind the last equals sign of a line, without what ends a sentence."""
    return line.rpartition("=")[2].strip().rstrip(".;, ")


def in_tex(line: str) -> str:
    """Return a line in which what has its layer in raised brackets has it as in TeX: z₁⁽¹⁾ is z_{1}^{(1)}.

    So has what a program counts from 0: z1[0] is z_{1}^{(1)}, dW2[0][1] is ∂E/∂ of w_{12}^{(2)}.
    """

    def spelt(at: re.Match[str]) -> str:
        sign, low, up = (at[1], at[2], at[3]) if at[1] else (at[4], at[6], at[5])
        return unicodedata.normalize("NFKC", f"{sign}_{{{low}}}^{{({up})}}")

    def counted(at: re.Match[str]) -> str:
        places = "".join(str(int(place) + 1) for place in re.findall(r"\d", at["at"]))
        sign = "δ" if at["d"] and at["sign"] == "z" else _CODE[at["sign"].casefold()]
        return f"{'∂E/∂' if at['d'] and sign != 'δ' else ''}{sign}_{{{places}}}^{{({at['layer']})}}"

    return _RAISED.sub(spelt, _FROM_ZERO.sub(counted, line))


def from_inputs(lines: Sequence[str], columns: int) -> dict[str, int]:
    """Return, of neurons and of parameters, whether layers are counted from the inputs on: there is one more then."""
    found = [at for line in lines for at in _INDEXED.finditer(line)]
    layers = {
        group: [_indices(at)[0] for at in found if _is_neuron(at) is (group == "neuron")]
        for group in ("neuron", "parameter")
    }
    return {group: int(bool(numbers) and max(numbers) == columns) for group, numbers in layers.items()}


def _is_neuron(at: re.Match[str]) -> bool:
    return at["sign"].strip() in _SIGNS


def _indices(at: re.Match[str]) -> tuple[int, str]:
    """Return the layer's number and the digits below; of weights these are two."""
    if at["both"]:
        return int(at["both"][0]), at["both"][1] if _is_neuron(at) else ""
    return int(at["up"] or at["then"]), at["low"] or at["first"]


class Indexed:
    """The names here of what is so called in a network; of a weight the numbers say which neuron comes first."""

    def __init__(self, net: Network, before: Mapping[str, int], fits: Fits, lines: Sequence[str]):
        self.columns, self.between, self.before = net.columns, net.between, before
        self.biases = {target: bias.name for bias in net.biases for target in bias.targets}
        weights = [(at, last_number(line)) for line in lines for at in _INDEXED.finditer(line) if at["sign"] in "wW"]

        def fitting(source_first: bool) -> int:
            found = ((self._weight(at, source_first), number) for at, number in weights)
            return sum(bool(id) and (fits(id, number) or fits(id_of("new", id), number)) for id, number in found)

        self.source_first = fitting(True) > fitting(False)

    def named(self, line: str) -> str:
        """Return a line in which what is so called has its name here."""
        return _INDEXED.sub(lambda at: self._name(at) or at[0], line)

    def _name(self, at: re.Match[str]) -> str:
        if at["sign"] in "wW":
            return self._weight(at, self.source_first)
        layer, places = self._place(at)
        if len(places) != 1 or not 0 <= layer < len(self.columns) or places[0] >= len(self.columns[layer]):
            return ""
        neuron = self.columns[layer][places[0]]
        if not _is_neuron(at):
            return self.biases.get(neuron, "")
        kind = _SIGNS[at["sign"].strip()]
        return id_of(kind, neuron) if layer else neuron if kind == "out" else ""

    def _weight(self, at: re.Match[str], source_first: bool) -> str:
        layer, places = self._place(at)
        if len(places) != 2 or not 0 < layer < len(self.columns):
            return ""
        target, source = reversed(places) if source_first else places
        if target >= len(self.columns[layer]) or source >= len(self.columns[layer - 1]):
            return ""
        weight = self.between.get((self.columns[layer - 1][source], self.columns[layer][target]))
        return weight.name if weight else ""

    def _place(self, at: re.Match[str]) -> tuple[int, tuple[int, ...]]:
        """Return the index of the layer, the inputs being the first, and those of the neurons; none counted from 0."""
        layer, places = _indices(at)
        numbers = () if "0" in places else tuple(int(place) - 1 for place in places)
        return layer - self.before["neuron" if _is_neuron(at) else "parameter"], numbers
