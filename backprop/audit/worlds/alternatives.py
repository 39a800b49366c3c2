"""Alternatives: a worked example as one or two slips would have it, with its values; built once and kept."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from ...network.quantity import Quantity
from ...network.spec import Example
from ...steps.expr import Expr
from ...steps.passes import Step
from ...steps.trace import Trace
from ...steps.trace import trace as traced
from ...steps.world import ROUNDINGS, Rounding, World, ancestors
from ...words.en import details as words
from ..slips.catalogue import DEVIATIONS
from ..slips.variant import Variant
from ..source.printed import Printed
from .floats import Quick, Rough


@dataclass(frozen=True, kw_only=True)
class Traced:
    """A worked example with its formulas by id."""

    example: Example
    trace: Trace
    exprs: Mapping[str, Expr]

    @cached_property
    def rough(self) -> dict[str, float]:
        """The givens in floats."""
        return {id: float(value) for id, value in self.trace.given.items()}


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """An example under some slips: what it was traced as, and the formulas that are `changed`, by id."""

    variants: tuple[Variant, ...]
    traced: Traced
    changed: Mapping[str, Expr]
    quick: Quick
    rounding: Rounding | None = None
    _ancestors: dict[Expr, frozenset[str]] = field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(variant.deviation for variant in self.variants)

    @property
    def paired(self) -> bool:
        """Whether its slips are usual enough to be met with another."""
        return all(variant.paired for variant in self.variants) and not self.rare

    @property
    def rare(self) -> bool:
        """Whether a slip of it is seldom met, or seldom met there."""
        return any(variant.rare or DEVIATIONS[variant.deviation].rare for variant in self.variants)

    @property
    def example(self) -> Example:
        return self.traced.example

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        return self.traced.trace.quantities

    @cached_property
    def exprs(self) -> Mapping[str, Expr]:
        return {**self.traced.exprs, **self.changed}

    @cached_property
    def trace(self) -> Trace:
        """The steps with their changed formulas."""
        steps = self.traced.trace.steps
        steps = tuple(replace(s, expr=self.changed[s.id], product=None) if s.id in self.changed else s for s in steps)
        return Trace(givens=self.traced.trace.givens, steps=steps)

    @cached_property
    def world(self) -> World:
        return self.stating({})

    @cached_property
    def rough(self) -> Rough:
        """The same values in floats, quick to have."""
        return Rough(self.traced.rough, self.exprs, self.quick)

    def stating(self, stated: Mapping[str, Decimal]) -> World:
        """Return this alternative's values with the source's own numbers standing in for some."""
        return World(givens=self.traced.trace.given, exprs=self.exprs, stated=stated, rounding=self.rounding)

    def rough_stating(self, stated: Mapping[str, float]) -> Rough:
        return Rough({**self.traced.rough, **stated}, self.exprs, self.quick)

    def keeps(self, printed: Printed) -> bool:
        """Return whether its results are rounded, to at least as many digits as are printed."""
        return self.rounding is not None and self.rounding.keeps(*printed.length)

    def leading_to(self, expr: Expr) -> frozenset[str]:
        if expr not in self._ancestors:
            self._ancestors[expr] = ancestors(self.exprs, expr)
        return self._ancestors[expr]


def rewritten(example: Example, steps: tuple[Step, ...], variants: tuple[Variant, ...]) -> dict[str, Expr]:
    """Return what the variants' rewrites change, by id; the second sees what the first has left."""
    found: dict[str, Expr] = {}
    for variant in variants:
        if variant.rewrite is None:
            continue
        for step in steps:
            now = replace(step, expr=found[step.id]) if step.id in found else step
            expr = variant.rewrite(example, now)
            if expr is not None:
                found[step.id] = expr
    return found


@dataclass(frozen=True, kw_only=True)
class Alternatives:
    """Builds the alternatives of one example; traces and single rewrites are kept, since pairs use them again."""

    example: Example
    trace: Trace
    quick: Quick = field(default_factory=Quick)
    _traces: dict[tuple[Variant, ...], Traced] = field(default_factory=dict)
    _rewrites: dict[tuple[Variant, tuple[Variant, ...]], dict[str, Expr]] = field(default_factory=dict)

    def base(self) -> Alternative:
        return Alternative(variants=(), traced=self._traced(()), changed={}, quick=self.quick)

    def under(self, *variants: Variant) -> Alternative:
        """Return the example under these variants."""
        moved = tuple(variant for variant in variants if variant.example)
        traced = self._traced(moved)
        changed = self._changed(traced, moved, tuple(v for v in variants if v.rewrite))
        if moved:
            before = self._traced(()).exprs
            changed |= {id: e for id, e in traced.exprs.items() if before.get(id) != e and id not in changed}
        return Alternative(variants=variants, traced=traced, changed=changed, quick=self.quick)

    def _traced(self, moved: tuple[Variant, ...]) -> Traced:
        if moved not in self._traces:
            example = self.example
            for variant in moved:
                example = variant.example(example) if variant.example else example
            found = traced(example) if moved else self.trace
            exprs = {step.id: step.expr for step in found.steps}
            self._traces[moved] = Traced(example=example, trace=found, exprs=exprs)
        return self._traces[moved]

    def _changed(self, traced: Traced, moved: tuple[Variant, ...], acting: tuple[Variant, ...]) -> dict[str, Expr]:
        singles = []
        for variant in acting:
            key = variant, moved
            if key not in self._rewrites:
                self._rewrites[key] = rewritten(traced.example, traced.trace.steps, (variant,))
            singles.append(self._rewrites[key])
        merged = {id: expr for found in singles for id, expr in found.items()}
        shared = {id for one, two in itertools.combinations(singles, 2) for id in one.keys() & two.keys()}
        if shared:
            merged |= rewritten(traced.example, tuple(s for s in traced.trace.steps if s.id in shared), acting)
        return merged

    def singles(self) -> Iterator[Alternative]:
        """Yield an alternative for every way one slip of formulas or method can happen, each set of formulas once."""
        seen: set[tuple[str, frozenset[tuple[str, Expr]]]] = set()
        for deviation in DEVIATIONS.values():
            for variant in deviation.variants(self.example):
                alternative = self.under(variant)
                key = deviation.id, frozenset(alternative.changed.items())
                if alternative.changed and key not in seen:
                    seen.add(key)
                    yield alternative

    def roundings(self) -> Iterator[Alternative]:
        """Yield an alternative for every way of rounding or cutting intermediate results."""
        base = self.base()
        for rounding in ROUNDINGS:
            detail = words.kept(rounding.digits, rounding.significant, rounding.cut)
            variant = Variant(deviation="early_rounding", detail=detail)
            yield replace(base, variants=(variant,), rounding=rounding)
