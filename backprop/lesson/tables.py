"""The tables of a page about an example, as rows of marked numbers: given, forward pass, updates, rounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from ..formula import mathml, speech
from ..formula.document import Given, document, with_names
from ..formula.nodes import Sign
from ..formula.provenance import data
from ..formula.symbols import named
from ..network.quantity import Quantity
from ..network.spec import Bias, Weight
from ..steps.solution import Number, Solution
from ..words.en import pages as words
from .step_rows import StepView, symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterRow:
    """A weight or bias in the table of updates; `direction` is up, down or still."""

    name: str
    opens: str
    symbol: Markup
    way: str
    gradient: Markup
    old: Markup
    change: Markup
    new: Markup
    direction: str
    steps: tuple[StepView, ...]
    above: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeuronRow:
    symbol: Markup
    net: Markup
    activation: Markup
    target: Markup | None
    error: Markup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRow:
    symbol: Markup
    value: Markup
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """What the network answers after so many rounds, one number for every heading of its table."""

    rounds: int
    values: tuple[Markup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateColumn:
    """One learning rate and the error it leads to, before the first round and after each that is reported."""

    rate: Markup
    errors: tuple[Markup, ...]


def _marked(number: Number) -> Markup:
    return Markup(data(number))


def _way(solution: Solution, parameter: Weight | Bias) -> str:
    """Return between which neurons a parameter stands, their names as formulas have them."""
    if isinstance(parameter, Weight):
        return with_names(solution, f"{parameter.source} → {parameter.target}")
    return with_names(solution, words.into(parameter.targets))


def parameter_rows(solution: Solution, views: tuple[StepView, ...], placed: frozenset[str]) -> tuple[ParameterRow, ...]:
    """Return a row for every parameter; each holds the steps of its derivation that stand nowhere before."""
    view_of = {view.id: view for view in views}
    done = set(placed)
    rows = []
    for move in document(solution).moves:
        ids = [view.id for view in views if view.id in move.leading and view.id not in done]
        done |= set(ids)
        rows.append(
            ParameterRow(
                name=move.parameter.name,
                opens=with_names(solution, words.derivation(move.parameter.name)),
                symbol=symbol(solution, move.parameter.name),
                way=_way(solution, move.parameter),
                gradient=_marked(move.gradient) if move.gradient else Markup(words.ONE_A_SAMPLE),
                old=_marked(move.old),
                change=_marked(move.change),
                new=_marked(move.new),
                direction=move.direction,
                steps=tuple(view_of[id] for id in ids),
                above="" if move.new.id in ids else move.new.id,
            )
        )
    return tuple(rows)


def _neuron(quantity: Quantity) -> Markup:
    """Return the symbol of the neuron that a quantity is of, with its sample where there are several."""
    sign = Sign(replace(named(quantity.names[0]), above=f"({quantity.sample})" if quantity.sample else ""))
    return Markup(mathml.math(sign, label=speech.write(sign)))


def neuron_rows(solution: Solution) -> tuple[NeuronRow, ...]:
    """Return a row for every neuron of every sample: net input, activation, target and error."""
    return tuple(
        NeuronRow(
            symbol=_neuron(answer.quantity),
            net=_marked(answer.net),
            activation=_marked(answer.activation),
            target=_marked(answer.target) if answer.target else None,
            error=_marked(answer.error) if answer.error else None,
        )
        for answer in document(solution).answers
    )


def given_rows(solution: Solution) -> dict[str, tuple[GivenRow, ...]]:
    """Return what is given as rows of tables, by heading."""
    ways = {p.name: _way(solution, p) for p in solution.example.network.parameters}

    def rows(given: Given) -> tuple[GivenRow, ...]:
        return tuple(
            GivenRow(
                symbol=symbol(solution, number.id),
                value=_marked(number),
                note=ways.get(number.id, words.GIVEN_NOTES.get(number.quantity.kind, "")),
            )
            for number in given.numbers
        )

    return {words.GIVEN[given.kind]: rows(given) for given in document(solution).open_givens}


def rate_rows(solution: Solution) -> dict[str, tuple[Any, ...]]:
    """Return the rounds that are reported and a column for each learning rate, the example's own first."""
    told = document(solution)
    columns = (RateColumn(rate=_marked(rate), errors=tuple(map(_marked, errors))) for rate, errors in told.rates)
    return {"rounds": told.compared, "columns": tuple(columns)}


def round_rows(solution: Solution) -> dict[str, tuple[Any, ...]]:
    """Return headings and rows of the table of rounds: the error and every output, before, after one, after more."""
    reported = document(solution).reported
    rows = (RoundRow(rounds=after.rounds, values=tuple(map(_marked, after.numbers))) for after in reported)
    return {
        "headings": tuple(symbol(solution, n.quantity.before().id) for n in reported[0].numbers),
        "rows": tuple(rows),
    }
