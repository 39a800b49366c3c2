"""Notes that speak of a whole layer, or of neurons by number: `z1 = [0.78, −0.20]`, `dW2 = [[…], […]]`, `a3 = 0.90`.

People count layers from the inputs or from the first that works, write a matrix by rows or by columns, and number
neurons in their layer or through all. What fits the shapes, and then the numbers, is what is meant.

Longer than most: every way of counting stands in one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, takewhile

from ...network.quantity import OF_NEURONS, OF_PARAMETERS, PARAMETERS, Quantity, id_of, mark_of_sample
from ...network.spec import Network
from ..source import printed
from ..source.names import Names
from ..source.spelling import plain, spellings
from .indexed import Indexed, from_inputs, last_number
from .matrices import Rows, rows_of

Found = list[tuple[str, str]]  # ids, each with its number
_LAYER = re.compile(
    r"(?:(?:forward|backward)\s+pass\s*[,:;–—-]\s*)?(?:the\s+)?(?:(?P<nth>first|second|third|1st|2nd|3rd)\s+)?"
    r"(?:(?P<what>hidden|output)\s+layer(?:\s*(?P<place>\d))?|layer\s*(?P<number>\d))\b\s*(?:\([^()=]*\))?\s*:?",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\A\s*(\w+)\s+(?:after\s+(?:the\s+)?(?:first\s+)?update|after\s+one\s+step|updated)\s*\Z", re.IGNORECASE
)
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3}
_SCALARS = re.compile(
    r"(?:z|a|p|net|in|out|activation|delta|dz?|dout|d[elcj]/d(?:z|a|net|out)|d(?:a|out)/d(?:z|net))\d+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meant:
    """What is said of a layer: the kind, of neurons, weights or biases, its number, and whether that is counted."""

    kind: str
    of: str
    layer: int
    counted: bool

    @property
    def group(self) -> str:
        """What layers are counted for: of parameters the first is often another than of neurons."""
        return "neuron" if self.of == "neuron" else "parameter"


class Layers:
    """What the notes of a network's layers mean, decided by all of them together."""

    def __init__(self, net: Network | None, names: Names, lines: Sequence[str]):
        self.names, self.columns = names, net.columns if net else ()
        self.between = net.between if net else {}
        self.biases = {target: bias.name for bias in net.biases for target in bias.targets} if net else {}
        self.meant = dict(_meanings(self.columns)) if net else {}
        said = [(meant, rows) for line in lines for meant, rows in self._arrays(line)]
        self.before = from_inputs(lines, len(self.columns))  # whether the inputs are counted as a layer, by group
        for group, counted in self.before.items():
            of_group = [(meant, rows) for meant, rows in said if meant.group == group and meant.counted]
            fits = [self._score(of_group, before) for before in (0, 1)]
            self.before[group] = max(counted, int(fits[1] > fits[0]))
        of_weights = [(meant, rows) for meant, rows in said if meant.of == "weight"]
        self.in_matrices = bool(of_weights)
        ways = [list(self._ways(meant, rows, 0, self.before["parameter"])) for meant, rows in of_weights]
        straight, turned = (sum(self._fit(each[way]) for each in ways if len(each) > 1) for way in (0, 1))
        self.by_columns = turned > straight  # one hand writes all matrices alike
        self.indexed = Indexed(net, self.before, self._fits, lines) if net else None
        self.ways = sorted(range(4), key=lambda way: -self._scalars_that_fit(lines, way, bool(said)))

    def headed(self, line: str) -> int | None:
        """Return which layer a heading is of, counted from 1; None of a line that is no such heading."""
        found = _LAYER.fullmatch(line) if self.columns else None
        if found is None:
            return None
        if (found["what"] or "").casefold() == "output":
            return len(self.columns) - 1
        if found["number"]:
            number = int(found["number"]) - self.before["neuron"]
        else:
            number = int(found["place"] or _NTH.get((found["nth"] or "first").casefold(), 1))
        return number if 0 < number < len(self.columns) else None

    def at_once(self, line: str, sample: int) -> list[str]:
        """Return what a line says of a layer at once, or of a neuron in all samples, as a line for each of its numbers;
        none of any other line."""
        name, rows = self._array(line)
        over = self._over_samples(name, rows, sample)
        for meant, rows in self._arrays(line):
            found = list(self._ways(meant, rows, sample, self.before[meant.group]))
            if meant.of == "weight" and len(found) > 1:
                best = found[self.by_columns]
            else:
                best = max(found, key=self._fit, default=[])
            if meant.kind in PARAMETERS and self._moved(best):
                best = [(id_of("new", id), number) for id, number in best]
            if over and self._fit(best) <= self._fit(over):
                break
            return [f"{id} = {number}" for id, number in best]
        if over:
            return [f"{id} = {number}" for id, number in over]
        alone = len(rows) == 1 and len(rows[0]) == 1 and self.names.id(name)  # of one number
        return [f"{name.strip()} = {rows[0][0]}"] if alone else []

    def _over_samples(self, name: str, rows: Rows, sample: int) -> Found:
        """Return what is of one neuron, or of the loss, in every sample, where there are as many numbers as samples."""
        samples, numbers = sorted(self.names.samples), [*chain(*rows)]
        if sample or len(samples) < 2 or len(numbers) != len(samples) or 1 not in (len(rows), len(rows[0])):
            return []
        ids = [self.names.within(each).id(name) for each in samples]
        of_each = all(id and self.names.known[id].sample == each for id, each in zip(ids, samples, strict=True))
        return list(zip(ids, numbers, strict=True)) if of_each else []

    def speaks_of(self, name: str) -> bool:
        """Return whether a name is of a layer, or of what is called by number."""
        return plain(name) in self.meant

    def _moved(self, found: Found) -> bool:
        """Return whether the parameters of a layer are rather the new ones: all of them are, or none is."""
        new = [(id_of("new", id), number) for id, number in found]
        return sum(self._fits(*each) for each in new) > sum(self._fits(*each) for each in found)

    def named(self, line: str) -> str:
        """Return a line in which what is called by its layer above it and its place below has its name here."""
        return self.indexed.named(line) if self.indexed and not self.names.samples else line

    def numbered(self, line: str, layer: int) -> str:
        """Return a line about what is called by number with the id of that neuron or parameter; others as they are."""
        name, equals, rest = line.partition("=")
        number = last_number(rest)
        if not equals or printed.read(number, comma="," in number) is None:
            return line
        if self.in_matrices and (id := self._only(name, number)):
            return f"{id} ={rest}"
        found = self._neurons(name, layer) or ()
        ids = [found[way] for way in self.ways if found and found[way]]
        id = next((id for id in ids if self._fits(id, number)), "") or next(iter(ids), "")
        return f"{id} ={rest}" if id else line

    def _only(self, name: str, number: str) -> str:
        """Return the only parameter of a layer where matrices are spoken of: `b2` is then what the second layer has."""
        own, meant = self.names.id(name), self.meant.get(plain(name))
        if meant is None or meant.of == "neuron" or (own and self._fits(own, number)):
            return ""
        ways = list(self._ways(meant, [[number]], 0, self.before["parameter"]))
        return ways[0][0][0] if ways else ""

    def _neurons(self, name: str, layer: int) -> tuple[str, ...] | None:
        """Return the ids that a numbered name may be of, empty where it cannot: that one of its layer, the only one
        of a layer, that one of all, that one of the last layer."""
        text = plain(name)
        meant = self.meant.get(text)
        if meant is None or not meant.counted or not _SCALARS.fullmatch(text) or self.names.id(name):
            return None
        number, among = meant.layer, [name for column in self.columns[1:] for name in column]
        column = self.columns[layer] if layer else ()
        alone = number - self.before["neuron"]
        single = self.columns[alone] if 0 < alone < len(self.columns) and len(self.columns[alone]) == 1 else ()
        places = ((column, number), (single, 1), (among, number), (self.columns[-1], number))
        return tuple(id_of(meant.kind, neurons[at - 1]) if 0 < at <= len(neurons) else "" for neurons, at in places)

    def _scalars_that_fit(self, lines: Iterable[str], way: int, arrays: bool) -> float:
        """Return how many numbers of neurons fit, counted one way; where none does, layers go before neurons."""
        fits, layer = 0, 0
        for line in lines:
            heading = self.headed(line.strip().strip("#*=_ "))
            layer = layer if heading is None else heading
            name, equals, rest = line.partition("=")
            found = self._neurons(name, layer) if equals else None
            fits += bool(found and self._fits(found[way], last_number(rest)))
        return fits + (0.5 if way == 0 or (way == 1 and arrays) else 0.0)

    def _arrays(self, line: str) -> Iterator[tuple[_Meant, Rows]]:
        """Yield what a line says of a layer, with its numbers: once, or not at all."""
        name, rows = self._array(line)
        meant = self.meant.get(plain(re.sub(r"\\[a-zA-Z]+\s*", _letter, name))) if rows else None
        if meant:
            yield meant, rows

    def _array(self, line: str) -> tuple[str, Rows]:
        """Return the name on a line and the vector or matrix behind it, if there is one."""
        name, equals, rest = re.sub(r"[*`$]|\\[\[\]()]", "", line).partition("=")
        if not equals:
            name, equals, rest = line.partition(":")
        name = _MOVED.sub(r"new \1", re.split("←|:", name)[0])
        return name, rows_of(re.split(r"[=≈]", rest)[-1]) if equals else []

    def _score(self, said: Iterable[tuple[_Meant, Rows]], before: int) -> tuple[int, int]:
        found = [max(map(self._fit, self._ways(meant, rows, 0, before)), default=-1) for meant, rows in said]
        return sum(fit >= 0 for fit in found), sum(fit for fit in found if fit > 0)

    def _fit(self, found: Found) -> int:
        fits = sum(self._fits(id, number) for id, number in found)
        return max(fits, sum(self._fits(id_of("new", id), number) for id, number in found))

    def _fits(self, id: str, number: str) -> bool:
        read = printed.read(number, comma="," in number)
        ids = (id, *(f"{id}{mark_of_sample(sample)}" for sample in self.names.samples))  # of whichever sample
        return read is not None and any(self.names.fits(each, read) for each in ids)

    def _ways(self, meant: _Meant, rows: Rows, sample: int, before: int) -> Iterator[Found]:
        """Yield the ways in which numbers may be those of a layer: in order, turned, of each sample."""
        layer = meant.layer - (before if meant.counted else 0)
        if layer == 0 and meant.kind == "out":
            meant = replace(meant, kind="input")
        if not 0 <= layer < len(self.columns) or (layer == 0) != (meant.kind == "input"):
            return
        turned = [list(column) for column in zip(*rows, strict=True)]
        shapes = [rows] if len(rows) == len(rows[0]) == 1 else [rows, turned]
        for wanted in self._ids(meant, layer, sample):
            for shape in shapes:
                if (len(shape), len(shape[0])) == (len(wanted), len(wanted[0])):
                    pairs = zip(chain(*wanted), chain(*shape), strict=True)
                    yield [(id, number) for id, number in pairs if id]

    def _ids(self, meant: _Meant, layer: int, sample: int) -> Iterator[Rows]:
        """Yield the matrices of ids that a layer has of a kind; an empty one where a weight is missing."""
        column, kind = self.columns[layer], meant.kind
        if meant.of == "neuron":
            of_one = [id_of(kind, name) for name in column]
            marks = [""] if sample or not self.names.samples else list(map(mark_of_sample, sorted(self.names.samples)))
            found = [[f"{id}{mark}" for id in of_one] for mark in marks]
        elif meant.of == "bias":
            found = [[self._parameter(kind, self.biases.get(name, "")) for name in column]]
            if len(set(found[0])) < len(column):  # one for several
                found = [found[0][:1]] if len(set(found[0])) == 1 else []
        else:
            found = [
                [
                    self._parameter(kind, weight.name if (weight := self.between.get((source, target))) else "")
                    for source in self.columns[layer - 1]
                ]
                for target in column
            ]
        known = self.names.within(sample) if sample else self.names
        if found and any(map(any, found)) and all(known.id(id) for row in found for id in row if id):
            yield found

    def _parameter(self, kind: str, name: str) -> str:
        return name if kind in PARAMETERS or not name else id_of(kind, name)


