"""How people spell the quantities of an example in plain text: by id, in the example's names, in Greek or in words.

Longer than most: every way of spelling stands in a table.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from decimal import Decimal
from functools import cached_property

from ...network.quantity import PARAMETERS, Quantity, id_of, mark_of_sample
from ...network.spec import Network, Weight
from .printed import Printed, read

_GREEK = {
    "δ": "delta",
    "η": "eta",
    "∂": "d",
    "∆": "delta",
    "σ": "sigma",
    "ϵ": "e",
    "′": "+",
    "’": "+",
    "⁺": "+",
    "'": "+",
    "*": "+",
    "∇": "nabla",
    "ŷ": "yhat",
}
_ASIDE = re.compile(r"[\s_(){}\[\],.:·\\|^→]+")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_AFTER_ROUNDS = re.compile(r"(.+)(@r[1-9]\d*)\Z")
_NEURON = {  # how a quantity of a neuron is spelt before the neuron's name
    "net": ("net", "in", "z", "netinput", "netinputof", "input", "inputof", "s", "sum", "i"),
    "out": ("out", "o", "a", "y", "yhat", "output", "outputof", "activation", "activationof", ""),
    "E": ("e", "error", "loss", "l", "j", "mse", "errorof", "lossof"),
    "delta": (
        *("delta", "d", "errorsignal", "err", "dz", "deltaof", "errorsignalof"),
        *(f"d{error}/d{net}" for error in "elcj" for net in ("net", "z", "in")),
    ),
    "dE_dout": (
        "detotal/dout",
        *(f"d{error}/d{out}" for error in "elcj" for out in ("out", "o", "a", "y", "yhat", "")),
    ),
    "dout_dnet": (
        *("dout/dnet", "do/dnet", "da/dz", "slope", "outprime", "sigmaprime"),
        *(f"{function}+{net}" for function in ("f", "g", "sigma") for net in ("net", "z", "in")),
    ),
}
_SLOPES = (("out", "net"), ("o", "net"), ("a", "z"), ("out", "in"), ("o", "in"), ("y", "z"))
_TOTAL = (
    *("e", "etotal", "etot", "error", "totalerror", "errortotal", "loss", "totalloss", "cost", "j", "l", "c"),
    *("mse", "sse", "egesamt", "gesamtfehler"),
)
_ALONE = ("yhat", "prediction", "output", "out")  # the only output of a network
_PARAMETER = {  # what stands before a parameter's name, and behind it
    "grad": tuple(
        (before, "")
        for before in (
            *("detotal/d", "grad", "gradient", "gradientof", "nabla", "d"),
            *(f"d{error}{over}d" for error in "elcj" for over in ("/", "")),
        )
    ),
    "change": (("delta", ""), ("change", "")),
    "new": (
        *(("", tail) for tail in ("+", "new", "neu", "t+1", "updated")),
        *((head, "") for head in ("new", "newweight", "newbias", "updated", "neues")),
    ),
    "weight": (("", ""), ("weight", "")),
    "bias": (("", ""), ("bias", "")),
}
_BEHIND = {"net": ("net", "in", "z", "netinput"), "out": ("out", "a", "output"), "delta": ("delta",), "E": ("error",)}
_LATER = ("new", "+", "after", "afterupdate")  # behind a quantity that is found with the new parameters


_TWO_MEANINGS = (("grad", "d", "change"), ("delta", "err", "E"))  # kind, how it is spelt, and what else that is


class Names:
    """The quantities of an example by what they are called, and their values, which say which of two is meant."""

    def __init__(self, known: Mapping[str, Quantity], values: Mapping[str, Decimal], net: Network | None = None):
        self.known, self.values, self.net = known, values, net
        self.mark = ""  # of the sample that is spoken of
        self.differing = frozenset[str]()  # names by which somebody means something that has none here
        self.with_out = frozenset[str]()  # neurons whose activations have names of their own, not the neurons'
        self.spelt = dict(_slopes_of_net(known, net.weights if net else ())) | spellings(known)

    def id(self, name: str) -> str:
        """Return the id that a name stands for, or nothing; behind any may stand after how many rounds."""
        text = plain(name)
        if text in self.differing:
            return ""
        if self.mark and f"{text}{self.mark}" in self.spelt:
            return self.spelt[f"{text}{self.mark}"]
        rounds = _AFTER_ROUNDS.match(text)
        if text in self.spelt or not rounds:
            return self.spelt.get(text, "")
        return "".join((self.spelt[rounds[1]], rounds[2])) if rounds[1] in self.spelt else ""

    def within(self, sample: int) -> Names:
        """Return the same names where a sample is spoken of, so that it need not be named."""
        found = copy(self)
        found.mark = mark_of_sample(sample)
        return found

    def heard(self, said: Iterable[tuple[str, Printed]]) -> Names:
        """Return the same names as somebody uses them who says these numbers of them.

        A change may be the amount that is taken off, which has no name here: where what is left of it comes out right.
        """
        found, with_out, differing = copy(self), set[str](), set[str]()
        named = [(name, number, self.known[id]) for name, number in said if (id := self.id(name)) in self.known]
        of_one = [each for each in named if each[2].names]
        moved = {
            quantity.names[0]
            for _, number, quantity in of_one
            if quantity.kind in {"new", *PARAMETERS} and self.fits(id_of("new", quantity.names[0]), number)
        }
        for name, number, quantity in of_one:
            if quantity.kind == "out" and plain(name) != plain(quantity.names[0]):
                with_out.add(quantity.names[0])
            of_change = quantity.kind == "change" or plain(name) == f"d{plain(quantity.names[0])}"
            opposite = quantity.of("change").id if of_change and quantity.names[0] in moved else ""
            if not self.fits(quantity.id, number) and self.fits(opposite, number.negated()):
                differing.add(plain(name))
        found.with_out, found.differing = frozenset(with_out), frozenset(differing)
        return found

    @cached_property
    def neurons(self) -> tuple[str, ...]:
        """The neurons that have net inputs, in their order."""
        found = (quantity.names[0] for quantity in self.known.values() if quantity.kind == "net")
        return tuple(dict.fromkeys(found))

    @cached_property
    def samples(self) -> frozenset[int]:
        """The numbers of the samples that quantities are of; none where there is one alone."""
        return frozenset(quantity.sample for quantity in self.known.values() if quantity.sample)

    @property
    def online(self) -> bool:
        """Whether every sample has an update of its own."""
        return any(quantity.kind == "new" and quantity.sample for quantity in self.known.values())

    def sample_given(self, line: str) -> int:
        """Return which sample a line is of that states its inputs, `x1 = 0, x2 = 1, t = 1`; 0 of any other line."""
        parts = [part.partition("=") for part in re.split(r"[,;]\s*(?=[^\W\d])", line)] if self.samples else []
        numbers = {
            plain((name.split() or [""])[-1]): read(number.strip().rstrip(".):"))
            for name, equals, number in parts
            if equals
        }
        if not parts or len(numbers) < len(parts) or not all(numbers.values()):
            return 0
        inputs = [q for q in self.known.values() if q.kind == "input" and q.sample]
        fits = [
            sample
            for sample in sorted(self.samples)
            if all(
                (number := numbers.get(plain(q.names[0]))) and number.value == self.values.get(q.id)
                for q in inputs
                if q.sample == sample
            )
        ]
        return fits[0] if len(fits) == 1 else 0

    def is_given(self, name: str, number: Printed) -> bool:
        """Return whether a name is a parameter's, and a number the one it was given."""
        id = self.id(name)
        parameter = id in self.values and self.known[id].kind in PARAMETERS
        return parameter and number.is_rounding_of(self.values[id])

    def are_new(self, ids: Iterable[str]) -> bool:
        """Return whether some of these are new parameters."""
        return any(self.known[id].kind == "new" for id in ids if id in self.known)

    def again(self, id: str, number: Printed | None) -> str:
        """Return what a name stands for that has come before, once parameters are new: the same with these."""
        quantity = self.known.get(id)
        later = quantity.after(1).id if quantity and not quantity.round else ""
        fits = number is not None and id in self.values and number.fit(self.values[id], of_rounded=True)
        return later if later in self.known and not fits else id

    def meant(self, name: str, number: Printed | None, *, working: str) -> str:
        """Return the id that a name stands for with that number behind it, and perhaps the working before that.

        `w5 = …` is the new weight as often as the old, `dw5 = …` its change as well as its gradient, `err_o1 = …` the
        error of a neuron as well as its signal, `h1 = …` its net input where `out_h1 = …` comes too.
        """
        id = self.id(name)
        over_all = self.spelt.get(plain(name), "")  # what is of no sample may stand below the last of them
        if (
            self.mark
            and number is not None
            and over_all != id
            and self.fits(over_all, number)
            and not self.fits(id, number)
        ):
            return over_all
        quantity = self.known.get(id)
        if quantity is None or number is None or id not in self.values or not quantity.names:
            return id
        if self.fits(id, number):
            return id
        new = id_of("new", quantity.names[0])
        new = f"{new}{self.mark}" if f"{new}{self.mark}" in self.known else new
        if quantity.kind in PARAMETERS and new in self.known:
            finer = number.places > max(0, -int(self.values[id].as_tuple().exponent))
            return new if working or finer else id
        net = quantity.of("net").id if quantity.kind == "out" else ""
        if quantity.names[0] in self.with_out and plain(name) == plain(quantity.names[0]) and self.fits(net, number):
            return net
        if quantity.kind == "grad" and re.search("δ|delta", working, re.IGNORECASE):
            return id  # of what is multiplied with an error signal nothing else is meant
        for kind, before, meant in _TWO_MEANINGS:
            other = id_of(meant, quantity.names[0])
            if quantity.kind == kind and plain(name) == f"{before}{plain(quantity.names[0])}":
                return other if self.fits(other, number) or self.fits(other, number.negated()) else id
        return id

    def fits(self, id: str, number: Printed) -> bool:
        """Return whether a number is what a quantity comes to, rounded."""
        return id in self.values and number.is_rounding_of(self.values[id])


