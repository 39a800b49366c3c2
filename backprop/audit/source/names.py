"""The names that notes call quantities by: what each stands for, by its spelling and by the numbers said of it.

Longer than most: which of two things a name means is decided in one place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from ...network.quantity import OF_A_PASS, PARAMETERS, Quantity, id_of, mark_of_sample
from ...network.spec import Network
from .printed import Printed, read
from .spelling import plain, slopes_of_net, spellings

_AFTER_ROUNDS = re.compile(r"(.+)(@r([1-9]\d*))\Z")
_ERRORS = frozenset({"E", "E_total"})
_DISTANCE = re.compile(
    r"\s*\(?\s*[^\W\d][^=]{0,40}?[-−–]\s*[^\W\d][^=*/·×+]{0,40}\Z"
)  # target − output, in signs or words
_OF_ANSWER = frozenset({"y", "o", "a", "p", "y1", "o1", "p1"})
_HAT = re.compile(r"ŷ\w*|y_?hat\w*")
_WORKED = re.compile(r"\d\s*[-+*×·/]\s*\d|exp|σ|sigm|tanh|relu|e\s*\^", re.IGNORECASE)
_SUMMED = re.compile(r"\d\s*[-+−]\s*[\d(]")
_TWO_MEANINGS = (("grad", "d", "change"), ("delta", "err", "E"))  # kind, how it is spelt, and what else that is


def _of_only(kind: str, letter: str, known: Mapping[str, Quantity]) -> dict[str, str]:
    """Return how the only weight or bias of an example is spelt that has a number in its name: by its letter, too."""
    names = {quantity.names[0] for quantity in known.values() if quantity.kind == kind}
    if len(names) != 1 or not re.fullmatch(rf"{letter}_?\d", next(iter(names))):
        return {}
    own = {id: replace(q, names=(letter,)) for id, q in known.items() if set(q.names) == names and not q.round}
    return {text: id for text, id in spellings(own).items() if id in known}


class Names:
    """The quantities of an example by what they are called, and their values, which say which of two is meant."""

    def __init__(self, known: Mapping[str, Quantity], values: Mapping[str, Decimal], net: Network | None = None):
        self.known, self.values, self.net = known, values, net
        self.mark = ""  # of the sample that is spoken of
        self.differing = frozenset[str]()  # names by which somebody means something that has none here
        self.distances = frozenset[tuple[str, Decimal]]()  # of a name, what is a distance from the target and no error
        self.with_out = frozenset[str]()  # neurons whose activations have names of their own, not the neurons'
        only = _of_only("bias", "b", known) | _of_only("weight", "w", known)
        self.spelt = only | dict(slopes_of_net(known, net.weights if net else ())) | spellings(known)

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

    def heard(self, said: Iterable[tuple[str, Printed, str]]) -> Names:
        """Return the same names as somebody uses them who says these numbers of them, each with its working.

        A change may be the amount that is taken off, which has no name here: where what is left of it comes out right.
        So has what is only the distance from the target, where the error comes too, or the working says it in signs. A
        neuron's own name is that of its net input where that comes first and the activation after it.
        """
        found, with_out, differing, distances = copy(self), set[str](), set[str](), set[tuple[str, Decimal]]()
        named = [
            (name, number, self.known[id], how) for name, number, how in said if (id := self.id(name)) in self.known
        ]
        of_one = [(name, number, quantity) for name, number, quantity, _ in named if quantity.names]
        moved = {
            quantity.names[0]
            for _, number, quantity in of_one
            if quantity.kind in {"new", *PARAMETERS} and self.fits(id_of("new", quantity.names[0]), number)
        }
        first = set[str]()  # neurons whose own names came with their net inputs
        for name, number, quantity in of_one:
            own = plain(name) == plain(quantity.names[0])
            if quantity.kind == "out" and (not own or (quantity.id in first and self.fits(quantity.id, number))):
                with_out.add(quantity.names[0])
            if quantity.kind == "out" and own and self.fits(quantity.of("net").id, number):
                first.add(quantity.id)
            of_change = quantity.kind == "change" or plain(name) == f"d{plain(quantity.names[0])}"
            opposite = quantity.of("change").id if of_change and quantity.names[0] in moved else ""
            if not self.fits(quantity.id, number) and self.fits(opposite, number.negated()):
                differing.add(plain(name))
        errors = any(q.kind in _ERRORS and self.fits(q.id, number) for _, number, q, _ in named)
        for name, number, quantity, how in named:
            if quantity.kind not in _ERRORS:
                continue
            in_signs = bool(_DISTANCE.match(how))
            named_so = in_signs and not re.search(r"\d[.,]\d|[\^²]|target", how)
            if named_so or ((errors or in_signs) and self._is_distance(quantity, number)):
                distances.add((plain(name), number.value))
        found.with_out, found.differing = frozenset(with_out), frozenset(differing)
        found.distances = frozenset(distances)
        return found

    def _is_distance(self, error: Quantity, number: Printed) -> bool:
        """Return whether a number is how far an output is from its target, and not the error."""
        outputs = error.names or tuple(q.names[0] for q in self.known.values() if q.kind == "target")
        samples = [error.sample] if error.sample or not self.samples else sorted(self.samples)
        ids = (
            [id_of(kind, name, sample=sample) for kind in ("target", "out")]
            for name in dict.fromkeys(outputs)
            for sample in samples
        )
        gaps = [self.values[target] - self.values[out] for target, out in ids if {target, out} <= self.values.keys()]
        return not self.fits(error.id, number) and any(
            number.is_rounding_of(gap) or number.is_rounding_of(-gap) for gap in gaps
        )

    def differs(self, name: str, number: Printed | None) -> bool:
        """Return whether somebody means something by a name that has none here."""
        text = plain(name)
        return text in self.differing or (number is not None and (text, number.value) in self.distances)

    def is_apart(self, name: str) -> bool:
        """Return whether a name in a formula is of a distance from the target, which has none here."""
        return any(plain(name) == text for text, _ in self.distances)

    @cached_property
    def neurons(self) -> tuple[str, ...]:
        """The neurons that have net inputs, in their order."""
        found = (quantity.names[0] for quantity in self.known.values() if quantity.kind == "net")
        return tuple(dict.fromkeys(found))

    @cached_property
    def samples(self) -> frozenset[int]:
        """The numbers of the samples that quantities are of; none where there is one alone."""
        return frozenset(quantity.sample for quantity in self.known.values() if quantity.sample)

    @cached_property
    def rounds(self) -> int:
        """How many rounds there are."""
        return max((int(at[3]) for id in self.values if (at := _AFTER_ROUNDS.match(id))), default=1)

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
        return self._only_sample(
            lambda inputs: all(
                (number := numbers.get(plain(q.names[0]))) and number.value == self.values.get(q.id) for q in inputs
            )
        )

    def sample_at(self, numbers: Sequence[str]) -> int:
        """Return which sample has these inputs, in their order; 0 where none or several have."""
        found = [read(number.strip()) for number in numbers]
        return self._only_sample(
            lambda inputs: (
                len(inputs) == len(found)
                and all(each and each.value == self.values.get(q.id) for q, each in zip(inputs, found, strict=True))
            )
        )

    def _only_sample(self, fits: Callable[[list[Quantity]], bool]) -> int:
        """Return the only sample whose inputs fit."""
        inputs = [q for q in self.known.values() if q.kind == "input" and q.sample]
        found = [sample for sample in sorted(self.samples) if fits([q for q in inputs if q.sample == sample])]
        return found[0] if len(found) == 1 else 0

    def is_given(self, name: str, number: Printed) -> bool:
        """Return whether a name is a parameter's, and a number the one it was given."""
        id = self.id(name)
        parameter = id in self.values and self.known[id].kind in PARAMETERS
        return parameter and number.is_rounding_of(self.values[id])

    def are_new(self, ids: Iterable[str]) -> bool:
        """Return whether some of these are new parameters."""
        return any(self.known[id].kind == "new" for id in ids if id in self.known)

    def again(
        self, id: str, number: Printed | None, *, done: int, counted: bool, state: bool, said: Collection[str]
    ) -> str:
        """Return what a name stands for once so many updates are `done`, unless the number is what it was before.

        Where the rounds are `counted`, a new parameter is that after one more; what a round begins with is still that,
        and so may be what it ends with. In a `state` a parameter is as the last of them has left it. What was `said` of
        all samples before and of none is so again.
        """
        quantity = self.known.get(id)
        if quantity and quantity.sample and id not in said and quantity.at(None).id in said:
            quantity = quantity.at(None)
            id = quantity.id
        if quantity is None or quantity.round or number is None:
            return id
        if self.fits(id, number) if counted else self.near(id, number):
            return id
        if quantity.kind == "new":
            begun = quantity.after(done).id if done > 1 else id
            if state:
                return begun
            return quantity.after(done + 1).id if counted and not self.fits(begun, number) else begun
        has_more = quantity.after(1).id in self.known or quantity.kind in OF_A_PASS
        later, over_all = quantity.after(done).id, quantity.at(None).after(done).id
        if quantity.sample and self.fits(over_all, number) and not self.fits(later, number):
            return over_all
        ended = quantity.after(done + 1).id
        if counted and self.fits(ended, number) and not self.fits(later, number):
            return ended
        return later if later in self.known or (counted and has_more) else id

    def with_target(self, line: str) -> str:
        """Return a line in which y is the target's name where ŷ stands for the output that has it."""
        hats = (at[0] for at in _HAT.finditer(line))
        for hat in hats:
            out = self.known.get(self.id(hat))
            if out is not None and out.kind == "out":
                target, own = out.of("target"), out.names[0]
                line = re.sub(rf"(?<![\w.]){re.escape(own)}(?!\w)", target.id if target.id in self.known else own, line)
        return line

    def then(self, id: str, done: int) -> str:
        """Return what a known id in a formula stands for once so many updates are done, a question mark for what has
        none; others as they are."""
        quantity = self.known.get(id)
        if quantity is None or quantity.round or quantity.kind == "new":
            return id
        if quantity.kind in PARAMETERS:
            new = quantity.of("new")
            if new.id not in self.known:
                return id  # it does not move
            later = new.after(done).id if done > 1 else new.id
        elif quantity.given:
            return id
        else:
            later = quantity.after(done).id
        return later if later in self.known else "?"

    def meant(self, name: str, number: Printed | None, *, working: str) -> str:
        """Return the id that a name stands for with that number behind it, and perhaps the working before that.

        `w5 = …` is the new weight as often as the old, `dw5 = …` its change as well as its gradient, `err_o1 = …` the
        error of a neuron as well as its signal, `h1 = …` its net input where `out_h1 = …` comes too.
        """
        id = "" if self.differs(name, number) else self.id(name) or self._answer(name, number, working)
        over_all = self.spelt.get(plain(name), "")  # what is of no sample may stand below the last of them
        if (
            self.mark
            and number is not None
            and over_all != id
            and self.near(over_all, number)
            and not self.near(id, number)
        ):
            return over_all
        quantity = self.known.get(id)
        if quantity is None or number is None or id not in self.values or not quantity.names:
            return id
        if self.fits(id, number):
            return id
        if quantity.kind == "out" and not working and self.values.get(quantity.of("target").id) == number.value:
            return quantity.of("target").id  # y beside ŷ
        new = id_of("new", quantity.names[0])
        new = f"{new}{self.mark}" if f"{new}{self.mark}" in self.known else new
        if quantity.kind in PARAMETERS and new in self.known:
            finer = number.places > max(0, -int(self.values[id].as_tuple().exponent))
            return new if working or finer else id
        net = quantity.of("net").id if quantity.kind == "out" else ""
        own = plain(name) == plain(quantity.names[0])
        summed = quantity.names[0] in self.with_out or (_SUMMED.search(working) and not self.near(id, number))
        if own and summed and self.fits(net, number):
            return net
        if quantity.kind == "grad" and re.search("δ|delta", working, re.IGNORECASE):
            return id  # of what is multiplied with an error signal nothing else is meant
        for kind, before, meant in _TWO_MEANINGS:
            other = id_of(meant, quantity.names[0])
            if quantity.kind == kind and plain(name) == f"{before}{plain(quantity.names[0])}":
                return other if self.fits(other, number) or self.fits(other, number.negated()) else id
        return id

    def _answer(self, name: str, number: Printed | None, working: str) -> str:
        """Return the only output where a letter that may be the target's too is that of what comes out."""
        id = self.spelt.get("output", "") if plain(name) in _OF_ANSWER else ""
        out = f"{id}{self.mark}" if f"{id}{self.mark}" in self.known else id
        return out if number is not None and (self.fits(out, number) or _WORKED.search(working)) else ""

    def near(self, id: str, number: Printed) -> bool:
        """Return whether a number is what a quantity comes to, or what it may come to with rounded numbers."""
        return id in self.values and bool(number.fit(self.values[id], of_rounded=True))

    def fits(self, id: str, number: Printed) -> bool:
        """Return whether a number is what a quantity comes to, rounded."""
        return id in self.values and number.is_rounding_of(self.values[id])
