"""Slips in a printed line of arithmetic: names of another numbering, a bias left out, another number put in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..expr import Expr, Fn, Neg, Num, Ref, add, children, refs
from .claims import Claim
from .rewriting import rebuild, substitute
from .scenes import Scene


@dataclass(frozen=True, kw_only=True)
class LineSlip:
    """A line as it should have been written, and the slip between it and the printed one."""

    id: str
    detail: str
    expr: Expr


def line_slips(claim: Claim, base: Scene, scenes: tuple[Scene, ...]) -> Iterator[LineSlip]:
    """Yield the lines that may have been meant where this one is printed."""
    yield from _renumbered(claim, base, scenes)
    yield from _with_bias(claim, base)
    yield from _with_operand(claim, base)


def _renumbered(claim: Claim, base: Scene, scenes: tuple[Scene, ...]) -> Iterator[LineSlip]:
    places = {(w.source, w.target): w.name for w in base.example.network.weights}
    for scene in scenes:
        if scene.ids != ("other_numbering",):
            continue
        names = {w.name: Ref(places[w.source, w.target]) for w in scene.example.network.weights}
        expr = substitute(claim.expr, names)
        if expr != claim.expr:
            yield LineSlip(id="other_numbering", detail=scene.variants[0].detail, expr=expr)


def _arguments(expr: Expr) -> Iterator[Expr]:
    """Yield what stands inside functions, without the minus of e to the minus net."""
    for child in children(expr):
        if isinstance(expr, Fn):
            yield child.operand if isinstance(child, Neg) else child
        yield from _arguments(child)


def _subject(claim: Claim) -> str:
    return claim.subject.partition("@")[0]


def _with_bias(claim: Claim, base: Scene) -> Iterator[LineSlip]:
    network = base.example.network
    neuron = next(
        (n for layer in network.layers for n in layer.neurons if _subject(claim) in {f"net_{n}", f"out_{n}"}), ""
    )
    own = network.bias_of(neuron) if neuron else None
    for bias in [own] if own else network.biases if not neuron else ():
        if bias.name in refs(claim.expr):
            continue
        for argument in dict.fromkeys(_arguments(claim.expr)):
            expr = rebuild(claim.expr, argument, add(argument, Ref(bias.name)))
            yield LineSlip(id="no_bias", detail=f"{bias.name} is not in the line", expr=expr)
        if not list(_arguments(claim.expr)) and (not neuron or _subject(claim) == f"net_{neuron}"):
            expr = add(claim.expr, Ref(bias.name))
            yield LineSlip(id="no_bias", detail=f"{bias.name} is not in the line", expr=expr)


def _with_operand(claim: Claim, base: Scene) -> Iterator[LineSlip]:
    """Yield the line with a number in a function replaced by what the quantity's own formula has there."""
    step = base.exprs.get(claim.subject)
    if step is None:
        return
    for argument in dict.fromkeys(_arguments(claim.expr)):
        for id in dict.fromkeys(refs(step)) if isinstance(argument, Num) else ():
            expr = rebuild(claim.expr, argument, Ref(id))
            yield LineSlip(id="wrong_input", detail=f"another number stands where {id} belongs", expr=expr)
