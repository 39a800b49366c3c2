"""The ways through the steps of an example that a player offers, and an exercise asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ..network.quantity import id_of
from ..network.spec import Weight
from ..steps.solution import Solution
from ..words.en import player
from .opened import is_wide, opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """A way through the steps; `stops` are step ids, or None where the reader chooses a parameter."""

    id: str
    title: str
    stops: tuple[str, ...] | None


def tours(solution: Solution) -> tuple[Tour, ...]:
    """Return the ways through: the course of a hand-written solution, one parameter, everything, each sample alone."""
    steps = opened(solution)
    alone = {
        sample: tuple(step.id for step in steps if step.quantity.sample == sample)
        for sample in range(1, len(solution.example.network.samples) + 1)
    }
    return (
        Tour(id="notes", title=player.TOURS["notes"], stops=tuple(_notes(solution))),
        Tour(id="one", title=player.TOURS["one"], stops=None),
        Tour(id="all", title=player.TOURS["all"], stops=tuple(step.id for step in steps)),
        *(Tour(id=f"s{n}", title=player.tour_of_sample(n), stops=stops) for n, stops in alone.items() if stops),
    )


def _notes(solution: Solution) -> Iterator[str]:
    """Yield the forward pass, the errors, the first weight into the output layer and the first of all."""
    net, seen = solution.example.network, solution.step_of
    if is_wide(solution):
        yield from (step.id for step in opened(solution))
        return
    if solution.example.online:
        yield from (step.id for step in solution.steps if step.quantity.sample == 1 and not step.quantity.round)
        return
    yield from (step.id for step in solution.steps if step.phase in {"forward", "error"})
    last = next(w for w in net.weights if w.target in net.outputs)
    first = next(w for w in net.weights if w.target in net.layers[0].neurons)
    yield from _lesson_of(last, seen)
    if first is not last:
        hidden = [id_of("dE_dout", first.target, sample=sample) for sample in (None, 1)]
        yield from [id for id in hidden if id in seen][:1]
        yield from _lesson_of(first, seen)


def _lesson_of(weight: Weight, seen: Collection[str]) -> Iterator[str]:
    yield from (id for id in (id_of("grad", weight.name), id_of("new", weight.name)) if id in seen)
