"""What a page about an example is made of: steps, tables and tours as plain values for the templates to order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from .expr import refs
from .formula import formula, sign_of
from .marks import data
from .solution import Solution
from .spec import Bias, Weight
from .steps import Step
from .trace import PHASES, needed_for
from .views import mathml, speech, words

PHASE_TITLES = {
    "forward": "Forward", "error": "Error", "output": "Back: output layer",
    "hidden": "Back: hidden layers", "update": "Update", "after": "Forward again",
}  # fmt: skip
INKS = {
    "forward": "forward", "error": "forward", "output": "backward",
    "hidden": "backward", "update": "update", "after": "forward",
}  # fmt: skip
LETTERS = "ABC"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step as a row: `chip` its symbol, `line` the work, `product` the same as a product of factors."""

    id: str
    number: int
    phase: str
    ink: str
    nodes: str
    edges: str
    biases: str
    uses: str
    chip: Markup
    line: Markup
    product: Markup
    sentence: str
    spoken: str
    note: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    id: str
    title: str
    ink: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """A way through the steps; `stops` are step ids, or None where the reader chooses a parameter."""

    id: str
    title: str
    stops: str | None


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


def number(solution: Solution, id: str, decimals: int | None = None) -> Markup:
    """Return a number as HTML, with its own digits or with so many decimals."""
    found = solution.numbers[id]
    return Markup(data(found, None if decimals is None else found.to(decimals)))


def symbol(solution: Solution, id: str) -> Markup:
    return Markup(mathml.math(sign_of(solution, id)))


def _biases(solution: Solution, step: Step) -> Iterator[str]:
    used = {*refs(step.expr), *(step.quantity.names if step.quantity.kind in {"grad", "change", "new"} else ())}
    news = {id.partition("@")[0].removeprefix("new_") for id in used if id.startswith("new_")}
    return (bias.name for bias in solution.example.network.biases if bias.name in used | news)


def _note(solution: Solution, step: Step) -> Markup:
    text = words.calculator_note(solution, step)
    if not text:
        return Markup()
    found = solution.numbers[step.id]
    return escape(text).format(calculator=Markup(data(found, solution.calculator[step.id])), value=Markup(data(found)))


def step_view(solution: Solution, step: Step, number: int) -> StepView:
    whole = formula(solution, step)
    product = Markup()
    if step.product:
        lettered = formula(solution, step, letters=LETTERS)
        product = Markup(mathml.line(lettered, subject=False))
    sentence = words.sentence(solution, step)
    return StepView(
        id=step.id, number=number, phase=step.phase, ink=INKS[step.phase],
        nodes=" ".join(step.nodes), edges=" ".join(step.edges), biases=" ".join(_biases(solution, step)),
        uses=" ".join(dict.fromkeys(refs(step.expr))),
        chip=symbol(solution, step.id), line=Markup(mathml.line(whole, subject=False)), product=product,
        sentence=sentence, spoken=f"{speech.line(whole)}. {sentence}", note=_note(solution, step),
    )  # fmt: skip


def step_views(solution: Solution) -> tuple[StepView, ...]:
    return tuple(step_view(solution, step, i) for i, step in enumerate(solution.steps, 1))


def phases(solution: Solution) -> tuple[Phase, ...]:
    present = {step.phase for step in solution.steps}
    return tuple(Phase(id=p, title=PHASE_TITLES[p], ink=INKS[p]) for p in PHASES if p in present)


def tours(solution: Solution) -> tuple[Tour, ...]:
    """Return the ways through: the course of a hand-written solution, one parameter, everything."""
    return (
        Tour(id="notes", title="As in the notes", stops=" ".join(_notes(solution))),
        Tour(id="one", title="One weight or bias", stops=None),
        Tour(id="all", title="Everything", stops=" ".join(step.id for step in solution.steps)),
    )


def _notes(solution: Solution) -> Iterator[str]:
    """Yield the forward pass, the errors, the first weight into the output layer and the first of all."""
    net, seen = solution.example.network, solution.step_of
    yield from (step.id for step in solution.steps if step.phase in {"forward", "error"})
    last = next(w for w in net.weights if w.target in net.outputs)
    first = next(w for w in net.weights if w.target in net.layers[0].neurons)
    yield from _lesson_of(last, seen)
    if first is not last:
        hidden = [id for id in (f"dE_dout_{first.target}", f"dE_dout_{first.target}@s1") if id in seen]
        yield from hidden[:1]
        yield from _lesson_of(first, seen)


def _lesson_of(weight: Weight, seen: object) -> Iterator[str]:
    yield from (id for id in (f"grad_{weight.name}", f"new_{weight.name}") if id in seen)


def direction(solution: Solution, name: str) -> str:
    change = solution.numbers[f"change_{name}"].value
    return "up" if change > 0 else "down" if change < 0 else "still"


