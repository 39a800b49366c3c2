"""Findings: the verdict on one claim, with all that its sentence says, so that telling it searches for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .search.cause import Cause
from .slips.catalogue import RANK
from .source.claims import Claim, Claims
from .verdicts import VERDICTS, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearly:
    """A number that is right but for its last digit; `follows` from the source's earlier ones exactly as printed.

    `slips` give exactly these digits too, each by its ids.
    """

    follows: bool
    slips: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """A number carried from the source's earlier ones: the slips that made those, several where several fit."""

    slips: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A number that nothing known here gives; `own` is what the source's earlier ones would give, if anything."""

    own: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """A weight that goes the other way: the neuron it feeds, and whether the sign comes from its error signal."""

    neuron: str
    alike: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherOutput:
    """A program that prints another number; `own` is what the network of the notes gives, if anything."""

    own: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRun:
    """A program that was not run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverUsed:
    """A name, or a number of names, of which no formula uses some; the network has so many weights."""

    weights: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Miscalculated:
    """A line of arithmetic that does not give what is printed for it, whatever its numbers are.

    What is printed may be right all the same, for the quantity of this id.
    """

    right_for: str = ""
    nearly: bool = False  # but for the last digit


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """A number that is right but for what a computation in single precision loses."""


Grounds = Nearly | Inherited | Missed | Feeds | OtherOutput | NotRun | NeverUsed | Miscalculated | Single | None
_NAMED = {OtherOutput: ("other_program",), NeverUsed: ("never_used",), Miscalculated: ("miscalculated",)}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The verdict on one claim: `right` is the true value, `causes` every explanation that is left standing.

    Of a number that has none, `unbelieved` are those that fit digits too few to tell.
    """

    claim: Claim
    verdict: str
    right: Decimal | None
    causes: tuple[Cause, ...] = ()
    grounds: Grounds = None
    unbelieved: tuple[Cause, ...] = ()

    @property
    def kind(self) -> Verdict:
        return VERDICTS[self.verdict]

    @property
    def deviations(self) -> tuple[str, ...]:
        """The ids of all named slips, the most telling first, each once; a right number has none."""
        if self.kind.right:
            return ()
        named = _NAMED.get(type(self.grounds), ())
        found = {id for cause in self.causes for id in cause.ids} | set(named)
        return tuple(sorted(found, key=RANK.__getitem__))


@dataclass(frozen=True, kw_only=True)
class Wide:
    """One slip that explains several numbers of a source.

    `updated` where these are all that is printed of later, `whole` where these are all that is wrong.
    """

    cause: Cause
    findings: tuple[Finding, ...]
    updated: bool
    whole: bool


@dataclass(frozen=True, kw_only=True)
class Audit:
    """What was made of a source's claims, in their order; `meant` is the convention that would make all of it right.

    It was `taken` as meant, and all of it is read so, where a source has no way to declare it.
    """

    claims: Claims
    findings: tuple[Finding, ...]
    wide: tuple[Wide, ...]
    meant: tuple[str, str] | None = None
    taken: bool = False
