"""The tables of a page about an example: what is given, the forward pass, every update, round after round."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from ..formula import mathml, speech
from ..formula.layout import Sign
from ..formula.symbols import named
from ..network.quantity import PARAMETERS, Quantity, id_of
from ..network.spec import Bias, Weight
from ..steps.solution import Solution
from ..words.en import pages as words
from .opened import shown_parameters
from .step_rows import StepView, number, symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterRow:
    """A weight or bias in the table of updates; `direction` is up, down or still."""

    name: str
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


def direction(solution: Solution, name: str) -> str:
    change = solution.numbers[id_of("change", name)].value
    return "up" if change > 0 else "down" if change < 0 else "still"


def _way(parameter: Weight | Bias) -> str:
    if isinstance(parameter, Weight):
        return f"{parameter.source} → {parameter.target}"
    return words.into(parameter.targets)


def parameter_rows(solution: Solution, views: tuple[StepView, ...], placed: frozenset[str]) -> tuple[ParameterRow, ...]:
    """Return a row for every parameter; each holds the steps of its derivation that stand nowhere before."""
    view_of = {view.id: view for view in views}
    done = set(placed)
    rows = []
    for parameter in solution.example.network.parameters:
        name = parameter.name
        grad, change, new = (id_of(kind, name) for kind in ("grad", "change", "new"))
        wanted = solution.leading_to(grad, change, new)
        ids = [view.id for view in views if view.id in wanted and view.id not in done]
        done |= set(ids)
        rows.append(
            ParameterRow(
                name=name,
                symbol=symbol(solution, name),
                way=_way(parameter),
                gradient=number(solution, grad) if grad in solution.numbers else Markup(words.ONE_A_SAMPLE),
                old=number(solution, name),
                change=number(solution, change),
                new=number(solution, new),
                direction=direction(solution, name),
                steps=tuple(view_of[id] for id in ids),
                above="" if new in ids else new,
            )
        )
    return tuple(rows)


def _neuron(quantity: Quantity) -> Markup:
    """Return the symbol of the neuron that a quantity is of, with its sample where there are several."""
    sign = Sign(replace(named(quantity.names[0]), above=f"({quantity.sample})" if quantity.sample else ""))
    return Markup(mathml.math(sign, label=speech.write(sign)))


def neuron_rows(solution: Solution) -> tuple[NeuronRow, ...]:
    """Return a row for every neuron of every sample: net input, activation, target and error."""
    net, rows = solution.example.network, []
    for id, found in solution.numbers.items():
        q = found.quantity
        if q.kind != "net" or q.round:
            continue
        output = q.names[0] in net.outputs
        rows.append(
            NeuronRow(
                symbol=_neuron(q),
                net=number(solution, id),
                activation=number(solution, q.of("out").id),
                target=number(solution, q.of("target").id) if output else None,
                error=number(solution, q.of("E").id) if output else None,
            )
        )
    return tuple(rows)


def given_ids(solution: Solution) -> dict[str, tuple[str, ...]]:
    """Return the ids of what is given, by heading, in the order of the file."""
    found: dict[str, list[str]] = {title: [] for title in words.GIVEN.values()}
    parameters = shown_parameters(solution)
    for quantity in solution.trace.givens:
        if quantity.kind in PARAMETERS and quantity.id not in parameters:
            continue  # it has a place on a map, or in a table of neurons
        found[words.GIVEN.get(quantity.kind, words.GIVEN["method"])].append(quantity.id)
    return {title: tuple(ids) for title, ids in found.items() if ids}


def given_rows(solution: Solution) -> dict[str, tuple[GivenRow, ...]]:
    """Return what is given as rows of tables, by heading."""
    ways = {p.name: _way(p) for p in solution.example.network.parameters}

    def row(id: str) -> GivenRow:
        note = ways.get(id, words.GIVEN_NOTES.get(solution.numbers[id].quantity.kind, ""))
        return GivenRow(symbol=symbol(solution, id), value=number(solution, id), note=note)

    return {title: tuple(map(row, ids)) for title, ids in given_ids(solution).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class RateColumn:
    """One learning rate and the error it leads to, before the first round and after each that is reported."""

    rate: Markup
    errors: tuple[Markup, ...]


def rate_rows(solution: Solution) -> dict[str, tuple[Any, ...]]:
    """Return the rounds that are reported and a column for each learning rate, the example's own first."""
    done = sorted({n.quantity.round for n in solution.numbers.values() if n.quantity.round})
    columns = []
    for rate in range(len(solution.runs) + 1):
        own = Quantity("learning_rate").compared(rate).id
        error = Quantity("E_total").compared(rate)
        ids = (error.id, *(error.after(n).id for n in done))
        columns.append(RateColumn(rate=number(solution, own), errors=tuple(number(solution, id) for id in ids)))
    return {"rounds": (0, *done), "columns": tuple(columns)}


def has_rounds(solution: Solution) -> bool:
    return any((found.quantity.round or 0) > 1 for found in solution.numbers.values())


def round_rows(solution: Solution) -> dict[str, tuple[Any, ...]]:
    """Return headings and rows of the table of rounds: the error and every output, before, after one, after more."""
    first = [n.quantity for n in solution.numbers.values() if not n.quantity.round]
    base = [q for q in first if q.kind == "E_total" and not q.sample] or [q for q in first if q.kind == "E_total"]
    shown = (*base, *(q for q in first if q.kind == "out" and q.names[0] in solution.example.network.outputs))
    done = sorted({n.quantity.round for n in solution.numbers.values() if n.quantity.round})
    rows = [RoundRow(rounds=0, values=tuple(number(solution, q.id) for q in shown))]
    rows += [RoundRow(rounds=n, values=tuple(number(solution, q.after(n).id) for q in shown)) for n in done]
    return {"headings": tuple(symbol(solution, q.id) for q in shown), "rows": tuple(rows)}
