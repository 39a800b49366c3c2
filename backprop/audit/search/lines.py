"""Slips in a line of arithmetic: names of another numbering, a bias or slope left out, another number or log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ...network.quantity import Quantity
from ...steps.expr import Div, Expr, Fn, Mul, Neg, Num, Ref, add, children, mul, refs
from ...steps.numerals import written
from ...steps.rewriting import rebuild, substitute
from ...words.en import details as words
from ..source.claims import LineClaim
from ..worlds.alternatives import Alternative
from .evidence import Earlier
from .readings import whose


@dataclass(frozen=True, kw_only=True)
class LineSlip:
    """A line as it should have been written, and the slip between it and the printed one."""

    id: str
    detail: str
    expr: Expr


def line_slips(
    claim: LineClaim, base: Alternative, singles: tuple[Alternative, ...], earlier: Earlier
) -> Iterator[LineSlip]:
    """Yield the lines that may have been meant where this one is printed; `earlier` is what was printed before it."""
    yield from _renumbered(claim, base, singles)
    yield from _with_bias(claim, base)
    yield from _without_slope(claim, base)
    yield from _with_operand(claim, base, earlier)
    yield from _with_other_logarithm(claim)


def _renumbered(claim: LineClaim, base: Alternative, singles: tuple[Alternative, ...]) -> Iterator[LineSlip]:
    between = base.example.network.between
    for single in singles:
        if single.ids != ("other_numbering",):
            continue
        names = {w.name: Ref(between[w.source, w.target].name) for w in single.example.network.weights}
        expr = substitute(claim.expr, names)
        if expr != claim.expr:
            by_target = single.variants[0].detail == words.BY_TARGET
            named = words.NAMED_BY_TARGET if by_target else words.NAMED_BY_SOURCE
            yield LineSlip(id="other_numbering", detail=named, expr=expr)


def _arguments(expr: Expr) -> Iterator[Expr]:
    """Yield what stands inside functions, without the minus of e to the minus net."""
    for child in children(expr):
        if isinstance(expr, Fn):
            yield child.operand if isinstance(child, Neg) else child
        yield from _arguments(child)


def _with_bias(claim: LineClaim, base: Alternative) -> Iterator[LineSlip]:
    network, quantity = base.example.network, base.quantities.get(claim.subject)
    neuron = quantity.names[0] if quantity and quantity.kind in {"net", "out"} else ""
    own = network.bias_of(neuron) if neuron else None
    for bias in [own] if own else network.biases if not neuron else ():
        if bias.name in refs(claim.expr):
            continue
        for argument in dict.fromkeys(_arguments(claim.expr)):
            expr = rebuild(claim.expr, argument, add(argument, Ref(bias.name)))
            yield LineSlip(id="no_bias", detail=words.not_in_line(bias.name), expr=expr)
        if not list(_arguments(claim.expr)) and (quantity is None or quantity.kind != "out"):
            expr = add(claim.expr, Ref(bias.name))
            yield LineSlip(id="no_bias", detail=words.not_in_line(bias.name), expr=expr)


def _without_slope(claim: LineClaim, base: Alternative) -> Iterator[LineSlip]:
    """Yield the line without a slope that stands in it, where the printed number is that of the other factors."""
    factors = claim.expr.factors if isinstance(claim.expr, Mul) else ()
    outputs = base.example.network.outputs
    for factor in factors:
        quantity = base.quantities.get(factor.id) if isinstance(factor, Ref) else None
        if quantity and quantity.kind == "dout_dnet" and len(factors) > 1:
            (neuron,) = quantity.names
            rest = mul(*(other for other in factors if other is not factor))
            id = "no_output_slope" if neuron in outputs else "no_hidden_slope"
            yield LineSlip(id=id, detail=words.at(neuron), expr=rest)


def _with_operand(claim: LineClaim, base: Alternative, earlier: Earlier) -> Iterator[LineSlip]:
    """Yield the line with a number in a function replaced by what the quantity's own formula has there."""
    step = base.exprs.get(claim.subject)
    if step is None:
        return
    passed = [id for id in base.exprs if _of_the_first_pass(base.quantities[id])]
    for argument in dict.fromkeys(_arguments(claim.expr)):
        if not isinstance(argument, Num):
            continue
        number = Decimal(argument.value)
        for id in dict.fromkeys(refs(step)):
            if number in earlier.get(id, ()):
                continue  # the source's own number for it: nothing else was put in
            expr = rebuild(claim.expr, argument, Ref(id))
            detail = words.stands_for(written(number), whose(base, passed, number), id)
            yield LineSlip(id="wrong_input", detail=detail, expr=expr)


_WRITTEN = re.compile(r"ln|log|lg")  # a root is worked out by a logarithm too, that nobody wrote


def _with_other_logarithm(claim: LineClaim) -> Iterator[LineSlip]:
    """Yield the line with the logarithm that a calculator has on its key `log`, or with that of computers."""
    found = dict.fromkeys(_logarithms(claim.expr)) if _WRITTEN.search(claim.expression) else ()
    for logarithm in found:
        for base in (10, 2):
            expr = rebuild(claim.expr, logarithm, Div(logarithm, Fn("ln", (Num(base),))))
            yield LineSlip(id="other_logarithm", detail=words.base(base), expr=expr)


def _logarithms(expr: Expr) -> Iterator[Expr]:
    """Yield the logarithms in a line, but for those of a number that is a base of one."""
    if isinstance(expr, Fn) and expr.name == "ln":
        yield expr
    for child in () if isinstance(expr, Div) and isinstance(expr.under, Fn) else children(expr):
        yield from _logarithms(child)


def _of_the_first_pass(quantity: Quantity) -> bool:
    return quantity.kind in {"net", "out"} and not quantity.sample and not quantity.round
