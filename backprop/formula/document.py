"""A worked example as a document: what is given, the lines of work phase by phase, and the tables.

Page, terminal, sheets, Markdown and record are writers of this one value: each says how a part looks, and none which
parts there are or in what order. A part holds numbers, and lines with slots for them; notations are the writers'.

Longer than most: every part of the document stands here, once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, groupby

from ..network.quantity import OF_PARAMETERS, PARAMETERS, Quantity, id_of
from ..network.spec import Bias, Weight
from ..steps.passes import Step
from ..steps.solution import Number, Solution
from ..words.en import player, sentences
from .layout import letters_of
from .nodes import Formula, Node
from .opened import opened, shown_parameters
from .skeleton import Line, line, small_lines
from .symbols import named, plain

KINDS = ("input", "target", "weight", "bias")  # of what is given, in the order in which it is told
METHOD = "method"  # what else is given
INKS = {  # what each phase is drawn in
    "forward": "forward",
    "error": "forward",
    "output": "backward",
    "hidden": "backward",
    "update": "update",
    "after": "forward",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is given of one kind, or of the method."""

    kind: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A step as a line of work, with its place among all steps counted from 1."""

    solution: Solution = field(repr=False)
    step: Step
    number: int

    @property
    def id(self) -> str:
        return self.step.id

    @property
    def result(self) -> Number:
        return self.solution.numbers[self.step.id]

    @property
    def ink(self) -> str:
        return INKS[self.step.phase]

    @property
    def biases(self) -> tuple[str, ...]:
        """The biases that the step is about, which a drawing lights."""
        quantity, numbers = self.step.quantity, self.solution.numbers
        used = {*self.step.uses, *(quantity.names if quantity.kind in OF_PARAMETERS else ())}
        met = [numbers[id].quantity for id in used if id in numbers]
        about = used | {name for other in met if other.kind == "new" for name in other.names}
        return tuple(bias.name for bias in self.solution.example.network.biases if bias.name in about)

    @property
    def work(self) -> Line[Formula]:
        return line(self.solution, self.step)

    @property
    def on_one_line(self) -> Line[Formula]:
        """The same without fractions."""
        return line(self.solution, self.step, linear=True)

    @property
    def small(self) -> tuple[Line[Node], ...]:
        """The lines between the numbers put in and the result."""
        return small_lines(self.solution, self.step)

    def product(self, *, lettered: bool) -> Line[Formula] | None:
        """Return a gradient as the product of its factors, each under its letter if wanted; None of other steps.

        Of many samples there is the short line alone, or there would be little else.
        """
        if self.step.product is None or self.step.quantity.sample is not None:
            return None
        letters = letters_of(self.solution, self.step) if lettered else ()
        return line(self.solution, self.step, product=True, letters=letters)

    @property
    def sentence(self) -> str:
        return sentences.sentence(self.solution, self.step)

    @property
    def told(self) -> str:
        """The sentence where it stands beside formulas that are set: names as they have them."""
        return with_names(self.solution, self.sentence)

    @property
    def turns(self) -> tuple[str, dict[str, str]]:
        """What the sentence hangs on, and how it is told each way."""
        turn, ways = sentences.turns(self.solution, self.step) or ("", {})
        return turn, {way: with_names(self.solution, sentence) for way, sentence in ways.items()}

    @property
    def calculator(self) -> tuple[str, str] | None:
        """What is to be said where the digits shown give others, with room for both, and what they give."""
        note = sentences.calculator_note(self.solution, self.step)
        return (note, self.solution.calculator[self.id]) if note else None


def with_names(solution: Solution, sentence: str) -> str:
    """Return a sentence with the names of neurons and parameters as formulas have them: `H₁`, `w₅`, `H₁,₂`."""

    def pattern() -> re.Pattern[str]:
        net = solution.example.network
        names = {*chain.from_iterable(net.columns), *(parameter.name for parameter in net.parameters)}
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names)))})(?!\w)")

    return solution.once("names", pattern).sub(lambda name: plain(named(name[0])), sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Lines of one phase after one another; one sample at a time, a phase comes again."""

    phase: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a neuron answers to a sample; a hidden one has no target and no error."""

    quantity: Quantity
    net: Number
    activation: Number
    target: Number | None
    error: Number | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What a round does to a parameter; it has no one gradient where it moves after every sample."""

    parameter: Weight | Bias
    gradient: Number | None
    old: Number
    change: Number
    new: Number
    leading: frozenset[str]  # ids of the steps that lead to it

    @property
    def direction(self) -> str:
        return "up" if self.change.value > 0 else "down" if self.change.value < 0 else "still"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What is reported of the network as it is after so many rounds."""

    rounds: int
    numbers: tuple[Number, ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """A worked example in the order in which it is told. What only some writers ask for is made when they do."""

    solution: Solution = field(repr=False)
    givens: tuple[Given, ...]
    rows: tuple[Row, ...]

    @property
    def title(self) -> str:
        return self.solution.example.title

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        return runs(self.rows)

    @cached_property
    def open(self) -> tuple[Row, ...]:
        """The rows that stand open, all but those of a wide network that are like others."""
        ids = {step.id for step in opened(self.solution)}
        return tuple(row for row in self.rows if row.id in ids)

    @cached_property
    def open_givens(self) -> tuple[Given, ...]:
        """What is given but for parameters that only have a place on a map, or in a table of neurons."""
        shown = shown_parameters(self.solution)
        found = (
            Given(
                kind=given.kind,
                numbers=tuple(n for n in given.numbers if n.quantity.kind not in PARAMETERS or n.id in shown),
            )
            for given in self.givens
        )
        return tuple(given for given in found if given.numbers)

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """Every neuron of every sample, before anything has moved."""
        numbers, outputs = self.solution.numbers, self.solution.example.network.outputs
        found = []
        for number in numbers.values():
            q = number.quantity
            if q.kind == "net" and not q.round:
                output = q.names[0] in outputs
                found.append(
                    Answer(
                        quantity=q,
                        net=number,
                        activation=numbers[q.of("out").id],
                        target=numbers[q.of("target").id] if output else None,
                        error=numbers[q.of("E").id] if output else None,
                    )
                )
        return tuple(found)

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """Every parameter, in the order of the file."""
        return tuple(map(self._move, self.solution.example.network.parameters))

    def _move(self, parameter: Weight | Bias) -> Move:
        numbers = self.solution.numbers
        grad, change, new = (id_of(kind, parameter.name) for kind in OF_PARAMETERS)
        return Move(
            parameter=parameter,
            gradient=numbers.get(grad),
            old=numbers[parameter.name],
            change=numbers[change],
            new=numbers[new],
            leading=frozenset(self.solution.leading_to(grad, change, new)),
        )

    @cached_property
    def done(self) -> tuple[int, ...]:
        """The numbers of rounds that numbers are reported of."""
        return tuple(sorted({n.quantity.round for n in self.solution.numbers.values() if n.quantity.round}))

    @cached_property
    def reported(self) -> tuple[Reported, ...]:
        """The error and every output before the first round and after each that is reported.

        Where each sample moves the parameters, nothing is of the start alone: then these are after rounds.
        """
        outputs = self.solution.example.network.outputs
        first = [n.quantity for n in self.solution.numbers.values() if not n.quantity.round]
        errors = [q for q in first if q.kind == "E_total"]
        shown = [
            *([q for q in errors if not q.sample] or errors),
            *(q for q in first if q.kind == "out" and q.names[0] in outputs),
        ]
        numbers = self.solution.numbers
        before = Reported(rounds=0, numbers=tuple(numbers[q.id] for q in shown))
        after = (Reported(rounds=n, numbers=tuple(numbers[q.after(n).id] for q in shown)) for n in self.done)
        return tuple(after) if self.solution.example.online else (before, *after)

    @cached_property
    def later(self) -> tuple[Reported, ...]:
        """The error, every new parameter and every output after the rounds that follow the first."""
        outputs = self.solution.example.network.outputs
        return tuple(
            Reported(
                rounds=done,
                numbers=tuple(
                    number
                    for number in self.solution.numbers.values()
                    if number.quantity.round == done
                    and (number.quantity.kind in {"E_total", "new"} or _is_out(number.quantity, outputs))
                ),
            )
            for done in self.solution.later_rounds
        )

    @property
    def compared(self) -> tuple[int, ...]:
        """The numbers of rounds after which rates are compared, none done among them where that has an error."""
        return self.done if self.solution.example.online else (0, *self.done)

    @cached_property
    def rates(self) -> tuple[tuple[Number, tuple[Number, ...]], ...]:
        """Every learning rate with its errors after each number of rounds that is compared."""
        found, quantities = [], self.solution.quantities
        for rate in range(len(self.solution.runs) + 1):
            error = Quantity("E_total").compared(rate)
            errors = tuple(quantities[error.after(n).id if n else error.id] for n in self.compared)
            found.append((quantities[Quantity("learning_rate").compared(rate).id], errors))
        return tuple(found)


def _is_out(quantity: Quantity, names: tuple[str, ...]) -> bool:
    return quantity.kind == "out" and quantity.names[0] in names


def runs(rows: tuple[Row, ...]) -> tuple[Run, ...]:
    """Return rows by runs of a phase."""
    found = []
    for phase, part in groupby(rows, lambda row: row.step.phase):
        own = tuple(part)
        found.append(Run(phase=phase, title=player.phase(phase, own[0].solution.example.network.hidden), rows=own))
    return tuple(found)


def document(solution: Solution) -> Document:
    """Return the document of a worked example, made once."""
    return solution.once("document", lambda: _document(solution))


def _document(solution: Solution) -> Document:
    given = [solution.numbers[quantity.id] for quantity in solution.trace.givens]
    kinds = {number.id: number.quantity.kind if number.quantity.kind in KINDS else METHOD for number in given}
    groups = [
        Given(kind=kind, numbers=tuple(number for number in given if kinds[number.id] == kind))
        for kind in (*KINDS, METHOD)
    ]
    return Document(
        solution=solution,
        givens=tuple(group for group in groups if group.numbers),
        rows=tuple(Row(solution=solution, step=step, number=n) for n, step in enumerate(solution.steps, 1)),
    )