def _letter(sign: re.Match[str]) -> str:
    return {"partial": "∂", "delta": "δ", "Delta": "Δ", "nabla": "∇"}.get(sign[0][1:].strip(), "")


def _meanings(columns: Sequence[Sequence[str]]) -> Iterator[tuple[str, _Meant]]:
    """Yield every way in which something is said of a layer, spelt as of a neuron or parameter, with what it means."""
    last = len(columns) - 1
    most = max(last + 2, sum(map(len, columns[1:])) + 1)  # layers, with the inputs among them, or neurons
    called = {str(number): (number, True) for number in range(most)}
    called |= {"o": (last, False), "output": (last, False), "out": (last, False), "outputlayer": (last, False)}
    if last == 2:
        called |= dict.fromkeys(("h", "hidden", "hiddenlayer"), (1, False))
    if last == 1:
        called[""] = (1, False)  # Z, A and dw of the only layer
    letters = [
        {"".join(takewhile(str.isalpha, name)) for name in column if re.fullmatch(r"[^\W\d_]+_?\d+", name)}
        for column in columns
    ]
    for layer, own in enumerate(letters[1:], 1):
        if len(own) == 1 and len(columns[layer]) > 1 and sum(own <= other for other in letters) == 1:
            called.setdefault(plain(own.copy().pop()), (layer, False))
    for text in ("x", "input", "inputs", "a0"):
        yield text, _Meant(kind="input", of="neuron", layer=0, counted=False)
    yield "dz", _Meant(kind="delta", of="neuron", layer=last, counted=False)
    for text in ("yhat", "output", "prediction", "predictions", "outputs", "p", "probs", "probabilities"):
        yield text, _Meant(kind="out", of="neuron", layer=last, counted=False)
    known = {}
    for name, (layer, counted) in called.items():
        for kind in OF_NEURONS:
            if kind != "E":
                known[f"{kind} {name}"] = (
                    Quantity(kind, (name,)),
                    _Meant(kind=kind, of="neuron", layer=layer, counted=counted),
                )
        for letter, parameter in (("w", "weight"), ("b", "bias")):
            for kind in (parameter, *OF_PARAMETERS):
                quantity = Quantity(kind, (f"{letter}{name}",))
                known[quantity.id] = quantity, _Meant(kind=kind, of=parameter, layer=layer, counted=counted)
    found = spellings({quantity.id: quantity for quantity, _ in known.values()})
    meant = {quantity.id: meaning for quantity, meaning in known.values()}
    yield from ((text, meant[id]) for text, id in found.items() if text and not text.isdigit())
    for number in range(1, most):  # fc1.weight, layer2.bias.grad
        for parameter in PARAMETERS:
            meaning = _Meant(kind=parameter, of=parameter, layer=number, counted=True)
            for head in ("fc", "layer", "linear", "lin", "l"):
                yield f"{head}{number}{parameter}", meaning
                yield f"{head}{number}{parameter}grad", replace(meaning, kind="grad")
    for number in range(most):
        yield f"da{number}", _Meant(kind="dE_dout", of="neuron", layer=number, counted=True)
        yield from ((f"{out}{number}", _Meant(kind="out", of="neuron", layer=number, counted=True)) for out in "hp")
