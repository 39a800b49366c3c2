"""The names of quantities: what a number is, of which neuron or parameter, for which sample, after which round.

One id serves as the step's anchor in a page, the key in the record, the diagram's target and a claim's subject.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

_FORMS = {
    "input": "{0}",
    "weight": "{0}",
    "bias": "{0}",
    "target": "T_{0}",
    "learning_rate": "learning_rate",
    "leak": "leak_{0}",
    "net": "net_{0}",
    "out": "out_{0}",
    "E": "E_{0}",
    "E_total": "E_total",
    "dE_dout": "dE_dout_{0}",
    "dout_dnet": "dout_dnet_{0}",
    "delta": "delta_{0}",
    "path": "path_{0}_{1}",
    "grad": "grad_{0}",
    "change": "change_{0}",
    "new": "new_{0}",
}
PARAMETERS = frozenset({"weight", "bias"})
OF_SAMPLES = frozenset({"input", "target"})
OF_A_PASS = frozenset({"dE_dout", "dout_dnet", "delta", "path", "grad", "change"})  # of each backward pass
OF_NEURONS = ("net", "out", "E", "dE_dout", "dout_dnet", "delta")  # kinds of which a neuron has one a sample
OF_PARAMETERS = ("grad", "change", "new")  # and of which a weight or bias has one a round
GIVEN = PARAMETERS | OF_SAMPLES | {"learning_rate", "leak"}


def mark_of_sample(sample: int) -> str:
    """Return what says in an id whose sample the number is."""
    return f"@s{sample}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a worked example.

    `sample` counts from 1 and is None where an example has a single sample or the number is over all of them;
    `round` is None before the first update, n for a number found with the parameters after n rounds. `rate` is None for
    the example's own learning rate, else which of the rates it is compared with, counted from 1. `other` says that the
    number is of the same network with other numbers given; `part` names a number on the way to this one, or about it.
    """

    kind: str
    names: tuple[str, ...] = ()
    sample: int | None = None
    round: int | None = None
    rate: int | None = None
    other: bool = False
    part: str = ""

    @property
    def id(self) -> str:
        text = _FORMS[self.kind].format(*self.names) + (f".{self.part}" if self.part else "")
        text += mark_of_sample(self.sample) if self.sample else ""
        text += f"@r{self.round}" if self.round else ""
        text += f"@rate{self.rate}" if self.rate else ""
        return text + ("@other" if self.other else "")

    @property
    def given(self) -> bool:
        return self.kind in GIVEN

    def of(self, kind: str, *names: str) -> Quantity:
        """Return another quantity of the same sample at the same moment, of the same names unless others are given.

        What is given has no moment, and a parameter or a rate no sample either.
        """
        found = Quantity(kind, names or self.names, self.sample, self.round)
        return replace(found, sample=found.sample if kind in OF_SAMPLES else None, round=None) if found.given else found

    def before(self) -> Quantity:
        """Return the same quantity before the first update."""
        return replace(self, round=None)

    def after(self, rounds: int) -> Quantity:
        """Return the same quantity once that many rounds are done."""
        return replace(self, round=rounds)

    def at(self, sample: int | None) -> Quantity:
        """Return the same quantity of another sample, or of all."""
        return replace(self, sample=sample)

    def compared(self, rate: int) -> Quantity:
        """Return the same quantity with another of the rates; 0 is the example's own."""
        return replace(self, rate=rate or None)

    @property
    def plain(self) -> Quantity:
        """The same quantity of no sample, before the first update, with the example's own rate."""
        return Quantity(self.kind, self.names)


def id_of(kind: str, *names: str, sample: int | None = None, round: int | None = None) -> str:
    """Return the id of a quantity of some names."""
    return Quantity(kind, names, sample, round).id