def spellings(known: Mapping[str, Quantity]) -> dict[str, str]:
    """Return the ids by every way they are spelt; a spelling of two quantities is none."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    taken = {plain(name) for quantity in known.values() for name in quantity.names}
    for id, quantity in known.items():
        for text in {plain(id), *map(plain, _spelt(quantity, taken))} - {""}:
            if found.setdefault(text, id) != id:
                twice.add(text)
    exact = {plain(id): id for id in known}
    exact |= {plain(q.names[0]): q.id for q in known.values() if q == Quantity("out", q.names)} | exact
    outputs = [quantity.names[0] for quantity in known.values() if quantity.kind == "target" and not quantity.sample]
    alone = {text: id_of("out", outputs[0]) for text in _ALONE} if len(outputs) == 1 else {}
    return alone | {text: id for text, id in found.items() if text not in twice} | exact


def _spelt(quantity: Quantity, taken: Collection[str]) -> Iterator[str]:
    """Yield how a quantity is spelt; what is `taken` is the name of a neuron or parameter, and not of the error."""
    if quantity.sample:
        of = mark_of_sample(quantity.sample)
        for text in _spelt(quantity.at(None), taken):
            over, rate, under = text.partition("/")
            yield f"{text}{of}"
            yield from (f"{over}{of}/{under}", f"{over}{of}/{under}{of}") if rate else ()
        return
    ends = (*(("", tail) for tail in _LATER), ("new", "")) if quantity.round else (("", ""),)
    if quantity.kind == "E_total":
        yield from (f"{head}{total}{tail}" for total in _TOTAL if total not in taken for head, tail in ends)
    elif quantity.kind == "path" and not quantity.round:
        source, target = quantity.names
        yield from (f"path{source}{target}", f"message{target}{source}")
        yield from (f"de{target}/d{out}{source}" for out in ("out", "o", "a", ""))
    elif quantity.kind in _NEURON and (not quantity.round or quantity.round == 1):
        (name,) = quantity.names
        yield from (f"{head}{before}{name}{tail}" for before in _NEURON[quantity.kind] for head, tail in ends)
        if plain(name).startswith("y"):  # ŷ1 is what the network says where y1 is its neuron
            yield from (f"{head}{text}{tail}" for text in _with_hat(quantity.kind, name[1:]) for head, tail in ends)
        yield from (f"{head}{name}{after}{tail}" for after in _BEHIND.get(quantity.kind, ()) for head, tail in ends)
        if quantity.kind == "dout_dnet":  # both sides with the neuron's name, as the lessons write it
            yield from (f"d{out}{name}/d{net}{name}{tail}" for out, net in _SLOPES for _, tail in ends)
    elif quantity.kind in _PARAMETER and not quantity.round:
        (name,) = quantity.names
        yield from (f"{before}{name}{behind}" for before, behind in _PARAMETER[quantity.kind])
    elif quantity.kind == "learning_rate":
        yield from ("eta", "rate", "learningrate", "lr", "alpha")
    elif quantity.kind == "target":
        yield from (f"{before}{quantity.names[0]}" for before in ("t", "target"))


def _with_hat(kind: str, rest: str) -> Iterator[str]:
    match kind:
        case "out":
            yield f"yhat{rest}"
        case "dE_dout":
            yield from (f"d{error}/dyhat{rest}" for error in "elcj")
        case "dout_dnet":
            yield from (f"dyhat{rest}/d{net}{end}" for net in ("net", "z") for end in {rest, f"y{rest}", ""})


def _slopes_of_net(known: Mapping[str, Quantity], weights: Iterable[Weight]) -> Iterator[tuple[str, str]]:
    """Yield how the slopes of a net input are spelt, and the ids of what they are: the activity it is fed, the weight.

    They are the factors of the chain rule that have no line of their own.
    """
    for weight in weights:
        out = id_of("out", weight.source)
        activity = out if out in known else weight.source
        for net in ("net", "z", "in"):
            yield from ((plain(f"d{net}{end}/d{weight.name}"), activity) for end in (weight.target, ""))
            before = ("out", "o", "a", "y", "h", "")
            yield from ((plain(f"d{net}{weight.target}/d{head}{weight.source}"), weight.name) for head in before)


def plain(text: str) -> str:
    """Return a name without what differs from hand to hand: spaces, brackets, capitals, Greek or spelt."""
    text = text.strip().translate(_SUBSCRIPTS).casefold()
    text = "".join(_GREEK.get(sign, sign) for sign in text)
    return _ASIDE.sub("", text)