def _way(parameter: Weight | Bias) -> str:
    if isinstance(parameter, Weight):
        return f"{parameter.source} → {parameter.target}"
    return f"into {', '.join(parameter.targets)}"


def parameter_rows(
    solution: Solution, views: tuple[StepView, ...], placed: frozenset[str]
) -> tuple[ParameterRow, ...]:  # fmt: skip
    """Return a row for every parameter; each holds the steps of its derivation that stand nowhere before."""
    view_of = {view.id: view for view in views}
    placed = set(placed)
    rows = []
    for parameter in solution.example.network.parameters:
        name = parameter.name
        ends = (f"{kind}_{name}" for kind in ("grad", "change", "new"))
        wanted = {step.id for end in ends for step in needed_for(solution.steps, end)}
        ids = [step.id for step in solution.steps if step.id in wanted and step.id not in placed]
        placed |= set(ids)
        grad = f"grad_{name}" if f"grad_{name}" in solution.numbers else None
        rows.append(ParameterRow(
            name=name, symbol=symbol(solution, name), way=_way(parameter),
            gradient=number(solution, grad) if grad else Markup("one a sample"),
            old=number(solution, name), change=number(solution, f"change_{name}"), new=number(solution, f"new_{name}"),
            direction=direction(solution, name), steps=tuple(view_of[id] for id in ids),
            above="" if f"new_{name}" in ids else f"new_{name}",
        ))  # fmt: skip
    return tuple(rows)


def neuron_rows(solution: Solution) -> tuple[NeuronRow, ...]:
    """Return a row for every neuron of every sample: net input, activation, target and error."""
    net, rows = solution.example.network, []
    for id, found in solution.numbers.items():
        q = found.quantity
        if q.kind != "net" or q.round:
            continue
        tail = id.removeprefix(f"net_{q.names[0]}")
        output = q.names[0] in net.outputs
        rows.append(NeuronRow(
            symbol=Markup(mathml.math(sign_of(solution, f"out_{q.names[0]}{tail}"))),
            net=number(solution, id), activation=number(solution, f"out_{q.names[0]}{tail}"),
            target=number(solution, f"T_{q.names[0]}{tail}") if output else None,
            error=number(solution, f"E_{q.names[0]}{tail}") if output else None,
        ))  # fmt: skip
    return tuple(rows)


_GROUPS = {"input": "Inputs", "target": "Targets", "weight": "Weights", "bias": "Biases"}
_OTHERS = {"learning_rate": "learning rate", "leak": "slope below zero"}


def given_ids(solution: Solution) -> dict[str, tuple[str, ...]]:
    """Return the ids of what is given, by heading, in the order of the file."""
    found: dict[str, list[str]] = {title: [] for title in (*_GROUPS.values(), "Method")}
    for quantity in solution.trace.givens:
        found[_GROUPS.get(quantity.kind, "Method")].append(quantity.id)
    return {title: tuple(ids) for title, ids in found.items() if ids}


def given_rows(solution: Solution) -> dict[str, tuple[GivenRow, ...]]:
    """Return what is given as rows of tables, by heading."""
    ways = {p.name: _way(p) for p in solution.example.network.parameters}

    def row(id: str) -> GivenRow:
        note = ways.get(id, _OTHERS.get(solution.numbers[id].quantity.kind, ""))
        return GivenRow(symbol=symbol(solution, id), value=number(solution, id), note=note)

    return {title: tuple(map(row, ids)) for title, ids in given_ids(solution).items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """What the network answers after so many rounds, one number for every heading of its table."""

    rounds: int
    values: tuple[Markup, ...]


def has_rounds(solution: Solution) -> bool:
    return any((found.quantity.round or 0) > 1 for found in solution.numbers.values())


def round_rows(solution: Solution) -> dict[str, tuple]:
    """Return headings and rows of the table of rounds: the error and every output, before, after one, after more."""
    base = [id for id, n in solution.numbers.items() if n.quantity.kind == "E_total" and not n.quantity.round]
    base = [id for id in base if "@" not in id] or base
    outputs = [id for id, n in solution.numbers.items() if n.quantity.kind == "out" and not n.quantity.round]
    outputs = [id for id in outputs if solution.numbers[id].quantity.names[0] in solution.example.network.outputs]
    ids = (*base, *outputs)
    done = sorted({n.quantity.round for n in solution.numbers.values() if n.quantity.round})
    rows = [RoundRow(rounds=0, values=tuple(number(solution, id) for id in ids))]
    rows += [RoundRow(rounds=n, values=tuple(number(solution, f"{id}@r{n}") for id in ids)) for n in done]
    return {"headings": tuple(symbol(solution, id) for id in ids), "rows": tuple(rows)}
